//! What git knows of the archive: what it was at a revision, which files have changed since, and which entries a
//! stranger's branch brings.
//!
//! Read alone: no command here writes to the repository or its working tree.

mod overlay;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::cli::Failure;
use crate::source::{FOLDERS, SETTINGS};

pub use overlay::{Overlay, overlay};

/// The changes since the merge base with a revision.
pub struct Since {
    /// The merge base, in full.
    pub base: String,
    /// What each file that is another now held then; nothing where it was not there.
    pub before: BTreeMap<String, Option<Vec<u8>>>,
}

/// The way from the repository's root to `root`: empty, or a folder with a `/` at its end. `None` where there is no
/// repository or no git.
pub fn prefix(root: &Path) -> Option<String> {
    let out = git(root, &["rev-parse", "--show-prefix"]).ok()?;
    Some(String::from_utf8(out).ok()?.trim_end_matches('\n').to_owned())
}

/// The address of the remote `origin`.
pub fn origin(root: &Path) -> Option<String> {
    line(root, &["remote", "get-url", "origin"])
}

/// The branch that others take for the repository's own, else the one that is worked on.
pub fn branch(root: &Path) -> Option<String> {
    let of_origin = line(root, &["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
    let of_origin = of_origin.and_then(|name| Some(name.strip_prefix("origin/")?.to_owned()));
    of_origin.or_else(|| line(root, &["symbolic-ref", "--quiet", "--short", "HEAD"]))
}

/// The one line that git answers.
fn line(root: &Path, arguments: &[&str]) -> Option<String> {
    let out = String::from_utf8(git(root, arguments).ok()?).ok()?;
    Some(out.trim_end_matches(['\r', '\n']).to_owned()).filter(|line| !line.is_empty())
}

/// What has changed since the merge base of the current commit with `revision`, in the working tree as it stands.
///
/// # Errors
/// Where there is no git, no repository or no such revision.
pub fn since(root: &Path, revision: &str) -> Result<Since, Failure> {
    let prefix = git(root, &["rev-parse", "--show-prefix"])?;
    let prefix = String::from_utf8_lossy(&prefix).trim_end_matches('\n').to_owned();
    let commit = commit(root, revision)?;
    let base = merge_base(root, &commit, revision)?;
    // Only what an archive is read from: a built site that git does not ignore may have very many files.
    let of_archive = |arguments: &[&str]| {
        let all: Vec<&str> = arguments.iter().copied().chain(["--"]).chain(FOLDERS).chain([SETTINGS]).collect();
        git(root, &all)
    };
    let tracked = of_archive(&["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative", &base])?;
    let untracked = of_archive(&["ls-files", "--others", "--exclude-standard", "-z"])?;
    let names = [tracked, untracked].concat();
    let names = names.split(|byte| *byte == 0).filter_map(|name| std::str::from_utf8(name).ok());
    // The protocol below has a name a line.
    let names: Vec<&str> = names.filter(|name| !name.is_empty() && !name.contains('\n')).collect();
    let before = contents(root, &base, &prefix, &names)?;
    Ok(Since { base, before: names.into_iter().map(str::to_owned).zip(before).collect() })
}

/// The commit that a revision names, in full.
fn commit(root: &Path, revision: &str) -> Result<String, Failure> {
    let named = format!("{revision}^{{commit}}");
    let commit = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &named])
        .map_err(|_| format!("git knows no revision `{revision}`: fetch it first, with its history"))?;
    Ok(String::from_utf8_lossy(&commit).trim().to_owned())
}

/// The commit at which `revision`, which is `commit`, and the current one parted.
fn merge_base(root: &Path, commit: &str, revision: &str) -> Result<String, Failure> {
    let base = git(root, &["merge-base", commit, "HEAD"]).map_err(|_| {
        format!(
            "`{revision}` and the current commit have no common history: fetch all of it, in GitHub's checkout with \
             `fetch-depth: 0`"
        )
    })?;
    Ok(String::from_utf8_lossy(&base).trim().to_owned())
}

/// What these files held at a commit.
fn contents(root: &Path, commit: &str, prefix: &str, names: &[&str]) -> Result<Vec<Option<Vec<u8>>>, Failure> {
    let objects: Vec<String> = names.iter().map(|name| format!("{commit}:{prefix}{name}")).collect();
    let answer = ask(root, "--batch", &objects)?;
    let mut rest = answer.as_slice();
    let mut found = Vec::with_capacity(names.len());
    for _ in names {
        found.push(blob(&mut rest).ok_or("git's answer ends too early")?);
    }
    Ok(found)
}

/// What `cat-file` answers when it is asked about objects, in their order.
fn ask(root: &Path, how: &str, objects: &[String]) -> Result<Vec<u8>, Failure> {
    let mut command = command(root, &["cat-file", how]);
    let mut child = command.stdin(Stdio::piped()).spawn().map_err(no_git)?;
    let asked: String = objects.iter().map(|object| format!("{object}\n")).collect();
    let mut stdin = child.stdin.take().ok_or("git takes no input")?;
    // A pipe holds little, so that whoever only writes would wait for whoever only reads.
    let writer = std::thread::spawn(move || stdin.write_all(asked.as_bytes()));
    let output = child.wait_with_output().map_err(no_git)?;
    let _ = writer.join();
    Ok(output.stdout)
}

/// Takes one answer of `cat-file --batch`: a line `ID blob SIZE`, so many bytes and a line break, or `NAME missing`.
fn blob(rest: &mut &[u8]) -> Option<Option<Vec<u8>>> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let line = String::from_utf8_lossy(&rest[..end]).into_owned();
    *rest = &rest[end + 1..];
    if line.ends_with(" missing") {
        return Some(None);
    }
    let size: usize = line.rsplit(' ').next()?.parse().ok()?;
    let bytes = rest.get(..size)?.to_vec();
    *rest = rest.get(size + 1..)?;
    Some(line.contains(" blob ").then_some(bytes))
}

fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).stdin(Stdio::null());
    // A lock for what only refreshes an index would be in the way of others.
    command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    command
}

fn git(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = command(root, arguments).output().map_err(no_git)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("git: {}", said.lines().next().unwrap_or("it failed without a word").trim_start_matches("fatal: ")))
}

fn no_git(error: std::io::Error) -> Failure {
    format!("git cannot be run: {error}")
}

//! The entries of a stranger's branch, as data: what it adds to, changes in and takes from `content/papers/`.
//!
//! Of all that a branch holds, only texts of entries are ever read, and nothing of it comes to the disk. Its theme,
//! settings, static files, scripts and files beside entries stay where they are; what is not taken is told.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Failure, ask, blob, commit, git, merge_base};

/// The folder of entries, in which alone a branch has a say.
const ENTRIES: &str = "content/papers/";
/// The largest entry that is taken, in bytes: a paper may be no larger.
const LARGEST: u64 = 1 << 20;
/// Entries that are taken.
const MOST: usize = 1_000;
/// Bytes of all of them together.
const MOST_BYTES: u64 = 20 << 20;
/// The longest path that is taken, in bytes.
const LONGEST_PATH: usize = 400;

/// What a branch has to say.
#[derive(Debug)]
pub struct Overlay {
    /// The merge base of the branch with the current commit, in full.
    pub base: String,
    /// The bytes of each entry that it adds or changes; nothing for those that it removes.
    pub entries: BTreeMap<String, Option<Vec<u8>>>,
    /// What else it changes, with the reason why that is not taken.
    pub left_out: Vec<(String, &'static str)>,
}

/// A file that differs between two trees.
struct Change {
    /// As the repository names it; a stranger's tree may hold any bytes.
    path: Vec<u8>,
    mode: String,
    object: String,
    is_removed: bool,
}

/// The entries in which `revision` differs from its merge base with the current commit.
///
/// # Errors
/// Where there is no git, no repository, no such revision, or no history that both have.
pub fn overlay(root: &Path, revision: &str) -> Result<Overlay, Failure> {
    let prefix = git(root, &["rev-parse", "--show-prefix"])?;
    let prefix = prefix.strip_suffix(b"\n").unwrap_or(&prefix);
    let commit = commit(root, revision)?;
    let base = merge_base(root, &commit, revision)?;
    let listed = git(root, &["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", &base, &commit])?;
    let (mut wanted, mut left_out) = (Vec::new(), Vec::new());
    let mut entries = BTreeMap::new();
    for change in changes(&listed) {
        match accept(&change, prefix) {
            Ok(path) if change.is_removed => drop(entries.insert(path, None)),
            Ok(path) => wanted.push((path, change.object)),
            Err(why) => left_out.push((shown(&change.path), why)),
        }
    }
    let objects: Vec<String> = wanted.iter().map(|(_, object)| object.clone()).collect();
    let sizes = sizes(&ask(root, "--batch-check", &objects)?);
    let mut room = MOST_BYTES;
    let mut taken = Vec::new();
    for (at, (path, object)) in wanted.into_iter().enumerate() {
        let why = match sizes.get(at).copied().flatten() {
            None => "git does not have it",
            Some(size) if size > LARGEST => "it is larger than 1 MiB",
            Some(_) if taken.len() >= MOST => "there are more than 1,000 entries",
            Some(size) if size > room => "the entries are larger than 20 MiB together",
            Some(size) => {
                room -= size;
                taken.push((path, object));
                continue;
            }
        };
        left_out.push((path, why));
    }
    let objects: Vec<String> = taken.iter().map(|(_, object)| object.clone()).collect();
    let answer = ask(root, "--batch", &objects)?;
    let mut rest = answer.as_slice();
    for (path, _) in taken {
        let bytes = blob(&mut rest).ok_or("git's answer ends too early")?;
        entries.insert(path, bytes);
    }
    Ok(Overlay { base, entries, left_out })
}

/// Reads what `diff-tree -r -z --raw` lists: `:MODE MODE OBJECT OBJECT STATUS`, a null, a path and a null for each file.
fn changes(listed: &[u8]) -> Vec<Change> {
    let mut parts = listed.split(|byte| *byte == 0);
    let mut found = Vec::new();
    while let (Some(head), Some(path)) = (parts.next(), parts.next()) {
        let head = String::from_utf8_lossy(head);
        let mut words = head.trim_start_matches(':').split(' ');
        let (Some(_), Some(mode), Some(_), Some(object), Some(status)) =
            (words.next(), words.next(), words.next(), words.next(), words.next())
        else {
            break;
        };
        let (mode, object) = (mode.to_owned(), object.to_owned());
        found.push(Change { path: path.to_owned(), mode, object, is_removed: status == "D" });
    }
    found
}

/// The path in the archive of a file that is an entry by its name and kind, or why it is none.
fn accept(change: &Change, prefix: &[u8]) -> Result<String, &'static str> {
    let inner = change.path.strip_prefix(prefix).ok_or("it is no part of the archive")?;
    let path = std::str::from_utf8(inner).map_err(|_| "its name is not UTF-8")?;
    let Some(name) = path.strip_prefix(ENTRIES) else {
        return Err("it is not below content/papers");
    };
    let is_plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with('~');
    if path.len() > LONGEST_PATH
        || !name.split('/').all(is_plain)
        || path.contains(|c: char| c.is_control() || matches!(c, '\\' | ':' | '"' | '<' | '>' | '|' | '*' | '?'))
    {
        return Err("an entry cannot have this name");
    }
    if !(name.ends_with(".yaml") || name.ends_with(".md")) {
        return Err("it is no entry");
    }
    match change.mode.as_str() {
        "100644" | "100755" => Ok(path.to_owned()),
        "000000" if change.is_removed => Ok(path.to_owned()),
        "120000" => Err("it is a link"),
        "160000" => Err("it is a repository in the repository"),
        _ => Err("it is no plain file"),
    }
}

/// A path as it is told, short and on one line.
fn shown(path: &[u8]) -> String {
    String::from_utf8_lossy(path).chars().take(LONGEST_PATH).flat_map(char::escape_debug).collect()
}

/// The sizes that `cat-file --batch-check` tells, `ID blob SIZE` a line; nothing for what is no blob or not there.
fn sizes(answer: &[u8]) -> Vec<Option<u64>> {
    let size = |line: &str| line.split_once(" blob ").and_then(|(_, size)| size.parse().ok());
    String::from_utf8_lossy(answer).lines().map(size).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_texts_of_entries_are_taken() {
        let of = |path: &str, mode: &str| {
            let change = Change {
                path: path.as_bytes().to_vec(),
                mode: mode.into(),
                object: String::new(),
                is_removed: mode == "000000",
            };
            accept(&change, b"archive/")
        };
        assert_eq!(of("archive/content/papers/2024/a.yaml", "100644").as_deref(), Ok("content/papers/2024/a.yaml"));
        assert_eq!(of("archive/content/papers/a b.md", "100755").as_deref(), Ok("content/papers/a b.md"));
        assert_eq!(of("archive/content/papers/a.yaml", "000000").as_deref(), Ok("content/papers/a.yaml"));
        for (path, mode) in [
            ("archive/content/papers/a.yaml", "120000"),
            ("archive/content/papers/a.yaml", "160000"),
            ("archive/content/papers/a.yaml", "040000"),
            ("archive/content/papers/a.pdf", "100644"),
            ("archive/content/papers/a.yml", "100644"),
            ("archive/content/papers/../../offprint.yaml", "100644"),
            ("archive/content/papers/.git/a.yaml", "100644"),
            ("archive/content/papers//a.yaml", "100644"),
            ("archive/content/papers/a\n.yaml", "100644"),
            ("archive/content/papers/a\\b.yaml", "100644"),
            ("archive/content/pages/a.md", "100644"),
            ("archive/offprint.yaml", "100644"),
            ("content/papers/a.yaml", "100644"),
        ] {
            assert!(of(path, mode).is_err(), "{path} {mode}");
        }
        assert_eq!(shown(b"a\n\x1b[1m\xff"), "a\\n\\u{1b}[1m\u{fffd}");
    }

    #[test]
    fn a_list_of_changes_may_hold_any_names() {
        let zero = "0".repeat(40);
        let listed = format!(":000000 100644 {zero} abc A\0a\nb.yaml\0:100644 000000 abc {zero} D\0c.md\0");
        let found = changes(listed.as_bytes());
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].path.as_slice(), found[0].object.as_str()), (b"a\nb.yaml".as_slice(), "abc"));
        assert!(found[1].is_removed && !found[0].is_removed);
    }
}

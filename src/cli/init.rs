//! `offprint init`: a new archive, and the files with which one takes papers on GitHub and is published there.
//!
//! What is there and was changed by somebody is never overwritten. What follows from the settings alone is rewritten, in
//! files and parts of files that say so, and `check` tells when it no longer fits.

mod ask;
mod begin;
mod contributing;
mod files;
mod form;
mod place;

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use super::talk::Stop;
use super::{Common, Ended, Failure, import, report};
use crate::archive::{Archive, Options, read_archive};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SETTINGS, Sources};
use begin::{Found, Wishes};
use files::{File, Kept};
use place::Place;

pub use files::Source;

/// The room of a file's name in what is told; that of the longest one that a new archive has.
const WIDTH: usize = 44;

/// What `init` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// The archive's folder, made where it is missing [default: the archive that this folder is in, else this folder]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    wishes: Wishes,
    /// Ask no questions on a terminal
    #[arg(long, short)]
    yes: bool,
    /// Write what publishes the archive and takes papers on GitHub: workflows, forms, CONTRIBUTING.md
    #[arg(long)]
    github: bool,
    /// Who reviews, for CODEOWNERS: a login or a team [default: the owner of the settings' repository]
    #[arg(long, value_name = "@LOGIN", value_parser = owner)]
    owner: Option<String>,
    /// Bring new papers in each day, from daily-papers or from arXiv, such as arxiv:cs.CL
    #[arg(long, value_name = "SOURCE")]
    fetch: Option<Source>,
    /// Publish a preview of each pull request in this other repository
    #[arg(long, value_name = "OWNER/NAME", value_parser = repository)]
    preview: Option<String>,
    /// Build the program from the source in this repository, in place of installing it
    #[arg(long)]
    from_source: bool,
}

impl Arguments {
    /// Whether the files for GitHub are asked for, by name or by what only they have.
    fn wants_github(&self) -> bool {
        self.github || self.from_source || self.owner.is_some() || self.fetch.is_some() || self.preview.is_some()
    }
}

fn owner(text: &str) -> Result<String, String> {
    let name = text.strip_prefix('@').unwrap_or(text);
    let is_plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    match name.split('/').count() <= 2 && name.split('/').all(is_plain) {
        true => Ok(format!("@{name}")),
        false => Err("a login or a team is wanted, such as @ada or @lab/editors".to_owned()),
    }
}

fn repository(text: &str) -> Result<String, String> {
    let (owner, name) = text.split_once('/').unwrap_or_default();
    let is_plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    match is_plain(owner) && is_plain(name) && !name.starts_with('.') {
        true => Ok(text.to_owned()),
        false => Err("a repository on GitHub is wanted, such as ada/papers-previews".to_owned()),
    }
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let named = match (&arguments.folder, &common.root) {
        (Some(_), Some(_)) => return Err("name the folder once: with --root, or without".to_owned()),
        (folder, root) => folder.as_ref().or(root.as_ref()),
    };
    let found = match named {
        Some(folder) => folder.join(SETTINGS).is_file().then(|| folder.clone()),
        None => common.find_root().ok(),
    };
    match (found, named) {
        (Some(root), _) => go_on(common, arguments, &root),
        (None, Some(folder)) => begin(common, arguments, folder),
        (None, None) => begin(common, arguments, Path::new(".")),
    }
}

/// Adds to an archive that is there.
fn go_on(common: &Common, arguments: &Arguments, root: &Path) -> Result<Ended, Failure> {
    if arguments.wishes.is_any() {
        let settings = root.join(SETTINGS);
        report::note(&format!("{} is there already, and left as it is: change it there", settings.display()));
    }
    let wants = match arguments.wants_github() {
        true => true,
        false if is_asked(common, arguments) => {
            heard(ask::github(&mut std::io::stdin().lock(), &mut std::io::stdout().lock()))?
        }
        false => begin::is_at_github(root),
    };
    if wants {
        return github(common, arguments, root);
    }
    if !common.quiet {
        report::line(&format!("There is an archive already: {}", root.join(SETTINGS).display()));
        report::line("`offprint init --github` adds what publishes it and takes papers on GitHub.");
    }
    Ok(Ended::Fine)
}

/// Makes an archive in a folder that has none.
fn begin(common: &Common, arguments: &Arguments, root: &Path) -> Result<Ended, Failure> {
    let is_new = !root.is_dir();
    if is_new && root.symlink_metadata().is_ok() {
        return Err(format!("{}: this is no folder: name another one", root.display()));
    }
    arguments.wishes.check(root)?;
    fs::create_dir_all(root).map_err(|error| format!("{}: {error}", root.display()))?;
    let found = begin::look(root);
    let asked = wishes(common, arguments, &found);
    if asked.is_err() && is_new {
        // Nothing was written into it, so nothing is lost.
        let _ = fs::remove_dir(root);
    }
    let (wishes, wants_github) = asked?;
    for file in wishes.files(&found) {
        told(common, &file, write(root, &file)?);
    }
    if !wishes.import.is_empty() {
        let day = if wishes.calendar.as_deref() == Some("added") { "added" } else { "available" };
        let common = Common { root: Some(root.to_owned()), ..common.clone() };
        import::run(&common, &import::Arguments::of(&wishes.import, day))?;
    }
    if wants_github {
        github(common, arguments, root)?;
    }
    if !common.quiet {
        begin::next_steps(&wishes, &found, root, wants_github).iter().for_each(|line| report::line(line));
    }
    Ok(Ended::Fine)
}

/// What is wished of a new archive, and whether the files for GitHub are.
fn wishes(common: &Common, arguments: &Arguments, found: &Found) -> Result<(Wishes, bool), Failure> {
    let mut wishes = arguments.wishes.clone();
    if !is_asked(common, arguments) {
        return Ok((wishes.or_found(found), arguments.wants_github()));
    }
    let (mut input, mut out) = (std::io::stdin().lock(), std::io::stdout().lock());
    let wants = heard(ask::wishes(&mut wishes, found, arguments.wants_github(), &mut input, &mut out))?;
    Ok((wishes, wants))
}

/// Whether somebody is there to be asked.
fn is_asked(common: &Common, arguments: &Arguments) -> bool {
    !common.quiet && !arguments.yes && std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

fn heard(answer: Result<bool, Stop>) -> Result<bool, Failure> {
    answer.map_err(|stop| match stop {
        Stop::End => "the answers ended before the last question, so nothing was written".to_owned(),
        Stop::Failed(error) => format!("nobody can be asked: {error}"),
    })
}

/// Writes the files for GitHub.
fn github(common: &Common, arguments: &Arguments, root: &Path) -> Result<Ended, Failure> {
    let place = Place::of(root)?;
    let sources = Sources::read(root).map_err(|error| format!("{}: {error}", root.display()))?;
    let (archive, _) = read_archive(&sources, &Options::default());
    for file in files::all(arguments, &place, &archive) {
        told(common, &file, write(&place.repository, &file)?);
    }
    if !common.quiet {
        files::next_steps(arguments, &archive).iter().for_each(|line| report::line(line));
    }
    Ok(Ended::Fine)
}

/// Tells what became of a file.
fn told(common: &Common, file: &File, became: &str) {
    if !common.quiet {
        report::line(&format!("{:WIDTH$} {became}", file.path));
    }
}

/// Writes a file where it is not there, or renews what was made of it. Gives what became of it.
fn write(folder: &Path, file: &File) -> Result<&'static str, Failure> {
    let path = folder.join(&file.path);
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(mut new) => {
            new.write_all(file.text.as_bytes()).map_err(failed)?;
            return Ok("written");
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(error)),
    }
    let found = fs::read_to_string(&path).map_err(failed)?.replace("\r\n", "\n");
    match renewed(file, &found) {
        _ if found == file.text => Ok("as it was"),
        None => Ok("there already, and left as it is"),
        Some(text) if text == found => Ok("as it was"),
        Some(text) => {
            fs::write(&path, text).map_err(failed)?;
            Ok("renewed")
        }
    }
}

/// What a file that is there would hold after what was made of it is made again; `None` where nothing of it was. It is known
/// by how it begins, up to the names of what it was made of: what is said after these may come to be said otherwise.
fn renewed(file: &File, found: &str) -> Option<String> {
    match file.kept {
        Kept::Untouched => None,
        Kept::Made => found.starts_with(file.text.split(" and ").next()?).then(|| file.text.clone()),
        Kept::Part => {
            let begin = file.text.split(": ").next()?;
            let start = found.find(begin)?;
            let end = start + found[start..].find(contributing::END)? + contributing::END.len();
            Some([&found[..start], file.text.trim_end(), &found[end..]].concat())
        }
    }
}

/// Files that were made of the settings and no longer say what these say. Of what stands outside of the archive, these
/// alone are read.
pub fn stale(root: &Path, archive: &Archive) -> Vec<Diagnostic> {
    // Where a repository has a name that workflows cannot hold, nothing was made.
    let Ok(place) = Place::of(root) else { return Vec::new() };
    let is_stale = |file: &File| {
        let found = fs::read_to_string(place.repository.join(&file.path)).ok()?.replace("\r\n", "\n");
        renewed(file, &found).filter(|text| *text != found)
    };
    let made = files::made(&place, archive);
    let stale = made.iter().filter(|file| is_stale(file).is_some()).map(|file| {
        let path = format!("{}{}", place.way_up(), file.path);
        Diagnostic::of_file(Code::StaleContributing, &path, "this is not what the settings and topics make of it now")
            .help("run `offprint init --github`, which rewrites the part that it made")
    });
    stale.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_made_is_renewed() {
        let file = |kept, text: &str| File { path: String::new(), text: text.to_owned(), kept };
        let part = file(Kept::Part, "<!-- offprint:begin x: made -->\nnew\n<!-- offprint:end -->\n");
        let found = "Ours.\n\n<!-- offprint:begin x: made -->\nold\n<!-- offprint:end -->\nOurs too.\n";
        let wanted = "Ours.\n\n<!-- offprint:begin x: made -->\nnew\n<!-- offprint:end -->\nOurs too.\n";
        assert_eq!(renewed(&part, found).as_deref(), Some(wanted));
        assert_eq!(renewed(&part, wanted).as_deref(), Some(wanted));
        assert_eq!(renewed(&part, "Ours.\n"), None);
        assert_eq!(renewed(&part, "<!-- offprint:begin y: made -->\nold\n<!-- offprint:end -->\n"), None);
        let made = file(Kept::Made, "# Made of x and y\nnew\n");
        assert_eq!(renewed(&made, "# Made of x and z\nold\n").as_deref(), Some("# Made of x and y\nnew\n"));
        assert_eq!(renewed(&made, "# Ours\nold\n"), None);
        assert_eq!(renewed(&file(Kept::Untouched, "a"), "b"), None);
    }

    #[test]
    fn names_that_could_be_anything_else_are_refused() {
        assert_eq!((owner("ada"), owner("@lab/editors")), (Ok("@ada".into()), Ok("@lab/editors".into())));
        assert!(owner("a b").is_err() && owner("@a/b/c").is_err() && owner("").is_err() && owner("a\n* @b").is_err());
        assert!(repository("ada/x").is_ok() && repository("ada").is_err() && repository("a/b/c").is_err());
        assert!(repository("a/.github").is_err() && repository("a/$(x)").is_err() && repository("").is_err());
    }
}

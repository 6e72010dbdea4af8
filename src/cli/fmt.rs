//! `offprint fmt [PATH…]`: the canonical form of entries. What is not understood to the last word is left as it is.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use super::{Common, Ended, Failure, report};
use crate::config::{self, Settings};
use crate::diagnostic::Diagnostic;
use crate::paper::format::has_form;
use crate::paper::{Formatted, Rules, format, kind_of};
use crate::source::{SETTINGS, Source, Sources};

/// What `fmt` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// Files or folders of entries [default: all of the archive]; `-` is the standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing, and list the files that are not in canonical form
    #[arg(long)]
    check: bool,
    /// The path of the entry that comes by the standard input, below the archive's folder
    #[arg(long, value_name = "PATH")]
    stdin_path: Option<String>,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let root = common.find_root()?;
    let sources = Sources::read(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    let settings = config::read(SETTINGS, sources.bytes(SETTINGS)).0;
    let rules = Rules::new(&settings).0;
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        return standard_input(arguments, &settings, &rules);
    }
    let files = select(&sources, &arguments.paths)?;
    let bar = report::progress(common.quiet, files.len(), "files");
    let results: Vec<Outcome> = files
        .par_iter()
        .map(|(path, source)| {
            bar.inc(1);
            let bytes = source.bytes.as_deref().unwrap_or_default();
            match format(path, bytes, &rules) {
                Formatted::Same => Outcome::Same,
                Formatted::Changed(_) if arguments.check => Outcome::Changed,
                Formatted::Changed(text) => match replace(&sources.root().join(path), bytes, &text) {
                    Ok(()) => Outcome::Changed,
                    Err(error) => Outcome::Left(format!("it cannot be written: {error}"), Vec::new()),
                },
                Formatted::Broken(diagnostics) => Outcome::Left("it has errors".to_owned(), diagnostics),
                Formatted::Refused(why) => Outcome::Left(why, Vec::new()),
            }
        })
        .collect();
    bar.finish_and_clear();
    Ok(tell(common, arguments, &settings, &files, &results))
}

/// What became of one file.
enum Outcome {
    Same,
    Changed,
    /// Left as it is: why, and what is wrong with it.
    Left(String, Vec<Diagnostic>),
}

/// Prints what became of the files.
fn tell(
    common: &Common,
    arguments: &Arguments,
    settings: &Settings,
    files: &[(&str, &Source)],
    results: &[Outcome],
) -> Ended {
    let (mut same, mut changed, mut left) = (0, 0, 0);
    for ((path, _), result) in files.iter().zip(results) {
        match result {
            Outcome::Same => same += 1,
            Outcome::Changed => {
                changed += 1;
                if arguments.check {
                    report::line(path);
                }
            }
            Outcome::Left(why, diagnostics) => {
                left += 1;
                report::problems(diagnostics, settings, true);
                report::failure(&format!("{path} is left as it is: {why}"));
            }
        }
    }
    if !common.quiet {
        let done = if arguments.check { "to be formatted" } else { "formatted" };
        let rest = if left > 0 { format!(", {left} left as they are") } else { String::new() };
        let rest = if left == 1 { ", 1 left as it is".to_owned() } else { rest };
        report::line(&format!("{} {done}, {same} unchanged{rest}.", report::counted(changed, "file")));
    }
    if left > 0 || (arguments.check && changed > 0) { Ended::Problems } else { Ended::Fine }
}

/// The files of the archive that have a canonical form and are named, each or by a folder.
fn select<'a>(sources: &'a Sources, named: &[PathBuf]) -> Result<Vec<(&'a str, &'a Source)>, Failure> {
    let wanted = named.iter().map(|path| below(sources.root(), path)).collect::<Result<Vec<String>, Failure>>()?;
    let is_wanted = |path: &str| {
        let is_in = |want: &String| {
            want.is_empty()
                || path.strip_prefix(want.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        wanted.is_empty() || wanted.iter().any(is_in)
    };
    let files = sources.below("content/").map(|(path, source)| (&**path, &**source));
    // A link is left alone: the file that it leads to may be another entry.
    let is_link = |path: &str| fs::symlink_metadata(sources.root().join(path)).is_ok_and(|found| found.is_symlink());
    Ok(files.filter(|(path, _)| kind_of(path).is_some_and(has_form) && is_wanted(path) && !is_link(path)).collect())
}

/// A path as it was typed, as one below the root.
fn below(root: &Path, typed: &Path) -> Result<String, Failure> {
    // What a link is named by is its own path, so only its folder is looked up.
    let real = |path: PathBuf| match (path.parent(), path.components().next_back()) {
        (Some(folder), Some(Component::Normal(name))) if fs::symlink_metadata(&path).is_ok() => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            Some(folder.canonicalize().ok()?.join(name))
        }
        _ => path.canonicalize().ok(),
    };
    let Some(found) = real(typed.to_owned()).or_else(|| real(root.join(typed))) else {
        return Err(format!("there is no file or folder {}", typed.display()));
    };
    let outside = || format!("{} is not in the archive's folder", typed.display());
    let inner = found.strip_prefix(root).map_err(|_| outside())?;
    let parts: Option<Vec<&str>> = inner.components().map(|part| part.as_os_str().to_str()).collect();
    Ok(parts.ok_or_else(outside)?.join("/"))
}

/// Writes a file under another name and puts it in its place, so that it is there whole, before and after.
fn replace(target: &Path, old: &[u8], text: &str) -> io::Result<()> {
    let permissions = fs::metadata(target)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    // Somebody may have saved it since it was read.
    if fs::read(target)? != old {
        return Err(io::Error::other("it has changed in the meantime"));
    }
    let thread = rayon::current_thread_index().unwrap_or_default();
    let temporary = target.with_file_name(format!(".offprint-{}-{thread}~", std::process::id()));
    let done = fs::write(&temporary, text)
        .and_then(|()| fs::set_permissions(&temporary, permissions))
        .and_then(|()| fs::rename(&temporary, target));
    if done.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    done
}

/// Formats one entry on its way from the standard input to the output.
fn standard_input(arguments: &Arguments, settings: &Settings, rules: &Rules) -> Result<Ended, Failure> {
    let (Some(path), [_]) = (&arguments.stdin_path, arguments.paths.as_slice()) else {
        return Err("`-` stands alone, and --stdin-path says which entry it is, as in content/papers/a.yaml".to_owned());
    };
    if !kind_of(path).is_some_and(has_form) {
        return Err(format!("{path} is no path of an entry, such as content/papers/a.yaml"));
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).map_err(|error| format!("the standard input: {error}"))?;
    let (why, diagnostics) = match format(path, &bytes, rules) {
        Formatted::Same => return put(arguments, &bytes, false),
        Formatted::Changed(text) => return put(arguments, text.as_bytes(), true),
        Formatted::Broken(diagnostics) => ("it has errors".to_owned(), diagnostics),
        Formatted::Refused(why) => (why, Vec::new()),
    };
    report::problems(&diagnostics, settings, true);
    report::failure(&format!("{path} cannot be formatted: {why}"));
    Ok(Ended::Problems)
}

/// Prints the text as it is, unless it is only to be told whether it changed.
fn put(arguments: &Arguments, text: &[u8], changed: bool) -> Result<Ended, Failure> {
    if arguments.check {
        return Ok(if changed { Ended::Problems } else { Ended::Fine });
    }
    report::text(text)?;
    Ok(Ended::Fine)
}

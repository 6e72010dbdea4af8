//! `offprint import FILE…`: other people's records as entries of the archive. Nothing that is there is ever overwritten.

mod files;
mod update;

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::intake::{self, Intake, Sorted, Target, shared};
use super::{Common, Ended, Failure, net, report};
use crate::exchange::{self, Format, Record};
use crate::text::date::Date;
use update::Updated;

/// What `import` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// BibTeX, RIS, CSL-JSON, posts of Jekyll or Hugo, arXiv's Atom or Daily Papers JSON; `-` is the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The format, in place of a guess from the content
    #[arg(long, value_name = "NAME", value_parser = format)]
    format: Option<Format>,
    /// The folder for the entries, below content/papers; {year} is the paper's [default: content/papers/{year}]
    #[arg(long, value_name = "DIR", conflicts_with = "volume")]
    into: Option<String>,
    /// Write one volume of this key with all papers, in place of a file each
    #[arg(long, value_name = "KEY")]
    volume: Option<String>,
    /// The source names the first authors alone
    #[arg(long)]
    et_al: bool,
    /// What the source's own day is: the day of first publication, or the day it was featured
    #[arg(long, value_name = "KEY", default_value = "available", value_parser = ["available", "added"])]
    calendar_day: String,
    /// Fill keys that papers of the archive do not have, or replace these, such as title,abstract
    #[arg(long, value_name = "KEYS", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    update: Option<String>,
    /// Where files lie that records name, such as PDFs of the old site; they are copied beside the entries
    #[arg(long = "files", value_name = "DIR")]
    beside: Vec<PathBuf>,
    /// Write nothing, and tell what would be written
    #[arg(long)]
    dry_run: bool,
}

impl Arguments {
    /// What takes in these files, with what is usual. `calendar_day` is the key for the source's own day.
    pub fn of(files: &[PathBuf], calendar_day: &str) -> Arguments {
        Arguments {
            files: files.to_vec(),
            format: None,
            into: None,
            volume: None,
            et_al: false,
            calendar_day: calendar_day.to_owned(),
            update: None,
            beside: Vec::new(),
            dry_run: false,
        }
    }
}

/// The format of a name, or which there are.
pub fn format(name: &str) -> Result<Format, String> {
    Format::from_name(name).ok_or_else(|| format!("formats are {}", Format::names().join(", ")))
}

/// Messages of one kind that are printed before the rest are only counted.
const MOST: usize = 20;

/// The day that a file's name begins with, as Jekyll's do.
fn day_of(file: &Path) -> Option<Date> {
    Date::parse(file.file_name()?.to_str()?.get(..10)?)
}

/// Dates counts that do not say when they were taken: not before the file with them was written, and not much later.
fn date_counts(records: &mut [Record], file: &Path) {
    let undated = records.iter_mut().map(|record| &mut record.paper.metrics);
    let mut undated = undated.filter(|metrics| metrics.as_of.is_none() && !metrics.counts.is_empty()).peekable();
    if undated.peek().is_some() {
        let written = fs::metadata(file).and_then(|file| file.modified()).ok();
        let day = written.map_or_else(net::today_utc, net::day_of);
        undated.for_each(|metrics| metrics.as_of = day);
    }
}

/// What the file of a post calls it: `2023-05-06-mud.md` and `mud/index.md` are `mud`, as their addresses are.
fn name_of(file: &Path) -> Option<String> {
    file.extension().filter(|ending| ["md", "markdown", "html"].iter().any(|known| ending == known))?;
    let stem = file.file_stem()?.to_str()?;
    match day_of(file) {
        Some(_) => Some(stem.get(11..)?.to_owned()),
        None if stem == "index" => Some(file.parent()?.file_name()?.to_str()?.to_owned()),
        None => Some(stem.to_owned()),
    }
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let root = common.find_root()?;
    let target = match &arguments.volume {
        Some(key) => Target::volume(&root, key)?,
        None => Target::folder(arguments.into.as_deref())?,
    };
    let keys = arguments.update.as_deref().map(update::keys).transpose()?;
    let (records, unusable) = read_files(arguments)?;
    let intake = Intake::open(&root)?;
    let mut sorted = intake.sort(records);
    let updated = keys.as_deref().map(|keys| update::update(&intake, &sorted.known, keys));
    if let Some(updated) = &updated {
        let used = std::mem::take(&mut sorted.others).into_iter().filter(|venue| updated.venues.contains(&venue.key));
        sorted.venues.extend(used);
    }
    let copies = files::attach(&mut sorted.new, &arguments.beside, &target);
    if !arguments.dry_run {
        let bar = report::progress(common.quiet, sorted.new.len(), "papers");
        intake.write(&sorted, &target, || bar.inc(1))?;
        bar.finish_and_clear();
        files::copy(&root, &copies)?;
        let mut files = updated.iter().flat_map(|updated| &updated.files);
        files.try_for_each(|(path, text)| intake::replace(&root, path, text))?;
    }
    tell_rest(&sorted, &unusable, updated.as_ref());
    if !common.quiet {
        report::line(&summary(&sorted, &target, unusable.len(), updated.as_ref()));
    }
    let is_useless = sorted.new.is_empty() && sorted.known.is_empty() && !unusable.is_empty();
    Ok(if is_useless { Ended::Problems } else { Ended::Fine })
}

/// Says what did not come in, what may have come in twice, and what stays as it is.
fn tell_rest(sorted: &Sorted, unusable: &[String], updated: Option<&Updated>) {
    tell("left out", "cannot be used", unusable);
    match updated {
        Some(updated) => {
            tell("not updated", "were not updated", &updated.refused);
            tell("differs", "differ", &updated.differ);
        }
        None => {
            let skipped = sorted.known.iter().map(|(record, found)| {
                format!("\"{}\" is `{}`: {}", record.paper.title.source, found.id, shared(found.by))
            });
            tell("skipped", "are in the archive already", &skipped.collect::<Vec<_>>());
        }
    }
    let alike = sorted
        .alike
        .iter()
        .map(|(at, other)| format!("`{}` looks like `{}`: {}", sorted.new[*at].paper.id, other.id, shared(other.by)));
    tell("warning", "look like another of the same files, and came in all the same", &alike.collect::<Vec<_>>());
}

fn summary(sorted: &Sorted, target: &Target, unusable: usize, updated: Option<&Updated>) -> String {
    let known = match updated {
        Some(updated) => format!(
            "{} updated in {}, {} as they were",
            report::counted(updated.keys, "key"),
            report::counted(updated.papers, "paper"),
            sorted.known.len().saturating_sub(updated.papers)
        ),
        None => format!("{} skipped", sorted.known.len()),
    };
    format!(
        "{} imported into {}, {known}, {unusable} left out; {} and {} added.",
        report::counted(sorted.new.len(), "paper"),
        target.shown(),
        report::counted(sorted.topics.len(), "topic"),
        report::counted(sorted.venues.len(), "venue"),
    )
}

fn tell(word: &str, what: &str, messages: &[String]) {
    for message in messages.iter().take(MOST) {
        report::note(&format!("{word}: {message}"));
    }
    if messages.len() > MOST {
        report::note(&format!("{word}: {} more {what}", messages.len() - MOST));
    }
}

/// The records of all files; what is wrong with one file stops the run before anything is written.
fn read_files(arguments: &Arguments) -> Result<(Vec<Record>, Vec<String>), Failure> {
    let options = exchange::Options {
        et_al: arguments.et_al,
        calendar_added: arguments.calendar_day == "added",
        ..exchange::Options::default()
    };
    let (mut records, mut unusable) = (Vec::new(), Vec::new());
    for file in &arguments.files {
        let imported = read_file(file, arguments.format, &options)?;
        records.extend(imported.records);
        unusable.extend(imported.skipped.into_iter().map(|why| format!("{}: {why}", file.display())));
    }
    Ok((records, unusable))
}

/// What a file holds, or the standard input where it is named `-`.
///
/// # Errors
/// Where it cannot be read, or nothing in it can, with its name.
pub fn read_file(
    file: &Path,
    format: Option<Format>,
    options: &exchange::Options,
) -> Result<exchange::Imported, Failure> {
    let mut bytes = Vec::new();
    let read = match file.as_os_str() == "-" {
        true => std::io::stdin().read_to_end(&mut bytes).map(drop),
        false => fs::read(file).map(|found| bytes = found),
    };
    read.map_err(|error| format!("{}: {error}", file.display()))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(format!("{} is compressed: unpack it first, as with gunzip", file.display()));
    }
    let options = exchange::Options { day: day_of(file), ..*options };
    let imported = exchange::read(&bytes, format, &options);
    let mut imported = imported.map_err(|error| format!("{}: {error}", file.display()))?;
    if let ([record], Some(name)) = (imported.records.as_mut_slice(), name_of(file))
        && record.source_id.is_empty()
    {
        record.source_id = name;
    }
    date_counts(&mut imported.records, file);
    Ok(imported)
}

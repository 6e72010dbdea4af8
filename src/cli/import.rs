//! `offprint import FILE…`: other people's records as entries of the archive. Nothing that is there is ever overwritten.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Common, Ended, Failure, report};
use crate::archive::{Archive, Options, read_archive};
use crate::exchange::same::{By, Known, twins};
use crate::exchange::{self, Format, Record, assign_ids, settle_venues};
use crate::paper::identifier::is_key;
use crate::paper::{Marked, Paper, Topic, Venue, Volume, write};
use crate::source::Sources;

/// What `import` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// CSL-JSON or Daily Papers JSON; `-` is the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The format, in place of a guess from the content: csl-json or daily-papers
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
}

fn format(name: &str) -> Result<Format, String> {
    Format::from_name(name).ok_or_else(|| format!("formats are {}", Format::NAMES.join(", ")))
}

/// Messages of one kind that are printed before the rest are only counted.
const MOST: usize = 20;

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let root = common.find_root()?;
    let target = Target::new(&root, arguments)?;
    let (mut records, unusable) = read_files(arguments)?;
    let sources = Sources::read(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    let (archive, _) = read_archive(&sources, &Options { drafts: true, base_url: None });
    let venues = settle_venues(&mut records, &archive.venues);
    let skipped = skip_known(&archive, &mut records);
    let taken = taken(&sources);
    assign_ids(&mut records, |id| archive.find(id).is_some() || taken.contains(&id.to_lowercase()));
    let alike = twins(&records);
    let topics = topics(&archive, &records);
    let used: BTreeSet<&str> = records.iter().map(|record| record.paper.venue.as_str()).collect();
    let venues: Vec<Venue> = venues.into_iter().filter(|venue| used.contains(venue.key.as_str())).collect();
    for record in &mut records {
        record.paper.topics = record.topics.iter().map(|(key, _)| key.clone()).collect();
    }
    if !records.is_empty() {
        declare(&sources, &archive, &topics, &venues)?;
        target.write(common, &records)?;
    }
    tell("left out", "cannot be used", &unusable);
    tell("skipped", "are in the archive already", &skipped);
    let alike: Vec<String> = alike
        .iter()
        .map(|(at, other)| format!("`{}` looks like `{}`: {}", records[*at].paper.id, other.id, shared(other.by)))
        .collect();
    tell("warning", "look like another of the same files, and came in all the same", &alike);
    if !common.quiet {
        report::line(&format!(
            "{} imported into {}, {} skipped, {} left out; {} and {} added.",
            report::counted(records.len(), "paper"),
            target.shown(),
            skipped.len(),
            unusable.len(),
            report::counted(topics.len(), "topic"),
            report::counted(venues.len(), "venue"),
        ));
    }
    Ok(Ended::Fine)
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
    let options = exchange::Options { et_al: arguments.et_al, calendar_added: arguments.calendar_day == "added" };
    let (mut records, mut unusable) = (Vec::new(), Vec::new());
    for file in &arguments.files {
        let mut bytes = Vec::new();
        let read = match file.as_os_str() == "-" {
            true => std::io::stdin().read_to_end(&mut bytes).map(drop),
            false => fs::read(file).map(|found| bytes = found),
        };
        read.map_err(|error| format!("{}: {error}", file.display()))?;
        if bytes.starts_with(&[0x1f, 0x8b]) {
            return Err(format!("{} is compressed: unpack it first, as with gunzip", file.display()));
        }
        let imported = exchange::read(&bytes, arguments.format, &options);
        let imported = imported.map_err(|error| format!("{}: {error}", file.display()))?;
        records.extend(imported.records);
        unusable.extend(imported.skipped.into_iter().map(|why| format!("{}: {why}", file.display())));
    }
    Ok((records, unusable))
}

/// Takes out the records that the archive has; says of each what it has in common with which paper.
fn skip_known(archive: &Archive, records: &mut Vec<Record>) -> Vec<String> {
    let venue_of: HashMap<&str, &str> = archive
        .papers()
        .iter()
        .filter_map(|record| Some((record.paper.id.as_str(), archive.venues[record.venue? as usize].key.as_str())))
        .collect();
    let known = Known::new(
        archive.papers().iter().map(|record| &*record.paper),
        |paper| venue_of.get(paper.id.as_str()).map_or_else(String::new, |key| (*key).to_owned()),
        |paper| paper.date.or(paper.available).map(|date| date.year()),
    );
    let mut skipped = Vec::new();
    records.retain(|record| match known.find(&record.paper, &record.paper.venue) {
        None => true,
        Some(found) => {
            let title = &record.paper.title.source;
            skipped.push(format!("\"{title}\" is `{}`: {}", found.id, shared(found.by)));
            false
        }
    });
    skipped
}

fn shared(by: By) -> &'static str {
    match by {
        By::Doi => "the DOI is the same",
        By::Arxiv => "the arXiv id is the same",
        By::Title => "the title is the same, and so is where it appeared, or one of them is a preprint",
    }
}

/// Stems of the entries that are there, broken ones too.
fn taken(sources: &Sources) -> BTreeSet<String> {
    sources.below("content/papers/").map(|(path, _)| crate::paper::file::stem(path).to_lowercase()).collect()
}

/// Topics that the archive does not have yet, with their names.
fn topics(archive: &Archive, records: &[Record]) -> Vec<Topic> {
    let mut new: BTreeMap<&str, &str> = BTreeMap::new();
    for (key, name) in records.iter().flat_map(|record| &record.topics) {
        if archive.topic(key).is_none() {
            new.entry(key).or_insert(name);
        }
    }
    new.into_iter()
        .map(|(key, name)| Topic { key: key.to_owned(), name: name.to_owned(), ..Topic::default() })
        .collect()
}

/// Adds topics and venues to their files, at the end; what people wrote there stays as it is.
fn declare(sources: &Sources, archive: &Archive, topics: &[Topic], venues: &[Venue]) -> Result<(), Failure> {
    let text = |path: &str| String::from_utf8_lossy(sources.bytes(path)).into_owned();
    if !topics.is_empty() {
        let path = "content/topics.yaml";
        let text = match sources.get(path) {
            Some(_) => write::append_topics(&text(path), topics),
            // A list that begins to exist is closed, so it has to hold what papers use already.
            None => write::topics(&[archive.topics.as_slice(), topics].concat()),
        };
        replace(sources.root(), path, &text)?;
    }
    if !venues.is_empty() {
        let path = "content/venues.yaml";
        let text = match sources.get(path) {
            Some(_) => write::append_venues(&text(path), venues),
            None => write::venues(venues),
        };
        replace(sources.root(), path, &text)?;
    }
    Ok(())
}

/// Writes a file so that it is there whole, before and after.
fn replace(root: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let target = root.join(path);
    let temporary = target.with_extension("yaml~");
    let folder = target.parent().unwrap_or(root);
    let done = fs::create_dir_all(folder)
        .and_then(|()| fs::write(&temporary, text))
        .and_then(|()| fs::rename(&temporary, &target));
    done.map_err(|error| format!("{path}: {error}"))
}

/// Where the entries go.
enum Target {
    /// A file each, in a folder that may have the year in its name.
    Folder(PathBuf, String),
    /// One file.
    Volume(PathBuf, String),
}

impl Target {
    fn new(root: &Path, arguments: &Arguments) -> Result<Target, Failure> {
        if let Some(key) = &arguments.volume {
            if !is_key(key) {
                return Err(format!("`{key}` is not a key: lower-case letters, digits and hyphens"));
            }
            let path = format!("content/papers/{key}.yaml");
            if root.join(&path).exists() {
                return Err(format!("{path} is there already, and import never overwrites: choose another key"));
            }
            return Ok(Target::Volume(root.to_owned(), key.clone()));
        }
        let folder = arguments.into.as_deref().unwrap_or("content/papers/{year}").replace('\\', "/");
        let folder = folder.trim_end_matches('/').trim_start_matches("./").to_owned();
        let inside = folder == "content/papers" || folder.starts_with("content/papers/");
        if !inside || folder.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(format!("entries are read from content/papers, and `{folder}` is not below it"));
        }
        Ok(Target::Folder(root.to_owned(), folder))
    }

    fn shown(&self) -> String {
        match self {
            Target::Folder(_, folder) => folder.replace("/{year}", ""),
            Target::Volume(_, key) => format!("content/papers/{key}.yaml"),
        }
    }

    fn write(&self, common: &Common, records: &[Record]) -> Result<(), Failure> {
        match self {
            Target::Folder(root, folder) => {
                let bar = report::progress(common.quiet, records.len(), "papers");
                let folders: BTreeSet<PathBuf> =
                    records.iter().map(|record| folder_of(root, folder, &record.paper)).collect();
                for folder in &folders {
                    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
                }
                records.par_iter().try_for_each(|record| {
                    let path = folder_of(root, folder, &record.paper).join(format!("{}.yaml", record.paper.id));
                    bar.inc(1);
                    create(&path, &write::paper(&record.paper))
                })?;
                bar.finish_and_clear();
                Ok(())
            }
            Target::Volume(root, key) => {
                let papers: Vec<Paper> = records.iter().map(|record| record.paper.clone()).collect();
                let path = root.join("content/papers").join(format!("{key}.yaml"));
                fs::create_dir_all(root.join("content/papers"))
                    .map_err(|error| format!("{}: {error}", path.display()))?;
                create(&path, &write::volume(&volume(key, &papers), &papers))
            }
        }
    }
}

fn folder_of(root: &Path, folder: &str, paper: &Paper) -> PathBuf {
    let date = paper.added.or(paper.available).or(paper.date);
    let year = date.map_or_else(|| "undated".to_owned(), |date| date.year().to_string());
    root.join(folder.replace("{year}", &year))
}

/// Writes a file that must not be there.
fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    opened.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| format!("{}: {error}", path.display()))
}

/// The head of a volume: what all its papers have in common.
fn volume(key: &str, papers: &[Paper]) -> Volume {
    let common = |of: fn(&Paper) -> &String| {
        let first = papers.first().map(of)?;
        papers.iter().all(|paper| of(paper) == first).then(|| first.clone())
    };
    let venue = common(|paper| &paper.venue).unwrap_or_default();
    let container = common(|paper| &paper.container).unwrap_or_default();
    let date =
        papers.first().and_then(|paper| paper.date).filter(|date| papers.iter().all(|paper| paper.date == Some(*date)));
    let title = match (container.is_empty(), date) {
        (false, _) => container,
        (true, Some(date)) if !venue.is_empty() => format!("{venue} {}", date.year()),
        _ => key.to_owned(),
    };
    Volume {
        key: key.to_owned(),
        title: Marked { source: title, ..Marked::default() },
        venue,
        date,
        volume: common(|paper| &paper.volume).unwrap_or_default(),
        series: common(|paper| &paper.series).unwrap_or_default(),
        publisher: common(|paper| &paper.publisher).unwrap_or_default(),
        ..Volume::default()
    }
}

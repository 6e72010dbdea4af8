//! Records become entries of the archive: what it has already is set aside, the rest get venues, ids, topics and a file.
//!
//! Nothing that is there is ever overwritten. Where the records come from is not known here.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::Failure;
use crate::archive::{Archive, Options, read_archive};
use crate::exchange::same::{By, Known, Match, twins};
use crate::exchange::{Record, assign_ids, settle_venues};
use crate::paper::identifier::is_key;
use crate::paper::{Marked, Paper, Topic, Venue, Volume, write};
use crate::source::Sources;

/// An archive that takes records in.
pub struct Intake {
    sources: Sources,
    archive: Arc<Archive>,
}

/// Records, sorted out.
pub struct Sorted {
    /// What the archive does not have yet. Each has an id, and its topics and venue by key.
    pub new: Vec<Record>,
    /// What it has, with the paper that is the same work.
    pub known: Vec<(Record, Match)>,
    /// New records that look like an earlier one of them, and what they are like.
    pub alike: Vec<(usize, Match)>,
    /// Topics of new records that the archive does not have.
    pub topics: Vec<Topic>,
    /// Venues of new records that the archive does not have.
    pub venues: Vec<Venue>,
    /// Venues that known records alone name and the archive does not have.
    pub others: Vec<Venue>,
}

impl Intake {
    /// Reads the archive at `root`, drafts and all.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn open(root: &Path) -> Result<Intake, Failure> {
        let sources = Sources::read(root).map_err(|error| format!("{}: {error}", root.display()))?;
        let (archive, _) = read_archive(&sources, &Options { drafts: true, base_url: None });
        Ok(Intake { sources, archive })
    }

    /// The archive as it is.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Its files.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Tells new records from known ones, and makes entries of the new ones. Nothing is written.
    pub fn sort(&self, mut records: Vec<Record>) -> Sorted {
        let archive = &self.archive;
        let venues = settle_venues(&mut records, &archive.venues);
        let (mut new, known) = part(archive, records);
        let taken = self.taken();
        assign_ids(&mut new, |id| archive.find(id).is_some() || taken.contains(&id.to_lowercase()));
        let alike = twins(&new);
        let topics = topics(archive, &new);
        let used: BTreeSet<&str> = new.iter().map(|record| record.paper.venue.as_str()).collect();
        let (venues, others) = venues.into_iter().partition(|venue| used.contains(venue.key.as_str()));
        for record in &mut new {
            record.paper.topics = record.topics.iter().map(|(key, _)| key.clone()).collect();
        }
        Sorted { new, known, alike, topics, venues, others }
    }

    /// Writes the new entries, then declares their topics and venues. Gives the paths of the entries, from the root.
    ///
    /// # Errors
    /// Where a file is there already or cannot be written.
    pub fn write(&self, sorted: &Sorted, target: &Target, done: impl Fn() + Sync) -> Result<Vec<String>, Failure> {
        for (path, text) in self.declared(sorted) {
            replace(self.sources.root(), path, &text)?;
        }
        target.write(self.sources.root(), &sorted.new, done)
    }

    /// The files of topics and venues with those that are added, by path; what people wrote there stays as it is.
    pub fn declared(&self, sorted: &Sorted) -> Vec<(&'static str, String)> {
        const TOPICS: &str = "content/topics.yaml";
        const VENUES: &str = "content/venues.yaml";
        let text =
            |path: &str| self.sources.get(path).map(|_| String::from_utf8_lossy(self.sources.bytes(path)).into_owned());
        let mut files = Vec::new();
        if !sorted.topics.is_empty() {
            let text = match text(TOPICS) {
                Some(text) => write::append_topics(&text, &sorted.topics),
                // A list that begins to exist is closed, so it has to hold what papers use already.
                None => write::topics(&[self.archive.topics.as_slice(), &sorted.topics].concat()),
            };
            files.push((TOPICS, text));
        }
        if !sorted.venues.is_empty() {
            let text = match text(VENUES) {
                Some(text) => write::append_venues(&text, &sorted.venues),
                None => write::venues(&sorted.venues),
            };
            files.push((VENUES, text));
        }
        files
    }

    /// Stems of the entries that are there, broken ones too.
    fn taken(&self) -> BTreeSet<String> {
        let files = self.sources.below("content/papers/");
        files.map(|(path, _)| crate::paper::file::stem(path).to_lowercase()).collect()
    }
}

/// What two records share that are one work.
pub fn shared(by: By) -> &'static str {
    match by {
        By::Doi => "the DOI is the same",
        By::Arxiv => "the arXiv id is the same",
        By::Id => "the id, the first author and the year are the same, and so is most of the title",
        By::Title => "the title is the same, and so is where it appeared, or one of them is a preprint",
    }
}

/// Parts the records into those that the archive does not have and those that it has.
fn part(archive: &Archive, records: Vec<Record>) -> (Vec<Record>, Vec<(Record, Match)>) {
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
    let (mut new, mut old) = (Vec::new(), Vec::new());
    for record in records {
        match known.find(&record.paper, &record.paper.venue, &record.source_id) {
            None => new.push(record),
            Some(found) => old.push((record, found)),
        }
    }
    (new, old)
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

/// Writes a file so that it is there whole, before and after.
pub fn replace(root: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let target = root.join(path);
    let temporary = target.with_extension("yaml~");
    let folder = target.parent().unwrap_or(root);
    let done = fs::create_dir_all(folder)
        .and_then(|()| fs::write(&temporary, text))
        .and_then(|()| fs::rename(&temporary, &target));
    done.map_err(|error| format!("{path}: {error}"))
}

/// Where new entries go.
pub enum Target {
    /// A file each, in a folder that may have the year in its name.
    Folder(String),
    /// One file, by the key of the volume.
    Volume(String),
}

impl Target {
    /// A folder below `content/papers`, in which `{year}` is the paper's, or the one that every archive has.
    ///
    /// # Errors
    /// Where it is none from which entries are read.
    pub fn folder(into: Option<&str>) -> Result<Target, Failure> {
        let folder = into.unwrap_or("content/papers/{year}").replace('\\', "/");
        let folder = folder.trim_end_matches('/').trim_start_matches("./").to_owned();
        let inside = folder == "content/papers" || folder.starts_with("content/papers/");
        if !inside || folder.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(format!("entries are read from content/papers, and `{folder}` is not below it"));
        }
        Ok(Target::Folder(folder))
    }

    /// A volume that is not there yet.
    ///
    /// # Errors
    /// Where its key is none, or taken.
    pub fn volume(root: &Path, key: &str) -> Result<Target, Failure> {
        if !is_key(key) {
            return Err(format!("`{key}` is not a key: lower-case letters, digits and hyphens"));
        }
        let path = volume_path(key);
        if root.join(&path).exists() {
            return Err(format!("{path} is there already, and import never overwrites: choose another key"));
        }
        Ok(Target::Volume(key.to_owned()))
    }

    /// As a message names it.
    pub fn shown(&self) -> String {
        match self {
            Target::Folder(folder) => folder.replace("/{year}", ""),
            Target::Volume(key) => volume_path(key),
        }
    }

    /// The path of a paper's entry, from the root.
    pub fn path_of(&self, paper: &Paper) -> String {
        match self {
            Target::Folder(folder) => {
                let date = paper.added.or(paper.available).or(paper.date);
                let year = date.map_or_else(|| "undated".to_owned(), |date| date.year().to_string());
                let ending = if paper.notes.is_empty() { "yaml" } else { "md" };
                format!("{}/{}.{ending}", folder.replace("{year}", &year), paper.id)
            }
            Target::Volume(key) => volume_path(key),
        }
    }

    fn write(&self, root: &Path, records: &[Record], done: impl Fn() + Sync) -> Result<Vec<String>, Failure> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let paths: Vec<String> = match self {
            Target::Folder(_) => records.iter().map(|record| self.path_of(&record.paper)).collect(),
            Target::Volume(key) => vec![volume_path(key)],
        };
        let folders: BTreeSet<&Path> = paths.iter().filter_map(|path| Path::new(path).parent()).collect();
        for folder in folders {
            fs::create_dir_all(root.join(folder)).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        match self {
            Target::Folder(_) => records.par_iter().zip(&paths).try_for_each(|(record, path)| {
                done();
                create(root, path, &text(&record.paper))
            })?,
            Target::Volume(key) => {
                let papers: Vec<Paper> = records.iter().map(|record| without_notes(&record.paper)).collect();
                create(root, &volume_path(key), &write::volume(&volume(key, &papers), &papers))?;
            }
        }
        Ok(paths)
    }
}

/// The entry of a paper that is a file of its own.
pub fn text(paper: &Paper) -> String {
    if paper.notes.is_empty() { write::paper(paper) } else { write::markdown(paper) }
}

/// A paper as one of a volume, whose file has no place for notes: they go to `extra`, so that they are not lost.
fn without_notes(paper: &Paper) -> Paper {
    let mut paper = paper.clone();
    let notes = std::mem::take(&mut paper.notes);
    if !notes.is_empty() {
        paper.extra.insert("notes".to_owned(), notes.trim_end().into());
    }
    paper
}

fn volume_path(key: &str) -> String {
    format!("content/papers/{key}.yaml")
}

/// Writes a file that must not be there.
fn create(root: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let opened = OpenOptions::new().write(true).create_new(true).open(root.join(path));
    opened.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| format!("{path}: {error}"))
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

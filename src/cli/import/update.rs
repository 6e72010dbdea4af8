//! `import --update`: what the source says of papers that the archive has already.
//!
//! Keys that an entry does not have are filled, or those that were asked for are replaced; whatever else the two say
//! differently is only told. What is equal but for its markup is no difference.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::archive::Archive;
use crate::cli::Failure;
use crate::cli::intake::Intake;
use crate::exchange::Record;
use crate::exchange::same::Match;
use crate::paper::edit::{Change, edit};
use crate::paper::keys::PAPER;
use crate::paper::{Author, Paper, Rules, write};
use crate::text::{plain, words_alone};

/// Keys that are the archive's own, whatever a source says.
const OWN: &[&str] = &["id", "topics"];

/// Characters of a value that a message shows.
const SHOWN: usize = 60;

/// What an update comes to.
#[derive(Default)]
pub struct Updated {
    /// New texts by path.
    pub files: BTreeMap<String, String>,
    /// Papers that are changed.
    pub papers: usize,
    /// Keys of them.
    pub keys: usize,
    /// What is told of keys that stay.
    pub differ: Vec<String>,
    /// What could not be changed.
    pub refused: Vec<String>,
    /// Keys of venues that are now used.
    pub venues: BTreeSet<String>,
}

/// The keys of `--update=title,abstract`; none where it has no value.
///
/// # Errors
/// Where one is no key that a source can tell.
pub fn keys(list: &str) -> Result<Vec<String>, Failure> {
    let keys: Vec<String> = list.split(',').map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()).collect();
    for key in &keys {
        if OWN.contains(&key.as_str()) {
            return Err(format!("`{key}` is the archive's own, and no source replaces it"));
        }
        if !PAPER.iter().any(|known| known.name == key) {
            let near = crate::diagnostic::nearest(key, PAPER.iter().map(|known| known.name));
            let near = near.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
            return Err(format!("a paper has no key `{key}`{near}"));
        }
    }
    Ok(keys)
}

/// One paper's part of it.
struct Part<'a> {
    path: &'a str,
    change: Change<'a>,
    id: &'a str,
    differ: Vec<String>,
}

/// Works out what changes. Nothing is written.
pub fn update<'a>(intake: &'a Intake, known: &'a [(Record, Match)], wanted: &'a [String]) -> Updated {
    let archive = intake.archive();
    let (rules, _) = Rules::new(&archive.settings);
    let parts: Vec<Part<'a>> =
        known.par_iter().filter_map(|(record, found)| part(archive, record, &found.id, wanted)).collect();
    let mut updated = Updated::default();
    let mut by_file: BTreeMap<&str, Vec<(&str, Change<'_>)>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for Part { path, change, id, differ } in parts {
        updated.differ.extend(differ);
        if !change.keys.is_empty() && seen.insert(id) {
            by_file.entry(path).or_default().push((id, change));
        }
    }
    let files: Vec<_> = by_file
        .into_par_iter()
        .map(|(path, changes)| {
            let (ids, changes): (Vec<&str>, Vec<Change<'_>>) = changes.into_iter().unzip();
            let edited = edit(path, intake.sources().bytes(path), &changes, &rules);
            (path, ids, changes, edited)
        })
        .collect();
    for (path, ids, changes, edited) in files {
        let edited = match edited {
            Ok(edited) => edited,
            Err(why) => {
                updated.refused.push(format!("{path}: {why}"));
                continue;
            }
        };
        let told = edited.refused.iter().map(|(at, why)| format!("{path}: `{}`: {why}", ids[*at]));
        updated.refused.extend(told);
        let made = (0..changes.len()).filter(|at| edited.refused.iter().all(|(refused, _)| refused != at));
        for change in made.map(|at| &changes[at]) {
            updated.papers += 1;
            updated.keys += change.keys.len();
            if change.keys.contains(&"venue") {
                updated.venues.insert(change.new.venue.clone());
            }
        }
        if edited.text.as_bytes() != intake.sources().bytes(path) {
            updated.files.insert(path.to_owned(), edited.text);
        }
    }
    updated
}

/// What changes of one paper, and what differs.
fn part<'a>(archive: &'a Archive, record: &'a Record, id: &str, wanted: &'a [String]) -> Option<Part<'a>> {
    let there = archive.paper(archive.find(id)?);
    let venue = there.venue.map_or("", |at| archive.venues[at as usize].key.as_str());
    let old = write::keys(&there.paper);
    let mut keys = Vec::new();
    let mut differ = Vec::new();
    for (key, lines) in write::keys(&record.paper) {
        let Some(key) = PAPER.iter().map(|known| known.name).find(|known| *known == key) else { continue };
        if OWN.contains(&key) || (key == "venue" && record.paper.venue == venue) {
            continue;
        }
        let is_wanted = wanted.iter().any(|wanted| wanted == key);
        match old.iter().find(|(known, _)| known == key) {
            None if is_wanted || wanted.is_empty() => keys.push(key),
            None => {}
            Some((_, said)) if *said == lines || says_same(key, &there.paper, &record.paper) => {}
            Some(_) if is_wanted => keys.push(key),
            Some((_, said)) => {
                differ.push(format!(
                    "`{}`: `{key}` is {} here, and {} there",
                    there.paper.id,
                    shown(said),
                    shown(&lines)
                ));
            }
        }
    }
    Some(Part {
        path: &there.path,
        change: Change { item: there.item, keys, new: &record.paper },
        id: &there.paper.id,
        differ,
    })
}

/// Whether two papers say the same under a key, in other words or more exactly.
fn says_same(key: &str, here: &Paper, there: &Paper) -> bool {
    let names = |authors: &[Author]| authors.iter().map(Author::display).collect::<Vec<_>>();
    let date = |paper: &Paper| match key {
        "date" => paper.date,
        "available" => paper.available,
        _ => paper.added,
    };
    match key {
        "title" => plain(&here.title.source) == plain(&there.title.source),
        "abstract" => words_alone(&here.abstract_) == words_alone(&there.abstract_),
        "authors" => names(&here.authors) == names(&there.authors),
        "editors" => names(&here.editors) == names(&there.editors),
        "doi" => here.doi.eq_ignore_ascii_case(&there.doi),
        "date" | "available" | "added" => {
            let [here, there] =
                [date(here), date(there)].map(|date| date.map_or_else(String::new, |date| date.to_string()));
            here.starts_with(&there)
        }
        _ => false,
    }
}

/// The beginning of a key's lines, without the key.
fn shown(lines: &str) -> String {
    let value = lines.split_once(':').map_or(lines, |(_, value)| value);
    let words = value.trim_start_matches([' ', '|']).split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{} …", words[..at].trim_end()),
        None => words,
    }
}

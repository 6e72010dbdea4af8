//! Whether the archive has a work already.
//!
//! Two records are one work if they share the id, the first author and the year, and most of the title; or a DOI or an arXiv id; or the title and
//! the place: the same venue and year, or one of the two a preprint of the other. Only what stood in the archive before a run is asked; two records of one run that
//! look the same both come in, since a source knows its own records apart.

use std::collections::{HashMap, HashSet};

use super::Record;
use crate::diagnostic::distance;
use crate::paper::{Kind, Paper, identifier};
use crate::text::date::Date;
use crate::text::{fold, plain};

/// The longest titles that are compared letter by letter, in characters.
const LONGEST_COMPARED: usize = 200;

/// The papers of an archive, by what tells that a work is the same.
#[derive(Clone, Debug, Default)]
pub struct Known {
    ids: Vec<String>,
    dois: HashMap<String, u32>,
    arxiv: HashMap<String, u32>,
    titles: HashMap<String, Vec<Place>>,
    /// First author and year with the title, by id and citation key in lower case.
    names: HashMap<String, (u32, [String; 2])>,
}

/// Where a work of some title appeared.
#[derive(Clone, Debug)]
struct Place {
    paper: u32,
    venue: String,
    year: Option<i16>,
    preprint: bool,
    arxiv: Option<String>,
}

/// A paper of the archive that is the same work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its id.
    pub id: String,
    /// What the two share.
    pub by: By,
}

/// What two records of one work share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The DOI.
    Doi,
    /// The arXiv id.
    Arxiv,
    /// The title, and the venue and year unless one is a preprint.
    Title,
    /// What its source calls it, the first author and the year.
    Id,
}

impl Known {
    /// The papers of an archive. `venue_of` gives the key of a paper's venue, or nothing; `year_of` the year one would cite.
    pub fn new<'a>(
        papers: impl Iterator<Item = &'a Paper>,
        venue_of: impl Fn(&Paper) -> String,
        year_of: impl Fn(&Paper) -> Option<i16>,
    ) -> Known {
        let mut known = Known::default();
        for paper in papers {
            known.add(paper, venue_of(paper), year_of(paper));
        }
        known
    }

    fn add(&mut self, paper: &Paper, venue: String, year: Option<i16>) {
        let at = self.ids.len() as u32;
        self.ids.push(paper.id.clone());
        if !paper.doi.is_empty() {
            self.dois.entry(paper.doi.to_ascii_lowercase()).or_insert(at);
        }
        let arxiv = arxiv_of(paper);
        if let Some(arxiv) = &arxiv {
            self.arxiv.entry(arxiv.clone()).or_insert(at);
        }
        for name in [&paper.id, &paper.citation_key].into_iter().filter(|name| !name.is_empty()) {
            let signed = || (at, [signature(paper, year), key_of(paper)]);
            self.names.entry(name.to_lowercase()).or_insert_with(signed);
        }
        let title = key_of(paper);
        if !title.is_empty() {
            let preprint = is_preprint(paper, &venue);
            self.titles.entry(title).or_default().push(Place { paper: at, venue, year, preprint, arxiv });
        }
    }

    /// The paper that is the same work as a record with this venue's key, which its source calls `source_id`.
    pub fn find(&self, record: &Paper, venue: &str, source_id: &str) -> Option<Match> {
        let found = |at: u32, by| Match { id: self.ids[at as usize].clone(), by };
        let year = record.date.or(record.available).map(Date::year);
        // A source knows its own records apart, also where two of them share a DOI.
        if let Some((at, [signed, title])) = self.names.get(&source_id.to_lowercase())
            && *signed == signature(record, year)
            && !signed.trim().is_empty()
            && is_like(title, &key_of(record))
        {
            return Some(found(*at, By::Id));
        }
        if let Some(at) = self.dois.get(&record.doi.to_ascii_lowercase()) {
            return Some(found(*at, By::Doi));
        }
        let arxiv = arxiv_of(record);
        if let Some(at) = arxiv.as_ref().and_then(|arxiv| self.arxiv.get(arxiv)) {
            return Some(found(*at, By::Arxiv));
        }
        let preprint = is_preprint(record, venue);
        let places = self.titles.get(&key_of(record)).map_or(&[][..], Vec::as_slice);
        let same = |place: &&Place| {
            // Two preprints of one title are two works, such as "Attention".
            if arxiv.is_some() && place.arxiv.is_some() {
                return false;
            }
            preprint || place.preprint || (place.venue == venue && place.year.is_some() && place.year == year)
        };
        places.iter().find(same).map(|place| found(place.paper, By::Title))
    }
}

/// The records of one run that look like an earlier one of it: which, and what it is like. They come in all the same.
pub fn twins(records: &[Record]) -> Vec<(usize, Match)> {
    let mut known = Known::default();
    let mut twins = Vec::new();
    for (at, Record { paper, .. }) in records.iter().enumerate() {
        twins.extend(known.find(paper, &paper.venue, "").map(|found| (at, found)));
        known.add(paper, paper.venue.clone(), paper.date.or(paper.available).map(Date::year));
    }
    twins
}

/// A work that has not appeared anywhere, unless it is said to be something else.
fn is_preprint(paper: &Paper, venue: &str) -> bool {
    match paper.kind {
        Some(kind) => kind == Kind::Preprint,
        None => venue.is_empty() && paper.volume_key.is_empty(),
    }
}

/// Whether one title may be a correction of the other: they have half of their words in common, or of their letters.
fn is_like(one: &str, other: &str) -> bool {
    let words: HashSet<&str> = one.split(' ').collect();
    let common = other.split(' ').filter(|word| words.contains(word)).count();
    let fewest = words.len().min(other.split(' ').count());
    let [one, other] = [one, other].map(|title| title.chars().collect::<Vec<char>>());
    let length = one.len().max(other.len());
    2 * common >= fewest || (length <= LONGEST_COMPARED && 2 * distance(&one, &other) <= length)
}

/// The first author and the year, by which two records that have one id are one work.
fn signature(paper: &Paper, year: Option<i16>) -> String {
    let first = paper.authors.first().map_or_else(String::new, |author| match author.literal.as_str() {
        "" => fold(&author.name.family),
        literal => fold(literal),
    });
    format!("{first} {}", year.map_or_else(String::new, |year| year.to_string()))
}

/// The title without markup, case, accents and punctuation.
fn key_of(paper: &Paper) -> String {
    match &paper.title.plain {
        Some(plain) => fold(plain),
        None => fold(&plain(&paper.title.source)),
    }
}

/// The arXiv id, which arXiv's own DOIs hold too.
fn arxiv_of(paper: &Paper) -> Option<String> {
    if !paper.arxiv.is_empty() {
        return Some(paper.arxiv.clone());
    }
    identifier::arxiv_in_doi(&paper.doi).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Marked;

    fn paper(id: &str, title: &str, venue: &str, year: &str) -> Paper {
        let title = Marked { source: title.to_owned(), ..Marked::default() };
        Paper { id: id.into(), title, venue: venue.into(), date: Date::parse(year), ..Paper::default() }
    }

    fn known(papers: &[Paper]) -> Known {
        Known::new(papers.iter(), |paper| paper.venue.clone(), |paper| paper.date.map(Date::year))
    }

    fn found(known: &Known, record: &Paper) -> Option<(String, By)> {
        known.find(record, &record.venue, &record.id).map(|found| (found.id, found.by))
    }

    #[test]
    fn identifiers_tell_whatever_the_rest_says() {
        let known = known(&[
            Paper { doi: "10.1000/AbC".into(), ..paper("a", "One", "icml", "2020") },
            Paper { arxiv: "2309.03905".into(), ..paper("b", "Two", "", "2023") },
        ]);
        let record =
            |doi: &str, arxiv: &str| Paper { doi: doi.into(), arxiv: arxiv.into(), ..paper("", "X", "colt", "2001") };
        assert_eq!(found(&known, &record("10.1000/aBc", "")), Some(("a".into(), By::Doi)));
        assert_eq!(found(&known, &record("", "2309.03905")), Some(("b".into(), By::Arxiv)));
        assert_eq!(found(&known, &record("10.48550/arXiv.2309.03905", "")), Some(("b".into(), By::Arxiv)));
        assert_eq!(found(&known, &record("10.1000/x", "2309.03906")), None);
        assert_eq!(found(&known, &record("", "")), None);
    }

    #[test]
    fn a_corrected_title_is_known_by_its_id() {
        let known = known(&[paper("ada1843", "Notse", "moe", "1843")]);
        let corrected = |id: &str, year: &str| paper(id, "Notes", "moe", year);
        assert_eq!(found(&known, &corrected("Ada1843", "1843")), Some(("ada1843".into(), By::Id)));
        assert_eq!(found(&known, &corrected("ada1843", "1844")), None);
        assert_eq!(found(&known, &corrected("bab1843", "1843")), None);
        assert_eq!(found(&known, &paper("ada1843", "Sketch of a Loom", "moe", "1843")), None);
    }

    #[test]
    fn twins_of_a_run_are_told() {
        let record = |id: &str, title: &str| Record { paper: paper(id, title, "icml", "2020"), ..Record::default() };
        let found = twins(&[record("a", "One"), record("b", "Two"), record("c", "one")]);
        assert_eq!(found, [(2, Match { id: "a".into(), by: By::Title })]);
    }

    #[test]
    fn a_title_tells_with_its_place() {
        let known = known(&[
            paper("a", "The $\\alpha$-Law: *Revisited*", "icml", "2020"),
            paper("p", "Un début", "", "2019"),
            Paper { kind: Some(Kind::Article), ..paper("j", "Editorial", "", "2019") },
        ]);
        let title = "The α-law -- revisited";
        assert_eq!(found(&known, &paper("", title, "icml", "2020")), Some(("a".into(), By::Title)));
        assert_eq!(found(&known, &paper("", title, "icml", "2021")), None);
        assert_eq!(found(&known, &paper("", title, "colt", "2020")), None);
        assert_eq!(found(&known, &paper("", title, "", "2018")), Some(("a".into(), By::Title)));
        assert_eq!(found(&known, &paper("", "un debut", "colt", "2020")), Some(("p".into(), By::Title)));
        assert_eq!(found(&known, &paper("", "Editorial", "jmlr", "2019")), None);
        assert_eq!(found(&known, &paper("", "...", "", "2019")), None);
        let [one, two] =
            ["2309.00001", "2309.00002"].map(|id| Paper { arxiv: id.into(), ..paper(id, "Attention", "", "2023") });
        assert_eq!(found(&super::tests::known(&[one]), &two), None);
    }
}

//! The API: the archive as JSON files below `/api/v1/`, each kind with a JSON Schema beside it.
//!
//! A reader that keeps a copy asks for the index of papers and then for the parts whose digests differ. Nothing here
//! depends on an earlier build or on the clock, so a clone on another machine gives the same bytes.

mod documents;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use flate2::{Compress, Compression, Crc, FlushCompress};
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use super::{Group, Route, Site};
use crate::config::Api;
use crate::exchange::record::{Day, Linked, Placed, Record};
use crate::paper::Target;
use documents::{
    Author, Authors, AuthorsIndex, AuthorsRange, Change, Changes, Counts, Dated, Dates, Index, PapersIndex, Parts,
    Place, Topic, Topics, Venue, Venues, Volume, Volumes,
};

/// Records in a part of the papers.
const RECORDS: usize = 200;

/// Authors in a part of them.
const AUTHORS: usize = 1000;

/// Changes that are told at most.
const CHANGES: usize = 1000;

/// A file of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiFile {
    /// The way into the API.
    Index,
    /// Where the record of each paper is.
    PapersIndex,
    /// A part of the records, from 1.
    Papers(u32),
    /// The papers of a year by date.
    Dates(i16),
    /// All topics.
    Topics,
    /// All venues.
    Venues,
    /// All volumes.
    Volumes,
    /// Which part holds which authors.
    AuthorsIndex,
    /// A part of the authors, from 1.
    Authors(u32),
    /// What has changed of late.
    Changes,
    /// The records of all papers, a line each, compressed.
    Dump,
    /// The schema of a document.
    Schema(Document),
}

/// A kind of document, which has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Document {
    Index,
    PapersIndex,
    Papers,
    /// A line of the dump.
    Paper,
    Dates,
    Topics,
    Venues,
    Volumes,
    AuthorsIndex,
    Authors,
    Changes,
}

impl Document {
    /// All of them.
    pub const ALL: [Document; 11] = [
        Document::Index,
        Document::PapersIndex,
        Document::Papers,
        Document::Paper,
        Document::Dates,
        Document::Topics,
        Document::Venues,
        Document::Volumes,
        Document::AuthorsIndex,
        Document::Authors,
        Document::Changes,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Document::Index => "index",
            Document::PapersIndex => "papers-index",
            Document::Papers => "papers",
            Document::Paper => "paper",
            Document::Dates => "dates",
            Document::Topics => "topics",
            Document::Venues => "venues",
            Document::Volumes => "volumes",
            Document::AuthorsIndex => "authors-index",
            Document::Authors => "authors",
            Document::Changes => "changes",
        }
    }

    /// Its JSON Schema (draft 2020-12).
    pub fn schema(self) -> &'static str {
        match self {
            Document::Index => include_str!("api/schemas/index.json"),
            Document::PapersIndex => include_str!("api/schemas/papers-index.json"),
            Document::Papers => include_str!("api/schemas/papers.json"),
            Document::Paper => include_str!("api/schemas/paper.json"),
            Document::Dates => include_str!("api/schemas/dates.json"),
            Document::Topics => include_str!("api/schemas/topics.json"),
            Document::Venues => include_str!("api/schemas/venues.json"),
            Document::Volumes => include_str!("api/schemas/volumes.json"),
            Document::AuthorsIndex => include_str!("api/schemas/authors-index.json"),
            Document::Authors => include_str!("api/schemas/authors.json"),
            Document::Changes => include_str!("api/schemas/changes.json"),
        }
    }
}

impl Site {
    /// Every file of the API.
    pub(super) fn api_files(&self) -> Vec<Route> {
        let mut files: Vec<ApiFile> = (1..=self.paper_parts()).map(ApiFile::Papers).collect();
        files.extend([
            ApiFile::Index,
            ApiFile::PapersIndex,
            ApiFile::Topics,
            ApiFile::Venues,
            ApiFile::Volumes,
            ApiFile::AuthorsIndex,
            ApiFile::Changes,
            ApiFile::Dump,
        ]);
        files.extend((1..=self.author_parts()).map(ApiFile::Authors));
        files.extend(self.api_years().into_iter().map(ApiFile::Dates));
        files.extend(Document::ALL.map(ApiFile::Schema));
        files.into_iter().filter(|file| self.has_api(*file)).map(Route::Api).collect()
    }

    /// Whether the API has a file.
    pub(super) fn has_api(&self, file: ApiFile) -> bool {
        let has_parts = match self.archive.settings.api {
            Api::Full => true,
            Api::Dump => false,
            Api::Off => return false,
        };
        match file {
            ApiFile::PapersIndex | ApiFile::Papers(_) if !has_parts => false,
            ApiFile::Papers(part) => (1..=self.paper_parts()).contains(&part),
            ApiFile::Authors(part) => (1..=self.author_parts()).contains(&part),
            ApiFile::Dates(year) => self.api_years().contains(&year),
            _ => true,
        }
    }

    /// The bytes of a file of the API; of a part that does not exist, an empty one.
    pub fn api(&self, file: ApiFile) -> Vec<u8> {
        match file {
            ApiFile::Index => json(&self.api_index()),
            ApiFile::PapersIndex => json(&self.papers_index()),
            ApiFile::Papers(part) => self.papers_part(part),
            ApiFile::Dates(year) => json(&self.dates_of(year)),
            ApiFile::Topics => json(&self.api_topics()),
            ApiFile::Venues => json(&self.api_venues()),
            ApiFile::Volumes => json(&self.api_volumes()),
            ApiFile::AuthorsIndex => json(&self.authors_index()),
            ApiFile::Authors(part) => json(&self.authors_of(part)),
            ApiFile::Changes => json(&self.changes()),
            ApiFile::Dump => self.dump(),
            ApiFile::Schema(document) => document.schema().into(),
        }
    }

    /// All that is known of a paper, as the API and exports have it.
    pub fn record(&self, index: u32) -> Record<'_> {
        let archive = &*self.archive;
        let own = archive.paper(index);
        let address = |target: &Target| match target {
            Target::Url(url) => Some(url.clone()),
            Target::File(file) => self.file_beside(index, file).map(|route| self.address(route)),
        };
        let links = own.paper.links.iter();
        let placed = Placed {
            url: self.address(Route::Paper(index)),
            venue: own.venue.map_or("", |venue| &archive.venues[venue as usize].key),
            links: links.filter_map(|link| Some(Linked { kind: link.kind, url: address(&link.target)? })).collect(),
            thumbnail: own.paper.thumbnail.as_ref().and_then(|thumbnail| address(&thumbnail.src)),
        };
        Record::new(&self.work(index), own.metrics(), placed)
    }

    /// The absolute address of a route, or without a base-url its path from the root of the site.
    fn address(&self, route: Route) -> String {
        self.absolute(route).unwrap_or_else(|| self.href(route))
    }

    fn paper_parts(&self) -> u32 {
        (self.archive.listed() as usize).div_ceil(RECORDS) as u32
    }

    fn author_parts(&self) -> u32 {
        self.archive.authors().list().len().div_ceil(AUTHORS) as u32
    }

    /// The part that holds a paper. Papers are numbered from the newest, parts from the oldest.
    fn part_of(&self, paper: u32) -> u32 {
        (self.archive.listed() - 1 - paper) / RECORDS as u32 + 1
    }

    /// The papers of a part, the oldest first.
    fn papers_of(&self, part: u32) -> impl Iterator<Item = u32> {
        let listed = self.archive.listed();
        let from = (part - 1) * RECORDS as u32;
        (from..listed.min(from + RECORDS as u32)).map(move |at| listed - 1 - at)
    }

    /// Years of which there are dates, ascending.
    fn api_years(&self) -> Vec<i16> {
        let records = self.archive.papers()[..self.archive.listed() as usize].iter();
        let mut years: Vec<i16> = records.filter_map(|record| Some(record.when?.year())).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    fn api_index(&self) -> Index<'_> {
        let archive = &*self.archive;
        let settings = &archive.settings;
        let at = |file: ApiFile| self.address(Route::Api(file));
        Index {
            version: 1,
            title: &settings.title,
            description: &settings.description,
            language: &settings.language,
            url: self.address(Route::Home),
            updated: self.latest_change(),
            counts: Counts {
                papers: archive.listed() as usize,
                authors: archive.authors().list().len(),
                topics: archive.topics.len(),
                venues: archive.venues.len(),
                volumes: archive.volumes.len(),
            },
            parts: Parts {
                papers: if settings.api == Api::Full { self.paper_parts() } else { 0 },
                authors: self.author_parts(),
            },
            years: self.api_years(),
            endpoints: self.endpoints(),
            schemas: Document::ALL.into_iter().map(|kind| (kind.name(), at(ApiFile::Schema(kind)))).collect(),
        }
    }

    /// Where each document is.
    fn endpoints(&self) -> BTreeMap<&'static str, String> {
        let at = |file: ApiFile| self.address(Route::Api(file));
        // Part 0 and year 0 do not exist, so what is spelled for them is spelled for every other one.
        let any = |file: ApiFile, name: &str| at(file).replace("/0.json", &format!("/{{{name}}}.json"));
        let mut endpoints = BTreeMap::from([
            ("papers-index", at(ApiFile::PapersIndex)),
            ("papers", any(ApiFile::Papers(0), "part")),
            ("papers-dump", at(ApiFile::Dump)),
            ("dates", at(ApiFile::Dates(0)).replace("/0000.json", "/{year}.json")),
            ("topics", at(ApiFile::Topics)),
            ("venues", at(ApiFile::Venues)),
            ("volumes", at(ApiFile::Volumes)),
            ("authors-index", at(ApiFile::AuthorsIndex)),
            ("authors", any(ApiFile::Authors(0), "part")),
            ("changes", at(ApiFile::Changes)),
        ]);
        if !self.has_api(ApiFile::PapersIndex) {
            endpoints.retain(|name, _| !["papers-index", "papers"].contains(name));
        }
        endpoints
    }

    /// The day of the latest change that a listed entry tells of.
    pub(super) fn latest_change(&self) -> Option<Day> {
        let records = self.archive.papers()[..self.archive.listed() as usize].iter();
        records.filter_map(|record| record.paper.last_change()).max().map(Day)
    }

    fn papers_index(&self) -> PapersIndex<'_> {
        let place = |paper: u32| {
            let place = Place { part: self.part_of(paper), digest: self.digest_of(paper) };
            (self.archive.paper(paper).paper.id.as_str(), place)
        };
        PapersIndex { papers: (0..self.archive.listed()).map(place).collect() }
    }

    fn ids(&self, papers: &[u32]) -> Vec<&str> {
        papers.iter().map(|paper| self.archive.paper(*paper).paper.id.as_str()).collect()
    }

    fn dates_of(&self, year: i16) -> Dates<'_> {
        let archive = &*self.archive;
        let mut dates: Vec<Dated<'_>> = Vec::new();
        for record in &archive.papers()[..archive.listed() as usize] {
            let Some(date) = record.when.filter(|date| date.year() == year).map(Day) else { continue };
            match dates.iter_mut().rev().find(|dated| dated.date == date) {
                Some(dated) => dated.papers.push(&record.paper.id),
                None => dates.push(Dated { date, papers: vec![&record.paper.id] }),
            }
        }
        Dates { year, dates }
    }

    fn api_topics(&self) -> Topics<'_> {
        let topics = self.archive.topics.iter().zip(0..).map(|(topic, at)| Topic {
            key: &topic.key,
            name: &topic.name,
            description: topic.description.plain(),
            parents: &topic.parents,
            former_keys: &topic.former_keys,
            url: self.address(Route::Group(Group::Topic(at), 0)),
            count: self.members(Group::Topic(at)).len(),
        });
        Topics { topics: topics.collect() }
    }

    fn api_venues(&self) -> Venues<'_> {
        let venues = self.archive.venues.iter().zip(0..).map(|(venue, at)| Venue {
            key: &venue.key,
            name: &venue.name,
            short: &venue.short,
            issn: &venue.issn,
            homepage: &venue.url,
            former_keys: &venue.former_keys,
            url: self.address(Route::Group(Group::Venue(at), 0)),
            count: self.members(Group::Venue(at)).len(),
        });
        Venues { venues: venues.collect() }
    }

    fn api_volumes(&self) -> Volumes<'_> {
        let volumes = self.archive.volumes.iter().zip(0..).map(|(filed, at)| Volume {
            key: &filed.value.key,
            title: filed.value.title.plain(),
            venue: &filed.value.venue,
            date: filed.value.date.map(Day),
            former_keys: &filed.value.former_keys,
            url: self.address(Route::Group(Group::Volume(at), 0)),
            papers: self.ids(&self.members(Group::Volume(at))),
        });
        Volumes { volumes: volumes.collect() }
    }

    fn authors_index(&self) -> AuthorsIndex<'_> {
        let mut parts = Vec::new();
        for (authors, part) in self.archive.authors().list().chunks(AUTHORS).zip(1..) {
            if let (Some(first), Some(last)) = (authors.first(), authors.last()) {
                parts.push(AuthorsRange { part, first: &first.key, last: &last.key });
            }
        }
        AuthorsIndex { parts }
    }

    fn authors_of(&self, part: u32) -> Authors<'_> {
        let authors = self.archive.authors();
        let from = (part - 1) * AUTHORS as u32;
        let to = authors.list().len().min(from as usize + AUTHORS) as u32;
        let author = |at: u32| {
            let author = &authors.list()[at as usize];
            Author {
                key: &author.key,
                name: &author.name,
                native: &author.native,
                spellings: &author.spellings,
                orcid: &author.orcid,
                homepage: &author.url,
                affiliation: &author.affiliation,
                namesakes: author.namesakes.iter().map(|other| authors.list()[*other as usize].key.as_str()).collect(),
                url: self.has_author(at).then(|| self.address(Route::Group(Group::Author(at), 0))),
                papers: self.ids(authors.papers.get(at)),
            }
        };
        Authors { part, authors: (from..to).map(author).collect() }
    }

    fn changes(&self) -> Changes<'_> {
        let archive = &*self.archive;
        let mut found = Vec::new();
        for index in 0..archive.listed() {
            let paper = &archive.paper(index).paper;
            let own = [("added", paper.added), ("updated", paper.updated)].into_iter();
            let told = own.chain(paper.notices.iter().map(|notice| (notice.kind.word(), notice.date)));
            found.extend(told.filter_map(|(kind, date)| Some((date?, index, kind))));
        }
        found.sort_by_key(|(date, index, _)| (std::cmp::Reverse(*date), *index));
        found.truncate(CHANGES);
        let change = |(date, index, kind)| Change {
            date: Day(date),
            id: &archive.paper(index).paper.id,
            kind,
            url: self.address(Route::Paper(index)),
            digest: self.digest_of(index),
        };
        Changes { changes: found.into_iter().map(change).collect() }
    }

    /// The records of a part, a line each.
    fn lines_of(&self, part: u32) -> Vec<String> {
        self.papers_of(part).map(|paper| self.record(paper).json()).collect()
    }

    /// What the index of papers and the dump need of a part.
    fn part(&self, part: u32, lines: impl FnOnce() -> Vec<String>) -> &Part {
        let parts = self.parts.get_or_init(|| (0..self.paper_parts()).map(|_| OnceLock::new()).collect());
        parts[part as usize - 1].get_or_init(|| Part::new(&lines()))
    }

    /// The file of a part, as its schema says; what others need of the part is made on the way.
    fn papers_part(&self, part: u32) -> Vec<u8> {
        let lines = self.lines_of(part);
        let out = format!("{{\"part\":{part},\"papers\":[\n{}\n]}}\n", lines.join(",\n"));
        self.part(part, || lines);
        out.into_bytes()
    }

    fn digest_of(&self, paper: u32) -> String {
        let part = self.part_of(paper);
        let at = (self.archive.listed() - 1 - paper) as usize % RECORDS;
        format!("{:016x}", self.part(part, || self.lines_of(part)).digests[at])
    }

    /// All records, a line each, the oldest first, as one gzip file without a time (RFC 1952): its one member consists
    /// of what the parts were compressed to, as `pigz` does it, since not every reader takes a second member.
    fn dump(&self) -> Vec<u8> {
        let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        let mut sum = Crc::new();
        for part in 1..=self.paper_parts() {
            let Part { deflated, crc, .. } = self.part(part, || self.lines_of(part));
            out.extend(deflated);
            sum.combine(crc);
        }
        // An empty last block.
        out.extend([3, 0]);
        out.extend(sum.sum().to_le_bytes());
        out.extend(sum.amount().to_le_bytes());
        out
    }
}

/// What the index of papers and the dump need of a part of the papers.
#[derive(Debug)]
pub struct Part {
    digests: Vec<u64>,
    deflated: Vec<u8>,
    crc: Crc,
}

impl Part {
    fn new(lines: &[String]) -> Part {
        let text = lines.iter().fold(String::new(), |text, line| text + line + "\n");
        let mut crc = Crc::new();
        crc.update(text.as_bytes());
        let mut deflated = Vec::with_capacity(text.len() / 2 + 64);
        let mut compress = Compress::new(Compression::fast(), false);
        loop {
            let from = compress.total_in() as usize;
            // Deflate cannot fail; where nothing more comes out, all of it has been flushed.
            let _ = compress.compress_vec(&text.as_bytes()[from..], &mut deflated, FlushCompress::Full);
            if deflated.len() < deflated.capacity() {
                break;
            }
            deflated.reserve(deflated.len());
        }
        Part { digests: lines.iter().map(|line| xxh3_64(line.as_bytes())).collect(), deflated, crc }
    }
}

fn json(document: &impl Serialize) -> Vec<u8> {
    // A map whose keys are texts can always be written.
    let mut out = serde_json::to_vec(document).unwrap_or_default();
    out.push(b'\n');
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::documents::Papers;
    use super::*;

    fn schema(document: Document) -> schemars::Schema {
        let generator = schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
        macro_rules! schema_for {
            ($document:ty) => {
                generator.into_root_schema_for::<$document>()
            };
        }
        match document {
            Document::Index => schema_for!(Index<'_>),
            Document::PapersIndex => schema_for!(PapersIndex<'_>),
            Document::Papers => schema_for!(Papers<'_>),
            Document::Paper => schema_for!(Record<'_>),
            Document::Dates => schema_for!(Dates<'_>),
            Document::Topics => schema_for!(Topics<'_>),
            Document::Venues => schema_for!(Venues<'_>),
            Document::Volumes => schema_for!(Volumes<'_>),
            Document::AuthorsIndex => schema_for!(AuthorsIndex<'_>),
            Document::Authors => schema_for!(Authors<'_>),
            Document::Changes => schema_for!(Changes<'_>),
        }
    }

    #[test]
    fn schemas_are_what_the_source_says() {
        for document in Document::ALL {
            let made = serde_json::to_string_pretty(&schema(document)).unwrap() + "\n";
            if std::env::var_os("BLESS").is_some() {
                let file = format!("src/site/api/schemas/{}.json", document.name());
                std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(file), made).unwrap();
                continue;
            }
            assert!(document.schema() == made, "{}: BLESS=1 writes it anew:\n{made}", document.name());
        }
    }
}

//! The archive: all papers, sorted, with every reference resolved, and grouped by date, topic, author, venue and volume.
//!
//! Groups hold indices into the one sorted list of papers; nothing points back. Each facet is grouped when it is first
//! asked for. No address is spelled here, and nothing is rendered.

mod assemble;
mod check;
mod cited;
mod dates;
pub mod files;
mod groups;
mod inherit;
mod lost;
mod named;
mod people;
pub mod picture;
mod read;
mod resolve;
mod survey;
mod vocabulary;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

pub use check::{Ledger, Spot, TextProblem};
pub use dates::Dates;
pub use files::{Attachment, Owner, beside, size_of};
pub use groups::Groups;
use lost::Lost;
pub use people::{Author, Authors, Brief};
pub use read::{Options, Reader, read_archive};
pub use survey::survey;

use crate::config::Settings;
use crate::memo::Uniform;
use crate::paper::facts::key;
use crate::paper::{Collection, Facts, Kind, Metrics, Page, Paper, Person, Rules, Topic, Venue, Volume};
use crate::text::date::Date;

/// A paper in its archive.
#[derive(Clone, Debug)]
pub struct Record {
    /// What its entry says, with what its volume adds.
    pub paper: Arc<Paper>,
    /// What it is compared by.
    pub facts: Arc<Facts>,
    /// The entry's file.
    pub path: Arc<str>,
    /// Its number in the file's list of papers.
    pub item: Option<u32>,
    /// The date that places it, by the archive's calendar.
    pub when: Option<Date>,
    /// Its venue.
    pub venue: Option<u32>,
    /// Its volume.
    pub volume: Option<u32>,
    /// Its topics, as written.
    pub topics: Box<[u32]>,
    /// Its counts, where metrics/ adds to those of the entry.
    merged: Option<Box<Metrics>>,
}

impl Record {
    /// The year one would cite: the year of venues' and topics' pages.
    pub fn cited_year(&self) -> Option<i16> {
        self.paper.date.or(self.paper.available).map(Date::year)
    }

    /// Its counts, of the entry and of metrics/.
    pub fn metrics(&self) -> &Metrics {
        self.merged.as_deref().unwrap_or(&self.paper.metrics)
    }

    /// The kind of work: as written, else from where it appeared.
    pub fn kind(&self) -> Kind {
        self.paper.kind.unwrap_or(match (self.venue, self.volume) {
            (None, None) => Kind::Preprint,
            _ => Kind::Conference,
        })
    }
}

/// A thing of content/ with the file it stands in.
#[derive(Clone, Debug)]
pub struct Filed<T> {
    /// The thing.
    pub value: T,
    /// Its file.
    pub path: String,
}

/// All that an archive holds.
#[derive(Debug)]
pub struct Archive {
    /// Its settings.
    pub settings: Settings,
    papers: Vec<Record>,
    listed: usize,
    /// Digests of ids and former ids.
    ids: HashMap<u128, u32, Uniform>,
    /// Volumes, sorted by key.
    pub volumes: Vec<Filed<Volume>>,
    /// Topics, sorted by key.
    pub topics: Vec<Topic>,
    /// Whether papers may have no other topics than these.
    pub topics_are_closed: bool,
    /// Venues, sorted by key.
    pub venues: Vec<Venue>,
    /// People of people/, sorted by key.
    pub people: Vec<Filed<Person>>,
    /// Pages, sorted by key.
    pub pages: Vec<Filed<Page>>,
    /// Collections, sorted by key.
    pub collections: Vec<Filed<Collection>>,
    /// Files beside entries, in order of their paths.
    pub files: Vec<Attachment>,
    /// How its entries were read.
    pub rules: Arc<Rules>,
    facets: Facets,
    /// The authors as they were last known.
    known: Option<Arc<Authors>>,
    lost: Lost,
}

/// Each facet, grouped when it is first asked for.
#[derive(Debug, Default)]
struct Facets {
    all: OnceLock<Vec<u32>>,
    dates: OnceLock<Dates>,
    authors: OnceLock<Arc<Authors>>,
    by_topic: OnceLock<Groups<u32>>,
    by_topic_year: OnceLock<Groups<(u32, i16)>>,
    by_venue: OnceLock<Groups<u32>>,
    by_venue_year: OnceLock<Groups<(u32, i16)>>,
    by_volume: OnceLock<Vec<Vec<u32>>>,
    topic_tree: OnceLock<TopicTree>,
}

/// Children of topics, by index.
#[derive(Clone, Debug, Default)]
pub struct TopicTree {
    /// Parents of each topic.
    pub parents: Vec<Vec<u32>>,
    /// Children of each topic, in order of their names.
    pub children: Vec<Vec<u32>>,
}

impl Archive {
    /// Every paper: the listed ones in the order of lists (newest first), then the hidden ones.
    pub fn papers(&self) -> &[Record] {
        &self.papers
    }

    /// How many papers stand in lists.
    pub fn listed(&self) -> u32 {
        self.listed as u32
    }

    /// One paper.
    pub fn paper(&self, index: u32) -> &Record {
        &self.papers[index as usize]
    }

    /// The paper of an id or a former id; case does not count.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.ids.get(&key(id)).copied()
    }

    /// Whether there is an entry of this id that could not be read.
    pub fn has_lost(&self, id: &str) -> bool {
        self.lost.has_paper(id)
    }

    fn listed_records(&self) -> impl Iterator<Item = (u32, &Record)> {
        self.papers[..self.listed].iter().enumerate().map(|(index, record)| (index as u32, record))
    }

    /// The index of every listed paper.
    pub fn all(&self) -> &[u32] {
        self.facets.all.get_or_init(|| (0..self.listed()).collect())
    }

    /// Papers by year, month, week and day.
    pub fn dates(&self) -> &Dates {
        self.facets.dates.get_or_init(|| Dates::group(self.listed_records(), self.settings.periods))
    }

    /// Authors and their papers.
    pub fn authors(&self) -> &Authors {
        self.facets.authors.get_or_init(|| {
            let people: Vec<&Person> = self.people.iter().map(|person| &person.value).collect();
            let known = self.known.as_deref();
            Arc::new(Authors::group(&self.papers, self.listed, &people, &self.rules.collator, known))
        })
    }

    /// Papers by topic; a topic has the papers of its children.
    pub fn by_topic(&self) -> &Groups<u32> {
        self.facets.by_topic.get_or_init(|| {
            let pairs = |(index, record): (u32, _)| self.ancestry(record).into_iter().map(move |topic| (topic, index));
            Groups::from_pairs(self.listed_records().flat_map(pairs).collect())
        })
    }

    /// Papers by topic and cited year.
    pub fn by_topic_year(&self) -> &Groups<(u32, i16)> {
        self.facets.by_topic_year.get_or_init(|| {
            let mut pairs = Vec::new();
            for (index, record) in self.listed_records() {
                if let Some(year) = record.cited_year() {
                    pairs.extend(self.ancestry(record).into_iter().map(|topic| ((topic, year), index)));
                }
            }
            Groups::from_pairs(pairs)
        })
    }

    /// A paper's topics and all that are above them.
    fn ancestry(&self, record: &Record) -> Vec<u32> {
        let tree = self.topic_tree();
        let mut topics = record.topics.to_vec();
        let mut at = 0;
        while at < topics.len() {
            for parent in &tree.parents[topics[at] as usize] {
                if !topics.contains(parent) {
                    topics.push(*parent);
                }
            }
            at += 1;
        }
        topics
    }

    /// The tree of topics.
    pub fn topic_tree(&self) -> &TopicTree {
        self.facets.topic_tree.get_or_init(|| {
            let mut tree = TopicTree {
                parents: vec![Vec::new(); self.topics.len()],
                children: vec![Vec::new(); self.topics.len()],
            };
            for (index, topic) in self.topics.iter().enumerate() {
                for parent in topic.parents.iter().filter_map(|key| self.topic(key)) {
                    tree.parents[index].push(parent);
                    tree.children[parent as usize].push(index as u32);
                }
            }
            for children in &mut tree.children {
                children.sort_by_cached_key(|child| self.rules.collator.key(&self.topics[*child as usize].name));
                children.dedup();
            }
            tree
        })
    }

    /// Papers by venue.
    pub fn by_venue(&self) -> &Groups<u32> {
        self.facets.by_venue.get_or_init(|| {
            Groups::from_pairs(self.listed_records().filter_map(|(index, r)| Some((r.venue?, index))).collect())
        })
    }

    /// Papers by venue and cited year.
    pub fn by_venue_year(&self) -> &Groups<(u32, i16)> {
        self.facets.by_venue_year.get_or_init(|| {
            let pair = |(index, r): (u32, &Record)| Some(((r.venue?, r.cited_year()?), index));
            Groups::from_pairs(self.listed_records().filter_map(pair).collect())
        })
    }

    /// Papers of each volume in the volume's own order: section, order, place in the file, first page, title.
    pub fn by_volume(&self) -> &[Vec<u32>] {
        self.facets.by_volume.get_or_init(|| {
            let mut volumes: Vec<Vec<u32>> = vec![Vec::new(); self.volumes.len()];
            for (index, record) in self.listed_records() {
                if let Some(volume) = record.volume {
                    volumes[volume as usize].push(index);
                }
            }
            for (members, volume) in volumes.iter_mut().zip(&self.volumes) {
                let sections = &volume.value.sections;
                members.sort_by_key(|index| {
                    let record = self.paper(*index);
                    let section = sections.iter().position(|section| section.key == record.paper.section);
                    let order = record.paper.order.unwrap_or(u32::MAX);
                    let page =
                        record.paper.pages.split(|c: char| !c.is_ascii_digit()).find_map(|n| n.parse::<u64>().ok());
                    (section.unwrap_or(usize::MAX), order, record.item, page.unwrap_or(u64::MAX), *index)
                });
            }
            volumes
        })
    }

    /// The topic of a key.
    pub fn topic(&self, key: &str) -> Option<u32> {
        position(&self.topics, key, |topic| &topic.key)
    }

    /// The venue of a key.
    pub fn venue(&self, key: &str) -> Option<u32> {
        position(&self.venues, key, |venue| &venue.key)
    }

    /// The volume of a key.
    pub fn volume(&self, key: &str) -> Option<u32> {
        position(&self.volumes, key, |volume| &volume.value.key)
    }

    /// The collection of a key.
    pub fn collection(&self, key: &str) -> Option<u32> {
        position(&self.collections, key, |collection| &collection.value.key)
    }

    /// The list of a name.
    pub fn list(&self, name: &str) -> Option<u32> {
        self.settings.lists.iter().position(|list| list.name == name).map(|at| at as u32)
    }

    /// The page of a key.
    pub fn page(&self, key: &str) -> Option<u32> {
        position(&self.pages, key, |page| &page.value.key)
    }

    /// The files of a paper or a volume, by index.
    pub fn files_of(&self, owner: Owner) -> impl Iterator<Item = u32> {
        let from = self.files.partition_point(|file| file.owner < owner);
        let own = self.files[from..].iter().take_while(move |file| file.owner == owner);
        own.enumerate().map(move |(at, _)| (from + at) as u32)
    }

    /// The listed papers of a collection, in its order.
    pub fn collected(&self, collection: u32) -> Vec<u32> {
        let ids = &self.collections[collection as usize].value.papers;
        ids.iter().filter_map(|id| self.find(id)).filter(|index| (*index as usize) < self.listed).collect()
    }
}

fn position<T>(sorted: &[T], key: &str, of: impl Fn(&T) -> &String) -> Option<u32> {
    sorted.binary_search_by(|item| of(item).as_str().cmp(key)).ok().map(|at| at as u32)
}

//! The archive → the files that a search reads: terms with their papers, words to correct by, identifiers, cards.
//!
//! Papers are numbered by their dates, the oldest first, so that a new one changes no number. Every file is a function of
//! the archive; it is made when it is asked for, from terms that are collected once. What a file means is read back in
//! [`super::engine`] and in `client/engine.js`.

mod cards;
mod columns;
mod lexicon;
mod shards;
mod terms;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use libdeflater::{CompressionLvl, Compressor};
use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

pub use cards::Card;
pub use columns::{fnv, upvotes};
pub use lexicon::beginning;
pub use terms::{IN_TITLE, Source, Terms};

use super::layout::{File, Layout};
use super::tokens::{self, stem};
use crate::archive::Archive;
use crate::memo::{Memo, Uniform};

/// The format of the files; a client that reads another says so.
pub const FORMAT: u32 = 1;

/// Terms of papers, remembered from one index to the next.
pub type Known = Mutex<Memo<Terms>>;

/// The index of one archive.
#[derive(Debug)]
pub struct Index {
    layout: Layout,
    /// Digest of all that the index holds, by which its files belong together.
    stamp: u64,
    /// The archive's papers by their numbers here.
    order: Vec<u32>,
    /// Every term, sorted.
    terms: Vec<Box<str>>,
    /// Where the postings of each term begin, and the end of the last.
    starts: Vec<u32>,
    postings: Vec<Posting>,
    /// The first term of each file of terms, and the shortest text that divides it from the term before.
    divisions: Vec<(u32, String)>,
    /// Terms that stand in so many papers that the abstracts are told apart from the titles.
    common: Vec<u32>,
    lexicon: lexicon::Lexicon,
    /// Digests of identifiers with their papers, file by file.
    ids: Vec<(u32, u32)>,
    /// Plain texts of abstracts, by their papers' numbers here, where those are not as they are written.
    texts: Vec<Option<Arc<str>>>,
    compressors: Compressors,
}

/// A paper that has a term: its number, whether it is an author's term, and the tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Posting(u32);

impl Posting {
    fn new(paper: u32, author: bool, tag: u8) -> Posting {
        Posting(paper << 4 | u32::from(author) << 3 | u32::from(tag & 7))
    }

    fn paper(self) -> u32 {
        self.0 >> 4
    }

    fn author(self) -> bool {
        self.0 & 8 != 0
    }

    fn tag(self) -> u8 {
        (self.0 & 7) as u8
    }

    fn in_abstract(self) -> bool {
        self.0 & 12 == 0
    }
}

impl Index {
    /// The index of an archive's listed papers.
    pub fn new(archive: &Archive, known: &Known) -> Index {
        let settings = &archive.settings.search;
        let layout = Layout::new(archive.listed(), settings.abstracts);
        let order = order(archive);
        let rules = terms::rules(settings);
        let source = |paper: &u32| Source::new(&archive.paper(*paper).paper, settings, rules);
        let sources: Vec<Source<'_>> = order.par_iter().map(source).collect();
        let papers = match known.lock() {
            Ok(mut known) => known.round(terms::terms, &sources),
            Err(poisoned) => poisoned.into_inner().round(terms::terms, &sources),
        };
        let mut collector = Collector::with_room_for(&papers);
        let around = Around::new(archive);
        let mut stamp = Xxh3::new();
        for (number, (terms, paper)) in papers.iter().zip(&order).enumerate() {
            stamp.update(&terms.digest.to_le_bytes());
            for term in terms.iter() {
                collector.add(term.text, Posting::new(number as u32, term.author, term.tag));
            }
            let record = archive.paper(*paper);
            for term in around.of(record) {
                collector.add(term, Posting::new(number as u32, false, 0));
            }
        }
        let texts = papers.iter().map(|terms| terms.text.clone()).collect();
        drop(papers);
        let (terms, starts, postings) = collector.sorted();
        let mut index = Index {
            layout,
            stamp: 0,
            order,
            terms,
            starts,
            postings,
            divisions: Vec::new(),
            common: Vec::new(),
            lexicon: lexicon::Lexicon::default(),
            ids: Vec::new(),
            texts,
            compressors: Compressors::default(),
        };
        index.common = index.common_terms();
        index.divisions = index.divide();
        index.ids = index.collect_ids(archive);
        index.lexicon = lexicon::Lexicon::new(&index, archive);
        index.digest_around(archive, &mut stamp);
        index.stamp = stamp.digest();
        index
    }

    /// Which files there are.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The bytes of a file, compressed; of papers, `card` gives what is shown besides their texts.
    pub fn file(&self, archive: &Archive, file: File, card: &dyn Fn(u32) -> Card) -> Vec<u8> {
        let bytes = match file {
            File::Root => self.root(archive),
            File::Facets => self.facets(archive),
            File::Topics => self.topics(archive),
            File::Counts => self.counts(archive),
            File::Terms(at) => self.terms_file(usize::from(at)),
            File::Common(at) => self.common_file(usize::from(at)),
            File::Titles(at) => self.lexicon.titles_file(usize::from(at)),
            File::Words(at) => self.lexicon.words_file(self, usize::from(at)),
            File::Endings(at) => self.lexicon.endings_file(self, usize::from(at)),
            File::Ids(at) => self.ids_file(at),
            File::Papers(at) => self.cards_file(archive, at, card),
        };
        self.compressors.deflate(&bytes)
    }

    fn papers(&self) -> u32 {
        self.order.len() as u32
    }

    fn of(&self, term: usize) -> &[Posting] {
        &self.postings[self.starts[term] as usize..self.starts[term + 1] as usize]
    }
}

/// Papers by their dates, of one date by venue, so that what they have in common stands in runs; within that as lists
/// have them, from their end.
fn order(archive: &Archive) -> Vec<u32> {
    let mut order: Vec<u32> = (0..archive.listed()).rev().collect();
    order.sort_by_key(|paper| {
        let record = archive.paper(*paper);
        (record.when, record.venue)
    });
    order
}

/// Terms of what stands around papers: their venues and topics.
struct Around {
    venues: Vec<Vec<String>>,
    topics: Vec<Vec<String>>,
}

impl Around {
    fn new(archive: &Archive) -> Around {
        let terms = |texts: &[&str]| {
            let mut found = Vec::new();
            for text in texts {
                let mut folded = String::new();
                tokens::fold(text, &mut folded);
                tokens::words(&folded, |word| found.push(stem(word).into_owned()));
            }
            found
        };
        let fields = &archive.settings.search.fields;
        let venues = archive.venues.iter().filter(|_| fields.contains(&"venue"));
        let topics = archive.topics.iter().filter(|_| fields.contains(&"topics"));
        Around {
            venues: venues.map(|venue| terms(&[&venue.key, &venue.short])).collect(),
            topics: topics.map(|topic| terms(&[&topic.name])).collect(),
        }
    }

    fn of<'a>(&'a self, record: &'a crate::archive::Record) -> impl Iterator<Item = &'a str> {
        let venue = record.venue.and_then(|venue| self.venues.get(venue as usize)).into_iter().flatten();
        let topics = record.topics.iter().filter_map(|topic| self.topics.get(*topic as usize)).flatten();
        venue.chain(topics).map(String::as_str)
    }
}

/// Collects postings in the order of papers and sorts them by terms.
#[derive(Default)]
struct Collector {
    known: HashMap<u128, u32, Uniform>,
    terms: Vec<Box<str>>,
    entries: Vec<(u32, Posting)>,
}

impl Collector {
    fn with_room_for(papers: &[Arc<Terms>]) -> Collector {
        let entries = papers.iter().map(|terms| terms.count()).sum::<usize>();
        Collector {
            known: HashMap::with_capacity_and_hasher(entries / 16, Uniform::default()),
            terms: Vec::with_capacity(entries / 16),
            entries: Vec::with_capacity(entries + entries / 16),
        }
    }

    fn add(&mut self, term: &str, posting: Posting) {
        let known = self.known.entry(xxh3_128(term.as_bytes()));
        let at = *known.or_insert_with(|| {
            self.terms.push(term.into());
            self.terms.len() as u32 - 1
        });
        self.entries.push((at, posting));
    }

    /// Terms in order, where the postings of each begin, and the postings; a paper has a term once as text and once as an
    /// author's.
    fn sorted(self) -> (Vec<Box<str>>, Vec<u32>, Vec<Posting>) {
        let mut ranks: Vec<u32> = (0..self.terms.len() as u32).collect();
        ranks.sort_unstable_by(|a, b| self.terms[*a as usize].cmp(&self.terms[*b as usize]));
        let mut places = vec![0u32; ranks.len()];
        for (place, term) in ranks.iter().enumerate() {
            places[*term as usize] = place as u32;
        }
        let mut starts = vec![0u32; ranks.len() + 1];
        for (term, _) in &self.entries {
            starts[places[*term as usize] as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut postings = vec![Posting(0); self.entries.len()];
        for (term, posting) in self.entries {
            let at = &mut next[places[term as usize] as usize];
            postings[*at as usize] = posting;
            *at += 1;
        }
        let mut terms: Vec<Option<Box<str>>> = self.terms.into_iter().map(Some).collect();
        let terms = ranks.iter().filter_map(|term| terms[*term as usize].take()).collect();
        once(&mut starts, &mut postings);
        (terms, starts, postings)
    }
}

/// Leaves of the postings of a term that are one paper's the one that tells most. They stand side by side.
fn once(starts: &mut [u32], postings: &mut Vec<Posting>) {
    let (mut kept, mut from) = (0usize, 0usize);
    for end in &mut starts[1..] {
        let first = kept;
        for read in from..*end as usize {
            let posting = postings[read];
            let near = first.max(kept.saturating_sub(2));
            match postings[near..kept].iter_mut().find(|other| other.0 >> 3 == posting.0 >> 3) {
                Some(other) => other.0 = other.0.max(posting.0),
                None => {
                    postings[kept] = posting;
                    kept += 1;
                }
            }
        }
        from = *end as usize;
        *end = kept as u32;
    }
    postings.truncate(kept);
}

/// How hard files are compressed: beyond it a second of work saves less than a hundredth of their size.
const LEVEL: i32 = 1;

/// Compressors that wait for the next file: to make one costs more than most files do.
#[derive(Default)]
struct Compressors(Mutex<Vec<Compressor>>);

impl fmt::Debug for Compressors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Compressors")
    }
}

impl Compressors {
    /// The bytes as raw deflate (RFC 1951).
    fn deflate(&self, bytes: &[u8]) -> Vec<u8> {
        let waiting = self.0.lock().ok().and_then(|mut waiting| waiting.pop());
        let mut compressor = waiting.unwrap_or_else(|| Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()));
        let mut out = vec![0; compressor.deflate_compress_bound(bytes.len())];
        // What has room for the worst that can come cannot fail.
        let length = compressor.deflate_compress(bytes, &mut out).unwrap_or(0);
        out.truncate(length);
        if let Ok(mut waiting) = self.0.lock() {
            waiting.push(compressor);
        }
        out
    }
}

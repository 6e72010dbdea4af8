//! What filters and facets go by: for every paper its date, venue, kind and the like, in runs; and identifiers.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use xxhash_rust::xxh3::Xxh3;

use super::Index;
use crate::archive::{Archive, Record};
use crate::paper::Paper;
use crate::search::bits::put;
use crate::search::query::{HAS, IS};
use crate::search::states::{has, is};

/// Every identifier of a paper, as `scheme:value` in lower case.
pub fn identifiers(paper: &Paper) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |scheme: &str, value: &str| {
        if !value.is_empty() {
            found.push(format!("{scheme}:{}", value.to_lowercase()));
        }
    };
    add("doi", &paper.doi);
    add("arxiv", &paper.arxiv);
    add("key", &paper.id);
    add("key", &paper.citation_key);
    paper.former_ids.iter().for_each(|id| add("key", id));
    paper.identifiers.values().for_each(|value| add("key", value));
    paper.authors.iter().for_each(|author| add("orcid", &author.orcid));
    found
}

/// A digest that a browser makes in one line: FNV-1a of the UTF-8 bytes, 32 bits.
pub fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// `[value, how many in a row, value, how many …]`
fn runs<T: PartialEq + Into<Value>>(values: impl Iterator<Item = T>) -> Value {
    let mut found: Vec<Value> = Vec::new();
    let mut last: Option<(T, u32)> = None;
    for value in values {
        match &mut last {
            Some((known, count)) if *known == value => *count += 1,
            _ => {
                if let Some((value, count)) = last.replace((value, 1)) {
                    found.extend([value.into(), count.into()]);
                }
            }
        }
    }
    if let Some((value, count)) = last {
        found.extend([value.into(), count.into()]);
    }
    found.into()
}

impl Index {
    fn records<'a>(&'a self, archive: &'a Archive) -> impl Iterator<Item = &'a Record> {
        self.order.iter().map(|paper| archive.paper(*paper))
    }

    /// Years with the number of their first paper; papers without a date come before them all.
    pub(super) fn years(&self, archive: &Archive) -> Vec<(i16, u32)> {
        let mut years: Vec<(i16, u32)> = Vec::new();
        for (number, record) in self.records(archive).enumerate() {
            if let Some(year) = record.when.map(|date| date.year())
                && years.last().is_none_or(|(last, _)| *last != year)
            {
                years.push((year, number as u32));
            }
        }
        years
    }

    pub(super) fn facets(&self, archive: &Archive) -> Vec<u8> {
        let bits = |test: &dyn Fn(&Record) -> bool| runs(self.records(archive).map(|record| u32::from(test(record))));
        let venues = archive.venues.iter().map(|venue| {
            let own = [&venue.key, &venue.name, &venue.short].into_iter();
            own.chain(&venue.names).chain(&venue.former_keys).collect::<Vec<_>>()
        });
        let date = |record: &Record| record.when.map_or_else(String::new, |date| date.to_string());
        let facets = json!({
            "dates": runs(self.records(archive).map(date)),
            "venues": venues.collect::<Vec<_>>(),
            "venue": runs(self.records(archive).map(|record| record.venue.map_or(0, |venue| venue + 1))),
            "type": runs(self.records(archive).map(|record| record.kind().word())),
            "has": HAS.iter().map(|what| (*what, bits(&|record| has(&record.paper, what)))).collect::<BTreeMap<_, _>>(),
            "is": IS.iter().map(|what| (*what, bits(&|record| is(record, what)))).collect::<BTreeMap<_, _>>(),
        });
        facets.to_string().into_bytes()
    }

    /// Topics with their parents, and of each the gaps between its papers.
    pub(super) fn topics(&self, archive: &Archive) -> Vec<u8> {
        let mut papers = vec![(0, Vec::new()); archive.topics.len()];
        for (number, record) in self.records(archive).enumerate() {
            for topic in &record.topics {
                let (next, gaps) = &mut papers[*topic as usize];
                if number as u32 >= *next {
                    gaps.push(number as u32 - *next);
                    *next = number as u32 + 1;
                }
            }
        }
        let tree = archive.topic_tree();
        let rows = archive.topics.iter().zip(papers).zip(&tree.parents);
        let rows: Vec<Value> = rows
            .map(|((topic, (_, gaps)), parents)| {
                let names = [&topic.key, &topic.name].into_iter().chain(&topic.aliases).chain(&topic.former_keys);
                json!([names.collect::<Vec<_>>(), parents, gaps])
            })
            .collect();
        Value::from(rows).to_string().into_bytes()
    }

    pub(super) fn has_counts(&self, archive: &Archive) -> bool {
        self.records(archive).any(|record| upvotes(record).is_some())
    }

    pub(super) fn counts(&self, archive: &Archive) -> Vec<u8> {
        let counts: Vec<Option<u64>> = self.records(archive).map(upvotes).collect();
        let counts = if self.has_counts(archive) { counts } else { Vec::new() };
        serde_json::to_vec(&counts).unwrap_or_default()
    }

    /// Digests of identifiers with their papers, in the order of their files.
    pub(super) fn collect_ids(&self, archive: &Archive) -> Vec<(u32, u32)> {
        let mut found = Vec::with_capacity(3 * self.order.len());
        for (number, record) in self.records(archive).enumerate() {
            found.extend(identifiers(&record.paper).iter().map(|id| (fnv(id), number as u32)));
        }
        let files = u32::from(self.layout.ids);
        found.sort_unstable_by_key(|(digest, number)| (digest % files, *digest, *number));
        found.dedup();
        found
    }

    /// Digests of one file, as gaps, each with its paper.
    pub(super) fn ids_file(&self, file: u16) -> Vec<u8> {
        let (file, files) = (u32::from(file), u32::from(self.layout.ids));
        let from = self.ids.partition_point(|(digest, _)| digest % files < file);
        let own = self.ids[from..].iter().take_while(|(digest, _)| digest % files == file);
        let mut bytes = Vec::new();
        let mut last = 0;
        for (digest, number) in own {
            put(digest - last, &mut bytes);
            put(*number, &mut bytes);
            last = *digest;
        }
        bytes
    }

    /// What cards and columns hold besides the terms of papers.
    pub(super) fn digest_around(&self, archive: &Archive, stamp: &mut Xxh3) {
        let settings = &archive.settings;
        stamp.update(format!("{:?}{:?}{:?}", settings.search, settings.paper_url, settings.base_url).as_bytes());
        stamp.update(format!("{:?}{:?}", archive.venues, archive.topics).as_bytes());
        for record in self.records(archive) {
            let Record { paper, when, venue, topics, .. } = record;
            let facts = (&paper.id, when, venue, topics, record.kind(), paper.status(), upvotes(record));
            stamp.update(format!("{facts:?}{:?}", identifiers(paper)).as_bytes());
            HAS.iter().for_each(|what| stamp.update(&[u8::from(has(paper, what))]));
        }
    }
}

/// Upvotes of a paper, where they were counted.
pub fn upvotes(record: &Record) -> Option<u64> {
    record.metrics().counts.get("upvotes").copied()
}

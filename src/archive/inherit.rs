//! What papers have from their volumes, remembered by the files of both.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use crate::memo::Digest;
use crate::paper::{Paper, Volume};

/// A paper and its volume.
pub struct Heir<'a> {
    /// As its entry says.
    pub paper: &'a Paper,
    /// What it is in.
    pub volume: &'a Volume,
    /// The paper's number in its file.
    pub item: Option<u32>,
    /// Digests of both files, and of the rules they were read by.
    pub sources: [u128; 3],
}

impl Digest for Heir<'_> {
    fn digest(&self) -> u128 {
        let mut bytes = [0; 53];
        for (place, digest) in bytes.chunks_exact_mut(16).zip(self.sources) {
            place.copy_from_slice(&digest.to_le_bytes());
        }
        bytes[48] = u8::from(self.item.is_some());
        bytes[49..].copy_from_slice(&self.item.unwrap_or(0).to_le_bytes());
        xxh3_128(&bytes)
    }
}

/// What a paper has from its volume, where it does not say otherwise itself.
pub fn inherit(heir: &Heir<'_>) -> Arc<Paper> {
    let volume = heir.volume;
    let mut paper = Paper::clone(heir.paper);
    let texts = [
        (&mut paper.venue, volume.venue.as_str()),
        (&mut paper.container, volume.title.plain()),
        (&mut paper.volume, &volume.volume),
        (&mut paper.issue, &volume.issue),
        (&mut paper.series, &volume.series),
        (&mut paper.publisher, &volume.publisher),
        (&mut paper.isbn, &volume.isbn),
        (&mut paper.issn, &volume.issn),
    ];
    for (own, inherited) in texts {
        if own.is_empty() {
            inherited.clone_into(own);
        }
    }
    paper.date = paper.date.or(volume.date);
    if paper.event.is_none() {
        paper.event.clone_from(&volume.event);
    }
    if paper.editors.is_empty() {
        paper.editors.clone_from(&volume.editors);
    }
    Arc::new(paper)
}

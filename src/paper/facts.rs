//! What an archive compares papers by, derived when an entry is read: so it is put together from small values side by
//! side, and does not walk through every paper after every edit.

use xxhash_rust::xxh3::xxh3_128;

use super::model::{Author, Paper, Target};
use crate::text::Collator;

/// Facts of one paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Digest of the id.
    pub id: Option<u128>,
    /// Digest of the DOI.
    pub doi: Option<u128>,
    /// Digest of the arXiv id.
    pub arxiv: Option<u128>,
    /// The sort key of the title.
    pub order: Box<[u8]>,
    /// Of each author a digest of all that tells who it is.
    pub names: Box<[u128]>,
    /// The sum of those.
    pub names_sum: u128,
    /// Whether it names people of people/.
    pub has_people: bool,
    /// Whether it had other ids.
    pub has_former: bool,
    /// Whether it names files beside it.
    pub has_files: bool,
    /// Whether it names other papers of the archive.
    pub has_related: bool,
}

impl Facts {
    /// The facts of a paper, with titles sorted by `collator`.
    pub fn new(paper: &Paper, collator: &Collator) -> Facts {
        let thumbnail = paper.thumbnail.iter().map(|thumbnail| &thumbnail.src);
        let mut targets = paper.links.iter().map(|link| &link.target).chain(thumbnail);
        let key = |text: &str| (!text.is_empty()).then(|| key(text));
        let names: Box<[u128]> = paper.authors.iter().map(digest).collect();
        Facts {
            id: key(&paper.id),
            doi: key(&paper.doi),
            arxiv: key(&paper.arxiv),
            order: collator.key(paper.title.plain()).into(),
            names_sum: names.iter().fold(0, |sum: u128, digest| sum.wrapping_add(*digest)),
            names,
            has_people: paper.authors.iter().any(|author| !author.person.is_empty()),
            has_former: !paper.former_ids.is_empty(),
            has_files: targets.any(|target| matches!(target, Target::File(_))),
            has_related: paper.related.iter().any(|related| !related.id.is_empty()),
        }
    }
}

/// Digest of an identifier, in which case does not count.
pub fn key(text: &str) -> u128 {
    match text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        true => xxh3_128(text.as_bytes()),
        false => xxh3_128(text.to_lowercase().as_bytes()),
    }
}

fn digest(author: &Author) -> u128 {
    let Author { name, native, literal, orcid, person, url, .. } = author;
    let parts = [&name.family, &name.given, &name.particle, &name.suffix, native, literal, orcid, person, url];
    let mut text = String::with_capacity(64);
    for part in parts {
        text.push_str(part);
        text.push('\0');
    }
    xxh3_128(text.as_bytes())
}

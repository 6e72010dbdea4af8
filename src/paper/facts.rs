//! What an archive compares papers by, derived when an entry is read: so it is put together from small values side by
//! side, and does not walk through every paper after every edit.

use xxhash_rust::xxh3::xxh3_128;

use super::model::{Author, Paper, Target};
use crate::text::Collator;

/// Facts of one paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The id in lower case.
    pub id: Box<str>,
    /// The DOI in lower case, or empty.
    pub doi: Box<str>,
    /// The arXiv id in lower case, or empty.
    pub arxiv: Box<str>,
    /// The sort key of the title.
    pub order: Box<[u8]>,
    /// Of each author a digest of all that tells who it is.
    pub names: Box<[u128]>,
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
        let lower = |text: &str| text.to_lowercase().into_boxed_str();
        Facts {
            id: lower(&paper.id),
            doi: lower(&paper.doi),
            arxiv: lower(&paper.arxiv),
            order: collator.key(paper.title.plain()).into(),
            names: paper.authors.iter().map(digest).collect(),
            has_files: targets.any(|target| matches!(target, Target::File(_))),
            has_related: paper.related.iter().any(|related| !related.id.is_empty()),
        }
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

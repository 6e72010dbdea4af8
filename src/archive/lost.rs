//! Entries that are there and could not be read, so that nobody is told that what they name or hold does not exist.

use std::collections::HashSet;

use crate::paper::facts::key;
use crate::source::Sources;

/// What is there and could not be read. Whoever names it is right to do so, and is not told otherwise.
#[derive(Debug, Default)]
pub struct Lost {
    /// Digests of ids of papers.
    pub(super) papers: HashSet<u128>,
    /// Stems of files that say nothing.
    pub(super) stems: HashSet<String>,
    /// Those files, and those of papers that are left out.
    pub(super) paths: HashSet<String>,
}

impl Lost {
    /// Whether a paper of this id is lost.
    pub fn has_paper(&self, id: &str) -> bool {
        self.papers.contains(&key(id))
    }

    /// Whether a lost file speaks of something by one of these words, as far as its text tells.
    pub fn speaks_of(&self, sources: &Sources, words: &[&str]) -> bool {
        let is_inner = |c: char| c.is_alphanumeric() || c == '-';
        let whole = |text: &str, word: &str| {
            let mut places = text.match_indices(word);
            places.any(|(at, _)| !text[..at].ends_with(is_inner) && !text[at + word.len()..].starts_with(is_inner))
        };
        let holds = |path: &String| {
            let text = String::from_utf8_lossy(sources.bytes(path)).to_lowercase();
            words.iter().any(|word| !word.is_empty() && whole(&text, &word.to_lowercase()))
        };
        self.paths.iter().any(holds)
    }
}

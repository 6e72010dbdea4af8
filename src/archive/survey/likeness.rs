//! Two entries for one work: nearly one title, and a common author.
//!
//! Only papers of one author are compared, and of those only the pairs whose words are nearly the same, which a few
//! bits tell; so the cost is linear but for authors of very many papers.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::archive::{Archive, Ledger, Record};
use crate::diagnostic::{Code, distance};
use crate::paper::Status;
use crate::text::fold;
use crate::yaml::Step;

/// Titles shorter than this are compared as they stand: a letter more makes another word of them.
const SHORT: usize = 24;
/// Letters of a title for one that may differ.
const LETTERS_FOR_A_SLIP: usize = 16;

/// A title, made to be compared.
struct Title {
    text: String,
    /// A bit for each word, by its digest.
    words: u64,
}

impl Title {
    fn of(record: &Record) -> Title {
        let text = fold(record.paper.title.plain());
        let bit = |word: &str| 1u64 << (xxhash_rust::xxh3::xxh3_64(word.as_bytes()) & 63);
        Title { words: text.split(' ').map(bit).fold(0, |words, bit| words | bit), text }
    }

    /// Whether a reader would take one for the other. What counts is told by its numbers: the second part of a work is
    /// not its first, and a task of 2020 not that of 2019.
    fn is_like(&self, other: &Title) -> bool {
        let (a, b) = (&self.text, &other.text);
        if a == b {
            return a.len() >= 12;
        }
        let most = a.len().min(b.len()) / LETTERS_FOR_A_SLIP;
        a.len().min(b.len()) >= SHORT
            && a.len().abs_diff(b.len()) <= most
            && (self.words ^ other.words).count_ones() <= 6
            && numbers(a).eq(numbers(b))
            && distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>()) <= most.min(4)
    }
}

/// Words of a title that tell one of a series from the next.
fn numbers(title: &str) -> impl Iterator<Item = &str> {
    let is_number = |word: &&str| {
        word.bytes().any(|b| b.is_ascii_digit())
            || matches!(
                *word,
                "i" | "ii" | "iii" | "iv" | "v" | "vi" | "one" | "two" | "three" | "first" | "second" | "third"
            )
            || word.chars().count() == 1
    };
    title.split(' ').filter(is_number)
}

/// Every pair of entries that are most likely one work, told at the later of them.
pub fn check(archive: &Archive, ledger: &mut Ledger) {
    let titles: Vec<Title> = archive.papers().par_iter().map(Title::of).collect();
    let authors = archive.authors();
    let groups: Vec<&[u32]> = authors.papers.iter().map(|(_, papers)| papers).collect();
    let alike = |papers: &&[u32]| {
        let pairs =
            papers.iter().enumerate().flat_map(|(at, a)| papers[at + 1..].iter().map(|b| (*a.min(b), *a.max(b))));
        pairs.filter(|(a, b)| titles[*a as usize].is_like(&titles[*b as usize])).collect::<Vec<_>>()
    };
    let pairs: HashSet<(u32, u32)> = groups.par_iter().flat_map_iter(alike).collect();
    for (a, b) in pairs {
        let (first, later) = super::earlier_first(archive.paper(a), archive.paper(b));
        if is_told_otherwise(first, later) {
            continue;
        }
        let id = &first.paper.id;
        let message = format!("the title is nearly that of `{id}`, which has an author in common");
        let help =
            Some(format!("that is {}; if they are two versions of one work, say so under `related:`", first.path));
        let mut findings = ledger.on(&later.path, later.item, &archive.settings);
        findings.note(vec![Step::Key("title")], Code::NearDuplicate, message, help);
    }
}

/// Whether the entries say themselves what they are to each other, or share an identifier, which is told already.
fn is_told_otherwise(a: &Record, b: &Record) -> bool {
    let names = |one: &Record, other: &Record| {
        one.paper.related.iter().any(|related| {
            let same = |theirs: &str, own: &str| !theirs.is_empty() && theirs.eq_ignore_ascii_case(own);
            same(&related.id, &other.paper.id)
                || same(&related.doi, &other.paper.doi)
                || same(&related.arxiv, &other.paper.arxiv)
        })
    };
    let same = |one: Option<u128>, other: Option<u128>| one.is_some() && one == other;
    let is_gone = |record: &Record| record.paper.status() >= Status::Withdrawn;
    // What appeared in two places are two versions of one work, such as a journal's of a conference's.
    let elsewhere = a.venue.is_some() && b.venue.is_some() && a.venue != b.venue;
    names(a, b)
        || names(b, a)
        || same(a.facts.doi, b.facts.doi)
        || same(a.facts.arxiv, b.facts.arxiv)
        || is_gone(a)
        || is_gone(b)
        || elsewhere
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Title {
        let paper = crate::paper::Paper {
            title: crate::paper::Marked { source: text.to_owned(), ..Default::default() },
            ..Default::default()
        };
        let text = fold(paper.title.plain());
        let bit = |word: &str| 1u64 << (xxhash_rust::xxh3::xxh3_64(word.as_bytes()) & 63);
        Title { words: text.split(' ').map(bit).fold(0, |words, bit| words | bit), text }
    }

    #[test]
    fn slips_are_alike_and_series_are_not() {
        let like = |a: &str, b: &str| title(a).is_like(&title(b));
        assert!(like("Attention is all you need", "Attention Is All You Need!"));
        assert!(like("A survey of large language models in medicine", "A Survey on Large Language Models in Medicine"));
        assert!(like("Learning to optimise neural networks at scale", "Learning to optimize neural networks at scale"));
        assert!(!like(
            "Findings of the 2019 shared task on translation",
            "Findings of the 2020 shared task on translation"
        ));
        assert!(!like("On the theory of learning, part I: basics", "On the theory of learning, part II: basics"));
        assert!(!like("Deep learning", "Deep Learnings"));
        assert!(!like("A theory of deep networks for language", "A theory of wide networks for language"));
    }
}

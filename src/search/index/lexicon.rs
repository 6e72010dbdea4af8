//! What stands in the order of the alphabet besides terms: the beginnings of titles, and words.
//!
//! Words that a mistyped one may have been: sorted, for mistakes late in the word, and sorted by their ends, for early
//! ones. A word stands with how common it is, in powers of two, so that a paper more changes few of them.

use super::Index;
use super::shards::{TermList, divide};
use crate::archive::Archive;
use crate::search::tokens;

/// A word that stands in abstracts alone is offered from so many papers on, in an archive that is not small; a mistake of
/// an author is rarer.
const LEAST: usize = 3;
const SMALL: u32 = 2000;

/// The words of one index.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: Vec<u32>,
    divisions: Vec<(u32, String)>,
    /// Words backwards, sorted, and the terms they are.
    endings: Vec<(String, u32)>,
    ending_divisions: Vec<(u32, String)>,
    /// Beginnings of titles with their papers.
    titles: Vec<(String, u32)>,
    title_divisions: Vec<(u32, String)>,
}

/// Bytes of a title by which it is found, after which its word ends.
const BEGINNING: usize = 40;

/// Titles as their words, cut after so many.
pub fn beginning(title: &str) -> String {
    let (mut folded, mut words) = (String::new(), String::new());
    tokens::fold(title, &mut folded);
    tokens::words(&folded, |word| {
        if words.len() < BEGINNING {
            words.push_str(if words.is_empty() { "" } else { " " });
            words.push_str(word);
        }
    });
    words
}

impl Lexicon {
    /// The words of the terms of an index.
    pub fn new(index: &Index, archive: &Archive) -> Lexicon {
        let least = if index.papers() < SMALL { 1 } else { LEAST };
        let offered = |term: &u32| {
            let postings = index.of(*term as usize);
            let is_word = !index.terms[*term as usize].contains(' ');
            is_word && (postings.len() >= least || postings.iter().any(|posting| !posting.in_abstract()))
        };
        let words: Vec<u32> = (0..index.terms.len() as u32).filter(offered).collect();
        let backwards = |term: &u32| (index.terms[*term as usize].chars().rev().collect::<String>(), *term);
        let mut endings: Vec<(String, u32)> = words.iter().map(backwards).collect();
        endings.sort_unstable();
        let texts: Vec<&str> = words.iter().map(|term| &*index.terms[*term as usize]).collect();
        let divisions = divide(&texts, index.layout.words, |at| 4 + texts[at as usize].len() as u64 / 2);
        let texts: Vec<&str> = endings.iter().map(|(text, _)| text.as_str()).collect();
        let ending_divisions = divide(&texts, index.layout.words, |at| 4 + texts[at as usize].len() as u64 / 2);
        let title =
            |(number, paper): (usize, &u32)| (beginning(archive.paper(*paper).paper.title.plain()), number as u32);
        let mut titles: Vec<(String, u32)> = index.order.iter().enumerate().map(title).collect();
        titles.sort_unstable();
        let texts: Vec<&str> = titles.iter().map(|(text, _)| text.as_str()).collect();
        let title_divisions = divide(&texts, index.layout.titles, |_| 1);
        Lexicon { words, divisions, endings, ending_divisions, titles, title_divisions }
    }

    /// Where its files begin.
    pub fn divisions(&self) -> [&[(u32, String)]; 3] {
        [&self.title_divisions, &self.divisions, &self.ending_divisions]
    }

    /// A file of beginnings of titles, each with its paper.
    pub fn titles_file(&self, file: usize) -> Vec<u8> {
        let own = &self.titles[range(&self.title_divisions, file, self.titles.len())];
        let mut list = TermList::new(own.len());
        for (text, number) in own {
            list.text(text);
            list.number(*number);
        }
        list.finish()
    }

    /// A file of words.
    pub fn words_file(&self, index: &Index, file: usize) -> Vec<u8> {
        let range = range(&self.divisions, file, self.words.len());
        list(index, self.words[range].iter().map(|term| (&*index.terms[*term as usize], *term)))
    }

    /// A file of words that are spelled backwards.
    pub fn endings_file(&self, index: &Index, file: usize) -> Vec<u8> {
        let range = range(&self.ending_divisions, file, self.endings.len());
        list(index, self.endings[range].iter().map(|(text, term)| (text.as_str(), *term)))
    }
}

fn range(divisions: &[(u32, String)], file: usize, count: usize) -> std::ops::Range<usize> {
    divisions[file].0 as usize..divisions.get(file + 1).map_or(count, |(first, _)| *first as usize)
}

fn list<'a>(index: &Index, words: impl ExactSizeIterator<Item = (&'a str, u32)>) -> Vec<u8> {
    let mut list = TermList::new(words.len());
    for (text, term) in words {
        list.text(text);
        list.number(index.of(term as usize).len().ilog2());
    }
    list.finish()
}

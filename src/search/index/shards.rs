//! Files of terms: a range of the alphabet each, so that a word and what it may be completed to stand together.
//!
//! A file of terms: how many there are; of each what it shares with the one before, the rest of it, in how many papers it
//! stands as text and as an author's, the length of its postings; then all postings. Those are bits: the gaps between
//! the papers by Rice codes, each followed by its tag.

use serde_json::json;

use super::{FORMAT, IN_TITLE, Index, Posting};
use crate::archive::Archive;
use crate::search::bits::{BitWriter, low_bits, put};

/// Archives with fewer papers have no common terms: all their postings are short.
const FEW: u32 = 2000;
/// A term is common if it stands in one of so many papers.
const COMMON: u32 = 16;

impl Index {
    /// Terms that stand in the text of so many papers that their postings in abstracts are files of their own.
    pub(super) fn common_terms(&self) -> Vec<u32> {
        if self.papers() < FEW {
            return Vec::new();
        }
        let is_common = |term: &u32| {
            let postings = self.of(*term as usize);
            let text = || postings.iter().filter(|posting| !posting.author()).count();
            let least = (self.papers() / COMMON) as usize;
            postings.len() > least && text() > least
        };
        (0..self.terms.len() as u32).filter(is_common).collect()
    }

    fn is_common(&self, term: u32) -> bool {
        self.common.binary_search(&term).is_ok()
    }

    /// Divides the terms into files of like size, where the division can be said shortest: such places stay where they
    /// are when a paper is added.
    pub(super) fn divide(&self) -> Vec<(u32, String)> {
        let weight = |term: u32| {
            let postings = self.of(term as usize).len() as u64;
            let common = self.is_common(term);
            8 + self.terms[term as usize].len() as u64 / 2 + if common { postings / 4 } else { postings * 3 / 2 }
        };
        divide(&self.terms, self.layout.terms, weight)
    }

    /// Terms of one file.
    fn range(&self, file: usize) -> std::ops::Range<usize> {
        let end = self.divisions.get(file + 1).map_or(self.terms.len(), |(first, _)| *first as usize);
        self.divisions[file].0 as usize..end
    }

    pub(super) fn terms_file(&self, file: usize) -> Vec<u8> {
        let range = self.range(file);
        let mut list = TermList::new(range.len());
        for term in range {
            let common = self.is_common(term as u32);
            let of_text = |posting: &Posting| !(posting.author() || (common && posting.in_abstract()));
            let mut bits = BitWriter::default();
            let text = self.put_postings(term, of_text, &mut bits, tag_of_text);
            let author = self.put_postings(term, |posting| posting.author(), &mut bits, |tag| (u32::from(tag), 2));
            list.add(&self.terms[term], &[text, author], &bits.finish());
        }
        list.finish()
    }

    pub(super) fn common_file(&self, file: usize) -> Vec<u8> {
        let (count, files) = (self.common.len(), usize::from(self.layout.common));
        let range = file * count / files..(file + 1) * count / files;
        let mut list = TermList::new(range.len());
        for term in &self.common[range] {
            let mut bits = BitWriter::default();
            let text = self.put_postings(*term as usize, |posting| !posting.author(), &mut bits, |_| (0, 0));
            list.add(&self.terms[*term as usize], &[text], &bits.finish());
        }
        list.finish()
    }

    fn put_postings(
        &self,
        term: usize,
        which: impl Fn(&Posting) -> bool,
        bits: &mut BitWriter,
        tag: impl Fn(u8) -> (u32, u32),
    ) -> u32 {
        let chosen = || self.of(term).iter().filter(|posting| which(posting));
        let count = chosen().count() as u32;
        let low = low_bits(self.papers(), count);
        let mut next = 0;
        for posting in chosen() {
            bits.rice(posting.paper() - next, low);
            next = posting.paper() + 1;
            let (number, length) = tag(posting.tag());
            bits.put(number, length);
        }
        count
    }

    pub(super) fn root(&self, archive: &Archive) -> Vec<u8> {
        let settings = &archive.settings.search;
        let common = |term: &u32| {
            let text = self.of(*term as usize).iter().filter(|posting| !posting.author()).count();
            json!([self.terms[*term as usize], text])
        };
        let divisions = |list: &[(u32, String)]| list.iter().skip(1).map(|(_, text)| text.clone()).collect::<Vec<_>>();
        let layout = self.layout;
        let [titles, words, endings] = self.lexicon.divisions();
        let root = json!({
            "format": FORMAT,
            "stamp": format!("{:016x}", self.stamp),
            "papers": layout.papers,
            "cards": layout.cards,
            "ids": layout.ids,
            "commonFiles": layout.common,
            "abstracts": settings.abstracts,
            "authors": (settings.authors * 25.0).round() as u32,
            "terms": divisions(&self.divisions),
            "titles": divisions(titles),
            "words": divisions(words),
            "endings": divisions(endings),
            "common": self.common.iter().map(common).collect::<Vec<_>>(),
            "years": self.years(archive),
            "counts": self.has_counts(archive),
        });
        root.to_string().into_bytes()
    }
}

/// A tag of text as bits, the commoner ones the shorter: whether it is of a title, then the level.
fn tag_of_text(tag: u8) -> (u32, u32) {
    (u32::from(tag & IN_TITLE) >> 2 | u32::from(tag & 3) << 1, 3)
}

/// Divides sorted texts into `files` ranges of like weight: of each its first text, and the shortest text that is
/// greater than all before it. A range may be empty.
pub fn divide<T: AsRef<str>>(texts: &[T], files: u16, weight: impl Fn(u32) -> u64) -> Vec<(u32, String)> {
    let mut sums = Vec::with_capacity(texts.len() + 1);
    sums.push(0u64);
    for text in 0..texts.len() as u32 {
        sums.push(sums[text as usize] + weight(text));
    }
    let total = sums[texts.len()];
    let mut divisions = vec![(0, String::new())];
    for file in 1..u64::from(files) {
        let files = u64::from(files);
        let at = |quarters: u64| sums.partition_point(|sum| *sum * 4 * files < total * quarters);
        // Of the places within a quarter of a file's weight the first that is said shortest, which few papers change.
        let last = divisions.last().map_or(0, |(first, _)| *first as usize);
        let (from, middle, to) = (at(4 * file - 1).max(last), at(4 * file), at(4 * file + 1));
        let place = (from..=to).filter(|place| *place > 0 && *place < texts.len());
        let place = place.min_by_key(|place| shared(texts, *place));
        let place = place.unwrap_or(middle.clamp(last, texts.len()));
        let text = match texts.get(place) {
            Some(text) if place > 0 => beginning(text.as_ref(), shared(texts, place) + 1),
            _ => divisions.last().map_or_else(String::new, |(_, text)| text.clone()),
        };
        divisions.push((place as u32, text));
    }
    divisions
}

/// How many characters a text shares with the one before it.
fn shared<T: AsRef<str>>(texts: &[T], at: usize) -> usize {
    let (before, text) = (texts[at - 1].as_ref(), texts[at].as_ref());
    before.chars().zip(text.chars()).take_while(|(a, b)| a == b).count()
}

fn beginning(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

/// Sorted texts, each with numbers and bytes of its own.
pub struct TermList {
    head: Vec<u8>,
    tail: Vec<u8>,
    last: Vec<u8>,
}

impl TermList {
    /// A list of so many texts.
    pub fn new(count: usize) -> TermList {
        let mut head = Vec::new();
        put(count as u32, &mut head);
        TermList { head, tail: Vec::new(), last: Vec::new() }
    }

    /// Appends a text.
    pub fn add(&mut self, text: &str, numbers: &[u32], bytes: &[u8]) {
        self.text(text);
        numbers.iter().for_each(|number| put(*number, &mut self.head));
        put(bytes.len() as u32, &mut self.head);
        self.tail.extend_from_slice(bytes);
    }

    /// Appends a text alone, as the bytes that it shares with the one before it and the rest.
    pub fn text(&mut self, text: &str) {
        let text = text.as_bytes();
        let same = self.last.iter().zip(text).take_while(|(a, b)| a == b).count();
        put(same as u32, &mut self.head);
        put((text.len() - same) as u32, &mut self.head);
        self.head.extend_from_slice(&text[same..]);
        self.last.clear();
        self.last.extend_from_slice(text);
    }

    /// Appends a number to the text that was appended last.
    pub fn number(&mut self, number: u32) {
        put(number, &mut self.head);
    }

    /// The bytes of the list.
    pub fn finish(mut self) -> Vec<u8> {
        self.head.append(&mut self.tail);
        self.head
    }
}

#[cfg(test)]
mod tests {
    use super::divide;

    #[test]
    fn files_are_divided_where_it_is_said_shortest() {
        let texts: Vec<String> = (0..1000).map(|at| format!("{at:04}")).collect();
        let divisions = divide(&texts, 4, |_| 1);
        let said: Vec<(u32, &str)> = divisions.iter().map(|(at, text)| (*at, text.as_str())).collect();
        assert_eq!(said, [(0, ""), (200, "02"), (500, "05"), (700, "07")]);
        let mut more = texts.clone();
        more.insert(333, "0332a".to_owned());
        let again = divide(&more, 4, |_| 1);
        assert!(again.iter().map(|(_, text)| text).eq(divisions.iter().map(|(_, text)| text)));
    }

    #[test]
    fn there_are_as_many_files_as_asked_for() {
        for texts in [vec![], vec!["a"], vec!["a", "b"]] {
            let divisions = divide(&texts, 3, |_| 5);
            assert_eq!(divisions.len(), 3);
            assert!(divisions.is_sorted_by(|a, b| a.0 <= b.0 && a.1 <= b.1), "{divisions:?}");
        }
        let heavy = divide(&["a", "b", "c"], 6, |at| if at == 1 { 100 } else { 1 });
        assert!(heavy.is_sorted_by(|a, b| a.0 <= b.0 && a.1 <= b.1), "{heavy:?}");
    }
}

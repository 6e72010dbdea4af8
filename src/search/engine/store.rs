//! The files of an index, read as they are needed and decoded. What is wrong with one is an error that names it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Read as _;
use std::rc::Rc;

use serde::Deserialize;

use crate::search::bits::{BitReader, Garbled, Reader, low_bits};
use crate::search::index::{Card, FORMAT, IN_TITLE};
use crate::search::layout::File;
use crate::search::tokens::stem;

/// Largest size of a file when it is unpacked, in bytes; what says it is larger is garbled.
const LARGEST: u64 = 64 << 20;

/// Reads a file of the index by its name, compressed as it is.
pub type Fetch<'a> = dyn Fn(&str) -> Result<Vec<u8>, String> + 'a;

/// What every search begins with; what [`crate::search::index`] wrote as root.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Root {
    format: u32,
    /// Papers.
    pub papers: u32,
    /// Papers in a file of cards.
    pub cards: u32,
    /// Files of identifiers.
    pub ids: u32,
    common_files: usize,
    /// How much an author's name counts, 100 being as much as a title's word.
    pub authors: u32,
    /// Where files of terms begin, without the first; so with words and endings.
    pub terms: Vec<String>,
    titles: Vec<String>,
    words: Vec<String>,
    endings: Vec<String>,
    /// Very common terms with the number of papers in whose text they stand.
    pub common: Vec<(String, u32)>,
    /// Years with their first paper.
    pub years: Vec<(i16, u32)>,
    /// Whether abstracts are stored with cards.
    pub abstracts: bool,
}

/// What filters go by.
#[derive(Debug, Deserialize)]
pub struct Facets {
    /// Dates in runs.
    pub dates: Vec<serde_json::Value>,
    /// Names of venues, the key first.
    pub venues: Vec<Vec<String>>,
    /// Venues in runs, from 1; 0 is none.
    pub venue: Vec<u32>,
    /// Kinds in runs.
    #[serde(rename = "type")]
    pub kinds: Vec<serde_json::Value>,
    /// What papers have, in runs of 0 and 1.
    pub has: HashMap<String, Vec<u32>>,
    /// States of papers, in runs of 0 and 1.
    pub is: HashMap<String, Vec<u32>>,
}

/// Topics: names with the key first, parents, gaps between papers.
pub type Topics = Vec<(Vec<String>, Vec<u32>, Vec<u32>)>;

/// Papers with tags, ascending.
pub type Postings = Vec<(u32, u8)>;

/// The postings of one term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The term.
    pub term: String,
    /// Where it stands in text; of very common terms, in titles.
    pub text: Postings,
    /// Where it stands in authors' names.
    pub author: Postings,
}

/// The files of one index.
pub struct Store<'a> {
    fetch: Box<Fetch<'a>>,
    known: RefCell<HashMap<File, Rc<Vec<u8>>>>,
    /// The root.
    pub root: Root,
}

impl<'a> Store<'a> {
    /// Opens an index.
    ///
    /// # Errors
    /// Where its root cannot be read, or is of another format.
    pub fn open(fetch: Box<Fetch<'a>>) -> Result<Store<'a>, String> {
        let name = File::Root.name();
        let root: Root = serde_json::from_slice(&inflate(&fetch(&name)?).map_err(|_| garbled(File::Root))?)
            .map_err(|_| garbled(File::Root))?;
        if root.format != FORMAT {
            return Err(format!("{name} is of format {}, where {FORMAT} is read: build the site again", root.format));
        }
        if root.cards == 0 || root.ids == 0 {
            return Err(garbled(File::Root));
        }
        Ok(Store { fetch, known: RefCell::default(), root })
    }

    fn file(&self, file: File) -> Result<Rc<Vec<u8>>, String> {
        if let Some(known) = self.known.borrow().get(&file) {
            return Ok(Rc::clone(known));
        }
        let bytes = Rc::new(inflate(&(self.fetch)(&file.name())?).map_err(|_| garbled(file))?);
        self.known.borrow_mut().insert(file, Rc::clone(&bytes));
        Ok(bytes)
    }

    fn json<T: for<'d> Deserialize<'d>>(&self, file: File) -> Result<T, String> {
        serde_json::from_slice(&self.file(file)?).map_err(|_| garbled(file))
    }

    /// What filters go by.
    pub fn facets(&self) -> Result<Facets, String> {
        self.json(File::Facets)
    }

    /// Topics and their papers.
    pub fn topics(&self) -> Result<Topics, String> {
        self.json(File::Topics)
    }

    /// Upvotes of all papers, or nothing where none are counted.
    pub fn counts(&self) -> Result<Vec<Option<u64>>, String> {
        self.json(File::Counts)
    }

    /// The card of a paper.
    pub fn card(&self, paper: u32) -> Result<Card, String> {
        let file = File::Papers(paper / self.root.cards);
        let cards: Vec<Card> = self.json(file)?;
        cards.into_iter().nth((paper % self.root.cards) as usize).ok_or_else(|| garbled(file))
    }

    /// A term, if it stands anywhere.
    pub fn term(&self, term: &str) -> Result<Option<Entry>, String> {
        let file = place(&self.root.terms, term);
        Ok(self.entries(file, &|other| other == term)?.pop())
    }

    /// Terms that begin with a text, those in up to two files.
    pub fn completions(&self, start: &str) -> Result<Vec<Entry>, String> {
        let first = place(&self.root.terms, start);
        let last = place(&self.root.terms, &format!("{start}\u{10ffff}"));
        let mut found = Vec::new();
        for file in first..=last.min(first + 1) {
            found.extend(self.entries(file, &|term| term.starts_with(start) && !term.contains(' '))?);
        }
        Ok(found)
    }

    fn entries(&self, file: usize, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Entry>, String> {
        let file = File::Terms(file as u16);
        let bytes = self.file(file)?;
        let postings = |term: &str, numbers: &[u32], bits: &[u8]| {
            let mut reader = BitReader::new(bits);
            let text = self.postings(&mut reader, numbers[0], &|reader| {
                let tag = reader.get(3)? as u8;
                Ok(((tag & 1) * IN_TITLE) | (tag >> 1))
            })?;
            let author = self.postings(&mut reader, numbers[1], &|reader| Ok(reader.get(2)? as u8))?;
            Ok(Entry { term: term.to_owned(), text, author })
        };
        term_list(&bytes, 2, wanted, &postings).map_err(|_| garbled(file))
    }

    /// The papers in whose abstract a very common term stands, by its place among those.
    pub fn common(&self, at: usize) -> Result<Vec<u32>, String> {
        let (count, files) = (self.root.common.len(), self.root.common_files);
        let file = (0..files).find(|file| (file + 1) * count / files > at).unwrap_or(0);
        let file = File::Common(file as u16);
        let bytes = self.file(file)?;
        let papers =
            |_: &str, numbers: &[u32], bits: &[u8]| self.postings(&mut BitReader::new(bits), numbers[0], &|_| Ok(0));
        let found = term_list(&bytes, 1, &|term| term == self.root.common[at].0, &papers);
        let found = found.map_err(|_| garbled(file))?;
        Ok(found.into_iter().flatten().map(|(paper, _)| paper).collect())
    }

    fn postings(
        &self,
        reader: &mut BitReader<'_>,
        count: u32,
        tag: &dyn Fn(&mut BitReader<'_>) -> Result<u8, Garbled>,
    ) -> Result<Postings, Garbled> {
        let low = low_bits(self.root.papers, count);
        let mut found = Vec::new();
        let mut next = 0u32;
        for _ in 0..count {
            let paper = next.checked_add(reader.rice(low)?).filter(|paper| *paper < self.root.papers).ok_or(Garbled)?;
            found.push((paper, tag(reader)?));
            next = paper + 1;
        }
        Ok(found)
    }

    /// Papers whose title begins so, and whether that is all of it as far as titles are kept.
    pub fn titled(&self, start: &str) -> Result<Vec<(u32, bool)>, String> {
        let first = place(&self.root.titles, start);
        let last = place(&self.root.titles, &format!("{start}\u{10ffff}"));
        let mut found = Vec::new();
        for file in (first..=last.min(first + 1)).map(|file| File::Titles(file as u16)) {
            let list = word_list(&self.file(file)?).map_err(|_| garbled(file))?;
            let begins = list.into_iter().filter(|(text, paper)| text.starts_with(start) && *paper < self.root.papers);
            found.extend(begins.map(|(text, paper)| (paper, text == start)));
        }
        Ok(found)
    }

    /// Words that may be meant by a mistyped one, with how common they are in powers of two.
    pub fn words_near(&self, word: &str) -> Result<Vec<(String, u32)>, String> {
        let backwards = |text: &str| text.chars().rev().collect::<String>();
        let ending = |word: &str| File::Endings(place(&self.root.endings, &backwards(word)) as u16);
        let mut found = Vec::new();
        // Names stand as they are, other words without their plural.
        let mut files = vec![File::Words(place(&self.root.words, word) as u16), ending(word), ending(&stem(word))];
        files.dedup();
        for file in files {
            let turn = matches!(file, File::Endings(_));
            let bytes = self.file(file)?;
            let list = word_list(&bytes).map_err(|_| garbled(file))?;
            found.extend(list.into_iter().map(|(text, common)| (if turn { backwards(&text) } else { text }, common)));
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The papers of an identifier, whose digest it is.
    pub fn identified(&self, digest: u32) -> Result<Vec<u32>, String> {
        let file = File::Ids((digest % self.root.ids) as u16);
        let bytes = self.file(file)?;
        let mut reader = Reader::new(&bytes);
        let (mut last, mut found) = (0u32, Vec::new());
        let mut read = || -> Result<(), Garbled> {
            while !reader.is_empty() {
                last = last.checked_add(reader.number()?).ok_or(Garbled)?;
                let paper = reader.number()?;
                if last == digest && paper < self.root.papers {
                    found.push(paper);
                }
            }
            Ok(())
        };
        read().map_err(|_| garbled(file))?;
        Ok(found)
    }
}

/// Which file of several a text stands in, by where they begin.
fn place(divisions: &[String], text: &str) -> usize {
    divisions.partition_point(|division| division.as_str() <= text)
}

fn garbled(file: File) -> String {
    format!("{} is damaged: build the site again", file.name())
}

fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Garbled> {
    let mut out = Vec::new();
    let mut decoder = flate2::read::DeflateDecoder::new(bytes).take(LARGEST);
    decoder.read_to_end(&mut out).map_err(|_| Garbled)?;
    if out.len() as u64 == LARGEST { Err(Garbled) } else { Ok(out) }
}

/// Makes something of a term, its numbers and its postings.
type ReadEntry<'a, T> = dyn Fn(&str, &[u32], &[u8]) -> Result<T, Garbled> + 'a;

/// Those entries of a list of terms that are wanted, each with so many numbers.
fn term_list<T>(
    bytes: &[u8],
    numbers: usize,
    wanted: &dyn Fn(&str) -> bool,
    read: &ReadEntry<'_, T>,
) -> Result<Vec<T>, Garbled> {
    let mut reader = Reader::new(bytes);
    let count = reader.number()?;
    let mut term = Vec::new();
    let mut chosen = Vec::new();
    let mut offset = 0usize;
    for _ in 0..count {
        next_text(&mut reader, &mut term)?;
        let of = (0..numbers).map(|_| reader.number()).collect::<Result<Vec<u32>, Garbled>>()?;
        let length = reader.number()? as usize;
        let text = std::str::from_utf8(&term).map_err(|_| Garbled)?;
        if wanted(text) {
            chosen.push((text.to_owned(), of, offset, length));
        }
        offset = offset.checked_add(length).ok_or(Garbled)?;
    }
    let tail = reader.bytes(offset)?;
    chosen.into_iter().map(|(term, of, from, length)| read(&term, &of, &tail[from..from + length])).collect()
}

fn word_list(bytes: &[u8]) -> Result<Vec<(String, u32)>, Garbled> {
    let mut reader = Reader::new(bytes);
    let count = reader.number()?;
    let mut term = Vec::new();
    let mut found = Vec::new();
    for _ in 0..count {
        next_text(&mut reader, &mut term)?;
        found.push((String::from_utf8(term.clone()).map_err(|_| Garbled)?, reader.number()?));
    }
    Ok(found)
}

fn next_text(reader: &mut Reader<'_>, text: &mut Vec<u8>) -> Result<(), Garbled> {
    let shared = reader.number()? as usize;
    let length = reader.number()? as usize;
    if shared > text.len() {
        return Err(Garbled);
    }
    text.truncate(shared);
    text.extend_from_slice(reader.bytes(length)?);
    Ok(())
}

//! One paper → the terms that it is found by, each with how much it tells of the paper. A pure function of what the
//! paper says, so that it is remembered by content.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::config::Search;
use crate::memo::{Digest, Uniform};
use crate::paper::{Author, Paper};
use crate::search::tokens::{self, stem};
use crate::text::words_alone;

/// Words of a title, and of an abstract, as most have them: BM25F measures lengths by these. They are constants, since
/// with the averages of an archive every paper added would change every term of every other.
const TITLE: f64 = 10.0;
const ABSTRACT: f64 = 150.0;
/// How much a title's, and an abstract's, length counts against its words (BM25F's b).
const TITLE_LENGTH: f64 = 0.4;
const ABSTRACT_LENGTH: f64 = 0.6;
/// How soon a word more of the same tells nothing new (BM25F's k1).
const SATURATION: f64 = 1.2;

/// Where a term stands in a paper, and how much it tells, as it is stored: bit 2 for a title, below it one of four levels.
pub const IN_TITLE: u8 = 4;

/// The terms of one paper.
#[derive(Debug, Default)]
pub struct Terms {
    /// Of each: whether it is an author's and its tag, the length of the term, the term.
    bytes: Box<[u8]>,
    count: u32,
    /// Digest of what they were made from.
    pub digest: u128,
    /// The abstract as plain text, where abstracts are stored and markup makes it differ from what is written.
    pub text: Option<Arc<str>>,
}

/// A term of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term<'a> {
    /// The word as it is looked up.
    pub text: &'a str,
    /// Whether it is of an author's name.
    pub author: bool,
    /// Where it stands and how much it tells: for text [`IN_TITLE`] and a level, for authors a level.
    pub tag: u8,
}

impl Terms {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// Every term, each once for text and once for authors.
    pub fn iter(&self) -> impl Iterator<Item = Term<'_>> {
        let mut rest = &*self.bytes;
        std::iter::from_fn(move || {
            let [tag, length, after @ ..] = rest else { return None };
            let (text, after) = after.split_at_checked(usize::from(*length))?;
            rest = after;
            Some(Term { text: std::str::from_utf8(text).ok()?, author: tag & 0x80 != 0, tag: tag & 0x7f })
        })
    }
}

/// A paper with all that its terms depend on.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    paper: &'a Paper,
    settings: &'a Search,
    digest: u128,
}

impl<'a> Source<'a> {
    /// A paper, with which of its fields are searched and how much each counts; `rules` is a digest of the latter.
    pub fn new(paper: &'a Paper, settings: &'a Search, rules: u128) -> Source<'a> {
        Source { paper, settings, digest: digest(paper, rules) }
    }
}

impl Digest for Source<'_> {
    fn digest(&self) -> u128 {
        self.digest
    }
}

/// A digest of what the terms of papers depend on besides the papers.
pub fn rules(settings: &Search) -> u128 {
    let Search { fields, title, text, abstracts, .. } = settings;
    xxh3_128(format!("{fields:?} {title} {text} {abstracts}").as_bytes())
}

fn digest(paper: &Paper, rules: u128) -> u128 {
    let Paper { title, title_short, translations, authors, abstract_, summary, keywords, .. } = paper;
    let mut hasher = Xxh3::new();
    let mut text = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    [title.plain(), title_short, abstract_, summary.plain()].into_iter().for_each(&mut text);
    for author in authors {
        let Author { name, native, literal, .. } = author;
        [&*name.family, &name.given, &name.particle, &name.suffix, native, literal].into_iter().for_each(&mut text);
    }
    text("");
    keywords.iter().for_each(|keyword| text(keyword));
    text("");
    translations.iter().for_each(|other| {
        text(other.title.plain());
        text(&other.abstract_);
    });
    hasher.update(&rules.to_le_bytes());
    hasher.digest128()
}

/// How often a term stands in a paper.
#[derive(Default)]
struct Count {
    start: u32,
    length: u8,
    title: u32,
    text: u32,
    author: Option<u8>,
}

/// Different words that most papers have at most.
const USUAL: usize = 220;

/// Counts terms in the order in which they come first.
#[derive(Default)]
struct Counter {
    arena: String,
    counts: Vec<Count>,
    known: HashMap<u128, u32, Uniform>,
    /// The text that is being counted.
    folded: String,
}

impl Counter {
    /// Counts the words of a title, and says how many there are.
    fn title(&mut self, text: &str) -> u32 {
        let mut words = 0;
        self.each(text, |counter, word, is_compound| {
            words += u32::from(!is_compound);
            counter.at(&stem(word)).title += 1;
        });
        words
    }

    /// The same for an abstract and the like.
    fn text(&mut self, text: &str) -> u32 {
        let mut words = 0;
        self.each(text, |counter, word, is_compound| {
            words += u32::from(!is_compound);
            // A letter alone is a variable or an article, in a text as long as an abstract.
            if word.len() > 1 {
                counter.at(&stem(word)).text += 1;
            }
        });
        words
    }

    /// The words of a name, joined where it joins them, and each word of the family name with the first given name's
    /// letter.
    fn name(&mut self, author: &Author, level: u8) {
        let count = |counter: &mut Counter, word: &str| {
            let known = &mut counter.at(word).author;
            *known = Some(known.unwrap_or(0).max(level));
        };
        for text in [&author.display(), &author.native] {
            self.each(text, |counter, word, _| count(counter, word));
        }
        let mut given = String::new();
        tokens::fold(&author.name.given, &mut given);
        if author.literal.is_empty()
            && let Some(letter) = given.chars().next()
        {
            self.each(&author.name.family, |counter, word, _| count(counter, &format!("{word} {letter}")));
        }
    }

    /// Visits the words of a text, and then those that its hyphens make.
    fn each(&mut self, text: &str, mut visit: impl FnMut(&mut Counter, &str, bool)) {
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        tokens::fold(text, &mut folded);
        tokens::words(&folded, |word| visit(self, word, false));
        tokens::compounds(&folded, |word| visit(self, word, true));
        self.folded = folded;
    }

    fn at(&mut self, term: &str) -> &mut Count {
        let known = self.known.entry(xxh3_128(term.as_bytes()));
        let at = *known.or_insert_with(|| {
            let length = term.len() as u8;
            self.counts.push(Count { start: self.arena.len() as u32, length, ..Count::default() });
            self.arena.push_str(term);
            self.counts.len() as u32 - 1
        });
        &mut self.counts[at as usize]
    }
}

/// The terms of a paper.
pub fn terms(source: &Source<'_>) -> Terms {
    let Source { paper, settings, digest } = *source;
    let searched = |field: &str| settings.fields.contains(&field);
    let mut counter = Counter {
        arena: String::with_capacity(USUAL * 8),
        counts: Vec::with_capacity(USUAL),
        known: HashMap::with_capacity_and_hasher(USUAL, Uniform::default()),
        folded: String::new(),
    };
    let titles = [paper.title.plain(), &paper.title_short].into_iter();
    let titles = titles.chain(paper.translations.iter().map(|other| other.title.plain()));
    let title_words = titles.filter(|_| searched("title")).map(|title| counter.title(title)).sum();
    let plain = words_alone(&paper.abstract_);
    let translated = paper.translations.iter().map(|other| words_alone(&other.abstract_));
    let texts = translated.chain([Cow::Borrowed(&*plain), paper.summary.plain().into()]);
    let keywords = paper.keywords.iter().filter(|_| searched("keywords"));
    let texts = texts.filter(|_| searched("abstract")).chain(keywords.map(|keyword| keyword.as_str().into()));
    let text_words = texts.map(|text| counter.text(&text)).sum();
    for (at, author) in paper.authors.iter().enumerate().filter(|_| searched("authors")) {
        counter.name(author, level_of_author(at, paper.author_total()));
    }
    let level = |count: &Count| level(count, title_words, text_words, settings);
    let mut bytes = Vec::with_capacity(counter.arena.len() + 3 * counter.counts.len());
    let mut all = 0;
    for count in &counter.counts {
        let term = &counter.arena[count.start as usize..][..usize::from(count.length)];
        let tags = [level(count), count.author.map(|level| level | 0x80)];
        for tag in tags.into_iter().flatten() {
            all += 1;
            bytes.extend([tag, count.length]);
            bytes.extend(term.as_bytes());
        }
    }
    let text = if settings.abstracts
        && let Cow::Owned(text) = plain
    {
        Some(text.into())
    } else {
        None
    };
    Terms { bytes: bytes.into(), count: all, digest, text }
}

/// Where a term stands in the text, and how much it tells of the paper by BM25F, in four levels each.
///
/// Robertson, Zaragoza and Taylor, Simple BM25 extension to multiple weighted fields (CIKM 2004).
fn level(count: &Count, title_words: u32, text_words: u32, weights: &Search) -> Option<u8> {
    if count.title == 0 && count.text == 0 {
        return None;
    }
    let field = |count: u32, words: u32, usual: f64, share: f64| {
        f64::from(count) / (1.0 - share + share * f64::from(words) / usual)
    };
    let weight = weights.title * field(count.title.min(2), title_words, TITLE, TITLE_LENGTH)
        + weights.text * field(count.text, text_words, ABSTRACT, ABSTRACT_LENGTH);
    let told = weight / (SATURATION + weight);
    let step = |from: f64, width: f64| ((told - from) / width).clamp(0.0, 3.0) as u8;
    Some(if count.title > 0 { IN_TITLE | step(0.6, 0.1) } else { step(0.3, 0.125) })
}

/// How much a name tells of a paper: the first of the authors most, and of many authors each but little.
fn level_of_author(at: usize, authors: usize) -> u8 {
    match (at, authors) {
        (0, _) => 3,
        (_, ..=5) => 2,
        (_, ..=15) => 1,
        _ => 0,
    }
}

//! Words and phrases in what a paper says.
//!
//! A text is kept as its words in a row, a space before and after each, so that a word, the beginning of a word and a
//! phrase are all found by looking for a piece of text.

use std::cell::OnceCell;

use crate::paper::Paper;
use crate::search::query::Scope;
use crate::search::tokens;
use crate::text::plain;

/// The words of a paper, each kind made when it is first asked for.
pub struct Texts<'a> {
    paper: &'a Paper,
    titles: OnceCell<String>,
    body: OnceCell<String>,
    authors: OnceCell<Vec<String>>,
}

impl<'a> Texts<'a> {
    pub fn new(paper: &'a Paper) -> Texts<'a> {
        Texts { paper, titles: OnceCell::new(), body: OnceCell::new(), authors: OnceCell::new() }
    }

    fn titles(&self) -> &str {
        self.titles.get_or_init(|| {
            let mut row = String::new();
            stems(self.paper.title.plain(), &mut row);
            stems(&self.paper.title_short, &mut row);
            self.paper.translations.iter().for_each(|other| stems(other.title.plain(), &mut row));
            row
        })
    }

    fn body(&self) -> &str {
        self.body.get_or_init(|| {
            let mut row = String::new();
            stems(&plain(&self.paper.abstract_), &mut row);
            stems(self.paper.summary.plain(), &mut row);
            self.paper.keywords.iter().for_each(|keyword| stems(keyword, &mut row));
            row
        })
    }

    /// Of each name its words as they are, and its compounds.
    fn authors(&self) -> &[String] {
        self.authors.get_or_init(|| {
            let names = self.paper.authors.iter().flat_map(|author| [author.display(), author.native.clone()]);
            let row = |name: String| {
                let (mut folded, mut row) = (String::new(), " ".to_owned());
                tokens::fold(&name, &mut folded);
                tokens::words(&folded, |word| push(word, &mut row));
                tokens::compounds(&folded, |word| push(word, &mut row));
                row
            };
            names.filter(|name| !name.is_empty()).map(row).collect()
        })
    }
}

/// Appends the words of a text without their plurals. A line break keeps them from the next text, and each compound from
/// all else.
fn stems(text: &str, row: &mut String) {
    let mut folded = String::with_capacity(text.len());
    tokens::fold(text, &mut folded);
    row.push(' ');
    tokens::words(&folded, |word| push(&tokens::stem(word), row));
    tokens::compounds(&folded, |word| {
        row.push_str("\n ");
        push(&tokens::stem(word), row);
    });
    row.push('\n');
}

fn push(word: &str, row: &mut String) {
    row.push_str(word);
    row.push(' ');
}

/// Words that are sought: side by side in a text, or together in one name.
pub struct Sought {
    scope: Scope,
    /// As they are in names.
    names: Vec<String>,
    /// Pieces of a row of words of which one must be there.
    pieces: Vec<String>,
    /// Whether the last word may go on.
    prefix: bool,
    /// Whether it is one character of a script of which words are pairs.
    is_half: bool,
}

impl Sought {
    /// A word as it was typed, which may hold several; `None` where it holds none.
    pub fn word(scope: Scope, text: &str, prefix: bool) -> Option<Sought> {
        let (mut folded, mut names, mut compounds) = (String::new(), Vec::new(), Vec::new());
        tokens::fold(text, &mut folded);
        tokens::words(&folded, |word| names.push(word.to_owned()));
        // `pre-training` is also `pretraining`; of several compounds none is the whole.
        if !folded.contains(' ') {
            tokens::compounds(&folded, |word| compounds.push(word.to_owned()));
        }
        let is_half = folded.chars().nth(1).is_none() && folded.chars().all(tokens::is_unspaced);
        let pieces = match names.as_slice() {
            [] => return None,
            [half] if is_half => vec![half.clone()],
            words => [pieces(words, prefix), pieces(&compounds, prefix)].concat(),
        };
        Some(Sought { scope, names, pieces, prefix, is_half })
    }

    /// Consecutive words; `None` where there are none.
    pub fn phrase(scope: Scope, text: &str) -> Option<Sought> {
        let words = Sought::word(scope, text, false)?;
        let pieces = if words.is_half { words.pieces } else { pieces(&words.names, false) };
        Some(Sought { pieces, ..words })
    }

    pub fn stands_in(&self, texts: &Texts<'_>) -> bool {
        let is_in = |row: &str| self.pieces.iter().any(|piece| row.contains(piece));
        let authors = || texts.authors().iter().any(|name| self.is_of(name));
        match self.scope {
            Scope::Title => is_in(texts.titles()),
            Scope::Author => authors(),
            Scope::Any => is_in(texts.titles()) || authors() || is_in(texts.body()),
        }
    }

    /// Whether a name has all the words, in any order, each another one. Where authors are asked for, a letter stands for
    /// a word that begins with it.
    fn is_of(&self, name: &str) -> bool {
        let mut free: Vec<&str> = name.split_whitespace().collect();
        let mut take = |is: &dyn Fn(&str) -> bool| {
            let at = free.iter().position(|word| is(word));
            at.map(|at| free.swap_remove(at)).is_some()
        };
        let begins = self.scope == Scope::Author || self.is_half;
        let is_letter = |word: &&String| begins && word.chars().nth(1).is_none();
        let (letters, words): (Vec<&String>, Vec<&String>) = self.names.iter().partition(is_letter);
        let last = self.names.last().filter(|_| self.prefix);
        let may_go_on = |sought: &String| last.is_some_and(|last| std::ptr::eq(last, sought));
        words.iter().all(|sought| take(&|word| word == *sought || (may_go_on(sought) && word.starts_with(*sought))))
            && letters.iter().all(|sought| take(&|word| word.starts_with(*sought)))
    }
}

/// Words in a row as they stand in texts; a last word that may go on also without a space behind it.
fn pieces(words: &[String], prefix: bool) -> Vec<String> {
    let Some((last, before)) = words.split_last() else { return Vec::new() };
    let mut row = String::from(" ");
    before.iter().for_each(|word| push(&tokens::stem(word), &mut row));
    let open = prefix.then(|| format!("{row}{last}"));
    push(&tokens::stem(last), &mut row);
    [row].into_iter().chain(open).collect()
}

/// The names of one thing, each as its words.
pub struct Names(Vec<Vec<String>>);

impl Names {
    pub fn new<'a, T: AsRef<str> + ?Sized + 'a>(names: impl IntoIterator<Item = &'a T>) -> Names {
        let words = |name: &T| {
            let (mut folded, mut words) = (String::new(), Vec::new());
            tokens::fold(name.as_ref(), &mut folded);
            tokens::words(&folded, |word| words.push(word.to_owned()));
            words
        };
        Names(names.into_iter().map(words).filter(|words| !words.is_empty()).collect())
    }

    /// Whether one of the names is one of the others.
    pub fn have(&self, others: &Names) -> bool {
        self.0.iter().any(|name| others.0.contains(name))
    }

    /// Whether one of the names has every word of one of the others.
    pub fn hold_words_of(&self, others: &Names) -> bool {
        self.0.iter().any(|name| others.0.iter().any(|other| other.iter().all(|word| name.contains(word))))
    }
}

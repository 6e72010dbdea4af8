//! What people write in an entry, as HTML for a page and as plain text for everything else.
//!
//! Titles and abstracts are Markdown mixed with TeX, written by strangers and escaped by databases; notes are Markdown.
//! Nothing in them may run script in a reader's browser: HTML is written here, element by element, and what an author
//! writes as HTML is text. What the text belongs to, and where its page is, is not known here.

mod body;
mod cite;
mod commands;
mod lower;
mod pieces;
mod target;
mod write;

use std::ops::Range;

use super::highlight::Highlighter;
use super::math::Math;
pub use cite::Citation;
use lower::{Shape, lower};
pub use pieces::{Piece, pieces};
pub use write::escape;
use write::{Links, write};

/// HTML, and what could not be shown as it was meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Safe to stand in a page as it is.
    pub html: String,
    /// In the order of the source.
    pub problems: Vec<Problem>,
}

/// Notes or a page, with what it cites still open: see [`Passage::html`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    html: String,
    /// In the order of the source.
    pub problems: Vec<Problem>,
    /// The papers that it names, in no order.
    pub cited: Vec<Citation>,
    /// An id that no heading of it has, for the list of what it cites.
    pub references: String,
}

/// The words that the program itself brings into notes and pages.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct BodyWords {
    pub note: String,
    pub tip: String,
    pub important: String,
    pub warning: String,
    pub caution: String,
    /// What a box with a table in it is called.
    pub table: String,
    /// The link from a footnote to where it was referred to.
    pub back: String,
}

/// Something in a text that could not be shown as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is a problem of.
    pub kind: ProblemKind,
    /// Bytes in the source.
    pub range: Range<usize>,
    /// A lower-case sentence, names in backticks.
    pub message: String,
}

/// What a [`Problem`] is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A formula.
    Math,
    /// Raw HTML.
    Html,
    /// An address.
    Url,
    /// A picture without alternative text.
    Alt,
}

/// Converts texts, with the macros and the image rule of one archive. It may be shared by threads.
#[derive(Debug)]
pub struct Markup {
    math: Math,
    remote_images: bool,
    highlighter: Highlighter,
    words: BodyWords,
}

impl Markup {
    /// A converter that shows formulas by `math`, and pictures from elsewhere if `remote_images` (else links to them).
    pub fn new(math: Math, remote_images: bool) -> Markup {
        Markup { math, remote_images, highlighter: Highlighter::default(), words: BodyWords::default() }
    }

    /// The same converter, with words for notes and pages; without, it brings none into them.
    pub fn in_words(self, words: BodyWords) -> Markup {
        Markup { words, ..self }
    }

    /// A title or a name: emphasis, code and formulas in one line, without links, since titles stand inside of links.
    pub fn inline(&self, source: &str) -> Rendered {
        self.line(source, Links::Text)
    }

    /// A summary: like [`Markup::inline`], with links.
    pub fn summary(&self, source: &str) -> Rendered {
        self.line(source, Links::Shown)
    }

    fn line(&self, source: &str, links: Links) -> Rendered {
        let line = source.trim();
        if is_bare(line) {
            let mut html = String::with_capacity(line.len() + 8);
            escape(line, &mut html);
            return Rendered { html, problems: Vec::new() };
        }
        let mut rendered = write(self, line, &lower(line, Shape::Line), links);
        let skipped = source.len() - source.trim_start().len();
        for problem in &mut rendered.problems {
            problem.range = problem.range.start + skipped..problem.range.end + skipped;
        }
        rendered
    }

    /// An abstract: paragraphs, lists, emphasis, links and formulas. A single line break is a space.
    pub fn blocks(&self, source: &str) -> Rendered {
        write(self, source, &lower(source, Shape::Blocks), Links::Shown)
    }

    /// What [`Markup::blocks`] would find wrong. Nearly every abstract has nothing that could be, which is soon seen.
    pub fn problems(&self, source: &str) -> Vec<Problem> {
        // Formulas and commands, HTML and autolinks, links and images; entities may spell any of them.
        if source.bytes().any(|b| matches!(b, b'$' | b'\\' | b'<' | b'[' | b'&')) {
            self.blocks(source).problems
        } else {
            Vec::new()
        }
    }

    /// Notes or a page: all of Markdown, with tables, footnotes and alerts. `#` becomes `h2`, since the page has its own
    /// `h1`. Ids are slugs; they begin with `prefix` and a hyphen, unless it is empty.
    pub fn body(&self, source: &str, prefix: &str) -> Passage {
        body::render(self, source, prefix, true)
    }

    /// The same without the classes of code, for who only asks for links, citations and problems.
    pub fn sketch(&self, source: &str) -> Passage {
        body::render(self, source, "", false)
    }
}

/// Plain text as HTML.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    write::escape(text, &mut out);
    out
}

/// A title, abstract or summary without any markup, white space collapsed: "$\le$13" is "≤13".
pub fn plain(source: &str) -> String {
    if is_bare(source) && !source.contains('\n') {
        return write::collapsed(source);
    }
    let shape = if source.trim().contains('\n') { Shape::Blocks } else { Shape::Line };
    write::plain(source, shape)
}

/// The same for who looks at the words alone: a text without markup is taken as it is.
pub fn words_alone(source: &str) -> std::borrow::Cow<'_, str> {
    if is_bare(source.trim_end()) { source.into() } else { plain(source).into() }
}

/// Whether a text has nothing in it that Markdown or TeX would read, so that it only needs escaping.
fn is_bare(source: &str) -> bool {
    let bytes = source.as_bytes();
    let before = |at: usize, what: &[u8]| bytes[..at].ends_with(what);
    !bytes.iter().enumerate().filter(|(_, byte)| MAY_BE_MARKUP[usize::from(**byte)]).any(|(at, byte)| match byte {
        b'-' => before(at, b"-"),
        b'\'' => before(at, b"'"),
        b'/' => before(at, b":/"),
        0xc2 => bytes.get(at + 1).is_some_and(|next| *next < 0xa0),
        _ => true,
    })
}

/// Bytes that are markup, alone or with their neighbours; among them control characters, and the lead bytes of the
/// private planes, where slots live.
const MAY_BE_MARKUP: [bool; 256] = {
    let (mut table, mut at) = ([false; 256], 0);
    let listed = b"$\\*_`<&[]{}~-'/\x7f\xc2\xf3\xf4";
    while at < b' ' as usize {
        table[at] = true;
        at += 1;
    }
    at = 0;
    while at < listed.len() {
        table[listed[at] as usize] = true;
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests;

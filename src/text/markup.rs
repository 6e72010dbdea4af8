//! Markdown and TeX to HTML and to plain text.
use std::ops::Range;

use super::math::Math;

/// HTML, and what could not be shown as it was meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Safe to stand in a page as it is.
    pub html: String,
    /// In the order of the source.
    pub problems: Vec<Problem>,
}

/// Something in a text that could not be shown as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What of.
    pub kind: ProblemKind,
    /// Bytes in the source.
    pub range: Range<usize>,
    /// A lower-case sentence, names in backticks.
    pub message: String,
}

/// What a problem is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A formula.
    Math,
    /// HTML.
    Html,
    /// A URL.
    Url,
}

/// Converts texts, with the macros and the image rule of one archive.
#[derive(Debug)]
pub struct Markup {
    _math: Math,
    _remote_images: bool,
}

impl Markup {
    /// A converter that shows formulas by `math`, and pictures from elsewhere if `remote_images` (else links to them).
    pub fn new(math: Math, remote_images: bool) -> Markup {
        Markup { _math: math, _remote_images: remote_images }
    }

    /// A title or a name: emphasis, code and formulas, no links and no blocks.
    pub fn inline(&self, source: &str) -> Rendered {
        escaped(source)
    }

    /// A summary: like [`Markup::inline`], with links.
    pub fn summary(&self, source: &str) -> Rendered {
        escaped(source)
    }

    /// An abstract: paragraphs, lists, emphasis, links and formulas.
    pub fn blocks(&self, source: &str) -> Rendered {
        escaped(source)
    }

    /// Notes or a page; ids begin with `prefix`.
    pub fn body(&self, source: &str, _prefix: &str) -> Rendered {
        escaped(source)
    }
}

/// A title, abstract or summary without any markup.
pub fn plain(source: &str) -> String {
    source.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escaped(source: &str) -> Rendered {
    let html = source.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    Rendered { html, problems: Vec::new() }
}

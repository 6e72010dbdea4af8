//! Where text ends and formulas begin.
//!
//! Titles and abstracts mix prose, Markdown and TeX, and a dollar may be money. This module cuts a source into pieces,
//! each with its byte range, so that later stages never look for Markdown inside a formula, or for a formula inside
//! code or an address. It does not convert anything and knows neither HTML nor Markdown's blocks.

pub(crate) mod command;
mod find;

use std::ops::Range;

use super::math::Display;
use find::{Closers, address, destination, environment};

/// A piece of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Bytes in the source, with delimiters.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What a piece of a source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Prose with Markdown and text commands.
    Text,
    /// A formula.
    Math {
        /// The formula without its delimiters; environments keep them.
        body: Range<usize>,
        /// Whether it stands on its own.
        display: Display,
    },
    /// Code between backticks.
    Code {
        /// The code without its backticks.
        body: Range<usize>,
    },
    /// An address of the web, bare or between angle brackets.
    Url {
        /// The address alone.
        body: Range<usize>,
    },
    /// What later stages read by themselves: the target of a Markdown link.
    Verbatim,
    /// A quotation mark that was written with backticks or apostrophes.
    Quote(&'static str),
    /// A formula once more, since some databases give it twice: as TeX and as text.
    Leftover,
}

/// The pieces of a title, abstract or summary, in order and without gaps.
///
/// The rule for dollars is pandoc's: the opening one has no white space after it, the closing one none before it and no
/// digit after it. It is relaxed where what stands between can be nothing but TeX.
pub fn segments(source: &str) -> Vec<Segment> {
    Splitter::new(source, &[], true).run()
}

/// The pieces of a text whose code and links somebody else has found: they are `apart`, sorted, and count as text.
pub(crate) fn segments_apart(source: &str, apart: &[Range<usize>]) -> Vec<Segment> {
    Splitter::new(source, apart, false).run()
}

struct Splitter<'a> {
    source: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Where the text that is not yet a segment begins.
    from: usize,
    out: Vec<Segment>,
    apart: &'a [Range<usize>],
    /// Whether backticks and link targets are read here.
    prose: bool,
    closers: Closers<'a>,
    /// A quotation mark that is still to come: where, how long, and what it is.
    quote: Option<(usize, usize, &'static str)>,
}

/// The bytes at which something else than text may begin.
const SPECIAL: [bool; 256] = table(b"\\$`]h");

/// Whether each byte is one of a few.
pub(crate) const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

impl<'a> Splitter<'a> {
    fn new(source: &'a str, apart: &'a [Range<usize>], prose: bool) -> Self {
        let bytes = source.as_bytes();
        Splitter {
            source,
            bytes,
            at: 0,
            from: 0,
            out: vec![],
            apart,
            prose,
            closers: Closers::new(source),
            quote: None,
        }
    }

    fn run(mut self) -> Vec<Segment> {
        while self.at < self.bytes.len() {
            if self.skip_apart() || self.close_quote() {
                continue;
            }
            match self.bytes[self.at] {
                b'\\' => self.backslash(),
                b'$' => self.dollar(),
                b'`' if self.prose => self.backtick(),
                b']' if self.prose && self.rest(1).starts_with('(') => match destination(self.rest(1)) {
                    Some(length) => self.emit(self.at + 1, self.at + 1 + length, Kind::Verbatim),
                    None => self.at += 1,
                },
                b'h' if self.bytes[self.at..].starts_with(b"http") => self.address(),
                _ => self.at += 1,
            }
            if self.quote.is_none() && self.apart.is_empty() {
                let next = self.bytes[self.at.min(self.bytes.len())..].iter().position(|b| SPECIAL[usize::from(*b)]);
                self.at = next.map_or(self.bytes.len(), |next| self.at + next);
            }
        }
        self.flush(self.bytes.len());
        self.out
    }

    fn rest(&self, skip: usize) -> &'a str {
        self.source.get(self.at + skip..).unwrap_or_default()
    }

    fn flush(&mut self, to: usize) {
        if self.from < to {
            self.out.push(Segment { range: self.from..to, kind: Kind::Text });
        }
    }

    fn emit(&mut self, start: usize, end: usize, kind: Kind) {
        self.flush(start);
        self.out.push(Segment { range: start..end, kind });
        self.at = end;
        self.from = end;
    }

    fn math(&mut self, end: usize, body: Range<usize>, display: Display) {
        self.emit(self.at, end, Kind::Math { body, display });
    }

    fn skip_apart(&mut self) -> bool {
        while let Some(first) = self.apart.first() {
            if first.end > self.at {
                let inside = first.start <= self.at;
                if inside {
                    self.at = first.end;
                }
                return inside;
            }
            self.apart = &self.apart[1..];
        }
        false
    }

    fn close_quote(&mut self) -> bool {
        let Some((at, length, mark)) = self.quote else { return false };
        if at <= self.at {
            self.quote = None;
        }
        if at == self.at {
            self.emit(at, at + length, Kind::Quote(mark));
        }
        at + length == self.at
    }

    fn backslash(&mut self) {
        let rest = self.rest(1);
        match rest.as_bytes().first() {
            Some(b'(') => self.bracketed(r"\)", Display::Inline),
            Some(b'[') => self.bracketed(r"\]", Display::Block),
            Some(b'b') if rest.starts_with("begin{") => self.environment(),
            Some(b'd') if rest.starts_with("documentclass") => self.document(),
            Some(b'h') if rest.starts_with("href{") => self.at += find::braced(rest).map_or(6, |end| 1 + end),
            Some(b'u') if rest.starts_with("url{") => self.at += find::braced(rest).map_or(5, |end| 1 + end),
            _ => self.at += 1 + rest.chars().next().map_or(0, char::len_utf8),
        }
    }

    fn bracketed(&mut self, close: &'static str, display: Display) {
        let start = self.at + 2;
        match self.closers.next(close, start) {
            Some(end) if !self.source[start..end].trim().is_empty() => self.math(end + 2, start..end, display),
            _ => self.at = start,
        }
    }

    fn environment(&mut self) {
        let found = environment(self.rest(7)).and_then(|end| self.closers.next(end, self.at).map(|at| at + end.len()));
        match found {
            Some(end) => self.math(end, self.at..end, Display::Block),
            None => self.at += 7,
        }
    }

    /// A whole document for one formula, as Springer's databases have it.
    fn document(&mut self) {
        let Some(end) = self.closers.next(r"\end{document}", self.at) else {
            self.at += 1;
            return;
        };
        let whole = &self.source[self.at..end];
        let body = whole.find("$$").and_then(|from| Some(from + 2..from + 2 + whole[from + 2..].find("$$")?));
        let told = self.at > 0 && !self.bytes[self.at - 1].is_ascii_whitespace();
        let end = end + r"\end{document}".len();
        match body.filter(|_| !told) {
            Some(body) => self.math(end, self.at + body.start..self.at + body.end, Display::Inline),
            None => self.emit(self.at, end, Kind::Leftover),
        }
    }

    fn dollar(&mut self) {
        if self.rest(0).starts_with("$$") {
            let start = self.at + 2;
            match self.closers.next("$$", start) {
                Some(end) if !self.source[start..end].trim().is_empty() => self.double_dollar(start..end),
                _ => self.at = start,
            }
            return;
        }
        let start = self.at + 1;
        match find::dollar(self.source, start, self.closers.paragraph(start)) {
            Some(end) => self.math(end + 1, start..end, Display::Inline),
            None => self.at = start,
        }
    }

    /// A formula between double dollars. In prose, databases write all formulas so, and the same again as text after it.
    fn double_dollar(&mut self, body: Range<usize>) {
        let end = body.end + 2;
        if !self.prose || find::stands_alone(self.source, &body) {
            return self.math(end, body, Display::Block);
        }
        let echo = find::echo(&self.source[body.clone()], &self.source[end..self.closers.paragraph(end)]);
        self.math(end, body, Display::Inline);
        if let Some(length) = echo {
            self.emit(end, end + length, Kind::Leftover);
        }
    }

    fn backtick(&mut self) {
        let start = self.at;
        let length = self.rest(0).bytes().take_while(|b| *b == b'`').count();
        let after = start + length;
        if let Some((close, width, [open, shut])) = find::quote(self.source, start, length) {
            self.quote = Some((close, width, shut));
            self.emit(start, after, Kind::Quote(open));
        } else if let Some(end) = self.closers.backticks(length, after) {
            self.emit(start, end + length, Kind::Code { body: after..end });
        } else if length == 2 {
            self.emit(start, after, Kind::Quote("“"));
        } else {
            self.at = after;
        }
    }

    fn address(&mut self) {
        let before = &self.source[..self.at];
        let Some(length) = address(self.rest(0)).filter(|_| !before.ends_with(|c: char| c.is_alphanumeric())) else {
            self.at += 4;
            return;
        };
        let end = self.at + length;
        if before.ends_with("]: ") {
            self.at = end;
        } else if before.ends_with('<') && self.source[end..].starts_with('>') {
            self.emit(self.at - 1, end + 1, Kind::Url { body: end - length..end });
        } else {
            self.emit(self.at, end, Kind::Url { body: end - length..end });
        }
    }
}

#[cfg(test)]
mod tests;

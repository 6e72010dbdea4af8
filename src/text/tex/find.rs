//! Finding where a piece ends. Every search is bounded or remembers what it found, so that a source of nothing but
//! openings takes no longer than any other.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::super::math::plain;

/// Formulas of text end where the paragraph ends, and no real one is longer.
const MAX_FORMULA: usize = 4_000;

/// The next place of each closing delimiter, remembered while the reading position goes forward.
pub(super) struct Closers<'a> {
    source: &'a str,
    /// Delimiter, the position from which it was searched, and where it was found.
    known: Vec<(&'static str, usize, Option<usize>)>,
    paragraph: (usize, usize),
    /// For each length of a run of backticks, the position after which there is none of this length.
    barren: Vec<usize>,
}

impl<'a> Closers<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Closers { source, known: Vec::new(), paragraph: (0, 0), barren: Vec::new() }
    }

    /// The place of a delimiter in the rest of the paragraph, unless a backslash takes its meaning.
    pub(super) fn next(&mut self, delimiter: &'static str, from: usize) -> Option<usize> {
        let end = self.paragraph(from);
        let slot = match self.known.iter().position(|(known, ..)| *known == delimiter) {
            Some(slot) => slot,
            None => {
                self.known.push((delimiter, usize::MAX, None));
                self.known.len() - 1
            }
        };
        let (_, searched, found) = self.known[slot];
        let fresh = searched <= from && found.is_none_or(|at| at >= from);
        let found = if fresh { found } else { self.search(delimiter, from) };
        if !fresh {
            self.known[slot] = (delimiter, from, found);
        }
        found.filter(|at| *at < end)
    }

    fn search(&self, delimiter: &str, from: usize) -> Option<usize> {
        let mut start = from;
        loop {
            let at = start + self.source.get(start..)?.find(delimiter)?;
            let slashes = self.source[from..at].bytes().rev().take_while(|b| *b == b'\\').count();
            if slashes % 2 == 0 {
                return Some(at);
            }
            start = at + 1;
        }
    }

    /// Where the paragraph around a position ends: at a blank line or with the source.
    pub(super) fn paragraph(&mut self, from: usize) -> usize {
        let (searched, end) = self.paragraph;
        if end > from && searched <= from {
            return end;
        }
        let mut start = from;
        let end = loop {
            let Some(line) = self.source.get(start..).and_then(|rest| rest.find('\n')) else { break self.source.len() };
            let after = &self.source[start + line + 1..];
            let blank = after.len() - after.trim_start_matches([' ', '\t', '\r']).len();
            if after[blank..].starts_with('\n') {
                break start + line;
            }
            start += line + 1 + blank;
        };
        self.paragraph = (from, end);
        end
    }

    /// The next run of exactly so many backticks.
    pub(super) fn backticks(&mut self, length: usize, from: usize) -> Option<usize> {
        if length > 32 || self.barren.get(length).is_some_and(|barren| *barren <= from) {
            return None;
        }
        let end = self.paragraph(from);
        let mut at = from;
        while let Some(start) = self.source.get(at..end).and_then(|rest| rest.find('`')) {
            let run = self.source[at + start..end].bytes().take_while(|b| *b == b'`').count();
            if run == length {
                return Some(at + start);
            }
            at += start + run;
        }
        if end == self.source.len() {
            self.barren.resize(self.barren.len().max(length + 1), usize::MAX);
            self.barren[length] = from;
        }
        None
    }
}

/// Where the formula ends that a dollar before `start` begins, if it begins one.
pub(super) fn dollar(source: &str, start: usize, paragraph: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut limit = paragraph.min(start + MAX_FORMULA);
    let (mut depth, mut inner, mut at) = (0i32, None, start);
    while at < limit {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'$' if depth <= 0 => return is_formula(source, start, at).then_some(at),
            // A dollar in braces closes a formula only if no better one follows soon: \text{for $x$}.
            b'$' if inner.is_none() => {
                inner = Some(at);
                limit = limit.min(at + 300);
            }
            _ => {}
        }
        at += 1;
    }
    inner.filter(|at| is_formula(source, start, *at))
}

/// Whether what stands between two dollars is a formula: pandoc's rule, or TeX beyond doubt.
fn is_formula(source: &str, start: usize, end: usize) -> bool {
    let body = &source[start..end];
    let trimmed = body.trim();
    if trimmed.is_empty() {
        return false;
    }
    if body.contains(['\\', '^', '_', '{', '}']) || matches!(trimmed, "&lt;" | "&gt;") {
        return true;
    }
    // Operators and single letters need no more evidence, money has digits first and words after.
    let first = trimmed.starts_with(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','));
    let words = trimmed.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().nth(2).is_some());
    if first && !words {
        return true;
    }
    let tight = trimmed.len() == body.len() && !source[end + 1..].starts_with(|c: char| c.is_ascii_digit());
    tight && !is_money(body)
}

/// "5 and AU" between two dollars is not a formula: it begins with a digit and goes on in words.
fn is_money(body: &str) -> bool {
    let word = |word: &str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    body.starts_with(|c: char| c.is_ascii_digit()) && body.split_ascii_whitespace().skip(1).any(word)
}

/// Whether a formula between double dollars is set apart: on lines of its own, or with the punctuation of a sentence
/// that goes on around it.
pub(super) fn stands_alone(source: &str, body: &Range<usize>) -> bool {
    let tex = source[body.clone()].trim_end();
    let blank = |bytes: &mut dyn Iterator<Item = u8>| bytes.take(200).take_while(|b| *b != b'\n').all(|b| b <= b' ');
    let before = blank(&mut source[..body.start - 2].bytes().rev());
    let after = blank(&mut source[body.end + 2..].bytes());
    tex.ends_with([',', '.', ';']) || tex.contains("\\\\") || tex.contains("\\begin") || (before && after)
}

/// The length of the text that repeats a formula after it, as in "$$\\mathcal {O}(n)$$ O ( n ) steps".
pub(super) fn echo(tex: &str, after: &str) -> Option<usize> {
    let formula = plain(tex);
    let mut wanted = formula.chars().filter_map(essence).peekable();
    wanted.peek()?;
    let (mut depth, mut length) = (0i32, 0);
    for (at, c) in after.char_indices().take(400) {
        let end = at + c.len_utf8();
        match (essence(c), wanted.peek().copied()) {
            (Some(found), Some(next)) if found == next => {
                wanted.next();
                length = end;
            }
            (None, Some(_)) if length > 0 || c.is_whitespace() || "([{|".contains(c) => {}
            (None, None) if depth > 0 || c.is_whitespace() => {}
            _ => break,
        }
        if "([{".contains(c) {
            depth += 1;
        } else if ")]}".contains(c) {
            depth -= 1;
            length = end;
        }
    }
    let rest = &after[length..];
    if wanted.peek().is_some() || rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let tail = rest.trim_start_matches([' ', '\u{a0}']);
    let glued = tail.starts_with(['.', ',', ';', ':', ')', '-', '–']);
    Some(if glued { after.len() - tail.len() } else { length })
}

/// What a character of a formula still is when a database has lost how it was set; none for what may be lost.
fn essence(c: char) -> Option<char> {
    let plain = std::iter::once(c).nfkd().next()?;
    let lost = plain.is_whitespace() || plain.is_ascii_punctuation() && !"=<>+".contains(plain);
    let lost = lost || is_combining_mark(plain) || "√−‖·˜⋅∙′∗∥∣∘¯".contains(plain);
    (!lost).then_some(plain)
}

/// The length of what comes before the brace that ends an address, with that brace.
pub(super) fn braced(rest: &str) -> Option<usize> {
    rest.bytes().take(2_000).position(|b| b == b'}').map(|end| end + 1)
}

/// The closing of an environment that is a formula, given what stands after `\begin{`.
pub(super) fn environment(after: &str) -> Option<&'static str> {
    const ENDS: &[&str] = &[
        r"\end{align}",
        r"\end{align*}",
        r"\end{alignat}",
        r"\end{alignat*}",
        r"\end{displaymath}",
        r"\end{eqnarray}",
        r"\end{eqnarray*}",
        r"\end{equation}",
        r"\end{equation*}",
        r"\end{flalign}",
        r"\end{flalign*}",
        r"\end{gather}",
        r"\end{gather*}",
        r"\end{math}",
        r"\end{multline}",
        r"\end{multline*}",
    ];
    let name = &after[..=after.bytes().take(20).position(|b| b == b'}')?];
    ENDS.iter().copied().find(|end| &end[5..] == name)
}

/// The length of a link's target with its parentheses, given what begins with the opening one.
pub(super) fn destination(rest: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut quoted = false;
    for (at, byte) in rest.bytes().enumerate().take(500) {
        match byte {
            b'(' if !quoted => depth += 1,
            b')' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' => quoted = !quoted,
            b'\n' => return None,
            b' ' if !quoted && !rest[at..].trim_start().starts_with('"') => return None,
            _ => {}
        }
    }
    None
}

/// The length of the address at the beginning of a text, without the punctuation of the sentence around it. An address
/// that was cut off ("https://git...") is none.
pub(super) fn address(rest: &str) -> Option<usize> {
    let scheme = if rest.starts_with("https://") { 8 } else { 7 };
    if scheme == 7 && !rest.starts_with("http://") {
        return None;
    }
    let mut end = scheme;
    let mut chars = rest[scheme..].chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = c == '\\' && chars.peek().is_some_and(|next| "_%#&~".contains(*next));
        let part = c.is_alphanumeric() || escaped || (c.is_ascii_graphic() && !"<>\"`{}\\|^$".contains(c));
        if !part {
            break;
        }
        end += c.len_utf8();
    }
    let whole = &rest[..end];
    if whole.ends_with("..") || rest[end..].starts_with('…') {
        return None;
    }
    let mut kept = whole;
    while let Some(last) = kept.chars().next_back() {
        let loose = match last {
            ')' => kept.matches(')').count() > kept.matches('(').count(),
            ']' => kept.matches(']').count() > kept.matches('[').count(),
            _ => ".,;:!?'*_~".contains(last),
        };
        if !loose {
            break;
        }
        kept = &kept[..kept.len() - last.len_utf8()];
    }
    kept[scheme.min(kept.len())..].starts_with(|c: char| c.is_alphanumeric()).then_some(kept.len())
}

/// Where a quotation that begins with `length` backticks ends: the place and width of what closes it, and both marks.
pub(super) fn quote(source: &str, start: usize, length: usize) -> Option<(usize, usize, [&'static str; 2])> {
    let rest = &source[start + length..];
    let window = rest.char_indices().take(300).last().map_or(0, |(at, c)| at + c.len_utf8());
    let inside = &rest[..rest[..window].find('`').unwrap_or(window)];
    let begins = inside.starts_with(|c: char| c.is_alphanumeric() || "\\$-({\"".contains(c));
    let apart = !source[..start].ends_with(|c: char| c.is_alphanumeric());
    if !begins || (length == 1 && !apart) {
        return None;
    }
    match length {
        1 => {
            let (at, mark) = inside.match_indices(['\'', '’']).find(|(at, mark)| {
                !inside[at + mark.len()..].starts_with(char::is_alphanumeric) && !inside[..*at].ends_with(' ')
            })?;
            Some((start + length + at, mark.len(), ["‘", "’"]))
        }
        2 => {
            let (at, width) = match (inside.find("''"), inside.find('"')) {
                (Some(two), Some(one)) if one < two => (one, 1),
                (Some(two), _) => (two, 2),
                (None, Some(one)) => (one, 1),
                (None, None) => return None,
            };
            Some((start + length + at, width, ["“", "”"]))
        }
        _ => None,
    }
}

//! Citations, as pandoc writes them: `[@id]`, `[see @a, p. 3; also @b]`.
//!
//! Only those in brackets are one: a name after an `@` is most often somebody's. Whether there is such a paper is not
//! known here, nor where its page would be: the place stays open in the HTML, and who knows fills it.

use std::ops::Range;

use super::lower::FIRST_SLOT;
use super::write::escape;
use super::{Passage, Rendered};

/// The longest id that a paper can have.
const LONGEST: usize = 200;

/// A paper that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// As it was written.
    pub id: String,
    /// Bytes in the source, with the sign before the id.
    pub range: Range<usize>,
    /// Whether the author is named already, so that the year is enough: `[-@id]`.
    pub year_only: bool,
}

impl Citation {
    /// As it was written, sign and all.
    pub fn source(&self) -> String {
        format!("{}@{}", if self.year_only { "-" } else { "" }, self.id)
    }
}

/// What could be a citation, in the order of the source, as far as that can be told without reading Markdown.
pub(super) fn candidates(source: &str) -> Vec<Citation> {
    let mut found = Vec::new();
    if !source.contains('@') {
        return found;
    }
    let mut from = 0;
    while let Some(open) = source[from..].find('[') {
        let start = from + open + 1;
        let inside = &source[start..];
        let end = inside.find(['[', ']']).unwrap_or(inside.len());
        let is_escaped = source[..start - 1].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
        let group = &inside[..end];
        if inside[end..].starts_with(']') && !is_escaped && !group.lines().any(|line| line.trim().is_empty()) {
            let parts = group.split(';').map(|part| citation(part, start + offset(group, part)));
            found.extend(parts.collect::<Option<Vec<_>>>().unwrap_or_default());
        }
        from = start + end;
    }
    found
}

fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr().addr() - whole.as_ptr().addr()
}

/// The one paper that a part between semicolons names; what stands around it is text.
fn citation(part: &str, at: usize) -> Option<Citation> {
    let signs = part.match_indices('@').map(|(sign, _)| sign);
    signs.into_iter().find_map(|sign| {
        let before = &part[..sign];
        let year_only = before.ends_with('-');
        let start = if year_only { sign - 1 } else { sign };
        let begins = part[..start].chars().next_back().is_none_or(char::is_whitespace);
        let rest = &part[sign + 1..];
        let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"._-".contains(b)).count();
        // A full stop after an id ends a sentence.
        let id = rest[..length].trim_end_matches('.');
        let is_id = id.starts_with(|c: char| c.is_ascii_alphanumeric()) && id.len() <= LONGEST;
        let range = at + start..at + sign + 1 + id.len();
        (begins && is_id).then(|| Citation { id: id.to_owned(), range, year_only })
    })
}

/// The character that keeps the place of the nth citation in HTML. No text brings one in: [`escape`] drops
/// them, and so does who writes formulas.
pub(super) fn mark(nth: usize) -> Option<char> {
    char::from_u32(FIRST_SLOT + u32::try_from(nth).ok()?)
}

impl Passage {
    /// Its HTML, each citation as `fill` gives it; where that gives nothing, as it was written.
    pub fn html(self, mut fill: impl FnMut(&Citation) -> Option<String>) -> String {
        if self.cited.is_empty() {
            return self.html;
        }
        let mut out = String::with_capacity(self.html.len() + self.cited.len() * 64);
        let mut rest = self.html.as_str();
        while let Some(at) = rest.find(|c| c as u32 >= FIRST_SLOT) {
            let (before, after) = rest.split_at(at);
            let mut after = after.chars();
            let nth = after.next().map_or(0, |mark| mark as u32 - FIRST_SLOT);
            out.push_str(before);
            if let Some(citation) = self.cited.get(nth as usize) {
                match fill(citation) {
                    Some(html) => out.push_str(&html),
                    None => escape(&citation.source(), &mut out),
                }
            }
            rest = after.as_str();
        }
        out.push_str(rest);
        out
    }

    /// The HTML of a text that cites nothing.
    pub(super) fn rendered(self) -> Rendered {
        Rendered { html: self.html, problems: self.problems }
    }
}

//! Where the records of a file begin and end.
//!
//! A record ends with the brace that closes its first one. Where that never comes, or comes only after another record has
//! begun in a line of its own, it is broken, and reading goes on with the next.

use std::borrow::Cow;

/// A record, definition or comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Its type in lower case: `article`, `string` …
    pub kind: String,
    /// All of it, from `@` to the closing brace.
    pub text: &'a str,
    /// The line it begins in, from 1.
    pub line: usize,
    /// Why it is none.
    pub broken: Option<&'static str>,
}

impl Piece<'_> {
    /// Whether it is a record, and neither a definition nor a comment.
    pub fn is_record(&self) -> bool {
        is_record(&self.kind)
    }

    /// Its text as the parser wants it: with braces where it has parentheses in their place, and with a comma after a key
    /// without fields.
    pub fn braced(&self) -> Cow<'_, str> {
        let open = self.text.find(['{', '(']).unwrap_or(0);
        let is_round = self.text[open..].starts_with('(') && self.text.ends_with(')');
        let is_bare = self.is_record() && !self.text.contains(',') && self.text.ends_with(['}', ')']);
        if !is_round && !is_bare {
            return Cow::Borrowed(self.text);
        }
        let comma = if is_bare { "," } else { "" };
        Cow::Owned(format!("{}{{{}{comma}}}", &self.text[..open], &self.text[open + 1..self.text.len() - 1]))
    }
}

/// Bytes beyond the next record in which a record may still end: otherwise many that are broken would take forever.
const FURTHER: usize = 1 << 16;

/// The pieces of a file, in its order. What stands between them is comment.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut at, mut line, mut counted) = (0, 1, 0);
    while let Some(found) = text[at..].find('@') {
        let start = at + found;
        let Some((kind, open)) = head(&text[start..]) else {
            at = start + 1;
            continue;
        };
        line += text.as_bytes()[counted..start].iter().filter(|byte| **byte == b'\n').count();
        counted = start;
        let limit = start + next_in_line(&text[start..]).unwrap_or(text.len() - start);
        let end = end(&text[..text.floor_char_boundary(limit.saturating_add(FURTHER))], start + open);
        let (end, broken) = match end {
            // What looks like another record in a text is part of it, as long as that text ends.
            Some(end) if end <= limit || is_whole(&text[start..end]) => (end, None),
            _ => (limit, Some("a brace is opened and never closed")),
        };
        pieces.push(Piece { kind: kind.to_lowercase(), text: &text[start..end], line, broken });
        at = end;
    }
    pieces
}

/// Whether a record begins anywhere in a text, broken or not.
pub(super) fn holds_record(text: &str) -> bool {
    let mut heads = text.match_indices('@').filter_map(|(at, _)| head(&text[at..]));
    heads.any(|(kind, _)| is_record(&kind.to_lowercase()))
}

fn is_record(kind: &str) -> bool {
    !matches!(kind, "string" | "comment" | "preamble")
}

/// The type of what begins with `@`, and where its first brace stands.
fn head(text: &str) -> Option<(&str, usize)> {
    let name = text[1..].trim_start();
    let from = text.len() - name.len();
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let open = from + length + (name[length..].len() - name[length..].trim_start().len());
    (length > 0 && text[open..].starts_with(['{', '('])).then(|| (&name[..length], open))
}

/// Where a record ends whose first brace or parenthesis stands at `open`.
fn end(text: &str, open: usize) -> Option<usize> {
    let round = text[open..].starts_with('(');
    let (mut depth, mut quoted) = (0_usize, false);
    let mut bytes = text.bytes().enumerate().skip(open + 1);
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'{' => depth += 1,
            b'}' if depth > 0 => depth -= 1,
            b'}' if !round => return Some(at + 1),
            b'"' if depth == 0 => quoted = !quoted,
            b')' if round && depth == 0 && !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// How far it is to the next record that begins a line.
fn next_in_line(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('\n') {
        at += found + 1;
        let line = text[at..].trim_start_matches([' ', '\t']);
        if line.starts_with('@') && head(line).is_some() {
            return Some(text.len() - line.len());
        }
    }
    None
}

/// Whether a text that has another record within reads as one: then that one is quoted.
fn is_whole(text: &str) -> bool {
    biblatex::RawBibliography::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(String, usize, bool)> {
        pieces(text).into_iter().map(|piece| (piece.kind, piece.line, piece.broken.is_some())).collect()
    }

    #[test]
    fn what_is_broken_costs_no_other_record() {
        let text = "Mail me@home, {x}\n@Article{a, title={A {B} C}}\n@book(b, title=\"D (E)\")\n@misc{c, title={F\n\n@misc{d, title={G}}\n@misc{e,";
        let want =
            [("article", 2, false), ("book", 3, false), ("misc", 4, true), ("misc", 6, false), ("misc", 7, true)];
        assert_eq!(cut(text), want.map(|(kind, line, broken)| (kind.to_owned(), line, broken)));
        assert_eq!(pieces(text)[1].braced(), "@book{b, title=\"D (E)\"}");
    }

    #[test]
    fn a_record_that_is_quoted_is_none() {
        assert_eq!(cut("@misc{a, abstract={How\n@misc{x, y={z}}\nis read}}"), [("misc".to_owned(), 1, false)]);
        assert_eq!(
            cut("@ comment {x}\n@string{a = {b}} no@one"),
            [("comment".to_owned(), 1, false), ("string".to_owned(), 2, false)]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut(text in "[@a{}()\"\\\\\n, =é]{0,60}") {
            for piece in pieces(&text) {
                piece.braced();
            }
        }
    }
}

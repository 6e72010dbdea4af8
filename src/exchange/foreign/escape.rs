//! Plain text with TeX to Markdown that shows the same characters.
//!
//! Where formulas and addresses are is asked of [`crate::text::tex`], which reads entries by the same rules, so that what
//! counts as a formula here is one in the entry, and every other dollar is escaped. The marks of the HTML reader become
//! Markdown where Markdown can carry them.

use super::html::{EM, EM_END, ITEM, STRONG, STRONG_END, is_mark};
use super::latex::{is_literal, markdown};
use crate::text::tex::{Kind, Segment, segments};

/// The Markdown of one paragraph or line. At the beginning of a `block` Markdown reads more than within a line.
pub(super) fn escape(source: &str, block: bool) -> String {
    let text = source.trim_start_matches(|c: char| is_mark(c) && c == ITEM).trim_start();
    let is_item = block && text.len() < source.len();
    let text = if block { without_breaks(text) } else { text };
    if is_bare(text) {
        return if is_item { format!("- {text}") } else { text.to_owned() };
    }
    let segments = segments(text);
    let mut escaper = Escaper::new(text, &segments, String::with_capacity(text.len() + 16));
    if is_item {
        escaper.out.push_str("- ");
    }
    let start = if block { escaper.block_start() } else { 0 };
    escaper.segments(&segments, start);
    escaper.out
}

/// The text without TeX's line breaks before it, which would hide from us what the paragraph begins with.
fn without_breaks(mut text: &str) -> &str {
    while let Some(rest) = ["\\\\", "\\ ", "\\:", "\\;", "\\/", "\\@"].iter().find_map(|space| text.strip_prefix(space))
    {
        text = rest.trim_start();
    }
    text
}

/// Whether nothing in a text can need an escape anywhere.
fn is_bare(text: &str) -> bool {
    let first = text.as_bytes().first().is_none_or(u8::is_ascii_alphabetic);
    first
        && !text.contains(['\\', '{', '$', '*', '_', '`', '<', '&', ']'])
        && !text.contains(|c| is_mark(c) || is_literal(c))
}

struct Escaper<'a> {
    source: &'a str,
    out: String,
    /// Places of the marks that become Markdown, sorted.
    styles: Vec<usize>,
    /// How a bracket is written that would end a link's text: after `\[` a `\]` would end a formula.
    bracket: &'static str,
    /// Of each brace that is open whether it means itself.
    braces: Vec<bool>,
}

impl<'a> Escaper<'a> {
    fn new(source: &'a str, segments: &[Segment], out: String) -> Escaper<'a> {
        let bracket = if source.contains("\\[") { "&#93;" } else { "\\]" };
        Escaper { source, out, styles: styles(source, segments), bracket, braces: Vec::new() }
    }

    /// Escapes what Markdown would take for the beginning of a block; gives how much of the source that was.
    fn block_start(&mut self) -> usize {
        let source = self.source;
        // A backslash may come to mean a space.
        let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\\']);
        let digits = source.bytes().take_while(u8::is_ascii_digit).count();
        let hashes = source.bytes().take_while(|b| *b == b'#').count();
        let (written, read) = match source.as_bytes().first() {
            Some(b'#') if hashes <= 6 && ends(&source[hashes..]) => ("\\#", 1),
            Some(b'>') => ("\\>", 1),
            Some(b'-') if ends(&source[1..]) => ("\\-", 1),
            Some(b'+') if ends(&source[1..]) => ("\\+", 1),
            // `\.` would be an accent.
            Some(b'0'..=b'9') if digits <= 9 && source[digits..].starts_with('.') && ends(&source[digits + 1..]) => {
                ("&#46;", digits + 1)
            }
            Some(b'0'..=b'9') if digits <= 9 && source[digits..].starts_with(')') && ends(&source[digits + 1..]) => {
                ("\\)", digits + 1)
            }
            _ => return 0,
        };
        self.out.push_str(&source[..read - 1]);
        self.out.push_str(written);
        read
    }

    fn segments(&mut self, segments: &[Segment], start: usize) {
        let mut after_address = false;
        for segment in segments {
            let range = segment.range.start.max(start)..segment.range.end;
            if range.is_empty() {
                continue;
            }
            let raw = &self.source[range.clone()];
            match &segment.kind {
                Kind::Text => {
                    // A backslash would become part of the address before it, and what ends one begins no emphasis.
                    let loose =
                        if after_address { raw.bytes().take_while(|b| b".,;:!?'*_~".contains(b)).count() } else { 0 };
                    self.out.push_str(&raw[..loose]);
                    self.text(range.start + loose, range.end);
                }
                Kind::Math { body, .. } if raw.starts_with("\\documentclass") => {
                    let body = self.source[body.clone()].trim();
                    self.out.extend(["$", body, "$"]);
                }
                Kind::Math { .. } | Kind::Url { .. } => self.out.extend(raw.chars().filter(|c| !is_mark(*c))),
                Kind::Code { body } => {
                    let fence = body.start - range.start;
                    self.backticks(fence);
                    self.part(body.start, body.end);
                    self.backticks(fence);
                }
                Kind::Verbatim => self.destination(range.start, range.end),
                Kind::Quote(mark) => self.out.push_str(mark),
                Kind::Leftover => {}
            }
            after_address = matches!(segment.kind, Kind::Url { .. }) && !raw.ends_with('>');
        }
    }

    /// Backticks that would begin or end code; two of them are a quotation mark that nothing closes. `\`` would be an
    /// accent, but an entity would become part of an address.
    fn backticks(&mut self, count: usize) {
        let word = self.out.rsplit(char::is_whitespace).next().unwrap_or_default();
        let written = if word.contains("://") { "\\`" } else { "&#96;" };
        match count {
            2 => self.out.push('“'),
            _ => (0..count).for_each(|_| self.out.push_str(written)),
        }
    }

    /// What would be the target of a link. Since it is none, a backtick in it could begin code that goes on after it.
    fn destination(&mut self, start: usize, end: usize) {
        let mut at = start;
        while let Some(found) = self.source[at..end].find('`') {
            self.part(at, at + found);
            self.backticks(1);
            at += found + 1;
        }
        self.part(at, end);
    }

    /// A piece that is text here, though Markdown would have read it otherwise.
    fn part(&mut self, start: usize, end: usize) {
        let part = &self.source[start..end];
        let segments = segments(part);
        let mut inner = Escaper::new(part, &segments, std::mem::take(&mut self.out));
        inner.segments(&segments, 0);
        self.out = inner.out;
    }

    fn text(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let rest = &self.source[at..end];
            let plain = rest.find(is_special).unwrap_or(rest.len());
            self.out.push_str(&rest[..plain]);
            at += plain;
            let Some(c) = rest[plain..].chars().next() else { return };
            at += self.special(c, at, end);
        }
    }

    /// One character that Markdown may read; gives how much of the source that was.
    fn special(&mut self, c: char, at: usize, end: usize) -> usize {
        let after = &self.source[at + c.len_utf8()..];
        match c {
            '\\' => return self.backslash(at, end),
            '_' => return self.underscores(at),
            '{' => {
                let is_literal = is_literal_brace(&self.source[..at], after);
                self.braces.push(is_literal);
                self.out.push_str(if is_literal { "\\{" } else { "{" });
            }
            '}' => self.out.push_str(if self.braces.pop() == Some(true) { "\\}" } else { "}" }),
            '*' | '$' => self.out.extend(['\\', c]),
            '<' if after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) => {
                self.out.push_str("\\<")
            }
            '&' if is_entity(after) => self.out.push_str("\\&"),
            // A link, or the definition of one.
            ']' if after.starts_with(['(', ':']) => self.out.push_str(self.bracket),
            EM | EM_END | STRONG | STRONG_END if self.styles.binary_search(&at).is_ok() => {
                self.out.push_str(if matches!(c, EM | EM_END) { "*" } else { "**" });
            }
            c if is_mark(c) => {}
            c => match markdown(c) {
                Some(literal) => self.out.push_str(literal),
                None => self.out.push(c),
            },
        }
        c.len_utf8()
    }

    /// A backslash: TeX stays, any other becomes one that is shown.
    fn backslash(&mut self, at: usize, end: usize) -> usize {
        let after = &self.source[at + 1..end];
        let Some(next) = after.chars().next() else {
            self.out.push('\\');
            return 1;
        };
        if next.is_ascii_alphabetic() {
            let length = 1 + command(after);
            self.out.push_str(&self.source[at..at + length]);
            return length;
        }
        if matches!(next, '*' | '+' | '<' | '>' | '?') {
            self.out.push_str("&#92;");
            return 1;
        }
        self.out.push('\\');
        if is_mark(next) {
            return 1;
        }
        self.out.push(next);
        1 + next.len_utf8()
    }

    /// Underscores: within a word they mean nothing to Markdown.
    fn underscores(&mut self, at: usize) -> usize {
        let run = self.source[at..].bytes().take_while(|b| *b == b'_').count();
        let before = self.out.ends_with(char::is_alphanumeric);
        let after = self.source[at + run..].starts_with(char::is_alphanumeric);
        let written = if before && after { "_" } else { "\\_" };
        (0..run).for_each(|_| self.out.push_str(written));
        run
    }
}

/// Whether a brace is one of a set that somebody wrote, as in "{X_i}", and not of TeX: there braces hold arguments, commands
/// and words whose capitals count.
fn is_literal_brace(before: &str, after: &str) -> bool {
    let is_argument = before.ends_with(['^', '_', '}', '{', '$', ']']) || ends_in_command(before);
    let Some(end) = after.find(['{', '}']) else { return false };
    let inner = &after[..end];
    let is_word = |c: char| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '.' | '+');
    let is_kept = inner.contains(char::is_uppercase) && inner.chars().all(is_word);
    !is_argument && !is_kept && !inner.contains('\\') && !inner.trim().is_empty()
}

fn ends_in_command(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '*').ends_with('\\')
}

fn is_special(c: char) -> bool {
    matches!(c, '{' | '}' | '\\' | '$' | '*' | '_' | '<' | '&' | ']') || is_mark(c) || is_literal(c)
}

/// The length of a command's name, with its star and with arguments that are no text.
fn command(after: &str) -> usize {
    let mut length = after.bytes().take_while(u8::is_ascii_alphabetic).count();
    let name = &after[..length];
    let literal = name.contains("cite")
        || name.ends_with("ref")
        || matches!(name, "url" | "path" | "nolinkurl" | "label" | "begin" | "end" | "usepackage" | "documentclass");
    if after[length..].starts_with("*{") || after[length..].starts_with("*[") {
        length += 1;
    }
    if literal {
        for (open, close) in [('[', ']'), ('[', ']'), ('{', '}')] {
            if let Some(end) = after[length..].strip_prefix(open).and_then(|rest| rest.find(close)) {
                length += end + 2;
            }
        }
    }
    length
}

/// Whether Markdown would read an entity after `&`.
fn is_entity(after: &str) -> bool {
    let Some(end) = after.bytes().take(34).position(|b| b == b';') else { return false };
    let name = &after.as_bytes()[..end];
    match name.strip_prefix(b"#") {
        Some(number) => !number.is_empty() && number.iter().all(u8::is_ascii_alphanumeric),
        None => !name.is_empty() && name.iter().all(u8::is_ascii_alphanumeric),
    }
}

/// Places of the marks that can become Markdown: pairs in the text, around something that begins and ends with a
/// letter or digit, and not side by side.
fn styles(source: &str, segments: &[Segment]) -> Vec<usize> {
    let mut places = Vec::new();
    if !source.contains(is_mark) {
        return places;
    }
    let mut open: Option<(usize, char)> = None;
    for segment in segments.iter().filter(|segment| segment.kind == Kind::Text) {
        for (at, mark) in source[segment.range.clone()].char_indices().filter(|(_, c)| is_mark(*c)) {
            let at = segment.range.start + at;
            match (mark, open) {
                (EM | STRONG, _) => open = Some((at, mark)),
                (EM_END, Some((start, EM))) | (STRONG_END, Some((start, STRONG))) => {
                    open = None;
                    let inside = &source[start + mark.len_utf8()..at];
                    let apart = places.last().is_none_or(|last| last + mark.len_utf8() < start);
                    if apart && inside.starts_with(char::is_alphanumeric) && inside.ends_with(char::is_alphanumeric) {
                        places.extend([start, at]);
                    }
                }
                _ => {}
            }
        }
    }
    places
}

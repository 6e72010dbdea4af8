//! Texts as other people's files have them, made fit for entries.
//!
//! Foreign text is not Markdown: it is plain, or HTML or JATS, mixed with TeX, and was through several databases. Here it
//! becomes what an entry would say to show the same characters: tags are taken off or turned into Markdown, entities
//! and broken encodings are decoded, and what Markdown would take for markup is escaped. TeX stays as it stands. Which
//! field a text comes from is not known here.

mod escape;
mod html;
mod latex;

use std::borrow::Cow;

use html::Marks;

pub(super) use latex::group;

/// How a foreign text is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// Every character means itself, or is TeX.
    Plain,
    /// It may hold tags and entities of HTML or JATS.
    Html,
    /// It is TeX, with its accents and braces.
    Tex,
}

/// A name or another text of one line that entries hold without markup.
pub(super) fn line(raw: &str, coding: Coding) -> String {
    latex::without_literals(collapsed(&decoded(raw, coding, Marks::None)))
}

/// A title or summary: one line of Markdown.
pub(super) fn marked_line(raw: &str, coding: Coding) -> String {
    escape::escape(&collapsed(&decoded(raw, coding, Marks::Kept)), false)
}

/// An abstract: paragraphs of Markdown, each in one line, parted by blank lines.
pub(super) fn paragraphs(raw: &str, coding: Coding) -> String {
    let text = decoded(raw, coding, Marks::Kept);
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for paragraph in split(without_heading(&text)) {
        let escaped = escape::escape(&collapsed(paragraph), true);
        if !escaped.is_empty() {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(&escaped);
        }
    }
    out
}

fn decoded(raw: &str, coding: Coding, marks: Marks) -> Cow<'_, str> {
    let text = repaired(raw);
    match coding {
        Coding::Html if text.contains(['<', '&']) => Cow::Owned(html::flatten(&text, marks)),
        Coding::Tex if text.contains(['\\', '$', '{', '}', '~', '-', '`', '\'']) => {
            Cow::Owned(latex::flatten(&text, marks))
        }
        _ => text,
    }
}

/// White space as single spaces, none at the ends. Marks are nothing: a space beside one is not doubled, and stands
/// outside of what is marked.
fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut space, mut spaced) = (false, true);
    for c in text.chars() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if !html::is_end(c) && std::mem::take(&mut space) && !spaced {
            out.push(' ');
            spaced = true;
        }
        spaced &= html::is_mark(c);
        out.push(c);
    }
    // What is marked at the end may be nothing.
    let said = out.trim_end_matches(html::is_mark).len();
    if out[..said].ends_with(' ') {
        out.remove(said - 1);
    }
    out
}

/// The paragraphs of a text: what stands between blank lines.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let mut start = 0;
        while let Some(at) = text[start..].find('\n') {
            let after = &text[start + at + 1..];
            let blank = after.len() - after.trim_start().len();
            if after[..blank].contains('\n') {
                rest = Some(&after[blank..]);
                return Some(&text[..start + at]);
            }
            start += at + 1;
        }
        Some(text)
    })
}

/// The text without a first line that only says what it is.
fn without_heading(text: &str) -> &str {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_matches(|c: char| html::is_mark(c) || c.is_whitespace() || matches!(c, ':' | '.'));
    match first.eq_ignore_ascii_case("abstract") && !rest.trim().is_empty() {
        true => rest,
        false => text,
    }
}

/// The text without controls and characters that stand for nothing, and with UTF-8 that somebody took for Latin-1 read
/// as what it is. Line breaks stay, in the form of Unix.
fn repaired(raw: &str) -> Cow<'_, str> {
    if !raw.chars().any(|c| c == '\r' || is_dropped(c)) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        if let Some((original, length)) = misread(rest) {
            out.push(original);
            rest = &rest[length..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            '\r' if rest.starts_with('\n') => {}
            '\r' => out.push('\n'),
            c if is_dropped(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Controls but for white space, invisible characters that only break words, and the private planes, where marks live.
fn is_dropped(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || c >= '\u{f0000}'
}

/// The character that stood here before its UTF-8 was read as Latin-1, and how many bytes it takes now.
///
/// One of its bytes must be a C1 control, which no text has: `â` and a pound sign may be meant.
fn misread(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    let first = u8::try_from(u32::from(chars.next()?)).ok()?;
    let more = match first {
        0xc2..=0xdf => 1,
        0xe0..=0xef => 2,
        0xf0..=0xf4 => 3,
        _ => return None,
    };
    let mut bytes = [first, 0, 0, 0];
    for byte in &mut bytes[1..=more] {
        *byte = u8::try_from(u32::from(chars.next()?)).ok().filter(|byte| (0x80..0xc0).contains(byte))?;
    }
    let sure = bytes[1..=more].iter().any(|byte| *byte < 0xa0);
    let original = std::str::from_utf8(&bytes[..=more]).ok()?.chars().next()?;
    // Each of these characters takes two bytes as it stands.
    (sure && !original.is_control()).then_some((original, 2 * (more + 1)))
}

#[cfg(test)]
mod tests;

//! One text as a YAML scalar that every reader takes for that very text.
//!
//! YAML 1.1 and 1.2 disagree on what an unquoted word is (`no`, `1_000`, `12:30`), so a text stays plain only where no
//! version, and no person, could take it for anything else. This module knows nothing of papers and of indentation.

use std::fmt::Write;

/// Where a scalar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// After `key: ` or `- `, to the end of the line.
    Line,
    /// Between brackets or braces, or as a key.
    Flow,
}

/// Appends `text` as a scalar of one line: plain where that is safe, else in double quotes where nothing in it needs
/// a backslash, else in single quotes, and with escapes only where single quotes cannot carry it.
pub(super) fn scalar(out: &mut String, text: &str, place: Place) {
    if text.chars().any(needs_escape) {
        escaped(out, text);
    } else if is_plain(text, place) {
        out.push_str(text);
    } else if text.contains(['\\', '"']) {
        out.push('\'');
        out.push_str(&text.replace('\'', "''"));
        out.push('\'');
    } else {
        out.push('"');
        out.push_str(text);
        out.push('"');
    }
}

/// Whether `text` can be the content of a `|` block as it stands, but for line breaks at its end. White space at the end
/// of its lines can: it is a line break to Markdown, and a text in escapes is one that nobody can read.
pub(super) fn is_literal(text: &str) -> bool {
    let text = text.trim_end_matches('\n');
    !text.is_empty()
        && !text.starts_with([' ', '\n', '\t'])
        && !text.chars().any(|c| !matches!(c, '\n' | '\t') && needs_escape(c))
}

/// What no unquoted line can hold: controls, what some version takes for a line break, and what is no text at all.
fn needs_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn is_plain(text: &str, place: Place) -> bool {
    let Some(first) = text.chars().next() else { return false };
    if "-?:,[]{}#&*!|>'\"%@`~=<.".contains(first) || first.is_whitespace() || text.ends_with(char::is_whitespace) {
        return false;
    }
    let breaks_line = text.ends_with(':') || text.contains(": ") || text.contains(" #");
    // Some readers take a dash before a bracket for the beginning of an item.
    let in_flow = |text: &str| text.contains([',', '[', ']', '{', '}', ':', '?']) || text.ends_with(" -");
    let breaks_flow = place == Place::Flow && in_flow(text);
    !breaks_line && !breaks_flow && !is_word_of_yaml(text) && !looks_like_number(text)
}

fn is_word_of_yaml(text: &str) -> bool {
    const WORDS: &[&str] = &["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether some reader could take `text` for a number, a time or a date. A page range, an ISSN and an ORCID are none of
/// them: two groups of digits, or more than the three of a date.
fn looks_like_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes[0].is_ascii_digit() && bytes[0] != b'+' {
        return false;
    }
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let groups = text.strip_suffix('X').unwrap_or(text).split('-');
    if groups.clone().all(digits) && matches!(groups.count(), 2 | 4..) {
        return false;
    }
    let numeric = |b: &u8| b.is_ascii_hexdigit() || b"xXoO_.,:+-infINFtTzZ".contains(b);
    let dated = bytes.len() > 6 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-';
    bytes.iter().all(numeric) || (dated && bytes[5].is_ascii_digit() && bytes[6..].iter().take(2).any(|b| *b == b'-'))
}

fn escaped(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a `String` cannot fail.
            c if needs_escape(c) && u32::from(c) <= 0xff => drop(write!(out, "\\x{:02X}", u32::from(c))),
            c if needs_escape(c) => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> String {
        let mut out = String::new();
        scalar(&mut out, text, Place::Line);
        out
    }

    #[test]
    fn plain_where_nobody_could_read_anything_else() {
        for text in [
            "Stitchable Neural Networks",
            "57-65",
            "0000-0002-1694-233X",
            "3D Reconstruction from One Image",
            "https://example.org/a?b=c#d",
            "hep-th/9901001",
            "10.1145/3448016.3457321",
            "C# and its relatives",
            "It's \"so\"",
            "$\\ell_1$ norms",
            "\\emph{Not} so",
            "R22",
            "韩佳明",
            "No one",
        ] {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn quoted_where_a_reader_could_be_misled() {
        for text in [
            "",
            "no",
            "Yes",
            "NULL",
            "~",
            "y",
            "on",
            "2023",
            "2309.03905",
            "12:30:00",
            "1_000",
            "0x1F",
            "1e5",
            "+1",
            ".5",
            "2023-09-07",
            "2023-9-7",
            "a: b",
            "C # and others",
            "ends:",
            "- a",
            "-a",
            "? a",
            "[a]",
            "{a}",
            "&a",
            "*a",
            "!a",
            "| a",
            "> a",
            "%a",
            "@a",
            "`a`",
            "#a",
            " a",
            "a ",
            "=",
            "<<",
            "...",
            "---",
            "1.",
            "0o14",
        ] {
            assert_eq!(line(text), format!("\"{text}\""));
        }
        assert_eq!(line("a: \"b\""), "'a: \"b\"'");
        assert_eq!(line("On: the \\alpha's law"), "'On: the \\alpha''s law'");
        assert_eq!(line("a\u{7}\n\t\u{2028}\\\"é"), "\"a\\x07\\n\\t\\u2028\\\\\\\"é\"");
    }

    #[test]
    fn more_is_quoted_in_flow() {
        let mut out = String::new();
        scalar(&mut out, "a, b", Place::Flow);
        scalar(&mut out, "https://example.org/", Place::Flow);
        scalar(&mut out, "cs.CL", Place::Flow);
        scalar(&mut out, "a -", Place::Flow);
        assert_eq!(out, "\"a, b\"\"https://example.org/\"cs.CL\"a -\"");
    }
}

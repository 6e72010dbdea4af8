//! Diagnostics as text for people: the form that the console, the log of a build and the overlay of a preview share.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

use super::{Diagnostic, Severity, Span};

/// The widest excerpt that is shown, in terminal columns; of a longer line the part around the span is.
const WIDEST: usize = 100;

/// One diagnostic, ready for a terminal, ending in a newline:
///
/// ```text
/// error[unknown-key]: there is no key `autors`
///   content/papers/2023/attention.yaml:2:1
///   2 │ autors: [Ashish Vaswani]
///     │ ^^^^^^ did you mean `authors`?
/// ```
///
/// Entries are strangers' text, so control characters never reach the terminal.
pub fn print(diagnostic: &Diagnostic, severity: Severity) -> String {
    let mut out = String::new();
    let Diagnostic { code, path, span, excerpt, skipped, message, help } = diagnostic;
    let _ = writeln!(out, "{}[{}]: {}", severity.name(), code.name(), clean(message));
    let help = help.as_deref().map(clean);
    match span {
        None => {
            if !path.is_empty() {
                let _ = writeln!(out, "  {}", clean(path));
            }
            if let Some(help) = help {
                let _ = writeln!(out, "  {help}");
            }
        }
        Some(span) => {
            let _ = writeln!(out, "  {}:{}:{}", clean(path), span.line, span.column);
            let (text, indent, width) = frame(excerpt, *skipped as usize, *span);
            let number = span.line.to_string();
            let _ = writeln!(out, "  {number} │ {text}");
            let _ = write!(out, "  {:1$} │ {2:3$}{4}", "", number.len(), "", indent, "^".repeat(width));
            if let Some(help) = help {
                let _ = write!(out, " {help}");
            }
            out.push('\n');
        }
    }
    out
}

/// The part of a line to show, the columns before the caret, and the columns to underline.
fn frame(line: &str, skipped: usize, span: Span) -> (String, usize, usize) {
    let start = (span.column as usize).saturating_sub(1 + skipped);
    let chars: Vec<char> = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let columns = |chars: &[char]| chars.iter().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    let start = start.min(chars.len());
    let mut first = start;
    let mut before = 0;
    while first > 0 && before + chars[first - 1].width().unwrap_or(0) <= WIDEST / 2 {
        first -= 1;
        before += chars[first].width().unwrap_or(0);
    }
    let mut last = chars.len();
    if columns(&chars[first..]) > WIDEST {
        last = first;
        let mut shown = 0;
        while last < chars.len() && shown < WIDEST {
            shown += chars[last].width().unwrap_or(0);
            last += 1;
        }
    }
    let mut text = String::new();
    let cut = first > 0 || skipped > 0;
    if cut {
        text.push('…');
    }
    text.extend(&chars[first..last]);
    if last < chars.len() {
        text.push('…');
    }
    let indent = usize::from(cut) + columns(&chars[first..start]);
    let end = (start + span.width as usize).min(last).max(start);
    (text.trim_end().to_owned(), indent, columns(&chars[start..end]).max(1))
}

/// `text` without control characters and without those that turn the direction of what follows.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\n' || c == '\t' { ' ' } else { c })
        .filter(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn the_form_of_the_design() {
        let text = "title: Attention\nautors: [Ashish Vaswani]\n";
        let span = Span::of(text, 17, 23);
        let diagnostic = Diagnostic::at(
            Code::UnknownKey,
            "content/papers/2023/attention.yaml",
            text,
            span,
            "there is no key `autors`",
        )
        .help("did you mean `authors`?");
        assert_eq!(
            print(&diagnostic, Severity::Error),
            "error[unknown-key]: there is no key `autors`\n  content/papers/2023/attention.yaml:2:1\n  2 │ autors: [Ashish Vaswani]\n    │ ^^^^^^ did you mean `authors`?\n"
        );
    }

    #[test]
    fn wide_characters_and_long_lines_keep_the_caret_in_place() {
        let line = format!("titel: {}x", "韩".repeat(80));
        let span = Span { line: 10, column: 88, width: 1 };
        let (text, indent, width) = frame(&line, 0, span);
        assert!(text.starts_with('…') && text.ends_with('x'), "{text}");
        let before: String = text.chars().take_while(|c| *c != 'x').collect();
        assert_eq!(indent, before.chars().map(|c| c.width().unwrap()).sum::<usize>());
        assert_eq!(width, 1);
    }

    #[test]
    fn strangers_text_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\nd"), "a[31mbc d");
    }
}

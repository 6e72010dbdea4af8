//! Problems in the user's files, said so that the person who wrote the file can mend it.
//!
//! A diagnostic is a plain value: what is wrong, where, and what to do. It carries the source line it speaks of,
//! so printing one needs no file. This module knows nothing of YAML, of papers or of the disk; the table of codes
//! stands in [`Code`] alone.

mod code;
pub mod machine;
mod nearest;
mod print;

pub use code::{Code, Severity};
pub use nearest::{distance, nearest};
pub use print::{clean, print};

/// Characters of a line that are kept; a terminal shows fewer.
const WIDEST: usize = 500;

/// Problems of one kind that are placed in one file. Finding a place costs a walk through the file, and a stranger's file
/// may be nothing but problems.
pub const MOST_IN_FILE: usize = 1_000;

/// A place in a text file, counted as editors count: lines and columns from 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Line, from 1.
    pub line: u32,
    /// Column of the first character, from 1.
    pub column: u32,
    /// Characters to underline, at least 1, never past the end of the line.
    pub width: u32,
}

impl Span {
    /// The place of the byte range `start..end` in `text`, cut at the end of its first line.
    pub fn of(text: &str, start: usize, end: usize) -> Span {
        let start = floor_char(text, start);
        let end = floor_char(text, end.max(start));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        Span {
            line: text[..start].matches('\n').count() as u32 + 1,
            column: text[line_start..start].chars().count() as u32 + 1,
            width: (text[start..end.min(line_end)].chars().count() as u32).max(1),
        }
    }
}

fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One problem in one file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What kind of problem.
    pub code: Code,
    /// The file, relative to the archive's root, with `/` between its parts.
    pub path: String,
    /// The place in the file; `None` speaks of the file as a whole.
    pub span: Option<Span>,
    /// The source line that the span points into, or of a very long one the part around the span.
    pub excerpt: String,
    /// Characters of the line before the excerpt.
    pub skipped: u32,
    /// One lower-case sentence, names in backticks.
    pub message: String,
    /// What to do, printed beside the caret.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem of a whole file.
    pub fn of_file(code: Code, path: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            path: path.to_owned(),
            span: None,
            excerpt: String::new(),
            skipped: 0,
            message: message.into(),
            help: None,
        }
    }

    /// A problem at a place of a file whose text is `text`.
    pub fn at(code: Code, path: &str, text: &str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::of_file(code, path, message).placed(line_of(text, span.line), span)
    }

    /// The same problem at a place of a line. A line can be as long as its file, so only what can be shown is kept.
    pub fn placed(self, line: &str, span: Span) -> Diagnostic {
        let skipped = if line.len() > WIDEST { (span.column as usize).saturating_sub(WIDEST / 2) } else { 0 };
        let excerpt = match line.len() > WIDEST {
            true => line.chars().skip(skipped).take(WIDEST).collect(),
            false => line.to_owned(),
        };
        Diagnostic { span: Some(span), excerpt, skipped: skipped as u32, ..self }
    }

    /// The same problem with what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// Line `line` (from 1) of `text`, without its end.
fn line_of(text: &str, line: u32) -> &str {
    text.lines().nth(line.saturating_sub(1) as usize).unwrap_or("")
}

/// All problems of a run: sorted by file, place and code, so that a run prints the same on every machine.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.path, a.span, a.code.name(), &a.message).cmp(&(&b.path, b.span, b.code.name(), &b.message))
    });
    diagnostics.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_counts_characters_and_stays_on_its_line() {
        let text = "title: x\nautors: 韩佳明\nnext";
        let at = text.find('韩').unwrap();
        assert_eq!(Span::of(text, at, text.len()), Span { line: 2, column: 9, width: 3 });
        assert_eq!(Span::of(text, 1000, 2000), Span { line: 3, column: 5, width: 1 });
    }
}

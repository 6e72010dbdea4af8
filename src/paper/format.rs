//! A file of content/ → the same in its canonical form, as `offprint fmt` writes it.
//!
//! Order of keys, quotes and layout are ours; comments, `extra` and the Markdown after the front matter are kept. The
//! new text is read again before it is handed out, and what does not say the very same is refused: a file is better
//! unformatted than changed. A byte order mark goes, and line ends are those of the file's first line. Nothing here
//! touches the disk.

use super::file::{Content, Entry, FileKind, kind_of, parse, split};
use super::rules::Rules;
use super::write;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::yaml::outline::Unclear;
use crate::yaml::{Outline, text_of};

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Formatted {
    /// It is as it should be, or of a kind that has no canonical form.
    Same,
    /// Its new text.
    Changed(String),
    /// It has errors, so that not all of it is understood.
    Broken(Vec<Diagnostic>),
    /// It cannot be formatted without loss. Why, as the end of a sentence that begins with its name.
    Refused(String),
}

/// Errors of entries of which every value is known all the same.
const HARMLESS: &[Code] = &[Code::MissingTitle, Code::MissingAdded];

/// The canonical form of the file `path`, relative to the root.
///
/// Formatting what was formatted changes nothing.
pub fn format(path: &str, bytes: &[u8], rules: &Rules) -> Formatted {
    let Some(kind) = kind_of(path).filter(|kind| has_form(*kind)) else { return Formatted::Same };
    let old = match read(kind, path, bytes, rules) {
        Ok(content) => content,
        Err(diagnostics) => return Formatted::Broken(diagnostics),
    };
    let text = match lay_out(path, bytes, &old) {
        Ok(text) => text,
        Err(why) => return Formatted::Refused(why),
    };
    if text.as_bytes() == bytes {
        return Formatted::Same;
    }
    match verify(path, bytes, &text, |text| read(kind, path, text, rules).is_ok_and(|new| same(&old, &new))) {
        Ok(()) => Formatted::Changed(text),
        Err(why) => Formatted::Refused(why),
    }
}

/// Whether there is a canonical form of such files. Counts are written by programs, which have their own.
pub fn has_form(kind: FileKind) -> bool {
    kind != FileKind::Metrics
}

/// What a file says, if all of it is understood.
fn read(kind: FileKind, path: &str, bytes: &[u8], rules: &Rules) -> Result<Content, Vec<Diagnostic>> {
    let parsed = parse(kind, path, bytes, rules);
    let is_grave = |code: Code| code.severity() == Severity::Error && !HARMLESS.contains(&code);
    let mut diagnostics = parsed.diagnostics;
    // Of many problems of one file the last are not listed, and only told of by their papers.
    let unlisted = match &parsed.content {
        Content::Papers(_, entries) => entries.iter().any(|entry| entry.codes.iter().any(|code| is_grave(*code))),
        _ => false,
    };
    if unlisted || diagnostics.iter().any(|diagnostic| is_grave(diagnostic.code)) {
        diagnostics.retain(|diagnostic| diagnostic.code.severity() == Severity::Error);
        return Err(diagnostics);
    }
    Ok(parsed.content)
}

/// The parts of a file: its text with plain line ends, which it has, and how much of the text is YAML.
struct Parts<'a> {
    yaml: String,
    body: &'a str,
    line_end: &'static str,
    is_markdown: bool,
}

impl<'a> Parts<'a> {
    fn of(path: &'a str, bytes: &'a [u8]) -> Result<Parts<'a>, Unclear> {
        let is_markdown = path.ends_with(".md");
        let whole = text_of(path, bytes).map_err(|error| error.message)?;
        let (text, body) = split(path, whole, is_markdown).map_err(|error| error.message)?;
        let line_end = match whole.split_once('\n') {
            Some((line, _)) if line.ends_with('\r') => "\r\n",
            _ => "\n",
        };
        // YAML takes all of these for the end of a line.
        let yaml = text.yaml.replace("\r\n", "\n").replace('\r', "\n");
        Ok(Parts { yaml, body, line_end, is_markdown })
    }
}

/// The new text of a file.
fn lay_out(path: &str, bytes: &[u8], content: &Content) -> Result<String, Unclear> {
    let parts = Parts::of(path, bytes)?;
    let outline = Outline::read(&parts.yaml)?;
    let yaml = write::noted(content, &parts.yaml, &outline).ok_or("it has no canonical form")?;
    let fence = if parts.is_markdown { "---\n" } else { "" };
    let front = [fence, &yaml, fence].concat();
    let front = if parts.line_end == "\n" { front } else { front.replace('\n', parts.line_end) };
    Ok(front + parts.body)
}

/// Reads the new text: it has the comments of the old one, and says the same.
fn verify(path: &str, old: &[u8], new: &str, same: impl FnOnce(&[u8]) -> bool) -> Result<(), Unclear> {
    let changed = || "its canonical form would not say the same".to_owned();
    let (before, after) = (comments(path, old)?, comments(path, new.as_bytes()).map_err(|_| changed())?);
    if let Some(lost) = before.iter().find(|comment| !after.contains(comment)) {
        return Err(format!("the comment `{lost}` has no place in its canonical form"));
    }
    if before != after {
        return Err("its comments would not all be kept".to_owned());
    }
    match same(new.as_bytes()) {
        true => Ok(()),
        false => Err(changed()),
    }
}

/// All comments of a file, sorted.
fn comments(path: &str, bytes: &[u8]) -> Result<Vec<String>, Unclear> {
    let parts = Parts::of(path, bytes)?;
    let Outline { head, comments, .. } = Outline::read(&parts.yaml)?;
    let head = head.into_iter().filter(|line| !line.is_empty());
    let mut all: Vec<String> = head.chain(comments.into_iter().map(|comment| comment.text)).collect();
    all.sort();
    Ok(all)
}

/// Whether two contents say the same. That a paper does not write its id is no difference, nor is where in a list of
/// topics `closed` stands.
fn same(old: &Content, new: &Content) -> bool {
    let same_entry = |(old, new): (&Entry, &Entry)| {
        let mut paper = (*new.paper).clone();
        paper.id_written = old.paper.id_written;
        old.item == new.item && *old.paper == paper
    };
    match (old, new) {
        (Content::Papers(old_volume, old), Content::Papers(new_volume, new)) => {
            old_volume == new_volume && old.len() == new.len() && old.iter().zip(new).all(same_entry)
        }
        (Content::Topics(old), Content::Topics(new)) => {
            old.closed == new.closed
                && old.topics.iter().map(|(_, topic)| topic).eq(new.topics.iter().map(|(_, topic)| topic))
        }
        (old, new) => old == new,
    }
}

#[cfg(test)]
mod tests;

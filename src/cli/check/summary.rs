//! `check --changed REV --summary FILE`: what a pull request brings, as Markdown for whoever reviews it: its problems,
//! its entries, and the pages that they join.
//!
//! Every word of an entry is a stranger's. None of it may become markup, a link or a mention on the page that shows it,
//! so whatever is no letter or digit is written as a reference to its character.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use super::Found;
use crate::archive::{Archive, Record};
use crate::cli::{Failure, report};
use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Severity, clean, distance};
use crate::edition::Edition;
use crate::text::fold;

/// Bytes that a summary may have: GitHub takes 1 MiB of a step, and shows nothing of more.
const MOST_BYTES: u64 = 1_000_000;
/// Rows of one table.
const MOST_ROWS: usize = 200;
/// Characters of a title, a name or a message.
const WIDEST: usize = 200;
/// Names that are compared with those of the archive.
const MOST_NAMES: usize = 200;

/// Adds the summary to a file, which others may have written to.
///
/// # Errors
/// Where the file cannot be written.
pub fn append(found: &Found, settings: &Settings, file: &Path) -> Result<(), Failure> {
    let text = text(found, settings);
    let there = std::fs::metadata(file).map_or(0, |metadata| metadata.len());
    let text = cut(text, MOST_BYTES.saturating_sub(there) as usize);
    let opened = std::fs::OpenOptions::new().create(true).append(true).open(file);
    opened.and_then(|mut out| out.write_all(text.as_bytes())).map_err(|error| format!("{}: {error}", file.display()))
}

/// A text of at most so many bytes, cut at the end of a line, which says so.
fn cut(mut text: String, most: usize) -> String {
    const SAID: &str = "\nThe rest is left out: a summary may have 1 MB.\n";
    if text.len() > most {
        let room = most.saturating_sub(SAID.len());
        let end = text.as_bytes()[..room].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        text.truncate(end);
        text.push_str(SAID);
    }
    text
}

fn text(found: &Found, settings: &Settings) -> String {
    let mut out = problems(&found.problems, settings);
    let Some(before) = &found.before else {
        return out;
    };
    let (old, new) = (before.archive(), found.edition.archive());
    let changed = |record: &&Record| found.changed.as_ref().is_none_or(|changed| changed.contains(&*record.path));
    let (mut added, mut edited, mut removed) = (Vec::new(), Vec::new(), Vec::new());
    for record in new.papers().iter().filter(changed) {
        match old.find(&record.paper.id) {
            None => added.push(record),
            Some(at) if old.paper(at).paper != record.paper => edited.push(record),
            Some(_) => {}
        }
    }
    removed.extend(old.papers().iter().filter(changed).filter(|record| new.find(&record.paper.id).is_none()));
    out += &entries("New entries", new, &added);
    out += &entries("Changed entries", new, &edited);
    out += &entries("Removed entries", old, &removed);
    out += &joined(&found.edition, before, &added);
    if added.is_empty() && edited.is_empty() && removed.is_empty() {
        out += "\nNo entries are added, changed or removed.\n";
    }
    out
}

/// How many problems there are, and the first of them.
fn problems(all: &[Diagnostic], settings: &Settings) -> String {
    let graded = all.iter().map(|problem| (settings.severity(problem.code), problem));
    let graded: Vec<_> = graded.filter(|(severity, _)| *severity != Severity::Off).collect();
    let count = |wanted| graded.iter().filter(|(severity, _)| *severity == wanted).count();
    let total = report::total(count(Severity::Error), count(Severity::Warning));
    let rows = graded.iter().map(|(severity, problem)| {
        let line = problem.span.map_or_else(String::new, |span| format!(":{}", span.line));
        let help = problem.help.as_ref().map_or_else(String::new, |help| format!(": {help}"));
        vec![
            severity.name().to_owned(),
            problem.code.name().to_owned(),
            escape(&format!("{}{help}", problem.message)),
            escape(&format!("{}{line}", problem.path)),
        ]
    });
    let mut out = format!("## {}\n", capital(&total));
    out += &table(&["", "code", "problem", "where"], graded.len(), rows);
    out
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A table of entries.
fn entries(title: &str, archive: &Archive, records: &[&Record]) -> String {
    if records.is_empty() {
        return String::new();
    }
    let rows = records.iter().map(|record| {
        let paper = &record.paper;
        let authors: Vec<String> = paper.authors.iter().take(3).map(|author| author.display()).collect();
        let more = if paper.authors.len() > 3 { ", …" } else { "" };
        let topics: Vec<&str> = record.topics.iter().map(|at| archive.topics[*at as usize].name.as_str()).collect();
        vec![
            escape(paper.title.plain()),
            escape(&format!("{}{more}", authors.join(", "))),
            escape(&paper.id),
            record.when.map_or_else(|| "none".to_owned(), |date| date.to_string()),
            escape(&topics.join(", ")),
        ]
    });
    let mut out = format!("\n### {title} ({})\n", records.len());
    out += &table(&["title", "authors", "id", "date", "topics"], records.len(), rows);
    out
}

/// The pages of authors, topics and venues that new entries stand on.
fn joined(edition: &Edition, before: &Edition, added: &[&Record]) -> String {
    let archive = edition.archive();
    let ids: HashSet<&str> = added.iter().map(|record| record.paper.id.as_str()).collect();
    let indices: Vec<u32> = ids.iter().filter_map(|id| archive.find(id)).collect();
    let others =
        |papers: &[u32]| papers.iter().filter(|at| !ids.contains(archive.paper(**at).paper.id.as_str())).count();
    let mut pages: BTreeMap<(u8, &str), (usize, Option<u32>)> = BTreeMap::new();
    for at in &indices {
        let record = archive.paper(*at);
        for author in archive.authors().of(*at) {
            let papers = archive.authors().papers.get(*author);
            let name = archive.authors().list()[*author as usize].name.as_str();
            pages.insert((0, name), (others(papers), Some(*author)));
        }
        for topic in &record.topics {
            pages.insert((1, &archive.topics[*topic as usize].name), (others(archive.by_topic().get(*topic)), None));
        }
        if let Some(venue) = record.venue {
            pages.insert((2, &archive.venues[venue as usize].name), (others(archive.by_venue().get(venue)), None));
        }
    }
    if pages.is_empty() {
        return String::new();
    }
    let known = Names::new(before.archive());
    let mut compared = 0;
    let count = pages.len();
    let rows = pages.into_iter().map(|((kind, name), (others, author))| {
        let has_page = author.is_none_or(|author| edition.site.has_author(author));
        let mut said = match others {
            0 if has_page => "the first paper".to_owned(),
            0 => "the first paper, and no page yet".to_owned(),
            others => format!("beside {}", report::counted(others, "other paper")),
        };
        if kind == 0 && others == 0 && compared < MOST_NAMES {
            compared += 1;
            if let Some(like) = known.like(name) {
                let _ = write!(said, "; is this {}?", escape(like));
            }
        }
        vec![["author", "topic", "venue"][kind as usize].to_owned(), escape(name), said]
    });
    format!("\n### Pages that they join\n{}", table(&["", "page", "the new papers are"], count, rows))
}

/// The names of an archive, to find those that a new one looks like.
struct Names<'a> {
    /// Folded names, by their last word.
    by_last: HashMap<String, Vec<(String, &'a str)>>,
    all: Vec<(Vec<char>, &'a str)>,
}

impl<'a> Names<'a> {
    fn new(archive: &'a Archive) -> Names<'a> {
        let mut by_last: HashMap<String, Vec<(String, &str)>> = HashMap::new();
        let mut all = Vec::new();
        for author in archive.authors().list() {
            let folded = fold(&author.name);
            all.push((folded.chars().take(64).collect(), author.name.as_str()));
            let last = folded.rsplit(' ').next().unwrap_or_default().to_owned();
            by_last.entry(last).or_default().push((folded, &author.name));
        }
        Names { by_last, all }
    }

    /// A known name that most likely is the same person's: the same last word and given names of which one is short for the
    /// other, or a letter or two apart.
    fn like(&self, name: &str) -> Option<&'a str> {
        let folded = fold(name);
        let last = folded.rsplit(' ').next().unwrap_or_default();
        let given = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let own = given(&folded);
        let is_short = |other: &str| {
            let other = given(other);
            let both = own.iter().zip(&other);
            let begins = both.clone().all(|(a, b)| a.starts_with(b.as_str()) || b.starts_with(a.as_str()));
            own.len() > 1 && other.len() > 1 && (begins || (own[0] == other[0] && own.len() != other.len()))
        };
        let same_last = self.by_last.get(last).into_iter().flatten();
        if let Some((_, other)) = same_last.filter(|(other, _)| *other != folded).find(|(other, _)| is_short(other)) {
            return Some(other);
        }
        let letters: Vec<char> = folded.chars().take(64).collect();
        let most = if letters.len() < 12 { 1 } else { 2 };
        let close = |other: &[char]| {
            letters.len() > 6 && other.len().abs_diff(letters.len()) <= most && distance(&letters, other) <= most
        };
        self.all.iter().find(|(other, _)| *other != letters && close(other)).map(|(_, name)| *name)
    }
}

/// A table with so many rows at most; what is left out is told.
fn table(head: &[&str], count: usize, rows: impl Iterator<Item = Vec<String>>) -> String {
    if count == 0 {
        return String::new();
    }
    let mut out = format!("\n| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows.take(MOST_ROWS) {
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    if count > MOST_ROWS {
        let _ = write!(out, "\nAnd {} more.\n", count - MOST_ROWS);
    }
    out
}

/// A text that is shown as it is and begins nothing: no markup, no link, no mention, no reference to an issue.
fn escape(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        if at == WIDEST {
            out.push('…');
            break;
        }
        match c {
            ' ' | ',' | '-' => out.push(c),
            // Mentions and references are looked for in what is shown, so they are broken there.
            '@' | '#' => {
                let _ = write!(out, "&#{};&#8203;", c as u32);
            }
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => {
                let _ = write!(out, "&#{};", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_stranger_begins_markup() {
        let shown = escape("a|b <img src=x onerror=y> `c` **d** [e](http://f) @user #12\nwww.g.org\u{202e}");
        assert!(!shown.contains(['|', '<', '>', '`', '*', '[', ']', '(', ')', '@', '.', '\n', '\u{202e}', '/', ':']));
        assert!(shown.contains("&#64;&#8203;user &#35;&#8203;12 www&#46;g"), "{shown}");
        assert_eq!(escape("Größe, 韩佳明 - x"), "Größe, 韩佳明 - x");
        assert_eq!(escape(&"x".repeat(300)).chars().count(), WIDEST + 1);
    }

    #[test]
    fn what_is_too_long_is_cut_at_a_line() {
        let text = "one\ntwo\n".repeat(100);
        let short = cut(text.clone(), 100);
        assert!(short.len() <= 100 && short.starts_with("one\ntwo\n") && short.ends_with("1 MB.\n"), "{short}");
        assert_eq!(cut(text.clone(), 1_000), text);
    }
}

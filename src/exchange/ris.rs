//! RIS, the tagged lines of reference managers: `TY  - JOUR` to `ER  -`.
//!
//! Its writers agree on the tags of authors and titles and on little else, so a tag that several use is read as most of
//! them mean it, and one that is not known goes to `extra` under its name. Texts are plain.

use serde_json::Value;

use super::foreign::{Coding, line, marked_line, paragraphs};
use super::json::{link, url};
use super::{Found, ImportedVenue, Options, ReadError, Record, links, said};
use crate::paper::{Author, Event, Kind, Marked, Paper, identifier};
use crate::text::date::Date;
use crate::text::name::Name;

const PLAIN: Coding = Coding::Plain;

/// The tagged values of one record that nobody has read yet.
struct Tags<'a> {
    kind: &'a str,
    left: Vec<(&'a str, String)>,
}

impl Tags<'_> {
    /// Takes the first value of the first tag that has one, as it stands.
    fn raw(&mut self, tags: &[&str]) -> String {
        let at = tags.iter().find_map(|tag| self.left.iter().position(|(known, _)| known == tag));
        at.map(|at| self.left.remove(at).1).unwrap_or_default()
    }

    fn text(&mut self, tags: &[&str]) -> String {
        line(&self.raw(tags), PLAIN)
    }

    /// Takes all values of some tags, in the order of the record.
    fn all(&mut self, tags: &[&str]) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.left).into_iter().partition(|(tag, _)| tags.contains(tag));
        self.left = left;
        taken.into_iter().map(|(_, value): (&str, String)| value).collect()
    }
}

/// Whether a text is of this format: its first line says what type of work follows.
pub(super) fn is_text(text: &str) -> bool {
    text.lines().map(str::trim).find(|line| !line.is_empty()).and_then(tagged).is_some_and(|(tag, _)| tag == "TY")
}

/// Reads a file. Lines without a tag go on with the value before them.
///
/// # Errors
/// None: a record that cannot be read is left out.
pub(super) fn read(text: &str, _options: &Options) -> Result<Vec<Found>, ReadError> {
    let mut found = Vec::new();
    let mut open: Option<(usize, Tags<'_>)> = None;
    let mut is_told = false;
    for (at, text) in text.lines().enumerate() {
        match (tagged(text), &mut open) {
            (Some(("TY", kind)), _) => {
                found.extend(open.take().map(close));
                open = Some((at + 1, Tags { kind: kind.trim(), left: Vec::new() }));
                is_told = false;
            }
            (Some(("ER", _)), _) => found.extend(open.take().map(close)),
            (Some((tag, value)), Some((_, tags))) => tags.left.push((tag, value.trim().to_owned())),
            (None, Some((_, tags))) => {
                if let Some((_, value)) = tags.left.last_mut() {
                    value.push('\n');
                    value.push_str(text.trim());
                }
            }
            (_, None) if text.trim().is_empty() || std::mem::replace(&mut is_told, true) => {}
            (_, None) => {
                found.push(Found {
                    place: format!("line {}", at + 1),
                    record: Err("it stands in no record: one begins with `TY  - `".to_owned()),
                });
            }
        }
    }
    found.extend(open.take().map(close));
    Ok(found)
}

/// The tag of a line and its value.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches([' ', '\t', '\u{feff}']);
    let (tag, rest) = (line.get(..2)?, line.get(2..)?);
    let is_tag = tag.as_bytes()[0].is_ascii_uppercase()
        && (tag.as_bytes()[1].is_ascii_uppercase() || tag.as_bytes()[1].is_ascii_digit());
    let value = rest.trim_start_matches(' ').strip_prefix('-')?;
    (is_tag && rest.starts_with(' ')).then_some((tag, value))
}

fn close((line, tags): (usize, Tags<'_>)) -> Found {
    Found { place: format!("line {line}"), record: record(tags) }
}

fn record(mut tags: Tags<'_>) -> Result<Record, String> {
    let title = tags.raw(&["TI", "T1", "CT"]);
    let title = if title.is_empty() && is_book(tags.kind) { tags.raw(&["BT", "T2"]) } else { title };
    let title = marked_line(&title, PLAIN);
    if title.is_empty() {
        return Err("it has no title".to_owned());
    }
    let source_id = tags.text(&["ID"]);
    let mut paper = Paper {
        title: Marked { source: title, ..Marked::default() },
        title_short: tags.text(&["ST"]),
        authors: names(tags.all(&["AU", "A1"])),
        abstract_: paragraphs(&tags.raw(&["AB", "N2"]), PLAIN),
        keywords: said::each_once(tags.all(&["KW"]).iter().map(|word| line(word, PLAIN))),
        ..Paper::default()
    };
    let second = if tags.left.iter().any(|(tag, _)| *tag == "ED") { "ED" } else { "A2" };
    paper.editors = names(tags.all(&[second]));
    dates(&mut paper, &mut tags);
    details(&mut paper, &mut tags);
    addresses(&mut paper, &mut tags);
    let venue = place(&mut paper, &mut tags);
    rest(&mut paper, tags);
    Ok(Record { paper, venue, topics: Vec::new(), source_id })
}

/// Names as `Family, Given, Suffix`; one without a comma is that of an organisation, or one word.
fn names(values: Vec<String>) -> Vec<Author> {
    let name = |value: String| {
        let text = line(&value, PLAIN);
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        let name = match parts[..] {
            [one] if !one.contains(' ') => Name::parse(one),
            [one] => return Author { literal: one.to_owned(), ..Author::default() },
            [family, given] => Name { given: given.to_owned(), ..Name::default() }.with_family(family),
            [family, given, suffix, ..] => {
                Name { given: given.to_owned(), suffix: suffix.to_owned(), ..Name::default() }.with_family(family)
            }
            [] => Name::default(),
        };
        Author { name, ..Author::default() }
    };
    values.into_iter().map(name).filter(|author| !author.name.is_empty() || !author.literal.is_empty()).collect()
}

/// The day it was published, as exact as one of the tags tells it.
fn dates(paper: &mut Paper, tags: &mut Tags<'_>) {
    let read = |text: String| {
        let parts: Vec<&str> =
            text.trim().split(['/', '-']).map(str::trim).take_while(|part| !part.is_empty()).collect();
        let padded: Vec<String> = parts.iter().take(3).map(|part| format!("{part:0>2}")).collect();
        (1..=padded.len())
            .rev()
            .find_map(|count| Date::parse(&padded[..count].join("-")))
            .or_else(|| said::year_in(&text))
    };
    let (day, year) = (tags.raw(&["DA"]), tags.raw(&["PY", "Y1"]));
    let found = [&day, &year].map(|text| read(text.clone()));
    paper.date = match found {
        [Some(day), Some(year)] if day.year() != year.year() || day.to_string().len() < year.to_string().len() => {
            Some(year)
        }
        [day, year] => day.or(year),
    };
    let unread = [("DA", day), ("PY", year)].into_iter().zip(found).filter(|(_, found)| found.is_none());
    tags.left.extend(unread.map(|(tag, _)| tag).filter(|(_, text)| !text.is_empty()));
}

fn details(paper: &mut Paper, tags: &mut Tags<'_>) {
    paper.volume = tags.text(&["VL"]);
    paper.issue = tags.text(&["IS"]);
    let ends = [tags.text(&["SP"]), tags.text(&["EP"])];
    paper.pages =
        said::pages(&ends.iter().filter(|end| !end.is_empty()).map(String::as_str).collect::<Vec<_>>().join("-"));
    paper.article_number = tags.text(&["C7"]);
    paper.publisher = tags.text(&["PB"]);
    paper.language = said::language(&tags.text(&["LA"]));
    let number = tags.text(&["SN"]);
    let digits = number.bytes().filter(|byte| byte.is_ascii_digit() || matches!(byte, b'X' | b'x')).count();
    *(if digits == 8 { &mut paper.issn } else { &mut paper.isbn }) = said::first(&number);
    let place = tags.text(&["CY"]);
    if matches!(tags.kind, "CPAPER" | "CONF") && !place.is_empty() {
        paper.event = Some(Event { place, ..Event::default() });
    } else if !place.is_empty() {
        paper.extra.insert("address".to_owned(), Value::String(place));
    }
}

fn addresses(paper: &mut Paper, tags: &mut Tags<'_>) {
    let doi = tags.raw(&["DO"]);
    match identifier::doi(&doi) {
        Some(doi) => paper.doi = doi.to_owned(),
        None if doi.is_empty() => {}
        None => tags.left.push(("DO", doi)),
    }
    let number = tags.raw(&["AN"]);
    match identifier::arxiv(&number).filter(|_| number.to_ascii_lowercase().starts_with("arxiv:")) {
        Some(id) => paper.arxiv = id.to_owned(),
        None if number.is_empty() => {}
        None => tags.left.push(("AN", number)),
    }
    said::arxiv_of_doi(paper);
    for address in tags.all(&["UR"]) {
        links::own(paper, &address);
    }
    for (tag, kind) in [("L1", "pdf"), ("L2", "html")] {
        for address in tags.all(&[tag]) {
            match url(&address) {
                Some(url) if url == super::arxiv_pdf(&paper.arxiv) => {}
                Some(url) => link(paper, kind, url),
                None => tags.left.push((tag, address)),
            }
        }
    }
    links::sort(paper);
}

fn place(paper: &mut Paper, tags: &mut Tags<'_>) -> Option<ImportedVenue> {
    let kind = kind(tags.kind, paper);
    if kind == Kind::Book {
        paper.series = tags.text(&["T2", "T3"]);
    }
    let container = match kind {
        Kind::Book | Kind::Thesis | Kind::Report => String::new(),
        _ => tags.text(&["T2", "JO", "JF", "BT"]),
    };
    let is_preprint = kind == Kind::Preprint && !container.is_empty() && !said::is_repository(&container);
    let kind = if is_preprint { Kind::Article } else { kind };
    let short = tags.text(&["J2", "JA"]);
    said::place(paper, Some(kind), if short == container { "" } else { &short }, container)
}

fn is_book(kind: &str) -> bool {
    matches!(kind, "BOOK" | "EBOOK" | "EDBOOK" | "SER")
}

fn kind(kind: &str, paper: &Paper) -> Kind {
    match kind {
        "JOUR" | "EJOUR" | "MGZN" | "NEWS" | "ABST" | "INPR" => Kind::Article,
        "CPAPER" | "CONF" => Kind::Conference,
        "CHAP" | "ECHAP" | "ENCYC" | "DICT" => Kind::Chapter,
        kind if is_book(kind) => Kind::Book,
        "THES" => Kind::Thesis,
        "RPRT" | "GOVDOC" | "STAND" => Kind::Report,
        "DATA" | "AGGR" => Kind::Dataset,
        "COMP" => Kind::Software,
        "UNPB" | "MANSCPT" => Kind::Preprint,
        _ if !paper.arxiv.is_empty() => Kind::Preprint,
        _ => Kind::Other,
    }
}

/// Keeps what has no key of its own.
fn rest(paper: &mut Paper, tags: Tags<'_>) {
    for (tag, value) in tags.left {
        let key = match tag {
            "N1" => "note".to_owned(),
            "DB" | "DP" => "database".to_owned(),
            tag => format!("ris-{}", tag.to_ascii_lowercase()),
        };
        let text = line(&value, PLAIN);
        match paper.extra.get_mut(&key) {
            Some(Value::String(before)) if !text.is_empty() => {
                before.push_str("; ");
                before.push_str(&text);
            }
            _ if text.is_empty() => {}
            _ => drop(paper.extra.insert(key, Value::String(text))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Format, Imported};

    fn import(text: &str) -> Imported {
        crate::exchange::read(text.as_bytes(), None, &Options::default()).unwrap()
    }

    #[test]
    fn a_record_in_full() {
        let text = "TY  - CPAPER\r\nID  - lovelace\r\nTI  - Notes on the *Engine*\r\nT2  - Meeting on Engines\r\nJ2  - MoE\r\nAU  - Lovelace, Ada\r\nAU  - van der Berg, Jan, Jr.\r\nAU  - The Engine Company\r\nAU  - Madonna\r\nED  - Roe, R.\r\nPY  - 1843\r\nDA  - 1843/07//\r\nAB  - First.\r\n   goes on\r\nKW  - engines\r\nKW  - notes\r\nSP  - 1\r\nEP  - 30\r\nSN  - 978-3-16-148410-0\r\nPB  - Taylor\r\nCY  - London\r\nDO  - 10.1000/engine\r\nUR  - https://doi.org/10.1000/engine\r\nL1  - https://example.org/a.pdf\r\nLA  - en\r\nM3  - Talk\r\nN1  - one\r\nN1  - two\r\nER  - \r\n";
        let want = r#"title: Notes on the \*Engine\*
language: en
authors:
  - Ada Lovelace
  - Jan van der Berg Jr.
  - literal: The Engine Company
  - Madonna
editors:
  - R. Roe
abstract: |
  First. goes on
date: 1843-07
keywords: [engines, notes]
venue: moe
pages: 1-30
publisher: Taylor
event: {place: London}
isbn: 978-3-16-148410-0
doi: 10.1000/engine
links:
  pdf: https://example.org/a.pdf
extra:
  note: one; two
  ris-m3: Talk
"#;
        let mut imported = import(text);
        assert_eq!(crate::paper::write::paper(&imported.records.remove(0).paper), want);
        assert_eq!(imported.skipped, [""; 0]);
    }

    #[test]
    fn every_record_is_read_or_told() {
        let imported = import(
            "TY  - JOUR\nTI  - A\nT2  - J\nPY  - 2001/02/03/\nTY  - UNPB\nT1  - B\nAN  - arXiv:2309.03905\nER  - \nstray\nTY  - GEN\nPY  - soon\nER  -\nTY  - BOOK\nT2  - C\nPY  - soon",
        );
        let got: Vec<String> = imported
            .records
            .iter()
            .map(|r| {
                format!(
                    "{} {:?} {}",
                    r.paper.title.source,
                    r.paper.kind,
                    r.paper.date.map_or_else(String::new, |d| d.to_string())
                )
            })
            .collect();
        assert_eq!(got, ["A Some(Article) 2001-02-03", "B None ", "C Some(Book) "]);
        assert_eq!(
            imported.skipped,
            ["line 9: it stands in no record: one begins with `TY  - `", "line 10: it has no title"]
        );
        assert_eq!(imported.records[2].paper.extra["ris-py"], "soon");
        assert_eq!(Format::of_text("\n TY  - JOUR\n"), Some(Format::Ris));
        assert_eq!(Format::of_text("The TY  - JOUR\n"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "(TY  - |TI  - |AU  - |ER  - |[A-Zé,0-9 -]{0,6}|\n){0,20}") {
            let _ = read(&text, &Options::default());
        }
    }
}

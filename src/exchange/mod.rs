//! Other people's formats, read into the content model and written from it.
//!
//! A file becomes records: each a paper as an entry would say it, with what the entry alone cannot carry (the spelling of
//! its venue, the names of its topics, the id it had). A record that is of no use is left out with a reason and never
//! takes the file down. This module knows no addresses of the site, no disk and no terminal.

pub mod arxiv;
mod bibtex;
pub mod cite;
mod cited;
pub mod coins;
mod csl;
mod daily;
pub mod export;
pub mod feed;
mod foreign;
pub mod highwire;
mod ids;
pub mod issue;
mod json;
pub mod jsonld;
mod languages;
mod links;
pub mod mail;
mod post;
pub mod record;
mod ris;
mod said;
pub mod same;
pub mod signposting;
mod venues;
mod work;

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{Encoding, WINDOWS_1252};
use rayon::prelude::*;
use serde_json::Value;

use crate::paper::Paper;
use crate::text::date::Date;

pub use cited::identifier_url;
pub use ids::assign_ids;
pub use venues::settle_venues;
pub use work::{Pdf, Work, arxiv_pdf, arxiv_url, doi_url};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// BibTeX and BibLaTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// A post of Jekyll, as proceedings and home pages keep one for each paper.
    Jekyll,
    /// CSL-JSON, as citation managers, Crossref and Pandoc write it.
    CslJson,
    /// What the Daily Papers API of Hugging Face answers.
    DailyPapers,
    /// The Atom that arXiv's API answers.
    Arxiv,
    /// An answer to the issue form "Add a paper".
    IssueForm,
}

/// How a format is called, known and read.
struct Reader {
    format: Format,
    /// As commands name it.
    name: &'static str,
    /// As people call it.
    title: &'static str,
    reads: Reads,
}

/// What a reader reads.
enum Reads {
    /// Each item of a list in JSON; the first tells whether one is clearly of this format.
    Items(fn(&Value) -> bool, fn(&Value, &Options) -> Result<Record, String>),
    /// A whole text; the first tells whether it is of this format.
    Text(fn(&str) -> bool, fn(&str, &Options) -> Result<Vec<Found>, ReadError>),
}

/// A record of a text, or why it is of no use.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    /// Where it stands, as a message begins: "line 12".
    place: String,
    record: Result<Record, String>,
}

/// All formats. The first that knows a file as its own reads it.
const READERS: &[Reader] = &[
    Reader {
        format: Format::IssueForm,
        name: "issue-form",
        title: "an issue form",
        reads: Reads::Text(issue::is_text, issue::read),
    },
    // Known by its first element, where others are known by what stands anywhere in them.
    Reader {
        format: Format::Arxiv,
        name: "arxiv-atom",
        title: "arXiv Atom",
        reads: Reads::Text(arxiv::is_text, arxiv::records),
    },
    Reader { format: Format::Ris, name: "ris", title: "RIS", reads: Reads::Text(ris::is_text, ris::read) },
    Reader {
        format: Format::Jekyll,
        name: "jekyll",
        title: "a post of Jekyll",
        reads: Reads::Text(post::is_text, post::read),
    },
    Reader {
        format: Format::Bibtex,
        name: "bibtex",
        title: "BibTeX",
        reads: Reads::Text(bibtex::is_text, bibtex::read),
    },
    Reader {
        format: Format::DailyPapers,
        name: "daily-papers",
        title: "Daily Papers JSON",
        reads: Reads::Items(daily::is_item, daily::record),
    },
    Reader {
        format: Format::CslJson,
        name: "csl-json",
        title: "CSL-JSON",
        reads: Reads::Items(csl::is_item, csl::record),
    },
];

impl Format {
    /// The names that [`Format::from_name`] knows.
    pub fn names() -> Vec<&'static str> {
        READERS.iter().map(|reader| reader.name).collect()
    }

    /// What people call the formats: "CSL-JSON, RIS or Daily Papers JSON".
    pub fn titles() -> String {
        let titles: Vec<&str> = READERS.iter().map(|reader| reader.title).collect();
        match titles.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => titles.concat(),
        }
    }

    /// The format of a name.
    pub fn from_name(name: &str) -> Option<Format> {
        READERS.iter().find(|reader| reader.name == name).map(|reader| reader.format)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.reader().map_or("", |reader| reader.name)
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        self.reader().map_or("", |reader| reader.title)
    }

    fn reader(self) -> Option<&'static Reader> {
        READERS.iter().find(|reader| reader.format == self)
    }

    /// The format that the items of a JSON file are in, known by the first one that is clear.
    fn of_items(items: &[Value]) -> Option<Format> {
        items.iter().take(100).find_map(|item| {
            let is_of = |reader: &&Reader| matches!(&reader.reads, Reads::Items(is_item, _) if is_item(item));
            READERS.iter().find(is_of).map(|reader| reader.format)
        })
    }

    /// The format of a text that is no JSON.
    fn of_text(text: &str) -> Option<Format> {
        let is_of = |reader: &&Reader| matches!(&reader.reads, Reads::Text(is_text, _) if is_text(text));
        READERS.iter().find(is_of).map(|reader| reader.format)
    }
}

/// How records become entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The source names only the first authors: every record with names gets `et-al`.
    pub et_al: bool,
    /// The source's day is the day the paper is featured: it goes to `added` and not to `available`.
    pub calendar_added: bool,
    /// The day that the file's name tells, for formats that keep it there.
    pub day: Option<Date>,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The records that can be used, in the order of the file.
    pub records: Vec<Record>,
    /// Why each of the others was left out, in the order of the file.
    pub skipped: Vec<String>,
}

/// One work, as its source tells of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The entry. It has no id before [`assign_ids`], and no `container` before [`settle_venues`].
    pub paper: Paper,
    /// Where it appeared, in the source's words.
    pub venue: Option<ImportedVenue>,
    /// Keys of its topics with their names.
    pub topics: Vec<(String, String)>,
    /// What the source calls it; may be empty, and need not be a legal id.
    pub source_id: String,
}

/// Where a work appeared, in the source's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedVenue {
    /// Key that follows from the source's words.
    pub key: String,
    /// Short title, or empty.
    pub short: String,
    /// Full title, or empty.
    pub container: String,
}

/// Why nothing of a file can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It breaks off, or is not in its format at all.
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// It is JSON, but holds no list of records.
    Shape {
        /// What it holds.
        found: String,
    },
    /// It is in no format that is known.
    Unknown,
    /// It is an answer that says why there are no records.
    Refused {
        /// The reason, in the words of whoever answered.
        reason: String,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Syntax { line, column, message } => write!(f, "line {line}, column {column}: {message}"),
            ReadError::Shape { found } => write!(f, "expected a list of records, found {found}"),
            ReadError::Unknown => {
                write!(f, "expected {}, found none of them; name the format with --format", Format::titles())
            }
            ReadError::Refused { reason } => f.write_str(reason),
        }
    }
}

impl std::error::Error for ReadError {}

/// Reads a file. Without a format it is guessed from the content; an empty list is an empty file of any format, and so is
/// an empty file. What is not UTF-8 is UTF-16 if it begins with a mark that says so, else Windows-1252.
///
/// # Errors
/// Says what was expected and what was found, where no record can be read at all.
pub fn read(bytes: &[u8], format: Option<Format>, options: &Options) -> Result<Imported, ReadError> {
    let text = decoded(bytes);
    let format = match format {
        Some(format) => format,
        None if text.trim().is_empty() => return Ok(Imported::default()),
        None if text.trim_start().starts_with(['[', '{']) => return items(&text, None, options),
        None => Format::of_text(&text).ok_or(ReadError::Unknown)?,
    };
    match format.reader().map(|reader| &reader.reads) {
        Some(Reads::Text(_, read)) => Ok(sorted(read(&text, options)?, options)),
        _ => items(&text, Some(format), options),
    }
}

fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    std::str::from_utf8(bytes).map_or_else(|_| WINDOWS_1252.decode_without_bom_handling(bytes).0, Cow::Borrowed)
}

/// Reads the items of a JSON text.
fn items(text: &str, format: Option<Format>, options: &Options) -> Result<Imported, ReadError> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
        ReadError::Syntax { line: error.line(), column: error.column().max(1), message }
    })?;
    let Some(items) = list_of(&value) else { return Err(ReadError::Shape { found: kind_of(&value).to_owned() }) };
    if items.is_empty() {
        return Ok(Imported::default());
    }
    let format = format.or_else(|| Format::of_items(items)).ok_or(ReadError::Unknown)?;
    let Some(Reads::Items(_, read)) = format.reader().map(|reader| &reader.reads) else {
        return Err(ReadError::Unknown);
    };
    let found = items
        .par_iter()
        .enumerate()
        .map(|(at, item)| Found { place: format!("record {}{}", at + 1, named(item)), record: read(item, options) });
    Ok(sorted(found.collect(), options))
}

/// What can be used and what cannot.
fn sorted(found: Vec<Found>, options: &Options) -> Imported {
    let mut imported = Imported::default();
    for Found { place, record } in found {
        match record {
            Ok(mut record) => {
                record.paper.et_al |= options.et_al && !record.paper.authors.is_empty();
                imported.records.push(record);
            }
            Err(reason) => imported.skipped.push(format!("{place}: {reason}")),
        }
    }
    imported
}

/// The records of a file: a list, the list of an object, or one record alone.
fn list_of(value: &Value) -> Option<&[Value]> {
    match value {
        Value::Array(items) => Some(items),
        Value::Object(fields) => match fields.get("items").or_else(|| fields.get("papers")) {
            Some(Value::Array(items)) => Some(items),
            _ if fields.is_empty() => None,
            _ => Some(std::slice::from_ref(value)),
        },
        _ => None,
    }
}

/// The id of a record that is left out, for the message.
fn named(item: &Value) -> String {
    let id = item.get("id").or_else(|| item.get("paper")?.get("id")).map(json::text).unwrap_or_default();
    if id.is_empty() { id } else { format!(" (`{}`)", id.chars().take(80).collect::<String>()) }
}

/// What a JSON value is, as a message names it.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a yes or no",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(fields) if fields.is_empty() => "an empty object",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Imported, ReadError> {
        read(text.as_bytes(), None, &Options::default())
    }

    #[test]
    fn formats_are_guessed_from_the_first_clear_record() {
        let guess = |text: &str| Format::of_items(list_of(&serde_json::from_str(text).unwrap()).unwrap());
        assert_eq!(guess(r#"[{"paper": {"id": "1"}}]"#), Some(Format::DailyPapers));
        assert_eq!(guess(r#"[{"id": "1", "title": "A", "authors": []}]"#), Some(Format::DailyPapers));
        assert_eq!(guess(r#"[null, {"id": "a", "type": "book"}]"#), Some(Format::CslJson));
        assert_eq!(guess(r#"{"items": [{"author": []}]}"#), Some(Format::CslJson));
        assert_eq!(guess(r#"{"type": "book", "title": "A"}"#), Some(Format::CslJson));
        assert_eq!(guess(r#"[{"name": "A"}]"#), None);
        for name in Format::names() {
            assert_eq!(Format::from_name(name).map(Format::name), Some(name));
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let error = |text: &str| read_text(text).unwrap_err().to_string();
        assert_eq!(error("[{\n  x}]"), "line 2, column 3: key must be a string");
        assert_eq!(
            read(b"3", Some(Format::CslJson), &Options::default()).unwrap_err().to_string(),
            "expected a list of records, found a number"
        );
        let unknown = format!("expected {}, found none of them; name the format with --format", Format::titles());
        assert_eq!(error("[{\"name\": 1}]"), unknown);
        assert_eq!(error("Dear all,\n"), unknown);
        assert_eq!(read_text(" \n"), Ok(Imported::default()));
        assert_eq!(read_text("\u{feff}[]"), Ok(Imported::default()));
    }

    #[test]
    fn unusable_records_are_left_out_with_a_reason() {
        let imported = read_text(r#"[{"type": "book", "title": "A"}, 7, {"id": "b", "title": " "}]"#).unwrap();
        assert_eq!(imported.records.len(), 1);
        assert_eq!(imported.skipped, ["record 2: it is a number, not an object", "record 3 (`b`): it has no title"]);
    }

    #[test]
    fn et_al_marks_records_with_names() {
        let text = br#"[{"type": "book", "title": "A", "author": [{"family": "B"}]}, {"type": "book", "title": "C"}]"#;
        let options = Options { et_al: true, ..Options::default() };
        let imported = read(text, None, &options).unwrap();
        assert_eq!(imported.records.iter().map(|r| r.paper.et_al).collect::<Vec<_>>(), [true, false]);
    }
}

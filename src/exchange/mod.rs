//! Other people's formats, read into the content model and written from it.
//!
//! A file becomes records: each a paper as an entry would say it, with what the entry alone cannot carry (the spelling of
//! its venue, the names of its topics, the id it had). A record that is of no use is left out with a reason and never
//! takes the file down. This module knows no addresses of the site, no disk and no terminal.

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
mod json;
pub mod jsonld;
pub mod mail;
pub mod record;
pub mod same;
pub mod signposting;
mod venues;
mod work;

use std::fmt;

use rayon::prelude::*;
use serde_json::Value;

use crate::paper::Paper;

pub use cited::identifier_url;
pub use ids::assign_ids;
pub use venues::settle_venues;
pub use work::{Pdf, Work, arxiv_url, doi_url};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CSL-JSON, as citation managers, Crossref and Pandoc write it.
    CslJson,
    /// What the Daily Papers API of Hugging Face answers.
    DailyPapers,
}

impl Format {
    /// The names that [`Format::from_name`] knows.
    pub const NAMES: &'static [&'static str] = &["csl-json", "daily-papers"];

    /// The format of a name.
    pub fn from_name(name: &str) -> Option<Format> {
        match name {
            "csl-json" => Some(Format::CslJson),
            "daily-papers" => Some(Format::DailyPapers),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Format::CslJson => "csl-json",
            Format::DailyPapers => "daily-papers",
        }
    }

    /// The format that the records of a JSON file are in, known by the first one that is clear.
    pub fn guess(value: &Value) -> Option<Format> {
        list_of(value)?.iter().take(100).find_map(|item| {
            let has = |key: &str| item.get(key).is_some();
            if item.get("paper").is_some_and(Value::is_object) {
                Some(Format::DailyPapers)
            } else if !item.is_object() {
                None
            } else if has("type") || has("issued") || has("author") || has("container-title") {
                Some(Format::CslJson)
            } else if has("summary") || has("publishedAt") || has("authors") {
                Some(Format::DailyPapers)
            } else {
                None
            }
        })
    }
}

/// How records become entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The source names only the first authors: every record with names gets `et-al`.
    pub et_al: bool,
    /// The source's day is the day the paper is featured: it goes to `added` and not to `available`.
    pub calendar_added: bool,
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
    /// It is not UTF-8 or not JSON.
    Json {
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
    /// Its records are of no format that is known.
    Unknown,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Json { line, column, message } => write!(f, "line {line}, column {column}: {message}"),
            ReadError::Shape { found } => {
                write!(f, "expected a list of records (CSL-JSON or Daily Papers JSON), found {found}")
            }
            ReadError::Unknown => {
                let names = Format::NAMES.join(", ");
                write!(f, "expected CSL-JSON or Daily Papers JSON, found records of neither; formats are {names}")
            }
        }
    }
}

impl std::error::Error for ReadError {}

/// Reads a file. Without a format it is guessed from the content; an empty list is an empty file of any format.
///
/// # Errors
/// Says what was expected and what was found, where no record can be read at all.
pub fn read(bytes: &[u8], format: Option<Format>, options: &Options) -> Result<Imported, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
        ReadError::Json { line: error.line(), column: error.column().max(1), message }
    })?;
    let Some(items) = list_of(&value) else { return Err(ReadError::Shape { found: kind_of(&value).to_owned() }) };
    let format = match format.or_else(|| Format::guess(&value)) {
        Some(format) => format,
        None if items.is_empty() => return Ok(Imported::default()),
        None => return Err(ReadError::Unknown),
    };
    let read = match format {
        Format::CslJson => csl::record,
        Format::DailyPapers => daily::record,
    };
    let results: Vec<_> = items.par_iter().map(|item| read(item, options)).collect();
    let mut imported = Imported::default();
    for (at, result) in results.into_iter().enumerate() {
        match result {
            Ok(mut record) => {
                record.paper.et_al = options.et_al && !record.paper.authors.is_empty();
                imported.records.push(record);
            }
            Err(reason) => imported.skipped.push(format!("record {}{}: {reason}", at + 1, named(&items[at]))),
        }
    }
    Ok(imported)
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
        let guess = |text: &str| Format::guess(&serde_json::from_str(text).unwrap());
        assert_eq!(guess(r#"[{"paper": {"id": "1"}}]"#), Some(Format::DailyPapers));
        assert_eq!(guess(r#"[{"id": "1", "title": "A", "authors": []}]"#), Some(Format::DailyPapers));
        assert_eq!(guess(r#"[null, {"id": "a", "type": "book"}]"#), Some(Format::CslJson));
        assert_eq!(guess(r#"{"items": [{"author": []}]}"#), Some(Format::CslJson));
        assert_eq!(guess(r#"{"type": "book", "title": "A"}"#), Some(Format::CslJson));
        assert_eq!(guess(r#"[{"name": "A"}]"#), None);
        for name in Format::NAMES {
            assert_eq!(Format::from_name(name).map(Format::name), Some(*name));
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let error = |text: &str| read_text(text).unwrap_err().to_string();
        assert_eq!(error("[{\n  x}]"), "line 2, column 3: key must be a string");
        assert_eq!(error("@article{a}"), "line 1, column 1: expected value");
        assert_eq!(error("3"), "expected a list of records (CSL-JSON or Daily Papers JSON), found a number");
        assert_eq!(
            error("[{\"name\": 1}]"),
            "expected CSL-JSON or Daily Papers JSON, found records of neither; formats are csl-json, daily-papers"
        );
        assert!(read(b"[\"\xff\"]", None, &Options::default()).is_err());
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

//! BibTeX and BibLaTeX: the files of bibliographies that TeX reads.
//!
//! A file is cut into records first, so that one that is broken costs nobody else anything; each is then read by the
//! `biblatex` crate, as far as syntax goes. What fields mean is decided here, since an entry wants Markdown where the
//! crate gives text, and since nothing may be lost: a field without a key of its own goes to `extra`. See
//! <https://ctan.org/pkg/biblatex> for the fields and types.

mod cut;
mod dates;
mod fields;
mod inherit;
mod names;

use std::collections::HashMap;

use biblatex::{RawBibliography, RawChunk};
use rayon::prelude::*;

use super::{Found, Options, ReadError};
use cut::Piece;
use inherit::Parents;

/// The abbreviations of a file, by name in lower case.
type Strings = HashMap<String, String>;

/// A record, its values in TeX.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Record {
    /// Its type, in lower case.
    kind: String,
    key: String,
    /// Names in lower case with values, in the order of the file.
    fields: Vec<(String, String)>,
}

impl Record {
    /// The first value of a name, without white space around it; empty where there is none.
    fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }
}

/// Whether a text is clearly of this format.
pub(super) fn is_text(text: &str) -> bool {
    cut::holds_record(text)
}

/// Reads a file.
///
/// # Errors
/// None: a record that cannot be read is left out.
pub(super) fn read(text: &str, _options: &Options) -> Result<Vec<Found>, ReadError> {
    let pieces = cut::pieces(text);
    let mut strings = Strings::new();
    for piece in pieces.iter().filter(|piece| piece.kind == "string") {
        define(piece, &mut strings);
    }
    let pieces: Vec<&Piece<'_>> = pieces.iter().filter(|piece| piece.is_record()).collect();
    let records: Vec<Result<Record, (usize, String)>> = pieces.par_iter().map(|piece| parse(piece, &strings)).collect();
    let parents = Parents::new(records.iter().filter_map(|record| record.as_ref().ok()));
    let found = pieces.par_iter().zip(&records).map(|(piece, record)| match record {
        Ok(record) => {
            let place = if record.key.is_empty() { String::new() } else { format!(" (`{}`)", record.key) };
            let read = match parents.children_of(record) {
                0 => fields::paper(parents.complete(record)),
                count => Err(told_elsewhere(count)),
            };
            Found { place: format!("line {}{place}", piece.line), record: read }
        }
        Err((line, reason)) => Found { place: format!("line {line}"), record: Err(reason.clone()) },
    });
    Ok(found.collect())
}

/// What is said of a record that others only point to, as a volume is by its papers.
fn told_elsewhere(count: usize) -> String {
    let records = if count == 1 { "1 record".to_owned() } else { format!("{count} records") };
    format!("it tells where {records} appeared, which have taken over what it says")
}

/// Takes the abbreviations that a piece defines. One may use those before it.
fn define(piece: &Piece<'_>, strings: &mut Strings) {
    let text = piece.braced();
    let Ok(raw) = RawBibliography::parse(&text) else { return };
    for pair in raw.abbreviations {
        let value = value(&pair.value.v, strings);
        strings.insert(pair.key.v.to_lowercase(), value);
    }
}

/// Reads one record, or says in which line what is wrong.
fn parse(piece: &Piece<'_>, strings: &Strings) -> Result<Record, (usize, String)> {
    if let Some(reason) = piece.broken {
        return Err((piece.line, reason.to_owned()));
    }
    let text = piece.braced();
    let raw = RawBibliography::parse(&text).map_err(|error| {
        let at = error.span.start.min(text.len());
        let before = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
        (piece.line + before, format!("it cannot be read: {}", error.kind))
    })?;
    let Some(entry) = raw.entries.into_iter().next() else {
        return Err((piece.line, "it cannot be read: expected a key and fields".to_owned()));
    };
    let entry = entry.v;
    let mut fields: Vec<(String, String)> = Vec::with_capacity(entry.fields.len());
    for pair in &entry.fields {
        let name = pair.key.v.to_lowercase();
        if fields.iter().all(|(known, _)| *known != name) {
            fields.push((name, value(&pair.value.v, strings)));
        }
    }
    Ok(Record { kind: entry.kind.v.to_lowercase(), key: entry.key.v.trim().to_owned(), fields })
}

/// A value in TeX, its parts joined. An abbreviation that nobody defines stands for itself, as months do.
fn value(parts: &[biblatex::Spanned<RawChunk<'_>>], strings: &Strings) -> String {
    let mut out = String::new();
    for part in parts {
        match part.v {
            RawChunk::Normal(text) => out.push_str(text),
            RawChunk::Abbreviation(name) => {
                out.push_str(strings.get(&name.to_lowercase()).map_or(name, String::as_str));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;

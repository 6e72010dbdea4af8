//! Asking for what an entry lacks, question by question.

use std::io::{BufRead, Write};

use super::said::{authors, date, one_line};
use crate::cli::talk::{Stop, Talk};
use crate::cli::topics::Topics;
use crate::exchange::Record;

/// Asks for what a record lacks and a reader of the archive would miss. An empty answer leaves it out.
///
/// # Errors
/// Where the conversation ends before its last answer.
pub fn complete(
    record: &mut Record,
    topics: &Topics<'_>,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let mut talk = Talk::new(input, out);
    let paper = &mut record.paper;
    if paper.title.is_empty() {
        let why = "an entry needs a title; Ctrl-C leaves without writing anything";
        paper.title = talk.must("Title", why, |text| Ok(one_line(text)))?;
    }
    if paper.authors.is_empty() && paper.author_count.is_none() {
        let take = |text: &str| match authors(text) {
            names if names.is_empty() => Err("there is no name in it".to_owned()),
            names => Ok(names),
        };
        paper.authors = talk.until("Authors, parted by semicolons", take)?.unwrap_or_default();
    }
    if paper.date.is_none() && paper.available.is_none() {
        paper.date = talk.until("Date, such as 2023, 2023-09 or 2023-09-07", date)?;
    }
    if record.topics.is_empty() {
        let shown = topics.shown();
        if !shown.is_empty() {
            talk.say(&format!("there are {shown}"))?;
        }
        let take = |text: &str| {
            let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
            words.map(|word| topics.key(word)).collect::<Result<Vec<String>, String>>()
        };
        for key in talk.until("Topics, parted by commas", take)?.unwrap_or_default() {
            if record.topics.iter().all(|(known, _)| *known != key) {
                record.topics.push((key, String::new()));
            }
        }
    }
    if record.paper.summary.is_empty() {
        let summary = talk.until("Summary, in a sentence", |text| Ok(one_line(text)))?;
        record.paper.summary = summary.unwrap_or_default();
    }
    Ok(())
}

#[cfg(test)]
mod tests;

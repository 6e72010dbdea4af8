//! Asking for what an entry lacks, question by question. Who is asked and where it is said comes from outside, so that a
//! conversation can be a test.

use std::io::{self, BufRead, Write};

use super::said::{authors, date, one_line};
use crate::cli::topics::Topics;
use crate::exchange::Record;

/// Questions that are asked again for one answer, before it is taken for missing.
const TRIES: usize = 20;
/// The longest answer; whoever pastes a whole paper meant something else.
const LONGEST: u64 = 64 << 10;

/// Why a conversation ended early.
#[derive(Debug)]
pub enum Stop {
    /// There is no more to read.
    End,
    /// Nothing can be read or said any more.
    Failed(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Failed(error)
    }
}

/// One side of a conversation.
struct Talk<'a, R, W> {
    input: &'a mut R,
    out: &'a mut W,
}

impl<R: BufRead, W: Write> Talk<'_, R, W> {
    /// Asks, and reads a line.
    fn ask(&mut self, question: &str) -> Result<String, Stop> {
        write!(self.out, "{question}: ")?;
        self.out.flush()?;
        let mut line = Vec::new();
        if io::Read::take(&mut *self.input, LONGEST).read_until(b'\n', &mut line)? == 0 {
            writeln!(self.out)?;
            return Err(Stop::End);
        }
        Ok(String::from_utf8_lossy(&line).trim().to_owned())
    }

    /// Asks until the answer can be taken. An empty one is no answer.
    fn until<T>(&mut self, question: &str, take: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, Stop> {
        for _ in 0..TRIES {
            let answer = self.ask(question)?;
            if answer.is_empty() {
                return Ok(None);
            }
            match take(&answer) {
                Ok(taken) => return Ok(Some(taken)),
                Err(why) => writeln!(self.out, "  {why}")?,
            }
        }
        Err(Stop::End)
    }

    /// The same, for what has to be answered.
    fn must<T>(&mut self, question: &str, why: &str, take: impl Fn(&str) -> Result<T, String>) -> Result<T, Stop> {
        for _ in 0..TRIES {
            match self.until(question, &take)? {
                Some(taken) => return Ok(taken),
                None => writeln!(self.out, "  {why}")?,
            }
        }
        Err(Stop::End)
    }
}

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
    let mut talk = Talk { input, out };
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
            writeln!(talk.out, "  there are {shown}")?;
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

//! What is shown of papers that were found.

use serde::{Deserialize, Serialize, Serializer};

use super::Index;
use crate::archive::Archive;

/// A paper as it is shown among results. In a file it is an array in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Row")]
pub struct Card {
    /// Its id.
    pub id: String,
    /// Its page, from the root of the site.
    pub path: String,
    /// Title as plain text.
    pub title: String,
    /// The first of its authors.
    pub authors: Vec<String>,
    /// How many authors are not named.
    pub more: u32,
    /// Where it appeared, as lists name it, or empty.
    pub venue: String,
    /// The date that places it in the archive, ISO 8601 with the precision that is known, or empty.
    pub date: String,
    /// What has befallen it, or empty.
    pub status: String,
    /// Upvotes, where they were counted.
    pub upvotes: Option<u64>,
    /// Abstract, else summary, as plain text, where abstracts are stored.
    pub text: String,
}

type Row = (String, String, String, Vec<String>, u32, String, String, String, Option<u64>, String);

impl From<Row> for Card {
    fn from((id, path, title, authors, more, venue, date, status, upvotes, text): Row) -> Card {
        Card { id, path, title, authors, more, venue, date, status, upvotes, text }
    }
}

impl Serialize for Card {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Card { id, path, title, authors, more, venue, date, status, upvotes, text } = self;
        (id, path, title, authors, more, venue, date, status, upvotes, text).serialize(serializer)
    }
}

impl Index {
    pub(super) fn cards_file(&self, archive: &Archive, file: u32, card: &dyn Fn(u32) -> Card) -> Vec<u8> {
        let size = self.layout.cards as usize;
        let papers = self.order.iter().enumerate().skip(file as usize * size).take(size);
        let card =
            |(number, paper): (usize, &u32)| Card { text: self.text(archive, number).to_owned(), ..card(*paper) };
        serde_json::to_vec(&papers.map(card).collect::<Vec<_>>()).unwrap_or_default()
    }

    /// What is shown of a paper's text: its abstract, else its summary; nothing where abstracts are not stored.
    fn text<'a>(&'a self, archive: &'a Archive, number: usize) -> &'a str {
        let paper = &archive.paper(self.order[number]).paper;
        let text = match &self.texts[number] {
            _ if !archive.settings.search.abstracts => "",
            Some(plain) => plain,
            None if paper.abstract_.is_empty() => paper.summary.plain(),
            None => &paper.abstract_,
        };
        text.trim()
    }
}

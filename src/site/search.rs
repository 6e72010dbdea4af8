//! The search index as files of the site: what is shown of a paper that was found.

use super::{Route, Site, url};
use crate::paper::Status;
use crate::search::index::upvotes;
use crate::search::{Card, File, Index, Layout};

/// Authors that are named among results.
const NAMES: usize = 6;

impl Site {
    /// Which files the index consists of.
    pub fn search_layout(&self) -> Layout {
        Layout::new(self.archive.listed(), self.archive.settings.search.abstracts)
    }

    /// The search index, made when it is first asked for.
    pub fn search_index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.archive, &self.known_terms))
    }

    /// The bytes of a file of the index.
    pub fn search_file(&self, file: File) -> Vec<u8> {
        self.search_index().file(&self.archive, file, &|paper| self.search_card(paper))
    }

    fn search_card(&self, index: u32) -> Card {
        let archive = &*self.archive;
        let record = archive.paper(index);
        let paper = &record.paper;
        let shown = if paper.authors.len() <= NAMES + 2 { paper.authors.len() } else { NAMES };
        let venue = record.venue.map(|venue| &archive.venues[venue as usize]);
        let venue = venue.map_or("", |venue| if venue.short.is_empty() { &venue.name } else { &venue.short });
        let venue = match paper.date.filter(|_| !venue.is_empty()) {
            Some(date) => format!("{venue} {}", date.year()),
            None => venue.to_owned(),
        };
        let status = Some(paper.status()).filter(|status| *status != Status::Published);
        Card {
            id: paper.id.clone(),
            path: url::path(self, Route::Paper(index)),
            title: paper.title.plain().to_owned(),
            authors: paper.authors[..shown].iter().map(crate::paper::Author::display).collect(),
            more: (paper.author_total() - shown) as u32,
            venue,
            date: record.when.map_or_else(String::new, |date| date.to_string()),
            status: status.map_or("", Status::word).to_owned(),
            upvotes: upvotes(record),
            text: String::new(),
        }
    }
}

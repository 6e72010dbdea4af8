//! A paper as other formats need it: what its entry says, with what only its archive knows.

use crate::paper::{Author, Kind, Paper, Status};
use crate::text::words_alone;

/// A work to be cited, exported or described. All addresses are absolute.
#[derive(Clone, Debug)]
pub struct Work<'a> {
    /// What its entry and its volume say.
    pub paper: &'a Paper,
    /// The kind of work: as written, else from where it appeared.
    pub kind: Kind,
    /// Its own page; none without a base-url.
    pub url: Option<String>,
    /// Its PDF.
    pub pdf: Option<Pdf>,
    /// Short name of its venue, or empty.
    pub venue_short: &'a str,
    /// Names of its topics, in the order of its page.
    pub topics: Vec<&'a str>,
    /// BCP 47 tag of the language it is in: its own, else the archive's.
    pub language: &'a str,
    /// Title of the archive.
    pub archive: &'a str,
    /// ORCIDs of its authors, in their order, as the entry or the archive's people know them; empty where none is known.
    pub orcids: Vec<&'a str>,
}

/// Where the PDF of a work can be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// Its address.
    pub url: String,
    /// Whether it stands beside the paper's page, as Google Scholar wants it.
    pub is_beside: bool,
}

impl<'a> Work<'a> {
    /// What has befallen it.
    pub fn status(&self) -> Status {
        self.paper.status()
    }

    /// What its title begins with where a reader must not miss its state: `[RETRACTED] ` and the like, or nothing.
    pub fn warning(&self) -> &'static str {
        match self.status() {
            Status::Retracted => "[RETRACTED] ",
            Status::Withdrawn => "[WITHDRAWN] ",
            Status::Removed => "[REMOVED] ",
            _ => "",
        }
    }

    /// Its title as plain text, with the warning.
    pub fn title(&self) -> String {
        format!("{}{}", self.warning(), self.paper.title.plain())
    }

    /// Its abstract as plain text; empty where there is none.
    pub fn abstract_text(&self) -> String {
        words_alone(&self.paper.abstract_).trim().to_owned()
    }

    /// Its authors with their ORCIDs.
    pub fn authors(&self) -> impl Iterator<Item = (&'a Author, &'a str)> {
        let orcids = self.orcids.clone().into_iter().chain(std::iter::repeat(""));
        self.paper.authors.iter().zip(orcids)
    }
}

/// The address of a DOI; the characters that an address cannot hold are encoded.
pub fn doi_url(doi: &str) -> String {
    let mut url = String::from("https://doi.org/");
    for c in doi.chars() {
        match c {
            '<' => url.push_str("%3C"),
            '>' => url.push_str("%3E"),
            '#' => url.push_str("%23"),
            '%' => url.push_str("%25"),
            '?' => url.push_str("%3F"),
            '\\' => url.push_str("%5C"),
            c => url.push(c),
        }
    }
    url
}

/// Where arXiv has the page of an id.
pub fn arxiv_url(id: &str) -> String {
    format!("https://arxiv.org/abs/{id}")
}

//! A paper as other formats need it: what its entry says, with what only its archive knows.

use std::borrow::Cow;

use crate::paper::{Author, Kind, Paper, Status, Target};
use crate::text::words_alone;

/// A work to be cited, exported or described. All addresses are absolute.
#[derive(Clone, Debug)]
pub struct Work<'a> {
    /// What its entry and its volume say.
    pub paper: &'a Paper,
    /// Its key in bibliographies: letters, digits, `.`, `:`, `_` and `-`, and no other work of its archive has it.
    pub key: Cow<'a, str>,
    /// The kind of work: as written, else from where it appeared.
    pub kind: Kind,
    /// Its own page; none without a base-url.
    pub url: Option<String>,
    /// Its PDF.
    pub pdf: Option<Pdf>,
    /// Name of its venue, or empty.
    pub venue: &'a str,
    /// Short name of its venue, or empty.
    pub venue_short: &'a str,
    /// The place of its publisher, as its volume says, or empty.
    pub place: &'a str,
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

    /// Where the work itself is to be had: by its DOI, at arXiv, on the page or in the file that its entry links, else on
    /// its page in the archive. Empty where there is no such place.
    pub fn location(&self) -> String {
        let paper = self.paper;
        if !paper.doi.is_empty() {
            return doi_url(&paper.doi);
        }
        if !paper.arxiv.is_empty() {
            return arxiv_url(&paper.arxiv);
        }
        let html = paper.links.iter().filter(|link| link.kind == "html").find_map(|link| match &link.target {
            Target::Url(url) => Some(url),
            Target::File(_) => None,
        });
        let elsewhere = self.pdf.as_ref().filter(|pdf| !pdf.is_beside).map(|pdf| &pdf.url);
        html.or(elsewhere).or(self.url.as_ref()).cloned().unwrap_or_default()
    }

    /// Its first subject at arXiv, or empty.
    pub fn arxiv_class(&self) -> &'a str {
        self.paper.subjects.get("arxiv").and_then(|subjects| subjects.first()).map_or("", String::as_str)
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

/// Where arXiv has the PDF of an id.
pub fn arxiv_pdf(id: &str) -> String {
    format!("https://arxiv.org/pdf/{id}")
}

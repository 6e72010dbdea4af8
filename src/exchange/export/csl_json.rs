//! CSL-JSON, as citation processors read it. Formatted citations are made from the same items.

use std::borrow::Cow;

use serde::Serialize;

use super::Extent;
use crate::exchange::Work;
use crate::exchange::cited::told;
use crate::paper::{Author, Kind};
use crate::text::date::Date;

/// Appends an item, in one line.
pub(super) fn write(work: &Work<'_>, extent: Extent, out: &mut String) {
    // Texts, numbers and lists of them can always be written.
    out.push_str(&serde_json::to_string(&Item::new(work, extent)).unwrap_or_default());
}

/// An item of CSL-JSON. Fields stand in the order of the specification's own list; what is empty is not written.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::exchange) struct Item<'a> {
    pub id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub citation_key: &'a str,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub title_short: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<Name<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub editor: Vec<Name<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Dates>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_date: Option<Dates>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_date: Option<Dates>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub container_title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub container_title_short: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub collection_title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub event_title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub event_place: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub volume: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub issue: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub page: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub page_first: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub number: Cow<'a, str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub publisher: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub publisher_place: &'a str,
    #[serde(rename = "abstract", skip_serializing_if = "String::is_empty")]
    pub abstract_: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub keyword: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub language: &'a str,
    #[serde(rename = "DOI", skip_serializing_if = "str::is_empty")]
    pub doi: &'a str,
    #[serde(rename = "ISBN", skip_serializing_if = "str::is_empty")]
    pub isbn: &'a str,
    #[serde(rename = "ISSN", skip_serializing_if = "str::is_empty")]
    pub issn: &'a str,
    #[serde(rename = "PMID", skip_serializing_if = "str::is_empty")]
    pub pmid: &'a str,
    #[serde(rename = "PMCID", skip_serializing_if = "str::is_empty")]
    pub pmcid: &'a str,
    #[serde(rename = "URL", skip_serializing_if = "String::is_empty")]
    pub url: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub genre: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub status: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub archive: &'static str,
    #[serde(rename = "archive_location", skip_serializing_if = "str::is_empty")]
    pub archive_location: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub version: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub source: &'a str,
    #[serde(skip_serializing_if = "Custom::is_empty")]
    pub custom: Custom,
}

/// A name in parts, or an organisation's as it is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::exchange) struct Name<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    pub family: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub given: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub non_dropping_particle: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub suffix: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub literal: &'a str,
}

/// A date or a span of two, each with as many parts as are known.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::exchange) struct Dates {
    pub date_parts: Vec<Vec<i16>>,
}

/// What CSL has no field for.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::exchange) struct Custom {
    /// There are more authors than are named.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub et_al: bool,
}

impl Custom {
    fn is_empty(&self) -> bool {
        !self.et_al
    }
}

impl<'a> Item<'a> {
    /// A work as an item.
    pub fn new(work: &'a Work<'a>, extent: Extent) -> Item<'a> {
        let paper = work.paper;
        let is_full = extent == Extent::Full;
        let event = paper.event.as_ref();
        let (first, last) = work.pages();
        let is_book = work.kind == Kind::Book;
        let identifier = |scheme: &str| paper.identifiers.get(scheme).map_or("", String::as_str);
        let mut item = Item {
            id: &work.key,
            citation_key: if is_full { &work.key } else { "" },
            kind: kind(work.kind),
            title: work.title(),
            title_short: &paper.title_short,
            author: names(&paper.authors),
            editor: names(&paper.editors),
            issued: work.cited().map(|date| Dates::new([Some(date), None])),
            available_date: paper.available.map(|date| Dates::new([Some(date), None])),
            event_date: event.filter(|event| event.start.is_some()).map(|event| Dates::new([event.start, event.end])),
            container_title: if is_book { "" } else { work.container() },
            container_title_short: if is_book { "" } else { work.venue_short },
            collection_title: work.series(),
            event_title: event.map_or("", |event| &event.name),
            event_place: event.map_or("", |event| &event.place),
            volume: &paper.volume,
            issue: &paper.issue,
            page: if last.is_empty() { first.to_owned() } else { format!("{first}-{last}") },
            page_first: if is_full { first } else { "" },
            number: Cow::Borrowed(&paper.article_number),
            publisher: &paper.publisher,
            publisher_place: work.place,
            abstract_: if is_full { work.abstract_text() } else { String::new() },
            keyword: if is_full { work.keywords().join(", ") } else { String::new() },
            language: work.language,
            doi: &paper.doi,
            isbn: &paper.isbn,
            issn: &paper.issn,
            pmid: identifier("pmid"),
            pmcid: identifier("pmcid"),
            url: if paper.doi.is_empty() { work.location() } else { String::new() },
            status: work.standing(),
            note: paper.notices.iter().map(told).collect::<Vec<_>>().join("; "),
            version: paper.versions.last().map_or("", |version| &version.version),
            source: if is_full { work.archive } else { "" },
            custom: Custom { et_al: work.has_more_authors() && !paper.authors.is_empty() },
            ..Item::default()
        };
        item.specify(work);
        item
    }

    /// What a type of work has of its own.
    fn specify(&mut self, work: &'a Work<'a>) {
        let paper = work.paper;
        match work.kind {
            Kind::Preprint => self.genre = "preprint",
            Kind::Thesis | Kind::Report => {
                // Who issued it is its publisher, and there is nothing that it appeared in.
                self.publisher = work.institution();
                self.container_title = "";
                self.number = Cow::Borrowed(if paper.issue.is_empty() { &paper.article_number } else { &paper.issue });
            }
            _ => {}
        }
        if work.kind == Kind::Thesis {
            self.genre = if work.is_masters() { "Master's thesis" } else { "PhD thesis" };
        }
        if !paper.arxiv.is_empty() {
            (self.archive, self.archive_location) = ("arXiv", &paper.arxiv);
            if work.kind == Kind::Preprint {
                self.number = Cow::Owned(format!("arXiv:{}", paper.arxiv));
                self.publisher = if paper.publisher.is_empty() { "arXiv" } else { &paper.publisher };
            }
        }
    }
}

impl Dates {
    fn new(dates: [Option<Date>; 2]) -> Dates {
        let part = |number: Option<u8>| number.map(i16::from);
        let parts =
            |date: Date| [Some(date.year()), part(date.month()), part(date.day())].into_iter().flatten().collect();
        Dates { date_parts: dates.into_iter().flatten().map(parts).collect() }
    }
}

fn names(authors: &[Author]) -> Vec<Name<'_>> {
    authors.iter().map(name).collect()
}

fn name(author: &Author) -> Name<'_> {
    let name = &author.name;
    Name {
        family: &name.family,
        given: &name.given,
        non_dropping_particle: &name.particle,
        suffix: &name.suffix,
        literal: &author.literal,
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "article-journal",
        Kind::Conference => "paper-conference",
        Kind::Preprint => "article",
        Kind::Chapter => "chapter",
        Kind::Book => "book",
        Kind::Thesis => "thesis",
        Kind::Report => "report",
        Kind::Dataset => "dataset",
        Kind::Software => "software",
        Kind::Other => "document",
    }
}

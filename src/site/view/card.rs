//! The short form of a paper in a list.

use std::borrow::Cow;

use serde::Serialize;

use super::{Builder, DateView, Link, Thumbnail};
use crate::archive::Record;
use crate::paper::{Status, Target};
use crate::site::{Group, Route};
use crate::text::markup::escape;

/// Names on a card before the rest are counted.
const NAMES: usize = 6;

/// A paper in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Card<'a> {
    /// The paper's id.
    pub id: &'a str,
    /// Title as inline HTML without links.
    pub title_html: &'a str,
    /// The paper's page.
    pub url: &'a str,
    /// Language, where it is not the site's.
    pub language: Option<&'a str>,
    /// Who wrote it, as HTML in one line: the first names, linked, and what stands between and after them.
    pub authors_html: Option<&'a str>,
    /// The date that places it in the archive.
    pub date: Option<DateView>,
    /// Where it appeared.
    pub venue: Option<Link>,
    /// Its topics.
    pub topics: Vec<Link>,
    /// Its counts that are not zero.
    pub counts: Vec<Count<'a>>,
    /// Summary as inline HTML.
    pub summary_html: Option<&'a str>,
    /// Abstract as HTML, on day and week pages.
    pub abstract_html: Option<String>,
    /// What has befallen it, where it is not simply published: `retracted`, `withdrawn` …
    pub status: Option<&'static str>,
    /// The same as a label.
    pub status_text: Option<&'a str>,
    /// A link to its PDF.
    pub pdf: Option<String>,
    /// Its picture.
    pub thumbnail: Option<Thumbnail<'a>>,
    /// The paper for reference managers (COinS), as HTML that shows nothing; empty on pages without at least two papers.
    pub coins_html: &'a str,
}

/// The authors of a paper as a line.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Authors<'a> {
    /// The first few, or all.
    pub named: Vec<Name<'a>>,
    /// How many more there are, where that is known; 0 where none are.
    pub more: u64,
    /// Whether there are more that nobody counted.
    pub et_al: bool,
    /// What stands after the names in either case: ` and 7 more`, ` et al.`, else nothing.
    pub rest: Cow<'a, str>,
    /// How many there are, where no name is known: `17 authors`.
    pub count_text: Option<String>,
}

/// A name in a line of authors.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Name<'a> {
    /// What stands before it in the line: nothing, a comma or an `and`.
    pub before: &'a str,
    /// As it is printed.
    pub name: Cow<'a, str>,
    /// The author's page.
    pub url: Option<&'a str>,
    /// ORCID, on the paper's own page.
    pub orcid: Option<&'a str>,
}

/// A count with its label.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Count<'a> {
    /// What is counted: `upvotes`, `citations` …
    pub name: &'a str,
    /// How many.
    pub count: u64,
    /// In words: `17 upvotes`.
    pub text: String,
}

impl<'a> Builder<'a> {
    /// The cards of papers.
    pub(super) fn cards(&self, papers: &[u32], abstracts: bool) -> Vec<Card<'a>> {
        papers.iter().map(|paper| self.card(*paper, abstracts)).collect()
    }

    fn card(&self, index: u32, abstracts: bool) -> Card<'a> {
        let record = self.site.archive.paper(index);
        let paper = &record.paper;
        let language =
            Some(paper.language.as_str()).filter(|l| !l.is_empty() && *l != self.site.archive.settings.language);
        let status = Some(paper.status()).filter(|status| *status != Status::Published);
        Card {
            id: &paper.id,
            title_html: paper.title.html(),
            url: self.site.paper_href(index),
            language,
            authors_html: self.authors_html(index),
            date: record.when.map(|date| self.date(date)),
            venue: self.venue_link(record),
            topics: self.topic_links(record),
            counts: self.counts(record),
            summary_html: Some(paper.summary.html()).filter(|html| !html.is_empty()),
            abstract_html: Some(&paper.abstract_)
                .filter(|text| abstracts && !text.is_empty())
                .map(|text| self.markup.blocks(text).html),
            status: status.map(Status::word),
            status_text: status.map(|status| self.words.get(&format!("status-{}", status.word()))),
            pdf: self.pdf(index),
            thumbnail: self.thumbnail(index),
            coins_html: self.site.span(index),
        }
    }

    /// The line of authors of a card. It is made here, once for all lists, and not by a template, since nothing is more
    /// frequent in a site.
    fn authors_html(&self, index: u32) -> Option<&'a str> {
        let line = self.site.author_line(index, || self.author_line(index));
        (!line.is_empty()).then_some(line)
    }

    fn author_line(&self, index: u32) -> Box<str> {
        let authors = self.authors(index, NAMES);
        let mut html = String::with_capacity(64 * authors.named.len());
        for name in &authors.named {
            escape(name.before, &mut html);
            if let Some(url) = name.url {
                html.push_str("<a href=\"");
                escape(url, &mut html);
                html.push_str("\">");
            }
            escape(&name.name, &mut html);
            if name.url.is_some() {
                html.push_str("</a>");
            }
        }
        escape(&authors.rest, &mut html);
        escape(authors.count_text.as_deref().unwrap_or_default(), &mut html);
        html.into()
    }

    /// The line of authors, of whom the first `most` are named (all, where only one or two would be left out).
    pub(super) fn authors(&self, index: u32, most: usize) -> Authors<'a> {
        let archive = &*self.site.archive;
        let paper = &archive.paper(index).paper;
        let people = archive.authors().of(index);
        let shown = if paper.authors.len() <= most + 2 { paper.authors.len() } else { most };
        let total = paper.author_total();
        let more = if shown == 0 { 0 } else { (total - shown) as u64 };
        let whole = more == 0 && !paper.et_al;
        let named = paper.authors[..shown].iter().zip(people).enumerate().map(|(at, (author, person))| {
            let printed = archive.authors().list()[*person as usize].name.as_str();
            let name = if author.is_displayed_as(printed) { printed.into() } else { author.display().into() };
            let before = self.words.before_name(at, shown, whole);
            Name { before, name, url: self.site.author_href(*person), orcid: None }
        });
        Authors {
            named: named.collect(),
            more,
            et_al: paper.et_al,
            rest: match (more, paper.et_al && shown > 0) {
                (0, true) => self.words.et_al().into(),
                (0, false) => Cow::Borrowed(""),
                _ => self.words.count("and-n-more", more).into(),
            },
            count_text: (shown == 0 && total > 0).then(|| self.words.count("n-authors", total as u64)),
        }
    }

    /// The venue's short name with the year, linked to the venue.
    pub(super) fn venue_link(&self, record: &Record) -> Option<Link> {
        let index = record.venue?;
        let venue = &self.site.archive.venues[index as usize];
        let name = if venue.short.is_empty() { &venue.name } else { &venue.short };
        let name = match record.paper.date {
            Some(date) => format!("{name} {}", date.year()),
            None => name.clone(),
        };
        Some(self.link(name, Route::Group(Group::Venue(index), 0)))
    }

    pub(super) fn topic_links(&self, record: &Record) -> Vec<Link> {
        let topics = &self.site.archive.topics;
        let link = |topic: &u32| self.link(&topics[*topic as usize].name, Route::Group(Group::Topic(*topic), 0));
        record.topics.iter().map(link).collect()
    }

    pub(super) fn counts(&self, record: &'a Record) -> Vec<Count<'a>> {
        let counts = record.metrics().counts.iter().filter(|(_, count)| **count > 0);
        let text = |name: &str, count: u64| {
            let known = self.words.find_count(&format!("n-{name}"), count);
            known.unwrap_or_else(|| format!("{} {name}", self.words.number(count)))
        };
        counts.map(|(name, count)| Count { name, count: *count, text: text(name, *count) }).collect()
    }

    pub(super) fn pdf(&self, index: u32) -> Option<String> {
        let link = self.site.archive.paper(index).paper.links.iter().find(|link| link.kind == "pdf")?;
        Some(self.target(index, &link.target))
    }

    /// Where a link of a paper leads.
    pub(super) fn target(&self, index: u32, target: &Target) -> String {
        match target {
            Target::Url(url) => url.clone(),
            Target::File(file) => {
                self.site.file_beside(index, file).map_or_else(String::new, |file| self.site.href(file))
            }
        }
    }
}

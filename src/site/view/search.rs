//! The page of search: the ways into an archive without it, and how to ask.
//!
//! What is found is no matter of the page: the client asks the index. Examples are taken from the archive, so that each
//! finds something.

use std::cmp::Reverse;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{Builder, Entry, Link, Meta};
use crate::archive::Archive;
use crate::site::{Facet, Group, Route};

/// What is encoded in a query of an address; the rest keeps it legible.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':').remove(b'*');

/// The page of search.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SearchView<'a> {
    /// What the page says of itself.
    pub page: Meta,
    /// Ways into the archive: the newest papers, all papers, and every facet.
    pub ways: Vec<Entry>,
    /// Every year.
    pub years: Vec<Entry>,
    /// How to ask, each way with examples.
    pub hints: Vec<Hint<'a>>,
    /// What the client says, as JSON for a script element of type `application/json`.
    pub words_html: &'a str,
}

/// A way to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Hint<'a> {
    /// Queries, each with the place where it is answered.
    pub examples: Vec<Link>,
    /// What they find.
    pub text: &'a str,
}

impl<'a> Builder<'a> {
    pub(super) fn search(&self) -> SearchView<'a> {
        let site = self.site;
        let mut page = self.meta(Route::Search, self.words.get("search"), "");
        page.description = self.words.fill("search-in", &[("name", &site.archive.settings.title)]);
        let years = site.archive.dates().years.iter().rev();
        let example = |query: String| Link { url: Some(self.search_url(&query)), name: query };
        let hint = |(key, queries): (&str, Vec<String>)| Hint {
            examples: queries.into_iter().map(example).collect(),
            text: self.words.get(key),
        };
        SearchView {
            page,
            ways: self.ways(),
            years: years.map(|(year, papers)| self.entry(Group::Year(year), year.to_string(), papers.len())).collect(),
            hints: examples(&site.archive).into_iter().map(hint).collect(),
            words_html: &site.client().words,
        }
    }

    /// Where a query is answered.
    pub(super) fn search_url(&self, query: &str) -> String {
        format!("{}?q={}", self.site.href(Route::Search), utf8_percent_encode(query, ENCODED))
    }

    fn ways(&self) -> Vec<Entry> {
        let archive = &*self.site.archive;
        let way =
            |name: &str, route: Route| Entry { name: name.to_owned(), url: self.site.href(route), ..Entry::default() };
        let counted = |entry: Entry, count: usize| {
            let count = count as u64;
            Entry { count, number: self.words.number(count), ..entry }
        };
        let mut ways = vec![way(self.words.get("newest"), Route::Home)];
        ways.push(counted(way(self.words.get("all-papers"), Route::Group(Group::All, 0)), archive.all().len()));
        for facet in Facet::ALL.into_iter().filter(|facet| self.site.exists(Route::Index(*facet))) {
            let count = match facet {
                Facet::Topics => archive.topics.len(),
                Facet::Authors => {
                    (0..archive.authors().list().len() as u32).filter(|at| self.site.has_author(*at)).count()
                }
                Facet::Venues => archive.venues.len(),
                Facet::Volumes => archive.volumes.len(),
                Facet::Collections => archive.collections.len(),
                Facet::Lists => archive.settings.lists.len(),
            };
            ways.push(counted(way(self.facet_name(facet), Route::Index(facet)), count));
        }
        ways
    }
}

/// What to show of each way to ask, by the key of its description.
fn examples(archive: &Archive) -> Vec<(&'static str, Vec<String>)> {
    let newest = archive.all().first().map(|at| archive.paper(*at));
    let mut found = newest.map_or_else(Vec::new, |record| in_words(record.paper.title.plain()));
    let author = newest.and_then(|record| record.paper.authors.first());
    found.extend(author.map(|author| ("help-author", vec![format!("author:{}", quoted(&author.display()))])));
    let venue = largest(archive.by_venue().iter()).map(|at| archive.venues[at].key.as_str());
    found.extend(venue.map(|key| ("help-venue", vec![format!("venue:{key}")])));
    let topic = largest(archive.by_topic().iter()).map(|at| archive.topics[at].key.as_str());
    found.extend(topic.map(|key| ("help-topic", vec![format!("topic:{key}")])));
    let year = newest.and_then(|record| record.when).map_or(2024, |date| date.year());
    let years = [format!("year:{year}"), format!("year:{}..{year}", year - 2), format!("year:>{}", year - 3)];
    found.push(("help-year", years.into_iter().chain([format!("date:{year}-05")]).collect()));
    let kinds = ["type:conference", "has:code", "has:pdf", "is:preprint", "is:retracted"];
    found.push(("help-kind", kinds.map(str::to_owned).to_vec()));
    found.extend(newest.map(|record| ("help-like", vec![format!("like:{}", record.paper.id)])));
    let ids = newest.map(|record| [&record.paper.doi, &record.paper.arxiv, &record.paper.id]);
    found.extend(ids.map(|ids| ("help-id", ids.into_iter().filter(|id| !id.is_empty()).cloned().collect())));
    found
}

/// How to ask for the words of a title.
fn in_words(title: &str) -> Vec<(&'static str, Vec<String>)> {
    let words: Vec<String> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 3)
        .map(str::to_lowercase)
        .collect();
    let mut found = Vec::new();
    if let [first, second, ..] = &words[..] {
        let start: String = first.chars().take(4).collect();
        found.push(("help-words", vec![format!("{first} {second}"), format!("{start}*")]));
        found.push(("help-or", vec![format!("{first} OR {second}")]));
        found.push(("help-not", vec![format!("{second} -{first}")]));
        found.push(("help-title", vec![format!("title:{second}")]));
    }
    let phrase: Vec<&str> = title.split_whitespace().take(3).collect();
    if phrase.len() > 1 {
        found.push(("help-phrase", vec![format!("\"{}\"", phrase.join(" ").replace('"', ""))]));
    }
    found
}

/// The group with the most papers, the first of several.
fn largest<'a>(groups: impl Iterator<Item = (u32, &'a [u32])>) -> Option<usize> {
    groups.max_by_key(|(at, papers)| (papers.len(), Reverse(*at))).map(|(at, _)| at as usize)
}

/// A value of a field, in quotes where it has more than one word.
fn quoted(text: &str) -> String {
    if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text.to_owned() }
}

//! A paper as one JSON object: everything that is known of it, under the keys that an entry has.
//!
//! Texts are plain; where an entry has markup, what it says stands beside them. What is empty is left out. The shape is a
//! contract: within a version of the API it only grows.

mod parts;

use std::collections::BTreeMap;

use serde::Serialize;

use super::Work;
use crate::paper::{self, Marked, Metrics};
use crate::text::words_alone;
use parts::{award, counts, event, is_false, notice, person, relation, translated, version};

pub use parts::{Affiliation, Author, Counts, Dated, Day, Event, Linked, Noticed, Relation, Translated};

/// A paper.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Record<'a> {
    /// Its id, unique in the archive and never reused.
    pub id: &'a str,
    /// Its page: absolute where the archive has a base-url, else from the root of the site.
    pub url: String,
    /// Ids it had before.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub former_ids: &'a [String],
    /// Kind of work: `article`, `conference`, `preprint` …
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What has befallen it: `published`, `corrected`, `concern`, `withdrawn`, `retracted` or `removed`.
    pub status: &'static str,
    /// Title as plain text.
    pub title: &'a str,
    /// Title as the entry has it, in Markdown and TeX, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_source: Option<&'a str>,
    /// Short title.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub title_short: &'a str,
    /// Language, BCP 47.
    pub language: &'a str,
    /// Title and abstract in other languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translated<'a>>,
    /// Who wrote it, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author<'a>>,
    /// How many authors there are, where not all are named and somebody counted them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_count: Option<u32>,
    /// Whether there are more authors than are named.
    #[serde(skip_serializing_if = "is_false")]
    pub et_al: bool,
    /// Editors of what it appeared in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub editors: Vec<Author<'a>>,
    /// Abstract as plain text.
    #[serde(rename = "abstract", skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Abstract as the entry has it, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abstract_source: Option<&'a str>,
    /// One sentence for lists, as plain text.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub summary: &'a str,
    /// When it was published, the date one would cite: ISO 8601 with the precision that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// When it was first online.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<Day>,
    /// The day it was featured in the archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added: Option<Day>,
    /// The day its entry was last changed in a way that readers should know of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Day>,
    /// Who brought it in: a login at GitHub, or a name.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub added_by: &'a str,
    /// Keys of its topics.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub topics: &'a [String],
    /// The authors' free words.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub keywords: &'a [String],
    /// Terms of other classifications, by scheme.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub subjects: &'a BTreeMap<String, Vec<String>>,
    /// Key of its volume.
    #[serde(rename = "in", skip_serializing_if = "str::is_empty")]
    pub volume_key: &'a str,
    /// Key of its section within the volume.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub section: &'a str,
    /// Its place within the volume.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
    /// Key of its venue.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub venue: &'a str,
    /// Title of what it appeared in, as it is cited.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub container: &'a str,
    /// Number of the volume of a journal or series.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub volume: &'a str,
    /// Number of the issue.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub issue: &'a str,
    /// Printed pages.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub pages: &'a str,
    /// Number of the article, where it has no pages.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub article_number: &'a str,
    /// Series of what it appeared in.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub series: &'a str,
    /// Its publisher.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub publisher: &'a str,
    /// The event at which it was presented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Event<'a>>,
    /// ISSN of what it appeared in.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub issn: &'a str,
    /// ISBN of it or of what it appeared in.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub isbn: &'a str,
    /// DOI, bare.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub doi: &'a str,
    /// arXiv id without version.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub arxiv: &'a str,
    /// Other identifiers, by scheme.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub identifiers: &'a BTreeMap<String, String>,
    /// Key by which it is cited, where that is not its id.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub citation_key: &'a str,
    /// Where it and what belongs to it can be had.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Linked>,
    /// Address of its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<String>,
    /// Licence, SPDX.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub license: &'a str,
    /// Who may read it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub access: &'a str,
    /// Its awards.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<Dated<'a>>,
    /// Its versions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<Dated<'a>>,
    /// Corrections, retractions and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Noticed<'a>>,
    /// Related works.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Relation<'a>>,
    /// Its counts, each where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics: Option<Counts<'a>>,
    /// Reading notes, in Markdown.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub notes: &'a str,
    /// What the entry has under `extra`, as it is.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: &'a BTreeMap<String, serde_json::Value>,
}

impl<'a> Record<'a> {
    /// The record of a work, with what only its site knows.
    pub fn new(work: &Work<'a>, metrics: &'a Metrics, placed: Placed<'a>) -> Record<'a> {
        let paper = work.paper;
        let text = words_alone(&paper.abstract_).trim().to_owned();
        Record {
            id: &paper.id,
            url: placed.url,
            former_ids: &paper.former_ids,
            kind: work.kind.word(),
            status: work.status().word(),
            title: paper.title.plain(),
            title_source: source(&paper.title),
            title_short: &paper.title_short,
            language: work.language,
            translations: paper.translations.iter().map(translated).collect(),
            authors: work.authors().map(|(author, orcid)| person(author, orcid)).collect(),
            author_count: paper.author_count,
            et_al: paper.et_al,
            editors: paper.editors.iter().map(|editor| person(editor, &editor.orcid)).collect(),
            abstract_source: Some(paper.abstract_.trim()).filter(|source| *source != text),
            text,
            summary: paper.summary.plain(),
            date: paper.date.map(Day),
            available: paper.available.map(Day),
            added: paper.added.map(Day),
            updated: paper.updated.map(Day),
            added_by: paper.added_by.as_ref().map_or("", login),
            topics: &paper.topics,
            keywords: &paper.keywords,
            subjects: &paper.subjects,
            volume_key: &paper.volume_key,
            section: &paper.section,
            order: paper.order,
            venue: placed.venue,
            container: &paper.container,
            volume: &paper.volume,
            issue: &paper.issue,
            pages: &paper.pages,
            article_number: &paper.article_number,
            series: &paper.series,
            publisher: &paper.publisher,
            event: paper.event.as_ref().map(event),
            issn: &paper.issn,
            isbn: &paper.isbn,
            doi: &paper.doi,
            arxiv: &paper.arxiv,
            identifiers: &paper.identifiers,
            citation_key: &paper.citation_key,
            links: placed.links,
            thumbnail: placed.thumbnail,
            license: &paper.license,
            access: &paper.access,
            awards: paper.awards.iter().map(award).collect(),
            versions: paper.versions.iter().map(version).collect(),
            notices: paper.notices.iter().map(notice).collect(),
            related: paper.related.iter().map(relation).collect(),
            metrics: counts(metrics),
            notes: paper.notes.trim(),
            extra: &paper.extra,
        }
    }

    /// The record as a line of JSON, without its end.
    pub fn json(&self) -> String {
        let mut out = Vec::with_capacity(2048);
        // A map whose keys are texts can always be written.
        let _ = serde_json::to_writer(&mut out, self);
        String::from_utf8(out).unwrap_or_default()
    }
}

/// What the site knows of a work beyond the work: addresses, and the key of its venue.
#[derive(Clone, Debug, Default)]
pub struct Placed<'a> {
    /// Its page: absolute where the archive has a base-url, else from the root of the site.
    pub url: String,
    /// Key of its venue, or empty.
    pub venue: &'a str,
    /// Its links.
    pub links: Vec<Linked>,
    /// Address of its picture.
    pub thumbnail: Option<String>,
}

fn login(login: &paper::Login) -> &str {
    if login.github.is_empty() { &login.name } else { &login.github }
}

fn source(text: &Marked) -> Option<&str> {
    Some(text.source.as_str()).filter(|source| *source != text.plain())
}

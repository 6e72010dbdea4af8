//! A paper's own page.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::card::{Authors, Count};
use super::nearby::Nearby;
use super::{Builder, DateView, Link, Meta};
use crate::config::Settings;
use crate::paper::{Paper, Related, Status};
use crate::site::words;
use crate::site::{Group, Route};
use crate::text::plain;

/// A paper's page.
#[derive(Clone, Debug, Serialize)]
pub struct PaperView<'a> {
    /// The page.
    pub page: Meta,
    /// The paper.
    pub paper: PaperDetail<'a>,
    /// Other papers by its authors and of its topic.
    pub nearby: Vec<Nearby<'a>>,
    /// The next newer paper of its day, volume or archive.
    pub previous: Option<Link>,
    /// The next older one.
    pub next: Option<Link>,
}

/// All of a paper.
#[derive(Clone, Debug, Serialize)]
pub struct PaperDetail<'a> {
    /// Id.
    pub id: &'a str,
    /// Kind of work: `conference`, `preprint` …
    pub kind: &'static str,
    /// Title as inline HTML.
    pub title_html: &'a str,
    /// Language, where it is not the site's.
    pub language: Option<&'a str>,
    /// Everyone who wrote it.
    pub authors: Authors<'a>,
    /// Affiliations, ORCIDs and the like, of the authors that have any.
    pub author_notes: Vec<AuthorNote<'a>>,
    /// The date one would cite.
    pub date: Option<DateView>,
    /// First online, where that is another day.
    pub available: Option<DateView>,
    /// Featured in the archive.
    pub added: Option<DateView>,
    /// The page of that day.
    pub added_url: Option<String>,
    /// The day's, month's or year's page it stands on.
    pub when: Option<Link>,
    /// The venue.
    pub venue: Option<Link>,
    /// The volume.
    pub volume: Option<Link>,
    /// Where it appeared, as it is cited: container, volume, issue, pages, publisher.
    pub source: String,
    /// Links to the work, the PDF first.
    pub links: Vec<Link>,
    /// DOI, arXiv id and other identifiers, with their addresses.
    pub identifiers: Vec<Identifier<'a>>,
    /// Topics.
    pub topics: Vec<Link>,
    /// Authors' keywords.
    pub keywords: &'a [String],
    /// Counts that are not zero.
    pub counts: Vec<Count<'a>>,
    /// The day the counts were taken.
    pub counted: Option<DateView>,
    /// Summary as inline HTML.
    pub summary_html: Option<&'a str>,
    /// Abstract as HTML.
    pub abstract_html: Option<String>,
    /// Reading notes as HTML.
    pub notes_html: Option<String>,
    /// Title and abstract in other languages.
    pub translations: Vec<TranslationView<'a>>,
    /// Awards.
    pub awards: Vec<Dated<'a>>,
    /// Versions.
    pub versions: Vec<Dated<'a>>,
    /// Corrections and the like.
    pub notices: Vec<NoticeView<'a>>,
    /// What has befallen it, where it is not simply published.
    pub status: Option<&'static str>,
    /// Related works.
    pub related: Vec<RelatedView>,
    /// Licence.
    pub license: &'a str,
    /// Where its entry can be edited.
    pub edit_url: Option<String>,
    /// Where a problem with its entry can be reported.
    pub report_url: Option<String>,
    /// Where it is discussed.
    pub discuss_url: Option<String>,
    /// The entry's `extra`.
    pub extra: &'a std::collections::BTreeMap<String, serde_json::Value>,
}

/// What is known of an author beyond the name.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct AuthorNote<'a> {
    pub name: String,
    pub native: &'a str,
    pub orcid: &'a str,
    pub affiliations: Vec<&'a str>,
    pub corresponding: bool,
    pub equal_contribution: bool,
}

/// An identifier with its address.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Identifier<'a> {
    pub label: &'static str,
    pub value: &'a str,
    pub url: Option<String>,
}

/// An award or a version: what it is, when that was, and what else is said of it.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Dated<'a> {
    pub name: String,
    pub date: Option<DateView>,
    pub note: &'a str,
    pub url: Option<String>,
}

/// A translation.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct TranslationView<'a> {
    pub language: &'a str,
    pub title_html: &'a str,
    pub abstract_html: Option<String>,
}

/// A correction, retraction or the like.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct NoticeView<'a> {
    pub kind: &'static str,
    pub date: Option<DateView>,
    pub note: &'a str,
    pub url: Option<String>,
}

/// A related work.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct RelatedView {
    pub relation: String,
    pub link: Link,
}

impl<'a> Builder<'a> {
    pub(super) fn paper(&self, index: u32) -> PaperView<'a> {
        let record = self.site.archive.paper(index);
        let paper = &record.paper;
        let description =
            if paper.summary.is_empty() { beginning(&paper.abstract_) } else { paper.summary.plain().to_owned() };
        let mut page = self.meta(Route::Paper(index), paper.title.plain(), words::cut(&description, 160));
        page.noindex = paper.hidden;
        let when = self.when(index);
        page.trail = when.iter().cloned().collect();
        let (previous, next) = self.neighbours(index);
        PaperView { page, paper: self.detail(index, when), nearby: self.nearby(index), previous, next }
    }

    fn detail(&self, index: u32, when: Option<Link>) -> PaperDetail<'a> {
        let archive = &*self.site.archive;
        let settings = &archive.settings;
        let record = archive.paper(index);
        let paper = &record.paper;
        let added = paper.added.map(|date| Route::Group(Group::Day(date), 0)).filter(|day| self.site.exists(*day));
        PaperDetail {
            id: &paper.id,
            kind: record.kind().word(),
            title_html: paper.title.html(),
            language: Some(paper.language.as_str()).filter(|l| !l.is_empty() && *l != settings.language),
            authors: self.authors(index, usize::MAX - 2),
            author_notes: author_notes(paper),
            date: paper.date.map(DateView::from),
            available: paper.available.filter(|date| Some(*date) != paper.date).map(DateView::from),
            added: paper.added.map(DateView::from),
            added_url: added.map(|day| self.site.href(day)),
            when,
            venue: self.venue_link(record),
            volume: record.volume.map(|at| {
                let title = archive.volumes[at as usize].value.title.plain();
                self.link(title, Route::Group(Group::Volume(at), 0))
            }),
            source: source(paper),
            links: self.links(index),
            identifiers: identifiers(paper),
            topics: self.topic_links(record),
            keywords: &paper.keywords,
            counts: self.counts(record),
            counted: record.metrics().as_of.map(DateView::from),
            summary_html: Some(paper.summary.html()).filter(|html| !html.is_empty()),
            abstract_html: some(&self.blocks(&paper.abstract_)),
            notes_html: some(paper.notes.trim()).map(|notes| self.body(&notes, "notes")),
            translations: self.translations(paper),
            awards: awards(paper),
            versions: versions(paper),
            notices: notices(paper),
            status: Some(paper.status()).filter(|status| *status != Status::Published).map(Status::word),
            related: paper.related.iter().filter_map(|related| self.related(related)).collect(),
            license: &paper.license,
            edit_url: Some(&settings.repository)
                .filter(|repository| !repository.is_empty())
                .map(|repository| format!("https://github.com/{repository}/edit/{}/{}", settings.branch, record.path)),
            report_url: report_url(settings, paper),
            discuss_url: some(&settings.discuss.replace("{id}", &paper.id).replace("{arxiv}", &paper.arxiv))
                .filter(|_| !settings.discuss.contains("{arxiv}") || !paper.arxiv.is_empty()),
            extra: &paper.extra,
        }
    }

    fn blocks(&self, source: &str) -> String {
        if source.is_empty() { String::new() } else { self.markup.blocks(source).html }
    }

    /// The finest page of the calendar it stands on.
    fn when(&self, index: u32) -> Option<Link> {
        let date = self.site.archive.paper(index).when?;
        let month = date.month().map(|month| Group::Month(date.year(), month));
        let groups = [Some(Group::Day(date)), month, Some(Group::Year(date.year()))];
        let group = groups.into_iter().flatten().find(|group| !self.site.members(*group).is_empty())?;
        Some(self.link(self.group_name(group), Route::Group(group, 0)))
    }

    /// Before and after it in its volume, else in the archive.
    fn neighbours(&self, index: u32) -> (Option<Link>, Option<Link>) {
        let archive = &*self.site.archive;
        let link = |paper: u32| self.link(archive.paper(paper).paper.title.plain(), Route::Paper(paper));
        if index >= archive.listed() {
            return (None, None);
        }
        if let Some(volume) = archive.paper(index).volume {
            let papers = &archive.by_volume()[volume as usize];
            let at = papers.iter().position(|paper| *paper == index).unwrap_or(0);
            return (at.checked_sub(1).map(|at| link(papers[at])), papers.get(at + 1).map(|paper| link(*paper)));
        }
        let next = Some(index + 1).filter(|next| *next < archive.listed());
        (index.checked_sub(1).map(link), next.map(link))
    }

    fn links(&self, index: u32) -> Vec<Link> {
        let paper = &self.site.archive.paper(index).paper;
        let links = paper.links.iter();
        links
            .map(|link| Link { name: words::link(link.kind).into(), url: Some(self.target(index, &link.target)) })
            .collect()
    }

    fn translations(&self, paper: &'a Paper) -> Vec<TranslationView<'a>> {
        let view = |translation: &'a crate::paper::Translation| TranslationView {
            language: &translation.language,
            title_html: translation.title.html(),
            abstract_html: Some(self.blocks(&translation.abstract_)).filter(|html| !html.is_empty()),
        };
        paper.translations.iter().map(view).collect()
    }

    fn related(&self, related: &Related) -> Option<RelatedView> {
        let archive = &*self.site.archive;
        let relation = match related.relation.is_empty() {
            true => "Related".to_owned(),
            false => {
                let words = related.relation.replace('-', " ");
                let mut chars = words.chars();
                chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
            }
        };
        let elsewhere = |name: &str, url: String| Link { name: name.to_owned(), url: Some(url) };
        let link = if let Some(paper) = Some(&related.id).filter(|id| !id.is_empty()).and_then(|id| archive.find(id)) {
            self.link(archive.paper(paper).paper.title.plain(), Route::Paper(paper))
        } else if !related.doi.is_empty() {
            elsewhere(&related.doi, doi_url(&related.doi))
        } else if !related.arxiv.is_empty() {
            elsewhere(&related.arxiv, format!("https://arxiv.org/abs/{}", related.arxiv))
        } else if !related.url.is_empty() {
            elsewhere(&related.url, related.url.clone())
        } else {
            return None;
        };
        Some(RelatedView { relation, link })
    }
}

/// A new issue of the repository, with the paper's title and id filled in.
fn report_url(settings: &Settings, paper: &Paper) -> Option<String> {
    let repository = some(&settings.repository)?;
    let title = format!("{} ({})", words::cut(paper.title.plain(), 80), paper.id);
    Some(format!("https://github.com/{repository}/issues/new?title={}", utf8_percent_encode(&title, NON_ALPHANUMERIC)))
}

/// As much of an abstract, without markup, as a description can hold.
fn beginning(text: &str) -> String {
    let end = text.char_indices().nth(1_000).map_or(text.len(), |(at, _)| at);
    plain(&text[..end])
}

fn author_notes(paper: &Paper) -> Vec<AuthorNote<'_>> {
    let notes = paper.authors.iter().map(|author| AuthorNote {
        name: author.display(),
        native: &author.native,
        orcid: &author.orcid,
        affiliations: author.affiliations.iter().map(|affiliation| affiliation.name.as_str()).collect(),
        corresponding: author.corresponding,
        equal_contribution: author.equal_contribution,
    });
    let more = |note: &AuthorNote<'_>| {
        let facts = [!note.native.is_empty(), !note.orcid.is_empty(), !note.affiliations.is_empty()];
        facts.contains(&true) || note.corresponding || note.equal_contribution
    };
    notes.filter(more).collect()
}

fn awards(paper: &Paper) -> Vec<Dated<'_>> {
    let awards = paper.awards.iter().map(|award| Dated {
        name: joined([award.title.clone(), award.by.clone()]),
        date: award.date.map(DateView::from),
        note: "",
        url: some(&award.url),
    });
    awards.collect()
}

fn versions(paper: &Paper) -> Vec<Dated<'_>> {
    let versions = paper.versions.iter().map(|version| Dated {
        name: version.version.clone(),
        date: version.date.map(DateView::from),
        note: &version.note,
        url: some(&version.url),
    });
    versions.collect()
}

/// A text that is not empty.
fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn notices(paper: &Paper) -> Vec<NoticeView<'_>> {
    let view = |notice: &'_ crate::paper::Notice| {
        let doi = Some(&notice.doi).filter(|doi| !doi.is_empty()).map(|doi| doi_url(doi));
        let url = Some(notice.url.clone()).filter(|url| !url.is_empty()).or(doi);
        (notice.kind.word(), notice.date.map(DateView::from), url)
    };
    paper
        .notices
        .iter()
        .map(|notice| {
            let (kind, date, url) = view(notice);
            NoticeView { kind, date, note: &notice.note, url }
        })
        .collect()
}

/// Container, volume, issue, pages, series and publisher, as far as they are known.
pub(super) fn source(paper: &Paper) -> String {
    let number = match (paper.volume.as_str(), paper.issue.as_str()) {
        ("", "") => String::new(),
        (volume, "") => format!("vol. {volume}"),
        ("", issue) => format!("no. {issue}"),
        (volume, issue) => format!("{volume}({issue})"),
    };
    let pages = match (paper.pages.as_str(), paper.article_number.as_str()) {
        ("", "") => String::new(),
        ("", article) => format!("article {article}"),
        (pages, _) if pages.contains('-') => format!("pp. {}", pages.replace("--", "-").replace('-', "–")),
        (page, _) => format!("p. {page}"),
    };
    joined([paper.container.clone(), number, pages, paper.series.clone(), paper.publisher.clone()])
}

fn joined<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
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

fn identifiers(paper: &Paper) -> Vec<Identifier<'_>> {
    let mut found = Vec::new();
    if !paper.doi.is_empty() {
        found.push(Identifier { label: "DOI", value: &paper.doi, url: Some(doi_url(&paper.doi)) });
    }
    if !paper.arxiv.is_empty() {
        let url = format!("https://arxiv.org/abs/{}", paper.arxiv);
        found.push(Identifier { label: "arXiv", value: &paper.arxiv, url: Some(url) });
    }
    for (scheme, value) in &paper.identifiers {
        let (label, prefix) = match scheme.as_str() {
            "openreview" => ("OpenReview", "https://openreview.net/forum?id="),
            "acl" => ("ACL Anthology", "https://aclanthology.org/"),
            "dblp" => ("DBLP", "https://dblp.org/rec/"),
            "pmid" => ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/"),
            "pmcid" => ("PubMed Central", "https://www.ncbi.nlm.nih.gov/pmc/articles/"),
            "hal" => ("HAL", "https://hal.science/"),
            "semantic-scholar" => ("Semantic Scholar", "https://www.semanticscholar.org/paper/"),
            "openalex" => ("OpenAlex", "https://openalex.org/"),
            "wikidata" => ("Wikidata", "https://www.wikidata.org/wiki/"),
            _ => continue,
        };
        let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._/~:".contains(&b));
        found.push(Identifier { label, value, url: plain.then(|| format!("{prefix}{value}")) });
    }
    found
}

//! A paper's own page.

use std::borrow::Cow;

use serde::Serialize;

use super::byline::{AuthorNote, Folded, author_notes};
use super::card::{Authors, Count};
use super::citing::Citing;
use super::nearby::Nearby;
use super::publication::{Identifier, RelatedView, identifiers, joined};
use super::{Builder, DateView, Link, Meta, Thumbnail};
use crate::exchange::doi_url;
use crate::paper::{Notice, Paper, Status};
use crate::site::cut::cut;
use crate::site::{Group, Route, github};
use crate::text::{plain, words_alone};

/// Characters of a description at most.
const DESCRIPTION: usize = 160;

/// A paper's page.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PaperView<'a> {
    /// What the page says of itself.
    pub page: Meta,
    /// All that is known of the paper.
    pub paper: PaperDetail<'a>,
    /// How it is cited.
    pub citing: Citing,
    /// Other papers by its authors and of its topic.
    pub nearby: Vec<Nearby<'a>>,
    /// The next newer paper of its day, volume or archive.
    pub previous: Option<Link>,
    /// The next older one.
    pub next: Option<Link>,
}

/// All of a paper.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PaperDetail<'a> {
    /// The paper's id.
    pub id: &'a str,
    /// Kind of work: `conference`, `preprint` …
    pub kind: &'static str,
    /// Title as inline HTML.
    pub title_html: &'a str,
    /// Language, where it is not the site's.
    pub language: Option<&'a str>,
    /// Everyone who wrote it.
    pub authors: Authors<'a>,
    /// How their line is folded, where there are more than thirty.
    pub folded: Option<Folded>,
    /// Affiliations, ORCIDs and the like, of the authors that have any.
    pub author_notes: Vec<AuthorNote<'a>>,
    /// The date one would cite.
    pub date: Option<DateView>,
    /// The day it was first online, where that is not `date`.
    pub available: Option<DateView>,
    /// The day it was featured in the archive.
    pub added: Option<DateView>,
    /// The page of that day.
    pub added_url: Option<String>,
    /// The day's, month's or year's page it stands on.
    pub when: Option<Link>,
    /// The venue's short name with the year, and its page.
    pub venue: Option<Link>,
    /// The volume it appeared in.
    pub volume: Option<Link>,
    /// Where it appeared, as it is cited: container, volume, issue, pages, publisher.
    pub source: String,
    /// Links to the work, the PDF first.
    pub links: Vec<Link>,
    /// DOI, arXiv id and other identifiers, with their addresses.
    pub identifiers: Vec<Identifier<'a>>,
    /// Its topics.
    pub topics: Vec<Link>,
    /// Authors' keywords.
    pub keywords: &'a [String],
    /// Its counts that are not zero.
    pub counts: Vec<Count<'a>>,
    /// The day the counts were taken.
    pub counted: Option<DateView>,
    /// Summary as inline HTML.
    pub summary_html: Option<&'a str>,
    /// Its picture.
    pub thumbnail: Option<Thumbnail<'a>>,
    /// Abstract as HTML.
    pub abstract_html: Option<String>,
    /// Reading notes as HTML.
    pub notes_html: Option<String>,
    /// Title and abstract in other languages.
    pub translations: Vec<TranslationView<'a>>,
    /// Its awards.
    pub awards: Vec<Dated<'a>>,
    /// Its versions.
    pub versions: Vec<Dated<'a>>,
    /// Corrections, retractions and the like.
    pub notices: Vec<NoticeView<'a>>,
    /// What has befallen it, where it is not simply published: `retracted`, `withdrawn` …
    pub status: Option<&'static str>,
    /// The same as a sentence.
    pub status_text: Option<&'a str>,
    /// Related works, in the archive or elsewhere.
    pub related: Vec<RelatedView>,
    /// The licence, or empty.
    pub license: &'a str,
    /// Where its entry can be edited.
    pub edit_url: Option<String>,
    /// Where a problem with its entry can be reported.
    pub report_url: Option<String>,
    /// Where papers similar to it are found, if it is in lists itself.
    pub similar_url: Option<String>,
    /// Where it is discussed.
    pub discuss_url: Option<String>,
    /// What the entry has under `extra`, as it is.
    pub extra: &'a std::collections::BTreeMap<String, serde_json::Value>,
}

/// An award or a version: what it is, when that was, and what else is said of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Dated<'a> {
    /// The award and who gave it, or the version; may be empty.
    pub name: String,
    /// When that was.
    pub date: Option<DateView>,
    /// What else is said of it, or empty.
    pub note: &'a str,
    /// Where it is told, or where the version is.
    pub url: Option<String>,
}

/// A translation.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TranslationView<'a> {
    /// What it is, as a heading.
    pub heading: String,
    /// BCP 47 tag.
    pub language: &'a str,
    /// Title as inline HTML.
    pub title_html: &'a str,
    /// Abstract as HTML.
    pub abstract_html: Option<String>,
}

/// A correction, retraction or the like.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NoticeView<'a> {
    /// What it is: `erratum`, `retraction` …
    pub kind: &'static str,
    /// The kind as a label.
    pub label: &'a str,
    /// When it was given.
    pub date: Option<DateView>,
    /// What it says, or empty.
    pub note: &'a str,
    /// Where it can be read.
    pub url: Option<String>,
}

impl<'a> Builder<'a> {
    pub(super) fn paper(&self, index: u32) -> PaperView<'a> {
        let record = self.site.archive.paper(index);
        let paper = &record.paper;
        let description =
            if paper.summary.is_empty() { beginning(&paper.abstract_) } else { paper.summary.plain().to_owned() };
        let description = match paper.status() {
            Status::Published => description,
            status => format!("{} {description}", self.words.get(&format!("is-{}", status.word()))),
        };
        let mut page = self.meta(Route::Paper(index), paper.title.plain(), cut(description.trim_end(), DESCRIPTION));
        page.noindex = paper.hidden;
        let when = self.when(index);
        page.trail = when.iter().cloned().collect();
        let (previous, next) = self.neighbours(index);
        let (paper, citing, nearby) = (self.detail(index, when), self.citing(index), self.nearby(index));
        PaperView { page, paper, citing, nearby, previous, next }
    }

    fn detail(&self, index: u32, when: Option<Link>) -> PaperDetail<'a> {
        let archive = &*self.site.archive;
        let settings = &archive.settings;
        let record = archive.paper(index);
        let paper = &record.paper;
        let added = paper.added.map(|date| Route::Group(Group::Day(date), 0)).filter(|day| self.site.exists(*day));
        let status = Some(paper.status()).filter(|status| *status != Status::Published);
        let authors = self.all_authors_of(index);
        PaperDetail {
            id: &paper.id,
            kind: record.kind().word(),
            title_html: paper.title.html(),
            language: Some(paper.language.as_str()).filter(|l| !l.is_empty() && *l != settings.language),
            folded: self.folded(&authors),
            authors,
            author_notes: author_notes(paper),
            date: paper.date.map(|date| self.date(date)),
            available: paper.available.filter(|date| Some(*date) != paper.date).map(|date| self.date(date)),
            added: paper.added.map(|date| self.date(date)),
            added_url: added.map(|day| self.site.href(day)),
            when,
            venue: self.venue_link(record),
            volume: record.volume.map(|at| {
                let title = archive.volumes[at as usize].value.title.plain();
                self.link(title, Route::Group(Group::Volume(at), 0))
            }),
            source: self.source(paper),
            links: self.links(index),
            identifiers: identifiers(paper),
            topics: self.topic_links(record),
            keywords: &paper.keywords,
            counts: self.counts(record),
            counted: record.metrics().as_of.map(|date| self.date(date)),
            summary_html: Some(paper.summary.html()).filter(|html| !html.is_empty()),
            thumbnail: self.thumbnail(index),
            abstract_html: some(&self.blocks(&paper.abstract_)),
            notes_html: some(paper.notes.trim()).map(|notes| self.body(&notes, Route::Paper(index), "notes")),
            translations: self.translations(paper),
            awards: self.awards(paper),
            versions: self.versions(paper),
            notices: self.notices(paper),
            status: status.map(Status::word),
            status_text: status.map(|status| self.words.get(&format!("is-{}", status.word()))),
            related: paper.related.iter().filter_map(|related| self.related(related)).collect(),
            license: &paper.license,
            edit_url: github::edit(settings, &record.path),
            report_url: self.report_url(index),
            similar_url: (index < archive.listed()).then(|| self.search_url(&format!("like:{}", paper.id))),
            discuss_url: some(&settings.discuss.replace("{id}", &paper.id).replace("{arxiv}", &paper.arxiv))
                .filter(|_| !settings.discuss.contains("{arxiv}") || !paper.arxiv.is_empty()),
            extra: &paper.extra,
        }
    }

    /// A new issue of the repository, which says what it is about.
    fn report_url(&self, index: u32) -> Option<String> {
        let settings = &self.site.archive.settings;
        let record = self.site.archive.paper(index);
        let paper = &record.paper;
        let title = format!("{} ({})", cut(paper.title.plain(), 80), paper.id);
        let file = github::in_repository(settings, &record.path);
        let address = self.site.absolute(Route::Paper(index)).map_or_else(String::new, |url| format!("{url}\n"));
        github::issue(settings, &title, &format!("{address}`{}` in `{file}`\n\n", paper.id))
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

    fn translations(&self, paper: &'a Paper) -> Vec<TranslationView<'a>> {
        let view = |translation: &'a crate::paper::Translation| TranslationView {
            heading: self.words.fill("translation", &[("language", &translation.language)]),
            language: &translation.language,
            title_html: translation.title.html(),
            abstract_html: Some(self.blocks(&translation.abstract_)).filter(|html| !html.is_empty()),
        };
        paper.translations.iter().map(view).collect()
    }
}

/// As much of an abstract, without markup, as a description can hold: of one that has markup more is read, since it may
/// come to less.
pub(super) fn beginning(text: &str) -> String {
    let first = |most: usize| text.char_indices().nth(most).map_or(text, |(at, _)| &text[..at]);
    match words_alone(first(2 * DESCRIPTION)) {
        Cow::Borrowed(bare) => plain(bare),
        Cow::Owned(_) => plain(first(1_000)),
    }
}

impl<'a> Builder<'a> {
    fn awards(&self, paper: &'a Paper) -> Vec<Dated<'a>> {
        let awards = paper.awards.iter().map(|award| Dated {
            name: joined([award.title.clone(), award.by.clone()]),
            date: award.date.map(|date| self.date(date)),
            note: "",
            url: some(&award.url),
        });
        awards.collect()
    }

    fn versions(&self, paper: &'a Paper) -> Vec<Dated<'a>> {
        let versions = paper.versions.iter().map(|version| Dated {
            name: version.version.clone(),
            date: version.date.map(|date| self.date(date)),
            note: &version.note,
            url: some(&version.url),
        });
        versions.collect()
    }

    fn notices(&self, paper: &'a Paper) -> Vec<NoticeView<'a>> {
        let view = |notice: &'a Notice| NoticeView {
            kind: notice.kind.word(),
            label: self.words.get(&format!("notice-{}", notice.kind.word())),
            date: notice.date.map(|date| self.date(date)),
            note: &notice.note,
            url: some(&notice.url).or_else(|| some(&notice.doi).map(|doi| doi_url(&doi))),
        };
        paper.notices.iter().map(view).collect()
    }
}

/// A text that is not empty.
fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

//! The papers of a day or a week as a letter: what its page shows, and the mail that is made of the same view.

use std::cmp::Reverse;

use serde::Serialize;

use super::paper::beginning;
use super::{Builder, Link, Meta};
use crate::paper::Status;
use crate::site::cut::cut;
use crate::site::{Group, Period, Route};

/// Papers of a digest at most; mailers cut off what is longer than some 100 kB.
const MOST: usize = 30;
/// Characters of what is said of a paper.
const TEXT: usize = 420;
/// Names of authors before the rest are counted.
const NAMES: usize = 6;

/// The digest of a day or a week, on its page and in a mail. It shows thirty papers at most: where there are more, those
/// with the most upvotes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DigestView<'a> {
    /// What the page says of itself.
    pub page: Meta,
    /// The day or the week.
    pub title: String,
    /// From when to when, for a week.
    pub span: Option<String>,
    /// What a mail has as its subject.
    pub subject: String,
    /// How many papers there are, in words.
    pub count_text: String,
    /// The papers, day by day.
    pub sections: Vec<DigestSection<'a>>,
    /// The page with all of the papers.
    pub all: Link,
    /// A link to the rest, where not all are shown.
    pub more: Option<Link>,
    /// Where the digest can be read on the web, as an absolute address.
    pub address: String,
    /// The first page of the archive, as an absolute address.
    pub home_address: String,
    /// Where somebody leaves the list that a mail goes to, or empty.
    pub unsubscribe: &'a str,
    /// The earlier digest.
    pub previous: Option<Link>,
    /// The later one.
    pub next: Option<Link>,
}

/// The papers of a day in a digest.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DigestSection<'a> {
    /// The day, where the digest is of more than one.
    pub title: Option<String>,
    /// The page of that day.
    pub url: Option<String>,
    /// Its papers.
    pub papers: Vec<DigestPaper<'a>>,
}

/// A paper in a digest. Texts are plain, since mailers know no formulas.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DigestPaper<'a> {
    /// The paper's id.
    pub id: &'a str,
    /// Title as plain text.
    pub title: &'a str,
    /// Title as inline HTML, with formulas.
    pub title_html: &'a str,
    /// Language, where it is not the site's.
    pub language: Option<&'a str>,
    /// The paper's page.
    pub url: &'a str,
    /// The same as an absolute address.
    pub address: String,
    /// Who wrote it, in one line; may be empty.
    pub authors: String,
    /// Where it appeared and what it is about, in one line; may be empty.
    pub about: String,
    /// The summary, or how the abstract begins; may be empty.
    pub text: String,
    /// What has befallen it, where it is not simply published, as a sentence.
    pub status_text: Option<&'a str>,
    /// Where the work can be had: PDF, code and the like, as absolute addresses.
    pub links: Vec<Link>,
}

impl<'a> Builder<'a> {
    /// The digest of a period.
    pub fn digest(&self, period: Period) -> DigestView<'a> {
        let (site, words, group) = (self.site, self.words, period.group());
        let settings = &site.archive.settings;
        let papers = site.digest_papers(period);
        let shown = self.chosen(&papers);
        let count_text = words.count("n-papers", papers.len() as u64);
        let name = self.group_name(group);
        let subject = words.fill("digest-subject", &[("name", &settings.title), ("date", &name)]);
        let mut page = self.meta(Route::Digest(period), subject.as_str(), format!("{name}: {count_text}."));
        // The same papers stand on the page of the period, which is the one to be found.
        page.noindex = true;
        page.trail = self.trail(group, false);
        let rest = (papers.len() - shown.len()) as u64;
        let exists = site.exists(Route::Group(group, 0));
        let all_route = if exists { Route::Group(group, 0) } else { Route::Group(Group::All, 0) };
        let own = [Route::Digest(period), all_route].into_iter().find(|route| site.exists(*route));
        let (previous, next) = self.digests_beside(period);
        DigestView {
            page,
            title: match period {
                Period::Day(day) => words.date_with_weekday(day),
                Period::Week(_) => name,
            },
            span: match period {
                Period::Day(_) => None,
                Period::Week(week) => week.monday().zip(week.sunday()).map(|(from, to)| words.span(from, to)),
            },
            subject,
            sections: self.digest_sections(period, &shown),
            all: self.link(words.count("all-n-papers", papers.len() as u64), all_route),
            count_text,
            more: (rest > 0).then(|| self.link(words.count("n-more", rest), all_route)),
            address: self.address(own.unwrap_or(Route::Home)),
            home_address: self.address(Route::Home),
            unsubscribe: &settings.digest.unsubscribe,
            previous,
            next,
        }
    }

    /// The papers that a digest shows, in the order of the archive.
    fn chosen(&self, papers: &[u32]) -> Vec<u32> {
        let mut shown = papers.to_vec();
        if shown.len() > MOST {
            shown.sort_by_key(|paper| {
                let upvotes = self.site.archive.paper(*paper).metrics().counts.get("upvotes");
                Reverse(upvotes.copied().unwrap_or(0))
            });
            shown.truncate(MOST);
            shown.sort_unstable();
        }
        shown
    }

    fn digest_sections(&self, period: Period, papers: &[u32]) -> Vec<DigestSection<'a>> {
        let mut sections: Vec<DigestSection<'a>> = Vec::new();
        let when = |paper: u32| self.site.archive.paper(paper).when;
        let mut last = None;
        for paper in papers {
            let day = when(*paper).filter(|_| matches!(period, Period::Week(_)));
            if sections.is_empty() || day != last {
                let route = day.map(|day| Route::Group(Group::Day(day), 0)).filter(|route| self.site.exists(*route));
                let title = day.map(|day| self.words.date_with_weekday(day));
                sections.push(DigestSection { title, url: route.map(|r| self.site.href(r)), papers: Vec::new() });
            }
            last = day;
            if let Some(section) = sections.last_mut() {
                section.papers.push(self.digest_paper(*paper));
            }
        }
        sections
    }

    fn digest_paper(&self, index: u32) -> DigestPaper<'a> {
        let site = self.site;
        let record = site.archive.paper(index);
        let paper = &record.paper;
        let text = match paper.summary.plain() {
            "" => beginning(&paper.abstract_),
            summary => summary.to_owned(),
        };
        let authors = self.authors(index, NAMES);
        let names = authors.named.iter().flat_map(|name| [name.before, &name.name]);
        let line: String = names.chain([&*authors.rest, authors.count_text.as_deref().unwrap_or_default()]).collect();
        let about = self.venue_link(record).into_iter().chain(self.topic_links(record)).map(|link| link.name);
        let status = Some(paper.status()).filter(|status| *status != Status::Published);
        let language = Some(paper.language.as_str());
        DigestPaper {
            id: &paper.id,
            title: paper.title.plain(),
            title_html: paper.title.html(),
            language: language.filter(|own| !own.is_empty() && *own != site.archive.settings.language),
            url: site.paper_href(index),
            address: self.address(Route::Paper(index)),
            authors: line,
            about: about.collect::<Vec<_>>().join(" · "),
            text: cut(&text, TEXT),
            status_text: status.map(|status| self.words.get(&format!("is-{}", status.word()))),
            links: self.digest_links(index),
        }
    }

    /// Where a paper can be had: as on its page, the first few alone.
    fn digest_links(&self, index: u32) -> Vec<Link> {
        let origin = self.site.archive.settings.base_url.as_ref().map_or("", |base| &base.origin);
        let absolute = |link: Link| {
            let url = link.url.filter(|url| !url.is_empty())?;
            Some(Link { url: Some(if url.starts_with('/') { format!("{origin}{url}") } else { url }), ..link })
        };
        self.links(index).into_iter().filter_map(absolute).take(4).collect()
    }

    /// The absolute address of a route; its link, where there is no base-url.
    fn address(&self, route: Route) -> String {
        self.site.absolute(route).unwrap_or_else(|| self.site.href(route))
    }

    /// A link to the digest of a period, where it has a page.
    pub(super) fn digest_link(&self, group: Group) -> Option<Link> {
        let period = match group {
            Group::Day(day) => Period::Day(day),
            Group::Week(week) => Period::Week(week),
            _ => return None,
        };
        self.site.has_digest(period).then(|| self.link(self.words.get("digest"), Route::Digest(period)))
    }

    /// The nearest digests before and after one.
    fn digests_beside(&self, period: Period) -> (Option<Link>, Option<Link>) {
        let dates = self.site.archive.dates();
        let beside = |period: Period| match period {
            Period::Day(day) => {
                let (before, after) = dates.days.neighbours(day);
                (before.map(Period::Day), after.map(Period::Day))
            }
            Period::Week(week) => {
                let (before, after) = dates.weeks.neighbours(week);
                (before.map(Period::Week), after.map(Period::Week))
            }
        };
        let find = |step: &dyn Fn(Period) -> Option<Period>| {
            let mut found = step(period);
            while let Some(other) = found.filter(|other| !self.site.has_digest(*other)) {
                found = step(other);
            }
            found.map(|other| self.link(self.group_name(other.group()), Route::Digest(other)))
        };
        (find(&|period| beside(period).0), find(&|period| beside(period).1))
    }
}

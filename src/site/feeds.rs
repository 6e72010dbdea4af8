//! Which groups have feeds, and what stands in them.
//!
//! A paper stands in the feeds of its topics, authors and venue; what a feed says of it is made once for all of them.

use std::sync::OnceLock;

use super::view::Builder;
use super::{Route, Scope, Site};
use crate::archive::Archive;
use crate::exchange::feed::{self, Category, Entry, Feed, FeedFormat, Person, Stem, Written};
use crate::exchange::{Work, arxiv_url, doi_url};
use crate::paper::{Notice, Status, Target};
use crate::text::escaped;

/// Papers in the feed of the archive: more than a daily archive adds between two looks of a reader.
const ARCHIVE: usize = 50;
/// Papers in the feed of an author, who adds one now and then.
const AUTHOR: usize = 10;
/// Papers in the feed of another group.
const GROUP: usize = 25;

/// What feeds say of papers, each made when it is first asked for.
#[derive(Debug)]
pub(super) struct Feeds {
    stem: Stem,
    entries: Vec<OnceLock<Box<Written>>>,
}

impl Feeds {
    /// Nothing yet, for each paper of an archive.
    pub(super) fn new(archive: &Archive) -> Feeds {
        let settings = &archive.settings;
        let entries = vec![OnceLock::new(); archive.papers().len()];
        Feeds { stem: Stem::new(&settings.feed_id, &settings.title), entries }
    }
}

impl Site {
    /// What ids of feeds and of mails begin with.
    pub(super) fn stem(&self) -> &Stem {
        &self.feeds.stem
    }

    /// Every feed, at the addresses of groups and at their old ones.
    pub(super) fn feeds(&self) -> Vec<Route> {
        let scopes = self.groups().into_iter().filter_map(Scope::of);
        let own = scopes.flat_map(|scope| FeedFormat::ALL.map(|format| Route::Feed(scope, format)));
        let old = (0..self.redirects().len() as u32).flat_map(|at| FeedFormat::ALL.map(|f| Route::OldFeed(at, f)));
        own.chain(old).filter(|route| self.exists(*route)).collect()
    }

    /// Whether a group has feeds: papers enough, and an address for readers to come back to.
    pub fn has_feed(&self, scope: Scope) -> bool {
        let settings = &self.archive.settings;
        let least = match scope {
            Scope::Author(author) if !self.has_author(author) => return false,
            Scope::List(list) if !settings.lists[list as usize].feed => return false,
            Scope::Author(_) => settings.thresholds.author_feeds,
            _ => settings.thresholds.other_feeds,
        };
        settings.base_url.is_some() && self.members(scope.group()).len() >= least.max(1) as usize
    }

    /// The group whose feed an old address serves, by index among the redirects.
    pub(super) fn old_feed(&self, redirect: u32) -> Option<Scope> {
        let redirect = self.redirects().get(redirect as usize)?;
        let Route::Group(group, 0) = redirect.to else { return None };
        Scope::of(group).filter(|scope| redirect.from.ends_with('/') && self.has_feed(*scope))
    }

    /// The bytes of a feed.
    pub(super) fn feed(&self, scope: Scope, format: FeedFormat) -> String {
        let group = scope.group();
        let mut papers = self.members(group).into_owned();
        // Papers are numbered from the newest; a volume or a list may have another order.
        papers.sort_unstable();
        papers.truncate(match scope {
            Scope::Archive => ARCHIVE,
            Scope::Author(_) => AUTHOR,
            _ => GROUP,
        });
        let address = |route: Route| self.absolute(route).unwrap_or_default();
        let settings = &self.archive.settings;
        let page = if scope == Scope::Archive { Route::Home } else { Route::Group(group, 0) };
        Feed {
            id: self.stem().id(&self.lasting(scope)),
            title: self.feed_title(scope),
            description: settings.description.clone(),
            page: address(page),
            atom: address(Route::Feed(scope, FeedFormat::Atom)),
            json: address(Route::Feed(scope, FeedFormat::Json)),
            entries: papers.iter().map(|paper| self.feed_entry(*paper)).collect(),
            ..self.blank_feed()
        }
        .write(format)
    }

    /// What all feeds of the archive say of it.
    pub(super) fn blank_feed<'a>(&self) -> Feed<'a> {
        let settings = &self.archive.settings;
        let icon = self.assets.iter().position(|(name, _)| name == "favicon.svg");
        Feed {
            author: settings.title.clone(),
            language: settings.language.clone(),
            icon: icon.and_then(|at| self.absolute(Route::Asset(at as u32))).unwrap_or_default(),
            generator: concat!("Offprint ", env!("CARGO_PKG_VERSION")),
            ..Feed::default()
        }
    }

    /// What a feed is called: as its group and the archive.
    pub(super) fn feed_title(&self, scope: Scope) -> String {
        let archive = &self.archive.settings.title;
        match scope {
            Scope::Archive => archive.clone(),
            scope => format!("{} · {archive}", Builder::new(self).group_name(scope.group())),
        }
    }

    /// A path that names a group for ever, by the first key that it had.
    fn lasting(&self, scope: Scope) -> String {
        let archive = &*self.archive;
        let first = |former: &[String], key: &str| former.first().map_or_else(|| key.to_owned(), String::clone);
        match scope {
            Scope::Archive => "feed".to_owned(),
            Scope::Topic(at) => {
                let topic = &archive.topics[at as usize];
                format!("topics/{}", first(&topic.former_keys, &topic.key))
            }
            Scope::Author(at) => {
                let key = &archive.authors().list()[at as usize].key;
                let declared = archive.people.binary_search_by(|person| person.value.key.cmp(key));
                let former = declared.map_or(&[][..], |at| &archive.people[at].value.former_keys);
                format!("authors/{}", first(former, key))
            }
            Scope::Venue(at) => {
                let venue = &archive.venues[at as usize];
                format!("venues/{}", first(&venue.former_keys, &venue.key))
            }
            Scope::Volume(at) => {
                let volume = &archive.volumes[at as usize].value;
                format!("volumes/{}", first(&volume.former_keys, &volume.key))
            }
            Scope::Collection(at) => {
                let collection = &archive.collections[at as usize].value;
                format!("collections/{}", first(&collection.former_keys, &collection.key))
            }
            Scope::List(at) => format!("lists/{}", archive.settings.lists[at as usize].name),
        }
    }

    /// What feeds say of a paper.
    pub(super) fn feed_entry(&self, index: u32) -> &Written {
        self.feeds.entries[index as usize].get_or_init(|| Box::new(self.make_entry(index).write()))
    }

    fn make_entry(&self, index: u32) -> Entry {
        let archive = &*self.archive;
        let record = archive.paper(index);
        let work = self.work(index);
        let paper = work.paper;
        let url = work.url.clone().unwrap_or_default();
        let lasting = paper.former_ids.first().unwrap_or(&paper.id);
        let (content_html, content_text) = self.content(&work, &url);
        let topic = |at: &u32| Category {
            term: archive.topics[*at as usize].key.clone(),
            scheme: self.absolute(Route::Index(super::Facet::Topics)).unwrap_or_default(),
            label: archive.topics[*at as usize].name.clone(),
        };
        let other = paper.links.iter().filter(|link| link.kind != "pdf");
        Entry {
            id: self.stem().id(&format!("paper/{lasting}")),
            title: work.title(),
            authors: self.feed_authors(&work),
            categories: record.topics.iter().map(topic).collect(),
            content_html,
            content_text,
            summary: paper.summary.plain().to_owned(),
            published: feed::published(paper, record.when),
            updated: feed::updated(paper),
            language: Some(&paper.language)
                .filter(|own| **own != archive.settings.language)
                .cloned()
                .unwrap_or_default(),
            arxiv_url: some(&paper.arxiv).map_or_else(String::new, arxiv_url),
            doi_url: some(&paper.doi).map_or_else(String::new, doi_url),
            pdf: work.pdf.as_ref().map_or_else(String::new, |pdf| pdf.url.clone()),
            image: paper.thumbnail.as_ref().map_or_else(String::new, |picture| self.picture(index, &picture.src)),
            rights: paper.license.clone(),
            doi: paper.doi.clone(),
            arxiv: paper.arxiv.clone(),
            venue: record.venue.map_or_else(String::new, |at| archive.venues[at as usize].name.clone()),
            links: other.filter_map(|link| Some((link.kind, self.absolute_target(index, &link.target)?))).collect(),
            url,
        }
    }

    fn feed_authors(&self, work: &Work<'_>) -> Vec<Person> {
        let person = |(author, orcid): (&crate::paper::Author, &str)| Person {
            name: author.display(),
            url: some(orcid).map_or_else(|| author.url.clone(), |orcid| format!("https://orcid.org/{orcid}")),
        };
        work.authors().map(person).collect()
    }

    /// What there is to read of a paper, as HTML and as plain text: what has befallen it, and its abstract or summary.
    fn content(&self, work: &Work<'_>, url: &str) -> (String, String) {
        let words = &self.archive.settings.words;
        let paper = work.paper;
        let (mut html, mut text) = (String::new(), String::new());
        if work.status() != Status::Published {
            let sentence = words.get(&format!("is-{}", work.status().word()));
            html = format!("<p><strong>{}</strong></p>\n", escaped(sentence));
            text = format!("{sentence}\n\n");
        }
        for notice in &paper.notices {
            let said = self.notice(notice);
            let address = some(&notice.url).map(str::to_owned).or_else(|| some(&notice.doi).map(doi_url));
            let link =
                address.map(|url| format!(" <a href=\"{}\">{}</a>", escaped(&url), escaped(words.get("read-notice"))));
            html += &format!("<p>{}{}</p>\n", escaped(&said), link.unwrap_or_default());
            text += &format!("{said}\n\n");
        }
        if paper.abstract_.is_empty() {
            if !paper.summary.is_empty() {
                html += &format!("<p>{}</p>", with_absolute_links(paper.summary.html(), url));
                text += paper.summary.plain();
            }
        } else {
            let blocks = self.archive.rules.markup.blocks(&paper.abstract_).html;
            html += &with_absolute_links(&blocks, url);
            text += &work.abstract_text();
        }
        (html.trim_end().to_owned(), text.trim_end().to_owned())
    }

    /// A correction, a retraction or the like in a line.
    fn notice(&self, notice: &Notice) -> String {
        let words = &self.archive.settings.words;
        let date = notice.date.map_or_else(String::new, |date| format!(", {}", words.date(date)));
        let note = some(&notice.note).map_or_else(String::new, |note| format!(": {note}"));
        format!("{}{date}{note}", words.get(&format!("notice-{}", notice.kind.word())))
    }

    fn picture(&self, index: u32, target: &Target) -> String {
        let shown = matches!(target, Target::File(_)) || self.archive.settings.remote_images;
        shown.then(|| self.absolute_target(index, target)).flatten().unwrap_or_default()
    }

    /// Where a link of a paper leads, for who is not on the site.
    pub(super) fn absolute_target(&self, index: u32, target: &Target) -> Option<String> {
        match target {
            Target::Url(url) => Some(url.clone()),
            Target::File(file) => self.absolute(self.file_beside(index, file)?),
        }
    }
}

/// A text that is not empty.
fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// HTML of a page as it can stand anywhere: links that are relative to the page at `url` become absolute.
///
/// The HTML is our own, so an address stands in double quotes and nothing else looks like one.
fn with_absolute_links(html: &str, url: &str) -> String {
    let origin = url.find("://").and_then(|at| url[at + 3..].find('/').map(|slash| &url[..at + 3 + slash]));
    let folder = url.rfind('/').map_or(url, |at| &url[..=at]);
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = [" href=\"", " src=\""].iter().filter_map(|mark| Some(rest.find(mark)? + mark.len())).min() {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let target = &rest[..rest.find('"').unwrap_or(rest.len())];
        let is_absolute = target.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
        match target.chars().next() {
            _ if is_absolute => {}
            Some('#') => out.push_str(url),
            Some('/') => out.push_str(origin.unwrap_or_default()),
            _ => out.push_str(folder),
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::with_absolute_links;

    #[test]
    fn links_of_an_abstract_lead_to_the_same_place_from_anywhere() {
        let absolute = |target: &str| {
            let html = format!("<p>x <a href=\"{target}\">y</a>");
            with_absolute_links(&html, "https://example.org/repo/papers/x/")
        };
        for (target, wanted) in [
            ("https://a.b/c", "https://a.b/c"),
            ("mailto:a@b.c", "mailto:a@b.c"),
            ("#n", "https://example.org/repo/papers/x/#n"),
            ("../y/", "https://example.org/repo/papers/x/../y/"),
            ("/repo/z", "https://example.org/repo/z"),
        ] {
            assert_eq!(absolute(target), format!("<p>x <a href=\"{wanted}\">y</a>"));
        }
        assert_eq!(with_absolute_links("a <b>", "https://example.org/x.html"), "a <b>");
    }
}

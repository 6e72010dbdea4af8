//! What a template may see: a plain value, built from the archive for one route.
//!
//! What a page depends on is the value of its view, the theme and nothing else. Lists hold cards, never whole papers.

mod byline;
mod card;
mod charts;
mod cite;
mod citing;
mod digest;
mod divisions;
mod facts;
mod feed;
mod figures;
mod group;
mod head;
mod home;
mod index;
mod lists;
mod month;
mod nearby;
mod news;
mod open_graph;
mod page;
mod paper;
mod parts;
mod publication;
mod runs;
mod search;
mod submit;
mod thumbnail;

use serde::Serialize;

pub use card::{Authors, Card, Count};
pub use charts::{Bars, Calendar};
pub use citing::Citing;
pub use digest::DigestView;
pub use divisions::Division;
pub use feed::FeedView;
pub use group::{GroupView, Parts, Section};
pub use home::HomeView;
pub use index::IndexView;
pub use lists::ListView;
pub use month::Month;
pub use nearby::Nearby;
pub use news::NewTopic;
pub use open_graph::PageImage;
pub use page::{NotFoundView, PageView, RedirectView};
pub use paper::PaperView;
pub use search::SearchView;
pub use submit::SubmitView;
pub use thumbnail::Thumbnail;

use super::route::{Facet, Group, Route, Scope};
use super::{Site, url};
use crate::config::Words;
use crate::text::date::Date;
use crate::text::markup::Markup;

/// The view of one page.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum View<'a> {
    /// The first page.
    Home(Box<HomeView<'a>>),
    /// A paper's page.
    Paper(Box<PaperView<'a>>),
    /// A list of papers.
    Group(Box<GroupView<'a>>),
    /// All groups of a facet.
    Index(IndexView<'a>),
    /// A free page.
    Page(PageView<'a>),
    /// An old address.
    Redirect(RedirectView),
    /// The digest of a day or a week.
    Digest(Box<DigestView<'a>>),
    /// The page of search.
    Search(SearchView<'a>),
    /// The page where a paper is submitted.
    Submit(Box<SubmitView<'a>>),
    /// An address that does not exist.
    NotFound(NotFoundView),
}

/// What every page says of itself.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Meta {
    /// The template's name without `.html`: `home`, `paper`, `topic` …
    pub kind: &'static str,
    /// Plain text for the title of the window.
    pub title: String,
    /// One sentence for search engines, or empty.
    pub description: String,
    /// The page's own link.
    pub url: String,
    /// Its absolute address, where there is a base-url.
    pub canonical: Option<String>,
    /// Whether search engines shall pass it by.
    pub noindex: bool,
    /// The way from the first page to this one, without both.
    pub trail: Vec<Link>,
    /// What the page says of itself to machines, as elements of `<head>`: Open Graph, JSON-LD, and on a paper's page its
    /// citation and where else it is to be had. Empty on pages that nobody would link to.
    pub head_html: String,
    /// The picture that they show, where the page has one of its own.
    pub image: Option<PageImage>,
    /// The feeds of the page's group.
    pub feed: Option<FeedView>,
    /// The links by which programs find these feeds and those of the archive, as HTML.
    pub feeds_html: String,
}

/// A link with its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Link {
    /// What it says, as plain text.
    pub name: String,
    /// Where it leads; nothing where the thing has no page.
    pub url: Option<String>,
}

/// A link to a group, with how many papers it has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Entry {
    /// The group's name as plain text.
    pub name: String,
    /// The group's page.
    pub url: String,
    /// How many papers it has.
    pub count: u64,
    /// The same as a person reads it: `34,614`.
    pub number: String,
    /// The same in words: `12 papers`.
    pub count_text: String,
    /// What the group is, as HTML.
    pub description_html: Option<String>,
    /// Groups below it.
    pub children: Vec<Entry>,
}

/// A date for people and for machines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DateView {
    /// ISO 8601, with the precision that is known.
    pub iso: String,
    /// As a person reads it, in the site's language.
    pub text: String,
}

/// What all pages of a site share. It holds no counts and nothing that a new paper changes.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SiteView {
    /// The archive's name.
    pub title: String,
    /// Who makes it, or empty.
    pub byline: String,
    /// What it is in a sentence or two, or empty.
    pub description: String,
    /// The language of the pages, as a BCP 47 tag.
    pub language: String,
    /// Every text of the pages in that language, by its key with underscores for hyphens.
    pub words: std::collections::BTreeMap<String, String>,
    /// The base-url's path: empty, or `/repo`.
    pub base: String,
    /// The base-url without its path, such as `https://example.org`; empty where there is none.
    pub origin: String,
    /// The link to the first page.
    pub home: String,
    /// The facets that the archive has, the pages that asked for it, and the entries of the settings.
    pub menu: Vec<Link>,
    /// `owner/name` on GitHub, or empty.
    pub repository: String,
    /// The page where a paper is submitted, where there is one.
    pub submit: Option<String>,
    /// Where papers are searched.
    pub search: SearchLinks,
    /// A mailing list, or empty.
    pub subscribe: String,
    /// The feeds of the archive.
    pub feed: Option<FeedView>,
    /// What offprint.yaml has under `extra`, as it is.
    pub extra: std::collections::BTreeMap<String, serde_json::Value>,
    /// The links to the theme's files, by name; each says in its own name what the file holds.
    pub assets: std::collections::BTreeMap<String, String>,
    /// The link to the site's own `static/custom.css`, where there is one.
    pub custom_css: Option<String>,
    /// The theme's settings, by name.
    pub theme: std::collections::BTreeMap<String, serde_json::Value>,
    /// Name and version of the program.
    pub generator: &'static str,
}

/// Where papers are searched.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SearchLinks {
    /// The page of search, which takes a query as `?q=`.
    pub url: String,
    /// The script that makes a search of every `<offprint-search>`, an ES module.
    pub script: String,
}

/// Builds views.
pub struct Builder<'a> {
    pub(super) site: &'a Site,
    pub(super) markup: &'a Markup,
    pub(super) words: &'a Words,
}

impl<'a> Builder<'a> {
    /// A builder of a site's views.
    pub fn new(site: &'a Site) -> Builder<'a> {
        Builder { site, markup: &site.archive.rules.markup, words: &site.archive.settings.words }
    }

    /// The template and the view of a page; `None` for what is no page.
    pub fn view(&self, route: Route) -> Option<(&'static str, View<'a>)> {
        let mut view = match route {
            Route::Home => View::Home(Box::new(self.home())),
            Route::Paper(paper) => View::Paper(Box::new(self.paper(paper))),
            Route::Group(group, part) => View::Group(Box::new(self.group(group, part))),
            Route::Index(facet) => View::Index(self.index(facet)),
            Route::Page(page) => View::Page(self.page(page)),
            Route::Digest(period) => View::Digest(Box::new(self.digest(period))),
            Route::Redirect(at) => View::Redirect(self.redirect(at)),
            Route::Search => View::Search(self.search()),
            Route::Submit => View::Submit(Box::new(self.submit())),
            Route::NotFound => View::NotFound(self.not_found(&[])),
            _ => return None,
        };
        self.introduce(route, &mut view);
        self.announce(route, &mut view);
        Some((template(route), view))
    }

    /// What all pages share.
    pub fn site_view(&self) -> SiteView {
        let site = self.site;
        let settings = &site.archive.settings;
        let assets = site.assets.iter().enumerate();
        SiteView {
            title: settings.title.clone(),
            byline: settings.byline.clone(),
            description: settings.description.clone(),
            language: settings.language.clone(),
            words: self.words.texts(),
            base: settings.base_url.as_ref().map_or_else(String::new, |base| base.path.clone()),
            origin: settings.base_url.as_ref().map_or_else(String::new, |base| base.origin.clone()),
            home: site.href(Route::Home),
            menu: self.menu(),
            repository: settings.repository.clone(),
            submit: site.exists(Route::Submit).then(|| site.href(Route::Submit)),
            search: SearchLinks { url: site.href(Route::Search), script: site.href(Route::Client) },
            subscribe: settings.subscribe.clone(),
            feed: self.feed(Scope::Archive),
            extra: settings.extra.clone(),
            assets: assets.map(|(at, (name, _))| (name.clone(), site.href(Route::Asset(at as u32)))).collect(),
            custom_css: site.static_route("custom.css").map(|route| site.href(route)),
            theme: settings.theme_settings.clone(),
            generator: concat!("Offprint ", env!("CARGO_PKG_VERSION")),
        }
    }

    fn menu(&self) -> Vec<Link> {
        let site = self.site;
        let archive = &*site.archive;
        let all = Link { name: self.words.get("papers").into(), url: Some(site.href(Route::Group(Group::All, 0))) };
        let facets = Facet::ALL.into_iter().filter(|facet| site.exists(Route::Index(*facet)));
        let facets = facets.map(|facet| self.link(self.facet_name(facet), Route::Index(facet)));
        let mut pages: Vec<usize> = (0..archive.pages.len()).filter(|at| archive.pages[*at].value.menu).collect();
        pages.sort_by_key(|at| archive.pages[*at].value.order);
        let pages = pages.into_iter().map(|at| Link {
            name: archive.pages[at].value.title.plain().to_owned(),
            url: Some(site.href(Route::Page(at as u32))),
        });
        let own = archive.settings.menu.iter().map(|item| {
            let inside = item.url.starts_with('/');
            let url = if inside { url::href(archive.settings.base_url.as_ref(), &item.url) } else { item.url.clone() };
            Link { name: item.title.clone(), url: Some(url) }
        });
        [all].into_iter().chain(facets).chain(pages).chain(own).collect()
    }

    fn meta(&self, route: Route, title: impl Into<String>, description: impl Into<String>) -> Meta {
        Meta {
            kind: template(route),
            title: title.into(),
            description: description.into(),
            url: self.site.href(route),
            canonical: self.site.absolute(route),
            noindex: false,
            trail: Vec::new(),
            head_html: String::new(),
            image: None,
            feed: None,
            feeds_html: String::new(),
        }
    }

    fn link(&self, name: impl Into<String>, route: Route) -> Link {
        Link { name: name.into(), url: Some(self.site.href(route)) }
    }

    /// The name of a facet in menus and headings.
    fn facet_name(&self, facet: Facet) -> &'a str {
        self.words.get(facet.segment())
    }

    fn date(&self, date: Date) -> DateView {
        DateView { iso: date.to_string(), text: self.words.date(date) }
    }

    fn entry(&self, group: Group, name: impl Into<String>, count: usize) -> Entry {
        Entry {
            name: name.into(),
            url: self.site.href(Route::Group(group, 0)),
            count: count as u64,
            number: self.words.number(count as u64),
            count_text: self.words.count("n-papers", count as u64),
            ..Entry::default()
        }
    }
}

/// The template of a page, without its suffix.
pub fn template(route: Route) -> &'static str {
    match route {
        Route::Home => "home",
        Route::Paper(_) => "paper",
        Route::Group(group, _) => match group {
            Group::All => "papers",
            Group::Year(_) => "year",
            Group::Month(..) => "month",
            Group::Week(_) => "week",
            Group::Day(_) => "day",
            Group::Topic(_) => "topic",
            Group::TopicYear(..) => "topic-year",
            Group::TopicMonth(..) => "topic-month",
            Group::Author(_) => "author",
            Group::Letter(_) => "letter",
            Group::Venue(_) => "venue",
            Group::VenueYear(..) => "venue-year",
            Group::Volume(_) => "volume",
            Group::Collection(_) => "collection",
            Group::List(_) => "saved-list",
        },
        Route::Index(facet) => facet.segment(),
        Route::Page(_) => "page",
        Route::Digest(_) => "digest",
        Route::Redirect(_) => "redirect",
        Route::Search => "search",
        Route::Submit => "submit",
        _ => "404",
    }
}

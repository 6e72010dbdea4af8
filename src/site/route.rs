//! What a site consists of: one route for each file of it.
//!
//! A route is a small plain value. How it is spelled is [`super::url`]'s alone.

use super::api::ApiFile;
use crate::config::ExportFormat;
use crate::exchange::feed::FeedFormat;
use crate::search::File;
use crate::text::date::{Date, Week};

/// One file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// The first page.
    Home,
    /// A paper, by index.
    Paper(u32),
    /// A group's own page (part 0) or one of its numbered parts.
    Group(Group, u32),
    /// The list of all groups of a facet.
    Index(Facet),
    /// A free page, by index.
    Page(u32),
    /// A file beside an entry, by index.
    File(u32),
    /// A paper beside its page, in a format for others.
    PaperExport(u32, ExportFormat),
    /// All papers of a group, in a format for others.
    GroupExport(Scope, ExportFormat),
    /// The newest papers of a group, for readers of feeds.
    Feed(Scope, FeedFormat),
    /// The same at an old address of the group, by index among the redirects.
    OldFeed(u32, FeedFormat),
    /// The papers of a day or a week as a letter.
    Digest(Period),
    /// A file of the API.
    Api(ApiFile),
    /// How the archive itself is cited.
    CitationCff,
    /// An old address, by index among the redirects.
    Redirect(u32),
    /// A static file, by index.
    Static(u32),
    /// A file of the theme, by index.
    Asset(u32),
    /// A file of the search index.
    SearchFile(File),
    /// The page of search.
    Search,
    /// The script of search.
    Client,
    /// The script that it fetches when it needs it.
    ClientLater,
    /// What they say, in the site's language.
    ClientWords,
    /// The page where a paper is submitted.
    Submit,
    /// Its script.
    SubmitScript,
    /// The JSON Schema that it holds an entry to.
    SubmitSchema,
    /// What a host shows for an address that does not exist.
    NotFound,
    /// The sitemap, or the index of its parts.
    Sitemap,
    /// A numbered part of the sitemap, from 1.
    SitemapPart(u16),
    /// robots.txt.
    Robots,
    /// Tells GitHub Pages to serve the files as they are.
    NoJekyll,
    /// Tells GitHub Pages the site's own host name.
    Cname,
}

impl Route {
    /// Whether a template makes it.
    pub fn is_page(self) -> bool {
        matches!(
            self,
            Route::Home
                | Route::Paper(_)
                | Route::Group(..)
                | Route::Index(_)
                | Route::Page(_)
                | Route::Digest(_)
                | Route::Redirect(_)
                | Route::Search
                | Route::Submit
                | Route::NotFound
        )
    }
}

/// A list of papers, or, for a letter, of authors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Group {
    All,
    Year(i16),
    Month(i16, u8),
    Week(Week),
    Day(Date),
    Topic(u32),
    TopicYear(u32, i16),
    TopicMonth(u32, i16, u8),
    Author(u32),
    Letter(Letter),
    Venue(u32),
    VenueYear(u32, i16),
    Volume(u32),
    Collection(u32),
    List(u32),
}

/// A group whose papers are files too: one that keeps its address, or the whole archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Scope {
    Archive,
    Topic(u32),
    Author(u32),
    Venue(u32),
    Volume(u32),
    Collection(u32),
    List(u32),
}

impl Scope {
    /// The scope of a group; none of those that pass, such as a day or a topic's year.
    pub fn of(group: Group) -> Option<Scope> {
        Some(match group {
            Group::All => Scope::Archive,
            Group::Topic(index) => Scope::Topic(index),
            Group::Author(index) => Scope::Author(index),
            Group::Venue(index) => Scope::Venue(index),
            Group::Volume(index) => Scope::Volume(index),
            Group::Collection(index) => Scope::Collection(index),
            Group::List(index) => Scope::List(index),
            _ => return None,
        })
    }

    /// The group that has its papers.
    pub fn group(self) -> Group {
        match self {
            Scope::Archive => Group::All,
            Scope::Topic(index) => Group::Topic(index),
            Scope::Author(index) => Group::Author(index),
            Scope::Venue(index) => Group::Venue(index),
            Scope::Volume(index) => Group::Volume(index),
            Scope::Collection(index) => Group::Collection(index),
            Scope::List(index) => Group::List(index),
        }
    }
}

/// A letter of the list of authors; `None` is "other".
pub type Letter = Option<char>;

/// What a digest is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Period {
    Day(Date),
    Week(Week),
}

impl Period {
    /// The group that has its papers.
    pub fn group(self) -> Group {
        match self {
            Period::Day(day) => Group::Day(day),
            Period::Week(week) => Group::Week(week),
        }
    }

    /// Reads `2023-09-07` or `2023-w36`, which is how addresses spell them.
    pub fn parse(text: &str) -> Option<Period> {
        match text.split_once("-w") {
            Some((year, week)) => {
                let digits = |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
                let is_week = digits(year, 4) && digits(week, 2);
                Week::new(year.parse().ok().filter(|_| is_week)?, week.parse().ok()?).map(Period::Week)
            }
            None if text.len() == 10 => Date::parse(text).map(Period::Day),
            None => None,
        }
    }

    /// Whether a paper of this date belongs to it.
    pub fn has(self, date: Date) -> bool {
        match self {
            Period::Day(day) => day == date,
            Period::Week(week) => date.week() == Some(week),
        }
    }
}

/// As addresses spell it: `2023-09-07`, `2023-w36`.
impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Period::Day(day) => day.fmt(f),
            Period::Week(week) => write!(f, "{:04}-w{:02}", week.year, week.number),
        }
    }
}

/// A way of grouping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Facet {
    Topics,
    Authors,
    Venues,
    Volumes,
    Collections,
    Lists,
}

impl Facet {
    /// Every facet that has an index.
    pub const ALL: [Facet; 6] =
        [Facet::Topics, Facet::Authors, Facet::Venues, Facet::Volumes, Facet::Collections, Facet::Lists];

    /// The first segment of its addresses.
    pub fn segment(self) -> &'static str {
        match self {
            Facet::Topics => "topics",
            Facet::Authors => "authors",
            Facet::Venues => "venues",
            Facet::Volumes => "volumes",
            Facet::Collections => "collections",
            Facet::Lists => "lists",
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_route_is_small() {
        assert!(size_of::<super::Route>() <= 16, "{}", size_of::<super::Route>());
    }

    #[test]
    fn a_period_is_spelled_in_one_way() {
        for text in ["2023-09-07", "2023-w36", "2020-w53"] {
            assert_eq!(super::Period::parse(text).unwrap().to_string(), text);
        }
        for text in ["2023-09", "2023-w54", "2021-w53", "2023-W36", "2023-w3", "+023-w03", "2023-09-07T00:00:00", ""] {
            assert_eq!(super::Period::parse(text), None, "{text}");
        }
    }
}

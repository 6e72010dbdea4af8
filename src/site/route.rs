//! What a site consists of: one route for each file of it.
//!
//! A route is a small plain value. How it is spelled is [`super::url`]'s alone.

use crate::config::ExportFormat;
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
                | Route::Redirect(_)
                | Route::Search
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
}

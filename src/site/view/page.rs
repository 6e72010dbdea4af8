//! Views of free pages, of old addresses, and of what is not there.

use serde::Serialize;

use super::{Builder, Entry, Link, ListView, Meta};
use crate::archive::Filed;
use crate::site::{Facet, Route, github};

/// A free page.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PageView<'a> {
    /// What the page says of itself.
    pub page: Meta,
    /// Title as inline HTML.
    pub title_html: &'a str,
    /// Its text as HTML.
    pub body_html: String,
    /// The lists that it names in its front matter, without those that have no papers.
    pub lists: Vec<ListView<'a>>,
    /// Where it can be edited.
    pub edit_url: Option<String>,
    /// What the front matter has under `extra`, as it is.
    pub extra: &'a std::collections::BTreeMap<String, serde_json::Value>,
}

/// An old address.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RedirectView {
    /// What the page says of itself; its canonical address is the new one.
    pub page: Meta,
    /// The new address as a path.
    pub target: String,
    /// What is there.
    pub name: String,
}

/// An address that does not exist.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NotFoundView {
    /// What the page says of itself.
    pub page: Meta,
    /// Ways into the archive.
    pub ways: Vec<Entry>,
    /// What may have been meant, where the address is known: in a preview, never in a site that is built.
    pub near: Vec<Link>,
}

impl<'a> Builder<'a> {
    pub(super) fn page(&self, at: u32) -> PageView<'a> {
        let Filed { path, value: page } = &self.site.archive.pages[at as usize];
        PageView {
            page: self.meta(Route::Page(at), page.title.plain(), page.description.as_str()),
            title_html: page.title.html(),
            body_html: self.body(&page.body, Route::Page(at), ""),
            lists: self.lists(page.lists.iter().filter_map(|name| self.site.archive.list(name))),
            edit_url: github::edit(&self.site.archive.settings, path),
            extra: &page.extra,
        }
    }

    pub(super) fn redirect(&self, at: u32) -> RedirectView {
        let to = self.site.redirects()[at as usize].to;
        let name = self.name_of(to);
        let mut page = self.meta(Route::Redirect(at), name.as_str(), "");
        page.canonical = self.site.absolute(to);
        page.noindex = true;
        RedirectView { page, target: self.site.href(to), name }
    }

    fn name_of(&self, route: Route) -> String {
        let archive = &*self.site.archive;
        match route {
            Route::Paper(paper) => archive.paper(paper).paper.title.plain().to_owned(),
            Route::Page(page) => archive.pages[page as usize].value.title.plain().to_owned(),
            Route::Group(group, _) => self.group_name(group),
            Route::Index(facet) => self.facet_name(facet).to_owned(),
            _ => archive.settings.title.clone(),
        }
    }

    /// The page for an address that does not exist, with routes that may have been meant.
    pub fn not_found(&self, near: &[Route]) -> NotFoundView {
        let mut page = self.meta(Route::NotFound, self.words.get("not-found"), "");
        page.noindex = true;
        page.canonical = None;
        let facets = Facet::ALL.into_iter().filter(|facet| self.site.exists(Route::Index(*facet)));
        let way = |facet: Facet| Entry {
            name: self.facet_name(facet).to_owned(),
            url: self.site.href(Route::Index(facet)),
            ..Entry::default()
        };
        let near = near.iter().map(|route| self.link(self.name_of(*route), *route)).collect();
        NotFoundView { page, ways: facets.map(way).collect(), near }
    }
}

//! How readers and their programs find the feeds of a page.

use serde::Serialize;

use super::{Builder, Meta, View};
use crate::exchange::feed::FeedFormat;
use crate::site::{Route, Scope};
use crate::text::markup::escape;

/// The feeds of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FeedView {
    /// What they are called.
    pub title: String,
    /// The Atom feed.
    pub atom: String,
    /// The JSON feed.
    pub json: String,
}

impl View<'_> {
    /// What the page says of itself.
    pub(super) fn meta(&mut self) -> &mut Meta {
        match self {
            View::Home(view) => &mut view.page,
            View::Paper(view) => &mut view.page,
            View::Group(view) => &mut view.page,
            View::Index(view) => &mut view.page,
            View::Page(view) => &mut view.page,
            View::Digest(view) => &mut view.page,
            View::Search(view) => &mut view.page,
            View::Submit(view) => &mut view.page,
            View::Redirect(view) => &mut view.page,
            View::NotFound(view) => &mut view.page,
        }
    }
}

impl Builder<'_> {
    /// The feeds of a group that has them.
    pub(super) fn feed(&self, scope: Scope) -> Option<FeedView> {
        let href = |format| self.site.href(Route::Feed(scope, format));
        self.site.has_feed(scope).then(|| FeedView {
            title: self.site.feed_title(scope),
            atom: href(FeedFormat::Atom),
            json: href(FeedFormat::Json),
        })
    }

    /// Adds to a view the feeds of its group, and how programs find them and those of the archive.
    ///
    /// They are links of the head, <https://www.rssboard.org/rss-autodiscovery>, the nearest feed first.
    pub(super) fn announce(&self, route: Route, view: &mut View<'_>) {
        let scope = match route {
            Route::Home => Some(Scope::Archive),
            Route::Group(group, _) => Scope::of(group),
            _ => None,
        };
        let own = scope.and_then(|scope| self.feed(scope));
        let archive = if scope == Some(Scope::Archive) { None } else { self.feed(Scope::Archive) };
        let page = view.meta();
        let mut html = String::with_capacity(256);
        for feed in own.iter().chain(&archive) {
            for (format, url) in [(FeedFormat::Atom, &feed.atom), (FeedFormat::Json, &feed.json)] {
                html.extend(["<link rel=\"alternate\" type=\"", format.media_type(), "\" title=\""]);
                escape(&feed.title, &mut html);
                html.push_str("\" href=\"");
                escape(url, &mut html);
                html.push_str("\">\n");
            }
        }
        page.feeds_html = html;
        page.feed = own;
    }
}

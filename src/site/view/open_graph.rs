//! What other sites show of a page where somebody links to it.
//!
//! What they take from the page itself (its title in place of a second title for each network) is not said again.

use serde::Serialize;

use super::{Builder, Meta, View};
use crate::site::Route;
use crate::text::markup::escape;

/// The picture that stands for a page on other sites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PageImage {
    /// Its absolute address.
    pub url: String,
    /// What it shows; may be empty.
    pub alt: String,
    /// Its width in pixels, where it is known.
    pub width: Option<u32>,
    /// Its height in pixels, where it is known.
    pub height: Option<u32>,
}

impl View<'_> {
    /// What the page says of itself, if it is one that somebody would link to.
    fn shown(&mut self) -> Option<&mut Meta> {
        match self {
            View::Home(view) => Some(&mut view.page),
            View::Paper(view) => Some(&mut view.page),
            View::Group(view) => Some(&mut view.page),
            View::Index(view) => Some(&mut view.page),
            View::Page(view) => Some(&mut view.page),
            View::Digest(view) => Some(&mut view.page),
            View::Search(_) | View::Redirect(_) | View::NotFound(_) => None,
        }
    }
}

impl Builder<'_> {
    /// Adds to a view what other sites show of it.
    pub(super) fn introduce(&self, route: Route, view: &mut View<'_>) {
        let Some(page) = view.shown() else { return };
        let settings = &self.site.archive.settings;
        let paper = if let Route::Paper(index) = route { Some(index) } else { None };
        let record = paper.map(|index| self.site.archive.paper(index));
        let published = record.and_then(|record| record.paper.published()).filter(|date| date.day().is_some());
        let language = record.map(|record| record.paper.language.as_str()).filter(|language| !language.is_empty());
        page.image = paper.and_then(|index| self.page_image(index));
        let locale = language.unwrap_or(&settings.language).replace('-', "_");
        let published = published.map_or_else(String::new, |date| date.to_string());
        let image = page.image.as_ref();
        let pixels = |pixels: Option<u32>| pixels.map_or_else(String::new, |pixels| pixels.to_string());
        let properties: [(&str, &str); 11] = [
            ("og:type", if record.is_some() { "article" } else { "website" }),
            ("og:site_name", &settings.title),
            ("og:locale", &locale),
            ("og:url", page.canonical.as_deref().unwrap_or_default()),
            ("og:title", &page.title),
            ("og:description", &page.description),
            ("article:published_time", &published),
            ("og:image", image.map_or("", |image| &image.url)),
            ("og:image:width", &pixels(image.and_then(|image| image.width))),
            ("og:image:height", &pixels(image.and_then(|image| image.height))),
            ("og:image:alt", image.map_or("", |image| &image.alt)),
        ];
        let mut html = String::with_capacity(512);
        for (property, content) in properties.into_iter().filter(|(_, content)| !content.is_empty()) {
            html.extend(["<meta property=\"", property, "\" content=\""]);
            escape(content, &mut html);
            html.push_str("\">\n");
        }
        page.open_graph_html = html;
    }

    /// The picture of a paper that is the site's own, where it has an address that other sites can use.
    fn page_image(&self, index: u32) -> Option<PageImage> {
        let (file, size) = self.thumbnail_file(index)?;
        let alt = self.site.archive.paper(index).paper.thumbnail.as_ref()?.alt.clone();
        let (width, height) = size.unzip();
        Some(PageImage { url: self.site.absolute(file)?, alt, width, height })
    }
}

//! What other sites show of a page where somebody links to it (Open Graph).
//!
//! What they take from the page itself (its title in place of a second title for each network) is not said again. The
//! kind of card stands in the theme, which may have a picture for all pages.

use serde::Serialize;

use super::{Builder, Meta};
use crate::exchange::Work;
use crate::text::markup::escape;

/// Authors that a card of another site may name.
const NAMES: usize = 6;

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

impl Builder<'_> {
    /// Writes what other sites show of a page, which may be a work's.
    pub(super) fn open_graph(&self, page: &Meta, work: Option<&Work<'_>>, html: &mut String) {
        let settings = &self.site.archive.settings;
        let language = work.map_or(&*settings.language, |work| work.language);
        property("og:type", if work.is_some() { "article" } else { "website" }, html);
        property("og:site_name", &settings.title, html);
        property("og:locale", &language.replace('-', "_"), html);
        property("og:url", page.canonical.as_deref().unwrap_or_default(), html);
        let warning = work.map_or("", Work::warning);
        property("og:title", &format!("{warning}{}", page.title), html);
        property("og:description", &page.description, html);
        if let Some(work) = work {
            article(work, html);
        }
        if let Some(image) = &page.image {
            let pixels = |pixels: Option<u32>| pixels.map_or_else(String::new, |pixels| pixels.to_string());
            property("og:image", &image.url, html);
            property("og:image:width", &pixels(image.width), html);
            property("og:image:height", &pixels(image.height), html);
            property("og:image:alt", &image.alt, html);
        }
    }

    /// The picture of a paper that is the site's own, where it has an address that other sites can use.
    pub(super) fn page_image(&self, index: u32) -> Option<PageImage> {
        let (file, size) = self.thumbnail_file(index)?;
        let alt = self.site.archive.paper(index).paper.thumbnail.as_ref()?.alt.clone();
        let (width, height) = size.unzip();
        Some(PageImage { url: self.site.absolute(file)?, alt, width, height })
    }
}

fn article(work: &Work<'_>, html: &mut String) {
    let paper = work.paper;
    if let Some(published) = paper.published().filter(|date| date.day().is_some()) {
        property("article:published_time", &published.to_string(), html);
    }
    let changed = paper.updated.max(paper.notices.iter().filter_map(|notice| notice.date).max());
    if let Some(changed) = changed.filter(|date| date.day().is_some()) {
        property("article:modified_time", &changed.to_string(), html);
    }
    for author in paper.authors.iter().take(NAMES) {
        property("article:author", &author.display(), html);
    }
    for (at, topic) in work.topics.iter().enumerate() {
        property(if at == 0 { "article:section" } else { "article:tag" }, topic, html);
    }
}

/// Writes a property, if there is something to say.
fn property(name: &str, content: &str, html: &mut String) {
    if !content.is_empty() {
        html.extend(["<meta property=\"", name, "\" content=\""]);
        escape(content, html);
        html.push_str("\">\n");
    }
}

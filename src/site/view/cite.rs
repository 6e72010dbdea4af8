//! Notes and pages as HTML, with links to the papers they cite and a list of these at the end.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::Builder;
use crate::paper::Author;
use crate::site::cut::cut;
use crate::site::{Route, url};
use crate::text::escaped;

/// Authors in a list of references before the rest are left out.
const NAMES: usize = 6;

/// Characters of a title that stands for authors nobody knows.
const SHORT: usize = 40;

impl Builder<'_> {
    /// Markdown of the page or the notes that stand at `route`; its links from the root of the site honour the sub-path.
    /// Ids begin with `prefix`, so that a heading of notes never takes one of the page's own.
    pub(super) fn body(&self, source: &str, route: Route, prefix: &str) -> String {
        let passage = self.markup.body(source, prefix);
        let heading = passage.references.clone();
        let (mut seen, mut cited) = (HashSet::new(), Vec::new());
        let mut html = passage.html(|citation| {
            let paper = self.site.archive.find(&citation.id)?;
            if seen.insert(paper) {
                cited.push(paper);
            }
            let label = if citation.year_only { self.year(paper) } else { self.label(paper) };
            Some(format!("<a class=\"cite\" href=\"{}\">{}</a>", self.path(paper), escaped(&label)))
        });
        html = self.settle(html, route);
        if !cited.is_empty() {
            html.push_str(&self.references(&cited, &heading));
        }
        match &self.site.archive.settings.base_url {
            Some(base) if !base.path.is_empty() => {
                let below = |html: String, name: &str| {
                    html.replace(&format!("{name}=\"/"), &format!("{name}=\"{}/", base.path))
                };
                below(below(html, "href"), "src")
            }
            _ => html,
        }
    }

    /// The link to a paper from the root of the site, without the sub-path.
    fn path(&self, paper: u32) -> String {
        escaped(&url::href(None, &url::path(self.site, Route::Paper(paper))))
    }

    /// A paper by its authors and year: `Pan et al. 2023`, `Pan and Cai 2023`.
    fn label(&self, index: u32) -> String {
        let paper = &self.site.archive.paper(index).paper;
        let total = paper.author_total();
        let names = match paper.authors.as_slice() {
            [] if paper.title_short.is_empty() => cut(paper.title.plain(), SHORT),
            [] => paper.title_short.clone(),
            [first] if total == 1 && !paper.et_al => family(first),
            [first, second] if total == 2 && !paper.et_al => {
                format!("{}{}{}", family(first), self.words.before_name(1, 2, true), family(second))
            }
            [first, ..] => format!("{}{}", family(first), self.words.et_al()),
        };
        format!("{names} {}", self.year(index))
    }

    fn year(&self, paper: u32) -> String {
        let year = self.site.archive.paper(paper).cited_year();
        year.map_or_else(|| self.words.get("no-year").to_owned(), |year| year.to_string())
    }

    /// The papers that a text cites, each once, in the order in which they are first cited.
    fn references(&self, cited: &[u32], id: &str) -> String {
        let title = escaped(self.words.get("references"));
        let mut out =
            format!("<section class=\"references\" aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n<ol>\n");
        for paper in cited {
            let _ = writeln!(out, "<li>{}</li>", self.reference(*paper));
        }
        out + "</ol>\n</section>\n"
    }

    /// Authors, title, where it appeared and when.
    fn reference(&self, index: u32) -> String {
        let archive = &*self.site.archive;
        let record = archive.paper(index);
        let paper = &record.paper;
        let mut out = String::new();
        let shown = if paper.authors.len() <= NAMES + 2 { paper.authors.len() } else { NAMES };
        if shown > 0 {
            let whole = shown == paper.author_total() && !paper.et_al;
            let name = |(at, author): (usize, &Author)| {
                format!("{}{}", self.words.before_name(at, shown, whole), author.display())
            };
            let mut names: String = paper.authors[..shown].iter().enumerate().map(name).collect();
            if !whole {
                names.push_str(self.words.et_al());
            }
            out = escaped(&ended(names)) + " ";
        }
        let _ = write!(out, "<a href=\"{}\">{}</a>", self.path(index), paper.title.html());
        if !paper.title.plain().ends_with(['.', '?', '!', '…']) {
            out.push('.');
        }
        let venue = record.venue.map(|at| &archive.venues[at as usize]);
        let venue = venue.map(|venue| if venue.short.is_empty() { &venue.name } else { &venue.short });
        let place = venue.cloned().unwrap_or_else(|| self.source(paper));
        let comma = if place.is_empty() { "" } else { ", " };
        out + &format!(" {}{comma}{}", escaped(&place), escaped(&ended(self.year(index))))
    }
}

/// A sentence with its full stop.
fn ended(text: String) -> String {
    if text.ends_with('.') { text } else { text + "." }
}

/// The name that an author is cited by.
fn family(author: &Author) -> String {
    let name = &author.name;
    match (author.literal.as_str(), name.particle.as_str()) {
        ("", "") => name.family.clone(),
        ("", particle) => format!("{particle} {}", name.family),
        (literal, _) => literal.to_owned(),
    }
}

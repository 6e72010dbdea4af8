//! Files of the site that no theme renders: sitemap, robots.txt, what GitHub Pages is told.

use std::fmt::Write as _;

use super::plan::SITEMAP_URLS;
use super::route::Route;
use super::{Site, url};
use crate::text::date::Date;

const SITEMAP_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SITEMAP_SPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The bytes of a generated file; `None` for a route that is none.
pub fn body(site: &Site, route: Route) -> Option<String> {
    match route {
        Route::Robots => Some(match site.absolute(Route::Sitemap).filter(|_| site.exists(Route::Sitemap)) {
            Some(sitemap) => format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"),
            None => "User-agent: *\nAllow: /\n".to_owned(),
        }),
        Route::NoJekyll => Some(String::new()),
        Route::Client => Some(site.client().script.clone()),
        Route::ClientLater => Some(site.client().later.clone()),
        Route::ClientWords => Some(site.client().words.clone()),
        Route::SubmitScript => Some(site.submit().script.clone()),
        Route::SubmitSchema => Some(site.submit_schema()),
        Route::Cname => site.archive.settings.base_url.as_ref().map(|base| format!("{}\n", base.host())),
        Route::Sitemap => {
            let parts = site.plan().routes.iter().filter(|route| matches!(route, Route::SitemapPart(_)));
            let parts: Vec<Route> = parts.copied().collect();
            Some(if parts.is_empty() { urls(site, 0) } else { index(site, &parts) })
        }
        Route::PaperExport(..) | Route::GroupExport(..) => site.exported(route),
        Route::CitationCff => Some(citation(site)),
        Route::Feed(scope, format) => Some(site.feed(scope, format)),
        Route::OldFeed(at, format) => site.old_feed(at).map(|scope| site.feed(scope, format)),
        Route::SitemapPart(part) => Some(urls(site, usize::from(part) - 1)),
        _ => None,
    }
}

/// How the archive itself is cited: Citation File Format 1.2.0, where every text is one that JSON would be too.
fn citation(site: &Site) -> String {
    let settings = &site.archive.settings;
    let mut out =
        String::from("cff-version: 1.2.0\nmessage: Cite the archive as follows; cite its papers themselves.\n");
    let title = serde_json::Value::from(settings.title.as_str());
    let _ = write!(out, "type: dataset\ntitle: {title}\nauthors:\n- name: {title}\n");
    if !settings.description.is_empty() {
        let _ = writeln!(out, "abstract: {}", serde_json::Value::from(settings.description.as_str()));
    }
    if let Some(home) = site.absolute(Route::Home) {
        let _ = writeln!(out, "url: {}", serde_json::Value::from(home));
    }
    if !settings.repository.is_empty() {
        let repository = format!("https://github.com/{}", settings.repository);
        let _ = writeln!(out, "repository: {}", serde_json::Value::from(repository));
    }
    // The format knows whole days alone.
    if let Some(date) = site.latest_change().filter(|date| date.0.day().is_some()) {
        let _ = writeln!(out, "date-released: {}", date.0);
    }
    out
}

fn index(site: &Site, parts: &[Route]) -> String {
    let mut out = format!("{SITEMAP_HEAD}<sitemapindex xmlns=\"{SITEMAP_SPACE}\">\n");
    for part in parts {
        let _ = writeln!(out, "<sitemap><loc>{}</loc></sitemap>", escaped(site.absolute(*part)));
    }
    out + "</sitemapindex>\n"
}

fn urls(site: &Site, part: usize) -> String {
    let mut out = format!("{SITEMAP_HEAD}<urlset xmlns=\"{SITEMAP_SPACE}\">\n");
    let pages = site.plan().routes.iter().filter(|route| site.in_sitemap(**route));
    for route in pages.skip(part * SITEMAP_URLS).take(SITEMAP_URLS) {
        let _ = write!(out, "<url><loc>{}</loc>", escaped(site.absolute(*route)));
        if let Some(date) = last_change(site, *route) {
            let _ = write!(out, "<lastmod>{date}</lastmod>");
        }
        out.push_str("</url>\n");
    }
    out + "</urlset>\n"
}

/// The day a paper's page last changed, as its entry says; never the time of a build.
fn last_change(site: &Site, route: Route) -> Option<Date> {
    let Route::Paper(index) = route else { return None };
    // The published schema of sitemaps takes no year or month alone.
    site.archive.paper(index).paper.last_change().filter(|date| date.day().is_some())
}

fn escaped(address: Option<String>) -> String {
    address.unwrap_or_default().replace('&', "&amp;").replace('\'', "&apos;")
}

/// The output file of a route.
pub fn file(site: &Site, route: Route) -> String {
    url::file(&url::path(site, route))
}

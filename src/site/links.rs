//! Links that people write into pages, notes and collections: whether they lead anywhere.

use super::{Group, Route, Site, url};
use crate::archive::{Ledger, Spot, TextProblem};
use crate::diagnostic::{Code, nearest};

/// Every link of a text to a page of the site that does not exist.
pub fn check(site: &Site) -> Ledger {
    let mut ledger = Ledger::default();
    let markup = &site.archive.rules.markup;
    let archive = &*site.archive;
    let notes = archive.papers().iter().enumerate().map(|(at, r)| (Route::Paper(at as u32), &*r.path, &r.paper.notes));
    let pages =
        archive.pages.iter().enumerate().map(|(at, p)| (Route::Page(at as u32), p.path.as_str(), &p.value.body));
    let collections = archive.collections.iter().enumerate().map(|(at, collection)| {
        (Route::Group(Group::Collection(at as u32), 0), collection.path.as_str(), &collection.value.body)
    });
    for (route, path, body) in
        notes.chain(pages).chain(collections).filter(|(.., body)| body.contains("](") || body.contains("]:"))
    {
        let page = url::path(site, route);
        let html = markup.sketch(body).html(|_| None);
        for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let Some(target) = resolve(&page, link) else { continue };
            let lost = target.trim_end_matches('/').rsplit('/').next().is_some_and(|id| archive.has_lost(id));
            // A file that is kept elsewhere has no route here, and pages link to where it is.
            let is_elsewhere = site.files().contains_key(&target);
            if site.route(&target).is_none() && !is_elsewhere && !lost {
                let message = format!("the link `{link}` leads to no page of the site");
                let (spot, help) = (Spot::Text(link.to_owned()), suggest(site, &target));
                ledger.texts.push(TextProblem { path: path.to_owned(), code: Code::BrokenLink, spot, message, help });
            }
        }
    }
    ledger
}

/// The path in the site that a link on `page` leads to; `None` for what leads elsewhere or stays on the page.
pub fn resolve(page: &str, link: &str) -> Option<String> {
    let target = link.split(['#', '?']).next()?;
    if target.is_empty() || target.split('/').next()?.contains(':') {
        return None;
    }
    if target.starts_with('/') {
        return Some(target.to_owned());
    }
    let mut parts: Vec<&str> = page.trim_start_matches('/').split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(format!("/{}", parts.join("/")))
}

fn suggest(site: &Site, target: &str) -> Option<String> {
    let with_slash = format!("{target}/");
    if site.route(&with_slash).is_some() {
        return Some(format!("write `{with_slash}`"));
    }
    if let Some(id) = target.strip_prefix("/papers/") {
        let ids = site.archive.papers().iter().map(|record| record.paper.id.as_str());
        return nearest(id.trim_matches('/'), ids).map(|id| format!("did you mean `/papers/{id}/`?"));
    }
    let pages = site.archive.pages.iter().map(|page| page.value.key.as_str());
    nearest(target.trim_matches('/'), pages).map(|page| format!("did you mean `/{page}/`?"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn links_are_resolved_as_browsers_do() {
        let to = |link: &str| resolve("/guide/style/", link);
        assert_eq!(to("/papers/x/#abstract").as_deref(), Some("/papers/x/"));
        assert_eq!(to("more/").as_deref(), Some("/guide/style/more/"));
        assert_eq!(to("../../about/").as_deref(), Some("/about/"));
        assert_eq!(to("../../../../about/").as_deref(), Some("/about/"));
        for link in ["https://example.org/", "mailto:a@b.c", "#top", "", "?q=x"] {
            assert_eq!(to(link), None, "{link}");
        }
    }
}

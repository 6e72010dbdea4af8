//! Addresses that were and are no more.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::edition::Edition;
use crate::site::{Group, Route, Scope, url};
use crate::yaml::Step;

/// Whether an address is for good: those of papers, of what papers are grouped by but for dates, of pages, of feeds, and
/// old addresses of all of them.
fn is_permanent(route: Route) -> bool {
    match route {
        Route::Home | Route::Paper(_) | Route::Page(_) | Route::Feed(..) | Route::OldFeed(..) | Route::Redirect(_) => {
            true
        }
        Route::Group(group, 0) => Scope::of(group).is_some(),
        _ => false,
    }
}

/// Every permanent address of the site before that the site after has not, neither as a page nor as an old address.
pub fn vanished(before: &Edition, after: &Edition) -> Vec<Diagnostic> {
    let digest = |edition: &Edition, route: &Route| xxh3_64(url::path(&edition.site, *route).as_bytes());
    let known: HashSet<u64> = after.site.plan().routes.iter().map(|route| digest(after, route)).collect();
    let routes = before.site.plan().routes.iter();
    let gone = routes.filter(|route| is_permanent(**route) && !known.contains(&digest(before, route)));
    gone.filter(|route| !is_feed_of_gone(before, **route, &known)).map(|route| tell(before, after, *route)).collect()
}

/// Whether this is the feed of a page that is gone too, which is told already.
fn is_feed_of_gone(before: &Edition, route: Route, known: &HashSet<u64>) -> bool {
    let path = url::path(&before.site, route);
    let page = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    matches!(route, Route::Feed(..) | Route::OldFeed(..)) && !known.contains(&xxh3_64(format!("{page}/").as_bytes()))
}

fn tell(before: &Edition, after: &Edition, route: Route) -> Diagnostic {
    let address = url::path(&before.site, route);
    let message = format!("the address `{address}` would be gone");
    let archive = before.archive();
    let help = match route {
        Route::Paper(at) => {
            let id = &archive.paper(at).paper.id;
            format!(
                "write `former-ids: [{id}]` in the entry that takes its place; a removed paper keeps its entry, with a notice of `type: removal`"
            )
        }
        Route::Group(Group::Author(at), _) => {
            let name = &archive.authors().list()[at as usize].name;
            format!("if it was another spelling, write `names: [{name}]` in the person's file in content/people")
        }
        Route::Group(Group::Topic(at), _) => former("topic", &archive.topics[at as usize].key),
        Route::Group(Group::Venue(at), _) => former("venue", &archive.venues[at as usize].key),
        Route::Group(Group::Volume(at), _) => former("volume", &archive.volumes[at as usize].value.key),
        Route::Group(Group::Collection(at), _) => former("collection", &archive.collections[at as usize].value.key),
        Route::Page(_) | Route::Redirect(_) => format!("write `aliases: [{address}]` in what takes its place"),
        _ => "let it lead to what takes its place".to_owned(),
    };
    let (path, item, steps) = origin(before, route);
    let of_entry = item.map(|item| vec![Step::Key("papers"), Step::Nth(item)]).unwrap_or_default();
    let placed = match after.sources.get(&path) {
        Some(_) => after.place(&path, [of_entry, steps].concat(), Code::VanishedUrl, message.clone()),
        None => None,
    };
    placed.unwrap_or_else(|| Diagnostic::of_file(Code::VanishedUrl, &path, message)).help(help)
}

fn former(thing: &str, key: &str) -> String {
    format!("write `former-keys: [{key}]` in the {thing} that takes its place")
}

/// The file that an address comes from, and where in it.
fn origin(edition: &Edition, route: Route) -> (String, Option<u32>, Vec<Step>) {
    let archive = edition.archive();
    let of_first = |papers: &[u32], key: &'static str| {
        let record = archive.paper(*papers.first()?);
        Some((record.path.to_string(), record.item, vec![Step::Key(key)]))
    };
    let declared = |path: &str, key: &str| {
        edition.sources.get(path).map(|_| (path.to_owned(), None, vec![Step::Named(key.to_owned())]))
    };
    let found = match route {
        Route::Group(Group::Author(at), _) => of_first(archive.authors().papers.get(at), "authors"),
        Route::Group(Group::Topic(at), _) => declared("content/topics.yaml", &archive.topics[at as usize].key)
            .or_else(|| of_first(archive.by_topic().get(at), "topics")),
        Route::Group(Group::Venue(at), _) => declared("content/venues.yaml", &archive.venues[at as usize].key)
            .or_else(|| of_first(archive.by_venue().get(at), "venue")),
        _ => None,
    };
    found.unwrap_or_else(|| edition.site.origin(route))
}

/// Looks up every address of a list (one a line) or of a sitemap in the plan of the site: `path` is the file's name, `text`
/// what it says. Returns how many there are, and those that lead nowhere.
pub fn listed(edition: &Edition, path: &str, text: &str) -> (usize, Vec<Diagnostic>) {
    let site = &edition.site;
    let base = edition.archive().settings.base_url.as_ref().map_or("", |base| base.path.as_str());
    let mut count = 0;
    let mut found = Vec::new();
    for (at, address) in addresses(text) {
        let plain = address.replace("&amp;", "&");
        let inner =
            plain.split_once("://").map_or(plain.as_str(), |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
        let inner = inner.split(['?', '#']).next().unwrap_or(inner);
        let inner = percent_encoding::percent_decode_str(inner).decode_utf8_lossy();
        let whole = &*inner;
        let inner = whole.strip_prefix(base).filter(|rest| rest.starts_with('/')).unwrap_or(whole);
        count += 1;
        // A host leads from `/about` to `/about/` by itself.
        let has = |path: &str| site.route(path).is_some() || site.route(&format!("{path}/")).is_some();
        // A path in a list may stand with the base's path or without it, and a page may begin as the base does.
        if has(inner) || has(whole) {
            continue;
        }
        let span = Span::of(text, at, at + address.len());
        let message = format!("the site has no page at `{inner}`");
        let help = format!("write `aliases: [{inner}]` in the entry that it stood for");
        found.push(Diagnostic::at(Code::VanishedUrl, path, text, span, message).help(help));
    }
    (count, found)
}

/// The addresses of a list or sitemap, each with its place.
fn addresses(text: &str) -> Vec<(usize, &str)> {
    if text.trim_start().starts_with('<') {
        let inner = text.match_indices("<loc>").filter_map(|(at, tag)| {
            let from = at + tag.len();
            let end = text[from..].find("</loc>")?;
            Some((from, &text[from..from + end]))
        });
        return inner.map(cut).filter(|(_, part)| !part.is_empty()).collect();
    }
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let (from, part) = cut((at, line));
        if !part.is_empty() && !part.starts_with('#') {
            found.push((from, part));
        }
        at += line.len();
    }
    found
}

/// A piece of text without the white space around it.
fn cut((at, part): (usize, &str)) -> (usize, &str) {
    (at + part.len() - part.trim_start().len(), part.trim())
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn lists_and_sitemaps_are_read() {
        let list = "# old pages\n/a/\n\n  https://example.org/b/  \r\n";
        assert_eq!(addresses(list), [(12, "/a/"), (19, "https://example.org/b/")]);
        let map = "<?xml version=\"1.0\"?><urlset><url><loc> https://example.org/a/ </loc></url></urlset>";
        assert_eq!(addresses(map).iter().map(|(_, part)| *part).collect::<Vec<_>>(), ["https://example.org/a/"]);
    }
}

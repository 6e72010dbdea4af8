//! Old addresses: of renamed papers and groups, and the aliases that entries give.

use super::url;
use super::{Facet, Group, Route, Site};
use crate::yaml::Step;

/// An old address and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The old path.
    pub from: String,
    /// The route it stands for.
    pub to: Route,
    /// The file that asks for it.
    pub path: String,
    /// The entry's number in the file's list of papers.
    pub item: Option<u32>,
    /// Where in the entry it is asked for.
    pub steps: Vec<Step>,
}

/// Every old address, sorted by path; of equal ones the first file's.
pub fn all(site: &Site) -> Vec<Redirect> {
    let archive = &*site.archive;
    let mut found = Vec::new();
    for (index, record) in archive.papers().iter().enumerate() {
        let to = Route::Paper(index as u32);
        let former = record.paper.former_ids.iter().map(|id| url::paper(archive, index as u32, id));
        let former = former.enumerate().map(|(at, from)| (from, "former-ids", at));
        let aliases = record.paper.aliases.iter().map(|alias| spelled(alias));
        let old = former.chain(aliases.enumerate().map(|(at, from)| (from, "aliases", at)));
        found.extend(old.map(|(from, key, at)| {
            let steps = vec![Step::Key(key), Step::Nth(at as u32)];
            Redirect { from, to, path: record.path.to_string(), item: record.item, steps }
        }));
    }
    for (index, page) in archive.pages.iter().enumerate() {
        let aliases = page.value.aliases.iter().map(|alias| spelled(alias)).enumerate();
        found.extend(aliases.map(|(at, from)| {
            let steps = vec![Step::Key("aliases"), Step::Nth(at as u32)];
            Redirect { from, to: Route::Page(index as u32), path: page.path.clone(), item: None, steps }
        }));
    }
    let mut keys = |facet: Facet, group: Group, former: &[String], path: &str| {
        let to = Route::Group(group, 0);
        found.extend(former.iter().map(|key| {
            let (from, steps) = (url::of_key(facet, key), Vec::new());
            Redirect { from, to, path: path.to_owned(), item: None, steps }
        }));
    };
    for (index, topic) in archive.topics.iter().enumerate() {
        keys(Facet::Topics, Group::Topic(index as u32), &topic.former_keys, "content/topics.yaml");
    }
    for (index, venue) in archive.venues.iter().enumerate() {
        keys(Facet::Venues, Group::Venue(index as u32), &venue.former_keys, "content/venues.yaml");
    }
    for (index, volume) in archive.volumes.iter().enumerate() {
        keys(Facet::Volumes, Group::Volume(index as u32), &volume.value.former_keys, &volume.path);
    }
    for (index, collection) in archive.collections.iter().enumerate() {
        let former = &collection.value.former_keys;
        keys(Facet::Collections, Group::Collection(index as u32), former, &collection.path);
    }
    for (index, author) in archive.authors().list().iter().enumerate() {
        let free: Vec<String> =
            author.former_keys.iter().filter(|key| archive.authors().find(key).is_none()).cloned().collect();
        if site.has_author(index as u32) {
            keys(Facet::Authors, Group::Author(index as u32), &free, "content/people");
        }
    }
    found.sort_by(|a, b| (&a.from, &a.path).cmp(&(&b.from, &b.path)));
    found
}

/// An alias as a path of a page or a file: without an extension it is a page's.
fn spelled(alias: &str) -> String {
    let name = alias.rsplit('/').next().unwrap_or(alias);
    let is_file = [".html", ".htm"].iter().any(|extension| name.ends_with(extension));
    match alias.ends_with('/') || is_file {
        true => alias.strip_suffix("index.html").unwrap_or(alias).to_owned(),
        false => format!("{alias}/"),
    }
}

//! The list of all groups of a facet.

use serde::Serialize;

use super::{Builder, Entry, Meta};
use crate::site::{Facet, Group, Route};

/// All topics, letters of authors, venues, volumes, collections or lists.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct IndexView<'a> {
    /// What the page says of itself.
    pub page: Meta,
    /// The facet's name.
    pub title: &'a str,
    /// The groups.
    pub entries: Vec<Entry>,
    /// How many there are, in words.
    pub count_text: String,
    /// Authors with the most papers.
    pub most: Vec<Entry>,
}

/// Authors that are named on the list of letters.
const MOST: usize = 48;

impl<'a> Builder<'a> {
    pub(super) fn index(&self, facet: Facet) -> IndexView<'a> {
        let name = self.facet_name(facet);
        let (entries, count_text, most) = match facet {
            Facet::Topics => self.all_topics(),
            Facet::Authors => self.all_letters(),
            Facet::Venues => self.all_venues(),
            Facet::Volumes => self.all_volumes(),
            Facet::Collections => self.all_collections(),
            Facet::Lists => self.all_lists(),
        };
        let page = self.meta(Route::Index(facet), name, format!("{name}: {count_text}."));
        IndexView { page, title: name, entries, count_text, most }
    }

    /// The topics as a tree, children under each of their parents.
    fn all_topics(&self) -> (Vec<Entry>, String, Vec<Entry>) {
        let archive = &*self.site.archive;
        let tree = archive.topic_tree();
        let mut roots: Vec<u32> =
            (0..archive.topics.len() as u32).filter(|at| tree.parents[*at as usize].is_empty()).collect();
        roots.sort_by_cached_key(|at| archive.rules.collator.key(&archive.topics[*at as usize].name));
        let entries = roots.iter().map(|at| self.topic_branch(*at, 0)).collect();
        (entries, self.words.count("n-topics", archive.topics.len() as u64), Vec::new())
    }

    fn topic_branch(&self, at: u32, depth: usize) -> Entry {
        let mut entry = self.topic_entry(at);
        // A tree is as deep as people make it; a list is readable to a few levels.
        if depth < 5 {
            let children = self.site.archive.topic_tree().children[at as usize].iter();
            entry.children = children.map(|child| self.topic_branch(*child, depth + 1)).collect();
        }
        entry
    }

    fn all_letters(&self) -> (Vec<Entry>, String, Vec<Entry>) {
        let archive = &*self.site.archive;
        let authors = archive.authors();
        let with_page: Vec<u32> = (0..authors.list().len() as u32).filter(|at| self.site.has_author(*at)).collect();
        let letters = self.site.letters().iter().copied().map(|letter| {
            let other = || self.words.get("other").to_owned();
            let name = letter.map_or_else(other, |letter| letter.to_ascii_uppercase().to_string());
            let count = with_page.iter().filter(|at| authors.list()[**at as usize].letter == letter).count();
            let entry = self.entry(Group::Letter(letter), name, count);
            Entry { count_text: self.words.count("n-authors", count as u64), ..entry }
        });
        let mut most = with_page.clone();
        most.sort_by_key(|at| (std::cmp::Reverse(authors.papers.get(*at).len()), *at));
        most.truncate(MOST);
        most.retain(|at| authors.papers.get(*at).len() > 1);
        let most = most.into_iter().map(|at| {
            self.entry(Group::Author(at), authors.list()[at as usize].name.as_str(), authors.papers.get(at).len())
        });
        (letters.collect(), self.words.count("n-authors", with_page.len() as u64), most.collect())
    }

    fn all_venues(&self) -> (Vec<Entry>, String, Vec<Entry>) {
        let archive = &*self.site.archive;
        let mut venues: Vec<u32> = (0..archive.venues.len() as u32).collect();
        venues.sort_by_cached_key(|at| archive.rules.collator.key(&archive.venues[*at as usize].name));
        let entry = |at: u32| {
            let venue = &archive.venues[at as usize];
            let named = if venue.short.is_empty() || venue.short == venue.name {
                venue.name.clone()
            } else {
                format!("{} ({})", venue.name, venue.short)
            };
            self.entry(Group::Venue(at), named, archive.by_venue().get(at).len())
        };
        let count = self.words.count("n-venues", venues.len() as u64);
        (venues.into_iter().map(entry).collect(), count, Vec::new())
    }

    fn all_volumes(&self) -> (Vec<Entry>, String, Vec<Entry>) {
        let archive = &*self.site.archive;
        let mut volumes: Vec<u32> = (0..archive.volumes.len() as u32).collect();
        volumes.sort_by_key(|at| std::cmp::Reverse((archive.volumes[*at as usize].value.date, std::cmp::Reverse(*at))));
        let entry = |at: u32| {
            let title = archive.volumes[at as usize].value.title.plain();
            self.entry(Group::Volume(at), title, archive.by_volume()[at as usize].len())
        };
        let count = self.words.count("n-volumes", volumes.len() as u64);
        (volumes.into_iter().map(entry).collect(), count, Vec::new())
    }

    fn all_collections(&self) -> (Vec<Entry>, String, Vec<Entry>) {
        let archive = &*self.site.archive;
        let collections = archive.collections.iter().enumerate().map(|(at, collection)| {
            let description = collection.value.description.html();
            Entry {
                description_html: Some(description.to_owned()).filter(|html| !html.is_empty()),
                ..self.entry(
                    Group::Collection(at as u32),
                    collection.value.title.plain(),
                    archive.collected(at as u32).len(),
                )
            }
        });
        let count = self.words.count("n-collections", archive.collections.len() as u64);
        (collections.collect(), count, Vec::new())
    }

    /// The lists in the order of the settings.
    fn all_lists(&self) -> (Vec<Entry>, String, Vec<Entry>) {
        let lists = self.site.archive.settings.lists.iter().zip(0..);
        let entries = lists.map(|(list, at)| self.entry(Group::List(at), list.title(), self.site.saved(at).len()));
        let entries: Vec<Entry> = entries.collect();
        let count = self.words.count("n-lists", entries.len() as u64);
        (entries, count, Vec::new())
    }
}

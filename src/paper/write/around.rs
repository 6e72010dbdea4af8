//! What stands around papers: topics, venues, people, pages and collections.
//!
//! A name that follows from the key is written where `named` says that the file has it.

use super::extra;
use super::tree::{Map, Node};
use super::whole;
use crate::paper::model::{Collection, Page, Person, Topic, Venue};
use crate::text::name::Name;

/// Every key of a topic.
pub(super) fn topic(topic: &Topic, named: bool) -> Map<'_> {
    let mut map = Map::default();
    if named {
        map.text("name", &topic.name);
    }
    map.text("description", &topic.description.source);
    map.texts("parents", &topic.parents);
    map.texts("aliases", &topic.aliases);
    map.texts("former-keys", &topic.former_keys);
    map
}

/// Every key of a venue.
pub(super) fn venue(venue: &Venue, named: bool) -> Map<'_> {
    let mut map = Map::default();
    if named {
        map.text("name", &venue.name);
    }
    map.text("short", &venue.short);
    map.list("names", false, venue.names.iter().map(|name| Node::text(name)));
    map.text("url", &venue.url);
    map.text("issn", &venue.issn);
    map.texts("former-keys", &venue.former_keys);
    map
}

/// Every key of a person; `None` where no text is read as the name.
pub(super) fn person(person: &Person, named: bool) -> Option<Map<'_>> {
    let mut map = Map::default();
    if named {
        map.put("name", Node::Text(name(&person.name)?.into()));
    }
    map.list("names", false, person.names.iter().map(|name| Node::text(name)));
    map.text("orcid", &person.orcid);
    map.text("url", &person.url);
    map.text("affiliation", &person.affiliation);
    map.texts("former-keys", &person.former_keys);
    Some(map)
}

/// A text that is read as the name: as it is printed, else with the family first.
fn name(name: &Name) -> Option<String> {
    let inverted = || {
        let family = [name.particle.as_str(), &name.family].into_iter().filter(|part| !part.is_empty());
        let family = family.collect::<Vec<_>>().join(" ");
        let parts = [family.as_str(), &name.suffix, &name.given].into_iter().filter(|part| !part.is_empty());
        let text = parts.collect::<Vec<_>>().join(", ");
        (Name::parse(&text) == *name).then_some(text)
    };
    whole(name).or_else(inverted)
}

/// Every key of a page's front matter.
pub(super) fn page(page: &Page) -> Map<'_> {
    let mut map = Map::default();
    map.text("title", &page.title.source);
    map.text("description", &page.description);
    map.bare("order", Some(page.order).filter(|order| *order != 0));
    map.flag("menu", page.menu);
    map.texts("lists", &page.lists);
    map.texts("aliases", &page.aliases);
    extra(&mut map, &page.extra);
    map
}

/// Every key of a collection's front matter.
pub(super) fn collection(collection: &Collection) -> Map<'_> {
    let mut map = Map::default();
    map.text("title", &collection.title.source);
    map.text("description", &collection.description.source);
    map.texts("papers", &collection.papers);
    map.texts("former-keys", &collection.former_keys);
    extra(&mut map, &collection.extra);
    map
}

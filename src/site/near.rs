//! What somebody most likely looked for at an address that does not exist.

use super::{Facet, Group, Route, Site};
use crate::diagnostic::nearest;

/// Suggestions for one address.
const MOST: usize = 5;

impl Site {
    /// Routes of pages whose address is near a path, likeliest first.
    pub fn near(&self, path: &str) -> Vec<Route> {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let Some((last, before)) = segments.split_last() else { return Vec::new() };
        let key = last.trim_end_matches(".html");
        let first = before.first().copied().unwrap_or_default();
        let mut found = Vec::new();
        // The same key elsewhere is likelier than another key that is spelled like it.
        found.extend(self.kinds().filter_map(|kind| self.keyed(kind, key)));
        let (own, others): (Vec<_>, Vec<_>) = self.kinds().partition(|kind| kind.segment() == first);
        for kind in own.into_iter().chain(others) {
            let near = nearest(key, self.keys(kind));
            found.extend(near.and_then(|near| self.keyed(kind, near)));
        }
        let facets = Facet::ALL.into_iter().filter(|facet| self.exists(Route::Index(*facet)));
        let segment = nearest(segments[0], facets.clone().map(Facet::segment));
        found.extend(facets.filter(|facet| Some(facet.segment()) == segment).map(Route::Index));
        let mut unique = Vec::new();
        found.retain(|route| {
            self.exists(*route) && !unique.contains(route) && {
                unique.push(*route);
                true
            }
        });
        found.truncate(MOST);
        found
    }

    fn kinds(&self) -> impl Iterator<Item = Kind> {
        [Kind::Paper, Kind::Page].into_iter().chain(Facet::ALL.into_iter().map(Kind::Facet))
    }

    fn keys(&self, kind: Kind) -> Box<dyn Iterator<Item = &str> + '_> {
        let archive = &*self.archive;
        match kind {
            Kind::Paper => Box::new(archive.papers().iter().map(|record| record.paper.id.as_str())),
            Kind::Page => Box::new(archive.pages.iter().map(|page| page.value.key.as_str())),
            Kind::Facet(Facet::Topics) => Box::new(archive.topics.iter().map(|topic| topic.key.as_str())),
            Kind::Facet(Facet::Authors) => Box::new(archive.authors().list().iter().map(|author| author.key.as_str())),
            Kind::Facet(Facet::Venues) => Box::new(archive.venues.iter().map(|venue| venue.key.as_str())),
            Kind::Facet(Facet::Volumes) => Box::new(archive.volumes.iter().map(|volume| volume.value.key.as_str())),
            Kind::Facet(Facet::Collections) => {
                Box::new(archive.collections.iter().map(|collection| collection.value.key.as_str()))
            }
            Kind::Facet(Facet::Lists) => Box::new(archive.settings.lists.iter().map(|list| list.name.as_str())),
        }
    }

    fn keyed(&self, kind: Kind, key: &str) -> Option<Route> {
        let archive = &*self.archive;
        match kind {
            Kind::Paper => archive.find(key).map(Route::Paper),
            Kind::Page => archive.page(key).map(Route::Page),
            Kind::Facet(facet) => {
                let group = match facet {
                    Facet::Topics => archive.topic(key).map(Group::Topic),
                    Facet::Authors => archive.authors().find(key).map(Group::Author),
                    Facet::Venues => archive.venue(key).map(Group::Venue),
                    Facet::Volumes => archive.volume(key).map(Group::Volume),
                    Facet::Collections => archive.collection(key).map(Group::Collection),
                    Facet::Lists => archive.list(key).map(Group::List),
                };
                group.map(|group| Route::Group(group, 0))
            }
        }
    }
}

/// What has keys of its own.
#[derive(Clone, Copy)]
enum Kind {
    Paper,
    Page,
    Facet(Facet),
}

impl Kind {
    /// The first segment of its addresses.
    fn segment(self) -> &'static str {
        match self {
            Kind::Paper => "papers",
            Kind::Page => "",
            Kind::Facet(facet) => facet.segment(),
        }
    }
}

//! The first page: the newest papers, and the way into everything else.

use serde::Serialize;

use super::group::Section;
use super::{Builder, Entry, Link, ListView, Meta, NewTopic};
use crate::site::cut::cut;
use crate::site::{Facet, Group, Route};

/// Papers that the first page shows, about.
const SHOWN: usize = 20;
/// Sections at most.
const SECTIONS: usize = 20;
/// Groups of a facet that the first page names.
const NAMED: usize = 24;

/// The first page.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HomeView<'a> {
    /// What the page says of itself.
    pub page: Meta,
    /// Papers in the archive.
    pub count: u64,
    /// The same in words.
    pub count_text: String,
    /// The newest papers: by day, else by month, by volume or by venue and year.
    pub sections: Vec<Section<'a>>,
    /// The topics that most of the newest papers are about, in an archive of more than a few papers.
    pub new_topics: Vec<NewTopic<'a>>,
    /// The lists that offprint.yaml has for the first page, without those that have no papers.
    pub lists: Vec<ListView<'a>>,
    /// Every year.
    pub years: Vec<Entry>,
    /// The topics with the most papers.
    pub topics: Vec<Entry>,
    /// The venues with the most papers.
    pub venues: Vec<Entry>,
    /// The newest volumes.
    pub volumes: Vec<Entry>,
    /// The collections.
    pub collections: Vec<Entry>,
    /// The list of all papers.
    pub all: Link,
    /// The list of all topics, where not all are named.
    pub all_topics: Option<Link>,
    /// The list of all authors, where there are any.
    pub all_authors: Option<Link>,
    /// The list of all venues, where not all are named.
    pub all_venues: Option<Link>,
    /// The list of all volumes, where not all are named.
    pub all_volumes: Option<Link>,
}

impl<'a> Builder<'a> {
    pub(super) fn home(&self) -> HomeView<'a> {
        let site = self.site;
        let archive = &*site.archive;
        let settings = &archive.settings;
        let years = archive.dates().years.iter().rev();
        let index = |facet: Facet, count: usize, key: &str| {
            (count > NAMED).then(|| self.link(self.words.count(key, count as u64), Route::Index(facet)))
        };
        let authors = (0..archive.authors().list().len() as u32).filter(|at| site.has_author(*at)).count();
        let all_authors = self.words.count("n-authors", authors as u64);
        let count_text = self.words.count("n-papers", u64::from(archive.listed()));
        let described = match settings.description.as_str() {
            "" => format!("{}: {count_text}, {all_authors}.", settings.title),
            own => own.to_owned(),
        };
        let venues: Vec<(u32, usize)> = archive.by_venue().iter().map(|(at, papers)| (at, papers.len())).collect();
        let roots = (0..archive.topics.len() as u32).filter(|at| archive.topic_tree().parents[*at as usize].is_empty());
        let topics: Vec<(u32, usize)> = roots.map(|at| (at, archive.by_topic().get(at).len())).collect();
        let mut volumes: Vec<u32> = (0..archive.volumes.len() as u32).collect();
        volumes.sort_by_key(|at| std::cmp::Reverse((archive.volumes[*at as usize].value.date, std::cmp::Reverse(*at))));
        let collection = |at: u32| {
            let group = Group::Collection(at);
            self.entry(group, self.group_name(group), archive.collected(at).len())
        };
        HomeView {
            page: self.meta(Route::Home, settings.title.as_str(), cut(&described, 160)),
            count: u64::from(archive.listed()),
            count_text,
            sections: self.newest(),
            new_topics: self.new_topics(),
            lists: self.lists((0..).zip(&settings.lists).filter(|(_, list)| list.home).map(|(at, _)| at)),
            years: years.map(|(year, papers)| self.entry(Group::Year(year), year.to_string(), papers.len())).collect(),
            all_topics: index(Facet::Topics, archive.topics.len(), "all-n-topics"),
            topics: top(topics).into_iter().map(|at| self.topic_entry(at)).collect(),
            all_venues: index(Facet::Venues, venues.len(), "all-n-venues"),
            venues: top(venues)
                .into_iter()
                .map(|at| {
                    let venue = &archive.venues[at as usize];
                    let name = if venue.short.is_empty() { &venue.name } else { &venue.short };
                    self.entry(Group::Venue(at), name.as_str(), archive.by_venue().get(at).len())
                })
                .collect(),
            all_volumes: index(Facet::Volumes, volumes.len(), "all-n-volumes"),
            volumes: volumes
                .iter()
                .take(NAMED)
                .map(|at| {
                    let title = archive.volumes[*at as usize].value.title.plain();
                    self.entry(Group::Volume(*at), title, archive.by_volume()[*at as usize].len())
                })
                .collect(),
            collections: (0..archive.collections.len() as u32).map(collection).collect(),
            all: self.link(self.words.count("n-papers", u64::from(archive.listed())), Route::Group(Group::All, 0)),
            all_authors: (authors > 0).then(|| self.link(all_authors, Route::Index(Facet::Authors))),
        }
    }

    /// The newest groups until some twenty papers: of the finest kind that the newest paper stands in.
    fn newest(&self) -> Vec<Section<'a>> {
        let archive = &*self.site.archive;
        let dates = archive.dates();
        let newest = (0..archive.listed()).find_map(|paper| archive.paper(paper).when);
        let groups: Vec<Group> = match newest {
            Some(date) if date.day().is_some() && !dates.days.keys().is_empty() => {
                dates.days.keys().iter().rev().map(|day| Group::Day(*day)).collect()
            }
            Some(date) if date.month().is_some() && !dates.months.keys().is_empty() => {
                dates.months.keys().iter().rev().map(|(year, month)| Group::Month(*year, *month)).collect()
            }
            Some(date) => {
                let years = || dates.years.keys().iter().rev().map(|year| Group::Year(*year)).collect();
                Some(self.newest_volumes(date.year())).filter(|groups| !groups.is_empty()).unwrap_or_else(years)
            }
            None => Vec::new(),
        };
        let groups = if groups.is_empty() { vec![Group::All] } else { groups };
        let whole = matches!(groups.first(), Some(Group::Day(_) | Group::Month(..)));
        let each = if whole { SHOWN } else { SHOWN.div_ceil(groups.len().clamp(1, 4)) };
        let mut shown = 0;
        let mut sections = Vec::new();
        for group in groups.into_iter().take(SECTIONS) {
            let papers = self.site.members(group);
            if shown >= SHOWN || papers.is_empty() {
                continue;
            }
            let first = &papers[..papers.len().min(each)];
            shown += first.len();
            let rest = papers.len() > first.len();
            let all = || self.link(self.words.count("all-n-papers", papers.len() as u64), Route::Group(group, 0));
            let heading = self.link(self.group_name(group), Route::Group(group, 0));
            let section = Section::new(Some(heading), self.cards(first, false));
            sections.push(Section { more: rest.then(all), ..section });
        }
        sections
    }

    /// Where only years are known, what appeared together: the newest volumes, else the venues of the newest years.
    fn newest_volumes(&self, newest: i16) -> Vec<Group> {
        let archive = &*self.site.archive;
        let mut volumes: Vec<u32> = (0..archive.volumes.len() as u32).collect();
        volumes.retain(|at| archive.volumes[*at as usize].value.date.is_some_and(|date| date.year() >= newest - 1));
        volumes.sort_by_key(|at| std::cmp::Reverse(archive.volumes[*at as usize].value.date));
        if !volumes.is_empty() {
            return volumes.into_iter().map(Group::Volume).collect();
        }
        let mut groups: Vec<(i16, u32)> =
            archive.by_venue_year().keys().iter().map(|(venue, year)| (*year, *venue)).collect();
        groups.retain(|(year, _)| *year >= newest - 1);
        groups.sort_by_key(|(year, venue)| (std::cmp::Reverse(*year), *venue));
        groups.into_iter().take(4).map(|(year, venue)| Group::VenueYear(venue, year)).collect()
    }
}

/// The groups with the most papers.
fn top(mut groups: Vec<(u32, usize)>) -> Vec<u32> {
    groups.sort_by_key(|(at, count)| (std::cmp::Reverse(*count), *at));
    groups.into_iter().take(NAMED).map(|(at, _)| at).collect()
}

//! The list of every route: what a build writes, in a fixed order, and where two things want one address.

use std::collections::{BTreeSet, HashMap};

use super::url;
use super::{Facet, Group, Letter, Route, Site};
use crate::archive::{Ledger, Owner};
use crate::config::BaseUrl;
use crate::diagnostic::Code;
use crate::source::SETTINGS;
use crate::text::date::Date;
use crate::yaml::Step;

/// Every route of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// All of them, each once.
    pub routes: Vec<Route>,
}

/// Addresses in one file of a sitemap at most (sitemaps.org, protocol 0.9).
pub const SITEMAP_URLS: usize = 50_000;

/// How many times as many names stand on a page of a letter as papers in a part of a list.
const NAMES: usize = 10;

impl Site {
    /// The plan of the site.
    pub fn plan(&self) -> &Plan {
        &self.planned().0
    }

    /// Where two routes have one path; the later is not in the plan.
    pub fn collisions(&self) -> &Ledger {
        &self.planned().1
    }

    fn planned(&self) -> &(Plan, Ledger) {
        self.plan.get_or_init(|| self.make_plan())
    }

    fn make_plan(&self) -> (Plan, Ledger) {
        let mut routes = vec![Route::Home];
        routes.extend((0..self.archive.papers().len() as u32).map(Route::Paper));
        for group in self.groups() {
            routes.extend((0..=self.parts(group)).map(|part| Route::Group(group, part)));
        }
        routes.extend(Facet::ALL.into_iter().map(Route::Index).filter(|route| self.exists(*route)));
        routes.extend((0..self.archive.pages.len() as u32).map(Route::Page));
        routes.extend(self.digests());
        routes.extend([Route::Search, Route::Submit, Route::NotFound].into_iter().filter(|route| self.exists(*route)));
        let pages = routes.iter().filter(|route| self.in_sitemap(**route)).count();
        routes.extend((0..self.statics.len() as u32).map(Route::Static));
        routes.extend((0..self.assets.len() as u32).map(Route::Asset));
        routes.extend(self.search_layout().files().map(Route::SearchFile));
        routes.extend((0..self.archive.files.len() as u32).map(Route::File).filter(|route| self.exists(*route)));
        routes.extend(self.exports());
        routes.extend((0..self.redirects().len() as u32).map(Route::Redirect));
        routes.extend(self.feeds());
        routes.extend(self.api_files());
        routes.extend([Route::Client, Route::ClientLater, Route::ClientWords]);
        routes.extend([Route::SubmitScript, Route::SubmitSchema].into_iter().filter(|route| self.exists(*route)));
        let made = [Route::Robots, Route::NoJekyll, Route::Cname, Route::CitationCff, Route::Sitemap];
        routes.extend(made.into_iter().filter(|route| self.exists(*route)));
        if self.archive.settings.base_url.is_some() && pages > SITEMAP_URLS {
            routes.extend((1..=pages.div_ceil(SITEMAP_URLS) as u16).map(Route::SitemapPart));
        }
        let collisions = self.settle(&mut routes);
        (Plan { routes }, collisions)
    }

    /// Every group that has a page.
    pub(super) fn groups(&self) -> Vec<Group> {
        let archive = &*self.archive;
        let dates = archive.dates();
        let mut groups = vec![Group::All];
        groups.extend(dates.years.keys().iter().map(|year| Group::Year(*year)));
        groups.extend(dates.months.keys().iter().map(|(year, month)| Group::Month(*year, *month)));
        groups.extend(dates.weeks.keys().iter().map(|week| Group::Week(*week)));
        groups.extend(dates.days.keys().iter().map(|day| Group::Day(*day)));
        groups.extend((0..archive.topics.len() as u32).map(Group::Topic));
        groups.extend(archive.by_topic_year().keys().iter().map(|(topic, year)| Group::TopicYear(*topic, *year)));
        groups.extend(self.topic_months());
        let authors = 0..archive.authors().list().len() as u32;
        groups.extend(authors.filter(|author| self.has_author(*author)).map(Group::Author));
        groups.extend(self.letters().iter().copied().map(Group::Letter));
        groups.extend((0..archive.venues.len() as u32).map(Group::Venue));
        groups.extend(archive.by_venue_year().keys().iter().map(|(venue, year)| Group::VenueYear(*venue, *year)));
        groups.extend((0..archive.volumes.len() as u32).map(Group::Volume));
        groups.extend((0..archive.collections.len() as u32).map(Group::Collection));
        groups.extend((0..archive.settings.lists.len() as u32).map(Group::List));
        groups
    }

    fn topic_months(&self) -> Vec<Group> {
        let Some(least) = self.archive.settings.thresholds.topic_months else { return Vec::new() };
        let mut groups = Vec::new();
        for ((topic, year), papers) in self.archive.by_topic_year().iter() {
            for month in 1..=12 {
                let count = papers.iter().filter(|paper| self.cited_month(**paper) == Some(month)).count();
                if count > 0 && count >= least as usize {
                    groups.push(Group::TopicMonth(topic, year, month));
                }
            }
        }
        groups
    }

    /// The month of the date one would cite.
    pub(super) fn cited_month(&self, paper: u32) -> Option<u8> {
        let paper = &self.archive.paper(paper).paper;
        paper.date.or(paper.available).and_then(Date::month)
    }

    /// Letters under which an author with a page stands, a to z and then "other".
    pub fn letters(&self) -> &[Letter] {
        self.letters.get_or_init(|| {
            let authors = self.archive.authors().briefs().iter().zip(0..);
            let with_page = authors.filter(|(_, at)| self.has_author(*at));
            let letters: BTreeSet<_> = with_page.map(|(brief, _)| (brief.letter.is_none(), brief.letter)).collect();
            letters.into_iter().map(|(_, letter)| letter).collect()
        })
    }

    /// Whether an author has a page.
    pub fn has_author(&self, author: u32) -> bool {
        let with_page = self.with_page.get_or_init(|| {
            let authors = self.archive.authors();
            let least = self.archive.settings.thresholds.author_pages.max(1) as usize;
            let mut with_page: Vec<bool> = authors.briefs().iter().map(|brief| brief.always).collect();
            for (author, papers) in authors.papers.iter() {
                with_page[author as usize] |= papers.len() >= least;
            }
            with_page
        });
        with_page[author as usize]
    }

    /// Whether the site has a route.
    pub fn exists(&self, route: Route) -> bool {
        let archive = &*self.archive;
        let base = archive.settings.base_url.as_ref();
        let generated = |name: &str| self.statics.binary_search_by(|file| (**file).cmp(name)).is_err();
        match route {
            Route::Group(group, part) => {
                self.has_group(group) && part <= self.parts(group) && !(self.in_order(group) && part == 1)
            }
            Route::PaperExport(paper, format) => self.exports_of_paper(paper).contains(&format),
            Route::GroupExport(scope, format) => self.exports_of(scope).contains(&format),
            Route::Feed(scope, format) => {
                self.has_feed(scope) && generated(&url::file(&url::path(self, Route::Feed(scope, format))))
            }
            Route::OldFeed(at, _) => self.old_feed(at).is_some(),
            Route::Digest(period) => self.has_digest(period),
            Route::Api(file) => self.has_api(file),
            Route::File(_) => archive.settings.files_url.is_none(),
            Route::Index(Facet::Topics) => !archive.topics.is_empty(),
            Route::Index(Facet::Authors) => !self.letters().is_empty(),
            Route::Index(Facet::Venues) => !archive.venues.is_empty(),
            Route::Index(Facet::Volumes) => !archive.volumes.is_empty(),
            Route::Index(Facet::Collections) => !archive.collections.is_empty(),
            Route::SearchFile(file) => self.search_layout().has(file),
            Route::Index(Facet::Lists) => !archive.settings.lists.is_empty(),
            Route::Submit | Route::SubmitScript | Route::SubmitSchema => !archive.settings.repository.is_empty(),
            Route::Sitemap => base.is_some() && generated("sitemap.xml"),
            Route::Robots => generated("robots.txt"),
            Route::NoJekyll => generated(".nojekyll"),
            Route::CitationCff => base.is_some() && generated("CITATION.cff"),
            Route::Cname => base.is_some_and(own_host) && generated("CNAME"),
            Route::SitemapPart(_) => self.plan().routes.contains(&route),
            _ => true,
        }
    }

    fn has_group(&self, group: Group) -> bool {
        match group {
            Group::Author(author) => self.has_author(author),
            Group::Letter(letter) => self.letters().contains(&letter),
            Group::TopicMonth(..) => self.topic_months().contains(&group),
            Group::All | Group::Topic(_) | Group::Venue(_) => true,
            Group::Volume(_) | Group::Collection(_) | Group::List(_) => true,
            _ => !self.members(group).is_empty(),
        }
    }

    /// The papers of a group (of a letter: its authors), in the order they are shown.
    pub fn members(&self, group: Group) -> std::borrow::Cow<'_, [u32]> {
        let archive = &*self.archive;
        let dates = archive.dates();
        match group {
            Group::All => archive.all().into(),
            Group::Year(year) => dates.years.get(year).into(),
            Group::Month(year, month) => dates.months.get((year, month)).into(),
            Group::Week(week) => dates.weeks.get(week).into(),
            Group::Day(day) => dates.days.get(day).into(),
            Group::Topic(topic) => archive.by_topic().get(topic).into(),
            Group::TopicYear(topic, year) => archive.by_topic_year().get((topic, year)).into(),
            Group::TopicMonth(topic, year, month) => {
                let papers = archive.by_topic_year().get((topic, year)).iter().copied();
                papers.filter(|paper| self.cited_month(*paper) == Some(month)).collect::<Vec<_>>().into()
            }
            Group::Author(author) => archive.authors().papers.get(author).into(),
            Group::Letter(letter) => {
                let authors = archive.authors();
                let briefs = authors.briefs();
                let under = authors.by_name().iter().copied().filter(|at| briefs[*at as usize].letter == letter);
                under.filter(|at| self.has_author(*at)).collect::<Vec<_>>().into()
            }
            Group::Venue(venue) => archive.by_venue().get(venue).into(),
            Group::VenueYear(venue, year) => archive.by_venue_year().get((venue, year)).into(),
            Group::Volume(volume) => archive.by_volume()[volume as usize].as_slice().into(),
            Group::Collection(collection) => archive.collected(collection).into(),
            Group::List(list) => self.saved(list).into(),
        }
    }

    /// Whether a group's parts are read from first to last, as a volume's, rather than counted from the oldest.
    pub fn in_order(&self, group: Group) -> bool {
        match group {
            Group::Volume(_) | Group::Collection(_) | Group::Letter(_) => true,
            Group::List(list) => !self.archive.settings.lists[list as usize].is_newest_first(),
            _ => false,
        }
    }

    /// Members per part of a group.
    pub fn part_size(&self, group: Group) -> usize {
        self.archive.settings.parts * if matches!(group, Group::Letter(_)) { NAMES } else { 1 }
    }

    /// The last numbered part of a group; 0 where its own page holds everything.
    ///
    /// A list that grows at its head counts parts from the oldest, so that a full one never changes, and its own page
    /// shows what is left, from one part up to two. A list in an order of its own is read from first to last.
    pub fn parts(&self, group: Group) -> u32 {
        let (count, size) = (self.members(group).len(), self.part_size(group));
        match self.in_order(group) {
            true if count <= size => 0,
            true => count.div_ceil(size) as u32,
            false => (count / size).saturating_sub(1) as u32,
        }
    }

    /// Which of a group's members a part shows.
    pub fn part_range(&self, group: Group, part: u32, count: usize) -> std::ops::Range<usize> {
        let (size, part) = (self.part_size(group), part as usize);
        if self.in_order(group) {
            let from = part.max(1) - 1;
            return (from * size).min(count)..((from + 1) * size).min(count);
        }
        let full = (count / size).saturating_sub(1);
        match part {
            0 => 0..count - full * size,
            part => count.saturating_sub(part * size)..count.saturating_sub((part - 1) * size),
        }
    }

    /// Whether search engines are told of a route.
    pub fn in_sitemap(&self, route: Route) -> bool {
        match route {
            Route::Home | Route::Group(..) | Route::Index(_) | Route::Page(_) | Route::Submit => true,
            Route::Paper(paper) => paper < self.archive.listed(),
            _ => false,
        }
    }

    /// Leaves out what cannot be written because something before it has its path.
    fn settle(&self, routes: &mut Vec<Route>) -> Ledger {
        let mut ledger = Ledger::default();
        routes.retain(|route| !matches!(route, Route::Group(group, 1) if self.in_order(*group)));
        let mut taken: HashMap<u64, Route> = HashMap::with_capacity(routes.len());
        routes.retain(|route| {
            let path = url::path(self, *route);
            let file = url::file(&path).to_lowercase();
            let hash = xxhash_rust::xxh3::xxh3_64(file.as_bytes());
            let Some(other) = taken.insert(hash, *route) else { return true };
            // An old address of a thing that is there again under it needs no redirect.
            if let Route::Redirect(at) = route
                && self.redirects()[*at as usize].to == other
            {
                taken.insert(hash, other);
                return false;
            }
            let (this, other_name) = (self.describe(*route), self.describe(other));
            let message = format!("{this} would be written to `{path}`, which is {other_name}");
            let (entry, item, steps) = self.origin(*route);
            ledger.on(&entry, item, &self.archive.settings).note(steps, Code::PathCollision, message, None);
            taken.insert(hash, other);
            false
        });
        ledger
    }

    /// The file that a route comes from, and where in it: the entry's number in a list, and the way to its key.
    pub fn origin(&self, route: Route) -> (String, Option<u32>, Vec<Step>) {
        let archive = &*self.archive;
        let whole = |path: &str| (path.to_owned(), None, Vec::new());
        match route {
            Route::Paper(paper) | Route::PaperExport(paper, _) => {
                let record = archive.paper(paper);
                (record.path.to_string(), record.item, vec![Step::Key("id")])
            }
            Route::Redirect(at) => {
                let redirect = &self.redirects()[at as usize];
                (redirect.path.clone(), redirect.item, redirect.steps.clone())
            }
            Route::Page(page) => whole(&archive.pages[page as usize].path),
            Route::File(file) => whole(&archive.files[file as usize].source),
            Route::Static(file) => whole(&format!("static/{}", self.statics[file as usize])),
            Route::Group(Group::Volume(volume), _) => whole(&archive.volumes[volume as usize].path),
            Route::Group(Group::Collection(at), _) => whole(&archive.collections[at as usize].path),
            _ => whole(SETTINGS),
        }
    }

    /// A route as a message names it.
    fn describe(&self, route: Route) -> String {
        let archive = &*self.archive;
        match route {
            Route::Paper(paper) => format!("the page of the paper `{}`", archive.paper(paper).paper.id),
            Route::Page(page) => format!("the page `{}`", archive.pages[page as usize].value.key),
            Route::Redirect(at) => {
                let redirect = &self.redirects()[at as usize];
                format!("an old address of {}", self.describe(redirect.to))
            }
            Route::File(file) => match archive.files[file as usize].owner {
                Owner::Paper(paper) => format!("a file of the paper `{}`", archive.paper(paper).paper.id),
                Owner::Volume(at) => format!("a file of the volume `{}`", archive.volumes[at as usize].value.key),
            },
            Route::PaperExport(paper, format) => {
                format!("the paper `{}` as {}", archive.paper(paper).paper.id, format.label())
            }
            Route::Static(file) => format!("the static file `{}`", self.statics[file as usize]),
            Route::Asset(file) => format!("the theme's file `{}`", self.assets[file as usize].0),
            other => format!("the site's own `{}`", url::path(self, other)),
        }
    }
}

/// Whether GitHub Pages must be told the host: one of the archive's own, with the site at its root.
fn own_host(base: &BaseUrl) -> bool {
    let host = base.host();
    let name = host.contains('.') && !host.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !host.starts_with('[');
    name && base.path.is_empty() && !host.ends_with(".github.io")
}

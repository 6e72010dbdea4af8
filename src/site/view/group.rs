//! A list of papers: of a date, a topic, an author, a venue, a volume, a collection, a saved query, or of all.

use serde::Serialize;

use super::card::Card;
use super::charts::{Bars, Calendar};
use super::divisions::Division;
use super::month::Month;
use super::{Builder, Entry, Link, Meta};
use crate::site::{Facet, Group, Route, github};
use crate::text::date::Date;

/// A list of papers, or one part of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GroupView<'a> {
    /// What the page says of itself.
    pub page: Meta,
    /// The group's name as inline HTML.
    pub title_html: String,
    /// What it is, on its own page alone.
    pub description_html: Option<String>,
    /// Papers in the whole group, on its own page.
    pub count: Option<u64>,
    /// The same in words.
    pub count_text: Option<String>,
    /// What else is known, each a line: an author's other spellings, a volume's editors, a list's query.
    pub facts: Vec<Fact<'a>>,
    /// What it is divided into: a year into months, a month into days and into weeks.
    pub divisions: Vec<Division<'a>>,
    /// A year's days, where there are enough to draw.
    pub calendar: Option<Calendar>,
    /// A month's days, where days have pages.
    pub month: Option<Month<'a>>,
    /// The papers of a topic, a venue, an author or a list by year, where there are years enough.
    pub bars: Option<Bars>,
    /// Whom an author wrote with most, each with the number of papers they share.
    pub coauthors: Vec<Entry>,
    /// Groups below it, such as narrower topics, or people of one name.
    pub children: Vec<Entry>,
    /// The papers, in runs under a heading each.
    pub sections: Vec<Section<'a>>,
    /// The names of a letter of the list of authors.
    pub names: Vec<Entry>,
    /// Files with all of the papers, on its own page alone.
    pub exports: Vec<Link>,
    /// The digest of a day or a week, on its own page.
    pub digest: Option<Link>,
    /// The earlier neighbour that has papers, or the letter before.
    pub previous: Option<Link>,
    /// The later one, or the letter after.
    pub next: Option<Link>,
    /// The parts of a long list.
    pub parts: Option<Parts>,
    /// Where what it is can be edited: a volume or a collection, on its own page.
    pub edit_url: Option<String>,
}

/// Something known of a group.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Fact<'a> {
    /// What it is.
    pub label: &'a str,
    /// What is known, each with a link where there is one.
    pub values: Vec<Link>,
}

/// A run of papers under a heading.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Section<'a> {
    /// The heading, or nothing.
    pub title: Option<String>,
    /// What the heading links to.
    pub url: Option<String>,
    /// The papers.
    pub cards: Vec<Card<'a>>,
    /// Whether the heading, or the page's, tells the cards' dates already.
    pub dated: bool,
    /// How the papers are ordered, where the page does not tell it already.
    pub note: Option<String>,
    /// A link to the rest, where not all are shown.
    pub more: Option<Link>,
}

impl<'a> Section<'a> {
    /// Papers under a heading.
    pub(super) fn new(heading: Option<Link>, cards: Vec<Card<'a>>) -> Section<'a> {
        let (title, url) = heading.map_or((None, None), |link| (Some(link.name), link.url));
        let date = cards.first().and_then(|card| card.date.as_ref());
        let dated = date.is_some_and(|date| title.as_ref() == Some(&date.text));
        Section { title, url, cards, dated, note: None, more: None }
    }
}

/// Where a part stands among the others. A full part's page names nothing that a new paper changes.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Parts {
    /// Its number, counted from the oldest paper; 0 for the group's own page.
    pub number: u32,
    /// The same in words.
    pub name: String,
    /// Back towards the group's own page.
    pub previous: Option<Link>,
    /// Away from it.
    pub next: Option<Link>,
    /// Some of the others, in reading order.
    pub near: Vec<PartLink>,
}

/// A link to a part of a long list.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartLink {
    /// Its number, or a word for the newest.
    pub name: String,
    /// The same where the number stands alone.
    pub label: String,
    /// Where to.
    pub url: String,
}

impl<'a> Builder<'a> {
    pub(super) fn group(&self, group: Group, part: u32) -> GroupView<'a> {
        let route = Route::Group(group, part);
        let members = self.site.members(group);
        let shown = &members[self.site.part_range(group, part, members.len())];
        let name = self.group_name(group);
        let parts = self.parts(group, part);
        let own = part == 0;
        let words = self.words;
        let numbered = || words.fill("name-and-part", &[("name", &name), ("n", &part.to_string())]);
        let title = if own { name.clone() } else { numbered() };
        let letter = matches!(group, Group::Letter(_));
        let count_text = words.count(if letter { "n-authors" } else { "n-papers" }, members.len() as u64);
        let (previous, next) = if own { self.group_neighbours(group) } else { (None, None) };
        let description = if own { format!("{name}: {count_text}.") } else { String::new() };
        let mut page = self.meta(route, title, description);
        page.trail = self.trail(group, own);
        GroupView {
            page,
            title_html: self.group_title(group),
            description_html: Some(self.description(group)).filter(|html| own && !html.is_empty()),
            count: own.then_some(members.len() as u64),
            count_text: own.then_some(count_text),
            facts: if own { self.facts(group) } else { Vec::new() },
            divisions: if own { self.divisions(group) } else { Vec::new() },
            calendar: if own { self.calendar(group) } else { None },
            month: if own { self.month_calendar(group) } else { None },
            bars: if own { self.bars(group) } else { None },
            coauthors: if own { self.coauthors(group) } else { Vec::new() },
            children: if own { self.children(group) } else { Vec::new() },
            sections: if letter { Vec::new() } else { self.sections(group, shown) },
            names: if letter { self.names(shown) } else { Vec::new() },
            exports: if own { self.exports(group) } else { Vec::new() },
            digest: if own { self.digest_link(group) } else { None },
            previous,
            next,
            parts,
            edit_url: self.edit_url(group).filter(|_| own),
        }
    }

    /// Where the file of a group is edited, if it has one of its own.
    fn edit_url(&self, group: Group) -> Option<String> {
        let archive = &*self.site.archive;
        let path = match group {
            Group::Volume(at) => &archive.volumes[at as usize].path,
            Group::Collection(at) => &archive.collections[at as usize].path,
            _ => return None,
        };
        github::edit(&archive.settings, path)
    }

    /// A group's name as plain text.
    pub fn group_name(&self, group: Group) -> String {
        let (archive, words) = (&*self.site.archive, self.words);
        let dated = |name: &str, date: &str| words.fill("name-in-date", &[("name", name), ("date", date)]);
        let topic = |at: u32| archive.topics[at as usize].name.as_str();
        let venue = |at: u32| archive.venues[at as usize].name.as_str();
        match group {
            Group::All => words.get("all-papers").to_owned(),
            Group::Year(year) => year.to_string(),
            Group::Month(year, month) => self.month(year, month),
            Group::Week(week) => words.week(week, true),
            Group::Day(date) => words.date(date),
            Group::Topic(at) => topic(at).to_owned(),
            Group::TopicYear(at, year) => dated(topic(at), &year.to_string()),
            Group::TopicMonth(at, year, month) => dated(topic(at), &self.month(year, month)),
            Group::Author(at) => archive.authors().list()[at as usize].name.clone(),
            Group::Letter(Some(letter)) => {
                words.fill("authors-of-letter", &[("letter", letter.to_ascii_uppercase().encode_utf8(&mut [0; 4]))])
            }
            Group::Letter(None) => words.get("authors-of-other-letters").to_owned(),
            Group::Venue(at) => venue(at).to_owned(),
            Group::VenueYear(at, year) => format!("{} {year}", self.short_venue(at)),
            Group::Volume(at) => archive.volumes[at as usize].value.title.plain().to_owned(),
            Group::Collection(at) => archive.collections[at as usize].value.title.plain().to_owned(),
            Group::List(at) => archive.settings.lists[at as usize].title().to_owned(),
        }
    }

    /// A month with its year.
    fn month(&self, year: i16, month: u8) -> String {
        Date::from_month(year, month).map_or_else(String::new, |month| self.words.date(month))
    }

    fn short_venue(&self, at: u32) -> &'a str {
        let venue = &self.site.archive.venues[at as usize];
        if venue.short.is_empty() { &venue.name } else { &venue.short }
    }

    fn group_title(&self, group: Group) -> String {
        let archive = &*self.site.archive;
        match group {
            Group::Volume(at) => archive.volumes[at as usize].value.title.html().to_owned(),
            Group::Collection(at) => archive.collections[at as usize].value.title.html().to_owned(),
            Group::Day(date) => crate::text::escaped(&self.words.date_with_weekday(date)),
            other => crate::text::escaped(&self.group_name(other)),
        }
    }

    fn description(&self, group: Group) -> String {
        let archive = &*self.site.archive;
        match group {
            Group::Topic(at) => archive.topics[at as usize].description.html().to_owned(),
            Group::Week(week) => match (week.monday(), week.sunday()) {
                (Some(monday), Some(sunday)) => crate::text::escaped(&self.words.span(monday, sunday)),
                _ => String::new(),
            },
            Group::Collection(at) => {
                let collection = &archive.collections[at as usize].value;
                let description = collection.description.html();
                let paragraph = if description.is_empty() { String::new() } else { format!("<p>{description}</p>") };
                paragraph + &self.body(&collection.body, Route::Group(Group::Collection(at), 0), "")
            }
            Group::Author(at) if !archive.authors().list()[at as usize].namesakes.is_empty() => {
                crate::text::escaped(self.words.get("people-share-name"))
            }
            _ => String::new(),
        }
    }

    pub(super) fn trail(&self, group: Group, own: bool) -> Vec<Link> {
        let dates = self.site.archive.dates();
        let up = |group: Group| self.link(self.group_name(group), Route::Group(group, 0));
        let index = |facet: Facet| self.link(self.facet_name(facet), Route::Index(facet));
        let year = |year: i16| (!dates.years.get(year).is_empty()).then(|| up(Group::Year(year)));
        let mut trail: Vec<Link> = match group {
            Group::All | Group::Year(_) => Vec::new(),
            Group::Month(y, _) => year(y).into_iter().collect(),
            Group::Week(week) => year(week.year).into_iter().collect(),
            Group::Day(date) => {
                let month = date.month().map(|month| Group::Month(date.year(), month));
                let month = month.filter(|month| !self.site.members(*month).is_empty());
                let week = date.week().filter(|week| !dates.weeks.get(*week).is_empty());
                let week = week.map(|week| self.link(self.words.week(week, false), Route::Group(Group::Week(week), 0)));
                year(date.year()).into_iter().chain(month.map(up)).chain(week).collect()
            }
            Group::Topic(at) => {
                let mut trail = vec![index(Facet::Topics)];
                let mut above = Vec::new();
                let mut next = self.site.archive.topic_tree().parents[at as usize].first().copied();
                while let Some(parent) = next.filter(|parent| !above.contains(parent)) {
                    above.push(parent);
                    next = self.site.archive.topic_tree().parents[parent as usize].first().copied();
                }
                trail.extend(above.into_iter().rev().map(|parent| up(Group::Topic(parent))));
                trail
            }
            Group::TopicYear(at, _) => vec![index(Facet::Topics), up(Group::Topic(at))],
            Group::TopicMonth(at, y, _) => {
                vec![index(Facet::Topics), up(Group::Topic(at)), up(Group::TopicYear(at, y))]
            }
            Group::Author(_) | Group::Letter(_) => vec![index(Facet::Authors)],
            Group::Venue(_) => vec![index(Facet::Venues)],
            Group::VenueYear(at, _) => vec![index(Facet::Venues), up(Group::Venue(at))],
            Group::Volume(_) => vec![index(Facet::Volumes)],
            Group::Collection(_) => vec![index(Facet::Collections)],
            Group::List(_) => vec![index(Facet::Lists)],
        };
        if !own {
            trail.push(up(group));
        }
        trail
    }

    /// The neighbours in time or in the alphabet; only groups that have papers are among them.
    fn group_neighbours(&self, group: Group) -> (Option<Link>, Option<Link>) {
        let archive = &*self.site.archive;
        let dates = archive.dates();
        let (before, after) = match group {
            Group::Year(year) => both(dates.years.neighbours(year), Group::Year),
            Group::Month(year, month) => both(dates.months.neighbours((year, month)), |(y, m)| Group::Month(y, m)),
            Group::Week(week) => both(dates.weeks.neighbours(week), Group::Week),
            Group::Day(date) => both(dates.days.neighbours(date), Group::Day),
            Group::TopicYear(at, year) => {
                let (before, after) = archive.by_topic_year().neighbours((at, year));
                let same = |near: Option<(u32, i16)>| near.filter(|(topic, _)| *topic == at);
                both((same(before), same(after)), |(topic, year)| Group::TopicYear(topic, year))
            }
            Group::VenueYear(at, year) => {
                let (before, after) = archive.by_venue_year().neighbours((at, year));
                let same = |near: Option<(u32, i16)>| near.filter(|(venue, _)| *venue == at);
                both((same(before), same(after)), |(venue, year)| Group::VenueYear(venue, year))
            }
            Group::Letter(letter) => {
                let letters = self.site.letters();
                let at = letters.iter().position(|other| *other == letter).unwrap_or(letters.len());
                let near = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied();
                both((near(at.checked_sub(1)), near(at.checked_add(1))), Group::Letter)
            }
            _ => (None, None),
        };
        let link = |group: Group| self.link(self.group_name(group), Route::Group(group, 0));
        (before.map(link), after.map(link))
    }

    fn children(&self, group: Group) -> Vec<Entry> {
        let archive = &*self.site.archive;
        match group {
            Group::Topic(at) => {
                let children = archive.topic_tree().children[at as usize].iter();
                children.map(|child| self.topic_entry(*child)).collect()
            }
            Group::Author(at) => {
                let people = archive.authors().list()[at as usize].namesakes.iter().copied();
                people.filter(|person| self.site.has_author(*person)).map(|person| self.namesake(person)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// One of several people of a name, with what tells them apart.
    fn namesake(&self, at: u32) -> Entry {
        let authors = self.site.archive.authors();
        let person = &authors.list()[at as usize];
        let apart = [person.affiliation.as_str(), &person.orcid].into_iter().find(|fact| !fact.is_empty());
        let name = apart.map_or_else(|| person.name.clone(), |fact| format!("{} ({fact})", person.name));
        self.entry(Group::Author(at), name, authors.papers.get(at).len())
    }

    pub(super) fn topic_entry(&self, at: u32) -> Entry {
        let archive = &*self.site.archive;
        let topic = &archive.topics[at as usize];
        let description = Some(topic.description.html()).filter(|html| !html.is_empty());
        Entry {
            description_html: description.map(str::to_owned),
            ..self.entry(Group::Topic(at), topic.name.as_str(), archive.by_topic().get(at).len())
        }
    }

    fn names(&self, authors: &[u32]) -> Vec<Entry> {
        let all = self.site.archive.authors();
        let entry = |at: &u32| {
            let name = all.list()[*at as usize].sort_form.as_str();
            self.entry(Group::Author(*at), name, all.papers.get(*at).len())
        };
        authors.iter().map(entry).collect()
    }
}

fn both<K>(pair: (Option<K>, Option<K>), make: impl Fn(K) -> Group) -> (Option<Group>, Option<Group>) {
    (pair.0.map(&make), pair.1.map(&make))
}

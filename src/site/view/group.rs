//! A list of papers: of a date, a topic, an author, a venue, a volume, a collection, or of all.

use serde::Serialize;

use super::card::Card;
use super::{Builder, Entry, Link, Meta};
use crate::site::words;
use crate::site::{Facet, Group, Route};
use crate::text::date::{Date, month_name};

/// A list of papers, or one part of it.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView<'a> {
    /// The page.
    pub page: Meta,
    /// The group's name as inline HTML.
    pub title_html: String,
    /// What it is, as HTML, or nothing; on its own page alone.
    pub description_html: Option<String>,
    /// Papers in the whole group.
    pub count: u64,
    /// The same in words.
    pub count_text: String,
    /// What else is known, each a line: an author's other spellings, a volume's editors.
    pub facts: Vec<Fact>,
    /// Groups it is divided into: months of a year, years of a topic.
    pub divisions: Vec<Entry>,
    /// What the divisions are, such as `Months`.
    pub divisions_name: &'static str,
    /// Groups below it, such as narrower topics, or people of one name.
    pub children: Vec<Entry>,
    /// The papers, in runs under a heading each.
    pub sections: Vec<Section<'a>>,
    /// The names of a letter of the list of authors.
    pub names: Vec<Entry>,
    /// The earlier neighbour that has papers.
    pub previous: Option<Link>,
    /// The later one.
    pub next: Option<Link>,
    /// The parts of a long list.
    pub parts: Option<Parts>,
}

/// Something known of a group.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: &'static str,
    /// What is known, each with a link where there is one.
    pub values: Vec<Link>,
}

/// A run of papers under a heading.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Section<'a> {
    /// The heading, or nothing.
    pub title: Option<String>,
    /// What the heading links to.
    pub url: Option<String>,
    /// The papers.
    pub cards: Vec<Card<'a>>,
    /// A link to the rest, where not all are shown.
    pub more: Option<Link>,
}

/// Where a part stands among the others.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Parts {
    /// Its number in reading order, from 1.
    pub number: u32,
    /// How many there are.
    pub count: u32,
    /// The part before, in reading order.
    pub previous: Option<Link>,
    /// The part after.
    pub next: Option<Link>,
    /// Some of the others, in reading order; the current one has no link.
    pub near: Vec<Link>,
}

impl<'a> Builder<'a> {
    pub(super) fn group(&self, group: Group, part: u32) -> GroupView<'a> {
        let route = Route::Group(group, part);
        let members = self.site.members(group);
        let shown = &members[self.site.part_range(group, part, members.len())];
        let name = self.group_name(group);
        let parts = self.parts(group, part);
        let title = match &parts {
            Some(parts) if part > 0 => format!("{name}, part {} of {}", parts.number, parts.count),
            _ => name.clone(),
        };
        let letter = matches!(group, Group::Letter(_));
        let (one, many) = if letter { ("author", "authors") } else { ("paper", "papers") };
        let count_text = words::count(members.len() as u64, one, many);
        let own = part == 0;
        let (previous, next) = self.group_neighbours(group);
        let mut page = self.meta(route, title, format!("{name}: {count_text}."));
        page.trail = self.trail(group, own);
        let (divisions_name, divisions) = if own { self.divisions(group) } else { ("", Vec::new()) };
        GroupView {
            page,
            title_html: self.group_title(group),
            description_html: Some(self.description(group)).filter(|html| own && !html.is_empty()),
            count: members.len() as u64,
            count_text,
            facts: if own { self.facts(group) } else { Vec::new() },
            divisions,
            divisions_name,
            children: if own { self.children(group) } else { Vec::new() },
            sections: if letter { Vec::new() } else { self.sections(group, shown) },
            names: if letter { self.names(shown) } else { Vec::new() },
            previous,
            next,
            parts,
        }
    }

    /// A group's name as plain text.
    pub(super) fn group_name(&self, group: Group) -> String {
        let archive = self.site.archive;
        let topic = |at: u32| archive.topics[at as usize].name.as_str();
        let venue = |at: u32| archive.venues[at as usize].name.as_str();
        match group {
            Group::All => "All papers".to_owned(),
            Group::Year(year) => year.to_string(),
            Group::Month(year, month) => format!("{} {year}", month_name(month)),
            Group::Week(week) => format!("Week {} of {}", week.number, week.year),
            Group::Day(date) => date.long(),
            Group::Topic(at) => topic(at).to_owned(),
            Group::TopicYear(at, year) => format!("{} in {year}", topic(at)),
            Group::TopicMonth(at, year, month) => format!("{} in {} {year}", topic(at), month_name(month)),
            Group::Author(at) => archive.authors().list[at as usize].name.clone(),
            Group::Letter(Some(letter)) => format!("Authors: {}", letter.to_ascii_uppercase()),
            Group::Letter(None) => "Authors: other letters".to_owned(),
            Group::Venue(at) => venue(at).to_owned(),
            Group::VenueYear(at, year) => format!("{} {year}", self.short_venue(at)),
            Group::Volume(at) => archive.volumes[at as usize].value.title.plain().to_owned(),
            Group::Collection(at) => archive.collections[at as usize].value.title.plain().to_owned(),
        }
    }

    fn short_venue(&self, at: u32) -> &'a str {
        let venue = &self.site.archive.venues[at as usize];
        if venue.short.is_empty() { &venue.name } else { &venue.short }
    }

    fn group_title(&self, group: Group) -> String {
        let archive = self.site.archive;
        match group {
            Group::Volume(at) => archive.volumes[at as usize].value.title.html().to_owned(),
            Group::Collection(at) => archive.collections[at as usize].value.title.html().to_owned(),
            Group::Day(date) => match date.weekday() {
                Some(weekday) => format!("{weekday}, {}", date.long()),
                None => date.long(),
            },
            other => crate::text::escaped(&self.group_name(other)),
        }
    }

    fn description(&self, group: Group) -> String {
        let archive = self.site.archive;
        match group {
            Group::Topic(at) => archive.topics[at as usize].description.html().to_owned(),
            Group::Week(week) => match (week.monday(), week.sunday()) {
                (Some(monday), Some(sunday)) => format!("{} to {}", monday.long(), sunday.long()),
                _ => String::new(),
            },
            Group::Collection(at) => {
                let collection = &archive.collections[at as usize].value;
                let description = collection.description.html();
                let paragraph = if description.is_empty() { String::new() } else { format!("<p>{description}</p>") };
                paragraph + &self.body(&collection.body)
            }
            Group::Author(at) if !archive.authors().list[at as usize].namesakes.is_empty() => {
                "Several people have this name. The papers below are not assigned to any one of them.".to_owned()
            }
            _ => String::new(),
        }
    }

    fn trail(&self, group: Group, own: bool) -> Vec<Link> {
        let dates = self.site.archive.dates();
        let up = |group: Group| self.link(self.group_name(group), Route::Group(group, 0));
        let index = |facet: Facet| self.link(super::facet_name(facet), Route::Index(facet));
        let year = |year: i16| (!dates.years.get(year).is_empty()).then(|| up(Group::Year(year)));
        let mut trail: Vec<Link> = match group {
            Group::All | Group::Year(_) => Vec::new(),
            Group::Month(y, _) => year(y).into_iter().collect(),
            Group::Week(week) => year(week.year).into_iter().collect(),
            Group::Day(date) => {
                let month = date.month().map(|month| Group::Month(date.year(), month));
                let month = month.filter(|month| !self.site.members(*month).is_empty());
                year(date.year()).into_iter().chain(month.map(up)).collect()
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
        };
        if !own {
            trail.push(up(group));
        }
        trail
    }

    /// The neighbours in time; only groups that have papers are among them.
    fn group_neighbours(&self, group: Group) -> (Option<Link>, Option<Link>) {
        let archive = self.site.archive;
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
            _ => (None, None),
        };
        let link = |group: Group| self.link(self.group_name(group), Route::Group(group, 0));
        (before.map(link), after.map(link))
    }

    fn divisions(&self, group: Group) -> (&'static str, Vec<Entry>) {
        let archive = self.site.archive;
        let dates = archive.dates();
        let years = |groups: &crate::archive::Groups<(u32, i16)>, at: u32, make: fn(u32, i16) -> Group| {
            let own = groups.iter().filter(|((of, _), _)| *of == at);
            let mut years: Vec<Entry> =
                own.map(|((of, year), papers)| self.entry(make(of, year), year.to_string(), papers.len())).collect();
            years.reverse();
            ("Years", years)
        };
        match group {
            Group::All => {
                let years = dates.years.iter().rev();
                (
                    "Years",
                    years.map(|(year, papers)| self.entry(Group::Year(year), year.to_string(), papers.len())).collect(),
                )
            }
            Group::Year(year) => {
                let months = dates.months.iter().filter(|((of, _), _)| *of == year);
                let entry = |((_, month), papers): ((i16, u8), &[u32])| {
                    self.entry(Group::Month(year, month), month_name(month), papers.len())
                };
                ("Months", months.map(entry).collect())
            }
            Group::Month(year, month) => {
                let days = dates.days.iter().filter(|(day, _)| day.year() == year && day.month() == Some(month));
                let entry = |(day, papers): (Date, &[u32])| {
                    self.entry(Group::Day(day), day.day().unwrap_or(0).to_string(), papers.len())
                };
                ("Days", days.map(entry).collect())
            }
            Group::Topic(at) => years(archive.by_topic_year(), at, Group::TopicYear),
            Group::Venue(at) => years(archive.by_venue_year(), at, Group::VenueYear),
            Group::TopicYear(at, year) => {
                let months = (1..=12).map(|month| (month, Group::TopicMonth(at, year, month)));
                let months = months.filter(|(_, group)| self.site.exists(Route::Group(*group, 0)));
                let entry = |(month, group)| self.entry(group, month_name(month), self.site.members(group).len());
                ("Months", months.map(entry).collect())
            }
            _ => ("", Vec::new()),
        }
    }

    fn children(&self, group: Group) -> Vec<Entry> {
        let archive = self.site.archive;
        match group {
            Group::Topic(at) => {
                let children = archive.topic_tree().children[at as usize].iter();
                children.map(|child| self.topic_entry(*child)).collect()
            }
            Group::Author(at) => {
                let people = archive.authors().list[at as usize].namesakes.iter().copied();
                people.filter(|person| self.site.has_author(*person)).map(|person| self.namesake(person)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// One of several people of a name, with what tells them apart.
    fn namesake(&self, at: u32) -> Entry {
        let authors = self.site.archive.authors();
        let person = &authors.list[at as usize];
        let apart = [person.affiliation.as_str(), &person.orcid].into_iter().find(|fact| !fact.is_empty());
        let name = apart.map_or_else(|| person.name.clone(), |fact| format!("{} ({fact})", person.name));
        self.entry(Group::Author(at), name, authors.papers.get(at).len())
    }

    pub(super) fn topic_entry(&self, at: u32) -> Entry {
        let archive = self.site.archive;
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
            let name = all.list[*at as usize].sort_form.as_str();
            self.entry(Group::Author(*at), name, all.papers.get(*at).len())
        };
        authors.iter().map(entry).collect()
    }

    fn facts(&self, group: Group) -> Vec<Fact> {
        let archive = self.site.archive;
        let plain = |text: &str| Link { name: text.to_owned(), url: None };
        let away = |url: &str| Link { name: url.to_owned(), url: Some(url.to_owned()) };
        let mut facts = Vec::new();
        let mut add = |label, values: Vec<Link>| {
            let values: Vec<Link> = values.into_iter().filter(|value| !value.name.is_empty()).collect();
            if !values.is_empty() {
                facts.push(Fact { label, values });
            }
        };
        match group {
            Group::Author(at) => {
                let author = &archive.authors().list[at as usize];
                add("In its own script", vec![plain(&author.native)]);
                add("Affiliation", vec![plain(&author.affiliation)]);
                let orcid =
                    Link { name: author.orcid.clone(), url: Some(format!("https://orcid.org/{}", author.orcid)) };
                add("ORCID", vec![orcid]);
                add("Home page", vec![away(&author.url)]);
                add("Also written", author.spellings.iter().map(|name| plain(name)).collect());
            }
            Group::Venue(at) => {
                let venue = &archive.venues[at as usize];
                add("Short name", vec![plain(&venue.short)].into_iter().filter(|s| s.name != venue.name).collect());
                add("Home page", vec![away(&venue.url)]);
                add("ISSN", vec![plain(&venue.issn)]);
            }
            Group::Volume(at) => self.volume_facts(at, &mut add),
            _ => {}
        }
        facts
    }

    fn volume_facts(&self, at: u32, add: &mut impl FnMut(&'static str, Vec<Link>)) {
        let archive = self.site.archive;
        let volume = &archive.volumes[at as usize].value;
        let plain = |text: &str| vec![Link { name: text.to_owned(), url: None }];
        add("Editors", volume.editors.iter().flat_map(|editor| plain(&editor.display())).collect());
        if let Some(event) = &volume.event {
            let date = event.start.map_or_else(String::new, |start| match event.end {
                Some(end) if end != start => format!("{} to {}", start.long(), end.long()),
                _ => start.long(),
            });
            let parts = [event.name.as_str(), &event.place, &date];
            add("Event", plain(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")));
        }
        add("Published", plain(&volume.date.map_or_else(String::new, Date::long)));
        let series = [volume.series.as_str(), &volume.volume].into_iter().filter(|part| !part.is_empty());
        add("Series", plain(&series.collect::<Vec<_>>().join(" ")));
        add("Publisher", plain(&volume.publisher));
        add("ISBN", plain(&volume.isbn));
        add("ISSN", plain(&volume.issn));
        add("DOI", vec![Link { name: volume.doi.clone(), url: Some(super::paper::doi_url(&volume.doi)) }]);
        if let Some(front) = &volume.front_matter {
            let file = archive
                .files_of(crate::archive::Owner::Volume(at))
                .next()
                .map(|file| self.site.href(Route::File(file)));
            let url = match &front.pdf {
                Some(crate::paper::Target::Url(url)) => Some(url.clone()),
                _ => file,
            };
            let pages = if front.pages.is_empty() { String::new() } else { format!(", pp. {}", front.pages) };
            add("Front matter", vec![Link { name: format!("PDF{pages}"), url }]);
        }
    }

    /// Papers in runs: of a year under its months, of a volume under its sections, and so on.
    fn sections(&self, group: Group, papers: &[u32]) -> Vec<Section<'a>> {
        let abstracts = matches!(group, Group::Day(_) | Group::Week(_));
        let mut sections = Vec::new();
        for run in papers.chunk_by(|a, b| self.run_key(group, *a) == self.run_key(group, *b)) {
            let heading = self.run_heading(group, run[0]);
            let (title, url) = heading.map_or((None, None), |link| (Some(link.name), link.url));
            sections.push(Section { title, url, cards: self.cards(run, abstracts), more: None });
        }
        sections
    }

    fn run_key(&self, group: Group, paper: u32) -> (i16, u8, u8, &'a str) {
        let record = self.site.archive.paper(paper);
        let when = record.when;
        let (year, month) = (when.map_or(0, Date::year), when.and_then(Date::month).unwrap_or(0));
        match group {
            Group::All => (year, 0, 0, ""),
            Group::Year(_) => (year, month, 0, ""),
            Group::Month(..) | Group::Week(_) => (year, month, when.and_then(Date::day).unwrap_or(0), ""),
            Group::Author(_) => (record.cited_year().unwrap_or(0), 0, 0, ""),
            Group::Volume(_) => (0, 0, 0, &record.paper.section),
            _ => (0, 0, 0, ""),
        }
    }

    fn run_heading(&self, group: Group, paper: u32) -> Option<Link> {
        let archive = self.site.archive;
        let record = archive.paper(paper);
        let linked = |group: Group, name: String| match self.site.members(group).is_empty() {
            true => Link { name, url: None },
            false => self.link(name, Route::Group(group, 0)),
        };
        match group {
            Group::All => Some(match record.when {
                Some(date) => linked(Group::Year(date.year()), date.year().to_string()),
                None => Link { name: "Without a date".into(), url: None },
            }),
            Group::Year(year) => {
                let dates = archive.dates();
                let month = record.when.and_then(Date::month);
                // A year of papers that give no month needs no heading to say so.
                let divided = dates.months.iter().any(|((of, _), _)| of == year);
                match month {
                    Some(month) => Some(linked(Group::Month(year, month), month_name(month).to_owned())),
                    None => divided.then(|| Link { name: "Without a month".into(), url: None }),
                }
            }
            Group::Month(..) | Group::Week(_) => {
                let date = record.when?;
                match date.day() {
                    Some(_) => {
                        let weekday = date.weekday().unwrap_or_default();
                        Some(linked(Group::Day(date), format!("{weekday}, {}", date.long())))
                    }
                    None => Some(Link { name: "Without a day".into(), url: None }),
                }
            }
            Group::Author(_) => {
                let name = record.cited_year().map_or_else(|| "Without a date".to_owned(), |year| year.to_string());
                Some(Link { name, url: None })
            }
            Group::Volume(at) => {
                let sections = &archive.volumes[at as usize].value.sections;
                let section = sections.iter().find(|section| section.key == record.paper.section)?;
                Some(Link { name: section.title.clone(), url: None })
            }
            _ => None,
        }
    }

    fn parts(&self, group: Group, part: u32) -> Option<Parts> {
        let last = self.site.parts(group);
        if last == 0 {
            return None;
        }
        let in_order = group.in_order();
        let count = if in_order { last } else { last + 1 };
        // Reading order: a list that grows at its head is read from its own page down to part 1.
        let number = match (in_order, part) {
            (_, 0) => 1,
            (true, part) => part,
            (false, part) => last - part + 2,
        };
        let route = |number: u32| {
            let part = match (in_order, number) {
                (_, 1) => 0,
                (true, number) => number,
                (false, number) => last + 2 - number,
            };
            Route::Group(group, part)
        };
        let link = |number: u32| self.link(number.to_string(), route(number));
        let steps = [1, 2, 10, 100, 1000, 10_000];
        let below = steps.iter().rev().filter_map(|step| number.checked_sub(*step)).filter(|n| *n > 1);
        let above = steps.iter().map(|step| number + step).filter(|n| *n < count);
        let mut near: Vec<u32> = [1].into_iter().chain(below).chain([number]).chain(above).chain([count]).collect();
        near.dedup();
        let near =
            near.into_iter().map(|n| if n == number { Link { name: n.to_string(), url: None } } else { link(n) });
        Some(Parts {
            number,
            count,
            previous: (number > 1).then(|| link(number - 1)),
            next: (number < count).then(|| link(number + 1)),
            near: near.collect(),
        })
    }
}

fn both<K>(pair: (Option<K>, Option<K>), make: impl Fn(K) -> Group) -> (Option<Group>, Option<Group>) {
    (pair.0.map(&make), pair.1.map(&make))
}

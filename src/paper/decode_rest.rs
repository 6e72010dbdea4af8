//! The tables of everything in content/ that is not a paper: volumes, topics, venues, people, pages, collections.

use super::decode::{authors, doi, event, extra, ids, key, keys, marked, metrics, orcid, paths, target, topic_keys};
use super::identifier::{is_id, is_key, is_topic_key};
use super::model::*;
use super::shapes::{self, DOI, EDITORS, EXTRA, KEY, KEYS, LINES, LIST, MEETING, ORCID, PAPER_ID, PATHS, TARGET, URL};
use crate::diagnostic::Code;
use crate::text::date;
use crate::text::name::Name;
use crate::yaml::shape::properties;
use crate::yaml::{Field, Key, Node, Shape};

use Shape::{Boolean, Date, Identifier, Text};

/// A volume's head, before its date is put together.
#[derive(Default)]
pub struct VolumeParts {
    /// The volume.
    pub volume: Volume,
    year: Option<date::Date>,
    /// The items of `papers`, to be read as papers.
    pub papers: Option<Node>,
}

impl VolumeParts {
    /// The volume, dated by `date`, else `year`.
    pub fn finish(self) -> Volume {
        let date = self.volume.date.or(self.year);
        Volume { date, ..self.volume }
    }
}

/// Every key of a volume; `papers` is kept for the decoder of papers.
pub const VOLUME: &[Key<VolumeParts>] = &[
    Key::new(
        "key",
        KEY,
        "The volume's address; unless written, the file's name. Lower-case letters, digits and hyphens.",
        |v, f| v.volume.key = key(f),
    ),
    Key::new("former-keys", KEYS, "Keys it had before, each redirected.", |v, f| v.volume.former_keys = keys(f)),
    Key::new("title", Text, "The title, as it is cited.", |v, f| v.volume.title = marked(f)),
    Key::new(
        "venue",
        shapes::VENUE,
        "The venue it is one of: a key or any spelling of venues.yaml, or a name.",
        |v, f| v.volume.venue = f.line(),
    ),
    Key::new("year", Date, "Its year, where there is no date: 2023.", |v, f| v.year = f.date()),
    Key::new("date", Date, "Published: 2023, 2023-09 or 2023-09-07.", |v, f| v.volume.date = f.date()),
    Key::new("volume", Text, "Its number, as it is cited.", |v, f| v.volume.volume = f.line()),
    Key::new("issue", Text, "The number of the issue, as it is cited.", |v, f| v.volume.issue = f.line()),
    Key::new("series", Text, "The series it is of, such as PMLR.", |v, f| v.volume.series = f.line()),
    Key::new("editors", EDITORS, "The editors in order, written as authors are.", |v, f| v.volume.editors = authors(f)),
    Key::new("publisher", Text, "The publisher's name.", |v, f| v.volume.publisher = f.line()),
    Key::new("address", Text, "The publisher's place.", |v, f| v.volume.address = f.line()),
    Key::new("isbn", Text, "Its ISBN.", |v, f| v.volume.isbn = f.line()),
    Key::new("issn", Text, "Its ISSN.", |v, f| v.volume.issn = f.line()),
    Key::new("doi", DOI, "Its DOI.", |v, f| v.volume.doi = doi(f)),
    Key::new("event", MEETING, "The meeting: its name, or a map of name, place and date.", |v, f| {
        v.volume.event = event(f)
    }),
    Key::new("sections", SECTIONS, "Its sections in order, each a map of key and title.", |v, f| {
        v.volume.sections = super::decode::maps(f, SECTION)
    }),
    Key::new("front-matter", FRONT_MATTER_MAP, "Its front matter: a map of pdf and pages.", |v, f| {
        v.volume.front_matter = front_matter(f)
    }),
    Key::new("extra", EXTRA, "Keys of your own, handed to the theme untouched.", |v, f| v.volume.extra = extra(f)),
    Key::new("papers", Shape::Anything, "Its papers, each a map of the keys of a paper, with its id.", |v, f| {
        v.papers = Some(f.node)
    }),
];

const SECTIONS: Shape = Shape::Several(&shapes::keys(|| properties(SECTION)));
const FRONT_MATTER_MAP: Shape = shapes::keys(|| properties(FRONT_MATTER));

pub(super) const SECTION: &[Key<Section>] = &[
    Key::new("key", Identifier, "What papers say in section.", |s, f| s.key = f.identifier()),
    Key::new("title", Text, "Its heading.", |s, f| s.title = f.line()),
];

pub(super) const FRONT_MATTER: &[Key<(Option<Target>, String)>] = &[
    Key::new("pdf", TARGET, "The file: beside this one, or a URL.", |m, f| m.0 = target(f)),
    Key::new("pages", Text, "Its printed pages: i-xx.", |m, f| m.1 = f.line()),
];

fn front_matter(field: Field<'_>) -> Option<FrontMatter> {
    let mut parts = (None, String::new());
    field.map(FRONT_MATTER, &mut parts);
    let (pdf, pages) = parts;
    (pdf.is_some() || !pages.is_empty()).then_some(FrontMatter { pdf, pages })
}

pub(super) const TOPIC: &[Key<Topic>] = &[
    Key::new("name", Text, "The topic's name, as readers see it.", |t, f| t.name = f.line()),
    Key::new("description", Text, "What it is about, in a sentence.", |t, f| t.description = marked(f)),
    Key::new(
        "parents",
        Shape::Several(&shapes::TOPIC),
        "Keys of broader topics, whose pages list its papers too.",
        |t, f| t.parents = topic_keys(f),
    ),
    Key::new("aliases", LINES, "Words in place of which its key is suggested.", |t, f| t.aliases = f.lines()),
    Key::new("former-keys", FORMER_TOPICS, "Keys it had before, each redirected.", |t, f| {
        t.former_keys = topic_keys(f)
    }),
];

const FORMER_TOPICS: Shape = Shape::Several(&Shape::Form(&shapes::TOPIC_FORM));

/// The topics of topics.yaml, each with its entry's number, and whether the list is closed.
pub fn topics(field: Field<'_>) -> (Vec<(u32, Topic)>, bool) {
    let mut found = (Vec::new(), true);
    let mut at = 0;
    field.entries(
        |(topics, closed): &mut (Vec<(u32, Topic)>, bool), key, field| {
            at += 1;
            if key == "closed" && matches!(field.node, Node::Bool(_)) {
                *closed = field.boolean();
                return;
            }
            if !is_topic_key(key) {
                let help = Some("lower-case letters, digits and hyphens, the first a letter".to_owned());
                field.problem_of_key(Code::BadKey, format!("`{key}` is not a key"), help);
                return;
            }
            let mut topic = Topic { key: key.to_owned(), ..Topic::default() };
            if matches!(field.node, Node::Text(_)) {
                topic.name = field.line()
            } else {
                field.map(TOPIC, &mut topic)
            };
            if topic.name.is_empty() {
                topic.name = key.replace('-', " ");
            }
            topics.push((at - 1, topic));
        },
        &mut found,
    );
    found
}

pub(super) const VENUE: &[Key<Venue>] = &[
    Key::new("name", Text, "The venue's full name.", |v, f| v.name = f.line()),
    Key::new("short", Text, "Its short name, such as NeurIPS.", |v, f| v.short = f.line()),
    Key::new("names", LINES, "Every other spelling that entries use.", |v, f| v.names = f.lines()),
    Key::new("url", URL, "Its home page: an http or https URL.", |v, f| v.url = f.url()),
    Key::new("issn", Text, "Its ISSN.", |v, f| v.issn = f.line()),
    Key::new("former-keys", KEYS, "Keys it had before, each redirected.", |v, f| v.former_keys = keys(f)),
];

/// The venues of venues.yaml, each with its entry's number.
pub fn venues(field: Field<'_>) -> Vec<(u32, Venue)> {
    let mut found = Vec::new();
    let mut at = 0;
    field.entries(
        |venues: &mut Vec<(u32, Venue)>, key, field| {
            at += 1;
            if !is_key(key) {
                super::decode::bad_key(&field, key);
                return;
            }
            let mut venue = Venue { key: key.to_owned(), ..Venue::default() };
            if matches!(field.node, Node::Text(_)) {
                venue.name = field.line()
            } else {
                field.map(VENUE, &mut venue)
            };
            if venue.name.is_empty() {
                venue.name = if venue.short.is_empty() { key.to_uppercase() } else { venue.short.clone() };
            }
            venues.push((at - 1, venue));
        },
        &mut found,
    );
    found
}

pub(super) const PERSON: &[Key<Person>] = &[
    Key::new("name", Text, "The name that is printed.", |p, f| p.name = Name::parse(&f.line())),
    Key::new("names", LINES, "Other spellings of the name.", |p, f| p.names = f.lines()),
    Key::new("orcid", ORCID, "The ORCID: 0000-0002-1825-0097.", |p, f| p.orcid = orcid(f)),
    Key::new("url", URL, "The home page: an http or https URL.", |p, f| p.url = f.url()),
    Key::new("affiliation", Text, "Where the person works.", |p, f| p.affiliation = f.line()),
    Key::new("former-keys", KEYS, "Keys it had before, each redirected.", |p, f| p.former_keys = keys(f)),
];

/// A person of people/KEY.yaml.
pub fn person(field: Field<'_>) -> Person {
    let mut person = Person::default();
    let place = field.place();
    let is_slip = field.slips(PERSON.iter().map(|key| key.name)).iter().any(|key| matches!(*key, "name" | "names"));
    field.map(PERSON, &mut person);
    if person.name.is_empty() {
        match person.names.first() {
            Some(name) => person.name = Name::parse(name),
            None if is_slip => {}
            None => place.problem(Code::WrongType, "this person has no name", Some("add `name:`".into())),
        }
    }
    person
}

/// Every key of a page's front matter.
pub const PAGE: &[Key<Page>] = &[
    Key::new("title", Text, "The title, with inline Markdown.", |p, f| p.title = marked(f)),
    Key::new("description", Text, "One sentence for search engines.", |p, f| p.description = f.line()),
    Key::new("order", Shape::Count(0), "Its place among the pages of the menu.", |p, f| {
        p.order = f.count().unwrap_or(0).min(i64::MAX as u64) as i64
    }),
    Key::new("menu", Boolean, "Whether it stands in the menu.", |p, f| p.menu = f.boolean()),
    Key::new("lists", Shape::Several(&LIST), "Lists of offprint.yaml that it shows, by their names.", |p, f| {
        p.lists = f.identifiers()
    }),
    Key::new("aliases", PATHS, "Other old paths of the page: /old/name.html.", |p, f| p.aliases = paths(f)),
    Key::new("extra", EXTRA, "Keys of your own, handed to the theme untouched.", |p, f| p.extra = extra(f)),
];

/// Every key of a collection's front matter.
pub const COLLECTION: &[Key<Collection>] = &[
    Key::new("title", Text, "The title, with inline Markdown.", |c, f| c.title = marked(f)),
    Key::new("description", Text, "What it gathers, in a sentence.", |c, f| c.description = marked(f)),
    Key::new("papers", Shape::Several(&PAPER_ID), "Ids of its papers, in order.", |c, f| c.papers = ids(f)),
    Key::new("former-keys", KEYS, "Keys it had before, each redirected.", |c, f| c.former_keys = keys(f)),
    Key::new("extra", EXTRA, "Keys of your own, handed to the theme untouched.", |c, f| c.extra = extra(f)),
];

/// A file of metrics: ids with their entries' numbers and counts, and a day for all of them.
pub fn metrics_file(field: Field<'_>) -> Vec<(u32, String, Metrics)> {
    let mut at = 0;
    let mut found: (Option<date::Date>, Vec<(u32, String, Metrics)>) = (None, Vec::new());
    field.entries(
        |(as_of, list): &mut (Option<date::Date>, Vec<(u32, String, Metrics)>), key, field| {
            at += 1;
            if key == "as-of" {
                *as_of = field.date();
            } else if is_id(key) {
                list.push((at - 1, key.to_owned(), metrics(field)));
            } else {
                field.problem_of_key(Code::BadId, format!("`{key}` is not an id"), None);
            }
        },
        &mut found,
    );
    let (as_of, mut list) = found;
    for (.., metrics) in &mut list {
        metrics.as_of = metrics.as_of.or(as_of);
    }
    list
}

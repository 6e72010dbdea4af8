//! The tables of everything in content/ that is not a paper: volumes, topics, venues, people, pages, collections.

use super::decode::{authors, doi, event, extra, ids, key, keys, marked, metrics, orcid, paths, target, topic_keys};
use super::identifier::{is_id, is_key, is_topic_key};
use super::model::*;
use crate::diagnostic::Code;
use crate::text::date::Date;
use crate::text::name::Name;
use crate::yaml::{Field, Key, Node};

/// A volume's head, before its date is put together.
#[derive(Default)]
pub struct VolumeParts {
    /// The volume.
    pub volume: Volume,
    year: Option<Date>,
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
    ("key", |v, f| v.volume.key = key(f)),
    ("former-keys", |v, f| v.volume.former_keys = keys(f)),
    ("title", |v, f| v.volume.title = marked(f)),
    ("venue", |v, f| v.volume.venue = f.line()),
    ("year", |v, f| v.year = f.date()),
    ("date", |v, f| v.volume.date = f.date()),
    ("volume", |v, f| v.volume.volume = f.line()),
    ("issue", |v, f| v.volume.issue = f.line()),
    ("series", |v, f| v.volume.series = f.line()),
    ("editors", |v, f| v.volume.editors = authors(f)),
    ("publisher", |v, f| v.volume.publisher = f.line()),
    ("address", |v, f| v.volume.address = f.line()),
    ("isbn", |v, f| v.volume.isbn = f.line()),
    ("issn", |v, f| v.volume.issn = f.line()),
    ("doi", |v, f| v.volume.doi = doi(f)),
    ("event", |v, f| v.volume.event = event(f)),
    ("sections", |v, f| v.volume.sections = super::decode::maps(f, SECTION)),
    ("front-matter", |v, f| v.volume.front_matter = front_matter(f)),
    ("extra", |v, f| v.volume.extra = extra(f)),
    ("papers", |v, f| v.papers = Some(f.node)),
];

const SECTION: &[Key<Section>] = &[("key", |s, f| s.key = f.identifier()), ("title", |s, f| s.title = f.line())];

const FRONT_MATTER: &[Key<(Option<Target>, String)>] =
    &[("pdf", |m, f| m.0 = target(f)), ("pages", |m, f| m.1 = f.line())];

fn front_matter(field: Field<'_>) -> Option<FrontMatter> {
    let mut parts = (None, String::new());
    field.map(FRONT_MATTER, &mut parts);
    let (pdf, pages) = parts;
    (pdf.is_some() || !pages.is_empty()).then_some(FrontMatter { pdf, pages })
}

const TOPIC: &[Key<Topic>] = &[
    ("name", |t, f| t.name = f.line()),
    ("description", |t, f| t.description = marked(f)),
    ("parents", |t, f| t.parents = topic_keys(f)),
    ("aliases", |t, f| t.aliases = f.lines()),
    ("former-keys", |t, f| t.former_keys = topic_keys(f)),
];

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

const VENUE: &[Key<Venue>] = &[
    ("name", |v, f| v.name = f.line()),
    ("short", |v, f| v.short = f.line()),
    ("names", |v, f| v.names = f.lines()),
    ("url", |v, f| v.url = f.url()),
    ("issn", |v, f| v.issn = f.line()),
    ("former-keys", |v, f| v.former_keys = keys(f)),
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

const PERSON: &[Key<Person>] = &[
    ("name", |p, f| p.name = Name::parse(&f.line())),
    ("names", |p, f| p.names = f.lines()),
    ("orcid", |p, f| p.orcid = orcid(f)),
    ("url", |p, f| p.url = f.url()),
    ("affiliation", |p, f| p.affiliation = f.line()),
    ("former-keys", |p, f| p.former_keys = keys(f)),
];

/// A person of people/KEY.yaml.
pub fn person(field: Field<'_>) -> Person {
    let mut person = Person::default();
    let place = field.place();
    field.map(PERSON, &mut person);
    if person.name.is_empty() {
        match person.names.first() {
            Some(name) => person.name = Name::parse(name),
            None => place.problem(Code::WrongType, "this person has no name", Some("add `name:`".into())),
        }
    }
    person
}

/// Every key of a page's front matter.
pub const PAGE: &[Key<Page>] = &[
    ("title", |p, f| p.title = marked(f)),
    ("description", |p, f| p.description = f.line()),
    ("order", |p, f| p.order = f.count().unwrap_or(0).min(i64::MAX as u64) as i64),
    ("menu", |p, f| p.menu = f.boolean()),
    ("lists", |p, f| p.lists = f.identifiers()),
    ("aliases", |p, f| p.aliases = paths(f)),
    ("extra", |p, f| p.extra = extra(f)),
];

/// Every key of a collection's front matter.
pub const COLLECTION: &[Key<Collection>] = &[
    ("title", |c, f| c.title = marked(f)),
    ("description", |c, f| c.description = marked(f)),
    ("papers", |c, f| c.papers = ids(f)),
    ("former-keys", |c, f| c.former_keys = keys(f)),
    ("extra", |c, f| c.extra = extra(f)),
];

/// A file of metrics: ids with their entries' numbers and counts, and a day for all of them.
pub fn metrics_file(field: Field<'_>) -> Vec<(u32, String, Metrics)> {
    let mut at = 0;
    let mut found: (Option<Date>, Vec<(u32, String, Metrics)>) = (None, Vec::new());
    field.entries(
        |(as_of, list): &mut (Option<Date>, Vec<(u32, String, Metrics)>), key, field| {
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

//! The tables of the content model: every key of a paper, and how its value is read.
//!
//! A key stands in exactly one table; an unknown key is one that no table has.

use std::collections::BTreeMap;

use serde_json::Value;

use super::identifier::{self, OrcidError};
use super::lint;
use super::model::*;
use crate::diagnostic::Code;
use crate::text;
use crate::text::date::Date;
use crate::text::name::Name;
use crate::yaml::field::is_url;
use crate::yaml::{Field, Key, Node};

/// Every key of a paper.
pub const PAPER: &[Key<Paper>] = &[
    ("id", |p, f| {
        p.id = id(f);
        p.id_written = true;
    }),
    ("former-ids", |p, f| p.former_ids = ids(f)),
    ("type", |p, f| p.kind = f.word(Kind::WORDS, Kind::from_word)),
    ("title", |p, f| p.title = marked(f)),
    ("title-short", |p, f| p.title_short = f.line()),
    ("language", |p, f| p.language = language(f)),
    ("translations", |p, f| p.translations = maps(f, TRANSLATION)),
    ("authors", |p, f| p.authors = authors(f)),
    ("author-count", |p, f| p.author_count = f.count().map(|n| n.min(u64::from(u32::MAX)) as u32)),
    ("et-al", |p, f| p.et_al = f.boolean()),
    ("editors", |p, f| p.editors = authors(f)),
    ("abstract", |p, f| p.abstract_ = f.text()),
    ("summary", |p, f| p.summary = marked(f)),
    ("date", |p, f| p.date = f.date()),
    ("available", |p, f| p.available = f.date()),
    ("added", |p, f| p.added = f.date()),
    ("updated", |p, f| p.updated = f.date()),
    ("added-by", |p, f| p.added_by = login(f)),
    ("topics", |p, f| p.topics = topic_keys(f)),
    ("keywords", |p, f| p.keywords = f.lines()),
    ("subjects", |p, f| {
        f.entries(|map, key, field| drop(map.insert(key.to_owned(), field.identifiers())), &mut p.subjects);
    }),
    ("in", |p, f| p.volume_key = f.identifier()),
    ("section", |p, f| p.section = f.identifier()),
    ("order", |p, f| p.order = f.count().map(|n| n.min(u64::from(u32::MAX)) as u32)),
    ("venue", |p, f| p.venue = f.line()),
    ("container", |p, f| p.container = f.line()),
    ("volume", |p, f| p.volume = f.line()),
    ("issue", |p, f| p.issue = f.line()),
    ("pages", |p, f| p.pages = f.line()),
    ("article-number", |p, f| p.article_number = f.line()),
    ("series", |p, f| p.series = f.line()),
    ("publisher", |p, f| p.publisher = f.line()),
    ("event", |p, f| p.event = event(f)),
    ("issn", |p, f| p.issn = f.line()),
    ("isbn", |p, f| p.isbn = f.line()),
    ("doi", |p, f| p.doi = doi(f)),
    ("arxiv", |p, f| p.arxiv = arxiv(f)),
    ("identifiers", |p, f| p.identifiers = identifiers(f)),
    ("citation-key", |p, f| p.citation_key = f.identifier()),
    ("links", |p, f| p.links = links(f)),
    ("thumbnail", |p, f| p.thumbnail = thumbnail(f)),
    ("license", |p, f| p.license = f.line()),
    ("access", |p, f| p.access = f.line()),
    ("awards", |p, f| p.awards = maps(f, AWARD)),
    ("versions", |p, f| p.versions = maps(f, VERSION)),
    ("notices", |p, f| p.notices = notices(f)),
    ("related", |p, f| p.related = maps(f, RELATED)),
    ("metrics", |p, f| p.metrics = metrics(f)),
    ("aliases", |p, f| p.aliases = paths(f)),
    ("draft", |p, f| p.draft = f.boolean()),
    ("hidden", |p, f| p.hidden = f.boolean()),
    ("extra", |p, f| p.extra = extra(f)),
];

const TRANSLATION: &[Key<Translation>] = &[
    ("language", |t, f| t.language = language(f)),
    ("title", |t, f| t.title = marked(f)),
    ("abstract", |t, f| t.abstract_ = f.text()),
];

const AWARD: &[Key<Award>] = &[
    ("title", |a, f| a.title = f.line()),
    ("by", |a, f| a.by = f.line()),
    ("date", |a, f| a.date = f.date()),
    ("url", |a, f| a.url = f.url()),
];

const VERSION: &[Key<Version>] = &[
    ("version", |v, f| v.version = f.line()),
    ("date", |v, f| v.date = f.date()),
    ("url", |v, f| v.url = f.url()),
    ("note", |v, f| v.note = f.line()),
];

const RELATED: &[Key<Related>] = &[
    ("relation", |r, f| r.relation = f.line()),
    ("id", |r, f| r.id = id(f)),
    ("doi", |r, f| r.doi = doi(f)),
    ("arxiv", |r, f| r.arxiv = arxiv(f)),
    ("url", |r, f| r.url = f.url()),
];

/// An author as a map: the name in parts or whole, before it is put together.
#[derive(Default)]
struct Parts {
    whole: String,
    author: Author,
}

const AUTHOR: &[Key<Parts>] = &[
    ("name", |a, f| a.whole = f.line()),
    ("family", |a, f| a.author.name.family = f.line()),
    ("given", |a, f| a.author.name.given = f.line()),
    ("particle", |a, f| a.author.name.particle = f.line()),
    ("suffix", |a, f| a.author.name.suffix = f.line()),
    ("native", |a, f| a.author.native = f.line()),
    ("literal", |a, f| a.author.literal = f.line()),
    ("orcid", |a, f| a.author.orcid = orcid(f)),
    ("affiliations", |a, f| a.author.affiliations = f.list(affiliation)),
    ("person", |a, f| a.author.person = f.identifier()),
    ("url", |a, f| a.author.url = f.url()),
    ("corresponding", |a, f| a.author.corresponding = f.boolean()),
    ("equal-contribution", |a, f| a.author.equal_contribution = f.boolean()),
];

const AFFILIATION: &[Key<Affiliation>] =
    &[("name", |a, f| a.name = f.line()), ("ror", |a, f| a.ror = f.line()), ("country", |a, f| a.country = f.line())];

const LOGIN: &[Key<Login>] = &[("name", |l, f| l.name = f.line()), ("github", |l, f| l.github = f.identifier())];

const EVENT: &[Key<Event>] = &[
    ("name", |e, f| e.name = f.line()),
    ("place", |e, f| e.place = f.line()),
    ("date", |e, f| (e.start, e.end) = days(f)),
];

const THUMBNAIL: &[Key<(Option<Target>, String)>] = &[("src", |t, f| t.0 = target(f)), ("alt", |t, f| t.1 = f.line())];

#[derive(Default)]
struct NoticeParts {
    kind: Option<NoticeKind>,
    date: Option<Date>,
    url: String,
    doi: String,
    note: String,
}

const NOTICE: &[Key<NoticeParts>] = &[
    ("type", |n, f| n.kind = f.word(NoticeKind::WORDS, NoticeKind::from_word)),
    ("date", |n, f| n.date = f.date()),
    ("url", |n, f| n.url = f.url()),
    ("doi", |n, f| n.doi = doi(f)),
    ("note", |n, f| n.note = f.line()),
];

/// A list of maps of one table.
pub fn maps<T: Default>(field: Field<'_>, table: &[Key<T>]) -> Vec<T> {
    field.list(|field| {
        let mut value = T::default();
        field.map(table, &mut value);
        Some(value)
    })
}

/// An id of a paper, checked; empty where it is none.
pub fn id(field: Field<'_>) -> String {
    let place = field.place();
    let text = field.identifier();
    if text.is_empty() || identifier::is_id(&text) {
        return text;
    }
    let help = "letters, digits, `.`, `_` and `-`, the first a letter or digit".to_owned();
    place.problem(Code::BadId, format!("`{text}` is not an id"), Some(help));
    String::new()
}

/// A list of ids.
pub fn ids(field: Field<'_>) -> Vec<String> {
    field.list(|field| Some(id(field)).filter(|id| !id.is_empty()))
}

/// A key of anything but a topic, checked.
pub fn key(field: Field<'_>) -> String {
    let place = field.place();
    let text = field.identifier();
    if text.is_empty() || identifier::is_key(&text) {
        return text;
    }
    bad_key(&place, &text);
    String::new()
}

/// A list of such keys.
pub fn keys(field: Field<'_>) -> Vec<String> {
    field.list(|field| Some(key(field)).filter(|key| !key.is_empty()))
}

/// Notes that `text` is no key, with the key it could be.
pub fn bad_key(place: &Field<'_>, text: &str) {
    let slug = text::slug(text);
    let help = match slug.is_empty() {
        true => "lower-case letters, digits and hyphens".to_owned(),
        false => format!("write `{slug}`"),
    };
    place.problem(Code::BadKey, format!("`{text}` is not a key"), Some(help));
}

/// A list of topic keys.
pub fn topic_keys(field: Field<'_>) -> Vec<String> {
    field.list(|field| {
        let place = field.place();
        let text = field.identifier();
        if text.is_empty() {
            return None;
        }
        if !identifier::is_topic_key(&text) {
            bad_key(&place, &text);
            return None;
        }
        Some(text)
    })
}

/// A short text with markup, as it was written; [`super::derive`] renders it.
pub fn marked(field: Field<'_>) -> Marked {
    lint::swallowed(&field);
    Marked { source: field.line(), ..Marked::default() }
}

/// A BCP 47 tag, by its form.
pub fn language(field: Field<'_>) -> String {
    let place = field.place();
    let text = field.identifier();
    let formed = text.split('-').enumerate().all(|(at, part)| {
        (1..=8).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric())
            && (at > 0 || (part.len() >= 2 && part.bytes().all(|b| b.is_ascii_alphabetic())))
    });
    if text.is_empty() || formed {
        return text;
    }
    place.problem(Code::BadValue, format!("`{text}` is not a language tag"), Some("such as en, pt-BR, zh-Hans".into()));
    String::new()
}

/// A list of authors: names, or maps with parts.
pub fn authors(field: Field<'_>) -> Vec<Author> {
    field.list(|field| {
        let place = field.place();
        let author = match field.node {
            Node::Map(_) => {
                let mut parts = Parts::default();
                field.map(AUTHOR, &mut parts);
                if !parts.whole.is_empty() {
                    parts.author.name = Name::parse(&parts.whole);
                }
                parts.author
            }
            _ => Author { name: Name::parse(&field.line()), ..Author::default() },
        };
        if author.name.is_empty() && author.literal.is_empty() {
            place.problem(Code::WrongType, "this author has no name", Some("a text, `name:` or `literal:`".into()));
            return None;
        }
        Some(author)
    })
}

fn affiliation(field: Field<'_>) -> Option<Affiliation> {
    let affiliation = if matches!(field.node, Node::Map(_)) {
        let mut affiliation = Affiliation::default();
        field.map(AFFILIATION, &mut affiliation);
        affiliation
    } else {
        Affiliation { name: field.line(), ..Affiliation::default() }
    };
    Some(affiliation).filter(|affiliation| !affiliation.name.is_empty())
}

fn login(field: Field<'_>) -> Option<Login> {
    let login = if matches!(field.node, Node::Map(_)) {
        let mut login = Login::default();
        field.map(LOGIN, &mut login);
        login
    } else {
        Login { github: field.identifier(), ..Login::default() }
    };
    (login != Login::default()).then_some(login)
}

/// A meeting.
pub fn event(field: Field<'_>) -> Option<Event> {
    let mut event = Event::default();
    if matches!(field.node, Node::Map(_)) {
        field.map(EVENT, &mut event)
    } else {
        event.name = field.line()
    };
    (event != Event::default()).then_some(event)
}

/// `2023-12-10/2023-12-16`, or one date.
fn days(field: Field<'_>) -> (Option<Date>, Option<Date>) {
    let Node::Text(text) = &field.node else { return (field.date(), None) };
    let Some((start, end)) = text.split_once('/') else { return (field.date(), None) };
    let days = (Date::parse(start.trim()), Date::parse(end.trim()));
    if days.0.is_none() || days.1.is_none() || days.1 < days.0 {
        let help = "write 2023-12-10/2023-12-16".to_owned();
        field.problem(Code::BadDate, "these are not the first and last day of an event", Some(help));
        return (None, None);
    }
    days
}

/// A DOI in its bare form.
pub fn doi(field: Field<'_>) -> String {
    let place = field.place();
    let text = field.identifier();
    match identifier::doi(&text) {
        Some(doi) => doi.to_owned(),
        None if text.is_empty() => text,
        None => {
            place.problem(
                Code::BadDoi,
                format!("`{text}` is not a DOI"),
                Some("such as 10.48550/arXiv.2309.03905".into()),
            );
            String::new()
        }
    }
}

fn arxiv(field: Field<'_>) -> String {
    let place = field.place();
    let text = field.identifier();
    match identifier::arxiv(&text) {
        Some(id) => id.to_owned(),
        None if text.is_empty() => text,
        None => {
            let help = "such as \"2309.03905\" or hep-th/9901001".to_owned();
            place.problem(Code::BadArxiv, format!("`{text}` is not an arXiv id"), Some(help));
            String::new()
        }
    }
}

/// A checked ORCID in its bare form.
pub fn orcid(field: Field<'_>) -> String {
    let place = field.place();
    let text = field.identifier();
    match identifier::orcid(&text) {
        Ok(orcid) => return orcid.to_owned(),
        Err(_) if text.is_empty() => {}
        Err(OrcidError::Form) => {
            place.problem(
                Code::BadOrcid,
                format!("`{text}` is not an ORCID"),
                Some("such as 0000-0002-1825-0097".into()),
            );
        }
        Err(OrcidError::CheckDigit) => {
            let help = "one of its digits is wrong".to_owned();
            place.problem(Code::BadOrcid, format!("the check digit of `{text}` does not fit"), Some(help));
        }
    }
    String::new()
}

fn identifiers(field: Field<'_>) -> BTreeMap<String, String> {
    let mut map = BTreeMap::new();
    field.entries(
        |map: &mut BTreeMap<String, String>, key, field| {
            if IDENTIFIERS.contains(&key) {
                // A PubMed id is a number by nature, and loses nothing when YAML reads it as one.
                let text = if key == "pmid" { field.line() } else { field.identifier() };
                map.insert(key.to_owned(), text);
            } else {
                field.unknown_key(key, IDENTIFIERS.iter().copied());
            }
        },
        &mut map,
    );
    map.retain(|_, text| !text.is_empty());
    map
}

fn links(field: Field<'_>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    field.entries(
        |links: &mut Vec<Link>, key, field| match LINK_KINDS.iter().find(|kind| **kind == key) {
            Some(kind) => links.extend(field.list(target).into_iter().map(|target| Link { kind, target })),
            None => field.unknown_key(key, LINK_KINDS.iter().copied()),
        },
        &mut links,
    );
    links.sort_by_key(|link| LINK_KINDS.iter().position(|kind| *kind == link.kind));
    links
}

/// A URL, or a file beside the entry: a relative path that stays below the entry's folder.
pub fn target(field: Field<'_>) -> Option<Target> {
    let place = field.place();
    let text = field.line();
    if text.is_empty() {
        return None;
    }
    if is_url(&text) {
        return Some(Target::Url(text));
    }
    if text.contains([':', '\\', '?', '#']) || text.starts_with("//") {
        place.problem(
            Code::BadUrl,
            format!("`{text}` is neither an http or https URL nor a file beside the entry"),
            None,
        );
        return None;
    }
    if text.starts_with('/') || text.split('/').any(|part| matches!(part, "" | "." | "..")) {
        let help = "name a file in the entry's own folder or below it".to_owned();
        place.problem(Code::RefusedFile, format!("`{text}` leads out of the entry's folder"), Some(help));
        return None;
    }
    Some(Target::File(text))
}

fn thumbnail(field: Field<'_>) -> Option<Thumbnail> {
    if !matches!(field.node, Node::Map(_)) {
        return target(field).map(|src| Thumbnail { src, alt: String::new() });
    }
    let mut parts = (None, String::new());
    field.map(THUMBNAIL, &mut parts);
    parts.0.map(|src| Thumbnail { src, alt: parts.1 })
}

fn notices(field: Field<'_>) -> Vec<Notice> {
    field.list(|field| {
        let place = field.place();
        let has_type = field.has("type");
        let mut parts = NoticeParts::default();
        field.map(NOTICE, &mut parts);
        let NoticeParts { kind, date, url, doi, note } = parts;
        if kind.is_none() && !has_type {
            let help = format!("`type:` one of {}", NoticeKind::WORDS.join(", "));
            place.problem(Code::BadValue, "this notice has no type", Some(help));
        }
        Some(Notice { kind: kind?, date, url, doi, note })
    })
}

/// Counts with the day they were taken.
pub fn metrics(field: Field<'_>) -> Metrics {
    let mut metrics = Metrics::default();
    field.entries(
        |metrics: &mut Metrics, key, field| {
            if key == "as-of" {
                metrics.as_of = field.date();
            } else if COUNTS.contains(&key) {
                metrics.counts.extend(field.count().map(|count| (key.to_owned(), count)));
            } else {
                field.unknown_key(key, COUNTS.iter().copied().chain(["as-of"]));
            }
        },
        &mut metrics,
    );
    metrics
}

/// Old paths: from the root of the site, without a way out of it.
pub fn paths(field: Field<'_>) -> Vec<String> {
    field.list(|field| {
        let place = field.place();
        let text = field.identifier();
        let inner = text.strip_prefix('/').unwrap_or(&text);
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let legal = !inner.is_empty()
            && inner.len() <= 500
            && inner.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && part.len() <= 200)
            && !inner
                .chars()
                .any(|c| c.is_control() || matches!(c, '\\' | '?' | '#' | '%' | ':' | '"' | '<' | '>' | '|' | '*'));
        if !legal && !text.is_empty() {
            let message = format!("`{text}` is not a path inside the site");
            place.problem(Code::BadPath, message, Some("such as /p/2309.03905/ or /old/name.html".into()));
        }
        legal.then(|| format!("/{}", text.strip_prefix('/').unwrap_or(&text)))
    })
}

/// Any YAML, for the theme.
pub fn extra(field: Field<'_>) -> BTreeMap<String, Value> {
    let mut map = BTreeMap::new();
    field.entries(
        |map: &mut BTreeMap<_, _>, key, field| drop(map.insert(key.to_owned(), field.node.into_json())),
        &mut map,
    );
    map
}

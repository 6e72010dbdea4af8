//! How the values of a paper are read: each from its node to what the model holds, with every problem noted.
//!
//! Which keys there are is said by the tables of [`super::keys`].

use std::collections::BTreeMap;

use serde_json::Value;

use super::identifier::{self, OrcidError};
use super::keys::{AFFILIATION, AUTHOR, EVENT, LOGIN, NOTICE, THUMBNAIL};
use super::lint;
use super::model::*;
use crate::diagnostic::Code;
use crate::text;
use crate::text::date::Date;
use crate::text::name::Name;
use crate::yaml::field::is_url;
use crate::yaml::{Field, Key, Node};

/// An author as a map: the name in parts or whole, before it is put together.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) whole: String,
    pub(super) author: Author,
}

#[derive(Default)]
pub(super) struct NoticeParts {
    pub(super) kind: Option<NoticeKind>,
    pub(super) date: Option<Date>,
    pub(super) url: String,
    pub(super) doi: String,
    pub(super) note: String,
}

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
    let parts: Vec<&str> = text.split([',', ';']).map(str::trim).collect();
    if parts.len() > 1 && parts.iter().all(|part| identifier::is_key(part)) {
        let help = format!("write `[{}]`", parts.join(", "));
        place.problem(Code::BadKey, format!("`{text}` is more than one key"), Some(help));
        return;
    }
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

pub(super) fn affiliation(field: Field<'_>) -> Option<Affiliation> {
    let affiliation = if matches!(field.node, Node::Map(_)) {
        let mut affiliation = Affiliation::default();
        field.map(AFFILIATION, &mut affiliation);
        affiliation
    } else {
        Affiliation { name: field.line(), ..Affiliation::default() }
    };
    Some(affiliation).filter(|affiliation| !affiliation.name.is_empty())
}

pub(super) fn login(field: Field<'_>) -> Option<Login> {
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
pub(super) fn days(field: Field<'_>) -> (Option<Date>, Option<Date>) {
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

pub(super) fn arxiv(field: Field<'_>) -> String {
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

pub(super) fn identifiers(field: Field<'_>) -> BTreeMap<String, String> {
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

pub(super) fn links(field: Field<'_>) -> Vec<Link> {
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

pub(super) fn thumbnail(field: Field<'_>) -> Option<Thumbnail> {
    if !matches!(field.node, Node::Map(_)) {
        return target(field).map(|src| Thumbnail { src, alt: String::new() });
    }
    let mut parts = (None, String::new());
    field.map(THUMBNAIL, &mut parts);
    parts.0.map(|src| Thumbnail { src, alt: parts.1 })
}

pub(super) fn notices(field: Field<'_>) -> Vec<Notice> {
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
        let legal = identifier::is_path(&text);
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

//! The canonical form of entries: what `fmt` writes, and `import` and `new` begin with.
//!
//! Keys come in the order of the content model, and what is empty is not written, so that two people who say the same
//! write the same bytes. Whatever is written here reads back as the same values; the only thing that is lost is line
//! breaks at the end of an abstract. This module knows no files, no comments and no derived value.

mod around;
mod lists;
mod metrics;
mod noted;
mod scalar;
mod tree;

pub use lists::{append_topics, append_venues, topics, venues, volume};
pub use metrics::metrics;

pub(super) use noted::noted;

use super::model::*;
use crate::text::date::Date;
use crate::text::name::Name;
use tree::{Map, Node};

/// The YAML of a paper that is a file of its own.
///
/// Reading notes are no part of it: see [`markdown`].
pub fn paper(paper: &Paper) -> String {
    let mut out = String::with_capacity(paper.abstract_.len() + 1024);
    entry(paper, None).lines(&mut out, 0);
    out
}

/// A text as the value of a key, in one line.
pub fn text(text: &str) -> String {
    let mut out = String::new();
    scalar::scalar(&mut out, text, scalar::Place::Line);
    out
}

/// Each key of a paper with its lines, in the canonical order.
pub fn keys(paper: &Paper) -> Vec<(String, String)> {
    entry(paper, None).each()
}

/// A paper with its reading notes: YAML front matter, and the notes as they are.
pub fn markdown(paper: &Paper) -> String {
    let mut out = format!("---\n{}---\n", self::paper(paper));
    let notes = paper.notes.trim_start_matches(['\n', '\r']);
    if !notes.is_empty() {
        out.push('\n');
        out.push_str(notes);
    }
    out
}

/// Every key of a paper. In the list of a `volume`, what it inherits from there is not repeated.
fn entry<'a>(paper: &'a Paper, volume: Option<&Volume>) -> Map<'a> {
    let mut map = Map::default();
    heading(&mut map, paper, volume);
    words(&mut map, paper);
    dates(&mut map, paper, volume);
    subjects(&mut map, paper);
    publication(&mut map, paper, volume);
    identifiers(&mut map, paper);
    material(&mut map, paper);
    history(&mut map, paper);
    rest(&mut map, paper);
    map
}

fn heading<'a>(map: &mut Map<'a>, paper: &'a Paper, volume: Option<&Volume>) {
    map.text("id", &paper.id);
    map.texts("former-ids", &paper.former_ids);
    map.bare("type", paper.kind.map(Kind::word));
    map.text("title", &paper.title.source);
    map.text("title-short", &paper.title_short);
    map.text("language", &paper.language);
    map.list("translations", false, paper.translations.iter().map(translation));
    map.list("authors", false, paper.authors.iter().filter_map(person));
    map.bare("author-count", paper.author_count);
    map.flag("et-al", paper.et_al);
    if volume.is_none_or(|volume| volume.editors != paper.editors) {
        map.list("editors", false, paper.editors.iter().filter_map(person));
    }
}

fn words<'a>(map: &mut Map<'a>, paper: &'a Paper) {
    map.block("abstract", &paper.abstract_);
    map.text("summary", &paper.summary.source);
}

fn dates<'a>(map: &mut Map<'a>, paper: &'a Paper, volume: Option<&Volume>) {
    map.date("date", paper.date.filter(|date| volume.and_then(|volume| volume.date) != Some(*date)));
    map.date("available", paper.available);
    map.date("added", paper.added);
    map.date("updated", paper.updated);
    match &paper.added_by {
        Some(login) if login.name.is_empty() => map.text("added-by", &login.github),
        Some(login) => {
            let mut parts = Map::default();
            parts.text("name", &login.name);
            parts.text("github", &login.github);
            map.map("added-by", true, parts);
        }
        None => {}
    }
}

fn subjects<'a>(map: &mut Map<'a>, paper: &'a Paper) {
    map.texts("topics", &paper.topics);
    map.texts("keywords", &paper.keywords);
    let mut schemes = Map::default();
    for (scheme, subjects) in &paper.subjects {
        schemes.texts(scheme, subjects);
    }
    map.map("subjects", true, schemes);
}

fn publication<'a>(map: &mut Map<'a>, paper: &'a Paper, volume: Option<&Volume>) {
    // The list that a paper stands in says which volume it is in.
    let own = |text: &'a str, inherited: fn(&Volume) -> &str| match volume {
        Some(volume) if inherited(volume) == text => "",
        _ => text,
    };
    map.text("in", own(&paper.volume_key, |v| &v.key));
    map.text("section", &paper.section);
    map.bare("order", paper.order);
    map.text("venue", own(&paper.venue, |v| &v.venue));
    map.text("container", own(&paper.container, |v| v.title.plain()));
    map.text("volume", own(&paper.volume, |v| &v.volume));
    map.text("issue", own(&paper.issue, |v| &v.issue));
    map.text("pages", &paper.pages);
    map.text("article-number", &paper.article_number);
    map.text("series", own(&paper.series, |v| &v.series));
    map.text("publisher", own(&paper.publisher, |v| &v.publisher));
    if volume.is_none_or(|volume| volume.event != paper.event) {
        event(map, paper.event.as_ref());
    }
    map.text("issn", own(&paper.issn, |v| &v.issn));
    map.text("isbn", own(&paper.isbn, |v| &v.isbn));
}

fn identifiers<'a>(map: &mut Map<'a>, paper: &'a Paper) {
    map.text("doi", &paper.doi);
    map.text("arxiv", &paper.arxiv);
    let mut schemes = Map::default();
    for (scheme, identifier) in &paper.identifiers {
        schemes.text(scheme, identifier);
    }
    map.map("identifiers", true, schemes);
    map.text("citation-key", &paper.citation_key);
}

fn material<'a>(map: &mut Map<'a>, paper: &'a Paper) {
    let mut links = Map::default();
    for kind in LINK_KINDS {
        let mut targets = paper.links.iter().filter(|link| link.kind == *kind).map(|link| link.target.as_str());
        match (targets.next(), targets.next()) {
            (Some(first), None) => links.text(kind, first),
            (Some(first), Some(second)) => {
                links.list(kind, false, [first, second].into_iter().chain(targets).map(Node::text));
            }
            _ => {}
        }
    }
    map.map("links", false, links);
    match &paper.thumbnail {
        Some(Thumbnail { src, alt }) if alt.is_empty() => map.text("thumbnail", src.as_str()),
        Some(Thumbnail { src, alt }) => {
            let mut parts = Map::default();
            parts.text("src", src.as_str());
            parts.text("alt", alt);
            map.map("thumbnail", true, parts);
        }
        None => {}
    }
    map.text("license", &paper.license);
    map.text("access", &paper.access);
}

fn history<'a>(map: &mut Map<'a>, paper: &'a Paper) {
    map.list(
        "awards",
        false,
        paper.awards.iter().map(|award| {
            let mut map = Map::default();
            map.text("title", &award.title);
            map.text("by", &award.by);
            map.date("date", award.date);
            map.text("url", &award.url);
            Node::Map(true, map)
        }),
    );
    map.list(
        "versions",
        false,
        paper.versions.iter().map(|version| {
            let mut map = Map::default();
            map.text("version", &version.version);
            map.date("date", version.date);
            map.text("url", &version.url);
            map.text("note", &version.note);
            Node::Map(true, map)
        }),
    );
    map.list(
        "notices",
        false,
        paper.notices.iter().map(|notice| {
            let mut map = Map::default();
            map.bare("type", Some(notice.kind.word()));
            map.date("date", notice.date);
            map.text("url", &notice.url);
            map.text("doi", &notice.doi);
            map.text("note", &notice.note);
            Node::Map(true, map)
        }),
    );
    map.list(
        "related",
        false,
        paper.related.iter().map(|related| {
            let mut map = Map::default();
            map.text("relation", &related.relation);
            map.text("id", &related.id);
            map.text("doi", &related.doi);
            map.text("arxiv", &related.arxiv);
            map.text("url", &related.url);
            Node::Map(true, map)
        }),
    );
}

fn rest<'a>(map: &mut Map<'a>, paper: &'a Paper) {
    map.map("metrics", true, counts(&paper.metrics));
    map.texts("aliases", &paper.aliases);
    map.flag("draft", paper.draft);
    map.flag("hidden", paper.hidden);
    extra(map, &paper.extra);
}

/// Counts with their day. The names that the content model has come in its order, others after them.
fn counts(metrics: &Metrics) -> Map<'_> {
    let mut map = Map::default();
    map.date("as-of", metrics.as_of);
    let rank = |name: &str| COUNTS.iter().position(|known| *known == name).unwrap_or(COUNTS.len());
    let mut counts: Vec<_> = metrics.counts.iter().collect();
    counts.sort_by_key(|(name, _)| rank(name));
    for (name, count) in counts {
        map.bare(name, Some(count));
    }
    map
}

fn extra<'a>(map: &mut Map<'a>, extra: &'a std::collections::BTreeMap<String, serde_json::Value>) {
    let mut values = Map::default();
    for (key, value) in extra {
        values.put(key, Node::json(value));
    }
    map.map("extra", false, values);
}

fn translation(translation: &Translation) -> Node<'_> {
    let mut map = Map::default();
    map.text("language", &translation.language);
    map.text("title", &translation.title.source);
    map.block("abstract", &translation.abstract_);
    Node::Map(true, map)
}

fn event<'a>(map: &mut Map<'a>, event: Option<&'a Event>) {
    let Some(event) = event else { return };
    let mut parts = Map::default();
    parts.text("name", &event.name);
    parts.text("place", &event.place);
    match (event.start, event.end) {
        (Some(start), Some(end)) => parts.bare("date", Some(format_args!("{start}/{end}"))),
        (start, _) => parts.date("date", start),
    }
    map.map("event", true, parts);
}

/// A text where it reads back as the same name, else a map.
fn person(author: &Author) -> Option<Node<'_>> {
    let whole = whole(&author.name);
    let mut facts = Map::default();
    facts.text("native", &author.native);
    facts.text("literal", &author.literal);
    facts.text("orcid", &author.orcid);
    facts.list("affiliations", true, author.affiliations.iter().map(affiliation));
    facts.text("person", &author.person);
    facts.text("url", &author.url);
    facts.flag("corresponding", author.corresponding);
    facts.flag("equal-contribution", author.equal_contribution);
    let bare = facts.is_empty();
    match whole {
        Some(whole) if bare => return Some(Node::Text(whole.into())),
        Some(whole) => facts.prepend("name", Node::Text(whole.into())),
        None => {
            for (key, part) in [
                ("suffix", &author.name.suffix),
                ("particle", &author.name.particle),
                ("given", &author.name.given),
                ("family", &author.name.family),
            ] {
                if !part.is_empty() {
                    facts.prepend(key, Node::text(part));
                }
            }
        }
    }
    (!facts.is_empty()).then_some(Node::Map(bare, facts))
}

/// The name as one text, if it reads back as it is.
fn whole(name: &Name) -> Option<String> {
    let text = name.display();
    (!text.is_empty() && Name::parse(&text) == *name).then_some(text)
}

fn affiliation(affiliation: &Affiliation) -> Node<'_> {
    if affiliation.ror.is_empty() && affiliation.country.is_empty() {
        return Node::text(&affiliation.name);
    }
    let mut map = Map::default();
    map.text("name", &affiliation.name);
    map.text("ror", &affiliation.ror);
    map.text("country", &affiliation.country);
    Node::Map(true, map)
}

/// A year under `year`, any finer date under `date`.
fn year_or_date(map: &mut Map<'_>, date: Option<Date>) {
    match date {
        Some(date) if date.month().is_none() => map.bare("year", Some(date)),
        date => map.date("date", date),
    }
}

#[cfg(test)]
mod tests;

//! Volumes with their papers, and the lists of topics and venues, which programs may only add to.

use super::tree::{Map, Node};
use super::{around, entry, event, extra, person, year_or_date};
use crate::paper::identifier::is_key;
use crate::paper::model::{Paper, Topic, Venue, Volume};

/// The YAML of a volume and its papers. What a paper inherits from the volume is not repeated.
pub fn volume(volume: &Volume, papers: &[Paper]) -> String {
    let mut out = String::with_capacity(1024 + papers.iter().map(|paper| paper.abstract_.len() + 1024).sum::<usize>());
    let mut map = head(volume);
    if !papers.is_empty() {
        let papers = papers.iter().map(|paper| Node::Map(false, entry(paper, Some(volume))));
        map.put("papers", Node::Apart(papers.collect()));
    }
    map.lines(&mut out, 0);
    out
}

/// Every key of a volume but its papers.
pub(super) fn head(volume: &Volume) -> Map<'_> {
    let mut map = Map::default();
    map.text("key", &volume.key);
    map.texts("former-keys", &volume.former_keys);
    map.text("title", &volume.title.source);
    map.text("venue", &volume.venue);
    year_or_date(&mut map, volume.date);
    map.text("volume", &volume.volume);
    map.text("issue", &volume.issue);
    map.text("series", &volume.series);
    map.list("editors", false, volume.editors.iter().filter_map(person));
    map.text("publisher", &volume.publisher);
    map.text("address", &volume.address);
    map.text("isbn", &volume.isbn);
    map.text("issn", &volume.issn);
    map.text("doi", &volume.doi);
    event(&mut map, volume.event.as_ref());
    map.list(
        "sections",
        false,
        volume.sections.iter().map(|section| {
            let mut map = Map::default();
            map.text("key", &section.key);
            map.text("title", &section.title);
            Node::Map(true, map)
        }),
    );
    if let Some(front) = &volume.front_matter {
        let mut parts = Map::default();
        parts.text("pdf", front.pdf.as_ref().map_or("", |pdf| pdf.as_str()));
        parts.text("pages", &front.pages);
        map.map("front-matter", true, parts);
    }
    extra(&mut map, &volume.extra);
    map
}

/// The YAML of topics.yaml, in the order given.
pub fn topics(topics: &[Topic]) -> String {
    append_topics("", topics)
}

/// The YAML of venues.yaml, in the order given.
pub fn venues(venues: &[Venue]) -> String {
    append_venues("", venues)
}

/// The text of a topics.yaml with topics added: where its keys are in order, each in its place, so that two branches which
/// add different ones can be merged; else at its end. What stands there stays, comments and line ends too.
pub fn append_topics(existing: &str, new: &[Topic]) -> String {
    append(existing, new.iter().map(|topic| (topic.key.as_str(), around::topic(topic, true))))
}

/// The text of a venues.yaml with venues added, as topics are by [`append_topics`].
pub fn append_venues(existing: &str, new: &[Venue]) -> String {
    append(existing, new.iter().map(|venue| (venue.key.as_str(), around::venue(venue, true))))
}

/// How the top level of a file is written.
enum Style {
    /// A line or more an entry, indented by so many spaces.
    Lines(usize),
    /// In braces, which end before this byte.
    Braces(usize),
}

fn append<'a>(existing: &str, new: impl Iterator<Item = (&'a str, Map<'a>)>) -> String {
    let mut new = new.peekable();
    if new.peek().is_none() {
        return existing.to_owned();
    }
    let (text, tail) = without_end(existing);
    match style(text) {
        Style::Lines(indent) => {
            let block = |(key, map): (&str, Map<'_>)| {
                let mut out = String::new();
                let mut entry = Map::default();
                entry.put(key, Node::Map(map.is_empty(), map));
                entry.lines(&mut out, indent);
                (key.to_owned(), out)
            };
            [&insert(text, indent, new.map(block).collect()), tail].concat()
        }
        Style::Braces(end) => {
            let (head, brace) = existing.split_at(end);
            let mut added = String::new();
            for (key, map) in new {
                if !added.is_empty() || !head.trim_end().ends_with(['{', ',']) {
                    added.push_str(", ");
                }
                let mut entry = Map::default();
                entry.put(key, Node::Map(true, map));
                let mut braces = String::new();
                entry.flow(&mut braces);
                added.push_str(&braces[1..braces.len() - 1]);
            }
            [head, &added, brace].concat()
        }
    }
}

/// A text of a line or more an entry with these put in, each parted from its neighbours by an empty line.
fn insert(text: &str, indent: usize, mut new: Vec<(String, String)>) -> String {
    let places = places(text, indent);
    if !places.is_empty() {
        new.sort();
    }
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (mut out, mut done) = (String::with_capacity(text.len() + 1024), 0);
    for (key, block) in new {
        let block = block.replace('\n', newline);
        let next = places.iter().find(|(other, _)| *other > key).map(|(_, start)| *start);
        out.push_str(&text[done..next.unwrap_or(text.len())]);
        done = next.unwrap_or(text.len());
        if next.is_some() {
            out.extend([&block, newline]);
            continue;
        }
        if !out.is_empty() {
            let gap = if out.ends_with('\n') { 1 } else { 2 };
            out.push_str(&newline.repeat(gap));
        }
        out.push_str(&block);
    }
    out.push_str(&text[done..]);
    out
}

/// Where each entry of a list begins, with the comment above it: of two entries or more, whose keys are in order.
/// Nothing where they are not, or where a line is none that this can tell.
fn places(text: &str, indent: usize) -> Vec<(String, usize)> {
    let (mut found, mut at, mut comment) = (Vec::<(String, usize)>::new(), 0, None);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let inner = line.trim_start_matches([' ', '\u{feff}']);
        let is_outer = line.len() - inner.len() <= indent;
        if inner.starts_with('#') {
            comment.get_or_insert(start);
            continue;
        }
        // What stands at the top is of the whole file.
        let begin = comment.take().filter(|at| *at > 0).unwrap_or(start);
        if inner.trim().is_empty() || !is_outer || inner.trim_end() == "---" {
            continue;
        }
        let Some((key, rest)) = inner.split_once(':') else { return Vec::new() };
        if !is_key(key) || !rest.starts_with([' ', '\r', '\n']) {
            return Vec::new();
        }
        // Whether the list may grow is no entry of it.
        if key != "closed" {
            found.push((key.to_owned(), begin));
        }
    }
    if found.len() > 1 && found.is_sorted_by(|a, b| a.0 < b.0) { found } else { Vec::new() }
}

/// Parts a file at its end-of-document mark, which nothing may follow.
fn without_end(text: &str) -> (&str, &str) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "..." {
            return text.split_at(start);
        }
        start += line.len();
    }
    (text, "")
}

fn style(text: &str) -> Style {
    let text_lines = || text.split_inclusive('\n').map(|line| line.trim_start_matches('\u{feff}'));
    let first = text_lines().find(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with(['#', '%']) && line != "---"
    });
    let Some(first) = first else { return Style::Lines(0) };
    let indent = first.len() - first.trim_start_matches(' ').len();
    if !first.trim_start().starts_with('{') {
        return Style::Lines(indent);
    }
    // The last brace that is no part of a comment line.
    let mut end = text.len();
    for line in text.split_inclusive('\n').rev() {
        let start = end - line.len();
        if !line.trim_start().starts_with('#')
            && let Some(at) = line.rfind('}')
        {
            return Style::Braces(start + at);
        }
        end = start;
    }
    Style::Lines(indent)
}

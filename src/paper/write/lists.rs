//! Volumes with their papers, and the lists of topics and venues, which programs may only add to.

use super::tree::{Map, Node};
use super::{around, entry, event, extra, person, year_or_date};
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

/// The text of a topics.yaml with topics added at its end. What stands there stays, comments and line ends too.
pub fn append_topics(existing: &str, new: &[Topic]) -> String {
    append(existing, new.iter().map(|topic| (topic.key.as_str(), around::topic(topic, true))))
}

/// The text of a venues.yaml with venues added at its end. What stands there stays, comments and line ends too.
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
            let mut added = String::new();
            for (key, map) in new {
                if !added.is_empty() || !text.is_empty() {
                    added.push('\n');
                }
                let mut entry = Map::default();
                entry.put(key, Node::Map(map.is_empty(), map));
                entry.lines(&mut added, indent);
            }
            let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
            let gap = if text.is_empty() || text.ends_with('\n') { "" } else { newline };
            [text, gap, &added.replace('\n', newline), tail].concat()
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

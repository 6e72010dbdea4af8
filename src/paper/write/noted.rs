//! The canonical form of a file with the comments of the text that it was read from.
//!
//! A comment goes where the value that it speaks of went. Where that is gone, since it was empty or has come into its
//! parent's line, the comment stays with the nearest that is left. What stands under `extra` is not ours to write: its
//! lines are taken over.

use std::borrow::Cow;
use std::ops::Range;

use super::lists::head;
use super::tree::{Map, Node};
use super::{around, entry};
use crate::paper::file::{Content, Entry};
use crate::paper::model::Volume;
use crate::yaml::outline::{Comment, Place};
use crate::yaml::{Outline, Step};

/// Keys that stand for one another: a comment at the one that is gone goes to the other.
const SAME: &[(&str, &str)] = &[
    ("year", "date"),
    ("date", "year"),
    ("name", "family"),
    ("name", "given"),
    ("family", "name"),
    ("given", "name"),
    ("particle", "name"),
    ("suffix", "name"),
];

/// The canonical YAML of what was read from `text`, with its comments. `None` for what has no canonical form.
///
/// What a paper of a volume says is written even if the volume says it too: somebody may have meant it to stay.
pub(in crate::paper) fn noted(content: &Content, text: &str, outline: &Outline<'_>) -> Option<String> {
    let mut root = Node::Map(false, map(content, outline)?);
    let mut bases = vec![Vec::new()];
    if let Content::Papers(Some(_), entries) = content {
        bases.extend((0..entries.len() as u32).map(|at| vec![named("papers"), Step::Nth(at)]));
    }
    let mut kept: Vec<Range<usize>> = match content {
        // Any key may be that of a topic or venue.
        Content::Topics(_) | Content::Venues(_) => Vec::new(),
        _ => bases.into_iter().filter_map(|base| keep_extra(&mut root, base, text, outline)).collect(),
    };
    kept.sort_by_key(|range| range.start);
    for comment in &outline.comments {
        let at = kept.partition_point(|range| range.end <= comment.start);
        if kept.get(at).is_none_or(|range| comment.start < range.start) {
            attach(&mut root, outline, comment);
        }
    }
    root.settle();
    let is_apart = matches!(content, Content::Topics(_) | Content::Venues(_));
    Some(print(root, &outline.head, is_apart))
}

/// Every key of a file.
fn map<'a>(content: &'a Content, outline: &Outline<'_>) -> Option<Map<'a>> {
    // A name alone may stand in place of a map, and a name that is not written follows from the key.
    let has_name = |key: &str| {
        let mut places = [vec![named(key)], vec![named(key), named("name")]].into_iter();
        places.any(|steps| outline.find_node(&steps).is_some_and(|node| outline.is_text(node)))
    };
    let mut map = Map::default();
    match content {
        Content::Papers(None, entries) => map = entry(&entries.first()?.paper, None),
        Content::Papers(Some(volume), entries) => {
            map = head(volume);
            let papers = entries.iter().map(|entry| Node::Map(false, listed(entry, volume)));
            map.put("papers", Node::Apart(papers.collect()));
        }
        Content::Volume(volume) => map = head(volume),
        Content::Topics(list) => {
            map.bare("closed", (!list.closed).then_some(false));
            for (_, topic) in &list.topics {
                map.put(&*topic.key, Node::Map(false, around::topic(topic, has_name(&topic.key))));
            }
        }
        Content::Venues(venues) => {
            for (_, venue) in venues {
                map.put(&*venue.key, Node::Map(false, around::venue(venue, has_name(&venue.key))));
            }
        }
        Content::Person(person) => {
            let name = outline.find_node(&[named("name")]);
            map = around::person(person, name.is_some_and(|name| outline.is_text(name)))?;
        }
        Content::Page(page) => map = around::page(page),
        Content::Collection(collection) => map = around::collection(collection),
        Content::Nothing | Content::Metrics(_) => return None,
    }
    Some(map)
}

/// A paper in the list of its volume, which is the one thing that it need not say.
fn listed<'a>(entry: &'a Entry, volume: &Volume) -> Map<'a> {
    super::entry(&entry.paper, Some(&Volume { key: volume.key.clone(), ..Volume::default() }))
}

fn named(key: &str) -> Step {
    Step::Named(key.to_owned())
}

/// Takes over the lines under the `extra` of a record, and tells which they are.
fn keep_extra(root: &mut Node<'_>, base: Vec<Step>, text: &str, outline: &Outline<'_>) -> Option<Range<usize>> {
    let mut steps = base;
    steps.push(named("extra"));
    let target = steps.iter().try_fold(root, |at, step| at.child(step))?;
    let range = outline.written(outline.find_node(&steps)?)?;
    *target = Node::Verbatim(Cow::Owned(text[range.clone()].to_owned()));
    Some(range)
}

/// Puts a comment where what it speaks of is.
fn attach(root: &mut Node<'_>, outline: &Outline<'_>, comment: &Comment) {
    let is_first = comment.place == Place::Above && outline.children(0).first() == Some(&comment.node);
    if let Some(new) = new_first(root, outline).filter(|_| is_first)
        && let Some(first) = root.child(&new)
    {
        first.remarks().above.push(comment.text.clone());
        return;
    }
    let mut at = root;
    for node in outline.path(comment.node) {
        if let Some(step) = present(at, outline.step(node)) {
            at = at.child(&step).expect("it is there");
            continue;
        }
        let later = outline.after(node).iter().find_map(|node| present(at, outline.step(*node)));
        let text = comment.text.clone();
        match later {
            Some(step) => at.child(&step).expect("it is there").remarks().above.push(text),
            None => match at.inner() {
                Node::List(..) | Node::Map(..) | Node::Apart(_) => at.remarks().end.push(text),
                _ if comment.place == Place::Beside => at.remarks().beside.push(text),
                _ => at.remarks().above.push(text),
            },
        }
        return;
    }
    let remarks = at.remarks();
    let list = match comment.place {
        Place::Above => &mut remarks.above,
        Place::Beside => &mut remarks.beside,
        Place::End => &mut remarks.end,
    };
    list.push(comment.text.clone());
}

/// The first key of the file, if the text had none such: then what stood at the top of the text stays at the top.
fn new_first(root: &Node<'_>, outline: &Outline<'_>) -> Option<Step> {
    let Node::Map(_, map) = root else { return None };
    let first = named(map.first()?);
    outline.find_node(std::slice::from_ref(&first)).is_none().then_some(first)
}

/// The step itself or one that stands for it, whichever leads to something.
fn present(at: &mut Node<'_>, step: &Step) -> Option<Step> {
    if at.child(step).is_some() {
        return Some(step.clone());
    }
    let Step::Named(name) = step else { return None };
    let others = SAME.iter().filter(|(key, _)| key == name).map(|(_, other)| named(other));
    others.into_iter().find(|other| at.child(other).is_some())
}

/// The text of a file: what is said of it as a whole, its map, and what stands at its end.
fn print(mut root: Node<'_>, head: &[String], is_apart: bool) -> String {
    let mut out = String::new();
    for line in head {
        out.extend([line.as_str(), "\n"]);
    }
    let end = std::mem::take(&mut root.remarks().end);
    if let Node::Map(_, map) = root.inner() {
        match is_apart {
            true => map.lines_apart(&mut out),
            false => map.lines(&mut out, 0),
        }
    }
    for line in end {
        out.extend([line.as_str(), "\n"]);
    }
    out
}

//! The canonical form of a file with the comments of the text that it was read from.
//!
//! A comment goes where the value that it speaks of went. Where that is gone, since it was empty or has come into its
//! parent's line, the comment stays with the nearest that is left. What stands under `extra` is not ours to write: its
//! lines are taken over.

use std::borrow::Cow;
use std::ops::Range;

use super::entry;
use super::lists::head;
use super::tree::{Map, Node};
use crate::paper::file::Content;
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
    let mut volume = Volume::default();
    if let Content::Papers(Some(of), _) = content {
        volume.key.clone_from(&of.key);
    }
    let mut bases = vec![Vec::new()];
    let map = match content {
        Content::Papers(None, entries) => entry(&entries.first()?.paper, None),
        Content::Papers(Some(of), entries) => {
            let mut map = head(of);
            let papers = entries.iter().map(|entry| Node::Map(false, super::entry(&entry.paper, Some(&volume))));
            map.put("papers", Node::Apart(papers.collect()));
            bases.extend((0..entries.len() as u32).map(|at| vec![Step::Named("papers".to_owned()), Step::Nth(at)]));
            map
        }
        Content::Volume(of) => head(of),
        _ => return None,
    };
    let mut root = Node::Map(false, map);
    let kept: Vec<Range<usize>> =
        bases.into_iter().filter_map(|base| keep_extra(&mut root, base, text, outline)).collect();
    for comment in &outline.comments {
        // They are in order, and so are the lines that are kept.
        let at = kept.partition_point(|range| range.end <= comment.start);
        if kept.get(at).is_none_or(|range| comment.start < range.start) {
            attach(&mut root, outline, comment);
        }
    }
    root.settle();
    Some(print(root, &outline.head))
}

/// Takes over the lines under the `extra` of a record, and tells which they are.
fn keep_extra(root: &mut Node<'_>, base: Vec<Step>, text: &str, outline: &Outline<'_>) -> Option<Range<usize>> {
    let mut steps = base;
    steps.push(Step::Named("extra".to_owned()));
    let target = steps.iter().try_fold(root, |at, step| at.child(step))?;
    let range = outline.written(outline.find_node(&steps)?)?;
    *target = Node::Verbatim(Cow::Owned(text[range.clone()].to_owned()));
    Some(range)
}

/// Puts a comment where what it speaks of is.
fn attach(root: &mut Node<'_>, outline: &Outline<'_>, comment: &Comment) {
    let path = outline.path(comment.node);
    // What stands above the first key of a file stays above the first key, if that is new.
    let is_first = comment.place == Place::Above
        && path.len() == 1
        && outline.after(path[0]).len() + 1 == outline.children(0).len();
    if let (true, Node::Map(_, map)) = (is_first, &*root)
        && let Some(first) = map.first().map(|key| Step::Named(key.to_owned()))
        && outline.find_node(std::slice::from_ref(&first)).is_none()
        && let Some(first) = root.child(&first)
    {
        first.remarks().above.push(comment.text.clone());
        return;
    }
    let mut at = root;
    for node in path {
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

/// The step itself or one that stands for it, whichever leads to something.
fn present(at: &mut Node<'_>, step: &Step) -> Option<Step> {
    if at.child(step).is_some() {
        return Some(step.clone());
    }
    let Step::Named(name) = step else { return None };
    let others = SAME.iter().filter(|(key, _)| key == name).map(|(_, other)| Step::Named((*other).to_owned()));
    others.into_iter().find(|other| at.child(other).is_some())
}

/// The text of a file: what is said of it as a whole, its map, and what stands at its end.
fn print(mut root: Node<'_>, head: &[String]) -> String {
    let mut out = String::new();
    for line in head {
        out.extend([line.as_str(), "\n"]);
    }
    let end = std::mem::take(&mut root.remarks().end);
    if let Node::Map(_, map) = root.inner() {
        Map::lines(map, &mut out, 0);
    }
    for line in end {
        out.extend([line.as_str(), "\n"]);
    }
    out
}

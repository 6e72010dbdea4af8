//! Maps, lists and scalars, laid out as YAML.
//!
//! What is to be written is built as a tree first, so that the choice between one line and many is made in one place.
//! Empty values never get into the tree. This module knows no key of the content model.

use std::borrow::Cow;
use std::fmt::Display;

use serde_json::Value;

use super::scalar::{Place, is_literal, scalar};
use crate::text::date::Date;
use crate::yaml::Step;

/// The longest line that brackets or braces may make.
const WIDTH: usize = 120;
/// The longest key that stands before its colon; YAML itself allows 1024 characters.
const LONGEST_KEY: usize = 200;

/// A value to be written.
pub(super) enum Node<'a> {
    /// A text, quoted as need be.
    Text(Cow<'a, str>),
    /// A number, a date or a word, which stands as it is.
    Bare(String),
    /// Paragraphs: a `|` block where one can carry them. Line breaks at the end are not kept.
    Block(&'a str),
    /// A list: in brackets if it may be (`true`) and fits one line.
    List(bool, Vec<Node<'a>>),
    /// A map: in braces if it may be (`true`) and fits one line.
    Map(bool, Map<'a>),
    /// A list of records, with an empty line between two of them.
    Apart(Vec<Node<'a>>),
    /// YAML as it stands after its key's colon, which is only indented anew. Lines of their own begin with a line break.
    Verbatim(Cow<'a, str>),
    /// A value with comments.
    Noted(Box<Remarks>, Box<Node<'a>>),
}

/// The comments of a value, each with its `#`.
#[derive(Default)]
pub(super) struct Remarks {
    /// Lines above it.
    pub above: Vec<String>,
    /// At the end of its line; above it where it takes more lines than one, or where there are several.
    pub beside: Vec<String>,
    /// After its last entry; above it where it has none.
    pub end: Vec<String>,
}

/// The entries of a map, in order. What is empty is left out.
#[derive(Default)]
pub(super) struct Map<'a>(Vec<(Cow<'a, str>, Node<'a>)>);

impl Remarks {
    fn is_empty(&self) -> bool {
        self.above.is_empty() && self.beside.is_empty() && self.end.is_empty()
    }
}

impl<'a> Node<'a> {
    /// A text that lives elsewhere.
    pub fn text(text: &'a str) -> Node<'a> {
        Node::Text(Cow::Borrowed(text))
    }

    /// Any JSON, untouched.
    pub fn json(value: &'a Value) -> Node<'a> {
        match value {
            Value::String(text) => Node::text(text),
            Value::Array(items) => Node::List(true, items.iter().map(Node::json).collect()),
            Value::Object(entries) => {
                let entries = entries.iter().map(|(key, value)| (Cow::Borrowed(key.as_str()), Node::json(value)));
                Node::Map(false, Map(entries.collect()))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Node::Bare(value.to_string()),
        }
    }

    /// The value that a step leads to, if there is one.
    pub fn child(&mut self, step: &Step) -> Option<&mut Node<'a>> {
        match (self, step) {
            (Node::Noted(_, value), step) => value.child(step),
            (Node::Map(_, Map(entries)), Step::Named(key)) => {
                entries.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
            }
            (Node::List(_, items) | Node::Apart(items), Step::Nth(at)) => items.get_mut(*at as usize),
            _ => None,
        }
    }

    /// The comments of the value, to be added to.
    pub fn remarks(&mut self) -> &mut Remarks {
        if !matches!(self, Node::Noted(..)) {
            let value = std::mem::replace(self, Node::Bare(String::new()));
            *self = Node::Noted(Box::default(), Box::new(value));
        }
        match self {
            Node::Noted(remarks, _) => remarks,
            _ => unreachable!("it was made one of these"),
        }
    }

    /// Gives every comment the one place that it would also be read from again: what stands above the first entry of an
    /// item stands above the item.
    pub fn settle(&mut self) {
        if let Node::Noted(remarks, value) = self {
            let Remarks { above, beside, end } = &mut **remarks;
            if !value.has_entries() {
                above.append(end);
            }
            if beside.len() > 1 {
                above.append(beside);
            }
        }
        match self.inner() {
            Node::Map(_, Map(entries)) => entries.iter_mut().for_each(|(_, value)| value.settle()),
            Node::List(_, items) | Node::Apart(items) => {
                for item in items {
                    item.settle();
                    let Node::Map(_, Map(entries)) = item.inner() else { continue };
                    if let Some((_, Node::Noted(first, _))) = entries.first_mut() {
                        let mut above = std::mem::take(&mut first.above);
                        if !above.is_empty() {
                            item.remarks().above.append(&mut above);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// The value without its comments, to be changed.
    pub fn inner(&mut self) -> &mut Node<'a> {
        match self {
            Node::Noted(_, value) => value,
            value => value,
        }
    }

    /// Appends the value in one line, as it stands between brackets.
    fn flow(&self, out: &mut String) {
        match self {
            Node::Text(text) => scalar(out, text, Place::Flow),
            Node::Bare(text) => out.push_str(text),
            Node::Block(text) => scalar(out, text, Place::Flow),
            Node::Verbatim(text) => out.push_str(text),
            Node::Noted(_, value) => value.flow(out),
            Node::List(_, items) | Node::Apart(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { ", " });
                    item.flow(out);
                }
                out.push(']');
            }
            Node::Map(_, Map(entries)) => {
                out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { ", " });
                    scalar(out, key, Place::Flow);
                    out.push_str(": ");
                    value.flow(out);
                }
                out.push('}');
            }
        }
    }

    /// Whether the value may stand in brackets or braces at all, with everything in it.
    fn may_flow(&self) -> bool {
        match self {
            Node::Text(_) | Node::Bare(_) => true,
            Node::Block(_) | Node::Verbatim(_) => false,
            Node::Noted(remarks, value) => remarks.is_empty() && value.may_flow(),
            Node::Apart(items) => items.is_empty(),
            Node::List(flow, items) => items.is_empty() || (*flow && items.iter().all(Node::may_flow)),
            Node::Map(flow, Map(entries)) => {
                entries.is_empty()
                    || (*flow && entries.iter().all(|(key, value)| key.len() <= LONGEST_KEY && value.may_flow()))
            }
        }
    }

    /// Appends the value after `key:` or `-`, with the line's end. `indent` is that of what belongs to the value.
    fn value(&self, out: &mut String, indent: usize) {
        match self {
            Node::Text(text) => {
                out.push(' ');
                scalar(out, text, Place::Line);
                out.push('\n');
            }
            Node::Bare(text) => out.extend([" ", text.as_str(), "\n"]),
            Node::Block(text) if is_literal(text) => literal(out, text, indent),
            Node::Block(text) => Node::text(text.trim_end_matches('\n')).value(out, indent),
            Node::Verbatim(text) => verbatim(out, text, indent),
            Node::Noted(_, value) => value.value(out, indent),
            Node::List(..) | Node::Apart(_) | Node::Map(..) => {
                if !self.in_one_line(out) {
                    out.push('\n');
                    self.lines(out, indent);
                }
            }
        }
    }

    /// The value without its comments, and they.
    fn parted(&self) -> (Option<&Remarks>, &Node<'a>) {
        match self {
            Node::Noted(remarks, value) => (Some(remarks), value),
            value => (None, value),
        }
    }

    /// Whether this is a list or map with anything in it.
    fn has_entries(&self) -> bool {
        match self {
            Node::List(_, items) | Node::Apart(items) => !items.is_empty(),
            Node::Map(_, map) => !map.is_empty(),
            _ => false,
        }
    }

    /// Appends a list or map in one line if it may stand so and fits.
    fn in_one_line(&self, out: &mut String) -> bool {
        if !self.may_flow() {
            return false;
        }
        let before = out.len();
        out.push(' ');
        self.flow(out);
        let line = out[..before].rfind('\n').map_or(0, |at| at + 1);
        if self.has_entries() && out[line..].chars().count() > WIDTH {
            out.truncate(before);
            return false;
        }
        out.push('\n');
        true
    }

    /// Appends a list or map of one line or more an entry.
    fn lines(&self, out: &mut String, indent: usize) {
        match self {
            Node::List(_, items) => items.iter().for_each(|item| item.item(out, indent)),
            Node::Apart(items) => {
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { "\n" } else { "" });
                    item.item(out, indent);
                }
            }
            Node::Map(_, map) => map.lines(out, indent),
            _ => {}
        }
    }

    /// Appends the value as an item of a list.
    pub fn item(&self, out: &mut String, indent: usize) {
        let (remarks, value) = self.parted();
        let ended = remarks.is_some_and(|remarks| !remarks.end.is_empty()) && value.has_entries();
        with_remarks(out, indent, remarks, ended, |out| {
            let start = out.len();
            pad(out, indent);
            out.push('-');
            match value {
                Node::List(..) | Node::Map(..) | Node::Apart(_) if ended || !value.in_one_line(out) => {
                    // The first entry stands on the line of the dash, and what is said above it above the dash.
                    out.truncate(start);
                    value.lines(out, indent + 2);
                    let mut line = start;
                    while out[line + indent..].starts_with("  #") {
                        out.replace_range(line..line + 2, "");
                        line += out[line..].find('\n').map_or(0, |end| end + 1);
                    }
                    out.replace_range(line + indent..line + indent + 1, "-");
                    // Its end may be that of a line which belongs to its only entry.
                    return false;
                }
                Node::List(..) | Node::Map(..) | Node::Apart(_) => {}
                scalar => scalar.value(out, indent + 2),
            }
            true
        });
    }
}

/// Appends a value with its comments around what `write` appends, which tells whether one may end its line. `ended` says that some stand after its last entry.
fn with_remarks(
    out: &mut String,
    indent: usize,
    remarks: Option<&Remarks>,
    ended: bool,
    write: impl FnOnce(&mut String) -> bool,
) {
    let Some(remarks) = remarks else {
        write(out);
        return;
    };
    let comment = |out: &mut String, indent: usize, text: &str| {
        pad(out, indent);
        out.extend([text, "\n"]);
    };
    remarks.above.iter().for_each(|text| comment(out, indent, text));
    let start = out.len();
    let one_line = write(out) && out[start..].find('\n') == Some(out.len() - start - 1);
    let mut lines = String::new();
    match remarks.beside.as_slice() {
        [text] if one_line && !ended => {
            out.pop();
            out.extend([" ", text, "\n"]);
        }
        texts => texts.iter().for_each(|text| comment(&mut lines, indent, text)),
    }
    match ended {
        true => remarks.end.iter().for_each(|text| comment(out, indent + 2, text)),
        false => remarks.end.iter().for_each(|text| comment(&mut lines, indent, text)),
    }
    out.insert_str(start, &lines);
}

impl<'a> Map<'a> {
    /// Whether nothing was put into it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first key.
    pub fn first(&self) -> Option<&str> {
        self.0.first().map(|(key, _)| &**key)
    }

    /// Puts in any value.
    pub fn put(&mut self, key: impl Into<Cow<'a, str>>, value: Node<'a>) {
        self.0.push((key.into(), value));
    }

    /// Puts in a value before all others.
    pub fn prepend(&mut self, key: &'a str, value: Node<'a>) {
        self.0.insert(0, (key.into(), value));
    }

    /// Puts in a text, unless it is empty.
    pub fn text(&mut self, key: &'a str, text: &'a str) {
        if !text.is_empty() {
            self.put(key, Node::text(text));
        }
    }

    /// Puts in paragraphs, unless they are empty.
    pub fn block(&mut self, key: &'a str, text: &'a str) {
        if !text.trim_end_matches('\n').is_empty() {
            self.put(key, Node::Block(text));
        }
    }

    /// Puts in what stands as it is, if there is such a thing.
    pub fn bare(&mut self, key: &'a str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.put(key, Node::Bare(value.to_string()));
        }
    }

    /// Puts in a date with its precision.
    pub fn date(&mut self, key: &'a str, date: Option<Date>) {
        self.bare(key, date);
    }

    /// Puts in `true`, if it is.
    pub fn flag(&mut self, key: &'a str, flag: bool) {
        self.bare(key, flag.then_some(true));
    }

    /// Puts in a list, unless it is empty; in brackets where it fits, if it `may` stand so.
    pub fn list(&mut self, key: &'a str, may: bool, items: impl IntoIterator<Item = Node<'a>>) {
        let items: Vec<_> = items.into_iter().collect();
        if !items.is_empty() {
            self.put(key, Node::List(may, items));
        }
    }

    /// Puts in a list of short texts.
    pub fn texts(&mut self, key: &'a str, texts: &'a [String]) {
        self.list(key, true, texts.iter().map(|text| Node::text(text)));
    }

    /// Puts in a map, unless it is empty; in braces where it fits, if it `may` stand so.
    pub fn map(&mut self, key: &'a str, may: bool, map: Map<'a>) {
        if !map.is_empty() {
            self.put(key, Node::Map(may, map));
        }
    }

    /// Appends an entry a line or more.
    pub fn lines(&self, out: &mut String, indent: usize) {
        self.lines_with(out, indent, "");
    }

    /// The same, with an empty line between two entries.
    pub fn lines_apart(&self, out: &mut String) {
        self.lines_with(out, 0, "\n");
    }

    fn lines_with(&self, out: &mut String, indent: usize, between: &str) {
        for (at, (key, value)) in self.0.iter().enumerate() {
            out.push_str(if at > 0 { between } else { "" });
            let (remarks, value) = value.parted();
            let ended = remarks.is_some_and(|remarks| !remarks.end.is_empty()) && value.has_entries();
            with_remarks(out, indent, remarks, ended, |out| {
                pad(out, indent);
                if key.len() > LONGEST_KEY {
                    out.push_str("? ");
                    scalar(out, key, Place::Flow);
                    out.push('\n');
                    pad(out, indent);
                } else {
                    scalar(out, key, Place::Flow);
                }
                out.push(':');
                if ended {
                    out.push('\n');
                    value.lines(out, indent + 2);
                } else {
                    value.value(out, indent + 2);
                }
                true
            });
        }
    }

    /// Each key with its lines.
    pub fn each(self) -> Vec<(String, String)> {
        let lines = |(key, value): (Cow<'a, str>, Node<'a>)| {
            let mut out = String::new();
            let name = key.clone().into_owned();
            Map(vec![(key, value)]).lines(&mut out, 0);
            (name, out)
        };
        self.0.into_iter().map(lines).collect()
    }

    /// Appends the entries as they stand between braces.
    pub fn flow(self, out: &mut String) {
        Node::Map(true, self).flow(out);
    }
}

fn literal(out: &mut String, text: &str, indent: usize) {
    out.push_str(" |\n");
    for line in text.trim_end_matches('\n').split('\n') {
        if !line.is_empty() {
            pad(out, indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// Lines as they are, moved sideways as one. A comment that stands further left than the rest comes to its edge.
fn verbatim(out: &mut String, text: &str, indent: usize) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if !first.is_empty() {
        out.extend([" ", first]);
    }
    out.push('\n');
    let margin = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let edge = rest.lines().filter(|line| !line.trim_start().is_empty() && !line.trim_start().starts_with('#'));
    let edge = edge.map(margin).min().unwrap_or(0);
    for line in rest.lines() {
        let text = line.trim_start_matches(' ');
        // What is longer than the edge on an empty line may belong to a block of text.
        if !text.is_empty() || margin(line) > edge {
            pad(out, (margin(line) + indent).saturating_sub(edge).max(indent));
            out.push_str(text);
        }
        out.push('\n');
    }
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

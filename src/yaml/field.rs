//! From YAML nodes to checked values: what every decoder of the content model shares.
//!
//! A [`Field`] is a node with its place. Reading one never fails: what is wrong is noted, and the value is left out,
//! so that every other problem of the file is found in the same run.

use std::cell::RefCell;
use std::collections::HashSet;

use super::locate::{On, Problem, Step};
use super::node::Node;
use super::shape::Shape;
use crate::diagnostic::{Code, nearest};
use crate::text::date::Date;

/// Where the decoders of one file note its problems.
#[derive(Debug, Default)]
pub struct Context {
    /// All that was wrong so far.
    pub problems: RefCell<Vec<Problem>>,
}

impl Context {
    /// Notes a problem at a path.
    pub fn note(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }
}

/// The way from the root of the file to a node, kept on the stack.
#[derive(Clone, Copy)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    index: u32,
}

impl At<'_> {
    /// The root of the file.
    pub const ROOT: At<'static> = At { parent: None, index: 0 };

    fn path(&self) -> Vec<Step> {
        let mut path = Vec::new();
        let mut at = self;
        while let Some(parent) = at.parent {
            path.push(Step::Nth(at.index));
            at = parent;
        }
        path.reverse();
        path
    }
}

/// A key of a map: what it is called, what its value looks like and means, and how that is read into `T`.
#[derive(Debug)]
pub struct Key<T> {
    /// The key.
    pub name: &'static str,
    /// What its value looks like, for an editor.
    pub shape: Shape,
    /// What it means, in a sentence that an editor shows, with the form where that is not plain.
    pub about: &'static str,
    read: fn(&mut T, Field<'_>),
}

impl<T> Key<T> {
    /// A row of a table.
    pub const fn new(name: &'static str, shape: Shape, about: &'static str, read: fn(&mut T, Field<'_>)) -> Key<T> {
        Key { name, shape, about, read }
    }
}

/// A node with its place.
pub struct Field<'a> {
    /// The node.
    pub node: Node,
    at: At<'a>,
    context: &'a Context,
}

impl<'a> Field<'a> {
    /// The root of a file.
    pub fn root(node: Node, context: &'a Context) -> Field<'a> {
        Field { node, at: At::ROOT, context }
    }

    /// Notes a problem of this value.
    pub fn problem(&self, code: Code, message: impl Into<String>, help: Option<String>) {
        self.note(code, On::Value, message.into(), help);
    }

    fn note(&self, code: Code, on: On, message: String, help: Option<String>) {
        self.context.note(Problem { code, path: self.path(), on, part: String::new(), message, help });
    }

    /// Notes a problem of a part of this value, given as it stands in the source.
    pub fn problem_of_part(&self, part: String, code: Code, message: String, help: Option<String>) {
        self.context.note(Problem { code, path: self.path(), on: On::Value, part, message, help });
    }

    /// The way from the root of the file to this value.
    pub fn path(&self) -> Vec<Step> {
        self.at.path()
    }

    fn wrong_type(&self, wanted: &str) {
        self.problem(Code::WrongType, format!("this is {}, where {wanted} is wanted", self.node.kind()), None);
    }

    /// Reads a map by a table of its keys; unknown and duplicate keys are problems.
    pub fn map<T>(self, table: &[Key<T>], target: &mut T) {
        let names = || table.iter().map(|key| key.name);
        self.entries(
            |target, key, field| match table.iter().find(|known| known.name == key) {
                Some(known) => (known.read)(target, field),
                None => field.unknown_key(key, names()),
            },
            target,
        );
    }

    /// Notes that the map has no key such as this value's.
    pub fn unknown_key(&self, key: &str, names: impl Iterator<Item = &'static str>) {
        let help = nearest(key, names).map(|name| format!("did you mean `{name}`?"));
        self.note(Code::UnknownKey, On::Key, format!("there is no key `{key}`"), help);
    }

    /// Notes a problem of this value's key.
    pub fn problem_of_key(&self, code: Code, message: impl Into<String>, help: Option<String>) {
        self.note(code, On::Key, message.into(), help);
    }

    /// Reads a map whose keys are free; a key that stands twice is a problem, and its first value holds.
    pub fn entries<T>(self, mut read: impl FnMut(&mut T, &str, Field<'_>), target: &mut T) {
        let (node, at, context) = (self.node, self.at, self.context);
        match node {
            Node::Null => {}
            Node::Map(entries) => {
                let mut seen: HashSet<String> = HashSet::new();
                for (index, (key, node)) in entries.into_iter().enumerate() {
                    let field = Field { node, at: At { parent: Some(&at), index: index as u32 }, context };
                    if seen.contains(&key) {
                        let message = format!("the key `{key}` stands twice");
                        field.note(Code::DuplicateKey, On::Key, message, None);
                        continue;
                    }
                    read(target, &key, field);
                    seen.insert(key);
                }
            }
            node => Field { node, at, context }.wrong_type("a map of keys"),
        }
    }

    /// Reads a list; a single value stands for a list of one. Nothing in place of an item is a problem.
    pub fn list<T>(self, mut read: impl FnMut(Field<'_>) -> Option<T>) -> Vec<T> {
        let (node, at, context) = (self.node, self.at, self.context);
        match node {
            Node::Null => Vec::new(),
            Node::List(nodes) => {
                let mut list = Vec::with_capacity(nodes.len());
                for (index, node) in nodes.into_iter().enumerate() {
                    let field = Field { node, at: At { parent: Some(&at), index: index as u32 }, context };
                    if field.node == Node::Null {
                        field.problem(Code::WrongType, "an item of the list is empty", None);
                    } else {
                        list.extend(read(field));
                    }
                }
                list
            }
            node => read(Field { node, at, context }).into_iter().collect(),
        }
    }

    /// A text without white space around it; whole numbers are taken as they stand. Empty where nothing is written.
    pub fn text(self) -> String {
        match self.node {
            Node::Int(value) => value.to_string(),
            Node::Null => String::new(),
            Node::Text(ref text) => {
                if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
                    let message = format!("the text holds a control character (U+{:04X})", control as u32);
                    let help = "a backslash in double quotes begins an escape: use single quotes".to_owned();
                    self.problem(Code::ControlCharacter, message, Some(help));
                }
                match self.node {
                    Node::Text(text) if text.trim().len() == text.len() => text,
                    Node::Text(text) => text.trim().to_owned(),
                    _ => String::new(),
                }
            }
            Node::Float(_) => {
                self.number_for_text();
                String::new()
            }
            _ => {
                self.wrong_type("a text");
                String::new()
            }
        }
    }

    /// A text of one line, such as a name: line breaks in it are spaces.
    pub fn line(self) -> String {
        let text = self.text();
        if text.contains(['\n', '\r', '\t']) { text.split_whitespace().collect::<Vec<_>>().join(" ") } else { text }
    }

    /// A text that is an identifier: a number in its place lost something, so it is a problem.
    pub fn identifier(self) -> String {
        if matches!(self.node, Node::Int(_) | Node::Float(_)) {
            self.number_for_text();
            return String::new();
        }
        self.line()
    }

    fn number_for_text(&self) {
        let help = "put it in quotes, so that no digit is lost".to_owned();
        self.problem(Code::NumberForText, "YAML reads this as a number, where a text is wanted", Some(help));
    }

    /// A list of one-line texts without empty ones.
    pub fn lines(self) -> Vec<String> {
        self.list(|field| Some(field.line()).filter(|text| !text.is_empty()))
    }

    /// A list of identifiers.
    pub fn identifiers(self) -> Vec<String> {
        self.list(|field| Some(field.identifier()).filter(|text| !text.is_empty()))
    }

    /// `true` or `false`.
    pub fn boolean(self) -> bool {
        match self.node {
            Node::Bool(value) => value,
            Node::Null => false,
            _ => {
                self.wrong_type("`true` or `false`");
                false
            }
        }
    }

    /// A whole number from 0.
    pub fn count(self) -> Option<u64> {
        match self.node {
            Node::Null => None,
            Node::Int(value) if value >= 0 => Some(value as u64),
            _ => {
                self.wrong_type("a whole number from 0");
                None
            }
        }
    }

    /// A date with its precision.
    pub fn date(self) -> Option<Date> {
        let date = match &self.node {
            Node::Null => return None,
            Node::Int(year) => i16::try_from(*year).ok().and_then(Date::from_year),
            Node::Text(text) => Date::parse(text.trim()),
            _ => None,
        };
        if date.is_none() {
            let help = "write 2023, 2023-09 or 2023-09-07".to_owned();
            self.problem(Code::BadDate, "this is not a date", Some(help));
        }
        date
    }

    /// One of a few words.
    pub fn word<T>(self, words: &[&str], from: impl Fn(&str) -> Option<T>) -> Option<T> {
        let Node::Text(text) = &self.node else {
            if self.node != Node::Null {
                self.wrong_type("a word");
            }
            return None;
        };
        let value = from(text.trim());
        if value.is_none() {
            let help = match nearest(text, words.iter().copied()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("one of {}", words.join(", ")),
            };
            self.problem(Code::BadValue, format!("`{text}` is none of the words that stand here"), Some(help));
        }
        value
    }

    /// An http or https URL, or nothing.
    pub fn url(self) -> String {
        let place = self.place();
        let text = self.line();
        if text.is_empty() || is_url(&text) {
            return text;
        }
        place.problem(Code::BadUrl, format!("`{text}` is not an http or https URL"), None);
        String::new()
    }

    /// Whether this is a map with a key, whatever its value.
    pub fn has(&self, key: &str) -> bool {
        matches!(&self.node, Node::Map(entries) if entries.iter().any(|(name, _)| name == key))
    }

    /// Whether this is a map that has something written at a key.
    pub fn says(&self, key: &str) -> bool {
        matches!(&self.node, Node::Map(entries) if entries.iter().any(|(name, node)| name == key && !is_blank(node)))
    }

    /// Which of these names the map has by a slip of the pen: those nearest to keys of it that are none of them.
    pub fn slips(&self, names: impl Iterator<Item = &'static str> + Clone) -> Vec<&'static str> {
        let Node::Map(entries) = &self.node else { return Vec::new() };
        let unknown = entries.iter().filter(|(name, _)| !names.clone().any(|known| known == name));
        unknown.filter_map(|(name, _)| nearest(name, names.clone())).collect()
    }

    /// Whether nothing is written here.
    pub fn is_blank(&self) -> bool {
        is_blank(&self.node)
    }

    /// A node that was taken out of this map, at its entry's number.
    pub fn child(&'a self, index: u32, node: Node) -> Field<'a> {
        Field { node, at: At { parent: Some(&self.at), index }, context: self.context }
    }

    /// Hands on every item of a list of maps.
    pub fn each(self, mut read: impl FnMut(Field<'_>)) {
        if matches!(self.node, Node::List(_) | Node::Null) {
            self.list(|field| {
                read(field);
                None::<()>
            });
        } else {
            self.wrong_type("a list");
        }
    }

    /// Only the place, for a problem that shows after the value was taken.
    pub fn place(&self) -> Field<'a> {
        Field { node: Node::Null, at: self.at, context: self.context }
    }
}

fn is_blank(node: &Node) -> bool {
    match node {
        Node::Null => true,
        Node::Text(text) => text.trim().is_empty(),
        Node::List(items) => items.is_empty(),
        _ => false,
    }
}

/// Whether `text` is an http or https URL with a host and without white space, controls, quotes or angle brackets.
pub fn is_url(text: &str) -> bool {
    let lower = text.get(..8).map(str::to_ascii_lowercase).unwrap_or_else(|| text.to_ascii_lowercase());
    let rest = ["https://", "http://"].iter().find(|scheme| lower.starts_with(**scheme)).map(|s| &text[s.len()..]);
    rest.is_some_and(|rest| {
        rest.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'[' || b >= 0x80)
            && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '`'))
    })
}

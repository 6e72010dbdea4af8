//! YAML text → a tree of plain nodes, within limits that no honest entry meets.
//!
//! The reader is `yaml_serde`; what it is spared is whatever would cost it more than linear time or memory. Nodes keep
//! duplicate keys, since refusing them here would hide every other problem of the file. No key has a meaning yet.

use std::fmt;

use serde::de::{Deserialize, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::Value;

use super::syntax::{Stands, explain};
use crate::diagnostic::{Code, Diagnostic, Span};

/// Deepest nesting that is read.
const DEEPEST: usize = 200;

/// A YAML value.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file, with whatever keys stand twice.
    Map(Vec<(String, Node)>),
    /// A value with a tag such as `!x`.
    Tagged,
}

impl Node {
    /// The node's kind, as a message names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "nothing",
            Node::Bool(_) => "a yes or no",
            Node::Int(_) | Node::Float(_) => "a number",
            Node::Text(_) => "a text",
            Node::List(_) => "a list",
            Node::Map(_) => "a map",
            Node::Tagged => "a tagged value",
        }
    }

    /// The node as JSON, for what is handed on untouched.
    pub fn into_json(self) -> Value {
        match self {
            Node::Null | Node::Tagged => Value::Null,
            Node::Bool(value) => Value::Bool(value),
            Node::Int(value) => Value::from(value),
            Node::Float(value) => Value::from(value),
            Node::Text(text) => Value::String(text),
            Node::List(list) => Value::Array(list.into_iter().map(Node::into_json).collect()),
            Node::Map(map) => Value::Object(map.into_iter().map(|(key, node)| (key, node.into_json())).collect()),
        }
    }
}

/// Reads one YAML document. `path` and `first_line` (from 0) say where `text` stands, for the diagnostic.
///
/// # Errors
/// The one diagnostic for which nothing of the text can be read: bad syntax, tabs, absurd nesting, alias bombs.
pub fn read(text: &str, path: &str, first_line: u32) -> Result<Node, Box<Diagnostic>> {
    let stands = Stands { text, path, first_line };
    if let Some(at) = too_deep(text.as_bytes()) {
        let Span { line, column, .. } = Span::of(text, at, at + 1);
        let message = format!("lists and maps nest deeper than {DEEPEST} levels");
        return Err(Box::new(stands.at(Code::TooDeep, (line as usize, column as usize), 1, message)));
    }
    if text.trim().is_empty() {
        return Ok(Node::Null);
    }
    serde_yaml::from_str(text).map_err(|error| Box::new(explain(&error, stands)))
}

/// Where flow collections nest too deep, counted in the raw bytes: the scanner is quadratic in open brackets.
fn too_deep(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                if depth > DEEPEST {
                    return Some(at);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            // A bracket that is no structure (in an abstract, say) is forgotten where a line begins a new key or entry.
            b'\n' if bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace()) => {
                depth = depth.min(DEEPEST / 2)
            }
            _ => {}
        }
    }
    None
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(i64::try_from(value).map_or(Node::Float(value as f64), Node::Int))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Float(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(Node::Float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = access.next_element()? {
            list.push(node);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some((key, node)) = access.next_entry::<Node, Node>()? {
            map.push((key_text(key), node));
        }
        Ok(Node::Map(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Node, A::Error> {
        let (_, content) = access.variant::<Node>()?;
        content.newtype_variant::<Node>()?;
        Ok(Node::Tagged)
    }
}

fn key_text(key: Node) -> String {
    match key {
        Node::Text(text) => text,
        Node::Bool(value) => value.to_string(),
        Node::Int(value) => value.to_string(),
        Node::Float(value) => value.to_string(),
        Node::Null => "null".to_owned(),
        Node::List(_) | Node::Map(_) | Node::Tagged => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::print;

    fn error(text: &str) -> String {
        let diagnostic = read(text, "x.yaml", 0).unwrap_err();
        print(&diagnostic, diagnostic.code.severity())
    }

    #[test]
    fn kinds_order_and_duplicates_are_kept() {
        let node = read("b: 1\na: [x, ~, 2.5, true]\nb: '2'\n2023: y", "x.yaml", 0).unwrap();
        let Node::Map(map) = node else { panic!() };
        assert_eq!(map.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["b", "a", "b", "2023"]);
        assert_eq!(map[1].1, Node::List(vec![Node::Text("x".into()), Node::Null, Node::Float(2.5), Node::Bool(true)]));
    }

    #[test]
    fn syntax_errors_say_what_to_do() {
        assert_eq!(
            error("id: x\ntitle: Attention: a survey\n"),
            "error[syntax]: a text that holds `: ` must be quoted\n  x.yaml:2:17\n  2 │ title: Attention: a survey\n    │                 ^ put the text in quotes\n"
        );
        assert_eq!(
            error("authors:\n\t- Ada\n"),
            "error[tab-indent]: tabs cannot indent\n  x.yaml:2:1\n  2 │  - Ada\n    │ ^ use spaces\n"
        );
        assert!(error("a: b\nc: d\u{94}e\n").contains("(U+0094)\n  x.yaml:2:5\n"), "{}", error("a: b\nc: d\u{94}e\n"));
        assert!(error("a: 'x").contains("never closed"), "{}", error("a: 'x"));
        assert!(error("a: \"\\q\"").contains("backslash"), "{}", error("a: \"\\q\""));
        assert!(error("a: 1\n---\nb: 2\n").contains("one file holds one document"), "{}", error("a: 1\n---\nb: 2\n"));
    }

    #[test]
    fn bombs_are_refused_quickly() {
        assert!(error(&"[".repeat(200_000)).contains("too-deep"));
        assert!(error(&"- ".repeat(50_000)).contains("too-deep"));
        let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for i in 1..30 {
            let name = |i: i32| format!("a{i}").replace("a0", "a");
            bomb += &format!("{0}: &{0} [{1}]\n", name(i), vec![format!("*{}", name(i - 1)); 9].join(", "));
        }
        assert!(error(&bomb).contains("too-deep"), "{}", error(&bomb));
    }
}

//! What values look like, and the JSON Schema that tells an editor, so that it completes and checks as one types.
//!
//! A shape says what the readers of [`super::field`] take: all of it, since whoever sees a mistake marked that is none
//! believes no mark any more. Nothing here knows a key; tables of keys name the shapes, and a [`Vocabulary`] holds the
//! names that one archive has.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::field::Key;
use crate::diagnostic::{Code, Severity};

/// What a value looks like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Any YAML at all.
    Anything,
    /// A text, which a whole number is too.
    Text,
    /// A text in which something is written.
    Filled,
    /// A text and no number, since a number loses digits.
    Identifier,
    /// A text of a form.
    Form(&'static Form),
    /// `true` or `false`.
    Boolean,
    /// A whole number from the least that is taken.
    Count(u32),
    /// A number between two.
    Number(u32, u32),
    /// A year, a month or a day.
    Date,
    /// A date, or the first and the last day of something.
    Days,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// `false`, which YAML makes of some words.
    False,
    /// A list, and nothing else.
    List(&'static Shape),
    /// A value, or a list of them.
    Several(&'static Shape),
    /// A map of keys that are known.
    Keys(Keys),
    /// A map whose keys are free, or of a form.
    Entries(Option<&'static Form>, &'static Shape),
    /// A name that the vocabulary may list, by the kind of what it names, and what such a name looks like.
    Name(&'static str, &'static Shape),
    /// One of several shapes.
    OneOf(&'static [Shape]),
    /// A shape in which no name need be one of the vocabulary's.
    Loose(&'static Shape),
}

/// The form of a text. White space around it does not count, and nothing at all is no mistake.
#[derive(Debug)]
pub struct Form {
    /// A regular expression of the whole text, as far as Python, Rust and JavaScript agree.
    pub pattern: &'static str,
    /// What an editor says where a text is of another form.
    pub wanted: &'static str,
    /// The codes of that mistake.
    pub codes: &'static [Code],
}

/// The keys of a map.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// Lists them.
    pub list: fn() -> Vec<Property>,
    /// Those that must stand there.
    pub all: &'static [&'static str],
    /// Those of which one must.
    pub any: &'static [&'static str],
}

/// A key of a map, without how it is read.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// The key.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// What it means, in a sentence.
    pub about: &'static str,
}

/// What one archive knows: the names it has, and the mistakes it allows.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Kind to names.
    pub names: BTreeMap<&'static str, Names>,
    /// Codes that are no errors here, though they are elsewhere.
    pub allowed: BTreeSet<Code>,
}

/// The names of one kind.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Each with what an editor shows beside it.
    pub list: Vec<(String, String)>,
    /// Names that are understood, and not offered.
    pub former: Vec<String>,
    /// Whether there are no others.
    pub closed: bool,
}

/// A text with white space around it, which the readers take off.
const PADDED: &str = r"^\s|\s$";

/// The same, or nothing at all.
const PADDED_OR_EMPTY: &str = r"^\s|\s$|^$";

macro_rules! date {
    () => {
        concat!(
            r"(?!0000)[0-9]{4}(?:[T ].{0,2}|-(?:(?:0[13578]|1[02])(?:-(?:0[1-9]|[12][0-9]|3[01])(?:[T ][\s\S]*)?)?",
            r"|(?:0[469]|11)(?:-(?:0[1-9]|[12][0-9]|30)(?:[T ][\s\S]*)?)?",
            r"|02(?:-(?:0[1-9]|[12][0-9])(?:[T ][\s\S]*)?)?))?"
        )
    };
}

const DATE: Form = Form {
    pattern: concat!(r"^\s*", date!(), r"\s*$"),
    wanted: "This is not a date: write 2023, 2023-09 or 2023-09-07.",
    codes: &[Code::BadDate],
};

const DAYS: Form = Form {
    pattern: concat!(r"^\s*", date!(), r"(?:\s*/\s*", date!(), r")?\s*$"),
    wanted: "These are not the days of an event: write 2023-12-10/2023-12-16, or one date.",
    codes: &[Code::BadDate],
};

/// An http or https URL.
pub const URL: Form = Form {
    pattern: r#"^\s*(?:[hH][tT][tT][pP][sS]?://[^\x00-\x2f\x3a-\x40\x5c-\x60\x7b-\x7f][^\s\x00-\x1f\x7f-\x9f"<>`]*\s*)?$"#,
    wanted: "This is not an http or https URL.",
    codes: &[Code::BadUrl],
};

/// The keys of a table, without how they are read.
pub fn properties<T>(table: &[Key<T>]) -> Vec<Property> {
    table.iter().map(|key| Property { name: key.name, shape: key.shape, about: key.about }).collect()
}

impl Vocabulary {
    /// Whether a mistake of this code is an error.
    pub fn refuses(&self, code: Code) -> bool {
        code.severity() == Severity::Error && !self.allowed.contains(&code)
    }

    /// The types of a text: a number is none that may be taken for one.
    fn text(&self) -> Value {
        if self.refuses(Code::NumberForText) { json!("string") } else { json!(["string", "number"]) }
    }
}

impl Shape {
    /// The schema of a value that is there.
    pub fn schema(&self, words: &Vocabulary) -> Value {
        match self {
            Shape::Anything => json!({}),
            Shape::Text if !words.refuses(Code::NumberForText) => json!({"type": words.text()}),
            Shape::Text => json!({"type": ["string", "integer"]}),
            Shape::Filled => with(Shape::Text.schema(words), "pattern", json!(r"\S")),
            Shape::Identifier => json!({"type": words.text()}),
            Shape::Form(form) => form.schema(words),
            Shape::Boolean => json!({"type": "boolean"}),
            Shape::Count(least) => {
                json!({"type": "integer", "minimum": if words.refuses(Code::BadValue) { *least } else { 0 }})
            }
            Shape::Number(..) if !words.refuses(Code::BadValue) => json!({}),
            Shape::Number(from, to) => json!({"type": "number", "minimum": from, "maximum": to}),
            Shape::Date => dated(&DATE, words),
            Shape::Days => dated(&DAYS, words),
            Shape::Word(list) if words.refuses(Code::BadValue) => {
                union([json!({"enum": list}), json!({"type": "string", "pattern": PADDED})])
            }
            Shape::Word(list) => union([json!({"enum": list}), json!({"type": "string"})]),
            Shape::False => json!({"const": false}),
            Shape::List(item) => json!({"type": "array", "items": item.schema(words)}),
            Shape::Several(item) => union([Shape::List(item).schema(words), item.schema(words)]),
            Shape::Keys(keys) => {
                let all = if words.refuses(Code::BadValue) { keys.all } else { &[] };
                object(&(keys.list)(), all, keys.any, words)
            }
            Shape::Entries(form, value) => entries(*form, value.or_nothing(words), words),
            Shape::Name(kind, shape) => match words.names.get(kind).filter(|names| !names.list.is_empty()) {
                Some(_) => json!({"$ref": format!("#/$defs/{kind}")}),
                None => shape.schema(words),
            },
            Shape::OneOf(shapes) => union(shapes.iter().map(|shape| shape.schema(words))),
            Shape::Loose(shape) => shape.schema(&Vocabulary { names: BTreeMap::new(), allowed: words.allowed.clone() }),
        }
    }

    /// The schema of a value that may be left out, as most may: a key without a value is a key that is not there.
    pub fn or_nothing(&self, words: &Vocabulary) -> Value {
        optional(self.schema(words), words)
    }

    /// The names in it, each kind with what its names look like.
    fn names(&self, found: &mut BTreeMap<&'static str, &'static Shape>) {
        match self {
            Shape::Name(kind, shape) => drop(found.insert(kind, shape)),
            Shape::List(shape) | Shape::Several(shape) | Shape::Entries(_, shape) => shape.names(found),
            Shape::OneOf(shapes) => shapes.iter().for_each(|shape| shape.names(found)),
            Shape::Keys(keys) => (keys.list)().iter().for_each(|property| property.shape.names(found)),
            _ => {}
        }
    }
}

impl Form {
    fn schema(&self, words: &Vocabulary) -> Value {
        let schema = json!({"type": words.text()});
        match self.is_held(words) {
            true => with(with(schema, "pattern", json!(self.pattern)), "errorMessage", json!(self.wanted)),
            false => schema,
        }
    }

    /// Whether a text of another form is an error.
    fn is_held(&self, words: &Vocabulary) -> bool {
        self.codes.iter().all(|code| words.refuses(*code))
    }
}

impl Names {
    /// The schema of a name of this kind. An editor offers the names even where others may stand.
    fn schema(&self, shape: &Shape, words: &Vocabulary) -> Value {
        let (names, about): (Vec<&str>, Vec<&str>) =
            self.list.iter().map(|(name, about)| (name.as_str(), about.as_str())).unzip();
        let known = json!({"enum": names, "enumDescriptions": about});
        match self.closed {
            true => union([known, json!({"type": words.text(), "pattern": self.unlisted()})]),
            false => union([known, shape.schema(words)]),
        }
    }
}

impl Names {
    /// What is read as one of the names though it is not spelled as one in the list.
    fn unlisted(&self) -> String {
        let is_plain = |name: &&String| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let former: Vec<&str> = self.former.iter().filter(is_plain).map(String::as_str).collect();
        match former.is_empty() {
            true => PADDED_OR_EMPTY.to_owned(),
            false => format!("{PADDED_OR_EMPTY}|^(?:{})$", former.join("|")),
        }
    }
}

/// The schema of a value that may be left out.
pub fn optional(schema: Value, words: &Vocabulary) -> Value {
    let schema = union([schema, json!({"type": "null"})]);
    // Where it may be of any type, the schema is only there for what an editor offers and tells.
    if words.refuses(Code::WrongType) { schema } else { json!({"anyOf": [schema, {}]}) }
}

fn with(mut schema: Value, key: &str, value: Value) -> Value {
    schema[key] = value;
    schema
}

fn dated(form: &Form, words: &Vocabulary) -> Value {
    if !form.is_held(words) {
        return json!({});
    }
    union([form.schema(words), json!({"type": "integer", "minimum": 1, "maximum": 9999})])
}

/// The schema of a map of these keys, of which some must stand there.
pub fn object(properties: &[Property], all: &[&str], any: &[&str], words: &Vocabulary) -> Value {
    let mut named = Map::new();
    for Property { name, shape, about } in properties {
        let mut schema = shape.or_nothing(words);
        schema["description"] = json!(about);
        named.insert((*name).to_owned(), schema);
    }
    let mut schema = json!({"type": "object", "properties": named});
    if words.refuses(Code::UnknownKey) {
        schema["additionalProperties"] = json!(false);
    }
    if !all.is_empty() {
        schema["required"] = json!(all);
    }
    if !any.is_empty() && words.refuses(Code::WrongType) {
        schema["anyOf"] = any.iter().map(|name| json!({"required": [name]})).collect();
    }
    schema
}

/// The schema of a map from free keys, or from keys of a form, to values of one schema.
pub fn entries(form: Option<&Form>, value: Value, words: &Vocabulary) -> Value {
    match form.filter(|form| form.is_held(words)) {
        Some(Form { pattern, .. }) => {
            json!({"type": "object", "patternProperties": {*pattern: value}, "additionalProperties": false})
        }
        None => json!({"type": "object", "additionalProperties": value}),
    }
}

/// The names that these properties may be asked for, as definitions.
pub fn definitions(properties: &[Property], words: &Vocabulary) -> Map<String, Value> {
    let mut found = BTreeMap::new();
    properties.iter().for_each(|property| property.shape.names(&mut found));
    let listed = |(kind, shape): (&'static str, &Shape)| {
        let names = words.names.get(kind).filter(|names| !names.list.is_empty())?;
        Some((kind.to_owned(), names.schema(shape, words)))
    };
    found.into_iter().filter_map(listed).collect()
}

/// The schema of what fits one of these. Those of different types become one schema, not a choice of several: of a
/// choice an editor can only guess which was meant.
pub fn union(parts: impl IntoIterator<Item = Value>) -> Value {
    let mut choices: Vec<Value> = Vec::new();
    for part in parts {
        let nested = match part.as_object() {
            Some(only) if only.len() == 1 && only.contains_key("anyOf") => only["anyOf"].as_array().cloned(),
            Some(anything) if anything.is_empty() => return part,
            _ => None,
        };
        for choice in nested.unwrap_or_else(|| vec![part]) {
            match choices.iter_mut().find(|other| are_apart(other, &choice)) {
                Some(other) => merge(other, choice),
                None => choices.push(choice),
            }
        }
    }
    if choices.len() == 1 { choices.remove(0) } else { json!({"anyOf": choices}) }
}

fn types(schema: &Value) -> Vec<Value> {
    match &schema["type"] {
        Value::Null => Vec::new(),
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    }
}

/// Whether nothing that one schema asks for is asked of values of the other.
fn are_apart(one: &Value, other: &Value) -> bool {
    let (Some(a), Some(b)) = (one.as_object(), other.as_object()) else { return false };
    let (left, right) = (types(one), types(other));
    !left.is_empty()
        && !right.is_empty()
        && !left.iter().any(|kind| right.contains(kind))
        && !a.keys().any(|key| key != "type" && b.contains_key(key))
}

fn merge(into: &mut Value, other: Value) {
    let all = Value::Array([types(into), types(&other)].concat());
    if let (Some(into), Value::Object(other)) = (into.as_object_mut(), other) {
        into.extend(other);
        into.insert("type".to_owned(), all);
        // For a map it would be told in place of every mistake inside.
        let is_map = into["type"].as_array().is_some_and(|types| types.iter().any(|kind| kind == "object"));
        if is_map && let Some(message) = into.remove("errorMessage") {
            into.insert("patternErrorMessage".to_owned(), message);
        }
    }
}

/// A schema as a document of its own.
pub fn document(title: &str, mut schema: Value, definitions: Map<String, Value>) -> Value {
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(title);
    if !definitions.is_empty() {
        schema["$defs"] = Value::Object(definitions);
    }
    schema
}

#[cfg(test)]
mod tests;

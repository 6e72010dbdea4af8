//! The JSON Schema of everything in content/: papers, volumes, topics, venues, people, pages, collections and counts.
//!
//! The tables of keys say all of it but for what a whole file adds: which keys must stand there, and maps whose keys are
//! names. What an archive knows comes in as a plain [`Vocabulary`].

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::decode_rest::{COLLECTION, PAGE, PERSON, TOPIC, VENUE, VOLUME};
use super::keys::PAPER;
use super::shapes::{self, ID_FORM, KEY_FORM, TOPIC_FORM};
use crate::diagnostic::Code;
use crate::yaml::Shape;
use crate::yaml::shape::{
    Form, Names, Property, Vocabulary, definitions, document, entries, object, optional, properties, union,
};

/// The key of a topic of topics.yaml, beside which `closed` is none.
const TOPIC_KEY: Form = Form {
    pattern: r"^(?!closed$|part$|w[0-9]{2}$)[a-z](?:[a-z0-9-]{0,98}[a-z0-9])?$",
    codes: &[Code::BadKey, Code::ReservedKey],
    ..TOPIC_FORM
};

/// The key of a venue of venues.yaml.
const VENUE_KEY: Form = Form {
    pattern: r"^(?!part$|[0-9]{4}$|w[0-9]{2}$)[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$",
    codes: &[Code::BadKey, Code::ReservedKey],
    ..KEY_FORM
};

/// The id of a paper of a file of counts.
const COUNTED: Form = Form { pattern: r"^(?!as-of$)[A-Za-z0-9][A-Za-z0-9._-]{0,199}$", ..ID_FORM };

/// What the definitions of whole maps are called, which no kind of name is.
const PAPER_FILE: &str = "file-of-a-paper";
const VOLUME_FILE: &str = "file-of-a-volume";
const ITEM: &str = "paper-of-a-volume";

/// Every table of keys, for whoever lists them: what it is of, the files that have it, and its keys.
pub fn tables() -> Vec<(&'static str, &'static [&'static str], Vec<Property>)> {
    vec![
        ("A paper", &["content/papers/**/*.yaml", "content/papers/**/*.md"], properties(PAPER)),
        ("A volume", &["content/volumes/**/*.yaml", "content/papers/**/*.yaml"], properties(VOLUME)),
        ("A topic", &["content/topics.yaml"], properties(TOPIC)),
        ("A venue", &["content/venues.yaml"], properties(VENUE)),
        ("A person", &["content/people/**/*.yaml"], properties(PERSON)),
        ("A collection", &["content/collections/**/*.md"], properties(COLLECTION)),
        ("A free page", &["content/pages/**/*.md"], properties(PAGE)),
    ]
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// A file of content/papers: a paper, or a volume if it lists papers.
pub fn entry(words: &Vocabulary, added: bool) -> Value {
    let mut known = definitions(&[properties(PAPER), properties(VOLUME)].concat(), words);
    known.insert(ITEM.to_owned(), item(words, added));
    known.insert(VOLUME_FILE.to_owned(), listing(words));
    known.insert(PAPER_FILE.to_owned(), paper_alone(words, added));
    let schema = json!({
        "if": {"type": "object", "required": ["papers"]},
        "then": reference(VOLUME_FILE),
        "else": reference(PAPER_FILE),
    });
    document("Entry: a paper, or a volume with its papers", schema, known)
}

/// A paper, in a file of its own or as the front matter of its notes. `added` says that it needs the day it was featured.
pub fn paper(words: &Vocabulary, added: bool) -> Value {
    document("Entry: a paper", paper_alone(words, added), definitions(&properties(PAPER), words))
}

fn paper_alone(words: &Vocabulary, added: bool) -> Value {
    let title = words.refuses(Code::MissingTitle).then_some("title");
    let added = (added && words.refuses(Code::MissingAdded)).then_some("added");
    object(&properties(PAPER), &[title, added].into_iter().flatten().collect::<Vec<_>>(), &[], words)
}

/// A paper in the list of a volume, which has no file to take an id from, and whose volume is that one whatever it says.
fn item(words: &Vocabulary, added: bool) -> Value {
    let mut schema = paper_alone(words, added);
    replace(&mut schema["properties"]["in"], Shape::Identifier.or_nothing(words));
    if words.refuses(Code::MissingId) {
        let mut required = vec![json!("id")];
        required.extend(schema["required"].as_array().cloned().unwrap_or_default());
        schema["required"] = Value::Array(required);
    }
    schema
}

/// Puts another schema in the place of a property's, and leaves what it means.
fn replace(property: &mut Value, mut schema: Value) {
    schema["description"] = property["description"].take();
    *property = schema;
}

/// A volume whose papers are files of their own.
pub fn volume(words: &Vocabulary) -> Value {
    document("Volume", head(words), definitions(&properties(VOLUME), words))
}

/// A volume with its papers.
pub fn volume_with_papers(words: &Vocabulary, added: bool) -> Value {
    let mut known = definitions(&[properties(PAPER), properties(VOLUME)].concat(), words);
    known.insert(ITEM.to_owned(), item(words, added));
    document("Volume with its papers", listing(words), known)
}

fn head(words: &Vocabulary) -> Value {
    let mut own: Vec<Property> = properties(VOLUME);
    own.retain(|property| property.name != "papers");
    titled(&own, words)
}

fn listing(words: &Vocabulary) -> Value {
    let mut schema = titled(&properties(VOLUME), words);
    if words.refuses(Code::WrongType) {
        let papers = json!({"type": ["array", "null"], "items": reference(ITEM)});
        replace(&mut schema["properties"]["papers"], papers);
    }
    schema
}

/// A map that needs a title with something in it.
fn titled(own: &[Property], words: &Vocabulary) -> Value {
    if !words.refuses(Code::MissingTitle) {
        return object(own, &[], &[], words);
    }
    let mut schema = object(own, &["title"], &[], words);
    replace(&mut schema["properties"]["title"], Shape::Filled.schema(words));
    schema
}

/// topics.yaml.
pub fn topics(words: &Vocabulary) -> Value {
    // A topic may be written before the one that is its parent, so none is refused here.
    let open = Vocabulary { names: opened(words), allowed: words.allowed.clone() };
    let known = definitions(&properties(TOPIC), &open);
    let topic = named(&properties(TOPIC), &open);
    let closed = union([Shape::Boolean.schema(&open), topic.clone()]);
    let schema =
        record(&TOPIC_KEY, topic, ("closed", closed), "Whether there are no other topics: true or false.", &open);
    document("Topics", schema, known)
}

fn opened(words: &Vocabulary) -> BTreeMap<&'static str, Names> {
    let mut names = words.names.clone();
    names.values_mut().for_each(|names| names.closed = false);
    names
}

/// venues.yaml.
pub fn venues(words: &Vocabulary) -> Value {
    let schema = entries(Some(&VENUE_KEY), named(&properties(VENUE), words), words);
    document("Venues", union([schema, json!({"type": "null"})]), Default::default())
}

/// A name, or a map of these keys, or nothing at all.
fn named(own: &[Property], words: &Vocabulary) -> Value {
    optional(union([json!({"type": "string"}), object(own, &[], &[], words)]), words)
}

/// A map from keys of a form, with one key that is another's.
fn record(form: &Form, value: Value, (name, other): (&str, Value), about: &str, words: &Vocabulary) -> Value {
    let mut schema = entries(Some(form), value, words);
    schema["properties"][name] = other;
    schema["properties"][name]["description"] = json!(about);
    union([schema, json!({"type": "null"})])
}

/// A person of people/KEY.yaml.
pub fn person(words: &Vocabulary) -> Value {
    document("Person", object(&properties(PERSON), &[], &["name", "names"], words), Default::default())
}

/// The front matter of a page.
pub fn page(words: &Vocabulary) -> Value {
    document("Page", titled(&properties(PAGE), words), definitions(&properties(PAGE), words))
}

/// The front matter of a collection.
pub fn collection(words: &Vocabulary) -> Value {
    document("Collection", titled(&properties(COLLECTION), words), definitions(&properties(COLLECTION), words))
}

/// A file of counts.
pub fn metrics(words: &Vocabulary) -> Value {
    let counts = shapes::METRICS.or_nothing(words);
    let day = ("as-of", Shape::Date.or_nothing(words));
    let schema = record(&COUNTED, counts, day, "The day of all counts: 2026-11-01.", words);
    document("Metrics", schema, Default::default())
}

#[cfg(test)]
mod tests;

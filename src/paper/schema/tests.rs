use std::collections::BTreeSet;

use super::*;

/// Every property that a shape leads to, with the way to it.
fn walk(way: &str, shape: Shape, found: &mut Vec<(String, Property)>) {
    match shape {
        Shape::Keys(keys) => all(way, &(keys.list)(), found),
        Shape::List(inner) | Shape::Several(inner) | Shape::Entries(_, inner) | Shape::Loose(inner) => {
            walk(way, *inner, found);
        }
        Shape::OneOf(shapes) => shapes.iter().for_each(|shape| walk(way, *shape, found)),
        _ => {}
    }
}

fn all(way: &str, properties: &[Property], found: &mut Vec<(String, Property)>) {
    for property in properties {
        let way = format!("{way}.{}", property.name);
        found.push((way.clone(), *property));
        walk(&way, property.shape, found);
    }
}

#[test]
fn every_key_has_one_name_and_says_what_it_means() {
    let mut found = Vec::new();
    let tables = [
        ("paper", properties(PAPER)),
        ("volume", properties(VOLUME)),
        ("topic", properties(TOPIC)),
        ("venue", properties(VENUE)),
        ("person", properties(PERSON)),
        ("page", properties(PAGE)),
        ("collection", properties(COLLECTION)),
    ];
    for (name, table) in &tables {
        all(name, table, &mut found);
    }
    assert!(found.len() > 200, "{}", found.len());
    let mut seen = BTreeSet::new();
    for (way, property) in found {
        let about = property.about;
        assert!(about.ends_with('.') && about.len() > 5, "{way} does not say what it means: {about:?}");
        assert!(about.chars().next().is_some_and(|first| !first.is_lowercase()), "{way}: {about:?}");
        assert!(seen.insert(way.clone()), "{way} stands twice");
    }
}

#[test]
fn what_a_whole_file_needs() {
    let words = Vocabulary::default();
    let required = |schema: &Value| schema["required"].clone();
    assert_eq!(required(&paper(&words, false)), json!(["title"]));
    assert_eq!(required(&paper(&words, true)), json!(["title", "added"]));
    assert_eq!(required(&entry(&words, false)["$defs"][ITEM]), json!(["id", "title"]));
    assert_eq!(required(&volume(&words)), json!(["title"]));
    assert_eq!(required(&topics(&words)), Value::Null);
    let allowed = BTreeSet::from([Code::MissingTitle, Code::MissingAdded, Code::MissingId]);
    let lenient = Vocabulary { allowed, ..words };
    assert_eq!(required(&paper(&lenient, true)), Value::Null);
    assert_eq!(required(&entry(&lenient, true)["$defs"][ITEM]), Value::Null);
}

#[test]
fn every_reference_leads_somewhere() {
    fn references(schema: &Value, found: &mut BTreeSet<String>) {
        match schema {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let one = |name: &str| Names { list: vec![(name.to_owned(), String::new())], ..Names::default() };
    let kinds = ["topic", "venue", "volume", "person", "paper", "list"];
    let words = Vocabulary { names: kinds.map(|kind| (kind, one(kind))).into(), ..Vocabulary::default() };
    let documents = [
        entry(&words, false),
        paper(&words, false),
        volume(&words),
        volume_with_papers(&words, false),
        topics(&words),
        venues(&words),
        person(&words),
        page(&words),
        collection(&words),
        metrics(&words),
    ];
    let mut asked = BTreeSet::new();
    for document in &documents {
        let mut found = BTreeSet::new();
        references(document, &mut found);
        for reference in &found {
            assert!(document.pointer(&reference[1..]).is_some(), "{} has no {reference}", document["title"]);
        }
        asked.extend(found);
    }
    for kind in kinds {
        assert!(asked.contains(&format!("#/$defs/{kind}")), "nothing names a {kind}");
    }
}

//! What a record takes over from others: `crossref` and `xdata`.

use std::collections::{BTreeSet, HashMap};

use super::Record;

/// References that are followed for one record, each once, which ends circles too.
const MOST: usize = 50;

/// Fields that belong to a parent alone, or mean something else there.
const OWN: &[&str] = &[
    "abstract",
    "author",
    "booktitle",
    "crossref",
    "doi",
    "file",
    "ids",
    "indextitle",
    "keywords",
    "label",
    "note",
    "pages",
    "shortauthor",
    "shorttitle",
    "sortkey",
    "sorttitle",
    "subtitle",
    "title",
    "titleaddon",
    "url",
    "xdata",
    "xref",
];

/// The records of a file, by key.
pub(super) struct Parents<'a> {
    by_key: HashMap<String, &'a Record>,
    children: HashMap<String, usize>,
}

impl<'a> Parents<'a> {
    pub fn new(records: impl Iterator<Item = &'a Record> + Clone) -> Parents<'a> {
        let mut parents = Parents { by_key: HashMap::new(), children: HashMap::new() };
        for record in records {
            parents.by_key.entry(record.key.to_lowercase()).or_insert(record);
            for parent in named(record, "crossref").chain(named(record, "xdata")) {
                *parents.children.entry(parent).or_default() += 1;
            }
        }
        parents
    }

    /// How many records take over what a record says that is only there for them.
    pub fn children_of(&self, record: &Record) -> usize {
        let is_frame = matches!(
            record.kind.as_str(),
            "proceedings" | "mvproceedings" | "collection" | "mvcollection" | "periodical" | "xdata"
        );
        if is_frame { self.children.get(&record.key.to_lowercase()).copied().unwrap_or(0) } else { 0 }
    }

    /// The record with what it takes over.
    pub fn complete(&self, record: &Record) -> Record {
        self.completed(record, &mut BTreeSet::new())
    }

    /// The same, but for what has been `seen`.
    fn completed(&self, record: &Record, seen: &mut BTreeSet<String>) -> Record {
        let mut whole = record.clone();
        for key in named(record, "xdata") {
            if let Some(parent) = self.parent(&key, seen) {
                parent.fields.iter().for_each(|(name, value)| whole.take(name, value));
                whole.fields.retain(|(name, _)| name != "xdata");
            }
        }
        for key in named(record, "crossref") {
            let Some(parent) = self.parent(&key, seen) else { continue };
            let names = parent.fields.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
            names.for_each(|(name, value)| whole.take(name, value));
            let title = if parent.get("booktitle").is_empty() { "title" } else { "booktitle" };
            whole.take("booktitle", parent.get(title));
            whole.take("booksubtitle", parent.get("subtitle"));
            whole.fields.retain(|(name, _)| name != "crossref");
        }
        whole
    }

    /// A record by its key, with what it takes over itself, unless it has been seen.
    fn parent(&self, key: &str, seen: &mut BTreeSet<String>) -> Option<Record> {
        let parent = self.by_key.get(key)?;
        (seen.len() < MOST && seen.insert(key.to_owned())).then(|| self.completed(parent, seen))
    }
}

impl Record {
    /// Takes over a field that it does not have.
    fn take(&mut self, name: &str, value: &str) {
        if self.get(name).is_empty() && !value.is_empty() {
            self.fields.retain(|(known, _)| known != name);
            self.fields.push((name.to_owned(), value.to_owned()));
        }
    }
}

/// The keys in a field, in lower case.
fn named(record: &Record, field: &str) -> impl Iterator<Item = String> {
    record.get(field).split(',').map(|key| key.trim().to_lowercase()).filter(|key| !key.is_empty())
}

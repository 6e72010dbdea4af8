//! What stands around papers: volumes, topics, venues, people, pages and collections.

use std::collections::BTreeMap;

use super::{Author, Event, Marked, Target};
use crate::text::date::Date;
use crate::text::name::Name;

/// One issue of a venue: proceedings of a year, an issue of a journal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Volume {
    /// Its address.
    pub key: String,
    /// Addresses it had before.
    pub former_keys: Vec<String>,
    /// Title.
    pub title: Marked,
    /// Venue key or spelling.
    pub venue: String,
    /// Year, where there is no date.
    pub date: Option<Date>,
    /// Volume number as cited.
    pub volume: String,
    /// Issue number as cited.
    pub issue: String,
    /// Series.
    pub series: String,
    /// Editors.
    pub editors: Vec<Author>,
    /// Publisher.
    pub publisher: String,
    /// The publisher's place.
    pub address: String,
    /// ISBN.
    pub isbn: String,
    /// ISSN.
    pub issn: String,
    /// DOI.
    pub doi: String,
    /// The meeting.
    pub event: Option<Event>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Front matter.
    pub front_matter: Option<FrontMatter>,
    /// Handed to the theme untouched.
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// A section of a volume.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Section {
    /// What papers say in `section`.
    pub key: String,
    /// Its heading.
    pub title: String,
}

/// A volume's front matter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FrontMatter {
    /// The file.
    pub pdf: Option<Target>,
    /// Page range.
    pub pages: String,
}

/// A topic of topics.yaml.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Topic {
    /// Its address.
    pub key: String,
    /// Name.
    pub name: String,
    /// A sentence.
    pub description: Marked,
    /// Keys of broader topics.
    pub parents: Vec<String>,
    /// Words that are suggested to be replaced by the key.
    pub aliases: Vec<String>,
    /// Addresses it had before.
    pub former_keys: Vec<String>,
}

/// A venue of venues.yaml.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Venue {
    /// Its address.
    pub key: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Every spelling.
    pub names: Vec<String>,
    /// Home page.
    pub url: String,
    /// ISSN.
    pub issn: String,
    /// Addresses it had before.
    pub former_keys: Vec<String>,
}

/// A person of people/KEY.yaml.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Person {
    /// Its address.
    pub key: String,
    /// The name that is printed.
    pub name: Name,
    /// Other spellings.
    pub names: Vec<String>,
    /// Checked ORCID, or empty.
    pub orcid: String,
    /// Home page.
    pub url: String,
    /// Affiliation.
    pub affiliation: String,
    /// Addresses it had before.
    pub former_keys: Vec<String>,
}

/// A free page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its path below the root, without slashes at its ends: `about`, `guide/style`.
    pub key: String,
    /// Title.
    pub title: Marked,
    /// One sentence for search engines.
    pub description: String,
    /// Place among the pages of the menu.
    pub order: i64,
    /// Whether it stands in the menu.
    pub menu: bool,
    /// Lists of offprint.yaml that it shows.
    pub lists: Vec<String>,
    /// Other old paths.
    pub aliases: Vec<String>,
    /// Handed to the theme untouched.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// Markdown.
    pub body: String,
}

/// A curated list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// Its address.
    pub key: String,
    /// Addresses it had before.
    pub former_keys: Vec<String>,
    /// Title.
    pub title: Marked,
    /// A sentence.
    pub description: Marked,
    /// Ids of papers, in order.
    pub papers: Vec<String>,
    /// Handed to the theme untouched.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// Markdown.
    pub body: String,
}

//! What stands in the files of the API. Each has a JSON Schema beside it, which a test holds equal to what is said here.
//!
//! The shapes are a contract: within a version of the API they only grow.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::exchange::record::Day;
#[cfg(test)]
use crate::exchange::record::Record;

/// The way into the API: what the archive is, how much it holds, and where everything is.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Index<'a> {
    /// Version of the API.
    pub version: u32,
    /// Title of the archive.
    pub title: &'a str,
    /// What the archive is about.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub description: &'a str,
    /// Language of the archive, BCP 47.
    pub language: &'a str,
    /// The first page of the archive.
    pub url: String,
    /// The day of the latest change that an entry tells of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Day>,
    /// How many there are of each.
    pub counts: Counts,
    /// Parts of `papers` and of `authors`, numbered from 1.
    pub parts: Parts,
    /// Years of which there are dates.
    pub years: Vec<i16>,
    /// Where each document is; `{part}` and `{year}` stand for a number.
    pub endpoints: BTreeMap<&'static str, String>,
    /// Where the JSON Schema of each document is.
    pub schemas: BTreeMap<&'static str, String>,
}

/// How many there are of each.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Counts {
    /// Papers.
    pub papers: usize,
    /// Authors.
    pub authors: usize,
    /// Topics.
    pub topics: usize,
    /// Venues.
    pub venues: usize,
    /// Volumes.
    pub volumes: usize,
}

/// Numbers of parts.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Parts {
    /// Parts with the records of papers.
    pub papers: u32,
    /// Parts with authors.
    pub authors: u32,
}

/// Where the record of each paper is.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PapersIndex<'a> {
    /// Each paper's id with where its record is.
    pub papers: BTreeMap<&'a str, Place>,
}

/// Where a record is.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Place {
    /// The part that holds it. A part that is full changes only where an older paper comes or goes, or a record changes.
    pub part: u32,
    /// XXH3 (64 bits, seed 0) of the record as one line of JSON, as the dump has it: equal digests are equal records.
    pub digest: String,
}

/// A part of the papers. It is written from records that are lines already, so it stands here for its schema alone.
#[cfg(test)]
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct Papers<'a> {
    /// Its number.
    pub part: u32,
    /// Records, the oldest first.
    pub papers: Vec<Record<'a>>,
}

/// The papers of a year by date, by the archive's calendar.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Dates<'a> {
    /// The year.
    pub year: i16,
    /// Dates that have papers, as precise as they are known, the newest first.
    pub dates: Vec<Dated<'a>>,
}

/// The papers of a date.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Dated<'a> {
    /// The date.
    pub date: Day,
    /// Ids of its papers, in the order of its page.
    pub papers: Vec<&'a str>,
}

/// All topics.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Topics<'a> {
    /// In the order of their keys.
    pub topics: Vec<Topic<'a>>,
}

/// A topic.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Topic<'a> {
    /// Its key, which records name it by.
    pub key: &'a str,
    /// Its name.
    pub name: &'a str,
    /// What it is about, as plain text.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub description: &'a str,
    /// Keys of broader topics.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub parents: &'a [String],
    /// Keys it had before.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub former_keys: &'a [String],
    /// Its page.
    pub url: String,
    /// Its papers, with those of the topics below it.
    pub count: usize,
}

/// All venues.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Venues<'a> {
    /// In the order of their keys.
    pub venues: Vec<Venue<'a>>,
}

/// A venue.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Venue<'a> {
    /// Its key, which records name it by.
    pub key: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its short name.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub short: &'a str,
    /// Its ISSN.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub issn: &'a str,
    /// Its own home page.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub homepage: &'a str,
    /// Keys it had before.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub former_keys: &'a [String],
    /// Its page.
    pub url: String,
    /// Its papers.
    pub count: usize,
}

/// All volumes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Volumes<'a> {
    /// In the order of their keys.
    pub volumes: Vec<Volume<'a>>,
}

/// A volume.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Volume<'a> {
    /// Its key, which records name it by.
    pub key: &'a str,
    /// Its title as plain text.
    pub title: &'a str,
    /// Key of its venue.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub venue: &'a str,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Keys it had before.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub former_keys: &'a [String],
    /// Its page.
    pub url: String,
    /// Ids of its papers, in their order.
    pub papers: Vec<&'a str>,
}

/// Which part holds which authors.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AuthorsIndex<'a> {
    /// Parts in the order of the keys that they hold.
    pub parts: Vec<AuthorsRange<'a>>,
}

/// A part of the authors.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AuthorsRange<'a> {
    /// Its number.
    pub part: u32,
    /// The first key that it holds.
    pub first: &'a str,
    /// The last.
    pub last: &'a str,
}

/// A part of the authors.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Authors<'a> {
    /// Its number.
    pub part: u32,
    /// In the order of their keys.
    pub authors: Vec<Author<'a>>,
}

/// An author: a person, an organisation, or a name that several people share.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Author<'a> {
    /// Key, by bytes.
    pub key: &'a str,
    /// The name as it is printed.
    pub name: &'a str,
    /// The name in its own script.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub native: &'a str,
    /// Other spellings on papers.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub spellings: &'a [String],
    /// ORCID, bare.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub orcid: &'a str,
    /// Home page.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub homepage: &'a str,
    /// Affiliation.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub affiliation: &'a str,
    /// Keys of the people of this name, where several share it and this stands for none of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub namesakes: Vec<&'a str>,
    /// The page, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Ids of the papers, the newest first.
    pub papers: Vec<&'a str>,
}

/// What has changed of late, as entries tell it: a build remembers nothing.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Changes<'a> {
    /// The newest first; the 1,000 newest at most.
    pub changes: Vec<Change<'a>>,
}

/// A change of a paper.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Change<'a> {
    /// When it was.
    pub date: Day,
    /// The paper's id.
    pub id: &'a str,
    /// `added`, `updated`, or the type of a notice, such as `retraction`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The paper's page.
    pub url: String,
    /// The digest of its record, as in the index of papers.
    pub digest: String,
}

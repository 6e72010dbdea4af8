//! What a record consists of.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::paper::{self, Metrics, Notice, Related, Translation};
use crate::text::date::Date;
use crate::text::words_alone;

/// A date in ISO 8601: `2023`, `2023-09` or `2023-09-07`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A date in ISO 8601, as precise as it is known.",
            "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
        })
    }
}

/// An author or editor.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Author<'a> {
    /// The name as it is printed.
    pub name: String,
    /// Family name; absent for an organisation.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub family: &'a str,
    /// Given names.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub given: &'a str,
    /// What stands before the family name, such as `van der`.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub particle: &'a str,
    /// What stands after it, such as `Jr.`.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub suffix: &'a str,
    /// The name in its own script.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub native: &'a str,
    /// Whether it is an organisation.
    #[serde(skip_serializing_if = "is_false")]
    pub organisation: bool,
    /// ORCID, bare.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub orcid: &'a str,
    /// Where the author works, as the paper says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub affiliations: Vec<Affiliation<'a>>,
    /// Whether one should write to this author.
    #[serde(skip_serializing_if = "is_false")]
    pub corresponding: bool,
    /// Whether the author contributed as much as others who are marked.
    #[serde(skip_serializing_if = "is_false")]
    pub equal_contribution: bool,
}

/// Where an author works.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Affiliation<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its ROR id.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub ror: &'a str,
    /// Its country.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub country: &'a str,
}

/// Title and abstract in another language.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Translated<'a> {
    /// Language, BCP 47.
    pub language: &'a str,
    /// Title as plain text.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub title: &'a str,
    /// Abstract as plain text.
    #[serde(rename = "abstract", skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// An event.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Event<'a> {
    /// Its name.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub name: &'a str,
    /// Its place.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub place: &'a str,
    /// Its first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Day>,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Day>,
}

/// A link.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Linked {
    /// What it leads to: `pdf`, `code`, `video` …
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Where it leads.
    pub url: String,
}

/// An award or a version.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Dated<'a> {
    /// What it is.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub name: &'a str,
    /// Who gave it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub by: &'a str,
    /// When that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Where it is told.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub url: &'a str,
    /// What else is said of it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub note: &'a str,
}

/// A correction, a retraction or the like.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Noticed<'a> {
    /// Which: `erratum`, `corrigendum`, `concern`, `withdrawal`, `retraction` or `removal`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// When it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Where it can be read.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub url: &'a str,
    /// Its DOI.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub doi: &'a str,
    /// What it says.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub note: &'a str,
}

/// A related work.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Relation<'a> {
    /// How it is related: DataCite's relationType in kebab case.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub relation: &'a str,
    /// Id of a paper of the archive.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub id: &'a str,
    /// DOI.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub doi: &'a str,
    /// arXiv id.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub arxiv: &'a str,
    /// Address.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub url: &'a str,
}

/// Counts of a paper.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Counts<'a> {
    /// The day they were taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// Name to count, such as `upvotes`.
    #[serde(flatten)]
    pub counts: &'a BTreeMap<String, u64>,
}

pub(super) fn is_false(truth: &bool) -> bool {
    !truth
}

pub(super) fn person<'a>(author: &'a paper::Author, orcid: &'a str) -> Author<'a> {
    let paper::Author { name, native, literal, affiliations, corresponding, equal_contribution, .. } = author;
    let affiliation =
        |one: &'a paper::Affiliation| Affiliation { name: &one.name, ror: &one.ror, country: &one.country };
    let is_person = literal.is_empty();
    let part = |text: &'a str| if is_person { text } else { "" };
    Author {
        name: author.display(),
        family: part(&name.family),
        given: part(&name.given),
        particle: part(&name.particle),
        suffix: part(&name.suffix),
        native,
        organisation: !is_person,
        orcid,
        affiliations: affiliations.iter().map(affiliation).collect(),
        corresponding: *corresponding,
        equal_contribution: *equal_contribution,
    }
}

pub(super) fn translated(translation: &Translation) -> Translated<'_> {
    let text = words_alone(&translation.abstract_).trim().to_owned();
    Translated { language: &translation.language, title: translation.title.plain(), text }
}

pub(super) fn event(event: &paper::Event) -> Event<'_> {
    Event { name: &event.name, place: &event.place, start: event.start.map(Day), end: event.end.map(Day) }
}

pub(super) fn award(award: &paper::Award) -> Dated<'_> {
    let paper::Award { title, by, date, url } = award;
    Dated { name: title, by, date: date.map(Day), url, note: "" }
}

pub(super) fn version(version: &paper::Version) -> Dated<'_> {
    let paper::Version { version, date, url, note } = version;
    Dated { name: version, by: "", date: date.map(Day), url, note }
}

pub(super) fn notice(notice: &Notice) -> Noticed<'_> {
    let Notice { kind, date, url, doi, note } = notice;
    Noticed { kind: kind.word(), date: date.map(Day), url, doi, note }
}

pub(super) fn relation(related: &Related) -> Relation<'_> {
    let Related { relation, id, doi, arxiv, url } = related;
    Relation { relation, id, doi, arxiv, url }
}

pub(super) fn counts(metrics: &Metrics) -> Option<Counts<'_>> {
    let Metrics { as_of, counts } = metrics;
    (!counts.is_empty()).then(|| Counts { as_of: as_of.map(Day), counts })
}

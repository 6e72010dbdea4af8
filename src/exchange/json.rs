//! Fields of JSON records, which are seldom of the type that their format's description says.

use serde_json::{Map, Value};

use super::foreign::{Coding, line};
use super::kind_of;
use crate::paper::{Link, Paper, Target};
use crate::text::date::Date;
use crate::yaml::field::is_url;

/// A JSON object.
pub(super) type Fields = Map<String, Value>;

/// The fields of a record, or why it is none.
pub(super) fn fields(value: &Value) -> Result<&Fields, String> {
    value.as_object().ok_or_else(|| format!("it is {}, not an object", kind_of(value)))
}

/// A value as text: a number as it is written, of a list the first text.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.iter().map(text).find(|text| !text.trim().is_empty()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The raw text of a field; empty where it is missing.
pub(super) fn raw(fields: &Fields, key: &str) -> String {
    fields.get(key).map(text).unwrap_or_default()
}

/// A field as one line of text without markup.
pub(super) fn word(fields: &Fields, key: &str, coding: Coding) -> String {
    line(&raw(fields, key), coding)
}

/// A count, which may be written as text.
pub(super) fn count(fields: &Fields, key: &str) -> Option<u64> {
    match fields.get(key)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A date or the day of a timestamp.
pub(super) fn date(fields: &Fields, key: &str) -> Option<Date> {
    Date::parse(fields.get(key)?.as_str()?.trim())
}

/// An http or https URL, or nothing.
pub(super) fn url(text: &str) -> Option<String> {
    let url = text.trim().replace(' ', "%20");
    is_url(&url).then_some(url)
}

/// Adds a link, unless the paper has its URL already.
pub(super) fn link(paper: &mut Paper, kind: &'static str, url: String) {
    if paper.links.iter().all(|link| link.target.as_str() != url) {
        paper.links.push(Link { kind, target: Target::Url(url) });
    }
}

//! Names in CSL-JSON.

use serde_json::Value;

use super::HTML;
use crate::exchange::json::{Fields, raw, word};
use crate::paper::{Affiliation, Author, identifier};
use crate::text::name::Name;

/// The names of a role. What has no name at all is passed over.
pub(super) fn names(item: &Fields, role: &str) -> Vec<Author> {
    match item.get(role) {
        Some(Value::Array(names)) => names.iter().filter_map(author).collect(),
        Some(name @ Value::Object(_)) => author(name).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn author(value: &Value) -> Option<Author> {
    let fields = match value {
        Value::Object(fields) => fields,
        Value::String(text) => {
            let name = Name::parse(&super::line(text, HTML));
            return (!name.is_empty()).then(|| Author { name, ..Author::default() });
        }
        _ => return None,
    };
    let particles = [word(fields, "dropping-particle", HTML), word(fields, "non-dropping-particle", HTML)];
    let mut name = Name {
        family: word(fields, "family", HTML),
        given: word(fields, "given", HTML),
        particle: particles.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" "),
        suffix: word(fields, "suffix", HTML),
    };
    if name.family.is_empty() {
        // Half a name is a whole one.
        name.family = std::mem::take(&mut name.given);
    }
    let [literal, other] = ["literal", "name"].map(|key| word(fields, key, HTML));
    let literal = if literal.is_empty() { other } else { literal };
    let (name, literal) = if name.family.is_empty() { (Name::default(), literal) } else { (name, String::new()) };
    if name.family.is_empty() && literal.is_empty() {
        return None;
    }
    let orcid = identifier::orcid(&raw(fields, "ORCID")).unwrap_or_default().to_owned();
    Some(Author { name, literal, orcid, affiliations: affiliations(fields), ..Author::default() })
}

/// Crossref's affiliations.
fn affiliations(fields: &Fields) -> Vec<Affiliation> {
    let Some(Value::Array(places)) = fields.get("affiliation") else { return Vec::new() };
    let names = places.iter().filter_map(Value::as_object).map(|place| word(place, "name", HTML));
    names.filter(|name| !name.is_empty()).map(|name| Affiliation { name, ..Affiliation::default() }).collect()
}

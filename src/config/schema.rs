//! The JSON Schema of offprint.yaml, and the forms of its texts.
//!
//! Each form says the same as its reader in [`super::read`], as far as an expression can.

use serde_json::Value;

use super::read::SETTINGS;
use crate::diagnostic::Code;
use crate::yaml::Shape;
use crate::yaml::shape::{Form, Keys, Property, Vocabulary, document, object, properties, union};

pub(super) const BASE_URL: Form = Form {
    pattern: concat!(
        r"^\s*(?:[hH][tT][tT][pP][sS]?://[^\x00-\x2f\x3a-\x40\x5c-\x60\x7b-\x7f]",
        r#"[^\s\x00-\x1f\x7f-\x9f"<>`?#\\%'@/]*(?:/(?!\.{1,2}(?:/|\s*$))[^\s\x00-\x1f\x7f-\x9f"<>`?#\\%'/]+)*/*\s*)?$"#
    ),
    wanted: "This is not the address of a site, such as https://user.github.io/repo/.",
    codes: &[Code::BadUrl],
};

pub(super) const REPOSITORY: Form = Form {
    pattern: r"^\s*(?:(?:https://github\.com/)*(?!\.{1,2}/)[A-Za-z0-9_.-]+(?:/(?!\.{1,2}(?:/|\s*$))[A-Za-z0-9_.-]+)+/*\s*)?$",
    wanted: "This is not a repository: write owner/name.",
    codes: &[Code::BadValue],
};

pub(super) const PATTERN: Form = Form {
    pattern: concat!(
        r"^\s*(?=\S*\{id\})(?!\S*\{id\}\S*\{id\})(?!\S*//)(?!\S*/\.{1,2}/)/",
        r#"(?:[^\s?#\\%:"<>{}*|]|\{(?:id|volume|venue|year)\}|\}(?=\S*\{))*(?:/|\.html)\s*$"#
    ),
    wanted: "This is not a pattern of addresses: a path with {id} once, and perhaps {volume}, {venue} or {year}, that ends in / or .html.",
    codes: &[Code::BadPattern],
};

pub(super) const DISCUSS: Form = Form {
    pattern: concat!(
        r"^\s*(?:[hH][tT][tT][pP][sS]?://(?:\{(?:id|arxiv)\}|[^\x00-\x2f\x3a-\x40\x5c-\x60\x7b-\x7f])",
        r#"[^\s\x00-\x1f\x7f-\x9f"<>`]*\s*)?$"#
    ),
    wanted: "This is not an http or https URL.",
    codes: &[Code::BadUrl],
};

pub(super) const MENU_URL: Form = Form {
    pattern: concat!(
        r#"^\s*(?:(?:/(?!/)[^\\"<>]*|[hH][tT][tT][pP][sS]?://[^\x00-\x2f\x3a-\x40\x5c-\x60\x7b-\x7f]"#,
        r#"[^\s\x00-\x1f\x7f-\x9f"<>`]*)\s*)?$"#
    ),
    wanted: "This is neither a path from / nor an http or https URL.",
    codes: &[Code::BadUrl],
};

pub(super) const UNSUBSCRIBE: Form = Form {
    pattern: r#"^\s*(?:(?:mailto:|[hH][tT][tT][pP][sS]?://[A-Za-z0-9\[])[\x21\x23-\x2b\x2d-\x3b\x3d\x3f-\x7e]*\s*)?$"#,
    wanted: "This is neither an http or https URL nor a mailto:.",
    codes: &[Code::BadUrl],
};

pub(super) const LIST_NAME: Form = Form {
    pattern: r"^(?!part$|[0-9]{4}$|w[0-9]{2}$)[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$",
    wanted: "This is not a name of a list: lower-case letters, digits and hyphens.",
    codes: &[Code::BadKey, Code::ReservedKey],
};

/// A map that needs none of its keys.
pub(super) const fn keys(list: fn() -> Vec<Property>) -> Shape {
    Shape::Keys(Keys { list, all: &[], any: &[] })
}

const SEVERITY: Shape = Shape::OneOf(&[Shape::Word(&["error", "warning", "off"]), Shape::False]);

/// Every code as a key.
pub(super) fn codes() -> Vec<Property> {
    let property = |code: &Code| Property { name: code.name(), shape: SEVERITY, about: code.explanation() };
    Code::ALL.iter().map(property).collect()
}

/// Every setting, for whoever lists them.
pub fn table() -> Vec<Property> {
    properties(SETTINGS)
}

/// The schema of offprint.yaml.
pub fn settings(words: &Vocabulary) -> Value {
    let map = object(&properties(SETTINGS), &[], &[], words);
    document("Settings", union([map, serde_json::json!({"type": "null"})]), Default::default())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn walk(way: &str, list: &[Property], seen: &mut BTreeSet<String>) {
        for Property { name, shape, about } in list {
            let way = format!("{way}.{name}");
            assert!(about.ends_with('.') && about.len() > 5, "{way} does not say what it means: {about:?}");
            assert!(seen.insert(way.clone()), "{way} stands twice");
            let inner = match shape {
                Shape::Several(inner) | Shape::Entries(_, inner) => inner,
                other => other,
            };
            if let Shape::Keys(keys) = inner {
                walk(&way, &(keys.list)(), seen);
            }
        }
    }

    #[test]
    fn every_setting_has_one_name_and_says_what_it_means() {
        let mut seen = BTreeSet::new();
        walk("", &properties(SETTINGS), &mut seen);
        for way in [".title", ".thresholds.feeds.authors", ".lists.query", ".menu.url", ".diagnostics.bad-math"] {
            assert!(seen.contains(way), "{way}");
        }
    }

    fn is(form: &Form, text: &str) -> bool {
        fancy_regex::Regex::new(form.pattern).unwrap().is_match(text).unwrap()
    }

    #[test]
    fn forms_say_what_the_readers_do() {
        use crate::config::{BaseUrl, Pattern};
        for text in [
            "https://User.github.io/repo/",
            "http://localhost:4040",
            "https://x//",
            "https://x/a@b",
            "example.org",
            "ftp://x",
            "https://x/a?b",
            "https://x/../y",
            "https://x/./y",
            "https://x//y",
            "https://a@b/",
            "https://x/y.z",
        ] {
            assert_eq!(is(&BASE_URL, text), BaseUrl::parse(text).is_some(), "{text}");
        }
        for text in [
            "/papers/{id}/",
            "/{volume}/{id}.html",
            "/{id}-{year}/",
            "papers/{id}/",
            "/papers/",
            "/{id}",
            "/{id}/{id}/",
            "/../{id}/",
            "/{key}/{id}/",
            "/{id/",
            "//{id}/",
            "/{id}.htm",
            "/a b/{id}/",
            "/x}/{id}/",
        ] {
            assert_eq!(is(&PATTERN, text), Pattern::parse(text).is_ok(), "{text}");
        }
        for (text, fine) in [
            ("a/b", true),
            ("https://github.com/a/b.git", true),
            ("a/b/c/d", true),
            ("a", false),
            ("a/..", false),
            ("a/b//c", false),
            ("a/b/../c", false),
            ("a b/c", false),
        ] {
            assert_eq!(is(&REPOSITORY, text), fine, "{text}");
        }
    }
}

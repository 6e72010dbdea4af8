//! The table of cases that this parser and the browser's must both give, and any text at all.
//!
//! `BLESS=1` rewrites what the table expects; the diff is the review.

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Query;

/// What random queries are made of: all that the language gives a meaning, and some that it gives none.
const PIECES: &[&str] = &[
    " ",
    " ",
    " ",
    "\t",
    "\u{3000}",
    "\u{feff}",
    "\u{85}",
    "-",
    "--",
    "\"",
    "\"",
    "“",
    "”",
    ":",
    "::",
    "*",
    "**",
    "OR",
    " OR ",
    "title:",
    "author:",
    "venue:",
    "topic:",
    "year:",
    "date:",
    "type:",
    "has:",
    "is:",
    "like:",
    "id:",
    "doi:",
    "arxiv:",
    "orcid:",
    "Title:",
    "autor:",
    "typ:",
    "hsa:",
    "yaer:",
    "constructor:",
    "http://",
    "https://",
    "//",
    "..",
    "<",
    ">",
    "=",
    "2019",
    "2020-02",
    "2020-02-29",
    "2021-02-29",
    "0001",
    "9999",
    "12-31",
    "10.1000/",
    "10.48550/arXiv.",
    "2309.03905",
    "v2",
    "hep-th/9901001",
    "math.GT/0309136",
    "arxiv.org/abs/",
    "/pdf/",
    ".pdf",
    "doi.org/",
    "0000-0002-1694-233X",
    "?a=b",
    "#",
    "/",
    ".",
    ",",
    ";",
    "(",
    ")",
    "<",
    "code",
    "cdoe",
    "pdf",
    "preprint",
    "retracted",
    "article",
    "deep",
    "Learning",
    "é",
    "ß",
    "İ",
    "深層学習",
    "αβ",
    "GAN",
    "\u{301}",
    "😀",
    "&",
    "not",
    "or",
    "and",
    "\n",
    "\u{2028}",
    "'",
    "\\",
    "{",
    "$x^2$",
];

/// As many random queries as stand in the table, the same on every run.
fn random_queries(count: usize) -> Vec<String> {
    let mut state = 5u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    (0..count).map(|_| (0..=next(12)).map(|_| PIECES[next(PIECES.len())]).collect()).collect()
}

fn parsed(text: &str) -> Value {
    serde_json::to_value(Query::parse(text)).unwrap()
}

#[test]
fn the_table_of_cases() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/search/cases/queries.json");
    let table: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let texts = |name: &str| -> Vec<String> {
        let rows = table[name].as_array().unwrap();
        rows.iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
    };
    let parts = [("cases", texts("cases")), ("random", random_queries(300))];
    if std::env::var_os("BLESS").is_some() {
        let blocks = parts.map(|(name, texts)| {
            let rows = texts.iter().map(|text| format!("    {}", json!({"text": text, "query": parsed(text)})));
            format!("  {name:?}: [\n{}\n  ]", rows.collect::<Vec<_>>().join(",\n"))
        });
        std::fs::write(&path, format!("{{\n{}\n}}\n", blocks.join(",\n"))).unwrap();
        return;
    }
    assert_eq!(parts[1].1, texts("random"), "the random queries are others: bless them");
    let mut wrong = String::new();
    for row in parts.iter().flat_map(|(name, _)| table[*name].as_array().unwrap()) {
        let got = parsed(row["text"].as_str().unwrap());
        if got != row["query"] {
            writeln!(wrong, "{}\n  want {}\n  got  {got}", row["text"], row["query"]).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

proptest! {
    #[test]
    fn any_text_is_a_query(text in any::<String>()) {
        prop_assert_eq!(Query::parse(&text), Query::parse(&text));
    }

    #[test]
    fn any_mix_of_syntax_is_a_query(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..20)) {
        let text = pieces.concat();
        let query = Query::parse(&text);
        prop_assert!(query.all.iter().all(|group| !group.any.is_empty()));
        prop_assert_eq!(query, Query::parse(&text));
    }
}

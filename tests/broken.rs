//! A tree of broken entries, one mistake each: every one is told, once, at its place, in these words, and nothing else.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use offprint::diagnostic::Code;
use serde_json::Value;
use support::Archive;

/// Codes that no entry of the tree can have beside the others: they are of settings, of the theme, of the disk, of git or
/// of the network, or have a test of their own in tests/mistakes.rs and tests/check.rs.
const ELSEWHERE: &[Code] = &[
    Code::InvalidUtf8,
    Code::TooLarge,
    Code::TooDeep,
    Code::MissingAdded,
    Code::BadPattern,
    Code::BadQuery,
    Code::DuplicateName,
    Code::TopicCycle,
    Code::OutsideRoot,
    Code::NoBaseUrl,
    Code::MissingWords,
    Code::BadTheme,
    Code::Template,
    Code::UnusedTopic,
    Code::UnusedVenue,
    Code::MissingMetadata,
    Code::LargePdf,
    Code::LargeFile,
    Code::LargeSite,
    Code::DeadLink,
    Code::VanishedUrl,
    Code::StaleContributing,
];

/// A file with one mistake, and what is told of it.
struct Case {
    path: String,
    text: String,
    told: Told,
}

/// File, line, column, end of column; severity and code; message; help.
type Told = (String, Option<(u64, u64, u64)>, String, String, String);

fn cases() -> Vec<Case> {
    let text = include_str!("broken/cases.txt");
    let parts = text.split("\n== ").skip(1);
    parts.map(case).collect()
}

fn case(part: &str) -> Case {
    let (head, rest) = part.split_once('\n').unwrap();
    let (name, is_raw) = head.strip_suffix(" raw").map_or((head, false), |name| (name, true));
    let end = rest.find("\n> ").unwrap() + 1;
    let (body, told) = rest.split_at(end);
    let mut lines = told.lines();
    let (severity_and_code, message) = lines.next().unwrap()[2..].split_once(": ").unwrap();
    let help = lines.next().and_then(|line| line.strip_prefix(">> ")).unwrap_or_default();
    let folder = if name.split_once('/').is_some() { "content" } else { "content/papers" };
    let path = format!("{folder}/{name}");
    let place = body.find('⟦').map(|at| {
        let line = body[..at].matches('\n').count() as u64 + 1;
        let column = body[..at].rsplit('\n').next().unwrap().chars().count() as u64 + 1;
        let inner = &body[at + '⟦'.len_utf8()..body.find('⟧').unwrap()];
        (line, column, column + inner.chars().count() as u64)
    });
    let mut text = body.replace(['⟦', '⟧'], "");
    if !is_raw && path.starts_with("content/papers/") {
        let stem = name.strip_suffix(".yaml").unwrap();
        for (key, value) in [
            ("title", format!("Case {stem}")),
            ("authors", format!("[Author {}]", letters(stem))),
            ("date", "2023-10".into()),
        ] {
            if !text.lines().any(|line| line.starts_with(&format!("{key}:"))) {
                text += &format!("{key}: {value}\n");
            }
        }
    }
    let told = (path.clone(), place, severity_and_code.to_owned(), message.to_owned(), help.to_owned());
    Case { path, text, told }
}

/// A name of one's own for each case, so that no two papers have an author in common.
fn letters(stem: &str) -> String {
    let letters: String = stem.chars().filter(char::is_ascii_alphabetic).collect();
    let (first, rest) = letters.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// What the broken entries stand among.
fn surroundings() -> Archive {
    let settings = "title: Broken\nbase-url: https://example.org/\nlists: {newest: {query: \"\"}}\n";
    let hopper = "title: The education of a computer and its programmer\n\
        authors: [{name: Grace Hopper, orcid: 0000-0002-1825-0097}]\ndate: 2023-01\ndoi: 10.1000/hopper\n\
        arxiv: \"2301.00001\"\ntopics: [language]\nvenue: NeurIPS\n";
    let jaakkola = |title: &str| format!("title: {title}\nauthors: [Tommi Jaakkola, Zoubin Ghahramani]\ndate: 2022\n");
    Archive::new()
        .file("offprint.yaml", settings)
        .file("content/topics.yaml", "language: {name: Language, aliases: [nlp]}\n")
        .file("content/venues.yaml", "neurips: {name: Neural Information Processing Systems, short: NeurIPS}\n")
        .file("content/people/ada-lovelace.yaml", "name: Ada Lovelace\n")
        .file("content/people/mary-somerville.yaml", "name: Mary Somerville\n")
        .file("content/people/emmy-noether.yaml", "name: Emmy Noether\norcid: 0000-0001-5109-3700\n")
        .file("content/papers/noether.yaml", "title: On invariants\nauthors: [Emmy Noether]\ndate: 1918\n")
        .file(
            "content/volumes/neurips-2031.yaml",
            "title: Advances\nyear: 2031\nvenue: NeurIPS\nsections: [{key: main, title: Main}]\n",
        )
        .file("content/papers/hopper.yaml", hopper)
        .file(
            "content/papers/kovalevskaya.yaml",
            "title: On partial differences\nauthors: [Sofia Kovalevskaya]\ndate: 1875\n",
        )
        .file("content/papers/somerville.yaml", "title: Of the sea\nauthors: [Mary Somerville]\ndate: 1831\n")
        .file(
            "content/papers/in-volume.yaml",
            "title: In the volume\nauthors: [Ada Lovelace]\nin: neurips-2031\nsection: main\n",
        )
        .file("content/papers/mixtures-a.yaml", jaakkola("Mixtures of experts"))
        .file("content/papers/mixtures-b.yaml", jaakkola("Variational bounds"))
}

fn told(archive: &Archive) -> Vec<Told> {
    let run = archive.run(&["check", "--format", "json"]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let number = |value: &Value| value.as_u64();
    run.stdout()
        .lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).unwrap();
            let place = number(&value["line"]).map(|line| {
                assert_eq!(value["end-line"], value["line"]);
                (line, number(&value["column"]).unwrap(), number(&value["end-column"]).unwrap())
            });
            let code = format!("{} {}", text(&value["severity"]), text(&value["code"]));
            (text(&value["file"]), place, code, text(&value["message"]), text(&value["help"]))
        })
        .collect()
}

#[test]
fn every_mistake_is_told_once_at_its_place_and_nothing_else_is() {
    let mut archive = surroundings();
    assert_eq!(told(&archive), [], "the surroundings are sound");
    archive =
        archive.file("content/papers/teaser.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01".as_slice());
    archive = archive.file("content/papers/poster.svg", "<svg/>").file("content/papers/fake.pdf", "no pdf");
    let cases = cases();
    assert!(cases.len() >= 120, "{}", cases.len());
    for case in &cases {
        archive = archive.file(&case.path, &case.text);
    }
    let told = told(&archive);
    let mut wanted: BTreeMap<&str, &Told> = BTreeMap::new();
    for case in &cases {
        assert!(wanted.insert(&case.path, &case.told).is_none(), "{} stands twice", case.path);
    }
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for told in &told {
        match wanted.get(told.0.as_str()) {
            Some(wanted) if seen.insert(told.0.as_str()) && *wanted == told => {}
            Some(wanted) => wrong.push(format!("wanted {wanted:?}\n   got {told:?}")),
            None => wrong.push(format!("got {told:?}")),
        }
    }
    wrong.extend(
        wanted.values().filter(|(path, ..)| !seen.contains(path.as_str())).map(|told| format!("not told {told:?}")),
    );
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn every_code_of_an_entry_has_a_case() {
    let seen: BTreeSet<String> = cases().iter().map(|case| case.told.2.split(' ').nth(1).unwrap().to_owned()).collect();
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !ELSEWHERE.contains(code))
        .map(|code| code.name())
        .filter(|name| !seen.contains(*name))
        .collect();
    assert_eq!(missing, [""; 0]);
}

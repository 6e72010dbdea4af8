//! The words of the pages: all from the catalogue, in the site's language, replaced where an archive says so.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::Archive;

fn german(more: &str) -> Archive {
    Archive::new()
        .file("offprint.yaml", "title: Archiv\nlanguage: de\nbase-url: https://example.org/\n")
        .file(
            "content/papers/eins.yaml",
            format!("title: Eins\nauthors: [Ada Berg, Bo Tal, Cy See]\ndate: 2023-03-07\ntopics: [maschinen]\n{more}"),
        )
        .paper("zwei", "2023-03-08", "topics: [maschinen]")
}

#[test]
fn a_site_speaks_its_language() {
    let archive =
        german("notices: [{type: retraction, date: 2023-04-01, doi: 10.1000/r}]\nabstract: Text.\npages: 1-9\n");
    let built = archive.build();
    assert_eq!(built.stderr(), "");
    built.has("index.html", &["<html lang=\"de\">", "Zum Inhalt", ">Themen</a>", "2 Artikel", "Alle Artikel"][..4]);
    built.has(
        "papers/eins/index.html",
        &["7. März 2023", "Ada Berg</a>, <a", "</a> und <a", "Zusammenfassung", "S. 1–9"],
    );
    built.has("papers/eins/index.html", &["Dieser Artikel wurde zurückgezogen.", "<b>Rückzug</b>", "1. April 2023"]);
    built.has("2023/03/07/index.html", &["Dienstag, 7. März 2023", "<strong class=\"status\">Zurückgezogen</strong>"]);
    built.has("2023/index.html", &[">März</a>", "Archiv"]);
    built.has("topics/maschinen/2023/index.html", &["maschinen, 2023"]);
    built.has("404.html", &["Seite nicht gefunden"]);
    archive.write("content/pages/info.md", "---\ntitle: Info\n---\n> [!TIP]\n> Siehe [@eins].\n");
    let built = archive.build();
    built.has(
        "info/index.html",
        &[">Tipp<", ">Berg et al. 2023</a>", ">Literatur</h2>", "Ada Berg, Bo Tal und Cy See."],
    );
}

#[test]
fn an_archive_replaces_words() {
    let archive = Archive::new()
        .file("offprint.yaml", "title: Theses\nbase-url: https://example.org/\n")
        .paper("one", "2023-03-07", "topics: [engines]")
        .file("content/words.yaml", "topics: Fields\nn-papers: {one: '{n} thesis', other: '{n} theses'}\n");
    let built = archive.build();
    assert_eq!(built.stderr(), "");
    built.has("index.html", &[">Fields</a>", "1 thesis"]);
    built.has("topics/index.html", &["<h1>Fields</h1>"]).lacks("topics/index.html", &["Topics"]);
}

#[test]
fn a_word_that_is_none_is_told() {
    let archive = Archive::new()
        .file("offprint.yaml", "title: Theses\nbase-url: https://example.org/\n")
        .paper("one", "2023-03-07", "")
        .file("content/words.yaml", "topcs: Fields\n");
    let built = archive.run(&["build"]);
    assert_eq!(built.code(), 1);
    assert!(built.stderr().contains("content/words.yaml:1:1"), "{}", built.stderr());
    assert!(built.stderr().contains("did you mean `topics`?"), "{}", built.stderr());
}

#[test]
fn a_language_without_words_is_told_once() {
    let archive = Archive::new()
        .file("offprint.yaml", "title: Archiv\nlanguage: tlh\nbase-url: https://example.org/\n")
        .paper("one", "2023-03-07", "");
    let built = archive.build();
    assert_eq!(built.code(), 0);
    assert_eq!(built.stderr().matches("warning[missing-words]").count(), 1, "{}", built.stderr());
    built.has("index.html", &["<html lang=\"tlh\">", "Skip to content"]);
}

#[test]
fn right_to_left() {
    let archive = Archive::new()
        .file("offprint.yaml", "title: x\nbase-url: https://example.org/\n")
        .file("content/words.yaml", "direction: rtl\n")
        .paper("one", "2023-03-07", "");
    archive.build().has("index.html", &["<html lang=\"en\" dir=\"rtl\">"]);
}

fn files(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.to_str().unwrap().ends_with(ending) {
            found.push((path.to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn templates() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for theme in ["default", "plain"] {
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes").join(theme).join("templates"), ".html", &mut found);
    }
    found
}

/// A template without what tera replaces or leaves out.
fn literal(template: &str) -> String {
    let mut out = template.to_owned();
    // A block of the body's class is no text.
    if let Some((before, after)) = out.split_once("{% block class %}") {
        out = format!("{before}{}", after.split_once("{% endblock %}").unwrap().1);
    }
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}")] {
        while let Some(from) = out.find(open) {
            let to = out[from..].find(close).map_or(out.len(), |at| from + at + 2);
            out.replace_range(from..to, "");
        }
    }
    out
}

#[test]
fn templates_have_no_words_of_their_own() {
    // Names of schemes and of files, which no language translates.
    let proper = ["ORCID", "iD", "PDF", "DOI"];
    for (path, text) in templates() {
        let html = literal(&text);
        let mut rest = html.as_str();
        while let Some((words, tail)) = rest.split_once('<') {
            let is_raw = tail.starts_with("script") || tail.starts_with("style");
            let words = words.replace("&ensp;", " ");
            let strange = words.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty() && !proper.contains(w));
            assert_eq!(strange, None, "{path}: put it into the catalogue");
            let (tag, after) = tail.split_once('>').unwrap_or((tail, ""));
            for attribute in ["aria-label=\"", "title=\"", "alt=\""] {
                let value = tag.split(attribute).nth(1).map_or("", |value| value.split('"').next().unwrap());
                let strange = value.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty() && !proper.contains(w));
                assert_eq!(strange, None, "{path}: put it into the catalogue");
            }
            rest = match is_raw {
                true => after.split_once("</").and_then(|(_, end)| end.split_once('>')).map_or("", |(_, rest)| rest),
                false => after,
            };
        }
    }
}

/// What follows each `prefix` in a text, up to what is no part of a key.
fn keys<'a>(text: &'a str, prefix: &str) -> Vec<&'a str> {
    let end = |rest: &'a str| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next().unwrap();
    text.split(prefix).skip(1).map(end).collect()
}

#[test]
fn every_word_is_used_and_every_word_used_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogue = fs::read_to_string(root.join("src/config/words/en.yaml")).unwrap();
    let known: BTreeSet<String> =
        catalogue.lines().filter_map(|line| line.split_once(':')).map(|(key, _)| key.to_owned()).collect();
    let known: BTreeSet<String> = known.into_iter().filter(|key| !key.starts_with(['#', ' '])).collect();
    let mut used = BTreeSet::new();
    for (path, text) in templates() {
        for key in keys(&text, "site.words.").into_iter().map(|key| key.replace('_', "-")) {
            assert!(known.contains(&key), "{path}: there is no word `{key}`");
            used.insert(key);
        }
    }
    let mut sources = Vec::new();
    files(&root.join("src"), ".rs", &mut sources);
    let code: Vec<&str> =
        sources.iter().filter(|(path, _)| !path.ends_with("tests.rs")).map(|(_, text)| &**text).collect();
    for key in &known {
        let quoted = format!("\"{key}\"");
        let made = ["link-", "relation-", "notice-", "is-", "status-", "n-"].iter().any(|made| key.starts_with(made));
        if made || code.iter().any(|text| text.contains(&quoted)) {
            used.insert(key.clone());
        }
    }
    for text in &code {
        for prefix in ["words.get(\"", "words.fill(\"", "words.count(\""] {
            for key in keys(text, prefix) {
                assert!(known.contains(key), "there is no word `{key}`");
            }
        }
    }
    let unused: Vec<&String> = known.difference(&used).collect();
    assert!(unused.is_empty(), "no page says {unused:?}");
}

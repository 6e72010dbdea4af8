//! Papers from elsewhere: what becomes of them, and that nothing that is there is ever lost.

mod support;

use support::Archive;

const CSL: &str = r#"[
 {"id": "lovelace1843notes-engine", "type": "paper-conference", "title": "Notes on the *Engine*",
  "author": [{"family": "Lovelace", "given": "Ada"}, {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}],
  "issued": {"date-parts": [[1843]]}, "container-title": "Meeting on Engines", "container-title-short": "moe",
  "page": "1-30", "DOI": "https://doi.org/10.1000/engine", "URL": "https://example.org/engine",
  "abstract": "First [line].\n\nSecond, on $x_1$ and more_than_one."},
 {"id": "bad id!", "type": "article", "title": "Sketch", "author": [{"family": "Babbage", "given": "Charles"}],
  "issued": {"date-parts": [["1837", 4]]}},
 {"type": "article", "title": "The Other Sketch", "author": [{"literal": "The Engine Company"}], "issued": {"date-parts": [[1838]]},
  "URL": "https://arxiv.org/abs/2309.03905v2"},
 {"id": "no-title", "type": "article"}
]"#;

const DAILY: &str = r#"[{"paper": {"id": "2401.04925", "title": "On Steps", "summary": "We study steps.",
  "authors": [{"name": "Mingyu Jin"}], "publishedAt": "2024-01-10T00:00:00.000Z", "upvotes": 7, "ai_keywords": ["Deep Learning", "NLP"]},
  "publishedAt": "2024-01-11T00:00:00.000Z", "title": "On Steps", "numComments": 2}]"#;

fn archive() -> Archive {
    Archive::new().file("csl.json", CSL).file("daily.json", DAILY)
}

fn entry(archive: &Archive, path: &str) -> String {
    std::fs::read_to_string(archive.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn csl_json_becomes_entries_that_build() {
    let archive = archive();
    let run = archive.run(&["import", "csl.json"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert_eq!(
        run.stdout(),
        "3 papers imported into content/papers, 0 skipped, 1 left out; 0 topics and 1 venue added.\n"
    );
    assert!(run.stderr().contains("left out: csl.json: record 4"), "{}", run.stderr());
    let text = entry(&archive, "content/papers/1843/lovelace1843notes-engine.yaml");
    for line in [
        "id: lovelace1843notes-engine\n",
        "  - Ada Lovelace\n",
        "  - Jan van der Berg\n",
        "date: 1843\n",
        "venue: moe\n",
        "pages: 1-30\n",
        "doi: 10.1000/engine\n",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
    assert!(entry(&archive, "content/papers/1838/2309.03905.yaml").contains("arxiv: \"2309.03905\""));
    entry(&archive, "content/papers/1837/babbage-1837-sketch.yaml");
    let run = archive.build();
    run.has(
        "papers/lovelace1843notes-engine/index.html",
        &["Notes on the *Engine*", "First [line].", "more_than_one", "<math"],
    );
    assert!(!run.stderr().contains("error"), "{}", run.stderr());
}

#[test]
fn a_second_import_skips_what_is_there_and_that_is_no_failure() {
    let archive = archive();
    archive.run(&["import", "csl.json"]);
    let before = support::tree(archive.root());
    let run = archive.run(&["import", "csl.json"]);
    assert_eq!(run.code(), 0);
    assert!(
        run.stdout().starts_with("0 papers imported into content/papers, 3 skipped, 1 left out"),
        "{}",
        run.stdout()
    );
    assert!(
        run.stderr().contains("is `lovelace1843notes-engine`: the id, the first author and the year are the same, and so is most of the title"),
        "{}",
        run.stderr()
    );
    assert_eq!(before, support::tree(archive.root()));
}

#[test]
fn an_entry_that_is_there_is_never_overwritten() {
    let archive = archive().file("content/papers/1843/lovelace1843notes-engine.yaml", "title: [broken\n");
    let run = archive.run(&["import", "csl.json"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert_eq!(entry(&archive, "content/papers/1843/lovelace1843notes-engine.yaml"), "title: [broken\n");
    entry(&archive, "content/papers/1843/lovelace1843notes-engine-2.yaml");
}

#[test]
fn daily_papers_bring_their_topics_and_days() {
    let archive = archive().file("content/topics.yaml", "# ours\nnlp: {name: Language}\n");
    let run = archive.run(&["import", "--et-al", "daily.json"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let text = entry(&archive, "content/papers/2024/2401.04925.yaml");
    for line in [
        "et-al: true\n",
        "date: 2024-01-10\n",
        "available: 2024-01-11\n",
        "topics: [deep-learning, nlp]\n",
        "upvotes: 7",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
    let topics = entry(&archive, "content/topics.yaml");
    assert!(topics.starts_with("# ours\nnlp: {name: Language}\n") && topics.contains("deep-learning:"), "{topics}");
    archive.build().has("2024/01/11/index.html", &["On Steps", "et al.", "7 upvotes", "We study steps."]);
    let featured = self::archive();
    featured.run(&["import", "--calendar-day", "added", "daily.json"]);
    let text = entry(&featured, "content/papers/2024/2401.04925.yaml");
    assert!(text.contains("added: 2024-01-11\n") && !text.contains("available"), "{text}");
}

#[test]
fn a_list_of_topics_that_begins_to_exist_holds_those_in_use() {
    let archive = archive().paper("p", "2023", "topics: [engines]\n");
    archive.run(&["import", "daily.json"]);
    assert!(entry(&archive, "content/topics.yaml").contains("engines:"));
    archive.build();
}

#[test]
fn a_volume_is_one_file_with_what_its_papers_share_in_its_head() {
    let archive = archive();
    let run = archive.run(&["import", "--volume", "engines-1", "csl.json"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let text = entry(&archive, "content/papers/engines-1.yaml");
    assert!(text.starts_with("key: engines-1\n") && text.contains("papers:\n"), "{text}");
    archive.build().has("volumes/engines-1/index.html", &["Notes on the", "Sketch"]);
    let run = archive.run(&["import", "--volume", "engines-1", "daily.json"]);
    assert_eq!(run.code(), 2);
    assert!(run.stderr().contains("content/papers/engines-1.yaml is there already"), "{}", run.stderr());
}

#[test]
fn what_cannot_be_read_is_told_and_nothing_is_written() {
    let archive =
        archive().file("broken.json", "[{\"id\": }]").file("other.json", "{\"a\": 1}").file("packed.gz", b"\x1f\x8b..");
    let told = |arguments: &[&str]| {
        let run = archive.run(arguments);
        assert_eq!(run.code(), 2, "{}", run.stdout());
        run.stderr()
    };
    assert_eq!(told(&["import", "csl.json", "broken.json"]), "error: broken.json: line 1, column 9: expected value\n");
    assert!(told(&["import", "other.json"]).contains("found none of them; name the format with --format"));
    assert!(told(&["import", "nowhere.json"]).starts_with("error: nowhere.json: "));
    assert!(told(&["import", "packed.gz"]).contains("is compressed: unpack it first"));
    assert!(told(&["import", "--into", "content/../..", "csl.json"]).contains("is not below it"));
    assert!(told(&["import", "--format", "bibtext", "csl.json"]).contains("ris"));
    assert!(!archive.root().join("content").exists());
}

const BIB: &str = r#"@inproceedings{lovelace1843notes-engine, title = {Notes on the {Engine}}, author = {Lovelace, Ada},
  booktitle = {Meeting on Engines}, year = 1843, publisher = {Taylor}, keywords = {engines}}
@misc{broken, title = {B
@article{babbage1837, title = {Sketch}, author = {Charles Babbage and others}, journal = {Engines Today}, year = 1837, month = apr}
"#;

#[test]
fn a_bibliography_becomes_entries_and_a_broken_record_is_told_by_its_line() {
    let archive = Archive::new()
        .file("my.bib", BIB)
        .file("none.bib", "@misc{a}\n")
        .file("one.ris", "TY  - GEN\nTI  - R\nER  - \n");
    let run = archive.run(&["import", "my.bib", "one.ris"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert_eq!(run.stderr(), "left out: my.bib: line 3: a brace is opened and never closed\n");
    assert_eq!(
        run.stdout(),
        "3 papers imported into content/papers, 0 skipped, 1 left out; 0 topics and 2 venues added.\n"
    );
    let text = entry(&archive, "content/papers/1837/babbage1837.yaml");
    assert!(text.contains("et-al: true\n") && text.contains("date: 1837-04\n"), "{text}");
    let run = archive.run(&["import", "none.bib"]);
    assert_eq!((run.code(), run.stderr().as_str()), (1, "left out: none.bib: line 1 (`a`): it has no title\n"));
}

#[test]
fn an_update_fills_what_is_missing_and_tells_the_rest() {
    let path = "content/papers/1843/lovelace1843notes-engine.yaml";
    let own = "# By hand\nid: lovelace1843notes-engine\ntitle: Notes on the *Engine*\nauthors: [Ada Lovelace]\ndate: 1843-09-01\nvenue: Meeting on Engines\n";
    let archive = Archive::new().file("my.bib", BIB.replace("Taylor", "Taylor and Co")).file(path, own);
    let run = archive.run(&["import", "--update", "my.bib"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    let want =
        own.replace("date: 1843-09-01\n", "date: 1843-09-01\nkeywords: [engines]\n") + "publisher: Taylor and Co\n";
    assert_eq!(entry(&archive, path), want);
    let line = "1 paper imported into content/papers, 2 keys updated in 1 paper, 0 as they were, 1 left out;";
    assert!(run.stdout().starts_with(line), "{}", run.stdout());
    let run = archive.run(&["import", "--update", "my.bib"]);
    let line = "0 papers imported into content/papers, 0 keys updated in 0 papers, 2 as they were, 1 left out;";
    assert!(run.stdout().starts_with(line), "{}", run.stdout());
    assert_eq!(entry(&archive, path), want);
}

#[test]
fn an_update_of_some_keys_replaces_them_and_nothing_else() {
    let path = "content/papers/1843/lovelace1843notes-engine.yaml";
    let own = "id: lovelace1843notes-engine\ntitle: Notse on the Engine # sic\nauthors: [Ada Lovelace]\ndate: 1843\npublisher: Other\n";
    let archive = Archive::new().file("my.bib", BIB).file(path, own);
    let run = archive.run(&["import", "--update=title", "--dry-run", "my.bib"]);
    assert_eq!((run.code(), entry(&archive, path).as_str()), (0, own));
    assert!(
        run.stderr().contains("differs: `lovelace1843notes-engine`: `publisher` is Other here, and Taylor there\n"),
        "{}",
        run.stderr()
    );
    archive.run(&["import", "--update=title", "my.bib"]);
    assert_eq!(entry(&archive, path), own.replace("Notse on the Engine", "Notes on the {Engine}"));
    let refused = |keys: &str| archive.run(&["import", keys, "my.bib"]).stderr();
    assert_eq!(refused("--update=titel"), "error: a paper has no key `titel`: did you mean `title`?\n");
    assert_eq!(refused("--update=id"), "error: `id` is the archive's own, and no source replaces it\n");
}

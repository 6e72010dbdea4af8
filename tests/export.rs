//! Papers in formats for others: on the command line, as files of a site, and on the pages.

mod support;

use std::process::{Command, Stdio};

use support::Archive;
use support::preview::Preview;

fn archive() -> Archive {
    Archive::new()
        .file("content/venues.yaml", "tides: {name: International Symposium on Tides, short: IST}\n")
        .file("content/topics.yaml", "mud: {name: Mud and silt}\n")
        .file(
            "content/papers/mud.yaml",
            "title: Mud in SAR\nauthors: [Wanda Okonkwo, Ada Lovelace]\ndate: 2024-03-07\nvenue: tides\ntopics: [mud]\npages: 1-9\ncitation-key: okonkwo:mud\nabstract: We weigh mud.\nlinks: {code: https://example.org/code}\n",
        )
        .file(
            "content/papers/silt.yaml",
            "title: Silt\nauthors: [Jan van der Berg]\ndate: 2023\narxiv: '2301.00001'\ntopics: [mud]\ncitation-key: mud\nnotices: [{type: retraction, date: 2024-01-01}]\n",
        )
        .file("content/papers/wake.yaml", "title: Wakes\nauthors: [Ada Lovelace]\ndate: 2022\ncitation-key: Same\nhidden: true\n")
        .file("content/papers/swell.yaml", "title: Swell\nauthors: [Ada Lovelace]\ndate: 2021\ncitation-key: same\nlinks: {pdf: swell.pdf}\n")
        .file("content/papers/swell.pdf", "%PDF-1.4\n")
}

fn exported(archive: &Archive, arguments: &[&str]) -> String {
    let run = archive.run(&[&["export"], arguments].concat());
    assert_eq!((run.code(), run.stderr()), (0, String::new()), "{arguments:?}");
    run.stdout()
}

/// The keys of a `.bib` file.
fn keys(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with('@')).filter_map(|line| line.split(['{', ',']).nth(1)).collect()
}

#[test]
fn a_query_says_which_papers_and_their_keys_are_unique() {
    let archive = archive();
    // A key that is another paper's id, or another paper's key, gives way to the id; what is hidden is in no list.
    assert_eq!(keys(&exported(&archive, &[])), ["okonkwo:mud", "silt", "swell"]);
    assert_eq!(keys(&exported(&archive, &["topic:mud", "year:2023"])), ["silt"]);
    assert_eq!(keys(&exported(&archive, &["has:code", "--format", "biblatex"])), ["okonkwo:mud"]);
    assert_eq!(keys(&exported(&archive, &["--limit", "1"])), ["okonkwo:mud"]);
    assert_eq!(exported(&archive, &["nothing at all"]), "");
    assert_eq!(exported(&archive, &["nothing at all", "--format", "csl-json"]), "[]\n");
    assert!(
        exported(&archive, &["id:silt", "--format", "ris"])
            .starts_with("TY  - UNPB\r\nID  - silt\r\nTI  - [RETRACTED] Silt\r\n")
    );
}

#[test]
fn what_is_not_understood_is_not_exported() {
    let archive = archive();
    let failure = |query: &str| {
        let run = archive.run(&["export", query]);
        assert_eq!((run.code(), run.stdout()), (2, String::new()), "{query}");
        run.stderr()
    };
    assert_eq!(failure("autor:lovelace"), "error: a query has no field `autor`: did you mean `author`?\n");
    assert_eq!(failure("has:cod"), "error: `has:` knows no `cod`: did you mean `code`?\n");
    assert_eq!(failure("year:x"), "error: `x` is neither a date nor a range of dates, such as 2019..2023\n");
    assert_eq!(failure("like:mud"), "error: an export cannot ask for similar papers\n");
    let broken = archive.file("content/papers/broken.yaml", "titel: Broken\n");
    let run = broken.run(&["export"]);
    assert_eq!((run.code(), run.stdout()), (1, String::new()));
    assert!(run.stderr().ends_with("so nothing was exported\n"), "{}", run.stderr());
    let run = broken.run(&["export", "--keep-going"]);
    assert_eq!((run.code(), keys(&run.stdout()).len()), (0, 3));
}

#[test]
fn json_lines_hold_the_whole_record() {
    let archive = archive().file("content/metrics/bot.yaml", "mud: {upvotes: 7, as-of: 2024-05-01}\n");
    let text = exported(&archive, &["--format", "jsonl"]);
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    let person = |given: &str, family: &str| serde_json::json!({"name": format!("{given} {family}"), "family": family, "given": given});
    let expected = serde_json::json!({
        "id": "mud", "url": "https://example.org/papers/mud/", "type": "conference", "status": "published",
        "title": "Mud in SAR", "language": "en", "authors": [person("Wanda", "Okonkwo"), person("Ada", "Lovelace")],
        "abstract": "We weigh mud.", "date": "2024-03-07", "topics": ["mud"], "venue": "tides", "pages": "1-9",
        "citation-key": "okonkwo:mud", "links": [{"type": "code", "url": "https://example.org/code"}],
        "metrics": {"as-of": "2024-05-01", "upvotes": 7},
    });
    assert_eq!(lines[0], expected);
    assert_eq!((&lines[1]["status"], &lines[1]["date"]), (&"retracted".into(), &"2023".into()));
}

#[test]
fn yaml_can_be_put_into_another_archive() {
    let volume = "title: Proceedings\nvenue: tides\nyear: 2020\npublisher: Harbour Press\npapers:\n- {id: buoy, title: 'Buoys: a survey', authors: [A. B.], pages: 3-4, section: main}\nsections: [{key: main, title: Main}]\n";
    let first = archive().file("content/papers/proceedings.yaml", volume);
    first.remove("content/papers/wake.yaml");
    let mut second = Archive::new()
        .file("content/venues.yaml", "tides: {name: International Symposium on Tides, short: IST}\n")
        .file("content/topics.yaml", "mud: {name: Mud and silt}\n");
    for (at, entry) in exported(&first, &["--format", "yaml"]).split("---\n").enumerate() {
        second = second.file(&format!("content/papers/{at}.yaml"), entry);
    }
    assert!(second.run(&["check"]).stdout().starts_with("4 papers"), "all of them are read");
    // The file beside an entry of the first is a file elsewhere for the second, so there the paper itself is to be had.
    let without_addresses = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.starts_with("UR ") && !line.starts_with("  url ")).map(str::to_owned).collect()
    };
    for format in ["bibtex", "ris"] {
        let (before, after) = (exported(&first, &["--format", format]), exported(&second, &["--format", format]));
        assert!(before.contains("Harbour Press"));
        assert_eq!(without_addresses(&before), without_addresses(&after), "{format}");
    }
    assert!(
        exported(&second, &["id:swell", "--format", "ris"])
            .contains("L1  - https://example.org/papers/swell/swell.pdf\r\n")
    );
}

#[test]
fn a_reader_may_close_the_pipe() {
    let mut archive = archive();
    let text =
        "abstract: A long one, over and over and over and over and over and over and over and over.\n".to_owned();
    for at in 0..800 {
        archive = archive.paper(&format!("p{at}"), "2020", &text);
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_offprint"))
        .arg("export")
        .current_dir(archive.root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned()), (Some(0), String::new()));
}

#[test]
fn papers_and_groups_are_files_by_the_settings() {
    let archive = archive();
    let built = archive.build();
    built.has("papers/mud/mud.bib", &["@inproceedings{okonkwo:mud,", "  abstract = {We weigh mud.},"]);
    built.has("papers.bib", &["okonkwo:mud", "{silt,", "{swell,"]).lacks("papers.bib", &["abstract", "Wakes"]);
    built.has("topics/mud/papers.bib", &["okonkwo:mud", "{silt,"]).lacks("topics/mud/papers.bib", &["swell"]);
    built.has("venues/tides/papers.bib", &["okonkwo:mud"]);
    for absent in [
        "papers/papers.bib",
        "2024/papers.bib",
        "authors/ada-lovelace/papers.bib",
        "papers/mud/mud.ris",
        "topics/mud/2024/papers.bib",
    ] {
        built.misses(absent);
    }
    let settings = "title: S\nexports: {paper: [ris, csl-json, biblatex], group: [csl-json], retracted: false}\nthresholds: {exports: {authors: 2, other: 2}}\nurls: {paper: '/{year}/{id}.html'}\n";
    let built = archive.file("offprint.yaml", settings).build();
    built
        .has("2024/mud.ris", &["ID  - okonkwo:mud\r\n"])
        .has("2024/mud.biblatex.bib", &["@inproceedings{okonkwo:mud,"]);
    built.has("2024/mud.csl.json", &["\"id\":\"okonkwo:mud\""]).lacks("2024/mud.csl.json", &["\"URL\""]);
    built.has("authors/ada-lovelace/papers.csl.json", &["okonkwo:mud"]);
    built.has("topics/mud/papers.csl.json", &["okonkwo:mud"]).lacks("topics/mud/papers.csl.json", &["silt\""]);
    for absent in [
        "2023/silt.ris",
        "2024/mud.bib",
        "papers.bib",
        "authors/jan-van-der-berg/papers.csl.json",
        "venues/tides/papers.csl.json",
    ] {
        built.misses(absent);
    }
}

#[test]
fn pages_carry_what_it_takes_to_cite() {
    let archive = archive();
    let built = archive.build();
    built.has(
        "papers/mud/index.html",
        &[
            "<section class=\"row\" id=\"cite\">",
            "Wanda Okonkwo and Ada Lovelace. 2024. Mud in SAR.",
            "data-file=\"mud.bib\">@inproceedings{okonkwo:mud,\n",
            "data-file=\"mud.biblatex.bib\"",
            "data-file=\"mud.ris\"",
            "data-file=\"mud.csl.json\"",
            "<a href=\"/papers/mud/mud.bib\" download>BibTeX</a>",
        ],
    );
    built.has("papers/silt/index.html", &["Jan van der Berg. 2023. [RETRACTED] Silt."]);
    built.has("topics/mud/index.html", &["<a href=\"/topics/mud/papers.bib\" download>BibTeX</a>"]);
    built.has("papers/index.html", &["<a href=\"/papers.bib\" download>BibTeX</a>"]);
    let names: Vec<String> = (0..40).map(|at| format!("A. Name{at}")).collect();
    let many =
        archive.file("content/papers/many.yaml", format!("title: Many\nauthors: [{}]\ndate: 2024\n", names.join(", ")));
    let settings = "title: S\ncitations: [ieee, apa]\nexports: {paper: [], group: []}\n";
    let built = many.file("offprint.yaml", settings).build();
    built.has("papers/mud/index.html", &["<h3>IEEE", "W. Okonkwo and A. Lovelace", "Okonkwo, W., &amp; Lovelace, A."]);
    built
        .has("papers/many/index.html", &["data-file=\"many.bib\""])
        .lacks("papers/many/index.html", &["many.ris", "download>"]);
    built.lacks("papers/index.html", &["download>"]);
}

#[test]
fn an_author_without_a_page_has_no_files() {
    let settings = "title: S\nthresholds: {exports: {authors: 1}, author-pages: 50}\n";
    let archive = archive().file("offprint.yaml", settings);
    archive.build().misses("authors/ada-lovelace");
    let preview = Preview::of(archive);
    assert_eq!(preview.server.get("/authors/ada-lovelace/papers.bib").status, 404);
}

#[test]
fn unknown_formats_and_styles_are_mistakes() {
    let archive = Archive::new().file("offprint.yaml", "title: S\nexports: {paper: [bibtx]}\ncitations: [iee]\n");
    let run = archive.run(&["check"]);
    assert_eq!(run.code(), 1);
    for part in [
        "`bibtx` is none of the words that stand here",
        "did you mean `bibtex`?",
        "there is no citation style `iee`",
        "did you mean `ieee`?",
    ] {
        assert!(run.stderr().contains(part), "{part} in {}", run.stderr());
    }
}

#[test]
fn the_settings_say_which_formats_a_page_carries() {
    let archive = Archive::new().paper("engine", "2023", "");
    let all = ["<summary>BibTeX", "<summary>BibLaTeX", "<summary>RIS", "<summary>CSL-JSON"];
    archive.build().has("papers/engine/index.html", &all);
    archive.write("offprint.yaml", "title: T\nexports: {page: [ris, bibtex]}\n");
    let run = archive.build();
    run.has("papers/engine/index.html", &[all[0], all[2]]).lacks("papers/engine/index.html", &[all[1], all[3]]);
    archive.write("offprint.yaml", "title: T\nexports: {page: []}\ncitations: []\n");
    archive.build().lacks("papers/engine/index.html", &["<summary>", "id=\"cite\""]);
}

//! The API and the citation of the archive. That its documents are what their schemas say is checked by tests/py/api.py.

mod support;

use std::io::Read as _;

use serde_json::{Value, json};
use support::Archive;
use support::preview::Preview;

const SETTINGS: &str = "title: Tides & mud\ndescription: \"All of it: papers.\"\nbase-url: https://example.org/repo/\nrepository: tides/papers\n";

fn archive() -> Archive {
    let retraction = "notices: [{type: retraction, date: 2024-05-01, doi: 10.1000/r, note: Made up.}]\n";
    Archive::new()
        .file("offprint.yaml", SETTINGS)
        .file("content/topics.yaml", "mud: {name: Mud, description: 'Wet $x^2$ earth.'}\nsea: {name: Sea}\n")
        .paper("old", "2019", "topics: [mud]\nvenue: Tides\n")
        .paper("bad", "2023-09", &format!("topics: [sea]\n{retraction}"))
        .file(
            "content/papers/new.yaml",
            "title: 'A *new* $a^2$'\nauthors: [Ada Lovelace]\ndate: 2024-03-07\ntopics: [mud, sea]\nadded: 2024-03-08\n\
             updated: 2024-04-01\nabstract: 'Mud & *sea*.'\n",
        )
        .paper("shy", "2024", "hidden: true\n")
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_api_tells_of_all_papers_and_where_they_are() {
    let run = archive().build();
    assert_eq!(run.stderr(), "");
    let index = parsed(&run.text("api/v1/index.json"));
    assert_eq!(index["counts"], json!({"papers": 3, "authors": 1, "topics": 2, "venues": 1, "volumes": 0}));
    assert_eq!((&index["parts"]["papers"], &index["years"]), (&json!(1), &json!([2019, 2023, 2024])));
    assert_eq!(index["updated"], "2024-05-01");
    assert_eq!(index["endpoints"]["papers"], "https://example.org/repo/api/v1/papers/{part}.json");
    assert_eq!(index["endpoints"]["dates"], "https://example.org/repo/api/v1/dates/{year}.json");
    for address in index["schemas"].as_object().unwrap().values() {
        run.has(address.as_str().unwrap().strip_prefix("https://example.org/repo/").unwrap(), &["json-schema.org"]);
    }
    let part = parsed(&run.text("api/v1/papers/1.json"));
    let records = part["papers"].as_array().unwrap();
    let ids: Vec<&str> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["old", "bad", "new"], "the oldest first, and no hidden one");
    let (bad, new) = (&records[1], &records[2]);
    assert_eq!((&bad["status"], &bad["notices"][0]["note"]), (&json!("retracted"), &json!("Made up.")));
    assert_eq!((&new["title"], &new["title-source"]), (&json!("A new a²"), &json!("A *new* $a^2$")));
    assert_eq!((&new["abstract"], &new["abstract-source"]), (&json!("Mud & sea."), &json!("Mud & *sea*.")));
    assert_eq!(new["url"], "https://example.org/repo/papers/new/");
    let places = parsed(&run.text("api/v1/papers/index.json"));
    assert_eq!(places["papers"]["new"]["part"], 1);
    assert!(places["papers"].get("shy").is_none());
}

#[test]
fn the_api_has_dates_facets_and_authors() {
    let run = archive().build();
    let dates = parsed(&run.text("api/v1/dates/2024.json"));
    assert_eq!(dates, json!({"year": 2024, "dates": [{"date": "2024-03-07", "papers": ["new"]}]}));
    let topics = parsed(&run.text("api/v1/topics.json"));
    let mud = &topics["topics"][0];
    assert_eq!((&mud["key"], &mud["count"], &mud["description"]), (&json!("mud"), &json!(2), &json!("Wet x² earth.")));
    assert_eq!(parsed(&run.text("api/v1/venues.json"))["venues"][0]["count"], 1);
    assert_eq!(parsed(&run.text("api/v1/volumes.json"))["volumes"], json!([]));
    let first = "ada-lovelace";
    let authors = parsed(&run.text("api/v1/authors/index.json"));
    assert_eq!(authors, json!({"parts": [{"part": 1, "first": first, "last": first}]}));
    let ada = &parsed(&run.text("api/v1/authors/1.json"))["authors"][0];
    assert_eq!(ada["papers"], json!(["new", "bad", "old"]));
    assert_eq!(ada["url"], "https://example.org/repo/authors/ada-lovelace/");
    run.misses("api/v1/papers/2.json").misses("api/v1/authors/2.json").misses("api/v1/dates/2020.json");
}

#[test]
fn changes_are_what_entries_tell() {
    let run = archive().build();
    let changes = parsed(&run.text("api/v1/changes.json"));
    let told: Vec<_> =
        changes["changes"].as_array().unwrap().iter().map(|c| json!([c["date"], c["id"], c["type"]])).collect();
    assert_eq!(
        told,
        [
            json!(["2024-05-01", "bad", "retraction"]),
            json!(["2024-04-01", "new", "updated"]),
            json!(["2024-03-08", "new", "added"])
        ]
    );
    let places = parsed(&run.text("api/v1/papers/index.json"));
    assert_eq!(changes["changes"][0]["digest"], places["papers"]["bad"]["digest"]);
}

#[test]
fn the_dump_holds_what_digests_are_of() {
    let run = archive().build();
    let mut text = String::new();
    let dump = run.tree().remove("api/v1/papers.jsonl.gz").unwrap();
    // A reader of one member, as browsers have it, gets all of it.
    flate2::read::GzDecoder::new(&dump[..]).read_to_string(&mut text).unwrap();
    assert_eq!(text.lines().count(), 3);
    let part = parsed(&run.text("api/v1/papers/1.json"));
    let places = parsed(&run.text("api/v1/papers/index.json"));
    for (line, record) in text.lines().zip(part["papers"].as_array().unwrap()) {
        assert_eq!(parsed(line), *record);
        let digest = format!("{:016x}", xxhash_rust::xxh3::xxh3_64(line.as_bytes()));
        assert_eq!(places["papers"][record["id"].as_str().unwrap()]["digest"], digest);
    }
}

#[test]
fn parts_are_counted_from_the_oldest() {
    let mut archive = archive();
    for at in 0..210 {
        archive = archive.paper(&format!("p{at:03}"), "2020", "");
    }
    let run = archive.build();
    let part = |run: &support::Run, at: u32| parsed(&run.text(&format!("api/v1/papers/{at}.json")));
    assert_eq!(part(&run, 1)["papers"].as_array().unwrap().len(), 200);
    assert_eq!(part(&run, 2)["papers"].as_array().unwrap().len(), 13);
    let more = archive.paper("newest", "2025", "").build();
    assert_eq!(part(&run, 1), part(&more, 1), "a full part does not change when a newer paper comes");
    assert_eq!(parsed(&more.text("api/v1/papers/index.json"))["papers"]["newest"]["part"], 2);
}

#[test]
fn an_empty_archive_has_an_api_too() {
    let run = Archive::new().file("offprint.yaml", "title: T\ndiagnostics: {no-base-url: off}\n").build();
    let index = parsed(&run.text("api/v1/index.json"));
    assert_eq!(
        (&index["parts"]["papers"], &index["endpoints"]["changes"]),
        (&json!(0), &json!("/api/v1/changes.json"))
    );
    assert_eq!(parsed(&run.text("api/v1/papers/index.json")), json!({"papers": {}}));
    assert_eq!(parsed(&run.text("api/v1/changes.json")), json!({"changes": []}));
    run.misses("CITATION.cff");
    assert!(run.tree().contains_key("api/v1/papers.jsonl.gz"));
}

#[test]
fn the_archive_says_how_it_is_cited() {
    let run = archive().build();
    let wanted = "cff-version: 1.2.0
message: Cite the archive as follows; cite its papers themselves.
type: dataset
title: \"Tides & mud\"
authors:
- name: \"Tides & mud\"
abstract: \"All of it: papers.\"
url: \"https://example.org/repo/\"
repository: \"https://github.com/tides/papers\"
date-released: 2024-05-01
";
    assert_eq!(run.text("CITATION.cff"), wanted);
    let own = archive().file("static/CITATION.cff", "own\n").build();
    assert_eq!((own.stderr().as_str(), own.text("CITATION.cff").as_str()), ("", "own\n"));
}

#[test]
fn a_preview_answers_as_a_build_does() {
    let preview = Preview::of(archive());
    let Preview { archive, server, .. } = &preview;
    server.until_has("/repo/api/v1/papers/1.json", "\"old\"");
    archive.write("content/papers/six.yaml", "title: The six\nauthors: [A B]\ndate: 2024\n");
    server.until_has("/repo/api/v1/papers/index.json", "\"six\"");
    preview.agrees();
}

#[test]
fn the_settings_leave_parts_of_it_out() {
    let archive = Archive::new().paper("engine", "2023-09-07", "");
    let run = archive.build();
    run.has("api/v1/papers/1.json", &["engine"]).has("index.html", &["/api/v1/papers.jsonl.gz"]);
    archive.write("offprint.yaml", "title: T\nbase-url: https://example.org/\napi: dump\n");
    let run = archive.build();
    run.misses("api/v1/papers").has("api/v1/changes.json", &["{\"changes\""]).has("api/v1/authors/1.json", &["engine"]);
    run.lacks("api/v1/index.json", &["/papers/index.json", "/papers/{part}.json"]);
    run.has("api/v1/index.json", &["/api/v1/papers.jsonl.gz", "\"parts\":{\"papers\":0,"]);
    for off in ["off", "'off'", "false"] {
        archive.write("offprint.yaml", format!("title: T\nbase-url: https://example.org/\napi: {off}\n"));
        archive.build().misses("api").lacks("index.html", &["/api/v1/"]);
    }
    archive.write("offprint.yaml", "api: some\n");
    let said = archive.run(&["build"]).stderr();
    assert!(said.contains("error[bad-value]") && said.contains("full"), "{said}");
}

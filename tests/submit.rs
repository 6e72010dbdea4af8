//! How readers contribute: links that edit and report, and the page where a paper is submitted.

mod support;

use serde_json::Value;
use support::Archive;

const VOLUME: &str = "title: Proceedings\nkey: proceedings\nyear: 2023\npapers:\n  - {id: listed, title: Listed, authors: [Ada Lovelace]}\n";

fn archive(settings: &str) -> Archive {
    let settings = format!("title: Small\nbase-url: https://example.org/repo/\n{settings}");
    Archive::new()
        .file("offprint.yaml", settings)
        .paper("engine", "2023-09-07", "topics: [machines]\nvenue: Harbours\n")
        .file("content/papers/ä b.yaml", "id: spaced\ntitle: A & B\nauthors: [Ada Lovelace]\ndate: 2023\n")
        .file("content/papers/proceedings.yaml", VOLUME)
        .file("content/pages/about.md", "---\ntitle: About\n---\nText.\n")
        .file("content/collections/best.md", "---\ntitle: Best\npapers: [engine]\n---\n")
}

#[test]
fn entries_and_pages_are_edited_where_they_stand() {
    let run = archive("repository: o/n\nbranch: new/main\n").build();
    let edit = |path: &str| format!("href=\"https://github.com/o/n/edit/new/main/content/{path}\">Edit this");
    run.has("papers/spaced/index.html", &[&edit("papers/%C3%A4%20b.yaml")]);
    run.has("papers/listed/index.html", &[&edit("papers/proceedings.yaml")]);
    run.has("about/index.html", &[&format!("{} page</a>", edit("pages/about.md"))]);
    run.has("collections/best/index.html", &[&edit("collections/best.md")]);
    run.has("volumes/proceedings/index.html", &[&edit("papers/proceedings.yaml")]);
    run.lacks("papers/index.html", &["/edit/"]);
    let run = archive("repository: https://github.com/o/n/some/folder/\n").build();
    run.has("papers/engine/index.html", &["https://github.com/o/n/edit/main/some/folder/content/papers/engine.yaml\""]);
    run.has("index.html", &["href=\"https://github.com/o/n\">"]);
}

#[test]
fn a_report_names_the_page_and_the_entry() {
    let run = archive("repository: o/n\n").build();
    let report = "https://github.com/o/n/issues/new?title=A%20%26%20B%20%28spaced%29&amp;body=https%3A%2F%2Fexample.org%2Frepo%2Fpapers%2Fspaced%2F%0A%60spaced%60%20in%20%60content%2Fpapers%2F%C3%A4%20b.yaml%60%0A%0A\"";
    run.has("papers/spaced/index.html", &[report]);
}

#[test]
fn a_repository_is_an_owner_and_a_name() {
    for wrong in ["o", "o/", "o/..", "o/n/../x", "o/n//x", "o/n x", "../n"] {
        let run = archive(&format!("repository: '{wrong}'\n")).run(&["check"]);
        assert!(run.stderr().contains("is not a repository"), "{wrong}: {}", run.stderr());
    }
}

#[test]
fn there_is_a_page_to_submit_where_there_is_a_repository() {
    let run = archive("repository: o/n/f\n").build();
    let form = ["data-new=\"https://github.com/o/n/new/main\"", "data-folder=\"f/content/papers\""];
    run.has("submit/index.html", &form);
    run.has("submit/index.html", &["<script type=\"module\" src=\"/repo/submit/submit.", "id=\"_field-title\""]);
    run.has(
        "submit/index.html",
        &["new/main?filename=f%2Fcontent%2Fpapers%2FYYYY%2FID.yaml&amp;value=id%3A%0Atitle%3A"],
    );
    run.has("submit/index.html", &["<option value=\"code\">Code</option>", "property=\"og:title\""]);
    run.lacks("submit/index.html", &["noindex", "_field-added"]);
    run.has("sitemap.xml", &["<loc>https://example.org/repo/submit/</loc>"]);
    for page in ["index.html", "papers/index.html", "papers/engine/index.html", "404.html"] {
        run.has(page, &["<a href=\"/repo/submit/\">Add a paper</a>"]);
    }
    let added = archive("repository: o/n\ncalendar: added\ndiagnostics: {missing-added: off}\n").build();
    added.has("submit/index.html", &["id=\"_field-added\"", "added:\n"]);
    let none = archive("").build();
    none.misses("submit/index.html").misses("submit/submit.js").misses("submit/paper.schema.json");
    none.lacks("index.html", &["Add a paper"]).lacks("papers/engine/index.html", &["Edit this entry"]);
}

#[test]
fn its_schema_has_the_topics_and_venues_of_the_archive_and_no_papers() {
    let archive = archive("repository: o/n\n")
        .file("content/topics.yaml", "machines: {name: Machines, description: What moves.}\n")
        .file("content/venues.yaml", "harbours: {name: Harbours, short: H}\n");
    let run = archive.build();
    let schema: Value = serde_json::from_str(&run.text("submit/paper.schema.json")).unwrap();
    assert_eq!(schema["$defs"]["topic"]["anyOf"][0]["enum"], serde_json::json!(["machines"]));
    assert_eq!(schema["$defs"]["topic"]["anyOf"][0]["enumDescriptions"][0], "Machines: What moves.");
    assert_eq!(schema["$defs"]["venue"]["anyOf"][0]["enum"], serde_json::json!(["harbours", "H", "Harbours"]));
    assert_eq!(schema["$defs"].as_object().unwrap().len(), 2);
    let whole: Value = serde_json::from_str(&archive.run(&["schema", "paper"]).stdout()).unwrap();
    assert_eq!(schema["properties"]["doi"], whole["properties"]["doi"]);
}

#[test]
fn its_address_is_no_page_of_the_archive() {
    for name in ["submit.md", "submit/more.md"] {
        let run = archive("").file(&format!("content/pages/{name}"), "---\ntitle: Mine\n---\n").run(&["check"]);
        assert!(
            run.stderr().contains("error[reserved-key]: `submit` is an address of the site itself"),
            "{}",
            run.stderr()
        );
    }
}

//! What befell a paper is said in every output, as the table of content/pages/guide/metadata.md promises.

mod support;

use support::{Archive, Run};

const STATUSES: [(&str, &str); 5] = [
    ("corrected", "corrigendum"),
    ("concern", "concern"),
    ("withdrawn", "withdrawal"),
    ("retracted", "retraction"),
    ("removed", "removal"),
];

fn archive() -> Archive {
    let settings = "title: T\nbase-url: https://example.org/\nexports: {paper: [bibtex, biblatex, ris, csl-json]}\n";
    let mut archive = Archive::new().file("offprint.yaml", settings);
    for (day, (status, notice)) in (4..).zip(STATUSES) {
        let more = format!("abstract: It found.\nnotices: [{{type: {notice}, date: 2024-01-02, note: See why.}}]\n");
        archive = archive.paper(status, &format!("2023-09-{day:02}"), &more);
    }
    archive
}

/// The part of a text that is about one paper, from its beginning to that of the next.
fn about(text: &str, before: &str, paper: &str) -> String {
    let parts = text.split(before).skip(1).filter(|part| part.contains(paper));
    parts.map(str::to_owned).next().unwrap_or_else(|| panic!("{paper} in {text}"))
}

/// What an output of the table says of a paper.
fn said(run: &Run, output: &str, status: &str, day: usize) -> Vec<String> {
    let page = || run.text(&format!("papers/{status}/index.html"));
    let lines = |mark: &str| page().lines().filter(|line| line.contains(mark)).collect::<Vec<_>>().join("\n");
    let file = |suffix: &str| run.text(&format!("papers/{status}/{status}{suffix}"));
    let address = format!("/papers/{status}/");
    match output {
        "page, digest, `description`" => vec![
            about(&page(), "<div class=\"notice\"", "See why."),
            lines("name=\"description\""),
            run.text(&format!("digest/2023-09-{day:02}/index.html")),
        ],
        "cards of lists" => vec![about(&run.text("papers/index.html"), "<strong class=\"status\"", &address)],
        "`citation_*`" => vec![lines("\"citation_")],
        "Open Graph" => vec![lines("\"og:")],
        "JSON-LD" => vec![lines("application/ld+json")],
        "COinS" => vec![about(&run.text("papers/index.html"), "<li><h3>", &address)],
        "BibTeX" => vec![file(".bib"), lines("note = {")],
        "BibLaTeX" => vec![file(".biblatex.bib")],
        "RIS" => vec![file(".ris")],
        "CSL-JSON" => vec![file(".csl.json")],
        "Atom, JSON Feed" => vec![
            about(&run.text("feed.xml"), "<entry>", &address),
            about(&run.text("feed.json"), "{\"authors\"", &address).replace("\"title\":\"", " "),
        ],
        "API, `jsonl`" => vec![about(&run.text("api/v1/papers/1.json"), "\n{\"id\"", &address)],
        other => panic!("the table has an output that this test does not know: {other}"),
    }
}

#[test]
fn every_output_says_what_befell_a_paper() {
    let docs =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/content/pages/guide/metadata.md")).unwrap();
    let run = archive().build();
    let (_, table) = docs.split_once("|---|---|---|---|---|---|\n").unwrap();
    let mut outputs = 0;
    for row in table.lines().take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 6, "{row}");
        for (at, (status, _)) in STATUSES.iter().enumerate() {
            let wanted = cells[at + 1].trim_matches('`');
            for text in said(&run, cells[0], status, at + 4) {
                assert!(text.contains(wanted), "{} of {status} lacks {wanted}:\n{text}", cells[0]);
            }
        }
        outputs += 1;
    }
    assert_eq!(outputs, 12);
}

#[test]
fn titles_and_citations_warn_of_what_was_taken_back() {
    let run = archive().build();
    for (status, _) in STATUSES {
        let warning = format!("[{}]", status.to_uppercase());
        let is_taken_back = ["withdrawn", "retracted", "removed"].contains(&status);
        for suffix in [".bib", ".biblatex.bib", ".ris", ".csl.json"] {
            let text = run.text(&format!("papers/{status}/{status}{suffix}"));
            assert_eq!(text.contains(&warning), is_taken_back, "{suffix}: {text}");
        }
        let page = run.text(&format!("papers/{status}/index.html"));
        let cited = about(&page, "class=\"citing\"", "Ada Lovelace");
        assert_eq!(cited.split("</p>").next().unwrap().contains(&warning), is_taken_back, "{cited}");
    }
}

use std::fs;
use std::sync::Arc;

use super::*;
use crate::archive::{Options, read_archive};
use crate::diagnostic::Severity;
use crate::source::Sources;

const SETTINGS: &str = "title: Engines\nbase-url: https://example.org/\n";

/// Entries, one a file.
const PAPERS: &[&str] = &[
    r#"id: sketch
title: "Sketch of the Analytical Engine"
title-short: The Notes
translations: [{language: fr, title: "Notions sur la machine analytique"}]
authors: [Ada Lovelace, {name: "Menabrea, Luigi Federico", orcid: 0000-0002-1825-0097}]
date: 1843-09-07
topics: [engines]
venue: SM
abstract: "Pre-training of **networks** with $\\alpha$-divergence and consecutive words."
keywords: [weaving looms]
doi: 10.1000/ABC
links: {code: https://example.org/code, pdf: https://example.org/a.pdf, dataset: https://example.org/d}
awards: [{title: Best notes}]
metrics: {upvotes: 3}
citation-key: lovelace1843
"#,
    r#"id: "2309.03905"
title: "深層学習のパターン認識"
authors: [{name: Jean-Pierre O'Brien, native: 韩佳明}, {literal: Difference Lab}]
date: 2023-09
topics: [looms]
arxiv: "2309.03905"
summary: A pretraining study.
links: {video: https://example.org/v}
"#,
    r#"id: withdrawn
title: "Über Maschinen: engines"
authors: [Bob Anderson, van der Berg, A. Smith]
date: 2020
topics: [machines]
venue: Scientific Memoirs of Taylor
doi: 10.48550/arXiv.2001.00001
notices: [{type: withdrawal, date: 2021}]
"#,
    r#"id: undated
title: Undated analysis
authors: [Carol Dean]
type: thesis
"#,
    r#"id: unlisted
title: Hidden engines
authors: [Ada Lovelace]
date: 2020
hidden: true
"#,
];

const TOPICS: &str = "closed: false\nmachines: {name: Machines of all kinds}\nengines: {name: Analytical engines, parents: [machines], aliases: [calculators]}\n";
const VENUES: &str = "sm: {name: Scientific Memoirs, short: Sci. Mem., names: [SM]}\n";

/// An archive of these papers.
fn archive() -> (tempfile::TempDir, Arc<Archive>) {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("offprint.yaml", SETTINGS), ("content/topics.yaml", TOPICS), ("content/venues.yaml", VENUES)];
    let entries = PAPERS.iter().enumerate().map(|(at, text)| (format!("content/papers/{at}.yaml"), *text));
    for (path, text) in settings.map(|(path, text)| (path.to_owned(), text)).into_iter().chain(entries) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let (archive, problems) = read_archive(&Sources::read(folder.path()).unwrap(), &Options::default());
    let problems: Vec<_> = problems.iter().filter(|problem| problem.code.severity() == Severity::Error).collect();
    assert!(problems.is_empty(), "{problems:?}");
    (folder, archive)
}

const SKETCH: u8 = 1;
const DEEP: u8 = 2;
const WITHDRAWN: u8 = 4;
const UNDATED: u8 = 8;
const ALL: u8 = 15;

/// Queries with the papers that they ask for.
const CASES: &[(&str, u8)] = &[
    ("", ALL),
    ("&", ALL),
    ("engine", SKETCH | WITHDRAWN),
    ("engines", SKETCH | WITHDRAWN),
    ("ENGINE -analytical", WITHDRAWN),
    ("-engine", DEEP | UNDATED),
    ("title:engine", SKETCH | WITHDRAWN),
    ("title:networks", 0),
    ("networks", SKETCH),
    ("network", SKETCH),
    ("networks*", SKETCH),
    ("netw", 0),
    ("netw*", SKETCH),
    ("title:analy*", SKETCH | UNDATED),
    ("pretraining", SKETCH | DEEP),
    ("pre-training", SKETCH | DEEP),
    ("training", SKETCH),
    ("pre-train*", SKETCH | DEEP),
    ("\"pre training\"", SKETCH),
    ("\"consecutive words\"", SKETCH),
    ("\"words consecutive\"", 0),
    ("\"engine the\"", 0),
    ("\"engine notes\"", 0),
    ("alpha", SKETCH),
    ("α-divergence", SKETCH),
    ("notions machine", SKETCH),
    ("uber", WITHDRAWN),
    ("weaving", SKETCH),
    ("loom", SKETCH),
    ("深層学習", DEEP),
    ("認", DEEP),
    ("学習認識", 0),
    ("\"パターン\"", DEEP),
    ("lovelace", SKETCH),
    ("lovelaces", 0),
    ("author:ada", SKETCH),
    ("author:engine", 0),
    ("author:\"Lovelace, Ada\"", SKETCH),
    ("author:\"A. Lovelace\"", SKETCH),
    ("author:\"L F Menabrea\"", SKETCH),
    ("author:\"X. Menabrea\"", 0),
    ("author:\"Ada Menabrea\"", 0),
    ("author:\"A. Anderson\"", 0),
    ("author:\"B. Anderson\"", WITHDRAWN),
    ("author:\"Adam Smith\"", 0),
    ("author:lov*", SKETCH),
    ("author:obrien", DEEP),
    ("author:O’Brien", DEEP),
    ("author:\"J. P. OBrien\"", DEEP),
    ("author:韩佳明", DEEP),
    ("author:韩", DEEP),
    ("author:\"difference lab\"", DEEP),
    ("author:berg", WITHDRAWN),
    ("author:lovelace author:menabrea", SKETCH),
    ("\"Lovelace Ada\"", SKETCH),
    ("venue:sm", SKETCH),
    ("venue:\"Scientific Memoirs\"", SKETCH),
    ("venue:memoirs", SKETCH | WITHDRAWN),
    ("venue:\"taylor memoirs\"", WITHDRAWN),
    ("venue:nowhere", 0),
    ("-venue:memoirs", DEEP | UNDATED),
    ("topic:machines", SKETCH | WITHDRAWN),
    ("topic:engines", SKETCH),
    ("topic:calculators", SKETCH),
    ("topic:\"analytical engines\"", SKETCH),
    ("topic:kinds", SKETCH | WITHDRAWN),
    ("topic:looms OR topic:engines", SKETCH | DEEP),
    ("year:1843", SKETCH),
    ("year:2020", WITHDRAWN),
    ("date:2020-01", WITHDRAWN),
    ("date:2020-02..", DEEP),
    ("date:2020-01-01", WITHDRAWN),
    ("date:2023-09-01", DEEP),
    ("date:2023-09-02..2023", 0),
    ("year:1843..2020", SKETCH | WITHDRAWN),
    ("year:..2022", SKETCH | WITHDRAWN),
    ("year:>2020", DEEP),
    ("-year:2020", SKETCH | DEEP | UNDATED),
    ("type:conference", SKETCH | WITHDRAWN),
    ("type:thesis", UNDATED),
    ("is:preprint", DEEP),
    ("type:preprint", DEEP),
    ("is:retracted", WITHDRAWN),
    ("has:code has:pdf has:data has:award", SKETCH),
    ("has:video", DEEP),
    ("has:code OR has:video", SKETCH | DEEP),
    ("like:sketch", 0),
    ("doi:10.1000/abc", SKETCH),
    ("https://doi.org/10.1000/ABC", SKETCH),
    ("arxiv:2309.03905v2", DEEP),
    ("arXiv:2001.00001", WITHDRAWN),
    ("10.48550/arXiv.2001.00001", WITHDRAWN),
    ("0000-0002-1825-0097", SKETCH),
    ("0000-0002-1694-233X", 0),
    ("id:Lovelace1843", SKETCH),
    ("id:SKETCH", SKETCH),
    ("id:2309.03905", DEEP),
    ("id:unlisted", 0),
    ("id:none", 0),
];

#[test]
fn queries_find_the_papers_that_they_ask_for() {
    let (_folder, archive) = archive();
    let bit = |index: u32| match archive.paper(index).paper.id.as_str() {
        "sketch" => SKETCH,
        "2309.03905" => DEEP,
        "withdrawn" => WITHDRAWN,
        _ => UNDATED,
    };
    let mut wrong = Vec::new();
    for (text, want) in CASES {
        let found = matches(&archive, &Query::saved(text));
        assert!(found.is_sorted(), "{text}");
        let got: u8 = found.iter().map(|index| bit(*index)).sum();
        if got != *want {
            wrong.push(format!("{text}: {got:04b}, not {want:04b}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

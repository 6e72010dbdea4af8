//! The search index of a built site, asked on the command line.

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;

use offprint::search::{Sort, Store, search};
use support::Archive;

/// Papers that differ in all that a query can ask for.
fn archive() -> Archive {
    Archive::new()
        .file("offprint.yaml", "title: Small\nbase-url: https://example.org/repo/\n")
        .file("content/venues.yaml", "icml: {name: International Conference on Machine Learning, short: ICML}\n")
        .file("content/papers/attention.yaml", "title: The attention\ndate: 2017-06-12\ntitle-short: Transformers\narxiv: '1706.03762'\nvenue: icml\nauthors: [Ashish Vaswani, Jürgen Müller]\nabstract: The dominant sequence models are based on recurrent networks in an encoder-decoder configuration.\n")
        .file("content/papers/alpha.yaml", "title: The alpha\ndate: 2019\nauthors: [Josiah S. Carberry]\nabstract: We bound the $\\alpha$-divergence of pre-training.\nlinks: {code: https://example.org/code}\nmetrics: {upvotes: 7}\n")
        .file("content/papers/later.yaml", "title: The later\ndate: 2021-04\ndoi: 10.1000/Later.1\nauthors: [J. Carberry]\nabstract: Recurrent networks again.\nnotices: [{type: retraction, date: 2022-01-01}]\n")
        .file("content/papers/chinese.yaml", "title: The chinese\ndate: 2022\nauthors: [王伟]\nabstract: 深層学習の理論\nmetrics: {upvotes: 12}\n")
        .paper("shy", "2023", "hidden: true\nabstract: Recurrent networks in hiding.\n")
}

fn found(archive: &Archive, query: &str) -> Vec<String> {
    let run = archive.run(&["search", "--format", "json", "--", query]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()), "{query}");
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    run.stdout().lines().map(id).collect()
}

#[test]
fn papers_are_found_by_whatever_is_remembered_of_them() {
    let archive = archive();
    assert_eq!(archive.build().code(), 0);
    for (query, ids) in [
        ("recurrent", vec!["later", "attention"]),
        ("recurrent -again", vec!["attention"]),
        ("recurent networks", vec!["later", "attention"]),
        ("transformer", vec!["attention"]),
        ("vaswani", vec!["attention"]),
        ("vaswnai", vec!["attention"]),
        ("muller jurgen", vec!["attention"]),
        ("j müller", vec!["attention"]),
        ("josiah carberry", vec!["alpha", "later"]),
        ("α", vec!["alpha"]),
        ("alpha divergence", vec!["alpha"]),
        ("\\alpha", vec!["alpha"]),
        ("pretraining", vec!["alpha"]),
        ("学習", vec!["chinese"]),
        ("王伟", vec!["chinese"]),
        ("\"encoder-decoder configuration\"", vec!["attention"]),
        ("\"decoder encoder\"", vec![]),
        ("encod", vec!["attention"]),
        ("1706.03762", vec!["attention"]),
        ("https://arxiv.org/abs/1706.03762v5", vec!["attention"]),
        ("doi:10.1000/LATER.1", vec!["later"]),
        ("venue:icml", vec!["attention"]),
        ("year:2019..2021", vec!["later", "alpha"]),
        ("year:>2021", vec!["chinese"]),
        ("date:2017-06", vec!["attention"]),
        ("has:code", vec!["alpha"]),
        ("is:retracted", vec!["later"]),
        ("has:code OR venue:icml", vec!["alpha", "attention"]),
        ("author:carberry", vec!["later", "alpha"]),
        ("title:recurrent", vec![]),
        ("foo:recurrent", vec!["later", "attention"]),
        ("like:later", vec!["chinese", "alpha", "attention"]),
        ("like:nothing", vec![]),
        ("", vec!["chinese", "later", "alpha", "attention"]),
        ("hiding", vec![]),
    ] {
        assert_eq!(found(&archive, query), ids, "{query}");
    }
}

#[test]
fn the_command_says_what_it_needs() {
    let archive = archive();
    let run = archive.run(&["search", "anything"]);
    assert_eq!(run.code(), 2);
    assert!(run.stderr().contains("root.bin: build the site first"), "{}", run.stderr());
    archive.build();
    let lines = archive.run(&["search", "--sort", "upvotes", "--limit", "2", ""]).stdout();
    assert_eq!(lines.lines().count(), 2);
    assert!(lines.starts_with("The chinese · 王伟 · 2022 · /papers/chinese/\n"), "{lines}");
    let run = archive.run(&["search", "--verbatim", "recurent"]);
    assert_eq!((run.code(), run.stdout()), (0, String::new()));
}

#[test]
fn the_command_says_what_it_took_a_query_for() {
    let archive = archive();
    archive.build();
    let said = |arguments: &[&str]| archive.run(&[&["search"], arguments].concat()).stderr();
    assert_eq!(said(&["recurent"]), "searched `recurrent` for `recurent`; `--verbatim` takes words as they are\n");
    assert_eq!(said(&["--verbatim", "recurent"]), "no papers found\n");
    assert_eq!(said(&["autor:carberry"]), "a query has no field `autor`: did you mean `author`?\n");
    assert_eq!(said(&["--quiet", "autor:carberry"]), "");
    assert_eq!(said(&["recurrent"]), "");
}

/// The search files of a built archive.
fn files(archive: &Archive) -> BTreeMap<String, Vec<u8>> {
    let mut tree = archive.built_afresh(&[]);
    tree.retain(|path, _| path.starts_with("search/") && path.ends_with(".bin"));
    tree
}

#[test]
fn a_new_paper_changes_few_files_and_every_build_the_same_ones() {
    const WORDS: [&str; 60] = [
        "tide", "gauge", "harbour", "buoy", "wake", "sediment", "mooring", "dredge", "swell", "current", "estuary",
        "delta", "shoal", "reef", "lagoon", "beacon", "anchor", "ballast", "bilge", "capstan", "davit", "fathom",
        "galley", "halyard", "jetty", "keel", "lanyard", "mast", "oar", "pier", "quay", "rudder", "sextant", "tiller",
        "upwind", "vessel", "winch", "yawl", "zephyr", "abaft", "bowline", "cleat", "draught", "ebb", "flotsam",
        "gunwale", "hawser", "inlet", "jib", "knot", "leeward", "marina", "nautical", "offing", "port", "rigging",
        "spar", "trawl", "undertow", "wharf",
    ];
    let mut archive = Archive::new().file("offprint.yaml", "title: Many\nbase-url: https://example.org/\n");
    for at in 0..800usize {
        let word = |step: usize| WORDS[(at * step + at / 7) % WORDS.len()];
        let text = format!("abstract: On {} and {} with {} of {}{at}.\n", word(1), word(7), word(11), word(13));
        archive = archive.paper(&format!("paper-{at}"), &format!("{}", 1900 + at / 8), &text);
    }
    let before = files(&archive);
    assert_eq!(before, files(&archive));
    let after = files(&archive.paper("newest", "2024", "abstract: A harbour in the ebb.\n"));
    assert!(before.keys().all(|path| after.contains_key(path)));
    let changed = before.iter().filter(|(path, bytes)| after[*path] != **bytes).count();
    assert!(changed * 100 <= before.len() * 15, "{changed} of {}", before.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_damaged_index_is_an_error_and_no_query_is_too_much(
        cut in 0usize..400,
        flip in 0usize..400,
        query in "[a-z\"*:.\\- ]{0,30}|\\PC{0,12}",
    ) {
        let archive = archive();
        let whole = files(&archive);
        let read = |name: &str| Ok(whole[&format!("search/{name}")].clone());
        let store = Store::open(Box::new(read)).unwrap();
        prop_assert!(search(&store, &query, Sort::Relevance, 5, false).is_ok(), "{}", query);
        let damaged = |name: &str| {
            let mut bytes = whole[&format!("search/{name}")].clone();
            if name != "root.bin" && !bytes.is_empty() {
                let at = flip % bytes.len();
                bytes[at] ^= 0x55;
                bytes.truncate(bytes.len().min(cut));
            }
            Ok(bytes)
        };
        let store = Store::open(Box::new(damaged)).unwrap();
        for query in [query.as_str(), "recurrent networks", "recurent", "venue:icml", "10.1000/later.1"] {
            if let Err(error) = search(&store, query, Sort::Relevance, 5, false) {
                prop_assert!(error.ends_with("is damaged: build the site again"), "{}", error);
            }
        }
    }
}

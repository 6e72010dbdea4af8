//! Parts of a site, which several machines build and somebody puts together.

mod support;

use std::collections::BTreeMap;

use support::{Archive, tree};

/// What the parts of a site hold together; no file is in two of them.
fn together(archive: &Archive, count: u32) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for number in 1..=count {
        let run = archive.build_with(&["--shard", &format!("{number}/{count}")]);
        assert!(run.stdout().starts_with(&format!("Part {number}-of-{count} of the site: ")), "{}", run.stdout());
        for (path, bytes) in tree(&archive.root().join(format!("shards/{number}-of-{count}"))) {
            assert!(all.insert(path.clone(), bytes).is_none(), "{path} is in two parts");
        }
    }
    all
}

#[test]
fn the_parts_of_a_site_are_the_site() {
    let small = Archive::new().paper("engine", "2023-09-07", "topics: [machines]\nvenue: Notes\nformer-ids: [motor]\n");
    let golden = Archive::from_fixture("golden/archive");
    let web = Archive::from_fixture("web/archive");
    for (archive, counts) in [(small, &[1, 2, 7][..]), (golden, &[1, 2, 3, 7]), (web, &[3])] {
        let whole = archive.build().tree();
        for count in counts {
            let parts = together(&archive, *count);
            assert_eq!(parts.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>(), "{count} parts");
            for (path, bytes) in &parts {
                assert!(*bytes == whole[path], "{path} of {count} parts is not as in the whole");
            }
        }
    }
}

#[test]
fn what_is_of_the_whole_archive_is_in_the_first_part() {
    let archive = Archive::from_fixture("golden/archive");
    archive.build_with(&["--shard", "1/3"]);
    let first = tree(&archive.root().join("shards/1-of-3"));
    for path in ["index.html", "sitemap.xml", "papers.bib", "feed.xml", "api/v1/papers.jsonl.gz", "404.html"] {
        assert!(first.contains_key(path), "{path}");
    }
    for number in [2, 3] {
        let folder = format!("parts/{number}");
        let part = archive.build_with(&["--shard", &format!("{number}/3"), "--out", &folder]).tree();
        assert!(part.keys().any(|path| path.starts_with("papers/")), "{number}");
        let is_first =
            |path: &&String| path.starts_with("api/") || path.starts_with("search/") || path.starts_with("assets/");
        assert_eq!(part.keys().find(is_first), None);
    }
}

#[test]
fn every_part_has_a_folder_and_a_record_of_its_own() {
    let archive = Archive::from_fixture("golden/archive");
    together(&archive, 3);
    for number in 1..=3 {
        let again = archive.build_with(&["--shard", &format!("{number}/3")]).stdout();
        assert!(again.contains(": 0 written, ") && again.contains(" 0 removed, "), "{again}");
    }
    // A paper that goes is gone from the part that had it.
    archive.write("content/papers/passing.yaml", "title: Passing\nauthors: [Ada Lovelace]\ndate: 1850\n");
    let page = "papers/passing/index.html";
    assert!(together(&archive, 3).contains_key(page));
    archive.remove("content/papers/passing.yaml");
    assert!(!together(&archive, 3).contains_key(page));
}

#[test]
fn a_part_never_removes_another() {
    let archive = Archive::from_fixture("golden/archive");
    let of_both = |number: &str| ["build", "--shard", number, "--out", "together"].map(str::to_owned);
    let run = |number: &str| archive.run(&of_both(number).each_ref().map(String::as_str));
    assert_eq!(run("1/3").code(), 0);
    let first = tree(&archive.root().join("together"));
    let second = run("2/3");
    assert_eq!(second.code(), 2);
    assert!(second.stderr().contains("holds files that this part of the site did not write"), "{}", second.stderr());
    assert_eq!(archive.run(&["build", "--out", "together"]).code(), 2);
    assert_eq!(tree(&archive.root().join("together")), first);
    assert_eq!(run("1/3").code(), 0);
}

#[test]
fn a_part_that_cannot_be_is_refused() {
    let archive = Archive::new();
    for (shard, why) in [
        ("0/3", "of 3 parts the first is 1/3 and the last 3/3"),
        ("4/3", "of 3 parts the first is 1/3 and the last 3/3"),
        ("1/0", "a site has 1 to 1000 parts"),
        ("x", "write the number of a part and how many there are, such as 2/3"),
    ] {
        let run = archive.run(&["build", "--shard", shard]);
        assert_eq!(run.code(), 2, "{shard}");
        let want = format!("error: invalid value '{shard}' for '--shard <I/N>': {why}");
        assert!(run.stderr().starts_with(&want), "{}", run.stderr());
    }
    assert!(!archive.root().join("shards").exists());
}

//! The page of search: what it holds before anything is asked, and without a script.

mod support;

use support::Archive;

fn archive(settings: &str) -> Archive {
    let settings = format!("title: Small\nbase-url: https://example.org/repo/\n{settings}");
    Archive::new().file("offprint.yaml", settings).paper(
        "engine",
        "2023-09-07",
        "topics: [machines]\nvenue: Harbours\ndoi: 10.1000/engine\n",
    )
}

#[test]
fn every_page_has_a_box_that_leads_to_the_page_of_search() {
    let run = archive("").build();
    let script =
        run.text("index.html").split("<offprint-search src=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(script.starts_with("/repo/search/search."), "{script}");
    for page in ["index.html", "papers/engine/index.html", "topics/index.html", "404.html"] {
        run.has(page, &[&script, "<form action=\"/repo/search/\" role=\"search\"><input type=\"search\" name=\"q\""]);
    }
    run.has("search/index.html", &[&format!("<script type=\"module\" src=\"{script}\""), "<offprint-search results>"]);
    assert_eq!(run.text("search/index.html").matches("<offprint-search").count(), 1);
}

#[test]
fn without_a_script_the_page_leads_everywhere() {
    let run = archive("").build();
    let links = [
        "/repo/\">Newest",
        "/repo/papers/\">All papers</a> 1",
        "/repo/topics/\">Topics</a> 1",
        "/repo/2023/\">2023</a> 1",
    ];
    run.has("search/index.html", &links).has("search/index.html", &["<noscript>", "Search needs JavaScript"]);
    run.lacks("search/index.html", &["/repo/volumes/"]).lacks("sitemap.xml", &["/search/"]);
    let empty = Archive::new().build();
    empty.has("search/index.html", &["/papers/\">All papers</a> 0", "type:conference", "year:&gt;"]);
}

#[test]
fn examples_are_from_the_archive() {
    let run = archive("").build();
    run.has(
        "search/index.html",
        &[
            "<a href=\"/repo/search/?q=author:%22Ada%20Lovelace%22\">author:&quot;Ada Lovelace&quot;</a>",
            "<a href=\"/repo/search/?q=topic:machines\">topic:machines</a>",
            "<a href=\"/repo/search/?q=venue:harbours\">venue:harbours</a>",
            "<a href=\"/repo/search/?q=year:2021..2023\">year:2021..2023</a>",
            "<a href=\"/repo/search/?q=10.1000%2Fengine\">10.1000/engine</a>",
            "<a href=\"/repo/search/?q=like:engine\">like:engine</a>",
        ],
    );
}

#[test]
fn a_paper_that_can_be_found_leads_to_those_like_it() {
    let archive = archive("").paper("secret", "2023-09-07", "hidden: true");
    let run = archive.build();
    run.has("papers/engine/index.html", &["<a href=\"/repo/search/?q=like:engine\">Similar papers</a>"]);
    run.lacks("papers/secret/index.html", &["Similar papers"]);
}

#[test]
fn the_client_speaks_the_language_of_the_site() {
    let run = archive("language: de\n").file("content/words.yaml", "search: '</script>'\n").build();
    let name = run.tree().into_keys().find(|path| path.starts_with("search/words.")).unwrap();
    let words = run.text(&name);
    let parsed: serde_json::Value = serde_json::from_str(&words).unwrap();
    assert_eq!(parsed["n-papers"]["other"], "{n} Artikel");
    assert_eq!(parsed["month-names"][2], "März");
    assert_eq!(parsed["search"], "</script>");
    run.has("search/index.html", &[&format!("id=\"_words\">{words}</script>"), "So wird gesucht"]);
}

//! Lists: queries of the settings as pages, and on the pages that name them.

mod support;

use support::Archive;
use support::preview::Preview;

const LISTS: &str = "lists:
  engines: {title: Papers on engines, query: 'topic:engines -title:old', home: true}
  by-upvotes: {query: 'has:code OR year:>2022', sort: upvotes}
  early: {title: The beginnings, sort: oldest, limit: 2}
  letters: {sort: title}
";

fn settings(more: &str) -> String {
    format!("title: Small\nbase-url: https://example.org/repo/\n{LISTS}{more}")
}

/// Five papers, of which one is hidden.
fn archive(more: &str) -> Archive {
    let code = "links: {code: https://example.org/code}\nmetrics: {upvotes: 3, as-of: 2024-01-01}\n";
    Archive::new()
        .file("offprint.yaml", settings(more))
        .paper("one", "2019", "topics: [engines]\n")
        .paper("old", "2020", &format!("topics: [engines]\n{code}"))
        .paper("two", "2021-04", "topics: [engines]\nabstract: A *second* engine.\n")
        .paper("new", "2023-09-07", "metrics: {upvotes: 12, as-of: 2024-01-01}\n")
        .paper("shy", "2023", "topics: [engines]\nhidden: true\n")
}

/// The places at which these texts stand, which must be ascending.
fn in_order(text: &str, parts: &[&str]) -> bool {
    let places: Vec<usize> = parts.iter().map(|part| text.find(part).unwrap_or_else(|| panic!("{part}"))).collect();
    places.is_sorted()
}

#[test]
fn a_list_is_a_page_of_the_papers_that_its_query_asks_for() {
    let run = archive("").build();
    assert_eq!(run.stderr(), "");
    run.has("lists/engines/index.html", &["<h1 dir=\"auto\">Papers on engines</h1>", "2 papers", "The two", "The one"]);
    run.has("lists/engines/index.html", &["<dt>Query</dt><dd>topic:engines -title:old</dd>", "href=\"/repo/lists/\""]);
    run.lacks("lists/engines/index.html", &["The old", "The new", "The shy"]);
    let upvotes = "<a href=\"/repo/lists/by-upvotes/\">by-upvotes</a> <span class=\"n\">2 papers</span>";
    run.has("lists/index.html", &["4 lists", upvotes, ">The beginnings</a>"]);
    run.has("index.html", &["<a href=\"/repo/lists/\">Lists</a>"]);
    run.has("sitemap.xml", &["https://example.org/repo/lists/engines/", "https://example.org/repo/lists/</loc>"]);
}

#[test]
fn a_list_has_the_order_and_the_length_that_it_asks_for() {
    let run = archive("").build();
    assert!(in_order(&run.text("lists/engines/index.html"), &["The two", "The one"]));
    assert!(in_order(&run.text("lists/by-upvotes/index.html"), &["The new", "The old"]));
    assert!(in_order(&run.text("lists/letters/index.html"), &["The new", "The old", "The one", "The two"]));
    assert!(in_order(&run.text("lists/early/index.html"), &["The one", "The old"]));
    run.lacks("lists/early/index.html", &["The two", "Query"]);
}

#[test]
fn what_is_trending_is_told_with_its_formula_and_its_day() {
    let list = "lists: {hot: {title: Trending, sort: trending, home: true}}\n";
    let archive = Archive::new()
        .file("offprint.yaml", format!("title: Small\n{list}diagnostics: {{no-base-url: off}}\n"))
        .paper("old", "2023-01-01", "metrics: {upvotes: 100}\n")
        .paper("new", "2024-05-01", "metrics: {upvotes: 10, as-of: 2024-05-08}\n")
        .paper("late", "2023-06-01", "added: 2024-05-07\nmetrics: {upvotes: 6}\n")
        .paper("none", "2024-05-08", "")
        .paper("zero", "2024-05-08", "metrics: {upvotes: 0}\n");
    let run = archive.build();
    let page = run.text("lists/hot/index.html");
    assert!(in_order(&page, &["upvotes × 2^(−days / 7)", "Counted on 8 May 2024.", "The late", "The new", "The old"]));
    assert!(!page.contains("The none") && !page.contains("The zero"), "{page}");
    run.has("index.html", &["Counted on 8 May 2024."]);
}

#[test]
fn a_list_of_the_newest_counts_parts_from_the_oldest_and_others_from_the_first() {
    let archive = archive("parts: 1\n");
    let run = archive.build();
    run.has("lists/engines/index.html", &["The two"]).has("lists/engines/part/1/index.html", &["The one"]);
    run.misses("lists/engines/part/2");
    run.has("lists/by-upvotes/index.html", &["The new"]).has("lists/by-upvotes/part/2/index.html", &["The old"]);
    run.misses("lists/by-upvotes/part/1");
    let archive = archive.paper("three", "2024", "topics: [engines]\n");
    let before = archive.build().text("lists/engines/part/1/index.html");
    let archive = archive.paper("four", "2025", "topics: [engines]\n");
    assert_eq!(archive.build().text("lists/engines/part/1/index.html"), before);
}

#[test]
fn years_of_a_long_list_are_drawn() {
    let mut archive = archive("");
    for year in 2014..2019 {
        archive = archive.paper(&format!("p{year}"), &year.to_string(), "topics: [engines]\n");
    }
    archive.build().has("lists/engines/index.html", &["class=\"bars\"", "Papers per year. 2014: 1, "]);
}

#[test]
fn an_archive_without_lists_has_no_page_of_them() {
    let run = Archive::new().paper("one", "2019", "").build();
    run.misses("lists").lacks("index.html", &["Lists"]).lacks("sitemap.xml", &["lists"]);
}

#[test]
fn a_page_shows_the_lists_that_it_names() {
    let page = "---\ntitle: Start here\nlists: [early, engines]\n---\nRead these.\n";
    let run = archive("").file("content/pages/start.md", page).build();
    assert_eq!(run.stderr(), "");
    let text = run.text("start/index.html");
    let early = "<h2><a href=\"/repo/lists/early/\">The beginnings</a></h2>";
    assert!(in_order(&text, &["Read these.", early, "The old", "Papers on engines</a></h2>", "The two"]), "{text}");
    let mut archive = archive("");
    for at in 0..12 {
        archive = archive.paper(&format!("more{at:02}"), "2024", "topics: [engines]\n");
    }
    let run = archive.file("content/pages/start.md", "---\ntitle: Start\nlists: engines\n---\n").build();
    run.has("start/index.html", &["The more09", "<a href=\"/repo/lists/engines/\">All 14 papers</a>"]);
    run.lacks("start/index.html", &["The more10"]);
}

#[test]
fn the_first_page_shows_lists_where_they_and_it_ask_for_that() {
    let heading = "<h2><a href=\"/repo/lists/engines/\">Papers on engines</a></h2>";
    let run = archive("").build();
    run.has("index.html", &[heading]).lacks("index.html", &["lists/early"]);
    let run = archive("theme-settings: {home: [lists, papers]}\n").build();
    assert!(in_order(&run.text("index.html"), &[heading, "The new"]));
    archive("theme-settings: {home: [papers]}\n").build().lacks("index.html", &[heading]);
    let template = "{% extends \"base.html\" %}{% block main %}{% for list in lists %}\
                    [{{ list.name }}: {{ list.title }}, {{ list.url }}, {{ list.count }}]{% for card in list.cards %}\
                    ({{ card.id }}){% endfor %}{% endfor %}{% endblock %}";
    let run = archive("").file("templates/home.html", template).build();
    run.has("index.html", &["[engines: Papers on engines, /repo/lists/engines/, 2](two)(one)"]);
}

#[test]
fn a_preview_shows_lists_as_a_build_does_while_papers_and_settings_change() {
    let preview = Preview::of(archive("").file("content/pages/start.md", "---\ntitle: S\nlists: [engines]\n---\n"));
    let Preview { archive, server, .. } = &preview;
    server.until_has("/repo/lists/engines/", "The two");
    archive.write("content/papers/six.yaml", "title: The six\nauthors: [A B]\ndate: 2024\ntopics: [engines]\n");
    server.until_has("/repo/lists/engines/", "The six");
    server.until_has("/repo/start/", "The six");
    archive.write("offprint.yaml", settings("").replace("Papers on engines", "Engines old and new"));
    server.until_has("/repo/lists/", "Engines old and new");
    archive.write("offprint.yaml", settings("").replace("topic:engines", "topic:nothing"));
    server.until_has("/repo/lists/engines/", "No papers here yet.");
    preview.agrees();
}

#[test]
fn what_is_wrong_with_a_list_is_told_at_its_place() {
    let lists = "lists:
  Bad Name: {query: x}
  part: {query: x}
  orders: {query: \"autor:ada hsa:code\", sort: newst, limit: 0}
  dates:
    query: 'engines year:20x9 has:cdoe type:paper'
  likes: {query: 'like:one'}
  dates: {}
  more: {querry: x}
";
    let archive = Archive::new()
        .file("offprint.yaml", format!("title: T\nbase-url: https://example.org/\n{lists}"))
        .file("content/pages/start.md", "---\ntitle: Start\nlists: [dates, order]\nlist: dates\n---\n")
        .paper("one", "2019", "");
    let run = archive.run(&["check"]);
    assert_eq!(run.code(), 1);
    let said = run.stderr();
    for (line, place) in [
        ("error[bad-key]: `Bad Name` is not a name of a list", "offprint.yaml:4:3"),
        ("error[reserved-key]: `part` is an address of the site itself", "offprint.yaml:5:3"),
        ("error[bad-query]: a query has no field `autor`", "offprint.yaml:6:20"),
        ("error[bad-query]: a query has no field `hsa`", "offprint.yaml:6:30"),
        ("error[bad-value]: `newst` is none of the words that stand here", "offprint.yaml:6:47"),
        ("error[bad-value]: this must be at least 1", "offprint.yaml:6:61"),
        ("error[bad-query]: `20x9` is neither a date nor a range of dates", "offprint.yaml:8:26"),
        ("error[bad-query]: `has:` knows no `cdoe`", "offprint.yaml:8:35"),
        ("error[bad-query]: `type:` knows no `paper`", "offprint.yaml:8:45"),
        ("error[bad-query]: a list cannot ask for similar papers", "offprint.yaml:9:19"),
        ("error[duplicate-key]: the key `dates` stands twice", "offprint.yaml:10:3"),
        ("error[unknown-key]: there is no key `querry`", "offprint.yaml:11:10"),
        ("error[undeclared-list]: there is no list `order`", "content/pages/start.md:3:16"),
        ("error[unknown-key]: there is no key `list`", "content/pages/start.md:4:1"),
    ] {
        assert!(said.contains(&format!("{line}\n  {place}\n")), "{line} at {place}\n{said}");
    }
    for help in ["did you mean `author`?", "did you mean `has`?", "did you mean `orders`?", "such as `2023`"] {
        assert!(said.contains(help), "{help}\n{said}");
    }
    assert_eq!(said.matches("error[").count(), 14, "{said}");
    let run = archive.run(&["build", "--keep-going"]);
    run.misses("lists/part").misses("lists/Bad Name").has("lists/dates/index.html", &["0 papers"]);
}

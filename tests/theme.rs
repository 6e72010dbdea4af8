//! What an archive makes of its theme: settings, a stylesheet of its own, and what is said of a mistake in them.

mod support;

use std::fs;
use std::path::Path;

use support::preview::Preview;
use support::{Archive, Run};

fn archive(settings: &str) -> Archive {
    let archive = Archive::new().paper("engine", "2023-09-07", "topics: [machines]\nvenue: Harbours\n");
    archive.file("offprint.yaml", format!("title: Small\nbase-url: https://example.org/repo/\n{settings}"))
}

#[test]
fn settings_replace_tokens_of_the_stylesheet_and_cost_nothing_where_there_are_none() {
    archive("").build().lacks("index.html", &["<style", "custom.css"]);
    let fonts = "{accent: '#135', serif: '\"Iowan Old Style\", serif', measure: 30em}";
    let run = archive(&format!("theme-settings: {fonts}\n")).build();
    let style = "<style>:root{--accent-light:#135;--accent-dark:color-mix(in oklab,#135 45%,#fff);\
                 --serif:\"Iowan Old Style\", serif;--measure:30em;}</style>\n";
    run.has("index.html", &[style]).has("papers/engine/index.html", &[style]).has("404.html", &[style]);
    let run = archive("theme-settings: {accent-dark: pink, sans: Inter}\n").build();
    run.has("index.html", &["<style>:root{--accent-dark:pink;--sans:Inter;}</style>"]);
}

#[test]
fn a_logo_and_a_stylesheet_of_the_site_are_found_below_its_path() {
    let archive = archive("theme-settings: {logo: art/our logo.svg}\n").file("static/art/our logo.svg", "<svg/>");
    let with_logo = "<a class=\"name\" href=\"/repo/\"><img src=\"/repo/art/our%20logo.svg\" alt=\"\">Small</a>";
    archive.build().has("papers/engine/index.html", &[with_logo]).lacks("papers/engine/index.html", &["custom.css"]);
    let run = archive.file("static/custom.css", "p { margin: 0 }").build();
    for page in ["index.html", "papers/engine/index.html", "404.html"] {
        let text = run.text(page);
        let (theme, own) = (text.find("assets/style.").unwrap(), text.find("href=\"/repo/custom.css\"").unwrap());
        assert!(theme < own, "a rule of the site's own comes after the theme's");
    }
}

#[test]
fn a_file_that_a_setting_waits_for_is_seen_when_it_comes() {
    let preview = Preview::of(archive("theme-settings: {logo: logo.svg}\n"));
    let Preview { archive, server, .. } = &preview;
    assert!(
        !String::from_utf8(server.page("/repo/")).unwrap().contains("<img"),
        "a file that is not there is not linked"
    );
    archive.write("static/logo.svg", "<svg/>");
    server.until_has("/repo/", "<img src=\"/repo/logo.svg\" alt=\"\">");
    archive.write("static/custom.css", "");
    server.until_has("/repo/", "/repo/custom.css");
    archive.remove("static/custom.css");
    archive.remove("static/logo.svg");
    preview.agrees();
}

#[test]
fn the_first_page_shows_what_it_is_told_to_in_that_order() {
    let run = archive("theme-settings: {home: [venues, topics, papers]}\n").build();
    let text = run.text("index.html");
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("no {part}:\n{text}"));
    assert!(at("<h2>Venues</h2>") < at("<h2>Topics</h2>") && at("<h2>Topics</h2>") < at("The engine"), "{text}");
    run.lacks("index.html", &["<h2>Years</h2>"]);
}

#[test]
fn the_first_page_tells_what_is_new_in_topics() {
    let topic = |at: u32| if at < 12 { "mud" } else { "tides, mud" };
    let archive = (0..31).fold(Archive::new(), |archive, at| {
        archive.paper(&format!("p{at:02}"), &format!("2023-01-{:02}", at + 1), &format!("topics: [{}]\n", topic(at)))
    });
    archive.build().has(
        "index.html",
        &["<h2>New in topics</h2>\n<ul class=\"tree\"><li><a href=\"/topics/mud/\">mud</a> <span class=\"n\">31 papers</span>\n\
           <p><a href=\"/papers/p30/\" dir=\"auto\">The p30</a></p></li><li><a href=\"/topics/tides/\">tides</a> \
           <span class=\"n\">19 papers</span>"],
    );
    archive.remove("content/papers/p00.yaml");
    archive.build().lacks("index.html", &["New in topics"]);
}

#[test]
fn a_mistaken_setting_is_told_at_its_place() {
    let run = archive(concat!(
        "theme-settings:\n",
        "  accent: \"red; } </style>\"\n",
        "  serif: '\"Iowan, serif'\n",
        "  sans: #135\n",
        "  measure: 34\n",
        "  logo: logo.svg\n",
        "  home: [papers, topcis]\n",
        "  colour: red\n",
    ))
    .run(&["check"]);
    assert_eq!(run.code(), 1);
    let expected = "\
error[bad-value]: the theme's setting `accent` is one value of a stylesheet, and `;` cannot stand in it
  offprint.yaml:4:11
  4 │   accent: \"red; } </style>\"
    │           ^^^^^^^^^^^^^^^^^

error[bad-value]: the theme's setting `serif` is one value of a stylesheet, and `\"` is missing at its end
  offprint.yaml:5:10
  5 │   serif: '\"Iowan, serif'
    │          ^^^^^^^^^^^^^^^

error[wrong-type]: the theme's setting `sans` is a text, one value of a stylesheet
  offprint.yaml:6:3
  6 │   sans: #135
    │   ^^^^ put a value that begins with `#` in quotes

error[wrong-type]: the theme's setting `measure` is a text, one value of a stylesheet
  offprint.yaml:7:12
  7 │   measure: 34
    │            ^^

error[missing-file]: there is no file `logo.svg`
  offprint.yaml:8:9
  8 │   logo: logo.svg
    │         ^^^^^^^^ it would be static/logo.svg

error[bad-value]: the theme's setting `home` knows no `topcis`
  offprint.yaml:9:18
  9 │   home: [papers, topcis]
    │                  ^^^^^^ did you mean `topics`?

error[unknown-key]: the theme has no setting `colour`
  offprint.yaml:10:11
  10 │   colour: red
     │           ^^^
";
    assert!(run.stderr().starts_with(expected), "{}", run.stderr());
}

/// A site of the example that the theme's README has under a heading: each file stands under its path.
fn example(heading: &str) -> Run {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/README.md")).unwrap();
    let section = readme.split("\n### ").find(|section| section.starts_with(&format!("{heading}\n"))).expect(heading);
    let section = section.split("\n<!-- reference").next().unwrap();
    let mut archive = archive("").paper("mud", "2024", "abstract: On mud.\n");
    let mut blocks = section.split("\n```");
    let mut before = blocks.next().unwrap();
    while let (Some(block), Some(after)) = (blocks.next(), blocks.next()) {
        let path = before.trim().rsplit('\n').next().and_then(|line| line.strip_prefix('`')?.strip_suffix("`:"));
        let path = path.unwrap_or_else(|| panic!("an example under {heading:?} has no path: {before}"));
        let text = block.split_once('\n').unwrap().1;
        let base = if path == "offprint.yaml" { "title: Small\nbase-url: https://example.org/repo/\n" } else { "" };
        archive = archive.file(path, format!("{base}{text}\n"));
        before = after;
    }
    archive.build()
}

#[test]
fn the_examples_of_the_readme_do_what_it_says() {
    let run = example("A setting");
    run.has(
        "papers/mud/index.html",
        &["--accent-light:#1d5c7a;", "--serif:\"Iowan Old Style\", Charter, serif;", "--measure:38rem;"],
    );
    let home = run.text("index.html");
    assert!(
        home.find("<h2>Topics</h2>").unwrap() < home.find("The engine").unwrap() && !home.contains("<h2>Venues</h2>")
    );
    let run = example("A stylesheet of your own");
    run.has("papers/mud/index.html", &["<link rel=\"stylesheet\" href=\"/repo/custom.css\">"]);
    run.has("custom.css", &[".cards .by { font-style: italic; }"]);
    let run = example("One partial");
    let trail =
        "<nav class=\"trail\" aria-label=\"Breadcrumb\"><a href=\"/repo/2023/09/07/\">7 September 2023</a> / </nav>";
    run.has("papers/engine/index.html", &[trail]);
    let run = example("One block");
    let footer = ["<footer class=\"end\">", "<p class=\"imprint\">Kept by the library of the university.</p>"];
    run.has("index.html", &footer).has("papers/mud/index.html", &footer).has("404.html", &footer);
    let run = example("One template");
    let page = "<h1>The mud</h1>\n<p>Ada Lovelace</p>\n<div class=\"prose\"><p>On mud.</p>\n</div>\n</main>";
    run.has("papers/mud/index.html", &[page, "<footer class=\"end\">"])
        .has("papers/engine/index.html", &["<h1>The engine</h1>"]);
    let run = example("A theme");
    run.has("index.html", &["<h1>Ahoy</h1>", "The engine", "<h2>Topics</h2>"]).lacks("index.html", &["class=\"lead\""]);
    let style = run.tree().into_keys().find(|path| path.starts_with("assets/style.")).unwrap();
    run.has(&style, &["max-width: 40rem"]).has("papers/mud/index.html", &["<p>On mud.</p>"]);
    let run = example("Search");
    let form = "<form action=\"/repo/search/\" role=\"search\"><input type=\"search\" name=\"q\" aria-label=\"Search\"></form>";
    run.has("papers/mud/index.html", &["<offprint-search src=\"/repo/search/search.", form]);
}

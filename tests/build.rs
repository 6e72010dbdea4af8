//! Small archives that somebody could really have, and the sites they become.

mod support;

use support::Archive;

#[test]
fn the_smallest_archive_has_every_page_that_leads_to_its_paper() {
    let run = Archive::new().paper("engine", "2023-09-07", "topics: [machines]\nvenue: Notes\n").build();
    for page in [
        "index.html",
        "search/index.html",
        "papers/index.html",
        "papers/engine/index.html",
        "2023/index.html",
        "2023/09/index.html",
        "2023/09/07/index.html",
        "2023/w36/index.html",
        "topics/index.html",
        "topics/machines/index.html",
        "topics/machines/2023/index.html",
        "authors/index.html",
        "authors/l/index.html",
        "authors/ada-lovelace/index.html",
        "venues/index.html",
        "venues/notes/index.html",
        "venues/notes/2023/index.html",
    ] {
        run.has(page, &["<h1", "</html>"]);
    }
    for page in ["index.html", "2023/09/07/index.html", "authors/ada-lovelace/index.html"] {
        run.has(page, &["href=\"/papers/engine/\"", "The engine"]);
    }
    run.has("404.html", &["</html>"]).has("robots.txt", &["Sitemap: https://example.org/sitemap.xml"]);
    run.has("sitemap.xml", &["<loc>https://example.org/papers/engine/</loc><lastmod>2023-09-07</lastmod>"]);
    run.has("CNAME", &["example.org"]).has(".nojekyll", &[]);
    run.misses("volumes/index.html").misses("collections/index.html");
    assert!(run.stdout().starts_with("1 paper, 20 pages, "), "{}", run.stdout());
}

#[test]
fn an_archive_without_papers_is_a_site_that_says_so() {
    let run = Archive::new().build();
    run.has("index.html", &["No papers yet"]).has("papers/index.html", &["No papers here yet"]);
    run.misses("authors/index.html").misses("topics/index.html");
}

#[test]
fn a_date_goes_no_further_than_it_is_known() {
    let run = Archive::new().paper("year", "2021", "").paper("month", "2022-05", "").build();
    run.has("2021/index.html", &["The year"]).has("2022/05/index.html", &["The month"]);
    run.misses("2021/01").misses("2022/05/01").misses("2022/w01");
    run.has("papers/month/index.html", &["<time datetime=\"2022-05\">May 2022</time>"]);
}

#[test]
fn days_link_to_the_neighbours_that_have_papers() {
    let archive = Archive::new().paper("a", "2023-01-30", "").paper("b", "2023-02-02", "").paper("c", "2023-11-05", "");
    let run = archive.build();
    run.has("2023/02/02/index.html", &["href=\"/2023/01/30/\"", "href=\"/2023/11/05/\""]);
    run.has("2023/02/index.html", &["href=\"/2023/01/\"", "href=\"/2023/11/\""]);
}

#[test]
fn a_month_leads_to_its_days_and_weeks_and_a_day_to_its_week() {
    let archive = Archive::new().paper("a", "2023-01-30", "").paper("b", "2023-02-03", "").paper("c", "2023-01-01", "");
    let run = archive.build();
    let weeks = ["href=\"/2022/w52/\">Week 52<", "href=\"/2023/w05/\">Week 5<"];
    let rows = ["aria-label=\"Week 52\"><a href=\"/2022/w52/\">52<", "aria-label=\"Week 5\"><a href=\"/2023/w05/\">5<"];
    run.has("2023/01/index.html", &rows).has("2023/01/index.html", &["aria-label=\"Week 2\">2<", "<td>31</td>"]);
    let day = "<td class=\"l4\"><a href=\"/2023/01/30/\" aria-label=\"30 January 2023, 1 paper\" data-count=\"1\">30</a></td>";
    run.has("2023/01/index.html", &[day]);
    run.has("2023/02/index.html", &rows[1..]).lacks("2023/02/index.html", &rows[..1]);
    run.has("2023/01/30/index.html", &weeks[1..]).lacks("2023/index.html", &weeks);
    let settings = "title: T\nbase-url: https://example.org/\nperiods: [year, week, day]\n";
    archive.write("offprint.yaml", settings);
    let run = archive.build();
    run.has("2023/index.html", &weeks).has("2023/w05/index.html", &["href=\"/2023/02/03/\""]);
    let run = archive.file("offprint.yaml", settings.replace("week, day", "month, week")).build();
    run.has("2023/02/index.html", &["<h2>Weeks<", weeks[1]]).lacks("2023/02/index.html", &["<table"]);
}

#[test]
fn the_calendar_can_be_that_of_the_archive() {
    let archive = Archive::new()
        .file("offprint.yaml", "title: T\nbase-url: https://example.org/\ncalendar: added\nperiods: [year, day]\n")
        .paper("late", "2020-01-01", "added: 2024-05-06\n");
    let run = archive.build();
    run.has("2024/05/06/index.html", &["The late"]).misses("2020").misses("2024/05/index.html").misses("2024/w19");
}

#[test]
fn a_markdown_entry_has_notes() {
    let text = "---\ntitle: With notes\nauthors: [Ada Lovelace]\ndate: 2023\n---\n# What I made of it\n\nMuch.\n\n# Abstract\n";
    let run = Archive::new().file("content/papers/noted.md", text).build();
    // A heading of the notes takes no fragment that is the page's own.
    run.has("papers/noted/index.html", &["id=\"notes-abstract\""])
        .lacks("papers/noted/index.html", &["id=\"abstract\""]);
    run.has("papers/noted/index.html", &["With notes", "What I made of it", "<p>Much.</p>"]);
}

#[test]
fn a_volume_hands_down_what_its_papers_do_not_say() {
    let volume = "key: proc-1\ntitle: Proceedings One\nvenue: Meeting\nyear: 2019\npublisher: Press\nsections:\n  - {key: main, title: Main part}\npapers:\n  - id: second\n    title: Second\n    authors: [Ada Lovelace]\n    section: main\n    order: 2\n  - id: first\n    title: First\n    authors: [Ada Lovelace]\n    section: main\n    order: 1\n";
    let archive = Archive::new()
        .file("content/papers/proc.yaml", volume)
        .file("content/volumes/proc-2.yaml", "title: Proceedings Two\nvenue: Meeting\nyear: 2020\n")
        .file("content/papers/own.yaml", "title: Own\nauthors: [Ada Lovelace]\nin: proc-2\n");
    let run = archive.build();
    let page = run.text("volumes/proc-1/index.html");
    assert!(page.find(">First<") < page.find(">Second<"), "{page}");
    run.has("volumes/proc-1/index.html", &["Main part", "Press"]);
    run.has("papers/first/index.html", &["href=\"/venues/meeting/\"", "Proceedings One", "2019"]);
    run.has("volumes/proc-2/index.html", &["href=\"/papers/own/\""]).has("2020/index.html", &["Own"]);
}

#[test]
fn a_volume_can_be_written_as_json() {
    let json = "{\"key\": \"v\", \"title\": \"V\", \"year\": 2023, \"papers\": [{\"id\": \"one\", \"title\": \"One\", \"authors\": [\"Ada\"]}]}";
    Archive::new().file("content/papers/v.yaml", json).build().has("volumes/v/index.html", &["One"]);
}

#[test]
fn a_parent_topic_lists_what_its_children_hold() {
    let topics =
        "ml: {name: Machine learning}\nnlp: {name: Language, parents: [ml], description: \"Texts, of *people*.\"}\n";
    let run = Archive::new().file("content/topics.yaml", topics).paper("p", "2023", "topics: [nlp]\n").build();
    run.has("topics/ml/index.html", &["The p", "href=\"/topics/nlp/\""]);
    run.has("topics/nlp/index.html", &["<em>people</em>"]).has("topics/ml/2023/index.html", &["The p"]);
}

#[test]
fn spellings_of_a_venue_are_one_venue() {
    let venues = "neurips:\n  name: Conference on Neural Information Processing Systems\n  short: NeurIPS\n  names: [NIPS, \"Advances in NIPS\"]\n";
    let archive = Archive::new().file("content/venues.yaml", venues);
    let archive = archive.paper("a", "2016", "venue: nips\n").paper("b", "2017", "venue: Advances in NIPS\n");
    let run = archive.paper("c", "2018", "venue: Elsewhere & Co\n").build();
    run.has("venues/neurips/index.html", &["The a", "The b"])
        .has("venues/elsewhere-co/index.html", &["Elsewhere &amp; Co"]);
}

#[test]
fn what_was_renamed_leaves_a_redirect() {
    let topics = "ml: {name: Machine learning, former-keys: [learning]}\n";
    let archive = Archive::new().file("content/topics.yaml", topics);
    let more = "former-ids: [old]\naliases: [/p/2309.03905/, /legacy/paper.html]\ntopics: [learning]\n";
    let run = archive.paper("new", "2023", more).build();
    for page in ["papers/old/index.html", "p/2309.03905/index.html", "legacy/paper.html"] {
        run.has(page, &["url=/papers/new/\"", "href=\"https://example.org/papers/new/\"", "noindex"]);
    }
    run.has("topics/learning/index.html", &["url=/topics/ml/"]).has("topics/ml/index.html", &["The new"]);
    run.lacks("sitemap.xml", &["old", "legacy", "learning"]);
}

#[test]
fn a_site_below_a_path_has_it_in_every_link() {
    let archive = Archive::new()
        .paper("p", "2023-09-07", "former-ids: [old]\n")
        .file(
            "content/pages/about.md",
            "---\ntitle: About\nmenu: true\n---\nSee [papers](/papers/). ![A cat](/cat.png)\n",
        )
        .file("static/cat.png", "");
    let run = archive.build_with(&["--base-url", "https://user.github.io/repo/"]);
    for (path, bytes) in run.tree().iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        for link in text.split("href=\"/").skip(1).chain(text.split("src=\"/").skip(1)) {
            assert!(link.starts_with("repo/"), "{path}: {}", &link[..link.len().min(60)]);
        }
    }
    run.has("papers/old/index.html", &["url=/repo/papers/p/"]).misses("CNAME");
    run.has("sitemap.xml", &["https://user.github.io/repo/papers/p/"]);
}

#[test]
fn long_lists_are_parted_from_the_oldest() {
    let mut archive = Archive::new().file("offprint.yaml", "title: T\nbase-url: https://example.org/\nparts: 2\n");
    for day in 1..=7 {
        archive = archive.paper(&format!("p{day}"), &format!("2023-01-{day:02}"), "");
    }
    let run = archive.build();
    run.has("papers/index.html", &["The p7", "The p6", "The p5", "href=\"/papers/part/2/\""])
        .lacks("papers/index.html", &["The p4<"]);
    run.has("papers/part/1/index.html", &["The p1", "The p2"]).has("papers/part/2/index.html", &["The p3", "The p4"]);
    run.misses("papers/part/3");
    let first = run.text("papers/part/1/index.html");
    let run = archive.paper("p8", "2023-01-08", "").build();
    run.has("papers/part/3/index.html", &["The p5", "The p6"]).has("papers/index.html", &["The p8", "The p7"]);
    assert_eq!(first, run.text("papers/part/1/index.html"), "a full part does not change by addition");
}

#[test]
fn papers_can_have_the_addresses_they_had_elsewhere() {
    let settings = "title: T\nbase-url: https://example.org/\nurls: {paper: \"/{venue}/{year}/{id}.html\"}\n";
    let archive = Archive::new().file("offprint.yaml", settings);
    let run = archive.paper("x", "2023", "venue: ICML\nformer-ids: [y]\n").build();
    run.has("icml/2023/x.html", &["The x"]).has("icml/2023/y.html", &["url=/icml/2023/x.html"]);
    run.has("index.html", &["href=\"/icml/2023/x.html\""]).misses("papers/x");
}

#[test]
fn the_first_page_shows_what_is_newest_also_where_only_years_are_known() {
    let archive = Archive::new().paper("old", "1999", "venue: Meeting\n").paper("new", "2024", "");
    archive.build().has("index.html", &["href=\"/2024/\"", "The new"]);
    let text = archive.paper("newer", "2025", "venue: Meeting\n").build().text("index.html");
    assert!(text.contains("Meeting 2025") && text.contains("The newer"), "{text}");
}

#[test]
fn a_relation_may_begin_with_any_letter() {
    let related = "related: [{relation: ähnlich-wie, id: q}]\n";
    let run = Archive::new().paper("p", "2023", related).paper("q", "2023", "").build();
    run.has("papers/p/index.html", &["Ähnlich wie", "href=\"/papers/q/\""]);
}

#[test]
fn drafts_and_hidden_papers_are_where_they_are_asked_for() {
    let archive = Archive::new().paper("draft", "2023", "draft: true\n").paper("hidden", "2023", "hidden: true\n");
    let run = archive.build();
    run.misses("papers/draft").has("papers/hidden/index.html", &["noindex"]);
    run.lacks("papers/index.html", &["hidden", "draft"]).lacks("sitemap.xml", &["hidden"]).misses("2023");
    archive.build_with(&["--drafts"]).has("papers/draft/index.html", &["The draft"]);
}

#[test]
fn files_beside_an_entry_are_published_with_it() {
    let archive = Archive::new()
        .paper("p", "2023", "links: {pdf: paper.pdf, slides: talk/slides.pdf}\n")
        .file("content/papers/paper.pdf", "%PDF-1.4 x")
        .file("content/papers/talk/slides.pdf", "%PDF-1.4 y");
    let run = archive.build();
    run.has("papers/p/p.pdf", &["%PDF-1.4 x"]).has("papers/p/talk/slides.pdf", &["%PDF-1.4 y"]);
    run.has("papers/p/index.html", &["href=\"/papers/p/p.pdf\"", "href=\"/papers/p/talk/slides.pdf\""]);
}

#[test]
fn collections_keep_their_order_and_metrics_are_merged_in() {
    let archive = Archive::new()
        .paper("a", "2023", "")
        .paper("b", "2024", "")
        .file(
            "content/collections/best.md",
            "---\ntitle: The best\ndescription: Of all.\npapers: [a, b]\n---\nChosen.\n",
        )
        .file("content/metrics/github.yaml", "as-of: 2026-01-02\na: {stars: 1, upvotes: 17}\n");
    let run = archive.build();
    let page = run.text("collections/best/index.html");
    assert!(page.find(">The a<") < page.find(">The b<") && page.contains("Chosen."), "{page}");
    run.has("papers/a/index.html", &["17 upvotes", "1 star", "2 January 2026"])
        .has("collections/index.html", &["Of all."]);
}

/// An archive of papers that differ in what they can be cited by.
fn citable() -> Archive {
    Archive::new()
        .file("content/papers/one.yaml", "title: Why $n$?\nauthors: [Jan van der Berg]\nformer-ids: [uno]\ndate: 2021-02-03\nvenue: Meeting\n")
        .file("content/papers/two.yaml", "title: Two & more\nauthors: [Ada Lovelace, \"King, Jr., M.\"]\navailable: 2022-05\n")
        .file("content/papers/three.yaml", "title: Three\nauthors: [A. One, B. Two, C. Three]\ndate: 2023\nhidden: true\ncontainer: Journal\npages: 1-9\n")
        .file("content/papers/many.yaml", "title: Many\nauthors: [A. One]\net-al: true\n")
        .file("content/papers/none.yaml", "title: Nobody wrote this\nauthor-count: 3\ndate: 2020\n")
}

#[test]
fn papers_that_a_text_cites_are_linked_and_listed_at_its_end() {
    let run = citable()
        .file("content/pages/about.md", "---\ntitle: About\n---\n# References\n\nAs said [see @two, p. 3; @UNO], [@many] [-@one].[^1]\n\n[^1]: [@none; @three]\n")
        .file("content/collections/first.md", "---\ntitle: First\npapers: [one]\n---\nBy [@one].\n")
        .file("content/papers/noted.md", "---\ntitle: Noted\nauthors: [Ada Lovelace]\ndate: 2023\n---\nSee [@two].\n")
        .build_with(&["--base-url", "https://example.org/site/"]);
    let cite = |id: &str, label: &str| format!("<a class=\"cite\" href=\"/site/papers/{id}/\">{label}</a>");
    let in_text = format!(
        "As said [see {}, p. 3; {}], [{}] [{}].",
        cite("two", "Lovelace and King 2022"),
        cite("one", "van der Berg 2021"),
        cite("many", "One et al. n.d."),
        cite("one", "2021")
    );
    let in_note = format!("[{}; {}]", cite("none", "Nobody wrote this 2020"), cite("three", "One et al. 2023"));
    let item = |authors: &str, id: &str, title: &str, rest: &str| {
        format!("<li>{authors}<a href=\"/site/papers/{id}/\">{title}</a>{rest}</li>\n")
    };
    let list = [
        "<section class=\"references\" aria-labelledby=\"references-2\">\n<h2 id=\"references-2\">References</h2>\n<ol>\n".to_owned(),
        item("Ada Lovelace and M. King Jr. ", "two", "Two &amp; more", ". 2022."),
        item("Jan van der Berg. ", "one", "Why <math><mi>n</mi></math>?", " Meeting, 2021."),
        item("A. One et al. ", "many", "Many", ". n.d."),
        item("", "none", "Nobody wrote this", ". 2020."),
        item("A. One, B. Two and C. Three. ", "three", "Three", ". Journal, pp. 1–9, 2023."),
        "</ol>\n</section>\n".to_owned(),
    ];
    run.has("about/index.html", &[&in_text, &in_note, &list.concat()]);
    run.has(
        "collections/first/index.html",
        &["By [<a class=\"cite\" href=\"/site/papers/one/\">van der Berg 2021</a>].", "<h2 id=\"references\">"],
    );
    run.has("papers/noted/index.html", &["[<a class=\"cite\"", "<h2 id=\"notes-references\">References</h2>"]);
    run.lacks("papers/one/index.html", &["class=\"references\""]);
}

#[test]
fn what_is_cited_and_does_not_exist_is_told_and_stays_as_it_was_written() {
    let archive = citable().file("content/pages/about.md", "---\ntitle: About\n---\nSee [@one; @tow, p. 3].\n");
    let run = archive.run(&["build"]);
    assert_eq!(run.code(), 1);
    let told = "error[unknown-paper]: there is no paper `tow`\n  content/pages/about.md:4:12\n  4 │ See [@one; @tow, p. 3].\n    │            ^^^^ did you mean `two`?\n";
    assert!(run.stderr().contains(told), "{}", run.stderr());
    run.misses("about/index.html");
    let run = archive.run(&["build", "--keep-going"]);
    assert_eq!(run.code(), 0);
    run.has("about/index.html", &["2021</a>; @tow, p. 3].", "Jan van der Berg."]);
}

#[test]
fn what_a_broken_entry_cites_is_told_with_its_other_mistakes() {
    let entry = "---\ntitle: One\nauthors: [Ada Lovelace]\ndate: 2023\nlinks: {pdf: gone.pdf}\n---\nSee [@tow].\n";
    let archive = Archive::new().file("content/papers/one.md", entry).paper("two", "2023", "");
    let told = archive.run(&["check"]).stderr();
    assert!(told.contains("error[missing-file]") && told.contains("there is no paper `tow`"), "{told}");
}

#[test]
fn a_draft_that_is_left_out_may_cite_another() {
    let draft = |id: &str| {
        format!(
            "---\ntitle: Draft {id}\nauthors: [Ada Lovelace]\ndate: 2023\ndraft: true\n---\nSee [@first; @second].\n"
        )
    };
    let archive =
        Archive::new().file("content/papers/first.md", draft("1")).file("content/papers/second.md", draft("2"));
    archive.build().misses("papers/first");
    archive.build_with(&["--drafts"]).has("papers/first/index.html", &["papers/second/\">Lovelace 2023</a>"]);
}

#[test]
fn entries_are_read_with_a_byte_order_mark_and_with_windows_line_ends() {
    let archive =
        Archive::new().file("content/papers/bom.yaml", "\u{feff}title: Marked\r\nauthors: [Ada]\r\ndate: 2023\r\n");
    archive.build().has("papers/bom/index.html", &["Marked"]);
}

#[test]
fn two_people_of_one_name_have_pages_that_tell_them_apart() {
    let archive = Archive::new()
        .file("content/people/wei-wang-1.yaml", "name: Wei Wang\naffiliation: North\n")
        .file("content/people/wei-wang-2.yaml", "name: Wei Wang\naffiliation: South\n");
    let paper =
        |title: &str, person: &str| format!("title: {title}\nauthors: [{{name: Wei Wang{person}}}]\ndate: 2023\n");
    let archive = archive
        .file("content/papers/a.yaml", paper("One", ", person: wei-wang-1"))
        .file("content/papers/b.yaml", paper("Two", ", person: wei-wang-2"))
        .file("content/papers/c.yaml", paper("Three", ""));
    let run = archive.build();
    run.has("authors/wei-wang/index.html", &["Three", "Wei Wang (North)", "href=\"/authors/wei-wang-2/\""]);
    run.has("authors/wei-wang-1/index.html", &["One"]).lacks("authors/wei-wang-1/index.html", &["Two", "Three"]);
}

#[test]
fn an_orcid_stands_beside_the_name_on_the_papers_page_alone() {
    let one = "title: One\nauthors: [{name: Ada Lovelace, orcid: 0000-0002-1825-0097}, Wanda Okonkwo]\ndate: 2023\n";
    let two = "title: Two\nauthors: [Ada Lovelace]\ndate: 2024\n";
    let person = "name: Ada Lovelace\norcid: 0000-0002-1825-0097\n";
    let archive = Archive::new().file("content/papers/one.yaml", one).file("content/papers/two.yaml", two);
    let run = archive.file("content/people/ada-lovelace.yaml", person).build();
    let mark = "Ada Lovelace</a> <a class=\"orcid\" href=\"https://orcid.org/0000-0002-1825-0097\" aria-label=\"ORCID iD: Ada Lovelace\">iD</a>";
    run.has("papers/one/index.html", &[mark, "iD</a> and <a href=\"/authors/wanda-okonkwo/\">Wanda Okonkwo</a></p>"]);
    run.has("papers/two/index.html", &[mark]).lacks("papers/index.html", &["orcid"]);
}

#[test]
fn hundreds_of_authors_are_few_on_a_card_and_all_on_the_page() {
    let names: Vec<String> = (0..450).map(|at| format!("  - Given{at} Family{at}")).collect();
    let text = format!("title: Collider\nauthors:\n{}\ndate: 2023\n", names.join("\n"));
    let run = Archive::new().file("content/papers/big.yaml", text).build();
    run.has("index.html", &["and 444 more"]).lacks("index.html", &["Family449"]);
    run.has("papers/big/index.html", &["Family0", "Family449"]);
}

#[test]
fn thousands_are_set_apart() {
    let papers: String =
        (0..1001).map(|at| format!("  - {{id: p{at}, title: P{at}, authors: [Ada Lovelace]}}\n")).collect();
    let volume = format!("key: proc\ntitle: Proceedings\nvenue: Meeting\nyear: 2019\npapers:\n{papers}");
    let run = Archive::new().file("content/papers/proc.yaml", volume).build();
    run.has("index.html", &["1,001 papers", ">2019</a> 1,001<", ">Meeting</a> 1,001<"]);
    run.has("authors/l/index.html", &[">Lovelace, Ada</a> 1,001<"]);
}

#[test]
fn the_dates_of_a_paper_are_for_machines_too() {
    let more = "added: 2024-05-06\nawards: [{title: Best paper, by: HYDRA, date: 2024}]\nversions: [{version: v2, date: 2024-03, note: Longer.}]\n";
    let settings = "title: T\nbase-url: https://example.org/\ncalendar: added\n";
    let run = Archive::new().file("offprint.yaml", settings).paper("p", "2023", more).build();
    let day = "<a href=\"/2024/05/06/\"><time datetime=\"2024-05-06\">6 May 2024</time></a>";
    let award = "Best paper, HYDRA, <time datetime=\"2024\">2024</time>";
    let version = "v2, <time datetime=\"2024-03\">March 2024</time>, Longer.";
    run.has("papers/p/index.html", &[day, award, version]);
}

#[test]
fn letters_link_to_their_neighbours() {
    let text = "title: T\nauthors: [Ada Byron, Ada Lovelace]\ndate: 2023\n";
    let run = Archive::new().file("content/papers/p.yaml", text).build();
    run.has("authors/b/index.html", &["href=\"/authors/l/\" rel=\"next\""])
        .lacks("authors/b/index.html", &["\"prev\""]);
    run.has("authors/l/index.html", &["href=\"/authors/b/\" rel=\"prev\""]);
}

#[test]
fn a_paper_leads_to_others_by_its_authors_and_of_its_topic() {
    let topic = "topics: [machines]\n";
    let archive = Archive::new()
        .file(
            "content/papers/a.yaml",
            "title: Alone\nauthors: [Charles Babbage]\ndate: 2020-01-01\ntopics: [machines]\n",
        )
        .paper("first", "2021-01-01", topic)
        .paper("second", "2022-01-01", "")
        .paper("third", "2023-01-01", topic)
        .file(
            "content/papers/joint.yaml",
            "title: Joint\nauthors: [Ada Lovelace, Charles Babbage]\ndate: 2025-01-01\n",
        );
    let run = archive.build();
    run.has(
        "papers/first/index.html",
        &["<a href=\"/authors/ada-lovelace/\">More by Ada", "href=\"/papers/joint/\" dir=\"auto\""],
    );
    run.has(
        "papers/a/index.html",
        &["<a href=\"/topics/machines/\">More on machines</a>", "href=\"/papers/third/\" dir=\"auto\""],
    );
    run.has(
        "authors/charles-babbage/index.html",
        &["Writes with", "<a href=\"/authors/ada-lovelace/\">Ada Lovelace</a> 1"],
    );
    run.has("authors/ada-lovelace/index.html", &["Papers per year. 2021: 1, 2022: 1, 2023: 1, 2025: 1"]);
}

#[test]
fn a_year_draws_its_days() {
    let days = ["01-01", "01-07", "01-08", "06-30", "12-30", "12-31"];
    let archive = days.into_iter().fold(Archive::new(), |archive, day| archive.paper(day, &format!("2023-{day}"), ""));
    let run = archive.build();
    // 2023 began on a Sunday and ended on one: the first day alone in its column, and the last at the foot of the 53rd.
    for place in ["M0 6h.84", "M1 5h.84", "M1 6h.84", "M52 5h.84", "M52 6h.84"] {
        run.has("2023/index.html", &[place]);
    }
    run.has("2023/index.html", &["<a href=\"/2023/06/30/\" tabindex=\"-1\"><title>30 June 2023, 1 paper</title>"]);
}

//! Feeds: which groups have them, what stands in them, and where a renamed group's are.

mod support;

use support::Archive;
use support::preview::Preview;

const SETTINGS: &str = "title: Small & good
base-url: https://example.org/repo/
feed-id: small,2020
";

fn archive(more: &str) -> Archive {
    let retraction = "notices: [{type: retraction, date: 2024-02-03, note: The data were made up., doi: 10.1000/r}]\n";
    Archive::new()
        .file("offprint.yaml", format!("{SETTINGS}{more}"))
        .paper("one", "2019", "topics: [engines]\nvenue: Meeting\nabstract: \"$a^2$ is *less* than 3 & more.\"\n")
        .paper("two", "2021-04", &format!("topics: [engines]\narxiv: \"2104.00001\"\ndoi: 10.1000/x\n{retraction}"))
        .paper(
            "new",
            "2023-09-07",
            "former-ids: [first, second]\nsummary: A short one.\nlinks: {code: https://a.b/c}\n",
        )
        .paper("shy", "2023", "topics: [engines]\nhidden: true\n")
}

#[test]
fn a_group_with_papers_enough_has_a_feed_in_two_formats() {
    let run = archive("lists: {all: {sort: oldest}, silent: {feed: false}}\n").build();
    assert_eq!(run.stderr(), "");
    for group in ["", "topics/engines/", "venues/meeting/", "lists/all/"] {
        run.has(&format!("{group}feed.xml"), &["<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns="]);
        run.has(&format!("{group}feed.json"), &["\"version\":\"https://jsonfeed.org/version/1.1\""]);
    }
    // An author needs ten papers; what passes has no feed, and who asks for none gets none.
    for group in
        ["authors/ada-lovelace", "papers", "2019", "topics/engines/2019", "venues/meeting/2019", "lists/silent"]
    {
        run.has(&format!("{group}/index.html"), &["</html>"]).misses(&format!("{group}/feed.xml"));
        run.misses(&format!("{group}/feed.json"));
    }
    let run = archive("thresholds: {feeds: {authors: 3, other: 2}}\n").build();
    run.has("authors/ada-lovelace/feed.xml", &["<title>Ada Lovelace · Small &amp; good</title>"]);
    run.has("topics/engines/feed.xml", &["</feed>"]).misses("venues/meeting/feed.xml");
}

#[test]
fn a_feed_says_all_of_a_paper() {
    let run = archive("").build();
    run.has(
        "feed.xml",
        &[
            "<id>tag:small,2020:feed</id>\n<title>Small &amp; good</title>\n<updated>2024-02-03T00:00:00Z</updated>",
            "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/repo/feed.xml\"/>",
            "<link rel=\"alternate\" type=\"text/html\" href=\"https://example.org/repo/\"/>",
            "<id>tag:small,2020:paper/first</id>\n<title type=\"html\">The new</title>\n<updated>2023-09-07T00:00:00Z",
            "<title type=\"html\">[RETRACTED] The two</title>\n<updated>2024-02-03T00:00:00Z</updated>\n\
             <published>2021-04-01T00:00:00Z</published>\n<author><name>Ada Lovelace</name>\n</author>\n\
             <category term=\"engines\" scheme=\"https://example.org/repo/topics/\" label=\"engines\"/>",
            "<link rel=\"related\" type=\"text/html\" href=\"https://arxiv.org/abs/2104.00001\"/>\n\
             <link rel=\"via\" type=\"text/html\" href=\"https://doi.org/10.1000/x\"/>\n\
             <link rel=\"enclosure\" type=\"application/pdf\" href=\"https://arxiv.org/pdf/2104.00001\"/>",
            "<summary>This paper has been retracted.\n\nRetraction, 3 February 2024: The data were made up.</summary>",
            "&lt;p&gt;&lt;strong&gt;This paper has been retracted.&lt;/strong&gt;&lt;/p&gt;",
            "&lt;a href=&quot;https://doi.org/10.1000/r&quot;&gt;Read the notice&lt;/a&gt;",
            "&lt;em&gt;less&lt;/em&gt; than 3 &amp;amp; more.",
            "<summary>a² is less than 3 &amp; more.</summary>",
        ],
    );
    run.lacks("feed.xml", &["The shy"]);
    let text = run.text("feed.xml");
    assert_eq!(text.matches("<entry>").count(), 3, "{text}");
    run.has(
        "feed.json",
        &["\"links\":[{\"kind\":\"code\",\"url\":\"https://a.b/c\"}]", "\"summary\":\"A short one.\""],
    );
}

#[test]
fn ids_do_not_change_with_addresses_and_names() {
    let ids = |run: &support::Run, file: &str| {
        let text = run.text(file);
        let ids: Vec<String> =
            text.split("<id>").skip(1).map(|rest| rest.split("</id>").next().unwrap().to_owned()).collect();
        ids
    };
    let run = archive("").build();
    let before = ids(&run, "topics/engines/feed.xml");
    assert_eq!(before, ["tag:small,2020:topics/engines", "tag:small,2020:paper/two", "tag:small,2020:paper/one"]);
    let renamed = archive("")
        .file("content/topics.yaml", "machines: {name: Machines, former-keys: [engines]}\n")
        .paper("one", "2019", "topics: [machines]\n")
        .paper("two", "2021-04", "id: second-paper\nformer-ids: [two]\ntopics: [machines]\n");
    let run = renamed.build_with(&["--base-url", "https://elsewhere.example/"]);
    assert_eq!(ids(&run, "topics/machines/feed.xml"), before);
    assert_eq!(run.text("topics/engines/feed.xml"), run.text("topics/machines/feed.xml"), "the old address serves it");
    assert_eq!(run.text("topics/engines/feed.json"), run.text("topics/machines/feed.json"));
    run.has("topics/engines/index.html", &["http-equiv=\"refresh\""]);
    run.has(
        "topics/engines/feed.xml",
        &["rel=\"self\" type=\"application/atom+xml\" href=\"https://elsewhere.example/topics/machines/feed.xml\""],
    );
}

#[test]
fn without_a_feed_id_the_title_stands_in() {
    let run = archive("").file("offprint.yaml", "title: Café papers\nbase-url: https://example.org/\n").build();
    assert_eq!(run.stderr(), "");
    run.has("feed.xml", &["<id>tag:cafe-papers,2026:feed</id>"]);
}

#[test]
fn programs_and_readers_find_the_feeds() {
    let run = archive("").build();
    let archive_feeds = "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Small &amp; good\" href=\"/repo/feed.xml\">\n\
                 <link rel=\"alternate\" type=\"application/feed+json\" title=\"Small &amp; good\" href=\"/repo/feed.json\">";
    for page in
        ["", "papers/", "papers/one/", "topics/", "topics/engines/", "2019/", "search/", "authors/ada-lovelace/"]
    {
        run.has(&format!("{page}index.html"), &[archive_feeds]);
    }
    run.has("404.html", &[archive_feeds]);
    let own = "title=\"engines · Small &amp; good\" href=\"/repo/topics/engines/feed.xml\">";
    let text = run.text("topics/engines/index.html");
    assert!(text.find(own).unwrap() < text.find(archive_feeds).unwrap(), "the nearest feed comes first\n{text}");
    run.has("topics/engines/index.html", &["<a href=\"/repo/topics/engines/feed.xml\">Feed</a>"]);
    run.lacks("authors/ada-lovelace/index.html", &["ada-lovelace/feed"]);
    run.has("index.html", &["<a href=\"/repo/feed.xml\">Feed</a>"]);
}

#[test]
fn without_a_base_url_there_are_no_feeds() {
    let run = archive("").file("offprint.yaml", "title: Small\ndiagnostics: {no-base-url: off}\n").build();
    run.misses("feed.xml").misses("topics/engines/feed.json").lacks("index.html", &["rel=\"alternate\"", "feed"]);
    let run = Archive::new().build();
    run.misses("feed.xml").lacks("index.html", &["rel=\"alternate\""]);
}

#[test]
fn a_file_of_the_archive_stands_in_for_a_feed() {
    let run = archive("").file("static/feed.xml", "<own/>").build();
    assert_eq!((run.stderr().as_str(), run.text("feed.xml").as_str()), ("", "<own/>"));
    run.has("feed.json", &["jsonfeed"]);
}

#[test]
fn a_long_feed_ends_where_it_should() {
    let mut archive = archive("");
    for at in 0..60 {
        archive = archive.paper(&format!("p{at:02}"), &format!("2022-01-{:02}", at % 28 + 1), "topics: [engines]\n");
    }
    let run = archive.build();
    assert_eq!(run.text("feed.xml").matches("<entry>").count(), 50);
    assert_eq!(run.text("topics/engines/feed.xml").matches("<entry>").count(), 25);
    assert_eq!(run.text("authors/ada-lovelace/feed.xml").matches("<entry>").count(), 10);
}

#[test]
fn a_preview_serves_the_feeds_of_a_build() {
    let preview = Preview::of(archive(""));
    let Preview { archive, server, .. } = &preview;
    server.until_has("/repo/topics/engines/feed.xml", "The one");
    archive.write("content/papers/six.yaml", "title: The six\nauthors: [A B]\ndate: 2024\ntopics: [engines]\n");
    server.until_has("/repo/feed.json", "The six");
    server.until_has("/repo/topics/engines/feed.xml", "The six");
    preview.agrees();
}

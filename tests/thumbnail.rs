//! Pictures of papers: in lists, on the paper's page, and in cards that other sites show.

mod support;

use support::Archive;
use support::preview::Preview;

/// The head of a GIF, which is enough of it here.
fn gif(width: u8, height: u8) -> Vec<u8> {
    [b"GIF89a".as_slice(), &[width, 0, height, 0, 0, 0, 0]].concat()
}

fn archive() -> Archive {
    Archive::new()
        .paper("engine", "2023-09-07", "thumbnail: {src: pictures/teaser.gif, alt: A \"mill\"}\n")
        .file("content/papers/pictures/teaser.gif", gif(48, 27))
        .paper("plain", "2023-09-07", "")
}

#[test]
fn a_picture_beside_the_entry_stands_in_lists_and_on_the_page_with_the_room_it_takes() {
    let run = archive().file("offprint.yaml", "base-url: https://example.org/repo/\n").build();
    let picture = "src=\"/repo/papers/engine/pictures/teaser.gif\" width=\"48\" height=\"27\" \
                   alt=\"A &quot;mill&quot;\" loading=\"lazy\" decoding=\"async\">";
    let (card, teaser) =
        (format!("<li><img class=\"thumbnail\" {picture}<h3>"), format!("<figure class=\"teaser\"><img {picture}"));
    for list in ["index.html", "papers/index.html", "2023/09/07/index.html", "authors/ada-lovelace/index.html"] {
        run.has(list, &[&card, "<li><h3><a href=\"/repo/papers/plain/\""]);
    }
    run.has("papers/engine/index.html", &[&teaser]).lacks("papers/plain/index.html", &["<img", "<figure"]);
    assert_eq!(run.tree()["papers/engine/pictures/teaser.gif"], gif(48, 27));
}

#[test]
fn a_picture_that_a_link_names_too_has_its_room() {
    let links = "thumbnail: p.gif\nlinks: {poster: p.gif}\n";
    let archive = Archive::new().paper("engine", "2023", links).file("content/papers/p.gif", gif(3, 5));
    archive.build().has("papers/engine/index.html", &["width=\"3\" height=\"5\" alt=\"\"", ">Poster</a>"]);
}

#[test]
fn a_picture_that_does_not_say_its_size_is_shown_without() {
    let archive = Archive::new().paper("engine", "2023", "thumbnail: p.gif\n").file("content/papers/p.gif", "GIF89a");
    archive.build().has("papers/engine/index.html", &["<img src=\"/papers/engine/p.gif\" alt=\"\" loading"]);
}

#[test]
fn a_picture_from_elsewhere_is_shown_where_the_settings_allow_it() {
    let archive = Archive::new().paper("engine", "2023", "thumbnail: https://example.com/a.png\n");
    archive.build().lacks("papers/engine/index.html", &["example.com"]).lacks("index.html", &["example.com"]);
    let run = archive.file("offprint.yaml", "base-url: https://example.org/\nimages: {remote: true}\n").build();
    let picture = "src=\"https://example.com/a.png\" alt=\"\" loading=\"lazy\" decoding=\"async\">";
    run.has("papers/engine/index.html", &[picture]).has("index.html", &[picture]);
}

#[test]
fn a_thumbnail_is_a_picture() {
    let archive = Archive::new()
        .paper("engine", "2023", "thumbnail: {src: a.pdf, alt: A page}\n")
        .file("content/papers/a.pdf", "%PDF-");
    let run = archive.run(&["check"]);
    let said = "error[refused-file]: `a.pdf` is no picture\n  content/papers/engine.yaml:4:12\n";
    assert!(run.code() == 1 && run.stderr().starts_with(said), "{}", run.stderr());
}

#[test]
fn other_sites_are_told_what_a_page_is_and_which_picture_to_show() {
    let settings =
        "title: Mills & co\ndescription: About mills.\nlanguage: en-GB\nbase-url: https://example.org/repo/\n";
    let archive = archive().file("offprint.yaml", settings);
    let run = archive.build();
    run.has(
        "papers/engine/index.html",
        &[
            "\
<meta property=\"og:type\" content=\"article\">
<meta property=\"og:site_name\" content=\"Mills &amp; co\">
<meta property=\"og:locale\" content=\"en_GB\">
<meta property=\"og:url\" content=\"https://example.org/repo/papers/engine/\">
<meta property=\"og:title\" content=\"The engine\">
<meta property=\"article:published_time\" content=\"2023-09-07\">
<meta property=\"article:author\" content=\"Ada Lovelace\">
<meta property=\"og:image\" content=\"https://example.org/repo/papers/engine/pictures/teaser.gif\">
<meta property=\"og:image:width\" content=\"48\">
<meta property=\"og:image:height\" content=\"27\">
<meta property=\"og:image:alt\" content=\"A &quot;mill&quot;\">
",
            "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        ],
    );
    let home = ["content=\"website\"", "og:description\" content=\"About mills.", "content=\"summary\""];
    run.has("index.html", &home).lacks("index.html", &["og:image", "article:"]);
    run.lacks("papers/plain/index.html", &["og:image"]).lacks("404.html", &["og:", "twitter:"]);
    let run = archive
        .file("static/card.png", "")
        .file("offprint.yaml", format!("{settings}theme-settings: {{card: card.png}}\n"))
        .build();
    let card = "<meta property=\"og:image\" content=\"https://example.org/repo/card.png\">";
    let parts = [card, "<meta name=\"twitter:card\" content=\"summary_large_image\">"];
    run.has("index.html", &parts).has("papers/plain/index.html", &parts).lacks("papers/engine/index.html", &[card]);
}

#[test]
fn without_a_base_url_nothing_absolute_is_told() {
    let settings = "title: Mills\ntheme-settings: {card: card.png}\n";
    let run = archive().file("static/card.png", "").file("offprint.yaml", settings).build();
    run.has("papers/engine/index.html", &["og:title", "content=\"summary\">"]);
    run.lacks("papers/engine/index.html", &["og:url", "og:image", "example.org", "\"url\"", "canonical"]);
}

#[test]
fn a_change_of_the_picture_alone_is_seen() {
    let preview = Preview::of(archive());
    let Preview { archive, server, .. } = &preview;
    server.until_has("/papers/engine/", "width=\"48\" height=\"27\"");
    archive.write("content/papers/pictures/teaser.gif", gif(48, 32));
    server.until_has("/papers/engine/", "width=\"48\" height=\"32\"");
    server.until_has("/", "width=\"48\" height=\"32\"");
    preview.agrees();
    archive.save("content/papers/pictures/teaser.gif", gif(40, 32));
    server.until_has("/papers/engine/", "width=\"40\" height=\"32\"");
    preview.agrees();
}

//! Files beside entries: what notes show of them, and what changes when they are kept elsewhere.

mod support;

use support::Archive;

const AWAY: &str = "title: T\nbase-url: https://example.org/repo/\nfiles: {base-url: https://files.example.net/all/}\n";

/// The head of a GIF, which is enough of it here.
fn gif(width: u8, height: u8) -> Vec<u8> {
    [b"GIF89a".as_slice(), &[width, 0, height, 0, 0, 0, 0]].concat()
}

fn archive() -> Archive {
    let entry = "---\ntitle: The engine\nauthors: [Ada Lovelace]\ndate: 2023\nlinks: {pdf: a b.pdf, poster: p.gif}\nthumbnail: p.gif\n---\n\
                 ![One](p.gif) ![Two](/pictures/two.gif) ![None](nosuch.gif) and [the file](engine.pdf), [a page](/papers/)\n";
    Archive::new()
        .file("content/papers/2023/engine.md", entry)
        .file("content/papers/2023/a b.pdf", "%PDF-1.7")
        .file("content/papers/2023/p.gif", gif(48, 27))
        .file("static/pictures/two.gif", gif(3, 5))
        .file("content/pages/about.md", "---\ntitle: About\n---\n![Two](../pictures/two.gif)\n")
}

#[test]
fn pictures_in_texts_leave_room() {
    let run = archive().file("offprint.yaml", "title: T\nbase-url: https://example.org/repo/\n").build();
    let shown = [
        "<img src=\"p.gif\" width=\"48\" height=\"27\" alt=\"One\" loading=\"lazy\">",
        "<img src=\"/repo/pictures/two.gif\" width=\"3\" height=\"5\" alt=\"Two\" loading=\"lazy\">",
        "<img src=\"nosuch.gif\" alt=\"None\" loading=\"lazy\">",
        "<a href=\"engine.pdf\">the file</a>",
    ];
    run.has("papers/engine/index.html", &shown);
    run.has("about/index.html", &["<img src=\"../pictures/two.gif\" width=\"3\" height=\"5\" alt=\"Two\""]);
}

#[test]
fn files_that_are_kept_elsewhere_are_linked_there_and_not_copied() {
    let archive = archive().file("offprint.yaml", AWAY);
    let run = archive.build();
    let pdf = "https://files.example.net/all/papers/2023/a%20b.pdf";
    let picture = "https://files.example.net/all/papers/2023/p.gif";
    run.has(
        "papers/engine/index.html",
        &[
            &format!("<a href=\"{pdf}\">PDF</a>"),
            &format!("<a href=\"{picture}\">Poster</a>"),
            &format!("<img src=\"{picture}\" width=\"48\" height=\"27\" alt=\"\""),
            &format!("<img src=\"{picture}\" width=\"48\" height=\"27\" alt=\"One\""),
            "<img src=\"/repo/pictures/two.gif\" width=\"3\" height=\"5\"",
            &format!("<a href=\"{pdf}\">the file</a>"),
            "<a href=\"/repo/papers/\">a page</a>",
            &format!("<meta name=\"citation_pdf_url\" content=\"{pdf}\">"),
        ],
    );
    run.has("api/v1/papers/1.json", &[pdf]).has("papers/index.html", &[picture]);
    run.misses("papers/engine/engine.pdf").misses("papers/engine/p.gif");
    // Neither the build nor a check misses them.
    let said = archive.run(&["check"]);
    assert!(!said.stderr().contains("error") && !said.stderr().contains("`engine.pdf`"), "{}", said.stderr());
}

#[test]
fn files_that_are_kept_elsewhere_need_not_be_here() {
    let archive = archive().file("offprint.yaml", AWAY);
    archive.remove("content/papers/2023/a b.pdf");
    archive.build().has("papers/engine/index.html", &["https://files.example.net/all/papers/2023/a%20b.pdf"]);
    archive.write("content/papers/other.yaml", "title: Other\nauthors: [Ada]\ndate: 2023\nlinks: {pdf: page.html}\n");
    let run = archive.run(&["build"]);
    assert!(
        run.stderr().contains("error[refused-file]: files such as `page.html` are not published"),
        "{}",
        run.stderr()
    );
    archive.write("content/papers/other.yaml", "title: Other\nauthors: [Ada]\ndate: 2023\nlinks: {pdf: other.pdf}\n");
    archive.write("content/papers/other.pdf", "<html>");
    let run = archive.run(&["build"]);
    assert!(run.stderr().contains("error[refused-file]: the content of `other.pdf` is not pdf"), "{}", run.stderr());
}

#[test]
fn the_place_of_files_is_an_address() {
    let run = Archive::new().file("offprint.yaml", "files: {base-url: files.example.org}\n").run(&["build"]);
    assert!(run.stderr().contains("[bad-url]: `files.example.org` is not the address of a site"), "{}", run.stderr());
}

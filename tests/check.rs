//! `offprint check` as its callers use it: formats, severities, changes since a revision, old addresses, links to other
//! sites, and what it sees on finished pages.

mod support;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;

use support::Archive;

/// An archive of two papers without a problem.
fn sound() -> Archive {
    Archive::new()
        .paper("first", "2023", "topics: [nlp]\n")
        .paper("second", "2024", "")
        .file("content/topics.yaml", "nlp: {name: Language, description: Words}\n")
}

fn git(archive: &Archive, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]);
    let output = command.args(arguments).current_dir(archive.root()).output().expect("git runs");
    assert!(output.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
}

fn committed() -> Archive {
    let archive = sound();
    git(&archive, &["init", "-q"]);
    git(&archive, &["add", "-A"]);
    git(&archive, &["commit", "-qm", "Begin"]);
    archive
}

#[test]
fn a_sound_archive_has_no_problems_in_any_format() {
    let archive = sound();
    let run = archive.run(&["check"]);
    assert_eq!((run.code(), run.stdout().as_str(), run.stderr().as_str()), (0, "2 papers, no problems\n", ""));
    for (format, wanted) in [("json", ""), ("github", "")] {
        let run = archive.run(&["check", "--format", format]);
        assert_eq!((run.code(), run.stdout().as_str(), run.stderr().as_str()), (0, wanted, ""), "{format}");
    }
    assert!(archive.run(&["check", "--format", "sarif"]).stdout().contains("\"results\":[]"));
    assert!(!archive.root().join(".offprint").exists() && !archive.root().join("public").exists());
}

#[test]
fn programs_get_a_line_for_each_problem() {
    let archive = sound().paper("third", "2025", "licence: MIT\n");
    let run = archive.run(&["check", "--format", "json"]);
    assert_eq!(run.code(), 1);
    assert_eq!(
        run.stdout(),
        "{\"code\":\"unknown-key\",\"column\":1,\"end-column\":8,\"end-line\":4,\"file\":\"content/papers/third.yaml\",\
         \"help\":\"did you mean `license`?\",\"line\":4,\"message\":\"there is no key `licence`\",\"severity\":\"error\"}\n"
    );
    let run = archive.run(&["check", "--format", "github"]);
    assert_eq!(
        run.stdout(),
        "::error file=content/papers/third.yaml,line=4,endLine=4,col=1,endColumn=8,title=unknown-key::there is no key \
         `licence`: did you mean `license`?\n"
    );
}

#[test]
fn annotations_name_files_as_the_repository_does() {
    let outer = Archive::new();
    git(&outer, &["init", "-q"]);
    let inner = "archive/content/papers/p.yaml";
    outer.write("archive/offprint.yaml", "title: T\nbase-url: https://example.org/\n");
    outer.write(inner, "title: T\nauthors: [Ada Lovelace]\ndate: 2023\nlicence: MIT\n");
    let run = outer.run(&["check", "--root", "archive", "--format", "github"]);
    assert!(run.stdout().starts_with(&format!("::error file={inner},line=4")), "{}", run.stdout());
}

#[test]
fn warnings_can_be_denied() {
    let archive = sound().paper("third", "2025", "pages: 130-101\n");
    assert_eq!(archive.run(&["check"]).code(), 0);
    for deny in ["warnings", "page-range"] {
        let run = archive.run(&["check", "--deny", deny]);
        assert!(run.code() == 1 && run.stderr().starts_with("error[page-range]"), "{}", run.stderr());
    }
    assert_eq!(archive.run(&["check", "--deny", "bad-isbn", "--deny", "title-stop"]).code(), 0);
    let run = archive.run(&["check", "--deny", "page-rnage"]);
    assert_eq!(
        (run.code(), run.stderr()),
        (2, "error: there is no code `page-rnage`: did you mean `page-range`?\n".into())
    );
    let off = "title: T\nbase-url: https://example.org/\ndiagnostics: {page-range: off}\n";
    archive.write("offprint.yaml", off);
    assert_eq!(archive.run(&["check", "--deny", "warnings"]).code(), 0, "what is off stays off");
    assert_eq!(archive.run(&["check", "--deny", "page-range"]).code(), 1, "unless it is named");
}

#[test]
fn a_pull_request_answers_for_what_it_changes_and_for_nothing_else() {
    let archive = sound().paper("old", "2022", "pages: 130-101\n");
    git(&archive, &["init", "-q"]);
    git(&archive, &["add", "-A"]);
    git(&archive, &["commit", "-qm", "Begin"]);
    let run = archive.run(&["check", "--changed", "main"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()), "nothing has changed");
    git(&archive, &["checkout", "-qb", "more"]);
    // A line above the old problem, a new problem that is not committed, and a topic that others use.
    archive.write(
        "content/papers/old.yaml",
        "# An old one.\ntitle: The old\nauthors: [Ada Lovelace]\ndate: 2022\npages: 130-101\n",
    );
    archive.write("content/papers/new.yaml", "title: The new.\nauthors: [Ada Lovelace]\ndate: 2025\n");
    archive.write("content/topics.yaml", "vision: {name: Vision}\n");
    let run = archive.run(&["check", "--changed", "main"]);
    let said = run.stderr();
    assert_eq!(run.code(), 1);
    assert!(
        said.contains("error[undeclared-topic]: there is no topic `nlp`\n  content/papers/first.yaml:4:10"),
        "{said}"
    );
    assert!(said.contains("warning[title-stop]") && said.contains("warning[unused-topic]"), "{said}");
    assert!(
        said.contains("error[vanished-url]: the address `/topics/nlp/` would be gone\n  content/topics.yaml"),
        "{said}"
    );
    assert!(!said.contains("page-range"), "{said}");
    assert!(run.stdout().contains(", 3 files changed since "), "{}", run.stdout());
}

#[test]
fn an_archive_in_a_folder_of_its_repository_answers_for_itself() {
    let outer = Archive::new();
    let paper = "archive/content/papers/p.yaml";
    outer.write("archive/offprint.yaml", "title: T\nbase-url: https://example.org/\n");
    outer.write(paper, "title: T\nauthors: [Ada Lovelace]\ndate: 2023\npages: 130-101\n");
    git(&outer, &["init", "-q"]);
    git(&outer, &["add", "-A"]);
    git(&outer, &["commit", "-qm", "Begin"]);
    outer.write("offprint.yaml", "titel: of another archive\n");
    outer.write("archive/public/papers/p/index.html", "built");
    outer.write(paper, "title: The title.\nauthors: [Ada Lovelace]\ndate: 2023\npages: 130-101\n");
    let run = outer.run(&["check", "--root", "archive", "--changed", "HEAD"]);
    assert_eq!(run.stderr().matches("warning[").count(), 1, "{}", run.stderr());
    assert!(run.stderr().starts_with("warning[title-stop]") && run.stdout().contains("1 file changed since"));
}

#[test]
fn what_was_wrong_with_a_file_that_was_moved_is_not_new() {
    let archive = sound().paper("old", "2022", "id: old\npages: 130-101\n");
    git(&archive, &["init", "-q"]);
    git(&archive, &["add", "-A"]);
    git(&archive, &["commit", "-qm", "Begin"]);
    archive.rename("content/papers/old.yaml", "content/papers/2022/old.yaml");
    let run = archive.run(&["check", "--changed", "HEAD"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
}

#[test]
fn an_address_may_not_vanish_without_a_trace() {
    let archive = committed();
    git(&archive, &["mv", "content/papers/second.yaml", "content/papers/renamed.yaml"]);
    let run = archive.run(&["check", "--changed", "HEAD"]);
    let said = run.stderr();
    assert_eq!(run.code(), 1);
    assert!(
        said.contains(
            "error[vanished-url]: the address `/papers/second/` would be gone\n  content/papers/second.yaml\n"
        ),
        "{said}"
    );
    assert!(said.contains("write `former-ids: [second]` in the entry that takes its place"), "{said}");
    assert_eq!(said.matches("vanished-url").count(), 1, "{said}");
    let renamed = "title: The second\nauthors: [Ada Lovelace]\ndate: 2024\nformer-ids: [second]\n";
    archive.write("content/papers/renamed.yaml", renamed);
    let run = archive.run(&["check", "--changed", "HEAD"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    // Old addresses are for good too.
    git(&archive, &["add", "-A"]);
    git(&archive, &["commit", "-qm", "Rename"]);
    archive.write("content/papers/renamed.yaml", renamed.replace("former-ids: [second]\n", ""));
    let said = archive.run(&["check", "--changed", "HEAD"]).stderr();
    assert!(said.contains("error[vanished-url]: the address `/papers/second/` would be gone"), "{said}");
}

#[test]
fn a_new_spelling_of_a_name_needs_a_person() {
    let archive = committed();
    for id in ["first", "second"] {
        archive.write(
            &format!("content/papers/{id}.yaml"),
            format!("title: The {id}\nauthors: [Ada King Lovelace]\ndate: 2024\n"),
        );
    }
    archive.remove("content/topics.yaml");
    let said = archive.run(&["check", "--changed", "HEAD"]).stderr();
    assert!(
        said.contains("error[vanished-url]: the address `/authors/ada-lovelace/` would be gone\n  content/papers/"),
        "{said}"
    );
    archive.write("content/people/ada-king-lovelace.yaml", "name: Ada King Lovelace\nnames: [Ada Lovelace]\n");
    let said = archive.run(&["check", "--changed", "HEAD"]).stderr();
    assert!(!said.contains("/authors/"), "{said}");
}

#[test]
fn changes_of_a_theme_are_seen_on_the_pages_they_make() {
    let archive = committed();
    archive.write("templates/paper.html", "<!doctype html><title>{{ paper.title_html }}</title>");
    let run = archive.run(&["check", "--changed", "HEAD"]);
    assert!(run.stderr().contains("warning[missing-metadata]: the page has no `citation_title`"), "{}", run.stderr());
    assert!(run.stderr().contains("templates/paper.html"), "{}", run.stderr());
}

#[test]
fn what_git_cannot_tell_is_said() {
    let archive = sound();
    let run = archive.run(&["check", "--changed", "main"]);
    assert!(run.code() == 2 && run.stderr().contains("git"), "{}", run.stderr());
    let archive = committed();
    let run = archive.run(&["check", "--changed", "no-such-branch"]);
    assert_eq!(
        (run.code(), run.stderr()),
        (2, "error: git knows no revision `no-such-branch`: fetch it first, with its history\n".into())
    );
    assert_eq!(archive.run(&["check", "--changed", "--output=x"]).code(), 2);
}

#[test]
fn old_addresses_are_looked_up() {
    let archive = sound().paper("third", "2025", "aliases: [/p/3.html]\n");
    archive.write(
        "old.txt",
        "# The old site\nhttps://old.example.org/papers/first/\n/p/3.html\n/papers/second\n/p/4/\n/p/5.html\n",
    );
    let run = archive.run(&["check", "--urls", "old.txt"]);
    assert_eq!(run.code(), 1);
    let said = run.stderr();
    assert!(said.contains("error[vanished-url]: the site has no page at `/p/4/`\n  old.txt:5:1\n"), "{said}");
    assert!(said.contains("write `aliases: [/p/5.html]` in the entry that it stood for"), "{said}");
    assert_eq!(said.matches("error[").count(), 2, "{said}");
    let map = archive.build();
    map.has("sitemap.xml", &["<loc>https://example.org/papers/first/</loc>"]);
    assert_eq!(archive.run(&["check", "--urls", "public/sitemap.xml"]).code(), 0);
    // Below a sub-path of the same name, a path of the list says what it says with it or without.
    archive.write("below.txt", "/papers/first/\n/papers/papers/first/\nhttps://example.org/papers/papers/first/\n");
    let below = ["check", "--urls", "below.txt", "--base-url", "https://example.org/papers/"];
    assert_eq!(archive.run(&below).stderr(), "");
    archive.write("empty.txt", "\n");
    assert_eq!(archive.run(&["check", "--urls", "empty.txt"]).code(), 2);
    assert_eq!(archive.run(&["check", "--urls", "nowhere.txt"]).code(), 2);
}

#[test]
fn pages_are_looked_at_as_readers_and_machines_see_them() {
    let archive = sound()
        .file(
            "templates/paper.html",
            "<html><head><meta property=\"og:type\" content=\"website\"></head><a href=\"/nowhere/\">x</a>\
            <details><h2 id=\"abstract\">A</h2></details><a href=\"#abstract\">a</a><a href=\"#notes\">n</a></html>",
        )
        .file(
            "templates/papers.html",
            "<meta name=\"citation_title\" content=\"x\"><a href=\"/papers/first/#abstract\">x</a>",
        );
    let said = archive.run(&["check"]).stderr();
    for what in [
        "warning[broken-link]: the link `/nowhere/` leads to no page of the site\n  templates/paper.html:1:",
        "on the page /papers/second/ and another",
        "warning[dead-fragment]: the link `#notes` leads to a place that its page does not have",
        "warning[missing-metadata]: the page has no `citation_title`, so Google Scholar and Zotero find no paper on it\n  templates/paper.html\n",
        "warning[missing-metadata]: the page has no `citation_author`",
        "warning[missing-metadata]: the page has no `citation_publication_date`",
        "warning[missing-metadata]: `og:type` says website",
        "warning[missing-metadata]: the abstract is hidden until somebody clicks",
        "warning[missing-metadata]: a list has `citation_` tags, which speak of one paper alone\n  templates/papers.html\n",
    ] {
        assert!(said.contains(what), "{what}\n{said}");
    }
    assert!(!said.contains("`#abstract`") && !said.contains("`/papers/first/#abstract`"), "{said}");
}

#[test]
fn what_nothing_uses_is_told_unless_a_broken_entry_may() {
    let archive = sound()
        .file(
            "content/topics.yaml",
            "nlp: {name: Language, parents: [texts]}\ntexts: {name: Texts}\nvision: {name: Vision}\n",
        )
        .file("content/venues.yaml", "icml: {short: ICML}\ncolt: {short: COLT}\n")
        .file("content/volumes/icml-2024.yaml", "title: Proceedings\nvenue: ICML\nyear: 2024\n");
    let said = archive.run(&["check"]).stderr();
    assert!(
        said.contains("warning[unused-topic]: no paper has the topic `vision`\n  content/topics.yaml:3:1\n"),
        "{said}"
    );
    assert!(
        said.contains("warning[unused-venue]: no paper or volume names the venue `colt`\n  content/venues.yaml:2:1\n"),
        "{said}"
    );
    assert!(said.contains("warning[unused-volume]: no paper stands in the volume `icml-2024`\n"), "{said}");
    assert_eq!(said.matches("warning[").count(), 3, "{said}");
    archive.write("content/papers/broken.yaml", "title: 'Never closed\ntopics: [vision]\nvenue: COLT\nin: icml-2024\n");
    let said = archive.run(&["check"]).stderr();
    assert!(!said.contains("unused-") && said.matches("error[").count() == 1, "{said}");
}

#[test]
fn nobody_is_told_that_a_broken_entry_does_not_exist() {
    let archive = sound()
        .file("content/papers/broken.yaml", "title: 'Never closed\nauthors: [A]\n")
        .file("content/papers/wrong.yaml", "id: other\nautors: x\ntitle: T\nauthors: [Ada Lovelace]\ndate: 2023\n")
        .file(
            "content/collections/best.md",
            "---\ntitle: Best\npapers: [broken, other, first]\n---\n[One](/papers/broken/), [@other].\n",
        )
        .paper("third", "2025", "related: [{relation: cites, id: broken}]\n");
    let said = archive.run(&["check"]).stderr();
    assert_eq!(said.matches("error[").count() + said.matches("warning[").count(), 2, "{said}");
}

#[test]
fn a_menu_that_leads_nowhere_is_told_in_the_settings() {
    let settings = "title: T\nbase-url: https://example.org/repo/\nmenu: [{title: About, url: /abuot/}]\n";
    let archive = sound().file("offprint.yaml", settings);
    let said = archive.run(&["check"]).stderr();
    assert!(
        said.contains("warning[broken-link]: the link `/abuot/` leads to no page of the site\n  offprint.yaml:3:28\n"),
        "{said}"
    );
}

#[test]
fn what_hosts_do_not_take_is_told() {
    let archive = sound().paper("third", "2025", "links: {pdf: big.pdf}\n");
    let mut pdf = b"%PDF-1.4\n".to_vec();
    pdf.resize(5_100_000, b' ');
    archive.write("content/papers/big.pdf", pdf);
    let said = archive.run(&["check"]).stderr();
    assert!(said.contains("warning[large-pdf]: the PDF has 5.1 MB, and Google Scholar indexes none above 5\n  content/papers/big.pdf\n"), "{said}");
    let large = std::fs::File::create(archive.root().join("content/papers/big.pdf")).unwrap();
    (&large).write_all(b"%PDF-1.4\n").unwrap();
    large.set_len(1_100_000_000).unwrap();
    archive.write("offprint.yaml", "title: T\nbase-url: https://somebody.github.io/papers/\n");
    let said = archive.run(&["check"]).stderr();
    assert!(
        said.contains("warning[large-file]: `/papers/third/third.pdf` has 1100 MB, and GitHub takes files of 100"),
        "{said}"
    );
    assert!(said.contains("warning[large-site]: the site has 1.10 GB as it is uploaded, and GitHub Pages takes 1\n  offprint.yaml\n  most of it are files beside entries 1.10 GB"), "{said}");
}

/// A server that answers each path by its name, and counts what it was asked.
fn server() -> (String, std::sync::Arc<std::sync::Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = std::sync::Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = [0; 2048];
            let length = stream.read(&mut head).unwrap_or(0);
            let line = String::from_utf8_lossy(&head[..length]).lines().next().unwrap_or_default().to_owned();
            let status = match line.split(' ').nth(1).unwrap_or_default() {
                "/fine" => "200 OK",
                "/moved" => "301 Moved Permanently\r\nLocation: /fine",
                "/no-head" if line.starts_with("HEAD") => "405 Method Not Allowed",
                "/no-head" => "200 OK",
                "/busy" => "503 Service Unavailable",
                "/private" => "403 Forbidden",
                "/gone" => "410 Gone",
                _ => "404 Not Found",
            };
            seen.lock().unwrap().push(line);
            let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    (address, asked)
}

#[test]
fn other_sites_are_asked_once_and_what_is_dead_is_told() {
    let (address, asked) = server();
    let names = ["fine", "moved", "no-head", "busy", "private", "gone", "missing"];
    let links: Vec<String> = names.iter().map(|name| format!("{address}/{name}")).collect();
    let settings = "title: T\nbase-url: https://example.org/\ndiagnostics: {odd-link: off}\n";
    let archive = sound()
        .file("offprint.yaml", settings)
        .paper("third", "2025", &format!("links: {{other: [{}]}}\n", links.join(", ")))
        .file("content/pages/about.md", format!("---\ntitle: About\n---\nSee [this]({address}/missing).\n"));
    let run = archive.run(&["check", "--links=any"]);
    let said = run.stderr();
    assert_eq!(run.code(), 0);
    assert!(said.contains(&format!("warning[dead-link]: `{address}/gone` leads nowhere: it is gone for good (410)\n  content/papers/third.yaml:4:")), "{said}");
    assert_eq!(said.matches("leads nowhere: there is nothing (404)").count(), 2, "{said}");
    assert_eq!(said.matches("warning[").count(), 3, "{said}");
    assert!(said.contains("7 links to other sites: 7 asked now, 2 whose hosts would not say"), "{said}");
    let count = asked.lock().unwrap().len();
    let again = archive.run(&["check", "--links=any", "--deny", "dead-link"]);
    assert_eq!((again.code(), asked.lock().unwrap().len()), (1, count), "answers are kept");
    // Nothing in an entry makes a builder ask its own network.
    std::fs::remove_dir_all(archive.root().join(".offprint")).unwrap();
    let said = archive.run(&["check", "--links"]).stderr();
    assert!(said.contains("the address is one of a private network"), "{said}");
    assert_eq!(asked.lock().unwrap().len(), count);
}

#[test]
fn a_page_of_a_pdf_is_no_place_on_a_page() {
    let archive = sound()
        .paper("third", "2025", "links: {pdf: third.pdf}\n")
        .file("content/papers/third.pdf", "%PDF-1.4\n")
        .file("static/old.html", "<h1 id=\"top-of-it\">Old</h1>")
        .file("content/pages/about.md", "---\ntitle: About\n---\n[Page 3](/papers/third/third.pdf#page=3), [old](/old.html#top-of-it),\n[here](/papers/third/index.html#cite), [not](/papers/third/#nothing).\n");
    let said = archive.run(&["check"]).stderr();
    assert!(said.starts_with("warning[dead-fragment]: the link `/papers/third/#nothing`"), "{said}");
    assert_eq!(said.matches("warning[").count(), 1, "{said}");
}

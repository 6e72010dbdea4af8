//! `offprint serve`: it starts, it answers what `build` writes, it says what happens, and it ends.

mod support;

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::Duration;

use support::Archive;
use support::http::{Answer, Connection};
use support::preview::Preview;
use support::server::{Server, eventually};

fn archive() -> Archive {
    Archive::new().paper("engine", "2023-09-07", "topics: [machines]\nvenue: Notes\nformer-ids: [motor]\n")
}

fn location(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.header("location").unwrap_or_default())
}

/// Asserts that every file of a build is answered as it is, and returns the preview.
fn same_as_a_build(preview: Preview) -> Preview {
    let built = preview.built();
    assert!(built.len() > 10, "a rich archive");
    assert_eq!(preview.disagrees(), [""; 0]);
    for file in built.keys() {
        let answer = preview.server.get(&preview.url_of(file));
        let kind = answer.header("content-type").unwrap_or_default();
        let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
        let expected: &[&str] = match extension {
            "html" => &["text/html; charset=utf-8"],
            "css" => &["text/css; charset=utf-8"],
            "txt" => &["text/plain; charset=utf-8"],
            "xml" => &["application/xml", "application/xml; charset=utf-8", "text/xml; charset=utf-8"],
            "svg" => &["image/svg+xml", "image/svg+xml; charset=utf-8"],
            _ => continue,
        };
        assert!(expected.contains(&kind), "{file} is {kind:?}");
    }
    for file in built.keys().filter(|file| file.ends_with("index.html")) {
        let folder = preview.url_of(file);
        let page = preview.server.get(&folder);
        assert_eq!(preview.server.get(&format!("{folder}index.html")).body, page.body, "{folder}index.html");
        assert_eq!(preview.server.get(&format!("{folder}?from=mail&x=%2e")).body, page.body, "{folder} with a query");
        if let Some(short) = folder.strip_suffix('/').filter(|short| !short.is_empty()) {
            assert_eq!(location(&preview.server.get(short)), (302, folder.as_str()), "{short}");
        }
    }
    preview
}

/// Asserts that nothing is answered that no build writes.
fn nothing_else_than_a_build(preview: &Preview) {
    let base = preview.base();
    for path in [
        "/papers/nosuch/",
        "/papers/nosuch",
        "/papers/nosuch/index.html",
        "/papers/part/",
        "/papers/part/0/",
        "/papers/part/01/",
        "/papers/index.html/",
        "/papers//",
        "/sitemap-1.xml",
        "/content/papers/notes.md",
        "/content/topics.yaml",
        "/offprint.yaml",
        "/../offprint.yaml",
        "/papers/../../offprint.yaml",
        "/papers/../offprint.yaml",
        "/%2e%2e/offprint.yaml",
        "/%2E%2E%2Foffprint.yaml",
        "/..%5coffprint.yaml",
        "/static/../offprint.yaml",
        "/static/robots.txt",
        "/templates/base.html",
        "/themes/default/theme.yaml",
        "/etc/passwd",
        "//etc/passwd",
        "/.offprint/x",
        "/.offprint/",
        "/.offprint/../offprint.yaml",
        "/assets/",
        "/assets/nosuch.css",
        "/papers/%00",
        "/papers/%ff/",
        "/papers/%zz/",
        "/papers/%",
        "/papers/x%0d%0aset-cookie:a=b/",
        "/%252e%252e/offprint.yaml",
    ] {
        for path in [path.to_owned(), format!("{base}{path}")] {
            let answer = preview.server.get(&path);
            assert!(matches!(answer.status, 400 | 404), "{path}: {}\n{}", answer.status, answer.text());
            assert!(answer.header("set-cookie").is_none(), "{path}");
            assert!(!answer.text().contains("base-url:") && !answer.text().contains("root:"), "{path}");
        }
    }
}

#[test]
fn a_small_archive_below_a_path_is_answered_as_it_is_built() {
    let archive = Archive::from_fixture("golden/archive");
    let preview = same_as_a_build(Preview::of(archive));
    nothing_else_than_a_build(&preview);
}

#[test]
fn an_archive_with_every_kind_of_page_is_answered_as_it_is_built() {
    let archive = Archive::from_fixture("web/archive");
    let preview = same_as_a_build(Preview::of(archive));
    nothing_else_than_a_build(&preview);
}

#[test]
fn the_first_line_has_the_address_and_the_number_of_papers() {
    let server = Server::start(&archive());
    let first = format!("Serving http://127.0.0.1:{}/ (1 paper). Ctrl-C stops it.", server.port());
    assert_eq!(server.lines(), [first]);
    let server = Server::start(&Archive::from_fixture("golden/archive"));
    let first = format!("Serving http://127.0.0.1:{}/archive/ (3 papers). Ctrl-C stops it.", server.port());
    assert_eq!(server.lines(), [first]);
    assert_eq!(server.stderr(), "");
}

#[test]
fn options_of_build_do_what_they_do_there() {
    let drafts = || Archive::new().paper("engine", "2023", "").paper("later", "2024", "draft: true\n");
    assert_eq!(Server::start(&drafts()).get("/papers/later/").status, 404);
    let preview = Preview::built_with(drafts(), &["--drafts"]);
    preview.agrees();
    assert_eq!(preview.server.get("/papers/later/").status, 200);
    let preview = Preview::built_with(archive(), &["--base-url", "https://elsewhere.example/below/"]);
    preview.agrees();
    assert_eq!(preview.server.get("/below/papers/engine/").status, 200);
}

#[test]
fn a_site_below_a_path_is_nowhere_else() {
    let settings = "title: T\nbase-url: https://example.github.io/repo/\n";
    let server = Server::start(&archive().file("offprint.yaml", settings));
    assert!(server.url().ends_with("/repo/"), "{}", server.url());
    for path in ["/", "/repo"] {
        assert_eq!(location(&server.get(path)), (302, "/repo/"), "{path}");
    }
    assert_eq!(location(&server.get("/repo/papers")), (302, "/repo/papers/"));
    assert!(server.get("/repo/papers/engine/").text().contains("href=\"/repo/2023/09/07/\""));
    for path in ["/papers/", "/papers/engine/", "/repository/", "/repo/repo/", "/repo/.offprint/preview.js"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    let script = server.get("/.offprint/preview.js");
    assert_eq!((script.status, script.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
}

#[test]
fn a_redirect_never_leads_to_another_host() {
    let server = Server::start(&archive());
    for path in ["//papers", "//papers/engine", "//evil.example/papers", "/\\evil.example/papers", "//evil.example//"] {
        let answer = server.get(path);
        let (status, to) = location(&answer);
        assert!(!to.starts_with("//") && !to.starts_with("/\\") && !to.contains("://"), "{path}: {status} to {to}");
    }
}

#[test]
fn files_are_found_under_the_names_that_links_give_them() {
    let archive = archive()
        .file("static/Ünïcode & more.txt", "one")
        .file("static/a+b (1)/100%.txt", "two")
        .file("static/%41.txt", "three")
        .file("static/no-extension", "four")
        .file("static/.well-known/thing.json", "{}")
        .file("static/demo.html", "<p>no body element");
    let preview = same_as_a_build(Preview::of(archive));
    let server = &preview.server;
    assert_eq!(server.get("/%C3%9cn%c3%AFcode%20%26%20more.txt").text(), "one");
    assert_eq!(server.get("/a+b%20(1)/100%25.txt").text(), "two");
    assert_eq!(server.get("/%2541.txt").text(), "three");
    assert_eq!(server.get("/%41.txt").status, 404);
    assert_eq!(server.get("/%70apers/engine/").body, server.get("/papers/engine/").body);
}

#[test]
fn what_is_not_there_is_said_with_what_is_near() {
    let server = Server::start(&archive());
    let answer = server.get("/papers/enginne/");
    assert_eq!((answer.status, answer.header("content-type")), (404, Some("text/html; charset=utf-8")));
    let text = answer.text();
    for part in ["Page not found", "Did you mean", "href=\"/papers/engine/\"", "<script src=\"/.offprint/preview.js\""]
    {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
    let far = server.get("/x%3Cscript%3Ealert(1)%3C/script%3E\"'<b>");
    assert!(!far.text().contains("<script>alert") && !far.text().contains("<b>"), "{}", far.text());
}

#[test]
fn a_page_whose_template_fails_says_where() {
    let mistake = "{% extends \"default/paper.html\" %}\n{% block main %}{{ page.nosuch.more }}{% endblock %}\n";
    let archive = archive().file("templates/paper.html", mistake);
    let check = archive.run(&["check"]).stderr();
    assert!(check.contains("templates/paper.html:2:"), "{check}");
    let server = Server::start(&archive);
    let answer = server.get("/papers/engine/");
    assert_eq!((answer.status, answer.header("content-type")), (500, Some("text/html; charset=utf-8")));
    let text = answer.text().replace("&quot;", "\"").replace("&#39;", "'").replace("&gt;", ">").replace("&lt;", "<");
    for line in check.trim().lines() {
        assert!(text.contains(line.trim_end()), "no {line:?} in {text}");
    }
    assert!(answer.text().contains("<script src=\"/.offprint/preview.js\""));
    assert_eq!(server.get("/papers/").status, 200, "other pages are as they were");
}

#[test]
fn the_terminal_tells_of_a_mistake_and_of_its_end() {
    let archive = archive().paper("other", "2023", "");
    let server = Server::start(&archive);
    let good = "title: The other\nauthors: [Ada Lovelace]\ndate: 2023\n";
    let told = |count: usize| {
        eventually("a line for each change", || Some(server.lines()).filter(|lines| lines.len() > count));
        server.lines()[1..].iter().map(|line| without_time(line)).collect::<Vec<_>>()
    };
    archive.write("content/papers/other.yaml", good.replace("authors", "autors"));
    server.until_status("/papers/other/", 404);
    let mistake = "content/papers/other.yaml: N ms, 1 error";
    assert_eq!(told(1), [mistake]);
    let problem = "error[unknown-key]: there is no key `autors`\n  content/papers/other.yaml:2:1\n  2 │ autors: [Ada Lovelace]\n    │ ^^^^^^ did you mean `authors`?\n\n";
    let check = archive.run(&["check"]).stderr();
    assert!(check.contains(problem), "{check}");
    let said = eventually("the problem", || Some(server.stderr()).filter(|text| text.len() >= check.len()));
    assert_eq!(said, check);
    archive.write("content/papers/other.yaml", good);
    server.until_status("/papers/other/", 200);
    let mended = "content/papers/other.yaml: N ms, no problems";
    assert_eq!(told(2), [mistake, mended]);
    assert_eq!(server.stderr(), check);
    archive.remove("content/papers/other.yaml");
    server.until_status("/papers/other/", 404);
    assert_eq!(told(3), [mistake, mended, mended]);
}

/// A line of the terminal with a letter for the milliseconds.
fn without_time(line: &str) -> String {
    match line.split_once(": ").and_then(|(head, rest)| Some((head, rest.split_once(" ms, ")?))) {
        Some((head, (number, tail))) if number.parse::<f64>().is_ok() => format!("{head}: N ms, {tail}"),
        _ => panic!("no time in {line:?}"),
    }
}

#[test]
fn problems_from_before_the_start_are_told_as_check_tells_them() {
    let archive = archive().paper("broken", "2023", "autors: x\n");
    let server = Server::start(&archive);
    let check = archive.run(&["check"]).stderr();
    let said = eventually("the problem", || Some(server.stderr()).filter(|text| text.len() >= check.len()));
    assert_eq!(said, check);
    assert!(server.stdout().contains(" (1 paper). "), "{}", server.stdout());
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_at_once_also_while_a_page_is_open() {
    for signal in ["INT", "TERM"] {
        let mut server = Server::start(&archive());
        let events = server.events("/papers/engine/");
        events.next();
        let _idle = server.connect();
        server.signal(signal);
        let status = server.ended_within(Duration::from_secs(1));
        assert_eq!(status.and_then(|status| status.code()), Some(0), "{signal}: {status:?}\n{}", server.stderr());
    }
}

#[test]
fn a_port_that_is_taken_is_refused_where_it_was_asked_for() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = archive().run(&["serve", "--port", &port]);
    assert_eq!((run.code(), run.stdout().as_str()), (2, ""));
    assert!(run.stderr().starts_with("error: ") && run.stderr().contains(&port), "{}", run.stderr());
}

#[test]
fn the_next_free_port_is_taken_where_none_was_asked_for() {
    // Where this fails somebody else has the port, which is as good.
    let _taken = TcpListener::bind("127.0.0.1:4040");
    let archive = archive();
    let one = Server::run(archive.root(), &[]);
    let two = Server::run(archive.root(), &[]);
    assert!((4041..4141).contains(&one.port()) && (4041..4141).contains(&two.port()), "{} {}", one.url(), two.url());
    assert_ne!(one.port(), two.port());
    assert_eq!((one.get("/").status, two.get("/").status), (200, 200));
}

#[test]
fn a_folder_without_settings_is_no_archive() {
    let archive = archive();
    archive.remove("offprint.yaml");
    let run = archive.run(&["serve", "--port", "0"]);
    assert_eq!((run.code(), run.stdout().as_str()), (2, ""));
    assert!(run.stderr().contains("there is no offprint.yaml"), "{}", run.stderr());
}

#[test]
fn nothing_is_written_to_the_archive() {
    let archive = archive();
    let before = support::tree(archive.root());
    let server = Server::start(&archive);
    server.get("/papers/engine/");
    drop(server);
    assert_eq!(support::tree(archive.root()), before);
}

#[test]
fn an_output_that_nobody_reads_holds_nothing_up() {
    let archive = archive();
    let mut child = Command::new(env!("CARGO_BIN_EXE_offprint"))
        .args(["serve", "--port", "0"])
        .current_dir(archive.root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Hardly a buffer, so that nothing after the first line is taken out of the pipe.
    let mut first = String::new();
    BufReader::with_capacity(1, child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
    let host = first.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
    // More than any pipe holds.
    for round in 0..20 {
        let mistakes: String = (0..100).map(|at| format!("key-{round}-{at}: x\n")).collect();
        let entry = format!("title: Round {round}\nauthors: [Ada Lovelace]\ndate: 2023\n");
        for (text, status) in [(mistakes + &entry, 404), (entry, 200)] {
            archive.write("content/papers/other.yaml", text);
            eventually("the edit", || {
                let answer = Connection::open(&host).unwrap().get("/papers/other/").unwrap();
                (answer.status == status).then_some(())
            });
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

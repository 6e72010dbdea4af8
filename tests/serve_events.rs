//! What a browser is told while it shows a page of the preview.

mod support;

use serde_json::{Value, json};
use support::Archive;
use support::server::{Events, Server, eventually};

const PAGE: &str = "/papers/engine/";

fn archive() -> Archive {
    let style = include_str!("../themes/default/assets/style.css");
    let archive = Archive::new().paper("engine", "2023-09-07", "").paper("other", "2022", "");
    archive
        .file("static/own.css", "p { color: red }")
        .file("static/picture.svg", "<svg/>")
        .file("themes/default/assets/style.css", style)
}

fn start() -> (Archive, Server, Events, Value) {
    let archive = archive();
    let server = Server::start(&archive);
    let events = server.events(PAGE);
    let first = events.next();
    (archive, server, events, first)
}

/// Asserts that a message differs from one before it in these keys and in no others.
fn assert_changed(before: &Value, after: &Value, keys: &[&str]) {
    for key in ["page", "files", "styles", "problems", "more"] {
        assert!(before.get(key).is_some() && after.get(key).is_some(), "{key} is missing: {after:#}");
        assert_eq!(before[key] != after[key], keys.contains(&key), "{key} of {before:#} and of {after:#}");
    }
}

#[test]
fn the_first_message_is_the_state_that_the_page_has() {
    let (_archive, server, events, first) = start();
    assert_eq!((events.head.status, events.head.header("content-type")), (200, Some("text/event-stream")));
    assert_eq!(events.head.header("x-content-type-options"), Some("nosniff"));
    let state = server.get(PAGE).state();
    for key in ["page", "files", "styles"] {
        assert_eq!(state[key], first[key], "{key}");
    }
    assert!(first["page"].as_str().unwrap().starts_with("200-"), "{first:#}");
    let styles: Vec<&String> = first["styles"].as_object().unwrap().keys().collect();
    assert_eq!(styles, ["/assets/style.css", "/assets/submit.css", "/own.css"]);
    assert_eq!((&first["problems"], &first["more"]), (&json!([]), &json!(0)));
}

#[test]
fn a_page_that_is_not_there_has_a_state_too() {
    let (archive, server, ..) = start();
    let events = server.events("/papers/nosuch/");
    let first = events.next();
    assert!(first["page"].as_str().unwrap().starts_with("404-"), "{first:#}");
    assert_eq!(server.get("/papers/nosuch/").state()["page"], first["page"]);
    let path = "content/papers/nosuch.yaml";
    archive.write(path, "title: There now\nauthors: [Ada Lovelace]\ndate: 2023\n");
    let found = events.until(|message| message["page"] != first["page"]);
    assert!(found["page"].as_str().unwrap().starts_with("200-"), "{found:#}");
    archive.remove(path);
    events.until(|message| message["page"].as_str().unwrap().starts_with("404-"));
}

#[test]
fn an_edit_changes_the_pages_that_show_it_and_no_others() {
    let (archive, server, events, first) = start();
    let elsewhere = server.events("/404.html");
    let unchanged = elsewhere.next();
    archive.write("content/papers/engine.yaml", "title: Anew\nauthors: [Ada Lovelace]\ndate: 2023-09-07\n");
    let next = events.until(|message| *message != first);
    assert_changed(&first, &next, &["page"]);
    assert_eq!(server.get(PAGE).state()["page"], next["page"]);
    // Both are told of every change, so the next message of this page is of the same change or of a later one.
    archive.write("static/picture.svg", "<svg></svg>");
    let later = elsewhere.until(|message| message["files"] != unchanged["files"]);
    assert_changed(&unchanged, &later, &["files"]);
}

#[test]
fn a_stylesheet_changes_neither_the_page_nor_the_files() {
    let (archive, server, events, first) = start();
    archive.write("static/own.css", "p { color: blue }");
    let second = events.until(|message| *message != first);
    assert_changed(&first, &second, &["styles"]);
    assert_ne!(first["styles"]["/own.css"], second["styles"]["/own.css"]);
    assert_eq!(first["styles"]["/assets/style.css"], second["styles"]["/assets/style.css"]);
    let body = server.page(PAGE);
    archive.write("themes/default/assets/style.css", "body { margin: 0 }");
    let third = events.until(|message| *message != second);
    assert_changed(&second, &third, &["styles"]);
    assert_ne!(second["styles"]["/assets/style.css"], third["styles"]["/assets/style.css"]);
    assert_eq!(second["styles"]["/own.css"], third["styles"]["/own.css"]);
    assert_ne!(server.page(PAGE), body, "the page names the new version");
    archive.write("static/new.css", "");
    let fourth = events.until(|message| message["styles"].get("/new.css").is_some());
    assert_changed(&third, &fourth, &["styles"]);
}

#[test]
fn a_picture_changes_the_files_alone() {
    let (archive, _server, events, first) = start();
    archive.write("static/picture.svg", "<svg></svg>");
    let next = events.until(|message| *message != first);
    assert_changed(&first, &next, &["files"]);
}

#[test]
fn a_template_changes_the_pages_that_use_it() {
    let (archive, server, events, first) = start();
    let list = server.events("/papers/");
    let unchanged = list.next();
    archive.write("templates/paper.html", "{% extends \"default/paper.html\" %}{% block main %}Mine{% endblock %}");
    let next = events.until(|message| message["page"] != first["page"]);
    assert_changed(&first, &next, &["page"]);
    archive.write(
        "templates/paper.html",
        "{% extends \"default/paper.html\" %}{% block main %}{{ page.no.such }}{% endblock %}",
    );
    let broken = events.until(|message| message["problems"] != json!([]));
    assert!(broken["page"].as_str().unwrap().starts_with("500-"), "{broken:#}");
    assert_eq!(server.get(PAGE).state()["page"], broken["page"]);
    let beside = list.until(|message| message["problems"] != json!([]));
    assert_eq!(beside["page"], unchanged["page"], "a list does not use the template");
    assert_eq!(beside["problems"], broken["problems"]);
    archive.remove("templates/paper.html");
    let mended = events.until(|message| message["page"] == first["page"] && message["problems"] == json!([]));
    assert_changed(&first, &mended, &[]);
}

#[test]
fn a_mistake_is_told_as_check_tells_it() {
    let (archive, _server, events, first) = start();
    let path = "content/papers/engine.yaml";
    let good = std::fs::read_to_string(archive.root().join(path)).unwrap();
    archive.write(path, good.replace("authors", "autors"));
    let broken = events.until(|message| message["problems"] != json!([]));
    assert!(broken["page"].as_str().unwrap().starts_with("404-"), "{broken:#}");
    let problem = "error[unknown-key]: there is no key `autors`\n  content/papers/engine.yaml:2:1\n  2 │ autors: [Ada Lovelace]\n    │ ^^^^^^ did you mean `authors`?\n";
    assert_eq!((&broken["problems"], &broken["more"]), (&json!([problem]), &json!(0)));
    assert!(archive.run(&["check"]).stderr().contains(&format!("{problem}\n")));
    archive.write(path, good);
    let mended = events.until(|message| message["problems"] == json!([]));
    assert_changed(&first, &mended, &[]);
}

#[test]
fn many_mistakes_are_told_in_part_and_warnings_never() {
    let mut archive = archive().file("content/papers/undated.yaml", "title: No date\nauthors: [Ada Lovelace]\n");
    for at in 0..25 {
        archive = archive.paper(&format!("bad{at:02}"), "2023", "autors: x\n");
    }
    let check = archive.run(&["check"]).stderr();
    assert!(check.contains("warning[") && check.matches("error[").count() == 25, "{check}");
    let server = Server::start(&archive);
    let message = server.events(PAGE).until(|message| message["more"] != json!(0));
    let problems: Vec<&str> =
        message["problems"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    assert_eq!((problems.len(), &message["more"]), (20, &json!(5)));
    let errors: Vec<&str> = check.split_inclusive("\n\n").filter(|text| text.starts_with("error[")).collect();
    for (problem, error) in problems.iter().zip(errors) {
        assert_eq!(format!("{problem}\n"), error);
    }
}

#[test]
fn pages_below_a_path_are_named_with_it() {
    let settings = "title: T\nbase-url: https://example.org/repo/\n";
    let server = Server::start(&archive().file("offprint.yaml", settings));
    let first = server.events("/repo/papers/engine/").next();
    assert!(first["page"].as_str().unwrap().starts_with("200-"), "{first:#}");
    let styles: Vec<&String> = first["styles"].as_object().unwrap().keys().collect();
    assert_eq!(styles, ["/repo/assets/style.css", "/repo/assets/submit.css", "/repo/own.css"]);
    assert!(server.events(PAGE).next()["page"].as_str().unwrap().starts_with("404-"));
    let page = server.get("/repo/papers/engine/");
    assert!(page.text().contains("<script src=\"/.offprint/preview.js\" data-state=\"{&quot;"), "{}", page.text());
}

#[test]
fn every_open_page_is_told() {
    let (archive, server, ..) = start();
    let all: Vec<Events> = (0..50).map(|_| server.events(PAGE)).collect();
    let firsts: Vec<Value> = all.iter().map(Events::next).collect();
    archive.write("content/papers/engine.yaml", "title: Anew\nauthors: [Ada Lovelace]\ndate: 2023-09-07\n");
    for (events, first) in all.iter().zip(firsts) {
        events.until(|message| message["page"] != first["page"]);
    }
}

#[test]
fn a_mistake_in_the_frame_of_all_pages_is_told_once() {
    let (archive, server, events, _) = start();
    let template = "{% extends \"default/base.html\" %}{% block footer %}{{ site.nosuch.name }}{% endblock %}";
    archive.write("templates/base.html", template);
    let told = |message: &Value| message["problems"].as_array().unwrap().len();
    let is_told = |message: &Value| told(message) == 1 && message["page"].as_str().unwrap().starts_with("500-");
    events.until(is_told);
    // Every kind of page was tried since, and all of them say the same.
    assert!(is_told(&events.next()));
    eventually("the terminal", || server.stderr().contains("nosuch").then_some(()));
    assert_eq!(server.stderr().matches("error[template]").count(), 1, "{}", server.stderr());
}

#[test]
fn what_no_template_makes_is_answered_while_none_can_be_read() {
    let (archive, server, ..) = start();
    archive.write("templates/base.html", "{% block");
    let answer = server.until_status(PAGE, 500);
    assert!(answer.text().contains("templates/base.html:1:"), "{}", answer.text());
    for path in ["/own.css", "/picture.svg", "/assets/style.css", "/robots.txt"] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
}

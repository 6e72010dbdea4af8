//! The preview while files change: whatever was done to them, it answers what a build from nothing writes.

mod support;

use std::fs;
use std::time::{Duration, Instant};

use support::Archive;
use support::preview::Preview;
use support::server::eventually;

/// An archive of ten papers, in folders by year, with a page and a static file.
fn archive() -> Archive {
    let mut archive = Archive::new();
    for at in 0..10 {
        let folder = 2020 + at % 3;
        archive = archive.file(&place(folder, at), paper(at, "first"));
    }
    let archive = archive.file("content/pages/about.md", "---\ntitle: About\nmenu: true\n---\nOne.\n");
    archive.file("static/note.txt", "one").file("static/deep/down/note.txt", "two")
}

fn place(folder: usize, at: usize) -> String {
    format!("content/papers/{folder}/p{at}.yaml")
}

fn paper(at: usize, word: &str) -> String {
    let year = 2020 + at % 3;
    format!("title: The {word} of {at}\nauthors: [Ada Lovelace, Person {at}]\ndate: {year}-0{}-07\n", at % 9 + 1)
}

fn preview() -> Preview {
    let preview = Preview::of(archive());
    preview.agrees();
    preview
}

/// The tests that are run with events and with `--poll`.
fn edits_of_every_sort_are_seen(preview: &Preview) {
    let Preview { archive, server, .. } = preview;
    archive.write(&place(2020, 0), paper(0, "edited"));
    server.until_has("/papers/p0/", "The edited of 0");
    server.until_has("/2020/", "The edited of 0");
    preview.agrees();
    archive.save(&place(2020, 0), paper(0, "saved"));
    server.until_has("/papers/p0/", "The saved of 0");
    preview.agrees();
    archive.remove(&place(2020, 0));
    server.until_status("/papers/p0/", 404);
    server.until_status("/authors/person-0/", 404);
    preview.agrees();
    archive.write("content/papers/a/b/c/new.yaml", paper(0, "new"));
    server.until_has("/papers/new/", "The new of 0");
    preview.agrees();
    archive.rename("content/papers/a/b", "content/papers/moved");
    archive.write("content/papers/moved/c/new.yaml", paper(0, "moved"));
    server.until_has("/papers/new/", "The moved of 0");
    preview.agrees();
    archive.remove_folder("content/papers/moved");
    server.until_status("/papers/new/", 404);
    preview.agrees();
    archive.write("static/note.txt", "one more");
    server.until_has("/note.txt", "one more");
    archive.write("content/pages/about.md", "---\ntitle: About us\nmenu: true\n---\nTwo.\n");
    server.until_has("/papers/p1/", "About us");
    preview.agrees();
}

#[test]
fn edits_are_seen_by_events() {
    edits_of_every_sort_are_seen(&preview());
}

#[test]
fn edits_are_seen_by_looking() {
    let preview = Preview::with(archive(), &["--poll"]);
    preview.agrees();
    edits_of_every_sort_are_seen(&preview);
}

#[test]
fn what_is_edited_is_shown_at_once() {
    let Preview { archive, server, .. } = preview();
    for round in 0..20 {
        let word = format!("round {round}");
        archive.write(&place(2020, 0), paper(0, &word));
        let written = Instant::now();
        server.until_has("/papers/p0/", &word);
        // The target is a twentieth of this; here it must only be no question of looking now and then.
        assert!(written.elapsed() < Duration::from_secs(1), "{:?}", written.elapsed());
    }
}

#[test]
fn a_file_in_a_folder_made_a_moment_before_is_seen() {
    let preview = preview();
    for at in 0..20 {
        preview.archive.write(&format!("content/papers/x{at}/y/z/new{at}.yaml"), paper(at, "new"));
        preview.server.until_status(&format!("/papers/new{at}/"), 200);
        preview.archive.write(&format!("content/papers/x{at}/y/z/new{at}.yaml"), paper(at, "newer"));
        preview.server.until_has(&format!("/papers/new{at}/"), "The newer of");
    }
    preview.agrees();
}

#[test]
fn folders_that_come_and_go_whole_are_seen() {
    let preview = preview();
    let Preview { archive, server, .. } = &preview;
    // Outside of what is looked at, but on the same disk, so that a move is one.
    archive.rename("content/papers/2021", "aside/2021");
    server.until_status("/papers/p1/", 404);
    preview.agrees();
    archive.write("aside/2021/p1.yaml", paper(1, "unseen"));
    archive.rename("aside/2021", "content/papers/deep/er");
    server.until_has("/papers/p1/", "The unseen of 1");
    preview.agrees();
    archive.write("content/papers/deep/er/p1.yaml", paper(1, "seen"));
    server.until_has("/papers/p1/", "The seen of 1");
    archive.rename("content/papers/deep", "content/papers/other");
    archive.write("content/papers/other/er/p1.yaml", paper(1, "other"));
    server.until_has("/papers/p1/", "The other of 1");
    archive.remove_folder("static/deep");
    server.until_status("/deep/down/note.txt", 404);
    preview.agrees();
}

#[test]
fn folders_that_were_not_there_at_the_start_are_seen() {
    let preview = Preview::of(Archive::new());
    let Preview { archive, server, .. } = &preview;
    archive.write("content/papers/p0.yaml", paper(0, "first"));
    server.until_has("/papers/p0/", "The first of 0");
    let template = |word: &str| {
        format!("{{% extends \"default/paper.html\" %}}{{% block main %}}{word}: {{{{ page.title }}}}{{% endblock %}}")
    };
    archive.write("templates/paper.html", template("Own"));
    server.until_has("/papers/p0/", "Own: The first of 0");
    archive.write("static/a/b.txt", "static");
    server.until_has("/a/b.txt", "static");
    preview.agrees();
    archive.write("themes/plain/theme.yaml", "name: Plain\napi: 1\n");
    archive.write("themes/plain/templates/paper.html", template("Plain"));
    archive.write("themes/plain/assets/plain.css", "p { margin: 0 }");
    archive.save("offprint.yaml", "title: T\nbase-url: https://example.org/\ntheme: plain\n");
    server.until_status("/assets/plain.css", 200);
    preview.agrees();
    archive.remove_folder("templates");
    server.until_has("/papers/p0/", "Plain: The first of 0");
    archive.write("themes/plain/templates/paper.html", template("Plainer"));
    server.until_has("/papers/p0/", "Plainer: The first of 0");
    archive.save("offprint.yaml", "title: T\nbase-url: https://example.org/\n");
    server.until_status("/assets/plain.css", 404);
    preview.agrees();
    archive.write("templates/paper.html", template("Again"));
    server.until_has("/papers/p0/", "Again: The first of 0");
    preview.agrees();
}

#[test]
fn settings_are_seen_however_they_are_saved() {
    let preview = preview();
    let Preview { archive, server, .. } = &preview;
    let settings = |title: &str, base: &str| format!("title: {title}\nbase-url: https://example.org{base}\nparts: 2\n");
    archive.save("offprint.yaml", settings("Saved", "/"));
    server.until_has("/", "Saved");
    preview.agrees();
    archive.write("offprint.yaml", settings("Written", "/"));
    server.until_has("/", "Written");
    archive.save("offprint.yaml", settings("Saved again", "/repo/"));
    server.until_has("/repo/", "Saved again");
    server.until_status("/papers/p1/", 404);
    preview.agrees();
}

#[test]
fn what_is_broken_leaves_the_site_until_it_is_mended() {
    let preview = preview();
    let Preview { archive, server, .. } = &preview;
    for broken in ["title: [never closed\n", "", "title: T\nautors: [X]\n", "\u{0}\u{1}"] {
        archive.write(&place(2020, 3), broken);
        server.until_status("/papers/p3/", 404);
        preview.agrees();
        archive.write(&place(2020, 3), paper(3, "mended"));
        server.until_has("/papers/p3/", "The mended of 3");
        preview.agrees();
    }
    archive.write("templates/paper.html", "{% extends \"default/paper.html\" %}{% block main %}{% endblock ");
    server.until_status("/papers/p3/", 500);
    archive.write("templates/paper.html", "{% extends \"default/paper.html\" %}{% block main %}Mine{% endblock %}");
    server.until_has("/papers/p3/", "Mine");
    preview.agrees();
    archive.write("offprint.yaml", "title: [never closed\n");
    eventually("the mistake in the settings", || server.stderr().contains("offprint.yaml:").then_some(()));
    archive.write("offprint.yaml", "title: Mended\nbase-url: https://example.org/\n");
    server.until_has("/", "Mended");
    preview.agrees();
}

#[test]
fn an_id_that_two_files_want_is_given_back() {
    let preview = preview();
    let Preview { archive, server, .. } = &preview;
    archive.write("content/papers/0.yaml", format!("id: p1\n{}", paper(5, "thief")));
    eventually("the double id", || server.stderr().contains("error[").then_some(()));
    preview.agrees();
    archive.remove("content/papers/0.yaml");
    server.until_has("/papers/p1/", "The first of 1");
    preview.agrees();
}

#[test]
fn a_burst_of_saves_ends_with_the_last() {
    let preview = preview();
    for round in 0..3 {
        for save in 0..200 {
            preview.archive.write(&place(2020, 0), paper(0, &format!("save {round}-{save}")));
        }
        preview.server.until_has("/papers/p0/", &format!("The save {round}-199 of 0"));
        preview.agrees();
    }
}

#[test]
fn a_thousand_files_at_once_are_all_seen() {
    let file = |at: usize| format!("content/papers/{}/many{at}.yaml", at % 7);
    let preview = preview();
    for word in ["one", "other"] {
        for at in 0..1000 {
            preview.archive.write(&file(at), paper(at, word));
        }
        preview.server.until_has("/papers/many999/", &format!("The {word} of 999"));
        preview.agrees();
    }
    for at in 0..1000 {
        preview.archive.remove(&file(at));
    }
    preview.server.until_status("/papers/many999/", 404);
    preview.agrees();
}

#[test]
fn a_save_that_changes_neither_size_nor_time_is_seen() {
    let preview = preview();
    let Preview { archive, server, .. } = &preview;
    for (path, url) in [(place(2020, 0), "/papers/p0/"), ("static/note.txt".to_owned(), "/note.txt")] {
        let time = fs::metadata(archive.root().join(&path)).unwrap().modified().unwrap();
        for word in ["alpha", "gamma", "delta"] {
            let before = server.get(url).header("etag").map(str::to_owned);
            // The time is set before the file takes its place, so that there is one event and not two.
            archive.write("aside.txt", paper(0, word));
            fs::File::options().write(true).open(archive.root().join("aside.txt")).unwrap().set_modified(time).unwrap();
            archive.rename("aside.txt", &path);
            server.until(url, |answer| answer.text().contains(word) && answer.header("etag") != before.as_deref());
        }
        preview.agrees();
    }
}

#[test]
fn the_content_can_be_deleted_and_made_again() {
    let preview = preview();
    let Preview { archive, server, .. } = &preview;
    for round in 0..3 {
        archive.remove_folder("content");
        archive.remove_folder("static");
        server.until_status("/papers/p1/", 404);
        server.until_status("/note.txt", 404);
        preview.agrees();
        let word = format!("round {round}");
        archive.write(&place(2021, 1), paper(1, &word));
        archive.write("static/note.txt", &word);
        server.until_has("/papers/p1/", &word);
        server.until_has("/note.txt", &word);
        preview.agrees();
    }
}

#[test]
fn what_editors_and_builds_leave_about_changes_nothing() {
    let preview = preview();
    let Preview { archive, server, .. } = &preview;
    archive.write("content/papers/2020/.p0.yaml.swp", "title: [");
    archive.write("content/papers/2020/p0.yaml~", "title: [");
    archive.write("content/papers/.git/x.yaml", "title: [");
    archive.write("notes/own.yaml", "title: [");
    archive.build();
    archive.write(&place(2020, 0), paper(0, "last"));
    server.until_has("/papers/p0/", "The last of 0");
    let lines = eventually("the line", || Some(server.lines()).filter(|lines| lines.len() > 1));
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[1].starts_with("content/papers/2020/p0.yaml: "), "{lines:#?}");
    archive.remove_folder("public");
    archive.remove_folder(".offprint");
    preview.agrees();
}

#[test]
fn answers_are_whole_while_files_change() {
    let preview = preview();
    let Preview { archive, server, .. } = &preview;
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let begun = Instant::now();
            for round in 0.. {
                // An entry is written in place, and may be read by half; a file that is copied is replaced.
                archive.write(&place(2020, 0), paper(0, &format!("turn {round}")));
                archive.save("static/note.txt", "x".repeat(round * 997 % 100_000));
                if begun.elapsed() > Duration::from_secs(2) {
                    return round;
                }
            }
            0
        });
        while !writer.is_finished() {
            for path in ["/papers/p0/", "/note.txt", "/", "/2020/", "/authors/person-0/"] {
                let answer = server.get(path);
                assert!(matches!(answer.status, 200 | 404), "{path}: {}", answer.status);
                assert!(!answer.is_html() || answer.text().contains("</html>"), "{path}: {}", answer.text());
            }
        }
        server.until_has("/papers/p0/", &format!("turn {} ", writer.join().unwrap()));
    });
    preview.agrees();
}

#[test]
fn another_locale_sorts_names_anew() {
    let archive = Archive::new()
        .file("content/papers/a.yaml", "title: A\nauthors: [Eva Zetterlund, Åke Ödman]\ndate: 2023\n")
        .file("content/papers/o.yaml", "title: O\nauthors: [Olga Olsen]\ndate: 2023\n");
    let preview = Preview::with(archive, &[]);
    assert_eq!(preview.disagrees(), [""; 0]);
    preview.archive.write("offprint.yaml", "title: Small Archive\nbase-url: https://example.org/\nlocale: sv\n");
    preview.agrees();
}

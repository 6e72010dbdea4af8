//! The output folder: nothing is written twice, nothing of somebody else's is touched, nothing is left by half.

mod support;

use std::fs;
use std::time::SystemTime;

use support::Archive;

fn archive() -> Archive {
    Archive::new()
        .paper("a", "2023-01-02", "")
        .paper("b", "2023-01-03", "")
        .file("static/robots.txt", "User-agent: x\n")
}

#[test]
fn a_second_build_writes_not_one_file() {
    let archive = archive();
    let times = |archive: &Archive| -> Vec<SystemTime> {
        let files = walkdir::WalkDir::new(archive.root().join("public")).sort_by_file_name().into_iter().flatten();
        files.map(|entry| entry.metadata().unwrap().modified().unwrap()).collect()
    };
    archive.build();
    let before = times(&archive);
    let run = archive.build();
    assert!(run.stdout().contains(": 0 written, "), "{}", run.stdout());
    assert_eq!(before, times(&archive));
}

#[test]
fn what_is_no_longer_planned_is_removed_and_nothing_else() {
    let archive = archive();
    archive.build();
    archive.write("public/own/file.txt", "mine");
    archive.write("public/papers/a/note.txt", "mine");
    archive.remove("content/papers/a.yaml");
    let run = archive.build();
    run.misses("papers/a/index.html")
        .misses("2023/01/02")
        .has("own/file.txt", &["mine"])
        .has("papers/a/note.txt", &["mine"]);
    run.has("papers/b/index.html", &["The b"]);
}

#[test]
fn a_file_that_somebody_changed_is_mended() {
    let archive = archive();
    let built = archive.build().tree();
    archive.write("public/index.html", "changed");
    archive.remove("public/papers/a/index.html");
    let run = archive.build();
    assert!(run.stdout().contains(": 2 written, "), "{}", run.stdout());
    assert_eq!(built, run.tree());
}

#[test]
fn a_folder_that_no_build_made_is_refused_unless_empty() {
    let archive = archive();
    archive.write("site/thesis.tex", "years of work");
    let run = archive.run(&["build", "--out", "site"]);
    assert_eq!(run.code(), 2);
    let said = "error: ROOT/site holds files that no build of this archive wrote: empty it, or choose another folder with --out\n";
    assert_eq!(run.stderr(), said);
    assert_eq!(run.tree().len(), 1);
    archive.remove("site/thesis.tex");
    archive.build_with(&["--out", "site"]).has("index.html", &["The a"]);
}

#[test]
fn the_archive_is_never_written_over() {
    let archive = archive();
    for out in [".", "content", "content/papers", "static/site", "templates"] {
        let run = archive.run(&["build", "--out", out]);
        assert_eq!(run.code(), 2, "{out}");
        assert!(run.stderr().contains("is part of the archive itself"), "{}", run.stderr());
    }
}

#[test]
fn two_folders_have_a_record_each() {
    let archive = archive();
    let one = archive.build_with(&["--out", "one"]).tree();
    let two = archive.build_with(&["--out", "two", "--base-url", "https://example.org/sub/"]).tree();
    assert_ne!(one["index.html"], two["index.html"]);
    assert!(archive.build_with(&["--out", "one"]).stdout().contains(": 0 written, "));
}

#[test]
fn a_build_that_was_killed_is_taken_up_by_the_next() {
    let archive = archive();
    let built = archive.build().tree();
    // What a kill leaves: a record of what was planned, some files, a temporary one.
    let record = walkdir::WalkDir::new(archive.root().join(".offprint")).into_iter().flatten();
    let record = record.map(|entry| entry.into_path()).find(|path| path.is_file()).unwrap();
    let text = fs::read_to_string(&record).unwrap();
    let planned: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(at, line)| match (at, line.rsplit_once(' ')) {
            (0, _) | (_, None) => format!("{line} building"),
            (_, Some((_, path))) => format!("{:032x} 0 0 {path}", 0),
        })
        .collect();
    fs::write(&record, planned.join("\n") + "\n").unwrap();
    archive.remove("public/papers/b/index.html");
    archive.write("public/.offprint-1-0", "half a pa");
    archive.write("public/papers/b/.offprint-1-1", "half a pa");
    let run = archive.build();
    assert_eq!(built, run.tree());
    assert!(run.stdout().contains(": 1 written, "), "{}", run.stdout());
}

#[cfg(unix)]
#[test]
fn a_real_kill_in_the_middle_leaves_every_file_whole() {
    let mut archive = Archive::new();
    for at in 0..300 {
        archive = archive.paper(&format!("p{at}"), &format!("2023-01-{:02}", at % 28 + 1), "");
    }
    let whole = archive.build_with(&["--out", "whole"]).tree();
    for wait in [1, 20, 60, 120] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(["build", "--quiet"])
            .current_dir(archive.root())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        for (path, bytes) in support::tree(&archive.root().join("public")) {
            assert!(path.contains(".offprint-") || whole.get(&path) == Some(&bytes), "{path} is not whole");
        }
    }
    assert_eq!(archive.build().tree(), whole);
}

//! An archive with a file of each kind of mistake: all of them told, in one run, each at its line.

mod support;

use std::fs;
use std::path::Path;

use offprint::diagnostic::Code;
use support::Archive;

/// Codes that one archive cannot hold with the others, or that need another system; each has a test of its own below, or
/// in tests/check.rs. Those of single entries are in tests/broken.
const ELSEWHERE: &[&str] = &[
    "too-large",
    "outside-root",
    "template",
    "unused-venue",
    "missing-metadata",
    "large-pdf",
    "large-file",
    "large-site",
    "dead-link",
    "vanished-url",
    "stale-contributing",
];

/// Compares with a transcript that stands in tests/; `BLESS=1` writes it anew.
fn assert_transcript(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == text, "{name} differs; BLESS=1 writes it anew. It is now:\n{text}");
}

#[test]
fn every_mistake_is_told_at_its_line_and_nothing_is_written() {
    let archive = Archive::from_fixture("mistakes");
    let run = archive.run(&["build"]);
    assert_eq!(run.code(), 1);
    assert!(!archive.root().join("public").exists() && !archive.root().join(".offprint").exists());
    let check = archive.run(&["check"]);
    assert_eq!(check.code(), 1);
    assert_transcript("mistakes.txt", &check.stderr());
    let of_entries = include_str!("broken/cases.txt");
    let is_elsewhere = |name: &&str| ELSEWHERE.contains(name) || of_entries.contains(&format!(" {name}: "));
    for code in Code::ALL.iter().map(|code| code.name()).filter(|name| !is_elsewhere(name)) {
        assert!(check.stderr().contains(&format!("[{code}]")), "no file of tests/mistakes has {code}");
    }
}

#[test]
fn a_build_that_keeps_going_leaves_out_what_is_broken_and_says_so() {
    let archive = Archive::new().paper("good", "2023", "").paper("bad", "2023", "autors: x\n");
    let run = archive.run(&["build", "--keep-going"]);
    assert_eq!(run.code(), 0);
    run.has("papers/good/index.html", &["The good"]).misses("papers/bad");
    assert!(run.stderr().contains("content/papers/bad.yaml:4:1"), "{}", run.stderr());
    assert!(run.stdout().contains("Left out: what has 1 error."), "{}", run.stdout());
}

#[test]
fn a_paper_that_is_too_large_is_refused_and_a_long_list_is_not() {
    let long = "x".repeat(1 << 20);
    let archive = Archive::new().paper("large", "2023", &format!("abstract: {long}\n"));
    let run = archive.run(&["check"]);
    assert!(
        run.stderr().starts_with("error[too-large]: a paper may be 1024 KiB, and this file has 1024"),
        "{}",
        run.stderr()
    );
    let mut list = String::from("title: Long\nyear: 2023\npapers:\n");
    for at in 0..3000 {
        list += &format!("- id: p{at}\n  title: Paper {at}\n  authors: [Ada Lovelace]\n  abstract: {}\n", &long[..400]);
    }
    let archive = Archive::new().file("content/papers/list.yaml", list);
    assert!(archive.run(&["check"]).stdout().starts_with("3000 papers, no problems"));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_archive_is_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.yaml"), "title: Secret\nauthors: [Mallory]\ndate: 2023\n").unwrap();
    let archive = Archive::new().paper("inside", "2023", "");
    std::os::unix::fs::symlink(outside.path().join("secret.yaml"), archive.root().join("content/papers/secret.yaml"))
        .unwrap();
    std::os::unix::fs::symlink(outside.path(), archive.root().join("content/papers/more")).unwrap();
    let run = archive.run(&["build", "--keep-going"]);
    assert_eq!(run.stderr().matches("error[outside-root]").count(), 2, "{}", run.stderr());
    run.has("papers/inside/index.html", &["The inside"]).misses("papers/secret");
}

#[test]
fn a_mistake_in_a_template_is_told_at_its_place_before_anything_is_written() {
    let archive = Archive::new().paper("p", "2023", "").file("templates/paper.html", "<h1>{{ paper.titel.x }}</h1>\n");
    let run = archive.run(&["build", "--keep-going"]);
    assert_eq!(run.code(), 1);
    assert!(run.stderr().contains("error[template]: "), "{}", run.stderr());
    assert!(run.stderr().contains("templates/paper.html:1:14"), "{}", run.stderr());
    run.misses("index.html");
    archive.write("templates/paper.html", "{% if %}");
    let run = archive.run(&["build"]);
    assert!(run.code() == 1 && run.stderr().contains("templates/paper.html:1:"), "{}", run.stderr());
}

#[test]
fn a_file_that_is_nothing_but_problems_on_one_line_takes_no_one_down() {
    let topics = vec!["Bad Key"; 60_000].join(", ");
    let archive = Archive::new()
        .file("content/papers/keys.yaml", format!("title: T\nauthors: [A]\ndate: 2023\ntopics: [{topics}]\n"))
        .file("content/papers/end.yaml", format!("title: T\nsummary: \"{} $\\\\nosuch$\"\n", "韩 ".repeat(200_000)))
        .file(
            "content/papers/notes.md",
            format!("---\ntitle: T\nauthors: [A]\ndate: 2023\n---\n{}", "<b>x ".repeat(100_000)),
        );
    let run = archive.run(&["check"]);
    assert_eq!(run.code(), 1);
    let said = run.stderr();
    assert_eq!(said.matches("error[bad-key]: `Bad Key` is not a key").count(), 1_000);
    assert!(said.contains("59000 more problems of this file are not listed"));
    assert!(said.contains("content/papers/end.yaml:2:400012\n") && said.len() < 2_000_000, "{}", said.len());
}

#[test]
fn warnings_can_be_errors_and_errors_warnings() {
    let settings = "title: T\nbase-url: https://example.org/\ndiagnostics: {missing-date: error, stray-file: 'off'}\n";
    let archive = Archive::new().file("offprint.yaml", settings).file("content/papers/x.txt", "stray");
    let archive = archive.file("content/papers/p.yaml", "title: T\nauthors: [Ada Lovelace]\n");
    let run = archive.run(&["check"]);
    assert_eq!(run.code(), 1);
    assert!(run.stderr().contains("error[missing-date]") && !run.stderr().contains("stray"), "{}", run.stderr());
}

#[test]
fn what_cannot_run_ends_with_two() {
    let folder = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_offprint");
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(program).args(arguments).current_dir(folder.path()).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, text) = run(&["build"]);
    let told = "error: there is no offprint.yaml here or in a folder above: `offprint init` begins an archive here, and --root \
                names one that is elsewhere\n";
    assert_eq!((code, text.as_str()), (2, told));
    assert_eq!(run(&["build", "--frobnicate"]).0, 2);
    assert_eq!(
        run(&["explain", "unknwon-key"]),
        (2, "error: there is no code `unknwon-key`: did you mean `unknown-key`?\n".into())
    );
    assert_eq!(run(&["--version"]).0, 0);
    fs::write(folder.path().join("offprint.yaml"), "title: T\n").unwrap();
    assert_eq!(run(&["build", "--base-url", "example.org"]).0, 2);
}

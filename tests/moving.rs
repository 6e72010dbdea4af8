//! The guide's page about moving in, run as it is written: each of its sections in the folder of a site that somebody could have.
//! The sites are invented.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::Archive;

const PAGE: &str = "content/pages/guide/moving.md";

/// The commands of a section of the guide, in their order; settings that it shows are added where they belong.
fn script(section: &str) -> String {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE)).unwrap();
    let begin = format!("\n## {section}\n");
    let start = guide.find(&begin).unwrap_or_else(|| panic!("the guide has no section {section}")) + begin.len();
    let text = &guide[start..];
    let text = &text[..text.find("\n## ").unwrap_or(text.len())];
    let mut script = "set -eu\n".to_owned();
    for block in text.split("\n```").skip(1).step_by(2) {
        let (kind, body) = block.split_once('\n').unwrap();
        match kind {
            "sh" => script += &format!("{body}\n"),
            "yaml" => {
                let (file, lines) = body.strip_prefix("# ").and_then(|body| body.split_once('\n')).unwrap();
                script += &match file {
                    "offprint.yaml" => format!("cat >> {file} << 'LINES'\n{lines}\nLINES\n"),
                    // In an entry they stand among the keys, which the title is one of.
                    _ => format!(
                        "awk '{{print}} /^title:/ && !n++ {{print \"{lines}\"}}' {file} > new && mv new {file}\n"
                    ),
                };
            }
            other => panic!("{section}: what is to be done with {other}?"),
        }
    }
    script
}

/// Runs a section in a copy of a site, and gives the folder. Nothing may fail, and the archive has no problem at the end.
fn moved(section: &str, site: &str) -> Archive {
    let folder = Archive::from_fixture(&format!("moving/{site}"));
    let program = Path::new(env!("CARGO_BIN_EXE_offprint")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.args(["-c", &script(section)]).current_dir(folder.root()).env("PATH", path).env("NO_COLOR", "1");
    let done = command.output().expect("sh runs");
    let said = [done.stdout, done.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
    assert!(done.status.success(), "{section}:\n{said}");
    let run = folder.run(&["check", "--root", "archive", "--deny", "warnings"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()), "{section}");
    folder
}

/// Asserts that a file below the archive holds these parts.
fn has(folder: &Archive, path: &str, parts: &[&str]) {
    let path = folder.root().join("archive").join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    for part in parts {
        assert!(text.contains(part), "{} lacks {part:?}:\n{text}", path.display());
    }
}

#[test]
fn a_bibliography() {
    let folder = moved("A bibliography", "bib");
    has(&folder, "public/bibliography/okonkwo2021tides/index.html", &["Tide Tables", "10.1000/mud.7", "<math"]);
    has(&folder, "public/publications/index.html", &["/bibliography/tanaka2023mud/"]);
    has(&folder, "public/assets/pdf/tides.pdf", &["%PDF"]);
    has(&folder, "public/bibliography/okonkwo2021tides/okonkwo2021tides.pdf", &["%PDF"]);
    has(
        &folder,
        "content/papers/2023/tanaka2023mud.yaml",
        &["slides: tanaka2023mud-slides.pdf", "  poster: mud-poster.pptx"],
    );
    has(&folder, "content/papers/2023/tanaka2023mud.yaml", &["abbr: HARB", "arxiv: \"2301.00001\""]);
}

#[test]
fn posts_of_jekyll() {
    let folder = moved("Posts of Jekyll", "jekyll");
    has(&folder, "public/papers/mud/index.html", &["<strong>May</strong>", "<table", "<math"]);
    has(&folder, "public/reading/2023/11/20/tides.html", &["/papers/tides/"]);
}

#[test]
fn pages_of_hugo() {
    let folder = moved("Pages of Hugo", "hugo");
    has(&folder, "public/publication/tanaka2023mud/index.html", &["Symposium on Harbours", "harbour master"]);
    has(&folder, "public/papers/tides/index.html", &["/publication/okonkwo2021tides/"]);
    has(
        &folder,
        "content/papers/2021/okonkwo2021tides.md",
        &["code: https://github.com/example/tides", "summary: Tides"],
    );
}

#[test]
fn proceedings_of_pmlr() {
    let folder = moved("Proceedings of PMLR", "pmlr");
    has(&folder, "public/v28/roe13.html", &["Jane Roe", "roe13-supp.pdf"]);
    has(&folder, "public/v28/index.html", &["/volumes/v28/"]);
}

#[test]
fn a_library_in_zotero() {
    let folder = moved("A library in Zotero", "zotero");
    has(&folder, "public/papers/okonkwo2021tides/index.html", &["Tide Tables for Small Harbours", "10.1000/mud.7"]);
    has(&folder, "public/papers/tanaka2023mud/index.html", &["Mud, and How to Leave It"]);
    assert_eq!(fs::read_dir(folder.root().join("archive/content/papers")).unwrap().count(), 2, "a year each");
}

#[test]
fn daily_papers() {
    let folder = moved("Daily Papers", "daily");
    has(
        &folder,
        "public/2024/01/12/index.html",
        &["Tide Tables for Small Language Models", "Mud, and How Agents Leave It"],
    );
    has(&folder, "public/papers/2401.90001/index.html", &["https://github.com/example/tides"]);
    has(&folder, ".github/workflows/fetch.yml", &["offprint fetch daily-papers"]);
}

#[test]
fn every_section_is_run_and_each_site_is_used() {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE)).unwrap();
    // `tests/guide.rs` runs the way out.
    let sections = guide.split("\n## ").skip(1).filter(|section| !section.starts_with("Moving out\n"));
    let with_commands = sections.filter(|section| section.contains("\n```sh\n")).count();
    let sites = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/moving")).unwrap().count();
    assert_eq!((with_commands, sites), (6, 6));
}

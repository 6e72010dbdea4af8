//! What a release carries beside the program: completions, manual pages, and a package with nothing that is not needed.

mod support;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use support::Archive;

/// The names of all commands, as `--help` lists them.
fn commands() -> Vec<String> {
    let help = offprint(&["--help"]);
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let names = list.lines().take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("     "));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let names: Vec<String> = names.map(str::to_owned).collect();
    assert!(names.len() > 10 && names.contains(&"man".to_owned()), "{names:?}");
    names
}

fn offprint(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_offprint")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_shell_completes_every_command() {
    let commands = commands();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = offprint(&["completions", shell]);
        for command in &commands {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
        for option in ["keep-going", "base-url", "min-upvotes"] {
            assert!(script.contains(option), "{shell} does not know --{option}");
        }
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("man1");
    let told = offprint(&["man", target.to_str().unwrap()]);
    assert_eq!(told, format!("manual pages are in {}\n", target.display()));
    let pages = commands().into_iter().map(|name| format!("offprint-{name}"));
    for page in pages.chain(["offprint".to_owned()]) {
        let text = fs::read_to_string(target.join(format!("{page}.1"))).unwrap_or_default();
        assert!(text.contains(".TH ") && text.contains(".SH SYNOPSIS"), "{page} has no page");
    }
    let build = fs::read_to_string(target.join("offprint-build.1")).unwrap();
    assert!(build.contains("keep\\-going"), "{build}");
    assert_eq!(offprint(&["man", "--quiet", target.to_str().unwrap()]), "");
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let archive = Archive::new().file("man", "a file");
    let run = archive.run(&["man", archive.root().join("man").to_str().unwrap()]);
    assert_eq!(run.code(), 2);
    assert!(run.stderr().starts_with("error: "), "{}", run.stderr());
}

#[test]
fn the_changelog_tells_of_this_version() {
    let changelog = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CHANGELOG.md")).unwrap();
    assert!(changelog.contains(&format!("\n## [{}] - ", env!("CARGO_PKG_VERSION"))), "no section is of it");
}

/// What stands in the package: what the program is made of, and what those who pack it need to read.
const PACKED: &[&str] =
    &["src/", "themes/default/", "build.rs", "Cargo.", ".cargo_vcs_info.json", "README.md", "CHANGELOG.md", "LICENSE-"];

/// What it must hold; without these it builds nothing, or may not be given on.
const NEEDED: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "build.rs",
    "src/main.rs",
    "src/cli/init/github/check.yml",
    "src/config/words/zh.yaml",
    "src/search/client/tokens.js",
    "src/site/api/schemas/paper.json",
    "themes/default/assets/serif.woff2",
    "themes/default/fonts/OFL.txt",
    "themes/default/templates/base.html",
    "themes/default/theme.yaml",
];

const LARGEST: usize = 1_500_000;

#[test]
fn the_package_holds_what_is_needed_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // A package that was unpacked is in no repository, and is not packed again.
    if !root.join(".git").exists() {
        return;
    }
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline", "--quiet"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list = String::from_utf8(output.stdout).unwrap();
    let files: Vec<&str> = list.lines().collect();
    for file in &files {
        assert!(PACKED.iter().any(|start| file.starts_with(start)), "{file} is in the package");
    }
    for file in NEEDED {
        assert!(files.contains(file), "{file} is not in the package");
    }
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    for bytes in files.iter().filter_map(|file| fs::read(root.join(file)).ok()) {
        packed.write_all(&bytes).unwrap();
    }
    let size = packed.finish().unwrap().len();
    assert!(size <= LARGEST, "the package has {size} bytes");
}

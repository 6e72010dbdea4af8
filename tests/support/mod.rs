//! The one builder of the product's tests: a small archive in a folder of its own, built by the real program.

#![allow(dead_code)]

pub mod edits;
pub mod elsewhere;
pub mod http;
pub mod preview;
pub mod server;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use tempfile::TempDir;

/// An archive that a test makes and edits; the last of its clones removes the folder.
#[derive(Clone)]
pub struct Archive {
    folder: Arc<TempDir>,
}

/// What a run of the program left behind.
pub struct Run {
    folder: Arc<TempDir>,
    root: PathBuf,
    out: PathBuf,
    output: Output,
}

impl Archive {
    /// An archive with settings and nothing else.
    pub fn new() -> Archive {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let archive = Archive { folder: Arc::new(folder) };
        archive.file("offprint.yaml", "title: Small Archive\nbase-url: https://example.org/\n")
    }

    /// A copy of a folder of fixtures.
    pub fn from_fixture(name: &str) -> Archive {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&from, folder.path());
        Archive { folder: Arc::new(folder) }
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Archive {
        self.write(path, text);
        self
    }

    /// A paper of one title and one author.
    pub fn paper(self, id: &str, date: &str, more: &str) -> Archive {
        let text = format!("title: The {id}\nauthors: [Ada Lovelace]\ndate: {date}\n{more}");
        self.file(&format!("content/papers/{id}.yaml"), text)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    pub fn rename(&self, from: &str, to: &str) {
        let to = self.root().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(self.root().join(from), to).unwrap();
    }

    /// Runs a command of the program in the archive.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[], "")
    }

    /// Runs a command with variables of the environment and a text at the standard input.
    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Run {
        let out = match arguments.iter().position(|argument| *argument == "--out") {
            Some(at) => self.root().join(arguments[at + 1]),
            None => self.root().join("public"),
        };
        let mut child = Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(arguments)
            .current_dir(self.root())
            .env("NO_COLOR", "1")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        // It need not read what it has no use for.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the program ends");
        Run { folder: Arc::clone(&self.folder), root: self.root().to_owned(), out, output }
    }

    /// Removes a folder with everything in it.
    pub fn remove_folder(&self, path: &str) {
        fs::remove_dir_all(self.root().join(path)).unwrap();
    }

    /// Writes a file as editors do: under another name first, which then takes the place of the old file.
    pub fn save(&self, path: &str, text: impl AsRef<[u8]>) {
        let new = format!("{path}.tmp");
        self.write(&new, text);
        self.rename(&new, path);
    }

    /// The files of a build of this archive elsewhere and from nothing, without what has errors.
    pub fn built_afresh(&self, options: &[&str]) -> BTreeMap<String, Vec<u8>> {
        let fresh = Archive { folder: Arc::new(tempfile::tempdir().expect("a temporary folder")) };
        copy_but(self.root(), fresh.root(), &["public/", ".offprint/"]);
        fresh.build_with(&[&["--keep-going"], options].concat()).tree()
    }

    /// A build that must succeed.
    pub fn build(&self) -> Run {
        self.build_with(&[])
    }

    /// A build with options that must succeed.
    pub fn build_with(&self, options: &[&str]) -> Run {
        let run = self.run(&[&["build"], options].concat());
        assert_eq!(run.code(), 0, "{}{}", run.stdout(), run.stderr());
        run
    }
}

impl Run {
    pub fn code(&self) -> i32 {
        self.output.status.code().expect("it was not killed")
    }

    pub fn stdout(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    /// What it said to the error stream, without the path of this run's folder.
    pub fn stderr(&self) -> String {
        let text = String::from_utf8(self.output.stderr.clone()).unwrap();
        let real = self.root.canonicalize().unwrap();
        text.replace(real.to_str().unwrap(), "ROOT").replace(self.root.to_str().unwrap(), "ROOT")
    }

    /// The text of a file of the site.
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.out.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Asserts that a file of the site is there and holds every one of `parts`.
    pub fn has(&self, path: &str, parts: &[&str]) -> &Run {
        let text = self.text(path);
        for part in parts {
            assert!(text.contains(part), "{path} lacks {part:?}:\n{text}");
        }
        self
    }

    /// Asserts that a file of the site is there and holds none of `parts`.
    pub fn lacks(&self, path: &str, parts: &[&str]) -> &Run {
        let text = self.text(path);
        for part in parts {
            assert!(!text.contains(part), "{path} has {part:?}:\n{text}");
        }
        self
    }

    /// Asserts that a file of the site is not there.
    pub fn misses(&self, path: &str) -> &Run {
        assert!(!self.out.join(path).exists(), "{path} is there");
        self
    }

    /// Every file of the site with its bytes.
    pub fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.out)
    }
}

/// Every file below a folder, by its path in it.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        files.insert(path, fs::read(entry.path()).unwrap());
    }
    files
}

/// Copies a folder with everything below it.
pub fn copy(from: &Path, to: &Path) {
    copy_but(from, to, &[]);
}

/// Copies a folder without those below it that are named.
fn copy_but(from: &Path, to: &Path, left_out: &[&str]) {
    for (path, bytes) in tree(from) {
        if left_out.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        let target = to.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}

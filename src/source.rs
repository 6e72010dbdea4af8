//! The archive's files: the only reader of the disk.
//!
//! What is read (entries, settings, templates) is held as bytes; what is only copied (pictures, PDFs, static files) is
//! known by size and time and streamed when it is wanted. No format is known here. Nothing outside the root is read:
//! links in the file system count as what they lead to, and are refused where that is elsewhere.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Code, Diagnostic};

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 64 << 20;

/// The name of the settings' file, which marks the root of an archive.
pub const SETTINGS: &str = "offprint.yaml";

/// All files of an archive at one moment.
#[derive(Debug, Default)]
pub struct Sources {
    root: PathBuf,
    files: BTreeMap<String, Source>,
    /// Files that could not be taken.
    pub diagnostics: Vec<Diagnostic>,
}

/// One file.
#[derive(Debug)]
pub struct Source {
    /// Its bytes, where it is read and not only copied.
    pub bytes: Option<Vec<u8>>,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change, in nanoseconds since 1970.
    pub mtime: u128,
}

impl Sources {
    /// Reads the archive at `root`.
    ///
    /// # Errors
    /// Where `root` itself cannot be read; a single file that cannot is a diagnostic.
    pub fn read(root: &Path) -> io::Result<Sources> {
        let root = root.canonicalize()?;
        let mut listed = Vec::new();
        let mut diagnostics = Vec::new();
        for folder in ["content", "templates", "themes", "static"] {
            list(&root, folder, &mut listed, &mut diagnostics);
        }
        if root.join(SETTINGS).is_file() {
            listed.push(SETTINGS.to_owned());
        }
        let read: Vec<_> = listed.into_par_iter().map(|path| (take(&root, &path), path)).collect();
        let mut files = BTreeMap::new();
        for (source, path) in read {
            match source {
                Ok(source) => drop(files.insert(path, source)),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        Ok(Sources { root, files, diagnostics })
    }

    /// The archive's root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every file below `folder` (which ends in `/`), by path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a Source)> {
        self.files
            .range(folder.to_owned()..)
            .take_while(move |(path, _)| path.starts_with(folder))
            .map(|(p, s)| (p.as_str(), s))
    }

    /// One file.
    pub fn get(&self, path: &str) -> Option<&Source> {
        self.files.get(path)
    }

    /// The bytes of a file that is read; empty where there is none.
    pub fn bytes(&self, path: &str) -> &[u8] {
        self.get(path).and_then(|source| source.bytes.as_deref()).unwrap_or_default()
    }

    /// Opens a file that is only copied.
    ///
    /// # Errors
    /// As [`File::open`].
    pub fn open(&self, path: &str) -> io::Result<File> {
        File::open(self.root.join(path))
    }

    /// The first bytes of a file, for what its content says it is.
    pub fn head(&self, path: &str) -> Vec<u8> {
        let mut head = Vec::new();
        if let Ok(file) = self.open(path) {
            let _ = file.take(512).read_to_end(&mut head);
        }
        head
    }
}

/// Whether a file is read, rather than copied.
fn is_read(path: &str) -> bool {
    if path.starts_with("static/") {
        return false;
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    if path.starts_with("content/") { matches!(extension, "yaml" | "yml" | "md") } else { true }
}

fn list(root: &Path, folder: &str, listed: &mut Vec<String>, diagnostics: &mut Vec<Diagnostic>) {
    let hidden = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() > 0 && folder != "static" && (name.starts_with('.') || name.ends_with('~'))
    };
    for entry in WalkDir::new(root.join(folder)).into_iter().filter_entry(|entry| !hidden(entry)) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => continue,
            Err(error) => {
                let path = error.path().map_or_else(|| folder.to_owned(), |path| relative(root, path));
                diagnostics.push(Diagnostic::of_file(Code::MissingFile, &path, "this cannot be read"));
                continue;
            }
        };
        let path = relative(root, entry.path());
        if entry.path_is_symlink() {
            match entry.path().canonicalize() {
                Ok(real) if real.starts_with(root) && real.is_file() => listed.push(path),
                Ok(real) if real.starts_with(root) => {
                    let message = "a link to a folder is not followed";
                    diagnostics.push(Diagnostic::of_file(Code::StrayFile, &path, message));
                }
                Ok(_) => {
                    let message = "this link leads out of the archive's folder";
                    diagnostics.push(Diagnostic::of_file(Code::OutsideRoot, &path, message));
                }
                Err(_) => {
                    diagnostics.push(Diagnostic::of_file(Code::MissingFile, &path, "this link leads nowhere"));
                }
            }
        } else if entry.file_type().is_file() {
            if entry.path().to_str().is_none() {
                diagnostics.push(Diagnostic::of_file(Code::InvalidUtf8, &path, "the name of this file is not UTF-8"));
            } else {
                listed.push(path);
            }
        }
    }
}

/// A path below the root with `/` between its parts, on every system.
fn relative(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn take(root: &Path, path: &str) -> Result<Source, Box<Diagnostic>> {
    let disk = root.join(path);
    let failed = |error: io::Error| {
        Box::new(Diagnostic::of_file(Code::MissingFile, path, format!("this cannot be read: {error}")))
    };
    let metadata = fs::metadata(&disk).map_err(failed)?;
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let mut source = Source { bytes: None, size: metadata.len(), mtime: modified.map_or(0, |time| time.as_nanos()) };
    if is_read(path) {
        if source.size > LARGEST {
            let message = format!("the file is larger than {} MiB", LARGEST >> 20);
            return Err(Box::new(Diagnostic::of_file(Code::TooLarge, path, message)));
        }
        source.bytes = Some(fs::read(&disk).map_err(failed)?);
    }
    Ok(source)
}

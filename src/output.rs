//! Bytes → a folder: writes only what differs, each file whole or not at all, and removes only what it wrote itself.
//!
//! What was written is remembered in a record beside offprint.yaml, never in the site. The record is written before the
//! first file is, with every path that is planned, so that a build that was killed is known to be ours.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

const HEAD: &str = "offprint record 1";
/// What the head of a record ends in while a build is under way.
const BUILDING: &str = " building";
/// How the names of temporary files begin.
const TEMPORARY: &str = ".offprint-";

/// An output folder.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    record_path: PathBuf,
    record: HashMap<String, Stamp>,
    /// Whether the last build never came to its end.
    interrupted: bool,
}

/// What is remembered of a written file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    digest: u128,
    size: u64,
    mtime: u128,
}

/// What became of one file.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its path in the output folder.
    pub path: String,
    /// Whether it was written, rather than found as it should be.
    pub changed: bool,
    /// Its size in bytes.
    pub size: u64,
    stamp: Stamp,
}

/// Why a folder cannot be written to.
#[derive(Debug)]
pub enum Refused {
    /// It holds files that no build wrote.
    NotOurs(PathBuf),
    /// It holds files that this part of the site did not write, such as those of another part.
    NotOfPart(PathBuf),
    /// It is or holds the archive, or stands in a part of it that is read.
    Source(PathBuf),
    /// The disk says no.
    Io(PathBuf, io::Error),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refused::NotOurs(path) => write!(
                f,
                "{} holds files that no build of this archive wrote: empty it, or choose another folder with --out",
                path.display()
            ),
            Refused::NotOfPart(path) => write!(
                f,
                "{} holds files that this part of the site did not write: each part has a folder of its own, so choose another with --out",
                path.display()
            ),
            Refused::Source(path) => {
                write!(f, "{} is part of the archive itself: choose another folder with --out", path.display())
            }
            Refused::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl Output {
    /// Opens the folder `folder` for the archive at `root`, and makes it where it is not there. Where only a part of the
    /// site is written, `part` is its name: what other parts wrote is not its own to remove.
    ///
    /// # Errors
    /// Where it is not empty and no build of this archive, or of this part, made it, or where it would overwrite the archive.
    pub fn open(root: &Path, folder: &Path, part: Option<&str>) -> Result<Output, Refused> {
        let failed = |error| Refused::Io(folder.to_owned(), error);
        fs::create_dir_all(folder).map_err(failed)?;
        let folder = folder.canonicalize().map_err(failed)?;
        let sources = ["content", "templates", "themes", "static", ".git", ".offprint"].map(|name| root.join(name));
        if root.starts_with(&folder) || sources.iter().any(|source| folder.starts_with(source)) {
            return Err(Refused::Source(folder));
        }
        let record_path = root.join(".offprint").join(record_name(root, &folder, part));
        let record = read_record(&record_path);
        let empty = fs::read_dir(&folder).map_err(failed)?.next().is_none();
        if record.is_none() && !empty {
            return Err(if part.is_some() { Refused::NotOfPart(folder) } else { Refused::NotOurs(folder) });
        }
        let (record, interrupted) = record.unwrap_or_default();
        Ok(Output { folder, record_path, record, interrupted })
    }

    /// Begins a build that will write these paths: removes what an earlier one wrote and this one does not.
    /// Returns how many files were removed.
    ///
    /// # Errors
    /// As the file system says.
    pub fn begin(&self, planned: &[String]) -> io::Result<usize> {
        let mut journal: HashMap<&str, Stamp> =
            self.record.iter().map(|(path, stamp)| (path.as_str(), *stamp)).collect();
        for path in planned {
            journal.entry(path).or_default();
        }
        self.save(BUILDING, journal.into_iter())?;
        if self.interrupted {
            self.sweep();
        }
        let keep: std::collections::HashSet<&str> = planned.iter().map(String::as_str).collect();
        let mut stale: Vec<&String> = self.record.keys().filter(|path| !keep.contains(path.as_str())).collect();
        stale.sort();
        let mut removed = 0;
        for path in stale {
            removed += usize::from(fs::remove_file(self.folder.join(path)).is_ok());
            self.prune(path);
        }
        Ok(removed)
    }

    /// Removes the temporary files that a killed build left, which stand beside what it was to write.
    fn sweep(&self) {
        let folders = self.record.keys().map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder));
        for folder in folders.collect::<std::collections::BTreeSet<_>>() {
            for entry in fs::read_dir(self.folder.join(folder)).into_iter().flatten().flatten() {
                if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }

    /// Removes the folders of a path that became empty.
    fn prune(&self, path: &str) {
        let mut folder = Path::new(path).parent();
        while let Some(inner) = folder.filter(|inner| !inner.as_os_str().is_empty()) {
            if fs::remove_dir(self.folder.join(inner)).is_err() {
                return;
            }
            folder = inner.parent();
        }
    }

    /// Writes a file, unless it is there with these bytes.
    ///
    /// # Errors
    /// As the file system says.
    pub fn write(&self, path: String, bytes: &[u8]) -> io::Result<Written> {
        let digest = xxh3_128(bytes);
        let size = bytes.len() as u64;
        let target = self.folder.join(&path);
        if let Some(stamp) = self.unchanged(&path, &target, digest, |found| found == bytes) {
            return Ok(Written { path, changed: false, size, stamp });
        }
        self.place(&target, |file| file.write_all(bytes))?;
        let stamp = stamp_of(&target, digest)?;
        Ok(Written { path, changed: true, size, stamp })
    }

    /// Copies a file of `size` bytes, last changed at `mtime`, unless that was copied before.
    ///
    /// # Errors
    /// As the file system says.
    pub fn copy(&self, path: String, mut source: File, size: u64, mtime: u128) -> io::Result<Written> {
        let target = self.folder.join(&path);
        let mut hasher = Xxh3::new();
        hasher.update(&size.to_le_bytes());
        hasher.update(&mtime.to_le_bytes());
        let digest = hasher.digest128();
        let old = self.record.get(&path).filter(|old| old.digest == digest);
        if let Some(stamp) = old.filter(|old| stamp_of(&target, digest).is_ok_and(|found| found == **old)) {
            return Ok(Written { path, changed: false, size, stamp: *stamp });
        }
        if target.is_file() && same_content(&mut source, &target)? {
            let stamp = stamp_of(&target, digest)?;
            return Ok(Written { path, changed: false, size, stamp });
        }
        io::Seek::rewind(&mut source)?;
        self.place(&target, |file| io::copy(&mut source, file).map(drop))?;
        let stamp = stamp_of(&target, digest)?;
        Ok(Written { path, changed: true, size, stamp })
    }

    /// The stamp of a file that is there as it should be.
    fn unchanged(&self, path: &str, target: &Path, digest: u128, same: impl Fn(&[u8]) -> bool) -> Option<Stamp> {
        let old = self.record.get(path)?;
        let found = stamp_of(target, digest).ok()?;
        if found == *old {
            return Some(found);
        }
        // Not as it was left: what it holds decides.
        same(&fs::read(target).ok()?).then_some(found)
    }

    /// Writes a file under another name and puts it in its place, so that it is never there by half. The other name
    /// is in the same folder: moving a file between folders costs every thread a lock.
    fn place(&self, target: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        let thread = rayon::current_thread_index().map_or_else(|| "x".to_owned(), |index| index.to_string());
        let folder = target.parent().unwrap_or(&self.folder);
        let temporary = folder.join(format!("{TEMPORARY}{}-{thread}", std::process::id()));
        let mut file = match File::create(&temporary) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder)?;
                File::create(&temporary)?
            }
            other => other?,
        };
        let filled = fill(&mut file);
        drop(file);
        let placed = filled.and_then(|()| fs::rename(&temporary, target));
        if placed.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        placed
    }

    /// Ends a build: what was written becomes the record.
    ///
    /// # Errors
    /// As the file system says.
    pub fn finish(&self, written: &[Written]) -> io::Result<()> {
        self.save("", written.iter().map(|file| (file.path.as_str(), file.stamp)))
    }

    fn save<'a>(&self, state: &str, stamps: impl Iterator<Item = (&'a str, Stamp)>) -> io::Result<()> {
        let mut rows: Vec<(&str, Stamp)> = stamps.collect();
        rows.sort_by(|a, b| a.0.cmp(b.0));
        let mut text = format!("{HEAD}{state}\n");
        for (path, Stamp { digest, size, mtime }) in rows {
            let _ = writeln!(text, "{digest:032x} {size} {mtime} {path}");
        }
        let folder = self.record_path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)?;
        let temporary = self.record_path.with_extension("new");
        fs::write(&temporary, text)?;
        fs::rename(&temporary, &self.record_path)
    }
}

fn stamp_of(target: &Path, digest: u128) -> io::Result<Stamp> {
    let metadata = fs::symlink_metadata(target)?;
    if !metadata.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mtime = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
    Ok(Stamp { digest, size: metadata.len(), mtime })
}

fn same_content(source: &mut File, target: &Path) -> io::Result<bool> {
    let mut other = File::open(target)?;
    if source.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut a, mut b) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let read = source.read(&mut a)?;
        if read == 0 {
            return Ok(true);
        }
        other.read_exact(&mut b[..read])?;
        if a[..read] != b[..read] {
            return Ok(false);
        }
    }
}

/// A name for the record of an output folder, the same wherever the archive stands.
fn record_name(root: &Path, folder: &Path, part: Option<&str>) -> String {
    let shown = folder.strip_prefix(root).unwrap_or(folder).to_string_lossy().replace('\\', "/");
    let plain: String = shown.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let plain = plain.trim_matches('-');
    let from = plain.len().saturating_sub(40);
    let named = part.map_or_else(|| shown.clone(), |part| format!("{shown}\n{part}"));
    format!("{}-{:016x}.record", &plain[from..], xxhash_rust::xxh3::xxh3_64(named.as_bytes()))
}

/// What was written, and whether the build that wrote it never came to its end.
fn read_record(path: &Path) -> Option<(HashMap<String, Stamp>, bool)> {
    let text = fs::read_to_string(path).ok()?;
    let mut lines = text.lines();
    let state = lines.next()?.strip_prefix(HEAD)?;
    let row = |line: &str| {
        let mut parts = line.splitn(4, ' ');
        let digest = u128::from_str_radix(parts.next()?, 16).ok()?;
        let stamp = Stamp { digest, size: parts.next()?.parse().ok()?, mtime: parts.next()?.parse().ok()? };
        Some((parts.next()?.to_owned(), stamp))
    };
    let record = lines.filter_map(row).filter(|(path, _)| is_inside(path)).collect();
    Some((record, state == BUILDING))
}

/// Whether a path of a record stays in its folder, whatever somebody wrote into the record.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && !path.contains('\\')
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

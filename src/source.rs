//! The archive's files: the only reader of the disk.
//!
//! What is read (entries, settings, templates) is held as bytes; what is only copied (pictures, PDFs, static files) is
//! known by size and time and streamed when it is wanted. No format is known here. Nothing outside the root is read:
//! links in the file system count as what they lead to, and are refused where that is elsewhere.

mod overlay;

use std::collections::BTreeSet;
use std::fs::{self, DirEntry, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::diagnostic::{Code, Diagnostic};

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 64 << 20;

/// The name of the settings' file, which marks the root of an archive.
pub const SETTINGS: &str = "offprint.yaml";

/// The folders of an archive.
pub const FOLDERS: [&str; 4] = ["static", "themes", "templates", "content"];

/// Bytes of a file's beginning that tell its format.
const HEAD: u64 = 512;

/// Entries of a folder that one thread looks at.
const SOME: usize = 128;

/// How coarse the clocks of file systems are: a file that was read this soon after its last change may have changed
/// again without its size and time showing it.
const TICK: Duration = Duration::from_secs(2);

/// All files of an archive at one moment. Another moment shares with it what has not changed.
#[derive(Debug, Default)]
pub struct Sources {
    root: PathBuf,
    /// Sorted by path.
    files: Vec<Taken>,
    /// Files that could not be taken.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file with its path.
type Taken = (Arc<str>, Arc<Source>);

/// One file.
#[derive(Debug)]
pub struct Source {
    /// Its bytes, where it is read and not only copied.
    pub bytes: Option<Vec<u8>>,
    /// Digest of its path, and of its bytes where it is read, else of its version.
    pub digest: u128,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change, in nanoseconds since 1970.
    pub mtime: u128,
    version: u128,
    /// Whether it was taken too soon after that to be sure of it.
    young: bool,
    head: OnceLock<Vec<u8>>,
    measures: OnceLock<Option<(u32, u32)>>,
}

impl Sources {
    /// Reads the archive at `root`.
    ///
    /// # Errors
    /// Where `root` itself cannot be read; a single file that cannot is a diagnostic.
    pub fn read(root: &Path) -> io::Result<Sources> {
        Sources { root: root.canonicalize()?, ..Sources::default() }.refresh()
    }

    /// The same archive now. What is of the same version is not read again.
    ///
    /// # Errors
    /// As [`Sources::read`].
    pub fn refresh(&self) -> io::Result<Sources> {
        let root = self.root.canonicalize()?;
        let mut listed = Listed::default();
        for folder in FOLDERS {
            listed.append(top(&root, folder));
        }
        if let Ok(metadata) = fs::metadata(root.join(SETTINGS))
            && metadata.is_file()
        {
            listed.files.push((SETTINGS.to_owned(), Stamp::of(&metadata)));
        }
        listed.files.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let Listed { files, mut diagnostics } = listed;
        let known = self.known(&files);
        let taken: Vec<_> =
            files.into_par_iter().zip(known).map(|((path, stamp), known)| take(&root, path, stamp, known)).collect();
        let mut files = Vec::with_capacity(taken.len());
        for file in taken {
            match file {
                Ok(file) => files.push(file),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        Ok(Sources { root, files, diagnostics })
    }

    /// The same archive now, as far as these paths tell: the files there are looked at, and no others. Where one of them
    /// is a folder, all are.
    ///
    /// # Errors
    /// As [`Sources::read`].
    pub fn glance(&self, paths: &BTreeSet<String>) -> io::Result<Sources> {
        let root = self.root.canonicalize()?;
        if paths.iter().any(|path| root.join(path).is_dir()) {
            return self.refresh();
        }
        let mut files = self.files.clone();
        let mut diagnostics = self.diagnostics.clone();
        for path in paths {
            let listed = at(&root, path);
            diagnostics.retain(|diagnostic| diagnostic.path != *path);
            diagnostics.extend(listed.diagnostics);
            let known = self.position(path).ok().map(|at| &self.files[at]);
            let taken = match listed.files.into_iter().next() {
                None => None,
                Some((path, stamp)) => match take(&root, path, stamp, known) {
                    Ok(taken) => Some(taken),
                    Err(diagnostic) => {
                        diagnostics.push(*diagnostic);
                        None
                    }
                },
            };
            match (files.binary_search_by(|(known, _)| (**known).cmp(path)), taken) {
                (Ok(at), Some(taken)) => files[at] = taken,
                (Ok(at), None) => drop(files.remove(at)),
                (Err(at), Some(taken)) => files.insert(at, taken),
                (Err(_), None) => {}
            }
        }
        Ok(Sources { root, files, diagnostics })
    }

    /// What is known of each of these files, which are sorted.
    fn known(&self, files: &[(String, Stamp)]) -> Vec<Option<&Taken>> {
        let mut known = self.files.iter().peekable();
        let find = |(path, _): &(String, Stamp)| {
            while known.next_if(|(other, _)| **other < **path).is_some() {}
            known.next_if(|(other, _)| **other == **path)
        };
        files.iter().map(find).collect()
    }

    fn position(&self, path: &str) -> Result<usize, usize> {
        self.files.binary_search_by(|(known, _)| (**known).cmp(path))
    }

    /// The archive's root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every file below `folder` (which ends in `/`), by path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a Arc<str>, &'a Arc<Source>)> {
        let from = self.files.partition_point(|(path, _)| **path < *folder);
        self.files[from..]
            .iter()
            .take_while(move |(path, _)| path.starts_with(folder))
            .map(|(path, source)| (path, source))
    }

    /// One file.
    pub fn get(&self, path: &str) -> Option<&Source> {
        self.position(path).ok().map(|at| &*self.files[at].1)
    }

    /// The bytes of a file that is read; empty where there is none.
    pub fn bytes(&self, path: &str) -> &[u8] {
        self.get(path).and_then(|source| source.bytes.as_deref()).unwrap_or_default()
    }

    /// Every path whose file is not the same in `other`, or is in one of the two alone; sorted.
    pub fn changes<'a>(&'a self, other: &'a Sources) -> Vec<&'a str> {
        let (mut ours, mut theirs) = (self.files.iter().peekable(), other.files.iter().peekable());
        let mut changed = Vec::new();
        loop {
            let order = match (ours.peek(), theirs.peek()) {
                (None, None) => return changed,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some((a, _)), Some((b, _))) if Arc::ptr_eq(a, b) => std::cmp::Ordering::Equal,
                (Some((a, _)), Some((b, _))) => a.cmp(b),
            };
            let mine = if order.is_le() { ours.next() } else { None };
            let yours = if order.is_ge() { theirs.next() } else { None };
            match (mine, yours) {
                (Some((_, a)), Some((_, b))) if Arc::ptr_eq(a, b) || a.digest == b.digest => {}
                (Some((path, _)), _) | (None, Some((path, _))) => changed.push(path),
                (None, None) => {}
            }
        }
    }

    /// Opens a file that is only copied.
    ///
    /// # Errors
    /// As [`File::open`]; also where the path has come to lead out of the archive.
    pub fn open(&self, path: &str) -> io::Result<File> {
        let real = self.root.join(path).canonicalize()?;
        if !real.starts_with(&self.root) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        File::open(real)
    }

    /// The first bytes of a file, for what its content says it is.
    pub fn head(&self, path: &str) -> &[u8] {
        let source = self.get(path);
        source.map(|source| source.head.get_or_init(|| self.beginning(path, HEAD)).as_slice()).unwrap_or_default()
    }

    /// How wide and high a picture is, as `of` reads it from that many of its first bytes: once, while the file stays as
    /// it is.
    pub fn measures(&self, path: &str, most: u64, of: fn(&[u8]) -> Option<(u32, u32)>) -> Option<(u32, u32)> {
        *self.get(path)?.measures.get_or_init(|| of(&self.beginning(path, most)))
    }

    fn beginning(&self, path: &str, most: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Ok(file) = self.open(path) {
            let _ = file.take(most).read_to_end(&mut bytes);
        }
        bytes
    }
}

/// What tells whether a file has changed, without reading it.
#[derive(Clone, Copy, Debug)]
struct Stamp {
    size: u64,
    mtime: u128,
    version: u128,
    young: bool,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Stamp {
        let modified = metadata.modified().unwrap_or(UNIX_EPOCH);
        Stamp {
            size: metadata.len(),
            mtime: modified.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos()),
            version: version(metadata),
            // A time to come tells nothing either.
            young: SystemTime::now().duration_since(modified).map_or(true, |age| age < TICK),
        }
    }
}

impl Source {
    fn take(root: &Path, path: &str, stamp: Stamp) -> Result<Source, Box<Diagnostic>> {
        let Stamp { size, mtime, version, young } = stamp;
        let (head, measures) = (OnceLock::new(), OnceLock::new());
        let mut source = Source { bytes: None, digest: 0, size, mtime, version, young, head, measures };
        if is_read(path) {
            if size > LARGEST {
                let message = format!("the file is larger than {} MiB", LARGEST >> 20);
                return Err(Box::new(Diagnostic::of_file(Code::TooLarge, path, message)));
            }
            let bytes = fs::read(root.join(path)).map_err(|error| {
                Box::new(Diagnostic::of_file(Code::MissingFile, path, format!("this cannot be read: {error}")))
            })?;
            source.digest = digest(&[path.as_bytes(), &bytes]);
            source.bytes = Some(bytes);
        } else {
            source.digest = digest(&[path.as_bytes(), &version.to_le_bytes()]);
        }
        Ok(source)
    }
}

/// A file as it was taken before, if nothing says that it has changed since.
fn take(root: &Path, path: String, stamp: Stamp, known: Option<&Taken>) -> Result<Taken, Box<Diagnostic>> {
    let Some((path, source)) = known else {
        let source = Source::take(root, &path, stamp)?;
        return Ok((path.into(), Arc::new(source)));
    };
    let same = source.version == stamp.version && !source.young;
    let source = if same { Arc::clone(source) } else { Arc::new(Source::take(root, path, stamp)?) };
    Ok((Arc::clone(path), source))
}

/// What another content of a file changes: its size, its times, and on Unix the time that cannot be set back.
pub fn version(metadata: &Metadata) -> u128 {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let mut bytes = [0; 48];
    bytes[..8].copy_from_slice(&metadata.len().to_le_bytes());
    bytes[8..24].copy_from_slice(&modified.map_or(0, |time| time.as_nanos()).to_le_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        bytes[24..32].copy_from_slice(&metadata.ctime().to_le_bytes());
        bytes[32..40].copy_from_slice(&metadata.ctime_nsec().to_le_bytes());
        bytes[40..].copy_from_slice(&metadata.ino().to_le_bytes());
    }
    xxh3_128(&bytes)
}

fn digest(parts: &[&[u8]]) -> u128 {
    let mut hasher = Xxh3::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.digest128()
}

/// Whether a file is read, rather than copied.
fn is_read(path: &str) -> bool {
    if path.starts_with("static/") {
        return false;
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    if path.starts_with("content/") { matches!(extension, "yaml" | "yml" | "md") } else { true }
}

/// What a folder holds, with all that is below it.
#[derive(Debug, Default)]
struct Listed {
    files: Vec<(String, Stamp)>,
    diagnostics: Vec<Diagnostic>,
}

impl Listed {
    fn append(&mut self, mut other: Listed) {
        self.files.append(&mut other.files);
        self.diagnostics.append(&mut other.diagnostics);
    }

    fn file(path: String, metadata: &Metadata) -> Listed {
        Listed { files: vec![(path, Stamp::of(metadata))], diagnostics: Vec::new() }
    }

    fn problem(code: Code, path: &str, message: impl Into<String>) -> Listed {
        Listed { files: Vec::new(), diagnostics: vec![Diagnostic::of_file(code, path, message)] }
    }
}

/// Whether files that are hidden are passed by in one of the archive's own folders.
fn skips_hidden(folder: &str) -> bool {
    folder != "static"
}

/// Whether a file is hidden, or a copy that an editor keeps.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~')
}

/// One of the archive's own folders; none where it is not there.
fn top(root: &Path, folder: &str) -> Listed {
    match fs::symlink_metadata(root.join(folder)) {
        Ok(metadata) if metadata.is_symlink() => link(root, folder),
        Ok(metadata) if metadata.is_dir() => list(root, folder, skips_hidden(folder)),
        _ => Listed::default(),
    }
}

/// Whether a path is one of those that are looked at.
fn is_ours(path: &str) -> bool {
    let top = path.split('/').next().unwrap_or_default();
    let is_passed_by = skips_hidden(top) && path.split('/').any(is_hidden);
    path == SETTINGS || (FOLDERS.contains(&top) && !is_passed_by)
}

/// The file at a path of the archive, if it is one that a full look would find.
fn at(root: &Path, path: &str) -> Listed {
    // A link on the way is not followed, as a full look does not.
    let folders = Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    let is_direct = |folder: &Path| fs::symlink_metadata(root.join(folder)).is_ok_and(|metadata| metadata.is_dir());
    if !is_ours(path) || !folders.into_iter().all(is_direct) {
        return Listed::default();
    }
    match fs::symlink_metadata(root.join(path)) {
        Ok(metadata) if metadata.is_symlink() => link(root, path),
        Ok(metadata) if metadata.is_file() => Listed::file(path.to_owned(), &metadata),
        _ => Listed::default(),
    }
}

/// The files below a folder. A folder with very many files and one with very many folders are both shared by threads.
fn list(root: &Path, folder: &str, skips_hidden: bool) -> Listed {
    let entries = fs::read_dir(root.join(folder)).and_then(|entries| entries.collect::<io::Result<Vec<DirEntry>>>());
    let Ok(entries) = entries else {
        return Listed::problem(Code::MissingFile, folder, "this cannot be read");
    };
    let some = |entries: &[DirEntry]| {
        let mut some = Listed { files: Vec::with_capacity(entries.len()), ..Listed::default() };
        entries.iter().for_each(|entry| add(root, folder, entry, skips_hidden, &mut some));
        some
    };
    let parts: Vec<Listed> = entries.par_chunks(SOME).map(some).collect();
    let mut all = Listed::default();
    parts.into_iter().for_each(|part| all.append(part));
    all
}

/// Adds an entry of a folder to what it holds.
fn add(root: &Path, folder: &str, entry: &DirEntry, skips_hidden: bool, all: &mut Listed) {
    let name = entry.file_name();
    let shown = name.to_string_lossy();
    if skips_hidden && is_hidden(&shown) {
        return;
    }
    let path = [folder, &shown].join("/");
    match entry.file_type() {
        Err(_) => all.append(Listed::problem(Code::MissingFile, &path, "this cannot be read")),
        Ok(kind) if kind.is_dir() => all.append(list(root, &path, skips_hidden)),
        Ok(kind) if kind.is_symlink() => all.append(link(root, &path)),
        Ok(kind) if !kind.is_file() => {}
        Ok(_) if name.to_str().is_none() => {
            all.append(Listed::problem(Code::InvalidUtf8, &path, "the name of this file is not UTF-8"));
        }
        Ok(_) => match entry.metadata() {
            Ok(metadata) => all.files.push((path, Stamp::of(&metadata))),
            // It was there a moment ago; now it is simply no longer there.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(_) => all.append(Listed::problem(Code::MissingFile, &path, "this cannot be read")),
        },
    }
}

/// A link in the file system: what it leads to, if that is a file of the archive.
fn link(root: &Path, path: &str) -> Listed {
    match root.join(path).canonicalize() {
        Ok(real) if !real.starts_with(root) => {
            Listed::problem(Code::OutsideRoot, path, "this link leads out of the archive's folder")
        }
        Ok(real) => match fs::metadata(real) {
            Ok(metadata) if metadata.is_file() => Listed::file(path.to_owned(), &metadata),
            _ => Listed::problem(Code::StrayFile, path, "a link to a folder is not followed"),
        },
        Err(_) => Listed::problem(Code::MissingFile, path, "this link leads nowhere"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn paths(sources: &Sources) -> Vec<&str> {
        sources.files.iter().map(|(path, _)| &**path).collect()
    }

    #[test]
    fn a_glance_sees_of_its_paths_what_a_full_look_sees() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for path in [SETTINGS, "content/a.yaml", "content/b.yaml", "static/.well-known/x", "templates/a/b.html"] {
            write(root, path, path);
        }
        let first = Sources::read(root).unwrap();
        write(root, "content/a.yaml", "changed");
        write(root, "content/new/c.yaml", "new");
        fs::remove_file(root.join("content/b.yaml")).unwrap();
        write(root, "content/.hidden.yaml", "");
        write(root, "content/draft.yaml~", "");
        write(root, "public/page.html", "");
        let all = first.refresh().unwrap();
        let every =
            ["content/a.yaml", "content/b.yaml", "content/new/c.yaml", "content/.hidden.yaml", "public/page.html"];
        let every = every.into_iter().chain(["content/draft.yaml~", "../secret", "static/nothing", SETTINGS]);
        let glance = first.glance(&every.map(str::to_owned).collect()).unwrap();
        assert_eq!(paths(&glance), paths(&all));
        assert_eq!(glance.changes(&all), [""; 0]);
        assert_eq!(glance.changes(&first), ["content/a.yaml", "content/b.yaml", "content/new/c.yaml"]);
        let one = first.glance(&["content/b.yaml".to_owned()].into()).unwrap();
        assert_eq!(one.changes(&first), ["content/b.yaml"]);
        let folder = first.glance(&["content/new".to_owned()].into()).unwrap();
        assert_eq!(folder.changes(&all), [""; 0]);
    }

    #[test]
    fn what_has_not_changed_is_not_read_again() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "content/old.yaml", "old");
        write(folder.path(), "content/young.yaml", "young");
        let old = File::options().write(true).open(folder.path().join("content/old.yaml")).unwrap();
        old.set_modified(UNIX_EPOCH + Duration::from_secs(1_000_000)).unwrap();
        let first = Sources::read(folder.path()).unwrap();
        let second = first.refresh().unwrap();
        let same = |path: &str| {
            Arc::ptr_eq(&first.files[first.position(path).unwrap()].1, &second.files[second.position(path).unwrap()].1)
        };
        assert!(same("content/old.yaml"));
        assert!(!same("content/young.yaml"), "it may have changed again within the tick of the clock");
        assert_eq!(second.changes(&first), [""; 0]);
    }
}

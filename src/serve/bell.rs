//! The bell: tells that files may have changed, and where to look first.
//!
//! What happened is never read out of an event. Events come late, twice, in parts or not at all; whoever hears the bell
//! looks at the files themselves: first at those that the events name, so that an edit shows at once in the largest
//! archive, and as soon as it is quiet at all of them, so that nothing depends on the events.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::source::{FOLDERS, SETTINGS};

/// How long it must have been quiet before the files are looked at.
const QUIET: Duration = Duration::from_millis(8);

/// How long they are not looked at, however busy it is.
const LONGEST: Duration = Duration::from_millis(50);

/// How long it must have been quiet before all files are looked at.
const SETTLED: Duration = Duration::from_millis(150);

/// How long not all are looked at, however busy it is.
const OVERDUE: Duration = Duration::from_secs(2);

/// Files that are looked at by themselves; for more of them a look at all is as quick.
const FEW: usize = 32;

/// How often files are looked at where they cannot be watched.
pub const POLL: Duration = Duration::from_millis(500);

/// Share of the time that looking may take, where looking itself is slow.
const SHARE: u32 = 4;

/// Rings when files of an archive may have changed.
pub struct Bell {
    root: PathBuf,
    heard: Receiver<Ring>,
    rings: Sender<Ring>,
    watcher: Option<RecommendedWatcher>,
    /// Since when not all files were looked at.
    owed: Option<Instant>,
}

/// Where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// At all files.
    Everywhere,
    /// At the files of these paths, and soon at all.
    At(BTreeSet<String>),
}

/// What events make of themselves.
#[derive(Clone, Debug, Default)]
struct Ring {
    /// One of the archive's own folders came or went, so that it must be watched anew.
    anew: bool,
    /// Folders may have changed, or it is not known what did.
    everywhere: bool,
    /// Files that may have changed.
    paths: BTreeSet<String>,
}

impl Bell {
    /// A bell for the archive at `root` that rings by itself, from time to time; [`Bell::watch`] makes it hear events.
    pub fn new(root: &Path) -> Bell {
        let (rings, heard) = mpsc::channel();
        Bell { root: root.to_owned(), heard, rings, watcher: None, owed: None }
    }

    /// Watches the files from now on. They are looked at once soon, for what changed before.
    ///
    /// # Errors
    /// Why they cannot be watched, as a clause.
    pub fn watch(&mut self) -> Result<(), String> {
        let (root, rings) = (self.root.clone(), self.rings.clone());
        let hear = move |event: notify::Result<Event>| {
            if let Some(ring) = ring(&root, event) {
                // Nobody listens any more: the server has ended.
                let _ = rings.send(ring);
            }
        };
        let mut watcher = notify::recommended_watcher(hear).map_err(|error| reason(&error))?;
        watcher.watch(&self.root, RecursiveMode::NonRecursive).map_err(|error| reason(&error))?;
        self.watcher = Some(watcher);
        let watched = self.watch_folders();
        if watched.is_err() {
            self.watcher = None;
        }
        self.owed = Some(Instant::now());
        watched
    }

    fn watch_folders(&mut self) -> Result<(), String> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        for folder in FOLDERS {
            let folder = self.root.join(folder);
            // It may be a new one of the same name.
            let _ = watcher.unwatch(&folder);
            match watcher.watch(&folder, RecursiveMode::Recursive) {
                Err(error) if !matches!(error.kind, ErrorKind::PathNotFound) && !is_missing(&error) => {
                    return Err(reason(&error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Waits until files should be looked at, and says which. `took` is how long a look took the last time.
    ///
    /// # Errors
    /// Why they cannot be watched any more; they are looked at from time to time from then on.
    pub fn wait(&mut self, took: Duration) -> Result<Look, String> {
        let heard = match (&self.watcher, self.owed) {
            (None, _) => self.heard.recv_timeout(POLL.max(took * SHARE)),
            (Some(_), Some(_)) => self.heard.recv_timeout(SETTLED),
            (Some(_), None) => self.heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let Ok(mut all) = heard else {
            self.owed = None;
            return Ok(Look::Everywhere);
        };
        let deadline = Instant::now() + LONGEST;
        while Instant::now() < deadline {
            let Ok(ring) = self.heard.recv_timeout(QUIET) else { break };
            all.join(ring);
        }
        if all.anew
            && let Err(reason) = self.watch_folders()
        {
            self.watcher = None;
            return Err(reason);
        }
        // However much is looked at now, all is looked at once more when it is quiet: what was put into a folder before
        // the folder was watched made no sound.
        let owed = *self.owed.get_or_insert_with(Instant::now);
        if all.everywhere || all.paths.len() > FEW || owed.elapsed() > OVERDUE {
            self.owed = Some(Instant::now());
            return Ok(Look::Everywhere);
        }
        Ok(Look::At(all.paths))
    }
}

impl Ring {
    /// Nobody knows what changed.
    fn everywhere() -> Ring {
        Ring { everywhere: true, ..Ring::default() }
    }

    fn join(&mut self, other: Ring) {
        self.anew |= other.anew;
        self.everywhere |= other.everywhere;
        if self.paths.len() <= FEW {
            self.paths.extend(other.paths);
        }
    }
}

fn is_missing(error: &notify::Error) -> bool {
    matches!(&error.kind, ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::NotFound)
}

/// Why files cannot be watched.
fn reason(error: &notify::Error) -> String {
    const NO_SPACE: i32 = 28;
    match &error.kind {
        ErrorKind::MaxFilesWatch => "the system watches no more folders (fs.inotify.max_user_watches)".to_owned(),
        ErrorKind::Io(io) if io.raw_os_error() == Some(NO_SPACE) => {
            "the system watches no more folders (fs.inotify.max_user_watches)".to_owned()
        }
        _ => format!("the files cannot be watched ({error})"),
    }
}

/// What an event rings for, if it is one of the archive's files that may have changed.
fn ring(root: &Path, event: notify::Result<Event>) -> Option<Ring> {
    let Ok(event) = event else { return Some(Ring::everywhere()) };
    if event.need_rescan() {
        return Some(Ring { anew: true, ..Ring::everywhere() });
    }
    // Reading makes events too, and the reader would wake itself.
    if matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)) {
        return None;
    }
    let inner = |path: &PathBuf| {
        let parts = path.strip_prefix(root).ok()?.components();
        let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
        Some(parts?.join("/"))
    };
    let places: Option<Vec<String>> = event.paths.iter().map(inner).collect();
    let Some(places) = places else { return Some(Ring::everywhere()) };
    let is_ours = |place: &String| place == SETTINGS || FOLDERS.contains(&place.split('/').next().unwrap_or_default());
    if !places.iter().any(is_ours) {
        return None;
    }
    let moves = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
    let makes = matches!(event.kind, EventKind::Create(kind) if kind != CreateKind::File);
    let of_folder = matches!(event.kind, EventKind::Remove(kind) if kind != RemoveKind::File) || makes;
    let is_top = |place: &String| FOLDERS.contains(&place.as_str());
    Some(Ring {
        anew: (moves || makes) && places.iter().any(is_top),
        everywhere: of_folder || event.paths.is_empty(),
        paths: places.into_iter().filter(is_ours).collect(),
    })
}

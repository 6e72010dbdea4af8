//! The bell: tells that files may have changed, and nothing else.
//!
//! What happened is never read out of an event. Events come late, twice, in parts or not at all; whoever hears the bell
//! looks at the files themselves.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::source::{FOLDERS, SETTINGS};

/// How long it must have been quiet before the files are looked at.
const QUIET: Duration = Duration::from_millis(8);

/// How long they are not looked at, however busy it is.
const LONGEST: Duration = Duration::from_millis(50);

/// How soon a folder that was just made is looked at once more: what was put into it before it was watched made no sound.
const AGAIN: Duration = Duration::from_millis(200);

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
    again: Option<Instant>,
}

/// What one event makes of itself.
#[derive(Clone, Copy, Debug, Default)]
struct Ring {
    /// One of the archive's own folders came or went, so that it must be watched anew.
    anew: bool,
    /// A folder was made.
    folder: bool,
}

impl Bell {
    /// A bell for the archive at `root` that rings by itself, from time to time; [`Bell::watch`] makes it hear events.
    pub fn new(root: &Path) -> Bell {
        let (rings, heard) = mpsc::channel();
        Bell { root: root.to_owned(), heard, rings, watcher: None, again: None }
    }

    /// Watches the files from now on. Rings once, for what changed before.
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
        let _ = self.rings.send(Ring::default());
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

    /// Waits until the files should be looked at. `took` is how long that took the last time.
    ///
    /// # Errors
    /// Why they cannot be watched any more; they are looked at from time to time from then on.
    pub fn wait(&mut self, took: Duration) -> Result<(), String> {
        let first = if self.watcher.is_none() {
            self.heard.recv_timeout(POLL.max(took * SHARE))
        } else if let Some(again) = self.again.take() {
            self.heard.recv_timeout(again.saturating_duration_since(Instant::now()))
        } else {
            self.heard.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        let Ok(mut all) = first else { return Ok(()) };
        let deadline = Instant::now() + LONGEST;
        while Instant::now() < deadline {
            let Ok(ring) = self.heard.recv_timeout(QUIET) else { break };
            all = Ring { anew: all.anew | ring.anew, folder: all.folder | ring.folder };
        }
        self.again = all.folder.then(|| Instant::now() + AGAIN);
        if !all.anew {
            return Ok(());
        }
        let watched = self.watch_folders();
        if watched.is_err() {
            self.watcher = None;
        }
        watched
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
    let Ok(event) = event else { return Some(Ring::default()) };
    if event.need_rescan() {
        return Some(Ring { anew: true, folder: true });
    }
    // Reading makes events too, and the reader would wake itself.
    if matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)) {
        return None;
    }
    let places: Vec<&Path> = event.paths.iter().filter_map(|path| path.strip_prefix(root).ok()).collect();
    let top = |place: &&Path| place.iter().next().and_then(|name| name.to_str()).map(str::to_owned);
    let names: Vec<String> = places.iter().filter_map(top).collect();
    if !names.iter().any(|name| name == SETTINGS || FOLDERS.contains(&name.as_str())) {
        return None;
    }
    let comes_or_goes =
        matches!(event.kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
    Some(Ring {
        anew: comes_or_goes && places.iter().any(|place| place.iter().count() == 1 && *place != Path::new(SETTINGS)),
        folder: matches!(
            event.kind,
            EventKind::Create(CreateKind::Folder | CreateKind::Any | CreateKind::Other)
                | EventKind::Modify(ModifyKind::Name(_))
        ),
    })
}

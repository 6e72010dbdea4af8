//! The desk: makes a new edition whenever the bell rings, shows it, and tells what is wrong with it.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::bell::{Bell, Look};
use super::live::Showing;
use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, Press};

/// How long an edition must have stood before the whole site is looked through for problems: it takes time that the
/// next edit may need.
const SETTLED: Duration = Duration::from_millis(250);

/// What happens while a server runs.
#[derive(Debug)]
pub enum News<'a> {
    /// It answers, with this edition.
    Open(&'a Edition),
    /// There is a new edition.
    Edition {
        /// It.
        edition: &'a Edition,
        /// The files that have changed, sorted.
        changed: &'a [&'a str],
        /// From the first look at the files until it could be shown.
        took: Duration,
    },
    /// The whole site of the edition was looked through; these are the problems that only it shows.
    Survey(&'a Edition, &'a [Diagnostic]),
    /// The files are looked at from time to time, for this reason.
    Polling(&'a str),
    /// The files cannot be read, for this reason; what was shown is shown on.
    Unreadable(&'a io::Error),
}

/// Whoever is told.
pub type Teller = Arc<dyn Fn(News<'_>) + Send + Sync>;

/// Makes editions from then on.
pub struct Desk {
    press: Press,
    shown: watch::Sender<Arc<Showing>>,
    tell: Teller,
    surveys: Sender<Arc<Edition>>,
}

impl Desk {
    /// A desk with its first edition, and where to see what it shows.
    pub fn open(mut press: Press, tell: Teller) -> (Desk, watch::Receiver<Arc<Showing>>) {
        let edition = Arc::new(press.edition());
        let (shown, seen) = watch::channel(Arc::new(Showing::new(Arc::clone(&edition), Vec::new())));
        let (surveys, asked) = mpsc::channel();
        let _ = surveys.send(edition);
        let surveyor = Surveyor { asked, shown: shown.clone(), tell: Arc::clone(&tell) };
        std::thread::spawn(move || surveyor.work());
        (Desk { press, shown, tell, surveys }, seen)
    }

    /// Works until the program ends.
    pub fn work(mut self, poll: bool) {
        let mut bell = Bell::new(self.press.sources().root());
        if !poll && let Err(reason) = bell.watch() {
            (self.tell)(News::Polling(&reason));
        }
        let mut took = Duration::ZERO;
        loop {
            let look = bell.wait(took).unwrap_or_else(|reason| {
                (self.tell)(News::Polling(&reason));
                Look::Everywhere
            });
            let begun = Instant::now();
            self.look(&look, begun);
            took = begun.elapsed();
        }
    }

    /// Looks at the files, and shows a new edition if they have changed.
    fn look(&mut self, look: &Look, begun: Instant) {
        let before = Arc::clone(self.press.sources());
        let paths = match look {
            Look::Everywhere => None,
            Look::At(paths) => Some(paths),
        };
        match self.press.refresh(paths) {
            Ok(false) => return,
            Ok(true) => {}
            Err(error) => return (self.tell)(News::Unreadable(&error)),
        }
        let edition = Arc::new(self.press.edition());
        let last = self.shown.send_replace(Arc::new(Showing::new(Arc::clone(&edition), Vec::new())));
        let took = begun.elapsed();
        drop(last);
        (self.tell)(News::Edition { edition: &edition, changed: &edition.sources.changes(&before), took });
        let _ = self.surveys.send(edition);
    }
}

/// Looks through whole sites, beside the desk.
struct Surveyor {
    asked: Receiver<Arc<Edition>>,
    shown: watch::Sender<Arc<Showing>>,
    tell: Teller,
}

impl Surveyor {
    fn work(self) {
        while let Ok(mut edition) = self.asked.recv() {
            while let Ok(newer) = self.asked.recv_timeout(SETTLED) {
                edition = newer;
            }
            let found = edition.survey();
            if !Arc::ptr_eq(&self.shown.borrow().edition, &edition) {
                continue;
            }
            (self.tell)(News::Survey(&edition, &found));
            self.shown.send_if_modified(|shown| {
                let newer = !found.is_empty() && Arc::ptr_eq(&shown.edition, &edition);
                if newer {
                    *shown = Arc::new(Showing::new(edition, found));
                }
                newer
            });
        }
    }
}

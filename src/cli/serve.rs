//! `offprint serve`: the archive in a browser, as it is written.

use std::collections::HashSet;
use std::io::Write as _;
use std::sync::mpsc::{self, SyncSender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::load::{self, Variant};
use super::{Common, Ended, Failure, report};
use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Severity};
use crate::edition::Edition;
use crate::serve::{self, News, Server};
use crate::site::url;

/// Files that a line names before it counts them.
const MOST_NAMED: usize = 1;

/// What `serve` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    #[command(flatten)]
    variant: Variant,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// The name or address to listen at; other machines reach 0.0.0.0
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// The port to listen at, 0 for any [default: the first free one from 4040]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Look at the files twice a second instead of watching them, as network drives and containers need
    #[arg(long)]
    poll: bool,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let Arguments { host, port, .. } = arguments;
    let server = Server::bind(&serve::Place { host: host.clone(), port: *port })?;
    let press = load::press(common, &arguments.variant)?;
    if server.is_public() {
        report::note("other machines can read this preview, drafts and all: leave --host out where they should not");
    }
    let (address, open, quiet) = (server.address(""), arguments.open, common.quiet);
    let told = Mutex::new(Told { known: Known::default(), printer: printer() });
    let tell = move |news: News<'_>| {
        // A line that could not be printed leaves nothing half done.
        let mut told = told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        told.tell(&news, &address, quiet);
        if let (News::Open(edition), true) = (&news, open) {
            let page = format!("{address}{}", home(edition));
            if let Err(error) = open::that_detached(&page) {
                report::note(&format!("no browser could be started ({error}): open {page} yourself"));
            }
        }
    };
    server.run(press, arguments.poll, Arc::new(tell)).map_err(|error| format!("the preview ended: {error}"))?;
    Ok(Ended::Fine)
}

/// The path of the first page.
fn home(edition: &Edition) -> String {
    url::href(edition.archive().settings.base_url.as_ref(), "/")
}

/// What is waiting to be printed, at most. Where nobody reads, the rest is lost, and the preview goes on.
const MOST_WAITING: usize = 1_000;

/// Something to print.
enum Said {
    Line(String),
    Problems(String),
    Note(String),
    Failure(String),
}

/// Prints what it is sent, on a thread of its own: an output that nobody reads holds up whoever writes to it.
fn printer() -> SyncSender<Said> {
    let (sender, said) = mpsc::sync_channel(MOST_WAITING);
    std::thread::spawn(move || {
        for said in said {
            match said {
                Said::Line(text) => line(&text),
                Said::Problems(text) => {
                    let _ = anstream::stderr().write_all(text.as_bytes());
                }
                Said::Note(text) => report::note(&text),
                Said::Failure(text) => report::failure(&text),
            }
        }
    });
    sender
}

/// Tells the terminal what it does not know.
struct Told {
    known: Known,
    printer: SyncSender<Said>,
}

/// What the terminal has been told.
#[derive(Default)]
struct Known {
    /// Problems of entries, settings and theme.
    own: HashSet<Diagnostic>,
    /// Problems of the whole site.
    surveyed: HashSet<Diagnostic>,
    unreadable: bool,
}

impl Told {
    fn tell(&mut self, news: &News<'_>, address: &str, quiet: bool) {
        match news {
            News::Open(edition) => {
                let papers = report::counted(edition.archive().papers().len(), "paper");
                self.say(Said::Line(format!("Serving {address}{} ({papers}). Ctrl-C stops it.", home(edition))));
                self.say_own(edition, false);
            }
            News::Edition { edition, changed, took } => {
                self.known.unreadable = false;
                // What was wrong with a file that is another now is to be found anew.
                self.known.surveyed.retain(|problem| !changed.contains(&problem.path.as_str()));
                self.say_own(edition, true);
                if !quiet {
                    let total = self.known.total(edition);
                    self.say(Said::Line(format!("{}: {}, {total}", named(changed), milliseconds(*took))));
                }
            }
            News::Survey(edition, found) => {
                let (new, known) = unknown(found, &self.known.surveyed);
                let fewer = self.known.surveyed.len() > known.len();
                self.say(Said::Problems(report::problems_text(&new, &edition.archive().settings, false)));
                self.known.surveyed = known;
                if !quiet && (!new.is_empty() || fewer) {
                    self.say(Said::Line(format!("the whole site: {}", self.known.total(edition))));
                }
            }
            News::Polling(reason) => self.say(Said::Note(format!("{reason}: looking at them twice a second instead"))),
            News::Unreadable(error) if !self.known.unreadable => {
                self.known.unreadable = true;
                self.say(Said::Failure(format!("{error}: what was there is shown on")));
            }
            News::Unreadable(_) => {}
        }
    }

    fn say(&self, said: Said) {
        let _ = self.printer.try_send(said);
    }

    /// Says what was not wrong before.
    fn say_own(&mut self, edition: &Edition, all: bool) {
        let (new, known) = unknown(&edition.diagnostics, &self.known.own);
        self.say(Said::Problems(report::problems_text(&new, &edition.archive().settings, all)));
        self.known.own = known;
    }
}

impl Known {
    fn total(&self, edition: &Edition) -> String {
        let settings: &Settings = &edition.archive().settings;
        let all = || self.own.iter().chain(&self.surveyed);
        let count = |severity| all().filter(|problem| settings.severity(problem.code) == severity).count();
        report::total(count(Severity::Error), count(Severity::Warning))
    }
}

/// The problems that are not known, and all of them.
fn unknown(problems: &[Diagnostic], known: &HashSet<Diagnostic>) -> (Vec<Diagnostic>, HashSet<Diagnostic>) {
    let new = problems.iter().filter(|problem| !known.contains(problem)).cloned().collect();
    (new, problems.iter().cloned().collect())
}

/// A line of the result, at once also where the output is no terminal. That nobody reads it ends nothing.
fn line(text: &str) {
    report::line(text);
    let _ = anstream::stdout().flush();
}

fn named(changed: &[&str]) -> String {
    match changed {
        [] => "the folders".to_owned(),
        few if few.len() <= MOST_NAMED => few.join(", "),
        many => report::counted(many.len(), "file"),
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{} ms", time.as_millis().max(1))
}

//! How long a preview takes to show an edit, at 1,000, 10,000 and 34,614 real papers: `cargo bench --bench preview`.
//! Numbers after `--` are sizes to measure instead.
//!
//! Times are wall time from before the write of a file to the last byte of the first answer that shows it, asked for
//! over one connection that is kept. The wait for further changes (at most 50 ms) is part of them.

#[path = "support/corpus.rs"]
mod corpus;
#[path = "../tests/support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use offprint::exchange::Record;
use offprint::paper::write;
use support::http::{Answer, Connection};
use support::server::{Server, within};

const SIZES: [usize; 3] = [1_000, 10_000, 34_614];
/// How often each edit is measured; the row has the median and the worst.
const EDITS: usize = 20;
const STARTS: usize = 5;
const READERS: usize = 200;
const EDITS_WHILE_READ: usize = 50;
/// The longest wait for further changes that a preview may take, in milliseconds.
const DEBOUNCE: f64 = 50.0;
/// How long an edit may take before it counts as lost.
const LOST: Duration = Duration::from_secs(20);

/// What may not be exceeded, by the row's name: for each of [`SIZES`], milliseconds beyond the debounce or the row's own
/// unit, where there is a bar.
const BARS: [(&str, [Option<f64>; 3]); 5] = [
    (PAPER, EDIT_BARS),
    (LIST, EDIT_BARS),
    (TEMPLATE, EDIT_BARS),
    (START, [None, None, Some(2500.0)]),
    (MEMORY, [None, None, Some(600.0)]),
];
const EDIT_BARS: [Option<f64>; 3] = [Some(DEBOUNCE + 30.0), Some(DEBOUNCE + 60.0), Some(DEBOUNCE + 200.0)];

const PAPER: &str = "title, on the paper's page: ms";
const LIST: &str = "title, on the newest list: ms";
const TEMPLATE: &str = "base.html, on the paper's page: ms";
const AUTHOR: &str = "author's name, on the paper's page: ms";
const START: &str = "start to the first page: ms";
const MEMORY: &str = "peak memory: MB";

fn main() -> ExitCode {
    let Some(corpus) = corpus::read() else { return ExitCode::SUCCESS };
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { SIZES.to_vec() } else { asked };
    let columns: Vec<Column> = sizes.iter().map(|size| measure(&corpus, *size)).collect();
    print_table(&sizes, &columns);
    ExitCode::SUCCESS
}

/// Names of rows with what was measured: the median and the worst.
type Column = Vec<(&'static str, Cell)>;

/// What a row has for one size.
enum Cell {
    Times(Vec<f64>),
    Number(Option<f64>),
}

fn measure(corpus: &[u8], size: usize) -> Column {
    let folder = corpus::folder();
    let records = corpus::records(corpus, size);
    corpus::write(&records, folder.path());
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/base.html");
    let base = fs::read_to_string(base).unwrap();
    fs::create_dir(folder.path().join("templates")).unwrap();
    fs::write(folder.path().join("templates/base.html"), &base).unwrap();
    let starts = (0..STARTS).map(|_| start(folder.path())).collect();
    let server = Server::run(folder.path(), &["--port", "0"]);
    let record = newest(&server, &records);
    let mut bench = Bench { connection: server.connect(), server, root: folder.path(), record, base, count: 0 };
    let mut column = vec![
        (PAPER, Cell::Times(bench.edits(Bench::retitle, Shown::Paper))),
        (LIST, Cell::Times(bench.edits(Bench::retitle, Shown::List))),
        (TEMPLATE, Cell::Times(bench.edits(Bench::remake, Shown::Paper))),
        (AUTHOR, Cell::Times(bench.edits(Bench::rename, Shown::Paper))),
        (START, Cell::Times(starts)),
    ];
    bench.read_by_many(&records, &mut column);
    column.push((MEMORY, Cell::Number(peak_memory(bench.server.id()))));
    column
}

/// Milliseconds from the start of the process to the whole of its first page.
fn start(root: &Path) -> f64 {
    let begun = Instant::now();
    let server = Server::run(root, &["--port", "0"]);
    let answer = server.connect().get("/").unwrap();
    let time = milliseconds(begun);
    assert_eq!(answer.status, 200, "{}", answer.text());
    time
}

/// The first paper of the newest list.
fn newest(server: &Server, records: &[Record]) -> Record {
    let list = server.get("/papers/").text();
    let id = list.split("href=\"/papers/").skip(1).filter_map(|rest| rest.split_once("/\"")).map(|(id, _)| id);
    let mut found = id.filter_map(|id| records.iter().find(|record| record.paper.id == id));
    let is_fit = |record: &&Record| record.paper.authors.first().is_some_and(|author| author.literal.is_empty());
    found.find(is_fit).expect("a paper by a person on the newest list").clone()
}

#[derive(Clone, Copy)]
enum Shown {
    Paper,
    List,
}

/// A preview that is measured.
struct Bench<'a> {
    server: Server,
    connection: Connection,
    root: &'a Path,
    record: Record,
    base: String,
    /// Edits so far, so that no two have the same text.
    count: usize,
}

impl Bench<'_> {
    /// Milliseconds of each of some edits, from the write to the answer that shows it.
    fn edits(&mut self, edit: impl Fn(&mut Self, &str), shown: Shown) -> Vec<f64> {
        let path = match shown {
            Shown::Paper => page(&self.record),
            Shown::List => "/papers/".to_owned(),
        };
        let mut times = Vec::new();
        for _ in 0..EDITS {
            self.count += 1;
            let word = format!("Marker{}x", self.count);
            let lines = self.server.lines().len();
            let begun = Instant::now();
            edit(self, &word);
            while !self.get(&path).text().contains(&word) {
                assert!(begun.elapsed() < LOST, "{path} does not show {word}\n{}", self.server.stderr());
                thread::sleep(Duration::from_micros(500));
            }
            times.push(milliseconds(begun));
            // What the server does after an answer belongs to this edit and not to the next.
            within(Duration::from_secs(2), || (self.server.lines().len() > lines).then_some(()));
        }
        times
    }

    fn get(&mut self, path: &str) -> Answer {
        self.connection.get(path).unwrap_or_else(|_| {
            self.connection = self.server.connect();
            self.connection.get(path).unwrap()
        })
    }

    fn retitle(&mut self, word: &str) {
        self.write(&retitled(&self.record, word));
    }

    fn rename(&mut self, word: &str) {
        let mut record = self.record.clone();
        record.paper.authors[0].name.family = word.to_owned();
        self.write(&record);
    }

    fn remake(&mut self, word: &str) {
        let text = self.base.replace("</body>", &format!("<!-- {word} -->\n</body>"));
        fs::write(self.root.join("templates/base.html"), text).unwrap();
    }

    fn write(&self, record: &Record) {
        fs::write(self.root.join(corpus::place(&record.paper)), write::paper(&record.paper)).unwrap();
    }

    /// Writes an entry so that it is never there by half.
    fn replace(&self, record: &Record) {
        let aside = self.root.join("aside.yaml");
        fs::write(&aside, write::paper(&record.paper)).unwrap();
        fs::rename(aside, self.root.join(corpus::place(&record.paper))).unwrap();
    }

    /// Saves edits while many read any page, and looks whether a stale one remains.
    fn read_by_many(&mut self, records: &[Record], column: &mut Column) {
        let pages: Vec<String> = records.iter().map(page).chain(["/".into(), "/papers/".into()]).collect();
        let (answers, errors, stop) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
        let host = self.server.host().to_owned();
        let edited: Vec<&Record> = records.iter().step_by((records.len() / EDITS_WHILE_READ).max(1)).collect();
        let begun = Instant::now();
        let mut latest = Vec::new();
        thread::scope(|scope| {
            for seed in 0..READERS {
                let (host, pages, answers, errors, stop) = (&host, &pages, &answers, &errors, &stop);
                scope.spawn(move || read(host, pages, seed, answers, errors, stop));
            }
            for (at, record) in edited.iter().take(EDITS_WHILE_READ).enumerate() {
                let word = format!("Crowd{at}");
                self.replace(&retitled(record, &word));
                latest.push((page(record), word));
                // The pace of an impatient writer: the edits fall into more than one refresh.
                thread::sleep(Duration::from_millis(100));
            }
            stop.store(true, Ordering::Relaxed);
        });
        let seconds = begun.elapsed().as_secs_f64();
        let mut stale = latest;
        within(Duration::from_secs(5), || {
            stale.retain(|(path, word)| !self.get(path).text().contains(word.as_str()));
            stale.is_empty().then_some(())
        });
        let answers = answers.into_inner() as f64;
        let number = |number: f64| Cell::Number(Some(number));
        column.push(("200 readers during 50 edits: answers", number(answers)));
        column.push(("  answers a second", number(answers / seconds)));
        column.push(("  errors", number(errors.into_inner() as f64)));
        column.push(("  pages that stayed stale", number(stale.len() as f64)));
    }
}

fn page(record: &Record) -> String {
    format!("/papers/{}/", support::http::encode(&record.paper.id))
}

fn retitled(record: &Record, word: &str) -> Record {
    let mut record = record.clone();
    // At its end, so that the paper keeps its place in lists.
    record.paper.title.source = format!("{} {word}", record.paper.title.source);
    record
}

/// Reads pages at random until it is told to stop.
fn read(host: &str, pages: &[String], seed: usize, answers: &AtomicUsize, errors: &AtomicUsize, stop: &AtomicBool) {
    let mut random = seed as u64 + 1;
    let mut kept = None;
    while !stop.load(Ordering::Relaxed) {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let path = &pages[(random >> 33) as usize % pages.len()];
        let connection = match kept.take() {
            Some(connection) => Ok(connection),
            None => Connection::open(host),
        };
        let answer = connection.and_then(|mut connection| {
            let answer = connection.get(path)?;
            // A server may close a connection, as long as it says so.
            if answer.header("connection") != Some("close") {
                kept = Some(connection);
            }
            Ok(answer)
        });
        let is_right = answer.is_ok_and(|answer| answer.status == 200 && answer.text().contains("</html>"));
        if is_right { answers } else { errors }.fetch_add(1, Ordering::Relaxed);
    }
}

/// The most memory that a process ever had, in megabytes, where the kernel tells.
fn peak_memory(id: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

impl Cell {
    /// The median of times, or the number.
    fn value(&self) -> Option<f64> {
        match self {
            Cell::Number(number) => *number,
            Cell::Times(times) => {
                let mut times = times.clone();
                times.sort_by(f64::total_cmp);
                times.get(times.len() / 2).copied()
            }
        }
    }

    fn print(&self) -> String {
        let Some(value) = self.value() else { return "n/a".to_owned() };
        match self {
            Cell::Number(_) => format!("{value:.0}"),
            Cell::Times(times) => format!("{value:.0} / {:.0}", times.iter().copied().fold(0.0, f64::max)),
        }
    }
}

fn print_table(sizes: &[usize], columns: &[Column]) {
    let mut text = format!("{:42}", "median / worst, the debounce included");
    for size in sizes {
        let _ = write!(text, "{size:>14}");
    }
    text.push('\n');
    for (row, (name, _)) in columns[0].iter().enumerate() {
        let _ = write!(text, "{name:42}");
        for column in columns {
            let _ = write!(text, "{:>14}", column[row].1.print());
        }
        text.push('\n');
    }
    let _ = writeln!(text, "\nbars, with {DEBOUNCE} ms for the debounce");
    for (name, bars) in BARS {
        let _ = write!(text, "{name:42}");
        for (size, column) in sizes.iter().zip(columns) {
            let bar = SIZES.iter().position(|known| known == size).and_then(|at| bars[at]);
            let value = column.iter().find(|(row, _)| *row == name).and_then(|(_, cell)| cell.value());
            let verdict = match bar.zip(value) {
                None => "-".to_owned(),
                Some((bar, value)) if value <= bar => format!("{bar} holds"),
                Some((bar, _)) => format!("{bar} BROKEN"),
            };
            let _ = write!(text, "{verdict:>14}");
        }
        text.push('\n');
    }
    print!("{text}");
}

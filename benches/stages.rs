//! What each stage of a build costs, at 1,000, 10,000 and 34,000 real papers: `cargo bench`.
//!
//! The papers are the proceedings of `../shared/corpus` (`CORPUS` names another folder), each given a day by the hash of
//! its id, since no real corpus is both large and precise to the day. Times are CPU time of all threads, user and
//! system, from the kernel's own count; the files lie on a tmpfs where there is one, because a disk measures itself.

#[path = "support/corpus.rs"]
mod corpus;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use offprint::archive::{Options, read_archive};
use offprint::edition::Press;
use offprint::exchange::cite::Citations;
use offprint::inspect;
use offprint::output::Output;
use offprint::paper::format;
use offprint::site::view::Builder;
use offprint::site::{Shard, Site, raw};
use offprint::source::Sources;
use offprint::text::date::Date;
use offprint::theme::Theme;
use offprint::theme::render::{Body, Renderer};
use rayon::prelude::*;

const SIZES: [usize; 3] = [1_000, 10_000, 34_614];

fn main() -> ExitCode {
    let Some(corpus) = corpus::read() else { return ExitCode::SUCCESS };
    let mut columns = Vec::new();
    for size in SIZES {
        columns.push(stages(&corpus, size, corpus::folder().path()));
    }
    print_table(&columns);
    ExitCode::SUCCESS
}

/// Names of stages with their costs.
type Column = Vec<(&'static str, Cost)>;

fn stages(corpus: &[u8], size: usize, folder: &Path) -> Column {
    let mut column = Vec::new();
    let papers = measure(&mut column, "import: read and write entries", || entries(corpus, size, folder));
    let sources = measure(&mut column, "source: list and read", || Sources::read(folder).unwrap());
    let (archive, _) = measure(&mut column, "parse and assemble", || read_archive(&sources, &Options::default()));
    assert_eq!(archive.papers().len(), papers);
    measure(&mut column, "group: dates, topics, venues", || {
        archive.dates();
        archive.by_topic_year();
        archive.by_venue();
        archive.by_venue_year();
        archive.by_volume();
    });
    measure(&mut column, "group: authors", || archive.authors().list().len());
    let (theme, _) = measure(&mut column, "theme: compile", || Theme::load(&sources, &archive.settings));
    let citations = Citations::new(&archive.settings.citations, &archive.settings.language);
    let site = Site::new(archive, Vec::new(), theme.assets(), Default::default(), citations.into());
    let builder = Builder::new(&site);
    let shared = theme.share(&site);
    let plan = measure(&mut column, "plan: every route", || site.plan());
    measure(&mut column, "view: all pages", || {
        plan.routes.par_iter().for_each(|route| drop(builder.view(*route)));
    });
    measure(&mut column, "search: terms of all papers", || {
        site.search_index();
    });
    measure(&mut column, "search: all files", || {
        site.search_layout().files().par_bridge().for_each(|file| drop(site.search_file(file)));
    });
    let renderer = Renderer::new(&site, &theme, &shared);
    measure(&mut column, "view and render: all pages", || {
        plan.routes.par_iter().for_each_init(Vec::new, |buffer, route| drop(renderer.body(*route, buffer)));
    });
    let out = folder.join("public");
    for name in ["view, render and write: all files", "the same again: nothing written"] {
        measure(&mut column, name, || {
            let output = Output::open(folder, &out, None).unwrap();
            let paths: Vec<String> = plan.routes.iter().map(|route| raw::file(&site, *route)).collect();
            output.begin(&paths).unwrap();
            let written: Vec<_> = plan
                .routes
                .par_iter()
                .zip(paths)
                .map_init(Vec::new, |buffer, (route, path)| match renderer.body(*route, buffer).unwrap() {
                    Body::Rendered => output.write(path, buffer).unwrap(),
                    Body::Ready(bytes) => output.write(path, bytes).unwrap(),
                    Body::Copied(_) => unreachable!("this archive copies nothing"),
                })
                .collect();
            output.finish(&written).unwrap();
        });
    }
    shards(&mut column, folder);
    again(&mut column, folder);
    checks(&mut column, folder);
    column.push(("files", Cost { seconds: plan.routes.len() as f64 }));
    column
}

/// What a whole build costs from nothing, and each of three that share it.
fn shards(column: &mut Column, folder: &Path) {
    let parts = [
        ("build: all of it", "1/1"),
        ("build: part 1 of 3", "1/3"),
        ("build: part 2 of 3", "2/3"),
        ("build: part 3 of 3", "3/3"),
    ];
    for (name, shard) in parts {
        let shard: Shard = shard.parse().unwrap();
        measure(column, name, || {
            let edition = Press::new(folder, Options::default()).unwrap().edition();
            edition.problems();
            let output = Output::open(folder, &folder.join(shard.to_string()), Some(&shard.to_string())).unwrap();
            let routes: Vec<_> =
                edition.site.plan().routes.iter().filter(|route| shard.has(&edition.site, **route)).collect();
            let paths: Vec<String> = routes.iter().map(|route| raw::file(&edition.site, **route)).collect();
            output.begin(&paths).unwrap();
            let renderer = edition.renderer();
            let written: Vec<_> = routes
                .par_iter()
                .zip(paths)
                .map_init(Vec::new, |buffer, (route, path)| match renderer.body(**route, buffer).unwrap() {
                    Body::Rendered => output.write(path, buffer).unwrap(),
                    Body::Ready(bytes) => output.write(path, bytes).unwrap(),
                    Body::Copied(_) => unreachable!("this archive copies nothing"),
                })
                .collect();
            output.finish(&written).unwrap();
        });
        fs::remove_dir_all(folder.join(shard.to_string())).unwrap();
    }
}

/// What it costs to see one edit, of an entry or of a template, after everything was read once.
fn again(column: &mut Column, folder: &Path) {
    let mut press = Press::new(folder, Options::default()).unwrap();
    let edition = press.edition();
    let page = edition.site.paper_href(0).to_owned();
    let file = folder.join(&*edition.archive().paper(0).path);
    let show = |press: &mut Press| {
        let edition = press.edition();
        let mut out = Vec::new();
        edition.renderer().body(edition.site.route(&page).unwrap(), &mut out).unwrap();
        out
    };
    show(&mut press);
    let text = fs::read_to_string(&file).unwrap();
    let template = folder.join("templates/base.html");
    fs::create_dir_all(template.parent().unwrap()).unwrap();
    let base = include_str!("../themes/default/templates/base.html");
    let edits = [
        ("an edit: title", &file, format!("{text}title-short: Edited\n")),
        ("an edit: author", &file, text.replacen("authors:\n", "authors:\n- Somebody New\n", 1)),
        ("an edit: base template", &template, format!("{base}<!-- edited -->")),
    ];
    for (name, file, text) in edits {
        fs::write(file, text).unwrap();
        measure(column, name, || {
            assert!(press.refresh(None).unwrap());
            show(&mut press)
        });
    }
    measure(column, "no edit", || assert!(!press.refresh(None).unwrap()));
    fs::remove_dir_all(folder.join("templates")).unwrap();
}

/// What check does beyond a build, and what fmt does.
fn checks(column: &mut Column, folder: &Path) {
    let edition = Press::new(folder, Options::default()).unwrap().edition();
    edition.site.plan();
    measure(column, "check: survey", || edition.survey().len());
    measure(column, "check: render and inspect all files", || {
        inspect::pages(&edition, &edition.site.plan().routes, || ()).sizes
    });
    let rules = &edition.archive().rules;
    let sources: Vec<_> = edition.sources.below("content/").collect();
    measure(column, "fmt: all entries", || {
        sources.par_iter().for_each(|(path, source)| {
            format::format(path, source.bytes.as_deref().unwrap_or_default(), rules);
        });
    });
}

/// Writes the first `size` papers, spread over the whole corpus, with a day each.
fn entries(corpus: &[u8], size: usize, folder: &Path) -> usize {
    let mut records = corpus::records(corpus, size);
    records.par_iter_mut().for_each(|record| {
        let paper = &mut record.paper;
        let hash = paper.id.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)));
        let year = paper.date.map_or(2000, Date::year);
        paper.available = Date::from_day(year, (hash % 12) as u8 + 1, (hash / 12 % 28) as u8 + 1);
    });
    corpus::write(&records, folder);
    records.len()
}

/// CPU seconds of a stage.
#[derive(Clone, Copy)]
struct Cost {
    seconds: f64,
}

fn measure<T>(column: &mut Column, name: &'static str, work: impl FnOnce() -> T) -> T {
    let before = cpu_seconds();
    let value = work();
    column.push((name, Cost { seconds: cpu_seconds() - before }));
    value
}

/// CPU time of every thread of this process so far; wall time where the kernel does not tell.
fn cpu_seconds() -> f64 {
    let Ok(tasks) = fs::read_dir("/proc/self/task") else {
        return std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0.0, |time| time.as_secs_f64());
    };
    let nanoseconds = |task: fs::DirEntry| -> Option<f64> {
        fs::read_to_string(task.path().join("schedstat")).ok()?.split(' ').next()?.parse().ok()
    };
    tasks.flatten().filter_map(nanoseconds).sum::<f64>() / 1e9
}

fn print_table(columns: &[Column]) {
    let mut text = format!("{:38}", "CPU seconds, all threads");
    for size in SIZES {
        let _ = write!(text, "{size:>10}");
    }
    text.push('\n');
    for (row, (name, _)) in columns[0].iter().enumerate() {
        let _ = write!(text, "{name:38}");
        for column in columns {
            let Cost { seconds } = column[row].1;
            let _ = if *name == "files" { write!(text, "{seconds:>10}") } else { write!(text, "{seconds:>10.3}") };
        }
        text.push('\n');
    }
    print!("{text}");
}

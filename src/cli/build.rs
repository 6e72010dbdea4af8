//! `offprint build`: the archive as a folder of files.

mod changed;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use rayon::prelude::*;

use super::git::Overlay;
use super::load::Reading;
use super::{Common, Ended, Failure, git, load, report};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::edition::Edition;
use crate::inspect::budget::{self, Weight};
use crate::output::{Output, Written};
use crate::site::{Route, Shard, raw};
use crate::theme::render::{Body, Renderer};
use changed::Changes;

/// What `build` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// The folder to write to [default: public in the archive's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write one part of the site, the I-th of N, so that several machines share the work [default folder: shards/I-of-N]
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Leave out entries with errors, instead of writing nothing
    #[arg(long)]
    keep_going: bool,
    /// Write only the pages that differ from those at the merge base with this revision of git, such as origin/main
    #[arg(long, value_name = "REV")]
    changed: Option<String>,
    /// Lay the entries of this revision of git over those that are here, as data; nothing else of it is read
    #[arg(long, value_name = "REV")]
    overlay: Option<String>,
}

/// Files of an overlay that are told to be left out, before the rest are only counted.
const MOST_LEFT_OUT: usize = 20;

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let begun = Instant::now();
    arguments.reading.on_threads(|| {
        let (edition, before) = editions(common, arguments)?;
        let folder = match (&arguments.out, arguments.shard) {
            (Some(folder), _) => folder.clone(),
            (None, None) => edition.sources.root().join("public"),
            // What another part wrote is not known to be ours, so each has a folder of its own.
            (None, Some(shard)) => edition.sources.root().join("shards").join(shard.to_string()),
        };
        build(common, arguments, &edition, before.as_ref(), &folder, begun)
    })?
}

/// The edition that is built, and the one that it is compared with.
fn editions(common: &Common, arguments: &Arguments) -> Result<(Edition, Option<Edition>), Failure> {
    let mut press = load::press_of(common, &arguments.reading)?;
    let here = Arc::clone(press.sources());
    let before = match &arguments.changed {
        Some(revision) => Some(here.with(git::since(here.root(), revision)?.before)),
        None => None,
    };
    if let Some(revision) = &arguments.overlay {
        let overlay = git::overlay(here.root(), revision)?;
        tell(common, &overlay);
        press.turn_to(here.with(overlay.entries));
        // Files beside entries do not come along. An entry that names one is shown without it.
        press.forgive(Code::MissingFile);
    }
    let edition = press.edition();
    let before = before.map(|before| {
        press.turn_to(before);
        press.edition()
    });
    Ok((edition, before))
}

/// Says what a branch brings, and what of it is not taken.
fn tell(common: &Common, overlay: &Overlay) {
    let left_out = &overlay.left_out;
    for (path, why) in left_out.iter().take(MOST_LEFT_OUT) {
        report::note(&format!("left out: {path}: {why}"));
    }
    if left_out.len() > MOST_LEFT_OUT {
        report::note(&format!("left out: {} more", left_out.len() - MOST_LEFT_OUT));
    }
    if !common.quiet {
        let removed = overlay.entries.values().filter(|bytes| bytes.is_none()).count();
        report::line(&format!(
            "{} laid over those here, {removed} taken away, {} left out, all since {}.",
            report::counted_as(overlay.entries.len() - removed, "entry", "entries"),
            report::counted(left_out.len(), "other file"),
            &overlay.base[..overlay.base.len().min(9)],
        ));
    }
}

fn build(
    common: &Common,
    arguments: &Arguments,
    edition: &Edition,
    before: Option<&Edition>,
    folder: &Path,
    begun: Instant,
) -> Result<Ended, Failure> {
    let problems = edition.problems();
    report::problems(&problems, &edition.archive().settings, false);
    let errors = edition.count(&problems, Severity::Error);
    let broken_template = problems.iter().any(|d| d.code == Code::Template);
    if errors > 0 && (!arguments.keep_going || broken_template) {
        report::failure(&format!("{}, so nothing was written", report::counted(errors, "error")));
        return Ok(Ended::Problems);
    }
    let part = arguments.shard.map(|shard| shard.to_string());
    let output =
        Output::open(edition.sources.root(), folder, part.as_deref()).map_err(|refused| refused.to_string())?;
    let changes = before.map(|before| changed::changes(edition, before));
    let mut routes = changes.as_ref().map_or(&edition.site.plan().routes, |changes| &changes.routes).clone();
    routes.retain(|route| arguments.shard.is_none_or(|shard| shard.has(&edition.site, *route)));
    let paths: Vec<String> = routes.iter().map(|route| raw::file(&edition.site, *route)).collect();
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let removed = output.begin(&paths).map_err(failed)?;
    let bar = report::progress(common.quiet, paths.len(), "files");
    let written = write_all(edition, &output, &routes, paths, &bar);
    bar.finish_and_clear();
    let written = written.map_err(|error| match error {
        Failed::Template(diagnostic) => crate::diagnostic::print(&diagnostic, Severity::Error),
        Failed::Disk(path, error) => format!("{}: {error}", folder.join(path).display()),
    })?;
    output.finish(&written).map_err(failed)?;
    if !common.quiet {
        changes.iter().for_each(Changes::tell);
        let part = arguments.shard.map_or_else(String::new, |shard| format!("Part {shard} of the site: "));
        let end = End { part, folder, written: &written, removed, errors, time: begun.elapsed() };
        summary(edition, &end);
        if arguments.shard.is_none() && changes.is_none() {
            tell_weight(edition, &routes, &written);
        }
    }
    Ok(Ended::Fine)
}

/// Why a file could not be made.
enum Failed {
    Template(Box<Diagnostic>),
    Disk(String, std::io::Error),
}

/// Renders and writes these routes, each thread with a buffer of its own; no more of the site is ever held.
fn write_all(
    edition: &Edition,
    output: &Output,
    routes: &[Route],
    paths: Vec<String>,
    bar: &ProgressBar,
) -> Result<Vec<Written>, Failed> {
    let renderer = edition.renderer();
    let routes = routes.par_iter().zip(paths);
    routes
        .map_init(Vec::new, |buffer, (route, path)| {
            let written = write(edition, &renderer, output, *route, path, buffer);
            bar.inc(1);
            written
        })
        .collect()
}

fn write(
    edition: &Edition,
    renderer: &Renderer<'_>,
    output: &Output,
    route: Route,
    path: String,
    buffer: &mut Vec<u8>,
) -> Result<Written, Failed> {
    let disk = |path: &str| {
        let path = path.to_owned();
        move |error| Failed::Disk(path, error)
    };
    match renderer.body(route, buffer).map_err(Failed::Template)? {
        Body::Rendered => {
            let on_error = disk(&path);
            output.write(path, buffer).map_err(on_error)
        }
        Body::Ready(bytes) => {
            let on_error = disk(&path);
            output.write(path, bytes).map_err(on_error)
        }
        Body::Copied(source) => {
            let file = edition.sources.open(&source).map_err(disk(&source))?;
            let (size, mtime) = edition.sources.get(&source).map_or((0, 0), |known| (known.size, known.mtime));
            let on_error = disk(&path);
            output.copy(path, file, size, mtime).map_err(on_error)
        }
    }
}

/// Says what takes the room of a site that comes near to what its host takes.
fn tell_weight(edition: &Edition, routes: &[Route], written: &[Written]) {
    if !budget::is_github(edition) {
        return;
    }
    let mut weight = Weight::default();
    routes.iter().zip(written).for_each(|(route, file)| weight.add(&edition.site, *route, file.size));
    weight.lines().iter().for_each(|line| report::line(line));
}

/// How a build ended.
struct End<'a> {
    /// Which part of the site was built; empty where it was all.
    part: String,
    folder: &'a Path,
    written: &'a [Written],
    removed: usize,
    errors: usize,
    time: Duration,
}

fn summary(edition: &Edition, end: &End<'_>) {
    let End { part, folder, written, removed, errors, time } = end;
    let folder = folder.strip_prefix(edition.sources.root()).unwrap_or(folder);
    let changed = written.iter().filter(|file| file.changed).count();
    let size: u64 = written.iter().map(|file| file.size).sum();
    let pages = written.iter().filter(|file| file.path.ends_with(".html")).count();
    let left_out = match errors {
        0 => String::new(),
        errors => format!(" Left out: what has {}.", report::counted(*errors, "error")),
    };
    report::line(&format!(
        "{part}{}, {}, {} in {}: {changed} written, {} unchanged, {removed} removed, {:.2} s.{left_out}",
        report::counted(edition.archive().papers().len(), "paper"),
        report::counted(pages, "page"),
        report::bytes(size),
        folder.display(),
        written.len() - changed,
        time.as_secs_f64(),
    ));
}

//! `offprint build`: the archive as a folder of files.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use rayon::prelude::*;

use super::load::Reading;
use super::{Common, Ended, Failure, load, report};
use crate::diagnostic::{Diagnostic, Severity};
use crate::edition::Edition;
use crate::output::{Output, Written};
use crate::site::{Route, raw};
use crate::theme::render::{Body, Renderer};

/// What `build` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// The folder to write to [default: public in the archive's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Leave out entries with errors, instead of writing nothing
    #[arg(long)]
    keep_going: bool,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let begun = Instant::now();
    arguments.reading.on_threads(|| {
        let edition = load::edition(common, &arguments.reading)?;
        let folder = match &arguments.out {
            Some(folder) => folder.clone(),
            None => edition.sources.root().join("public"),
        };
        build(common, arguments, &edition, &folder, begun)
    })?
}

fn build(
    common: &Common,
    arguments: &Arguments,
    edition: &Edition,
    folder: &Path,
    begun: Instant,
) -> Result<Ended, Failure> {
    let problems = edition.problems();
    report::problems(&problems, &edition.archive().settings, false);
    let errors = edition.count(&problems, Severity::Error);
    let broken_template = problems.iter().any(|d| d.code == crate::diagnostic::Code::Template);
    if errors > 0 && (!arguments.keep_going || broken_template) {
        report::failure(&format!("{}, so nothing was written", report::counted(errors, "error")));
        return Ok(Ended::Problems);
    }
    let output = Output::open(edition.sources.root(), folder).map_err(|refused| refused.to_string())?;
    let routes = &edition.site.plan().routes;
    let paths: Vec<String> = routes.iter().map(|route| raw::file(&edition.site, *route)).collect();
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let removed = output.begin(&paths).map_err(failed)?;
    let bar = report::progress(common.quiet, paths.len(), "files");
    let written = write_all(edition, &output, paths, &bar);
    bar.finish_and_clear();
    let written = written.map_err(|error| match error {
        Failed::Template(diagnostic) => crate::diagnostic::print(&diagnostic, Severity::Error),
        Failed::Disk(path, error) => format!("{}: {error}", folder.join(path).display()),
    })?;
    output.finish(&written).map_err(failed)?;
    if !common.quiet {
        summary(edition, errors, folder, &written, removed, begun.elapsed());
    }
    Ok(Ended::Fine)
}

/// Why a file could not be made.
enum Failed {
    Template(Box<Diagnostic>),
    Disk(String, std::io::Error),
}

/// Renders and writes every route, each thread with a buffer of its own; no more of the site is ever held.
fn write_all(
    edition: &Edition,
    output: &Output,
    paths: Vec<String>,
    bar: &ProgressBar,
) -> Result<Vec<Written>, Failed> {
    let renderer = edition.renderer();
    let routes = edition.site.plan().routes.par_iter().zip(paths);
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

fn summary(edition: &Edition, errors: usize, folder: &Path, written: &[Written], removed: usize, time: Duration) {
    let folder = folder.strip_prefix(edition.sources.root()).unwrap_or(folder);
    let changed = written.iter().filter(|file| file.changed).count();
    let size: u64 = written.iter().map(|file| file.size).sum();
    let pages = written.iter().filter(|file| file.path.ends_with(".html")).count();
    let left_out = match errors {
        0 => String::new(),
        errors => format!(" Left out: what has {}.", report::counted(errors, "error")),
    };
    report::line(&format!(
        "{}, {}, {} in {}: {changed} written, {} unchanged, {removed} removed, {:.2} s.{left_out}",
        report::counted(edition.archive().papers().len(), "paper"),
        report::counted(pages, "page"),
        report::bytes(size),
        folder.display(),
        written.len() - changed,
        time.as_secs_f64(),
    ));
}

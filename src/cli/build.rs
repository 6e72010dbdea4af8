//! `offprint build`: the archive as a folder of files.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use rayon::prelude::*;

use super::load::{Loaded, Planned, Reading};
use super::{Common, Ended, Failure, report};
use crate::diagnostic::{Diagnostic, Severity};
use crate::output::{Output, Written};
use crate::site::{Route, raw};
use crate::theme::render::Body;

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
        let loaded = Loaded::read(common, &arguments.reading)?;
        let folder = match &arguments.out {
            Some(folder) => folder.clone(),
            None => loaded.sources.root().join("public"),
        };
        loaded.plan(|planned| build(common, arguments, &planned, &folder, begun))
    })?
}

fn build(
    common: &Common,
    arguments: &Arguments,
    planned: &Planned<'_>,
    folder: &Path,
    begun: Instant,
) -> Result<Ended, Failure> {
    let settings = &planned.archive.settings;
    report::problems(&planned.diagnostics, settings, false);
    let errors = planned.count(Severity::Error);
    let broken_template = planned.diagnostics.iter().any(|d| d.code == crate::diagnostic::Code::Template);
    if errors > 0 && (!arguments.keep_going || broken_template) {
        report::failure(&format!("{}, so nothing was written", report::counted(errors, "error")));
        return Ok(Ended::Problems);
    }
    let output = Output::open(planned.sources.root(), folder).map_err(|refused| refused.to_string())?;
    let paths: Vec<String> = planned.plan.routes.iter().map(|route| raw::file(planned.site, *route)).collect();
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let removed = output.begin(&paths).map_err(failed)?;
    let bar = report::progress(common.quiet, paths.len(), "files");
    let written = write_all(planned, &output, paths, &bar);
    bar.finish_and_clear();
    let written = written.map_err(|error| match error {
        Failed::Template(diagnostic) => crate::diagnostic::print(&diagnostic, Severity::Error),
        Failed::Disk(path, error) => format!("{}: {error}", folder.join(path).display()),
    })?;
    output.finish(&written).map_err(failed)?;
    if !common.quiet {
        summary(planned, folder, &written, removed, begun.elapsed());
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
    planned: &Planned<'_>,
    output: &Output,
    paths: Vec<String>,
    bar: &ProgressBar,
) -> Result<Vec<Written>, Failed> {
    let routes = planned.plan.routes.par_iter().zip(paths);
    routes
        .map_init(Vec::new, |buffer, (route, path)| {
            let written = write(planned, output, *route, path, buffer);
            bar.inc(1);
            written
        })
        .collect()
}

fn write(
    planned: &Planned<'_>,
    output: &Output,
    route: Route,
    path: String,
    buffer: &mut Vec<u8>,
) -> Result<Written, Failed> {
    let disk = |path: &str| {
        let path = path.to_owned();
        move |error| Failed::Disk(path, error)
    };
    match planned.renderer.body(route, buffer).map_err(Failed::Template)? {
        Body::Rendered => {
            let on_error = disk(&path);
            output.write(path, buffer).map_err(on_error)
        }
        Body::Ready(bytes) => {
            let on_error = disk(&path);
            output.write(path, bytes).map_err(on_error)
        }
        Body::Copied(source) => {
            let file = planned.sources.open(source).map_err(disk(source))?;
            let (size, mtime) = planned.sources.get(source).map_or((0, 0), |known| (known.size, known.mtime));
            let on_error = disk(&path);
            output.copy(path, file, size, mtime).map_err(on_error)
        }
    }
}

fn summary(planned: &Planned<'_>, folder: &Path, written: &[Written], removed: usize, time: Duration) {
    let folder = folder.strip_prefix(planned.sources.root()).unwrap_or(folder);
    let changed = written.iter().filter(|file| file.changed).count();
    let size: u64 = written.iter().map(|file| file.size).sum();
    let pages = written.iter().filter(|file| file.path.ends_with(".html")).count();
    let errors = planned.count(Severity::Error);
    let left_out = match errors {
        0 => String::new(),
        errors => format!(" Left out: what has {}.", report::counted(errors, "error")),
    };
    report::line(&format!(
        "{}, {}, {} in {}: {changed} written, {} unchanged, {removed} removed, {:.2} s.{left_out}",
        report::counted(planned.archive.papers().len(), "paper"),
        report::counted(pages, "page"),
        report::bytes(size),
        folder.display(),
        written.len() - changed,
        time.as_secs_f64(),
    ));
}

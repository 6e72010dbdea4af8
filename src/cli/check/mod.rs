//! `offprint check`: a build that writes nothing, and looks at what it would have written.

mod changed;
mod external;
mod summary;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::load::Reading;
use super::net::Reach;
use super::{Common, Ended, Failure, git, init, load, report};
use crate::config::Settings;
use crate::diagnostic::{self, Code, Diagnostic, Severity, machine, nearest};
use crate::edition::Edition;
use crate::inspect;

/// What `check` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// How problems are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Tell only what has come since this revision of git, such as origin/main
    #[arg(long, value_name = "REV")]
    changed: Option<String>,
    /// Add a summary of what has come since, in Markdown, to this file, such as "$GITHUB_STEP_SUMMARY"
    #[arg(long, value_name = "FILE", requires = "changed")]
    summary: Option<PathBuf>,
    /// Tell which addresses of a list or of a sitemap the site does not have
    #[arg(long, value_name = "FILE")]
    urls: Option<PathBuf>,
    /// Ask other sites whether links to them lead anywhere; `any` takes those of private networks too
    #[arg(long, value_name = "REACH", num_args = 0..=1, require_equals = true, default_missing_value = "public")]
    links: Option<Reach>,
    /// Take warnings of a code, or all `warnings`, for errors
    #[arg(long, value_name = "CODE|warnings")]
    deny: Vec<String>,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the line and what to do
    Human,
    /// A JSON object a line
    Json,
    /// Annotations of GitHub's workflows
    Github,
    /// A log of SARIF 2.1.0
    Sarif,
}

/// What was found, and where it was looked for.
struct Found {
    edition: Edition,
    problems: Vec<Diagnostic>,
    /// What the summary says of where it was looked.
    scope: String,
    /// The files that have changed, where only they count.
    changed: Option<BTreeSet<String>>,
    /// The archive that it is compared with.
    before: Option<Edition>,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let denied = denied(&arguments.deny)?;
    arguments.reading.on_threads(|| {
        let mut found = match &arguments.changed {
            Some(revision) => changed::find(common, &arguments.reading, revision)?,
            None => find(common, arguments)?,
        };
        if let Some(file) = &arguments.urls {
            found.problems.extend(urls(&found.edition, file)?);
        }
        if let Some(reach) = arguments.links {
            found.problems.extend(external::check(&found.edition, reach, found.changed.as_ref(), common.quiet)?);
        }
        diagnostic::sort(&mut found.problems);
        let Found { edition, problems, scope, .. } = &found;
        let settings = stricter(&edition.archive().settings, &denied);
        print(problems, &settings, arguments.format, edition.sources.root());
        if let Some(file) = &arguments.summary {
            summary::append(&found, &settings, file)?;
        }
        let count = |severity| problems.iter().filter(|problem| settings.severity(problem.code) == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if !common.quiet && arguments.format == Format::Human {
            let papers = report::counted(edition.archive().papers().len(), "paper");
            report::line(&format!("{papers}{scope}, {}", report::total(errors, warnings)));
        }
        Ok(if errors > 0 { Ended::Problems } else { Ended::Fine })
    })?
}

/// Every problem of the archive as it stands.
fn find(common: &Common, arguments: &Arguments) -> Result<Found, Failure> {
    let edition = load::edition(common, &arguments.reading)?;
    let mut problems = edition.problems();
    if arguments.reading.is_as_set() {
        problems.extend(init::stale(edition.sources.root(), edition.archive()));
    }
    // A list of addresses is asked for by itself: its answer does not wait for the pages.
    if edition.has_templates() && arguments.urls.is_none() {
        let routes = &edition.site.plan().routes;
        let bar = report::progress(common.quiet, routes.len(), "files");
        problems.extend(inspect::pages(&edition, routes, || bar.inc(1)).diagnostics);
        bar.finish_and_clear();
    }
    Ok(Found { edition, problems, scope: String::new(), changed: None, before: None })
}

/// The codes that `--deny` names; all of them for `warnings`.
fn denied(names: &[String]) -> Result<BTreeSet<Option<Code>>, Failure> {
    let code = |name: &String| match name.as_str() {
        "warnings" => Ok(None),
        name => Code::from_name(name).map(Some).ok_or_else(|| {
            let near = nearest(name, Code::ALL.iter().map(|code| code.name()).chain(["warnings"]));
            let help = near.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
            format!("there is no code `{name}`{help}")
        }),
    };
    names.iter().map(code).collect()
}

/// The settings with what is denied as errors. What the archive has switched off stays off, unless it is named.
fn stricter(settings: &Settings, denied: &BTreeSet<Option<Code>>) -> Settings {
    let mut stricter = settings.clone();
    for code in Code::ALL {
        let all = denied.contains(&None) && settings.severity(*code) == Severity::Warning;
        if all || denied.contains(&Some(*code)) {
            stricter.severities.insert(*code, Severity::Error);
        }
    }
    stricter
}

/// The addresses of a file that the site does not have.
fn urls(edition: &Edition, file: &Path) -> Result<Vec<Diagnostic>, Failure> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|error| format!("{name}: {error}"))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{name}: this is not UTF-8"))?;
    let (count, found) = inspect::listed(edition, &name.replace('\\', "/"), &text);
    match count {
        0 => Err(format!("{name} holds no addresses: one a line, or a sitemap, is wanted")),
        _ => Ok(found),
    }
}

/// Prints problems: for people to the error stream, for programs to the output.
fn print(problems: &[Diagnostic], settings: &Settings, format: Format, root: &Path) {
    let graded: Vec<machine::Graded<'_>> = problems
        .iter()
        .map(|problem| (problem, settings.severity(problem.code)))
        .filter(|(_, severity)| *severity != Severity::Off)
        .collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let prefix = || git::prefix(root).unwrap_or_default();
    let written = match format {
        Format::Human => {
            report::problems(problems, settings, true);
            Ok(())
        }
        Format::Json => graded.iter().try_for_each(|problem| writeln!(out, "{}", machine::json(*problem))),
        Format::Github => {
            let prefix = prefix();
            graded.iter().try_for_each(|problem| writeln!(out, "{}", machine::github(*problem, &prefix)))
        }
        Format::Sarif => writeln!(out, "{}", machine::sarif(&graded, &prefix())),
    };
    // Whoever closed the output has read enough.
    let _ = written.and_then(|()| out.flush());
}

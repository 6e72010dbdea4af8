//! `offprint export`: papers of the archive in a format for others, on the standard output.

use super::load::Reading;
use super::{Common, Ended, Failure, load, report};
use crate::archive::Archive;
use crate::config::ExportFormat;
use crate::diagnostic::{Diagnostic, Severity};
use crate::exchange::export::Extent;
use crate::paper::write;
use crate::search::evaluate::matches;
use crate::search::query::{Condition, ProblemCode, Query};
use crate::site::Site;

/// What `export` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// Which papers, in the query language of lists [default: all that stand in lists]
    query: Vec<String>,
    /// The format
    #[arg(long, value_name = "NAME", value_enum, default_value_t = Format::Bibtex)]
    format: Format,
    /// The first so many alone, the newest first
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Leave out entries with errors, instead of exporting nothing
    #[arg(long)]
    keep_going: bool,
    #[command(flatten)]
    reading: Reading,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Format {
    /// BibTeX, in ASCII
    Bibtex,
    /// BibLaTeX, in Unicode
    Biblatex,
    /// RIS
    Ris,
    /// CSL-JSON, one array
    CslJson,
    /// The whole record of a paper as a JSON object a line
    Jsonl,
    /// Entries for another archive, a document each
    Yaml,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let query = parse(&arguments.query.join(" "))?;
    arguments.reading.on_threads(|| {
        let edition = load::edition(common, &arguments.reading)?;
        let settings = &edition.archive().settings;
        let is_error = |problem: &&Diagnostic| settings.severity(problem.code) == Severity::Error;
        let errors: Vec<Diagnostic> = edition.diagnostics.iter().filter(is_error).cloned().collect();
        report::problems(&errors, settings, false);
        if !errors.is_empty() && !arguments.keep_going {
            let count = report::counted(errors.len(), "error");
            report::failure(&format!("{count}, so nothing was exported"));
            return Ok(Ended::Problems);
        }
        let mut papers = select(edition.archive(), &query);
        papers.truncate(arguments.limit.unwrap_or(usize::MAX));
        report::text(text(&edition.site, &papers, arguments.format))?;
        Ok(Ended::Fine)
    })?
}

/// A query in which everything is understood: an export that means something else than was asked would go unnoticed.
fn parse(text: &str) -> Result<Query, Failure> {
    let query = Query::saved(text);
    if let Some(problem) = query.problems.first() {
        let near = problem.near.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
        let (field, text) = (&problem.field, &problem.text);
        return Err(match problem.code {
            ProblemCode::UnknownField => format!("a query has no field `{field}`{near}"),
            ProblemCode::UnknownValue => format!("`{field}:` knows no `{text}`{near}"),
            ProblemCode::BadDate => format!("`{text}` is neither a date nor a range of dates, such as 2019..2023"),
        });
    }
    let mut atoms = query.all.iter().flat_map(|group| &group.any);
    if atoms.any(|atom| matches!(atom.condition, Condition::Like { .. })) {
        return Err("an export cannot ask for similar papers".to_owned());
    }
    Ok(query)
}

fn select(archive: &Archive, query: &Query) -> Vec<u32> {
    if query.all.is_empty() { archive.all().to_vec() } else { matches(archive, query) }
}

fn text(site: &Site, papers: &[u32], format: Format) -> String {
    let mut out = String::new();
    let format = match format {
        Format::Bibtex => ExportFormat::Bibtex,
        Format::Biblatex => ExportFormat::Biblatex,
        Format::Ris => ExportFormat::Ris,
        Format::CslJson => ExportFormat::CslJson,
        Format::Jsonl => {
            for paper in papers {
                out.push_str(&site.record(*paper).json());
                out.push('\n');
            }
            return out;
        }
        Format::Yaml => {
            for (at, paper) in papers.iter().enumerate() {
                out.push_str(if at > 0 { "---\n" } else { "" });
                out.push_str(&write::paper(&site.portable(*paper)));
            }
            return out;
        }
    };
    format.file(papers.iter().map(|paper| format.entry(&site.work(*paper), Extent::Full)))
}

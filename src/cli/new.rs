//! `offprint new`: one more entry, from an identifier, a record, flags, answers, or all of these.

mod ask;
mod lookup;
pub mod said;

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use super::import::read_file;
use super::intake::{self, Intake, Sorted, Target, shared};
use super::net::records::{arxiv_id, doi, of_arxiv, of_doi};
use super::net::{self, Web};
use super::talk::Stop;
use super::topics::Topics;
use super::{Common, Ended, Failure, report};
use crate::archive::{self, Options, read_archive};
use crate::config::{Calendar, Settings};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::exchange::{self, Format, Record};
use crate::paper::identifier::arxiv_in_doi;
use crate::site::github;
use said::Said;

/// What `new` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// Ask arXiv for the paper of this id, or of the address of its page
    #[arg(long, value_name = "ID", value_parser = arxiv_id, group = "source")]
    arxiv: Option<String>,
    /// Ask the publisher for the paper of this DOI
    #[arg(long, value_name = "DOI", value_parser = doi, group = "source")]
    doi: Option<String>,
    /// Read the paper from a file in any format that `import` reads; `-` is the standard input
    #[arg(long, value_name = "FILE", group = "source")]
    from: Option<PathBuf>,
    /// The format of that file, in place of a guess from the content
    #[arg(long, value_name = "NAME", requires = "from", value_parser = super::import::format)]
    format: Option<Format>,
    /// The folder for the entry, below content/papers; {year} is the paper's [default: content/papers/{year}]
    #[arg(long, value_name = "DIR")]
    into: Option<String>,
    /// Print the entry, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Ask no questions on a terminal
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    said: Said,
    #[command(flatten)]
    net: net::Options,
}

const OFFLINE: &str = "Without the network: `offprint new --from FILE`, or with `--title` and other flags";

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let root = common.find_root()?;
    let target = Target::folder(arguments.into.as_deref())?;
    let intake = Intake::open(&root)?;
    let topics = Topics::of(intake.archive());
    let mut records = records(arguments)?;
    if records.len() > 1
        && let Some(flag) = arguments.said.of_one()
    {
        return Err(format!("{flag} is for one paper, and there are {}", records.len()));
    }
    for record in &mut records {
        topics.settle(record);
        arguments.said.apply(record, intake.archive(), &topics)?;
        if intake.archive().settings.calendar == Calendar::Added && record.paper.added.is_none() {
            record.paper.added = net::today();
        }
    }
    // Nobody is asked about a paper that is there.
    let known = intake.sort(records.clone());
    if known.new.is_empty() {
        return Ok(told_known(&known));
    }
    if let [record] = records.as_mut_slice()
        && !complete(common, arguments, record, &topics)?
    {
        return Err("the answers ended before the last question, so nothing was written".to_owned());
    }
    if records.iter().any(|record| record.paper.title.is_empty()) {
        return Err(
            "a paper needs a title: --title TEXT, or where to find it: --arxiv ID, --doi DOI, --from FILE".into()
        );
    }
    let mut sorted = intake.sort(records);
    // Topics come by people alone: one that is not there is a mistake, which is told.
    sorted.topics.clear();
    if let (Some(id), [record]) = (&arguments.said.id, sorted.new.as_slice())
        && record.paper.id != *id
    {
        return Err(format!("the id `{id}` is taken: `{}` is free", record.paper.id));
    }
    finish(common, arguments, &intake, &sorted, &target)
}

/// Writes the new entries and tells what came of it.
fn finish(
    common: &Common,
    arguments: &Arguments,
    intake: &Intake,
    sorted: &Sorted,
    target: &Target,
) -> Result<Ended, Failure> {
    let known = told_known(sorted);
    if sorted.new.is_empty() {
        return Ok(known);
    }
    let entries: BTreeMap<String, Option<Vec<u8>>> = (sorted.new.iter())
        .map(|record| (target.path_of(&record.paper), Some(intake::text(&record.paper).into_bytes())))
        .collect();
    if arguments.dry_run {
        let texts: Vec<String> = sorted.new.iter().map(|record| intake::text(&record.paper)).collect();
        report::text(texts.join("---\n"))?;
    } else {
        let paths = intake.write(sorted, target, || {})?;
        if !common.quiet {
            paths.iter().for_each(|path| report::line(path));
        }
    }
    let problems = problems(intake, sorted, entries);
    let settings = &intake.archive().settings;
    report::problems(&problems, settings, true);
    let is_wrong = problems.iter().any(|problem| settings.severity(problem.code) == Severity::Error);
    if !arguments.dry_run && !common.quiet {
        report::line(&advice(settings, intake.sources().root(), &sorted.new, is_wrong));
    }
    Ok(if is_wrong { Ended::Problems } else { known })
}

/// The papers that are to be entered, as their source has them; an empty one where there is none.
fn records(arguments: &Arguments) -> Result<Vec<Record>, Failure> {
    let mut web = Web::new(&arguments.net, OFFLINE);
    if let Some(id) = &arguments.arxiv {
        return Ok(vec![of_arxiv(&mut web, &arguments.net, id)?]);
    }
    if let Some(doi) = &arguments.doi {
        return Ok(vec![match arxiv_in_doi(doi) {
            // arXiv itself knows more than its registrant.
            Some(id) => of_arxiv(&mut web, &arguments.net, id)?,
            None => of_doi(&mut web, &arguments.net, doi)?,
        }]);
    }
    match &arguments.from {
        Some(file) => {
            let records = from_file(file, arguments.format)?.into_iter();
            records.map(|record| lookup::complete(&mut web, &arguments.net, record)).collect()
        }
        None => Ok(vec![Record::default()]),
    }
}

fn from_file(file: &Path, format: Option<Format>) -> Result<Vec<Record>, Failure> {
    let imported = read_file(file, format, &exchange::Options::default())?;
    for why in &imported.skipped {
        report::note(&format!("left out: {}: {why}", file.display()));
    }
    match imported.records.is_empty() {
        true => Err(format!("{}: there is no paper in it that can be used", file.display())),
        false => Ok(imported.records),
    }
}

/// Asks for what is missing, where there is somebody to ask. Whether all was answered.
fn complete(common: &Common, arguments: &Arguments, record: &mut Record, topics: &Topics<'_>) -> Result<bool, Failure> {
    let (input, out) = (std::io::stdin(), std::io::stdout());
    if common.quiet || arguments.yes || !input.is_terminal() || !out.is_terminal() {
        return Ok(true);
    }
    match ask::complete(record, topics, &mut input.lock(), &mut out.lock()) {
        Ok(()) => Ok(true),
        Err(Stop::End) => Ok(false),
        Err(Stop::Failed(error)) => Err(format!("nobody can be asked: {error}")),
    }
}

/// Tells which records are in the archive already.
fn told_known(sorted: &Sorted) -> Ended {
    for (record, found) in &sorted.known {
        let title = &record.paper.title.source;
        report::failure(&format!("\"{title}\" is in the archive as `{}`: {}", found.id, shared(found.by)));
    }
    if sorted.known.is_empty() { Ended::Fine } else { Ended::Problems }
}

/// What is wrong with the new entries, each at this path.
fn problems(intake: &Intake, sorted: &Sorted, entries: BTreeMap<String, Option<Vec<u8>>>) -> Vec<Diagnostic> {
    let paths: Vec<String> = entries.keys().cloned().collect();
    let declared = intake.declared(sorted).into_iter().map(|(path, text)| (path.to_owned(), Some(text.into_bytes())));
    let sources = intake.sources().with(entries.into_iter().chain(declared).collect());
    let (archive, mut found) = read_archive(&sources, &Options { drafts: true, base_url: None });
    found.extend(archive::survey(&archive, &sources).place(&sources));
    found.retain(|problem| paths.contains(&problem.path));
    diagnostic::sort(&mut found);
    found
}

/// What to do next.
fn advice(settings: &Settings, root: &Path, new: &[Record], is_wrong: bool) -> String {
    let mut text = match is_wrong {
        true => "\nMend what is told above, then look at it:\n".to_owned(),
        false => "\nLook at it:\n".to_owned(),
    };
    text += "  offprint serve --open\n";
    let is_git = root.canonicalize().is_ok_and(|root| root.ancestors().any(|folder| folder.join(".git").exists()));
    if !is_git {
        return text.trim_end().to_owned();
    }
    let name = match new {
        [record] => record.paper.id.clone(),
        records => format!("{}-papers", records.len()),
    };
    text += &format!(
        "Then send it in:\n  git switch -c add-{name}\n  git add content\n  git commit -m \"Add {name}\"\n  \
         git push -u origin add-{name}\n"
    );
    if let Some(address) = github::compare(settings, &format!("add-{name}")) {
        text += &format!("and open a pull request at {address}\n");
    }
    text.trim_end().to_owned()
}

//! The command line: what was typed, what it means, what is run. One file a command.

mod build;
mod check;
mod completions;
mod digest;
mod explain;
mod export;
mod fetch;
mod fmt;
mod git;
mod import;
mod init;
mod intake;
mod load;
mod man;
mod net;
mod new;
#[cfg(test)]
mod reference;
mod report;
mod schema;
mod search;
mod serve;
mod talk;
mod topics;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ColorChoice, CommandFactory as _, Parser, Subcommand};

use crate::source::SETTINGS;

/// How a command ended, for whoever called it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All is well.
    Fine = 0,
    /// The archive has problems.
    Problems = 1,
    /// The command could not run.
    Failed = 2,
    /// There was nothing to do.
    Nothing = 3,
}

#[derive(Parser)]
#[command(name = "offprint", version, about = "A static site generator for papers archives", max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// What every command takes.
#[derive(Args, Clone, Debug)]
struct Common {
    /// The archive's folder [default: the nearest one upward with offprint.yaml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Print problems alone
    #[arg(long, short, global = true)]
    quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

#[derive(Subcommand)]
enum Command {
    /// Begin an archive, or prepare its repository on GitHub to take papers and publish them
    Init(Box<init::Arguments>),
    /// Build the site
    Build(build::Arguments),
    /// Show the site in a browser, as it is written
    Serve(serve::Arguments),
    /// Tell what is wrong with the archive, and write nothing
    Check(check::Arguments),
    /// Take papers from BibTeX, RIS, CSL-JSON and other formats into the archive
    Import(import::Arguments),
    /// Write an entry for a paper, from arXiv, a DOI, a record or what you say
    New(Box<new::Arguments>),
    /// Write entries for the new papers of a list elsewhere, and keep its counts
    Fetch(fetch::Arguments),
    /// Write entries in their canonical form
    Fmt(fmt::Arguments),
    /// Print papers as BibTeX, BibLaTeX, RIS, CSL-JSON, JSON or YAML
    Export(export::Arguments),
    /// Search a built site, as its readers would
    Search(search::Arguments),
    /// Print or send the papers of a day or a week as a letter
    Digest(digest::Arguments),
    /// Write JSON Schema of the archive's files, for editors that complete and check as one types
    Schema(schema::Arguments),
    /// Explain the code of a problem, such as unknown-key
    Explain(explain::Arguments),
    /// Print the script by which a shell completes commands and options
    Completions(completions::Arguments),
    /// Write a manual page for each command into a folder
    Man(man::Arguments),
}

/// Why a command could not run; printed as it is.
type Failure = String;

/// Runs the command of the process's arguments.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Ended::Failed } else { Ended::Fine } as u8);
        }
    };
    match cli.common.color {
        ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
        ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
        ColorChoice::Auto => {}
    }
    let ended = match &cli.command {
        Command::Build(arguments) => build::run(&cli.common, arguments),
        Command::Serve(arguments) => serve::run(&cli.common, arguments),
        Command::Check(arguments) => check::run(&cli.common, arguments),
        Command::Import(arguments) => import::run(&cli.common, arguments),
        Command::New(arguments) => new::run(&cli.common, arguments),
        Command::Fetch(arguments) => fetch::run(&cli.common, arguments),
        Command::Fmt(arguments) => fmt::run(&cli.common, arguments),
        Command::Export(arguments) => export::run(&cli.common, arguments),
        Command::Search(arguments) => search::run(&cli.common, arguments),
        Command::Digest(arguments) => digest::run(&cli.common, arguments),
        Command::Schema(arguments) => schema::run(&cli.common, arguments),
        Command::Init(arguments) => init::run(&cli.common, arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Completions(arguments) => completions::run(Cli::command(), arguments),
        Command::Man(arguments) => man::run(Cli::command(), &cli.common, arguments),
    };
    let ended = ended.unwrap_or_else(|failure| {
        report::failure(&failure);
        Ended::Failed
    });
    ExitCode::from(ended as u8)
}

impl Common {
    /// The archive's folder.
    fn find_root(&self) -> Result<PathBuf, Failure> {
        if let Some(root) = &self.root {
            return match root.join(SETTINGS).is_file() {
                true => Ok(root.clone()),
                false => Err(format!("there is no {SETTINGS} in {}", root.display())),
            };
        }
        let here = std::env::current_dir().map_err(|error| format!("the current folder cannot be read: {error}"))?;
        let found = here.ancestors().find(|folder| folder.join(SETTINGS).is_file()).map(Path::to_path_buf);
        found.ok_or_else(|| {
            format!(
                "there is no {SETTINGS} here or in a folder above: `offprint init` begins an archive here, and --root names \
                 one that is elsewhere"
            )
        })
    }
}

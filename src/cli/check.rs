//! `offprint check`: a build that writes nothing.

use super::load::Reading;
use super::{Common, Ended, Failure, load, report};
use crate::diagnostic::Severity;

/// What `check` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    arguments.reading.on_threads(|| {
        let edition = load::edition(common, &arguments.reading)?;
        let problems = edition.problems();
        report::problems(&problems, &edition.archive().settings, true);
        let count = |severity| edition.count(&problems, severity);
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if !common.quiet {
            let papers = report::counted(edition.archive().papers().len(), "paper");
            report::line(&format!("{papers}, {}", report::total(errors, warnings)));
        }
        Ok(if errors > 0 { Ended::Problems } else { Ended::Fine })
    })?
}

//! `offprint check`: a build that writes nothing.

use super::load::{Loaded, Reading};
use super::{Common, Ended, Failure, report};
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
        let loaded = Loaded::read(common, &arguments.reading)?;
        loaded.plan(|planned| {
            report::problems(&planned.diagnostics, &planned.archive.settings, true);
            let (errors, warnings) = (planned.count(Severity::Error), planned.count(Severity::Warning));
            if !common.quiet {
                let papers = report::counted(planned.archive.papers().len(), "paper");
                report::line(&format!("{papers}, {}", report::total(errors, warnings)));
            }
            Ok(if errors > 0 { Ended::Problems } else { Ended::Fine })
        })
    })?
}

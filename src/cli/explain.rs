//! `offprint explain CODE`: what a code means, from the one table of codes.

use super::{Ended, Failure, report};
use crate::diagnostic::{Code, nearest};

/// What `explain` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// The code, such as unknown-key; without one, all codes are listed
    code: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Ended, Failure> {
    let Some(name) = &arguments.code else {
        for code in Code::ALL {
            report::line(&format!("{:24} {}", code.name(), code.severity().name()));
        }
        return Ok(Ended::Fine);
    };
    let Some(code) = Code::from_name(name) else {
        let near = nearest(name, Code::ALL.iter().map(|code| code.name()));
        let help = near.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
        return Err(format!("there is no code `{name}`{help}"));
    };
    let example: String = code.example().lines().map(|line| format!("    {line}\n")).collect();
    report::line(&format!(
        "{} ({})\n\n{}\n\nFor example:\n\n{example}",
        code.name(),
        code.severity().name(),
        code.explanation()
    ));
    Ok(Ended::Fine)
}

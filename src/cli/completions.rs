//! `offprint completions SHELL`: the script by which a shell completes commands and options, made of what the commands
//! say of themselves, so that it knows a new option on the day that it is made.

use std::io::Write as _;

use clap_complete::Shell;

use super::{Ended, Failure};

/// What `completions` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// The shell that reads the script
    shell: Shell,
}

/// Runs the command.
pub fn run(mut commands: clap::Command, arguments: &Arguments) -> Result<Ended, Failure> {
    let name = commands.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut commands, name, &mut script);
    // Whoever reads may have read enough; that is no failure.
    let _ = std::io::stdout().write_all(&script);
    Ok(Ended::Fine)
}

//! `offprint man DIR`: a manual page for each command, made of what the commands say of themselves. It is for those who
//! pack the program for others.

use std::fs;
use std::path::PathBuf;

use super::{Common, Ended, Failure, report};

/// What `man` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// The folder of the pages, such as /usr/share/man/man1
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Runs the command.
pub fn run(commands: clap::Command, common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let folder = &arguments.folder;
    let done = fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(commands, folder));
    done.map_err(|error| format!("{}: {error}", folder.display()))?;
    if !common.quiet {
        report::line(&format!("manual pages are in {}", folder.display()));
    }
    Ok(Ended::Fine)
}

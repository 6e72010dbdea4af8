//! What commands print: problems to the error stream, results to the output.

use std::fmt::Write as _;
use std::io::{ErrorKind, IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Failure;
use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Severity, clean, print};

/// Warnings that a build prints before it only counts them; errors are always printed.
const MOST_WARNINGS: usize = 20;

/// Prints problems, errors in red and warnings in yellow. `all` prints every warning.
pub fn problems(diagnostics: &[Diagnostic], settings: &Settings, all: bool) {
    let mut out = std::io::BufWriter::new(anstream::stderr().lock());
    let _ = out.write_all(problems_text(diagnostics, settings, all).as_bytes());
}

/// What [`problems`] prints, with its colours.
pub fn problems_text(diagnostics: &[Diagnostic], settings: &Settings, all: bool) -> String {
    let mut out = String::new();
    let mut warnings = 0;
    for diagnostic in diagnostics {
        let severity = settings.severity(diagnostic.code);
        let colour = match severity {
            Severity::Error => "\u{1b}[1;31m",
            Severity::Warning => "\u{1b}[1;33m",
            Severity::Off => continue,
        };
        if severity == Severity::Warning {
            warnings += 1;
            if warnings > MOST_WARNINGS && !all {
                continue;
            }
        }
        let text = print(diagnostic, severity);
        let (head, rest) = text.split_once(':').unwrap_or((&text, ""));
        let _ = writeln!(out, "{colour}{head}\u{1b}[0m:{rest}");
    }
    if warnings > MOST_WARNINGS && !all {
        let rest = warnings - MOST_WARNINGS;
        let _ = writeln!(out, "and {} more: `offprint check` prints them all\n", counted(rest, "warning"));
    }
    out
}

/// `3 errors and 1 warning`, or `no problems`.
pub fn total(errors: usize, warnings: usize) -> String {
    match (errors, warnings) {
        (0, 0) => "no problems".to_owned(),
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => format!("{} and {}", counted(errors, "error"), counted(warnings, "warning")),
    }
}

/// Something to know that is no problem of a file.
pub fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", clean(text));
}

/// `1 page`, `2 pages`.
pub fn counted(number: usize, noun: &str) -> String {
    counted_as(number, noun, &format!("{noun}s"))
}

/// `1 entry`, `2 entries`.
pub fn counted_as(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A line of the result.
pub fn line(text: &str) {
    let _ = writeln!(anstream::stdout(), "{text}");
}

/// Prints a result that is a text of its own, as it is. A reader that has seen enough closes the pipe.
///
/// # Errors
/// Where the standard output cannot be written.
pub fn text(text: impl AsRef<[u8]>) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_ref()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("the standard output: {error}")),
        _ => Ok(()),
    }
}

/// A bar on a terminal, nothing elsewhere; `noun` is what it counts.
pub fn progress(quiet: bool, count: usize, noun: &str) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr_with_hz(10));
    let style =
        ProgressStyle::with_template(&format!("  {{bar:40}} {{human_pos}} of {{human_len}} {noun}, {{eta}} left"));
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Why a command could not run.
pub fn failure(text: &str) {
    let _ = writeln!(anstream::stderr(), "\u{1b}[1;31merror\u{1b}[0m: {}", clean(text));
}

/// Bytes as people read them.
pub fn bytes(number: u64) -> String {
    match number {
        0..1_000 => format!("{number} B"),
        1_000..1_000_000 => format!("{:.1} kB", number as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", number as f64 / 1e6),
        _ => format!("{:.2} GB", number as f64 / 1e9),
    }
}

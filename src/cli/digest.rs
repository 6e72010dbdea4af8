//! `offprint digest`: the papers of a day or a week as a letter, printed or sent.

mod send;

use std::io::Write as _;

use super::load::Reading;
use super::{Common, Ended, Failure, load, report};
use crate::diagnostic::{Severity, print};
use crate::edition::Edition;
use crate::exchange::mail::Letter;
use crate::site::Period;

/// What `digest` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// `day` (the newest that has papers), `week` (the newest), a day such as 2023-09-07, a week such as 2023-w36
    #[arg(long, value_name = "PERIOD", default_value = "day")]
    period: String,
    /// What is printed: a page for mailers, plain text, a whole mail, or a JSON Feed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Whom the mail goes to, in place of the settings' `digest.to`
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,
    /// Whom it comes from, in place of the settings' `digest.from`
    #[arg(long, value_name = "ADDRESS")]
    from: Option<String>,
    /// Send the mail by the server that OFFPRINT_SMTP_URL names, and print nothing
    #[arg(long, conflicts_with = "format")]
    send: bool,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq)]
enum Format {
    Html,
    Text,
    Eml,
    Json,
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    arguments.reading.on_threads(|| {
        let edition = load::edition(common, &arguments.reading)?;
        let settings = &edition.archive().settings;
        let errors = edition.count(&edition.diagnostics, Severity::Error);
        if errors > 0 {
            report::problems(&edition.diagnostics, settings, false);
            report::failure(&format!("{}, so there is no digest", report::counted(errors, "error")));
            return Ok(Ended::Problems);
        }
        let Some(period) = find(&edition, &arguments.period)? else {
            report::note("no paper is dated to the day, so there is no digest");
            return Ok(Ended::Nothing);
        };
        if edition.site.digest_papers(period).is_empty() {
            report::note(&format!("there are no papers of {period}, so there is no digest"));
            return Ok(Ended::Nothing);
        }
        if settings.base_url.is_none() {
            return Err(
                "a digest needs the address of the site: set base-url in offprint.yaml, or --base-url".to_owned()
            );
        }
        match arguments.send {
            true => post(common, &edition, arguments, period),
            false => printed(&edition, arguments, period),
        }
    })?
}

/// The period that was asked for; none where it goes by the newest day and no paper has one.
fn find(edition: &Edition, asked: &str) -> Result<Option<Period>, Failure> {
    let newest = || edition.site.newest_day();
    match asked {
        "day" => Ok(newest().map(Period::Day)),
        "week" => Ok(newest().and_then(|day| day.week()).map(Period::Week)),
        other => match Period::parse(other) {
            Some(period) => Ok(Some(period)),
            None => Err(format!(
                "`{other}` is no period: write day, week, a day such as 2023-09-07 or a week such as 2023-w36"
            )),
        },
    }
}

fn printed(edition: &Edition, arguments: &Arguments, period: Period) -> Result<Ended, Failure> {
    let bytes = match arguments.format {
        Format::Text => edition.site.digest_text(period).into_bytes(),
        Format::Json => edition.site.digest_json(period).into_bytes(),
        Format::Html => html(edition, period)?.into_bytes(),
        Format::Eml => letter(edition, arguments, period)?.message()?.formatted(),
    };
    // As they are, since a mail is no text of a terminal. A reader that has seen enough closes the pipe.
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(&bytes).and_then(|()| out.flush());
    Ok(Ended::Fine)
}

fn post(common: &Common, edition: &Edition, arguments: &Arguments, period: Period) -> Result<Ended, Failure> {
    let letter = letter(edition, arguments, period)?;
    send::send(&letter.message()?)?;
    if !common.quiet {
        report::line(&format!("{} was sent to {}.", letter.subject, letter.to));
    }
    Ok(Ended::Fine)
}

fn html(edition: &Edition, period: Period) -> Result<String, Failure> {
    let mut out = Vec::new();
    edition.renderer().mail(period, &mut out).map_err(|diagnostic| print(&diagnostic, Severity::Error))?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

fn letter(edition: &Edition, arguments: &Arguments, period: Period) -> Result<Letter, Failure> {
    let letter = edition.site.digest_letter(period, html(edition, period)?).unwrap_or_default();
    let chosen = |own: &Option<String>, setting: String, option: &str| match own {
        Some(own) => Ok(own.clone()),
        None if setting.is_empty() => {
            Err(format!("a mail needs an address: set digest.{option} in offprint.yaml, or --{option}"))
        }
        None => Ok(setting),
    };
    let from = chosen(&arguments.from, letter.from.clone(), "from")?;
    let to = chosen(&arguments.to, letter.to.clone(), "to")?;
    Ok(Letter { from, to, ..letter })
}

//! `offprint fetch`: new papers of a list elsewhere as entries, and its counts of those that the archive has. Made for a
//! program that runs every day: a second run changes nothing, and two that meet change lines apart.

mod counts;

use std::collections::BTreeSet;

use super::intake::{Intake, Sorted, Target};
use super::net::records::{arxiv_list, daily_list};
use super::net::{self, Web, escaped};
use super::new::said::date;
use super::topics::Topics;
use super::{Common, Ended, Failure, report};
use crate::config::Calendar;
use crate::exchange::arxiv::is_category;
use crate::exchange::{self, Record};
use crate::paper::Metrics;
use crate::text::date::Date;
use counts::Counts;

/// What `fetch` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    #[command(subcommand)]
    list: List,
}

#[derive(clap::Subcommand, Clone, Debug)]
enum List {
    /// The papers that Daily Papers of Hugging Face featured on a day, and their counts
    DailyPapers(DailyPapers),
    /// The newest papers of categories of arXiv
    Arxiv(Arxiv),
}

#[derive(clap::Args, Clone, Debug)]
struct DailyPapers {
    /// The day, such as 2024-01-11 [default: the newest list]
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<Date>,
    /// Take in only papers of so many upvotes; counts are kept of all that the archive has
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_upvotes: u64,
    #[command(flatten)]
    common: Shared,
}

#[derive(clap::Args, Clone, Debug)]
struct Arxiv {
    /// A category, such as cs.CL; once for each
    #[arg(long = "category", value_name = "CATEGORY", required = true, value_parser = category)]
    categories: Vec<String>,
    /// Papers of the last so many days
    #[arg(long, value_name = "N", default_value_t = 3, conflicts_with = "since")]
    days: u32,
    /// Papers since this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    /// The most papers, the newest first
    #[arg(long, value_name = "N", default_value_t = 100)]
    max: usize,
    #[command(flatten)]
    common: Shared,
}

/// What both lists take.
#[derive(clap::Args, Clone, Debug)]
struct Shared {
    /// The folder for the entries, below content/papers; {year} is the paper's [default: content/papers/{year}]
    #[arg(long, value_name = "DIR")]
    into: Option<String>,
    /// Tell what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The day of the run [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    #[command(flatten)]
    net: net::Options,
}

const OFFLINE: &str = "Without the network, `offprint import FILE` reads a list that was saved";

/// Papers that arXiv is asked for at once.
const ARXIV_PART: usize = 100;

fn day(text: &str) -> Result<Date, String> {
    date(text).ok().filter(|date| date.day().is_some()).ok_or_else(|| "a day is 2023-09-07".to_owned())
}

fn category(text: &str) -> Result<String, String> {
    match is_category(text) {
        true => Ok(text.to_owned()),
        false => {
            Err("a category of arXiv is cs.CL, hep-th or the like: https://arxiv.org/category_taxonomy".to_owned())
        }
    }
}

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let intake = Intake::open(&common.find_root()?)?;
    match &arguments.list {
        List::DailyPapers(list) => daily_papers(common, list, &intake),
        List::Arxiv(list) => arxiv(common, list, &intake),
    }
}

fn daily_papers(common: &Common, list: &DailyPapers, intake: &Intake) -> Result<Ended, Failure> {
    let shared = &list.common;
    let target = Target::folder(shared.into.as_deref())?;
    // What nobody may overwrite is told before anybody is asked.
    let mut counts = Counts::read(intake, "daily-papers")?;
    let is_by_day = intake.archive().settings.calendar == Calendar::Added;
    let options = exchange::Options { calendar_added: is_by_day, ..exchange::Options::default() };
    let day = list.date.map(|day| day.to_string());
    let mut web = Web::new(&shared.net, OFFLINE);
    let mut found = daily_list(&mut web, &shared.net, day.as_deref(), &options)?;
    for record in &mut found.records {
        let day_of_list = if is_by_day { &mut record.paper.added } else { &mut record.paper.available };
        *day_of_list = list.date.or(*day_of_list).or(if is_by_day { as_of(shared) } else { None });
    }
    unusable(&found.skipped);
    let mut sorted = sort(intake, found.records);
    let upvotes = |record: &Record| record.paper.metrics.counts.get("upvotes").copied().unwrap_or(0);
    let all_new = sorted.new.len();
    sorted.new.retain(|record| upvotes(record) >= list.min_upvotes);
    let few = all_new - sorted.new.len();
    for (record, found) in &sorted.known {
        counts.take(&found.id, dated(&record.paper.metrics, shared));
    }
    for record in &mut sorted.new {
        let metrics = std::mem::take(&mut record.paper.metrics);
        counts.take(&record.paper.id, dated(&metrics, shared));
    }
    write(common, shared, intake, &sorted, &target)?;
    let changed = counts.changed();
    if !shared.dry_run {
        counts.write(intake)?;
    }
    if !common.quiet {
        let of = day.map_or_else(String::new, |day| format!(" of {day}"));
        let few = if few > 0 { format!(", {few} with too few upvotes") } else { String::new() };
        report::line(&format!(
            "Daily Papers{of}: {}{few}; {} of {} counts changed.",
            told(&sorted, shared.dry_run),
            changed,
            sorted.new.len() + sorted.known.len(),
        ));
    }
    Ok(Ended::Fine)
}

fn arxiv(common: &Common, list: &Arxiv, intake: &Intake) -> Result<Ended, Failure> {
    let shared = &list.common;
    let target = Target::folder(shared.into.as_deref())?;
    let today = as_of(shared);
    let since = list.since.or_else(|| net::days_before(today?, list.days));
    let since = since.ok_or_else(|| format!("there is no day {} days ago", list.days))?;
    let mut web = Web::new(&shared.net, OFFLINE);
    let mut records = newest(&mut web, list, since)?;
    if intake.archive().settings.calendar == Calendar::Added {
        records.iter_mut().for_each(|record| record.paper.added = today);
    }
    let sorted = sort(intake, records);
    write(common, shared, intake, &sorted, &target)?;
    if !common.quiet {
        let categories = list.categories.join(", ");
        report::line(&format!("arXiv, {categories} since {since}: {}.", told(&sorted, shared.dry_run)));
    }
    Ok(Ended::Fine)
}

/// The papers of some categories that came since a day, the newest first.
fn newest(web: &mut Web, list: &Arxiv, since: Date) -> Result<Vec<Record>, Failure> {
    let categories: Vec<String> = list.categories.iter().map(|category| format!("cat:{}", escaped(category))).collect();
    let search = categories.join("+OR+");
    let (mut records, mut seen) = (Vec::new(), BTreeSet::new());
    let mut start = 0;
    loop {
        let query = format!(
            "search_query={search}&sortBy=submittedDate&sortOrder=descending&start={start}&max_results={ARXIV_PART}"
        );
        let (part, total) = arxiv_list(web, &list.common.net, &query)?;
        unusable(&part.skipped);
        let count = part.records.len() + part.skipped.len();
        let is_over = part.records.iter().any(|record| record.paper.date.is_some_and(|date| date < since));
        for record in part.records.into_iter().filter(|record| record.paper.date.is_some_and(|date| date >= since)) {
            // A paper that comes while one reads moves the others down the list.
            if seen.insert(record.paper.arxiv.clone()) {
                records.push(record);
            }
        }
        start += count;
        if records.len() > list.max {
            report::note(&format!("there are more than {} papers since {since}: --max N takes in more", list.max));
            records.truncate(list.max);
            return Ok(records);
        }
        if is_over || count == 0 || total.is_none_or(|total| start >= total) {
            if count == 0 && total.is_some_and(|total| start < total) {
                report::note("arXiv broke off its list, so papers may be missing: run it again later");
            }
            return Ok(records);
        }
    }
}

/// The day of the run.
fn as_of(shared: &Shared) -> Option<Date> {
    shared.as_of.or_else(net::today_utc)
}

/// Counts with the day of the run.
fn dated(metrics: &Metrics, shared: &Shared) -> Metrics {
    Metrics { as_of: as_of(shared), counts: metrics.counts.clone() }
}

fn unusable(skipped: &[String]) {
    skipped.iter().for_each(|why| report::note(&format!("left out: {why}")));
}

/// Tells new records from known ones. Topics are those that the archive has.
fn sort(intake: &Intake, mut records: Vec<Record>) -> Sorted {
    let topics = Topics::of(intake.archive());
    records.iter_mut().for_each(|record| topics.settle(record));
    intake.sort(records)
}

fn write(common: &Common, shared: &Shared, intake: &Intake, sorted: &Sorted, target: &Target) -> Result<(), Failure> {
    if !shared.dry_run {
        intake.write(sorted, target, || {})?;
    }
    if !common.quiet {
        sorted.new.iter().for_each(|record| report::line(&target.path_of(&record.paper)));
    }
    Ok(())
}

/// `3 new papers, 9 in the archive already`.
fn told(sorted: &Sorted, is_dry: bool) -> String {
    let new = report::counted(sorted.new.len(), "new paper");
    let dry = if is_dry { " (nothing was written)" } else { "" };
    format!("{new}{dry}, {} in the archive already", sorted.known.len())
}

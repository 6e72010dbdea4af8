//! `check --links`: whether links to other sites lead anywhere.
//!
//! Bounded: so many addresses a run, each with a limit of time, none of its body read. Polite: one question at a time to
//! a host, with a pause between two. Cached: a good answer holds for a week, any other for the day, in .offprint/ beside
//! the settings. Entries are strangers' work, so addresses of private networks are not asked unless somebody wants it.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use ureq::Agent;
use ureq::config::Config;
use ureq::unversioned::transport::DefaultConnector;

use crate::archive::{Archive, Ledger, Spot, TextProblem};
use crate::cli::net::{Guarded, Reach};
use crate::cli::{Failure, report};
use crate::diagnostic::{Code, Diagnostic};
use crate::edition::Edition;
use crate::paper::Paper;
use crate::source::SETTINGS;

/// Addresses that are asked in one run; the rest is left for the next.
const MOST: usize = 2_000;
/// Hosts that are asked at once.
const HOSTS: usize = 8;
/// Between two questions to one host.
const PAUSE: Duration = Duration::from_millis(300);
/// For one question, redirects and all.
const PATIENCE: Duration = Duration::from_secs(15);
/// Days for which a good answer holds.
const DAYS: i32 = 7;
/// Where answers are kept, below the root.
const CACHE: &str = ".offprint/links.json";

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    /// It leads somewhere.
    Fine,
    /// It leads nowhere, for this reason.
    Dead(String),
    /// The host would not say: it refuses programs, or is busy.
    Unsure(String),
}

/// An answer with the day on which it was given, counted from 1970.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    day: i32,
    answer: Answer,
}

/// Asks for every link of the archive to another site, or for those of some files alone.
pub fn check(
    edition: &Edition,
    reach: Reach,
    only: Option<&BTreeSet<String>>,
    quiet: bool,
) -> Result<Vec<Diagnostic>, Failure> {
    let mut links = links(edition.archive());
    for files in links.values_mut() {
        files.retain(|file| only.is_none_or(|only| only.contains(file)));
    }
    let cache = edition.sources.root().join(CACHE);
    let today = (std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH))
        .map_or(0, |time| (time.as_secs() / 86_400) as i32);
    let mut kept: BTreeMap<String, Kept> =
        std::fs::read(&cache).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let holds = |kept: &Kept| match kept.answer {
        Answer::Fine => (0..DAYS).contains(&(today - kept.day)),
        Answer::Dead(_) | Answer::Unsure(_) => kept.day == today,
    };
    kept.retain(|url, kept| links.contains_key(url) && holds(kept));
    links.retain(|_, files| !files.is_empty());
    let unknown: Vec<&String> = links.keys().filter(|url| !kept.contains_key(*url)).collect();
    let left = unknown.len().saturating_sub(MOST);
    let bar = report::progress(quiet, unknown.len().min(MOST), "links");
    let answers = ask_all(&unknown[..unknown.len() - left], reach, &bar);
    bar.finish_and_clear();
    kept.extend(answers.into_iter().map(|(url, answer)| (url, Kept { day: today, answer })));
    save(&cache, &kept)?;
    if !quiet {
        let of = |url| kept.get(url).map(|kept: &Kept| &kept.answer);
        let unsure = links.keys().filter(|url| matches!(of(*url), Some(Answer::Unsure(_)))).count();
        let mut said =
            format!("{} to other sites: {} asked now", report::counted(links.len(), "link"), unknown.len() - left);
        if unsure > 0 {
            said.push_str(&format!(", {unsure} whose hosts would not say"));
        }
        if left > 0 {
            said.push_str(&format!(", {left} left for the next run"));
        }
        report::note(&said);
    }
    let mut ledger = Ledger::default();
    for (url, files) in &links {
        let Some(Kept { answer: Answer::Dead(reason), .. }) = kept.get(url) else { continue };
        for path in files {
            ledger.texts.push(TextProblem {
                path: path.clone(),
                code: Code::DeadLink,
                spot: Spot::Text(url.clone()),
                message: format!("`{url}` leads nowhere: {reason}"),
                help: None,
            });
        }
    }
    Ok(ledger.place(&edition.sources))
}

fn save(cache: &Path, kept: &BTreeMap<String, Kept>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| format!("{}: {error}", cache.display());
    let text = serde_json::to_string_pretty(kept).map_err(|error| error.to_string())?;
    std::fs::create_dir_all(cache.parent().unwrap_or(cache)).map_err(failed)?;
    let new = cache.with_extension("json.new");
    std::fs::write(&new, text).map_err(failed)?;
    std::fs::rename(&new, cache).map_err(failed)
}

/// Every address elsewhere, with the files that name it.
fn links(archive: &Archive) -> BTreeMap<String, Vec<String>> {
    let mut links: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |url: &str, path: &str| {
        if url.starts_with("https://") || url.starts_with("http://") {
            let files = links.entry(url.to_owned()).or_default();
            if !files.iter().any(|known| known == path) {
                files.push(path.to_owned());
            }
        }
    };
    let of_text = |text: &str| -> Vec<String> {
        if !text.contains("](") && !text.contains("]:") && !text.contains("<http") {
            return Vec::new();
        }
        let html = archive.rules.markup.sketch(text).html(|_| None);
        let inner = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        inner.map(|link| link.replace("&amp;", "&")).collect()
    };
    for record in archive.papers() {
        of_paper(&record.paper).iter().for_each(|url| add(url, &record.path));
        of_text(&record.paper.notes).iter().for_each(|url| add(url, &record.path));
    }
    for page in &archive.pages {
        of_text(&page.value.body).iter().for_each(|url| add(url, &page.path));
    }
    for collection in &archive.collections {
        of_text(&collection.value.body).iter().for_each(|url| add(url, &collection.path));
    }
    archive.people.iter().for_each(|person| add(&person.value.url, &person.path));
    archive.venues.iter().for_each(|venue| add(&venue.url, "content/venues.yaml"));
    archive.settings.menu.iter().for_each(|item| add(&item.url, SETTINGS));
    add(&archive.settings.subscribe, SETTINGS);
    links
}

/// The addresses that an entry names.
fn of_paper(paper: &Paper) -> Vec<&str> {
    let links = paper.links.iter().map(|link| link.target.as_str());
    let thumbnail = paper.thumbnail.iter().map(|thumbnail| thumbnail.src.as_str());
    let awards = paper.awards.iter().map(|award| award.url.as_str());
    let versions = paper.versions.iter().map(|version| version.url.as_str());
    let notices = paper.notices.iter().map(|notice| notice.url.as_str());
    let related = paper.related.iter().map(|related| related.url.as_str());
    let authors = paper.authors.iter().map(|author| author.url.as_str());
    links.chain(thumbnail).chain(awards).chain(versions).chain(notices).chain(related).chain(authors).collect()
}

/// Asks for addresses, host by host.
fn ask_all(urls: &[&String], reach: Reach, bar: &indicatif::ProgressBar) -> HashMap<String, Answer> {
    let mut hosts: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for url in urls {
        let host = url.split('/').nth(2).unwrap_or_default();
        hosts.entry(host).or_default().push(url);
    }
    // Those with the most to ask begin, since they take longest.
    let mut queue: Vec<Vec<&String>> = hosts.into_values().collect();
    queue.sort_by_key(|urls| std::cmp::Reverse(urls.len()));
    let queue = Mutex::new(VecDeque::from(queue));
    let answers = Mutex::new(HashMap::new());
    let agent = agent(reach);
    let next = || queue.lock().ok()?.pop_front();
    std::thread::scope(|scope| {
        for _ in 0..HOSTS {
            scope.spawn(|| {
                while let Some(urls) = next() {
                    for (at, url) in urls.into_iter().enumerate() {
                        if at > 0 {
                            std::thread::sleep(PAUSE);
                        }
                        let answer = ask(&agent, url);
                        bar.inc(1);
                        if let Ok(mut answers) = answers.lock() {
                            answers.insert(url.clone(), answer);
                        }
                    }
                }
            });
        }
    });
    answers.into_inner().unwrap_or_default()
}

fn agent(reach: Reach) -> Agent {
    let config = Config::builder()
        .http_status_as_error(false)
        .max_redirects(8)
        .max_redirects_will_error(true)
        .timeout_global(Some(PATIENCE))
        .user_agent(concat!("offprint/", env!("CARGO_PKG_VERSION"), " (link check)"))
        .build();
    Agent::with_parts(config, DefaultConnector::default(), Guarded::new(reach))
}

/// Asks for the head of an address; where that is refused, for the whole, of which nothing is read.
fn ask(agent: &Agent, url: &str) -> Answer {
    let begun = Instant::now();
    let head = agent.head(url).call().map(|response| response.status().as_u16());
    let answer = match head {
        // Some hosts know no HEAD, and some answer it as if there were nothing.
        Ok(400..=599) if begun.elapsed() < PATIENCE => {
            std::thread::sleep(PAUSE);
            agent.get(url).call().map(|response| response.status().as_u16())
        }
        head => head,
    };
    match answer {
        Ok(404) => Answer::Dead("there is nothing (404)".to_owned()),
        Ok(410) => Answer::Dead("it is gone for good (410)".to_owned()),
        Ok(status @ 400..=599) => Answer::Unsure(format!("{status}")),
        Ok(_) => Answer::Fine,
        Err(ureq::Error::Timeout(_)) => Answer::Unsure("no answer in time".to_owned()),
        Err(ureq::Error::TooManyRedirects) => Answer::Dead("it is redirected without end".to_owned()),
        Err(ureq::Error::HostNotFound) => Answer::Dead("there is no such host".to_owned()),
        Err(error) => Answer::Dead(format!("no connection: {error}")),
    }
}

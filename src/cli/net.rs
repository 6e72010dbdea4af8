//! Asking other sites for records: the one way of all commands, bounded and polite.
//!
//! An answer has a limit of size and of time. A host that is busy is asked again a few times, after as long as it wants,
//! and not at all where that would be long. What went wrong is told by where, what and what to do. What an answer says
//! is not known here.

mod guard;
pub mod records;

use std::io::Read as _;
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use ureq::Agent;
use ureq::config::Config;
use ureq::unversioned::transport::DefaultConnector;

use super::Failure;
use crate::text::date::Date;
pub use guard::{Guarded, Reach};

/// The most bytes of an answer.
const LARGEST: u64 = 16 << 20;
/// Times that a question is asked, if a host is busy.
const TRIES: usize = 3;
/// The longest time to wait for busy hosts in all.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
const MOST_REDIRECTS: u32 = 5;

/// What cannot stand in a path or a query as it is.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'&')
    .add(b'+');

/// Where other sites are, and how long one waits for them. None of it has to be said.
#[derive(clap::Args, Clone, Debug)]
pub struct Options {
    /// arXiv's API
    #[arg(long, env = "OFFPRINT_ARXIV_URL", value_name = "URL", default_value = "https://export.arxiv.org/api/query")]
    #[arg(hide = true)]
    pub arxiv_url: String,
    /// What resolves DOIs
    #[arg(long, env = "OFFPRINT_DOI_URL", value_name = "URL", default_value = "https://doi.org", hide = true)]
    pub doi_url: String,
    /// The API of Daily Papers
    #[arg(long, env = "OFFPRINT_DAILY_PAPERS_URL", value_name = "URL", hide = true)]
    #[arg(default_value = "https://huggingface.co/api/daily_papers")]
    pub daily_papers_url: String,
    /// Seconds until an answer must be there
    #[arg(long, env = "OFFPRINT_TIMEOUT", value_name = "SECONDS", default_value = "30", hide = true)]
    #[arg(value_parser = seconds)]
    pub timeout: Duration,
    /// Seconds between two questions to one site
    #[arg(long, env = "OFFPRINT_PAUSE", value_name = "SECONDS", default_value = "3", hide = true)]
    #[arg(value_parser = seconds)]
    pub pause: Duration,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let parsed = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    parsed.ok_or_else(|| "a number of seconds, such as 3 or 0.5".to_owned())
}

/// Asks questions.
pub struct Web {
    agent: Agent,
    timeout: Duration,
    pause: Duration,
    /// What can be done where no site can be reached.
    offline: &'static str,
    asked: bool,
}

/// What a site said.
pub struct Answer {
    /// The site that was asked.
    pub host: String,
    /// 200 or one of the statuses that the caller allowed.
    pub status: u16,
    /// All of it.
    pub body: Vec<u8>,
    /// Its media type, as it says.
    media: String,
}

impl Answer {
    /// Whether it is a web page for people, such as those that stand between a reader and a network.
    pub fn is_page(&self) -> bool {
        let head: String = String::from_utf8_lossy(&self.body[..self.body.len().min(512)]).to_ascii_lowercase();
        let head = head.trim_start_matches('\u{feff}').trim_start();
        self.media.starts_with("text/html") || head.starts_with("<!doctype html") || head.starts_with("<html")
    }
}

impl Web {
    /// A way to ask; `offline` says what to do without a network, as the end of a message.
    pub fn new(options: &Options, offline: &'static str) -> Web {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(MOST_REDIRECTS)
            .max_redirects_will_error(true)
            .timeout_global(Some(options.timeout))
            .user_agent(concat!("offprint/", env!("CARGO_PKG_VERSION")))
            .build();
        // Where somebody says where a site is, it may be in their own network.
        let is_own = |url: &str| guard::is_private(host_of(url));
        let is_any =
            [&options.arxiv_url, &options.doi_url, &options.daily_papers_url].into_iter().any(|url| is_own(url));
        let reach = if is_any { Reach::Any } else { Reach::Public };
        let agent = Agent::with_parts(config, DefaultConnector::default(), Guarded::new(reach));
        Web { agent, timeout: options.timeout, pause: options.pause, offline, asked: false }
    }

    /// Asks for an address, as one who takes the media type `accept`. Another answer than 200 is a failure, unless its
    /// status is `allowed`.
    ///
    /// # Errors
    /// Says which site could not be asked or did not answer as it should, and what to do.
    pub fn get(&mut self, url: &str, accept: &str, allowed: &[u16]) -> Result<Answer, Failure> {
        let host = host_of(url);
        if std::mem::replace(&mut self.asked, true) {
            std::thread::sleep(self.pause);
        }
        let mut waited = Duration::ZERO;
        for try_ in 1.. {
            let begun = Instant::now();
            let response = self.agent.get(url).header("Accept", accept).call();
            let mut response = response.map_err(|error| self.failed(host, &error))?;
            let status = response.status().as_u16();
            let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
            if status != 429 && status != 503 {
                let media = header("content-type").unwrap_or_default().to_ascii_lowercase();
                let mut body = Vec::new();
                let read = response.body_mut().as_reader().take(LARGEST + 1).read_to_end(&mut body);
                read.map_err(|error| self.failed(host, &ureq::Error::from(error)))?;
                if body.len() as u64 > LARGEST {
                    return Err(format!("{host} answers more than {} MB: that is no list of papers", LARGEST >> 20));
                }
                if status != 200 && !allowed.contains(&status) {
                    return Err(format!("{host} answers {}: {}", spelled(status), advice(status)));
                }
                return Ok(Answer { host: host.to_owned(), status, body, media });
            }
            let wait = header("retry-after").and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
            let wait = wait.unwrap_or(self.pause * try_);
            if try_ as usize == TRIES || waited + wait > LONGEST_WAIT {
                let when = match wait.as_secs() {
                    0 => "later".to_owned(),
                    seconds => format!("in {seconds} s or later"),
                };
                return Err(format!("{host} is busy ({}): try again {when}", spelled(status)));
            }
            waited += wait + begun.elapsed();
            std::thread::sleep(wait);
        }
        Err(format!("{host} is busy"))
    }

    fn failed(&self, host: &str, error: &ureq::Error) -> Failure {
        let offline = self.offline;
        match error {
            ureq::Error::Timeout(_) => {
                format!("{host} did not answer within {} s: try again later; {offline}", self.timeout.as_secs_f64())
            }
            ureq::Error::TooManyRedirects => format!("{host} leads from one address to the next without end"),
            ureq::Error::HostNotFound => {
                format!("{host} cannot be reached (there is no such host): are you online? {offline}")
            }
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => {
                format!("the connection to {host} is not secure, so nothing was asked: {error}")
            }
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
                format!("{host} has no address that can be asked: {error}")
            }
            error => format!("{host} cannot be reached ({}): are you online? {offline}", said(error)),
        }
    }
}

/// What an error says, without the name of its kind.
fn said(error: &ureq::Error) -> String {
    let text = match error {
        ureq::Error::Io(error) => error.to_string(),
        error => error.to_string(),
    };
    text.strip_prefix("io: ").map(str::to_owned).unwrap_or(text)
}

/// A status with its name, where it has one.
fn spelled(status: u16) -> String {
    let name = ureq::http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    name.map_or_else(|| status.to_string(), |name| format!("{status} {name}"))
}

fn advice(status: u16) -> &'static str {
    match status {
        400..500 => "it does not take this question",
        _ => "it is out of order, try again later",
    }
}

/// The host of an address, with its port; the address itself where it has none.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// The day it is, where the program runs.
pub fn today() -> Option<Date> {
    date_of(jiff::ZonedDateTime::now().date())
}

/// The day it is by the clock of the whole world, on which programs in two places agree.
pub fn today_utc() -> Option<Date> {
    date_of(jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
}

/// The day of a time, such as that at which a file was written.
pub fn day_of(time: std::time::SystemTime) -> Option<Date> {
    date_of(jiff::Timestamp::try_from(time).ok()?.to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
}

/// The day so many days before another.
pub fn days_before(day: Date, days: u32) -> Option<Date> {
    let first = jiff::civil::Date::new(day.year(), day.month()? as i8, day.day()? as i8).ok()?;
    date_of(first.checked_sub(jiff::Span::new().try_days(days).ok()?).ok()?)
}

fn date_of(day: jiff::civil::Date) -> Option<Date> {
    Date::from_day(day.year(), day.month() as u8, day.day() as u8)
}

/// An identifier as it stands in an address. Slashes stay.
pub fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// An address with more to its query.
pub fn with_query(base: &str, query: &str) -> String {
    format!("{base}{}{query}", if base.contains('?') { '&' } else { '?' })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_put_together() {
        assert_eq!(escaped("10.1000/a<b>#c?é 1+2"), "10.1000/a%3Cb%3E%23c%3F%C3%A9%201%2B2");
        assert_eq!(with_query("https://a.org/q", "x=1"), "https://a.org/q?x=1");
        assert_eq!(with_query("https://a.org/q?y=2", "x=1"), "https://a.org/q?y=2&x=1");
        assert_eq!(host_of("http://127.0.0.1:80/a"), "127.0.0.1:80");
        assert_eq!(host_of("a.org"), "a.org");
        assert!(seconds("0.5").is_ok() && seconds("-1").is_err() && seconds("x").is_err() && seconds("1e99").is_err());
    }

    #[test]
    fn a_page_is_known() {
        let answer = |media: &str, body: &str| Answer {
            host: String::new(),
            status: 200,
            body: body.into(),
            media: media.to_owned(),
        };
        assert!(answer("text/html; charset=utf-8", "").is_page());
        assert!(answer("", "\u{feff} <!DOCTYPE html><p>").is_page());
        assert!(!answer("application/json", "{}").is_page());
    }
}

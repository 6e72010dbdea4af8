//! What an open page knows of itself, so that it sees when it is out of date: the script that is put into every page,
//! and the state that it compares.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use hyper::StatusCode;
use serde::Serialize;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::config::BaseUrl;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::edition::Edition;
use crate::site::{Route, url};
use crate::text::version::unversioned;

/// The folder of what belongs to the preview and not to the site, at the root of the server.
pub const FOLDER: &str = "/.offprint/";

/// The script that follows what changes.
pub const SCRIPT: &str = include_str!("preview.js");

/// Problems that a page shows; the terminal shows them all.
const MOST_PROBLEMS: usize = 20;

/// What is shown: an edition, with all that is known to be wrong with it.
#[derive(Debug)]
pub struct Showing {
    /// The edition.
    pub edition: Arc<Edition>,
    /// What a look through the whole site found.
    survey: Vec<Diagnostic>,
    assets: OnceLock<Assets>,
}

/// What stands in pages and is fetched apart from them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct Assets {
    /// Digest of everything that is copied as it is, but for stylesheets.
    files: String,
    /// Path of each stylesheet, without a version in it → its version.
    styles: BTreeMap<String, String>,
}

/// What a page compares: what it was, and what it would be now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct State<'a> {
    /// Status and digest of what the address answers, apart from the versions of stylesheets.
    page: String,
    #[serde(flatten)]
    assets: &'a Assets,
}

/// What an open page is told.
#[derive(Debug, Serialize)]
struct Message<'a> {
    #[serde(flatten)]
    state: State<'a>,
    /// Errors, as the terminal shows them.
    problems: Vec<String>,
    /// How many errors are left out.
    more: usize,
}

impl Showing {
    /// An edition with what a survey of it found.
    pub fn new(edition: Arc<Edition>, survey: Vec<Diagnostic>) -> Showing {
        Showing { edition, survey, assets: OnceLock::new() }
    }

    /// The state of a page of this status and these bytes.
    pub fn state(&self, status: StatusCode, html: &[u8]) -> State<'_> {
        State { page: format!("{}-{:016x}", status.as_u16(), digest(html)), assets: self.assets() }
    }

    /// A page's message, for a page of this status and these bytes that has problems of its own, as a server-sent
    /// event.
    pub fn message(&self, status: StatusCode, html: &[u8], own: &[Diagnostic]) -> String {
        let settings = &self.edition.archive().settings;
        let others = self.edition.diagnostics.iter().chain(&self.survey).filter(|problem| !own.contains(problem));
        let errors = own.iter().chain(others).filter(|problem| settings.severity(problem.code) == Severity::Error);
        let mut errors = errors.map(|problem| diagnostic::print(problem, Severity::Error));
        let problems: Vec<String> = errors.by_ref().take(MOST_PROBLEMS).collect();
        let message = Message { state: self.state(status, html), problems, more: errors.count() };
        // Values that are texts and numbers can always be written.
        format!("data: {}\n\n", serde_json::to_string(&message).unwrap_or_default())
    }

    fn assets(&self) -> &Assets {
        self.assets.get_or_init(|| {
            let site = &self.edition.site;
            let mut hasher = Xxh3::new();
            let mut styles = BTreeMap::new();
            let statics = self.edition.sources.below("static/").zip(0..);
            let statics = statics.map(|((_, source), at)| (Route::Static(at), source.digest as u64));
            let assets = site.assets.iter().zip(0..).map(|((_, digest), at)| (Route::Asset(at), *digest));
            for (route, digest) in statics.chain(assets) {
                let path = url::path(site, route);
                if path.ends_with(".css") {
                    let plain = unversioned(&path).unwrap_or(path);
                    styles.insert(url::href(self.base(), &plain), format!("{digest:08x}"));
                } else {
                    hasher.update(path.as_bytes());
                    hasher.update(&digest.to_le_bytes());
                }
            }
            // They are in the order of the papers, which is no matter of theirs.
            let attached = self.edition.archive().files.iter();
            let attached = attached.filter_map(|file| Some(self.edition.sources.get(&file.source)?.digest));
            let sum = attached.fold(0u128, u128::wrapping_add);
            hasher.update(&sum.to_le_bytes());
            Assets { files: format!("{:016x}", hasher.digest()), styles }
        })
    }

    /// Where the site would be published.
    pub fn base(&self) -> Option<&BaseUrl> {
        self.edition.archive().settings.base_url.as_ref()
    }
}

/// Puts the script into a page, with the state of the page.
pub fn insert(html: &mut Vec<u8>, state: &State<'_>) {
    let state = serde_json::to_string(state).unwrap_or_default();
    let mut script = format!("<script src=\"{FOLDER}preview.js\" data-state=\"");
    for c in state.chars() {
        match c {
            '"' => script.push_str("&quot;"),
            '&' => script.push_str("&amp;"),
            '<' => script.push_str("&lt;"),
            c => script.push(c),
        }
    }
    let _ = write!(script, "\" defer></script>");
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    html.splice(at..at, script.into_bytes());
}

/// Digest of a page apart from the versions in its links to stylesheets.
fn digest(html: &[u8]) -> u64 {
    let Ok(text) = std::str::from_utf8(html) else { return xxh3_64(html) };
    let mut hasher = Xxh3::new();
    for part in text.split(".css\"") {
        let name = part.rfind('"').map_or(0, |quote| quote + 1);
        let (before, name) = part.split_at(name);
        let plain = unversioned(&format!("{name}.css")).unwrap_or_default();
        hasher.update(before.as_bytes());
        hasher.update(if plain.is_empty() { name } else { &plain }.as_bytes());
        hasher.update(b"\0");
    }
    hasher.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_before_the_last_end_of_the_body() {
        let assets = Assets { files: "1".into(), styles: BTreeMap::from([("/a\"<&.css".into(), "2".into())]) };
        let state = State { page: "200-3".into(), assets: &assets };
        let script = "<script src=\"/.offprint/preview.js\" data-state=\"{&quot;page&quot;:&quot;200-3&quot;,&quot;files&quot;:&quot;1&quot;,&quot;styles&quot;:{&quot;/a\\&quot;&lt;&amp;.css&quot;:&quot;2&quot;}}\" defer></script>";
        for (before, after) in [("<p></body>x", "</BODY></html>"), ("<p>", "")] {
            let mut html = format!("{before}{after}").into_bytes();
            insert(&mut html, &state);
            assert_eq!(String::from_utf8(html).unwrap(), format!("{before}{script}{after}"));
        }
    }

    #[test]
    fn versions_of_stylesheets_are_not_part_of_a_page() {
        let page = |name: &str, rest: &str| digest(format!("<link href=\"/s{name}.css\">{rest}").as_bytes());
        assert_eq!(page(".0000001a", ""), page(".00002b3c", ""));
        assert_ne!(page(".0000001a", ""), page(".0000001a", "x"));
        assert_ne!(page(".0000001a", ""), page(".1a", ""));
        let script = |version: &str| digest(format!("<script src=\"/s.{version}.js\">").as_bytes());
        assert_ne!(script("0000001a"), script("0000001b"));
    }
}

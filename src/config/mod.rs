//! offprint.yaml: the settings of an archive, as plain checked values.
//!
//! What each means is decided where it is used; nothing here knows an address, a template or a paper.

mod export;
mod fresh;
mod read;
pub mod schema;
pub mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

pub use export::ExportFormat;
pub use fresh::fresh;
pub use read::{problem, read};
pub use words::Words;

use crate::diagnostic::{Code, Severity};
use crate::yaml::field::is_url;

/// The settings of an archive. Field for field the keys of offprint.yaml.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The archive's name.
    pub title: String,
    /// Who makes it.
    pub byline: String,
    /// A sentence or two.
    pub description: String,
    /// BCP 47 tag of the site.
    pub language: String,
    /// The words of its pages, in that language.
    pub words: Arc<Words>,
    /// Locale of collation; empty: the language.
    pub locale: String,
    /// Where the site is published.
    pub base_url: Option<BaseUrl>,
    /// `owner/name` on GitHub.
    pub repository: String,
    /// The folder of it that the archive stands in; empty: its root.
    pub folder: String,
    /// Its branch.
    pub branch: String,
    /// The stable stem of feed ids.
    pub feed_id: String,
    /// The clock of the archive's pages.
    pub calendar: Calendar,
    /// Which periods have pages.
    pub periods: Periods,
    /// The address of a paper.
    pub paper_url: Pattern,
    /// Where the files beside entries are kept, as they stand below content/, if not in the site.
    pub files_url: Option<BaseUrl>,
    /// Papers per part of a list.
    pub parts: usize,
    /// What multiplies files.
    pub thresholds: Thresholds,
    /// Formats of files beside a paper.
    pub paper_exports: Vec<ExportFormat>,
    /// Formats that a paper's page carries, to copy and to save.
    pub page_exports: Vec<ExportFormat>,
    /// Formats of files beside a list.
    pub group_exports: Vec<ExportFormat>,
    /// Whether these files hold papers that were retracted, withdrawn or removed.
    pub export_retracted: bool,
    /// How much of the API there is.
    pub api: Api,
    /// Saved queries.
    pub lists: Vec<List>,
    /// Citation styles on a paper's page.
    pub citations: Vec<String>,
    /// Authors' macros: name to TeX.
    pub macros: BTreeMap<String, String>,
    /// Whether pictures from elsewhere are shown.
    pub remote_images: bool,
    /// Settings of the search index.
    pub search: Search,
    /// The theme's name.
    pub theme: String,
    /// Settings of the theme.
    pub theme_settings: BTreeMap<String, Value>,
    /// Entries of the menu after the archive's own.
    pub menu: Vec<MenuItem>,
    /// A link to discussions, with `{id}`.
    pub discuss: String,
    /// A link to a mailing list.
    pub subscribe: String,
    /// How digests are sent.
    pub digest: Digest,
    /// Severities that differ from the table of codes.
    pub severities: BTreeMap<Code, Severity>,
    /// Whether `citation_pdf_url` also names files elsewhere.
    pub external_pdf: bool,
    /// Handed to the theme.
    pub extra: BTreeMap<String, Value>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            title: "Papers".into(),
            byline: String::new(),
            description: String::new(),
            language: "en".into(),
            words: Arc::default(),
            locale: String::new(),
            base_url: None,
            repository: String::new(),
            folder: String::new(),
            branch: "main".into(),
            feed_id: String::new(),
            calendar: Calendar::Published,
            periods: Periods { year: true, month: true, week: true, day: true },
            paper_url: Pattern::default(),
            files_url: None,
            parts: 50,
            thresholds: Thresholds::default(),
            paper_exports: vec![ExportFormat::Bibtex],
            page_exports: ExportFormat::ALL.to_vec(),
            group_exports: vec![ExportFormat::Bibtex],
            export_retracted: true,
            api: Api::Full,
            lists: Vec::new(),
            citations: vec![CITATION_STYLE.into()],
            macros: BTreeMap::new(),
            remote_images: false,
            search: Search::default(),
            theme: "default".into(),
            theme_settings: BTreeMap::new(),
            menu: Vec::new(),
            discuss: String::new(),
            subscribe: String::new(),
            digest: Digest::default(),
            severities: BTreeMap::new(),
            external_pdf: true,
            extra: BTreeMap::new(),
        }
    }
}

/// The style of citations unless the settings name others: one that costs little, and names all authors.
pub const CITATION_STYLE: &str = "association-for-computing-machinery";

/// Where a site is published: an origin and a path below it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    /// `https://user.github.io`.
    pub origin: String,
    /// `/repo`, or empty at the root of its host.
    pub path: String,
}

impl BaseUrl {
    /// Reads an http or https URL without query and fragment.
    pub fn parse(text: &str) -> Option<BaseUrl> {
        if !is_url(text) || text.contains(['?', '#', '\\', '%', '\'']) {
            return None;
        }
        let scheme = text.find("://")? + 3;
        let end = text[scheme..].find('/').map_or(text.len(), |at| scheme + at);
        let path = text[end..].trim_end_matches('/');
        if path.split('/').skip(1).any(|part| matches!(part, "" | "." | "..")) || text[scheme..end].contains('@') {
            return None;
        }
        Some(BaseUrl { origin: text[..end].to_ascii_lowercase(), path: path.to_owned() })
    }

    /// The host without port: `papers.example.org`.
    pub fn host(&self) -> &str {
        let host = self.origin.split("://").nth(1).unwrap_or_default();
        host.split(':').next().unwrap_or(host)
    }
}

/// Which date places a paper on the archive's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// The day first online, else the date one would cite.
    Published,
    /// The day it was featured in the archive.
    Added,
}

/// Which periods have pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Periods {
    pub year: bool,
    pub month: bool,
    pub week: bool,
    pub day: bool,
}

/// How much of the API a site has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// All of it.
    Full,
    /// All but the records of papers in parts, which the dump has too.
    Dump,
    /// None.
    Off,
}

/// From how many papers on a group gets what multiplies files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Feeds of authors.
    pub author_feeds: u32,
    /// Feeds of other groups.
    pub other_feeds: u32,
    /// Exports of authors.
    pub author_exports: u32,
    /// Exports of other groups.
    pub other_exports: u32,
    /// Pages of authors.
    pub author_pages: u32,
    /// Months of a topic; `None` makes none.
    pub topic_months: Option<u32>,
    /// Digests of days and weeks; `None` makes none.
    pub digests: Option<u32>,
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds {
            author_feeds: 10,
            other_feeds: 1,
            author_exports: 20,
            other_exports: 1,
            author_pages: 1,
            topic_months: None,
            digests: Some(1),
        }
    }
}

/// The address of a paper's page, with placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Its pieces in order; the first is a literal that begins with `/`.
    pub pieces: Vec<Piece>,
}

/// A piece of a [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Piece {
    Text(String),
    Id,
    Volume,
    Venue,
    Year,
}

impl Default for Pattern {
    fn default() -> Pattern {
        Pattern { pieces: vec![Piece::Text("/papers/".into()), Piece::Id, Piece::Text("/".into())] }
    }
}

impl Pattern {
    /// Reads a path such as `/{volume}/{id}.html`.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Pattern, &'static str> {
        let Some(rest) = text.strip_prefix('/') else { return Err("it must begin with `/`") };
        if rest.split('/').any(|part| matches!(part, "." | "..")) || text.contains("//") {
            return Err("it must not hold empty parts, `.` or `..`");
        }
        if text.contains(['?', '#', '\\', '%', ':', '"', '<', '>', ' ', '*', '|']) {
            return Err("it holds a character that a path cannot have");
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((literal, tail)) = rest.split_once('{') {
            let Some((name, tail)) = tail.split_once('}') else { return Err("a `{` is never closed") };
            if !literal.is_empty() {
                pieces.push(Piece::Text(literal.to_owned()));
            }
            pieces.push(match name {
                "id" => Piece::Id,
                "volume" => Piece::Volume,
                "venue" => Piece::Venue,
                "year" => Piece::Year,
                _ => return Err("the placeholders are {id}, {volume}, {venue} and {year}"),
            });
            rest = tail;
        }
        if rest.contains('}') {
            return Err("a `}` was never opened");
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        if pieces.iter().filter(|piece| **piece == Piece::Id).count() != 1 {
            return Err("{id} must occur once");
        }
        if !text.ends_with('/') && !text.rsplit('/').next().is_some_and(|name| name.ends_with(".html")) {
            return Err("it must end in `/` or `.html`");
        }
        Ok(Pattern { pieces })
    }
}

/// A saved query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its address.
    pub name: String,
    /// What it is called; empty: its name.
    pub title: String,
    /// What it holds; empty: every paper.
    pub query: String,
    /// In which order.
    pub sort: Sort,
    /// The first so many alone.
    pub limit: Option<u64>,
    /// Whether the first page shows its first papers.
    pub home: bool,
    /// Whether it has a feed.
    pub feed: bool,
}

impl Default for List {
    fn default() -> List {
        List {
            name: String::new(),
            title: String::new(),
            query: String::new(),
            sort: Sort::default(),
            limit: None,
            home: false,
            feed: true,
        }
    }
}

/// What the search index holds, and how much its fields count.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Fields of papers that are searched, of [`SEARCH_FIELDS`].
    pub fields: Vec<&'static str>,
    /// How much a word of the title counts; a word of the abstract usually counts 1.
    pub title: f64,
    /// How much a word of an author's name counts.
    pub authors: f64,
    /// How much a word of abstract, summary or keywords counts.
    pub text: f64,
    /// Whether abstracts are stored for excerpts and phrases.
    pub abstracts: bool,
}

/// Fields of papers that can be searched.
pub const SEARCH_FIELDS: [&str; 6] = ["title", "authors", "abstract", "keywords", "topics", "venue"];

impl Default for Search {
    fn default() -> Search {
        Search { fields: SEARCH_FIELDS.to_vec(), title: 4.0, authors: 4.0, text: 1.0, abstracts: true }
    }
}

impl List {
    /// What it is called.
    pub fn title(&self) -> &str {
        if self.title.is_empty() { &self.name } else { &self.title }
    }

    /// Whether it grows at its head and nowhere else, as the archive's own lists do.
    pub fn is_newest_first(&self) -> bool {
        self.sort == Sort::Newest && self.limit.is_none()
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By the archive's calendar, the latest first.
    #[default]
    Newest,
    /// By the archive's calendar, the earliest first.
    Oldest,
    /// Most upvotes first, papers that nobody counted last.
    Upvotes,
    /// Most upvotes first, each worth less the longer ago its paper was featured; papers that nobody counted are left out.
    Trending,
    /// By title.
    Title,
}

impl Sort {
    /// The words for them.
    pub const WORDS: &'static [&'static str] = &["newest", "oldest", "upvotes", "trending", "title"];

    /// What a word stands for.
    pub fn from_word(word: &str) -> Option<Sort> {
        let sorts = [Sort::Newest, Sort::Oldest, Sort::Upvotes, Sort::Trending, Sort::Title];
        Sort::WORDS.iter().position(|known| *known == word).map(|at| sorts[at])
    }
}

/// How the digests of days and weeks are sent by mail; each is empty where the command line or nobody says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// Whom it comes from: an address, or a name with an address.
    pub from: String,
    /// Whom it goes to: usually the address of a list.
    pub to: String,
    /// Where somebody leaves the list: an address of a page or a `mailto:`.
    pub unsubscribe: String,
}

/// An entry of the menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct MenuItem {
    pub title: String,
    pub url: String,
}

impl Settings {
    /// The severity of a code in this archive.
    pub fn severity(&self, code: Code) -> Severity {
        self.severities.get(&code).copied().unwrap_or(code.severity())
    }

    /// The locale of collation.
    pub fn locale(&self) -> &str {
        if self.locale.is_empty() { &self.language } else { &self.locale }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_are_split() {
        let url = BaseUrl::parse("https://User.github.io/repo/").unwrap();
        assert_eq!(
            (url.origin.as_str(), url.path.as_str(), url.host()),
            ("https://user.github.io", "/repo", "user.github.io")
        );
        assert_eq!(BaseUrl::parse("http://localhost:4040").unwrap().path, "");
        for text in ["", "example.org", "ftp://x", "https://x/a?b", "https://x/../y", "https://a@b/"] {
            assert_eq!(BaseUrl::parse(text), None, "{text}");
        }
    }

    #[test]
    fn patterns_are_checked() {
        assert_eq!(Pattern::parse("/papers/{id}/"), Ok(Pattern::default()));
        assert!(Pattern::parse("/{volume}/{id}.html").is_ok());
        for text in [
            "papers/{id}/",
            "/papers/",
            "/{id}",
            "/{id}/{id}/",
            "/../{id}/",
            "/{key}/",
            "/{id/",
            "//{id}/",
            "/{id}.htm",
        ] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_mistake_of_the_settings_is_told() {
        let text = b"titel: x\nbase-url: example.org\nparts: 0\ndiagnostics: {no-base-url: 'off', bad-mth: error}\n";
        let (settings, diagnostics) = read("offprint.yaml", text);
        let codes: Vec<_> = diagnostics.iter().map(|d| (d.code.name(), d.span.unwrap().line)).collect();
        assert_eq!(codes, [("unknown-key", 1), ("bad-url", 2), ("bad-value", 3), ("unknown-key", 4)]);
        assert_eq!(settings.severity(Code::NoBaseUrl), Severity::Off);
        assert_eq!(settings.parts, 50);
    }
}

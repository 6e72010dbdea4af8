//! The tables of offprint.yaml: every key, what its value looks like and means, and how it is read.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    Api, BaseUrl, Calendar, Digest, ExportFormat, List, MenuItem, Pattern, Periods, SEARCH_FIELDS, Search, Settings,
    Sort, Thresholds, schema,
};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Sources;
use crate::yaml::field::is_url;
use crate::yaml::shape::{URL, properties};
use crate::yaml::{self, Field, Key, Node, On, Problem, Shape, Step};

use Shape::{Boolean, Count, Identifier, Text};

pub(super) const SETTINGS: &[Key<Settings>] = &[
    Key::new("title", Text, "The name of the site, in its header and in page titles.", |s, f| s.title = f.line()),
    Key::new("byline", Text, "The line under the name: who makes the archive.", |s, f| s.byline = f.line()),
    Key::new("description", Text, "One or two sentences for search engines and for the first page.", |s, f| {
        s.description = f.line()
    }),
    Key::new(
        "language",
        Identifier,
        "The site's language as a BCP 47 tag: en, pt-BR. It decides how dates are written and names are sorted.",
        |s, f| s.language = f.identifier(),
    ),
    Key::new("locale", Identifier, "The locale that names are sorted by; unless written, the language.", |s, f| {
        s.locale = f.identifier()
    }),
    Key::new(
        "base-url",
        Shape::Form(&schema::BASE_URL),
        "Where the site is published: https://user.github.io/repo/. Without it there are no feeds and no sitemap.",
        |s, f| s.base_url = base_url(f),
    ),
    Key::new(
        "repository",
        Shape::Form(&schema::REPOSITORY),
        "The archive's repository at GitHub, as owner/name, for links to edit, to report and to submit; a folder of it may follow.",
        |s, f| (s.repository, s.folder) = repository(f),
    ),
    Key::new("branch", Identifier, "The branch that those links lead to: main.", |s, f| s.branch = f.identifier()),
    Key::new(
        "feed-id",
        Text,
        "The stable stem of the ids of feeds, which never changes, whatever the address.",
        |s, f| s.feed_id = f.line(),
    ),
    Key::new(
        "calendar",
        Shape::Word(CALENDARS),
        "The clock of pages by date: published, the day a paper was first online, or added, the day it was featured.",
        |s, f| s.calendar = f.word(CALENDARS, calendar).unwrap_or(Calendar::Published),
    ),
    Key::new(
        "periods",
        Shape::Several(&Shape::Word(PERIODS)),
        "Which pages by date there are, of year, month, week and day.",
        |s, f| s.periods = periods(f),
    ),
    Key::new("urls", schema::keys(|| properties(URLS)), "Addresses of pages.", |s, f| f.map(URLS, s)),
    Key::new("files", schema::keys(|| properties(FILES)), "Where files beside entries are kept.", |s, f| {
        f.map(FILES, s)
    }),
    Key::new("parts", Count(1), "Papers in each part of a long list: 50.", |s, f| {
        s.parts = at_least_one(f).unwrap_or(50).clamp(1, 10_000) as usize
    }),
    Key::new(
        "thresholds",
        schema::keys(|| properties(THRESHOLDS)),
        "From how many papers on a group gets what multiplies files.",
        |s, f| f.map(THRESHOLDS, &mut s.thresholds),
    ),
    Key::new(
        "exports",
        schema::keys(|| properties(EXPORTS)),
        "Files for reference managers beside papers and lists.",
        |s, f| f.map(EXPORTS, s),
    ),
    Key::new(
        "api",
        Shape::OneOf(&[Shape::Word(APIS), Shape::False]),
        "How much of the API there is: full, dump (without the records of papers in parts), or off.",
        |s, f| s.api = api(f),
    ),
    Key::new(
        "lists",
        Shape::Entries(Some(&schema::LIST_NAME), &schema::keys(|| properties(LIST))),
        "Saved queries, each a page /lists/NAME/: names to maps of title, query, sort, limit, home and feed.",
        |s, f| lists(f, &mut s.lists),
    ),
    Key::new(
        "citations",
        Shape::Several(&Text),
        "Styles of the citations on a paper's page, by their CSL names.",
        |s, f| s.citations = f.lines(),
    ),
    Key::new("math", schema::keys(|| properties(MATH)), "How formulas are read.", |s, f| f.map(MATH, s)),
    Key::new("images", schema::keys(|| properties(IMAGES)), "Which pictures are shown.", |s, f| f.map(IMAGES, s)),
    Key::new("search", schema::keys(|| properties(SEARCH)), "What the index of search holds.", |s, f| {
        f.map(SEARCH, &mut s.search)
    }),
    Key::new("theme", Identifier, "The theme, a folder of themes/, or default.", |s, f| s.theme = f.identifier()),
    Key::new("theme-settings", FREE, "Settings of the theme, as it has them.", |s, f| s.theme_settings = values(f)),
    Key::new(
        "menu",
        Shape::Several(&schema::keys(|| properties(MENU))),
        "Entries of the menu after the archive's own, each a map of title and url.",
        |s, f| s.menu = menu(f),
    ),
    Key::new(
        "discuss",
        Shape::Form(&schema::DISCUSS),
        "A link to discussions of a paper: an http or https URL with {id} or {arxiv}.",
        |s, f| s.discuss = discuss(f),
    ),
    Key::new("subscribe", Shape::Form(&URL), "A mailing list to subscribe to: an http or https URL.", |s, f| {
        s.subscribe = f.url()
    }),
    Key::new(
        "digest",
        schema::keys(|| properties(DIGEST)),
        "How the digests of days and weeks are sent by mail.",
        |s, f| f.map(DIGEST, &mut s.digest),
    ),
    Key::new(
        "diagnostics",
        schema::keys(schema::codes),
        "Codes of problems, each to error, warning or off.",
        |s, f| severities(f, &mut s.severities),
    ),
    Key::new("scholar", schema::keys(|| properties(SCHOLAR)), "What pages say to Google Scholar.", |s, f| {
        f.map(SCHOLAR, s)
    }),
    Key::new("extra", FREE, "Keys of your own, handed to the theme untouched.", |s, f| s.extra = values(f)),
];

const FREE: Shape = Shape::Entries(None, &Shape::Anything);
const CALENDARS: &[&str] = &["published", "added"];
const APIS: &[&str] = &["full", "dump", "off"];
const PERIODS: &[&str] = &["year", "month", "week", "day"];
const FORMATS: Shape = Shape::Several(&Shape::Word(ExportFormat::NAMES));
const OR_OFF: Shape = Shape::OneOf(&[Count(0), Shape::Word(&["off"]), Shape::False]);

pub(super) const URLS: &[Key<Settings>] = &[Key::new(
    "paper",
    Shape::Form(&schema::PATTERN),
    "Where a paper's page stands: a path with {id} and perhaps {volume}, {venue} or {year}: /papers/{id}/.",
    |s, f| s.paper_url = pattern(f),
)];

pub(super) const FILES: &[Key<Settings>] = &[Key::new(
    "base-url",
    Shape::Form(&schema::BASE_URL),
    "Where files beside entries are, if not in the site, as they stand below content/: https://files.example.org/.",
    |s, f| s.files_url = base_url(f),
)];

pub(super) const MATH: &[Key<Settings>] =
    &[Key::new("macros", Shape::Entries(None, &Text), "The authors' own macros: names to TeX.", |s, f| {
        s.macros = texts(f)
    })];

pub(super) const IMAGES: &[Key<Settings>] =
    &[Key::new("remote", Boolean, "Whether pictures from elsewhere are shown, rather than linked.", |s, f| {
        s.remote_images = f.boolean()
    })];

pub(super) const SCHOLAR: &[Key<Settings>] =
    &[Key::new("external-pdf", Boolean, "Whether citation_pdf_url also names files elsewhere.", |s, f| {
        s.external_pdf = f.boolean()
    })];

pub(super) const THRESHOLDS: &[Key<Thresholds>] = &[
    Key::new("feeds", schema::keys(|| properties(FEEDS)), "Feeds of groups.", |t, f| f.map(FEEDS, t)),
    Key::new("exports", schema::keys(|| properties(GROUP_EXPORTS)), "Exports of groups.", |t, f| {
        f.map(GROUP_EXPORTS, t)
    }),
    Key::new("author-pages", Count(0), "Pages of authors: 1.", |t, f| number(f, &mut t.author_pages)),
    Key::new("topic-months", OR_OFF, "Months of a topic, or off.", |t, f| t.topic_months = number_or_off(f)),
    Key::new("digests", OR_OFF, "Digests of days and weeks, or off.", |t, f| t.digests = number_or_off(f)),
];

pub(super) const FEEDS: &[Key<Thresholds>] = &[
    Key::new("authors", Count(0), "Feeds of authors: 10.", |t, f| number(f, &mut t.author_feeds)),
    Key::new("other", Count(0), "Feeds of all other groups: 1.", |t, f| number(f, &mut t.other_feeds)),
];

pub(super) const GROUP_EXPORTS: &[Key<Thresholds>] = &[
    Key::new("authors", Count(0), "Exports of authors: 20.", |t, f| number(f, &mut t.author_exports)),
    Key::new("other", Count(0), "Exports of all other groups: 1.", |t, f| number(f, &mut t.other_exports)),
];

pub(super) const EXPORTS: &[Key<Settings>] = &[
    Key::new("paper", FORMATS, "Formats of the files beside a paper.", |s, f| s.paper_exports = formats(f)),
    Key::new("page", FORMATS, "Formats that a paper's page carries, to copy and to save.", |s, f| {
        s.page_exports = formats(f)
    }),
    Key::new("group", FORMATS, "Formats of the files beside a list.", |s, f| s.group_exports = formats(f)),
    Key::new("retracted", Boolean, "Whether they hold papers that were retracted, withdrawn or removed.", |s, f| {
        s.export_retracted = f.boolean()
    }),
];

pub(super) const SEARCH: &[Key<Search>] = &[
    Key::new("fields", Shape::Several(&Shape::Word(&SEARCH_FIELDS)), "Fields of papers that are searched.", |s, f| {
        s.fields = f.list(search_field)
    }),
    Key::new(
        "weights",
        schema::keys(|| properties(SEARCH_WEIGHTS)),
        "How much a word counts by where it stands.",
        |s, f| f.map(SEARCH_WEIGHTS, s),
    ),
    Key::new("abstracts", Boolean, "Whether abstracts are kept for excerpts and phrases.", |s, f| {
        s.abstracts = f.boolean()
    }),
];

const WEIGHT: Shape = Shape::Number(0, 20);

pub(super) const SEARCH_WEIGHTS: &[Key<Search>] = &[
    Key::new("title", WEIGHT, "A word of the title: 4. From 0 to 20.", |s, f| weight(f, &mut s.title)),
    Key::new("authors", WEIGHT, "A word of an author's name: 4. From 0 to 20.", |s, f| weight(f, &mut s.authors)),
    Key::new("abstract", WEIGHT, "A word of abstract, summary or keywords: 1. From 0 to 20.", |s, f| {
        weight(f, &mut s.text)
    }),
];

pub(super) const LIST: &[Key<List>] = &[
    Key::new("title", Text, "What the list is called.", |l, f| l.title = f.line()),
    Key::new("query", Text, "What it holds, in the language of search: topic:nlp has:code.", |l, f| l.query = f.line()),
    Key::new(
        "sort",
        Shape::Word(Sort::WORDS),
        "In which order: newest, oldest, upvotes, trending or title.",
        |l, f| l.sort = f.word(Sort::WORDS, Sort::from_word).unwrap_or_default(),
    ),
    Key::new("limit", Count(1), "The first so many papers alone.", |l, f| l.limit = at_least_one(f)),
    Key::new("home", Boolean, "Whether the first page shows its first papers.", |l, f| l.home = f.boolean()),
    Key::new("feed", Boolean, "Whether it has a feed.", |l, f| l.feed = f.boolean()),
];

pub(super) const DIGEST: &[Key<Digest>] = &[
    Key::new("from", Text, "Whom it comes from: an address, or a name with an address.", |d, f| d.from = f.line()),
    Key::new("to", Text, "Whom it goes to: usually the address of a list.", |d, f| d.to = f.line()),
    Key::new(
        "unsubscribe",
        Shape::Form(&schema::UNSUBSCRIBE),
        "Where somebody leaves the list: an http or https URL or a mailto:.",
        |d, f| d.unsubscribe = unsubscribe(f),
    ),
];

pub(super) const MENU: &[Key<MenuItem>] = &[
    Key::new("title", Text, "What the entry is called.", |m, f| m.title = f.line()),
    Key::new(
        "url",
        Shape::Form(&schema::MENU_URL),
        "Where it leads: a path from /, or an http or https URL.",
        |m, f| m.url = menu_url(f),
    ),
];

/// Reads offprint.yaml. Whatever is wrong leaves that setting at its default.
pub fn read(path: &str, bytes: &[u8]) -> (Settings, Vec<Diagnostic>) {
    let text = match crate::yaml::text_of(path, bytes) {
        Ok(text) => text,
        Err(diagnostic) => return (Settings::default(), vec![*diagnostic]),
    };
    let (settings, diagnostics) = yaml::Text::whole(path, text).decode(|field, _| {
        let mut settings = Settings::default();
        field.map(SETTINGS, &mut settings);
        settings
    });
    (settings.unwrap_or_default(), diagnostics)
}

/// A problem of a setting that shows only where the setting is used.
pub fn problem(sources: &Sources, steps: Vec<Step>, code: Code, message: String, help: Option<String>) -> Diagnostic {
    let problem = Problem { code, path: steps, on: On::Value, part: String::new(), message, help };
    let text =
        crate::yaml::text_of(crate::source::SETTINGS, sources.bytes(crate::source::SETTINGS)).unwrap_or_default();
    let mut placed = yaml::Text::whole(crate::source::SETTINGS, text).place(vec![problem]);
    placed.remove(0)
}

fn base_url(field: Field<'_>) -> Option<BaseUrl> {
    let place = field.place();
    let text = field.line();
    let url = BaseUrl::parse(&text);
    if url.is_none() && !text.is_empty() {
        let help = "such as https://user.github.io/repo/".to_owned();
        place.problem(Code::BadUrl, format!("`{text}` is not the address of a site"), Some(help));
    }
    url
}

/// `owner/name`, and the folder that may follow.
fn repository(field: Field<'_>) -> (String, String) {
    let place = field.place();
    let text = field.line();
    let text = text.trim_start_matches("https://github.com/").trim_end_matches('/').trim_end_matches(".git");
    let legal = |part: &&str| {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        !matches!(*part, "" | "." | "..") && part.bytes().all(is_plain)
    };
    let parts: Vec<&str> = text.split('/').collect();
    match parts[..] {
        [""] => (String::new(), String::new()),
        [owner, name, ref folder @ ..] if parts.iter().all(legal) => (format!("{owner}/{name}"), folder.join("/")),
        _ => {
            let help = Some("write owner/name".into());
            place.problem(Code::BadValue, format!("`{text}` is not a repository"), help);
            (String::new(), String::new())
        }
    }
}

fn calendar(word: &str) -> Option<Calendar> {
    match word {
        "published" => Some(Calendar::Published),
        "added" => Some(Calendar::Added),
        _ => None,
    }
}

fn api(field: Field<'_>) -> Api {
    if field.node == Node::Bool(false) {
        return Api::Off;
    }
    let api = |word: &str| APIS.iter().zip([Api::Full, Api::Dump, Api::Off]).find(|(known, _)| **known == word);
    field.word(APIS, |word| api(word).map(|(_, api)| api)).unwrap_or(Api::Full)
}

fn periods(field: Field<'_>) -> Periods {
    let words = field.list(|field| field.word(PERIODS, |word| PERIODS.iter().find(|known| **known == word).copied()));
    let has = |word: &str| words.contains(&word);
    Periods { year: has("year"), month: has("month"), week: has("week"), day: has("day") }
}

fn pattern(field: Field<'_>) -> Pattern {
    let place = field.place();
    let text = field.line();
    Pattern::parse(&text).unwrap_or_else(|why| {
        place.problem(Code::BadPattern, format!("`{text}` is not a pattern of addresses"), Some(why.to_owned()));
        Pattern::default()
    })
}

/// Formats in the order in which they are offered, each once.
fn formats(field: Field<'_>) -> Vec<ExportFormat> {
    let mut formats = field.list(|field| field.word(ExportFormat::NAMES, ExportFormat::from_name));
    formats.sort_unstable();
    formats.dedup();
    formats
}

fn search_field(field: Field<'_>) -> Option<&'static str> {
    field.word(&SEARCH_FIELDS, |word| SEARCH_FIELDS.into_iter().find(|known| *known == word))
}

fn weight(field: Field<'_>, into: &mut f64) {
    let number = match field.node {
        Node::Int(value) => Some(value as f64),
        Node::Float(value) => Some(value),
        _ => None,
    };
    match number.filter(|number| (0.0..=20.0).contains(number)) {
        Some(number) => *into = number,
        None => field.problem(Code::BadValue, "a weight is a number from 0 to 20", None),
    }
}

fn at_least_one(field: Field<'_>) -> Option<u64> {
    let place = field.place();
    let count = field.count();
    if count == Some(0) {
        place.problem(Code::BadValue, "this must be at least 1", None);
        return None;
    }
    count
}

fn number(field: Field<'_>, target: &mut u32) {
    if let Some(count) = field.count() {
        *target = count.min(u64::from(u32::MAX)) as u32;
    }
}

fn number_or_off(field: Field<'_>) -> Option<u32> {
    match &field.node {
        Node::Text(text) if text == "off" => None,
        Node::Bool(false) => None,
        _ => field.count().map(|n| n.min(u64::from(u32::MAX)) as u32),
    }
}

fn texts(field: Field<'_>) -> BTreeMap<String, String> {
    let mut map = BTreeMap::new();
    field.entries(|map: &mut BTreeMap<_, _>, key, field| drop(map.insert(key.to_owned(), field.line())), &mut map);
    map
}

fn values(field: Field<'_>) -> BTreeMap<String, Value> {
    let mut map = BTreeMap::new();
    field.entries(
        |map: &mut BTreeMap<_, _>, key, field| drop(map.insert(key.to_owned(), field.node.into_json())),
        &mut map,
    );
    map
}

fn lists(field: Field<'_>, lists: &mut Vec<List>) {
    field.entries(
        |lists: &mut Vec<List>, name, field| {
            let mut list = List { name: name.to_owned(), ..List::default() };
            field.map(LIST, &mut list);
            lists.push(list);
        },
        lists,
    );
}

fn menu(field: Field<'_>) -> Vec<MenuItem> {
    field.list(|field| {
        let mut item = MenuItem::default();
        field.map(MENU, &mut item);
        (!item.title.is_empty() && !item.url.is_empty()).then_some(item)
    })
}

/// A path of the site, or a URL elsewhere.
fn menu_url(field: Field<'_>) -> String {
    let place = field.place();
    let text = field.line();
    let inside = text.starts_with('/') && !text.starts_with("//") && !text.contains(['\\', '"', '<', '>']);
    if text.is_empty() || inside || is_url(&text) {
        return text;
    }
    place.problem(Code::BadUrl, format!("`{text}` is neither a path from `/` nor an http or https URL"), None);
    String::new()
}

/// An address of a page, or one to write to.
fn unsubscribe(field: Field<'_>) -> String {
    let place = field.place();
    let text = field.line();
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | ',');
    if text.is_empty() || ((is_url(&text) || text.starts_with("mailto:")) && text.chars().all(plain)) {
        return text;
    }
    place.problem(Code::BadUrl, format!("`{text}` is neither an http or https URL nor a `mailto:`"), None);
    String::new()
}

fn discuss(field: Field<'_>) -> String {
    let place = field.place();
    let text = field.line();
    if text.is_empty() || is_url(&text.replace("{id}", "id").replace("{arxiv}", "id")) {
        return text;
    }
    place.problem(Code::BadUrl, format!("`{text}` is not an http or https URL"), None);
    String::new()
}

fn severities(field: Field<'_>, map: &mut BTreeMap<Code, Severity>) {
    field.entries(
        |map: &mut BTreeMap<Code, Severity>, name, field| match Code::from_name(name) {
            Some(code) => {
                let off = field.node == Node::Bool(false);
                let words = ["error", "warning", "off"];
                let severity = if off { Some(Severity::Off) } else { field.word(&words, Severity::from_name) };
                map.extend(severity.map(|severity| (code, severity)));
            }
            None => field.unknown_key(name, Code::ALL.iter().map(|code| code.name())),
        },
        map,
    );
}

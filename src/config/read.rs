//! The tables of offprint.yaml: every key, and how its value is read.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    BaseUrl, Calendar, Digest, ExportFormat, List, MenuItem, Pattern, Periods, SEARCH_FIELDS, Search, Settings, Sort,
    Thresholds,
};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Sources;
use crate::yaml::field::is_url;
use crate::yaml::{Field, Key, Node, On, Problem, Step, Text};

const SETTINGS: &[Key<Settings>] = &[
    ("title", |s, f| s.title = f.line()),
    ("byline", |s, f| s.byline = f.line()),
    ("description", |s, f| s.description = f.line()),
    ("language", |s, f| s.language = f.identifier()),
    ("locale", |s, f| s.locale = f.identifier()),
    ("base-url", |s, f| s.base_url = base_url(f)),
    ("repository", |s, f| s.repository = repository(f)),
    ("branch", |s, f| s.branch = f.identifier()),
    ("feed-id", |s, f| s.feed_id = f.line()),
    ("calendar", |s, f| s.calendar = f.word(&["published", "added"], calendar).unwrap_or(Calendar::Published)),
    ("periods", |s, f| s.periods = periods(f)),
    ("urls", |s, f| f.map(&[("paper", |s: &mut Settings, f| s.paper_url = pattern(f))], s)),
    ("parts", |s, f| s.parts = at_least_one(f).unwrap_or(50).clamp(1, 10_000) as usize),
    ("thresholds", |s, f| f.map(THRESHOLDS, &mut s.thresholds)),
    ("exports", |s, f| f.map(EXPORTS, s)),
    ("lists", |s, f| lists(f, &mut s.lists)),
    ("citations", |s, f| s.citations = f.lines()),
    ("math", |s, f| f.map(&[("macros", |s: &mut Settings, f| s.macros = texts(f))], s)),
    ("images", |s, f| f.map(&[("remote", |s: &mut Settings, f| s.remote_images = f.boolean())], s)),
    ("search", |s, f| f.map(SEARCH, &mut s.search)),
    ("theme", |s, f| s.theme = f.identifier()),
    ("theme-settings", |s, f| s.theme_settings = values(f)),
    ("menu", |s, f| s.menu = menu(f)),
    ("discuss", |s, f| s.discuss = discuss(f)),
    ("subscribe", |s, f| s.subscribe = f.url()),
    ("digest", |s, f| f.map(DIGEST, &mut s.digest)),
    ("diagnostics", |s, f| severities(f, &mut s.severities)),
    ("scholar", |s, f| f.map(&[("external-pdf", |s: &mut Settings, f| s.external_pdf = f.boolean())], s)),
    ("extra", |s, f| s.extra = values(f)),
];

const THRESHOLDS: &[Key<Thresholds>] = &[
    ("feeds", |t, f| {
        f.map(
            &[
                ("authors", |t: &mut Thresholds, f| number(f, &mut t.author_feeds)),
                ("other", |t, f| number(f, &mut t.other_feeds)),
            ],
            t,
        )
    }),
    ("exports", |t, f| {
        f.map(
            &[
                ("authors", |t: &mut Thresholds, f| number(f, &mut t.author_exports)),
                ("other", |t, f| number(f, &mut t.other_exports)),
            ],
            t,
        )
    }),
    ("author-pages", |t, f| number(f, &mut t.author_pages)),
    ("topic-months", |t, f| t.topic_months = number_or_off(f)),
    ("digests", |t, f| t.digests = number_or_off(f)),
];

const EXPORTS: &[Key<Settings>] = &[
    ("paper", |s, f| s.paper_exports = formats(f)),
    ("group", |s, f| s.group_exports = formats(f)),
    ("retracted", |s, f| s.export_retracted = f.boolean()),
];

const SEARCH: &[Key<Search>] = &[
    ("fields", |s, f| s.fields = f.list(search_field)),
    ("weights", |s, f| f.map(SEARCH_WEIGHTS, s)),
    ("abstracts", |s, f| s.abstracts = f.boolean()),
];

const SEARCH_WEIGHTS: &[Key<Search>] = &[
    ("title", |s, f| weight(f, &mut s.title)),
    ("authors", |s, f| weight(f, &mut s.authors)),
    ("abstract", |s, f| weight(f, &mut s.text)),
];

const LIST: &[Key<List>] = &[
    ("title", |l, f| l.title = f.line()),
    ("query", |l, f| l.query = f.line()),
    ("sort", |l, f| l.sort = f.word(Sort::WORDS, Sort::from_word).unwrap_or_default()),
    ("limit", |l, f| l.limit = at_least_one(f)),
    ("home", |l, f| l.home = f.boolean()),
    ("feed", |l, f| l.feed = f.boolean()),
];

const DIGEST: &[Key<Digest>] = &[
    ("from", |d, f| d.from = f.line()),
    ("to", |d, f| d.to = f.line()),
    ("unsubscribe", |d, f| d.unsubscribe = unsubscribe(f)),
];

const MENU: &[Key<MenuItem>] = &[("title", |m, f| m.title = f.line()), ("url", |m, f| m.url = menu_url(f))];

/// Reads offprint.yaml. Whatever is wrong leaves that setting at its default.
pub fn read(path: &str, bytes: &[u8]) -> (Settings, Vec<Diagnostic>) {
    let text = match crate::yaml::text_of(path, bytes) {
        Ok(text) => text,
        Err(diagnostic) => return (Settings::default(), vec![*diagnostic]),
    };
    let (settings, diagnostics) = Text::whole(path, text).decode(|field, _| {
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
    let mut placed = Text::whole(crate::source::SETTINGS, text).place(vec![problem]);
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

fn repository(field: Field<'_>) -> String {
    let place = field.place();
    let text = field.line();
    let text = text.trim_start_matches("https://github.com/").trim_end_matches('/').trim_end_matches(".git").to_owned();
    let legal = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    if text.is_empty() || text.split_once('/').is_some_and(|(owner, name)| legal(owner) && legal(name)) {
        return text;
    }
    place.problem(Code::BadValue, format!("`{text}` is not a repository"), Some("write owner/name".into()));
    String::new()
}

fn calendar(word: &str) -> Option<Calendar> {
    match word {
        "published" => Some(Calendar::Published),
        "added" => Some(Calendar::Added),
        _ => None,
    }
}

fn periods(field: Field<'_>) -> Periods {
    let words = field.list(|field| {
        field.word(&["year", "month", "week", "day"], |word| {
            Some(word.to_owned()).filter(|word| ["year", "month", "week", "day"].contains(&word.as_str()))
        })
    });
    let has = |word: &str| words.iter().any(|w| w == word);
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

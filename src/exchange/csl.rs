//! CSL-JSON: what citation managers, Pandoc and Crossref write.
//!
//! The format's schema is strict and its writers are not: numbers are texts, texts are lists, dates have three forms.
//! Everything is read as far as it can be understood, and what is not known is passed over. See
//! <https://docs.citationstyles.org/en/stable/specification.html>.

mod names;

use serde_json::Value;

use super::foreign::{Coding, line, marked_line, paragraphs};
use super::json::{Fields, fields, link, raw, text, url, word};
use super::said::{self, first, language, pages, year_in};
use super::{ImportedVenue, Options, Record, links};
use crate::paper::{Event, Kind, LINK_KINDS, Marked, Paper, identifier};
use crate::text::date::Date;
use names::names;

/// Texts of this format hold tags and entities.
const HTML: Coding = Coding::Html;

/// Whether an item is clearly one of this format.
pub(super) fn is_item(item: &Value) -> bool {
    ["type", "issued", "author", "container-title"].iter().any(|key| item.get(key).is_some())
}

/// Reads one item.
///
/// # Errors
/// Says why the item is of no use.
pub(super) fn record(item: &Value, _options: &Options) -> Result<Record, String> {
    let item = fields(item)?;
    let title = marked_line(&raw(item, "title"), HTML);
    if title.is_empty() {
        return Err("it has no title".to_owned());
    }
    let mut paper = Paper {
        title: Marked { source: title, ..Marked::default() },
        title_short: title_short(item),
        language: language(&raw(item, "language")),
        authors: names(item, "author"),
        et_al: item.get("custom").and_then(|custom| custom.get("et-al")) == Some(&Value::Bool(true)),
        editors: names(item, "editor"),
        abstract_: paragraphs(&raw(item, "abstract"), HTML),
        date: date(item, "issued"),
        available: date(item, "available-date"),
        keywords: keywords(item.get("keyword")),
        ..Paper::default()
    };
    details(&mut paper, item);
    identifiers(&mut paper, item);
    addresses(&mut paper, item);
    note(&mut paper, item);
    let venue = place(&mut paper, item);
    Ok(Record { paper, venue, topics: Vec::new(), source_id: source_id(item) })
}

/// What the source calls it. Zotero has an address of its own for an id, and beside it the key that people cite by.
fn source_id(item: &Fields) -> String {
    let [id, key] = ["id", "citation-key"].map(|name| raw(item, name).trim().to_owned());
    if !key.is_empty() && id.contains("://") { key } else { id }
}

fn title_short(item: &Fields) -> String {
    [word(item, "title-short", HTML), word(item, "shortTitle", HTML)]
        .into_iter()
        .find(|t| !t.is_empty())
        .unwrap_or_default()
}

fn keywords(value: Option<&Value>) -> Vec<String> {
    let words: Vec<String> = match value {
        Some(Value::Array(items)) => items.iter().map(text).collect(),
        Some(Value::String(text)) if text.contains(';') => text.split(';').map(str::to_owned).collect(),
        Some(Value::String(text)) => text.split(',').map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    said::each_once(words.iter().map(|word| line(word, HTML)))
}

/// A date in any of its forms; of a range its beginning. What is no date within a date is left out.
fn date(item: &Fields, key: &str) -> Option<Date> {
    let value = item.get(key)?;
    if let Some(Value::Array(parts)) = value.get("date-parts").and_then(|parts| parts.get(0)) {
        let number = |at: usize| parts.get(at).and_then(|part| text(part).trim().parse::<i16>().ok());
        let (year, month) = (number(0)?, number(1).and_then(|month| u8::try_from(month).ok()));
        let day = number(2).and_then(|day| u8::try_from(day).ok());
        let month_of = || Date::from_month(year, month?);
        let day_of = || Date::from_day(year, month?, day?);
        return day_of().or_else(month_of).or_else(|| Date::from_year(year));
    }
    let raw = match value {
        Value::Object(fields) => ["raw", "literal"].iter().map(|key| raw(fields, key)).find(|text| !text.is_empty())?,
        other => text(other),
    };
    Date::parse(raw.trim()).or_else(|| Date::parse(raw.trim().split(['/', ' ']).next()?)).or_else(|| year_in(&raw))
}

fn details(paper: &mut Paper, item: &Fields) {
    paper.volume = word(item, "volume", HTML);
    paper.issue = word(item, "issue", HTML);
    paper.pages = pages(&word(item, "page", HTML));
    paper.series = word(item, "collection-title", HTML);
    if paper.volume.is_empty() && !paper.series.is_empty() {
        paper.volume = word(item, "collection-number", HTML);
    }
    paper.publisher = word(item, "publisher", HTML);
    paper.isbn = first(&word(item, "ISBN", HTML));
    paper.issn = first(&word(item, "ISSN", HTML));
    let [name, other] = ["event-title", "event"].map(|key| word(item, key, HTML));
    let name = if name.is_empty() { other } else { name };
    if !name.is_empty() {
        let place = word(item, "event-place", HTML);
        paper.event = Some(Event { name, place, start: date(item, "event-date"), end: None });
    }
}

fn identifiers(paper: &mut Paper, item: &Fields) {
    paper.doi = identifier::doi(&raw(item, "DOI")).unwrap_or_default().to_owned();
    let number = raw(item, "number");
    let is_arxiv = |text: &str| text.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("arxiv:"));
    let kept =
        if raw(item, "archive").eq_ignore_ascii_case("arxiv") { raw(item, "archive_location") } else { String::new() };
    paper.arxiv = [&raw(item, "arxiv"), &kept, &number]
        .iter()
        .find_map(|text| identifier::arxiv(text).filter(|_| text.as_str() != number || is_arxiv(text)))
        .map(str::to_owned)
        .unwrap_or_default();
    said::arxiv_of_doi(paper);
    if !is_arxiv(&number) {
        let number = line(&number, HTML);
        // A report's number is what BibTeX has under the same name; that of anything without pages is an article's.
        match raw(item, "type").as_str() {
            "report" if paper.issue.is_empty() => paper.issue = number,
            _ if paper.pages.is_empty() => paper.article_number = number,
            _ => {}
        }
    }
    for (scheme, key) in [("pmid", "PMID"), ("pmcid", "PMCID")] {
        let value = word(item, key, HTML);
        if !value.is_empty() {
            paper.identifiers.insert(scheme.to_owned(), value);
        }
    }
}

/// Reads `URL` and `link`.
fn addresses(paper: &mut Paper, item: &Fields) {
    links::own(paper, &raw(item, "URL"));
    let several = match item.get("link") {
        Some(Value::Array(links)) => links.as_slice(),
        Some(link @ Value::Object(_)) => std::slice::from_ref(link),
        _ => &[],
    };
    for fields in several.iter().filter_map(Value::as_object) {
        if let Some(url) = url(&raw(fields, "URL"))
            && let Some(kind) = link_kind(&url, &raw(fields, "content-type"), &raw(fields, "intended-application"))
            && !links::is_identifier(paper, &url)
        {
            link(paper, kind, url);
        }
    }
    links::sort(paper);
}

/// What a link leads to; nothing for what only machines want.
fn link_kind(url: &str, content_type: &str, application: &str) -> Option<&'static str> {
    if let Some(kind) = LINK_KINDS.iter().find(|kind| **kind == application) {
        return Some(kind);
    }
    match content_type {
        "application/pdf" => Some("pdf"),
        _ if links::is_pdf(url) => Some("pdf"),
        _ if matches!(application, "text-mining" | "similarity-checking" | "syndication") => None,
        "text/html" => Some("html"),
        "" | "unspecified" => Some(if links::is_code(url) { "code" } else { "other" }),
        _ => None,
    }
}

/// What citation managers keep in `note`: a line for each identifier that has no field, and free text.
fn note(paper: &mut Paper, item: &Fields) {
    let mut rest: Vec<&str> = Vec::new();
    let note = raw(item, "note");
    for text in note.lines() {
        let (name, value) = text.split_once(':').unwrap_or((text, ""));
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "arxiv" if identifier::arxiv(value).is_some() && paper.arxiv.is_empty() => {
                paper.arxiv = identifier::arxiv(value).unwrap_or_default().to_owned();
            }
            "doi" if identifier::doi(value).is_some() && paper.doi.is_empty() => {
                paper.doi = identifier::doi(value).unwrap_or_default().to_owned();
            }
            scheme @ ("pmid" | "pmcid") if !value.is_empty() => {
                paper.identifiers.entry(scheme.to_owned()).or_insert_with(|| line(value, HTML));
            }
            "arxiv" | "doi" | "pmid" | "pmcid" | "citation key" => {}
            _ => rest.push(text),
        }
    }
    let genre = word(item, "genre", HTML);
    for (key, text) in [("note", line(&rest.join("\n"), HTML)), ("genre", genre)] {
        let said = key == "genre" && text.eq_ignore_ascii_case("preprint");
        if !text.is_empty() && !said {
            paper.extra.insert(key.to_owned(), Value::String(text));
        }
    }
}

/// The kind of a type of CSL, or of Crossref, which answers with its own where CSL-JSON is asked for.
fn kind(item: &Fields) -> Option<Kind> {
    Some(match raw(item, "type").as_str() {
        "" => return None,
        "article-journal" | "article-magazine" | "article-newspaper" | "review" | "journal-article" => Kind::Article,
        "paper-conference" | "speech" | "proceedings-article" => Kind::Conference,
        "article" | "manuscript" | "posted-content" => Kind::Preprint,
        "chapter" | "entry" | "entry-dictionary" | "entry-encyclopedia" => Kind::Chapter,
        "book-chapter" | "book-section" | "book-part" | "reference-entry" => Kind::Chapter,
        "book" | "classic" | "monograph" | "edited-book" | "reference-book" => Kind::Book,
        "thesis" | "dissertation" => Kind::Thesis,
        "report" | "standard" => Kind::Report,
        "dataset" => Kind::Dataset,
        "software" => Kind::Software,
        _ => Kind::Other,
    })
}

/// Where the work appeared, and what kind of work that makes it.
fn place(paper: &mut Paper, item: &Fields) -> Option<ImportedVenue> {
    let container = word(item, "container-title", HTML);
    let short = [word(item, "container-title-short", HTML), word(item, "journalAbbreviation", HTML)]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    said::place(paper, kind(item), &short, container)
}

#[cfg(test)]
mod tests;

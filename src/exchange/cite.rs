//! Citations as a style prints them. The styles are those of the Citation Style Language that hayagriva brings; it gets
//! the same items that are written as CSL-JSON, and what it makes of them becomes HTML here, since it escapes nothing.
//!
//! A style costs from 60 µs (that of the ACM) to 500 µs (APA) and more a work, so what was formatted once is remembered
//! by content, for a preview that shows a page again and again.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::json;
use hayagriva::citationberg::{
    FontStyle, FontVariant, FontWeight, IndependentStyle, Locale, LocaleCode, Style, TextDecoration, VerticalAlign,
};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren, Formatted,
};
use xxhash_rust::xxh3::Xxh3;

use super::Work;
use super::export::Extent;
use super::export::csl_json::{Dates, Item, Name};
use crate::diagnostic::nearest;
use crate::memo::{Digest, Kept};
use crate::text::escaped;

/// Formatted citations that are remembered.
const KEPT: usize = 4096;

/// Formats citations in the styles of one archive.
#[derive(Debug)]
pub struct Citations {
    names: Vec<String>,
    language: String,
    styles: OnceLock<Styles>,
    kept: Kept<Option<String>>,
}

impl Default for Citations {
    /// No style at all.
    fn default() -> Citations {
        Citations::new(&[], "en")
    }
}

/// Styles with all that they need.
#[derive(Debug)]
struct Styles {
    styles: Vec<(&'static str, IndependentStyle)>,
    locales: Vec<Locale>,
}

/// A citation in a style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// What the style is called.
    pub style: &'static str,
    /// As HTML: text with emphasis and links.
    pub html: String,
}

impl Citations {
    /// Styles by their names, whose terms speak a language (BCP 47). Nothing is loaded before it is needed; a name that
    /// no style has is passed over.
    pub fn new(names: &[String], language: &str) -> Citations {
        let (names, language) = (names.to_vec(), language.to_owned());
        Citations { names, language, styles: OnceLock::new(), kept: Kept::new(KEPT) }
    }

    /// Whether these are the styles of such settings.
    pub fn are_of(&self, names: &[String], language: &str) -> bool {
        self.names == names && self.language == language
    }

    /// A work in each style. Where it has more authors than are named, `others` stands for them.
    pub fn of(&self, work: &Work<'_>, others: &str) -> Vec<Citation> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let item = item(work, others);
        let all = self.styles.get_or_init(|| Styles::load(&self.names, &self.language));
        let cited = all.styles.iter().filter_map(|(name, style)| {
            let asked = Asked { name, style, locales: &all.locales, item: &item };
            let html = Arc::unwrap_or_clone(self.kept.get(format, &asked))?;
            Some(Citation { style: name, html })
        });
        cited.collect()
    }
}

/// Whether a style has this name; else the nearest name that one has.
///
/// # Errors
/// The nearest name, where there is one near.
pub fn has_style(name: &str) -> Result<(), Option<&'static str>> {
    let names = || ArchivedStyle::all().iter().flat_map(|style| style.names()).copied();
    if ArchivedStyle::by_name(name).is_some() { Ok(()) } else { Err(nearest(name, names())) }
}

impl Styles {
    fn load(names: &[String], language: &str) -> Styles {
        let styles = names.iter().filter_map(|name| {
            let style = ArchivedStyle::by_name(name)?;
            match style.get() {
                Style::Independent(independent) => Some((style.display_name(), independent)),
                Style::Dependent(_) => None,
            }
        });
        Styles { styles: styles.collect(), locales: locales_for(language) }
    }
}

/// The locale of a language, where there is one, and the English that stands in for what it lacks. Each term of a
/// citation is looked up among them, so there are no more than that, and the first is the one to use.
fn locales_for(language: &str) -> Vec<Locale> {
    let base = |code: &str| code.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let english = LocaleCode::en_us();
    let mut found: Vec<Locale> = locales();
    let rank = |locale: &Locale| match &locale.lang {
        Some(lang) if lang.0.eq_ignore_ascii_case(language) => 0,
        // Of several, that of the country with the language's own name: `de-DE`, and `en-US` for English.
        Some(lang) if base(&lang.0) == base(language) && (*lang == english || is_home(&lang.0)) => 1,
        Some(lang) if base(&lang.0) == base(language) => 2,
        Some(lang) if *lang == english => 3,
        _ => 4,
    };
    found.retain(|locale| rank(locale) < 4);
    found.sort_by_key(rank);
    let rest = found.split_off(found.len().min(1));
    found.extend(rest.into_iter().filter(|locale| locale.lang.as_ref() == Some(&english)));
    found
}

/// Whether a code names the same thing twice, as `de-DE` does.
fn is_home(code: &str) -> bool {
    code.split_once('-').is_some_and(|(language, country)| language.eq_ignore_ascii_case(country))
}

/// All that a formatted citation depends on.
struct Asked<'a> {
    name: &'a str,
    style: &'a IndependentStyle,
    locales: &'a [Locale],
    item: &'a json::Item,
}

impl Digest for Asked<'_> {
    fn digest(&self) -> u128 {
        // Of the locales, the first tells which they are; they are the same for all citations of an archive.
        let mut hasher = Wide(Xxh3::new());
        (self.name, self.locales.first().map(|locale| &locale.lang), self.item).hash(&mut hasher);
        hasher.0.digest128()
    }
}

/// Takes in all that a value hashes, for a digest that is wider than its own.
struct Wide(Xxh3);

impl Hasher for Wide {
    fn finish(&self) -> u64 {
        self.0.digest()
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}

/// One citation as HTML; nothing where the style has nothing to say, or fails.
fn format(asked: &Asked<'_>) -> Option<String> {
    // Entries are written by strangers, and a style is somebody else's program: what it cannot do costs one citation.
    let rendered = catch_unwind(AssertUnwindSafe(|| {
        let locale = asked.locales.first().and_then(|locale| locale.lang.clone());
        let mut driver = BibliographyDriver::new();
        let items = vec![CitationItem::with_entry(asked.item)];
        driver.citation(CitationRequest::new(items, asked.style, locale.clone(), asked.locales, Some(1)));
        driver.finish(BibliographyRequest::new(asked.style, locale, asked.locales))
    }));
    let rendered = rendered.ok()?;
    let children = match rendered.bibliography.and_then(|list| list.items.into_iter().next()) {
        Some(item) => item.content,
        None => rendered.citations.into_iter().next()?.citation,
    };
    let mut html = String::new();
    write(&children, &mut html);
    // A style that passes over a part leaves the space before it and the space after it.
    while html.contains("  ") {
        html = html.replace("  ", " ");
    }
    Some(html.trim().to_owned()).filter(|html| !html.is_empty())
}

fn write(children: &ElemChildren, out: &mut String) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => write_text(text, out),
            ElemChild::Elem(inner) => write(&inner.children, out),
            ElemChild::Markup(text) => out.push_str(&escaped(text)),
            ElemChild::Link { text, url } if url.starts_with("https://") || url.starts_with("http://") => {
                out.extend(["<a href=\"", &escaped(url), "\">"]);
                write_text(text, out);
                out.push_str("</a>");
            }
            ElemChild::Link { text, .. } => write_text(text, out),
            ElemChild::Transparent { .. } => {}
        }
    }
}

fn write_text(text: &Formatted, out: &mut String) {
    let formatting = &text.formatting;
    let marks = [
        (formatting.font_style == FontStyle::Italic, "<i>", "</i>"),
        (formatting.font_weight == FontWeight::Bold, "<b>", "</b>"),
        (formatting.font_variant == FontVariant::SmallCaps, "<span class=\"small-caps\">", "</span>"),
        (formatting.text_decoration == TextDecoration::Underline, "<u>", "</u>"),
        (formatting.vertical_align == VerticalAlign::Sup, "<sup>", "</sup>"),
        (formatting.vertical_align == VerticalAlign::Sub, "<sub>", "</sub>"),
    ];
    let marks = || marks.iter().filter(|(has, ..)| *has);
    marks().for_each(|(_, open, _)| out.push_str(open));
    out.push_str(&escaped(&text.text));
    marks().rev().for_each(|(.., close)| out.push_str(close));
}

/// A work as hayagriva takes it: what a citation names, and nothing that it stumbles over, such as a span of days.
fn item(work: &Work<'_>, others: &str) -> json::Item {
    let item = Item::new(work, Extent::Brief);
    let mut fields = BTreeMap::new();
    let texts = [
        ("id", item.id),
        ("type", item.kind),
        ("title", &item.title),
        ("container-title", item.container_title),
        ("collection-title", item.collection_title),
        ("event-title", item.event_title),
        ("event-place", item.event_place),
        ("volume", item.volume),
        ("issue", item.issue),
        ("page", &item.page),
        ("number", &item.number),
        ("publisher", item.publisher),
        ("publisher-place", item.publisher_place),
        ("language", item.language),
        ("DOI", item.doi),
        ("ISBN", item.isbn),
        ("ISSN", item.issn),
        ("URL", &item.url),
        ("genre", item.genre),
        ("archive", item.archive),
        ("archive_location", item.archive_location),
    ];
    for (name, text) in texts {
        if !text.is_empty() {
            fields.insert(name.to_owned(), json::Value::String(text.to_owned()));
        }
    }
    let mut authors: Vec<json::NameValue> = item.author.iter().map(name).collect();
    if item.custom.et_al {
        authors.push(json::NameValue::Literal(json::LiteralName { literal: others.to_owned() }));
    }
    let editors = item.editor.iter().map(name).collect::<Vec<_>>();
    for (role, names) in [("author", authors), ("editor", editors)] {
        if !names.is_empty() {
            fields.insert(role.to_owned(), json::Value::Names(names));
        }
    }
    if let Some(Dates { date_parts }) = item.issued {
        let days = json::VecDateRange(date_parts.into_iter().map(json::VecDate).collect());
        let date = json::DateValue::DateParts { date_parts: days, literal: None, season: None, circa: false };
        fields.insert("issued".to_owned(), json::Value::Date(date));
    }
    json::Item(fields)
}

fn name(name: &Name<'_>) -> json::NameValue {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    if !name.literal.is_empty() {
        return json::NameValue::Literal(json::LiteralName { literal: name.literal.to_owned() });
    }
    json::NameValue::Item(json::NameItem {
        family: name.family.to_owned(),
        given: some(name.given),
        non_dropping_particle: some(name.non_dropping_particle),
        dropping_particle: None,
        suffix: some(name.suffix),
        comma_suffix: None,
    })
}

#[cfg(test)]
mod tests;

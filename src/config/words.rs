//! The words of a site's pages in its language: phrases, plurals, numbers and dates.
//!
//! A language's catalogue is a file in words/; content/words.yaml of an archive replaces what it likes, and brings a
//! language that has no catalogue. Which page says what is not known here. Plural categories are CLDR's, from icu_plurals.

use std::collections::BTreeMap;
use std::fmt;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SETTINGS, Sources};
use crate::text::date::{Date, Week};
use crate::yaml::{Field, Node, Step, Text, text_of};

/// The file of an archive that replaces words.
pub const WORDS: &str = "content/words.yaml";

/// The catalogues that come with the program, by the tag of their language. English is the one that all others follow.
const CATALOGUES: &[(&str, &str)] = &[
    ("en", include_str!("words/en.yaml")),
    ("de", include_str!("words/de.yaml")),
    ("es", include_str!("words/es.yaml")),
    ("fr", include_str!("words/fr.yaml")),
    ("ja", include_str!("words/ja.yaml")),
    ("zh", include_str!("words/zh.yaml")),
];

const CATEGORIES: [(&str, PluralCategory); 6] = [
    ("zero", PluralCategory::Zero),
    ("one", PluralCategory::One),
    ("two", PluralCategory::Two),
    ("few", PluralCategory::Few),
    ("many", PluralCategory::Many),
    ("other", PluralCategory::Other),
];

/// The words of a site.
pub struct Words {
    phrases: BTreeMap<String, Phrase>,
    plurals: Option<PluralRules>,
    often: Often,
}

/// What stands under a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Phrase {
    Text(String),
    List(Vec<String>),
    /// By plural category.
    Forms(BTreeMap<String, String>),
}

/// What nearly every card of a list needs, looked up once.
#[derive(Default)]
struct Often {
    months: Vec<String>,
    months_in_dates: Vec<String>,
    date_of_day: String,
    thousands: String,
    list_separator: String,
    list_last: String,
    et_al: String,
}

impl Words {
    /// The words of a language with what an archive puts in their place, and what is wrong with that.
    pub fn read(sources: &Sources, language: &str) -> (Words, Vec<Diagnostic>) {
        let mut phrases = english();
        let shipped = catalogue(language);
        phrases.extend(shipped.map(parsed).unwrap_or_default());
        let (mut own, mut diagnostics) = (BTreeMap::new(), Vec::new());
        if sources.get(WORDS).is_some() {
            match text_of(WORDS, sources.bytes(WORDS)) {
                Ok(text) => (own, diagnostics) = phrases_of(WORDS, text, &phrases),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        if shipped.is_none() {
            let missing: Vec<&str> = phrases.keys().map(String::as_str).filter(|key| !own.contains_key(*key)).collect();
            diagnostics.extend(missing_words(sources, language, &missing));
        }
        phrases.extend(own);
        (Words::new(language, phrases), diagnostics)
    }

    fn new(language: &str, phrases: BTreeMap<String, Phrase>) -> Words {
        let locale = language.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        let mut words =
            Words { phrases, plurals: PluralRules::try_new_cardinal((&locale).into()).ok(), often: Often::default() };
        words.often = Often {
            months: words.list("month-names").to_vec(),
            months_in_dates: words.list("month-names-in-dates").to_vec(),
            date_of_day: words.get("date-of-day").to_owned(),
            thousands: words.get("thousands").to_owned(),
            list_separator: words.get("list-separator").to_owned(),
            list_last: words.get("list-last").to_owned(),
            et_al: words.get("et-al").to_owned(),
        };
        words
    }

    /// The text of a key; empty where the catalogue has no such text, which a test of all keys rules out.
    pub fn get(&self, key: &str) -> &str {
        self.find(key).unwrap_or_default()
    }

    /// The text of a key that may be none, as where data names it.
    pub fn find(&self, key: &str) -> Option<&str> {
        match self.phrases.get(key) {
            Some(Phrase::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn list(&self, key: &str) -> &[String] {
        match self.phrases.get(key) {
            Some(Phrase::List(list)) => list,
            _ => &[],
        }
    }

    /// The text of a key with its names in braces filled in.
    pub fn fill(&self, key: &str, parts: &[(&str, &str)]) -> String {
        filled(self.get(key), parts)
    }

    /// So many of what a key counts: `34,614 papers`. `None` where nothing is counted under it.
    pub fn find_count(&self, key: &str, number: u64) -> Option<String> {
        let Some(Phrase::Forms(forms)) = self.phrases.get(key) else { return None };
        let category = self.plurals.as_ref().map_or(PluralCategory::Other, |rules| rules.category_for(number));
        let name = CATEGORIES.iter().find(|(_, other)| *other == category).map_or("other", |(name, _)| name);
        let form = forms.get(name).or_else(|| forms.get("other"))?;
        Some(filled(form, &[("n", &self.number(number))]))
    }

    /// So many of what a key counts, where that is one of the catalogue's keys.
    pub fn count(&self, key: &str, number: u64) -> String {
        self.find_count(key, number).unwrap_or_default()
    }

    /// A number with its thousands divided.
    pub fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(&self.often.thousands);
            }
            out.push(digit);
        }
        out
    }

    /// A date as a person reads it, with the precision it has.
    pub fn date(&self, date: Date) -> String {
        let year = date.year().to_string();
        let Some(month) = date.month() else { return year };
        match date.day() {
            Some(day) => {
                let month = nth(&self.often.months_in_dates, month);
                filled(&self.often.date_of_day, &[("day", &day.to_string()), ("month", month), ("year", &year)])
            }
            None => self.fill("date-of-month", &[("month", self.month(month)), ("year", &year)]),
        }
    }

    /// A full date with its day of the week; another date without.
    pub fn date_with_weekday(&self, date: Date) -> String {
        let text = self.date(date);
        match date.weekday_index().and_then(|at| self.list("weekdays").get(at as usize)) {
            Some(weekday) => self.fill("date-with-weekday", &[("weekday", weekday), ("date", &text)]),
            None => text,
        }
    }

    /// The days of the week from Monday, in full and in short.
    pub fn weekdays(&self) -> impl Iterator<Item = (&str, &str)> {
        let both = self.list("weekdays").iter().zip(self.list("weekdays-short"));
        both.map(|(full, short)| (full.as_str(), short.as_str()))
    }

    /// From one date to another.
    pub fn span(&self, from: Date, to: Date) -> String {
        self.fill("span", &[("from", &self.date(from)), ("to", &self.date(to))])
    }

    /// The name of a month, 1 to 12.
    pub fn month(&self, month: u8) -> &str {
        nth(&self.often.months, month)
    }

    /// The name of a month in short, 1 to 12.
    pub fn month_short(&self, month: u8) -> &str {
        nth(self.list("month-names-short"), month)
    }

    /// A week with its year, or without it where the year is known.
    pub fn week(&self, week: Week, with_year: bool) -> String {
        let key = if with_year { "week-of-year" } else { "week" };
        self.fill(key, &[("week", &week.number.to_string()), ("year", &week.year.to_string())])
    }

    /// What stands before the name `at` of `named` names, of which the last is the last of all if `whole`.
    pub fn before_name(&self, at: usize, named: usize, whole: bool) -> &str {
        match at {
            0 => "",
            at if whole && at + 1 == named => &self.often.list_last,
            _ => &self.often.list_separator,
        }
    }

    /// What stands for names that nobody counted.
    pub fn et_al(&self) -> &str {
        &self.often.et_al
    }

    /// What stands under these keys, as a JSON object of texts, lists and plural forms.
    pub fn json(&self, keys: &[&str]) -> String {
        let chosen: BTreeMap<&str, &Phrase> =
            keys.iter().filter_map(|key| Some((*key, self.phrases.get(*key)?))).collect();
        // Texts by texts can always be written.
        serde_json::to_string(&chosen).unwrap_or_default()
    }

    /// All texts by key, as templates see them: with underscores for hyphens.
    pub fn texts(&self) -> BTreeMap<String, String> {
        let text = |(key, phrase): (&String, &Phrase)| match phrase {
            Phrase::Text(text) => Some((key.replace('-', "_"), text.clone())),
            _ => None,
        };
        self.phrases.iter().filter_map(text).collect()
    }
}

impl Default for Words {
    fn default() -> Words {
        Words::new("en", english())
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Words) -> bool {
        self.phrases == other.phrases
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("phrases", &self.phrases.len()).finish_non_exhaustive()
    }
}

fn english() -> BTreeMap<String, Phrase> {
    parsed(CATALOGUES[0].1)
}

/// The catalogue of a language, or of the language without its region. The traditional script is no region.
fn catalogue(language: &str) -> Option<&'static str> {
    let tag = language.to_ascii_lowercase();
    let traditional = tag.split('-').skip(1).any(|part| matches!(part, "hant" | "tw" | "hk" | "mo"));
    let primary = tag.split('-').next().filter(|_| !traditional)?;
    CATALOGUES.iter().find(|(name, _)| *name == primary).map(|(_, text)| *text)
}

/// A catalogue of ours, which a test has read without a problem.
fn parsed(text: &str) -> BTreeMap<String, Phrase> {
    phrases_of("", text, &BTreeMap::new()).0
}

/// The phrases of a file. Each must be one of `known`, in its shape, unless nothing is known yet.
fn phrases_of(path: &str, text: &str, known: &BTreeMap<String, Phrase>) -> (BTreeMap<String, Phrase>, Vec<Diagnostic>) {
    let (phrases, diagnostics) = Text::whole(path, text).decode(|field, _| {
        let mut phrases = BTreeMap::new();
        field.entries(
            |phrases: &mut BTreeMap<_, _>, key, field| match known.get(key) {
                None if !known.is_empty() => {
                    let near = crate::diagnostic::nearest(key, known.keys().map(String::as_str));
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    field.problem_of_key(Code::UnknownKey, format!("there is no word `{key}`"), help);
                }
                like => phrases.extend(phrase(field, like).map(|phrase| (key.to_owned(), phrase))),
            },
            &mut phrases,
        );
        phrases
    });
    (phrases.unwrap_or_default(), diagnostics)
}

/// A phrase, in the shape of the one that it replaces.
fn phrase(field: Field<'_>, like: Option<&Phrase>) -> Option<Phrase> {
    let place = field.place();
    // Spaces at the ends are part of a separator, so the text is taken as it stands.
    let text = |node: Node| match node {
        Node::Text(text) => Some(text),
        Node::Int(number) => Some(number.to_string()),
        _ => None,
    };
    let found = match field.node {
        Node::List(list) => list.into_iter().map(text).collect::<Option<_>>().map(Phrase::List),
        Node::Map(forms) => {
            let form = |(name, node)| Some((name, text(node)?));
            forms.into_iter().map(form).collect::<Option<_>>().map(Phrase::Forms)
        }
        node => text(node).map(Phrase::Text),
    };
    let wrong = match (&found, like) {
        (None, _) => Some("this is no text, list of texts or map of plural forms".to_owned()),
        (Some(found), Some(like)) => differs(found, like),
        (Some(_), None) => None,
    };
    if let Some(wrong) = wrong {
        place.problem(Code::BadValue, wrong, None);
        return None;
    }
    found
}

/// Why a phrase cannot stand in the place of another.
fn differs(found: &Phrase, like: &Phrase) -> Option<String> {
    match (found, like) {
        (Phrase::Text(found), Phrase::Text(like)) => strange_name(found, &names(like)),
        (Phrase::List(found), Phrase::List(like)) => {
            (found.len() != like.len()).then(|| format!("this list has {} items, not {}", like.len(), found.len()))
        }
        (Phrase::Forms(forms), Phrase::Forms(_)) => {
            let strange = forms.keys().find(|name| !CATEGORIES.iter().any(|(known, _)| known == name));
            if let Some(name) = strange {
                return Some(format!("`{name}` is no plural category: zero, one, two, few, many, other"));
            }
            if !forms.contains_key("other") {
                return Some("the form `other` is missing".to_owned());
            }
            forms.values().find_map(|form| strange_name(form, &["n"]))
        }
        (_, Phrase::Text(_)) => Some("a text is wanted here".to_owned()),
        (_, Phrase::List(_)) => Some("a list of texts is wanted here".to_owned()),
        (_, Phrase::Forms(_)) => Some("plural forms are wanted here, such as `{other: …}`".to_owned()),
    }
}

/// A name in braces that is not filled in at this place.
fn strange_name(text: &str, known: &[&str]) -> Option<String> {
    let strange = names(text).into_iter().find(|name| !known.contains(name))?;
    let known: Vec<String> = known.iter().map(|name| format!("`{{{name}}}`")).collect();
    let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
    Some(format!("there is no `{{{strange}}}` here: what is filled in is {known}"))
}

fn names(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

fn filled(pattern: &str, parts: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(parts.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn nth(list: &[String], number: u8) -> &str {
    list.get(usize::from(number).saturating_sub(1)).map_or("", String::as_str)
}

/// What to say of a language that nobody has written the words of.
fn missing_words(sources: &Sources, language: &str, missing: &[&str]) -> Option<Diagnostic> {
    let (first, count) = (missing.first()?, missing.len());
    let message = format!("{count} words of the pages are in English, as there are none in `{language}`");
    let shipped: Vec<&str> = CATALOGUES.iter().map(|(tag, _)| *tag).collect();
    let help = format!("write them in {WORDS}, `{first}` first; {} are there already", shipped.join(", "));
    let known = sources.get(SETTINGS).is_some();
    known.then(|| super::problem(sources, vec![Step::Key("language")], Code::MissingWords, message, Some(help)))
}

#[cfg(test)]
mod tests;

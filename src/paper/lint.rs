//! The rules of good records: what is well formed and still most likely wrong, told when an entry is read.
//!
//! A rule looks at one record alone; what only several of them show is found in the archive. Each is quiet where it
//! could be wrong about a real record: one that cries wolf is switched off with all its neighbours. Nothing here reads
//! a file, and no rule changes a value.

mod dates;
mod identifiers;
mod language;
mod links;
mod names;
mod text;

use std::collections::HashSet;

use super::model::*;
use crate::diagnostic::{Code, nearest};
use crate::yaml::{Context, Field, Node, On, Problem, Step};

/// Where the rules note what they find in one record.
pub struct Lint<'a> {
    context: &'a Context,
    /// The way to the record in its file.
    base: &'a [Step],
}

/// Notes what YAML made of a backslash in a text of one line, while its white space is still there.
pub fn swallowed(field: &Field<'_>) {
    if let Node::Text(source) = &field.node
        && let Some(found) = text::swallowed_backslash(source)
    {
        field.problem_of_part(found.part, found.code, found.message, found.help);
    }
}

/// What is wrong, and what to do.
struct Found {
    code: Code,
    /// What of the text is meant; empty for all of it.
    part: String,
    message: String,
    help: Option<String>,
}

impl Found {
    fn new(code: Code, message: impl Into<String>) -> Found {
        Found { code, part: String::new(), message: message.into(), help: None }
    }

    fn part(self, part: impl Into<String>) -> Found {
        Found { part: part.into(), ..self }
    }

    fn help(self, help: impl Into<String>) -> Found {
        Found { help: Some(help.into()), ..self }
    }
}

impl<'a> Lint<'a> {
    /// The rules for the record at `base` of a file.
    pub fn new(context: &'a Context, base: &'a [Step]) -> Lint<'a> {
        Lint { context, base }
    }

    fn note(&self, steps: &[Step], found: Found) {
        self.note_on(On::Value, steps, found);
    }

    fn note_on(&self, on: On, steps: &[Step], found: Found) {
        let Found { code, part, message, help } = found;
        self.context.note(Problem { code, path: [self.base, steps].concat(), on, part, message, help });
    }

    /// The rules of a paper.
    pub fn paper(&self, paper: &Paper) {
        self.texts(paper);
        self.people("authors", &paper.authors);
        self.people("editors", &paper.editors);
        if let Some(count) = paper.author_count.filter(|count| (*count as usize) < paper.authors.len()) {
            let message = format!("{count} are fewer than the {} authors that are named", paper.authors.len());
            self.note(&[Step::Key("author-count")], Found::new(Code::AuthorCount, message));
        }
        identifiers::paper(self, paper);
        dates::paper(self, paper);
        links::paper(self, paper);
        self.language(&[Step::Key("language")], &paper.language);
        for (at, translation) in (0..).zip(&paper.translations) {
            let steps = [Step::Key("translations"), Step::Nth(at), Step::Key("language")];
            self.language(&steps, &translation.language);
            if translation.language.is_empty() {
                let found = Found::new(Code::UnknownLanguage, "the translation does not say its language");
                self.note(&steps[..2], found.help("add `language:`, such as zh-Hans"));
            }
        }
        self.license(&paper.license);
        self.page_range(&[Step::Key("pages")], &paper.pages);
        self.repeated("topics", &paper.topics);
        self.repeated("keywords", &paper.keywords);
        self.joined("keywords", &paper.keywords);
        self.repeated("former-ids", &paper.former_ids);
        self.repeated("aliases", &paper.aliases);
        self.history(paper);
    }

    /// The rules of a volume's head.
    pub fn volume(&self, volume: &Volume) {
        self.title(&[Step::Key("title")], volume.title.plain());
        self.people("editors", &volume.editors);
        identifiers::isbn(self, &volume.isbn);
        identifiers::issn(self, &[Step::Key("issn")], &volume.issn);
    }

    /// The rules of the venue at entry `at` of its file.
    pub fn venue(&self, venue: &Venue, at: u32) {
        identifiers::issn(self, &[Step::Nth(at), Step::Key("issn")], &venue.issn);
    }

    /// The rules of a file of counts: those without a day, or the file where none has one.
    pub fn metrics(&self, metrics: &[(u32, String, Metrics)]) {
        let is_undated = |counts: &Metrics| !counts.counts.is_empty() && counts.as_of.is_none();
        let undated = metrics.iter().filter(|(.., counts)| is_undated(counts));
        let found = || Found::new(Code::UndatedCounts, "the counts do not say when they were taken");
        if undated.clone().count() > 1 && metrics.iter().all(|(.., counts)| counts.as_of.is_none()) {
            return self.note(&[], found().help("add `as-of:` with the day, for all of them"));
        }
        for (at, ..) in undated {
            self.note_on(On::Key, &[Step::Nth(*at)], found().help("add `as-of:` with the day"));
        }
    }

    fn texts(&self, paper: &Paper) {
        self.title(&[Step::Key("title")], paper.title.plain());
        self.running(&[Step::Key("title")], &paper.title.source);
        self.running(&[Step::Key("summary")], &paper.summary.source);
        self.abstract_(&[Step::Key("abstract")], &paper.abstract_);
        for (at, translation) in (0..).zip(&paper.translations) {
            let step = |key| [Step::Key("translations"), Step::Nth(at), Step::Key(key)];
            self.title(&step("title"), translation.title.plain());
            self.running(&step("title"), &translation.title.source);
            self.abstract_(&step("abstract"), &translation.abstract_);
        }
        let short = [("venue", &paper.venue), ("container", &paper.container), ("publisher", &paper.publisher)];
        for (key, text) in short {
            text::foreign(text).into_iter().for_each(|found| self.note(&[Step::Key(key)], found));
        }
    }

    fn title(&self, steps: &[Step], title: &str) {
        text::title(title).into_iter().for_each(|found| self.note(steps, found));
    }

    /// A text of sentences, by its source.
    fn running(&self, steps: &[Step], source: &str) {
        text::foreign(source).into_iter().chain(text::running(source)).for_each(|found| self.note(steps, found));
    }

    fn abstract_(&self, steps: &[Step], source: &str) {
        text::abstract_(source).into_iter().for_each(|found| self.note(steps, found));
        self.running(steps, source);
    }

    fn people(&self, role: &'static str, people: &[Author]) {
        let mut seen: HashSet<String> = HashSet::new();
        let mut orcids: HashSet<&str> = HashSet::new();
        for (at, person) in (0..).zip(people) {
            let steps = [Step::Key(role), Step::Nth(at)];
            names::person(person).into_iter().for_each(|found| self.note(&steps, found));
            identifiers::affiliations(self, &steps, &person.affiliations);
            let shown = person.display();
            if !person.orcid.is_empty() && !orcids.insert(&person.orcid) {
                let message = format!("the ORCID {} is also that of another name of this entry", person.orcid);
                let steps = [Step::Key(role), Step::Nth(at), Step::Key("orcid")];
                self.note(&steps, Found::new(Code::OrcidTwoNames, message));
            }
            let is_told_apart = !person.orcid.is_empty() || !person.person.is_empty();
            if !seen.insert(crate::text::fold(&shown)) && !is_told_apart {
                let message = format!("`{shown}` stands twice among the {role}");
                let help = "two people of one name are told apart by `orcid:` or `person:`";
                self.note(&steps, Found::new(Code::RepeatedAuthor, message).help(help));
            }
        }
    }

    fn language(&self, steps: &[Step], tag: &str) {
        if let Some(found) = language::check(tag) {
            self.note(steps, found);
        }
    }

    fn license(&self, license: &str) {
        if license.is_empty() || spdx::Expression::parse(license).is_ok() {
            return;
        }
        let found = Found::new(Code::UnknownLicense, format!("`{license}` is not a licence that SPDX names"));
        let dashed = license.trim().replace(' ', "-");
        let loosely = || {
            let near = spdx::imprecise_license_id(license).filter(|(_, length)| *length == license.len());
            near.map(|(id, _)| id.name)
        };
        let of_address = creative_commons(license).and_then(|name| spdx::license_id(&name).map(|id| id.name));
        let near = of_address.or_else(|| spdx::license_id(&dashed).map(|id| id.name)).or_else(loosely);
        let near = near.or_else(|| nearest(&dashed, spdx::identifiers::LICENSES.iter().map(|license| license.name)));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "such as CC-BY-4.0; see https://spdx.org/licenses/".to_owned(),
        };
        self.note(&[Step::Key("license")], found.help(help));
    }

    fn page_range(&self, steps: &[Step], pages: &str) {
        let Some((first, last)) = pages.split_once(['-', '–', '—']) else { return };
        let (first, last) = (first.trim(), last.trim_start_matches(['-', '–', ' ']).trim());
        let digits = |text: &str| !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(first) || !digits(last) {
            return;
        }
        // The 57 of 1251-57 leaves out what it shares with the first, as MEDLINE writes it.
        let shared = &first[..first.len().saturating_sub(last.len())];
        if first.parse::<u32>().ok() > format!("{shared}{last}").parse::<u32>().ok() {
            let message = format!("page {last} stands before page {first}");
            self.note(steps, Found::new(Code::PageRange, message));
        }
    }

    /// One text that is a list by its punctuation.
    fn joined(&self, key: &'static str, values: &[String]) {
        let [only] = values else { return };
        let separator = if only.contains("; ") { "; " } else { ", " };
        let parts: Vec<&str> = only.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() >= 3 || (separator == "; " && parts.len() == 2) {
            let found = Found::new(Code::JoinedValues, format!("{} {key} stand in one", parts.len()));
            self.note(&[Step::Key(key)], found.help(format!("write `[{}]`", parts.join(", "))));
        }
    }

    fn repeated(&self, key: &'static str, values: &[String]) {
        if values.len() < 2 {
            return;
        }
        let mut seen = HashSet::with_capacity(values.len());
        for (at, value) in (0..).zip(values) {
            if !seen.insert(value.to_lowercase()) {
                let found = Found::new(Code::RepeatedValue, format!("`{value}` stands here twice"));
                self.note(&[Step::Key(key), Step::Nth(at)], found.help("delete one of them"));
            }
        }
    }

    /// Notices, related works and counts.
    fn history(&self, paper: &Paper) {
        for (at, notice) in (0..).zip(&paper.notices) {
            let told = !notice.url.is_empty() || !notice.doi.is_empty();
            let (missing, help) = match (notice.date, told) {
                (Some(_), true) => continue,
                (None, true) => ("date", "add `date:`"),
                (Some(_), false) => ("link", "add `url:` or `doi:`"),
                (None, false) => ("date and no link", "add `date:`, and `url:` or `doi:`"),
            };
            let message = format!("the {} has no {missing}", notice.kind.word());
            let found = Found::new(Code::BareNotice, message).help(help);
            self.note(&[Step::Key("notices"), Step::Nth(at)], found);
        }
        for (at, related) in (0..).zip(&paper.related) {
            let steps = [Step::Key("related"), Step::Nth(at), Step::Key("relation")];
            let known = RELATION_TYPES.contains(&related.relation.as_str());
            if !related.relation.is_empty() && !known {
                let message = format!("`{}` is no relation between works", related.relation);
                let help = match nearest(&related.relation, RELATION_TYPES.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "such as is-preprint-of, is-new-version-of or cites".to_owned(),
                };
                self.note(&steps, Found::new(Code::UnknownRelation, message).help(help));
            }
            if [&related.id, &related.doi, &related.arxiv, &related.url].into_iter().all(String::is_empty) {
                let found = Found::new(Code::UnknownRelation, "this relation names no work");
                self.note(&steps[..2], found.help("add `id:`, `doi:`, `arxiv:` or `url:`"));
            }
            let own = |theirs: &str, own: &str| !theirs.is_empty() && theirs.eq_ignore_ascii_case(own);
            let same = own(&related.id, &paper.id) || own(&related.doi, &paper.doi);
            if same || own(&related.arxiv, &paper.arxiv) {
                let found = Found::new(Code::SelfReference, "the paper is related to itself");
                self.note(&steps[..2], found);
            }
        }
        if !paper.metrics.counts.is_empty() && paper.metrics.as_of.is_none() {
            let found = Found::new(Code::UndatedCounts, "the counts do not say when they were taken");
            self.note(&[Step::Key("metrics")], found.help("add `as-of:` with the day"));
        }
    }
}

/// The name of a licence of Creative Commons by its address: <https://creativecommons.org/licenses/by-sa/4.0/>.
fn creative_commons(address: &str) -> Option<String> {
    let (_, path) = address.split_once("creativecommons.org/")?;
    let mut parts = path.trim_end_matches('/').split('/');
    match (parts.next()?, parts.next()?, parts.next()?) {
        ("licenses", name, version) => Some(format!("CC-{}-{version}", name.to_ascii_uppercase())),
        ("publicdomain", "zero", version) => Some(format!("CC0-{version}")),
        _ => None,
    }
}

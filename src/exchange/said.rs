//! What sources say in many ways, whatever their format: pages, languages, dates, and where a work appeared.

use super::ImportedVenue;
use super::venues::imported_venue;
use crate::paper::{Kind, Paper, identifier};
use crate::text::date::Date;

/// A language tag, if the text looks like one.
pub(super) fn language(raw: &str) -> String {
    let tag = raw.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first =
        parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if first && rest { tag } else { String::new() }
}

/// The first number of four digits in a text such as "Spring 2014".
pub(super) fn year_in(text: &str) -> Option<Date> {
    text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 4).and_then(Date::parse)
}

/// A page range with a plain hyphen.
pub(super) fn pages(text: &str) -> String {
    let hyphens: String = text.chars().map(|c| if matches!(c, '‐'..='―' | '−') { '-' } else { c }).collect();
    let parts: Vec<&str> = hyphens.split('-').map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// The first of several numbers.
pub(super) fn first(text: &str) -> String {
    text.split([',', ';', ' ']).find(|part| !part.is_empty()).unwrap_or_default().to_owned()
}

/// Texts without the empty ones and without repetitions, in their order.
pub(super) fn each_once(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}

/// Writes where a work appeared, and the kind of work that makes it; a kind that follows from the place is not written.
pub(super) fn place(paper: &mut Paper, kind: Option<Kind>, short: &str, container: String) -> Option<ImportedVenue> {
    let mut kind = kind;
    if is_repository(&container) && matches!(kind, None | Some(Kind::Article | Kind::Preprint)) {
        kind = Some(Kind::Preprint);
        arxiv_in(paper, &container);
    }
    let venue = match kind {
        None | Some(Kind::Article | Kind::Conference) => imported_venue(short, &container),
        Some(Kind::Preprint) => None,
        Some(_) => {
            paper.container = container;
            None
        }
    };
    if let Some(venue) = &venue {
        paper.venue.clone_from(&venue.key);
    }
    if kind == Some(Kind::Preprint) && is_repository(&paper.publisher) {
        paper.publisher.clear();
    }
    let derived = if venue.is_some() { Kind::Conference } else { Kind::Preprint };
    paper.kind = kind.filter(|kind| *kind != derived);
    venue
}

/// Takes the arXiv id that arXiv's own DOIs hold, where no other is known.
pub(super) fn arxiv_of_doi(paper: &mut Paper) {
    if let Some(id) = identifier::arxiv_in_doi(&paper.doi).filter(|_| paper.arxiv.is_empty()) {
        paper.arxiv = id.to_owned();
    }
}

/// Whether a container is only where preprints are kept.
pub(super) fn is_repository(container: &str) -> bool {
    let name = container.to_ascii_lowercase();
    name.starts_with("arxiv") || matches!(name.as_str(), "corr" | "biorxiv" | "medrxiv" | "cornell university")
}

/// The arXiv id in "arXiv preprint arXiv:2309.03905", or in the volume "abs/2309.03905" of CoRR.
fn arxiv_in(paper: &mut Paper, container: &str) {
    let volume = paper.volume.strip_prefix("abs/").unwrap_or_default();
    let found = container.split_whitespace().chain([volume]).find_map(identifier::arxiv).map(str::to_owned);
    if !volume.is_empty() {
        paper.volume.clear();
    }
    if let Some(id) = found.filter(|_| paper.arxiv.is_empty()) {
        paper.arxiv = id;
    }
}

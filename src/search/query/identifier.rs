//! Identifiers that people paste, bare or as addresses of the sites that show papers by them.

use super::Scheme;
use crate::paper::identifier;

/// What stands before an arXiv id in addresses, of arXiv itself and of others, and in the DOI of a preprint.
const BEFORE_ARXIV: &[&str] = &["/abs/", "/pdf/", "/html/", "/papers/", "/arxiv."];

/// The identifier that a word is, and its normal form.
pub fn read(word: &str) -> Option<(Scheme, String)> {
    let word = word.trim_end_matches(['.', ',', ';']);
    let is_doi = starts(word, "doi:") || word.starts_with("10.");
    let word = match word.find(['?', '#']) {
        Some(at) if !is_doi && word.contains('/') => &word[..at],
        _ => word,
    };
    let found = arxiv(word).map(|id| (Scheme::Arxiv, id.to_owned()));
    let found = found.or_else(|| doi(word).map(|id| (Scheme::Doi, id.to_lowercase())));
    found.or_else(|| orcid(word).map(|id| (Scheme::Orcid, id.to_ascii_uppercase())))
}

fn arxiv(word: &str) -> Option<&str> {
    let lower = word.to_ascii_lowercase();
    let last = BEFORE_ARXIV.iter().filter_map(|mark| Some((lower.rfind(mark)?, mark.len()))).max();
    let bare = match last {
        _ if starts(word, "arxiv:") => &word[6..],
        Some((at, length)) => &word[at + length..],
        None => word,
    };
    let bare = bare.strip_suffix('/').unwrap_or(bare);
    if bare.contains(':') { None } else { identifier::arxiv(bare) }
}

fn doi(word: &str) -> Option<&str> {
    let bare = |rest: &'_ str| rest.starts_with("10.") && identifier::doi(rest).is_some();
    if starts(word, "https:") || starts(word, "http:") {
        return word.match_indices('/').map(|(at, _)| &word[at + 1..]).find(|rest| bare(rest));
    }
    let rest = without(word, &["doi:", "doi.org/", "dx.doi.org/"]);
    bare(rest).then_some(rest)
}

fn orcid(word: &str) -> Option<&str> {
    let bare = without(word, &["orcid:", "https://orcid.org/", "http://orcid.org/", "orcid.org/"]);
    let bare = bare.strip_suffix('/').unwrap_or(bare);
    let formed = bare.len() == 19
        && bare.bytes().enumerate().all(|(at, byte)| match at {
            4 | 9 | 14 => byte == b'-',
            18 => byte.is_ascii_digit() || byte.eq_ignore_ascii_case(&b'x'),
            _ => byte.is_ascii_digit(),
        });
    formed.then_some(bare)
}

fn starts(word: &str, prefix: &str) -> bool {
    word.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

fn without<'a>(word: &'a str, prefixes: &[&str]) -> &'a str {
    prefixes.iter().find(|prefix| starts(word, prefix)).map_or(word, |prefix| &word[prefix.len()..])
}

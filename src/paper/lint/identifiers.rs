//! Identifiers by their shapes and check digits, and whether those of one paper agree.

use super::{Found, Lint};
use crate::diagnostic::Code;
use crate::paper::identifier;
use crate::paper::model::{Affiliation, Paper, Target};
use crate::yaml::Step;

/// The rules of a paper's identifiers.
pub fn paper(lint: &Lint<'_>, paper: &Paper) {
    isbn(lint, &paper.isbn);
    issn(lint, &[Step::Key("issn")], &paper.issn);
    for (scheme, text) in &paper.identifiers {
        if let Some((_, example)) = SCHEMES.iter().find(|(name, _)| name == scheme)
            && !fits(scheme, text)
        {
            let found = Found::new(Code::BadIdentifier, format!("`{text}` is no identifier of {scheme}"));
            lint.note(
                &[Step::Key("identifiers"), Step::Named(scheme.clone())],
                found.help(format!("such as {example}")),
            );
        }
    }
    let is_of_key = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b':' | b'_' | b'-');
    if !paper.citation_key.bytes().all(is_of_key) {
        let message = format!("`{}` is no key that BibTeX takes", paper.citation_key);
        let found = Found::new(Code::BadIdentifier, message);
        lint.note(&[Step::Key("citation-key")], found.help("letters, digits, `.`, `:`, `_` and `-`"));
    }
    if paper.doi.ends_with(['.', ',', ';']) {
        let bare = paper.doi.trim_end_matches(['.', ',', ';']);
        let found = Found::new(Code::BadIdentifier, format!("the DOI `{}` ends in punctuation", paper.doi));
        lint.note(&[Step::Key("doi")], found.help(format!("write `{bare}`")));
    }
    agree(lint, paper);
}

/// An ISBN of 10 or 13 digits.
pub fn isbn(lint: &Lint<'_>, text: &str) {
    for one in text.split([',', ';']).map(str::trim).filter(|one| !one.is_empty()) {
        let bare: String = one.chars().filter(|c| !matches!(c, '-' | ' ' | '‐' | '–')).collect();
        let found = match isbn_fits(&bare) {
            Some(true) => continue,
            Some(false) => Found::new(Code::BadIsbn, format!("the check digit of the ISBN `{one}` does not fit"))
                .help("one of its digits is wrong"),
            None => Found::new(Code::BadIsbn, format!("`{one}` is not an ISBN")).help("such as 978-0-262-03384-8"),
        };
        lint.note(&[Step::Key("isbn")], found.part(one));
    }
}

/// Whether the check digit fits; `None` where the form does not.
fn isbn_fits(text: &str) -> Option<bool> {
    if !text.is_ascii() {
        return None;
    }
    let digits = text.bytes().map(|b| u32::from(b.wrapping_sub(b'0')));
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match text.len() {
        13 if is_number(text) && (text.starts_with("978") || text.starts_with("979")) => {
            Some(digits.zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum::<u32>() % 10 == 0)
        }
        10 if is_number(&text[..9]) && text.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x')) => {
            let last = if text.ends_with(['X', 'x']) { 10 } else { u32::from(text.as_bytes()[9] - b'0') };
            let sum: u32 = digits.take(9).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
            Some((sum + last).is_multiple_of(11))
        }
        _ => None,
    }
}

/// An ISSN, or several.
pub fn issn(lint: &Lint<'_>, steps: &[Step], text: &str) {
    for one in text.split([',', ';']).map(str::trim).filter(|one| !one.is_empty()) {
        let bare: String = one.chars().filter(|c| !matches!(c, '-' | '‐' | '–')).collect();
        let formed = bare.len() == 8
            && bare.as_bytes()[..7].iter().all(u8::is_ascii_digit)
            && bare.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x'));
        let found = if !formed {
            Found::new(Code::BadIssn, format!("`{one}` is not an ISSN")).help("such as 2049-3630")
        } else {
            let bytes = bare.as_bytes();
            let last = if bare.ends_with(['X', 'x']) { 10 } else { u32::from(bytes[7] - b'0') };
            let sum: u32 =
                bytes.iter().take(7).zip((2..=8).rev()).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
            if (sum + last).is_multiple_of(11) {
                continue;
            }
            let message = format!("the check digit of the ISSN `{one}` does not fit");
            Found::new(Code::BadIssn, message).help("one of its digits is wrong")
        };
        lint.note(steps, found.part(one));
    }
}

/// The ROR ids of an author's affiliations.
pub fn affiliations(lint: &Lint<'_>, author: &[Step], affiliations: &[Affiliation]) {
    for (at, affiliation) in (0..).zip(affiliations).filter(|(_, affiliation)| !affiliation.ror.is_empty()) {
        let text = &affiliation.ror;
        let bare =
            ["https://ror.org/", "http://ror.org/", "ror.org/"].iter().find_map(|prefix| text.strip_prefix(prefix));
        let found = match ror_fits(bare.unwrap_or(text)) {
            Some(true) => continue,
            Some(false) => Found::new(Code::BadRor, format!("the check digits of the ROR id `{text}` do not fit"))
                .help("one of its letters is wrong"),
            None => {
                Found::new(Code::BadRor, format!("`{text}` is not a ROR id")).help("such as https://ror.org/01ggx4157")
            }
        };
        lint.note(&[author, &[Step::Key("affiliations"), Step::Nth(at), Step::Key("ror")]].concat(), found);
    }
}

/// Whether the check digits fit; `None` where the form does not. The six letters are a number in Crockford's base 32.
fn ror_fits(text: &str) -> Option<bool> {
    const DIGITS: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    let text = text.to_ascii_lowercase();
    let (first, rest) = text.split_at_checked(1)?;
    let (letters, check) = rest.split_at_checked(6)?;
    if first != "0" || check.len() != 2 {
        return None;
    }
    let number = letters.chars().try_fold(0u64, |number, c| Some(number * 32 + DIGITS.find(c)? as u64))?;
    Some(98 - (number * 100) % 97 == check.parse::<u64>().ok()?)
}

/// Schemes of other identifiers with an example each.
const SCHEMES: &[(&str, &str)] = &[
    ("pmid", "31452104"),
    ("pmcid", "PMC6789012"),
    ("wikidata", "Q30642217"),
    ("openalex", "W2741809807"),
    ("hal", "hal-01234567"),
    ("dblp", "conf/nips/VaswaniSPUJGKP17"),
    ("acl", "2023.acl-long.1"),
    ("semantic-scholar", "204e3073870fae3d05bcbc2f6a8e263d9b72e776"),
    ("openreview", "rJXMpikCZ"),
];

fn fits(scheme: &str, text: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit());
    let after = |prefix: &str| text.strip_prefix(prefix).is_some_and(number);
    let plain = !text.contains("://") && !text.contains(char::is_whitespace);
    match scheme {
        "pmid" => number(text) && text.len() <= 9 && !text.starts_with('0'),
        "pmcid" => after("PMC"),
        "wikidata" => after("Q"),
        "openalex" => after("W"),
        "hal" => {
            let versioned = text.rsplit_once('v').filter(|(_, version)| number(version));
            let bare = versioned.map_or(text, |(bare, _)| bare);
            bare.rsplit_once(['-', '_']).is_some_and(|(_, digits)| number(digits))
        }
        "dblp" => plain && text.matches('/').count() >= 2,
        "acl" => plain && (text.contains('.') || text.contains('-')),
        "semantic-scholar" => number(text) || (text.len() == 40 && text.bytes().all(|b| b.is_ascii_hexdigit())),
        _ => plain,
    }
}

/// Whether arXiv id, DOI and links speak of one work.
fn agree(lint: &Lint<'_>, paper: &Paper) {
    if paper.arxiv.is_empty() {
        return;
    }
    let other = |theirs: &str| !theirs.eq_ignore_ascii_case(&paper.arxiv);
    if let Some(theirs) = identifier::arxiv_in_doi(&paper.doi).filter(|theirs| other(theirs)) {
        let message = format!("this is the DOI of arXiv:{theirs}, and the paper is arXiv:{}", paper.arxiv);
        lint.note(&[Step::Key("doi")], Found::new(Code::IdentifierMismatch, message));
    }
    let mut nth = std::collections::HashMap::new();
    for link in &paper.links {
        let at = nth.entry(link.kind).or_insert(0u32);
        let steps = [Step::Key("links"), Step::Key(link.kind), Step::Nth(*at)];
        *at += 1;
        let Target::Url(url) = &link.target else { continue };
        if !matches!(link.kind, "pdf" | "html") {
            continue;
        }
        let of_arxiv = ["/arxiv.org/html/", "/arxiv.org/abs/", "/arxiv.org/pdf/"];
        let Some(rest) = of_arxiv.iter().find_map(|part| url.split_once(part).map(|(_, rest)| rest)) else { continue };
        let Some(theirs) = identifier::arxiv(rest).filter(|theirs| other(theirs)) else { continue };
        let message = format!("this leads to arXiv:{theirs}, and the paper is arXiv:{}", paper.arxiv);
        lint.note(&steps, Found::new(Code::IdentifierMismatch, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        for text in ["9780262033848", "026203384X", "9791090636071"] {
            let fits = isbn_fits(text);
            assert!(fits.is_some(), "{text}");
        }
        assert_eq!(isbn_fits("9780262033848"), Some(true));
        assert_eq!(isbn_fits("9780262033849"), Some(false));
        assert_eq!(isbn_fits("0306406152"), Some(true));
        assert_eq!(isbn_fits("080442957X"), Some(true));
        assert_eq!(isbn_fits("0804429570"), Some(false));
        assert_eq!(isbn_fits("1234567890123"), None);
        assert_eq!(isbn_fits("9780262ﬁ"), None);
        assert_eq!(ror_fits("01ggx4157"), Some(true));
        assert_eq!(ror_fits("05dxps055"), Some(true));
        assert_eq!(ror_fits("01ggx4158"), Some(false));
        assert_eq!(ror_fits("11ggx4157"), None);
        assert_eq!(ror_fits("01ggu4157"), None);
    }

    #[test]
    fn the_examples_fit() {
        for (scheme, example) in SCHEMES {
            assert!(fits(scheme, example), "{scheme} {example}");
        }
    }
}

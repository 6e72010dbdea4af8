//! The forms of identifiers: what is accepted, and the one form that is kept.
//!
//! Pure text; whether an identifier exists anywhere is not known here.

/// Whether `text` is a legal id of a paper: a letter or digit, then letters, digits, `.`, `_` and `-`; 200 at most.
pub fn is_id(text: &str) -> bool {
    text.len() <= 200
        && text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// Whether `text` is a legal key of a topic: `[a-z][a-z0-9-]*`.
pub fn is_topic_key(text: &str) -> bool {
    is_key(text) && text.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
}

/// Whether `text` is a legal key of anything else: lower-case letters, digits and inner hyphens; 100 at most.
pub fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 100
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether a text is a path inside the site: `/p/2309.03905/` or `/old/name.html`.
pub fn is_path(text: &str) -> bool {
    let inner = text.strip_prefix('/').unwrap_or(text);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let is_part = |part: &str| !part.is_empty() && !part.starts_with('.') && part.len() <= 200;
    let is_foreign =
        |c: char| c.is_control() || matches!(c, '\\' | '?' | '#' | '%' | ':' | '"' | '<' | '>' | '|' | '*');
    !inner.is_empty() && inner.len() <= 500 && inner.split('/').all(is_part) && !inner.contains(is_foreign)
}

/// The bare form of a DOI, from it or from its URL: `10.48550/arXiv.2309.03905`.
///
/// See the DOI Handbook, section 2.2: a prefix of `10.` and a registrant's number, a slash, and any suffix.
pub fn doi(text: &str) -> Option<&str> {
    let bare =
        strip(text, &["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"]);
    let (registrant, suffix) = bare.strip_prefix("10.")?.split_once('/')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    // Old DOIs of Wiley hold angle brackets, so only what cannot stand in any DOI is refused.
    let legal = registrant.len() >= 4
        && registrant.split('.').all(digits)
        && !suffix.is_empty()
        && !suffix.chars().any(|c| c.is_whitespace() || c.is_control() || c == '"');
    legal.then_some(bare)
}

/// An arXiv id without its version, from it, from `arXiv:…` or from its URL: `2309.03905`, `hep-th/9901001`.
///
/// See <https://info.arxiv.org/help/arxiv_identifier.html>.
pub fn arxiv(text: &str) -> Option<&str> {
    const PREFIXES: &[&str] = &[
        "https://arxiv.org/abs/",
        "http://arxiv.org/abs/",
        "https://arxiv.org/pdf/",
        "http://arxiv.org/pdf/",
        "arxiv:",
    ];
    let bare = strip(text, PREFIXES);
    let bare = bare.strip_suffix(".pdf").unwrap_or(bare);
    let bare = match bare.rsplit_once('v') {
        Some((id, version)) if !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()) => id,
        _ => bare,
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let month = |part: &str| matches!(part.get(2..4).and_then(|m| m.parse().ok()), Some(1..=12));
    let legal = match bare.split_once('.') {
        Some((date, number)) if date.len() == 4 && digits(date) => {
            month(date) && digits(number) && matches!(number.len(), 4 | 5)
        }
        _ => bare.split_once('/').is_some_and(|(archive, number)| {
            let (name, class) = archive.split_once('.').unwrap_or((archive, "XX"));
            name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                && !name.is_empty()
                && class.len() == 2
                && class.bytes().all(|b| b.is_ascii_uppercase())
                && number.len() == 7
                && digits(number)
                && month(number)
        }),
    };
    legal.then_some(bare)
}

/// The arXiv id that a DOI of arXiv's own holds: `10.48550/arXiv.2309.03905`.
pub fn arxiv_in_doi(doi: &str) -> Option<&str> {
    const PREFIX: &str = "10.48550/arxiv.";
    let (head, id) = doi.split_at_checked(PREFIX.len())?;
    if head.eq_ignore_ascii_case(PREFIX) { arxiv(id) } else { None }
}

/// Why a text is no ORCID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrcidError {
    /// Not four groups of four.
    Form,
    /// The check digit does not fit.
    CheckDigit,
}

/// An ORCID in its bare form `0000-0002-1825-0097`, from it or from its URL.
///
/// The last character is a check digit of ISO 7064 mod 11-2; see
/// <https://support.orcid.org/hc/en-us/articles/360006897674>.
///
/// # Errors
/// Says whether the form or the check digit is wrong.
pub fn orcid(text: &str) -> Result<&str, OrcidError> {
    let bare = strip(text, &["https://orcid.org/", "http://orcid.org/", "orcid:"]);
    let groups: Vec<&str> = bare.split('-').collect();
    let formed = groups.len() == 4
        && groups.iter().all(|group| group.len() == 4)
        && bare.bytes().enumerate().all(|(at, b)| b.is_ascii_digit() || b == b'-' || (at == 18 && b == b'X'));
    if !formed {
        return Err(OrcidError::Form);
    }
    let digits: Vec<u32> = bare.bytes().filter(u8::is_ascii_digit).map(|b| u32::from(b - b'0')).collect();
    let total = digits.iter().take(15).fold(0, |total, digit| (total + digit) * 2 % 11);
    let check = (12 - total) % 11;
    let written = if bare.ends_with('X') { 10 } else { digits.last().copied().unwrap_or(0) };
    if check == written { Ok(bare) } else { Err(OrcidError::CheckDigit) }
}

fn strip<'a>(text: &'a str, prefixes: &[&str]) -> &'a str {
    let text = text.trim();
    for prefix in prefixes {
        if let (Some(head), Some(rest)) = (text.get(..prefix.len()), text.get(prefix.len()..))
            && head.eq_ignore_ascii_case(prefix)
        {
            return rest.trim_start();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois() {
        assert_eq!(doi("https://doi.org/10.48550/arXiv.2309.03905"), Some("10.48550/arXiv.2309.03905"));
        assert_eq!(doi("DOI: 10.1000/182"), Some("10.1000/182"));
        assert!(doi("10.1002/(SICI)1097-0258(19980815)17:15<1661::AID>3.0.CO;2-2").is_some());
        for text in ["", "10.1/x", "arxiv.org/abs/1", "10.1000/", "10.1000/a b"] {
            assert_eq!(doi(text), None, "{text}");
        }
    }

    #[test]
    fn arxiv_ids() {
        for (text, id) in [
            ("2309.03905", "2309.03905"),
            ("arXiv:2309.03905v2", "2309.03905"),
            ("https://arxiv.org/pdf/1302.1551.pdf", "1302.1551"),
            ("hep-th/9901001", "hep-th/9901001"),
            ("math.GT/0309136v1", "math.GT/0309136"),
        ] {
            assert_eq!(arxiv(text), Some(id), "{text}");
        }
        for text in
            ["", "2309.1", "2313.03905", "23.03905", "2309.039055", "x/1", "v2", "https://example.org/2309.03905"]
        {
            assert_eq!(arxiv(text), None, "{text}");
        }
    }

    #[test]
    fn arxiv_ids_in_dois() {
        assert_eq!(arxiv_in_doi("10.48550/arXiv.2309.03905"), Some("2309.03905"));
        assert_eq!(arxiv_in_doi("10.1000/x"), None);
        assert_eq!(arxiv_in_doi("10.48550/arXi\u{301}.1"), None);
    }

    #[test]
    fn orcids() {
        assert_eq!(orcid("https://orcid.org/0000-0002-1825-0097"), Ok("0000-0002-1825-0097"));
        assert_eq!(orcid("0000-0002-1694-233X"), Ok("0000-0002-1694-233X"));
        assert_eq!(orcid("0000-0002-1825-0098"), Err(OrcidError::CheckDigit));
        assert_eq!(orcid("0000-0002-1825"), Err(OrcidError::Form));
        assert_eq!(orcid("00X0-0002-1825-0097"), Err(OrcidError::Form));
    }

    #[test]
    fn ids_and_keys() {
        assert!(is_id("2309.03905") && is_id("A_b-c") && !is_id(".x") && !is_id("a/b") && !is_id(""));
        assert!(
            is_topic_key("nlp-2") && !is_topic_key("2nlp") && !is_topic_key("NLP") && is_key("2nlp") && !is_key("-a")
        );
    }
}

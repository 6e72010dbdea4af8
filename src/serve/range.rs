//! What of a file a request wants: all, a part, or nothing new (RFC 9110, sections 13 and 14).

use std::ops::Range;

use hyper::header::{HeaderMap, IF_NONE_MATCH, IF_RANGE, RANGE};

/// What is wanted of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The whole.
    All,
    /// Nothing: the reader has this version.
    Known,
    /// These bytes, at least one.
    Part(Range<u64>),
    /// A part that the file does not have.
    Nowhere,
}

/// What a request wants of a file of `length` bytes whose version is `tag`, quotes and all.
///
/// A range that cannot be read is none, and of several ranges the whole is sent, as a server may.
pub fn wanted(request: &HeaderMap, tag: &str, length: u64) -> Wanted {
    let known = request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut known = known.flat_map(|value| value.split(',')).map(str::trim);
    if known.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag) {
        return Wanted::Known;
    }
    let range = request.get(RANGE).and_then(|range| range.to_str().ok()).and_then(|range| range.strip_prefix("bytes="));
    let is_other = request.get(IF_RANGE).is_some_and(|version| version.as_bytes() != tag.as_bytes());
    match range.filter(|_| !is_other).and_then(|range| part(range.trim(), length)) {
        None => Wanted::All,
        Some(part) if part.is_empty() => Wanted::Nowhere,
        Some(part) => Wanted::Part(part),
    }
}

/// The bytes of `first-last`, `first-` or `-count`; none where the file has none of them.
fn part(range: &str, length: u64) -> Option<Range<u64>> {
    let (first, last) = range.split_once('-')?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // A number beyond all files is one beyond this file.
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    match (first, last) {
        ("", count) => Some(length.saturating_sub(number(count)?)..length),
        (first, "") => Some(number(first)?..length),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then(|| first..last.saturating_add(1).min(length))
        }
    }
}

#[cfg(test)]
mod tests {
    use hyper::header::{HeaderName, HeaderValue};

    use super::*;

    fn of_ten(headers: &[(HeaderName, &str)]) -> Wanted {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()));
        wanted(&headers.collect(), "\"v1\"", 10)
    }

    #[test]
    fn ranges() {
        let cases = [
            ("bytes=0-3", Wanted::Part(0..4)),
            ("bytes=3-", Wanted::Part(3..10)),
            ("bytes=-4", Wanted::Part(6..10)),
            ("bytes=-50", Wanted::Part(0..10)),
            ("bytes=8-99999999999999999999999", Wanted::Part(8..10)),
            ("bytes=10-", Wanted::Nowhere),
            ("bytes=-0", Wanted::Nowhere),
            ("bytes=4-3", Wanted::All),
            ("bytes=0-1,4-5", Wanted::All),
            ("bytes=+1-2", Wanted::All),
            ("bytes=-", Wanted::All),
            ("lines=1-2", Wanted::All),
        ];
        for (range, expected) in cases {
            assert_eq!(of_ten(&[(RANGE, range)]), expected, "{range}");
        }
    }

    #[test]
    fn versions() {
        for known in ["\"v1\"", "W/\"v1\"", "*", "\"v0\", \"v1\""] {
            assert_eq!(of_ten(&[(IF_NONE_MATCH, known), (RANGE, "bytes=0-1")]), Wanted::Known, "{known}");
        }
        assert_eq!(of_ten(&[(IF_NONE_MATCH, "\"v0\"")]), Wanted::All);
        assert_eq!(of_ten(&[(IF_RANGE, "\"v1\""), (RANGE, "bytes=0-1")]), Wanted::Part(0..2));
        for other in ["\"v0\"", "W/\"v1\"", "Tue, 24 Nov 2026 02:59:56 GMT", "nonsense"] {
            assert_eq!(of_ten(&[(IF_RANGE, other), (RANGE, "bytes=0-1")]), Wanted::All, "{other}");
        }
    }
}

//! Who is answered: requests that a browser makes for pages of this server, and no others.
//!
//! The server listens where any page of the web that the same person has open can send requests. A name that a stranger
//! points to this machine (DNS rebinding) stands in Host, and a page of another server in Origin; both are refused.

use std::net::IpAddr;

use hyper::header::{HOST, HeaderMap, HeaderValue, ORIGIN};
use hyper::http::uri::{Authority, Scheme, Uri};

/// The longest address with its headers, in bytes.
pub const LONGEST: usize = 32 << 10;

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It does not say whom it is for, or says it twice.
    NoHost,
    /// It is for another name.
    ForeignHost,
    /// It is longer than any browser's.
    TooLong,
    /// It does not say what it is for.
    NoPath,
    /// A page of another server sends it.
    ForeignOrigin,
}

/// Refuses what is not meant for the server called `name`.
///
/// # Errors
/// Why it is refused.
pub fn check(uri: &Uri, headers: &HeaderMap, name: &str) -> Result<(), Refusal> {
    let lengths = headers.iter().map(|(name, value)| name.as_str().len() + value.len());
    if uri.to_string().len() + lengths.sum::<usize>() > LONGEST {
        return Err(Refusal::TooLong);
    }
    if !uri.path().starts_with('/') && uri.path() != "*" {
        return Err(Refusal::NoPath);
    }
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(authority).ok_or(Refusal::NoHost)?;
    if hosts.next().is_some() {
        return Err(Refusal::NoHost);
    }
    if !is_ours(host.host(), name) || uri.authority().is_some_and(|other| !is_ours(other.host(), name)) {
        return Err(Refusal::ForeignHost);
    }
    match headers.get(ORIGIN) {
        None => Ok(()),
        Some(origin) => match origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok()) {
            Some(origin) if origin.scheme() == Some(&Scheme::HTTP) && origin.authority() == Some(&host) => Ok(()),
            _ => Err(Refusal::ForeignOrigin),
        },
    }
}

fn authority(value: &HeaderValue) -> Option<Authority> {
    value.to_str().ok()?.parse().ok()
}

/// Names that no stranger can point elsewhere: addresses themselves, `localhost`, and the one that was asked for.
fn is_ours(host: &str, name: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&host);
    bare.parse::<IpAddr>().is_ok()
        || host == "localhost"
        || host.ends_with(".localhost")
        || host == name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(headers: &[(hyper::header::HeaderName, &str)]) -> Result<(), Refusal> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()));
        check(&Uri::from_static("/papers/"), &headers.collect(), "desk.lan")
    }

    #[test]
    fn only_our_own_names_are_answered() {
        for host in
            ["localhost:4040", "127.0.0.1:4040", "[::1]:4040", "desk.lan", "DESK.lan:1", "a.localhost", "localhost."]
        {
            assert_eq!(answer(&[(HOST, host)]), Ok(()), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "desk.lan.evil.example"] {
            assert_eq!(answer(&[(HOST, host)]), Err(Refusal::ForeignHost), "{host}");
        }
        assert_eq!(answer(&[]), Err(Refusal::NoHost));
        assert_eq!(answer(&[(HOST, "")]), Err(Refusal::NoHost));
    }

    #[test]
    fn only_our_own_pages_send_requests() {
        let from = |origin: &str| answer(&[(HOST, "localhost:4040"), (ORIGIN, origin)]);
        assert_eq!(from("http://localhost:4040"), Ok(()));
        for origin in [
            "null",
            "https://localhost:4040",
            "http://localhost:3000",
            "https://evil.example",
            "http://localhost:4040.evil.example",
            "",
        ] {
            assert_eq!(from(origin), Err(Refusal::ForeignOrigin), "{origin}");
        }
    }
}

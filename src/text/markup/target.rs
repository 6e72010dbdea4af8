//! Which addresses a text may link to.

use super::lower::is_dropped;

/// An address as it may stand in `href`, not yet escaped; none if it could run something or leads nowhere.
///
/// Allowed are http, https, mailto and relative addresses. White space and control characters are taken out first, as
/// browsers do.
pub(super) fn allowed(address: &str) -> Option<String> {
    let clean: String = address.chars().filter(|c| !c.is_whitespace() && !is_dropped(*c)).collect();
    let scheme = clean.split(['/', '?', '#']).next().and_then(|first| first.split_once(':')).map(|(scheme, _)| scheme);
    let good = match scheme {
        Some(scheme) => {
            let known = ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
            known && clean.len() > scheme.len() + 1
        }
        // Browsers read a backslash as a slash, and two of them as another host.
        None => !clean.is_empty() && !clean.replace('\\', "/").starts_with("//"),
    };
    good.then_some(clean)
}

/// Whether an address leads to another host, and so means the same wherever it stands.
pub(super) fn is_remote(address: &str) -> bool {
    address.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_listed_not_forbidden() {
        for good in
            ["https://a.org/b?c#d", "http://a", "mailto:a@b.c", "a/b.pdf", "../x", "/x", "#x", "?q=a:b", "HTTPS://A"]
        {
            assert_eq!(allowed(good).as_deref(), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            " JavaScript:x",
            "data:text/html,x",
            "vbscript:x",
            "//host/x",
            "\\\\host",
            "/\\host",
            "file:///etc/passwd",
            "java\u{0}script:x",
            "https:",
            "",
            "  ",
        ] {
            assert_eq!(allowed(bad), None, "{bad}");
        }
        assert_eq!(allowed(" https://a.org/b c\n").as_deref(), Some("https://a.org/bc"));
    }
}

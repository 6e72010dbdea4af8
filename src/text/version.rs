//! Names of files that say what the files hold: `style.1a2b3c4d.css`. A browser may keep such a file for ever, since
//! what has changed has another name.

/// Digits of a digest in a name.
const DIGITS: usize = 8;

/// A path with a digest in the name of its file.
pub fn versioned(path: &str, digest: u64) -> String {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    // A name that begins with its only dot has no ending.
    let dot = path[name..].rfind('.').filter(|dot| *dot > 0).map_or(path.len(), |dot| name + dot);
    format!("{}.{:08x}{}", &path[..dot], digest >> 32, &path[dot..])
}

/// A path without the digest in the name of its file; `None` where there is none.
pub fn unversioned(path: &str) -> Option<String> {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let is_digest =
        |part: &str| part.len() == DIGITS && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let (rest, last) = path[name..].rsplit_once('.')?;
    if let Some((stem, digest)) = rest.rsplit_once('.')
        && is_digest(digest)
        && !stem.is_empty()
    {
        return Some(format!("{}{stem}.{last}", &path[..name]));
    }
    (is_digest(last) && !rest.is_empty()).then(|| format!("{}{rest}", &path[..name]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_stands_before_the_ending() {
        for (path, name) in [
            ("/assets/style.css", "/assets/style.01234567.css"),
            ("a.b/c", "a.b/c.01234567"),
            ("a.min.js", "a.min.01234567.js"),
            (".hidden", ".hidden.01234567"),
        ] {
            assert_eq!(versioned(path, 0x0123_4567_89ab_cdef), name);
            assert_eq!(unversioned(name).as_deref(), Some(path));
            assert_eq!(unversioned(path), None);
        }
        for path in ["a.0123456.css", "a.0123456G.css", "/01234567.css", "a.012345678.css", ""] {
            assert_eq!(unversioned(path), None, "{path}");
        }
    }
}

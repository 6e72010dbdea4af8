//! Files of a theme that are served as they are, but for the names by which they call each other: the name under which a
//! file is served says what it holds, and what the files hold that it refers to.
//!
//! Only stylesheets and scripts are looked into, and of those only what names a file of the theme by where it stands:
//! `url(…)` and `@import "…"`, and texts of a script that begin with `./` or `../`.

use std::ops::Range;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::files::File;
use crate::site::links;
use crate::text::version::versioned;

/// A file that is served.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its name in the theme's assets/.
    pub name: String,
    /// A digest of what it holds and of what it refers to.
    pub digest: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files, sorted by name, as they are served.
pub fn served(files: Vec<File>) -> Vec<Asset> {
    let refers: Vec<Vec<(Range<usize>, usize)>> = files.iter().map(|file| references(file, &files)).collect();
    let own: Vec<u64> = files.iter().map(|file| xxh3_64(&file.bytes)).collect();
    let digests: Vec<u64> = (0..files.len()).map(|at| digest(at, &refers, &own)).collect();
    let bytes = |at: usize| -> Vec<u8> {
        let file = &files[at];
        let (mut out, mut end) = (Vec::with_capacity(file.bytes.len()), 0);
        for (range, to) in &refers[at] {
            if range.start < end {
                continue;
            }
            let text = String::from_utf8_lossy(&file.bytes[range.clone()]);
            out.extend_from_slice(&file.bytes[end..range.start]);
            out.extend_from_slice(versioned(&text, digests[*to]).as_bytes());
            end = range.end;
        }
        out.extend_from_slice(&file.bytes[end..]);
        out
    };
    let all: Vec<Vec<u8>> = (0..files.len()).map(bytes).collect();
    let named = files.into_iter().zip(digests).zip(all);
    named.map(|((file, digest), bytes)| Asset { name: file.name, digest, bytes }).collect()
}

/// The digest of a file and of all that can be reached from it, which scripts may do in a circle.
fn digest(file: usize, refers: &[Vec<(Range<usize>, usize)>], own: &[u64]) -> u64 {
    let mut reached = vec![file];
    let mut at = 0;
    while let Some(file) = reached.get(at) {
        for (_, to) in &refers[*file] {
            if !reached.contains(to) {
                reached.push(*to);
            }
        }
        at += 1;
    }
    match reached[..] {
        [alone] => own[alone],
        _ => {
            let mut hasher = Xxh3::new();
            reached.iter().for_each(|file| hasher.update(&own[*file].to_le_bytes()));
            hasher.digest()
        }
    }
}

/// Where a file names others, in order, and which; a query and a fragment are not part of it.
fn references(file: &File, files: &[File]) -> Vec<(Range<usize>, usize)> {
    let Ok(text) = std::str::from_utf8(&file.bytes) else { return Vec::new() };
    let ranges = match file.name.rsplit_once('.') {
        Some((_, "css")) => of_stylesheet(text),
        Some((_, "js" | "mjs")) => of_script(text),
        _ => return Vec::new(),
    };
    let page = format!("/{}", file.name);
    let known = |range: Range<usize>| {
        let named = &text[range.clone()];
        let named = &named[..named.find(['?', '#']).unwrap_or(named.len())];
        let path = links::resolve(&page, named).filter(|_| !named.starts_with('/'))?;
        let at = files.binary_search_by(|file| file.name.as_str().cmp(&path[1..])).ok()?;
        Some((range.start..range.start + named.len(), at))
    };
    ranges.into_iter().filter_map(known).collect()
}

fn of_stylesheet(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for word in ["url(", "@import"] {
        for (at, _) in text.match_indices(word) {
            let start = at + word.len();
            let start = start + (text[start..].len() - text[start..].trim_start().len());
            let (start, ends): (usize, &[char]) = match text[start..].chars().next() {
                Some(quote @ ('"' | '\'')) => (start + 1, if quote == '"' { &['"', '\n'] } else { &['\'', '\n'] }),
                _ if word == "url(" => (start, &[')', ' ', '\n']),
                _ => continue,
            };
            found.extend(text[start..].find(ends).map(|end| start..start + end));
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

fn of_script(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for quote in ['"', '\''] {
        for beginning in ["./", "../"] {
            for (at, _) in text.match_indices(&format!("{quote}{beginning}")) {
                let start = at + 1;
                found.extend(text[start..].find([quote, '\n']).map(|end| start..start + end));
            }
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// These files as they are served, with `NAME` for the name under which each is.
    fn served_as(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let files = files.iter().map(|(name, text)| File {
            name: (*name).to_owned(),
            path: String::new(),
            bytes: text.as_bytes().to_vec(),
        });
        let assets = served(files.collect());
        assets
            .iter()
            .map(|asset| {
                let mut text = String::from_utf8(asset.bytes.clone()).unwrap();
                for other in &assets {
                    let name = |name: &str| name.rsplit('/').next().unwrap().to_owned();
                    text = text.replace(&name(&versioned(&other.name, other.digest)), &format!("<{}>", other.name));
                }
                (versioned(&asset.name, asset.digest), text)
            })
            .collect()
    }

    #[test]
    fn a_stylesheet_names_fonts_and_others_as_they_are_served() {
        let style = "@import 'x/b.css'; a { src: url(f.woff2) url(\"f.woff2?#i\"), url( 'x/b.css' ); b: url(#f.woff2) url(no.png) url(/f.woff2) url(https://a.org/f.woff2) }";
        let served = served_as(&[("f.woff2", "F"), ("style.css", style), ("x/b.css", "p { c: url(../f.woff2) }")]);
        let want = "@import 'x/<x/b.css>'; a { src: url(<f.woff2>) url(\"<f.woff2>?#i\"), url( 'x/<x/b.css>' ); b: url(#f.woff2) url(no.png) url(/f.woff2) url(https://a.org/f.woff2) }";
        assert_eq!(served[1].1, want);
        assert_eq!(served[2].1, "p { c: url(../<f.woff2>) }");
        let other = served_as(&[("f.woff2", "G"), ("style.css", style), ("x/b.css", "p { c: url(../f.woff2) }")]);
        assert!(
            served.iter().zip(&other).all(|(one, other)| one.0 != other.0),
            "what refers to it has another name too"
        );
    }

    #[test]
    fn scripts_import_each_other_in_a_circle() {
        let (a, b) = ("import { b } from './b.js'; say('b.js', \"../b.js\");", "import \"./a.js\";");
        let served = served_as(&[("a.js", a), ("b.js", b)]);
        assert_eq!(
            served[0].1,
            "import { b } from './<b.js>'; say('b.js', \"../b.js\");".replace("../b.js", "../<b.js>")
        );
        assert_eq!(served[1].1, "import \"./<a.js>\";");
        assert_ne!(served_as(&[("a.js", a), ("b.js", "import \"./a.js\"; ")])[0].0, served[0].0);
    }

    #[test]
    fn what_cannot_be_read_is_served_as_it_is() {
        for text in ["url(", "@import", "url('", "@import \"x", "url(style.css", "'./", "\u{e9}url(\u{e9}"] {
            for name in ["style.css", "style.js"] {
                assert_eq!(served_as(&[(name, text)])[0].1, text);
            }
        }
    }
}

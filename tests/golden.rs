//! A whole site, file for file. `BLESS=1` writes it anew; the difference is what a review looks at.

mod support;

use std::fs;
use std::path::Path;

use support::{Archive, tree};

#[test]
fn the_site_is_what_it_was() {
    let archive = Archive::from_fixture("golden/archive");
    let built = archive.build().tree();
    let mut built: std::collections::BTreeMap<String, Vec<u8>> =
        built.into_iter().map(|(path, bytes)| (without_digests(&path), bytes)).collect();
    // The stylesheet and its like are the theme's own files and stand elsewhere, as the scripts of search and submit do.
    let is_script = |path: &str| matches!(path, "search/search.js" | "submit/submit.js");
    built.retain(|path, _| !path.starts_with("assets/") && !is_script(path));
    // The index is compressed, and has tests of its own.
    built.retain(|path, _| !path.ends_with(".bin"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/site");
    if std::env::var_os("BLESS").is_some() {
        let _ = fs::remove_dir_all(&folder);
        for (path, bytes) in &built {
            let target = folder.join(path);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            match std::str::from_utf8(bytes) {
                Ok(text) => fs::write(target, without_digests(text)).unwrap(),
                Err(_) => fs::write(target, bytes).unwrap(),
            }
        }
    }
    let expected = tree(&folder);
    assert_eq!(
        expected.keys().collect::<Vec<_>>(),
        built.keys().collect::<Vec<_>>(),
        "other files than before; BLESS=1 takes them"
    );
    for (path, bytes) in &built {
        let (old, new) = (String::from_utf8_lossy(&expected[path]), String::from_utf8_lossy(bytes));
        assert!(old == without_digests(&new), "{path} is not what it was; BLESS=1 takes it as it is now:\n{new}");
    }
}

/// A text without the digests in names of files, which change with every change of a stylesheet.
fn without_digests(text: &str) -> String {
    let is_digest =
        |part: &&str| part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    text.split('.').filter(|part| !is_digest(part)).collect::<Vec<_>>().join(".")
}

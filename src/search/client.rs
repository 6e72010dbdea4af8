//! The client of search as a site has it: two scripts, and what they say in the site's language.
//!
//! The client is written as modules, in `client/`, so that each can be read and tested alone; a browser gets one file
//! for the first results, and another one for what few searches need or only afterwards. The seams between modules are
//! taken out, and `pack` shortens the rest. Where the files stand in a site is not known here, but that they stand side
//! by side.

mod pack;

use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_64;

use crate::config::Words;
use crate::text::version::versioned;

/// A module: its name and its text.
type Module = (&'static str, &'static str);

/// The modules of the first script, each after those that it imports.
const FIRST: &[Module] = &[
    ("tokens.js", include_str!("client/tokens.js")),
    ("query.js", include_str!("client/query.js")),
    ("hits.js", include_str!("client/hits.js")),
    ("rest.js", include_str!("client/rest.js")),
    ("store.js", include_str!("client/store.js")),
    ("engine.js", include_str!("client/engine.js")),
    ("snippet.js", include_str!("client/snippet.js")),
    ("say.js", include_str!("client/say.js")),
    ("results.js", include_str!("client/results.js")),
    ("element.js", include_str!("client/element.js")),
];

/// The modules of the second one, which imports the first.
const LATER: &[Module] = &[
    ("complete.js", include_str!("client/complete.js")),
    ("correct.js", include_str!("client/correct.js")),
    ("identify.js", include_str!("client/identify.js")),
    ("filter.js", include_str!("client/filter.js")),
    ("rewrite.js", include_str!("client/rewrite.js")),
    ("around.js", include_str!("client/around.js")),
    ("facets.js", include_str!("client/facets.js")),
    ("further.js", include_str!("client/further.js")),
    ("like.js", include_str!("client/like.js")),
    ("phrases.js", include_str!("client/phrases.js")),
    ("suggestions.js", include_str!("client/suggestions.js")),
    ("later.js", include_str!("client/later.js")),
];

/// What other scripts of a site may import from the first one.
const EXPORTED: &str = "Engine";

/// Every word of the catalogue that the client says.
const SAID: &[&str] = &[
    "about-n-papers",
    "among-first",
    "and-n-more",
    "authors",
    "bad-date",
    "date-of-day",
    "date-of-month",
    "et-al",
    "has",
    "has-award",
    "has-code",
    "has-data",
    "has-pdf",
    "has-video",
    "list-last",
    "list-separator",
    "loading-failed",
    "month-names",
    "month-names-in-dates",
    "n-more",
    "n-papers",
    "n-upvotes",
    "near-value",
    "no-papers-found",
    "offline",
    "papers",
    "remove",
    "search",
    "search-instead",
    "searching",
    "showing-results-for",
    "some-words",
    "status-concern",
    "status-corrected",
    "status-removed",
    "status-retracted",
    "status-withdrawn",
    "suggestions",
    "thousands",
    "topics",
    "try-other-words",
    "type-article",
    "type-book",
    "type-chapter",
    "type-conference",
    "type-dataset",
    "type-other",
    "type-preprint",
    "type-report",
    "type-software",
    "type-thesis",
    "types",
    "unknown-field",
    "unknown-value",
    "venues",
];

/// The files of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The script, an ES module.
    pub script: String,
    /// The script that it imports as `later.js` when it needs it, and that imports it as `search.js`, both with the digest
    /// in their names.
    pub later: String,
    /// What it says, as JSON: texts, lists and plural forms by the keys of the catalogue. It can stand in a page.
    pub words: String,
    /// A digest of all, which the names of the files have.
    pub digest: u64,
}

impl Client {
    /// The client, speaking these words.
    pub fn new(words: &Words) -> Client {
        let (first, later) = (joined(FIRST), joined(LATER));
        // A page takes the end of a script for its own wherever it stands, and nothing else for markup.
        let words = words.json(SAID).replace('<', "\\u003c");
        let digests = [&first, &later, &words].map(|text| xxh3_64(text.as_bytes()));
        let digest = digests.into_iter().fold(0, |all: u64, digest| all.rotate_left(1) ^ digest);
        // Both name the other by the address under which the page has the first one, or it would be another script.
        let shared = shared();
        let first = first.replace("./later.js?", &versioned("./later.js?", digest));
        let script = pack::pack(&format!("{first}export {{ {EXPORTED}, {shared} }};\n"));
        let own = versioned("./search.js", digest);
        let later = pack::pack(&format!("import {{ {shared} }} from \"{own}\";\n{later}"));
        Client { script, later, words, digest }
    }
}

/// A script of these modules, each after those that it imports: without the seams between them, and shortened.
pub fn bundle(modules: &[(&str, &'static str)]) -> String {
    pack::pack(&joined(modules))
}

/// The lines of modules without what they have from others, all with their ends. A list of exports stays one.
fn joined(modules: &[(&str, &'static str)]) -> String {
    let own = modules.iter().flat_map(|(_, text)| text.lines()).filter(|line| !line.starts_with("import "));
    let bare = |line: &'static str| line.strip_prefix("export ").filter(|rest| !rest.starts_with('{')).unwrap_or(line);
    own.flat_map(|line| [bare(line), "\n"]).collect()
}

/// The names that the second script has from the first.
fn shared() -> String {
    let is_first = |module: &str| FIRST.iter().any(|(name, _)| *name == module);
    let imports = LATER.iter().flat_map(|(_, text)| text.lines()).filter_map(imported);
    let names: BTreeSet<&str> = imports.filter(|(_, from)| is_first(from)).flat_map(|(names, _)| names).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// The names that a line imports, and from which module.
fn imported(line: &str) -> Option<(impl Iterator<Item = &str>, &str)> {
    let (names, from) = line.strip_prefix("import {")?.split_once("} from \"./")?;
    Some((names.split(',').map(str::trim), from.trim_end_matches("\";")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Write as _;

    use super::*;

    /// The names that a module declares at its top level, and those of them that it exports.
    fn declared(module: &str) -> (Vec<&str>, Vec<&str>) {
        let (mut all, mut exported) = (Vec::new(), Vec::new());
        for line in module.lines() {
            let bare = line.strip_prefix("export ").unwrap_or(line);
            let bare = bare.strip_prefix("async ").unwrap_or(bare);
            let words = ["function ", "const ", "let ", "class "];
            let Some(rest) = words.iter().find_map(|word| bare.strip_prefix(word)) else { continue };
            let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').next().unwrap();
            assert!(!name.is_empty(), "one name a declaration: {line}");
            all.push(name);
            if line.starts_with("export ") {
                exported.push(name);
            }
        }
        (all, exported)
    }

    #[test]
    fn modules_fit_into_one_file() {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        let mut exports: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (file, text) in FIRST.iter().chain(LATER) {
            for line in text.lines().filter(|line| line.trim_start().starts_with("import ")) {
                let (names, from) = imported(line).unwrap();
                for name in names {
                    assert!(exports[from].contains(&name), "{file}: {line}");
                }
            }
            assert!(!text.contains("export default"), "{file}");
            assert_eq!(text.contains("export {"), *file == "later.js", "{file}");
            let (all, exported) = declared(text);
            for name in all {
                assert_eq!(names.insert(name, file), None, "{file}: `{name}` is taken");
            }
            exports.insert(file, exported);
        }
    }

    #[test]
    fn the_scripts_are_two_modules() {
        let client = Client::new(&Words::default());
        let (script, later) = (&client.script, &client.later);
        assert!(!script.contains("import{") && script.contains("export{Engine,"), "{script}");
        let [own, other] = ["search.js", "later.js"].map(|name| versioned(name, client.digest));
        assert!(script.contains(&format!("import(`./{other}?${{")), "{script}");
        assert!(later.starts_with("import{") && later.contains(&format!("}}from\"./{own}\";")), "{later}");
        let [given, taken] = [script.rsplit_once("export{Engine,"), later.split_once("}from")];
        assert_eq!(given.unwrap().1.trim_end_matches("};"), &taken.unwrap().0["import{".len()..]);
        for (packed, modules) in [(script, FIRST), (later, LATER)] {
            assert!(packed.len() < modules.iter().map(|(_, text)| text.len()).sum::<usize>() * 4 / 5);
        }
    }

    #[test]
    fn the_first_script_is_small() {
        let mut bytes = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        bytes.write_all(Client::new(&Words::default()).script.as_bytes()).unwrap();
        let size = bytes.finish().unwrap().len();
        assert!(size <= 12_000, "{size} bytes");
    }

    #[test]
    fn words_are_json_that_can_stand_in_a_page() {
        let client = Client::new(&Words::default());
        let words: BTreeMap<String, serde_json::Value> = serde_json::from_str(&client.words).unwrap();
        assert_eq!(words.keys().collect::<Vec<_>>(), SAID, "each is in the catalogue, and they are in order");
        assert_eq!(words["n-papers"]["other"], "{n} papers");
        assert_eq!(words["month-names"][0], "January");
        assert!(!client.words.contains('<'));
    }

    #[test]
    fn the_client_says_no_other_words() {
        let code: String = FIRST.iter().chain(LATER).map(|(_, text)| *text).collect();
        for word in SAID {
            let made = ["type-", "has-", "status-"].iter().any(|made| word.starts_with(made));
            let problem = ["bad-date", "unknown-field", "unknown-value"].contains(word);
            assert!(
                made || problem || code.contains(&format!("\"{word}\"")) || code.contains(&format!(".{word}")),
                "{word}"
            );
        }
        for key in ["say(\"", "phrase(\""].iter().flat_map(|call| code.split(call).skip(1)) {
            let key = key.split('"').next().unwrap();
            assert!(SAID.contains(&key), "the client has no `{key}`");
        }
    }
}

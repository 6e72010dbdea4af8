//! The client of search as a site has it: one script, and what it says in the site's language.
//!
//! The client is written as modules, in `client/`, so that each can be read and tested alone; a browser gets one file.
//! The seams between modules are taken out, and `pack` shortens the rest. Where the files stand in a site is not known
//! here.

mod pack;

use xxhash_rust::xxh3::xxh3_64;

use crate::config::Words;

/// The modules, each after those that it imports.
const MODULES: &[(&str, &str)] = &[
    ("tokens.js", include_str!("client/tokens.js")),
    ("query.js", include_str!("client/query.js")),
    ("store.js", include_str!("client/store.js")),
    ("engine.js", include_str!("client/engine.js")),
    ("snippet.js", include_str!("client/snippet.js")),
    ("say.js", include_str!("client/say.js")),
    ("results.js", include_str!("client/results.js")),
    ("element.js", include_str!("client/element.js")),
];

/// What other scripts of a site may import from the one file.
const EXPORTS: &str = "export { Engine };\n";

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
    /// What it says, as JSON: texts, lists and plural forms by the keys of the catalogue. It can stand in a page.
    pub words: String,
    /// A digest of both.
    pub digest: u64,
}

impl Client {
    /// The client, speaking these words.
    pub fn new(words: &Words) -> Client {
        let mut joined: String = MODULES.iter().flat_map(|(_, text)| seamless(text)).collect();
        joined.push_str(EXPORTS);
        let script = pack::pack(&joined);
        // A page takes the end of a script for its own wherever it stands, and nothing else for markup.
        let words = words.json(SAID).replace('<', "\\u003c");
        let digest = xxh3_64(script.as_bytes()) ^ xxh3_64(words.as_bytes()).rotate_left(1);
        Client { script, words, digest }
    }
}

/// The lines of a module without what it has from others, all with their ends.
fn seamless(module: &str) -> impl Iterator<Item = String> {
    let own = module.lines().filter(|line| !line.starts_with("import "));
    own.map(|line| format!("{}\n", line.strip_prefix("export ").unwrap_or(line)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

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
        for (file, text) in MODULES {
            for line in text.lines().filter(|line| line.trim_start().starts_with("import ")) {
                let (imported, from) =
                    line.strip_prefix("import {").and_then(|rest| rest.split_once("} from \"./")).unwrap();
                let known = &exports[from.trim_end_matches("\";")];
                for name in imported.split(',').map(str::trim) {
                    assert!(known.contains(&name), "{file}: {line}");
                }
            }
            assert!(!text.contains("export default") && !text.contains("export {"), "{file}");
            let (all, exported) = declared(text);
            for name in all {
                assert_eq!(names.insert(name, file), None, "{file}: `{name}` is taken");
            }
            exports.insert(file, exported);
        }
    }

    #[test]
    fn the_script_is_one_module() {
        let script = Client::new(&Words::default()).script;
        assert!(!script.contains("import{") && script.ends_with("export{Engine};"), "{script}");
        assert!(script.len() < MODULES.iter().map(|(_, text)| text.len()).sum::<usize>() * 4 / 5);
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
        let code: String = MODULES.iter().map(|(_, text)| *text).collect();
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

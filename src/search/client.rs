//! The client of search as a site has it: one script, and what it says in the site's language.
//!
//! The client is written as modules, in `client/`, so that each can be read and tested alone; a browser gets one file.
//! There is no minifier: lines that are comments, indentation and the seams between modules are left out, and the rest is
//! what was written. Where the files stand in a site is not known here.

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
        let mut script: String = MODULES.iter().map(|(_, text)| packed(text)).collect();
        script.push_str(EXPORTS);
        // A page takes the end of a script for its own wherever it stands, and nothing else for markup.
        let words = words.json(SAID).replace('<', "\\u003c");
        let digest = xxh3_64(script.as_bytes()) ^ xxh3_64(words.as_bytes()).rotate_left(1);
        Client { script, words, digest }
    }
}

/// A module without what only people and other modules need.
fn packed(module: &str) -> String {
    let mut out = String::with_capacity(module.len());
    let mut in_comment = false;
    for line in module.lines().map(str::trim) {
        if in_comment || line.starts_with("/*") {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") && !line.starts_with("import ") {
            out.push_str(line.strip_prefix("export ").unwrap_or(line));
            out.push('\n');
        }
    }
    out
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
    fn a_packed_module_is_code_alone() {
        let module = "// Why.\nimport {a} from \"./a.js\";\n\n/** What\n * it is. */\nexport const b = () => {\n  /* so */\n  return a;\n};\n";
        assert_eq!(packed(module), "const b = () => {\nreturn a;\n};\n");
        let script = Client::new(&Words::default()).script;
        assert!(script.len() < MODULES.iter().map(|(_, text)| text.len()).sum());
        assert!(!script.contains("\nimport ") && !script.contains("\n//") && !script.contains("\n "), "{script}");
        // A line that goes on in the next would lose what stands before it there.
        let ticks = |line: &&str| line.matches('`').count() % 2 == 1;
        assert_eq!(script.lines().find(ticks), None);
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

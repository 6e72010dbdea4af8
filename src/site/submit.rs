//! The page where a paper is submitted, as far as it is no view: its script, and the schema that it holds an entry to.
//!
//! The script makes an entry in the reader's browser and hands it to GitHub; nothing here writes or receives one.

use xxhash_rust::xxh3::xxh3_64;

use super::Site;
use crate::config::{Calendar, Words};
use crate::paper::schema;
use crate::search::client::bundle;

/// The modules of the script, each after those that it imports.
const MODULES: &[(&str, &str)] = &[
    ("validate.js", include_str!("submit/validate.js")),
    ("names.js", include_str!("submit/names.js")),
    ("yaml.js", include_str!("submit/yaml.js")),
    ("ids.js", include_str!("submit/ids.js")),
    ("form.js", include_str!("submit/form.js")),
];

/// Every word of the catalogue that the script says.
const SAID: &[&str] = &[
    "add-topic",
    "copied",
    "copy",
    "copy-failed",
    "error-arxiv",
    "error-date",
    "error-doi",
    "error-id",
    "error-needed",
    "error-other",
    "error-topic",
    "error-url",
    "n-authors",
    "n-fields-wrong",
    "n-more",
    "no-topic",
    "remove",
    "start-anew-sure",
    "thousands",
];

/// The script of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submit {
    /// The script, an ES module.
    pub script: String,
    /// What it says, as JSON that can stand in a page.
    pub words: String,
}

impl Submit {
    /// The script, speaking these words.
    pub fn new(words: &Words) -> Submit {
        // A page takes the end of a script for its own wherever it stands.
        Submit { script: bundle(MODULES), words: words.json(SAID).replace('<', "\\u003c") }
    }

    /// The digest of the script, which is part of its address.
    pub fn digest(&self) -> u64 {
        xxh3_64(self.script.as_bytes())
    }
}

impl Site {
    /// The JSON Schema of a paper with the topics and venues of the archive. Names that the form does not ask for are
    /// left out, since a reader has to fetch what is here.
    pub fn submit_schema(&self) -> String {
        let archive = &*self.archive;
        let mut words = archive.vocabulary();
        words.names.retain(|kind, _| matches!(*kind, "topic" | "venue"));
        format!("{}\n", schema::paper(&words, archive.settings.calendar == Calendar::Added))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn the_script_is_one_small_module() {
        let script = Submit::new(&Words::default()).script;
        assert!(!script.contains("export ") && !script.contains("import{"), "{script}");
        let mut bytes = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        bytes.write_all(script.as_bytes()).unwrap();
        let size = bytes.finish().unwrap().len();
        assert!(size <= 8_000, "{size} bytes");
    }

    #[test]
    fn the_script_says_its_words_and_no_others() {
        let words: serde_json::Value = serde_json::from_str(&Submit::new(&Words::default()).words).unwrap();
        let known: Vec<&String> = words.as_object().unwrap().keys().collect();
        assert_eq!(known, SAID, "each is in the catalogue, and they are in order");
        let code: String = MODULES.iter().map(|(_, text)| *text).collect();
        for word in SAID {
            let is_made = ["error-arxiv", "error-doi"].contains(word);
            let is_said = is_made || code.contains(&format!("\"{word}\"")) || code.contains(&format!(".{word}"));
            assert!(is_said, "{word}");
        }
        for key in code.split("say(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(SAID.contains(&key), "the script has no `{key}`");
        }
    }
}

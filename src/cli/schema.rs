//! `offprint schema`: JSON Schema of entries, data files and settings with the names of this archive, so that an editor
//! completes and checks as one types.
//!
//! What an archive with mistakes holds is told as far as it can be read: whoever mends it needs the editor's help most.

mod vscode;

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{Common, Ended, Failure, report};
use crate::archive::{Options, read_archive};
use crate::config::{self, Calendar};
use crate::diagnostic::nearest;
use crate::paper::{FileKind, kind_of, schema};
use crate::source::{SETTINGS, Sources};
use crate::yaml::shape::Vocabulary;

/// Where the schemas stand, below the root.
const FOLDER: &str = ".offprint/schemas";

/// What `schema` takes.
#[derive(clap::Args, Clone, Debug)]
pub struct Arguments {
    /// Print this one, such as entry or settings, and write nothing [default: write all of them below .offprint]
    name: Option<String>,
    /// Name them also in .vscode/settings.json
    #[arg(long, conflicts_with = "name")]
    vscode: bool,
}

/// A schema, and the files it is for.
struct Document {
    name: &'static str,
    /// The files, as editors match them; empty where they are front matter, of which editors know nothing.
    files: &'static str,
    make: fn(&Vocabulary, bool) -> Value,
}

const DOCUMENTS: &[Document] = &[
    Document { name: "entry", files: "content/papers/**/*.yaml", make: schema::entry },
    Document { name: "paper", files: "", make: schema::paper },
    Document { name: "volume", files: "content/volumes/**/*.yaml", make: |words, _| schema::volume(words) },
    Document { name: "volume-with-papers", files: "", make: schema::volume_with_papers },
    Document { name: "topics", files: "content/topics.yaml", make: |words, _| schema::topics(words) },
    Document { name: "venues", files: "content/venues.yaml", make: |words, _| schema::venues(words) },
    Document { name: "person", files: "content/people/**/*.yaml", make: |words, _| schema::person(words) },
    Document { name: "page", files: "", make: |words, _| schema::page(words) },
    Document { name: "collection", files: "", make: |words, _| schema::collection(words) },
    Document { name: "metrics", files: "content/metrics/**/*.yaml", make: |words, _| schema::metrics(words) },
    Document { name: "settings", files: SETTINGS, make: |words, _| config::schema::settings(words) },
];

/// Runs the command.
pub fn run(common: &Common, arguments: &Arguments) -> Result<Ended, Failure> {
    let root = common.find_root()?;
    let sources = Sources::read(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    let (archive, _) = read_archive(&sources, &Options::default());
    let words = archive.vocabulary();
    let added = archive.settings.calendar == Calendar::Added;
    let text = |document: &Document| format!("{:#}\n", (document.make)(&words, added));
    if let Some(name) = &arguments.name {
        report::line(text(find(name)?).trim_end());
        return Ok(Ended::Fine);
    }
    for document in DOCUMENTS {
        let path = path_of(document.name);
        let told = if replace(&root, &path, &text(document))? { "written" } else { "as it was" };
        say(common, &format!("{path:45} {told}"));
    }
    if arguments.vscode {
        vscode::write(common, &root)?;
    } else {
        say(common, &advice());
    }
    Ok(Ended::Fine)
}

/// A line of the result, unless nothing but problems is wanted.
fn say(common: &Common, text: &str) {
    if !common.quiet {
        report::line(text);
    }
}

fn find(name: &str) -> Result<&'static Document, Failure> {
    let names = || DOCUMENTS.iter().map(|document| document.name);
    DOCUMENTS.iter().find(|document| document.name == name).ok_or_else(|| match nearest(name, names()) {
        Some(near) => format!("there is no schema `{name}`: did you mean `{near}`?"),
        None => format!("there is no schema `{name}`: one of {}", names().collect::<Vec<_>>().join(", ")),
    })
}

fn path_of(name: &str) -> String {
    format!("{FOLDER}/{name}.json")
}

/// The first line of a file with which editors that know `yaml-language-server` find its schema; `None` for a file that
/// has none, or is not YAML throughout.
pub fn modeline(path: &str) -> Option<String> {
    let name = match kind_of(path) {
        Some(FileKind::Papers) => "entry",
        Some(FileKind::Volume) => "volume",
        Some(FileKind::Topics) => "topics",
        Some(FileKind::Venues) => "venues",
        Some(FileKind::Person) => "person",
        Some(FileKind::Metrics) => "metrics",
        None if path == SETTINGS => "settings",
        None | Some(FileKind::PaperWithNotes | FileKind::Page | FileKind::Collection) => return None,
    };
    let up = "../".repeat(path.matches('/').count());
    let up = if up.is_empty() { "./" } else { &up };
    Some(format!("# yaml-language-server: $schema={up}{}", path_of(name)))
}

fn advice() -> String {
    let example = "content/papers/ID.yaml";
    format!(
        "\nEditors with the YAML language server find them by the first line of a file, such as in {example}:\n\n  {}\n\n\
         For Visual Studio Code, `offprint schema --vscode` names them for all files at once.\n\
         Run the command again when topics, venues, volumes, people or lists have changed.",
        modeline(example).unwrap_or_default()
    )
}

/// Writes a file, whole or not at all, unless it is there with this text; tells whether it was written.
fn replace(root: &Path, path: &str, text: &str) -> Result<bool, Failure> {
    let target = root.join(path);
    if fs::read(&target).is_ok_and(|found| found == text.as_bytes()) {
        return Ok(false);
    }
    let temporary = target.with_extension("json~");
    let done = fs::create_dir_all(target.parent().unwrap_or(root))
        .and_then(|()| fs::write(&temporary, text))
        .and_then(|()| fs::rename(&temporary, &target));
    done.map(|()| true).map_err(|error| {
        let _ = fs::remove_file(&temporary);
        format!("{path}: {error}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_finds_its_schema() {
        let line = |path| modeline(path).unwrap_or_default();
        let of = |way: &str| format!("# yaml-language-server: $schema={way}");
        assert_eq!(line("content/papers/2023/x.yaml"), of("../../../.offprint/schemas/entry.json"));
        assert_eq!(line("content/topics.yaml"), of("../.offprint/schemas/topics.json"));
        assert_eq!(line("offprint.yaml"), of("./.offprint/schemas/settings.json"));
        for path in ["content/papers/x.md", "content/pages/about.md", "content/papers/x.pdf", "other.yaml"] {
            assert_eq!(modeline(path), None, "{path}");
        }
    }

    #[test]
    fn files_that_editors_match_have_the_schema_that_their_line_names() {
        for document in DOCUMENTS.iter().filter(|document| !document.files.is_empty()) {
            let path = document.files.replace("**/*", "x");
            assert!(modeline(&path).unwrap().ends_with(&path_of(document.name)), "{path}");
        }
    }
}

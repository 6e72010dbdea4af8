//! The schemas in the settings of Visual Studio Code: one key of a file that people write, of which nothing else changes.

use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::{DOCUMENTS, path_of, replace, say};
use crate::cli::{Common, Failure, report};

const PATH: &str = ".vscode/settings.json";

/// The key of the extension for YAML.
const KEY: &str = "yaml.schemas";

/// Writes the key into the settings of the folder. Where they are not plain JSON, tells what to write there.
pub fn write(common: &Common, root: &Path) -> Result<(), Failure> {
    let found = match fs::read_to_string(root.join(PATH)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{PATH}: {error}")),
    };
    match merged(&found, ours()) {
        Some(text) => {
            let told = if replace(root, PATH, &text)? { "written" } else { "as it was" };
            say(common, &format!("{PATH:45} {told}"));
        }
        None => {
            report::note(&format!("{PATH} is not plain JSON, so it was left as it is; add to it:"));
            report::line(&format!("  {},", member(ours())));
        }
    }
    Ok(())
}

/// Schemas to the files they are for.
fn ours() -> Map<String, Value> {
    let with_files = DOCUMENTS.iter().filter(|document| !document.files.is_empty());
    with_files.map(|document| (format!("./{}", path_of(document.name)), json!(document.files))).collect()
}

/// The settings with these schemas beside those of others; `None` where they are not plain JSON.
fn merged(text: &str, ours: Map<String, Value>) -> Option<String> {
    if text.trim().is_empty() {
        return Some(format!("{{\n  {}\n}}\n", member(ours)));
    }
    let Ok(Value::Object(settings)) = serde_json::from_str(text) else { return None };
    let Some(known) = settings.get(KEY) else {
        let end = text.rfind('}')?;
        let before = text[..end].trim_end();
        let comma = if settings.is_empty() { "" } else { "," };
        return Some(format!("{before}{comma}\n  {}\n{}", member(ours), &text[end..]));
    };
    let mut all = known.as_object()?.clone();
    if ours.iter().all(|(schema, files)| all.get(schema) == Some(files)) {
        return Some(text.to_owned());
    }
    all.extend(ours);
    let span = span_of(text)?;
    Some(format!("{}{}{}", &text[..span.start], member(all), &text[span.end..]))
}

/// The key with its value, to stand two spaces deep.
fn member(schemas: Map<String, Value>) -> String {
    format!("\"{KEY}\": {:#}", Value::Object(schemas)).replace('\n', "\n  ")
}

/// Where the key stands with its value, a map, in a text that is JSON and has it once.
fn span_of(text: &str) -> Option<Range<usize>> {
    let (mut depth, mut start, mut quoted) = (0, None, None);
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match (letter, quoted) {
            ('\\', Some(_)) => drop(letters.next()),
            ('"', Some(from)) => {
                quoted = None;
                let is_key = text[at + 1..].trim_start().starts_with(':') && &text[from + 1..at] == KEY;
                if depth == 1 && is_key {
                    start = Some(from);
                }
            }
            ('"', None) => quoted = Some(at),
            ('{' | '[', None) => depth += 1,
            ('}' | ']', None) => {
                depth -= 1;
                if depth == 1
                    && let Some(start) = start
                {
                    return Some(start..at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Option<String> {
        let ours = json!({"./a.json": "a.yaml"});
        merged(text, ours.as_object().unwrap().clone())
    }

    #[test]
    fn nothing_else_of_the_settings_changes() {
        let made = "{\n  \"yaml.schemas\": {\n    \"./a.json\": \"a.yaml\"\n  }\n}\n";
        assert_eq!(with("").unwrap(), made);
        assert_eq!(with(" {} ").unwrap(), " {\n  \"yaml.schemas\": {\n    \"./a.json\": \"a.yaml\"\n  }\n} ");
        assert_eq!(with(made).unwrap(), made);
        assert_eq!(
            with("{\n\t\"z\": 1,\n\t\"a\": {\"yaml.schemas\": {}}\n}").unwrap(),
            "{\n\t\"z\": 1,\n\t\"a\": {\"yaml.schemas\": {}},\n  \"yaml.schemas\": {\n    \"./a.json\": \"a.yaml\"\n  }\n}"
        );
        assert_eq!(
            with("{\"x\": \"\\\"}\", \"yaml.schemas\": {\"b\": [\"}\", \"\\\\\"]}, \"y\": []}").unwrap(),
            "{\"x\": \"\\\"}\", \"yaml.schemas\": {\n    \"./a.json\": \"a.yaml\",\n    \"b\": [\n      \"}\",\n      \"\\\\\"\n    ]\n  }, \"y\": []}"
        );
    }

    #[test]
    fn what_is_not_plain_json_is_left() {
        for text in ["{ // mine\n}", "{\"a\": 1,}", "[]", "{\"yaml.schemas\": 1}"] {
            assert_eq!(with(text), None, "{text}");
        }
    }
}

//! `offprint schema` on the command line: what it writes and prints. What the schemas accept is asked by tests/web/schema.mjs.

mod support;

use std::fs;

use support::Archive;

fn archive() -> Archive {
    Archive::new()
        .file("content/topics.yaml", "tides: {name: Tides, description: Water that comes and goes.}\n")
        .paper("mud", "2023", "")
}

#[test]
fn schemas_are_written_where_they_differ() {
    let archive = archive();
    let run = archive.run(&["schema"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let written = fs::read_dir(archive.root().join(".offprint/schemas")).unwrap().count();
    let told = run.stdout();
    assert_eq!(told.lines().filter(|line| line.ends_with(" written")).count(), written);
    assert_eq!(
        told.split_once("\n\n").unwrap().1,
        "Editors with the YAML language server find them by the first line of a file, such as in content/papers/ID.yaml:\n\n  \
         # yaml-language-server: $schema=../../.offprint/schemas/entry.json\n\n\
         For Visual Studio Code, `offprint schema --vscode` names them for all files at once.\n\
         Run the command again when topics, venues, volumes, people or lists have changed.\n"
    );
    assert!(!archive.run(&["schema"]).stdout().contains(" written"));
    archive.write("content/venues.yaml", "ist: Symposium on Tides\n");
    let again = archive.run(&["schema"]).stdout();
    let changed = again.lines().filter_map(|line| line.strip_suffix(" written")).map(str::trim_end);
    let with_venues = ["entry", "paper", "volume", "volume-with-papers"];
    assert_eq!(changed.collect::<Vec<_>>(), with_venues.map(|name| format!(".offprint/schemas/{name}.json")));
    assert_eq!(archive.run(&["schema", "--quiet"]).stdout(), "");
}

#[test]
fn one_schema_is_printed_and_nothing_is_written() {
    let archive = archive();
    let run = archive.run(&["schema", "paper"]);
    assert_eq!(run.code(), 0);
    let schema: serde_json::Value = serde_json::from_str(&run.stdout()).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["$defs"]["topic"]["anyOf"][0]["enum"], serde_json::json!(["tides"]));
    assert_eq!(
        schema["$defs"]["topic"]["anyOf"][0]["enumDescriptions"],
        serde_json::json!(["Tides: Water that comes and goes."])
    );
    assert!(!archive.root().join(".offprint").exists());
    let wrong = archive.run(&["schema", "papr"]);
    assert_eq!(
        (wrong.code(), wrong.stderr().as_str()),
        (2, "error: there is no schema `papr`: did you mean `paper`?\n")
    );
    assert_eq!(archive.run(&["schema", "paper", "--vscode"]).code(), 2);
}

#[test]
fn an_archive_with_mistakes_has_schemas_too() {
    let archive = archive()
        .file("content/papers/bad.yaml", "title: [never closed\n")
        .file("content/papers/worse.yaml", "title: X\ntopics: [tdies]\n")
        .file("content/venues.yaml", "ist: [a]\n");
    let run = archive.run(&["schema", "entry"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let schema: serde_json::Value = serde_json::from_str(&run.stdout()).unwrap();
    assert_eq!(schema["$defs"]["topic"]["anyOf"][0]["enum"], serde_json::json!(["tides"]));
}

#[test]
fn what_the_settings_allow_is_accepted() {
    let topics = |more: &str| {
        let archive = archive().file("offprint.yaml", format!("title: T\ncalendar: added\n{more}"));
        let schema: serde_json::Value = serde_json::from_str(&archive.run(&["schema", "paper"]).stdout()).unwrap();
        (
            schema["$defs"]["topic"]["anyOf"][1].clone(),
            schema["required"].clone(),
            schema["additionalProperties"].clone(),
        )
    };
    let (strict, required, others) = topics("");
    assert_eq!((required, others), (serde_json::json!(["title", "added"]), serde_json::json!(false)));
    assert_eq!(strict["errorMessage"], serde_json::Value::Null);
    let (open, required, others) =
        topics("diagnostics: {undeclared-topic: warning, missing-added: off, unknown-key: warning}\n");
    assert_eq!((required, others), (serde_json::json!(["title"]), serde_json::Value::Null));
    assert!(open["errorMessage"].as_str().unwrap().starts_with("This is not a key of a topic"));
}

#[test]
fn the_settings_of_vscode_are_kept() {
    let archive = archive();
    let settings = archive.root().join(".vscode/settings.json");
    archive.run(&["schema", "--vscode"]);
    assert!(
        fs::read_to_string(&settings)
            .unwrap()
            .contains("\"./.offprint/schemas/entry.json\": \"content/papers/**/*.yaml\"")
    );
    archive.write(".vscode/settings.json", "{\n  // mine\n  \"a\": 1\n}\n");
    let run = archive.run(&["schema", "--vscode"]);
    assert_eq!(run.code(), 0);
    assert_eq!(run.stderr(), ".vscode/settings.json is not plain JSON, so it was left as it is; add to it:\n");
    assert!(run.stdout().contains("  \"yaml.schemas\": {\n"), "{}", run.stdout());
    assert_eq!(fs::read_to_string(&settings).unwrap(), "{\n  // mine\n  \"a\": 1\n}\n");
}

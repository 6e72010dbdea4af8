//! theme.yaml: what a theme is called, the version of the views it is written for, and its settings.

use std::collections::BTreeMap;

use serde_json::Value;

use super::files::Layer;
use crate::config::Settings;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SETTINGS;
use crate::yaml::{Field, Key, Text, text_of};

/// The version of the views that this program builds.
const API: u64 = 1;

/// A theme's own description.
#[derive(Default)]
struct Manifest {
    api: Option<u64>,
    settings: Vec<Setting>,
}

/// A setting of a theme.
#[derive(Default)]
struct Setting {
    name: String,
    kind: String,
    default: Value,
}

const MANIFEST: &[Key<Manifest>] = &[
    ("name", |_, f| drop(f.line())),
    ("description", |_, f| drop(f.line())),
    ("api", |m, f| m.api = f.count()),
    ("settings", |m, f| settings_of(f, &mut m.settings)),
];

const SETTING: &[Key<Setting>] = &[
    ("type", |s, f| {
        let words = ["text", "number", "boolean", "list", "map"];
        s.kind = f.word(&words, |word| words.contains(&word).then(|| word.to_owned())).unwrap_or_default();
    }),
    ("default", |s, f| s.default = f.node.into_json()),
    ("help", |_, f| drop(f.line())),
];

fn settings_of(field: Field<'_>, settings: &mut Vec<Setting>) {
    field.entries(
        |settings: &mut Vec<Setting>, name, field| {
            let mut setting = Setting { name: name.to_owned(), ..Setting::default() };
            field.map(SETTING, &mut setting);
            settings.push(setting);
        },
        settings,
    );
}

/// The settings of all layers: their defaults, and over them what offprint.yaml says.
pub fn settings(layers: &[Layer], own: &Settings, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Value> {
    let mut known: BTreeMap<String, Setting> = BTreeMap::new();
    for layer in layers.iter().rev() {
        let Some(file) = layer.files.iter().find(|file| file.name == "theme.yaml") else { continue };
        let text = match text_of(&file.path, &file.bytes) {
            Ok(text) => text,
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                continue;
            }
        };
        let (manifest, found) = Text::whole(&file.path, text).decode(|field, _| {
            let mut manifest = Manifest::default();
            field.map(MANIFEST, &mut manifest);
            manifest
        });
        diagnostics.extend(found);
        let manifest = manifest.unwrap_or_default();
        if manifest.api != Some(API) {
            let message = format!("this theme is not written for `api: {API}`, the only one there is");
            diagnostics.push(Diagnostic::of_file(Code::BadTheme, &file.path, message));
        }
        known.extend(manifest.settings.into_iter().map(|setting| (setting.name.clone(), setting)));
    }
    let mut values: BTreeMap<String, Value> =
        known.iter().map(|(name, setting)| (name.clone(), setting.default.clone())).collect();
    for (name, value) in &own.theme_settings {
        match known.get(name) {
            None => {
                let message = format!("the theme has no setting `{name}`");
                let near = crate::diagnostic::nearest(name, known.keys().map(String::as_str));
                let diagnostic = Diagnostic::of_file(Code::UnknownKey, SETTINGS, message);
                diagnostics.push(match near {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => diagnostic,
                });
            }
            Some(setting) if !fits(&setting.kind, value) => {
                let message = format!("the theme's setting `{name}` is a {}", setting.kind);
                diagnostics.push(Diagnostic::of_file(Code::WrongType, SETTINGS, message));
            }
            Some(_) => drop(values.insert(name.clone(), value.clone())),
        }
    }
    values
}

fn fits(kind: &str, value: &Value) -> bool {
    match kind {
        "text" => value.is_string(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "list" => value.is_array(),
        "map" => value.is_object(),
        _ => true,
    }
}

//! theme.yaml: what a theme is called, the version of the views it is written for, and its settings.

use std::collections::BTreeMap;

use serde_json::Value;

use super::files::Layer;
use super::setting::{self, Fault, Setting};
use crate::config::{self, Settings};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Sources;
use crate::yaml::shape::{Keys, properties};
use crate::yaml::{Key, Shape, Step, Text, text_of};

/// The version of the views that this program builds.
const API: u64 = 1;

/// A theme's own description.
#[derive(Default)]
pub struct Manifest {
    api: Option<u64>,
    /// Its settings, as they are written.
    pub settings: Vec<Setting>,
}

const MANIFEST: &[Key<Manifest>] = &[
    Key::new("name", Shape::Text, "What the theme is called.", |_, f| drop(f.line())),
    Key::new("description", Shape::Text, "What it is like, in a sentence.", |_, f| drop(f.line())),
    Key::new("api", Shape::Count(0), "The version of the views it is written for: 1.", |m, f| m.api = f.count()),
    Key::new("settings", SETTINGS, "Its settings: names to maps of type, default, help and words.", |m, f| {
        setting::read(f, &mut m.settings)
    }),
];

const SETTINGS: Shape =
    Shape::Entries(None, &Shape::Keys(Keys { list: || properties(setting::KEYS), all: &[], any: &[] }));

/// Reads the theme.yaml that stands at `path`.
pub fn read(path: &str, text: &str) -> (Manifest, Vec<Diagnostic>) {
    let (manifest, found) = Text::whole(path, text).decode(|field, _| {
        let mut manifest = Manifest::default();
        field.map(MANIFEST, &mut manifest);
        manifest
    });
    (manifest.unwrap_or_default(), found)
}

/// The settings of all layers: their defaults, and over them what offprint.yaml says. Also the names of those that are
/// files.
pub fn settings(
    sources: &Sources,
    layers: &[Layer],
    own: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> (BTreeMap<String, Value>, Vec<String>) {
    let steps = |name: &str| vec![Step::Key("theme-settings"), Step::Named(name.to_owned())];
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
        let (manifest, found) = read(&file.path, text);
        diagnostics.extend(found);
        if manifest.api != Some(API) {
            let message = format!("this theme is not written for `api: {API}`, the only one there is");
            diagnostics.push(Diagnostic::of_file(Code::BadTheme, &file.path, message));
        }
        for setting in manifest.settings.iter().filter(|setting| !setting.default.is_null()) {
            let fault = setting.fault(&setting.default, sources).map(|fault| fault.message);
            diagnostics.extend(fault.map(|message| Diagnostic::of_file(Code::BadTheme, &file.path, message)));
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
                let help = near.map(|near| format!("did you mean `{near}`?"));
                diagnostics.push(config::problem(sources, steps(name), Code::UnknownKey, message, help));
            }
            Some(setting) => match setting.fault(value, sources) {
                Some(Fault { steps: within, code, message, help }) => {
                    let steps = [steps(name), within].concat();
                    diagnostics.push(config::problem(sources, steps, code, message, help));
                }
                None => drop(values.insert(name.clone(), value.clone())),
            },
        }
    }
    let files = known.into_values().filter(|setting| setting.kind == "file").map(|setting| setting.name);
    (values, files.collect())
}

//! The layers of a theme's files: the site's own templates, a theme of the archive, the built-in theme.

use include_dir::{Dir, include_dir};

use crate::config;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Sources;
use crate::yaml::Step;

/// The built-in theme, as it stands in the project's own themes/default.
static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The name of the built-in theme.
const DEFAULT: &str = "default";

/// A file of a layer.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name in its layer: `templates/paper.html`, `assets/style.css`.
    pub name: String,
    /// Where it stands, for diagnostics.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A layer, topmost first among its fellows.
#[derive(Clone, Debug)]
pub struct Layer {
    /// What its templates are addressed by: `site`, the theme's name, `default`.
    pub name: String,
    /// Its files.
    pub files: Vec<File>,
}

/// The layers of the theme of this name, topmost first. A theme called `default` stands in for the built-in one.
pub fn layers(sources: &Sources, theme: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Layer> {
    let mut layers = vec![Layer { name: "site".into(), files: below(sources, "templates/", "templates/") }];
    if theme != DEFAULT {
        let folder = format!("themes/{theme}/");
        let files = below(sources, &folder, "");
        if files.is_empty() || theme == "site" || theme.contains('/') {
            let message = format!("there is no theme `{theme}`");
            let help = format!("it would stand in {folder}");
            let steps = vec![Step::Key("theme")];
            diagnostics.push(config::problem(sources, steps, Code::BadTheme, message, Some(help)));
        } else {
            layers.push(Layer { name: theme.to_owned(), files });
        }
    }
    layers.push(Layer { name: DEFAULT.into(), files: built_in(sources) });
    layers
}

/// The built-in theme, or the archive's own files of that name over it.
fn built_in(sources: &Sources) -> Vec<File> {
    let mut files = below(sources, "themes/default/", "");
    let mut open = vec![&BUILT_IN];
    while let Some(folder) = open.pop() {
        open.extend(folder.dirs());
        for file in folder.files() {
            let name =
                file.path().components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            if !files.iter().any(|own| own.name == name) {
                let path = format!("themes/default/{name}");
                files.push(File { name, path, bytes: file.contents().to_vec() });
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

fn below(sources: &Sources, folder: &str, prefix: &str) -> Vec<File> {
    sources
        .below(folder)
        .filter_map(|(path, source)| {
            let name = format!("{prefix}{}", &path[folder.len()..]);
            Some(File { name, path: path.to_string(), bytes: source.bytes.clone()? })
        })
        .collect()
}

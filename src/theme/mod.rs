//! The theme: layers of templates and assets, and the only user of tera.
//!
//! A bare template name is the topmost layer's; a layer's own is addressed by the layer's name, so that a template can
//! extend the one it replaces: `{% extends "default/paper.html" %}`. Templates have pure filters and nothing to look
//! things up with, so that a page depends on its view and the theme alone.

mod assets;
mod files;
mod manifest;
pub mod render;
mod setting;
#[cfg(test)]
mod tests;

use tera::{Context, ErrorKind, ReportError, Tera, Value};

use crate::config::Settings;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::site::view::{Builder, View};
use crate::site::{Site, url};
use crate::source::Sources;
use assets::Asset;
use files::{File, Layer};

/// A theme that is ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    templates: Vec<File>,
    assets: Vec<Asset>,
    settings: std::collections::BTreeMap<String, serde_json::Value>,
    /// The settings that name files of static/.
    files: Vec<String>,
}

/// What all pages of a site share, made once for all of them.
#[derive(Clone, Debug)]
pub struct Shared(Value);

impl Theme {
    /// Loads the theme that the settings name, over the built-in one.
    ///
    /// What cannot be used is told, and left out; the built-in theme is always there.
    pub fn load(sources: &Sources, settings: &Settings) -> (Theme, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let layers = files::layers(sources, &settings.theme, &mut diagnostics);
        let (theme_settings, files) = manifest::settings(sources, &layers, settings, &mut diagnostics);
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".xml"]);
        let prefixes: Vec<String> = layers.iter().map(|layer| format!("{}/", layer.name)).collect();
        // Fails only where templates were added before.
        let _ = tera.set_fallback_prefixes(prefixes);
        let (mut templates, mut assets) = (Vec::new(), Vec::new());
        for layer in layers {
            let Layer { name, files } = layer;
            for file in files {
                if let Some(inner) = file.name.strip_prefix("templates/") {
                    templates.push(File { name: format!("{name}/{inner}"), ..file });
                } else if let Some(inner) = file.name.strip_prefix("assets/") {
                    let inner = inner.to_owned();
                    assets.push(File { name: inner, ..file });
                }
            }
        }
        // The upper layer's comes first, so it is the one that is kept.
        assets.sort_by(|a, b| a.name.cmp(&b.name));
        assets.dedup_by(|lower, upper| lower.name == upper.name);
        let assets = assets::served(assets);
        let mut theme = Theme { tera, templates, assets, settings: theme_settings, files };
        diagnostics.extend(theme.compile());
        (theme, diagnostics)
    }

    fn compile(&mut self) -> Option<Diagnostic> {
        let mut texts = Vec::with_capacity(self.templates.len());
        for file in &self.templates {
            match std::str::from_utf8(&file.bytes) {
                Ok(text) => texts.push((file.name.clone(), text)),
                Err(_) => {
                    let message = "this template is not UTF-8";
                    return Some(Diagnostic::of_file(Code::InvalidUtf8, &file.path, message));
                }
            }
        }
        let error = self.tera.add_raw_templates(texts).err()?;
        Some(self.explain(&error))
    }

    /// Files to be served: name, and a digest of what each holds and refers to, sorted by name.
    pub fn assets(&self) -> Vec<(String, u64)> {
        self.assets.iter().map(|file| (file.name.clone(), file.digest)).collect()
    }

    /// The bytes of an asset, by index in [`Theme::assets`].
    pub fn asset(&self, index: u32) -> &[u8] {
        &self.assets[index as usize].bytes
    }

    /// What all pages of a site share, as templates take it. Settings that name files are links to them.
    pub fn share(&self, site: &Site) -> Shared {
        let mut view = Builder::new(site).site_view();
        view.theme = self.settings.clone();
        for name in &self.files {
            if let Some(serde_json::Value::String(file)) = view.theme.get_mut(name).filter(|file| *file != "") {
                *file = url::href(site.archive.settings.base_url.as_ref(), &format!("/{file}"));
            }
        }
        Shared(Value::from_serializable(&view))
    }

    /// Renders a view by its template (without `.html`) to the end of `out`.
    ///
    /// # Errors
    /// A template that names what the view does not have, at its place in the template.
    pub fn render(
        &self,
        shared: &Shared,
        template: &str,
        view: &View<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        let name = format!("{template}.html");
        let mut context = Context::from_serialize(view).map_err(|error| Box::new(self.explain(&error)))?;
        context.insert_value("site", shared.0.clone());
        self.tera.render_to(&name, &context, out).map_err(|error| Box::new(self.explain(&error)))
    }

    /// The file of a template (without `.html`): the topmost layer's.
    pub fn file_of(&self, template: &str) -> String {
        let is_it =
            |file: &&File| file.name.split_once('/').is_some_and(|(_, name)| name == format!("{template}.html"));
        // The templates of an upper layer come first.
        self.templates.iter().find(is_it).map_or_else(|| format!("{template}.html"), |file| file.path.clone())
    }

    fn explain(&self, error: &tera::Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => self.place(report),
            _ => Diagnostic::of_file(Code::Template, "templates", error.to_string()),
        }
    }

    fn place(&self, report: &ReportError) -> Diagnostic {
        let file = self.templates.iter().find(|file| file.name == report.filename());
        let message = lower_first(report.message());
        let Some(file) = file else { return Diagnostic::of_file(Code::Template, report.filename(), message) };
        let text = String::from_utf8_lossy(&file.bytes);
        let at = report.span();
        let width = if at.end_line == at.start_line { at.end_col.saturating_sub(at.start_col) } else { 1 };
        let span =
            Span { line: at.start_line.max(1) as u32, column: at.start_col as u32 + 1, width: width.max(1) as u32 };
        Diagnostic::at(Code::Template, &file.path, &text, span, message)
    }
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

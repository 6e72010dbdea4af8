//! One route → its bytes, or where they are copied from. The one place that build, check and a preview share.

use super::Theme;
use crate::diagnostic::Diagnostic;
use crate::site::view::{Builder, template};
use crate::site::{Plan, Route, Site, raw};
use crate::text::markup::Markup;

/// What stands at a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// What was written to the buffer.
    Rendered,
    /// Bytes that are there already.
    Ready(&'a [u8]),
    /// A file of the archive, to be copied.
    Copied(&'a str),
}

/// Renders the routes of one site.
pub struct Renderer<'a> {
    site: &'a Site<'a>,
    plan: &'a Plan,
    theme: &'a Theme,
    builder: Builder<'a>,
    statics: Vec<String>,
}

impl<'a> Renderer<'a> {
    /// A renderer of a site's plan.
    pub fn new(site: &'a Site<'a>, plan: &'a Plan, theme: &'a Theme, markup: &'a Markup) -> Renderer<'a> {
        let statics = site.statics.iter().map(|name| format!("static/{name}")).collect();
        Renderer { site, plan, theme, builder: Builder::new(site, markup), statics }
    }

    /// The bytes of a route; what is rendered replaces what `out` holds.
    ///
    /// # Errors
    /// A template that cannot render the view.
    pub fn body(&self, route: Route, out: &mut Vec<u8>) -> Result<Body<'_>, Box<Diagnostic>> {
        out.clear();
        match route {
            Route::Static(index) => return Ok(Body::Copied(&self.statics[index as usize])),
            Route::File(index) => return Ok(Body::Copied(&self.site.archive.files[index as usize].source)),
            Route::Asset(index) => return Ok(Body::Ready(self.theme.asset(index))),
            _ => {}
        }
        match self.builder.view(route) {
            Some((template, view)) => self.theme.render(template, &view, out)?,
            None => out.extend(raw::body(self.site, self.plan, route).unwrap_or_default().into_bytes()),
        }
        Ok(Body::Rendered)
    }

    /// Renders one route of each kind, so that a template's mistake is found before anything is written.
    pub fn rehearse(&self) -> Vec<Diagnostic> {
        let mut seen = Vec::new();
        let mut found = Vec::new();
        let mut out = Vec::new();
        for route in &self.plan.routes {
            let kind = template(*route);
            let is_page = !matches!(route, Route::Static(_) | Route::Asset(_) | Route::File(_));
            if is_page && !seen.contains(&kind) {
                seen.push(kind);
                found.extend(self.body(*route, &mut out).err().map(|diagnostic| *diagnostic));
            }
        }
        found
    }
}

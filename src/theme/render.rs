//! One route → its bytes, or where they are copied from. The one place that build, check and a preview share.

use std::borrow::Cow;

use super::{Shared, Theme};
use crate::diagnostic::Diagnostic;
use crate::site::view::{Builder, View, template};
use crate::site::{Period, Route, Site, raw};

/// What stands at a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// What was written to the buffer.
    Rendered,
    /// Bytes that are there already.
    Ready(&'a [u8]),
    /// A file of the archive, to be copied.
    Copied(Cow<'a, str>),
}

/// Renders the routes of one site.
pub struct Renderer<'a> {
    site: &'a Site,
    theme: &'a Theme,
    shared: &'a Shared,
    builder: Builder<'a>,
}

impl<'a> Renderer<'a> {
    /// A renderer of a site by a theme, with what all its pages share.
    pub fn new(site: &'a Site, theme: &'a Theme, shared: &'a Shared) -> Renderer<'a> {
        Renderer { site, theme, shared, builder: Builder::new(site) }
    }

    /// The bytes of a route; what is rendered replaces what `out` holds.
    ///
    /// # Errors
    /// A template that cannot render the view.
    pub fn body(&self, route: Route, out: &mut Vec<u8>) -> Result<Body<'a>, Box<Diagnostic>> {
        out.clear();
        match route {
            Route::Static(index) => {
                return Ok(Body::Copied(format!("static/{}", self.site.statics[index as usize]).into()));
            }
            Route::File(index) => {
                return Ok(Body::Copied(self.site.archive.files[index as usize].source.as_str().into()));
            }
            Route::SearchFile(file) => {
                out.extend(self.site.search_file(file));
                return Ok(Body::Rendered);
            }
            Route::Api(file) => {
                out.extend(self.site.api(file));
                return Ok(Body::Rendered);
            }
            Route::Asset(index) => return Ok(Body::Ready(self.theme.asset(index))),
            _ => {}
        }
        match self.builder.view(route) {
            Some((template, view)) => self.theme.render(self.shared, template, &view, out)?,
            None => out.extend(raw::body(self.site, route).unwrap_or_default().into_bytes()),
        }
        Ok(Body::Rendered)
    }

    /// Renders the page for an address that does not exist, with what may have been meant by `path`.
    ///
    /// # Errors
    /// A template that cannot render the view.
    pub fn missing(&self, path: &str, out: &mut Vec<u8>) -> Result<(), Box<Diagnostic>> {
        let view = self.builder.not_found(&self.site.near(path));
        self.theme.render(self.shared, template(Route::NotFound), &View::NotFound(view), out)
    }

    /// Renders the digest of a period as the HTML of a mail.
    ///
    /// # Errors
    /// A template that cannot render the view.
    pub fn mail(&self, period: Period, out: &mut Vec<u8>) -> Result<(), Box<Diagnostic>> {
        out.clear();
        let view = View::Digest(Box::new(self.builder.digest(period)));
        self.theme.render(self.shared, "digest-mail", &view, out)
    }

    /// Renders one route of each kind, so that a template's mistake is found before anything is written.
    pub fn rehearse(&self) -> Vec<Diagnostic> {
        let mut seen = Vec::new();
        let mut found = Vec::new();
        let mut out = Vec::new();
        for route in &self.site.plan().routes {
            let kind = template(*route);
            if route.is_page() && !seen.contains(&kind) {
                seen.push(kind);
                found.extend(self.body(*route, &mut out).err().map(|diagnostic| *diagnostic));
                if let Route::Digest(period) = route {
                    found.extend(self.mail(*period, &mut out).err().map(|diagnostic| *diagnostic));
                }
            }
        }
        found
    }
}

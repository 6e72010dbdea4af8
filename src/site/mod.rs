//! From an archive to a site: which addresses it has, and what stands at each of them.
//!
//! Nothing here renders or writes. A view is built from the archive for one route when that route is asked for, and
//! holds all that a template may see; assets and static files come in as names.

pub mod links;
pub mod plan;
pub mod raw;
pub mod redirect;
pub mod route;
pub mod url;
pub mod view;
mod words;

use std::sync::OnceLock;

pub use plan::Plan;
pub use redirect::Redirect;
pub use route::{Facet, Group, Route};

use crate::archive::Archive;

/// An archive as a site.
#[derive(Debug)]
pub struct Site<'a> {
    /// The archive.
    pub archive: &'a Archive,
    /// Static files, relative to static/, sorted.
    pub statics: Vec<String>,
    /// Files of the theme, relative to its assets/, sorted, each with a digest of its bytes.
    pub assets: Vec<(String, u64)>,
    redirects: OnceLock<Vec<Redirect>>,
    with_page: OnceLock<Vec<bool>>,
    paper_links: OnceLock<Vec<String>>,
    author_links: OnceLock<Vec<String>>,
}

impl<'a> Site<'a> {
    /// A site of an archive with these files; both lists sorted by name.
    pub fn new(archive: &'a Archive, statics: Vec<String>, assets: Vec<(String, u64)>) -> Site<'a> {
        Site {
            archive,
            statics,
            assets,
            redirects: OnceLock::new(),
            with_page: OnceLock::new(),
            paper_links: OnceLock::new(),
            author_links: OnceLock::new(),
        }
    }

    /// Old addresses, sorted.
    pub fn redirects(&self) -> &[Redirect] {
        self.redirects.get_or_init(|| redirect::all(self))
    }
}

//! From an archive to a site: which addresses it has, and what stands at each of them.
//!
//! Nothing here renders or writes. A view is built from the archive for one route when that route is asked for, and
//! holds all that a template may see; assets and static files come in as names.

pub mod api;
mod cut;
pub mod digest;
mod exports;
mod feeds;
pub mod github;
pub mod links;
mod near;
pub mod plan;
pub mod raw;
pub mod redirect;
pub mod route;
mod search;
pub mod shard;
mod submit;
pub mod url;
mod versions;
pub mod view;
mod work;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use feeds::Feeds;
use submit::Submit;

pub use plan::Plan;
pub use redirect::Redirect;
pub use route::{Facet, Group, Letter, Period, Route, Scope};
pub use shard::Shard;

use crate::archive::picture::Size;
use crate::archive::{Archive, Ledger};
use crate::exchange::cite::Citations;
use crate::search::{Client, Index, Known, lists};

/// An archive as a site. What all its pages need is made once, when it is first asked for.
#[derive(Debug)]
pub struct Site {
    /// The archive.
    pub archive: Arc<Archive>,
    /// Static files, relative to static/, sorted.
    pub statics: Vec<Arc<str>>,
    /// How wide and high each of them is, where it is a picture and says so.
    pub static_sizes: Vec<Option<Size>>,
    /// Files of the theme, relative to its assets/, sorted, each with a digest of what it holds and refers to.
    pub assets: Vec<(String, u64)>,
    plan: OnceLock<(Plan, Ledger)>,
    redirects: OnceLock<Vec<Redirect>>,
    with_page: OnceLock<Vec<bool>>,
    letters: OnceLock<Vec<Letter>>,
    files: OnceLock<HashMap<String, u32>>,
    index: OnceLock<Index>,
    /// Terms of papers, remembered from one site to the next.
    known_terms: Arc<Known>,
    client: OnceLock<Client>,
    submit: OnceLock<Submit>,
    paper_links: Vec<OnceLock<Box<str>>>,
    author_lines: Vec<OnceLock<Box<str>>>,
    spans: Vec<OnceLock<Box<str>>>,
    bibtex: Vec<OnceLock<Box<str>>>,
    parts: OnceLock<Vec<OnceLock<api::Part>>>,
    author_links: OnceLock<Vec<OnceLock<Box<str>>>>,
    lists: OnceLock<Vec<Vec<u32>>>,
    /// Formats citations, and remembers them from one site to the next.
    citations: Arc<Citations>,
    shared_keys: OnceLock<HashSet<String>>,
    feeds: Feeds,
}

impl Site {
    /// A site of an archive with these files; both lists sorted by name. Terms of papers for its search index are
    /// remembered in `known_terms`, formatted citations in `citations`.
    pub fn new(
        archive: Arc<Archive>,
        statics: Vec<Arc<str>>,
        assets: Vec<(String, u64)>,
        known_terms: Arc<Known>,
        citations: Arc<Citations>,
    ) -> Site {
        let of_papers = vec![OnceLock::new(); archive.papers().len()];
        let feeds = Feeds::new(&archive);
        Site {
            archive,
            static_sizes: vec![None; statics.len()],
            statics,
            assets,
            plan: OnceLock::new(),
            redirects: OnceLock::new(),
            with_page: OnceLock::new(),
            letters: OnceLock::new(),
            files: OnceLock::new(),
            index: OnceLock::new(),
            known_terms,
            client: OnceLock::new(),
            submit: OnceLock::new(),
            paper_links: of_papers.clone(),
            author_lines: of_papers.clone(),
            spans: of_papers.clone(),
            bibtex: of_papers,
            parts: OnceLock::new(),
            author_links: OnceLock::new(),
            lists: OnceLock::new(),
            citations,
            shared_keys: OnceLock::new(),
            feeds,
        }
    }

    /// The same site, in which static pictures have these sizes.
    pub fn with_sizes(self, static_sizes: Vec<Option<Size>>) -> Site {
        Site { static_sizes, ..self }
    }

    /// How wide and high a static file is, where it is a picture and says so.
    fn picture_size(&self, at: u32) -> Option<Size> {
        self.static_sizes.get(at as usize).copied().flatten()
    }

    /// The papers of a list, in its order.
    pub fn saved(&self, list: u32) -> &[u32] {
        &self.lists.get_or_init(|| lists::papers(&self.archive))[list as usize]
    }

    /// The line of authors of a paper's cards, made once.
    fn author_line(&self, paper: u32, make: impl FnOnce() -> Box<str>) -> &str {
        self.author_lines[paper as usize].get_or_init(make)
    }

    /// The client of search.
    pub fn client(&self) -> &Client {
        self.client.get_or_init(|| Client::new(&self.archive.settings.words))
    }

    /// The script of the page where a paper is submitted.
    fn submit(&self) -> &Submit {
        self.submit.get_or_init(|| Submit::new(&self.archive.settings.words))
    }

    /// Old addresses, sorted.
    pub fn redirects(&self) -> &[Redirect] {
        self.redirects.get_or_init(|| redirect::all(self))
    }
}

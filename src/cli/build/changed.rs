//! `build --changed REV`: the pages that a branch changes, to be looked at by whoever reviews it.
//!
//! Both sites are rendered, that of the merge base and that of now, and what differs is written: so no rule needs to
//! know which page depends on what. The site of the merge base is kept as digests alone.

use std::collections::HashMap;

use rayon::prelude::*;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::cli::report;
use crate::edition::Edition;
use crate::site::{Route, raw};
use crate::theme::render::{Body, Renderer};

/// Pages that are told by name.
const MOST_TOLD: usize = 50;
/// The largest static file that is taken along for pages that may need it, in bytes.
const SMALL: u64 = 1 << 20;
/// Endings of static files that pages need to look as they do.
const LOOKS: [&str; 11] = ["css", "js", "woff", "woff2", "svg", "png", "jpg", "jpeg", "webp", "gif", "ico"];

/// What of a site differs from that of the merge base.
#[derive(Debug, Default)]
pub struct Changes {
    /// What is to be written: what differs or is new, and what those pages need.
    pub routes: Vec<Route>,
    /// Paths of files that are new, in the order of the plan.
    new: Vec<String>,
    /// Paths of files that differ.
    differing: Vec<String>,
    /// How many pages are no longer there.
    gone: usize,
}

/// What of `after` differs from `before`.
pub fn changes(after: &Edition, before: &Edition) -> Changes {
    let old = digests(before);
    let new = digests(after);
    let mut changes = Changes::default();
    for route in &after.site.plan().routes {
        if is_needed(after, *route) {
            changes.routes.push(*route);
        }
        if !is_looked_at(*route) {
            continue;
        }
        let path = raw::file(&after.site, *route);
        let key = xxh3_64(path.as_bytes());
        match (old.get(&key), new.get(&key)) {
            (Some((_, old)), Some((_, new))) if old == new => continue,
            (Some(_), _) => changes.differing.push(path),
            (None, _) => changes.new.push(path),
        }
        changes.routes.push(*route);
    }
    changes.gone = old.iter().filter(|(key, (is_page, _))| *is_page && !new.contains_key(key)).count();
    changes
}

/// Of every file that is looked at: by the digest of its path whether it is a page, and the digest of its bytes.
fn digests(edition: &Edition) -> HashMap<u64, (bool, u128)> {
    let renderer = edition.renderer();
    let routes = edition.site.plan().routes.par_iter().copied().filter(|route| is_looked_at(*route));
    let digest = |buffer: &mut Vec<u8>, route: Route| {
        let path = raw::file(&edition.site, route);
        (xxh3_64(path.as_bytes()), (route.is_page(), digest(edition, &renderer, route, buffer)))
    };
    routes.map_init(Vec::new, digest).collect()
}

/// The digest of what stands at a route; that of nothing where its template fails.
fn digest(edition: &Edition, renderer: &Renderer<'_>, route: Route, buffer: &mut Vec<u8>) -> u128 {
    match renderer.body(route, buffer) {
        Ok(Body::Rendered) => xxh3_128(buffer),
        Ok(Body::Ready(bytes)) => xxh3_128(bytes),
        Ok(Body::Copied(source)) => edition.sources.get(&source).map_or(0, |source| source.digest),
        Err(_) => 0,
    }
}

/// Whether somebody who reviews a change looks at it: pages, and files that belong to one paper. Feeds, exports of lists,
/// the index of search and the API say the same again, and differ with nearly every change.
fn is_looked_at(route: Route) -> bool {
    route.is_page() || matches!(route, Route::File(_) | Route::PaperExport(..))
}

/// Whether pages need it to look and work as they do.
fn is_needed(edition: &Edition, route: Route) -> bool {
    match route {
        Route::Asset(_) | Route::Client | Route::ClientLater | Route::ClientWords => true,
        Route::Static(at) => {
            let path = format!("static/{}", edition.site.statics[at as usize]);
            let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
            LOOKS.contains(&extension) && edition.sources.get(&path).is_some_and(|source| source.size <= SMALL)
        }
        _ => false,
    }
}

impl Changes {
    /// Prints which pages are new and which differ.
    pub fn tell(&self) {
        for (word, paths) in [("new", &self.new), ("changed", &self.differing)] {
            for path in paths.iter().take(MOST_TOLD) {
                report::line(&format!("{word:8} /{}", path.strip_suffix("index.html").unwrap_or(path)));
            }
            if paths.len() > MOST_TOLD {
                report::line(&format!("{word:8} and {} more", paths.len() - MOST_TOLD));
            }
        }
        let (new, changed) = (self.new.len(), self.differing.len());
        report::line(&format!("{new} new, {changed} changed, {} gone; with what they need to be shown:", self.gone));
    }
}

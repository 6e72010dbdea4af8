//! Which files of a site say in their names what they hold: those of the theme, and the scripts.

use super::{Route, Site, url};
use crate::text::version::unversioned;

impl Site {
    /// The route of a path that says what its file holds.
    pub(super) fn versioned_route(&self, path: &str) -> Option<Route> {
        self.any_version(path).filter(|route| url::path(self, *route) == path)
    }

    /// The route of such a path, whatever digest it has, and if it has none: a page that was opened earlier asks for
    /// what it was made with.
    pub fn any_version(&self, path: &str) -> Option<Route> {
        let plain = unversioned(path);
        let of = |path: &str| match path {
            "/search/search.js" => Some(Route::Client),
            "/search/later.js" => Some(Route::ClientLater),
            "/search/words.json" => Some(Route::ClientWords),
            "/submit/submit.js" => Some(Route::SubmitScript),
            _ => {
                let name = path.strip_prefix("/assets/")?;
                let at = self.assets.binary_search_by(|(asset, _)| asset.as_str().cmp(name)).ok()?;
                Some(Route::Asset(at as u32))
            }
        };
        plain.as_deref().and_then(of).or_else(|| of(path)).filter(|route| self.exists(*route))
    }
}

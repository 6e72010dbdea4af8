//! Pictures in texts, as far as the texts do not say it themselves: how wide and high they are, so that a page leaves them
//! room before they are there; and where files beside entries are, where they are kept elsewhere.

use std::fmt::Write as _;

use super::Builder;
use crate::archive::picture::Size;
use crate::site::{Route, links, url};
use crate::text::escaped;

const PICTURE: &str = "<img src=\"";
const LINK: &str = "<a href=\"";

impl Builder<'_> {
    /// The HTML of a text on a page, in which addresses are still those of the text.
    pub(super) fn settle(&self, html: String, route: Route) -> String {
        let elsewhere = self.site.archive.settings.files_url.is_some();
        let has_any = html.contains(PICTURE) || elsewhere && html.contains(LINK);
        if !has_any {
            return html;
        }
        let page = url::path(self.site, route);
        let mut out = String::with_capacity(html.len() + 64);
        let mut rest = html.as_str();
        while let Some((before, is_picture, tail)) = next(rest) {
            let Some((address, after)) = tail.split_once('"') else { break };
            let _ = write!(out, "{before}{}", if is_picture { PICTURE } else { LINK });
            let found = self.file_at(&page, address);
            match found.filter(|(route, _)| elsewhere && matches!(route, Route::File(_))) {
                Some((route, _)) => out.push_str(&escaped(&self.site.href(route))),
                None => out.push_str(address),
            }
            out.push('"');
            if let (true, Some((_, Some((width, height))))) = (is_picture, found) {
                let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// The file of the archive that an address on a page leads to, and its size where it is a picture.
    fn file_at(&self, page: &str, address: &str) -> Option<(Route, Option<Size>)> {
        let path = links::resolve(page, address)?;
        let path = percent_encoding::percent_decode_str(&path).decode_utf8().ok()?;
        if let Some(at) = self.site.files().get(&*path) {
            return Some((Route::File(*at), self.site.archive.files[*at as usize].size));
        }
        let Route::Static(at) = self.site.static_route(path.strip_prefix('/')?)? else { return None };
        Some((Route::Static(at), self.site.picture_size(at)))
    }
}

/// What stands before the next picture or link, which of them it is, and what follows from its address on. No byte is
/// looked at twice, since a text of a stranger may have any number of them.
fn next(html: &str) -> Option<(&str, bool, &str)> {
    html.match_indices('<').find_map(|(at, _)| {
        let (before, tag) = html.split_at(at);
        let picture = tag.strip_prefix(PICTURE).map(|tail| (before, true, tail));
        picture.or_else(|| tag.strip_prefix(LINK).map(|tail| (before, false, tail)))
    })
}

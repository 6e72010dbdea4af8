//! The picture of a paper.

use serde::Serialize;

use super::Builder;
use crate::archive::{Owner, beside};
use crate::paper::Target;
use crate::site::Route;

/// The picture of a paper.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Thumbnail<'a> {
    /// The link to the picture.
    pub src: String,
    /// What it shows, for those who do not see it; may be empty.
    pub alt: &'a str,
    /// Its width in pixels, where it is known.
    pub width: Option<u32>,
    /// Its height in pixels, where it is known.
    pub height: Option<u32>,
}

impl<'a> Builder<'a> {
    /// The picture of a paper: a file beside its entry, or one from elsewhere where the settings allow that.
    pub(super) fn thumbnail(&self, index: u32) -> Option<Thumbnail<'a>> {
        let archive = &*self.site.archive;
        let thumbnail = archive.paper(index).paper.thumbnail.as_ref()?;
        let Target::Url(url) = &thumbnail.src else {
            let (file, size) = self.thumbnail_file(index)?;
            let (width, height) = size.unzip();
            return Some(Thumbnail { src: self.site.href(file), alt: &thumbnail.alt, width, height });
        };
        let shown = archive.settings.remote_images;
        shown.then(|| Thumbnail { src: url.clone(), alt: &thumbnail.alt, width: None, height: None })
    }

    /// The file of a paper's picture, with its width and height.
    pub(super) fn thumbnail_file(&self, index: u32) -> Option<(Route, Option<(u32, u32)>)> {
        let archive = &*self.site.archive;
        let record = archive.paper(index);
        let Target::File(file) = &record.paper.thumbnail.as_ref()?.src else { return None };
        let source = beside(&record.path, file);
        let at = archive.files_of(Owner::Paper(index)).find(|at| archive.files[*at as usize].source == source)?;
        Some((Route::File(at), archive.files[at as usize].size))
    }
}

//! How a paper is cited: as styles print it, and in the formats of reference managers.

use serde::Serialize;

use super::{Builder, Link};
use crate::config::ExportFormat;
use crate::exchange::export::Extent;
use crate::site::{Group, Route, Scope};

/// How a paper is cited.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Citing {
    /// The paper as each of the settings' styles prints it.
    pub styles: Vec<Styled>,
    /// The paper in formats of reference managers, without its abstract.
    pub formats: Vec<Formatted>,
    /// Files with the paper beside its page, abstract and all.
    pub files: Vec<Link>,
}

/// A citation in a style.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Styled {
    /// The style's name, where there are several.
    pub style: Option<&'static str>,
    /// The citation as inline HTML.
    pub html: String,
}

/// A paper in a format.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Formatted {
    /// What people call the format.
    pub name: &'static str,
    /// A file name for it.
    pub file: String,
    /// The paper in it, as HTML for the inside of an element: plain text, with no more escaped than needs to be there.
    pub html: String,
}

impl Builder<'_> {
    /// How a paper is cited.
    pub(super) fn citing(&self, index: u32) -> Citing {
        let work = self.site.work(index);
        let paper = work.paper;
        let mut citations = self.site.citations(&work, self.words.get("others"));
        let several = citations.len() > 1;
        let styled = |citation: crate::exchange::cite::Citation| Styled {
            style: several.then_some(citation.style),
            html: citation.html,
        };
        let carried = self.site.carried(index);
        let formatted = |format: &ExportFormat| {
            let text = match format {
                ExportFormat::Bibtex => self.site.brief(index, *format),
                format => format.entry(&work, Extent::Brief).into(),
            };
            let text = format.file([text]);
            let file = format!("{}{}", paper.id, format.suffix());
            Formatted { name: format.label(), file, html: content(&text) }
        };
        let files = self.site.exports_of_paper(index).iter();
        Citing {
            styles: citations.drain(..).map(styled).collect(),
            formats: carried.iter().map(formatted).collect(),
            files: files.map(|format| self.link(format.label(), Route::PaperExport(index, *format))).collect(),
        }
    }

    /// The files with all papers of a group.
    pub(super) fn exports(&self, group: Group) -> Vec<Link> {
        let Some(scope) = Scope::of(group) else { return Vec::new() };
        let formats = self.site.exports_of(scope).iter();
        formats.map(|format| self.link(format.label(), Route::GroupExport(scope, *format))).collect()
    }
}

/// A text for the inside of an element. Quotes may stand there, and JSON has hundreds of them. The lines of RIS end with
/// a carriage return, which is for files alone.
fn content(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '\r']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out
}

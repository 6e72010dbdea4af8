//! Works written in the formats that reference managers, TeX and citation processors read.
//!
//! Each format is a function from a [`Work`] to text, and reads back as the same plain fields. Which of them are files of
//! a site, and where, is not known here.

mod biblatex;
mod bibtex;
pub(super) mod csl_json;
mod entry;
mod names;
mod ris;
mod tex;
mod title;

use super::Work;
pub use crate::config::ExportFormat;

/// How much of a work is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All that the format has a place for.
    Full,
    /// What a citation needs: neither abstract nor keywords, nor what says where the record comes from.
    Brief,
}

impl ExportFormat {
    /// What the name of a file in it ends with. Both formats of TeX end in `.bib`, since that is all that TeX looks for.
    pub fn suffix(self) -> &'static str {
        match self {
            ExportFormat::Bibtex => ".bib",
            ExportFormat::Biblatex => ".biblatex.bib",
            ExportFormat::Ris => ".ris",
            ExportFormat::CslJson => ".csl.json",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            ExportFormat::Bibtex | ExportFormat::Biblatex => "application/x-bibtex",
            ExportFormat::Ris => "application/x-research-info-systems",
            ExportFormat::CslJson => "application/vnd.citationstyles.csl+json",
        }
    }

    /// A work in it, as [`ExportFormat::file`] puts together.
    pub fn entry(self, work: &Work<'_>, extent: Extent) -> String {
        let write = match self {
            ExportFormat::Bibtex => bibtex::write,
            ExportFormat::Biblatex => biblatex::write,
            ExportFormat::Ris => ris::write,
            ExportFormat::CslJson => csl_json::write,
        };
        let mut out = String::new();
        write(work, extent, &mut out);
        out
    }

    /// A whole file of such entries, in their order.
    pub fn file<T: AsRef<str>>(self, entries: impl IntoIterator<Item = T>) -> String {
        let (before, between, after) = match self {
            ExportFormat::CslJson => ("[", ",\n", "]\n"),
            ExportFormat::Ris => ("", "\r\n", ""),
            _ => ("", "\n", ""),
        };
        let mut out = String::from(before);
        for (at, entry) in entries.into_iter().enumerate() {
            out.push_str(if at > 0 { between } else { "" });
            out.push_str(entry.as_ref());
        }
        out.push_str(after);
        out
    }
}

#[cfg(test)]
mod tests;

//! The formats in which papers are exported, by the names that offprint.yaml and the command line have for them.
//!
//! How a format is written is not known here.

/// A format that others read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExportFormat {
    /// BibTeX, in ASCII as far as TeX has commands for it.
    Bibtex,
    /// BibLaTeX, in Unicode.
    Biblatex,
    /// RIS, which every reference manager reads.
    Ris,
    /// CSL-JSON, which citation processors read.
    CslJson,
}

impl ExportFormat {
    /// All of them, in the order in which they are offered.
    pub const ALL: [ExportFormat; 4] =
        [ExportFormat::Bibtex, ExportFormat::Biblatex, ExportFormat::Ris, ExportFormat::CslJson];

    /// Their names, in the same order.
    pub const NAMES: &'static [&'static str] = &["bibtex", "biblatex", "ris", "csl-json"];

    /// The format of a name.
    pub fn from_name(name: &str) -> Option<ExportFormat> {
        ExportFormat::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Its name in settings and on the command line.
    pub fn name(self) -> &'static str {
        ExportFormat::NAMES[self as usize]
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            ExportFormat::Bibtex => "BibTeX",
            ExportFormat::Biblatex => "BibLaTeX",
            ExportFormat::Ris => "RIS",
            ExportFormat::CslJson => "CSL-JSON",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ExportFormat;

    #[test]
    fn names_and_formats_belong_together() {
        for (format, name) in ExportFormat::ALL.into_iter().zip(ExportFormat::NAMES) {
            assert_eq!((format.name(), ExportFormat::from_name(name)), (*name, Some(format)));
        }
        assert_eq!(ExportFormat::from_name("BibTeX"), None);
    }
}

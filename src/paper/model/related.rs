//! How one work is related to another.

/// A relation to another work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Related {
    /// DataCite relationType in kebab case.
    pub relation: String,
    /// Id of a paper of the archive, or empty.
    pub id: String,
    /// DOI, or empty.
    pub doi: String,
    /// arXiv id, or empty.
    pub arxiv: String,
    /// URL, or empty.
    pub url: String,
}

/// Relations between works: DataCite's `relationType` (schema 4.6) in kebab case, and those of preprints.
pub const RELATION_TYPES: &[&str] = &[
    "is-cited-by",
    "cites",
    "is-supplement-to",
    "is-supplemented-by",
    "is-continued-by",
    "continues",
    "is-described-by",
    "describes",
    "has-metadata",
    "is-metadata-for",
    "has-version",
    "is-version-of",
    "is-new-version-of",
    "is-previous-version-of",
    "is-part-of",
    "has-part",
    "is-published-in",
    "is-referenced-by",
    "references",
    "is-documented-by",
    "documents",
    "is-compiled-by",
    "compiles",
    "is-variant-form-of",
    "is-original-form-of",
    "is-identical-to",
    "is-reviewed-by",
    "reviews",
    "is-derived-from",
    "is-source-of",
    "is-required-by",
    "requires",
    "is-obsoleted-by",
    "obsoletes",
    "is-collected-by",
    "collects",
    "is-translation-of",
    "has-translation",
    "is-preprint-of",
    "has-preprint",
];

//! What a paper has beside it and which state it is in, as queries ask for it.

use crate::archive::Record;
use crate::paper::{Kind, Paper, Status};

/// Whether a paper has one of [`super::query::HAS`]. An arXiv id stands for a PDF.
pub fn has(paper: &Paper, what: &str) -> bool {
    let link = |kind: &str| paper.links.iter().any(|link| link.kind == kind);
    match what {
        "data" => link("dataset"),
        "pdf" => link("pdf") || !paper.arxiv.is_empty(),
        "award" => !paper.awards.is_empty(),
        other => link(other),
    }
}

/// Whether a paper is one of [`super::query::IS`]. Who asks for what was retracted means what was withdrawn and removed
/// as well.
pub fn is(record: &Record, what: &str) -> bool {
    match what {
        "preprint" => record.kind() == Kind::Preprint,
        _ => matches!(record.paper.status(), Status::Withdrawn | Status::Retracted | Status::Removed),
    }
}

//! Addresses of foreign records: what is an identifier, and what leads where.

use super::json::{link, url};
use crate::paper::{LINK_KINDS, Paper, identifier};

/// Takes an address that a record names as its own, if it is one: as an identifier, as the PDF or as a page.
pub(super) fn own(paper: &mut Paper, text: &str) {
    if let Some(url) = url(text)
        && !is_identifier(paper, &url)
    {
        let kind = if is_pdf(&url) { "pdf" } else { "html" };
        link(paper, kind, url);
    }
}

/// Puts links in the order of the content model.
pub(super) fn sort(paper: &mut Paper) {
    paper.links.sort_by_key(|link| LINK_KINDS.iter().position(|kind| *kind == link.kind));
}

/// Takes what an address says of the paper's identifiers. Whether nothing else is to be said by it.
pub(super) fn is_identifier(paper: &mut Paper, url: &str) -> bool {
    let (host, path) = parts(url);
    match host {
        "doi.org" | "dx.doi.org" => match identifier::doi(url).or_else(|| identifier::doi(path)) {
            Some(doi) if paper.doi.is_empty() => {
                paper.doi = doi.to_owned();
                true
            }
            Some(doi) => paper.doi.eq_ignore_ascii_case(doi),
            None => false,
        },
        "arxiv.org" | "export.arxiv.org" => {
            let Some((form, id)) = path.split_once('/') else { return false };
            let Some(id) = identifier::arxiv(id).filter(|_| matches!(form, "abs" | "pdf")) else { return false };
            if paper.arxiv.is_empty() {
                paper.arxiv = id.to_owned();
            }
            // The page follows from the id; the file is a link of its own.
            form == "abs" && paper.arxiv == id
        }
        "openreview.net" => {
            let id = path.strip_prefix("forum?id=").map(|id| id.split(['&', '#']).next().unwrap_or(id));
            let Some(id) = id.filter(|id| !id.is_empty()) else { return false };
            paper.identifiers.entry("openreview".to_owned()).or_insert_with(|| id.to_owned()) == id
        }
        _ => false,
    }
}

/// Host, without `www.`, and path of a URL.
fn parts(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    (host.strip_prefix("www.").unwrap_or(host), path)
}

pub(super) fn is_pdf(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.len() >= 4 && path.as_bytes()[path.len() - 4..].eq_ignore_ascii_case(b".pdf")
}

pub(super) fn is_code(url: &str) -> bool {
    matches!(parts(url).0, "github.com" | "gitlab.com" | "bitbucket.org" | "codeberg.org")
}

//! Addresses in CSL-JSON: what is an identifier, and what leads where.

use serde_json::Value;

use crate::exchange::json::{Fields, link, raw, url};
use crate::paper::{LINK_KINDS, Paper, identifier};

/// Reads `URL` and `link`.
pub(super) fn links(paper: &mut Paper, item: &Fields) {
    if let Some(url) = url(&raw(item, "URL"))
        && !is_identifier(paper, &url)
    {
        let kind = if is_pdf(&url) { "pdf" } else { "html" };
        link(paper, kind, url);
    }
    let links = match item.get("link") {
        Some(Value::Array(links)) => links.as_slice(),
        Some(link @ Value::Object(_)) => std::slice::from_ref(link),
        _ => &[],
    };
    for fields in links.iter().filter_map(Value::as_object) {
        if let Some(url) = url(&raw(fields, "URL"))
            && let Some(kind) = kind(&url, &raw(fields, "content-type"), &raw(fields, "intended-application"))
            && !is_identifier(paper, &url)
        {
            link(paper, kind, url);
        }
    }
    paper.links.sort_by_key(|link| LINK_KINDS.iter().position(|kind| *kind == link.kind));
}

/// What a link leads to; nothing for what only machines want.
fn kind(url: &str, content_type: &str, application: &str) -> Option<&'static str> {
    if let Some(kind) = LINK_KINDS.iter().find(|kind| **kind == application) {
        return Some(kind);
    }
    match content_type {
        "application/pdf" => Some("pdf"),
        _ if is_pdf(url) => Some("pdf"),
        _ if matches!(application, "text-mining" | "similarity-checking" | "syndication") => None,
        "text/html" => Some("html"),
        "" | "unspecified" => Some(if is_code(url) { "code" } else { "other" }),
        _ => None,
    }
}

/// Takes what an address says of the paper's identifiers. Whether nothing else is to be said by it.
fn is_identifier(paper: &mut Paper, url: &str) -> bool {
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

fn is_pdf(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.len() >= 4 && path.as_bytes()[path.len() - 4..].eq_ignore_ascii_case(b".pdf")
}

fn is_code(url: &str) -> bool {
    matches!(parts(url).0, "github.com" | "gitlab.com" | "bitbucket.org" | "codeberg.org")
}

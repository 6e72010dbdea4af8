//! Where a paper appeared and where it can be had: its source as it is cited, links, identifiers, related works.

use serde::Serialize;

use super::{Builder, Link};
use crate::exchange::{arxiv_pdf, arxiv_url, doi_url, identifier_url};
use crate::paper::{Paper, Related};
use crate::site::Route;

/// An identifier with its address.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Identifier<'a> {
    /// What it is: `DOI`, `arXiv` …
    pub label: &'static str,
    /// The identifier.
    pub value: &'a str,
    /// Where it leads, where that is known.
    pub url: Option<String>,
}

/// A related work.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RelatedView {
    /// How it is related: `Related`, `Is version of` …
    pub relation: String,
    /// The work.
    pub link: Link,
}

impl<'a> Builder<'a> {
    /// The links of a paper's entry, and those that its arXiv id stands for: the PDF, where there is none, and its page.
    pub(super) fn links(&self, index: u32) -> Vec<Link> {
        let paper = &self.site.archive.paper(index).paper;
        let name = |kind: &str| {
            let name = self.words.find(&format!("link-{kind}"));
            name.unwrap_or_else(|| self.words.get("link-other")).to_owned()
        };
        let own = paper.links.iter();
        let mut links: Vec<Link> =
            own.map(|link| Link { name: name(link.kind), url: Some(self.target(index, &link.target)) }).collect();
        if !paper.arxiv.is_empty() {
            let linked = |url: &String| links.iter().any(|link| link.url.as_ref() == Some(url));
            let (pdf, page) = (arxiv_pdf(&paper.arxiv), arxiv_url(&paper.arxiv));
            let is_new = !linked(&page);
            if paper.links.iter().all(|link| link.kind != "pdf") {
                links.insert(0, Link { name: name("pdf"), url: Some(pdf) });
            }
            if is_new {
                links.push(Link { name: "arXiv".to_owned(), url: Some(page) });
            }
        }
        links
    }

    pub(super) fn related(&self, related: &Related) -> Option<RelatedView> {
        let archive = &*self.site.archive;
        let relation = match related.relation.is_empty() {
            true => self.words.get("related").to_owned(),
            false if let Some(known) = self.words.find(&format!("relation-{}", related.relation)) => known.to_owned(),
            false => {
                let words = related.relation.replace('-', " ");
                let mut chars = words.chars();
                chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
            }
        };
        let elsewhere = |name: &str, url: String| Link { name: name.to_owned(), url: Some(url) };
        let link = if let Some(paper) = Some(&related.id).filter(|id| !id.is_empty()).and_then(|id| archive.find(id)) {
            self.link(archive.paper(paper).paper.title.plain(), Route::Paper(paper))
        } else if !related.doi.is_empty() {
            elsewhere(&related.doi, doi_url(&related.doi))
        } else if !related.arxiv.is_empty() {
            elsewhere(&related.arxiv, arxiv_url(&related.arxiv))
        } else if !related.url.is_empty() {
            elsewhere(&related.url, related.url.clone())
        } else {
            return None;
        };
        Some(RelatedView { relation, link })
    }

    /// Container, volume, issue, pages, series and publisher, as far as they are known.
    pub(super) fn source(&self, paper: &Paper) -> String {
        let numbered = |key: &str, number: &str| self.words.fill(key, &[("n", number)]);
        let number = match (paper.volume.as_str(), paper.issue.as_str()) {
            ("", "") => String::new(),
            (volume, "") => numbered("volume-number", volume),
            ("", issue) => numbered("issue-number", issue),
            (volume, issue) => format!("{volume}({issue})"),
        };
        let pages = match (paper.pages.as_str(), paper.article_number.as_str()) {
            ("", "") => String::new(),
            ("", article) => numbered("article-number", article),
            (pages, _) if pages.contains('-') => numbered("pages", &pages.replace("--", "-").replace('-', "–")),
            (page, _) => numbered("page", page),
        };
        joined([paper.container.clone(), number, pages, paper.series.clone(), paper.publisher.clone()])
    }
}

/// The parts that are there, in one line.
pub(super) fn joined<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

pub(super) fn identifiers(paper: &Paper) -> Vec<Identifier<'_>> {
    let mut found = Vec::new();
    if !paper.doi.is_empty() {
        found.push(Identifier { label: "DOI", value: &paper.doi, url: Some(doi_url(&paper.doi)) });
    }
    if !paper.arxiv.is_empty() {
        found.push(Identifier { label: "arXiv", value: &paper.arxiv, url: Some(arxiv_url(&paper.arxiv)) });
    }
    for (scheme, value) in &paper.identifiers {
        let label = match scheme.as_str() {
            "openreview" => "OpenReview",
            "acl" => "ACL Anthology",
            "dblp" => "DBLP",
            "pmid" => "PubMed",
            "pmcid" => "PubMed Central",
            "hal" => "HAL",
            "semantic-scholar" => "Semantic Scholar",
            "openalex" => "OpenAlex",
            "wikidata" => "Wikidata",
            _ => continue,
        };
        found.push(Identifier { label, value, url: identifier_url(scheme, value) });
    }
    found
}

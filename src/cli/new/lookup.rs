//! A record that names a paper and does not tell of it, as an issue form with nothing but an arXiv id: who knows the paper
//! is asked, and what the record says itself stays as it says it.

use crate::cli::Failure;
use crate::cli::net::records::{of_arxiv, of_doi};
use crate::cli::net::{Options, Web};
use crate::exchange::Record;

/// The record, completed where it has an identifier and no title.
///
/// # Errors
/// Where nobody can be asked, or nobody knows the identifier.
pub fn complete(web: &mut Web, options: &Options, said: Record) -> Result<Record, Failure> {
    if !said.paper.title.is_empty() {
        return Ok(said);
    }
    let found = match (said.paper.arxiv.as_str(), said.paper.doi.as_str()) {
        ("", "") => return Ok(said),
        ("", doi) => of_doi(web, options, doi)?,
        (id, _) => of_arxiv(web, options, id)?,
    };
    Ok(over(found, said))
}

/// What was found, with what is said in its place.
fn over(mut found: Record, said: Record) -> Record {
    let (paper, own) = (&mut found.paper, said.paper);
    if !own.authors.is_empty() {
        paper.authors = own.authors;
    }
    if !own.abstract_.is_empty() {
        paper.abstract_ = own.abstract_;
    }
    if !own.summary.is_empty() {
        paper.summary = own.summary;
    }
    paper.date = own.date.or(paper.date);
    for link in own.links {
        if paper.links.iter().all(|other| other.target != link.target) {
            paper.links.push(link);
        }
    }
    if !said.topics.is_empty() {
        found.topics = said.topics;
    }
    found.venue = said.venue.or(found.venue);
    found
}

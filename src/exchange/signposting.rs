//! Signposting: typed links by which machines find their way from a work's page (FAIR Signposting, level 1), as elements,
//! since a static host cannot send them as a header.

use super::jsonld::type_of;
use super::{Work, doi_url};
use crate::text::markup::escape;

/// Writes the links of a work. `collection` is the address of the list that it stands in.
pub fn write(work: &Work<'_>, collection: Option<&str>, out: &mut String) {
    let paper = work.paper;
    if !paper.doi.is_empty() {
        link("cite-as", &doi_url(&paper.doi), "", out);
    }
    for (_, orcid) in work.authors().filter(|(_, orcid)| !orcid.is_empty()) {
        link("author", &format!("https://orcid.org/{orcid}"), "", out);
    }
    link("type", &format!("https://schema.org/{}", type_of(work.kind)), "", out);
    link("type", "https://schema.org/AboutPage", "", out);
    if let Some(pdf) = &work.pdf {
        link("item", &pdf.url, "application/pdf", out);
    }
    link("collection", collection.unwrap_or_default(), "", out);
    link("license", &work.license_url(), "", out);
}

/// Writes the link to a file that describes the work, such as its BibTeX.
pub fn described_by(url: &str, media_type: &str, out: &mut String) {
    link("describedby", url, media_type, out);
}

/// Writes a link, if it leads anywhere.
fn link(relation: &str, url: &str, media_type: &str, out: &mut String) {
    if url.is_empty() {
        return;
    }
    out.extend(["<link rel=\"", relation, "\" href=\""]);
    escape(url, out);
    if !media_type.is_empty() {
        out.extend(["\" type=\"", media_type]);
    }
    out.push_str("\">\n");
}

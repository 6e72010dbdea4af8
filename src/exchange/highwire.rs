//! The `citation_*` tags of a work's page, which Google Scholar and Zotero read, and the few of Dublin Core that they
//! need beside them.
//!
//! The order and the rules are theirs (content/pages/guide/metadata.md says which is whose): a date is whole or a year, Zotero takes the
//! type of a work from the tag that names its container, or from `DC.type` where none can, and it reads names in ways
//! that some names must be kept from.

use super::Work;
use super::cited::inverted;
use crate::paper::{Author, Kind, Target};
use crate::text::date::Date;
use crate::text::markup::escape;

/// Writes the tags of a work, each on a line. `abstract_text` is its abstract as plain text; a PDF that stands elsewhere
/// is named if `external_pdf`.
pub fn write(work: &Work<'_>, abstract_text: &str, external_pdf: bool, out: &mut String) {
    let paper = work.paper;
    let named = meta("citation_title", &work.title(), out);
    debug_assert!(named || paper.title.is_empty());
    authors(work, out);
    let published = work.cited();
    meta("citation_publication_date", &published.map(whole_or_year).unwrap_or_default(), out);
    let online = paper.available.or(paper.added).filter(|date| date.day().is_some() && Some(*date) != published);
    meta("citation_online_date", &online.map(whole_or_year).unwrap_or_default(), out);
    let is_typed = container(work, out);
    if work.kind == Kind::Article && work.venue_short != work.container() {
        meta("citation_journal_abbrev", work.venue_short, out);
    }
    let (first, last) = work.page_range();
    let is_report = work.kind == Kind::Report;
    meta("citation_volume", &paper.volume, out);
    meta("citation_issue", if is_report { "" } else { &paper.issue }, out);
    meta("citation_firstpage", first, out);
    meta("citation_lastpage", last, out);
    meta("citation_issn", &paper.issn, out);
    meta("citation_isbn", &paper.isbn, out);
    let gives_its_name = matches!(work.kind, Kind::Thesis | Kind::Report);
    meta("citation_publisher", if gives_its_name { "" } else { &paper.publisher }, out);
    meta("citation_doi", &paper.doi, out);
    meta("citation_arxiv_id", &paper.arxiv, out);
    meta("citation_pmid", paper.identifiers.get("pmid").map_or("", String::as_str), out);
    addresses(work, external_pdf, out);
    meta("citation_abstract", &format!("{}{abstract_text}", work.remark()), out);
    let keywords: Vec<String> = work.keywords().into_iter().map(|word| word.replace(';', ",")).collect();
    meta("citation_keywords", &keywords.join("; "), out);
    meta("citation_language", two_letters(work.language), out);
    meta("DC.type", if is_typed { "" } else { dublin_type(work.kind) }, out);
    if !paper.doi.is_empty() {
        meta("DC.identifier", &format!("doi:{}", paper.doi), out);
    }
    meta("DC.rights", &work.license_url(), out);
}

/// Writes a tag, if there is something to say.
fn meta(name: &str, content: &str, out: &mut String) -> bool {
    let content = content.trim();
    if !content.is_empty() {
        out.extend(["<meta name=\"", name, "\" content=\""]);
        escape(content, out);
        out.push_str("\">\n");
    }
    !content.is_empty()
}

/// The date as Google Scholar wants it: `2010/05/12`, else the year alone.
fn whole_or_year(date: Date) -> String {
    match (date.month(), date.day()) {
        (Some(month), Some(day)) => format!("{:04}/{month:02}/{day:02}", date.year()),
        _ => format!("{:04}", date.year()),
    }
}

fn authors(work: &Work<'_>, out: &mut String) {
    let alone = work.paper.authors.len() == 1;
    let mut before = String::new();
    for (author, orcid) in work.authors() {
        let mut name = name(author, alone);
        if name == before {
            // Of equal neighbours Zotero keeps one; so the second of two people of one name is written the other way.
            name = author.display().replace(';', "");
        }
        meta("citation_author", &name, out);
        for affiliation in &author.affiliations {
            meta("citation_author_institution", &affiliation.name, out);
        }
        if !orcid.is_empty() {
            meta("citation_author_orcid", &format!("https://orcid.org/{orcid}"), out);
        }
        before = name;
    }
}

/// A name as Zotero reads it right. It takes a `;` for the end of a name, and of an author that is `alone` a comma too,
/// where there is a space on either side of it.
fn name(author: &Author, alone: bool) -> String {
    let name = inverted(author).replace(';', "");
    let is_trap =
        name.split_once(',').is_some_and(|(family, given)| family.contains(' ') && given.trim().contains(' '));
    match alone && is_trap {
        true if author.literal.is_empty() => author.display(),
        true => name.replace(',', ""),
        false => name,
    }
}

/// Names what the work appeared in, by the one tag that tells its type; says whether there was one to write.
fn container(work: &Work<'_>, out: &mut String) -> bool {
    let tag = match work.kind {
        Kind::Article => "citation_journal_title",
        Kind::Conference => "citation_conference_title",
        Kind::Chapter => "citation_inbook_title",
        Kind::Thesis => return meta("citation_dissertation_institution", work.institution(), out),
        Kind::Report => {
            let is_typed = meta("citation_technical_report_institution", work.institution(), out);
            meta("citation_technical_report_number", &work.paper.issue, out);
            return is_typed;
        }
        Kind::Preprint | Kind::Book | Kind::Dataset | Kind::Software | Kind::Other => return false,
    };
    meta(tag, work.container(), out)
}

/// What Zotero calls a kind of work.
pub(super) fn dublin_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "journalArticle",
        Kind::Conference => "conferencePaper",
        Kind::Preprint => "preprint",
        Kind::Chapter => "bookSection",
        Kind::Book => "book",
        Kind::Thesis => "thesis",
        Kind::Report => "report",
        Kind::Dataset => "dataset",
        Kind::Software => "computerProgram",
        Kind::Other => "document",
    }
}

fn addresses(work: &Work<'_>, external_pdf: bool, out: &mut String) {
    let pdf = work.pdf.as_ref().filter(|pdf| pdf.is_beside || external_pdf);
    meta("citation_pdf_url", pdf.map_or("", |pdf| &pdf.url), out);
    let page = work.url.as_deref().unwrap_or_default();
    meta("citation_abstract_html_url", page, out);
    let full = work.paper.links.iter().filter(|link| link.kind == "html").find_map(|link| match &link.target {
        Target::Url(url) => Some(url.as_str()),
        Target::File(_) => None,
    });
    meta("citation_fulltext_html_url", full.unwrap_or_default(), out);
    meta("citation_public_url", page, out);
}

/// The language of a BCP 47 tag, where it has two letters.
fn two_letters(tag: &str) -> &str {
    let language = tag.split('-').next().unwrap_or_default();
    if language.len() == 2 { language } else { "" }
}

#[cfg(test)]
mod tests;

//! BibLaTeX for biber: Unicode, ISO dates, and the fields and types that BibTeX lacks.

use super::bibtex::titled;
use super::entry::Entry;
use super::tex::Alphabet;
use super::{Extent, names};
use crate::exchange::Work;
use crate::exchange::languages::name_of;
use crate::paper::{Event, Kind};

/// Appends an entry.
pub(super) fn write(work: &Work<'_>, extent: Extent, out: &mut String) {
    let paper = work.paper;
    let alphabet = Alphabet::Unicode;
    let (kind, container) = kind(work.kind);
    let mut entry = Entry::new(kind, &work.key, alphabet, out);
    entry.tex("title", &titled(work, alphabet));
    entry.text("shorttitle", &paper.title_short);
    entry.tex("author", &names::tex(&paper.authors, work.has_more_authors(), alphabet));
    entry.tex("editor", &names::tex(&paper.editors, false, alphabet));
    let is_given = matches!(work.kind, Kind::Thesis | Kind::Report);
    match work.kind {
        Kind::Thesis | Kind::Report => entry.text(container, work.institution()),
        Kind::Book => {}
        _ => entry.text(container, work.container()),
    }
    match work.kind {
        Kind::Thesis if work.is_masters() => entry.text("type", "mathesis"),
        Kind::Thesis => entry.text("type", "phdthesis"),
        Kind::Report => entry.text("type", "techreport"),
        _ => {}
    }
    entry.text("series", work.series());
    entry.text("volume", &paper.volume);
    entry.text("number", &paper.issue);
    entry.pages("pages", &paper.pages);
    entry.text("eid", &paper.article_number);
    work.cited().into_iter().for_each(|date| entry.text("date", &date.to_string()));
    if let Some(Event { name, place, start, end }) = &paper.event {
        let days: Vec<String> = [start, end].into_iter().flatten().map(ToString::to_string).collect();
        entry.text("eventtitle", name);
        entry.text("eventdate", &days.join("/"));
        entry.text("venue", place);
    }
    entry.text("publisher", if is_given { "" } else { &paper.publisher });
    entry.text("location", work.place);
    entry.places(work, ["eprinttype", "eprintclass"], "arxiv");
    entry.text("pubstate", if work.kind == Kind::Preprint { "prepublished" } else { "" });
    if extent == Extent::Full {
        entry.text("abstract", &work.abstract_text());
        entry.text("keywords", &work.keywords().join(", "));
        entry.text("langid", name_of(work.language));
    }
    entry.text("note", work.standing());
    entry.end();
}

/// The type of the entry, and the field that says where the work appeared.
fn kind(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Article => ("article", "journaltitle"),
        Kind::Conference => ("inproceedings", "booktitle"),
        Kind::Preprint => ("online", "organization"),
        Kind::Chapter => ("incollection", "booktitle"),
        Kind::Book => ("book", ""),
        Kind::Thesis => ("thesis", "institution"),
        Kind::Report => ("report", "institution"),
        Kind::Dataset => ("dataset", "organization"),
        Kind::Software => ("software", "organization"),
        Kind::Other => ("misc", "howpublished"),
    }
}

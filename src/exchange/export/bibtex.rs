//! BibTeX, as the classic styles and every reference manager read it: ASCII as far as LaTeX has commands, months as macros.

use super::entry::Entry;
use super::tex::Alphabet;
use super::{Extent, names, title};
use crate::exchange::Work;
use crate::exchange::languages::name_of;
use crate::paper::Kind;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Appends an entry.
pub(super) fn write(work: &Work<'_>, extent: Extent, out: &mut String) {
    let paper = work.paper;
    let alphabet = Alphabet::Ascii;
    let (kind, container) = kind(work);
    let mut entry = Entry::new(kind, &work.key, alphabet, out);
    entry.tex("title", &titled(work, alphabet));
    entry.tex("author", &names::tex(&paper.authors, work.has_more_authors(), alphabet));
    entry.tex("editor", &names::tex(&paper.editors, false, alphabet));
    let is_given = matches!(work.kind, Kind::Thesis | Kind::Report);
    match work.kind {
        Kind::Thesis | Kind::Report => entry.text(container, work.institution()),
        Kind::Book => {}
        _ => entry.text(container, work.container()),
    }
    entry.text("series", work.series());
    entry.text("volume", &paper.volume);
    entry.text("number", &paper.issue);
    entry.pages("pages", &paper.pages);
    entry.text("articleno", &paper.article_number);
    if let Some(date) = work.cited() {
        entry.text("year", &date.year().to_string());
        if let Some(month) = date.month() {
            entry.bare("month", MONTHS[usize::from(month) - 1]);
        }
        date.day().into_iter().for_each(|day| entry.text("day", &day.to_string()));
    }
    entry.text("publisher", if is_given { "" } else { &paper.publisher });
    let place = paper.event.as_ref().map_or("", |event| &event.place);
    entry.text("address", if work.place.is_empty() { place } else { work.place });
    entry.places(work, ["archivePrefix", "primaryClass"], "arXiv");
    if extent == Extent::Full {
        entry.text("abstract", &work.abstract_text());
        entry.text("keywords", &work.keywords().join(", "));
        entry.text("language", name_of(work.language));
    }
    entry.text("note", work.standing());
    entry.end();
}

/// The type of the entry, and the field that says where the work appeared.
fn kind(work: &Work<'_>) -> (&'static str, &'static str) {
    match work.kind {
        Kind::Article => ("article", "journal"),
        Kind::Conference => ("inproceedings", "booktitle"),
        Kind::Chapter => ("incollection", "booktitle"),
        Kind::Book => ("book", ""),
        Kind::Thesis if work.is_masters() => ("mastersthesis", "school"),
        Kind::Thesis => ("phdthesis", "school"),
        Kind::Report => ("techreport", "institution"),
        Kind::Preprint | Kind::Dataset | Kind::Software | Kind::Other => ("misc", "howpublished"),
    }
}

/// The title, after the warning where there is one.
pub(super) fn titled(work: &Work<'_>, alphabet: Alphabet) -> String {
    let title = title::title(&work.paper.title.source, alphabet);
    match work.warning().trim_end() {
        "" => title,
        warning => format!("{{{warning}}} {title}"),
    }
}

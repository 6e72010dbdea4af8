//! What every format asks of a work, decided once.

use crate::exchange::Work;
use crate::paper::{Kind, Notice, NoticeKind, Status};
use crate::text::date::Date;

/// The date one would cite.
pub(super) fn date(work: &Work<'_>) -> Option<Date> {
    work.paper.date.or(work.paper.available)
}

/// The title of what it appeared in.
pub(super) fn container<'a>(work: &Work<'a>) -> &'a str {
    if work.paper.container.is_empty() { work.venue } else { &work.paper.container }
}

/// Who gave the degree, or issued the report.
pub(super) fn institution<'a>(work: &Work<'a>) -> &'a str {
    if work.paper.publisher.is_empty() { container(work) } else { &work.paper.publisher }
}

/// The series; of a book, which appeared in nothing else, its venue does for one.
pub(super) fn series<'a>(work: &Work<'a>) -> &'a str {
    match work.kind {
        Kind::Book if work.paper.series.is_empty() => container(work),
        _ => &work.paper.series,
    }
}

/// Whether a thesis is a master's, as its container or series says.
pub(super) fn is_masters(work: &Work<'_>) -> bool {
    let says = |text: &str| text.to_lowercase().contains("master");
    work.kind == Kind::Thesis && (says(&work.paper.container) || says(&work.paper.series))
}

/// The first and the last page, as far as there are both.
pub(super) fn pages(pages: &str) -> (&str, &str) {
    let dash = |c: char| matches!(c, '-' | '–' | '—');
    match pages.split_once(dash) {
        Some((first, last)) => (first.trim(), last.trim_start_matches(dash).trim()),
        None => (pages.trim(), ""),
    }
}

/// The authors' keywords, then the archive's topics that are not among them.
pub(super) fn keywords<'a>(work: &Work<'a>) -> Vec<&'a str> {
    let mut words: Vec<&str> = work.paper.keywords.iter().map(String::as_str).collect();
    for topic in &work.topics {
        if !words.iter().any(|word| word.eq_ignore_ascii_case(topic)) {
            words.push(topic);
        }
    }
    words
}

/// Whether there are authors beyond those that are named.
pub(super) fn has_more_authors(work: &Work<'_>) -> bool {
    work.paper.et_al || work.paper.author_total() > work.paper.authors.len()
}

/// What has befallen the work, in a word or two; empty where nothing has.
pub(super) fn status(work: &Work<'_>) -> &'static str {
    match work.status() {
        Status::Published => "",
        Status::Corrected => "Corrected",
        Status::Concern => "Expression of concern",
        Status::Withdrawn => "Withdrawn",
        Status::Retracted => "Retracted",
        Status::Removed => "Removed",
    }
}

/// A notice in a line: `Retraction, 2024-01-05: Data were invented. https://…`.
pub(super) fn notice(notice: &Notice) -> String {
    let mut out = match notice.kind {
        NoticeKind::Erratum => "Erratum",
        NoticeKind::Corrigendum => "Corrigendum",
        NoticeKind::Concern => "Expression of concern",
        NoticeKind::Withdrawal => "Withdrawal",
        NoticeKind::Retraction => "Retraction",
        NoticeKind::Removal => "Removal",
    }
    .to_owned();
    if let Some(date) = notice.date {
        out.push_str(&format!(", {date}"));
    }
    let doi = if notice.doi.is_empty() { String::new() } else { crate::exchange::doi_url(&notice.doi) };
    let told: Vec<&str> = [notice.note.trim(), &notice.url, &doi].into_iter().filter(|text| !text.is_empty()).collect();
    if !told.is_empty() {
        out.push_str(&format!(": {}", told.join(" ")));
    }
    out
}

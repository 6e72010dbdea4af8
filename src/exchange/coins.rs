//! COinS: a work in an empty `span`, by which Zotero and link resolvers see it in a list (NISO Z39.88-2004, KEV).
//!
//! Only lists have them: on a work's own page Zotero would take the span before the tags, and lose abstract and PDF.

use super::Work;
use super::cited::{family, inverted};
use super::highwire::dublin_type;
use crate::paper::Kind;

/// Names up to which a span is written. A work by hundreds would fill the lists of each of them with all of them, and one
/// that names some alone would be wrong; its own page names all.
const NAMES: usize = 50;

/// The span of a work; nothing for one by more people than fit in a list.
pub fn span(work: &Work<'_>) -> String {
    if work.paper.authors.len() > NAMES {
        return String::new();
    }
    let mut out = String::with_capacity(640);
    out.push_str("<span class=\"Z3988\" aria-hidden=\"true\" title=\"ctx_ver=Z39.88-2004");
    let (format, genre) = match work.kind {
        Kind::Article => ("journal", "article"),
        Kind::Conference => ("book", "proceeding"),
        Kind::Chapter => ("book", "bookitem"),
        Kind::Book => ("book", "book"),
        Kind::Report => ("book", "report"),
        Kind::Thesis => ("dissertation", ""),
        Kind::Preprint | Kind::Dataset | Kind::Software | Kind::Other => ("dc", ""),
    };
    add("rft_val_fmt", &format!("info:ofi/fmt:kev:mtx:{format}"), &mut out);
    add("rft.genre", genre, &mut out);
    titles(work, format, &mut out);
    authors(work, &mut out);
    add("rft.date", &work.cited().map(|date| date.to_string()).unwrap_or_default(), &mut out);
    if format != "dc" {
        numbers(work, &mut out);
    }
    add("rft.description", work.remark().trim_end(), &mut out);
    if !work.paper.doi.is_empty() {
        add("rft_id", &format!("info:doi/{}", work.paper.doi), &mut out);
    }
    add("rft_id", work.url.as_deref().unwrap_or_default(), &mut out);
    out.push_str("\"></span>");
    out
}

fn titles(work: &Work<'_>, format: &str, out: &mut String) {
    let title = work.title();
    match format {
        "journal" => {
            add("rft.atitle", &title, out);
            add("rft.jtitle", work.container(), out);
        }
        "book" if matches!(work.kind, Kind::Conference | Kind::Chapter) => {
            add("rft.atitle", &title, out);
            add("rft.btitle", work.container(), out);
        }
        "book" => add("rft.btitle", &title, out),
        "dissertation" => {
            add("rft.title", &title, out);
            add("rft.inst", work.institution(), out);
        }
        _ => {
            // The types of Zotero, which alone tell a preprint from an article.
            add("rft.type", dublin_type(work.kind), out);
            add("rft.title", &title, out);
            add("rft.publisher", &work.paper.publisher, out);
        }
    }
    if format == "book" {
        let publisher = if work.kind == Kind::Report { work.institution() } else { &work.paper.publisher };
        add("rft.pub", publisher, out);
        add("rft.series", &work.paper.series, out);
    }
}

/// The first author in parts, and each as a name. Readers join the two, if there are two parts to join and they are equal.
fn authors(work: &Work<'_>, out: &mut String) {
    for (at, author) in work.paper.authors.iter().enumerate() {
        if at == 0 && !author.literal.is_empty() {
            add("rft.aucorp", &author.literal, out);
            continue;
        }
        let name = &author.name;
        // Zotero drops a period at the end: in the usual order that of `A.` is not there, but that of `L.A.` is.
        let is_plain = name.particle.is_empty() && name.suffix.is_empty();
        let is_usual = is_plain && !name.family.contains(' ') && !name.family.ends_with('.');
        if at == 0 && !name.given.is_empty() && !name.family.is_empty() {
            add("rft.aulast", &family(author), out);
            add("rft.aufirst", if is_usual { &name.given } else { name.given.trim_end_matches('.') }, out);
        }
        add("rft.au", &if is_usual { author.display() } else { inverted(author) }, out);
    }
}

fn numbers(work: &Work<'_>, out: &mut String) {
    let paper = work.paper;
    add("rft.volume", &paper.volume, out);
    add("rft.issue", &paper.issue, out);
    let (first, last) = work.page_range();
    if last.is_empty() {
        add("rft.pages", first, out);
    } else {
        add("rft.spage", first, out);
        add("rft.epage", last, out);
        add("rft.pages", &format!("{first}-{last}"), out);
    }
    add("rft.issn", &paper.issn, out);
    add("rft.isbn", &paper.isbn, out);
}

/// A key with its value, as forms encode them, in an attribute; nothing where there is no value.
fn add(key: &str, value: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    out.extend(["&amp;", key, "="]);
    for byte in value.bytes() {
        match byte {
            b' ' | b'\n' => out.push('+'),
            // Zotero takes `%2B` for a space too, so there is no way to write a plus.
            _ if byte.is_ascii_alphanumeric() || b"-._~:/".contains(&byte) => out.push(char::from(byte)),
            _ if byte.is_ascii_control() => {}
            _ => out.extend(['%', char::from(HEX[usize::from(byte >> 4)]), char::from(HEX[usize::from(byte & 15)])]),
        }
    }
}

#[cfg(test)]
mod tests;

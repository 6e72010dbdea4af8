//! RIS, the format of tagged lines that every reference manager reads. A value is one line, whatever the entry says.

use super::{Extent, names};
use crate::exchange::Work;
use crate::exchange::cited::told;
use crate::paper::{Kind, Target};

/// Appends a record.
pub(super) fn write(work: &Work<'_>, extent: Extent, out: &mut String) {
    let paper = work.paper;
    let mut record = Record(out);
    record.line("TY", kind(work.kind));
    record.line("ID", &work.key);
    record.line("TI", &work.title());
    let is_issued = matches!(work.kind, Kind::Thesis | Kind::Report);
    record.line(
        "T2",
        match work.kind {
            Kind::Book => work.series(),
            _ if is_issued => "",
            _ => work.container(),
        },
    );
    record.line("J2", work.venue_short);
    paper.authors.iter().for_each(|author| record.line("AU", &names::inverted(author)));
    paper.editors.iter().for_each(|editor| record.line("ED", &names::inverted(editor)));
    if let Some(date) = work.cited() {
        let part = |number: Option<u8>| number.map_or_else(String::new, |number| format!("{number:02}"));
        record.line("PY", &format!("{:04}", date.year()));
        record.line("DA", &format!("{:04}/{}/{}/", date.year(), part(date.month()), part(date.day())));
    }
    if extent == Extent::Full {
        record.line("AB", &work.abstract_text());
        work.keywords().into_iter().for_each(|word| record.line("KW", word));
    }
    record.line("VL", &paper.volume);
    record.line("IS", &paper.issue);
    let (first, last) = work.pages();
    record.line("SP", first);
    record.line("EP", last);
    record.line("SN", if paper.issn.is_empty() { &paper.isbn } else { &paper.issn });
    record.line("PB", if is_issued { work.institution() } else { &paper.publisher });
    record.line("CY", if work.place.is_empty() { paper.event.as_ref().map_or("", |e| &e.place) } else { work.place });
    record.line("DO", &paper.doi);
    record.line("UR", &work.location());
    record.line("L1", work.pdf.as_ref().map_or("", |pdf| &pdf.url));
    let html = paper.links.iter().filter(|link| link.kind == "html");
    for link in html {
        if let Target::Url(url) = &link.target {
            record.line("L2", url);
        }
    }
    let is_full = extent == Extent::Full;
    record.line("LA", if is_full { work.language } else { "" });
    if !paper.arxiv.is_empty() {
        record.line("AN", &format!("arXiv:{}", paper.arxiv));
    }
    record.line("DB", if is_full { work.archive } else { "" });
    record.line("C7", &paper.article_number);
    paper.notices.iter().for_each(|notice| record.line("N1", &told(notice)));
    record.0.push_str("ER  - \r\n");
}

struct Record<'o>(&'o mut String);

impl Record<'_> {
    /// A line, unless there is nothing to say.
    fn line(&mut self, tag: &str, value: &str) {
        let mut words = value.split_whitespace().peekable();
        if words.peek().is_none() {
            return;
        }
        self.0.extend([tag, "  -"]);
        for word in words {
            self.0.push(' ');
            if word.contains(char::is_control) {
                self.0.extend(word.chars().filter(|c| !c.is_control()));
            } else {
                self.0.push_str(word);
            }
        }
        self.0.push_str("\r\n");
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "JOUR",
        Kind::Conference => "CPAPER",
        Kind::Preprint => "UNPB",
        Kind::Chapter => "CHAP",
        Kind::Book => "BOOK",
        Kind::Thesis => "THES",
        Kind::Report => "RPRT",
        Kind::Dataset => "DATA",
        Kind::Software => "COMP",
        Kind::Other => "GEN",
    }
}

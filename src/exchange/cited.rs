//! What every description of a work asks of it, decided once: the date, container, institution and pages one would
//! cite, how a name is turned round, and the address of a licence.

use super::{Work, doi_url};
use crate::paper::{Author, Kind, Notice, NoticeKind, Status};
use crate::text::date::Date;

impl<'a> Work<'a> {
    /// The date one would cite.
    pub(super) fn cited(&self) -> Option<Date> {
        self.paper.date.or(self.paper.available)
    }

    /// The title of what it appeared in: as its entry or volume says, else its venue's name, else its meeting's.
    pub(super) fn container(&self) -> &'a str {
        let event = self.paper.event.as_ref().filter(|_| self.kind == Kind::Conference);
        let event = event.map_or("", |event| event.name.as_str());
        [self.paper.container.as_str(), self.venue, event].into_iter().find(|title| !title.is_empty()).unwrap_or("")
    }

    /// Who gave the degree, or issued the report.
    pub(super) fn institution(&self) -> &'a str {
        if self.paper.publisher.is_empty() { self.container() } else { &self.paper.publisher }
    }

    /// Its series; of a book, which appeared in nothing else, its venue does for one.
    pub(super) fn series(&self) -> &'a str {
        match self.kind {
            Kind::Book if self.paper.series.is_empty() => self.container(),
            _ => &self.paper.series,
        }
    }

    /// Whether it is a master's thesis, as its container or series says.
    pub(super) fn is_masters(&self) -> bool {
        let says = |text: &str| text.to_lowercase().contains("master");
        self.kind == Kind::Thesis && (says(&self.paper.container) || says(&self.paper.series))
    }

    /// Its first and its last page, as far as it has them.
    pub(super) fn pages(&self) -> (&'a str, &'a str) {
        let dash = |c: char| matches!(c, '-' | '–' | '—');
        let pages = &self.paper.pages;
        match pages.split_once(dash) {
            Some((first, last)) => (first.trim(), last.trim_start_matches(dash).trim()),
            None => (pages.trim(), ""),
        }
    }

    /// Its pages, where readers look for nothing else: its article number stands for the first where there is none.
    pub(super) fn page_range(&self) -> (&'a str, &'a str) {
        if self.paper.pages.is_empty() { (self.paper.article_number.trim(), "") } else { self.pages() }
    }

    /// The authors' keywords, then the archive's topics that are not among them.
    pub(super) fn keywords(&self) -> Vec<&'a str> {
        let mut words: Vec<&str> = self.paper.keywords.iter().map(String::as_str).collect();
        for topic in &self.topics {
            if !words.iter().any(|word| word.eq_ignore_ascii_case(topic)) {
                words.push(topic);
            }
        }
        words
    }

    /// Whether there are authors beyond those that are named.
    pub(super) fn has_more_authors(&self) -> bool {
        self.paper.et_al || self.paper.author_total() > self.paper.authors.len()
    }

    /// What has befallen it, in a word or two; empty where nothing has.
    pub(super) fn standing(&self) -> &'static str {
        match self.status() {
            Status::Published => "",
            Status::Corrected => "Corrected",
            Status::Concern => "Expression of concern",
            Status::Withdrawn => "Withdrawn",
            Status::Retracted => "Retracted",
            Status::Removed => "Removed",
        }
    }

    /// What stands before its abstract where its title may stay as it is cited: `[CORRECTED] ` and the like, or nothing.
    pub fn remark(&self) -> &'static str {
        match self.status() {
            Status::Corrected => "[CORRECTED] ",
            Status::Concern => "[EXPRESSION OF CONCERN] ",
            _ => "",
        }
    }

    /// The address of its licence, where the licence is one of SPDX's.
    pub fn license_url(&self) -> String {
        let license = self.paper.license.as_str();
        let is_key = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.+".contains(&b));
        if license.is_empty() || !is_key(license) {
            return String::new();
        }
        if let Some((kind, version)) = license.strip_prefix("CC-").and_then(|rest| rest.rsplit_once('-'))
            && version.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        {
            return format!("https://creativecommons.org/licenses/{}/{version}/", kind.to_ascii_lowercase());
        }
        match license {
            "CC0-1.0" => "https://creativecommons.org/publicdomain/zero/1.0/".to_owned(),
            license => format!("https://spdx.org/licenses/{license}.html"),
        }
    }

    /// Whether the work may be read by everybody, as far as its entry says.
    pub(super) fn is_free(&self) -> bool {
        self.paper.access.eq_ignore_ascii_case("open") || self.paper.license.starts_with("CC")
    }
}

/// What a notice is called.
pub(super) fn kind_of(notice: &Notice) -> &'static str {
    match notice.kind {
        NoticeKind::Erratum => "Erratum",
        NoticeKind::Corrigendum => "Corrigendum",
        NoticeKind::Concern => "Expression of concern",
        NoticeKind::Withdrawal => "Withdrawal",
        NoticeKind::Retraction => "Retraction",
        NoticeKind::Removal => "Removal",
    }
}

/// A notice in a line: `Retraction, 2024-01-05: Data were invented. https://…`.
pub(super) fn told(notice: &Notice) -> String {
    let mut out = kind_of(notice).to_owned();
    if let Some(date) = notice.date {
        out.push_str(&format!(", {date}"));
    }
    let doi = if notice.doi.is_empty() { String::new() } else { doi_url(&notice.doi) };
    let parts: Vec<&str> =
        [notice.note.trim(), &notice.url, &doi].into_iter().filter(|text| !text.is_empty()).collect();
    if !parts.is_empty() {
        out.push_str(&format!(": {}", parts.join(" ")));
    }
    out
}

/// A person's family name with the particle before it.
pub(super) fn family(author: &Author) -> String {
    let name = &author.name;
    if name.particle.is_empty() { name.family.clone() } else { format!("{} {}", name.particle, name.family) }
}

/// A name as readers of `citation_author` and COinS take it apart: `Family, Given Suffix`, the particle before the
/// family name. What has no given name is one whole.
pub(super) fn inverted(author: &Author) -> String {
    if !author.literal.is_empty() {
        return author.literal.clone();
    }
    let mut out = family(author);
    for (at, part) in [&author.name.given, &author.name.suffix].into_iter().filter(|part| !part.is_empty()).enumerate()
    {
        out.push_str(if at == 0 && !out.is_empty() { ", " } else { " " });
        out.push_str(part);
    }
    out.trim_start().to_owned()
}

/// Where something of a scheme of identifiers is found; nothing where the scheme or the form is not known.
pub fn identifier_url(scheme: &str, value: &str) -> Option<String> {
    let prefix = match scheme {
        "openreview" => "https://openreview.net/forum?id=",
        "acl" => "https://aclanthology.org/",
        "dblp" => "https://dblp.org/rec/",
        "pmid" => "https://pubmed.ncbi.nlm.nih.gov/",
        "pmcid" => "https://www.ncbi.nlm.nih.gov/pmc/articles/",
        "hal" => "https://hal.science/",
        "semantic-scholar" => "https://www.semanticscholar.org/paper/",
        "openalex" => "https://openalex.org/",
        "wikidata" => "https://www.wikidata.org/wiki/",
        _ => return None,
    };
    let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._/~:".contains(&b));
    plain.then(|| format!("{prefix}{value}"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::exchange::Pdf;
    use crate::paper::Paper;
    use crate::paper::model::Marked;
    use crate::text::name::Name;

    /// Text that would end an attribute, an element or a script, with characters that no page may hold.
    pub const HOSTILE: &str = "</script><!--<script>\" '><meta name=x> & \u{1}\u{85}\u{2028}\n]]>";

    pub fn text(source: &str) -> Marked {
        Marked { source: source.into(), ..Marked::default() }
    }

    pub fn author(name: &str) -> Author {
        Author { name: Name::parse(name), ..Author::default() }
    }

    /// A paper by these authors, of the year 2024.
    pub fn paper(authors: &[&str]) -> Paper {
        Paper {
            title: text("A Title"),
            authors: authors.iter().map(|name| author(name)).collect(),
            date: Date::from_year(2024),
            ..Paper::default()
        }
    }

    /// The work of a paper, with a page.
    pub fn work(paper: &Paper, kind: Kind) -> Work<'_> {
        Work {
            paper,
            key: "x".into(),
            kind,
            url: Some("https://example.org/papers/x/".into()),
            pdf: Some(Pdf { url: "https://example.org/papers/x/x.pdf".into(), is_beside: true }),
            venue: "Journal of Things",
            venue_short: "JoT",
            place: "",
            topics: vec!["Things"],
            language: "en-GB",
            archive: "Archive",
            orcids: paper.authors.iter().map(|author| author.orcid.as_str()).collect(),
        }
    }

    /// A paper with a hostile text in every field.
    pub fn hostile() -> Paper {
        let bad = || HOSTILE.to_owned();
        let mut paper = Paper {
            authors: vec![author(HOSTILE), Author { literal: bad(), ..Author::default() }],
            ..Paper::default()
        };
        for author in &mut paper.authors {
            author.native = bad();
            author.orcid = bad();
            author.url = bad();
            author.affiliations.push(crate::paper::Affiliation { name: bad(), ror: bad(), country: bad() });
        }
        paper.title = text(HOSTILE);
        paper.summary = text(HOSTILE);
        for field in [
            &mut paper.title_short,
            &mut paper.container,
            &mut paper.volume,
            &mut paper.issue,
            &mut paper.pages,
            &mut paper.series,
            &mut paper.publisher,
            &mut paper.issn,
            &mut paper.isbn,
            &mut paper.doi,
            &mut paper.arxiv,
            &mut paper.license,
            &mut paper.access,
        ] {
            *field = bad();
        }
        paper.keywords.push(bad());
        paper.identifiers.insert("pmid".into(), bad());
        paper
    }

    #[test]
    fn names_are_turned_round() {
        assert_eq!(inverted(&author("Jan Peter van der Berg Jr.")), "van der Berg, Jan Peter Jr.");
        assert_eq!(inverted(&author("Madonna")), "Madonna");
        assert_eq!(inverted(&Author { literal: "Open, Inc.".into(), ..Author::default() }), "Open, Inc.");
    }

    #[test]
    fn pages_are_told_apart() {
        let range = |pages: &str, article: &str| {
            let paper = Paper { pages: pages.into(), article_number: article.into(), ..Paper::default() };
            let (first, last) = work(&paper, Kind::Article).page_range();
            format!("{first}|{last}")
        };
        assert_eq!(range("1--30", ""), "1|30");
        assert_eq!(range("1 – 30", "e7"), "1|30");
        assert_eq!(range("7", ""), "7|");
        assert_eq!(range("", "e12-345"), "e12-345|");
    }

    #[test]
    fn licences_have_addresses() {
        let url = |license: &str| {
            let paper = Paper { license: license.into(), ..Paper::default() };
            work(&paper, Kind::Article).license_url()
        };
        assert_eq!(url("CC-BY-NC-SA-4.0"), "https://creativecommons.org/licenses/by-nc-sa/4.0/");
        assert_eq!(url("CC0-1.0"), "https://creativecommons.org/publicdomain/zero/1.0/");
        assert_eq!(url("CC-BY-3.0-DE"), "https://spdx.org/licenses/CC-BY-3.0-DE.html");
        assert_eq!(url("MIT"), "https://spdx.org/licenses/MIT.html");
        assert_eq!(url("all rights reserved"), "");
        assert_eq!(url(""), "");
    }
}

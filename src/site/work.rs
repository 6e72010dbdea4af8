//! A paper of the archive as other formats need it: its addresses and what the archive knows beyond the entry.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Route, Site};
use crate::archive::{Owner, beside};
use crate::exchange::{Pdf, Work, arxiv_pdf, coins};
use crate::paper::{Paper, Target};
use crate::text::slug::bare;

impl Site {
    /// A paper as it is cited, exported and described.
    pub fn work(&self, index: u32) -> Work<'_> {
        let archive = &*self.archive;
        let record = archive.paper(index);
        let paper: &Paper = &record.paper;
        let venue = record.venue.map(|venue| &archive.venues[venue as usize]);
        let language = if paper.language.is_empty() { &archive.settings.language } else { &paper.language };
        Work {
            paper,
            key: self.citation_key(index),
            kind: record.kind(),
            url: self.absolute(Route::Paper(index)),
            pdf: self.pdf(index),
            venue: venue.map_or("", |venue| &venue.name),
            venue_short: venue.map_or("", |venue| &venue.short),
            place: record.volume.map_or("", |volume| &archive.volumes[volume as usize].value.address),
            topics: record.topics.iter().map(|topic| &*archive.topics[*topic as usize].name).collect(),
            language,
            archive: &archive.settings.title,
            orcids: self.orcids(index).collect(),
        }
    }

    /// The key that a paper has in bibliographies: its citation key, unless another paper has that as its key or its id;
    /// else its id. Case makes no difference, as for BibTeX.
    fn citation_key(&self, index: u32) -> Cow<'_, str> {
        let archive = &*self.archive;
        let paper = &archive.paper(index).paper;
        let own = legal(&paper.citation_key);
        let is_id = |key: &str| archive.find(key).is_some_and(|other| other != index);
        if own.is_empty() || is_id(&own) || self.shared_keys().contains(&own.to_lowercase()) {
            return Cow::Borrowed(&paper.id);
        }
        own
    }

    /// Citation keys that several papers have, in lower case.
    fn shared_keys(&self) -> &HashSet<String> {
        self.shared_keys.get_or_init(|| {
            let mut seen = HashSet::new();
            let keys = self.archive.papers().iter().map(|record| legal(&record.paper.citation_key).to_lowercase());
            keys.filter(|key| !key.is_empty() && !seen.insert(key.clone())).collect()
        })
    }

    /// The COinS of a paper, made once for all the cards that hold it; empty where a list has none of it.
    pub fn span(&self, index: u32) -> &str {
        self.spans[index as usize].get_or_init(|| coins::span(&self.work(index)).into())
    }

    /// The PDF of a paper: the first file of its own, else the first that its entry links, else that of arXiv.
    fn pdf(&self, index: u32) -> Option<Pdf> {
        let archive = &*self.archive;
        let paper = &archive.paper(index).paper;
        let linked = || paper.links.iter().filter(|link| link.kind == "pdf").map(|link| &link.target);
        let beside = linked().find_map(|target| match target {
            Target::File(file) => self.file_beside(index, file).and_then(|route| self.absolute(route)),
            Target::Url(_) => None,
        });
        let elsewhere = || match linked().next() {
            Some(Target::Url(url)) => Some(url.clone()),
            None if !paper.arxiv.is_empty() => Some(arxiv_pdf(&paper.arxiv)),
            _ => None,
        };
        let own = beside.map(|url| Pdf { url, is_beside: archive.settings.files_url.is_none() });
        own.or_else(|| elsewhere().map(|url| Pdf { url, is_beside: false }))
    }

    /// The route of a file that stands beside a paper's entry.
    pub(super) fn file_beside(&self, index: u32, file: &str) -> Option<Route> {
        let archive = &*self.archive;
        let source = beside(&archive.paper(index).path, file);
        let found = archive.files_of(Owner::Paper(index)).find(|at| archive.files[*at as usize].source == source);
        found.map(Route::File)
    }

    /// ORCIDs of a paper's authors, as the entry or the archive's people know them; empty where none is known.
    pub(super) fn orcids(&self, index: u32) -> impl Iterator<Item = &str> {
        let archive = &*self.archive;
        let people = archive.authors();
        let own = archive.paper(index).paper.authors.iter().zip(people.of(index));
        own.map(|(author, person)| match author.orcid.as_str() {
            "" => people.list()[*person as usize].orcid.as_str(),
            own => own,
        })
    }
}

/// A citation key without the characters that formats cannot have in one.
fn legal(key: &str) -> Cow<'_, str> {
    let is_legal = |c: char| c.is_ascii_alphanumeric() || ".:_-".contains(c);
    if key.chars().all(is_legal) { key.into() } else { bare(key).chars().filter(|c| is_legal(*c)).collect() }
}

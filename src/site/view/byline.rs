//! Who wrote a paper, as its own page says it.

use serde::Serialize;

use super::Builder;
use super::card::Authors;
use crate::paper::Paper;

/// Names that a page shows where it folds the others.
const SHOWN: usize = 12;
/// Names from which on it folds.
const MANY: usize = 30;

/// What is known of an author beyond the name.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AuthorNote<'a> {
    /// As it is printed.
    pub name: String,
    /// The name in its own script, or empty.
    pub native: &'a str,
    /// ORCID, or empty.
    pub orcid: &'a str,
    /// Where the author works, as the paper says.
    pub affiliations: Vec<&'a str>,
    /// Whether one should write to this author.
    pub corresponding: bool,
    /// Whether the author contributed as much as others who are marked.
    pub equal_contribution: bool,
}

/// How a line of very many names is folded.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Folded {
    /// Names that stay in the line.
    pub after: usize,
    /// What stands for the others until they are unfolded: `and 438 more`.
    pub text: String,
}

impl<'a> Builder<'a> {
    /// Everyone who wrote it, each with the ORCID that the entry or the archive's people know.
    pub(super) fn all_authors_of(&self, index: u32) -> Authors<'a> {
        let mut line = self.authors(index, usize::MAX - 2);
        for (name, orcid) in line.named.iter_mut().zip(self.site.orcids(index)) {
            name.orcid = Some(orcid).filter(|orcid| !orcid.is_empty());
        }
        line
    }

    /// How a line of very many names is folded.
    pub(super) fn folded(&self, authors: &Authors<'_>) -> Option<Folded> {
        let named = Some(authors.named.len()).filter(|named| *named > MANY)?;
        Some(Folded { after: SHOWN, text: self.words.count("n-more", (named - SHOWN) as u64 + authors.more) })
    }
}

pub(super) fn author_notes(paper: &Paper) -> Vec<AuthorNote<'_>> {
    let notes = paper.authors.iter().map(|author| AuthorNote {
        name: author.display(),
        native: &author.native,
        orcid: &author.orcid,
        affiliations: author.affiliations.iter().map(|affiliation| affiliation.name.as_str()).collect(),
        corresponding: author.corresponding,
        equal_contribution: author.equal_contribution,
    });
    let more = |note: &AuthorNote<'_>| {
        let facts = [!note.native.is_empty(), !note.orcid.is_empty(), !note.affiliations.is_empty()];
        facts.contains(&true) || note.corresponding || note.equal_contribution
    };
    notes.filter(more).collect()
}

//! A query → papers in the order of relevance, from the files of an index.
//!
//! `client/engine.js` does the same step by step, in whole numbers alone, so that both give the same order. A change here
//! is a change there.

mod correct;
mod filter;
mod rank;
mod store;
mod unit;

use super::index::Card;
use super::query::{Condition, Query, Scheme};
use rank::{Ranked, Ranking};
pub use store::{Fetch, Store};

/// In which order papers are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What fits best first.
    #[default]
    Relevance,
    /// By date, the newest first.
    Newest,
    /// By date, the oldest first.
    Oldest,
    /// By upvotes; papers whose upvotes nobody counted last.
    Upvotes,
}

/// What a search gives.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What was searched in place of mistyped words: each word and what was taken for it.
    pub corrected: Vec<(String, String)>,
    /// How many papers there are.
    pub total: usize,
    /// How many of them match all that was asked for; they come first.
    pub full: usize,
    /// Whether the numbers are exact.
    pub exact: bool,
    /// The first papers.
    pub hits: Vec<Hit>,
    /// The paper that the query names.
    pub named: Option<Card>,
}

/// A paper that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// How well it fits; comparable within one answer alone.
    pub score: u64,
    /// What is shown of it.
    pub card: Card,
}

/// Papers in order before cards are read.
pub(super) struct Engine<'a, 's> {
    store: &'a Store<'s>,
}

/// Searches an index for the `limit` first papers that a query asks for; `verbatim` corrects no words.
///
/// # Errors
/// Where a file of the index cannot be read or is damaged.
pub fn search(store: &Store<'_>, text: &str, sort: Sort, limit: usize, verbatim: bool) -> Result<Answer, String> {
    let engine = Engine { store };
    let query = Query::parse(text);
    if let Some(id) = liked(&query) {
        return engine.like(id, limit);
    }
    let named = engine.named(&query)?;
    let mut parts = engine.parts(&query)?;
    let mut corrected = Vec::new();
    if !verbatim {
        corrected = engine.correct(&mut parts)?;
    }
    let mut ranking = engine.rank(&parts, sort)?;
    if !verbatim && corrected.is_empty() && ranking.full < FEW && !ranking.titled {
        corrected = engine.doubt(&mut parts, ranking.full > 0)?;
        if !corrected.is_empty() {
            ranking = engine.rank(&parts, sort)?;
        }
    }
    while sort == Sort::Relevance && ranking.full > rank::FAR && engine.look_further(&mut parts)? {
        ranking = engine.rank(&parts, sort)?;
    }
    engine.verify(&parts, &mut ranking, limit)?;
    if sort == Sort::Relevance {
        engine.prefer_runs(&parts, &mut ranking)?;
    }
    let Ranking { list, total, full, exact, .. } = ranking;
    Ok(Answer { corrected, total, full, exact, hits: engine.hits(&list, limit)?, named })
}

/// The paper that a query asks the like of, if that is all it asks.
fn liked(query: &Query) -> Option<&str> {
    match query.all.as_slice() {
        [group] => match group.any.as_slice() {
            [atom] if !atom.not => match &atom.condition {
                Condition::Like { text } => Some(text),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

impl Engine<'_, '_> {
    /// The one paper that a query names by an identifier.
    fn named(&self, query: &Query) -> Result<Option<Card>, String> {
        let [group] = query.all.as_slice() else { return Ok(None) };
        let [atom] = group.any.as_slice() else { return Ok(None) };
        let papers = match &atom.condition {
            _ if atom.not => Vec::new(),
            Condition::Id { scheme, text } => self.identified(*scheme, text)?,
            Condition::Word { text, .. } if may_be_key(text) => self.identified(Scheme::Key, text)?,
            _ => Vec::new(),
        };
        match papers[..] {
            [paper] => self.store.card(paper).map(Some),
            _ => Ok(None),
        }
    }

    fn hits(&self, list: &[Ranked], limit: usize) -> Result<Vec<Hit>, String> {
        let hit = |ranked: &Ranked| Ok(Hit { score: ranked.key, card: self.store.card(ranked.paper)? });
        list.iter().take(limit).map(hit).collect()
    }

    /// Papers that share the telling words of a paper.
    fn like(&self, id: &str, limit: usize) -> Result<Answer, String> {
        let Some(paper) = self.identified(Scheme::Key, id)?.first().copied() else { return Ok(Answer::default()) };
        let card = self.store.card(paper)?;
        let parts = self.telling(&card)?;
        let mut ranking = self.rank(&parts, Sort::Relevance)?;
        ranking.list.retain(|ranked| ranked.paper != paper);
        ranking.list.truncate(LIKE);
        let total = ranking.list.len();
        Ok(Answer { total, full: total, exact: true, hits: self.hits(&ranking.list, limit)?, ..Answer::default() })
    }
}

/// With so many papers that match all, no word of a query is doubted.
const FEW: usize = 3;
/// Papers that are called similar to one.
const LIKE: usize = 50;

/// Whether a word looks like an id or a citation key rather than a word of a language.
fn may_be_key(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | ':' | '/' | '.'))
}

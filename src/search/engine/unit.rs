//! What a query asks for, word by word, looked up: the papers that have each word, and how much that tells.

use super::Engine;
use super::filter::{common_to, complement};
use super::store::Postings;
use crate::search::index::{Card, IN_TITLE};
use crate::search::query::{Atom, Condition, Group, Query, Scope};
use crate::search::tokens::{self, is_unspaced, stem};

/// How much a word tells of a paper by where it stands, in hundredths: in abstracts, in titles, in names, by level.
const IN_ABSTRACTS: [u32; 4] = [36, 49, 61, 74];
const IN_TITLES: [u32; 4] = [65, 75, 85, 95];
const IN_NAMES: [u32; 4] = [70, 80, 88, 95];
/// A year that a paper is of.
const OF_YEAR: u32 = 60;
/// A word that goes on where the query's ends, and a name of which the letter alone is known, in quarters.
const PARTLY: u32 = 3;

/// Words of a query that are looked up at most.
const MOST: usize = 16;
/// Letters of an unfinished word that are completed.
const COMPLETED: usize = 3;
/// Words of a query that is long: very common ones are looked up only where the others leave too many papers.
pub const LONG: usize = 6;

/// A paper that has a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scored {
    /// Its number in the index.
    pub paper: u32,
    /// How much the word tells of it.
    pub score: u32,
    /// Whether the word stands in its title or in a name.
    pub strong: bool,
}

/// Papers, ascending.
pub type Hits = Vec<Scored>;

/// One word of a query, or one group of alternatives.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// As it was typed, where it is one word.
    pub typed: String,
    /// The word as it is looked up.
    pub word: String,
    /// Where it is sought; `None` for a group of alternatives.
    pub scope: Option<Scope>,
    /// Whether it may be unfinished.
    pub prefix: bool,
    /// The papers that have it.
    pub hits: Hits,
    /// The same by where: in text, as names.
    pub in_text: u32,
    /// In how many papers it is an author's.
    pub in_names: u32,
    /// In how many papers it stands.
    pub papers: u32,
    /// How much it tells, in sixteenths of a nat.
    pub weight: u32,
    /// Whether a paper without it may be said to match all.
    pub optional: bool,
    /// Whether it tells so little that it was not looked up.
    pub dropped: bool,
}

/// Everything that a query asks for.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Words and groups that count.
    pub units: Vec<Unit>,
    /// Papers that may be shown; `None` for all.
    pub allowed: Option<Vec<bool>>,
    /// Very common words of a long query that were not looked up yet, the rarest first.
    pub pool: Vec<usize>,
    /// Phrases that must stand in a paper, or must not.
    pub phrases: Vec<(Scope, Vec<String>, bool)>,
}

impl Engine<'_, '_> {
    /// Looks up what a query asks for.
    pub(super) fn parts(&self, query: &Query) -> Result<Parts, String> {
        let mut parts = Parts::default();
        let mut groups = Vec::new();
        for group in &query.all {
            match group.any.as_slice() {
                [Atom { condition: Condition::Word { scope, text, prefix }, not: false }] => {
                    parts.words(*scope, text, *prefix);
                }
                [Atom { condition: Condition::Phrase { scope, text }, not }] => {
                    let words = words_of(text);
                    if !not {
                        parts.words(*scope, text, false);
                    }
                    if words.len() > 1 || *not {
                        parts.phrases.push((*scope, words, *not));
                    }
                }
                [atom] => {
                    let papers = self.condition(atom)?;
                    parts.allow(self.store.root.papers, &papers);
                }
                _ => groups.push(group),
            }
        }
        parts.units.truncate(MOST);
        for group in groups {
            parts.units.push(self.group(group)?);
        }
        self.look_up(&mut parts)?;
        Ok(parts)
    }

    /// Looks up the words of which the papers are not known yet.
    pub(super) fn look_up(&self, parts: &mut Parts) -> Result<(), String> {
        let papers = self.store.root.papers;
        let is_strong = |unit: &&Unit| !is_letter(&unit.word) && self.common_place(&unit.word).is_none();
        let strong = parts.units.iter().filter(is_strong).count();
        let alone = parts.units.len() == 1;
        parts.pool = self.pool(&parts.units, strong);
        for (at, unit) in parts.units.iter_mut().enumerate().filter(|(_, unit)| unit.scope.is_some()) {
            if let Some((_, count)) = self.common_place(&unit.word) {
                unit.dropped = parts.pool.contains(&at) || (count > papers / 3 && strong > 0);
                unit.optional = strong > 1;
            }
            // A letter alone is no word of an abstract, and an unfinished word may become any.
            unit.optional |= !alone && (is_letter(&unit.word) || (unit.prefix && !is_long_enough(&unit.word)));
            if !unit.dropped {
                self.word(unit)?;
            }
        }
        self.initials(&mut parts.units)
    }

    /// The very common words of a long query in the order in which they are worth a look, but for those without which
    /// it would have fewer than two words.
    fn pool(&self, units: &[Unit], strong: usize) -> Vec<usize> {
        if units.len() < LONG {
            return Vec::new();
        }
        let count = |at: &usize| self.common_place(&units[*at].word).map_or(0, |(_, count)| count);
        let is_common = |at: &usize| units[*at].scope == Some(Scope::Any) && count(at) > 0;
        let mut pool: Vec<usize> = (0..units.len()).filter(is_common).collect();
        pool.sort_by_key(count);
        pool.drain(..2usize.saturating_sub(strong).min(pool.len()));
        pool
    }

    /// Looks up the next very common word of a long query, if it tells anything.
    pub(super) fn look_further(&self, parts: &mut Parts) -> Result<bool, String> {
        if parts.pool.is_empty() {
            return Ok(false);
        }
        let unit = &mut parts.units[parts.pool.remove(0)];
        let Some((at, count)) = self.common_place(&unit.word).filter(|(_, count)| *count < self.store.root.papers / 3)
        else {
            return Ok(false);
        };
        unit.weight = self.weight(count);
        (unit.dropped, unit.optional) = (false, false);
        let told = IN_ABSTRACTS[1] * unit.weight;
        unit.hits = self.store.common(at)?.into_iter().map(|paper| weak(paper, told)).collect();
        Ok(true)
    }

    /// The place of a word among the very common ones, and how many papers have it.
    fn common_place(&self, word: &str) -> Option<(usize, u32)> {
        let word = stem(word);
        let common = &self.store.root.common;
        let at = common.binary_search_by(|(other, _)| other.as_str().cmp(&word)).ok()?;
        Some((at, common[at].1))
    }

    /// Looks up one word: as it is in names, without its plural in text, and what it may go on to.
    fn word(&self, unit: &mut Unit) -> Result<(), String> {
        let scope = unit.scope.unwrap_or(Scope::Any);
        let stemmed = stem(&unit.word).into_owned();
        let own = self.store.term(&stemmed)?.unwrap_or_default();
        let mut name = own.author.clone();
        if stemmed != unit.word {
            name = self.store.term(&unit.word)?.unwrap_or_default().author;
        }
        let (text, name) = narrowed(scope, own.text, name);
        unit.in_text = text.len() as u32;
        unit.in_names = name.len() as u32;
        let mut found = Found::default();
        self.add(&mut found, &text, &name);
        if scope == Scope::Any
            && let Some((at, count)) = self.common_place(&unit.word)
        {
            unit.in_text = count;
            if !unit.optional {
                found.add(self.store.common(at)?.into_iter().map(|paper| weak(paper, IN_ABSTRACTS[1])));
            }
        }
        if scope == Scope::Any
            && let Some((from, to)) = self.year(&unit.word)
        {
            found.add((from..to).map(|paper| weak(paper, OF_YEAR)));
        }
        found.settle();
        unit.papers = (found.hits.len() as u32).max(unit.in_text);
        unit.weight = self.weight(unit.papers);
        found.hits.iter_mut().for_each(|scored| scored.score *= unit.weight);
        if unit.prefix && is_long_enough(&unit.word) {
            self.complete(unit, scope, &stemmed, &mut found)?;
        }
        unit.hits = found.hits;
        Ok(())
    }

    /// Adds what an unfinished word may go on to. All of that counts as one word, so that no rare ending wins by being
    /// rare.
    fn complete(&self, unit: &mut Unit, scope: Scope, stemmed: &str, found: &mut Found) -> Result<(), String> {
        let mut longer = Found::default();
        for entry in self.store.completions(&unit.word)? {
            if entry.term != unit.word && entry.term != stemmed {
                let (text, name) = narrowed(scope, entry.text, entry.author);
                self.add(&mut longer, &text, &name);
            }
        }
        longer.settle();
        let exact: Vec<u32> = found.hits.iter().map(|scored| scored.paper).collect();
        let added = longer.hits.iter().filter(|scored| exact.binary_search(&scored.paper).is_err()).count() as u32;
        unit.papers += added;
        let weight = self.weight(unit.papers);
        if exact.is_empty() {
            unit.weight = weight;
        }
        let part = |scored: Scored| Scored { score: scored.score * weight * PARTLY / 4, ..scored };
        found.add(longer.hits.into_iter().map(part));
        found.settle();
        Ok(())
    }

    fn add(&self, found: &mut Found, text: &Postings, names: &Postings) {
        let told = |tag: u8| if tag & IN_TITLE != 0 { IN_TITLES } else { IN_ABSTRACTS }[usize::from(tag & 3)];
        found.add(text.iter().map(|(paper, tag)| Scored {
            paper: *paper,
            score: told(*tag),
            strong: tag & IN_TITLE != 0,
        }));
        found.add(self.names(names, 1));
    }

    /// Papers by a name, which tells so many times as much.
    fn names(&self, names: &Postings, times: u32) -> impl Iterator<Item = Scored> {
        let authors = self.store.root.authors;
        names.iter().map(move |(paper, tag)| Scored {
            paper: *paper,
            score: IN_NAMES[usize::from(*tag & 3)] * authors / 100 * times,
            strong: true,
        })
    }

    /// How much a word tells that stands in so many papers: its inverse document frequency, in sixteenths of a nat.
    pub(super) fn weight(&self, count: u32) -> u32 {
        let (papers, count) = (f64::from(self.store.root.papers), f64::from(count));
        let odds = (papers - count + 0.5) / (count + 0.5);
        (16.0 * (1.0 + odds).ln()).round() as u32
    }

    /// The papers of a year.
    pub(super) fn year(&self, word: &str) -> Option<(u32, u32)> {
        let years = &self.store.root.years;
        let at = years.iter().position(|(year, _)| year.to_string() == word)?;
        Some((years[at].1, years.get(at + 1).map_or(self.store.root.papers, |(_, first)| *first)))
    }

    /// A given name beside a family name also matches where a paper has its letter alone, and a letter a name.
    fn initials(&self, units: &mut [Unit]) -> Result<(), String> {
        for at in 0..units.len() {
            for beside in [at.wrapping_sub(1), at + 1] {
                let Some(family) = units.get(beside) else { continue };
                let unit = &units[at];
                let named = |unit: &Unit| matches!(unit.scope, Some(Scope::Any | Scope::Author)) && !unit.dropped;
                let may_be_name = is_letter(&unit.word) || unit.in_names > 0 || unit.in_text == 0;
                if !named(unit) || !named(family) || !may_be_name || family.in_names == 0 {
                    continue;
                }
                let Some(letter) = unit.word.chars().next() else { continue };
                let pair = self.store.term(&format!("{} {letter}", family.word))?.unwrap_or_default().author;
                let weight = self.weight(pair.len() as u32).min(unit.weight) * PARTLY / 4;
                let mut found = Found { hits: std::mem::take(&mut units[at].hits) };
                found.add(self.names(&pair, weight));
                found.settle();
                units[at].hits = found.hits;
            }
        }
        Ok(())
    }

    /// A group of alternatives as one unit.
    fn group(&self, group: &Group) -> Result<Unit, String> {
        let mut found = Found::default();
        for atom in &group.any {
            match &atom.condition {
                Condition::Word { scope, text, prefix } if !atom.not => {
                    found.add(self.all_words(*scope, text, *prefix)?.into_iter());
                }
                Condition::Phrase { scope, text } if !atom.not => {
                    found.add(self.all_words(*scope, text, false)?.into_iter());
                }
                _ => found.add(self.condition(atom)?.into_iter().map(|paper| weak(paper, 0))),
            }
        }
        found.settle();
        let papers = found.hits.len() as u32;
        Ok(Unit { hits: found.hits, papers, weight: self.weight(papers), ..Unit::default() })
    }

    /// The papers that have every word of a text, with the sum of what they tell.
    fn all_words(&self, scope: Scope, text: &str, prefix: bool) -> Result<Hits, String> {
        let mut parts = Parts::default();
        parts.words(scope, text, prefix);
        let mut hits: Option<Hits> = None;
        for unit in &mut parts.units {
            self.word(unit)?;
            let own = std::mem::take(&mut unit.hits);
            hits = Some(match hits {
                Some(hits) => common_to(&hits, &own),
                None => own,
            });
        }
        Ok(hits.unwrap_or_default())
    }

    /// The papers for which a condition holds, ascending.
    pub(super) fn condition(&self, atom: &Atom) -> Result<Vec<u32>, String> {
        let papers = match &atom.condition {
            Condition::Word { scope, text, prefix } => {
                self.all_words(*scope, text, *prefix)?.into_iter().map(|scored| scored.paper).collect()
            }
            Condition::Phrase { scope, text } => {
                self.all_words(*scope, text, false)?.into_iter().map(|scored| scored.paper).collect()
            }
            Condition::Like { .. } => Vec::new(),
            other => self.filter(other)?,
        };
        Ok(if atom.not { complement(&papers, self.store.root.papers) } else { papers })
    }

    /// The telling words of a paper: of its title those that are not very common, then of its abstract the most frequent.
    pub(super) fn telling(&self, card: &Card) -> Result<Parts, String> {
        let mut parts = Parts::default();
        let mut counts: Vec<(String, u32)> = Vec::new();
        for (text, count) in [(&card.title, 100), (&card.text, 1)] {
            for word in words_of(text).into_iter().filter(|word| word.chars().count() > 2) {
                match counts.iter_mut().find(|(known, _)| stem(known) == stem(&word)) {
                    Some((_, sum)) => *sum += count,
                    None => counts.push((word, count)),
                }
            }
        }
        counts.retain(|(word, count)| *count > 1 && self.common_place(word).is_none());
        counts.sort_by(|(a, more), (b, less)| less.cmp(more).then(b.len().cmp(&a.len())));
        for (word, _) in counts.into_iter().take(ALIKE) {
            parts.units.push(Unit { word, scope: Some(Scope::Any), optional: true, ..Unit::default() });
        }
        for unit in &mut parts.units {
            self.word(unit)?;
        }
        Ok(parts)
    }
}

/// Words of a paper by which others like it are found.
const ALIKE: usize = 10;

impl Parts {
    /// Adds the words of a text that was typed.
    fn words(&mut self, scope: Scope, text: &str, prefix: bool) {
        let words = words_of(text);
        let last = words.len().saturating_sub(1);
        let typed = if words.len() == 1 { text } else { "" };
        self.units.extend(words.into_iter().enumerate().map(|(at, word)| Unit {
            typed: typed.to_owned(),
            word,
            scope: Some(scope),
            prefix: prefix && at == last,
            ..Unit::default()
        }));
    }

    fn allow(&mut self, count: u32, papers: &[u32]) {
        let mut allowed = vec![false; count as usize];
        for paper in papers {
            allowed[*paper as usize] = self.allowed.as_ref().is_none_or(|before| before[*paper as usize]);
        }
        self.allowed = Some(allowed);
    }
}

/// The words of a text.
pub fn words_of(text: &str) -> Vec<String> {
    let (mut folded, mut words) = (String::new(), Vec::new());
    tokens::fold(text, &mut folded);
    tokens::words(&folded, |word| words.push(word.to_owned()));
    words
}

fn is_letter(word: &str) -> bool {
    word.len() == 1
}

fn is_long_enough(word: &str) -> bool {
    word.chars().count() >= COMPLETED || word.chars().all(is_unspaced)
}

fn weak(paper: u32, score: u32) -> Scored {
    Scored { paper, score, strong: false }
}

fn narrowed(scope: Scope, mut text: Postings, mut names: Postings) -> (Postings, Postings) {
    if scope == Scope::Author {
        text.clear();
    }
    if scope == Scope::Title {
        text.retain(|(_, tag)| tag & IN_TITLE != 0);
        names.clear();
    }
    (text, names)
}

/// Hits that are collected.
#[derive(Default)]
struct Found {
    hits: Hits,
}

impl Found {
    fn add(&mut self, hits: impl Iterator<Item = Scored>) {
        self.hits.extend(hits);
    }

    /// Sorts by papers, and leaves each the best of its scores.
    fn settle(&mut self) {
        self.hits.sort_unstable_by_key(|scored| (scored.paper, std::cmp::Reverse(scored.score)));
        self.hits.dedup_by(|later, best| {
            let same = later.paper == best.paper;
            best.strong |= same && later.strong;
            same
        });
    }
}

//! From the papers of each word to one order of papers.

use super::unit::{LONG, Parts, Unit, words_of};
use super::{Engine, Sort};
use crate::search::index::beginning;
use crate::search::query::Scope;
use crate::search::tokens::stem;

/// A paper with how well it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Its number in the index.
    pub paper: u32,
    /// How well it fits.
    pub key: u64,
}

/// Papers in order.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// The papers, those that match all first.
    pub list: Vec<Ranked>,
    /// How many there are.
    pub total: usize,
    /// How many match all that was asked for.
    pub full: usize,
    /// Whether those numbers are exact.
    pub exact: bool,
    /// Whether some paper has every word in its title or a name.
    pub titled: bool,
}

/// What the words of a query tell of a paper together.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    score: u32,
    /// The weights of the words that it has.
    covered: u32,
    /// The weights of those in its title and names.
    strong: u32,
    /// How many words it has of those that it must have.
    count: u8,
}

/// With so many papers that match all, those that match some are not shown.
const PLENTY: usize = 10;
/// The first papers among which those that have the words side by side are preferred, and so many of a long query.
const NEAR: usize = 5;
pub const FAR: usize = 20;
/// Papers that are read for a phrase, whether it stands in quotes or looks copied.
const READ: usize = 200;

impl Engine<'_, '_> {
    /// Ranks the papers of all words: by the sum of what their words tell, times the square of the share of the query that
    /// they cover; before them those that match all.
    pub(super) fn rank(&self, parts: &Parts, sort: Sort) -> Result<Ranking, String> {
        let papers = self.store.root.papers as usize;
        let allowed = |paper: usize| parts.allowed.as_ref().is_none_or(|allowed| allowed[paper]);
        let units: Vec<&Unit> = parts.units.iter().filter(|unit| !unit.dropped).collect();
        let exact = !parts.units.iter().any(|unit| unit.dropped || unit.optional) && parts.phrases.is_empty();
        let mut list: Vec<Ranked> = Vec::new();
        if units.is_empty() {
            let all = (0..papers).filter(|paper| allowed(*paper));
            list.extend(all.map(|paper| Ranked { paper: paper as u32, key: 0 }));
            list.reverse();
            let (total, sorted) = (list.len(), if sort == Sort::Relevance { Sort::Newest } else { sort });
            self.sort(&mut list, sorted)?;
            return Ok(Ranking { list, total, full: total, exact, titled: true });
        }
        let (sums, [whole, told], required) = self.sums(parts, &units)?;
        let (mut some, mut rest) = (Vec::new(), Vec::new());
        for paper in (0..papers).rev().filter(|paper| sums[*paper].score > 0 && allowed(*paper)) {
            let sum = &sums[paper];
            // In sixty-fourths, so that all of it is a number that a browser holds exactly.
            let covered = u64::from((64 * sum.covered).checked_div(whole).unwrap_or(64));
            let strong = u64::from((16 * sum.strong).checked_div(told).unwrap_or(0));
            let key = u64::from(sum.score) * covered * covered * (16 + strong);
            let ranked = Ranked { paper: paper as u32, key };
            if sum.count == required {
                list.push(ranked);
            } else if covered >= 32 {
                some.push(ranked);
            } else {
                rest.push(ranked);
            }
        }
        // Rather anything than nothing.
        if list.is_empty() && some.is_empty() {
            some = rest;
        }
        let full = list.len();
        let titled = list.iter().any(|ranked| told > 0 && sums[ranked.paper as usize].strong == told);
        self.sort(&mut list, sort)?;
        if full < PLENTY && sort == Sort::Relevance {
            self.sort(&mut some, sort)?;
            list.append(&mut some);
        }
        Ok(Ranking { total: list.len(), full, exact, titled, list })
    }

    /// What the words tell of each paper together; the weight of those that a paper must have, and of all; and how many it
    /// must have.
    fn sums(&self, parts: &Parts, units: &[&Unit]) -> Result<(Vec<Sum>, [u32; 2], u8), String> {
        let mut sums = vec![Sum::default(); self.store.root.papers as usize];
        let (mut whole, mut told, mut required) = (0u32, 0u32, 0u8);
        for unit in units {
            let weight = if unit.optional { 0 } else { unit.weight };
            whole += weight;
            told += unit.weight;
            required += u8::from(!unit.optional);
            for scored in &unit.hits {
                let sum = &mut sums[scored.paper as usize];
                sum.score += scored.score.max(1);
                sum.covered += weight;
                sum.count += u8::from(!unit.optional);
                sum.strong += if scored.strong { unit.weight } else { 0 };
            }
        }
        for (paper, is_all) in self.beginning(parts)? {
            let sum = &mut sums[paper as usize];
            sum.score = sum.score.max(50 * whole) * (3 + u32::from(is_all));
            (sum.covered, sum.strong, sum.count) = (whole, told, required);
        }
        Ok((sums, [whole, told], required))
    }

    /// Papers whose title begins as the query does, where that is words of a title alone; and whether that is all of it.
    fn beginning(&self, parts: &Parts) -> Result<Vec<(u32, bool)>, String> {
        let plain = parts.units.iter().all(|unit| matches!(unit.scope, Some(Scope::Any | Scope::Title)));
        if parts.units.len() < 2 || !plain {
            return Ok(Vec::new());
        }
        let words: Vec<&str> = parts.units.iter().map(|unit| unit.word.as_str()).collect();
        self.store.titled(&beginning(&words.join(" ")))
    }

    /// Sorts papers that stand in the order from the newest; equals stay in it.
    fn sort(&self, list: &mut [Ranked], sort: Sort) -> Result<(), String> {
        match sort {
            Sort::Relevance => list.sort_by_key(|ranked| std::cmp::Reverse(ranked.key)),
            Sort::Newest => {}
            Sort::Oldest => list.reverse(),
            Sort::Upvotes => {
                let counts = self.store.counts()?;
                let count = |paper: u32| counts.get(paper as usize).copied().flatten();
                list.sort_by_key(|ranked| std::cmp::Reverse(count(ranked.paper)));
            }
        }
        Ok(())
    }

    /// Leaves only papers in which the phrases stand, as far as that many are asked for.
    pub(super) fn verify(&self, parts: &Parts, ranking: &mut Ranking, limit: usize) -> Result<(), String> {
        if parts.phrases.is_empty() {
            return Ok(());
        }
        let list = std::mem::take(&mut ranking.list);
        let (mut full, mut read) = (0, 0);
        for (at, ranked) in list.iter().enumerate() {
            if at >= ranking.full || read >= READ || ranking.list.len() > limit {
                break;
            }
            read += 1;
            if self.has_phrases(parts, ranked.paper)? {
                ranking.list.push(*ranked);
                full += 1;
            }
        }
        ranking.exact = read == ranking.full;
        (ranking.full, ranking.total) = (full, full);
        Ok(())
    }

    fn has_phrases(&self, parts: &Parts, paper: u32) -> Result<bool, String> {
        let card = self.store.card(paper)?;
        let is_in = |words: &[String], text: &str| {
            let words: Vec<_> = words.iter().map(|word| stem(word)).collect();
            let found = words_of(text);
            found.windows(words.len().max(1)).any(|window| window.iter().zip(&words).all(|(a, b)| stem(a) == *b))
        };
        let by = |words: &[String], name: &String| {
            let name = words_of(name);
            words.iter().all(|word| name.contains(word))
        };
        Ok(parts.phrases.iter().all(|(scope, words, not)| {
            let title = *scope != Scope::Author && is_in(words, &card.title);
            let text = *scope == Scope::Any && (is_in(words, &card.text) || !self.store.root.abstracts);
            let name = *scope != Scope::Title && card.authors.iter().any(|name| by(words, name));
            (title || text || name || (*scope == Scope::Author && card.more > 0)) != *not
        }))
    }

    /// Among the first papers prefers those in which the words stand side by side as in the query: in titles, and for a
    /// long query that is no title also in abstracts.
    pub(super) fn prefer_runs(&self, parts: &Parts, ranking: &mut Ranking) -> Result<(), String> {
        let sought: Vec<&Unit> = parts.units.iter().filter(|unit| unit.scope.is_some()).collect();
        if sought.len() < 2 || sought.len() != parts.units.len() {
            return Ok(());
        }
        let words: Vec<_> = sought.iter().map(|unit| stem(&unit.word).into_owned()).collect();
        let open = sought.last().filter(|unit| unit.prefix).map(|unit| unit.word.as_str());
        let long = words.len() >= LONG;
        let mut judged = Vec::new();
        let mut is_found = false;
        for ranked in &ranking.list {
            // A long query is likely copied, so its paper is sought until it is found, where there are texts to read.
            let enough = if !long {
                NEAR
            } else if is_found || !self.store.root.abstracts {
                FAR
            } else {
                READ
            };
            if judged.len() >= enough {
                break;
            }
            let card = self.store.card(ranked.paper)?;
            let title: Vec<String> = words_of(&card.title);
            let mut run = longest_run(&words, open, &title);
            let begins = u64::from(run.0 == words.len() && run.1 == 0);
            let same = u64::from(begins == 1 && title.len() == words.len());
            if long {
                run = run.max(longest_run(&words, open, &words_of(&card.text)));
            }
            is_found |= run.0 == words.len();
            let (gaps, joined) = (words.len() as u64 - 1, (run.0 as u64).saturating_sub(1));
            // As they were typed, with the plurals, tells papers apart that have the same words.
            let typed = sought.iter().filter(|unit| title.contains(&unit.word)).count() as u64;
            let near = 4 * (gaps + 2 * joined + gaps * (begins + same + u64::from(run.0 == words.len()))) + typed;
            judged.push(Ranked { key: ranked.key * near * near, ..*ranked });
        }
        // Those that match all stay first, unless the words stand side by side elsewhere.
        judged.sort_by_key(|ranked| std::cmp::Reverse(ranked.key));
        ranking.list[..judged.len()].copy_from_slice(&judged);
        Ok(())
    }
}

/// The longest run of words of a query that stand side by side in a text, and where it begins there. A last word that is
/// open may be the beginning of a word.
fn longest_run(words: &[String], open: Option<&str>, text: &[String]) -> (usize, usize) {
    let mut best = (0, usize::MAX);
    let mut row = vec![0usize; words.len() + 1];
    for (at, word) in text.iter().enumerate() {
        let stemmed = stem(word);
        for place in (0..words.len()).rev() {
            let last = place + 1 == words.len();
            let same = *stemmed == words[place] || (last && open.is_some_and(|open| word.starts_with(open)));
            row[place + 1] = if same { row[place] + 1 } else { 0 };
            if row[place + 1] > best.0 {
                best = (row[place + 1], at + 1 - row[place + 1]);
            }
        }
    }
    best
}

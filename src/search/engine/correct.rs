//! Mistyped words: what they may have been, chosen by how near it is, how common, and whether it goes with the others.

use super::Engine;
use super::filter::common_to;
use super::unit::{Parts, Unit};
use crate::search::tokens::stem;

/// Letters of a word that may be mistyped, and of one that may be mistyped twice.
const ONCE: usize = 4;
const TWICE: usize = 8;
/// Words that are tried in place of one.
const TRIED: usize = 3;
/// What a mistake costs, in powers of two of how common a word is, and what a wrong first letter costs.
const MISTAKE: i32 = 6;
const FIRST: i32 = 2;

impl Engine<'_, '_> {
    /// Puts words that the archive has in the place of those that it does not have. Returns each with what it is taken for.
    pub(super) fn correct(&self, parts: &mut Parts) -> Result<Vec<(String, String)>, String> {
        let unknown = |unit: &Unit| unit.scope.is_some() && !unit.dropped && unit.papers == 0;
        let places: Vec<usize> = (0..parts.units.len()).filter(|at| unknown(&parts.units[*at])).collect();
        let mut corrected = Vec::new();
        for at in places {
            let near = self.near(&parts.units[at], 0)?;
            // It may be a given name of which papers have the letter.
            let least = if parts.units[at].hits.is_empty() { Fit::Alone } else { Fit::Together };
            if let Some((units, word)) = self.best(parts, at, &near, least)? {
                corrected.push((parts.units[at].word.clone(), word));
                parts.units = units;
            }
        }
        Ok(corrected)
    }

    /// Where hardly any paper has all words, doubts the rare ones: somebody else may have mistyped them too. Where `some`
    /// paper has them, only for a title.
    pub(super) fn doubt(&self, parts: &mut Parts, some: bool) -> Result<Vec<(String, String)>, String> {
        let least = if some { Fit::Titled } else { Fit::Together };
        if parts.units.len() < 2 {
            return Ok(Vec::new());
        }
        let rare = 3.max(self.store.root.papers / 5000);
        for at in 0..parts.units.len() {
            let unit = &parts.units[at];
            if unit.scope.is_none() || unit.papers == 0 || unit.papers > rare {
                continue;
            }
            let near = self.near(unit, unit.papers.ilog2() + 3)?;
            if let Some((units, word)) = self.best(parts, at, &near, least)? {
                let typed = parts.units[at].word.clone();
                parts.units = units;
                return Ok(vec![(typed, word)]);
            }
        }
        Ok(Vec::new())
    }

    /// The words that may be meant by a unit's, likeliest first, of those at least so common.
    fn near(&self, unit: &Unit, least: u32) -> Result<Vec<String>, String> {
        let typed: Vec<char> = unit.word.chars().collect();
        if typed.len() < ONCE || typed.iter().any(char::is_ascii_digit) {
            return Ok(Vec::new());
        }
        let most = if typed.len() < TWICE { 1 } else { 2 };
        let stemmed: Vec<char> = stem(&unit.word).chars().collect();
        let mut found = Vec::new();
        for (word, common) in self.store.words_near(&unit.word)? {
            if common < least || word == unit.word {
                continue;
            }
            let letters: Vec<char> = word.chars().collect();
            let mut mistakes = distance(&typed, &letters, most).min(distance(&stemmed, &letters, most));
            if typed.len() != stemmed.len() {
                mistakes = mistakes.min(distance(&typed, &plural(&letters), most));
            }
            let (mut allowed, mut partly) = (most, 0);
            if unit.prefix && mistakes > most && letters.len() > typed.len() {
                (allowed, partly) = (1, 1);
                mistakes = distance(&typed, &letters[..typed.len()], allowed);
            }
            if mistakes <= allowed {
                let first = i32::from(letters.first() != typed.first());
                let score = common as i32 - MISTAKE * mistakes as i32 - FIRST * first - partly;
                found.push((std::cmp::Reverse(score), word));
            }
        }
        found.sort();
        found.truncate(TRIED);
        Ok(found.into_iter().map(|(_, word)| word).collect())
    }

    /// The word that goes best with the others, at least so well, of equals the first; with all units looked up anew.
    fn best(
        &self,
        parts: &Parts,
        at: usize,
        words: &[String],
        least: Fit,
    ) -> Result<Option<(Vec<Unit>, String)>, String> {
        let mut best: Option<(Fit, Vec<Unit>, String)> = None;
        for word in words {
            let mut tried = parts.clone();
            let unit = &mut tried.units[at];
            *unit = Unit { word: word.clone(), typed: unit.typed.clone(), scope: unit.scope, ..Unit::default() };
            self.look_up(&mut tried)?;
            let mut others = tried.units.iter().filter(|unit| !unit.dropped && !unit.optional && !unit.hits.is_empty());
            let start = others.next().map(|unit| unit.hits.clone()).unwrap_or_default();
            let together = others.fold(start, |hits, unit| common_to(&hits, &unit.hits));
            let fit = if together.iter().any(|scored| scored.strong) {
                Fit::Titled
            } else if together.is_empty() {
                Fit::Alone
            } else {
                Fit::Together
            };
            if fit >= least && best.as_ref().is_none_or(|(known, ..)| fit > *known) {
                best = Some((fit, tried.units, word.clone()));
            }
        }
        Ok(best.map(|(_, units, word)| (units, word)))
    }
}

/// How a word goes with the others of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// No paper has them all.
    Alone,
    /// Some paper has them all.
    Together,
    /// Some paper has them all in its title or in names.
    Titled,
}

/// A word that was stemmed, with the ending that it may have had.
fn plural(word: &[char]) -> Vec<char> {
    let end: &[char] = match word {
        [before @ .., 'y'] => return [before, &['i', 'e', 's']].concat(),
        _ => &['s'],
    };
    [word, end].concat()
}

/// How many letters must be put in, left out, replaced or swapped with their neighbour, if at most `most`, else more.
///
/// Optimal string alignment, the restricted distance of Damerau.
pub fn distance(a: &[char], b: &[char], most: usize) -> usize {
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return most + 1;
        }
        before = above;
        above = row;
    }
    above[b.len()]
}

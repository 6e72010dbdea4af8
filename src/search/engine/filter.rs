//! Conditions that are no words: dates, venues, topics, kinds, identifiers.

use serde_json::Value;

use super::Engine;
use super::unit::{Hits, Scored, words_of};
use crate::search::index::fnv;
use crate::search::query::{Condition, Scheme};
use crate::text::date::Date;

impl Engine<'_, '_> {
    /// The papers for which a condition holds that is neither words nor likeness, ascending.
    pub(super) fn filter(&self, condition: &Condition) -> Result<Vec<u32>, String> {
        let store = self.store;
        Ok(match condition {
            Condition::Id { scheme, text } => self.identified(*scheme, text)?,
            Condition::Date { from, to } => {
                let (from, to) = (from.map(spelled), to.map(spelled));
                let dates = store.facets()?.dates;
                self.runs(&dates, |date| {
                    date.as_str().is_some_and(|date| is_within(date, from.as_deref(), to.as_deref()))
                })
            }
            Condition::Venue { text } => {
                let facets = store.facets()?;
                let venues = named(text, facets.venues.iter().map(Vec::as_slice));
                self.number_runs(&facets.venue, |venue| venue > 0 && venues.contains(&(venue as usize - 1)))
            }
            Condition::Topic { text } => self.on_topics(text)?,
            Condition::Type { text } => self.runs(&store.facets()?.kinds, |kind| kind.as_str() == Some(text)),
            Condition::Has { text } => {
                self.number_runs(store.facets()?.has.get(text).map_or(&[], Vec::as_slice), |has| has == 1)
            }
            Condition::Is { text } => {
                self.number_runs(store.facets()?.is.get(text).map_or(&[], Vec::as_slice), |is| is == 1)
            }
            _ => Vec::new(),
        })
    }

    /// The papers of runs whose value is wanted.
    fn runs(&self, runs: &[Value], wanted: impl Fn(&Value) -> bool) -> Vec<u32> {
        self.papers_of(runs.chunks_exact(2).map(|pair| (wanted(&pair[0]), pair[1].as_u64().unwrap_or(0))))
    }

    fn number_runs(&self, runs: &[u32], wanted: impl Fn(u32) -> bool) -> Vec<u32> {
        self.papers_of(runs.chunks_exact(2).map(|pair| (wanted(pair[0]), u64::from(pair[1]))))
    }

    fn papers_of(&self, pairs: impl Iterator<Item = (bool, u64)>) -> Vec<u32> {
        let all = self.store.root.papers;
        let (mut found, mut next) = (Vec::new(), 0u32);
        for (wanted, count) in pairs {
            let end = next.saturating_add(count.min(u64::from(all)) as u32).min(all);
            if wanted {
                found.extend(next..end);
            }
            next = end;
        }
        found
    }

    /// The papers of topics and of those below them.
    fn on_topics(&self, text: &str) -> Result<Vec<u32>, String> {
        let topics = self.store.topics()?;
        let mut chosen = named(text, topics.iter().map(|(names, ..)| names.as_slice()));
        let mut at = 0;
        while at < chosen.len() {
            let above = chosen[at] as u32;
            let below = topics.iter().enumerate().filter(|(_, (_, parents, _))| parents.contains(&above));
            let below: Vec<usize> = below.map(|(topic, _)| topic).filter(|topic| !chosen.contains(topic)).collect();
            chosen.extend(below);
            at += 1;
        }
        let mut papers = Vec::new();
        for topic in chosen {
            let mut next = 0u32;
            for gap in &topics[topic].2 {
                let paper = next.saturating_add(*gap);
                papers.push(paper);
                next = paper.saturating_add(1);
            }
        }
        papers.retain(|paper| *paper < self.store.root.papers);
        papers.sort_unstable();
        papers.dedup();
        Ok(papers)
    }

    /// The papers of an identifier.
    pub(super) fn identified(&self, scheme: Scheme, text: &str) -> Result<Vec<u32>, String> {
        let text = text.to_lowercase();
        let look = |scheme: &str, text: &str| self.store.identified(fnv(&format!("{scheme}:{text}")));
        let first = match scheme {
            Scheme::Doi => return look("doi", &text),
            Scheme::Orcid => return look("orcid", &text),
            Scheme::Key => return look("key", &text),
            Scheme::Arxiv => look("arxiv", &text)?,
        };
        if !first.is_empty() {
            return Ok(first);
        }
        // A preprint's own DOI holds its arXiv id.
        let by_doi = look("doi", &format!("10.48550/arxiv.{text}"))?;
        if by_doi.is_empty() { look("key", &text) } else { Ok(by_doi) }
    }
}

fn spelled(date: Date) -> String {
    date.to_string()
}

/// Whether a date lies in a range by its first day.
fn is_within(date: &str, from: Option<&str>, to: Option<&str>) -> bool {
    let first = |date: &str| format!("{date}{}", ["-01-01", "-01", ""][(date.len().clamp(4, 10) - 4) / 3]);
    !date.is_empty()
        && from.is_none_or(|from| first(from) <= first(date))
        && to.is_none_or(|to| first(date).get(..to.len()).is_some_and(|date| date <= to))
}

/// Which things a text names: by a whole name, else by all its words in one.
fn named<'a>(text: &str, things: impl Iterator<Item = &'a [String]>) -> Vec<usize> {
    let asked = words_of(text);
    let things: Vec<Vec<Vec<String>>> = things.map(|names| names.iter().map(|name| words_of(name)).collect()).collect();
    let those = |is: &dyn Fn(&Vec<String>) -> bool| -> Vec<usize> {
        (0..things.len()).filter(|at| things[*at].iter().any(|name| !name.is_empty() && is(name))).collect()
    };
    let exact = those(&|name| *name == asked);
    if exact.is_empty() && !asked.is_empty() {
        those(&|name| asked.iter().all(|word| name.contains(word)))
    } else {
        exact
    }
}

/// Papers that two lists have, with the sum of their scores.
pub fn common_to(a: &Hits, b: &Hits) -> Hits {
    let other = |paper: u32| b.binary_search_by_key(&paper, |scored| scored.paper).ok().map(|at| b[at]);
    let both = |own: &Scored| {
        let other = other(own.paper)?;
        Some(Scored { paper: own.paper, score: own.score + other.score, strong: own.strong && other.strong })
    };
    a.iter().filter_map(both).collect()
}

/// All papers but these.
pub fn complement(papers: &[u32], count: u32) -> Vec<u32> {
    (0..count).filter(|paper| papers.binary_search(paper).is_err()).collect()
}

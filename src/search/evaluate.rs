//! Which listed papers a query asks for, decided by the archive itself: exact, in no order of relevance. Lists are made
//! by it; readers search the index.
//!
//! Where words are compared is `text`'s; here a query is made ready once, and papers are tried against it, what is
//! cheap to tell first.

mod text;

use rayon::prelude::*;

use super::query::{Atom, Condition, Group, Query, Scheme};
use super::states::{has, is};
use crate::archive::{Archive, Record};
use crate::paper::Kind;
use crate::text::date::Date;
use text::{Names, Sought, Texts};

/// The listed papers that a query asks for, in the order of the archive. A query that asks for nothing has them all.
///
/// A paper stands in a range of dates by the date of the archive's calendar; of a date that is not known to the day, the
/// first day counts. Conditions without any word in them, such as `&`, are passed over. `like:` finds nothing.
pub fn matches(archive: &Archive, query: &Query) -> Vec<u32> {
    matches_of_each(archive, std::slice::from_ref(query)).swap_remove(0)
}

/// The same of several queries, for which the words of each paper are made once.
pub fn matches_of_each(archive: &Archive, queries: &[Query]) -> Vec<Vec<u32>> {
    let ready: Vec<Ready> = queries.iter().map(|query| Ready::new(archive, query)).collect();
    let wanted_by = |index: &u32| -> Vec<u32> {
        let record = archive.paper(*index);
        let texts = Texts::new(&record.paper);
        (0..).zip(&ready).filter(|(_, query)| query.wants(*index, record, &texts)).map(|(at, _)| at).collect()
    };
    let wanted: Vec<Vec<u32>> = archive.all().par_iter().map(wanted_by).collect();
    let mut found = vec![Vec::new(); queries.len()];
    for (index, queries) in archive.all().iter().zip(wanted) {
        queries.iter().for_each(|at| found[*at as usize].push(*index));
    }
    found
}

/// A query, made ready for many papers.
struct Ready(Vec<Vec<Test>>);

impl Ready {
    fn new(archive: &Archive, query: &Query) -> Ready {
        let mut groups: Vec<Vec<Test>> = query.all.iter().filter_map(|group| ready(archive, group)).collect();
        groups.sort_by_key(|tests| tests.iter().any(|test| matches!(test.ask, Ask::Words(_))));
        Ready(groups)
    }

    fn wants(&self, index: u32, record: &Record, texts: &Texts<'_>) -> bool {
        self.0.iter().all(|tests| tests.iter().any(|test| test.ask.holds(index, record, texts) != test.not))
    }
}

/// An atom, made ready.
struct Test {
    ask: Ask,
    not: bool,
}

enum Ask {
    Words(Sought),
    Venues(Vec<u32>),
    /// Indices of papers, ascending.
    Papers(Vec<u32>),
    /// The first and the last day.
    Days(Option<Day>, Option<Day>),
    Type(Kind),
    Has(String),
    Is(String),
}

/// Year, month and day.
type Day = (i16, u8, u8);

/// The tests of a group; `None` where it asks for nothing.
fn ready(archive: &Archive, group: &Group) -> Option<Vec<Test>> {
    let test = |atom: &Atom| Some(Test { ask: Ask::new(archive, &atom.condition)?, not: atom.not });
    let tests: Vec<Test> = group.any.iter().filter_map(test).collect();
    (!tests.is_empty()).then_some(tests)
}

impl Ask {
    fn new(archive: &Archive, condition: &Condition) -> Option<Ask> {
        Some(match condition {
            Condition::Word { scope, text, prefix } => Ask::Words(Sought::word(*scope, text, *prefix)?),
            Condition::Phrase { scope, text } => Ask::Words(Sought::phrase(*scope, text)?),
            Condition::Venue { text } => Ask::Venues(venues(archive, text)),
            Condition::Topic { text } => Ask::Papers(on_topics(archive, text)),
            Condition::Date { from, to } => Ask::Days(from.map(first_day), to.map(last_day)),
            Condition::Type { text } => Ask::Type(Kind::from_word(text)?),
            Condition::Has { text } => Ask::Has(text.clone()),
            Condition::Is { text } => Ask::Is(text.clone()),
            Condition::Like { .. } => Ask::Papers(Vec::new()),
            Condition::Id { scheme, text } => Ask::Papers(identified(archive, *scheme, text)),
        })
    }

    fn holds(&self, index: u32, record: &Record, texts: &Texts<'_>) -> bool {
        let paper = &*record.paper;
        match self {
            Ask::Words(sought) => sought.stands_in(texts),
            Ask::Venues(venues) => record.venue.is_some_and(|venue| venues.contains(&venue)),
            Ask::Papers(papers) => papers.binary_search(&index).is_ok(),
            Ask::Days(from, to) => record.when.is_some_and(|when| {
                let day = first_day(when);
                from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
            }),
            Ask::Type(kind) => record.kind() == *kind,
            Ask::Has(what) => has(paper, what),
            Ask::Is(what) => is(record, what),
        }
    }
}

fn first_day(date: Date) -> Day {
    (date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1))
}

fn last_day(date: Date) -> Day {
    (date.year(), date.month().unwrap_or(12), date.day().unwrap_or(31))
}

/// The venues that a text means.
fn venues(archive: &Archive, text: &str) -> Vec<u32> {
    named(
        text,
        archive.venues.iter().map(|venue| {
            let own = [&venue.key, &venue.short, &venue.name].into_iter();
            Names::new(own.chain(&venue.names).chain(&venue.former_keys))
        }),
    )
}

/// The papers of the topics that a text means, with those of narrower topics.
fn on_topics(archive: &Archive, text: &str) -> Vec<u32> {
    let topics = named(
        text,
        archive.topics.iter().map(|topic| {
            Names::new([&topic.key, &topic.name].into_iter().chain(&topic.aliases).chain(&topic.former_keys))
        }),
    );
    let mut papers: Vec<u32> = topics.iter().flat_map(|topic| archive.by_topic().get(*topic)).copied().collect();
    papers.sort_unstable();
    papers
}

/// Which things have a name: the whole name, else, where none has, all its words.
fn named(text: &str, things: impl Iterator<Item = Names>) -> Vec<u32> {
    let things: Vec<Names> = things.collect();
    let asked = Names::new([text]);
    let those = |is: &dyn Fn(&Names) -> bool| -> Vec<u32> {
        (0..).zip(&things).filter(|(_, names)| is(names)).map(|(at, _)| at).collect()
    };
    let exact = those(&|names| names.have(&asked));
    if exact.is_empty() { those(&|names| names.hold_words_of(&asked)) } else { exact }
}

/// The papers of an identifier; those of a person have their ORCID.
fn identified(archive: &Archive, scheme: Scheme, text: &str) -> Vec<u32> {
    let same = |other: &str| other.eq_ignore_ascii_case(text);
    let those = |is: &dyn Fn(&Record) -> bool| -> Vec<u32> {
        archive.all().iter().copied().filter(|index| is(archive.paper(*index))).collect()
    };
    let found = archive.find(text).filter(|index| *index < archive.listed());
    match scheme {
        Scheme::Orcid => {
            let person = archive.authors().list().iter().position(|author| author.orcid == text);
            person.map_or_else(Vec::new, |at| archive.authors().papers.get(at as u32).to_vec())
        }
        Scheme::Doi => those(&|record| same(&record.paper.doi)),
        // A preprint's own DOI holds its arXiv id.
        Scheme::Arxiv => {
            let doi = format!("10.48550/arxiv.{text}");
            let by_id = found.into_iter().collect::<Vec<_>>();
            let own = |record: &Record| same(&record.paper.arxiv) || record.paper.doi.eq_ignore_ascii_case(&doi);
            Some(those(&own)).filter(|papers| !papers.is_empty()).unwrap_or(by_id)
        }
        Scheme::Key => match found {
            Some(index) => vec![index],
            None => those(&|record| same(&record.paper.citation_key)),
        },
    }
}

#[cfg(test)]
mod tests;

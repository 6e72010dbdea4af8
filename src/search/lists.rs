//! Lists: queries that stand in the settings, each with an order of its own.

use std::cmp::Reverse;

use super::evaluate::matches_of_each;
use super::query::{Condition, ProblemCode, Query};
use crate::archive::{Archive, Ledger, Record};
use crate::config::{List, Sort};
use crate::diagnostic::Code;
use crate::source::SETTINGS;
use crate::text::date::Date;
use crate::yaml::{On, Problem, Step};

/// The papers of each list, in its order. Where the order leaves two papers equal, the newer one comes first.
pub fn papers(archive: &Archive) -> Vec<Vec<u32>> {
    let lists = &archive.settings.lists;
    let queries: Vec<Query> = lists.iter().map(|list| Query::saved(&list.query)).collect();
    let found = matches_of_each(archive, &queries);
    lists.iter().zip(found).map(|(list, papers)| sorted(archive, list, papers)).collect()
}

fn sorted(archive: &Archive, list: &List, mut papers: Vec<u32>) -> Vec<u32> {
    match list.sort {
        Sort::Newest => {}
        Sort::Oldest => papers.sort_by_key(|paper| {
            let when = archive.paper(*paper).when;
            (when.is_none(), when)
        }),
        Sort::Upvotes => papers.sort_by_key(|paper| {
            let upvotes = archive.paper(*paper).metrics().counts.get("upvotes");
            (upvotes.is_none(), Reverse(upvotes))
        }),
        Sort::Trending => papers = trending(archive, papers),
        Sort::Title => papers.sort_by_key(|paper| &archive.paper(*paper).facts.order),
    }
    let limit = list.limit.and_then(|limit| usize::try_from(limit).ok());
    papers.truncate(limit.unwrap_or(usize::MAX));
    papers
}

/// Days after which an upvote counts half for what is trending.
pub const HALF_LIFE: u16 = 7;

/// The day of which the archive's upvotes are: the latest that is told, else the latest date of a paper that has some.
pub fn as_of(archive: &Archive) -> Option<Date> {
    let counted = || archive.papers()[..archive.listed() as usize].iter().filter(|paper| upvotes(paper) > 0);
    let told = counted().filter_map(|paper| paper.metrics().as_of).max();
    told.or_else(|| counted().filter_map(featured).max())
}

/// The papers that have upvotes, by these halved for every [`HALF_LIFE`] days from the day each was featured to that
/// of [`as_of`].
fn trending(archive: &Archive, papers: Vec<u32>) -> Vec<u32> {
    let Some(today) = as_of(archive).map(Date::days_since_1970) else { return Vec::new() };
    let mut scored: Vec<(f64, u32)> = Vec::new();
    for index in papers {
        let paper = archive.paper(index);
        if let (upvotes @ 1.., Some(day)) = (upvotes(paper), featured(paper)) {
            scored.push((upvotes as f64 * decay(today - day.days_since_1970()), index));
        }
    }
    scored.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    scored.into_iter().map(|(_, index)| index).collect()
}

/// What an upvote counts after so many days. Powers of two are exact and the rest is a table, so that every machine
/// gets the same order.
fn decay(days: i32) -> f64 {
    // 2^(-n/7) for n from 0 to 6.
    const PARTS: [f64; HALF_LIFE as usize] = [
        1.0,
        0.905_723_664_263_906_7,
        0.820_335_356_007_638,
        0.742_997_144_568_474_2,
        0.672_950_096_316_178_1,
        0.609_506_827_102_237_7,
        0.552_044_756_836_906_2,
    ];
    let days = days.max(0) as usize;
    let halvings = (days / PARTS.len()).min(1_000) as i32;
    PARTS[days % PARTS.len()] * 2f64.powi(-halvings)
}

fn upvotes(paper: &Record) -> u64 {
    paper.metrics().counts.get("upvotes").copied().unwrap_or(0)
}

/// The day a paper was featured, else the one of its publication.
fn featured(paper: &Record) -> Option<Date> {
    paper.paper.added.or(paper.when).or(paper.paper.date)
}

/// What is wrong with the queries of an archive's lists.
pub fn check(archive: &Archive) -> Ledger {
    let mut ledger = Ledger::default();
    for list in &archive.settings.lists {
        let query = Query::saved(&list.query);
        let path = || vec![Step::Key("lists"), Step::Named(list.name.clone()), Step::Key("query")];
        let mut note = |part: String, message: String, help: Option<String>| {
            let problem = Problem { code: Code::BadQuery, path: path(), on: On::Value, part, message, help };
            ledger.problems.entry(SETTINGS.to_owned()).or_default().push(problem);
        };
        for problem in &query.problems {
            let part = match problem.code {
                ProblemCode::UnknownField => format!("{}:", problem.field),
                ProblemCode::UnknownValue | ProblemCode::BadDate => problem.text.clone(),
            };
            note(part, problem.message(), problem.help());
        }
        for atom in query.all.iter().flat_map(|group| &group.any) {
            if let Condition::Like { text } = &atom.condition {
                note(format!("like:{text}"), "a list cannot ask for similar papers".to_owned(), None);
            }
        }
    }
    ledger
}

#[cfg(test)]
mod tests {
    use super::decay;

    #[test]
    fn an_upvote_counts_half_after_a_week() {
        assert_eq!([decay(-3), decay(0), decay(7), decay(70)], [1.0, 1.0, 0.5, 1.0 / 1024.0]);
        for days in 0..5_000 {
            assert!(decay(days) > decay(days + 1) && decay(days) > 0.0, "{days}");
            assert!((decay(days) - (-f64::from(days) / 7.0).exp2()).abs() < 1e-15, "{days}");
        }
        assert!(decay(i32::MAX) < 1e-300);
    }
}

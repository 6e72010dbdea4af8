//! Lists: queries that stand in the settings, each with an order of its own.

use std::cmp::Reverse;

use super::evaluate::matches_of_each;
use super::query::{Condition, ProblemCode, Query};
use crate::archive::{Archive, Ledger};
use crate::config::{List, Sort};
use crate::diagnostic::Code;
use crate::source::SETTINGS;
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
        Sort::Title => papers.sort_by_key(|paper| &archive.paper(*paper).facts.order),
    }
    let limit = list.limit.and_then(|limit| usize::try_from(limit).ok());
    papers.truncate(limit.unwrap_or(usize::MAX));
    papers
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

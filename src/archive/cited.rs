//! Papers that notes, pages and collections cite: whether the archive has them.

use std::collections::HashSet;

use super::check::did_you_mean;
use super::{Archive, Ledger, Spot, TextProblem};
use crate::diagnostic::{Code, MOST_IN_FILE};
use crate::paper::Cited;

/// Notes every paper that does not exist and is cited by a file that the archive is made of. A draft that is left out may
/// cite another.
pub fn check(cited: &[(&str, &[Cited])], archive: &Archive, ledger: &mut Ledger) {
    if cited.is_empty() {
        return;
    }
    let papers = archive.papers().iter().filter(|record| !record.paper.notes.is_empty()).map(|record| &*record.path);
    let pages = archive.pages.iter().map(|page| page.path.as_str());
    let collections = archive.collections.iter().map(|collection| collection.path.as_str());
    let shown: HashSet<&str> = papers.chain(pages).chain(collections).collect();
    for (path, cited) in cited.iter().filter(|(path, _)| shown.contains(path)) {
        let unknown = cited.iter().filter(|cited| archive.find(&cited.id).is_none());
        for Cited { id, range } in unknown.take(MOST_IN_FILE) {
            let ids = archive.papers().iter().map(|record| record.paper.id.as_str());
            let help = ledger.on(path, None, &archive.settings).suggest(|| did_you_mean(id, ids));
            ledger.texts.push(TextProblem {
                path: (*path).to_owned(),
                code: Code::UnknownPaper,
                spot: Spot::Bytes(range.clone()),
                message: format!("there is no paper `{id}`"),
                help,
            });
        }
    }
}

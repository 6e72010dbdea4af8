//! Papers that notes, pages and collections cite: whether the archive has them.

use super::check::did_you_mean;
use super::{Archive, Ledger, Spot, TextProblem};
use crate::diagnostic::{Code, MOST_IN_FILE};
use crate::paper::Cited;

/// Notes every paper that does not exist and is cited. A draft that is left out is not among the files: it may cite another.
pub fn check<'a>(cited: impl Iterator<Item = (&'a str, &'a [Cited])>, archive: &Archive, ledger: &mut Ledger) {
    for (path, cited) in cited {
        let unknown = cited.iter().filter(|cited| archive.find(&cited.id).is_none() && !archive.has_lost(&cited.id));
        for Cited { id, range } in unknown.take(MOST_IN_FILE) {
            let ids = archive.papers().iter().map(|record| record.paper.id.as_str());
            let help = ledger.on(path, None, &archive.settings).suggest(|| did_you_mean(id, ids));
            ledger.texts.push(TextProblem {
                path: path.to_owned(),
                code: Code::UnknownPaper,
                spot: Spot::Bytes(range.clone()),
                message: format!("there is no paper `{id}`"),
                help,
            });
        }
    }
}

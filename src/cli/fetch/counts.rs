//! The file of counts of one list. A line changes when its counts do, and nothing that somebody wrote is lost.

use std::collections::BTreeMap;

use crate::archive::Archive;
use crate::cli::Failure;
use crate::cli::intake::{Intake, replace};
use crate::diagnostic::{Severity, print};
use crate::paper::file::Content;
use crate::paper::{FileKind, Metrics, parse, write};
use crate::yaml::{Outline, text_of};

/// What a new file begins with.
const HEAD: &str = "# Counts of papers, written by `offprint fetch`: each with the day since which they are so.\n";

/// Counts by id.
pub struct Counts<'a> {
    archive: &'a Archive,
    path: String,
    old: String,
    /// Comments above the first line.
    head: String,
    papers: BTreeMap<String, Metrics>,
    changed: usize,
}

impl<'a> Counts<'a> {
    /// Reads `content/metrics/NAME.yaml`, where it is there.
    ///
    /// # Errors
    /// Where not all of it can be kept: it has mistakes, or comments among its lines.
    pub fn read(intake: &'a Intake, name: &str) -> Result<Counts<'a>, Failure> {
        let archive = intake.archive();
        let path = format!("content/metrics/{name}.yaml");
        let mut counts =
            Counts { archive, old: String::new(), head: HEAD.to_owned(), papers: BTreeMap::new(), changed: 0, path };
        if intake.sources().get(&counts.path).is_none() {
            return Ok(counts);
        }
        let bytes = intake.sources().bytes(&counts.path);
        let parsed = parse(FileKind::Metrics, &counts.path, bytes, &archive.rules);
        let severity = |code| archive.settings.severity(code);
        if let Some(wrong) = parsed.diagnostics.iter().find(|found| severity(found.code) == Severity::Error) {
            let told = print(wrong, Severity::Error);
            return Err(format!(
                "{} has a mistake, so it was not overwritten, and nothing was fetched\n\n{told}",
                counts.path
            ));
        }
        let text = text_of(&counts.path, bytes).map_err(|found| print(&found, Severity::Error))?;
        let text = text.replace("\r\n", "\n");
        let length = text.split_inclusive('\n').take_while(|line| line.starts_with('#') || line.trim().is_empty());
        let (head, rest) = text.split_at(length.map(str::len).sum());
        let comments = Outline::read(rest).map(|outline| !outline.head.is_empty() || !outline.comments.is_empty());
        if comments.unwrap_or(true) {
            let path = &counts.path;
            return Err(format!(
                "{path} has comments among its counts, which would be lost: move them to its first lines"
            ));
        }
        head.clone_into(&mut counts.head);
        if let Content::Metrics(list) = parsed.content {
            counts.papers = list.into_iter().map(|(_, id, metrics)| (id, metrics)).collect();
        }
        counts.old = text;
        Ok(counts)
    }

    /// Takes what was counted of a paper of the archive. Where nothing has changed, the day stays too.
    pub fn take(&mut self, id: &str, new: Metrics) {
        if new.counts.is_empty() {
            return;
        }
        // What was counted under an id that it had before would stand over what is new.
        let former = self.archive.find(id).map(|paper| &self.archive.paper(paper).paper.former_ids);
        for former in former.into_iter().flatten() {
            self.papers.retain(|known, _| !known.eq_ignore_ascii_case(former));
        }
        let known = self.papers.entry(id.to_owned()).or_default();
        let is_same = new.counts.iter().all(|(name, count)| known.counts.get(name) == Some(count));
        if !is_same {
            self.changed += 1;
            known.as_of = new.as_of;
            known.counts.extend(new.counts);
        }
    }

    /// How many papers have other counts than before.
    pub fn changed(&self) -> usize {
        self.changed
    }

    /// Writes the file, unless it is as it was.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, intake: &Intake) -> Result<(), Failure> {
        let text = write::metrics(&self.head, self.papers.iter().map(|(id, metrics)| (id.as_str(), metrics)));
        if self.papers.is_empty() || text == self.old {
            return Ok(());
        }
        replace(intake.sources().root(), &self.path, &text)
    }
}

//! Which papers and groups are files in formats for others, and what stands in these files.

use std::borrow::Cow;

use super::{Route, Scope, Site};
use crate::config::ExportFormat;
use crate::exchange::Work;
use crate::exchange::cite::Citation;
use crate::exchange::export::Extent;
use crate::paper::{Paper, Status, Target};

/// Bytes around a format on a page: its name, and that of a file for it.
const FRAME: usize = 110;

/// Authors up to whom a page holds the paper in several formats. Of a paper by hundreds it holds one alone, since each
/// format names them all once more.
const NAMES: usize = 30;

impl Site {
    /// The routes of all exports.
    pub(super) fn exports(&self) -> Vec<Route> {
        let mut routes = Vec::new();
        for paper in 0..self.archive.papers().len() as u32 {
            routes.extend(self.exports_of_paper(paper).iter().map(|format| Route::PaperExport(paper, *format)));
        }
        for scope in self.groups().into_iter().filter_map(Scope::of) {
            routes.extend(self.exports_of(scope).iter().map(|format| Route::GroupExport(scope, *format)));
        }
        routes
    }

    /// The formats in which a paper is a file beside its page.
    pub fn exports_of_paper(&self, paper: u32) -> &[ExportFormat] {
        if self.is_exported(paper) { &self.archive.settings.paper_exports } else { &[] }
    }

    /// The formats in which a paper stands on its page.
    pub fn carried(&self, paper: u32) -> &[ExportFormat] {
        let formats = &*self.archive.settings.page_exports;
        let several = self.archive.paper(paper).paper.authors.len() <= NAMES;
        if several { formats } else { &formats[..formats.len().min(1)] }
    }

    /// Bytes that all formats but the first take on a paper's page.
    pub fn weight_of_formats(&self, paper: u32) -> usize {
        let formats = self.carried(paper).iter().skip(1);
        formats.map(|format| self.brief(paper, *format).len() + FRAME).sum()
    }

    /// The formats in which a group's papers are a file, by the settings' thresholds; none where there is no paper.
    pub fn exports_of(&self, scope: Scope) -> &[ExportFormat] {
        let settings = &self.archive.settings;
        let thresholds = &settings.thresholds;
        let least = match scope {
            Scope::Author(author) if !self.has_author(author) => return &[],
            Scope::Author(_) => thresholds.author_exports,
            _ => thresholds.other_exports,
        };
        if self.members(scope.group()).len() < least.max(1) as usize { &[] } else { &settings.group_exports }
    }

    /// Whether files for others hold a paper, by what the settings say of retracted ones.
    fn is_exported(&self, paper: u32) -> bool {
        let status = self.archive.paper(paper).paper.status();
        let taken_back = matches!(status, Status::Withdrawn | Status::Retracted | Status::Removed);
        self.archive.settings.export_retracted || !taken_back
    }

    /// A work as the styles of the settings print it; where it has more authors than are named, `others` stands for them.
    pub fn citations(&self, work: &Work<'_>, others: &str) -> Vec<Citation> {
        self.citations.of(work, others)
    }

    /// A paper as an entry that another archive can take: it says itself what it has from its volume, and files beside it
    /// are addresses, or are left out where the site has none.
    pub fn portable(&self, index: u32) -> Paper {
        let record = self.archive.paper(index);
        let mut paper = Paper::clone(&record.paper);
        if record.volume.is_some() {
            paper.kind = Some(record.kind());
            paper.volume_key.clear();
            paper.section.clear();
            paper.order = None;
        }
        let elsewhere = |target: &mut Target| {
            let Target::File(file) = target else { return true };
            let url = self.file_beside(index, file).and_then(|route| self.absolute(route));
            url.map(|url| *target = Target::Url(url)).is_some()
        };
        paper.links.retain_mut(|link| elsewhere(&mut link.target));
        if paper.thumbnail.as_mut().is_some_and(|thumbnail| !elsewhere(&mut thumbnail.src)) {
            paper.thumbnail = None;
        }
        paper
    }

    /// What stands in such a file; nothing for another route. A group's file holds what citations need: abstracts would
    /// double the weight of a site, and every paper's own file has its own.
    pub(super) fn exported(&self, route: Route) -> Option<String> {
        match route {
            Route::PaperExport(paper, format) => Some(format.file([format.entry(&self.work(paper), Extent::Full)])),
            Route::GroupExport(scope, format) => {
                let members = self.members(scope.group());
                let exported = members.iter().filter(|paper| self.is_exported(**paper));
                Some(format.file(exported.map(|paper| self.brief(*paper, format))))
            }
            _ => None,
        }
    }

    /// A paper with what a citation needs. In BibTeX it stands on its page and in the files of all its groups, so that
    /// it is made once.
    pub(super) fn brief(&self, paper: u32, format: ExportFormat) -> Cow<'_, str> {
        let make = || format.entry(&self.work(paper), Extent::Brief);
        match format {
            ExportFormat::Bibtex => (&**self.bibtex[paper as usize].get_or_init(|| make().into())).into(),
            _ => make().into(),
        }
    }
}

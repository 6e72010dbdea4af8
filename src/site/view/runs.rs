//! A list's papers in runs under headings: a year's under its months, a volume's under its sections.

use super::group::Section;
use super::{Builder, Link};
use crate::site::{Group, Route};
use crate::text::date::Date;

impl<'a> Builder<'a> {
    /// Papers in runs: of a year under its months, of a volume under its sections, and so on.
    pub(super) fn sections(&self, group: Group, papers: &[u32]) -> Vec<Section<'a>> {
        let abstracts = matches!(group, Group::Day(_) | Group::Week(_));
        let dated = matches!(group, Group::Day(_) | Group::Week(_) | Group::Month(..));
        let mut sections = Vec::new();
        for run in papers.chunk_by(|a, b| self.run_key(group, *a) == self.run_key(group, *b)) {
            let section = Section::new(self.run_heading(group, run[0]), self.cards(run, abstracts));
            sections.push(Section { dated: dated || section.dated, ..section });
        }
        sections
    }

    fn run_key(&self, group: Group, paper: u32) -> (i16, u8, u8, &'a str) {
        let record = self.site.archive.paper(paper);
        let when = record.when;
        let (year, month) = (when.map_or(0, Date::year), when.and_then(Date::month).unwrap_or(0));
        match group {
            Group::All => (year, 0, 0, ""),
            Group::Year(_) => (year, month, 0, ""),
            Group::Month(..) | Group::Week(_) => (year, month, when.and_then(Date::day).unwrap_or(0), ""),
            Group::Author(_) => (record.cited_year().unwrap_or(0), 0, 0, ""),
            Group::Volume(_) => (0, 0, 0, &record.paper.section),
            _ => (0, 0, 0, ""),
        }
    }

    fn run_heading(&self, group: Group, paper: u32) -> Option<Link> {
        let archive = &*self.site.archive;
        let record = archive.paper(paper);
        let linked = |group: Group, name: String| match self.site.members(group).is_empty() {
            true => Link { name, url: None },
            false => self.link(name, Route::Group(group, 0)),
        };
        let plain = |key: &str| Link { name: self.words.get(key).to_owned(), url: None };
        match group {
            Group::All => Some(match record.when {
                Some(date) => linked(Group::Year(date.year()), date.year().to_string()),
                None => plain("without-date"),
            }),
            Group::Year(year) => {
                let dates = archive.dates();
                let month = record.when.and_then(Date::month);
                // A year of papers that give no month needs no heading to say so.
                let divided = dates.months.iter().any(|((of, _), _)| of == year);
                match month {
                    Some(month) => Some(linked(Group::Month(year, month), self.words.month(month).to_owned())),
                    None => divided.then(|| plain("without-month")),
                }
            }
            Group::Month(..) | Group::Week(_) => {
                let date = record.when?;
                match date.day() {
                    Some(_) => Some(linked(Group::Day(date), self.words.date_with_weekday(date))),
                    None => Some(plain("without-day")),
                }
            }
            Group::Author(_) => Some(match record.cited_year() {
                Some(year) => Link { name: year.to_string(), url: None },
                None => plain("without-date"),
            }),
            Group::Volume(at) => {
                let sections = &archive.volumes[at as usize].value.sections;
                let section = sections.iter().find(|section| section.key == record.paper.section)?;
                Some(Link { name: section.title.clone(), url: None })
            }
            _ => None,
        }
    }
}

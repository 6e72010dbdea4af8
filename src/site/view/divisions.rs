//! What a list of papers is divided into.

use serde::Serialize;

use super::{Builder, Entry};
use crate::site::{Group, Route};
use crate::text::date::{Date, Week};

/// Groups of one kind that a group is divided into.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Division<'a> {
    /// What they are: `years`, `months`, `weeks` or `days`.
    pub kind: &'static str,
    /// The same as a heading.
    pub name: &'a str,
    /// The groups; there is at least one.
    pub entries: Vec<Entry>,
}

/// The first and the last day of a period.
type Span = (Date, Date);

impl<'a> Builder<'a> {
    /// The divisions of a group. Where the calendar has no pages for one period, the next finer one stands in for it, so
    /// that one can come down to every date.
    pub(super) fn divisions(&self, group: Group) -> Vec<Division<'a>> {
        let archive = &*self.site.archive;
        let mut divisions = match group {
            Group::All => vec![self.years(), self.months(None), self.weeks(None), self.days(None)],
            Group::Year(year) => {
                let span = span(year, None);
                vec![self.months(Some(year)), self.weeks(span), self.days(span)]
            }
            // Its days and weeks stand in its calendar, unless days have no pages.
            Group::Month(year, month) => {
                let span = span(year, Some(month));
                let has_days = span.is_some_and(|(from, to)| archive.dates().days.between(from, to).next().is_some());
                if has_days { Vec::new() } else { vec![self.weeks(span)] }
            }
            Group::Topic(at) => vec![self.years_of(at, archive.by_topic_year(), Group::TopicYear)],
            Group::Venue(at) => vec![self.years_of(at, archive.by_venue_year(), Group::VenueYear)],
            Group::TopicYear(at, year) => vec![self.topic_months(at, year)],
            _ => Vec::new(),
        };
        divisions.retain(|division| !division.entries.is_empty());
        divisions.truncate(1);
        divisions
    }

    fn division(&self, kind: &'static str, entries: Vec<Entry>) -> Division<'a> {
        Division { kind, name: self.words.get(kind), entries }
    }

    fn years(&self) -> Division<'a> {
        let years = self.site.archive.dates().years.iter().rev();
        let entry = |(year, papers): (i16, &[u32])| self.entry(Group::Year(year), year.to_string(), papers.len());
        self.division("years", years.map(entry).collect())
    }

    fn years_of(
        &self,
        at: u32,
        years: &crate::archive::Groups<(u32, i16)>,
        make: fn(u32, i16) -> Group,
    ) -> Division<'a> {
        let own = years.between((at, i16::MIN), (at, i16::MAX)).rev();
        let entry =
            |((_, year), papers): ((u32, i16), &[u32])| self.entry(make(at, year), year.to_string(), papers.len());
        self.division("years", own.map(entry).collect())
    }

    fn months(&self, year: Option<i16>) -> Division<'a> {
        let months = self.site.archive.dates().months.iter();
        let months = months.filter(|((of, _), _)| year.is_none_or(|year| *of == year));
        let entry = |((of, month), papers): ((i16, u8), &[u32])| {
            let group = Group::Month(of, month);
            let name = if year.is_some() { self.words.month(month).to_owned() } else { self.group_name(group) };
            self.entry(group, name, papers.len())
        };
        self.division("months", months.map(entry).collect())
    }

    /// The weeks that share a day with the span.
    fn weeks(&self, span: Option<Span>) -> Division<'a> {
        let within = span.and_then(|(first, last)| Some(first.week()?..=last.week()?));
        let weeks = self.site.archive.dates().weeks.iter();
        let weeks = weeks.filter(|(week, _)| within.as_ref().is_none_or(|within| within.contains(week)));
        let entry = |(week, papers): (Week, &[u32])| {
            let group = Group::Week(week);
            let name = self.words.week(week, span.is_none());
            self.entry(group, name, papers.len())
        };
        self.division("weeks", weeks.map(entry).collect())
    }

    fn days(&self, span: Option<Span>) -> Division<'a> {
        let month = span.filter(|(first, last)| first.month() == last.month());
        let days = self.site.archive.dates().days.iter();
        let days = days.filter(|(day, _)| span.is_none_or(|(first, last)| (first..=last).contains(day)));
        let entry = |(day, papers): (Date, &[u32])| {
            let name = if month.is_some() { day.day().unwrap_or(0).to_string() } else { self.words.date(day) };
            self.entry(Group::Day(day), name, papers.len())
        };
        self.division("days", days.map(entry).collect())
    }

    fn topic_months(&self, at: u32, year: i16) -> Division<'a> {
        let months = (1..=12).map(|month| (month, Group::TopicMonth(at, year, month)));
        let months = months.filter(|(_, group)| self.site.exists(Route::Group(*group, 0)));
        let entry = |(month, group)| self.entry(group, self.words.month(month), self.site.members(group).len());
        self.division("months", months.map(entry).collect())
    }
}

fn span(year: i16, month: Option<u8>) -> Option<Span> {
    let (first, last) = month.map_or((1, 12), |month| (month, month));
    let end = (28..=31).rev().find_map(|day| Date::from_day(year, last, day))?;
    Some((Date::from_day(year, first, 1)?, end))
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn a_month_ends_on_its_last_day() {
        let text = |year, month| span(year, month).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(text(2024, Some(2)).as_deref(), Some("2024-02-01 2024-02-29"));
        assert_eq!(text(2023, None).as_deref(), Some("2023-01-01 2023-12-31"));
    }
}

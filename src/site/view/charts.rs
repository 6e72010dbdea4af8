//! How papers spread over time, in numbers that a template can draw: a year's days, and a group's years.
//!
//! Positions are counted in cells. What a cell looks like is the theme's; a page that draws says the same in text.

use serde::Serialize;

use super::Builder;
use crate::site::{Group, Route};
use crate::text::date::Date;

/// Days with papers before a year is worth drawing.
const FEWEST_DAYS: usize = 6;
/// Years with papers before a group is worth drawing, and years that it must span.
const FEWEST_YEARS: usize = 3;
const SHORTEST: u32 = 5;

/// A year's days in columns of weeks, Monday first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Calendar {
    /// The row of the year's first day, 0 for Monday.
    pub first_row: u32,
    /// The column of the last day.
    pub last_column: u32,
    /// The row of the last day.
    pub last_row: u32,
    /// The days that have papers.
    pub days: Vec<Cell>,
    /// The column in which each month begins.
    pub months: Vec<Mark>,
}

/// A day that has papers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cell {
    /// Weeks since the year's first.
    pub column: u32,
    /// 0 for Monday.
    pub row: u32,
    /// 1 to 4, of the year's fullest day.
    pub level: u32,
    /// The day's page.
    pub url: String,
    /// The day and its papers in words.
    pub text: String,
}

/// A label above a column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mark {
    /// Weeks since the year's first.
    pub column: u32,
    /// A month in short.
    pub name: String,
}

/// A group's papers by year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bars {
    /// The first year.
    pub first: i16,
    /// The last year.
    pub last: i16,
    /// Years from the first to the last, both included.
    pub years: u32,
    /// The years that have papers.
    pub bars: Vec<Bar>,
    /// The same as text: `2019: 3, 2021: 12`.
    pub text: String,
    /// What is drawn, with that text.
    pub label: String,
}

/// A year of [`Bars`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bar {
    /// Years since the first.
    pub offset: u32,
    /// 1 to 100, of the fullest year.
    pub height: u32,
}

impl Builder<'_> {
    /// The days of a year, where there are enough of them to see how they spread.
    pub(super) fn calendar(&self, group: Group) -> Option<Calendar> {
        let Group::Year(year) = group else { return None };
        let (first, last) = (Date::from_day(year, 1, 1)?, Date::from_day(year, 12, 31)?);
        let days: Vec<(Date, &[u32])> = self.site.archive.dates().days.between(first, last).collect();
        if days.len() < FEWEST_DAYS {
            return None;
        }
        let most = days.iter().map(|(_, papers)| papers.len()).max().unwrap_or(1);
        let first_row = first.weekday_index()?;
        let place = |day: Date| {
            let cells = first_row + day.day_of_year()? - 1;
            Some((cells / 7, cells % 7))
        };
        let cell = |(day, papers): (Date, &[u32])| {
            let (column, row) = place(day)?;
            let text = format!("{}, {}", self.words.date(day), self.words.count("n-papers", papers.len() as u64));
            let level = level(papers.len(), most);
            Some(Cell { column, row, level, url: self.site.href(Route::Group(Group::Day(day), 0)), text })
        };
        let mark = |month: u8| {
            let (column, row) = place(Date::from_day(year, month, 1)?)?;
            // The name stands above the first column that is all the month's.
            Some(Mark { column: column + u32::from(row > 0), name: self.words.month_short(month).to_owned() })
        };
        let (last_column, last_row) = place(last)?;
        let days = days.into_iter().filter_map(cell).collect();
        Some(Calendar { first_row, last_column, last_row, days, months: (1..=12).filter_map(mark).collect() })
    }

    /// A topic's, venue's, author's or list's papers by year, where there are years enough.
    pub(super) fn bars(&self, group: Group) -> Option<Bars> {
        let archive = &*self.site.archive;
        let count = |(_, papers): (_, &[u32])| papers.len();
        let own: Vec<(i16, usize)> = match group {
            Group::Topic(at) => {
                let years = archive.by_topic_year().between((at, i16::MIN), (at, i16::MAX));
                years.map(|group| (group.0.1, count(group))).collect()
            }
            Group::Venue(at) => {
                let years = archive.by_venue_year().between((at, i16::MIN), (at, i16::MAX));
                years.map(|group| (group.0.1, count(group))).collect()
            }
            Group::Author(_) | Group::List(_) => {
                let papers = self.site.members(group);
                let mut years: Vec<i16> = papers.iter().filter_map(|at| archive.paper(*at).cited_year()).collect();
                years.sort_unstable();
                years.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect()
            }
            _ => Vec::new(),
        };
        let bars = bars(&own)?;
        let label = self.words.fill("papers-per-year", &[("years", &bars.text)]);
        Some(Bars { label, ..bars })
    }
}

/// 1 to 4, of the fullest.
pub(super) fn level(papers: usize, most: usize) -> u32 {
    (papers * 4).div_ceil(most) as u32
}

fn bars(years: &[(i16, usize)]) -> Option<Bars> {
    let (first, last) = (years.first()?.0, years.last()?.0);
    let most = years.iter().map(|(_, count)| *count).max()?;
    let since = |year: i16| u32::try_from(i32::from(year) - i32::from(first)).unwrap_or_default();
    let span = since(last) + 1;
    if years.len() < FEWEST_YEARS || span < SHORTEST {
        return None;
    }
    let bar = |(year, count): &(i16, usize)| Bar { offset: since(*year), height: (count * 100).div_ceil(most) as u32 };
    let text: Vec<String> = years.iter().map(|(year, count)| format!("{year}: {count}")).collect();
    let bars = years.iter().map(bar).collect();
    Some(Bars { first, last, years: span, bars, text: text.join(", "), label: String::new() })
}

#[cfg(test)]
mod tests {
    use super::{Bar, bars};

    #[test]
    fn bars_leave_room_for_years_without_papers() {
        let drawn = bars(&[(2019, 1), (2020, 3), (2023, 200)]).unwrap();
        assert_eq!((drawn.years, drawn.text.as_str()), (5, "2019: 1, 2020: 3, 2023: 200"));
        let heights = [(0, 1), (1, 2), (4, 100)].map(|(offset, height)| Bar { offset, height });
        assert_eq!(drawn.bars, heights);
        assert_eq!(bars(&[(2019, 1), (2023, 3)]), None);
        assert_eq!(bars(&[(2019, 1), (2020, 3), (2021, 2)]), None);
        assert_eq!(bars(&[]), None);
    }
}

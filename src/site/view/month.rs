//! A month as a calendar: a row for each week, and for each day the number of its papers.

use serde::Serialize;

use super::Builder;
use super::charts::level;
use crate::site::{Group, Route};
use crate::text::date::Date;

/// A month's days in rows of weeks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Month<'a> {
    /// The days of the week from Monday.
    pub weekdays: Vec<Weekday<'a>>,
    /// The weeks.
    pub weeks: Vec<MonthWeek>,
}

/// A day of the week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Weekday<'a> {
    /// In full.
    pub name: &'a str,
    /// In short, as a column is headed.
    pub short: &'a str,
}

/// A week that shares a day with the month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MonthWeek {
    /// Its number.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// Its page, where it has one.
    pub url: Option<String>,
    /// Its days from Monday; 0 stands for a day of another month.
    pub days: Vec<MonthDay>,
}

/// A day of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MonthDay {
    /// 1 to 31, or 0 where the day is another month's.
    pub day: u8,
    /// Its page, where it has papers.
    pub url: Option<String>,
    /// Its papers as a person reads the number; nothing where there are none.
    pub number: String,
    /// The day and its papers in words.
    pub text: String,
    /// 1 to 4, of the month's fullest day; 0 where there are no papers.
    pub level: u32,
}

impl<'a> Builder<'a> {
    /// The calendar of a month whose days have pages.
    pub(super) fn month_calendar(&self, group: Group) -> Option<Month<'a>> {
        let Group::Month(year, month) = group else { return None };
        let archive = &*self.site.archive;
        let first = Date::from_day(year, month, 1)?;
        let last = (28..=31).rev().find_map(|day| Date::from_day(year, month, day))?;
        let most = archive.dates().days.between(first, last).map(|(_, papers)| papers.len()).max()?;
        let mut weeks: Vec<MonthWeek> = Vec::new();
        for day in (1..=31).filter_map(|day| Date::from_day(year, month, day)) {
            let column = day.weekday_index()?;
            if column == 0 || weeks.is_empty() {
                let week = day.week()?;
                let route = Route::Group(Group::Week(week), 0);
                let url = self.site.exists(route).then(|| self.site.href(route));
                let days = vec![MonthDay::default(); column as usize];
                weeks.push(MonthWeek { number: week.number, name: self.words.week(week, false), url, days });
            }
            weeks.last_mut()?.days.push(self.month_day(day, most));
        }
        let left = 7 - weeks.last()?.days.len();
        weeks.last_mut()?.days.extend(vec![MonthDay::default(); left]);
        let weekdays = self.words.weekdays().map(|(name, short)| Weekday { name, short }).collect();
        Some(Month { weekdays, weeks })
    }

    fn month_day(&self, date: Date, most: usize) -> MonthDay {
        let day = date.day().unwrap_or_default();
        let papers = self.site.archive.dates().days.get(date).len();
        if papers == 0 {
            return MonthDay { day, ..MonthDay::default() };
        }
        let count = self.words.count("n-papers", papers as u64);
        MonthDay {
            day,
            url: Some(self.site.href(Route::Group(Group::Day(date), 0))),
            number: self.words.number(papers as u64),
            text: format!("{}, {count}", self.words.date(date)),
            level: level(papers, most),
        }
    }
}

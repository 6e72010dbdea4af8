//! Papers by year, month, week and day of the archive's calendar. A paper stands where its precision allows.

use super::Record;
use super::groups::Groups;
use crate::config::Periods;
use crate::text::date::{Date, Week};

/// The groups of the calendar; those of a period that has no pages are empty.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    /// By year.
    pub years: Groups<i16>,
    /// By year and month.
    pub months: Groups<(i16, u8)>,
    /// By ISO week.
    pub weeks: Groups<Week>,
    /// By day.
    pub days: Groups<Date>,
}

impl Dates {
    /// Groups papers by their dates.
    pub fn group<'a>(papers: impl Iterator<Item = (u32, &'a Record)>, periods: Periods) -> Dates {
        let (mut years, mut months, mut weeks, mut days) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (index, record) in papers {
            let Some(date) = record.when else { continue };
            years.push((date.year(), index));
            if let Some(month) = date.month() {
                months.push(((date.year(), month), index));
            }
            if let Some(week) = date.week() {
                weeks.push((week, index));
                days.push((date, index));
            }
        }
        Dates {
            years: kept(periods.year, years),
            months: kept(periods.month, months),
            weeks: kept(periods.week, weeks),
            days: kept(periods.day, days),
        }
    }
}

fn kept<K: Ord + Copy>(wanted: bool, pairs: Vec<(K, u32)>) -> Groups<K> {
    Groups::from_pairs(if wanted { pairs } else { Vec::new() })
}

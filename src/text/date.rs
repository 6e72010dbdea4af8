//! Dates as papers have them: a year, a month or a day, with the precision that was written, never more.
//!
//! Calendar arithmetic (leap years, ISO weeks) is jiff's. This module reads no clock.

use std::fmt;

use jiff::civil;

/// A date with its precision. Ordered by its first day, a coarser date before a finer one of the same first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    /// 1 to 12, or 0 where only the year is known.
    month: u8,
    /// 1 to 31, or 0 where only the month is known.
    day: u8,
}

/// An ISO 8601 week: its own year and its number, 1 to 53.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    /// The week's year, which differs from the calendar's around New Year.
    pub year: i16,
    /// 1 to 53.
    pub number: u8,
}

impl Date {
    /// A year alone, 1 to 9999.
    pub fn from_year(year: i16) -> Option<Date> {
        (1..=9999).contains(&year).then_some(Date { year, month: 0, day: 0 })
    }

    /// A month of a year.
    pub fn from_month(year: i16, month: u8) -> Option<Date> {
        let date = Date::from_year(year)?;
        (1..=12).contains(&month).then_some(Date { month, ..date })
    }

    /// A day that exists in the Gregorian calendar.
    pub fn from_day(year: i16, month: u8, day: u8) -> Option<Date> {
        let date = Date::from_month(year, month)?;
        civil::Date::new(year, month as i8, i8::try_from(day).ok()?).ok()?;
        Some(Date { day, ..date })
    }

    /// Reads `2023`, `2023-09` or `2023-09-07`, and of a longer timestamp (`2023-09-07T…`) its day.
    pub fn parse(text: &str) -> Option<Date> {
        let day = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
        let mut parts = day.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map(|part| number(part, 2));
        let day = parts.next().map(|part| number(part, 2));
        if parts.next().is_some() || (day.is_none() && text.len() > 7) {
            return None;
        }
        match (month, day) {
            (None, _) => Date::from_year(year),
            (Some(month), None) => Date::from_month(year, month? as u8),
            (Some(month), Some(day)) => Date::from_day(year, month? as u8, day? as u8),
        }
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, where it is known.
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day of the month, where it is known.
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }

    /// The ISO week of a full date.
    pub fn week(self) -> Option<Week> {
        let week = self.civil()?.iso_week_date();
        Some(Week { year: week.year(), number: week.week() as u8 })
    }

    fn civil(self) -> Option<civil::Date> {
        civil::Date::new(self.year, self.month()? as i8, self.day()? as i8).ok()
    }

    /// Days from 1 January 1970 to the date's first day; negative before.
    pub fn days_since_1970(self) -> i32 {
        let first = civil::Date::new(self.year, self.month.max(1) as i8, self.day.max(1) as i8);
        first.and_then(|first| first.since(civil::Date::constant(1970, 1, 1))).map_or(0, |span| span.get_days())
    }

    /// The day of the week of a full date, 0 for Monday.
    pub fn weekday_index(self) -> Option<u32> {
        Some(self.civil()?.weekday().to_monday_zero_offset() as u32)
    }

    /// The day of the year of a full date, from 1.
    pub fn day_of_year(self) -> Option<u32> {
        Some(self.civil()?.day_of_year() as u32)
    }
}

/// The ISO form that was written: `2023`, `2023-09` or `2023-09-07`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month() {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day() {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl Week {
    /// Week `number` of `year`, if that year has it.
    pub fn new(year: i16, number: u8) -> Option<Week> {
        let week = Week { year, number };
        week.monday().is_some().then_some(week)
    }

    /// The week's first day.
    pub fn monday(self) -> Option<Date> {
        self.nth_day(civil::Weekday::Monday)
    }

    /// The week's last day.
    pub fn sunday(self) -> Option<Date> {
        self.nth_day(civil::Weekday::Sunday)
    }

    fn nth_day(self, weekday: civil::Weekday) -> Option<Date> {
        let date = civil::ISOWeekDate::new(self.year, i8::try_from(self.number).ok()?, weekday).ok()?.date();
        Date::from_day(date.year(), date.month() as u8, date.day() as u8)
    }
}

fn number(text: &str, digits: usize) -> Option<i16> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_is_kept() {
        for text in ["2023", "2023-09", "2023-09-07", "0987", "2024-02-29"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Date::parse("2023-09-07T04:11:00.000Z").unwrap().to_string(), "2023-09-07");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["", "23", "2023-13", "2023-02-29", "2023-9-7", "7 Sep 2023", "2023-09-07-1", "2023-", "0000", "+123"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn weeks_have_their_own_year() {
        let week = Date::parse("2024-12-30").unwrap().week().unwrap();
        assert_eq!(week, Week { year: 2025, number: 1 });
        assert_eq!(week.monday().unwrap().to_string(), "2024-12-30");
        assert_eq!(week.sunday().unwrap().to_string(), "2025-01-05");
        assert_eq!(Week::new(2023, 53), None);
        assert_eq!(Date::parse("2023").unwrap().week(), None);
    }

    #[test]
    fn days_are_counted_from_1970() {
        let days = |text: &str| Date::parse(text).unwrap().days_since_1970();
        assert_eq!(days("1970-01-01"), 0);
        assert_eq!(days("2024-03"), 19_783);
        assert_eq!(days("9999-12-31"), 2_932_896);
        assert!(days("0001") < days("1969-12-31") && days("1969-12-31") == -1);
    }

    #[test]
    fn a_coarser_date_sorts_before_its_days() {
        let mut dates = ["2023-09-07", "2023", "2024", "2023-09"].map(|t| Date::parse(t).unwrap());
        dates.sort();
        assert_eq!(dates.map(|d| d.to_string()), ["2023", "2023-09", "2023-09-07", "2024"]);
    }
}

//! Dates as BibTeX writes them, year by year and month by month, and as BibLaTeX does, in ISO 8601-2.

use super::Record;
use crate::exchange::foreign::{Coding, line};
use crate::exchange::said::year_in;
use crate::text::date::Date;

/// The first letters of months, as macros and people write them.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The date of a work, as exact as it is told.
pub(super) fn published(record: &Record) -> Option<Date> {
    iso(record.get("date")).0.or_else(|| {
        let year = year_in(&line(record.get("year"), Coding::Tex))?;
        let (month, day) = month(record.get("month"));
        let day = record.get("day").parse().ok().or(day);
        let whole = || Date::from_day(year.year(), month?, day?);
        whole().or_else(|| Date::from_month(year.year(), month?)).or(Some(year))
    })
}

/// The beginning and the end of a date, or of what is known of it: `2023-06-17/2023-06-24`, `2004-06-uu`, `1723~`.
pub(super) fn iso(text: &str) -> (Option<Date>, Option<Date>) {
    let mut ends = text.trim().split('/').map(|end| {
        let known: String = end.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
        let known = known.trim_end_matches('-');
        // A month may be a season, which is less than a year and no month.
        Date::parse(known).or_else(|| Date::parse(known.get(..4)?))
    });
    (ends.next().flatten(), ends.next().flatten())
}

/// The month, and the day where that stands beside it: `jun`, `6`, `June`, `17 # "~" # jun`, `June 17--24`.
fn month(tex: &str) -> (Option<u8>, Option<u8>) {
    let text = line(tex, Coding::Tex).to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let named = |word: &&str| MONTHS.iter().position(|month| word.starts_with(month) && !word.starts_with("mary"));
    let number = |word: &&str| word.trim_end_matches(char::is_alphabetic).parse::<u8>().ok();
    match words.iter().find_map(named) {
        Some(at) => (Some(at as u8 + 1), words.iter().find_map(number).or_else(|| joined(&text))),
        None => (words.first().and_then(number).filter(|month| (1..=12).contains(month)), None),
    }
}

/// The day in what macros have been joined to: `17jun`.
fn joined(text: &str) -> Option<u8> {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(2).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(fields: &[(&str, &str)]) -> String {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        published(&Record { fields, ..Record::default() }).map_or_else(String::new, |date| date.to_string())
    }

    #[test]
    fn dates_of_both_formats() {
        for (text, want) in [
            ("2023-06-17", "2023-06-17"),
            ("2023-06/2023-07", "2023-06"),
            ("1723~", "1723"),
            ("2004-06-uu", "2004-06"),
            ("2001-21", "2001"),
            ("", ""),
            ("soon", ""),
        ] {
            assert_eq!(date(&[("date", text)]), want);
        }
        for (month, want) in [
            ("jun", "2020-06"),
            ("6", "2020-06"),
            ("June", "2020-06"),
            ("17~jun", "2020-06-17"),
            ("June 17--24", "2020-06-17"),
            ("1st May", "2020-05-01"),
            ("13", "2020"),
            ("Spring", "2020"),
            ("", "2020"),
        ] {
            assert_eq!(date(&[("year", "{2020}"), ("month", month)]), want, "{month}");
        }
        assert_eq!(date(&[("year", "c. 1999"), ("month", "feb"), ("day", "30")]), "1999-02");
        assert_eq!(date(&[("year", "to appear")]), "");
    }
}

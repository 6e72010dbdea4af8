//! Ranges of dates: `2019`, `2019-05..2020`, `..2020`, `>2020`, `<=2020-05-03`.

use jiff::civil;

use crate::text::date::Date;

/// The first and the last year, month or day of a range; nothing where the text is none or the range is empty.
pub fn read(text: &str) -> Option<(Option<Date>, Option<Date>)> {
    let (sign, rest) = text.split_at(text.find(|c| !matches!(c, '<' | '>' | '=')).unwrap_or(text.len()));
    match sign {
        "" => between(text),
        ">=" => Some((Some(date(rest)?), None)),
        "<=" => Some((None, Some(date(rest)?))),
        ">" => Some((Some(beside(date(rest)?, 1)?), None)),
        "<" => Some((None, Some(beside(date(rest)?, -1)?))),
        _ => None,
    }
}

fn between(text: &str) -> Option<(Option<Date>, Option<Date>)> {
    let end = |text: &str| if text.is_empty() { Some(None) } else { date(text).map(Some) };
    let (from, to) = match text.split_once("..") {
        Some((from, to)) => (end(from)?, end(to)?),
        None => (Some(date(text)?), Some(date(text)?)),
    };
    match (from, to) {
        (None, None) => None,
        // A year and one of its months hold each other, whichever comes first.
        (Some(from), Some(to)) if fields(from).zip(fields(to)).find(|(a, b)| a != b).is_some_and(|(a, b)| a > b) => {
            None
        }
        range => Some(range),
    }
}

/// A date in the form it is written in, and nothing more: [`Date::parse`] also takes the day of a timestamp.
fn date(text: &str) -> Option<Date> {
    Date::parse(text).filter(|date| date.to_string() == text)
}

/// The year, the month and the day, as far as they are known.
fn fields(date: Date) -> impl Iterator<Item = i16> {
    let rest = [date.month(), date.day()].into_iter().map_while(|part| part.map(i16::from));
    std::iter::once(date.year()).chain(rest)
}

/// The year, month or day after one, or with -1 before it; nothing where the calendar ends.
fn beside(date: Date, by: i16) -> Option<Date> {
    match (date.month(), date.day()) {
        (Some(month), Some(day)) => {
            let day = civil::Date::new(date.year(), month as i8, day as i8).ok()?;
            let next = if by > 0 { day.tomorrow() } else { day.yesterday() }.ok()?;
            Date::from_day(next.year(), next.month() as u8, next.day() as u8)
        }
        (Some(month), None) => {
            let months = i32::from(date.year()) * 12 + i32::from(month) - 1 + i32::from(by);
            Date::from_month(i16::try_from(months / 12).ok()?, (months % 12) as u8 + 1)
        }
        _ => Date::from_year(date.year() + by),
    }
}

//! Dates that cannot have come in the order in which they are written.

use super::{Found, Lint};
use crate::diagnostic::Code;
use crate::paper::model::Paper;
use crate::text::date::Date;
use crate::yaml::Step;

/// The rules of a paper's dates.
pub fn paper(lint: &Lint<'_>, paper: &Paper) {
    // What was published elsewhere may have come to arXiv long after.
    let is_elsewhere = [&paper.venue, &paper.container, &paper.volume_key].into_iter().any(|text| !text.is_empty());
    if !is_elsewhere {
        for (key, date) in [("date", paper.date), ("available", paper.available), ("added", paper.added)] {
            before_arxiv(lint, key, date, &paper.arxiv);
        }
    }
    for (key, date) in
        [("date", paper.date), ("available", paper.available), ("added", paper.added), ("updated", paper.updated)]
    {
        // Printing began in 1450; nothing here knows what day it is.
        if let Some(date) = date.filter(|date| !(1450..=2100).contains(&date.year())) {
            let found = Found::new(Code::OddDate, format!("no paper is of the year {}", date.year()));
            lint.note(&[Step::Key(key)], found.help("write the year with four digits"));
        }
    }
    let order = |steps: &[Step], early: Option<Date>, late: Option<Date>, message: &str| {
        if let Some((early, late)) = early.zip(late).filter(|(early, late)| is_before(*late, *early)) {
            lint.note(steps, Found::new(Code::DateOrder, format!("{late} is before {early}, {message}")));
        }
    };
    order(&[Step::Key("updated")], paper.added, paper.updated, "when the paper was added");
    order(&[Step::Key("updated")], paper.available, paper.updated, "when it was first online");
    for (at, notice) in (0..).zip(&paper.notices) {
        let steps = [Step::Key("notices"), Step::Nth(at), Step::Key("date")];
        order(&steps, paper.published(), notice.date, "when the paper was published");
    }
    for (at, pair) in (1..).zip(paper.versions.windows(2)) {
        let steps = [Step::Key("versions"), Step::Nth(at), Step::Key("date")];
        order(&steps, pair[0].date, pair[1].date, "the date of the version above");
    }
}

/// Whether `a` is before `b` as far as both are precise.
fn is_before(a: Date, b: Date) -> bool {
    let known = |date: Date| (date.year(), date.month(), date.day());
    match (known(a), known(b)) {
        ((x, ..), (y, ..)) if x != y => x < y,
        ((_, Some(x), _), (_, Some(y), _)) if x != y => x < y,
        ((_, Some(_), Some(x)), (_, Some(_), Some(y))) => x < y,
        _ => false,
    }
}

fn before_arxiv(lint: &Lint<'_>, key: &'static str, date: Option<Date>, arxiv: &str) {
    let Some((date, given)) = date.zip(month_of(arxiv)) else { return };
    let ends = |date: Date| (date.year(), date.month().unwrap_or(12));
    let months = |(year, month): (i16, u8)| i32::from(year) * 12 + i32::from(month);
    let late = months(given) - months(ends(date));
    // What was sent in late in a month, or held back to be looked at, is given an id of the next.
    let may_have_waited = late == 1 && date.day().is_none_or(|day| day >= 15);
    if late > 0 && !may_have_waited {
        let message = format!("{date} is before {}-{:02}, when arXiv:{arxiv} was given its id", given.0, given.1);
        lint.note(&[Step::Key(key)], Found::new(Code::DateBeforeArxiv, message));
    }
}

/// The year and month in which an arXiv id was given: its first four digits, in both schemes.
fn month_of(arxiv: &str) -> Option<(i16, u8)> {
    let digits = arxiv.rsplit_once('/').map_or(arxiv, |(_, number)| number);
    let (year, month): (i16, u8) = (digits.get(..2)?.parse().ok()?, digits.get(2..4)?.parse().ok()?);
    Some((if year >= 91 { 1900 + year } else { 2000 + year }, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_compared_as_far_as_they_go() {
        let date = |text: &str| Date::parse(text).unwrap();
        assert!(is_before(date("2022"), date("2023-01")) && is_before(date("2023-08-31"), date("2023-09")));
        assert!(!is_before(date("2023"), date("2023-09")) && !is_before(date("2023-09"), date("2023-09-07")));
        assert_eq!(month_of("2309.03905"), Some((2023, 9)));
        assert_eq!(month_of("hep-th/9901001"), Some((1999, 1)));
        assert_eq!(month_of("math/0309136"), Some((2003, 9)));
    }
}

//! Venues of imported records: which the archive has, and what is to be added to its list.

use std::collections::{BTreeMap, HashMap};

use super::{ImportedVenue, Record};
use crate::paper::Venue;
use crate::text::{fold, slug};

/// The longest key that is made of a title.
const LONGEST: usize = 80;

/// The venue of a record's short and full container title, if there is one.
pub(super) fn imported_venue(short: &str, container: &str) -> Option<ImportedVenue> {
    let key = [slug(short), slug(series(container)), slug(container)].into_iter().find(|key| !key.is_empty())?;
    Some(ImportedVenue { key: legal(&key), short: short.to_owned(), container: container.to_owned() })
}

/// A key that is no address of the site itself, cut at a word.
fn legal(key: &str) -> String {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let reserved = key == "part"
        || (key.len() == 4 && digits(key))
        || (key.len() == 3 && key.starts_with('w') && digits(&key[1..]));
    if reserved {
        return format!("venue-{key}");
    }
    if key.len() <= LONGEST {
        return key.to_owned();
    }
    key[..LONGEST].rsplit_once('-').map_or(&key[..LONGEST], |(head, _)| head).to_owned()
}

/// Finds each record's venue among the `known` ones by key or spelling and lets the paper name it by its key; gives the
/// venues that are to be added, by key. Then `container` is written where it says more than the venue would print.
pub fn settle_venues(records: &mut [Record], known: &[Venue]) -> Vec<Venue> {
    let mut spellings: HashMap<String, &Venue> = HashMap::new();
    for venue in known {
        for spelling in spellings_of(venue) {
            spellings.entry(fold(spelling)).or_insert(venue);
        }
    }
    let mut titles: BTreeMap<String, Titles> = BTreeMap::new();
    for record in records.iter_mut() {
        let Some(found) = &mut record.venue else { continue };
        let words = [&found.key, &found.short, &found.container].map(|word| fold(word));
        match words.iter().filter(|word| !word.is_empty()).find_map(|word| spellings.get(word)) {
            Some(venue) => found.key.clone_from(&venue.key),
            None => titles.entry(found.key.clone()).or_default().add(found),
        }
        record.paper.venue.clone_from(&found.key);
    }
    let mut taken: Vec<String> = spellings.keys().cloned().collect();
    taken.sort_unstable();
    let new = proposed(&titles, taken);
    let by_key: HashMap<&str, &Venue> = known.iter().chain(&new).map(|venue| (venue.key.as_str(), venue)).collect();
    for record in records.iter_mut() {
        let Some(found) = &record.venue else { continue };
        let container = fold(&found.container);
        let venue = by_key.get(found.key.as_str());
        if !venue.is_some_and(|venue| spellings_of(venue).any(|spelling| fold(spelling) == container)) {
            record.paper.container.clone_from(&found.container);
        }
    }
    new
}

fn spellings_of(venue: &Venue) -> impl Iterator<Item = &String> {
    [&venue.key, &venue.name, &venue.short].into_iter().chain(&venue.names).filter(|spelling| !spelling.is_empty())
}

/// What the records of a run call one venue, and how often.
#[derive(Default)]
struct Titles {
    shorts: BTreeMap<String, usize>,
    containers: BTreeMap<String, usize>,
}

impl Titles {
    fn add(&mut self, venue: &ImportedVenue) {
        for (counts, text) in [(&mut self.shorts, &venue.short), (&mut self.containers, &venue.container)] {
            if !text.is_empty() {
                *counts.entry(text.clone()).or_default() += 1;
            }
        }
    }
}

/// One venue a key. No two share a spelling, since a spelling must mean one venue.
fn proposed(titles: &BTreeMap<String, Titles>, taken: Vec<String>) -> Vec<Venue> {
    let mut taken: std::collections::HashSet<String> = taken.into_iter().collect();
    taken.extend(titles.keys().map(|key| fold(key)));
    let mut new = Vec::with_capacity(titles.len());
    for (key, titles) in titles {
        let own = fold(key);
        let mut free = |text: &String| fold(text) == own || taken.insert(fold(text));
        let name = name(key, titles).filter(&mut free).unwrap_or_else(|| key.to_uppercase());
        let short = short(key, titles).filter(|short| *short != name).filter(&mut free).unwrap_or_default();
        new.push(Venue { key: key.clone(), name, short, ..Venue::default() });
    }
    new
}

/// The commonest of some texts, of equals the first by letter.
fn commonest<'a>(counts: impl Iterator<Item = (&'a String, &'a usize)>) -> Option<&'a String> {
    counts
        .fold(None, |best: Option<(&String, &usize)>, next| match best {
            Some(best) if best.1 >= next.1 => Some(best),
            _ => Some(next),
        })
        .map(|(text, _)| text)
}

/// The short name: what has the key's letters in a casing of its own, such as `ICML` of `icml`.
fn short(key: &str, titles: &Titles) -> Option<String> {
    let cased = |(text, _): &(&String, &usize)| slug(text) == key && *text != key;
    commonest(titles.containers.iter().filter(cased))
        .or_else(|| commonest(titles.shorts.iter().filter(|(text, _)| *text != key)))
        .cloned()
}

/// The full name: the commonest title that is more than the short one, without what belongs to one year.
fn name(key: &str, titles: &Titles) -> Option<String> {
    let full = |(text, _): &(&String, &usize)| slug(text) != key && after_proceedings(text).is_none();
    commonest(titles.containers.iter().filter(full))
        .or_else(|| commonest(titles.containers.iter().filter(|(text, _)| slug(text) != key)))
        .or_else(|| commonest(titles.containers.iter()))
        .map(|text| series(text).to_owned())
        .filter(|text| !text.is_empty())
}

/// The name of a series in the title of one of its volumes: without "Proceedings of the 41st". Where there is no number,
/// the title is that of the series itself, such as "Proceedings of the IEEE".
fn series(title: &str) -> &str {
    let Some(mut rest) = after_proceedings(title) else { return title };
    let mut numbered = false;
    while let Some((word, tail)) = rest.split_once(' ') {
        let lower = word.to_lowercase();
        let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
        let number = is_number(lower);
        if !number && !matches!(lower, "of" | "the") {
            break;
        }
        numbered |= number;
        rest = tail;
    }
    if numbered { rest } else { title }
}

fn after_proceedings(title: &str) -> Option<&str> {
    ["Pre-proceedings", "Preproceedings", "Proceedings"].iter().find_map(|word| after(title, word))
}

fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
    text[head.len()..].strip_prefix(' ')
}

/// Whether a lower-case word is a number: `2017`, `41st`, `forty-first`.
fn is_number(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "thirtieth",
        "fortieth",
        "fiftieth",
        "sixtieth",
        "seventieth",
        "eightieth",
        "ninetieth",
        "hundredth",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
    ];
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    let figure = !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(suffix, "" | "st" | "nd" | "rd" | "th");
    figure || word.split('-').all(|part| WORDS.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Paper;

    fn record(short: &str, container: &str) -> Record {
        let venue = imported_venue(short, container);
        let paper = Paper { venue: venue.as_ref().map(|v| v.key.clone()).unwrap_or_default(), ..Paper::default() };
        Record { paper, venue, ..Record::default() }
    }

    fn venue(key: &str, name: &str, short: &str) -> Venue {
        Venue { key: key.into(), name: name.into(), short: short.into(), ..Venue::default() }
    }

    #[test]
    fn a_venue_is_proposed_with_its_names() {
        let mut records = [
            record("icml", "ICML"),
            record("icml", "ICML"),
            record("icml", "International Conference on Machine Learning"),
            record("icml", "Proceedings of the 42nd International Conference on Machine Learning"),
            record("jmlr", "JMLR"),
            record("mlj", "Machine Learning"),
            record("", "Proceedings of the Forty-First Conference on Things"),
            record("", "Proceedings of The 2017 Conference on Things"),
            record("NeurIPS", "Advances in Neural Information Processing Systems"),
            record("xyz", ""),
            record("", ""),
        ];
        let new = settle_venues(&mut records, &[]);
        assert_eq!(
            new,
            [
                venue("conference-on-things", "Conference on Things", ""),
                venue("icml", "International Conference on Machine Learning", "ICML"),
                venue("jmlr", "JMLR", ""),
                venue("mlj", "Machine Learning", ""),
                venue("neurips", "Advances in Neural Information Processing Systems", "NeurIPS"),
                venue("xyz", "XYZ", ""),
            ]
        );
        let containers: Vec<&str> = records.iter().map(|record| record.paper.container.as_str()).collect();
        let full = "Proceedings of the 42nd International Conference on Machine Learning";
        let forty = "Proceedings of the Forty-First Conference on Things";
        let year = "Proceedings of The 2017 Conference on Things";
        assert_eq!(containers, ["", "", "", full, "", "", forty, year, "", "", ""]);
        assert_eq!(records[6].paper.venue, "conference-on-things");
    }

    #[test]
    fn the_archives_own_venues_are_found_by_any_spelling() {
        let nips =
            Venue { names: vec!["NeurIPS".into()], ..venue("nips", "Neural Information Processing Systems", "NIPS") };
        let mut records = [
            record("neurips", "Advances in Neural Information Processing Systems 36"),
            record("", "Neural information processing systems"),
            record("colt", "Neural Information Processing Systems"),
            record("2023", "A"),
        ];
        let new = settle_venues(&mut records, &[nips]);
        assert_eq!(
            records.iter().map(|r| r.paper.venue.as_str()).collect::<Vec<_>>(),
            ["nips", "nips", "nips", "venue-2023"]
        );
        assert_eq!(records[0].paper.container, "Advances in Neural Information Processing Systems 36");
        assert_eq!(records[1].paper.container, "");
        assert_eq!(new, [venue("venue-2023", "A", "2023")]);
    }

    #[test]
    fn no_two_venues_share_a_spelling() {
        let mut records = [record("a", "Learning"), record("b", "Learning"), record("c", "B")];
        let new = settle_venues(&mut records, &[]);
        assert_eq!(new, [venue("a", "Learning", ""), venue("b", "B", ""), venue("c", "C", "")]);
    }

    #[test]
    fn series_of_volumes() {
        for (title, name) in [
            ("Proceedings of the 41st International Conference on X", "International Conference on X"),
            ("Proceedings of Thirty Eighth Conference on X", "Conference on X"),
            ("Pre-proceedings of the Fifth Workshop on X", "Workshop on X"),
            ("Proceedings of the National Academy", "Proceedings of the National Academy"),
            ("Proceedings", "Proceedings"),
            ("Journal of X", "Journal of X"),
            ("Proceedings of the VLDB Endowment", "Proceedings of the VLDB Endowment"),
        ] {
            assert_eq!(series(title), name);
        }
        let long = imported_venue("", &"word ".repeat(40)).unwrap().key;
        assert!(long.len() <= 80 && long.ends_with("word"), "{long}");
    }
}

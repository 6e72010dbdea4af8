//! Ids for records that are to become entries.

use std::collections::HashMap;

use super::Record;
use crate::paper::identifier::is_id;
use crate::text::date::Date;
use crate::text::{plain, slug};

/// The longest id that is given; an address has to be typed now and then.
const LONGEST: usize = 100;

/// Words that tell nothing of a title.
const SMALL_WORDS: &[&str] = &[
    "a", "about", "all", "an", "and", "are", "as", "at", "be", "beyond", "by", "can", "do", "does", "for", "from",
    "how", "in", "into", "is", "it", "its", "not", "of", "on", "or", "over", "some", "that", "the", "their", "this",
    "to", "toward", "towards", "under", "using", "via", "we", "what", "when", "where", "which", "why", "with", "you",
    "your",
];

/// Gives every record an id: what its source calls it where that is legal, else its arXiv id, else surname, year and the
/// first telling word of the title. What is `taken`, or was given before, gets `-2`, `-3` and so on; case does not count.
/// The same records in the same order get the same ids.
pub fn assign_ids(records: &mut [Record], taken: impl Fn(&str) -> bool) {
    // For each id without case, the last number that was tried after it.
    let mut given: HashMap<String, u32> = HashMap::with_capacity(records.len());
    for record in records {
        let wanted = wanted(record);
        let mut id = wanted.clone();
        let mut number = given.get(&wanted.to_ascii_lowercase()).copied().unwrap_or(1);
        while given.contains_key(&id.to_ascii_lowercase()) || taken(&id) {
            number += 1;
            let suffix = format!("-{number}");
            let stem = &wanted[..wanted.len().min(LONGEST - suffix.len())];
            id = format!("{stem}{suffix}");
        }
        given.insert(wanted.to_ascii_lowercase(), number);
        given.entry(id.to_ascii_lowercase()).or_insert(1);
        record.paper.id = id;
        record.paper.id_written = true;
    }
}

fn wanted(record: &Record) -> String {
    let legal = |id: &str| is_id(id) && id.len() <= LONGEST && id != "part";
    let arxiv = record.paper.arxiv.replace('/', "-");
    [record.source_id.as_str(), &arxiv].into_iter().find(|id| legal(id)).map_or_else(|| made(record), str::to_owned)
}

/// `lovelace-1843-notes`, of what is known.
fn made(record: &Record) -> String {
    let paper = &record.paper;
    let surname = paper.authors.first().map(|author| match author.literal.is_empty() {
        true if author.name.family.is_empty() => slug(&author.name.given),
        true => slug(&author.name.family),
        false => slug(&author.literal),
    });
    let year = paper.date.or(paper.available).or(paper.added).map(Date::year);
    let title = slug(&plain(&paper.title.source));
    let word = title.split('-').find(|word| word.len() > 1 && !SMALL_WORDS.contains(word)).or(title.split('-').next());
    let parts = [
        surname.map(|surname| surname.chars().take(40).collect()),
        year.map(|year| year.to_string()),
        word.map(|word| word.chars().take(40).collect::<String>()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "paper".to_owned() } else { parts.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{Author, Marked, Paper};
    use crate::text::name::Name;

    fn record(source_id: &str, arxiv: &str, author: &str, title: &str) -> Record {
        let name = Name::parse(author);
        let authors = if name.is_empty() { vec![] } else { vec![Author { name, ..Author::default() }] };
        let title = Marked { source: title.to_owned(), ..Marked::default() };
        let date = Date::parse("2023-05-06");
        let paper = Paper { title, authors, arxiv: arxiv.to_owned(), date, ..Paper::default() };
        Record { paper, source_id: source_id.to_owned(), ..Record::default() }
    }

    fn ids(mut records: Vec<Record>, taken: &[&str]) -> Vec<String> {
        assign_ids(&mut records, |id| taken.iter().any(|taken| taken.eq_ignore_ascii_case(id)));
        records.into_iter().map(|record| record.paper.id).collect()
    }

    #[test]
    fn the_best_id_there_is() {
        let made = ids(
            vec![
                record("smith2023a", "2309.03905", "A Smith", "T"),
                record("http://zotero.org/x", "2309.03905", "A Smith", "T"),
                record("", "hep-th/9901001", "A Smith", "T"),
                record("a b", "", "Jan van der Müller-Lüdenscheidt", "On the *Nature* of $x$"),
                record("", "", "", "Of the"),
                record("", "", "韩佳明", "$\\alpha$"),
                record(&"x".repeat(101), "", "", ""),
                record("part", "", "A B", "Parts"),
            ],
            &[],
        );
        let want = [
            "smith2023a",
            "2309.03905",
            "hep-th-9901001",
            "muller-ludenscheidt-2023-nature",
            "2023-of",
            "han-jia-ming-2023-a",
            "2023",
            "b-2023-parts",
        ];
        assert_eq!(made, want);
    }

    #[test]
    fn ids_are_unique_without_case() {
        let records = || ["a", "A", "a", "a-2", "b"].map(|id| record(id, "", "X Y", "T")).to_vec();
        assert_eq!(ids(records(), &["B"]), ["a", "A-2", "a-3", "a-2-2", "b-2"]);
        assert_eq!(ids(records(), &["B"]), ids(records(), &["B"]));
        let long = "y".repeat(100);
        let made = ids(vec![record(&long, "", "", "T"), record(&long, "", "", "T")], &[]);
        assert_eq!((made[1].len(), &made[1][98..]), (100, "-2"));
    }
}

//! Who wrote what: from the names on papers to people.
//!
//! An equal ORCID is one person. Without one, papers of one name (but for case, accents and punctuation) stand on that
//! name's page. Where a name belongs to several people, each has a page of their own, and the name's page tells them
//! apart and holds the papers that nobody is known to have written.

mod identity;
mod roll;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use super::Record;
use super::groups::Groups;
use crate::memo::Uniform;
use crate::paper::{self, Person};
use crate::text::Collator;
use roll::Roll;

/// An author of the archive: a person, an organisation, or a name that several people share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// The address below `/authors/`.
    pub key: String,
    /// The name as it is printed.
    pub name: String,
    /// The name as it is sorted.
    pub sort_form: String,
    /// The name in its own script, where a paper gives it.
    pub native: String,
    /// Other spellings on papers, sorted.
    pub spellings: Vec<String>,
    /// ORCID, or empty.
    pub orcid: String,
    /// Home page, or empty.
    pub url: String,
    /// Affiliation, or empty.
    pub affiliation: String,
    /// Whether people/ has a file for it.
    pub declared: bool,
    /// Letter of the list of authors; `None` is "other".
    pub letter: Option<char>,
    /// The people of this name, where there are several.
    pub namesakes: Vec<u32>,
    /// Keys it had before, and keys of its other spellings.
    pub former_keys: Vec<String>,
}

/// What is asked of every author.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// Letter of the list of authors; `None` is "other".
    pub letter: Option<char>,
    /// Whether it has a page however few its papers are: who is declared, and a name that several people have.
    pub always: bool,
}

/// Names as papers write them, by their digests: on how many papers each stands, and one of those.
type Names<'a> = HashMap<u128, (u32, &'a paper::Author), Uniform>;

/// All authors, and who wrote which paper.
#[derive(Clone, Debug, Default)]
pub struct Authors {
    /// Papers of each, by index in the list.
    pub papers: Groups<u32>,
    roll: Arc<Roll>,
    starts: Vec<u32>,
    of_papers: Vec<u32>,
    /// Digest of all names on papers and of people/.
    digest: u128,
}

impl Authors {
    /// All of them, sorted by key.
    pub fn list(&self) -> &[Author] {
        &self.roll.list
    }

    /// Their indices, in the order of their names.
    pub fn by_name(&self) -> &[u32] {
        &self.roll.by_name
    }

    /// What decides of each whether it has a page and where it is found, side by side.
    pub fn briefs(&self) -> &[Brief] {
        &self.roll.briefs
    }

    /// The authors of a paper, in its order.
    pub fn of(&self, paper: u32) -> &[u32] {
        &self.of_papers[self.starts[paper as usize] as usize..self.starts[paper as usize + 1] as usize]
    }

    /// The author of a key.
    pub fn find(&self, key: &str) -> Option<u32> {
        self.list().binary_search_by(|author| author.key.as_str().cmp(key)).ok().map(|at| at as u32)
    }

    /// Groups the papers of an archive, of which the first `listed` count.
    ///
    /// Who is who depends on the names alone, in no order and on no paper: where they are those of `known`, that is
    /// taken over.
    pub fn group(
        records: &[Record],
        listed: usize,
        people: &[&Person],
        collator: &Collator,
        known: Option<&Authors>,
    ) -> Authors {
        let digests = || records.iter().map(|record| &record.facts.names);
        let sum = records.iter().fold(0u128, |sum, record| sum.wrapping_add(record.facts.names_sum));
        let digest = xxh3_128(format!("{sum} {people:?}").as_bytes());
        let roll = match known.filter(|known| known.digest == digest) {
            Some(known) => Arc::clone(&known.roll),
            None => {
                let mut names: Names<'_> = HashMap::with_capacity_and_hasher(2 * records.len(), Uniform::default());
                let authors = records.iter().flat_map(|record| &record.paper.authors);
                for (author, digest) in authors.zip(digests().flatten()) {
                    names.entry(*digest).or_insert((0, author)).0 += 1;
                }
                Arc::new(Roll::call(&names, people, collator))
            }
        };
        let who = |digest: &u128| roll.index[digest];
        let of_papers: Vec<u32> =
            records.par_iter().flat_map_iter(|record| record.facts.names.iter().map(who)).collect();
        let mut starts = vec![0];
        starts.extend(digests().scan(0, |end, names| {
            *end += names.len() as u32;
            Some(*end)
        }));
        let of_listed = (0..listed).map(|paper| &of_papers[starts[paper] as usize..starts[paper + 1] as usize]);
        let papers = Groups::from_lists(roll.list.len(), of_listed);
        Authors { roll, papers, starts, of_papers, digest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{Facts, Paper};
    use crate::text::name::Name;

    fn record(authors: &[(&str, &str)]) -> Record {
        let author = |(name, orcid): &(&str, &str)| paper::Author {
            name: Name::parse(name),
            orcid: (*orcid).to_owned(),
            ..paper::Author::default()
        };
        let paper = Paper { authors: authors.iter().map(author).collect(), ..Paper::default() };
        let (path, topics) = (Arc::from(""), Box::default());
        let facts = Arc::new(Facts::new(&paper, &Collator::new("en")));
        let paper = Arc::new(paper);
        Record { paper, facts, path, item: None, when: None, venue: None, volume: None, topics, merged: None }
    }

    fn group(records: &[Record], people: &[&Person]) -> Vec<(String, String, usize, usize)> {
        let authors = Authors::group(records, records.len(), people, &Collator::new("en"), None);
        let count = |at: usize| authors.papers.get(at as u32).len();
        authors
            .list()
            .iter()
            .enumerate()
            .map(|(at, a)| (a.key.clone(), a.name.clone(), count(at), a.namesakes.len()))
            .collect()
    }

    fn row(key: &str, name: &str, papers: usize, namesakes: usize) -> (String, String, usize, usize) {
        (key.into(), name.into(), papers, namesakes)
    }

    #[test]
    fn spellings_of_one_name_are_one_author() {
        let papers = [record(&[("José García", "")]), record(&[("Jose Garcia", "")]), record(&[("García, José", "")])];
        assert_eq!(group(&papers, &[]), [row("jose-garcia", "José García", 3, 0)]);
    }

    #[test]
    fn a_name_is_sorted_as_most_papers_divide_it() {
        let divided = |given: &str, family: &str| paper::Author {
            name: Name { given: given.into(), family: family.into(), ..Name::default() },
            ..paper::Author::default()
        };
        let papers = ["García Lorca", "Lorca", "García Lorca"].map(|family| {
            let given = if family == "Lorca" { "Federico García" } else { "Federico" };
            let mut record = record(&[]);
            record.paper = Arc::new(Paper { authors: vec![divided(given, family)], ..Paper::default() });
            record.facts = Arc::new(Facts::new(&record.paper, &Collator::new("en")));
            record
        });
        let authors = Authors::group(&papers, papers.len(), &[], &Collator::new("en"), None);
        assert_eq!(authors.list().len(), 1);
        assert_eq!(authors.list()[0].sort_form, "García Lorca, Federico");
    }

    #[test]
    fn an_orcid_joins_names_and_claims_the_unsigned_papers() {
        const ORCID: &str = "0000-0002-1825-0097";
        let papers = [
            record(&[("J. Carberry", ORCID)]),
            record(&[("Josiah Carberry", ORCID)]),
            record(&[("Josiah Carberry", "")]),
        ];
        assert_eq!(group(&papers, &[]), [row("josiah-carberry", "Josiah Carberry", 3, 0)]);
    }

    #[test]
    fn two_people_of_one_name_are_told_apart() {
        let papers = [
            record(&[("Wei Wang", "0000-0002-1825-0097")]),
            record(&[("Wei Wang", "0000-0002-1694-233X")]),
            record(&[("Wei Wang", "")]),
        ];
        assert_eq!(
            group(&papers, &[]),
            [
                row("wei-wang", "Wei Wang", 1, 2),
                row("wei-wang-0097", "Wei Wang", 1, 0),
                row("wei-wang-233x", "Wei Wang", 1, 0)
            ]
        );
    }

    #[test]
    fn a_declared_person_has_their_spellings() {
        let person = Person {
            key: "ada".into(),
            name: Name::parse("Ada Lovelace"),
            names: vec!["A. A. L.".into()],
            ..Person::default()
        };
        let papers = [record(&[("A. A. L.", "")]), record(&[("Ada Lovelace", "")])];
        assert_eq!(group(&papers, &[&person]), [row("ada", "Ada Lovelace", 2, 0)]);
    }

    #[test]
    fn names_that_transliterate_alike_stay_apart() {
        let papers = [record(&[("王伟", "")]), record(&[("王威", "")]), record(&[("X", "")])];
        let keys: Vec<String> = group(&papers, &[]).into_iter().map(|(key, ..)| key).collect();
        assert_eq!(keys.len(), 3);
        assert!(keys.iter().filter(|key| key.starts_with("wang-wei-")).count() == 2, "{keys:?}");
        assert!(keys.iter().any(|key| key.starts_with("x-")), "{keys:?}");
    }
}

//! Who wrote what: from the names on papers to people.
//!
//! An equal ORCID is one person. Without one, papers of one name (but for case, accents and punctuation) stand on that
//! name's page. Where a name belongs to several people, each has a page of their own, and the name's page tells them
//! apart and holds the papers that nobody is known to have written.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hasher as _;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::Record;
use super::check::reserved_person;
use super::groups::Groups;
use crate::paper::{self, Person};
use crate::text::name::Name;
use crate::text::{Collator, fold, initial, slug};

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

/// All authors, and who wrote which paper.
#[derive(Clone, Debug, Default)]
pub struct Authors {
    /// Sorted by key.
    pub list: Vec<Author>,
    /// Papers of each, by index in `list`.
    pub papers: Groups<u32>,
    /// Indices of `list` in the order of their names.
    pub by_name: Vec<u32>,
    starts: Vec<u32>,
    of_papers: Vec<u32>,
}

impl Authors {
    /// The authors of a paper, in its order.
    pub fn of(&self, paper: u32) -> &[u32] {
        &self.of_papers[self.starts[paper as usize] as usize..self.starts[paper as usize + 1] as usize]
    }

    /// The author of a key.
    pub fn find(&self, key: &str) -> Option<u32> {
        self.list.binary_search_by(|author| author.key.as_str().cmp(key)).ok().map(|at| at as u32)
    }

    /// Groups the papers of an archive, of which the first `listed` count.
    pub fn group(records: &[Record], listed: usize, people: &[&Person], collator: &Collator) -> Authors {
        let mentions: Vec<Vec<Mention>> =
            records.par_iter().map(|record| record.paper.authors.iter().map(Mention::new).collect()).collect();
        let identities = Identities::new(people, mentions.iter().flatten());
        let mut nodes: BTreeMap<Node, Seen> = BTreeMap::new();
        for (at, person) in people.iter().enumerate() {
            nodes.entry(Node::Declared(at as u32)).or_default().declare(person);
        }
        for mention in mentions.iter().flatten() {
            nodes.entry(identities.node(mention)).or_default().add(mention);
        }
        for (fold, owners) in identities.shared() {
            nodes.entry(Node::Name(fold)).or_default().owners = owners;
        }
        let (list, index) = finish(&nodes, people);
        let mut authors = Authors { starts: vec![0], ..Authors::default() };
        let mut pairs = Vec::new();
        for (paper, mentions) in mentions.iter().enumerate() {
            for mention in mentions {
                let author = index[&identities.node(mention)];
                authors.of_papers.push(author);
                if paper < listed {
                    pairs.push((author, paper as u32));
                }
            }
            authors.starts.push(authors.of_papers.len() as u32);
        }
        let mut by_name: Vec<u32> = (0..list.len() as u32).collect();
        by_name.par_sort_by_cached_key(|at| (collator.key(&list[*at as usize].sort_form), *at));
        Authors { list, by_name, papers: Groups::from_pairs(pairs), ..authors }
    }
}

/// One author of one paper, with what identifies them.
struct Mention<'a> {
    author: &'a paper::Author,
    printed: String,
    fold: String,
}

impl<'a> Mention<'a> {
    fn new(author: &'a paper::Author) -> Mention<'a> {
        let printed = author.display();
        Mention { fold: identity(&printed), printed, author }
    }
}

/// What two spellings of one name share; a name of symbols alone is itself.
fn identity(name: &str) -> String {
    let folded = fold(name);
    if folded.is_empty() { name.to_owned() } else { folded }
}

/// What stands for one author while they are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Node<'a> {
    Declared(u32),
    Orcid(&'a str),
    Name(&'a str),
}

/// How mentions are told apart.
struct Identities<'a> {
    keys: HashMap<&'a str, u32>,
    orcids: HashMap<&'a str, u32>,
    /// The people that have a name: declared ones, and the ORCIDs it was seen with.
    owners: HashMap<&'a str, BTreeSet<Node<'a>>>,
}

impl<'a> Identities<'a> {
    fn new(people: &[&'a Person], mentions: impl Iterator<Item = &'a Mention<'a>>) -> Identities<'a> {
        let numbered = || people.iter().enumerate().map(|(at, person)| (at as u32, *person));
        let keys = numbered().flat_map(|(at, person)| {
            let former = person.former_keys.iter().map(String::as_str);
            former.chain([person.key.as_str()]).map(move |key| (key, at))
        });
        let orcids = numbered().filter(|(_, person)| !person.orcid.is_empty());
        let mut identities = Identities {
            keys: keys.collect(),
            orcids: orcids.map(|(at, person)| (person.orcid.as_str(), at)).collect(),
            owners: HashMap::new(),
        };
        let mut declared: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, person) in numbered() {
            for name in person.names.iter().cloned().chain([person.name.display()]) {
                declared.entry(identity(&name)).or_default().push(at);
            }
        }
        for mention in mentions {
            let owners = identities.owners.entry(&mention.fold).or_default();
            for person in declared.get(&mention.fold).into_iter().flatten() {
                owners.insert(Node::Declared(*person));
            }
            let author = mention.author;
            if let Some(person) = identities.keys.get(author.person.as_str()) {
                owners.insert(Node::Declared(*person));
            } else if !author.orcid.is_empty() {
                owners.insert(match identities.orcids.get(author.orcid.as_str()) {
                    Some(person) => Node::Declared(*person),
                    None => Node::Orcid(&author.orcid),
                });
            }
        }
        identities
    }

    /// Whom a mention means.
    fn node(&self, mention: &'a Mention<'a>) -> Node<'a> {
        let author = mention.author;
        if let Some(person) = self.keys.get(author.person.as_str()) {
            return Node::Declared(*person);
        }
        if !author.orcid.is_empty() {
            return match self.orcids.get(author.orcid.as_str()) {
                Some(person) => Node::Declared(*person),
                None => Node::Orcid(&author.orcid),
            };
        }
        match self.owners.get(mention.fold.as_str()) {
            Some(owners) if owners.len() == 1 => owners.first().copied().unwrap_or(Node::Name(&mention.fold)),
            _ => Node::Name(&mention.fold),
        }
    }

    /// Names that several people have, with those people.
    fn shared(&self) -> impl Iterator<Item = (&'a str, Vec<Node<'a>>)> {
        self.owners
            .iter()
            .filter(|(_, owners)| owners.len() > 1)
            .map(|(fold, owners)| (*fold, owners.iter().copied().collect()))
    }
}

/// What was seen of one author.
#[derive(Default)]
struct Seen<'a> {
    spellings: BTreeMap<&'a str, (u32, String)>,
    native: &'a str,
    url: &'a str,
    organisation: bool,
    owners: Vec<Node<'a>>,
}

impl<'a> Seen<'a> {
    fn declare(&mut self, person: &'a Person) {
        for name in &person.names {
            self.spellings.entry(name).or_insert((0, name.clone()));
        }
    }

    fn add(&mut self, mention: &'a Mention<'a>) {
        let author = mention.author;
        let sort_form = || if author.literal.is_empty() { author.name.sort_form() } else { author.literal.clone() };
        self.spellings.entry(&mention.printed).or_insert_with(|| (0, sort_form())).0 += 1;
        self.organisation |= !author.literal.is_empty();
        if self.native.is_empty() {
            self.native = &author.native;
        }
        if self.url.is_empty() {
            self.url = &author.url;
        }
    }

    /// The commonest spelling; of equals the first in the alphabet.
    fn commonest(&self) -> Option<(&'a str, &str)> {
        let best = self.spellings.iter().max_by(|a, b| a.1.0.cmp(&b.1.0).then_with(|| b.0.cmp(a.0)))?;
        Some((best.0, &best.1.1))
    }
}

/// Authors sorted by key, and where each node went.
fn finish<'a>(nodes: &BTreeMap<Node<'a>, Seen<'a>>, people: &[&Person]) -> (Vec<Author>, HashMap<Node<'a>, u32>) {
    let shared: BTreeSet<&str> = nodes
        .iter()
        .filter_map(|(node, seen)| match node {
            Node::Name(fold) if !seen.owners.is_empty() => Some(*fold),
            _ => None,
        })
        .collect();
    let mut made: Vec<(Author, Node<'a>)> =
        nodes.par_iter().map(|(node, seen)| (author(*node, seen, people, &shared), *node)).collect();
    made.par_sort_by(|a, b| (&a.0.key, a.1).cmp(&(&b.0.key, b.1)));
    let mut list: Vec<Author> = Vec::with_capacity(made.len());
    let mut index = HashMap::with_capacity(made.len());
    for (mut author, node) in made {
        if list.last().is_some_and(|other| other.key == author.key) {
            author.key = format!("{}-{}", author.key, digest(&format!("{node:?}")));
        }
        index.insert(node, list.len() as u32);
        list.push(author);
    }
    // A key made unique may have left its place; sorting again needs the index to follow.
    let mut order: Vec<u32> = (0..list.len() as u32).collect();
    order.sort_by(|a, b| list[*a as usize].key.cmp(&list[*b as usize].key));
    let mut place = vec![0; list.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old as usize] = new as u32;
    }
    index.values_mut().for_each(|at| *at = place[*at as usize]);
    let mut sorted: Vec<Author> = order.iter().map(|old| std::mem::take(&mut list[*old as usize])).collect();
    for (node, seen) in nodes.iter().filter(|(_, seen)| !seen.owners.is_empty()) {
        let namesakes = seen.owners.iter().filter_map(|owner| index.get(owner).copied()).collect();
        sorted[index[node] as usize].namesakes = namesakes;
    }
    (sorted, index)
}

fn author(node: Node<'_>, seen: &Seen<'_>, people: &[&Person], shared: &BTreeSet<&str>) -> Author {
    let mut author = Author { native: seen.native.to_owned(), url: seen.url.to_owned(), ..Author::default() };
    if let Some((name, sort_form)) = seen.commonest() {
        name.clone_into(&mut author.name);
        sort_form.clone_into(&mut author.sort_form);
    }
    match node {
        Node::Declared(at) => {
            let person = people[at as usize];
            author.key.clone_from(&person.key);
            author.name = person.name.display();
            author.sort_form = person.name.sort_form();
            author.orcid.clone_from(&person.orcid);
            author.affiliation.clone_from(&person.affiliation);
            author.former_keys.clone_from(&person.former_keys);
            author.declared = true;
            if !person.url.is_empty() {
                author.url.clone_from(&person.url);
            }
        }
        Node::Orcid(orcid) => {
            author.key = key_of(&author.name);
            // A name that others have too is theirs as a page; the ORCID's last group tells this one apart.
            if shared.contains(identity(&author.name).as_str()) {
                author.key = format!("{}-{}", author.key, orcid[15..].to_ascii_lowercase());
            }
            orcid.clone_into(&mut author.orcid);
        }
        Node::Name(fold) => {
            if author.name.is_empty() {
                let name = Name::parse(fold);
                author.name = seen.owners.iter().find_map(|owner| owner_name(*owner, people)).unwrap_or(name.display());
                author.sort_form = Name::parse(&author.name).sort_form();
            }
            author.key = key_of(&author.name);
        }
    }
    author.letter = initial(&author.sort_form);
    author.spellings =
        seen.spellings.keys().filter(|name| **name != author.name).map(|name| (*name).to_owned()).collect();
    if author.namesakes.is_empty() && !matches!(node, Node::Name(_)) {
        let others = author.spellings.iter().filter(|name| !shared.contains(identity(name).as_str()));
        let keys: BTreeSet<String> = others.map(|name| key_of(name)).filter(|key| *key != author.key).collect();
        author.former_keys.extend(keys);
    }
    author
}

fn owner_name(node: Node<'_>, people: &[&Person]) -> Option<String> {
    match node {
        Node::Declared(at) => Some(people[at as usize].name.display()),
        _ => None,
    }
}

/// The address of a name. Names in scripts that have to be transliterated share too few of them, so theirs ends in a
/// digest of the name, whether or not another is there: an address must not change when a neighbour arrives.
fn key_of(name: &str) -> String {
    let slug = slug(name);
    let slug = if slug.is_empty() { "author".to_owned() } else { slug.chars().take(80).collect() };
    let latin = fold(name).is_ascii() && !fold(name).is_empty();
    if latin && !reserved_person(&slug) { slug } else { format!("{slug}-{}", digest(&identity(name))) }
}

fn digest(text: &str) -> String {
    let mut hasher = Xxh3::new();
    hasher.write(text.as_bytes());
    format!("{:04x}", hasher.finish() & 0xffff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Paper;

    fn record(authors: &[(&str, &str)]) -> Record {
        let author = |(name, orcid): &(&str, &str)| paper::Author {
            name: Name::parse(name),
            orcid: (*orcid).to_owned(),
            ..paper::Author::default()
        };
        let paper = Paper { authors: authors.iter().map(author).collect(), ..Paper::default() };
        let (path, topics) = (String::new(), Box::default());
        Record { paper, path, item: None, when: None, venue: None, volume: None, topics }
    }

    fn group(records: &[Record], people: &[&Person]) -> Vec<(String, String, usize, usize)> {
        let authors = Authors::group(records, records.len(), people, &Collator::new("en"));
        let count = |at: usize| authors.papers.get(at as u32).len();
        authors
            .list
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

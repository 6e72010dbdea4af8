//! Who a name on a paper means: telling people apart by ORCID, by people/ and by their names.

use std::collections::{BTreeSet, HashMap};

use crate::paper::{self, Person};
use crate::text::fold;

/// A name as papers write it, with what identifies its bearer.
pub struct Mention<'a> {
    /// What the papers say.
    pub author: &'a paper::Author,
    /// On how many papers it stands.
    pub count: u32,
    /// The name as it is printed.
    pub printed: String,
    fold: String,
}

impl<'a> Mention<'a> {
    /// A name that stands on `count` papers.
    pub fn new(author: &'a paper::Author, count: u32) -> Mention<'a> {
        let printed = author.display();
        Mention { fold: identity(&printed), printed, author, count }
    }
}

/// What two spellings of one name share; a name of symbols alone is itself.
pub fn identity(name: &str) -> String {
    let folded = fold(name);
    if folded.is_empty() { name.to_owned() } else { folded }
}

/// What stands for one author while they are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node<'a> {
    /// Somebody of people/, by index.
    Declared(u32),
    /// Whoever has this ORCID.
    Orcid(&'a str),
    /// Whoever has this name, folded.
    Name(&'a str),
}

/// How mentions are told apart.
pub struct Identities<'a> {
    keys: HashMap<&'a str, u32>,
    orcids: HashMap<&'a str, u32>,
    /// The people that have a name: declared ones, and the ORCIDs it was seen with.
    owners: HashMap<&'a str, BTreeSet<Node<'a>>>,
}

impl<'a> Identities<'a> {
    /// How these mentions of these people are told apart.
    pub fn new(people: &[&'a Person], mentions: impl Iterator<Item = &'a Mention<'a>>) -> Identities<'a> {
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
            let author = mention.author;
            let mut own = |node| {
                identities.owners.entry(&mention.fold).or_default().insert(node);
            };
            for person in declared.get(&mention.fold).into_iter().flatten() {
                own(Node::Declared(*person));
            }
            if let Some(person) = identities.keys.get(author.person.as_str()) {
                own(Node::Declared(*person));
            } else if !author.orcid.is_empty() {
                own(match identities.orcids.get(author.orcid.as_str()) {
                    Some(person) => Node::Declared(*person),
                    None => Node::Orcid(&author.orcid),
                });
            }
        }
        identities
    }

    /// Whom a mention means.
    pub fn node(&self, mention: &'a Mention<'a>) -> Node<'a> {
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
    pub fn shared(&self) -> impl Iterator<Item = (&'a str, Vec<Node<'a>>)> {
        self.owners
            .iter()
            .filter(|(_, owners)| owners.len() > 1)
            .map(|(fold, owners)| (*fold, owners.iter().copied().collect()))
    }
}

//! The roll of all authors: one entry for each that can be told apart, with an address that is theirs alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::identity::{Identities, Mention, Node, identity};
use super::{Author, Brief, Names};
use crate::archive::check::reserved_person;
use crate::memo::Uniform;
use crate::paper::Person;
use crate::text::name::Name;
use crate::text::{Collator, fold, initial, slug};

/// The authors behind names.
#[derive(Clone, Debug, Default)]
pub struct Roll {
    /// Sorted by key.
    pub list: Vec<Author>,
    /// What is asked of each of them.
    pub briefs: Vec<Brief>,
    /// Indices of `list` in the order of their names.
    pub by_name: Vec<u32>,
    /// Digest of a name as papers write it → the author.
    pub index: HashMap<u128, u32, Uniform>,
}

impl Roll {
    /// Calls the roll of names, each with how many papers it stands on.
    pub fn call(names: &Names<'_>, people: &[&Person], collator: &Collator) -> Roll {
        let mut mentions: Vec<(u128, Mention<'_>)> =
            names.par_iter().map(|(digest, (count, author))| (*digest, Mention::new(author, *count))).collect();
        mentions.par_sort_unstable_by_key(|(digest, _)| *digest);
        let identities = Identities::new(people, mentions.iter().map(|(_, mention)| mention));
        let mut nodes: BTreeMap<Node<'_>, Seen<'_>> = BTreeMap::new();
        for (at, person) in people.iter().enumerate() {
            nodes.entry(Node::Declared(at as u32)).or_default().declare(person);
        }
        for (_, mention) in &mentions {
            nodes.entry(identities.node(mention)).or_default().add(mention);
        }
        for (fold, owners) in identities.shared() {
            nodes.entry(Node::Name(fold)).or_default().owners = owners;
        }
        let (list, places) = finish(&nodes, people);
        let index = mentions.iter().map(|(digest, mention)| (*digest, places[&identities.node(mention)])).collect();
        let mut by_name: Vec<u32> = (0..list.len() as u32).collect();
        by_name.par_sort_by_cached_key(|at| (collator.key(&list[*at as usize].sort_form), *at));
        let brief =
            |author: &Author| Brief { letter: author.letter, always: author.declared || !author.namesakes.is_empty() };
        Roll { briefs: list.iter().map(brief).collect(), list, by_name, index }
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
        self.spellings.entry(&mention.printed).or_insert_with(|| (0, sort_form())).0 += mention.count;
        self.organisation |= !author.literal.is_empty();
        // Of several the first in the alphabet, since the names come in no order.
        for (known, other) in [(&mut self.native, &author.native), (&mut self.url, &author.url)] {
            if known.is_empty() || (!other.is_empty() && other.as_str() < *known) {
                *known = other;
            }
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
    format!("{:04x}", xxh3_64(text.as_bytes()) & 0xffff)
}

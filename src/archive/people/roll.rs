//! The roll of all authors: one entry for each that can be told apart, with an address that is theirs alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::identity::{Identities, Mention, Node, identity};
use super::{Author, Brief, Names};
use crate::archive::check::reserved_person;
use crate::memo::Uniform;
use crate::paper::{self, Person};
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
        let shared: BTreeMap<&str, Vec<Node<'_>>> = identities.shared().collect();
        // Everybody's node with their mentions; who is declared and a name that is shared are there without any too.
        let mut rows: Vec<(Node<'_>, Option<usize>)> =
            mentions.par_iter().enumerate().map(|(at, (_, mention))| (identities.node(mention), Some(at))).collect();
        rows.extend((0..people.len() as u32).map(|person| (Node::Declared(person), None)));
        rows.extend(shared.keys().map(|fold| (Node::Name(fold), None)));
        rows.par_sort_unstable();
        let runs: Vec<&[(Node<'_>, Option<usize>)]> = rows.chunk_by(|a, b| a.0 == b.0).collect();
        let made: Vec<Author> = runs
            .par_iter()
            .map(|run| {
                let seen =
                    Seen::new(run[0].0, run.iter().filter_map(|(_, at)| Some(&mentions[(*at)?].1)), people, &shared);
                author(run[0].0, &seen, people, &shared)
            })
            .collect();
        let nodes: Vec<Node<'_>> = runs.iter().map(|run| run[0].0).collect();
        let (list, places) = settle(made, &nodes, &shared);
        let mut index = HashMap::with_capacity_and_hasher(mentions.len(), Uniform::default());
        for (run, place) in runs.iter().zip(&places) {
            index.extend(run.iter().filter_map(|(_, at)| Some((mentions[(*at)?].0, *place))));
        }
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
    spellings: Vec<Spelling<'a>>,
    native: &'a str,
    url: &'a str,
    owners: &'a [Node<'a>],
}

/// One spelling of an author's name.
struct Spelling<'a> {
    text: &'a str,
    /// On how many papers.
    count: u32,
    /// What the papers say; nothing where only people/ has it.
    author: Option<&'a paper::Author>,
}

impl<'a> Seen<'a> {
    fn new(
        node: Node<'a>,
        mentions: impl Iterator<Item = &'a Mention<'a>>,
        people: &[&'a Person],
        shared: &'a BTreeMap<&str, Vec<Node<'a>>>,
    ) -> Seen<'a> {
        let mut seen = Seen::default();
        match node {
            Node::Declared(at) => {
                let names = people[at as usize].names.iter();
                seen.spellings.extend(names.map(|text| Spelling { text, count: 0, author: None }));
            }
            Node::Name(fold) => seen.owners = shared.get(fold).map(Vec::as_slice).unwrap_or_default(),
            Node::Orcid(_) => {}
        }
        for mention in mentions {
            let author = mention.author;
            seen.spellings.push(Spelling { text: &mention.printed, count: mention.count, author: Some(author) });
            // Of several the first in the alphabet, since the names come in no order.
            for (known, other) in [(&mut seen.native, &author.native), (&mut seen.url, &author.url)] {
                if known.is_empty() || (!other.is_empty() && other.as_str() < *known) {
                    *known = other;
                }
            }
        }
        // One text may have been divided into parts in several ways; the commonest stands for all of them.
        seen.spellings.sort_by(|a, b| {
            let by_count = || b.count.cmp(&a.count);
            a.text.cmp(b.text).then_with(by_count).then_with(|| a.sort_form().cmp(&b.sort_form()))
        });
        seen.spellings.dedup_by(|later, first| {
            let same = later.text == first.text;
            first.count += if same { later.count } else { 0 };
            same
        });
        seen
    }

    /// The commonest spelling, and how it is sorted; of equals the first in the alphabet.
    fn commonest(&self) -> Option<(&'a str, String)> {
        let best = self.spellings.iter().max_by(|a, b| a.count.cmp(&b.count).then_with(|| b.text.cmp(a.text)))?;
        Some((best.text, best.sort_form()))
    }
}

impl Spelling<'_> {
    fn sort_form(&self) -> String {
        match self.author {
            Some(author) if author.literal.is_empty() => author.name.sort_form(),
            Some(author) => author.literal.clone(),
            None => self.text.to_owned(),
        }
    }
}

/// Authors sorted by key, no two of which are equal, and where that of each node is.
fn settle(made: Vec<Author>, nodes: &[Node<'_>], shared: &BTreeMap<&str, Vec<Node<'_>>>) -> (Vec<Author>, Vec<u32>) {
    let mut rows: Vec<(Author, u32)> = made.into_iter().zip(0..).collect();
    let in_order = |a: &(Author, u32), b: &(Author, u32)| (&a.0.key, a.1).cmp(&(&b.0.key, b.1));
    rows.par_sort_unstable_by(in_order);
    let later: Vec<usize> = (1..rows.len()).filter(|at| rows[*at].0.key == rows[at - 1].0.key).collect();
    for at in &later {
        let (author, node) = &mut rows[*at];
        author.key = format!("{}-{}", author.key, digest(&format!("{:?}", nodes[*node as usize])));
    }
    if !later.is_empty() {
        rows.par_sort_unstable_by(in_order);
    }
    let mut places = vec![0; rows.len()];
    for ((_, node), place) in rows.iter().zip(0..) {
        places[*node as usize] = place;
    }
    let mut list: Vec<Author> = rows.into_iter().map(|(author, _)| author).collect();
    let place = |node: &Node<'_>| nodes.binary_search(node).ok().map(|at| places[at]);
    for (fold, owners) in shared {
        if let Some(at) = place(&Node::Name(fold)) {
            list[at as usize].namesakes = owners.iter().filter_map(place).collect();
        }
    }
    (list, places)
}

fn author(node: Node<'_>, seen: &Seen<'_>, people: &[&Person], shared: &BTreeMap<&str, Vec<Node<'_>>>) -> Author {
    let mut author = Author { native: seen.native.to_owned(), url: seen.url.to_owned(), ..Author::default() };
    if let Some((name, sort_form)) = seen.commonest() {
        name.clone_into(&mut author.name);
        author.sort_form = sort_form;
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
            if shared.contains_key(identity(&author.name).as_str()) {
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
    let others = seen.spellings.iter().map(|spelling| spelling.text).filter(|text| *text != author.name);
    author.spellings = others.map(str::to_owned).collect();
    if author.namesakes.is_empty() && !matches!(node, Node::Name(_)) {
        let others = author.spellings.iter().filter(|name| !shared.contains_key(identity(name).as_str()));
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
    let folded = fold(name);
    let latin = folded.is_ascii() && !folded.is_empty();
    if latin && !reserved_person(&slug) { slug } else { format!("{slug}-{}", digest(&identity(name))) }
}

fn digest(text: &str) -> String {
    format!("{:04x}", xxh3_64(text.as_bytes()) & 0xffff)
}

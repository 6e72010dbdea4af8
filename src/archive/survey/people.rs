//! People: one ORCID with two names, one name in two orders, and those of people/ who have written nothing.

use std::collections::{HashMap, HashSet};

use super::in_order_of_files;
use crate::archive::{Archive, Filed, Ledger};
use crate::diagnostic::Code;
use crate::paper::{self, Person};
use crate::text::fold;
use crate::yaml::Step;

/// What is wrong with names in comparison with others.
pub fn check(archive: &Archive, ledger: &mut Ledger) {
    orcids(archive, ledger);
    swapped(archive, ledger);
}

fn orcids(archive: &Archive, ledger: &mut Ledger) {
    let mut names: HashMap<&str, Vec<String>> = HashMap::new();
    let mut declared: HashMap<&str, &str> = HashMap::new();
    for Filed { value: Person { orcid, name, names: spellings, .. }, path } in &archive.people {
        if orcid.is_empty() {
            continue;
        }
        if let Some(other) = declared.insert(orcid, path) {
            let message = format!("{orcid} is also the ORCID of {other}");
            let help = Some("one person has one file, with all names".to_owned());
            let mut findings = ledger.on(path, None, &archive.settings);
            findings.note(vec![Step::Key("orcid")], Code::OrcidTwoNames, message, help);
        }
        names.entry(orcid).or_default().extend(spellings.iter().cloned().chain([name.display()]));
    }
    for at in in_order_of_files(archive) {
        let record = archive.paper(at);
        let with_orcid = (0..).zip(&record.paper.authors).filter(|(_, author)| !author.orcid.is_empty());
        for (nth, author) in with_orcid {
            let shown = author.display();
            let known = names.entry(&author.orcid).or_default();
            let stands_twice = record.paper.authors[..nth as usize].iter().any(|other| other.orcid == author.orcid);
            match known.first() {
                // Two of one paper are told where the entry is read.
                Some(_) if stands_twice || known.iter().any(|name| may_be_one(name, &shown)) => {}
                Some(other) => {
                    let message =
                        format!("{} stands beside `{shown}` here and beside `{other}` elsewhere", author.orcid);
                    let steps = vec![Step::Key("authors"), Step::Nth(nth), Step::Key("orcid")];
                    let help = Some("if both are one person, write both names in content/people".to_owned());
                    let mut findings = ledger.on(&record.path, record.item, &archive.settings);
                    findings.note(steps, Code::OrcidTwoNames, message, help);
                    continue;
                }
                None => {}
            }
            if !known.contains(&shown) {
                known.push(shown);
            }
        }
    }
}

/// Whether two names can be one person's: they share a word, or are of two scripts.
fn may_be_one(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    let shares = || a.split(' ').any(|word| word.len() > 2 && b.split(' ').any(|other| other == word));
    a == b || a.is_ascii() != b.is_ascii() || shares()
}

/// Names of two words that somebody else has in the other order, where both are most likely one person, and not Li Wei
/// and Wei Li: the other stands in people/, or has written more and with the same people, or nobody but these two has
/// either word in its place.
fn swapped(archive: &Archive, ledger: &mut Ledger) {
    let authors = archive.authors();
    let list = authors.list();
    let mut by_name: HashMap<(&str, &str), u32> = HashMap::new();
    let mut begins: HashMap<&str, u32> = HashMap::new();
    let mut ends: HashMap<&str, u32> = HashMap::new();
    for (author, at) in list.iter().zip(0..) {
        if let Some(words) = two_words(&author.name) {
            by_name.insert(words, at);
        }
        let words = author.name.split_once(' ').zip(author.name.rsplit_once(' '));
        if let Some(((first, _), (_, last))) = words {
            *begins.entry(first).or_default() += 1;
            *ends.entry(last).or_default() += 1;
        }
    }
    let is_rare = |words: &HashMap<&str, u32>, word: &str| words.get(word).is_none_or(|count| *count <= 1);
    for ((first, second), at) in &by_name {
        let Some(other) = by_name.get(&(*second, *first)).filter(|_| first != second) else { continue };
        let (own, theirs) = (authors.papers.get(*at), authors.papers.get(*other));
        let (own_rare, their_rare) =
            ([is_rare(&begins, first), is_rare(&ends, second)], [is_rare(&begins, second), is_rare(&ends, first)]);
        let declared = list[*other as usize].declared && !list[*at as usize].declared;
        let known = theirs.len() > own.len() && own_rare.contains(&true) && share_people(archive, (*at, *other));
        let alone = own_rare == [true, true] && their_rare == [true, true];
        let is_later = || latest(archive, own) > latest(archive, theirs);
        let less = own.len() < theirs.len() || (own.len() == theirs.len() && is_later());
        if own.iter().any(|paper| theirs.contains(paper)) || !(declared || known || (alone && less)) {
            continue;
        }
        for paper in own {
            let record = archive.paper(*paper);
            let Some(nth) = authors.of(*paper).iter().position(|author| author == at) else { continue };
            let name = record.paper.authors[nth].display();
            let right = &list[*other as usize].name;
            let message = format!("`{name}` is elsewhere in this archive `{right}`");
            let steps = vec![Step::Key("authors"), Step::Nth(nth as u32)];
            let mut findings = ledger.on(&record.path, record.item, &archive.settings);
            findings.note(steps, Code::SwappedName, message, Some(format!("if both are one person, write `{right}`")));
        }
    }
}

/// Whether two authors have written with the same people.
fn share_people(archive: &Archive, (one, other): (u32, u32)) -> bool {
    let authors = archive.authors();
    let with = |author: u32| -> HashSet<u32> {
        let papers = authors.papers.get(author).iter();
        papers.flat_map(|paper| authors.of(*paper)).copied().filter(|with| *with != author).collect()
    };
    !with(one).is_disjoint(&with(other))
}

/// The last of some papers in the order of files.
fn latest<'a>(archive: &'a Archive, papers: &[u32]) -> Option<(&'a str, Option<u32>)> {
    papers.iter().map(|paper| archive.paper(*paper)).map(|record| (&*record.path, record.item)).max()
}

fn two_words(name: &str) -> Option<(&str, &str)> {
    name.split_once(' ').filter(|(first, second)| !second.contains(' ') && first.len() > 1 && second.len() > 1)
}

/// People of people/ who stand on no paper, neither as authors nor as editors.
///
/// `is_used` tells whether a file that could not be read speaks of them.
pub fn unused(archive: &Archive, is_used: &dyn Fn(&[&str]) -> bool, ledger: &mut Ledger) {
    let authors = archive.authors();
    let has_papers = |person: &Person| authors.find(&person.key).is_some_and(|at| !authors.papers.get(at).is_empty());
    let silent = || archive.people.iter().filter(|person| !has_papers(&person.value));
    if silent().next().is_none() {
        return;
    }
    let of_papers = archive.papers().iter().flat_map(|record| record.paper.authors.iter().chain(&record.paper.editors));
    let on_papers: Vec<&paper::Author> =
        of_papers.chain(archive.volumes.iter().flat_map(|volume| &volume.value.editors)).collect();
    let keys: HashSet<&str> = on_papers.iter().map(|author| author.person.as_str()).collect();
    let orcids: HashSet<&str> = on_papers.iter().map(|author| author.orcid.as_str()).collect();
    let names: HashSet<String> = on_papers.iter().map(|author| fold(&author.display())).collect();
    for person in silent() {
        let Person { key, name, names: spellings, orcid, former_keys, .. } = &person.value;
        let mut own = spellings.iter().cloned().chain([name.display()]);
        let known = keys.contains(key.as_str())
            || former_keys.iter().any(|key| keys.contains(key.as_str()))
            || (!orcid.is_empty() && orcids.contains(orcid.as_str()))
            || own.any(|name| names.contains(&fold(&name)));
        if !known && !name.is_empty() && !is_used(&[key, &name.family, orcid]) {
            let message = format!("nobody named `{}` has written a paper of this archive", name.display());
            ledger.on(&person.path, None, &archive.settings).note(Vec::new(), Code::UnusedPerson, message, None);
        }
    }
}

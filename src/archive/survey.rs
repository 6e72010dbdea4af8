//! What is wrong with no record alone and shows when all of them are compared: works that stand twice, people with two
//! names, things that nothing uses.
//!
//! It is asked for once the archive is put together, and a preview does not wait for it.

mod likeness;
mod people;

use std::collections::{HashMap, HashSet};

use super::{Archive, Ledger, Record};
use crate::diagnostic::Code;
use crate::source::Sources;
use crate::text::fold;
use crate::yaml::Step;

/// Every such problem of an archive that was read from these files.
pub fn survey(archive: &Archive, sources: &Sources) -> Ledger {
    let mut ledger = Ledger::default();
    citation_keys(archive, &mut ledger);
    likeness::check(archive, &mut ledger);
    people::check(archive, &mut ledger);
    unused(archive, sources, &mut ledger);
    ledger
}

/// Papers in the order of their files, in which the later of two is the one that is told.
fn in_order_of_files(archive: &Archive) -> Vec<u32> {
    let mut order: Vec<u32> = (0..archive.papers().len() as u32).collect();
    let place = |at: &u32| {
        let record = archive.paper(*at);
        (&*record.path, record.item)
    };
    order.sort_unstable_by(|a, b| place(a).cmp(&place(b)));
    order
}

/// `a` and `b`, the one whose file comes first before the other.
fn earlier_first<'a>(a: &'a Record, b: &'a Record) -> (&'a Record, &'a Record) {
    if (&*a.path, a.item) <= (&*b.path, b.item) { (a, b) } else { (b, a) }
}

/// Keys that entries write themselves; the id, which stands for it elsewhere, is compared where entries are put together.
fn citation_keys(archive: &Archive, ledger: &mut Ledger) {
    let written = |record: &Record| !record.paper.citation_key.is_empty();
    if !archive.papers().iter().any(written) {
        return;
    }
    let mut first: HashMap<String, &Record> = HashMap::new();
    let of = |record: &Record| match record.paper.citation_key.is_empty() {
        true => record.paper.id.to_lowercase(),
        false => record.paper.citation_key.to_lowercase(),
    };
    // Those that have a key by their id come first, since theirs cannot be mended without moving a page.
    let (own, by_id): (Vec<u32>, Vec<u32>) =
        in_order_of_files(archive).into_iter().partition(|at| written(archive.paper(*at)));
    for at in by_id.into_iter().chain(own) {
        let record = archive.paper(at);
        match first.get(&of(record)) {
            Some(other) if written(record) => {
                let message =
                    format!("`{}` is also the citation key of `{}`", record.paper.citation_key, other.paper.id);
                let help = Some(format!("that is {}", other.path));
                let mut findings = ledger.on(&record.path, record.item, &archive.settings);
                findings.note(vec![Step::Key("citation-key")], Code::DuplicateCitationKey, message, help);
            }
            Some(_) => {}
            None => drop(first.insert(of(record), record)),
        }
    }
}

/// Topics, venues, volumes and people of whom no paper knows, not even one that could not be read.
fn unused(archive: &Archive, sources: &Sources, ledger: &mut Ledger) {
    let is_used = |words: &[&str]| archive.lost.speaks_of(sources, words);
    let settings = &archive.settings;
    let records = archive.papers();
    let mut topics = vec![false; archive.topics.len()];
    let tree = archive.topic_tree();
    let mut above: Vec<u32> = records.iter().flat_map(|record| record.topics.iter().copied()).collect();
    while let Some(topic) = above.pop() {
        if !std::mem::replace(&mut topics[topic as usize], true) {
            above.extend(&tree.parents[topic as usize]);
        }
    }
    let silent = archive.topics.iter().zip(&topics).filter(|(_, used)| !**used).map(|(topic, _)| topic);
    for topic in silent.filter(|topic| !is_used(&[&topic.key])) {
        let message = format!("no paper has the topic `{}`", topic.key);
        let step = vec![Step::Named(topic.key.clone())];
        ledger.on("content/topics.yaml", None, settings).note_key(step, Code::UnusedTopic, message, None);
    }
    let named: HashSet<u32> = records.iter().filter_map(|record| record.venue).collect();
    let by_volumes: HashSet<String> = archive.volumes.iter().map(|volume| fold(&volume.value.venue)).collect();
    for (_, venue) in (0..).zip(&archive.venues).filter(|(at, _)| !named.contains(at)) {
        let spellings = [&venue.key, &venue.short, &venue.name];
        let mut spellings = spellings.into_iter().chain(&venue.names).map(String::as_str);
        let words: Vec<&str> = spellings.clone().collect();
        if !spellings.any(|spelling| by_volumes.contains(&fold(spelling))) && !is_used(&words) {
            let message = format!("no paper or volume names the venue `{}`", venue.key);
            let step = vec![Step::Named(venue.key.clone())];
            ledger.on("content/venues.yaml", None, settings).note_key(step, Code::UnusedVenue, message, None);
        }
    }
    let filled: HashSet<u32> = records.iter().filter_map(|record| record.volume).collect();
    let empty = (0..).zip(&archive.volumes).filter(|(at, _)| !filled.contains(at)).map(|(_, volume)| volume);
    // One without a title is told already.
    let empty = empty.filter(|volume| !volume.value.title.is_empty());
    for volume in empty.filter(|volume| !is_used(&[&volume.value.key])) {
        let message = format!("no paper stands in the volume `{}`", volume.value.key);
        ledger.on(&volume.path, None, settings).note(Vec::new(), Code::UnusedVolume, message, None);
    }
    people::unused(archive, &is_used, ledger);
}

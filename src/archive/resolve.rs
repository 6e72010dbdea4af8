//! References by name: spellings of venues, keys of topics and volumes.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Filed;
use super::check::{Findings, Ledger, did_you_mean, reserved};
use crate::config::Settings;
use crate::diagnostic::Code;
use crate::paper::{Topic, TopicList, Venue};
use crate::text::{fold, slug};
use crate::yaml::Step;

/// Every venue and how it is spelled.
#[derive(Debug, Default)]
pub struct Venues {
    /// By key.
    pub list: Vec<Venue>,
    /// As papers write it, and folded.
    spellings: HashMap<String, u32>,
    /// Keys of those that venues.yaml declares.
    declared: HashSet<String>,
}

impl Venues {
    /// The declared venues, and one for each name that papers use and none of them has.
    pub fn new<'a>(
        declared: Vec<(u32, String, Venue)>,
        used: impl Iterator<Item = &'a str>,
        ledger: &mut Ledger,
        settings: &Settings,
    ) -> Venues {
        let mut keys: HashMap<String, String> = HashMap::new();
        let mut list: BTreeMap<String, Venue> = BTreeMap::new();
        for (at, path, venue) in declared {
            let mut findings = ledger.on(&path, None, settings);
            if reserved(&venue.key) {
                let message = format!("`{}` is an address of the site itself", venue.key);
                findings.note_key(vec![Step::Nth(at)], Code::ReservedKey, message, None);
                continue;
            }
            let own = [&venue.key, &venue.name, &venue.short];
            for spelling in own.into_iter().chain(&venue.names).chain(&venue.former_keys).filter(|s| !s.is_empty()) {
                let other = keys.entry(fold(spelling)).or_insert_with(|| venue.key.clone());
                if *other != venue.key {
                    let message = format!("`{spelling}` is also a spelling of the venue `{other}`");
                    findings.note(vec![Step::Nth(at)], Code::DuplicateName, message, None);
                }
            }
            list.insert(venue.key.clone(), venue);
        }
        let declared: HashSet<String> = list.keys().cloned().collect();
        let mut seen: HashSet<&str> = HashSet::default();
        let spelled: Vec<(&str, String)> =
            used.filter(|name| seen.insert(*name)).map(|name| (name, fold(name))).collect();
        for (name, folded) in &spelled {
            let name = *name;
            keys.entry(folded.clone()).or_insert_with(|| {
                let key = derived_key(name);
                list.entry(key.clone()).or_insert_with(|| Venue {
                    key: key.clone(),
                    name: name.to_owned(),
                    ..Venue::default()
                });
                key
            });
        }
        let list: Vec<Venue> = list.into_values().collect();
        let index = |key: &String| list.binary_search_by(|venue| venue.key.cmp(key)).ok().map(|at| at as u32);
        let spellings = spelled
            .into_iter()
            .filter_map(|(name, folded)| Some((name.to_owned(), index(keys.get(&folded)?)?)))
            .collect();
        Venues { list, spellings, declared }
    }

    /// The venue that is meant by a spelling. Where venues are declared, and `is_own` says that the spelling stands in
    /// the record itself, one that is not among them is noted.
    pub fn look_up(&self, name: &str, is_own: bool, findings: &mut Findings<'_>) -> Option<u32> {
        let at = self.spellings.get(name).copied()?;
        if is_own && !self.declared.is_empty() && !self.declared.contains(&self.list[at as usize].key) {
            let declared = self.list.iter().filter(|venue| self.declared.contains(&venue.key));
            let spellings =
                || declared.clone().flat_map(|v| [&v.short, &v.name].into_iter().chain(&v.names).chain([&v.key]));
            let near = || did_you_mean(name, spellings().map(String::as_str).filter(|spelling| !spelling.is_empty()));
            let help = findings.suggest(near).or_else(|| Some("add it to content/venues.yaml".to_owned()));
            let message = format!("venues.yaml has no venue `{name}`");
            findings.note(vec![Step::Key("venue")], Code::UndeclaredVenue, message, help);
        }
        Some(at)
    }
}

fn derived_key(name: &str) -> String {
    let key = slug(name);
    match key.is_empty() || reserved(&key) {
        true => format!("venue-{key}").trim_end_matches('-').to_owned(),
        false => key.chars().take(100).collect::<String>().trim_end_matches('-').to_owned(),
    }
}

/// Every topic and the words that mean it.
#[derive(Debug, Default)]
pub struct Topics {
    /// By key.
    pub list: Vec<Topic>,
    former: HashMap<String, String>,
    aliases: HashMap<String, String>,
    closed: bool,
}

impl Topics {
    /// The declared topics, and, where the list is open, those that papers use.
    pub fn new<'a>(
        declared: Option<&Filed<TopicList>>,
        used: impl Iterator<Item = &'a str>,
        ledger: &mut Ledger,
        settings: &Settings,
    ) -> Topics {
        let mut topics = Topics::default();
        let mut list: BTreeMap<String, Topic> = BTreeMap::new();
        if let Some(Filed { value: declared, path }) = declared {
            topics.closed = declared.closed;
            let places = declared.topics.iter().map(|(at, topic)| (*at, topic.key.clone())).collect::<Vec<_>>();
            let mut claimed = HashMap::new();
            for (at, topic) in declared.topics.iter().cloned() {
                if reserved(&topic.key) {
                    let message = format!("`{}` is an address of the site itself", topic.key);
                    ledger.on(path, None, settings).note_key(vec![Step::Nth(at)], Code::ReservedKey, message, None);
                    continue;
                }
                claim(&mut claimed, &topic, at, &mut ledger.on(path, None, settings));
                topics.former.extend(topic.former_keys.iter().map(|former| (former.clone(), topic.key.clone())));
                topics.aliases.extend(topic.aliases.iter().map(|alias| (fold(alias), topic.key.clone())));
                list.insert(topic.key.clone(), topic);
            }
            check_tree(path, &places, &list, ledger, settings);
        }
        if !topics.closed {
            let mut seen: HashSet<&str> = HashSet::default();
            for key in used.filter(|key| seen.insert(*key) && !reserved(key)) {
                if !topics.former.contains_key(key) && !list.contains_key(key) {
                    let name = key.replace('-', " ");
                    list.insert(key.to_owned(), Topic { key: key.to_owned(), name, ..Topic::default() });
                }
            }
        }
        topics.list = list.into_values().collect();
        topics
    }

    /// Whether there are no others.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// The topic of a key or former key.
    pub fn find(&self, key: &str) -> Option<u32> {
        let key = self.former.get(key).map_or(key, String::as_str);
        self.list.binary_search_by(|topic| topic.key.as_str().cmp(key)).ok().map(|at| at as u32)
    }

    /// What to write instead of a key that is none.
    pub fn suggest(&self, key: &str) -> Option<String> {
        match self.aliases.get(&fold(key)) {
            Some(key) => Some(format!("write `{key}`")),
            None => did_you_mean(key, self.list.iter().map(|topic| topic.key.as_str())),
        }
    }
}

/// Parents that do not exist, and topics above themselves.
fn check_tree(
    path: &str,
    places: &[(u32, String)],
    list: &BTreeMap<String, Topic>,
    ledger: &mut Ledger,
    settings: &Settings,
) {
    for (at, key) in places {
        let Some(topic) = list.get(key) else { continue };
        let mut findings = ledger.on(path, None, settings);
        for (nth, parent) in topic.parents.iter().enumerate() {
            if !list.contains_key(parent) {
                let steps = vec![Step::Nth(*at), Step::Key("parents"), Step::Nth(nth as u32)];
                let help = findings.suggest(|| did_you_mean(parent, list.keys().map(String::as_str)));
                findings.note(steps, Code::UndeclaredTopic, format!("there is no topic `{parent}`"), help);
            }
        }
        let above = ancestors(key, list);
        let is_above_itself = above.contains(&key.as_str());
        // Each of a circle is above itself; the first of them in the file is told.
        let is_first = || {
            places
                .iter()
                .take_while(|(_, other)| other != key)
                .all(|(_, other)| !above.contains(&other.as_str()) || !ancestors(other, list).contains(&key.as_str()))
        };
        if is_above_itself && is_first() {
            let message = format!("the topic `{key}` is above itself");
            findings.note(vec![Step::Nth(*at), Step::Key("parents")], Code::TopicCycle, message, None);
        }
    }
}

/// Notes what of a topic's key, former keys and aliases another topic claims.
fn claim(claimed: &mut HashMap<String, String>, topic: &Topic, at: u32, findings: &mut Findings<'_>) {
    let words = [("former-keys", &topic.former_keys), ("aliases", &topic.aliases)];
    let words = words.into_iter().flat_map(|(key, words)| (0..).zip(words).map(move |(nth, word)| (key, nth, word)));
    claimed.entry(fold(&topic.key)).or_insert_with(|| topic.key.clone());
    for (key, nth, word) in words {
        let other = claimed.entry(fold(word)).or_insert_with(|| topic.key.clone());
        if *other != topic.key {
            let message = format!("`{word}` is also a word for the topic `{other}`");
            let steps = vec![Step::Nth(at), Step::Key(key), Step::Nth(nth)];
            findings.note(steps, Code::DuplicateName, message, None);
        }
    }
}

/// All that is above a topic; itself too, if it is.
fn ancestors<'a>(key: &str, list: &'a BTreeMap<String, Topic>) -> Vec<&'a str> {
    let parents = |key: &str| list.get(key).map(|topic| topic.parents.as_slice()).unwrap_or_default();
    let mut above: Vec<&str> = parents(key).iter().map(String::as_str).collect();
    let mut next = 0;
    while next < above.len() {
        for parent in parents(above[next]) {
            if !above.contains(&parent.as_str()) {
                above.push(parent);
            }
        }
        next += 1;
    }
    above
}

//! The names that an archive has, for the schemas of its files: an editor offers them, and marks what is none of them.

use std::collections::{BTreeMap, BTreeSet};

use super::Archive;
use crate::diagnostic::{Code, Severity, clean};
use crate::paper::Venue;
use crate::yaml::shape::{Names, Vocabulary};

/// The most papers whose ids are offered. A schema is read again whenever it changes, and of many ids none is found by
/// looking through them.
const MOST_PAPERS: usize = 2000;

/// The most letters that are told of a name.
const LONGEST: usize = 200;

impl Archive {
    /// The names of this archive, and the mistakes that its settings do not hold to be errors.
    pub fn vocabulary(&self) -> Vocabulary {
        let allowed = |code: &Code| self.settings.severity(*code) != Severity::Error;
        let allowed: BTreeSet<Code> = Code::ALL.iter().copied().filter(allowed).collect();
        let closed = |code: Code| !allowed.contains(&code);
        let volumes = self.volumes.iter().map(|volume| &volume.value);
        let people = self.people.iter().map(|person| &person.value);
        let names = BTreeMap::from([
            ("topic", self.topic_names(self.topics_are_closed && closed(Code::UndeclaredTopic))),
            ("venue", names(self.venues.iter().flat_map(spellings), false)),
            ("volume", names(volumes.map(|v| (v.key.clone(), short(v.title.plain()))), closed(Code::UndeclaredVolume))),
            (
                "person",
                names(
                    people.map(|p| (p.key.clone(), short(&format!("{} {}", p.name.display(), p.affiliation)))),
                    closed(Code::UndeclaredPerson),
                ),
            ),
            ("paper", self.paper_names()),
            (
                "list",
                names(
                    self.settings.lists.iter().map(|list| (list.name.clone(), short(list.title()))),
                    closed(Code::UndeclaredList),
                ),
            ),
        ]);
        Vocabulary { names, allowed }
    }

    fn topic_names(&self, closed: bool) -> Names {
        let about = |name: &str, description: &str| match description.is_empty() {
            true => short(name),
            false => short(&format!("{name}: {description}")),
        };
        let list = self.topics.iter().map(|topic| (topic.key.clone(), about(&topic.name, topic.description.plain())));
        let former = self.topics.iter().flat_map(|topic| topic.former_keys.iter().cloned()).collect();
        Names { former, ..names(list, closed) }
    }

    /// Others may be named too: ids are found whatever their case, and former ids as well.
    fn paper_names(&self) -> Names {
        let papers = self.papers();
        let papers = if papers.len() <= MOST_PAPERS { papers } else { &[] };
        names(papers.iter().map(|record| (record.paper.id.clone(), short(record.paper.title.plain()))), false)
    }
}

fn names(list: impl Iterator<Item = (String, String)>, closed: bool) -> Names {
    let mut known = BTreeSet::new();
    Names { list: list.filter(|(name, _)| known.insert(name.clone())).collect(), former: Vec::new(), closed }
}

/// Every way to write a venue.
fn spellings(venue: &Venue) -> impl Iterator<Item = (String, String)> {
    let own = [&venue.key, &venue.short, &venue.name].into_iter().chain(&venue.names).filter(|name| !name.is_empty());
    own.map(|name| (name.clone(), short(&venue.name)))
}

/// One line of what somebody wrote, as much as fits beside a name.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = line.chars();
    let mut kept: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        kept.push('…');
    }
    clean(&kept)
}

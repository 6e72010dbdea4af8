//! Which of an archive's topics somebody means by a word. Words of others never make topics: a list of topics is curated.

use std::collections::HashMap;

use crate::archive::Archive;
use crate::diagnostic::nearest;
use crate::exchange::Record;
use crate::paper::Topic;
use crate::paper::identifier::is_topic_key;
use crate::text::{fold, slug};

/// Keys that are shown before the rest are only counted.
const MOST_SHOWN: usize = 30;

/// The topics of an archive.
pub struct Topics<'a> {
    topics: &'a [Topic],
    is_closed: bool,
    /// Every spelling, folded, with the key it stands for.
    spellings: HashMap<String, &'a str>,
    /// Keys, those of the most papers first.
    by_use: Vec<&'a str>,
}

impl<'a> Topics<'a> {
    /// The topics of an archive.
    pub fn of(archive: &'a Archive) -> Topics<'a> {
        let mut spellings = HashMap::new();
        let topics = archive.topics.as_slice();
        for topic in topics {
            spellings.insert(fold(&topic.key), topic.key.as_str());
        }
        for topic in topics {
            for other in [&topic.name].into_iter().chain(&topic.aliases).chain(&topic.former_keys) {
                spellings.entry(fold(other)).or_insert(&topic.key);
            }
        }
        let mut used: HashMap<&str, usize> = HashMap::new();
        for topic in archive.papers().iter().flat_map(|record| &record.topics) {
            *used.entry(&topics[*topic as usize].key).or_default() += 1;
        }
        let mut by_use: Vec<&str> = topics.iter().map(|topic| topic.key.as_str()).collect();
        by_use.sort_by_key(|key| (std::cmp::Reverse(used.get(key).copied().unwrap_or(0)), *key));
        Topics { topics, is_closed: archive.topics_are_closed, spellings, by_use }
    }

    /// The key of a topic that the archive has, by any of its spellings.
    pub fn known(&self, word: &str) -> Option<&'a str> {
        self.spellings.get(&fold(word)).copied()
    }

    /// The key that is meant by a word.
    ///
    /// # Errors
    /// Says why it is none, with the nearest that is.
    pub fn key(&self, word: &str) -> Result<String, String> {
        if let Some(key) = self.known(word) {
            return Ok(key.to_owned());
        }
        if !self.is_closed {
            let key = slug(word);
            return match is_topic_key(&key) {
                true => Ok(key),
                false => Err(format!("`{word}` is no topic: a topic begins with a letter")),
            };
        }
        let keys = self.topics.iter().map(|topic| topic.key.as_str());
        let names = self.topics.iter().flat_map(|topic| [&topic.name].into_iter().chain(&topic.aliases));
        let near = nearest(word, keys).or_else(|| nearest(word, names.map(String::as_str)).and_then(|n| self.known(n)));
        Err(match near {
            Some(near) => format!("there is no topic `{word}`: did you mean `{near}`?"),
            None => format!("there is no topic `{word}`; content/topics.yaml lists them all"),
        })
    }

    /// The keys, as many as one can look through; empty where there are none.
    pub fn shown(&self) -> String {
        let shown = self.by_use.iter().take(MOST_SHOWN).copied().collect::<Vec<_>>().join(", ");
        match self.by_use.len().saturating_sub(MOST_SHOWN) {
            0 => shown,
            more => format!("{shown} and {more} more"),
        }
    }

    /// Leaves a record those topics that the archive has. The names of the others become keywords, so that they are not
    /// lost.
    pub fn settle(&self, record: &mut Record) {
        let mut kept: Vec<(String, String)> = Vec::new();
        for (key, name) in std::mem::take(&mut record.topics) {
            match self.known(&key).or_else(|| self.known(&name)) {
                Some(known) if kept.iter().all(|(key, _)| key != known) => kept.push((known.to_owned(), String::new())),
                Some(_) => {}
                None => {
                    let is_there = |keyword: &String| fold(keyword) == fold(&name);
                    if !name.is_empty() && !record.paper.keywords.iter().any(is_there) {
                        record.paper.keywords.push(name);
                    }
                }
            }
        }
        record.topics = kept;
    }
}

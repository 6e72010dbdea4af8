//! What is new in topics: those that the newest papers are about.

use serde::Serialize;

use super::nearby::PaperLink;
use super::{Builder, Entry};
use crate::site::Group;

/// The newest papers, which are looked at.
const NEWEST: usize = 100;
/// Papers below which the first page shows them all, near enough.
const FEWEST: usize = 30;
/// Topics that are named.
const NAMED: usize = 8;

/// A topic that new papers are about.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NewTopic<'a> {
    /// The topic, with how many of the newest papers are about it.
    pub topic: Entry,
    /// The newest of them.
    pub newest: PaperLink<'a>,
}

impl<'a> Builder<'a> {
    /// The topics that most of the newest papers are about; none in an archive that has few papers.
    pub(super) fn new_topics(&self) -> Vec<NewTopic<'a>> {
        let archive = &*self.site.archive;
        let newest = archive.all();
        if newest.len() <= FEWEST {
            return Vec::new();
        }
        // Each topic with its newest paper and with how many it has; in order of their newest papers.
        let mut found: Vec<(u32, u32, usize)> = Vec::new();
        for paper in newest.iter().take(NEWEST) {
            for topic in &archive.paper(*paper).topics {
                match found.iter_mut().find(|(known, ..)| known == topic) {
                    Some((.., count)) => *count += 1,
                    None => found.push((*topic, *paper, 1)),
                }
            }
        }
        found.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
        let view = |(topic, paper, count): (u32, u32, usize)| NewTopic {
            topic: self.entry(Group::Topic(topic), archive.topics[topic as usize].name.as_str(), count),
            newest: self.paper_link(paper),
        };
        found.into_iter().take(NAMED).map(view).collect()
    }
}

//! What else a reader of a paper may want, and with whom an author writes: by what papers have in common, not by text.

use serde::Serialize;

use super::{Builder, Entry, Link};
use crate::site::{Group, Route};

/// Papers that one list of neighbours names.
const NAMED: usize = 3;
/// Authors of a paper whose other papers are looked at: a collaboration of hundreds says little about any one paper.
const AUTHORS: usize = 12;
/// Papers of one author that are looked at.
const EACH: usize = 200;
/// Co-authors that an author's page names.
const COAUTHORS: usize = 12;

/// Papers near another one.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Nearby<'a> {
    /// `topic` or `author`.
    pub by: &'static str,
    /// What they are, as a heading.
    pub title: String,
    /// The topic or the author.
    pub group: Link,
    /// The papers, nearest first.
    pub papers: Vec<PaperLink<'a>>,
}

/// A paper by its title alone.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PaperLink<'a> {
    /// Title as inline HTML without links.
    pub title_html: &'a str,
    /// Its page.
    pub url: &'a str,
    /// Language, where it is not the site's.
    pub language: Option<&'a str>,
}

impl<'a> Builder<'a> {
    /// Other papers by the same authors, and of the first topic: those that the page does not lead to as its neighbours.
    pub(super) fn nearby(&self, index: u32) -> Vec<Nearby<'a>> {
        let mut named = vec![index, index.saturating_sub(1), index + 1];
        let by_authors = self.by_authors(index, &mut named);
        by_authors.into_iter().chain(self.by_topic(index, &named)).collect()
    }

    /// The papers that share most authors with it, under the author that they are by first of all.
    fn by_authors(&self, index: u32, named: &mut Vec<u32>) -> Option<Nearby<'a>> {
        let authors = self.site.archive.authors();
        let own = authors.of(index);
        let mut others: Vec<u32> = Vec::new();
        for author in own.iter().take(AUTHORS) {
            others.extend(authors.papers.get(*author).iter().filter(|paper| **paper != index).take(EACH));
        }
        others.sort_unstable();
        let mut shared: Vec<(usize, u32)> = others.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0])).collect();
        shared.sort_unstable_by_key(|(count, paper)| (std::cmp::Reverse(*count), paper.abs_diff(index), *paper));
        shared.truncate(NAMED);
        let first = shared.first()?.1;
        let author = own.iter().find(|author| authors.of(first).contains(author))?;
        let name = authors.list()[*author as usize].name.clone();
        let group = Link { name, url: self.site.author_href(*author).map(str::to_owned) };
        named.extend(shared.iter().map(|(_, paper)| *paper));
        let title = self.words.fill("more-by", &[("name", &group.name)]);
        Some(Nearby {
            by: "author",
            title,
            group,
            papers: shared.iter().map(|(_, paper)| self.paper_link(*paper)).collect(),
        })
    }

    /// The papers of its first topic that stand nearest to it in the archive.
    fn by_topic(&self, index: u32, named: &[u32]) -> Option<Nearby<'a>> {
        let archive = &*self.site.archive;
        let topic = *archive.paper(index).topics.first()?;
        let members = archive.by_topic().get(topic);
        let at = members.partition_point(|paper| *paper < index);
        let around = &members[at.saturating_sub(2 * NAMED)..members.len().min(at + 2 * NAMED)];
        let mut near: Vec<u32> = around.iter().copied().filter(|paper| !named.contains(paper)).collect();
        near.sort_by_key(|paper| (paper.abs_diff(index), *paper));
        near.truncate(NAMED);
        if near.is_empty() {
            return None;
        }
        let group = self.link(&archive.topics[topic as usize].name, Route::Group(Group::Topic(topic), 0));
        let title = self.words.fill("more-on", &[("name", &group.name)]);
        Some(Nearby {
            by: "topic",
            title,
            group,
            papers: near.into_iter().map(|paper| self.paper_link(paper)).collect(),
        })
    }

    pub(super) fn paper_link(&self, index: u32) -> PaperLink<'a> {
        let archive = &*self.site.archive;
        let paper = &archive.paper(index).paper;
        let foreign = |language: &&str| !language.is_empty() && *language != archive.settings.language;
        let language = Some(paper.language.as_str()).filter(foreign);
        PaperLink { title_html: paper.title.html(), url: self.site.paper_href(index), language }
    }

    /// The people an author wrote most papers with, each with how many. A single paper names its authors itself.
    pub(super) fn coauthors(&self, group: Group) -> Vec<Entry> {
        let Group::Author(at) = group else { return Vec::new() };
        let authors = self.site.archive.authors();
        let papers = authors.papers.get(at);
        if papers.len() < 2 {
            return Vec::new();
        }
        let mut others: Vec<u32> = papers.iter().flat_map(|paper| authors.of(*paper)).copied().collect();
        others.retain(|other| *other != at && self.site.has_author(*other));
        others.sort_unstable();
        let mut counted: Vec<(usize, u32)> = others.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0])).collect();
        counted.sort_unstable_by_key(|(count, author)| (std::cmp::Reverse(*count), *author));
        counted.truncate(COAUTHORS);
        let entry = |(count, author): (usize, u32)| {
            self.entry(Group::Author(author), authors.list()[author as usize].name.as_str(), count)
        };
        counted.into_iter().map(entry).collect()
    }
}

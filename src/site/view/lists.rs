//! Lists as other pages show them: by their first papers.

use serde::Serialize;

use super::card::Card;
use super::{Builder, Link};
use crate::config::Sort;
use crate::search::lists;
use crate::site::{Group, Route};

/// Papers of a list that another page shows.
const SHOWN: usize = 10;

/// The first papers of a list, on a page that names it; what shows a section shows it too.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ListView<'a> {
    /// Its name in offprint.yaml.
    pub name: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// Its page.
    pub url: String,
    /// Papers in the whole list.
    pub count: u64,
    /// The same in words.
    pub count_text: String,
    /// The first papers, ten at most.
    pub cards: Vec<Card<'a>>,
    /// Whether the heading tells the cards' dates already: it does not.
    pub dated: bool,
    /// How it is ordered, where that is not plain to see.
    pub note: Option<String>,
    /// A link to the rest, where not all are shown.
    pub more: Option<Link>,
}

impl<'a> Builder<'a> {
    /// The first papers of those lists that have any.
    pub(super) fn lists(&self, lists: impl Iterator<Item = u32>) -> Vec<ListView<'a>> {
        lists.filter(|at| !self.site.saved(*at).is_empty()).map(|at| self.list(at)).collect()
    }

    /// How a list of what is trending is ordered: the formula, and the day of its counts.
    pub(super) fn order_note(&self, at: u32) -> Option<String> {
        let archive = &*self.site.archive;
        let is_trending = archive.settings.lists[at as usize].sort == Sort::Trending;
        let date = is_trending.then(|| lists::as_of(archive)).flatten()?;
        let (days, date) = (lists::HALF_LIFE.to_string(), self.words.date(date));
        Some(self.words.fill("trending-order", &[("days", &days), ("date", &date)]))
    }

    fn list(&self, at: u32) -> ListView<'a> {
        let list = &self.site.archive.settings.lists[at as usize];
        let papers = self.site.saved(at);
        let count = papers.len() as u64;
        let route = Route::Group(Group::List(at), 0);
        ListView {
            name: &list.name,
            title: list.title(),
            url: self.site.href(route),
            count,
            count_text: self.words.count("n-papers", count),
            cards: self.cards(&papers[..papers.len().min(SHOWN)], false),
            dated: false,
            note: self.order_note(at),
            more: (papers.len() > SHOWN).then(|| self.link(self.words.count("all-n-papers", count), route)),
        }
    }
}

//! The page where a paper is submitted: what its form offers, and how to do without it.

use serde::Serialize;

use super::{Builder, Meta};
use crate::config::Calendar;
use crate::paper::LINK_KINDS;
use crate::site::{Route, github};

/// Where an entry stands that has no id and no date yet.
const UNNAMED: &str = "content/papers/YYYY/ID.yaml";

/// The page where a paper is submitted. It exists where the settings name a repository.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SubmitView<'a> {
    /// What the page says of itself.
    pub page: Meta,
    /// Where GitHub begins a new file; it takes `filename` and `value` as its query.
    pub new_url: String,
    /// The folder of entries in the repository.
    pub folder: String,
    /// Whether the archive asks for the day on which a paper is featured.
    pub asks_added: bool,
    /// The kinds of links.
    pub kinds: Vec<Choice<'a>>,
    /// How to write an entry by hand.
    pub by_hand: ByHand,
    /// The script of the form, an ES module.
    pub script: String,
    /// The JSON Schema of an entry.
    pub schema: String,
    /// What the script says, as JSON for a script element of type `application/json`.
    pub words_html: &'a str,
}

/// One of several to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Choice<'a> {
    /// As an entry writes it.
    pub key: &'a str,
    /// As a person reads it.
    pub name: &'a str,
}

/// How to write an entry by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ByHand {
    /// Where GitHub begins a new file with the keys of an entry in it.
    pub url: String,
    /// Where it would stand.
    pub path: String,
    /// The keys.
    pub template: String,
}

impl<'a> Builder<'a> {
    pub(super) fn submit(&self) -> SubmitView<'a> {
        let site = self.site;
        let settings = &site.archive.settings;
        let asks_added = settings.calendar == Calendar::Added;
        let template = template(asks_added);
        let submit = site.submit();
        let page = self.meta(Route::Submit, self.words.get("add-paper"), self.words.get("submit-about"));
        let kind = |key: &&'static str| Choice { key, name: self.words.get(&format!("link-{key}")) };
        SubmitView {
            page,
            new_url: github::new(settings).unwrap_or_default(),
            folder: github::in_repository(settings, "content/papers"),
            asks_added,
            kinds: LINK_KINDS.iter().map(kind).collect(),
            by_hand: ByHand {
                url: github::new_file(settings, UNNAMED, &template).unwrap_or_default(),
                path: github::in_repository(settings, UNNAMED),
                template,
            },
            script: site.href(Route::SubmitScript),
            schema: site.href(Route::SubmitSchema),
            words_html: &submit.words,
        }
    }
}

/// An entry in which nothing is filled in, so that one which was forgotten is told by `check`.
fn template(asks_added: bool) -> String {
    let added = if asks_added { "added:\n" } else { "" };
    format!("id:\ntitle:\nauthors:\n  -\nabstract:\ndate:\n{added}topics: []\nlinks:\n  pdf:\n")
}

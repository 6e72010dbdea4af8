//! Random changes of an archive, such as people make.

use proptest::prelude::*;

use super::Archive;

pub const TOPICS: [&str; 4] = ["ml", "nlp", "vision", "theory"];
pub const NAMES: [&str; 6] = ["Ada Lovelace", "José García", "Jose Garcia", "王伟", "Madonna", "van der Berg, Jan"];
pub const DATES: [&str; 7] = ["2021", "2022-03", "2023-09-07", "2023-09-08", "2024-12-30", "2020-02-29", "0999"];

/// One change that somebody makes to an archive.
#[derive(Clone, Debug)]
pub enum Edit {
    Write(u8, Entry),
    Break(u8),
    Delete(u8),
    Rename(u8, u8),
    Settings(u8),
    Template(bool),
    Topics(bool),
    Page(u8, bool),
    Static(u8),
    Words(bool),
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub date: usize,
    pub names: Vec<usize>,
    pub topics: Vec<usize>,
    pub venue: Option<u8>,
    pub former: bool,
    pub hidden: bool,
}

impl Entry {
    fn text(&self, at: u8) -> String {
        let names: Vec<&str> = self.names.iter().map(|name| NAMES[*name]).collect();
        let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
        let topics: Vec<&str> = self.topics.iter().map(|topic| TOPICS[*topic]).collect();
        let mut text = format!(
            "id: p{at}\ntitle: \"Paper {at} on $x^2$ & *more*\"\nauthors: [{}]\ndate: {}\ntopics: [{}]\nabstract: Some text.\n",
            names.join(", "),
            DATES[self.date],
            topics.join(", ")
        );
        if let Some(venue) = self.venue {
            text += &format!("venue: Venue {venue}\n");
        }
        if self.former {
            text += &format!("former-ids: [old{at}]\naliases: [/was/{at}.html]\n");
        }
        if self.hidden {
            text += "hidden: true\n";
        }
        text
    }
}

pub fn entry() -> impl Strategy<Value = Entry> {
    let names = prop::collection::vec(0..NAMES.len(), 1..4);
    let topics = prop::collection::vec(0..TOPICS.len(), 0..3);
    (0..DATES.len(), names, topics, prop::option::of(0u8..3), any::<bool>(), prop::bool::weighted(0.1))
        .prop_map(|(date, names, topics, venue, former, hidden)| Entry { date, names, topics, venue, former, hidden })
}

pub fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        8 => (0u8..12, entry()).prop_map(|(at, entry)| Edit::Write(at, entry)),
        1 => (0u8..12).prop_map(Edit::Break),
        2 => (0u8..12).prop_map(Edit::Delete),
        2 => (0u8..12, 0u8..12).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (0u8..4).prop_map(Edit::Settings),
        1 => any::<bool>().prop_map(Edit::Template),
        1 => any::<bool>().prop_map(Edit::Topics),
        1 => (0u8..3, any::<bool>()).prop_map(|(at, there)| Edit::Page(at, there)),
        1 => (0u8..3).prop_map(Edit::Static),
        1 => any::<bool>().prop_map(Edit::Words),
    ]
}

pub const SETTINGS: [&str; 4] = [
    "title: A\nbase-url: https://example.org/\nparts: 3\nlists: {theory: {query: 'paper topic:ml -author:garcia'}, early: {query: 'year:..2023', sort: oldest, home: true}}\n",
    "title: B\nbase-url: https://example.org/repo/\nparts: 2\nperiods: [year, day]\nexports: {paper: [], group: [ris, csl-json]}\nthresholds: {exports: {authors: 2, other: 2}}\n",
    "title: C\nparts: 50\nurls: {paper: \"/{year}/{id}.html\"}\nexports: {paper: [bibtex, biblatex, ris, csl-json], group: [biblatex]}\ncitations: [ieee]\n",
    "title: D\nbase-url: https://example.org/\nthresholds: {author-pages: 2, topic-months: 1}\n",
];

pub fn apply(archive: &Archive, edit: &Edit) {
    let place = |at: u8| format!("content/papers/{}/p{at}.yaml", at % 3);
    let there = |path: &str| archive.root().join(path).exists();
    let put = |path: &str, text: Option<&str>| match text {
        Some(text) => archive.write(path, text),
        None if there(path) => archive.remove(path),
        None => {}
    };
    match edit {
        Edit::Write(at, entry) => archive.write(&place(*at), entry.text(*at)),
        Edit::Break(at) => archive.write(&place(*at), "title: [never closed\n"),
        Edit::Delete(at) => put(&place(*at), None),
        Edit::Rename(from, to) => {
            let (from, to) = (place(*from), place(*to));
            if there(&from) && from != to {
                archive.rename(&from, &to);
            }
        }
        Edit::Settings(at) => archive.write("offprint.yaml", SETTINGS[usize::from(*at)]),
        Edit::Template(own) => {
            put(
                "templates/404.html",
                own.then_some("{% extends \"default/404.html\" %}{% block main %}Gone.{% endblock %}"),
            );
        }
        Edit::Topics(own) => put(
            "content/topics.yaml",
            own.then_some(
                "ml: {}\nnlp: {parents: [ml], former-keys: [texts]}\nvision: {parents: [ml]}\ntheory: Theory\n",
            ),
        ),
        Edit::Page(at, own) => {
            put(&format!("content/pages/page{at}.md"), own.then_some("---\ntitle: A page\n---\n# One\n"))
        }
        Edit::Words(own) => put("content/words.yaml", own.then_some("topics: Fields\nlist-last: \" & \"\n")),
        Edit::Static(at) => archive.write(&format!("static/file{}.txt", at % 2), format!("text {at}")),
    }
}

//! Links that are well formed and lead nowhere, or not where they say; pictures without words.

use std::collections::{HashMap, HashSet};

use super::{Found, Lint};
use crate::diagnostic::Code;
use crate::paper::model::{Paper, Target};
use crate::yaml::Step;

/// The rules of a paper's links.
pub fn paper(lint: &Lint<'_>, paper: &Paper) {
    let mut nth: HashMap<&str, u32> = HashMap::new();
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    for link in &paper.links {
        let at = nth.entry(link.kind).or_default();
        let steps = [Step::Key("links"), Step::Key(link.kind), Step::Nth(*at)];
        *at += 1;
        if !seen.insert((link.kind, link.target.as_str())) {
            let found = Found::new(Code::RepeatedValue, format!("`{}` stands here twice", link.target.as_str()));
            lint.note(&steps, found.help("delete one of them"));
        }
        if let Target::Url(url) = &link.target {
            odd(lint, &steps, url);
            if link.kind == "pdf" && url.contains("//arxiv.org/abs/") {
                let help = format!("write `{}`", url.replace("/abs/", "/pdf/"));
                let found = Found::new(Code::OddLink, "this leads to a page and to no PDF");
                lint.note(&steps, found.help(help));
            }
        }
    }
    for (at, award) in (0..).zip(&paper.awards) {
        odd(lint, &[Step::Key("awards"), Step::Nth(at), Step::Key("url")], &award.url);
    }
    for (at, version) in (0..).zip(&paper.versions) {
        odd(lint, &[Step::Key("versions"), Step::Nth(at), Step::Key("url")], &version.url);
    }
    for (at, notice) in (0..).zip(&paper.notices) {
        odd(lint, &[Step::Key("notices"), Step::Nth(at), Step::Key("url")], &notice.url);
    }
    for (at, author) in (0..).zip(&paper.authors) {
        odd(lint, &[Step::Key("authors"), Step::Nth(at), Step::Key("url")], &author.url);
    }
    if paper.thumbnail.as_ref().is_some_and(|thumbnail| thumbnail.alt.trim().is_empty()) {
        let found = Found::new(Code::MissingAlt, "the thumbnail has no words in its place");
        lint.note(&[Step::Key("thumbnail")], found.help("write `{src: …, alt: \"what it shows\"}`"));
    }
}

/// A URL that nobody meant: two schemes, a host of no network, an end that belongs to a sentence.
fn odd(lint: &Lint<'_>, steps: &[Step], url: &str) {
    let Some((_, rest)) = url.split_once("://") else { return };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.rsplit('@').next().unwrap_or(host);
    let name = if name.starts_with('[') { name } else { name.split(':').next().unwrap_or(name) };
    let found = if name.eq_ignore_ascii_case("http") || name.eq_ignore_ascii_case("https") {
        let inner = rest.split_once("//").map_or(rest, |(_, inner)| inner);
        Found::new(Code::OddLink, format!("`{url}` has two schemes")).help(format!("write `https://{inner}`"))
    } else if name == "localhost"
        || name.starts_with("127.")
        || name.starts_with("192.168.")
        || name.starts_with("10.") && name.split('.').count() == 4
    {
        Found::new(Code::OddLink, format!("`{host}` is a machine that readers cannot reach"))
    } else if !name.starts_with('[')
        && (!name.trim_end_matches('.').contains('.') || name.contains("..") || name.ends_with('.'))
    {
        Found::new(Code::OddLink, format!("`{host}` is no name of a host"))
    } else if url.contains('…') || url.ends_with("...") {
        Found::new(Code::OddLink, format!("`{url}` was cut short"))
    } else if url.ends_with(['.', ',', ';']) || url.ends_with(')') && !url.contains('(') {
        let bare = url.trim_end_matches(['.', ',', ';', ')']);
        Found::new(Code::OddLink, format!("`{url}` ends in punctuation")).help(format!("write `{bare}`"))
    } else {
        return;
    };
    lint.note(steps, found);
}

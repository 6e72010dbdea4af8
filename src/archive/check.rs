//! What can only be seen with all entries together: ids and names that clash, references that lead nowhere.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::config::{List, Settings};
use crate::diagnostic::{Code, Diagnostic, Severity, Span, nearest};
use crate::memo::Uniform;
use crate::paper::facts::key;
use crate::paper::file::{place, problem_of};
use crate::paper::identifier::is_key;
use crate::paper::{Facts, Metrics, Paper};
use crate::source::{SETTINGS, Sources};
use crate::yaml::{On, Problem, Step, text_of};

/// A paper on its way into the archive: read, and not yet compared with the others.
#[derive(Debug)]
pub struct Draft<'a> {
    pub(super) paper: Arc<Paper>,
    pub(super) path: &'a Arc<str>,
    /// Digest of its file.
    pub(super) source: u128,
    pub(super) item: Option<u32>,
    pub(super) facts: &'a Arc<Facts>,
    /// Its counts, where metrics/ adds to them.
    pub(super) counts: Option<Box<Metrics>>,
    pub(super) broken: bool,
}

/// Problems by file, to be placed when all are known.
#[derive(Debug, Default)]
pub struct Ledger {
    /// File to problems.
    pub problems: BTreeMap<String, Vec<Problem>>,
    /// How often the nearest name was looked for.
    suggestions: u32,
    /// Files that nothing reads.
    pub strays: Vec<Diagnostic>,
    /// Problems of the Markdown of a file.
    pub texts: Vec<TextProblem>,
}

/// The place of a problem in a file.
#[derive(Debug)]
pub enum Spot {
    /// The first place of this text.
    Text(String),
    /// Bytes in the text of the file.
    Bytes(Range<usize>),
}

/// A problem of a piece of Markdown.
#[derive(Debug)]
pub struct TextProblem {
    /// The file.
    pub path: String,
    /// What kind.
    pub code: Code,
    /// Where in the file.
    pub spot: Spot,
    /// One lower-case sentence.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl TextProblem {
    fn place(&self, sources: &Sources) -> Diagnostic {
        let text = text_of(&self.path, sources.bytes(&self.path)).unwrap_or_default();
        let mut diagnostic = Diagnostic::of_file(self.code, &self.path, self.message.as_str());
        let range = match &self.spot {
            Spot::Text(part) => text.find(part).map(|at| at..at + part.len()),
            Spot::Bytes(range) => Some(range.clone()),
        };
        if let Some(range) = range {
            let span = Span::of(text, range.start, range.end);
            diagnostic = Diagnostic::at(self.code, &self.path, text, span, diagnostic.message);
        }
        Diagnostic { help: self.help.clone(), ..diagnostic }
    }
}

impl Ledger {
    /// All problems, each at its place in its file.
    pub fn place(&self, sources: &Sources) -> Vec<Diagnostic> {
        let placed =
            self.problems.iter().flat_map(|(path, problems)| place(path, sources.bytes(path), problems.clone()));
        let texts = self.texts.iter().map(|problem| problem.place(sources));
        placed.chain(self.strays.iter().cloned()).chain(texts).collect()
    }

    /// Where problems of one record are noted.
    pub fn on<'a>(&'a mut self, path: &'a str, item: Option<u32>, settings: &'a Settings) -> Findings<'a> {
        Findings { ledger: self, path, item, settings, severe: false }
    }
}

/// Problems of one record.
pub struct Findings<'a> {
    ledger: &'a mut Ledger,
    path: &'a str,
    item: Option<u32>,
    settings: &'a Settings,
    /// Whether one of them is an error.
    pub severe: bool,
}

impl Findings<'_> {
    /// Notes a problem at `steps` of the record.
    pub fn note(&mut self, steps: Vec<Step>, code: Code, message: impl Into<String>, help: Option<String>) {
        self.note_on(On::Value, steps, code, message.into(), help);
    }

    /// What `look` finds near, unless too much was looked for already.
    pub fn suggest(&mut self, look: impl FnOnce() -> Option<String>) -> Option<String> {
        self.ledger.suggestions += 1;
        if self.ledger.suggestions > MOST_SUGGESTIONS { None } else { look() }
    }

    /// Whether files beside entries are kept elsewhere, so that they need not be here.
    pub fn files_are_elsewhere(&self) -> bool {
        self.settings.files_url.is_some()
    }

    /// Notes a problem of the key at `steps`.
    pub fn note_key(&mut self, steps: Vec<Step>, code: Code, message: impl Into<String>, help: Option<String>) {
        self.note_on(On::Key, steps, code, message.into(), help);
    }

    fn note_on(&mut self, on: On, steps: Vec<Step>, code: Code, message: String, help: Option<String>) {
        self.severe |= self.settings.severity(code) == Severity::Error;
        let problem = problem_of(self.item, steps, on, code, message, help);
        self.ledger.problems.entry(self.path.to_owned()).or_default().push(problem);
    }
}

/// Names that are looked for in one run, at most: each costs a walk through all that there are, and whoever has more
/// mistakes than this has another problem than spelling.
const MOST_SUGGESTIONS: u32 = 200;

/// "did you mean …", if anything is near.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|name| format!("did you mean `{name}`?"))
}

/// Ids and identifiers that two papers have. The later paper, in the order of files, is the one that is told.
pub fn duplicates(drafts: &mut [Draft<'_>], ledger: &mut Ledger, settings: &Settings) {
    for at in clashes(drafts, ledger, settings) {
        drafts[at].broken = true;
    }
}

/// The drafts that cannot stand beside the others, by index.
fn clashes(drafts: &[Draft<'_>], ledger: &mut Ledger, settings: &Settings) -> Vec<usize> {
    let mut broken = Vec::new();
    let mut ids: HashMap<u128, usize, Uniform> = HashMap::with_capacity_and_hasher(drafts.len(), Uniform::default());
    let mut works: [HashMap<u128, usize, Uniform>; 2] = Default::default();
    for (at, draft) in drafts.iter().enumerate() {
        let Draft { paper, facts, .. } = draft;
        let Some(id) = facts.id else { continue };
        let mut findings = ledger.on(draft.path, draft.item, settings);
        let first = *ids.entry(id).or_insert(at);
        if first != at {
            let message = format!("the id `{}` is taken", paper.id);
            let help = Some(format!("by {}", drafts[first].path));
            findings.note(vec![Step::Key("id")], Code::DuplicateId, message, help);
        }
        let identifiers = [("doi", Code::DuplicateDoi, facts.doi), ("arxiv", Code::DuplicateArxiv, facts.arxiv)];
        for (known, (key, code, digest)) in works.iter_mut().zip(identifiers) {
            let Some(digest) = digest else { continue };
            let first = *known.entry(digest).or_insert(at);
            if first != at {
                let value = if key == "doi" { &paper.doi } else { &paper.arxiv };
                let message = format!("`{value}` is also the {key} of `{}`", drafts[first].paper.id);
                let help = Some(format!("that is {}", drafts[first].path));
                findings.note(vec![Step::Key(key)], code, message, help);
            }
        }
        if findings.severe {
            broken.push(at);
        }
    }
    if let Some(at) = ids.get(&key("part")) {
        let draft = &drafts[*at];
        let message = format!("the id `{}` is an address of the site itself", draft.paper.id);
        let mut findings = ledger.on(draft.path, draft.item, settings);
        findings.note(vec![Step::Key("id")], Code::ReservedKey, message, None);
        broken.extend(findings.severe.then_some(*at));
    }
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.facts.has_former) {
        let mut findings = ledger.on(draft.path, draft.item, settings);
        for (nth, former) in draft.paper.former_ids.iter().enumerate() {
            match ids.get(&key(former)) {
                Some(other) => {
                    let message = format!("the former id `{former}` is taken");
                    let steps = vec![Step::Key("former-ids"), Step::Nth(nth as u32)];
                    let help = Some(format!("by {}", drafts[*other].path));
                    findings.note(steps, Code::DuplicateId, message, help);
                }
                None => drop(ids.insert(key(former), at)),
            }
        }
        if findings.severe {
            broken.push(at);
        }
    }
    broken
}

/// Leaves out lists whose names cannot be addresses.
pub fn lists(settings: &mut Settings, ledger: &mut Ledger) {
    let lists = std::mem::take(&mut settings.lists);
    let stays = |list: &List| {
        let name = &list.name;
        let mut note = |code, message, help| {
            let steps = vec![Step::Key("lists"), Step::Named(name.clone())];
            ledger.on(SETTINGS, None, settings).note_key(steps, code, message, help);
        };
        if !is_key(name) {
            let help = Some("write lower-case letters, digits and hyphens".to_owned());
            note(Code::BadKey, format!("`{name}` is not a name of a list"), help);
        } else if reserved(name) {
            note(Code::ReservedKey, format!("`{name}` is an address of the site itself"), None);
        }
        is_key(name) && !reserved(name)
    };
    settings.lists = lists.into_iter().filter(stays).collect();
}

/// Why a key cannot be one, if it is an address that the site uses itself.
pub fn reserved(key: &str) -> bool {
    let bytes = key.as_bytes();
    key == "part"
        || (bytes.len() == 4 && bytes.iter().all(u8::is_ascii_digit))
        || (bytes.len() == 3 && bytes[0] == b'w' && bytes[1..].iter().all(u8::is_ascii_digit))
}

/// The first segments of the site's own addresses, which no page can have.
pub const SEGMENTS: &[&str] = &[
    "papers",
    "topics",
    "authors",
    "venues",
    "volumes",
    "collections",
    "lists",
    "search",
    "submit",
    "digest",
    "api",
    "assets",
];

/// Whether a key of a person is an address of the list of authors.
pub fn reserved_person(key: &str) -> bool {
    reserved(key) || key == "other" || (key.len() == 1 && key.as_bytes()[0].is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_keys() {
        for key in ["part", "2023", "w07"] {
            assert!(reserved(key), "{key}");
        }
        for key in ["parts", "20233", "w7", "x07", "a"] {
            assert!(!reserved(key), "{key}");
        }
        assert!(reserved_person("a") && reserved_person("other") && !reserved_person("ab"));
    }
}

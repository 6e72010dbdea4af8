//! From files to an archive, again and again: what a file said is remembered by its content.

use std::sync::Arc;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::assemble::{Frame, Parts};
use super::{Archive, Ledger};
use crate::config::words::WORDS;
use crate::config::{self, BaseUrl, Settings, Words};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::memo::{Digest, Memo};
use crate::paper::{FileKind, Paper, Parsed, Rules, kind_of, parse};
use crate::source::{SETTINGS, Source, Sources};

/// What an archive is read with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether drafts are part of it.
    pub drafts: bool,
    /// In place of the settings' base-url.
    pub base_url: Option<BaseUrl>,
}

/// Reads settings and all of content/. What is broken is left out, and every problem is told.
pub fn read_archive(sources: &Sources, options: &Options) -> (Arc<Archive>, Vec<Diagnostic>) {
    Reader::new(options.clone()).read(sources)
}

/// Reads an archive, and reads it again as it changes.
#[derive(Debug)]
pub struct Reader {
    options: Options,
    /// Codes that are no errors here, whatever the settings say.
    forgiven: Vec<Code>,
    parsed: Memo<Parsed>,
    heirs: Memo<Arc<Paper>>,
    last: Option<Last>,
}

/// What was read last, and from what.
#[derive(Debug)]
struct Last {
    digest: u128,
    rules: Arc<Rules>,
    archive: Arc<Archive>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    /// A reader that remembers nothing yet.
    pub fn new(options: Options) -> Reader {
        Reader { options, forgiven: Vec::new(), parsed: Memo::default(), heirs: Memo::default(), last: None }
    }

    /// Takes errors of a code for warnings, where it is known that what they ask for is not at hand.
    pub fn forgive(&mut self, code: Code) {
        self.forgiven.push(code);
        self.last = None;
    }

    /// The archive of these files, and every problem that its entries have. It is the one of last time where nothing
    /// that it is read from has changed.
    pub fn read(&mut self, sources: &Sources) -> (Arc<Archive>, Vec<Diagnostic>) {
        let digest = digest(sources);
        if let Some(last) = self.last.as_ref().filter(|last| last.digest == digest) {
            return (Arc::clone(&last.archive), last.diagnostics.clone());
        }
        let (settings, rules, mut diagnostics) = self.settings(sources);
        let (mut files, mut unread) = (Vec::new(), Vec::new());
        for (path, source) in sources.below("content/") {
            match kind_of(path) {
                Some(kind) => files.push(File { kind, path, source, rules: &rules }),
                None if &**path == WORDS => {}
                None => unread.push(&**path),
            }
        }
        let parsed = self.parsed.round(parse_file, &files);
        let mut parts = Parts::default();
        for (file, parsed) in files.iter().zip(&parsed) {
            diagnostics.extend(parsed.diagnostics.iter().cloned());
            parts.take(file.path, file.source, parsed, &settings);
        }
        let mut ledger = Ledger::default();
        let frame = Frame { sources, settings, rules: Arc::clone(&rules), options: &self.options, unread: &unread };
        let mut archive = parts.assemble(frame, &mut self.heirs, &mut ledger);
        diagnostics.extend(ledger.place(sources));
        // Sorted by other rules they would stand in another order.
        let last = self.last.take().filter(|last| Arc::ptr_eq(&last.rules, &rules));
        archive.known = last.and_then(|last| last.archive.facets.authors.get().cloned());
        let archive = Arc::new(archive);
        self.last = Some(Last { digest, rules, archive: Arc::clone(&archive), diagnostics: diagnostics.clone() });
        (archive, diagnostics)
    }

    /// The settings, and how entries are read by them.
    fn settings(&self, sources: &Sources) -> (Settings, Arc<Rules>, Vec<Diagnostic>) {
        let (mut settings, mut diagnostics) = match sources.get(SETTINGS) {
            Some(_) => config::read(SETTINGS, sources.bytes(SETTINGS)),
            None => (Settings::default(), Vec::new()),
        };
        let (words, wrong) = Words::read(sources, &settings.language);
        settings.words = Arc::new(words);
        diagnostics.extend(wrong);
        settings.base_url = self.options.base_url.clone().or(settings.base_url);
        for code in &self.forgiven {
            if settings.severity(*code) == Severity::Error {
                settings.severities.insert(*code, Severity::Warning);
            }
        }
        if settings.base_url.is_none() {
            let message = "there is no `base-url`, so the site gets no sitemap, no feeds and no canonical links";
            diagnostics.push(config::problem(sources, Vec::new(), Code::NoBaseUrl, message.to_owned(), None));
        }
        let (rules, wrong) = Rules::new(&settings);
        diagnostics.extend(wrong);
        let known = self.last.as_ref().map(|last| &last.rules).filter(|known| known.digest() == rules.digest());
        (settings, known.cloned().unwrap_or_else(|| Arc::new(rules)), diagnostics)
    }
}

/// Digest of all that an archive is read from.
fn digest(sources: &Sources) -> u128 {
    let mut hasher = Xxh3::new();
    for (_, source) in sources.below("content/") {
        hasher.update(&source.digest.to_le_bytes());
    }
    hasher.update(&sources.get(SETTINGS).map_or(0, |source| source.digest).to_le_bytes());
    hasher.digest128()
}

/// A file with all that its reading depends on.
struct File<'a> {
    kind: FileKind,
    path: &'a Arc<str>,
    source: &'a Source,
    rules: &'a Rules,
}

impl Digest for File<'_> {
    fn digest(&self) -> u128 {
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&self.source.digest.to_le_bytes());
        bytes[16..].copy_from_slice(&self.rules.digest().to_le_bytes());
        xxh3_128(&bytes)
    }
}

fn parse_file(file: &File<'_>) -> Parsed {
    parse(file.kind, file.path, file.source.bytes.as_deref().unwrap_or_default(), file.rules)
}

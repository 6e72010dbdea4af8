//! From parsed files to an archive: what volumes hand down, metrics merged in, references resolved, everything sorted.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::check::{self, Draft, Findings, Ledger, did_you_mean};
use super::resolve::{Topics, Venues};
use super::{Archive, Attachment, Filed, Owner, Record, files};
use crate::config::{self, BaseUrl, Calendar, Settings};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::paper::identifier::is_key;
use crate::paper::{
    Collection, Content, Metrics, Page, Paper, Parsed, Person, TopicList, Venue, Volume, kind_of, parse,
};
use crate::source::{SETTINGS, Sources};
use crate::text::Collator;
use crate::text::markup::Markup;
use crate::text::math::Math;
use crate::yaml::Step;

/// What an archive is read with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether drafts are part of it.
    pub drafts: bool,
    /// In place of the settings' base-url.
    pub base_url: Option<BaseUrl>,
}

/// Reads settings and all of content/. What is broken is left out, and every problem is told.
pub fn read_archive(sources: &Sources, options: &Options) -> (Archive, Vec<Diagnostic>) {
    let (mut settings, mut diagnostics) = match sources.get(SETTINGS) {
        Some(_) => config::read(SETTINGS, sources.bytes(SETTINGS)),
        None => (Settings::default(), Vec::new()),
    };
    settings.base_url = options.base_url.clone().or(settings.base_url);
    if settings.base_url.is_none() {
        let message = "there is no `base-url`, so the site gets no sitemap and no canonical links";
        diagnostics.push(Diagnostic::of_file(Code::NoBaseUrl, SETTINGS, message));
    }
    let (markup, wrong) = markup(&settings);
    diagnostics.extend(wrong);
    let listed: Vec<_> = sources.below("content/").filter_map(|(path, _)| Some((kind_of(path)?, path))).collect();
    let parsed: Vec<(&str, Parsed)> = listed
        .into_par_iter()
        .map(|(kind, path)| (path, parse(kind, path, sources.bytes(path), &settings, &markup)))
        .collect();
    let mut parts = Parts::default();
    for (path, file) in parsed {
        diagnostics.extend(file.diagnostics);
        parts.take(path, file.content, &settings);
    }
    let mut ledger = Ledger::default();
    let archive = parts.assemble(sources, settings, options, &mut ledger);
    diagnostics.extend(ledger.place(sources));
    (archive, diagnostics)
}

/// How the texts of an archive are rendered; a macro that is wrong leaves all of them out, and is told.
pub fn markup(settings: &Settings) -> (Markup, Option<Diagnostic>) {
    let (math, wrong) = match Math::new(&settings.macros) {
        Ok(math) => (math, None),
        Err(error) => {
            let diagnostic = Diagnostic::of_file(Code::BadValue, SETTINGS, error.to_string());
            let plain = Math::new(&Default::default()).expect("no macros of its own cannot be wrong");
            (plain, Some(diagnostic.help("under `math: macros:`")))
        }
    };
    (Markup::new(math, settings.remote_images), wrong)
}

/// Everything that files say, sorted by kind.
#[derive(Default)]
struct Parts {
    drafts: Vec<Draft>,
    volumes: Vec<Filed<Volume>>,
    topics: Option<Filed<TopicList>>,
    venues: Vec<(u32, String, Venue)>,
    people: Vec<Filed<Person>>,
    pages: Vec<Filed<Page>>,
    collections: Vec<Filed<Collection>>,
    metrics: Vec<(String, u32, String, Metrics)>,
}

impl Parts {
    fn take(&mut self, path: &str, content: Content, settings: &Settings) {
        let path = path.to_owned();
        match content {
            Content::Nothing => {}
            Content::Papers(volume, entries) => {
                self.volumes.extend(volume.map(|volume| Filed { value: *volume, path: path.clone() }));
                self.drafts.extend(entries.into_iter().map(|entry| {
                    let broken = entry.codes.iter().any(|code| settings.severity(*code) == Severity::Error);
                    Draft { paper: entry.paper, path: path.clone(), item: entry.item, broken }
                }));
            }
            Content::Volume(volume) => self.volumes.push(Filed { value: *volume, path }),
            Content::Topics(value) => self.topics = Some(Filed { value, path }),
            Content::Venues(venues) => {
                self.venues.extend(venues.into_iter().map(|(at, venue)| (at, path.clone(), venue)));
            }
            Content::Person(person) => self.people.push(Filed { value: *person, path }),
            Content::Page(page) => self.pages.push(Filed { value: *page, path }),
            Content::Collection(collection) => self.collections.push(Filed { value: *collection, path }),
            Content::Metrics(list) => {
                self.metrics.extend(list.into_iter().map(|(at, id, counts)| (path.clone(), at, id, counts)));
            }
        }
    }

    fn assemble(mut self, sources: &Sources, settings: Settings, options: &Options, ledger: &mut Ledger) -> Archive {
        check::duplicates(&mut self.drafts, ledger, &settings);
        self.merge_metrics(ledger, &settings);
        let volumes = self.sorted_volumes(ledger, &settings);
        for draft in &mut self.drafts {
            inherit(&volumes, &mut draft.paper);
        }
        let people = self.sorted_people(ledger, &settings);
        let used = self.drafts.iter().map(|draft| draft.paper.venue.as_str());
        let used = used.chain(volumes.iter().map(|volume| volume.value.venue.as_str())).filter(|name| !name.is_empty());
        let venues = Venues::new(std::mem::take(&mut self.venues), used, ledger, &settings);
        let used = self.drafts.iter().flat_map(|draft| &draft.paper.topics).map(String::as_str);
        let topics = Topics::new(self.topics.as_ref(), used, ledger, &settings);
        let named = self.drafts.iter().flat_map(|draft| files::named(&draft.path, &draft.paper));
        let named =
            named.chain(volumes.iter().filter_map(|v| Some(files::beside(&v.path, files::of_volume(&v.value)?))));
        ledger.strays = files::strays(sources, &named.collect());
        let names = Names { topics, venues, volumes, people };
        let records = self.records(sources, &names, &settings, options, ledger);
        let Names { topics, venues, volumes, people } = names;
        let collator = Collator::new(settings.locale());
        let (papers, listed) = sorted(records, &collator);
        let ids = ids(&papers);
        let mut archive = Archive {
            listed,
            ids,
            volumes,
            topics: topics.list,
            venues: venues.list,
            people,
            pages: Vec::new(),
            collections: Vec::new(),
            files: Vec::new(),
            collator,
            facets: Default::default(),
            papers,
            settings,
        };
        archive.pages = sorted_pages(self.pages, ledger, &archive.settings);
        archive.collections = sorted_collections(self.collections, &archive, ledger);
        check_related(&archive, ledger);
        archive.files = attachments(sources, &archive, ledger);
        archive
    }

    /// The papers that are not broken, with their references resolved.
    fn records(
        &mut self,
        sources: &Sources,
        names: &Names,
        settings: &Settings,
        options: &Options,
        ledger: &mut Ledger,
    ) -> Vec<Record> {
        let mut records = Vec::with_capacity(self.drafts.len());
        for Draft { mut paper, path, item, broken } in std::mem::take(&mut self.drafts) {
            let mut findings = ledger.on(&path, item, settings);
            let (topics, volume) = names.resolve(&paper, &mut findings);
            check_files(sources, &path, &mut paper, &mut findings);
            if broken || findings.severe || paper.id.is_empty() || (paper.draft && !options.drafts) {
                continue;
            }
            let venue = if paper.venue.is_empty() { None } else { names.venues.find(&paper.venue) };
            let when = match settings.calendar {
                Calendar::Published => paper.published(),
                Calendar::Added => paper.added,
            };
            records.push(Record { when, venue, volume, topics, paper, path, item });
        }
        records
    }

    fn merge_metrics(&mut self, ledger: &mut Ledger, settings: &Settings) {
        let mut by_id: HashMap<String, usize> = HashMap::new();
        for (at, draft) in self.drafts.iter().enumerate() {
            by_id.entry(draft.paper.id.to_lowercase()).or_insert(at);
            for former in &draft.paper.former_ids {
                by_id.entry(former.to_lowercase()).or_insert(at);
            }
        }
        for (path, at, id, counts) in std::mem::take(&mut self.metrics) {
            match by_id.get(&id.to_lowercase()) {
                Some(draft) => {
                    let metrics = &mut self.drafts[*draft].paper.metrics;
                    metrics.as_of = counts.as_of.or(metrics.as_of);
                    metrics.counts.extend(counts.counts);
                }
                None => {
                    let message = format!("there is no paper `{id}`");
                    ledger.on(&path, None, settings).note_key(vec![Step::Nth(at)], Code::UnknownMetrics, message, None);
                }
            }
        }
    }

    fn sorted_volumes(&mut self, ledger: &mut Ledger, settings: &Settings) -> Vec<Filed<Volume>> {
        let volumes = std::mem::take(&mut self.volumes);
        unique(volumes, |volume| &volume.key, check::reserved, ledger, settings)
    }

    fn sorted_people(&mut self, ledger: &mut Ledger, settings: &Settings) -> Vec<Filed<Person>> {
        let people = std::mem::take(&mut self.people);
        unique(people, |person| &person.key, check::reserved_person, ledger, settings)
    }
}

/// What a paper has from its volume, where it does not say otherwise itself.
fn inherit(volumes: &[Filed<Volume>], paper: &mut Paper) {
    let Ok(at) = volumes.binary_search_by(|volume| volume.value.key.cmp(&paper.volume_key)) else { return };
    let volume = &volumes[at].value;
    let texts = [
        (&mut paper.venue, volume.venue.as_str()),
        (&mut paper.container, volume.title.plain()),
        (&mut paper.volume, &volume.volume),
        (&mut paper.issue, &volume.issue),
        (&mut paper.series, &volume.series),
        (&mut paper.publisher, &volume.publisher),
        (&mut paper.isbn, &volume.isbn),
        (&mut paper.issn, &volume.issn),
    ];
    for (own, inherited) in texts {
        if own.is_empty() {
            inherited.clone_into(own);
        }
    }
    paper.date = paper.date.or(volume.date);
    if paper.event.is_none() {
        paper.event.clone_from(&volume.event);
    }
    if paper.editors.is_empty() {
        paper.editors.clone_from(&volume.editors);
    }
}

/// Sorts by key and leaves out what has a reserved key or one that is taken.
fn unique<T>(
    mut list: Vec<Filed<T>>,
    key: impl Fn(&T) -> &String,
    reserved: impl Fn(&str) -> bool,
    ledger: &mut Ledger,
    settings: &Settings,
) -> Vec<Filed<T>> {
    list.sort_by(|a, b| key(&a.value).cmp(key(&b.value)).then_with(|| a.path.cmp(&b.path)));
    let mut kept: Vec<Filed<T>> = Vec::with_capacity(list.len());
    for item in list {
        let name = key(&item.value);
        let mut findings = ledger.on(&item.path, None, settings);
        if !is_key(name) {
            continue;
        }
        if reserved(name) {
            let message = format!("`{name}` is an address of the site itself");
            findings.note(Vec::new(), Code::ReservedKey, message, None);
            continue;
        }
        if let Some(other) = kept.last().filter(|other| key(&other.value) == name) {
            let message = format!("the key `{name}` is taken");
            findings.note(Vec::new(), Code::DuplicateName, message, Some(format!("by {}", other.path)));
            continue;
        }
        kept.push(item);
    }
    kept
}

/// What papers can name.
struct Names {
    topics: Topics,
    venues: Venues,
    volumes: Vec<Filed<Volume>>,
    people: Vec<Filed<Person>>,
}

impl Names {
    /// The topics and the volume a paper names; what does not exist is noted.
    fn resolve(&self, paper: &Paper, findings: &mut Findings<'_>) -> (Box<[u32]>, Option<u32>) {
        let mut found = Vec::with_capacity(paper.topics.len());
        for (at, key) in paper.topics.iter().enumerate() {
            let steps = || vec![Step::Key("topics"), Step::Nth(at as u32)];
            match self.topics.find(key) {
                Some(topic) if !found.contains(&topic) => found.push(topic),
                Some(_) => {}
                None if check::reserved(key) => {
                    findings.note(
                        steps(),
                        Code::ReservedKey,
                        format!("`{key}` is an address of the site itself"),
                        None,
                    );
                }
                None => {
                    let message = format!("there is no topic `{key}`");
                    let help = findings.suggest(|| self.topics.suggest(key));
                    findings.note(steps(), Code::UndeclaredTopic, message, help);
                }
            }
        }
        for (at, author) in paper.authors.iter().enumerate().filter(|(_, author)| !author.person.is_empty()) {
            if self.people.binary_search_by(|person| person.value.key.cmp(&author.person)).is_err() {
                let steps = vec![Step::Key("authors"), Step::Nth(at as u32), Step::Key("person")];
                let keys = self.people.iter().map(|person| person.value.key.as_str());
                let help = findings.suggest(|| did_you_mean(&author.person, keys));
                findings.note(steps, Code::UndeclaredPerson, format!("there is no person `{}`", author.person), help);
            }
        }
        let volume = self.volumes.binary_search_by(|volume| volume.value.key.cmp(&paper.volume_key)).ok();
        if volume.is_none() && !paper.volume_key.is_empty() {
            let keys = self.volumes.iter().map(|volume| volume.value.key.as_str());
            let help = findings.suggest(|| did_you_mean(&paper.volume_key, keys));
            let message = format!("there is no volume `{}`", paper.volume_key);
            findings.note(vec![Step::Key("in")], Code::UndeclaredVolume, message, help);
        }
        (found.into(), volume.map(|at| at as u32))
    }
}

fn check_files(sources: &Sources, path: &str, paper: &mut Paper, findings: &mut Findings<'_>) {
    let mut missing = HashSet::new();
    for (steps, file, _) in files::of_paper(paper) {
        if !files::check(sources, &files::beside(path, file), file, findings, steps) {
            missing.insert(file.to_owned());
        }
    }
    if !missing.is_empty() {
        let gone = |target: &crate::paper::Target| missing.contains(target.as_str());
        paper.links.retain(|link| !gone(&link.target));
        paper.thumbnail = paper.thumbnail.take().filter(|thumbnail| !gone(&thumbnail.src));
    }
}

/// Newest first, then by title; hidden papers last. Returns how many are not hidden.
fn sorted(mut records: Vec<Record>, collator: &Collator) -> (Vec<Record>, usize) {
    records.par_sort_by_cached_key(|record| {
        let title = collator.key(record.paper.title.plain());
        (record.paper.hidden, Reverse(record.when), title, record.paper.id.clone())
    });
    let listed = records.partition_point(|record| !record.paper.hidden);
    (records, listed)
}

fn ids(papers: &[Record]) -> HashMap<String, u32> {
    let mut ids = HashMap::with_capacity(papers.len());
    for (index, record) in papers.iter().enumerate() {
        ids.insert(record.paper.id.to_lowercase(), index as u32);
        ids.extend(record.paper.former_ids.iter().map(|former| (former.to_lowercase(), index as u32)));
    }
    ids
}

/// Pages by their place in content/pages.
fn sorted_pages(pages: Vec<Filed<Page>>, ledger: &mut Ledger, settings: &Settings) -> Vec<Filed<Page>> {
    let keyed = pages.into_iter().filter_map(|mut page| {
        let inner = page.path.strip_prefix("content/pages/")?.strip_suffix(".md")?;
        let key = inner.strip_suffix("/index").unwrap_or(inner);
        let mut findings = ledger.on(&page.path, None, settings);
        if let Some(part) = key.split('/').find(|part| !is_key(part)) {
            let help = Some("rename it to lower-case letters, digits and hyphens".to_owned());
            findings.note(Vec::new(), Code::BadKey, format!("`{part}` is not a name of a page"), help);
            return None;
        }
        let first = key.split('/').next().unwrap_or(key);
        if check::SEGMENTS.contains(&first) || key == "index" || check::reserved(first) {
            findings.note(Vec::new(), Code::ReservedKey, format!("`{first}` is an address of the site itself"), None);
            return None;
        }
        page.value.key = key.to_owned();
        Some(page)
    });
    let mut pages: Vec<Filed<Page>> = keyed.collect();
    pages.sort_by(|a, b| a.value.key.cmp(&b.value.key).then_with(|| a.path.cmp(&b.path)));
    pages.dedup_by(|later, earlier| {
        let same = later.value.key == earlier.value.key;
        if same {
            let message = format!("the page `{}` is also {}", later.value.key, earlier.path);
            ledger.on(&later.path, None, settings).note(Vec::new(), Code::DuplicateName, message, None);
        }
        same
    });
    pages
}

fn sorted_collections(list: Vec<Filed<Collection>>, archive: &Archive, ledger: &mut Ledger) -> Vec<Filed<Collection>> {
    let list = unique(list, |collection| &collection.key, check::reserved, ledger, &archive.settings);
    for collection in &list {
        for (at, id) in collection.value.papers.iter().enumerate().filter(|(_, id)| archive.find(id).is_none()) {
            let steps = vec![Step::Key("papers"), Step::Nth(at as u32)];
            unknown_paper(archive, id, steps, &mut ledger.on(&collection.path, None, &archive.settings));
        }
    }
    list
}

fn check_related(archive: &Archive, ledger: &mut Ledger) {
    for record in archive.papers() {
        for (at, related) in record.paper.related.iter().enumerate() {
            if !related.id.is_empty() && archive.find(&related.id).is_none() {
                let steps = vec![Step::Key("related"), Step::Nth(at as u32), Step::Key("id")];
                let mut findings = ledger.on(&record.path, record.item, &archive.settings);
                unknown_paper(archive, &related.id, steps, &mut findings);
            }
        }
    }
}

fn unknown_paper(archive: &Archive, id: &str, steps: Vec<Step>, findings: &mut Findings<'_>) {
    let ids = archive.papers().iter().map(|record| record.paper.id.as_str());
    let help = findings.suggest(|| did_you_mean(id, ids));
    findings.note(steps, Code::UnknownPaper, format!("there is no paper `{id}`"), help);
}

/// The files to publish.
fn attachments(sources: &Sources, archive: &Archive, ledger: &mut Ledger) -> Vec<Attachment> {
    let mut found: Vec<Attachment> = Vec::new();
    for (index, record) in archive.papers().iter().enumerate() {
        let owner = Owner::Paper(index as u32);
        for (_, file, name) in files::of_paper(&record.paper) {
            let attachment = Attachment { owner, source: files::beside(&record.path, file), name };
            if !found.iter().rev().take_while(|other| other.owner == owner).any(|other| other.name == attachment.name) {
                found.push(attachment);
            }
        }
    }
    for (index, volume) in archive.volumes.iter().enumerate() {
        let Some(file) = files::of_volume(&volume.value) else { continue };
        let source = files::beside(&volume.path, file);
        let steps = vec![Step::Key("front-matter"), Step::Key("pdf")];
        if files::check(sources, &source, file, &mut ledger.on(&volume.path, None, &archive.settings), steps) {
            found.push(Attachment { owner: Owner::Volume(index as u32), source, name: file.to_owned() });
        }
    }
    found
}

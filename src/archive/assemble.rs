//! From parsed files to an archive: what volumes hand down, metrics merged in, references resolved, everything sorted.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::check::{self, Draft, Findings, Ledger, did_you_mean};
use super::cited;
use super::inherit::{Heir, inherit};
use super::lost::Lost;
use super::named::Names;
use super::resolve::{Topics, Venues};
use super::{Archive, Attachment, Filed, Options, Owner, Record, files};
use crate::config::{Calendar, Settings};
use crate::diagnostic::{Code, Severity};
use crate::memo::{Memo, Uniform};
use crate::paper::facts::key;
use crate::paper::file::stem;
use crate::paper::identifier::is_key;
use crate::paper::{Cited, Collection, Content, Metrics, Page, Paper, Parsed, Person, Rules, TopicList, Venue, Volume};
use crate::source::{Source, Sources};
use crate::text::date::Date;
use crate::yaml::Step;

/// Everything that files say, sorted by kind.
#[derive(Default)]
pub struct Parts<'a> {
    drafts: Vec<Draft<'a>>,
    volumes: Vec<Filed<Volume>>,
    topics: Option<Filed<TopicList>>,
    venues: Vec<(u32, String, Venue)>,
    people: Vec<Filed<Person>>,
    pages: Vec<Filed<Page>>,
    collections: Vec<Filed<Collection>>,
    metrics: Vec<(&'a str, u32, &'a str, &'a Metrics)>,
    /// What files cite, and whether it is a draft that does.
    cited: Vec<(&'a str, bool, &'a [Cited])>,
    lost: Lost,
}

/// What parts are assembled by.
pub struct Frame<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// The settings.
    pub settings: Settings,
    /// How entries were read.
    pub rules: Arc<Rules>,
    /// What was asked for.
    pub options: &'a Options,
    /// Files of content/ that are no entries.
    pub unread: &'a [&'a str],
}

impl<'a> Parts<'a> {
    /// Takes what the file at `path` says.
    pub fn take(&mut self, path: &'a Arc<str>, source: &Source, parsed: &'a Parsed, settings: &Settings) {
        let filed = || path.to_string();
        if !parsed.cited.is_empty() {
            let entries = if let Content::Papers(_, entries) = &parsed.content { entries.as_slice() } else { &[] };
            self.cited.push((path, entries.iter().any(|entry| entry.paper.draft), &parsed.cited));
        }
        match &parsed.content {
            Content::Nothing => {
                self.lost.papers.insert(key(stem(path)));
                self.lost.stems.insert(stem(path).to_owned());
                self.lost.paths.insert(path.to_string());
            }
            Content::Papers(volume, entries) => {
                self.volumes.extend(volume.as_deref().map(|volume| Filed { value: volume.clone(), path: filed() }));
                self.drafts.extend(entries.iter().map(|entry| Draft {
                    paper: Arc::clone(&entry.paper),
                    path,
                    source: source.digest,
                    item: entry.item,
                    facts: &entry.facts,
                    counts: None,
                    broken: entry.codes.iter().any(|code| settings.severity(*code) == Severity::Error),
                }));
            }
            Content::Volume(volume) => self.volumes.push(Filed { value: (**volume).clone(), path: filed() }),
            Content::Topics(value) => self.topics = Some(Filed { value: value.clone(), path: filed() }),
            Content::Venues(venues) => {
                self.venues.extend(venues.iter().map(|(at, venue)| (*at, filed(), venue.clone())));
            }
            Content::Person(person) => self.people.push(Filed { value: (**person).clone(), path: filed() }),
            Content::Page(page) => self.pages.push(Filed { value: (**page).clone(), path: filed() }),
            Content::Collection(collection) => {
                self.collections.push(Filed { value: (**collection).clone(), path: filed() });
            }
            Content::Metrics(list) => {
                self.metrics.extend(list.iter().map(|(at, id, counts)| (&**path, *at, id.as_str(), counts)));
            }
        }
    }

    /// The archive of all that was taken. Papers that inherit from volumes are remembered in `heirs`.
    pub fn assemble(mut self, mut frame: Frame<'_>, heirs: &mut Memo<Arc<Paper>>, ledger: &mut Ledger) -> Archive {
        check::lists(&mut frame.settings, ledger);
        let Frame { sources, ref settings, ref rules, options, unread } = frame;
        check::duplicates(&mut self.drafts, ledger, settings);
        self.merge_metrics(ledger, settings);
        let volumes = self.sorted_volumes(ledger, settings);
        self.hand_down(&volumes, sources, rules, heirs);
        let people = self.sorted_people(ledger, settings);
        let used = self.drafts.iter().map(|draft| draft.paper.venue.as_str());
        let used = used.chain(volumes.iter().map(|volume| volume.value.venue.as_str())).filter(|name| !name.is_empty());
        let venues = Venues::new(std::mem::take(&mut self.venues), used, ledger, settings);
        for volume in volumes.iter().filter(|volume| !volume.value.venue.is_empty()) {
            venues.look_up(&volume.value.venue, true, &mut ledger.on(&volume.path, None, settings));
        }
        let used = self.drafts.iter().flat_map(|draft| &draft.paper.topics).map(String::as_str);
        let topics = Topics::new(self.topics.as_ref(), used, ledger, settings);
        let with_files = self.drafts.iter().filter(|draft| draft.facts.has_files);
        let named = with_files.flat_map(|draft| files::named(draft.path, &draft.paper));
        let named =
            named.chain(volumes.iter().filter_map(|v| Some(files::beside(&v.path, files::of_volume(&v.value)?))));
        ledger.strays = files::strays(unread, &named.collect());
        let names = Names { topics, venues, volumes, people };
        let records = self.records(sources, &names, settings, options, ledger);
        let Names { topics, venues, volumes, people } = names;
        let lost = std::mem::take(&mut self.lost);
        let (papers, listed) = sorted(records);
        let ids = ids(&papers);
        let mut archive = Archive {
            listed,
            ids,
            volumes,
            topics_are_closed: topics.is_closed(),
            topics: topics.list,
            venues: venues.list,
            people,
            pages: Vec::new(),
            collections: Vec::new(),
            files: Vec::new(),
            rules: frame.rules,
            facets: Default::default(),
            known: None,
            lost,
            papers,
            settings: frame.settings,
        };
        archive.pages = sorted_pages(self.pages, ledger, &archive.settings);
        archive.collections = sorted_collections(self.collections, &archive, ledger);
        check_related(&archive, ledger);
        let read = self.cited.iter().filter(|(_, draft, _)| options.drafts || !draft);
        cited::check(read.map(|(path, _, cited)| (*path, *cited)), &archive, ledger);
        archive.files = attachments(sources, &archive, ledger);
        archive
    }

    /// Gives papers what they have from their volumes.
    fn hand_down(&mut self, volumes: &[Filed<Volume>], sources: &Sources, rules: &Rules, heirs: &mut Memo<Arc<Paper>>) {
        let digest = |volume: &Filed<Volume>| sources.get(&volume.path).map_or(0, |source| source.digest);
        let digests: Vec<u128> = volumes.iter().map(digest).collect();
        let mut places = Vec::new();
        let mut children = Vec::new();
        for (place, draft) in self.drafts.iter().enumerate().filter(|(_, draft)| !draft.paper.volume_key.is_empty()) {
            let Ok(at) = volumes.binary_search_by(|volume| volume.value.key.cmp(&draft.paper.volume_key)) else {
                continue;
            };
            places.push(place);
            children.push(Heir {
                paper: &draft.paper,
                volume: &volumes[at].value,
                item: draft.item,
                sources: [draft.source, digests[at], rules.digest()],
            });
        }
        let papers = heirs.round(inherit, &children);
        for (place, paper) in places.into_iter().zip(papers) {
            self.drafts[place].paper = Arc::clone(&paper);
        }
    }

    /// The papers that are not broken, with their references resolved.
    fn records(
        &mut self,
        sources: &Sources,
        names: &Names,
        settings: &Settings,
        options: &Options,
        ledger: &mut Ledger,
    ) -> Vec<(Rank<'a>, Record)> {
        let mut records = Vec::with_capacity(self.drafts.len());
        for Draft { mut paper, facts, path, item, counts, broken, .. } in std::mem::take(&mut self.drafts) {
            let mut findings = ledger.on(path, item, settings);
            let (topics, volume) = names.resolve(&paper, facts, &self.lost, &mut findings);
            let venue = names.venue(&paper, volume, &mut findings);
            if facts.has_files {
                check_files(sources, path, &mut paper, &mut findings);
            }
            if broken || findings.severe || paper.id.is_empty() {
                self.lost.papers.insert(key(&paper.id));
                self.lost.paths.insert(path.to_string());
                self.lost.papers.extend(paper.former_ids.iter().map(|former| key(former)));
                continue;
            }
            if paper.draft && !options.drafts {
                continue;
            }
            let when = match settings.calendar {
                Calendar::Published => paper.published(),
                Calendar::Added => paper.added,
            };
            let rank = Rank::new(paper.hidden, when, &facts.order);
            let (path, facts) = (Arc::clone(path), Arc::clone(facts));
            records.push((rank, Record { when, venue, volume, topics, paper, facts, path, item, merged: counts }));
        }
        records
    }

    fn merge_metrics(&mut self, ledger: &mut Ledger, settings: &Settings) {
        if self.metrics.is_empty() {
            return;
        }
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
                    let draft = &mut self.drafts[*draft];
                    let merged = draft.counts.get_or_insert_with(|| Box::new(draft.paper.metrics.clone()));
                    merged.as_of = counts.as_of.or(merged.as_of);
                    merged.counts.extend(counts.counts.iter().map(|(name, count)| (name.clone(), *count)));
                }
                None => {
                    let message = format!("there is no paper `{id}`");
                    ledger.on(path, None, settings).note_key(vec![Step::Nth(at)], Code::UnknownMetrics, message, None);
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

fn check_files(sources: &Sources, path: &str, paper: &mut Arc<Paper>, findings: &mut Findings<'_>) {
    let mut missing = HashSet::new();
    for (steps, file, _) in files::of_paper(paper) {
        if !files::check(sources, &files::beside(path, file), file, findings, steps) {
            missing.insert(file.to_owned());
        }
    }
    if !missing.is_empty() {
        let gone = |target: &crate::paper::Target| missing.contains(target.as_str());
        let paper = Arc::make_mut(paper);
        paper.links.retain(|link| !gone(&link.target));
        paper.thumbnail = paper.thumbnail.take().filter(|thumbnail| !gone(&thumbnail.src));
    }
}

/// The place of a paper in lists: newest first, then by title; hidden papers last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'a> {
    hidden: bool,
    when: Reverse<Option<Date>>,
    /// How the sort key of its title begins, which mostly decides.
    beginning: u64,
    order: &'a [u8],
}

impl<'a> Rank<'a> {
    fn new(hidden: bool, when: Option<Date>, order: &'a [u8]) -> Rank<'a> {
        let mut beginning = [0; 8];
        let length = order.len().min(beginning.len());
        beginning[..length].copy_from_slice(&order[..length]);
        Rank { hidden, when: Reverse(when), beginning: u64::from_be_bytes(beginning), order }
    }
}

/// Sorts papers by rank, and those of one rank by id. Returns also how many are not hidden.
fn sorted(mut records: Vec<(Rank<'_>, Record)>) -> (Vec<Record>, usize) {
    records.par_sort_unstable_by(|(a, left), (b, right)| a.cmp(b).then_with(|| left.paper.id.cmp(&right.paper.id)));
    let listed = records.partition_point(|(rank, _)| !rank.hidden);
    (records.into_iter().map(|(_, record)| record).collect(), listed)
}

fn ids(papers: &[Record]) -> HashMap<u128, u32, Uniform> {
    let mut ids = HashMap::with_capacity_and_hasher(papers.len(), Uniform::default());
    for (record, index) in papers.iter().zip(0..) {
        ids.extend(record.facts.id.map(|id| (id, index)));
        if record.facts.has_former {
            ids.extend(record.paper.former_ids.iter().map(|former| (key(former), index)));
        }
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
        for (at, name) in page.value.lists.iter().enumerate() {
            let names = || settings.lists.iter().map(|list| list.name.as_str());
            if !names().any(|known| known == name) {
                let steps = vec![Step::Key("lists"), Step::Nth(at as u32)];
                let help = findings.suggest(|| did_you_mean(name, names()));
                findings.note(steps, Code::UndeclaredList, format!("there is no list `{name}`"), help);
            }
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
    for record in archive.papers().iter().filter(|record| record.facts.has_related) {
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
    if archive.has_lost(id) {
        return;
    }
    let ids = archive.papers().iter().map(|record| record.paper.id.as_str());
    let help = findings.suggest(|| did_you_mean(id, ids));
    findings.note(steps, Code::UnknownPaper, format!("there is no paper `{id}`"), help);
}

/// The files to publish.
fn attachments(sources: &Sources, archive: &Archive, ledger: &mut Ledger) -> Vec<Attachment> {
    let mut found: Vec<Attachment> = Vec::new();
    for (index, record) in archive.papers().iter().enumerate().filter(|(_, record)| record.facts.has_files) {
        let owner = Owner::Paper(index as u32);
        for (_, file, name) in files::of_paper(&record.paper) {
            let source = files::beside(&record.path, file);
            let size = files::size_of(sources, &source);
            let attachment = Attachment { owner, source, name, size };
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
            found.push(Attachment { owner: Owner::Volume(index as u32), source, name: file.to_owned(), size: None });
        }
    }
    found
}

//! One file of content/ → what it says and what is wrong with it.

use std::ops::Range;
use std::sync::Arc;

use super::decode_rest::{self, COLLECTION, PAGE, VOLUME, VolumeParts};
use super::derive::{self, Deriver};
use super::facts::Facts;
use super::identifier::{is_id, is_key};
use super::keys::PAPER;
use super::lint::Lint;
use super::model::*;
use super::rules::Rules;
use crate::config::Calendar;
use crate::diagnostic::{Code, Diagnostic, MOST_IN_FILE, Span};
use crate::text::markup::Citation;
use crate::yaml::{Context, Field, Key, Node, On, Problem, Step, Text, text_of};

/// The largest paper, in bytes.
const LARGEST_PAPER: usize = 1 << 20;

/// What a file is by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A paper, or a volume with its papers.
    Papers,
    /// A paper with notes.
    PaperWithNotes,
    /// A volume whose papers are files of their own.
    Volume,
    /// topics.yaml.
    Topics,
    /// venues.yaml.
    Venues,
    /// A person.
    Person,
    /// A free page.
    Page,
    /// A curated list.
    Collection,
    /// Counts.
    Metrics,
}

/// What a file of content/ is; `None` for what is not read.
pub fn kind_of(path: &str) -> Option<FileKind> {
    let inner = path.strip_prefix("content/")?;
    let (folder, rest) = inner.split_once('/').unwrap_or(("", inner));
    let extension = rest.rsplit_once('.').map_or("", |(_, extension)| extension);
    match (folder, extension) {
        ("papers", "yaml") => Some(FileKind::Papers),
        ("papers", "md") => Some(FileKind::PaperWithNotes),
        ("volumes", "yaml") => Some(FileKind::Volume),
        ("people", "yaml") => Some(FileKind::Person),
        ("metrics", "yaml") => Some(FileKind::Metrics),
        ("pages", "md") => Some(FileKind::Page),
        ("collections", "md") => Some(FileKind::Collection),
        ("", _) if rest == "topics.yaml" => Some(FileKind::Topics),
        ("", _) if rest == "venues.yaml" => Some(FileKind::Venues),
        _ => None,
    }
}

/// What a file says.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing that can be used.
    Nothing,
    /// Papers, and the volume that lists them.
    Papers(Option<Box<Volume>>, Vec<Entry>),
    /// A volume.
    Volume(Box<Volume>),
    /// Topics.
    Topics(TopicList),
    /// Venues.
    Venues(Vec<(u32, Venue)>),
    /// A person.
    Person(Box<Person>),
    /// A page.
    Page(Box<Page>),
    /// A collection.
    Collection(Box<Collection>),
    /// Counts by id.
    Metrics(Vec<(u32, String, Metrics)>),
}

/// What topics.yaml says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopicList {
    /// Topics with their entries' numbers.
    pub topics: Vec<(u32, Topic)>,
    /// Whether there are no others.
    pub closed: bool,
}

/// A paper with its place in its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The paper.
    pub paper: Arc<Paper>,
    /// What the archive compares it by.
    pub facts: Arc<Facts>,
    /// Its number in the `papers` list of the file, if it stands in one.
    pub item: Option<u32>,
    /// Codes of what is wrong with it.
    pub codes: Vec<Code>,
}

/// A paper that the text of a file cites.
#[derive(Clone, Debug, PartialEq)]
pub struct Cited {
    /// As it was written.
    pub id: String,
    /// Bytes in the file's text.
    pub range: Range<usize>,
}

/// A file after reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// What it says.
    pub content: Content,
    /// What its text cites, in order.
    pub cited: Vec<Cited>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file. Total: any bytes give a result.
pub fn parse(kind: FileKind, path: &str, bytes: &[u8], rules: &Rules) -> Parsed {
    let nothing = |diagnostics| Parsed { content: Content::Nothing, cited: Vec::new(), diagnostics };
    let whole = match text_of(path, bytes) {
        Ok(whole) => whole,
        Err(diagnostic) => return nothing(vec![*diagnostic]),
    };
    let markdown = matches!(kind, FileKind::PaperWithNotes | FileKind::Page | FileKind::Collection);
    let (text, body) = match split(path, whole, markdown) {
        Ok(split) => split,
        Err(diagnostic) => return nothing(vec![*diagnostic]),
    };
    // What it is can only be told after reading; a paper too long that names this word is refused then.
    let may_be_list = kind == FileKind::Papers && whole.contains("papers");
    if whole.len() > LARGEST_PAPER && matches!(kind, FileKind::Papers | FileKind::PaperWithNotes) && !may_be_list {
        let message = format!("a paper may be {} KiB, and this file has {}", LARGEST_PAPER >> 10, whole.len() >> 10);
        let span = Span { line: 1, column: 1, width: 1 };
        return nothing(vec![Diagnostic::at(Code::TooLarge, path, whole, span, message)]);
    }
    let stem = stem(path);
    let (content, mut diagnostics) = text.decode(|field, context| {
        let reader = Reader { context, rules, deriver: Deriver::new(&rules.markup, context), stem, body };
        reader.content(kind, field)
    });
    if kind == FileKind::Papers {
        diagnostics.extend(lost_comments(path, whole));
    }
    let mut cited = Vec::new();
    if !body.is_empty() {
        let at = whole.len() - body.len();
        let passage = rules.markup.sketch(body);
        let place =
            |citation: Citation| Cited { id: citation.id, range: at + citation.range.start..at + citation.range.end };
        cited.extend(passage.cited.into_iter().map(place));
        cited.sort_by_key(|cited: &Cited| cited.range.start);
        for problem in passage.problems.into_iter().take(MOST_IN_FILE) {
            let span = Span::of(whole, at + problem.range.start, at + problem.range.end);
            diagnostics.push(Diagnostic::at(derive::code(problem.kind), path, whole, span, problem.message));
        }
    }
    Parsed { content: content.unwrap_or(Content::Nothing), cited, diagnostics }
}

/// Places problems of the file's YAML that were found after it was read.
pub fn place(path: &str, bytes: &[u8], problems: Vec<Problem>) -> Vec<Diagnostic> {
    let Ok(whole) = text_of(path, bytes) else { return Vec::new() };
    split(path, whole, path.ends_with(".md")).map(|(text, _)| text.place(problems)).unwrap_or_default()
}

/// The stem of a path's file name.
pub fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The YAML of a file and the Markdown after it.
pub(super) fn split<'a>(path: &'a str, whole: &'a str, markdown: bool) -> Result<(Text<'a>, &'a str), Box<Diagnostic>> {
    if !markdown {
        return Ok((Text::whole(path, whole), ""));
    }
    let missing = |message: &str| {
        let span = Span { line: 1, column: 1, width: 1 };
        Box::new(Diagnostic::at(Code::MissingFrontMatter, path, whole, span, message))
    };
    let mut lines = whole.split_inclusive('\n');
    let fence = |line: &str| line.trim_end() == "---";
    let first = lines.next().filter(|line| fence(line));
    let Some(first) = first else {
        return Err(missing("the file does not begin with front matter between lines of `---`"));
    };
    let mut end = first.len();
    for line in lines {
        if fence(line) {
            let text = Text { path, whole, yaml: &whole[first.len()..end], first_line: 1 };
            return Ok((text, &whole[end + line.len()..]));
        }
        end += line.len();
    }
    Err(missing("the front matter is never closed with a line of `---`"))
}

/// Reads the records of one file.
struct Reader<'a> {
    context: &'a Context,
    rules: &'a Rules,
    deriver: Deriver<'a>,
    stem: &'a str,
    body: &'a str,
}

impl Reader<'_> {
    fn content(&self, kind: FileKind, field: Field<'_>) -> Content {
        match kind {
            FileKind::Papers if field.has("papers") => self.volume_with_papers(field),
            FileKind::Papers | FileKind::PaperWithNotes => Content::Papers(None, vec![self.paper(field, None)]),
            FileKind::Volume => {
                let place = field.place();
                let (volume, papers) = self.volume(field);
                if papers.is_some() {
                    let help = "move the file to content/papers, or give its papers files of their own".to_owned();
                    place.problem(Code::UnknownKey, "papers are not listed in content/volumes", Some(help));
                }
                Content::Volume(Box::new(volume))
            }
            FileKind::Topics => {
                let (mut topics, closed) = decode_rest::topics(field);
                topics.iter_mut().for_each(|(at, topic)| self.deriver.topic(topic, *at));
                Content::Topics(TopicList { topics, closed })
            }
            FileKind::Venues => {
                let venues = decode_rest::venues(field);
                venues.iter().for_each(|(at, venue)| Lint::new(self.context, &[]).venue(venue, *at));
                Content::Venues(venues)
            }
            FileKind::Person => {
                let key = self.stem_key(&field);
                Content::Person(Box::new(Person { key, ..decode_rest::person(field) }))
            }
            FileKind::Page => {
                let mut page = Page { body: self.body.to_owned(), ..Page::default() };
                titled(field, PAGE, &mut page, |page| &page.title);
                self.deriver.page(&mut page);
                Content::Page(Box::new(page))
            }
            FileKind::Collection => {
                let key = self.stem_key(&field);
                let mut collection = Collection { key, body: self.body.to_owned(), ..Collection::default() };
                titled(field, COLLECTION, &mut collection, |collection| &collection.title);
                self.deriver.collection(&mut collection);
                Content::Collection(Box::new(collection))
            }
            FileKind::Metrics => {
                let metrics = decode_rest::metrics_file(field);
                Lint::new(self.context, &[]).metrics(&metrics);
                Content::Metrics(metrics)
            }
        }
    }

    /// The file's stem as a key, checked.
    fn stem_key(&self, field: &Field<'_>) -> String {
        if !is_key(self.stem) {
            let message = format!("the file's name `{}` is not a key", self.stem);
            let help = "rename it to lower-case letters, digits and hyphens".to_owned();
            field.problem(Code::BadKey, message, Some(help));
        }
        self.stem.to_owned()
    }

    fn volume(&self, field: Field<'_>) -> (Volume, Option<Node>) {
        let place = field.place();
        let mut parts = VolumeParts::default();
        titled(field, VOLUME, &mut parts, |parts| &parts.volume.title);
        let papers = parts.papers.take();
        let mut volume = parts.finish();
        if volume.key.is_empty() {
            volume.key = self.stem_key(&place);
        }
        self.deriver.volume(&mut volume);
        Lint::new(self.context, &[]).volume(&volume);
        (volume, papers)
    }

    fn volume_with_papers(&self, field: Field<'_>) -> Content {
        let index = match &field.node {
            Node::Map(entries) => entries.iter().position(|(key, _)| key == "papers"),
            _ => None,
        };
        let place = field.place();
        let (volume, papers) = self.volume(field);
        let Some((papers, index)) = papers.zip(index) else {
            return Content::Papers(Some(Box::new(volume)), Vec::new());
        };
        let mut entries = Vec::new();
        let mut item = 0;
        place.child(index as u32, papers).each(|field| {
            let mut entry = self.paper(field, Some(item));
            Arc::make_mut(&mut entry.paper).volume_key.clone_from(&volume.key);
            entries.push(entry);
            item += 1;
        });
        Content::Papers(Some(Box::new(volume)), entries)
    }

    fn paper(&self, field: Field<'_>, item: Option<u32>) -> Entry {
        let before = self.context.problems.borrow().len();
        let is_record = matches!(field.node, Node::Map(_));
        let is_empty = field.node == Node::Null;
        let place = field.place();
        let path = field.path();
        let written = Written::of(&field, self.rules.calendar);
        let mut paper = Paper { notes: self.body.to_owned(), ..Paper::default() };
        field.map(PAPER, &mut paper);
        // Of what is no map nothing is missing but the map, which is told.
        if is_record {
            self.check(&place, &mut paper, item, &written);
        } else if is_empty {
            if item.is_none() && is_id(self.stem) {
                self.stem.clone_into(&mut paper.id);
            }
            let help = "add `title:`, `authors:` and `date:`".to_owned();
            place.problem(Code::MissingTitle, "the entry is empty", Some(help));
        }
        self.deriver.paper(&mut paper, &path);
        Lint::new(self.context, &path).paper(&paper);
        let codes = self.context.problems.borrow()[before..].iter().map(|problem| problem.code).collect();
        let facts = Arc::new(Facts::new(&paper, &self.rules.collator));
        Entry { paper: Arc::new(paper), facts, item, codes }
    }

    /// What is missing; what was written and could not be read has been told already.
    fn check(&self, place: &Field<'_>, paper: &mut Paper, item: Option<u32>, written: &Written) {
        if paper.title.is_empty() && !written.has("title") {
            place.problem(Code::MissingTitle, "there is no title", Some("add `title:`".into()));
        }
        if paper.authors.is_empty() && paper.author_count.is_none() && !written.has("authors") {
            let help = "add `authors:`, or `author-count:` where the names are not known".to_owned();
            place.problem(Code::MissingAuthors, "there are no authors", Some(help));
        }
        let dated = written.has("date") || written.has("available");
        if paper.published().is_none() && paper.volume_key.is_empty() && item.is_none() && !dated {
            place.problem(Code::MissingDate, "there is no date", Some("add `date:`; a year is enough".into()));
        }
        if self.rules.calendar == Calendar::Added && paper.added.is_none() && !written.has("added") {
            let help = "add a line such as `added: 2023-09-09`".to_owned();
            place.problem(Code::MissingAdded, "the day it was featured is missing", Some(help));
        }
        if paper.id.is_empty() && !paper.id_written {
            if item.is_some() {
                if !written.has("id") {
                    place.problem(Code::MissingId, "there is no id", Some("add `id:`".into()));
                }
            } else if is_id(self.stem) {
                self.stem.clone_into(&mut paper.id);
            } else {
                let help = "add `id:`, or rename the file".to_owned();
                place.problem(Code::BadId, format!("the file's name `{}` is not an id", self.stem), Some(help));
            }
        }
        if paper.abstract_.len() + paper.notes.len() > LARGEST_PAPER {
            place.problem(Code::TooLarge, format!("a paper may have {} KiB", LARGEST_PAPER >> 10), None);
        }
    }
}

/// Reads a map that needs a title. One that is there by a slip of the pen is told where it stands.
fn titled<T>(field: Field<'_>, table: &[Key<T>], target: &mut T, title: fn(&T) -> &Marked) {
    let place = field.place();
    let is_slip = field.slips(table.iter().map(|key| key.name)).contains(&"title");
    field.map(table, target);
    if title(target).is_empty() && !is_slip {
        place.problem(Code::MissingTitle, "there is no title", Some("add `title:`".into()));
    }
}

/// Which keys a paper must or should have are there, be it by a slip of the pen, which is told where it stands.
struct Written {
    said: Vec<&'static str>,
    slips: Vec<&'static str>,
}

impl Written {
    /// Keys of which one missing is told.
    const ASKED: [&'static str; 6] = ["title", "authors", "date", "available", "added", "id"];

    fn of(field: &Field<'_>, calendar: Calendar) -> Written {
        let said: Vec<&str> = Written::ASKED.into_iter().filter(|key| field.says(key)).collect();
        let is_needed = |key: &&str| *key != "available" && (*key != "added" || calendar == Calendar::Added);
        let is_complete = Written::ASKED.iter().filter(|key| is_needed(key)).all(|key| said.contains(key));
        let names = PAPER.iter().map(|key| key.name);
        let slips = if is_complete { Vec::new() } else { field.slips(names) };
        Written { said, slips }
    }

    fn has(&self, key: &str) -> bool {
        self.said.contains(&key) || self.slips.contains(&key)
    }
}

/// Titles, summaries and abstracts that ` #` cuts short, which YAML does without a word.
fn lost_comments(path: &str, whole: &str) -> Vec<Diagnostic> {
    if !whole.contains(" #") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    for line in whole.split_inclusive('\n') {
        if found.len() == MOST_IN_FILE {
            break;
        }
        let key = line.trim_start_matches([' ', '-']);
        let value =
            ["title:", "summary:", "abstract:"].iter().find_map(|name| key.strip_prefix(name)).map(str::trim_start);
        if let Some(value) = value
            && !value.starts_with(['"', '\'', '|', '>', '#', '[', '{', '&', '*', '!'])
            && let Some(at) = line.find(" #")
        {
            let span = Span::of(whole, start + at + 1, start + line.trim_end().len());
            let message = "the rest of the line is a comment and not part of the text";
            let diagnostic = Diagnostic::at(Code::LostComment, path, whole, span, message);
            found.push(diagnostic.help("quote the text if it is meant"));
        }
        start += line.len();
    }
    found
}

/// A problem of a paper that was found after it was read, at one of its keys.
pub fn problem_of(
    entry_item: Option<u32>,
    steps: Vec<Step>,
    on: On,
    code: Code,
    message: String,
    help: Option<String>,
) -> Problem {
    let mut path = Vec::new();
    if let Some(item) = entry_item {
        path.extend([Step::Key("papers"), Step::Nth(item)]);
    }
    path.extend(steps);
    Problem { code, path, on, part: String::new(), message, help }
}

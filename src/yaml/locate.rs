//! Where in its file a problem stands.
//!
//! Reading keeps no positions, since nearly every entry is fine. When one is not, its text is walked once more, with a
//! parser that reports them, and the path of every problem is looked up in what it saw.

use saphyr_parser::{Event, Parser, Span as Marks};

use crate::diagnostic::{Code, Diagnostic, MOST_IN_FILE, Span};

/// One step from a node of a YAML tree to one of its children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The nth item of a list, or the nth entry of a map, from 0.
    Nth(u32),
    /// The entry of a map that has this key.
    Key(&'static str),
    /// The same, of a key that is not known beforehand.
    Named(String),
}

/// What of the place a path leads to is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The key of the entry.
    Key,
    /// The value.
    Value,
}

/// A problem at a path of a YAML tree, which [`locate`] turns into a diagnostic.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What kind.
    pub code: Code,
    /// From the root of the tree.
    pub path: Vec<Step>,
    /// Key or value.
    pub on: On,
    /// A part of the value, as text that occurs in it; empty for the whole.
    pub part: String,
    /// One lower-case sentence.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Places `problems` of the file `path`. `text` is the YAML, which begins after `first_line` lines of `whole`.
pub fn locate(path: &str, whole: &str, text: &str, first_line: u32, mut problems: Vec<Problem>) -> Vec<Diagnostic> {
    if problems.is_empty() {
        return Vec::new();
    }
    let more = problems.split_off(problems.len().min(MOST_IN_FILE));
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    let root = Spot::read(text);
    let whole_lines: Vec<&str> = whole.lines().collect();
    let diagnostic = |problem: &Problem, message: String| {
        let diagnostic = Diagnostic::of_file(problem.code, path, message);
        let span = root.as_ref().and_then(|root| root.span(problem, &lines));
        let span = span.unwrap_or(Span { line: 1, column: 1, width: 1 });
        let span = Span { line: span.line + first_line, ..span };
        diagnostic.placed(whole_lines.get(span.line as usize - 1).unwrap_or(&""), span)
    };
    let rest = more.first().map(|first| {
        diagnostic(first, format!("{} more problems of this file are not listed, from here on", more.len()))
    });
    let told = problems
        .into_iter()
        .map(|problem| Diagnostic { help: problem.help.clone(), ..diagnostic(&problem, problem.message.clone()) });
    told.chain(rest).collect()
}

/// Line from 1, column from 0, both in characters.
#[derive(Clone, Copy, Debug)]
struct Mark {
    line: usize,
    column: usize,
}

/// A node of the tree with its place.
#[derive(Debug)]
struct Spot {
    key: Option<(String, Mark, Mark)>,
    start: Mark,
    end: Mark,
    children: Vec<Spot>,
    is_map: bool,
}

impl Spot {
    fn read(text: &str) -> Option<Spot> {
        let mut parser = Parser::new_from_str(text);
        let mut open: Vec<Spot> = Vec::new();
        let mut root = None;
        while let Some(Ok((event, marks))) = parser.next_event() {
            let done = match event {
                Event::Scalar(value, ..) => match open.last_mut() {
                    Some(map) if map.is_map && map.awaits_key() => {
                        map.begin_entry(value.into_owned(), marks);
                        None
                    }
                    _ => Some(Spot::new(marks, false)),
                },
                Event::Alias(_) => Some(Spot::new(marks, false)),
                Event::SequenceStart(..) | Event::MappingStart(..) => {
                    if let Some(map) = open.last_mut().filter(|map| map.is_map && map.awaits_key()) {
                        map.begin_entry("?".to_owned(), marks);
                    }
                    open.push(Spot::new(marks, matches!(event, Event::MappingStart(..))));
                    None
                }
                Event::SequenceEnd | Event::MappingEnd => open.pop().map(|mut spot| {
                    spot.end = mark(&marks.end);
                    spot
                }),
                _ => None,
            };
            if let Some(spot) = done {
                match open.last_mut() {
                    Some(parent) => parent.add(spot),
                    None => root = root.or(Some(spot)),
                }
            }
        }
        // This parser refuses some texts that the reader takes; what it saw until then has its places all the same.
        while let Some(spot) = open.pop() {
            match open.last_mut() {
                Some(parent) => parent.add(spot),
                None => root = root.or(Some(spot)),
            }
        }
        root
    }

    fn new(marks: Marks, is_map: bool) -> Spot {
        Spot { key: None, start: mark(&marks.start), end: mark(&marks.end), children: Vec::new(), is_map }
    }

    /// Whether the next event inside this map is a key: the last child, begun by its key, has a value already.
    fn awaits_key(&self) -> bool {
        self.children.last().is_none_or(|child| child.start.line != 0)
    }

    fn begin_entry(&mut self, name: String, marks: Marks) {
        let unset = Mark { line: 0, column: 0 };
        let key = Some((name, mark(&marks.start), mark(&marks.end)));
        self.children.push(Spot { key, start: unset, end: unset, children: Vec::new(), is_map: false });
    }

    fn add(&mut self, spot: Spot) {
        match self.children.last_mut() {
            Some(entry) if self.is_map && entry.start.line == 0 => {
                let key = entry.key.take();
                *entry = Spot { key, ..spot };
            }
            _ if self.is_map => {}
            _ => self.children.push(spot),
        }
    }

    fn entry(&self, name: &str) -> Option<&Spot> {
        self.children.iter().find(|child| child.key.as_ref().is_some_and(|(key, ..)| key == name))
    }

    fn span(&self, problem: &Problem, lines: &[&str]) -> Option<Span> {
        let mut spot = self;
        for step in &problem.path {
            let child = match step {
                Step::Nth(at) => spot.children.get(*at as usize),
                Step::Key(name) => spot.entry(name),
                Step::Named(name) => spot.entry(name),
            };
            match child {
                Some(child) => spot = child,
                None => break,
            }
        }
        if let (On::Key, Some((_, start, end))) = (problem.on, &spot.key) {
            return Some(cut(*start, *end, lines));
        }
        // A key whose value was never seen has no place but its own.
        if spot.start.line > 0
            && !problem.part.is_empty()
            && let Some(span) = spot.find(&problem.part, lines)
        {
            return Some(span);
        }
        match &spot.key {
            Some((_, start, end)) if spot.start.line == 0 => Some(cut(*start, *end, lines)),
            // An empty value has no place of its own, and a long one is best pointed at by its key.
            Some((_, start, end)) if spot.start.line != start.line || (spot.start.column == spot.end.column) => {
                Some(cut(*start, *end, lines))
            }
            _ => Some(cut(spot.start, spot.end, lines)),
        }
    }

    /// The first place of `part` in the source of this value; of a part of several lines its first line.
    fn find(&self, part: &str, lines: &[&str]) -> Option<Span> {
        let (part, goes_on) = part.split_once('\n').map_or((part, false), |(first, _)| (first, true));
        // In double quotes the source spells a backslash and a quote with one backslash more.
        let escaped = part.replace('\\', "\\\\").replace('"', "\\\"");
        let found = self.find_text(part, goes_on, lines).or_else(|| self.find_text(&escaped, goes_on, lines));
        found.or_else(|| self.find_folded(part, lines))
    }

    /// The place of a part that the source breaks at one of its spaces, as folded and plain texts may.
    fn find_folded(&self, part: &str, lines: &[&str]) -> Option<Span> {
        let breaks = part.match_indices(' ').map(|(at, _)| (&part[..at], &part[at + 1..]));
        breaks.filter(|(first, rest)| !first.is_empty() && !rest.is_empty()).find_map(|(first, rest)| {
            let span = self.find_text(first, true, lines)?;
            let next = lines.get(span.line as usize)?;
            next.trim_start().starts_with(rest).then_some(span)
        })
    }

    fn find_text(&self, part: &str, at_end: bool, lines: &[&str]) -> Option<Span> {
        for line in self.start.line..=self.end.line.max(self.start.line) {
            let text = lines.get(line - 1)?;
            let from = if line == self.start.line { byte(text, self.start.column) } else { 0 };
            let inner = &text[from..];
            let found = match at_end {
                true => inner.trim_end().strip_suffix(part.trim_end()).map(str::len),
                false => inner.find(part),
            };
            if let Some(at) = found {
                let column = text[..from + at].chars().count() as u32 + 1;
                return Some(Span { line: line as u32, column, width: part.trim_end().chars().count().max(1) as u32 });
            }
        }
        None
    }
}

fn mark(marker: &saphyr_parser::Marker) -> Mark {
    Mark { line: marker.line(), column: marker.col() }
}

fn byte(line: &str, column: usize) -> usize {
    line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
}

/// The span from `start` to `end`, or to the end of its line without trailing white space.
fn cut(start: Mark, end: Mark, lines: &[&str]) -> Span {
    let line = start.line.clamp(1, lines.len().max(1));
    let length = lines.get(line - 1).map_or(0, |line| line.trim_end().chars().count());
    let last = if end.line == start.line { end.column.min(length) } else { length };
    let width = last.saturating_sub(start.column).max(1);
    Span { line: line as u32, column: start.column as u32 + 1, width: width as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, path: &[Step], on: On, part: &str) -> (u32, u32, u32) {
        let problem = Problem {
            code: Code::WrongType,
            path: path.to_vec(),
            on,
            part: part.to_owned(),
            message: String::new(),
            help: None,
        };
        let span = locate("x", text, text, 0, vec![problem])[0].span.unwrap();
        (span.line, span.column, span.width)
    }

    #[test]
    fn keys_values_items_and_parts() {
        let text = "title: \"On x\"\nauthors:\n  - Ada\n  - name: Bob\n    orcid: 12\ntitle: Two\nabstract: |\n  One\n  two $\\foo$\n";
        assert_eq!(place(text, &[Step::Nth(0)], On::Key, ""), (1, 1, 5));
        assert_eq!(place(text, &[Step::Nth(0)], On::Value, ""), (1, 8, 6));
        assert_eq!(place(text, &[Step::Nth(2)], On::Key, ""), (6, 1, 5));
        assert_eq!(place(text, &[Step::Key("authors"), Step::Nth(0)], On::Value, ""), (3, 5, 3));
        assert_eq!(place(text, &[Step::Key("authors"), Step::Nth(1), Step::Key("orcid")], On::Value, ""), (5, 12, 2));
        assert_eq!(place(text, &[Step::Key("abstract")], On::Value, "$\\foo$"), (9, 7, 6));
        assert_eq!(place(text, &[Step::Key("nothing")], On::Value, ""), (1, 1, 13));
        let text = "abstract: |\n  re-use of re-\n  use\n";
        assert_eq!(place(text, &[Step::Key("abstract")], On::Value, "re-\nuse"), (2, 13, 3));
        let text = "title: x\nabstract: >-\n  An exam-\n  ple of it\n";
        assert_eq!(place(text, &[Step::Key("abstract")], On::Value, "exam- ple"), (3, 6, 5));
    }
}

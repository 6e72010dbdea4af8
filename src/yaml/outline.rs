//! The nodes of a YAML text with their places, and its comments, each with the node that it speaks of.
//!
//! Parsers pass comments by, so they are looked for in the gaps between what the parser reports: there `#` after white
//! space begins nothing else. Where that cannot be told for certain, there is no outline. No key has a meaning here,
//! and no value is read.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks};

use super::Step;

/// Where a comment stands by its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before it, on lines of its own.
    Above,
    /// After it, on its line.
    Beside,
    /// After the last of its entries.
    End,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From its `#` on, without white space at the end.
    pub text: String,
    /// Its first byte.
    pub start: usize,
    /// The number of its node.
    pub node: usize,
    /// Where by the node.
    pub place: Place,
}

/// What a text consists of; line breaks in it are `\n` alone.
#[derive(Debug)]
pub struct Outline<'a> {
    text: &'a str,
    nodes: Vec<Spot>,
    tokens: Vec<Token>,
    /// Comments that speak of the file, from its beginning; an empty one stands for an empty line.
    pub head: Vec<String>,
    /// All others, in order.
    pub comments: Vec<Comment>,
}

/// A node with its place.
#[derive(Debug)]
struct Spot {
    parent: Option<usize>,
    step: Step,
    children: Vec<usize>,
    /// The column of the first entry of a list or map of lines.
    column: Option<usize>,
    key: Option<Range<usize>>,
    value: Range<usize>,
}

/// What the parser saw at a place of the text.
#[derive(Debug)]
struct Token {
    what: What,
    range: Range<usize>,
    node: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Key,
    Scalar,
    Open,
    Close,
}

/// Why there is no outline of a text.
pub type Unclear = String;

impl<'a> Outline<'a> {
    /// The outline of one document that is a map.
    ///
    /// # Errors
    /// What stands in the way, as the end of a sentence that begins with the file's name.
    pub fn read(text: &'a str) -> Result<Outline<'a>, Unclear> {
        let mut walk = Walk::new(text);
        walk.read()?;
        let Walk { nodes, tokens, .. } = walk;
        if nodes.first().is_none_or(|root| root.children.is_empty()) {
            return Err("it holds no map of keys".to_owned());
        }
        let mut outline = Outline { text, nodes, tokens, head: Vec::new(), comments: Vec::new() };
        outline.find()?;
        outline.part_head();
        Ok(outline)
    }

    /// The way from the root to a node.
    pub fn path(&self, node: usize) -> Vec<usize> {
        let mut path: Vec<usize> = std::iter::successors(Some(node), |at| self.nodes[*at].parent).collect();
        path.pop();
        path.reverse();
        path
    }

    /// The step from a node's parent to it.
    pub fn step(&self, node: usize) -> &Step {
        &self.nodes[node].step
    }

    /// The node at the end of steps from the root, of which those to keys are [`Step::Named`].
    pub fn find_node(&self, steps: &[Step]) -> Option<usize> {
        steps.iter().try_fold(0, |at, step| {
            let children = &self.nodes[at].children;
            match step {
                Step::Nth(number) => children.get(*number as usize).copied(),
                step => children.iter().copied().find(|child| self.nodes[*child].step == *step),
            }
        })
    }

    /// The entries of a map, or items of a list.
    pub fn children(&self, node: usize) -> &[usize] {
        &self.nodes[node].children
    }

    /// Whether a node's value is a scalar that is not empty.
    pub fn is_text(&self, node: usize) -> bool {
        let Spot { value, children, .. } = &self.nodes[node];
        !value.is_empty() && children.is_empty() && !self.text[value.start..].starts_with(['{', '['])
    }

    /// The nodes after a node in its parent.
    pub fn after(&self, node: usize) -> &[usize] {
        let siblings = self.nodes[node].parent.map_or(&[][..], |parent| &self.nodes[parent].children);
        let at = siblings.iter().position(|sibling| *sibling == node).map_or(siblings.len(), |at| at + 1);
        &siblings[at..]
    }

    /// The bytes of an entry's value as it was written: in its line, or whole lines below its key.
    pub fn written(&self, node: usize) -> Option<Range<usize>> {
        let spot = &self.nodes[node];
        let key = spot.key.as_ref()?;
        let below = self.text[key.end..].find('\n').map_or(self.text.len(), |at| key.end + at);
        if spot.value.start < below {
            return Some(spot.value.clone());
        }
        let column = self.column(key.start);
        let (mut at, mut end) = (below + 1, below);
        for line in self.text[below + 1..].split_inclusive('\n') {
            let content = line.trim_start();
            let indent = line.len() - line.trim_start_matches(' ').len();
            if !content.is_empty() && indent > column {
                end = at + line.trim_end_matches('\n').len();
            } else if !content.is_empty() && !content.starts_with('#') {
                break;
            }
            at += line.len();
        }
        Some(below..end)
    }

    /// The bytes of an entry, from its key to the end of its value. `None` where other than the sign of a list item stands
    /// before it in its line, as within braces.
    pub fn entry(&self, node: usize) -> Option<Range<usize>> {
        let start = self.nodes[node].key.as_ref()?.start;
        let before = &self.text[line_start(self.text, start)..start];
        let end = self.written(node)?.end.max(start);
        let end = start + self.text[start..end].trim_end().len();
        before.bytes().all(|byte| matches!(byte, b' ' | b'-')).then_some(start..end)
    }

    /// How far in its line a byte is, in characters.
    fn column(&self, at: usize) -> usize {
        self.text[line_start(self.text, at)..at].chars().count()
    }

    /// Finds all comments.
    fn find(&mut self) -> Result<(), Unclear> {
        let mut end = 0;
        let mut found = Vec::new();
        for next in 0..=self.tokens.len() {
            let until = self.tokens.get(next).map_or(self.text.len(), |token| token.range.start);
            let mut at = end;
            while let Some(hash) = self.text.get(at..until).and_then(|gap| gap.find('#')).map(|hash| at + hash) {
                if !self.text[..hash].chars().next_back().is_none_or(char::is_whitespace) {
                    let line = self.text[..hash].matches('\n').count() + 1;
                    return Err(format!("line {line} of its YAML has a `#` that may or may not begin a comment"));
                }
                at = self.text[hash..].find('\n').map_or(self.text.len(), |line| hash + line);
                let (node, place) = match found.last() {
                    Some(last) if self.goes_on(last, end, hash) => (last.node, last.place),
                    _ => self.place(next, hash, at),
                };
                let text = self.text[hash..at].trim_end().to_owned();
                found.push(Comment { text, start: hash, node, place });
            }
            end = self.tokens.get(next).map_or(end, |token| token.range.end);
        }
        self.comments = found;
        Ok(())
    }

    /// Whether a comment is the next line of another one, which stands in the same gap.
    fn goes_on(&self, last: &Comment, gap: usize, start: usize) -> bool {
        let line = line_start(self.text, start);
        let is_own = |at: usize| self.text[line_start(self.text, at)..at].trim().is_empty();
        last.start >= gap
            && line > 0
            && line_start(self.text, line - 1) == line_start(self.text, last.start)
            && is_own(last.start)
            && is_own(start)
            && self.column(last.start) == self.column(start)
    }

    /// What a comment speaks of: it stands before the token `next` and has these first and last bytes.
    fn place(&self, next: usize, start: usize, end: usize) -> (usize, Place) {
        let before = next.checked_sub(1).map(|at| &self.tokens[at]);
        let is_own = self.text[line_start(self.text, start)..start].trim().is_empty();
        let next = self.tokens.get(next);
        match before {
            Some(before) if is_own => {
                if let Some(ended) = self.ended(before, next, start..end) {
                    return (ended, Place::End);
                }
            }
            Some(before) if before.what != What::Open && !self.text[before.range.end..start].contains('\n') => {
                return (before.node, Place::Beside);
            }
            _ => {}
        }
        match next {
            None => (0, Place::End),
            Some(token) if token.what == What::Close => (token.node, Place::End),
            Some(token) => (self.begun(token, end), Place::Above),
        }
    }

    /// The list or map that is over before `next`, and that a comment still belongs to, as its column says.
    fn ended(&self, before: &Token, next: Option<&Token>, comment: Range<usize>) -> Option<usize> {
        let column = self.column(comment.start);
        // A dash may stand right below the key of its list, so there the column alone does not tell.
        let is_item = is_dash(self.text[comment.clone()].trim_start_matches('#').trim_start());
        let mut open = Vec::new();
        if let Some(next) = next {
            let until = self.text[next.range.start..].find('\n').map_or(self.text.len(), |at| next.range.start + at);
            let mut lines = self.text[comment.end..until].lines().filter(|line| !line.trim().is_empty());
            let line = lines.find(|line| !line.trim_start().starts_with('#')).unwrap_or_default();
            let margin = line.len() - line.trim_start().len();
            if column < margin || (column == margin && !is_item) {
                return None;
            }
            open.extend(self.ancestors(next.node));
        }
        let mut over = self.ancestors(before.node).filter(|node| !open.contains(node));
        over.find(|node| {
            let spot = &self.nodes[*node];
            let is_flush = spot.column.is_some() && spot.column == spot.parent.and_then(|at| self.nodes[at].column);
            spot.column.is_some_and(|edge| edge <= column) && (!is_flush || is_item)
        })
    }

    fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(node), |at| self.nodes[*at].parent)
    }

    /// The node that begins with a token: the item of a list, if its dash stands between the comment and the token.
    fn begun(&self, token: &Token, comment_end: usize) -> usize {
        let gap = &self.text[comment_end..token.range.start];
        if !gap.lines().any(|line| is_dash(line.trim_start())) {
            return token.node;
        }
        let mut item = token.node;
        let mut at = token.node;
        loop {
            if matches!(self.nodes[at].step, Step::Nth(_)) {
                item = at;
            }
            match self.nodes[at].parent {
                Some(parent) if self.nodes[parent].children[0] == at && self.nodes[parent].key.is_none() => at = parent,
                _ => return item,
            }
        }
    }

    /// Parts the comments of the file from those of its first key: an empty line stands between them, or they are for
    /// programs.
    fn part_head(&mut self) {
        let first = self.tokens.first().map_or(0, |token| token.range.start);
        let leading = self.comments.iter().take_while(|comment| comment.start < first).count();
        let gap_after = |at: usize| {
            let start = self.comments[at].start;
            let until = self.comments[..leading].get(at + 1).map_or(first, |comment| comment.start);
            self.text[start..until].lines().skip(1).any(|line| line.trim().is_empty())
                && self.text[start..until].trim_end_matches([' ', '\t']).matches('\n').count() > 1
        };
        let mut count = (0..leading).rev().find(|at| gap_after(*at)).map_or(0, |at| at + 1);
        while count < leading && is_for_programs(&self.comments[count].text) {
            count += 1;
        }
        let mut head = Vec::new();
        for at in 0..count {
            head.push(self.comments[at].text.clone());
            if gap_after(at) {
                head.push(String::new());
            }
        }
        self.head = head;
        self.comments.drain(..count);
    }
}

/// Whether a comment is an instruction that has to stand at the top.
fn is_for_programs(comment: &str) -> bool {
    let text = comment.trim_start_matches('#').trim_start();
    text.starts_with("yaml-language-server:") || text.starts_with("vim:") || text.starts_with("-*-")
}

fn is_dash(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// A walk over the parser's events.
struct Walk<'a> {
    text: &'a str,
    /// The byte of each character, unless all are of one byte.
    bytes: Option<Vec<u32>>,
    nodes: Vec<Spot>,
    tokens: Vec<Token>,
    open: Vec<Open>,
}

/// A list or map that is being read.
struct Open {
    node: usize,
    is_map: bool,
    /// The entry whose key was read and whose value was not.
    entry: Option<usize>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Walk<'a> {
        let bytes = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at as u32).collect());
        Walk { text, bytes, nodes: Vec::new(), tokens: Vec::new(), open: Vec::new() }
    }

    fn read(&mut self) -> Result<(), Unclear> {
        let mut parser = Parser::new_from_str(self.text);
        while let Some(next) = parser.next_event() {
            let (event, marks) = next.map_err(|error| format!("its YAML is not clear: {error}"))?;
            match event {
                Event::Scalar(value, style, ..) => {
                    let range = self.scalar(&marks, style);
                    if self.text[range.clone()].matches('#').count() > value.matches('#').count() {
                        let line = marks.start.line();
                        return Err(format!("line {line} of its YAML has a `#` that may or may not begin a comment"));
                    }
                    self.leaf(Some(&value), range)?;
                }
                Event::Alias(_) => self.leaf(None, self.byte(&marks.start)..self.byte(&marks.end))?,
                Event::SequenceStart(..) => self.begin(&marks, false)?,
                Event::MappingStart(..) => self.begin(&marks, true)?,
                Event::SequenceEnd | Event::MappingEnd => self.end(&marks),
                _ => {}
            }
        }
        Ok(())
    }

    fn byte(&self, mark: &saphyr_parser::Marker) -> usize {
        let at = match &self.bytes {
            Some(bytes) => bytes.get(mark.index()).map(|at| *at as usize),
            None => Some(mark.index()),
        };
        at.unwrap_or(self.text.len()).min(self.text.len())
    }

    /// The bytes of a scalar. What the parser says of the end of quotes and blocks takes in what follows.
    fn scalar(&self, marks: &Marks, style: ScalarStyle) -> Range<usize> {
        let (start, end) = (self.byte(&marks.start), self.byte(&marks.end));
        let text = &self.text[start..end];
        let quote = match style {
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => {
                return start..start + text.trim_end().len();
            }
            ScalarStyle::SingleQuoted => '\'',
            ScalarStyle::DoubleQuoted => '"',
        };
        let Some(first) = text.find(quote) else { return start..end };
        let mut rest = text[first + 1..].char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            if c == '\\' && quote == '"' {
                rest.next();
            } else if c == quote && (quote == '"' || rest.next_if(|(_, next)| *next == quote).is_none()) {
                return start..start + first + 1 + at + 1;
            }
        }
        start..end
    }

    /// A node below the list or map that is open; a new key of a map is an entry that waits for its value.
    fn child(&mut self, key: Option<&str>) -> Result<(usize, bool), Unclear> {
        let Some(open) = self.open.last_mut() else {
            if !self.nodes.is_empty() {
                return Err("it holds more than one document".to_owned());
            }
            return Ok((self.add(None, Step::Nth(0)), false));
        };
        if let Some(entry) = open.entry.take() {
            return Ok((entry, false));
        }
        let parent = open.node;
        if !open.is_map {
            let at = self.nodes[parent].children.len() as u32;
            return Ok((self.add(Some(parent), Step::Nth(at)), false));
        }
        let key = key.ok_or("it has a key that is no text")?;
        let node = self.add(Some(parent), Step::Named(key.to_owned()));
        if let Some(open) = self.open.last_mut() {
            open.entry = Some(node);
        }
        Ok((node, true))
    }

    fn add(&mut self, parent: Option<usize>, step: Step) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Spot { parent, step, children: Vec::new(), column: None, key: None, value: 0..0 });
        if let Some(parent) = parent {
            self.nodes[parent].children.push(node);
        }
        node
    }

    fn leaf(&mut self, value: Option<&str>, range: Range<usize>) -> Result<(), Unclear> {
        let (node, is_key) = self.child(value)?;
        match is_key {
            true => self.nodes[node].key = Some(range.clone()),
            false => self.nodes[node].value = range.clone(),
        }
        if is_key || !range.is_empty() {
            let what = if is_key { What::Key } else { What::Scalar };
            self.tokens.push(Token { what, range, node });
        }
        Ok(())
    }

    fn begin(&mut self, marks: &Marks, is_map: bool) -> Result<(), Unclear> {
        let start = self.byte(&marks.start);
        let (node, _) = self.child(None)?;
        // Anchors and tags stand before the bracket, and are part of what the parser reports.
        let mut bracket = start;
        while self.text[bracket..].starts_with(['&', '!']) {
            let name = self.text[bracket..].find([' ', '\t', '\n']).unwrap_or(self.text.len() - bracket);
            let space = &self.text[bracket + name..];
            bracket += name + (space.len() - space.trim_start_matches([' ', '\t']).len());
        }
        if self.text[bracket..].starts_with(['[', '{']) {
            self.tokens.push(Token { what: What::Open, range: bracket..bracket + 1, node });
        } else {
            self.nodes[node].column = Some(self.edge(start, is_map));
        }
        self.nodes[node].value = start..start;
        self.open.push(Open { node, is_map, entry: None });
        Ok(())
    }

    /// The column of a map's first key or of a list's first dash.
    fn edge(&self, start: usize, is_map: bool) -> usize {
        let column = |at: usize| self.text[line_start(self.text, at)..at].chars().count();
        let from = self.tokens.last().map_or(0, |token| token.range.end);
        if !is_map {
            let mut at = from;
            for line in self.text[from..start].split_inclusive('\n') {
                let content = line.trim_start();
                if is_dash(content.trim_end_matches('\n')) {
                    return column(at + line.len() - content.len());
                }
                at += line.len();
            }
        }
        column(start)
    }

    fn end(&mut self, marks: &Marks) {
        let Some(open) = self.open.pop() else { return };
        let start = self.byte(&marks.start);
        let spot = &mut self.nodes[open.node];
        if spot.column.is_none() {
            self.tokens.push(Token { what: What::Close, range: start..start + 1, node: open.node });
            spot.value.end = start + 1;
        } else {
            spot.value.end = self.tokens.last().map_or(start, |token| token.range.end);
        }
    }
}

#[cfg(test)]
mod tests;

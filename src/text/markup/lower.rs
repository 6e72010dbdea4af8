//! A title or an abstract as Markdown that nothing can be mistaken in.
//!
//! What Markdown would spoil (formulas, code, addresses, the marks of TeX) is replaced by a slot: one private character
//! that Markdown takes for a letter. Text commands become the characters they stand for. The writer fills the slots.

use std::ops::Range;

use super::super::math::{self, Display};
use super::super::tex::command::Mark;
use super::super::tex::{Kind, Segment, segments, table};
use super::cite::Citation;

/// The first of the private characters that stand for slots: planes 15 and 16, which no text uses.
pub(super) const FIRST_SLOT: u32 = 0xf_0000;
const MAX_SLOTS: usize = 0x2_0000;

/// What stands in the place of one private character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A formula; both ranges are of the source, the first with delimiters.
    Math(Range<usize>, Range<usize>, Display),
    /// Code as it is.
    Code(Range<usize>),
    /// An address that is its own text.
    Url(Range<usize>, String),
    /// Where a mark begins or ends.
    Open(Mark),
    Close(Mark),
    /// Where a link with a text begins or ends.
    OpenLink(Range<usize>, String),
    CloseLink,
    /// A paper that is named.
    Cite(Citation),
}

/// The Markdown of a source, and what it takes to write it.
#[derive(Debug, Default)]
pub(super) struct Lowered {
    pub(super) markdown: String,
    pub(super) slots: Vec<Slot>,
    /// Byte positions in the Markdown and in the source from which both go on in step.
    steps: Vec<(usize, usize)>,
    /// Raw HTML, which is shown as text.
    pub(super) raw: Vec<Range<usize>>,
}

impl Lowered {
    /// The slot that a character stands for.
    pub(super) fn slot(&self, c: char) -> Option<&Slot> {
        self.slots.get((c as u32).checked_sub(FIRST_SLOT)? as usize)
    }

    /// The place in the source that a range of the Markdown came from.
    pub(super) fn origin(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let step = self.steps.partition_point(|(out, _)| *out <= at);
            self.steps[..step].last().map_or(at, |(out, source)| source + (at - out))
        };
        let start = place(range.start);
        start..place(range.end).max(start)
    }

    /// Adds a slot to the Markdown. Beyond the last private character a slot is lost; no text has that many.
    pub(super) fn push_slot(&mut self, slot: Slot) {
        let next = char::from_u32(FIRST_SLOT + self.slots.len() as u32);
        if let Some(c) = next.filter(|_| self.slots.len() < MAX_SLOTS) {
            self.markdown.push(c);
            self.slots.push(slot);
        }
    }

    /// Notes that the Markdown goes on with what stands at a place of the source.
    pub(super) fn step(&mut self, source: usize) {
        self.steps.push((self.markdown.len(), source));
    }
}

/// Whether a character is one of those that stand for slots, or a control character: neither may come from a source.
pub(super) fn is_dropped(c: char) -> bool {
    (c.is_control() && c != '\n') || c as u32 >= FIRST_SLOT
}

/// What a source is lowered to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One line.
    Line,
    /// Paragraphs and lists.
    Blocks,
}

/// Lowers a title, abstract or summary.
pub(super) fn lower(source: &str, shape: Shape) -> Lowered {
    let segments = segments(source);
    let mut lower = Lower {
        source,
        at: 0,
        end: 0,
        shape,
        out: Lowered::default(),
        braces: braces(source, &segments),
        next_brace: 0,
        closers: Vec::new(),
        lists: Vec::new(),
        starred: false,
        listed: false,
    };
    if shape == Shape::Line {
        // Punctuation at the beginning keeps Markdown from seeing a list or a heading. The writer drops it.
        lower.out.markdown.push(GUARD);
    } else {
        lower.line_start(true);
    }
    for segment in &segments {
        lower.segment(segment);
    }
    lower.out
}

/// What a lowered line begins with.
pub(super) const GUARD: char = ';';

/// A pair of braces in the text of a source.
#[derive(Clone, Copy, Debug)]
struct Braces {
    open: usize,
    close: usize,
    /// Whether they are only TeX's: what is in them is no set.
    silent: bool,
}

/// All pairs, in the order in which they open.
fn braces(source: &str, segments: &[Segment]) -> Vec<Braces> {
    let mut pairs: Vec<Braces> = Vec::new();
    if !source.contains('{') {
        return pairs;
    }
    let mut open: Vec<usize> = Vec::new();
    let bytes = source.as_bytes();
    for segment in segments.iter().filter(|segment| segment.kind == Kind::Text) {
        let mut at = segment.range.start;
        while at < segment.range.end {
            match bytes[at] {
                b'\\' => at += 1,
                b'{' => {
                    open.push(pairs.len());
                    let first = source[at + 1..].chars().next();
                    let dashes = source[at + 1..].trim_start_matches(['-', '–', '—', '’', '\'']).starts_with('}');
                    let silent = dashes || first.is_some_and(|c| c.is_alphanumeric() || "\\{}$\"“(`".contains(c));
                    pairs.push(Braces { open: at, close: usize::MAX, silent });
                }
                b'}' => {
                    if let Some(pair) = open.pop() {
                        pairs[pair].close = at;
                    }
                }
                b',' => {
                    if let Some(pair) = open.last() {
                        pairs[*pair].silent = false;
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }
    pairs.retain(|pair| pair.close != usize::MAX);
    pairs
}

/// What happens where a group ends.
#[derive(Clone, Debug)]
pub(super) enum Closing {
    Nothing,
    Text(&'static str),
    Slot(Slot),
}

pub(super) struct Lower<'a> {
    pub(super) source: &'a str,
    /// The reading position, and where the text segment that is read ends.
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) shape: Shape,
    pub(super) out: Lowered,
    braces: Vec<Braces>,
    next_brace: usize,
    /// Places of the closing braces of the groups that are open, innermost last.
    pub(super) closers: Vec<(usize, Closing)>,
    /// The open lists of TeX: whether each is numbered.
    pub(super) lists: Vec<bool>,
    /// Whether a star of this paragraph waits for another to close its emphasis.
    starred: bool,
    /// Whether a line of this paragraph was an item of a list.
    listed: bool,
}

impl<'a> Lower<'a> {
    fn segment(&mut self, segment: &Segment) {
        let range = segment.range.clone();
        self.at = range.start.max(self.at);
        self.end = range.end;
        match &segment.kind {
            _ if self.at >= range.end => {}
            Kind::Text => self.text(),
            Kind::Math { body, display } => {
                let display = if self.shape == Shape::Line { Display::Inline } else { *display };
                self.out.push_slot(Slot::Math(range, body.clone(), display));
            }
            Kind::Code { body } => self.out.push_slot(Slot::Code(body.clone())),
            Kind::Url { body } => {
                let address = unescaped(&self.source[body.clone()]);
                self.out.push_slot(Slot::Url(range, address));
            }
            Kind::Verbatim => {
                self.out.step(range.start);
                let text = self.source[range].chars().filter(|c| !is_dropped(*c) && *c != '\n');
                self.out.markdown.extend(text);
            }
            Kind::Quote(mark) => self.out.markdown.push_str(mark),
            Kind::Leftover => {}
        }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.source.get(self.at..self.end).unwrap_or_default()
    }

    fn text(&mut self) {
        self.out.step(self.at);
        while self.at < self.end {
            let rest = self.rest();
            let plain = rest.bytes().position(|b| SPECIAL[usize::from(b)]).unwrap_or(rest.len());
            self.out.markdown.push_str(&rest[..plain]);
            self.at += plain;
            let Some(c) = rest[plain..].chars().next() else { return };
            self.special(c);
            self.out.step(self.at);
        }
    }

    fn special(&mut self, c: char) {
        let rest = self.rest();
        match c {
            '\\' => self.command(),
            '{' => self.open_brace(),
            '}' => self.close_brace(),
            '\n' => self.newline(),
            '\t' | '\r' => self.replace(1, " "),
            '~' if self.is_tie() => self.replace(1, "\u{a0}"),
            '-' if rest.starts_with("--") => self.dashes(),
            '\'' if rest.starts_with("''") => self.replace(2, "\""),
            '`' => self.replace(1, "\\`"),
            '&' if is_double_entity(rest) => self.replace(5, "&"),
            '<' => self.angle(),
            '*' => self.star(),
            '_' => self.underscore(),
            _ if is_dropped(c) => self.at += c.len_utf8(),
            _ => self.keep(c),
        }
    }

    fn keep(&mut self, c: char) {
        self.out.markdown.push(c);
        self.at += c.len_utf8();
    }

    pub(super) fn replace(&mut self, length: usize, instead: &str) {
        self.out.markdown.push_str(instead);
        self.at += length;
    }

    /// Text that means itself, whatever Markdown would make of it.
    pub(super) fn literal(&mut self, text: &str) {
        for c in text.chars().filter(|c| !is_dropped(*c) && *c != '\n') {
            if c.is_ascii_punctuation() {
                self.out.markdown.push('\\');
            }
            self.out.markdown.push(c);
        }
    }

    fn open_brace(&mut self) {
        match self.pair_here() {
            Some(pair) if pair.silent => self.enter(Closing::Nothing),
            Some(_) => self.enter_shown(),
            None => self.keep('{'),
        }
    }

    fn enter_shown(&mut self) {
        self.enter(Closing::Text("}"));
        self.out.markdown.push('{');
    }

    /// Goes into the group that begins at the reading position.
    pub(super) fn enter(&mut self, closing: Closing) {
        if let Some(pair) = self.pair_here() {
            self.closers.push((pair.close, closing));
            self.at += 1;
        }
    }

    /// The pair of braces that opens at the reading position.
    fn pair_here(&mut self) -> Option<Braces> {
        while self.braces.get(self.next_brace).is_some_and(|pair| pair.open < self.at) {
            self.next_brace += 1;
        }
        self.braces.get(self.next_brace).filter(|pair| pair.open == self.at).copied()
    }

    /// Whether a group begins at the reading position.
    pub(super) fn has_group(&mut self) -> bool {
        self.pair_here().is_some()
    }

    /// The text of the group that begins at the reading position, without going into it.
    pub(super) fn group(&mut self) -> Option<Range<usize>> {
        let pair = self.pair_here().filter(|pair| pair.close < self.end)?;
        Some(pair.open + 1..pair.close)
    }

    fn close_brace(&mut self) {
        while self.closers.last().is_some_and(|(place, _)| *place < self.at) {
            self.close();
        }
        if self.closers.last().is_none_or(|(place, _)| *place != self.at) {
            self.keep('}');
            return;
        }
        while self.closers.last().is_some_and(|(place, _)| *place == self.at) {
            self.close();
        }
        self.at += 1;
    }

    fn close(&mut self) {
        match self.closers.pop() {
            Some((_, Closing::Slot(slot))) => self.out.push_slot(slot),
            Some((_, Closing::Text(text))) => self.out.markdown.push_str(text),
            _ => {}
        }
    }

    /// Whether a tilde stands between words as TeX's space that does not break.
    fn is_tie(&self) -> bool {
        let before = self.source[..self.at].chars().next_back();
        let after = self.source[self.at + 1..].chars().next();
        let (Some(before), Some(after)) = (before, after) else { return false };
        let digits = before.is_ascii_digit() && after.is_ascii_digit();
        !digits
            && (before.is_alphanumeric() || ".,:;)]}$'".contains(before))
            && (after.is_alphanumeric() || "\\$([{".contains(after))
    }

    fn dashes(&mut self) {
        let run = self.rest().bytes().take_while(|b| *b == b'-').count();
        let dashes = match run {
            2 => "–".to_owned(),
            3 => "—".to_owned(),
            _ => "-".repeat(run),
        };
        self.replace(run, &dashes);
    }

    /// A star that stands between letters as in `2*s*d`, or as in `x^*`, is no emphasis.
    fn star(&mut self) {
        let run = self.rest().bytes().take_while(|b| *b == b'*').count();
        let before = self.source[..self.at].chars().next_back().unwrap_or(' ');
        let after = self.source[self.at + run..].chars().next().unwrap_or(' ');
        let closes = self.starred && !before.is_whitespace();
        let operator = !closes && before.is_alphanumeric() && after.is_alphanumeric();
        if run == 1 && (before == '^' || (before == '{' && after == '}') || operator) {
            return self.replace(1, "\\*");
        }
        if run == 1 {
            self.starred = !closes && !after.is_whitespace();
        }
        self.replace(run, &self.source[self.at..self.at + run]);
    }

    /// Nor is the line of an index, as in `||x||_1`.
    fn underscore(&mut self) {
        let before = self.source[..self.at].chars().next_back().unwrap_or(' ');
        let after = self.source[self.at + 1..].chars().next().unwrap_or(' ');
        let index = "|‖)]}^*∑∏∫".contains(before) && !after.is_whitespace() && !".,;:!?)_*".contains(after);
        self.replace(1, if index { "\\_" } else { "_" });
    }

    /// Raw HTML is text; only an address of mail between angle brackets is Markdown's.
    fn angle(&mut self) {
        let rest = self.rest();
        let inside = &rest[1..];
        let end = inside.find(['<', '>', '\n']).filter(|end| inside[*end..].starts_with('>'));
        let tag = inside.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        match end {
            Some(end) if tag && inside[..end].contains('@') && !inside[..end].contains(char::is_whitespace) => {
                self.keep('<');
            }
            Some(end) if tag => {
                self.out.raw.push(self.at..self.at + end + 2);
                self.replace(1, "\\<");
            }
            _ => self.replace(1, "\\<"),
        }
    }

    fn newline(&mut self) {
        self.out.markdown.truncate(self.out.markdown.trim_end_matches([' ', '\t']).len());
        let rest = self.rest();
        let space = rest.len() - rest.trim_start().len();
        let blank = rest[..space].bytes().filter(|b| *b == b'\n').count() > 1;
        if self.shape == Shape::Line {
            self.replace(space.max(1), " ");
            return;
        }
        let indent = rest[..space].rsplit('\n').next().map_or(0, |last| last.chars().count());
        self.replace(space.max(1), if blank { "\n\n" } else { "\n" });
        if self.rest().starts_with(['-', '*', '+']) || self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            self.out.markdown.push_str(&"   "[..indent.min(3)]);
        }
        self.line_start(blank);
    }

    /// Takes their meaning from signs at the beginning of a line that Markdown would make a block of, where the author
    /// of an abstract cannot have meant one: "# of parameters", "> 90 %", "2013. A year later".
    pub(super) fn line_start(&mut self, blank: bool) {
        let rest = self.source.get(self.at..).unwrap_or_default();
        if self.at == 0 && rest.starts_with(char::is_whitespace) {
            self.at += rest.len() - rest.trim_start().len();
            return self.line_start(blank);
        }
        let line = rest.lines().next().unwrap_or_default();
        let ruled = line.starts_with(['-', '=', '*', '_', '+']) && line.chars().all(|c| "-=*_+ \t\r".contains(c));
        // Two or three hyphens become a dash, which means nothing to Markdown.
        let ruled = ruled && !matches!(line.bytes().take_while(|b| *b == b'-').count(), 2 | 3);
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let item = match digits {
            0 => line.starts_with(['-', '*', '+']) && line[1..].starts_with(' '),
            _ => line[digits..].starts_with(['.', ')']),
        };
        // A line of prose goes on with a hyphen or a number as with any word, unless the text led to a list.
        let prose = !blank
            && !self.listed
            && self.out.markdown.trim_end().ends_with(|c: char| c.is_alphanumeric() || ",-–—(".contains(c));
        self.listed = item && !prose && digits <= 2 || self.listed && !blank;
        self.starred &= !blank;
        match line.bytes().next() {
            _ if ruled || line.starts_with("~~~") || line.starts_with('=') => self.out.markdown.push('\\'),
            Some(b'#' | b'>' | b'+') if !blank => self.out.markdown.push('\\'),
            Some(b'-' | b'*') if item && prose => self.out.markdown.push('\\'),
            Some(b'0'..=b'9') if item && (digits > 2 || prose) => {
                self.out.markdown.push_str(&line[..digits]);
                self.out.markdown.push('\\');
                self.at += digits;
            }
            _ => {}
        }
    }

    /// A formula without delimiters, as plain text.
    pub(super) fn loose_math(&mut self, range: Range<usize>) {
        let text = math::plain(&self.source[range]);
        self.literal(&text);
    }
}

/// The bytes that begin something which is not copied as it is.
const SPECIAL: [bool; 256] = {
    let mut special = table(b"\\{}*_\n\t\r~-'`&<\x7f\xc2\xf3\xf4");
    let mut byte = 0;
    while byte < 0x20 {
        special[byte] = true;
        byte += 1;
    }
    special
};

/// Whether an entity was escaped twice on its way: `&amp;quot;`.
fn is_double_entity(rest: &str) -> bool {
    let Some(after) = rest.strip_prefix("&amp;") else { return false };
    let Some(end) = after.bytes().take(8).position(|b| b == b';') else { return false };
    let name = &after[..end];
    matches!(name, "quot" | "apos" | "lt" | "gt" | "amp" | "nbsp") || name.starts_with('#')
}

/// An address without the backslashes that TeX wants before some of its signs.
pub(super) fn unescaped(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut chars = address.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || !chars.peek().is_some_and(|next| "_%#&~{}".contains(*next)) {
            out.push(c);
        }
    }
    out
}

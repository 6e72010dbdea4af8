//! Markdown events to HTML that is safe and well nested, whatever the events are.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::math::{self, Display};
use super::super::tex::command::Mark;
use super::super::tex::table;
use super::body::Body;
use super::cite::{Citation, mark};
use super::lower::{GUARD, Lowered, Shape, Slot, is_dropped};
use super::{Markup, Passage, Problem, ProblemKind, Rendered, target};

/// A box that scrolls where its text is too wide, so it can have the focus: who has no mouse scrolls with the arrows.
pub(super) const PRE: &str = "<pre tabindex=\"0\">";
/// The same for a formula on a line of its own.
const FORMULA: &str = "<span class=\"formula\" tabindex=\"0\">";

/// Whether links are written as links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Links {
    Text,
    Shown,
}

/// What is open, and what closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Markdown(&'static str),
    Mark(Mark),
    /// A link of TeX, and whether it was written.
    Link(bool),
}

pub(super) struct Writer<'a> {
    pub(super) markup: &'a Markup,
    source: &'a str,
    lowered: &'a Lowered,
    links: Links,
    pub(super) out: String,
    problems: Vec<Problem>,
    cited: Vec<Citation>,
    open: Vec<Open>,
    /// Links that are open, of which only the first is written: HTML knows no links in links.
    in_link: usize,
    /// The picture whose alternative text is read: how deep, where its text begins, and its address.
    image: Option<(usize, usize, Option<String>, Range<usize>)>,
    guarded: bool,
    pub(super) body: Option<Body>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(markup: &'a Markup, source: &'a str, lowered: &'a Lowered, links: Links) -> Self {
        let guarded = lowered.markdown.starts_with(GUARD);
        Writer {
            markup,
            source,
            lowered,
            links,
            out: String::with_capacity(source.len() + source.len() / 4 + 16),
            problems: Vec::new(),
            cited: Vec::new(),
            open: Vec::new(),
            in_link: 0,
            image: None,
            guarded,
            body: None,
        }
    }

    pub(super) fn finish(mut self) -> Passage {
        while self.close_top() {}
        let mut references = String::new();
        if let Some(mut body) = self.body.take() {
            if !self.cited.is_empty() {
                references = body.fresh_id("references");
            }
            body.footnotes_to(&self.markup.words.back, &mut self.out);
        }
        for range in &self.lowered.raw {
            self.problems.push(Problem { kind: ProblemKind::Html, range: range.clone(), message: RAW_HTML.to_owned() });
        }
        self.problems.sort_by_key(|problem| (problem.range.start, problem.range.end));
        Passage { html: self.out, problems: self.problems, cited: self.cited, references }
    }

    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.tag("<code>");
                self.text(&text);
                self.tag("</code>");
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                if text.contains('<') && !text.trim_start().starts_with("<!--") {
                    self.problem(ProblemKind::Html, range, RAW_HTML.to_owned());
                }
                self.text(&text);
            }
            Event::SoftBreak => self.out.push(if self.body.is_some() { '\n' } else { ' ' }),
            Event::HardBreak => self.tag("<br>"),
            Event::Rule => self.tag("<hr>\n"),
            Event::TaskListMarker(done) => self.task(done),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    /// Markup of ours; there is none in the alternative text of a picture.
    pub(super) fn tag(&mut self, tag: &str) {
        if self.image.is_none() {
            self.out.push_str(tag);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let line = self.guarded;
        let close = match tag {
            Tag::Emphasis => self.opened("<em>", "</em>"),
            Tag::Strong => self.opened("<strong>", "</strong>"),
            Tag::Strikethrough => self.opened("<del>", "</del>"),
            Tag::Link { dest_url, title, .. } => return self.link(&dest_url, &title, range),
            Tag::Image { dest_url, .. } => {
                let depth = self.open.len();
                if self.image.is_none() {
                    let address = self.target(&dest_url, range.clone());
                    self.image = Some((depth, self.out.len(), address, range));
                }
                ""
            }
            _ if line => "",
            Tag::Paragraph => self.opened("<p>", "</p>\n"),
            Tag::List(None) => self.opened("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.opened("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => {
                self.tag(&format!("<ol start=\"{first}\">\n"));
                "</ol>\n"
            }
            Tag::Item => self.opened("<li>", "</li>\n"),
            Tag::BlockQuote(None) => self.opened("<blockquote>\n", "</blockquote>\n"),
            Tag::Heading { .. } if self.body.is_none() => self.opened("<p><strong>", "</strong></p>\n"),
            Tag::CodeBlock(_) if self.body.is_none() => {
                self.tag(PRE);
                self.opened("<code>", "</code></pre>\n")
            }
            other => self.start_in_body(other),
        };
        self.open.push(Open::Markdown(close));
    }

    fn opened(&mut self, open: &str, close: &'static str) -> &'static str {
        self.tag(open);
        close
    }

    fn end(&mut self, tag: TagEnd) {
        if self.image.as_ref().is_some_and(|(depth, ..)| *depth + 1 == self.markdown_depth()) && tag == TagEnd::Image {
            self.close_markdown();
            return self.end_image();
        }
        if tag == TagEnd::Link {
            self.in_link = self.in_link.saturating_sub(1);
        }
        self.end_in_body(&tag);
        self.close_markdown();
        self.ended_in_body(&tag);
    }

    /// How deep the innermost element of Markdown is.
    fn markdown_depth(&self) -> usize {
        self.open.iter().rposition(|open| matches!(open, Open::Markdown(_))).map_or(0, |at| at + 1)
    }

    /// Closes the innermost element of Markdown, and first what TeX opened in it.
    fn close_markdown(&mut self) {
        while let Some(top) = self.open.last().copied() {
            self.close_top();
            if matches!(top, Open::Markdown(_)) {
                return;
            }
        }
    }

    fn close_top(&mut self) -> bool {
        match self.open.pop() {
            Some(Open::Markdown(close)) => self.tag(close),
            Some(Open::Mark(mark)) => self.tag(mark_tags(mark).1),
            Some(Open::Link(written)) => {
                self.in_link = self.in_link.saturating_sub(1);
                if written {
                    self.tag("</a>");
                }
            }
            None => return false,
        }
        true
    }

    fn link(&mut self, address: &str, title: &str, range: Range<usize>) {
        let written = self.open_link(address, title, range);
        self.open.push(Open::Markdown(if written { "</a>" } else { "" }));
    }

    /// Begins a link, if it may be one.
    fn open_link(&mut self, address: &str, title: &str, range: Range<usize>) -> bool {
        self.in_link += 1;
        if self.in_link > 1 || self.links == Links::Text || self.image.is_some() {
            return false;
        }
        let Some(target) = self.target(address, range) else { return false };
        let target = self.body.as_ref().map_or(target.clone(), |body| body.fragment(&target));
        self.out.push_str("<a href=\"");
        self.escape(&target);
        if !title.is_empty() {
            self.out.push_str("\" title=\"");
            self.escape(title);
        }
        self.out.push_str("\">");
        true
    }

    fn target(&mut self, address: &str, range: Range<usize>) -> Option<String> {
        // A relative address says where something stands beside a page; an abstract stands on many.
        let target = target::allowed(address).filter(|target| self.body.is_some() || target::is_remote(target));
        if target.is_none() {
            let shown: String = address.chars().filter(|c| !is_dropped(*c) && *c != '\n').take(60).collect();
            self.problem(ProblemKind::Url, range, format!("the address `{shown}` cannot be linked to"));
        }
        target
    }

    fn end_image(&mut self) {
        let Some((_, start, address, range)) = self.image.take() else { return };
        let alt = self.out.split_off(start.min(self.out.len()));
        if alt.trim().is_empty() {
            self.problem(ProblemKind::Alt, range, "the picture has no words in its place".to_owned());
        }
        let shown = address.filter(|_| self.links == Links::Shown);
        match shown {
            Some(address) if self.markup.remote_images || !target::is_remote(&address) => {
                self.out.push_str("<img src=\"");
                self.escape(&address);
                self.out.push_str("\" alt=\"");
                self.out.push_str(&alt);
                self.out.push_str("\" loading=\"lazy\">");
            }
            Some(address) if self.in_link == 0 => {
                self.out.push_str("<a href=\"");
                self.escape(&address);
                self.out.push_str("\">");
                if alt.is_empty() {
                    self.escape(&address)
                } else {
                    self.out.push_str(&alt)
                }
                self.out.push_str("</a>");
            }
            _ => self.out.push_str(&alt),
        }
    }

    pub(super) fn problem(&mut self, kind: ProblemKind, range: Range<usize>, message: String) {
        self.problem_at(kind, self.lowered.origin(range), message);
    }

    fn problem_at(&mut self, kind: ProblemKind, range: Range<usize>, message: String) {
        let (mut start, mut end) = (range.start.min(self.source.len()), range.end.min(self.source.len()));
        while !self.source.is_char_boundary(start) {
            start -= 1;
        }
        while !self.source.is_char_boundary(end) {
            end += 1;
        }
        self.problems.push(Problem { kind, range: start..end, message });
    }

    /// Text of the Markdown: escaped, with its slots filled.
    pub(super) fn text(&mut self, text: &str) {
        if self.keep_code(text) {
            return;
        }
        let mut text = text;
        if self.guarded && self.out.is_empty() {
            text = text.strip_prefix(GUARD).unwrap_or(text);
        }
        // The lead bytes of planes 12 to 16: no other text has them.
        while let Some(at) = text.bytes().position(|b| b >= 0xf3) {
            let c = text[at..].chars().next().unwrap_or_default();
            let (before, after) = text.split_at(at + c.len_utf8());
            match self.lowered.slot(c) {
                Some(slot) => {
                    self.escape(&before[..at]);
                    self.slot(slot);
                }
                None => self.escape(before),
            }
            text = after;
        }
        self.escape(text);
    }

    pub(super) fn escape(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    fn slot(&mut self, slot: &Slot) {
        match slot {
            Slot::Math(whole, body, display) => self.formula(whole, body, *display),
            Slot::Code(code) => {
                self.tag("<code>");
                self.escape(self.source[code.clone()].trim());
                self.tag("</code>");
            }
            Slot::Url(range, address) => {
                let written = self.open_slot_link(address, range);
                self.escape(address);
                self.in_link = self.in_link.saturating_sub(1);
                if written {
                    self.tag("</a>");
                }
            }
            Slot::OpenLink(range, address) => {
                let written = self.open_slot_link(address, range);
                self.open.push(Open::Link(written));
            }
            Slot::CloseLink => self.close_mark(|open| matches!(open, Open::Link(_))),
            Slot::Open(mark) => {
                self.tag(mark_tags(*mark).0);
                self.open.push(Open::Mark(*mark));
            }
            Slot::Close(mark) => self.close_mark(|open| *open == Open::Mark(*mark)),
            Slot::Cite(citation) => self.cite(citation),
        }
    }

    /// Leaves a place for a link to a paper, where there can be a link.
    fn cite(&mut self, citation: &Citation) {
        let free = self.image.is_none() && self.in_link == 0;
        match mark(self.cited.len()).filter(|_| free) {
            Some(mark) => {
                self.out.push(mark);
                self.cited.push(citation.clone());
            }
            None => self.escape(&citation.source()),
        }
    }

    fn open_slot_link(&mut self, address: &str, range: &Range<usize>) -> bool {
        let before = self.problems.len();
        let written = self.open_link(address, "", 0..0);
        if let Some(problem) = self.problems.get_mut(before) {
            problem.range = range.clone();
        }
        written
    }

    /// Closes a mark with all that was opened in it, unless Markdown has closed it already.
    fn close_mark(&mut self, is_mark: impl Fn(&Open) -> bool) {
        let depth = self.markdown_depth();
        let Some(at) = self.open[depth..].iter().rposition(is_mark) else { return };
        while self.open.len() > depth + at {
            self.close_top();
        }
    }

    fn formula(&mut self, whole: &Range<usize>, body: &Range<usize>, display: Display) {
        let source = self.source;
        let tex = &source[body.clone()];
        if self.image.is_some() {
            self.escape(&math::plain(tex));
            return;
        }
        let mut converted = self.markup.math.convert(tex, display);
        if let Ok(mathml) = &mut converted
            && mathml.bytes().any(|b| b >= 0xf3)
        {
            mathml.retain(|c| !is_dropped(c));
        }
        match converted {
            Ok(mathml) if display == Display::Block => self.out.extend([FORMULA, &mathml, "</span>"]),
            Ok(mathml) => self.out.push_str(&mathml),
            Err(error) => {
                self.out.push_str("<code class=\"tex\">");
                self.escape(tex.trim());
                self.out.push_str("</code>");
                self.problem_at(ProblemKind::Math, whole.clone(), format!("the formula cannot be shown: {error}"));
            }
        }
    }
}

const RAW_HTML: &str = "raw HTML is shown as text";

fn mark_tags(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Emphasis => ("<em>", "</em>"),
        Mark::Strong => ("<strong>", "</strong>"),
        Mark::Code => ("<code>", "</code>"),
        Mark::SmallCaps => ("<span class=\"small-caps\">", "</span>"),
        Mark::Underline => ("<u>", "</u>"),
        Mark::Superscript => ("<sup>", "</sup>"),
        Mark::Subscript => ("<sub>", "</sub>"),
        Mark::None => ("", ""),
    }
}

/// The bytes that may begin a character which cannot stand in a page as it is.
const UNSAFE: [bool; 256] = {
    let mut unsafe_bytes = table(b"&<>\"\x7f\xc2\xf3\xf4");
    let mut byte = 0;
    while byte < 0x20 {
        unsafe_bytes[byte] = byte != b'\n' as usize && byte != b'\t' as usize;
        byte += 1;
    }
    unsafe_bytes
};

/// Text for elements and attributes, without characters that no page may hold.
pub fn escape(text: &str, out: &mut String) {
    let (mut from, mut at) = (0, 0);
    while let Some(next) = text.as_bytes()[at..].iter().position(|b| UNSAFE[usize::from(*b)]) {
        let found = at + next;
        let c = text[found..].chars().next().unwrap_or_default();
        at = found + c.len_utf8();
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            _ if is_dropped(c) => "",
            _ => continue,
        };
        out.push_str(&text[from..found]);
        out.push_str(instead);
        from = at;
    }
    out.push_str(&text[from..]);
}

/// Writes what was lowered.
pub(super) fn write(markup: &Markup, source: &str, lowered: &Lowered, links: Links) -> Rendered {
    let mut writer = Writer::new(markup, source, lowered, links);
    let parser = pulldown_cmark::Parser::new(&lowered.markdown);
    for (event, range) in parser.into_offset_iter() {
        writer.event(event, range);
    }
    writer.finish().rendered()
}

/// The plain text of what was lowered, white space collapsed.
pub(super) fn plain(source: &str, shape: Shape) -> String {
    let lowered = super::lower::lower(source, shape);
    let mut text = String::with_capacity(source.len());
    for event in pulldown_cmark::Parser::new(&lowered.markdown) {
        match event {
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => {
                if part.bytes().all(|b| b < 0xf3) {
                    text.push_str(&part);
                    continue;
                }
                for c in part.chars() {
                    match lowered.slot(c) {
                        Some(Slot::Math(_, body, _)) => text.push_str(&math::plain(&source[body.clone()])),
                        Some(Slot::Code(code)) => text.push_str(source[code.clone()].trim()),
                        Some(Slot::Url(_, address)) => text.push_str(address),
                        Some(_) => {}
                        None => text.push(c),
                    }
                }
            }
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Start(Tag::Item | Tag::Paragraph) | Event::End(TagEnd::Paragraph | TagEnd::Item) => text.push(' '),
            _ => {}
        }
    }
    let text = if shape == Shape::Line { text.trim_start().strip_prefix(GUARD).unwrap_or(&text) } else { &text };
    collapsed(text)
}

/// White space as single spaces, none at the ends; without control characters.
pub(super) fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.bytes().all(|b| (b' '..0x7f).contains(&b)) {
            out.push_str(word);
        } else {
            out.extend(word.chars().filter(|c| !is_dropped(*c)));
        }
    }
    out
}

//! What only notes and pages have: headings with ids, tables, footnotes, alerts and blocks of code.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

use super::super::highlight::{BUDGET, Run};
use super::super::slug::slug;
use super::super::tex::{Kind, Segment, segments_apart};
use super::lower::{Lowered, Slot, is_dropped, unescaped};
use super::write::{Links, PRE, Writer, escape};
use super::{BodyWords, Markup, Passage, cite};

/// The state of a page that is written.
#[derive(Debug, Default)]
pub(super) struct Body {
    prefix: String,
    ids: BTreeSet<String>,
    /// For slugs that were taken, the number to try next.
    next: BTreeMap<String, usize>,
    heading: Option<Heading>,
    /// The levels, as written, of the headings that the next one may stand under.
    above: Vec<HeadingLevel>,
    tables: usize,
    alignments: Vec<Alignment>,
    in_head: bool,
    column: usize,
    notes: Notes,
    /// The block of code that is read, where its parts are to be told apart.
    code: Option<Code>,
    /// What telling apart may still cost.
    budget: usize,
}

#[derive(Debug)]
struct Code {
    language: String,
    text: String,
}

#[derive(Debug)]
struct Heading {
    level: usize,
    start: usize,
    id: Option<String>,
}

#[derive(Debug, Default)]
struct Notes {
    /// Number and count of references, by label.
    numbers: BTreeMap<String, (usize, usize)>,
    /// The HTML of each note that was defined.
    texts: BTreeMap<String, String>,
    /// The notes that are read, with the output that waits for their end.
    open: Vec<(String, String)>,
}

impl Body {
    fn id(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}-{name}", self.prefix) }
    }

    /// An id that no heading before had.
    pub(super) fn fresh_id(&mut self, name: &str) -> String {
        let name = if name.is_empty() { "section" } else { name };
        let mut id = self.id(name);
        let next = self.next.entry(name.to_owned()).or_insert(1);
        let base = id.clone();
        while !self.ids.insert(id.clone()) {
            *next += 1;
            id = format!("{base}-{next}");
        }
        id
    }

    /// The level of a heading under the page's h1: the shallowest is an h2, and none is skipped on the way down.
    fn level(&mut self, written: HeadingLevel) -> usize {
        while self.above.last().is_some_and(|above| *above >= written) {
            self.above.pop();
        }
        self.above.push(written);
        (self.above.len() + 1).min(HeadingLevel::H6 as usize)
    }

    /// A link into the page itself leads to the id that the heading was given.
    pub(super) fn fragment(&self, target: &str) -> String {
        match target.strip_prefix('#') {
            Some(name) if !name.is_empty() => format!("#{}", self.id(&slug(name))),
            _ => target.to_owned(),
        }
    }

    /// The notes that were referred to, in the order of their numbers.
    pub(super) fn footnotes_to(self, back_word: &str, out: &mut String) {
        let mut notes: Vec<_> =
            self.notes.numbers.iter().map(|(label, (number, count))| (number, label, count)).collect();
        notes.sort();
        notes.retain(|(_, label, _)| self.notes.texts.contains_key(*label));
        if notes.is_empty() {
            return;
        }
        out.push_str("<div class=\"footnotes\">\n<ol>\n");
        for (number, label, count) in notes {
            let id = self.id(&note_name(*number));
            let text = self.notes.texts.get(label).map_or("", |text| text.trim_end());
            let mut back = String::new();
            for reference in 1..=*count {
                let from = self.id(&reference_name(*number, reference));
                let nth = if reference == 1 { String::new() } else { format!(" {reference}") };
                back.push_str(&format!(" <a href=\"#{from}\" class=\"footnote-back\" aria-label=\""));
                escape(back_word, &mut back);
                back.push_str(&format!("{nth}\">↩</a>"));
            }
            let (text, end) = text.strip_suffix("</p>").map_or((text, ""), |text| (text, "</p>"));
            out.push_str(&format!("<li id=\"{id}\" value=\"{number}\">{text}{back}{end}</li>\n"));
        }
        out.push_str("</ol>\n</div>\n");
    }
}

// No heading has such a name, since a slug holds no underscore.
fn note_name(number: usize) -> String {
    format!("note_{number}")
}

fn reference_name(number: usize, reference: usize) -> String {
    if reference == 1 { format!("ref_{number}") } else { format!("ref_{number}_{reference}") }
}

impl Writer<'_> {
    pub(super) fn start_in_body(&mut self, tag: Tag<'_>) -> &'static str {
        let start = self.out.len();
        let words = &self.markup.words;
        let Some(body) = &mut self.body else { return "" };
        match tag {
            Tag::Heading { level, id, .. } => {
                let level = body.level(level);
                body.heading = Some(Heading { level, start, id: id.map(|id| id.to_string()) });
                ["", "", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"][level]
            }
            Tag::BlockQuote(Some(kind)) => {
                let (class, title) = alert(kind, words);
                self.tag(&format!("<div class=\"alert alert-{class}\">\n<p class=\"alert-title\">"));
                self.escape(title);
                self.tag("</p>\n");
                "</div>\n"
            }
            Tag::CodeBlock(kind) => {
                let language = language(&kind);
                let open = match &language {
                    Some(language) => format!("{PRE}<code class=\"language-{language}\">"),
                    None => format!("{PRE}<code>"),
                };
                let language = language.filter(|_| body.budget > 0);
                body.code = language.map(|language| Code { language, text: String::new() });
                self.tag(&open);
                "</code></pre>\n"
            }
            Tag::Table(alignments) => {
                body.alignments = alignments;
                body.tables += 1;
                let number = if body.tables == 1 { String::new() } else { format!(" {}", body.tables) };
                self.tag("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
                self.escape(&words.table);
                self.tag(&format!("{number}\">\n<table>\n"));
                "</tbody>\n</table>\n</div>\n"
            }
            Tag::TableHead => {
                (body.in_head, body.column) = (true, 0);
                self.tag("<thead>\n<tr>");
                "</tr>\n</thead>\n<tbody>\n"
            }
            Tag::TableRow => {
                body.column = 0;
                self.tag("<tr>");
                "</tr>\n"
            }
            Tag::TableCell => self.cell(),
            Tag::FootnoteDefinition(label) => {
                let waiting = std::mem::take(&mut self.out);
                body.notes.open.push((label.to_string(), waiting));
                ""
            }
            _ => "",
        }
    }

    fn cell(&mut self) -> &'static str {
        let Some(body) = &mut self.body else { return "" };
        let alignment = body.alignments.get(body.column).copied().unwrap_or(Alignment::None);
        body.column += 1;
        let (open, close) = if body.in_head { ("<th", "</th>") } else { ("<td", "</td>") };
        let class = match alignment {
            Alignment::None => ">",
            Alignment::Left => " class=\"left\">",
            Alignment::Center => " class=\"center\">",
            Alignment::Right => " class=\"right\">",
        };
        self.tag(&format!("{open}{class}"));
        close
    }

    /// What is left to do before an element is closed.
    pub(super) fn end_in_body(&mut self, tag: &TagEnd) {
        let Some(body) = &mut self.body else { return };
        match tag {
            TagEnd::Heading(_) => {
                let Some(heading) = body.heading.take() else { return };
                let content = self.out.split_off(heading.start.min(self.out.len()));
                let name = heading.id.as_deref().map(slug).filter(|id| !id.is_empty());
                let id = body.fresh_id(&name.unwrap_or_else(|| slug(&without_tags(&content))));
                self.out.push_str(&format!("<h{} id=\"", heading.level));
                escape(&id, &mut self.out);
                self.out.push_str("\">");
                // A heading is a link to itself, so that its place can be copied; a link in a link would be none.
                if content.contains("<a ") || content.bytes().any(|b| b >= 0xf3) {
                    self.out.push_str(&content);
                } else {
                    self.out.push_str("<a href=\"#");
                    escape(&id, &mut self.out);
                    self.out.extend(["\">", &content, "</a>"]);
                }
            }
            TagEnd::TableHead => body.in_head = false,
            TagEnd::CodeBlock => self.code(),
            _ => {}
        }
    }

    /// Keeps text of a block of code until all of it is there; whether it was such text.
    pub(super) fn keep_code(&mut self, text: &str) -> bool {
        let code = self.body.as_mut().and_then(|body| body.code.as_mut());
        code.map(|code| code.text.push_str(text)).is_some()
    }

    /// Writes the block of code that was read.
    fn code(&mut self) {
        let Some(body) = &mut self.body else { return };
        let Some(Code { language, text }) = body.code.take() else { return };
        // A slot in code means that the two readings of the source differ: the writer knows what stands in it.
        let plain = text.bytes().any(|b| b >= 0xf3);
        let highlighter = &self.markup.highlighter;
        let runs = if plain { None } else { highlighter.runs(&language, &text, &mut body.budget) };
        let Some(runs) = runs else { return self.text(&text) };
        for Run { class, text } in runs {
            if class.is_empty() {
                self.escape(text);
            } else {
                self.out.extend(["<span class=\"hl-", class, "\">"]);
                self.escape(text);
                self.out.push_str("</span>");
            }
        }
    }

    /// What is left to do after an element was closed.
    pub(super) fn ended_in_body(&mut self, tag: &TagEnd) {
        let Some(body) = &mut self.body else { return };
        if *tag == TagEnd::FootnoteDefinition
            && let Some((label, waiting)) = body.notes.open.pop()
        {
            let text = std::mem::replace(&mut self.out, waiting);
            body.notes.texts.entry(label).or_insert(text);
        }
    }

    /// The box of a task, in place of its item's bullet.
    pub(super) fn task(&mut self, done: bool) {
        let item = self.out.rfind("<li>").filter(|at| matches!(&self.out[at + 4..], "" | "<p>"));
        if let Some(at) = item {
            self.out.insert_str(at + 3, " class=\"task\"");
        }
        self.out.push_str(if done { "☑ " } else { "☐ " });
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let Some(body) = &mut self.body else { return };
        let count = body.notes.numbers.len();
        let entry = body.notes.numbers.entry(label.to_owned()).or_insert((count + 1, 0));
        entry.1 += 1;
        let (number, reference) = *entry;
        let (id, note) = (body.id(&reference_name(number, reference)), body.id(&note_name(number)));
        self.tag(&format!("<sup class=\"footnote-ref\"><a href=\"#{note}\" id=\"{id}\">{number}</a></sup>"));
    }
}

fn alert(kind: BlockQuoteKind, words: &BodyWords) -> (&'static str, &str) {
    match kind {
        BlockQuoteKind::Note => ("note", &words.note),
        BlockQuoteKind::Tip => ("tip", &words.tip),
        BlockQuoteKind::Important => ("important", &words.important),
        BlockQuoteKind::Warning => ("warning", &words.warning),
        BlockQuoteKind::Caution => ("caution", &words.caution),
    }
}

/// The language of a block of code, as far as it may stand in a class.
fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    let word = info.split([' ', ',', '{', '\t']).next().unwrap_or_default();
    let word: String = word.chars().filter(|c| c.is_ascii_alphanumeric() || "+#-_.".contains(*c)).take(40).collect();
    (!word.is_empty()).then(|| word.to_ascii_lowercase())
}

/// The words of HTML that we wrote, for a heading's id.
fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = rest[open..].split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    for (entity, c) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        out = out.replace(entity, c);
    }
    out
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// Notes or a page.
pub(super) fn render(markup: &Markup, source: &str, prefix: &str, coloured: bool) -> Passage {
    let lowered = protect(source);
    let mut writer = Writer::new(markup, source, &lowered, Links::Shown);
    writer.body = Some(Body { prefix: slug(prefix), budget: if coloured { BUDGET } else { 0 }, ..Body::default() });
    let events = Parser::new_ext(&lowered.markdown, OPTIONS).into_offset_iter();
    for (event, range) in TextMergeWithOffset::new(events) {
        writer.event(event, range);
    }
    writer.finish()
}

/// The source with its formulas, bare addresses and citations in slots, so that Markdown leaves them alone.
fn protect(source: &str) -> Lowered {
    let mut out = Lowered::default();
    let needed =
        source.contains('$') || source.contains("\\(") || source.contains("\\[") || source.contains("\\begin{");
    let needed = needed || source.contains("://");
    let cited = cite::candidates(source);
    let (code, links) = if needed || !cited.is_empty() { apart(source) } else { Default::default() };
    let segments =
        if needed { segments_apart(source, &code) } else { vec![Segment { range: 0..source.len(), kind: Kind::Text }] };
    let is_in = |ranges: &[Range<usize>], at| {
        let next = ranges.partition_point(|range| range.end <= at);
        ranges.get(next).is_some_and(|range| range.start <= at)
    };
    let cited = cited.into_iter().filter(|c| !is_in(&code, c.range.start) && !is_in(&links, c.range.start));
    let mut cited = cited.peekable();
    for segment in segments {
        match segment.kind {
            Kind::Math { body, display } => out.push_slot(Slot::Math(segment.range, body, display)),
            Kind::Url { body } => {
                let address = unescaped(&source[body]);
                out.push_slot(Slot::Url(segment.range, address));
            }
            _ => {
                let mut at = segment.range.start;
                while let Some(citation) = cited.next_if(|citation| citation.range.end <= segment.range.end) {
                    // One that begins before is within a formula or an address.
                    if citation.range.start >= at {
                        copy(source, at..citation.range.start, &mut out);
                        at = citation.range.end;
                        out.push_slot(Slot::Cite(citation));
                    }
                }
                copy(source, at..segment.range.end, &mut out);
            }
        }
    }
    out
}

/// Copies a part of the source, but for characters that no page may hold.
fn copy(source: &str, range: Range<usize>, out: &mut Lowered) {
    out.step(range.start);
    for (at, c) in source[range.clone()].char_indices() {
        if is_dropped(c) && c != '\t' && c != '\r' {
            out.step(range.start + at + c.len_utf8());
        } else {
            out.markdown.push(c);
        }
    }
}

/// Where Markdown sees code, link targets and raw HTML, in which no formula, no address and no citation is looked for;
/// and whole links, in which no citation is.
fn apart(source: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut links: Vec<usize> = Vec::new();
    let mut whole: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) | Event::Html(_) | Event::InlineHtml(_) => {
                found.push(range)
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links.push(range.start),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let start = links.pop().unwrap_or(range.start);
                let text = source[start..range.end].rfind("](").map_or(start, |at| start + at);
                found.push(text..range.end);
                whole.push(start..range.end);
            }
            _ => {}
        }
    }
    (merged(found), merged(whole))
}

/// The same places as ranges that are sorted and do not touch.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

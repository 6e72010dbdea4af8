//! HTML and JATS to text: tags off, entities decoded, and what Markdown can say marked for the escaper.
//!
//! Only tags that abstracts are known to hold are tags; `<x, y>` and `<https://…>` are text. Marks are characters of a
//! private plane, which no text has when it comes here.

use pulldown_cmark::{Event, Parser};

/// The beginning of emphasis.
pub(super) const EM: char = '\u{f0000}';
/// Its end.
pub(super) const EM_END: char = '\u{f0001}';
/// The beginning of strong emphasis.
pub(super) const STRONG: char = '\u{f0002}';
/// Its end.
pub(super) const STRONG_END: char = '\u{f0003}';
/// The beginning of an item of a list.
pub(super) const ITEM: char = '\u{f0004}';

/// Whether a character is a mark of this module.
pub(super) fn is_mark(c: char) -> bool {
    (EM..=ITEM).contains(&c)
}

/// Whether a character is a mark that ends something.
pub(super) fn is_end(c: char) -> bool {
    matches!(c, EM_END | STRONG_END)
}

/// Whether emphasis is marked, or lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    None,
    Kept,
}

/// The text of a piece of HTML or JATS. Blocks are parted by blank lines.
pub(super) fn flatten(text: &str, marks: Marks) -> String {
    let mut flat = Flat { marks, out: String::with_capacity(text.len()), open: None, tex: false, closed: Vec::new() };
    let mut at = 0;
    while let Some(found) = text[at..].find(['<', '&']) {
        flat.out.push_str(&text[at..at + found]);
        at += found;
        at += flat.special(&text[at..]);
    }
    flat.out.push_str(&text[at..]);
    flat.close();
    flat.out
}

struct Flat<'a> {
    marks: Marks,
    out: String,
    /// The mark that ends the emphasis that is open.
    open: Option<char>,
    /// Whether the formula that is read was given in TeX, so that its MathML says nothing new.
    tex: bool,
    /// Names with the length of what is left of the text after their last closing tag, if they have one.
    closed: Vec<(&'a str, Option<usize>)>,
}

impl<'a> Flat<'a> {
    /// Reads what begins with `<` or `&`; gives its length.
    fn special(&mut self, rest: &'a str) -> usize {
        if rest.starts_with('&') {
            let (text, length) = entity(rest).unwrap_or_else(|| ("&".to_owned(), 1));
            self.out.push_str(&text);
            return length;
        }
        if rest.starts_with("<!--") {
            return rest.find("-->").map_or(4, |end| end + 3);
        }
        let known = tag(rest).filter(|tag| self.is_tag(tag, rest));
        let Some(tag) = known else {
            self.out.push('<');
            return 1;
        };
        if !tag.closing
            && let Some(length) = self.element(&tag, rest)
        {
            return length;
        }
        self.tag(&tag);
        tag.length
    }

    /// A tag counts if it closes something or is closed somewhere: `$i<p>q$` is a formula.
    fn is_tag(&mut self, tag: &Tag<'a>, rest: &'a str) -> bool {
        if role(tag.name) == Role::Unknown {
            return false;
        }
        if tag.closing || tag.empty || matches!(tag.name, "br" | "hr") {
            return true;
        }
        let last = match self.closed.iter().find(|(name, _)| *name == tag.full) {
            Some((_, last)) => *last,
            None => {
                let last = last_end_of(rest, tag.full);
                self.closed.push((tag.full, last));
                last
            }
        };
        last.is_some_and(|left| left < rest.len() - tag.length)
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        match role(tag.name) {
            Role::Block => self.block(),
            Role::Heading => {
                self.block();
                self.style(tag.closing, STRONG, STRONG_END);
            }
            Role::Item => {
                self.block();
                if !tag.closing && self.marks == Marks::Kept {
                    self.out.push(ITEM);
                }
            }
            Role::Break => self.out.push('\n'),
            Role::Em => self.style(tag.closing, EM, EM_END),
            Role::Strong => self.style(tag.closing, STRONG, STRONG_END),
            Role::Formula => self.tex &= tag.closing,
            _ => {}
        }
    }

    /// An element that is read as a whole; gives its length.
    fn element(&mut self, tag: &Tag<'_>, rest: &str) -> Option<usize> {
        let role = role(tag.name);
        if !matches!(role, Role::Sub | Role::Sup | Role::Tex | Role::MathMl) {
            return None;
        }
        let (end, length) = end_of(rest, tag.full)?;
        let inside = rest.get(tag.length..end)?;
        match role {
            Role::Tex => {
                self.formula(&decode(inside));
                self.tex = true;
            }
            Role::MathMl if self.tex => {}
            Role::MathMl => match annotation(inside) {
                Some(tex) => self.formula(&decode(tex)),
                None => self.out.push_str(&without_tags(inside)),
            },
            _ => self.script(role, without_tags(inside).trim()),
        }
        Some(length)
    }

    /// TeX, between dollars unless it brings its own delimiters. The preamble of a whole document is left out.
    fn formula(&mut self, tex: &str) {
        let body = match (tex.find("\\begin{document}"), tex.find("\\end{document}")) {
            (Some(from), Some(to)) => tex.get(from + "\\begin{document}".len()..to).unwrap_or(tex),
            _ => tex,
        };
        let body = body.trim();
        let bare = body.trim_matches('$').trim();
        if body.starts_with("\\(") || body.starts_with("\\[") {
            self.out.push_str(body);
        } else if !bare.is_empty() {
            self.out.extend(["$", bare, "$"]);
        }
    }

    /// Something raised or lowered: as Unicode has it, else as a command of TeX.
    fn script(&mut self, role: Role, text: &str) {
        let (table, command) = match role {
            Role::Sub => ("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "\\textsubscript{"),
            _ => ("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", "\\textsuperscript{"),
        };
        let small = |c: char| "0123456789+-=()".find(c).and_then(|at| table.chars().nth(at));
        if let Some(small) = text.chars().map(small).collect::<Option<String>>() {
            self.out.push_str(&small);
        } else if self.marks == Marks::None || text.contains(['{', '}', '\\', '$', '<', '&', '\n']) {
            self.out.push_str(text);
        } else {
            self.out.extend([command, text, "}"]);
        }
    }

    fn block(&mut self) {
        self.close();
        self.out.push_str("\n\n");
    }

    /// Opens or closes emphasis. There is none within another.
    fn style(&mut self, closing: bool, mark: char, end: char) {
        if self.marks == Marks::None {
            return;
        }
        if closing && self.open == Some(end) {
            self.close();
        } else if !closing && self.open.is_none() {
            self.out.push(mark);
            self.open = Some(end);
        }
    }

    fn close(&mut self) {
        self.out.extend(self.open.take());
    }
}

/// What a tag means for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Block,
    Heading,
    Item,
    Break,
    Em,
    Strong,
    Sub,
    Sup,
    /// Around a formula, which may be given in more than one form.
    Formula,
    Tex,
    MathMl,
    /// Nothing.
    Silent,
    /// No tag at all.
    Unknown,
}

fn role(name: &str) -> Role {
    match name {
        "p" | "sec" | "section" | "div" | "abstract" | "list" | "ul" | "ol" | "hr" => Role::Block,
        "title" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "li" | "list-item" => Role::Item,
        "br" | "break" => Role::Break,
        "i" | "em" | "italic" => Role::Em,
        "b" | "strong" | "bold" => Role::Strong,
        "sub" | "inf" => Role::Sub,
        "sup" => Role::Sup,
        "inline-formula" | "disp-formula" | "alternatives" => Role::Formula,
        "tex-math" => Role::Tex,
        "math" => Role::MathMl,
        "span" | "u" | "underline" | "sc" | "tt" | "code" | "monospace" | "font" | "small" | "big" | "a"
        | "ext-link" | "xref" | "uri" | "email" | "named-content" | "styled-content" | "label" | "q" | "abbr"
        | "roman" | "sans-serif" => Role::Silent,
        _ => Role::Unknown,
    }
}

/// A tag, opening or closing.
struct Tag<'a> {
    /// As it is written.
    full: &'a str,
    /// Without the name space.
    name: &'a str,
    closing: bool,
    empty: bool,
    length: usize,
}

/// The tag that a text begins with.
fn tag(rest: &str) -> Option<Tag<'_>> {
    let inner = rest.strip_prefix('<')?;
    let closing = inner.starts_with('/');
    let name_at = 1 + usize::from(closing);
    let length = rest[name_at..].bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-')).count();
    let full = &rest[name_at..name_at + length];
    let mut at = name_at + length;
    loop {
        let spaces = rest[at..].bytes().take_while(u8::is_ascii_whitespace).count();
        let after = &rest[at + spaces..];
        let empty = after.starts_with("/>");
        if empty || after.starts_with('>') {
            let (space, name) = full.split_once(':').unwrap_or(("", full));
            if !matches!(space, "" | "jats" | "mml" | "m" | "html" | "xhtml") {
                return None;
            }
            return Some(Tag { full, name, closing, empty, length: at + spaces + 1 + usize::from(empty) });
        }
        if spaces == 0 {
            return None;
        }
        at += spaces + attribute(after)?;
    }
}

/// The length of `name="value"`.
fn attribute(rest: &str) -> Option<usize> {
    let equals = rest.bytes().take(100).position(|b| b == b'=')?;
    let name = rest[..equals].trim_end();
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_')) {
        return None;
    }
    let value = rest[equals + 1..].trim_start();
    let before = rest.len() - value.len();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(before + 1 + value[1..].find(quote)? + 1)
}

/// Where the closing tag of a name begins and ends.
fn end_of(text: &str, name: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("</") {
        let start = from + at;
        if let Some(rest) = text[start + 2..].strip_prefix(name)
            && rest.trim_start().starts_with('>')
        {
            return Some((start, text.len() - rest.trim_start().len() + 1));
        }
        from = start + 2;
    }
    None
}

/// What is left of a text after the last closing tag of a name.
fn last_end_of(text: &str, name: &str) -> Option<usize> {
    let mut before = text;
    while let Some(at) = before.rfind("</") {
        if let Some(rest) = text[at + 2..].strip_prefix(name)
            && rest.trim_start().starts_with('>')
        {
            return Some(rest.trim_start().len() - 1);
        }
        before = &text[..at];
    }
    None
}

/// The TeX that MathML may carry beside itself.
fn annotation(mathml: &str) -> Option<&str> {
    let at = mathml.find("application/x-tex")?;
    let start = at + mathml[at..].find('>')? + 1;
    Some(&mathml[start..start + mathml[start..].find('<')?])
}

/// The text between any tags, entities decoded.
fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(rest[..at].trim_matches('\n'));
        let length = tag(&rest[at..]).map_or(1, |tag| tag.length);
        if length == 1 {
            out.push('<');
        }
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    decode(&out)
}

fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (text, length) = entity(&rest[at..]).unwrap_or_else(|| ("&".to_owned(), 1));
        out.push_str(&text);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}

/// The text of the entity that a text begins with, and its length. One that was escaped twice (`&amp;quot;`) is decoded
/// twice.
fn entity(rest: &str) -> Option<(String, usize)> {
    let (text, length) = entity_once(rest)?;
    if text == "&"
        && let Some(again) = rest[length..].find(';').filter(|end| *end < 32)
        && let Some((text, _)) = entity_once(&format!("&{}", &rest[length..=length + again]))
    {
        return Some((text, length + again + 1));
    }
    Some((text, length))
}

fn entity_once(rest: &str) -> Option<(String, usize)> {
    let end = rest.bytes().take(34).position(|b| b == b';')?;
    let name = rest.get(1..end)?;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some((char_of(code).map(String::from).unwrap_or_default(), end + 1));
    }
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    // The reader of Markdown has the table of HTML's two thousand names.
    match Parser::new(&rest[..=end]).nth(1)? {
        Event::Text(text) if *text != rest[..=end] => {
            Some((text.chars().filter(|c| !super::is_dropped(*c)).collect(), end + 1))
        }
        _ => None,
    }
}

/// The character of a number, with those that browsers read as Windows-1252.
fn char_of(code: u32) -> Option<char> {
    const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match code {
        0x80..=0x9f => WINDOWS.chars().nth(code as usize - 0x80).filter(|c| !c.is_control()),
        _ => char::from_u32(code).filter(|c| !super::is_dropped(*c)),
    }
}

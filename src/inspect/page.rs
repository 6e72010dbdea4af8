//! One page as HTML: its links, its ids and the tags in its head, read without building a tree.
//!
//! The scanner takes what templates write: tags and quoted attributes. It is no parser for the HTML of the web, and the
//! text of scripts, styles and comments is passed by.

use crate::archive::Record;
use crate::paper::Status;

/// What was read of a page.
#[derive(Debug, Default)]
pub struct Page<'a> {
    /// What `href` and `src` say, of all elements but those that name other sites to machines.
    pub links: Vec<Unescaped<'a>>,
    /// Every `id`.
    pub ids: Vec<Unescaped<'a>>,
    /// `meta` elements by name or property, in order.
    pub meta: Vec<(Unescaped<'a>, Unescaped<'a>)>,
    /// Whether there is an element of COinS.
    pub has_coins: bool,
    /// Whether the abstract stands in a `details` that is closed.
    pub hides_abstract: bool,
}

/// The value of an attribute.
pub type Unescaped<'a> = std::borrow::Cow<'a, str>;

impl<'a> Page<'a> {
    /// Reads a page.
    pub fn read(html: &'a str) -> Page<'a> {
        let mut page = Page::default();
        let mut closed = 0usize;
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            rest = &rest[at + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
                continue;
            }
            if rest.starts_with("/details") {
                closed = closed.saturating_sub(1);
            }
            if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            let tag = Tag::read(rest);
            rest = &rest[tag.length..];
            closed += usize::from(tag.name == "details" && (tag.get("open").is_none() || closed > 0));
            page.take(&tag, closed > 0);
            if matches!(tag.name, "script" | "style") {
                let end = if tag.name == "script" { "</script" } else { "</style" };
                rest = rest.find(end).map_or("", |end| &rest[end..]);
            }
        }
        page
    }

    fn take(&mut self, tag: &Tag<'a>, is_hidden: bool) {
        for (name, value) in &tag.attributes {
            match *name {
                "id" => {
                    self.hides_abstract |= is_hidden && *value == "abstract";
                    self.ids.push(unescaped(value));
                }
                "href" | "src" if tag.name != "base" => self.links.push(unescaped(value)),
                "class" => self.has_coins |= value.split_ascii_whitespace().any(|class| class == "Z3988"),
                _ => {}
            }
        }
        if tag.name == "meta"
            && let Some(name) = tag.get("name").or_else(|| tag.get("property"))
        {
            self.meta.push((unescaped(name), unescaped(tag.get("content").unwrap_or_default())));
        }
    }

    /// What the first `meta` element of a name says; nothing where it says nothing.
    fn meta(&self, name: &str) -> Option<&str> {
        let mut named = self.meta.iter().filter(|(known, _)| known == name).map(|(_, content)| content.trim());
        named.find(|content| !content.is_empty())
    }
}

/// A tag that opens an element.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    /// Bytes up to its end.
    length: usize,
}

impl<'a> Tag<'a> {
    /// Reads a tag behind its `<`.
    fn read(text: &'a str) -> Tag<'a> {
        let bytes = text.as_bytes();
        let ends_name = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'=');
        let span = |from: usize| bytes[from..].iter().position(ends_name).map_or(bytes.len(), |to| from + to);
        let mut at = span(0);
        let mut tag = Tag { name: &text[..at], attributes: Vec::new(), length: 0 };
        loop {
            while at < bytes.len() && (bytes[at].is_ascii_whitespace() || matches!(bytes[at], b'/' | b'=')) {
                at += 1;
            }
            if at >= bytes.len() || bytes[at] == b'>' {
                tag.length = (at + 1).min(bytes.len());
                return tag;
            }
            let name = &text[at..span(at)];
            at = span(at);
            let mut value = "";
            if bytes.get(at) == Some(&b'=') {
                at += 1;
                let (from, to) = match bytes.get(at) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let end = bytes[at + 1..].iter().position(|b| b == quote);
                        (at + 1, end.map_or(bytes.len(), |end| at + 1 + end))
                    }
                    _ => (
                        at,
                        bytes[at..]
                            .iter()
                            .position(|b| b.is_ascii_whitespace() || *b == b'>')
                            .map_or(bytes.len(), |to| at + to),
                    ),
                };
                value = &text[from..to];
                at = if from > at { (to + 1).min(bytes.len()) } else { to };
            }
            if name.is_empty() {
                at += 1;
            } else {
                tag.attributes.push((name, value));
            }
        }
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// A value without the entities that our own writers use.
fn unescaped(value: &str) -> Unescaped<'_> {
    if !value.contains('&') {
        return value.into();
    }
    let plain = value.replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'").replace("&lt;", "<");
    plain.replace("&gt;", ">").replace("&#x2F;", "/").replace("&amp;", "&").into()
}

/// What the page of a paper lacks for Google Scholar (its inclusion guidelines) and Zotero (its translators "Embedded
/// Metadata" and "COinS"), each with what to do. What the entry itself lacks is told there.
pub fn of_paper(page: &Page<'_>, record: &Record) -> Vec<(String, Option<&'static str>)> {
    const HEAD: Option<&str> = Some("write `{{ page.head_html | safe }}` in the head");
    let paper = &record.paper;
    if record.paper.status() == Status::Removed {
        return Vec::new();
    }
    let mut missing = Vec::new();
    let mut tell = |message: &str, help| missing.push((message.to_owned(), help));
    let lacks = |name: &str| page.meta(name).is_none();
    if lacks("citation_title") {
        tell("the page has no `citation_title`, so Google Scholar and Zotero find no paper on it", HEAD);
    }
    if lacks("citation_author") && !paper.authors.is_empty() {
        tell("the page has no `citation_author`, so Google Scholar passes it by", HEAD);
    }
    let is_date = |date: &str| {
        let parts: Vec<&str> = date.split('/').collect();
        matches!(parts.len(), 1 | 3) && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
    };
    match page.meta("citation_publication_date") {
        None if paper.published().is_some() => {
            tell("the page has no `citation_publication_date`, so Google Scholar passes it by", HEAD);
        }
        Some(date) if !is_date(date) => tell("`citation_publication_date` is neither a year nor year/month/day", HEAD),
        _ => {}
    }
    if page.meta("citation_pdf_url").is_some_and(|url| !url.contains("://")) {
        tell(
            "`citation_pdf_url` is no absolute address",
            Some("set `base-url`, and write `{{ page.head_html | safe }}` in the head"),
        );
    }
    if page.has_coins {
        tell(
            "an element of COinS on the page of one paper hides its other tags from Zotero",
            Some("leave out `class=\"Z3988\"`"),
        );
    }
    if page.meta("og:type").is_some_and(|kind| kind == "website") {
        tell("`og:type` says website, so Zotero takes the paper for a web page", Some("write `article`"));
    }
    if page.meta("robots").is_some_and(|robots| robots.contains("noindex")) && !paper.hidden {
        tell("`robots` says noindex, so no search engine lists the paper", Some("leave it out"));
    }
    if page.hides_abstract {
        tell(
            "the abstract is hidden until somebody clicks, so Google Scholar does not count it",
            Some("open the `details`"),
        );
    }
    missing
}

/// What a list must not have: more than one paper on a page of tags that speak of one.
pub fn of_list(page: &Page<'_>) -> Vec<(String, Option<&'static str>)> {
    match page.meta.iter().any(|(name, _)| name.starts_with("citation_")) {
        true => vec![(
            "a list has `citation_` tags, which speak of one paper alone".to_owned(),
            Some("leave them to the pages of papers"),
        )],
        false => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_ids_and_tags_are_read() {
        let html = "<!doctype html><head><meta name=\"citation_title\" content=\"A &amp; B\"><meta name=x>\
            <!-- <a href=\"/no/\"> --><script>'<a href=\"/no/\">'</script><style>a{}</style></head>\
            <a class='x' href='/a/?q=1#b'>1</a><img src=/c.png alt=\"a > b\"><p id=\"d\"/><details><h2 id=abstract></h2></details>\
            <details open><i id=e></i></details><a href=\"/f/\"";
        let page = Page::read(html);
        assert_eq!(page.links, ["/a/?q=1#b", "/c.png", "/f/"]);
        assert_eq!(page.ids, ["d", "abstract", "e"]);
        assert_eq!(page.meta("citation_title"), Some("A & B"));
        assert!(page.hides_abstract && !page.has_coins);
        assert!(Page::read("<span class=\"a Z3988\">").has_coins);
        assert!(!Page::read("<details open><h2 id=abstract></h2></details>").hides_abstract);
    }
}

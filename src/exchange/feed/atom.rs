//! Atom, RFC 4287.

use super::{Entry, Feed, FeedFormat, legal};

/// A feed as Atom.
pub fn write(feed: &Feed<'_>) -> String {
    let length: usize = feed.entries.iter().map(|entry| entry.atom.len()).sum();
    let mut out = Writer(String::with_capacity(1_000 + length));
    out.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    out.attribute("xml:lang", &feed.language);
    out.raw(">\n");
    out.text("id", &feed.id);
    out.text("title", &feed.title);
    out.text("subtitle", &feed.description);
    out.text("updated", feed.updated());
    out.link("self", FeedFormat::Atom.media_type(), &feed.atom);
    out.link("alternate", "text/html", &feed.page);
    out.link("alternate", FeedFormat::Json.media_type(), &feed.json);
    out.raw("<author>");
    out.text("name", &feed.author);
    out.raw("</author>\n");
    out.text("generator", feed.generator);
    out.text("icon", &feed.icon);
    for paper in &feed.entries {
        out.raw(&paper.atom);
    }
    out.raw("</feed>\n");
    out.0
}

/// An entry as an element.
pub fn entry(entry: &Entry) -> String {
    let mut out = Writer(String::with_capacity(1_000 + 2 * entry.content_html.len()));
    out.raw("<entry");
    out.attribute("xml:lang", &entry.language);
    out.raw(">\n");
    out.text("id", &entry.id);
    out.html("title", &[&escaped(&entry.title)]);
    out.text("updated", &entry.updated);
    out.text("published", &entry.published);
    for author in &entry.authors {
        out.raw("<author>");
        out.text("name", &author.name);
        out.text("uri", &author.url);
        out.raw("</author>\n");
    }
    for category in &entry.categories {
        out.raw("<category");
        out.attribute("term", &category.term);
        out.attribute("scheme", &category.scheme);
        out.attribute("label", &category.label);
        out.raw("/>\n");
    }
    out.link("alternate", "text/html", &entry.url);
    out.link("related", "text/html", &entry.arxiv_url);
    out.link("via", "text/html", &entry.doi_url);
    out.link("enclosure", "application/pdf", &entry.pdf);
    out.text("rights", &entry.rights);
    let summary = if entry.content_text.is_empty() { &entry.summary } else { &entry.content_text };
    out.text("summary", summary);
    out.html("content", &[&entry.content_html]);
    out.raw("</entry>\n");
    out.0
}

fn escaped(text: &str) -> String {
    let mut out = Writer(String::with_capacity(text.len() + 16));
    out.escape(text);
    out.0
}

/// A document as it is written.
struct Writer(String);

impl Writer {
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// An element with a text; nothing where that is empty.
    fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.0.extend(["<", name, ">"]);
            self.escape(text);
            self.0.extend(["</", name, ">\n"]);
        }
    }

    /// An element with HTML as a text.
    fn html(&mut self, name: &str, html: &[&str]) {
        self.0.extend(["<", name, " type=\"html\">"]);
        html.iter().for_each(|html| self.escape(html));
        self.0.extend(["</", name, ">\n"]);
    }

    fn link(&mut self, rel: &str, media_type: &str, href: &str) {
        if !href.is_empty() {
            self.raw("<link");
            self.attribute("rel", rel);
            self.attribute("type", media_type);
            self.attribute("href", href);
            self.raw("/>\n");
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.0.extend([" ", name, "=\""]);
            self.escape(value);
            self.0.push('"');
        }
    }

    fn escape(&mut self, text: &str) {
        let text = legal(text);
        let mut rest = &*text;
        while let Some(at) = rest.bytes().position(|b| matches!(b, b'&' | b'<' | b'>' | b'"' | b'\r')) {
            self.raw(&rest[..at]);
            self.raw(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                // A parser would take it for a line feed.
                _ => "&#13;",
            });
            rest = &rest[at + 1..];
        }
        self.raw(rest);
    }
}

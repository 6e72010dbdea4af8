//! The Atom that arXiv's API answers: `https://export.arxiv.org/api/query`.
//!
//! One `entry` is one paper, in its latest version; its texts are plain text with TeX, broken into lines. A question
//! that the API does not understand is answered by an entry too, which is told from a paper by its id. A document type
//! is never read, so there are no entities but those of XML itself. See
//! <https://info.arxiv.org/help/api/user-manual.html>.

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::Value;

use super::foreign::{Coding, line, marked_line, paragraphs};
use super::json::{link, url};
use super::{Found, Options, ReadError, Record};
use crate::paper::{Affiliation, Author, Marked, Paper, Version, identifier};
use crate::text::date::Date;
use crate::text::name::Name;

/// Elements of Atom itself.
const ATOM: &str = "http://www.w3.org/2005/Atom";
/// Elements that arXiv adds.
const ARXIV: &str = "http://arxiv.org/schemas/atom";
/// Elements that tell of the answer as a whole.
const SEARCH: &str = "http://a9.com/-/spec/opensearch/1.1/";

/// More than the API gives at once, and few enough to be held.
const MOST_NODES: u32 = 2_000_000;

/// What an author is who is no person.
const GROUPS: &[&str] = &["Collaboration", "Collaborations", "Consortium"];

/// Whether a text is likely to be of this format.
pub(super) fn is_text(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}').trim_start();
    let mut rest = head;
    // What may stand before the first element: the declaration, and comments.
    while let Some(after) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!--")) {
        let end = if rest.starts_with("<?") { "?>" } else { "-->" };
        let Some((_, after)) = after.split_once(end) else { return false };
        rest = after.trim_start();
    }
    ["<feed", "<entry"]
        .iter()
        .any(|tag| rest.strip_prefix(tag).is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == '>')))
}

/// Reads an answer.
///
/// # Errors
/// Says where it is no XML, that it is XML of another kind, or why arXiv did not answer the question.
pub(super) fn records(text: &str, _options: &Options) -> Result<Vec<Found>, ReadError> {
    let document = parse(text)?;
    let root = document.root_element();
    let entries: Vec<Node<'_, '_>> = match root.has_tag_name((ATOM, "entry")) {
        true => vec![root],
        false if root.has_tag_name((ATOM, "feed")) => children(root, (ATOM, "entry")).collect(),
        false => return Err(ReadError::Shape { found: format!("an XML document `{}`", name_of(root)) }),
    };
    let mut found = Vec::with_capacity(entries.len());
    let input = document.input_text();
    let (mut line_of, mut seen) = (1, 0);
    for entry in entries {
        let address = raw(entry, (ATOM, "id")).trim().to_owned();
        if address.contains("/api/errors") {
            let reason = line(&raw(entry, (ATOM, "summary")), Coding::Plain);
            return Err(ReadError::Refused { reason: format!("arXiv answers: {reason}") });
        }
        let start = entry.range().start;
        line_of += input[seen..start].matches('\n').count();
        seen = start;
        found.push(Found { place: format!("line {line_of}"), record: record(entry, &address) });
    }
    Ok(found)
}

/// How many papers the question has in all, of which an answer holds some; nothing where the text is no answer.
pub fn total(text: &str) -> Option<usize> {
    let document = parse(text).ok()?;
    raw(document.root_element(), (SEARCH, "totalResults")).trim().parse().ok()
}

fn parse(text: &str) -> Result<Document<'_>, ReadError> {
    let text = text.trim_start_matches('\u{feff}');
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| {
        let place = error.pos();
        let told = error.to_string();
        // The library ends its messages with the place, which is told by itself.
        let message = told.strip_suffix(&format!(" at {place}")).unwrap_or(&told).to_owned();
        ReadError::Syntax { line: place.row as usize, column: place.col as usize, message }
    })
}

/// Reads one entry, which calls itself by the address of its page.
fn record(entry: Node<'_, '_>, address: &str) -> Result<Record, String> {
    let title = marked_line(&raw(entry, (ATOM, "title")), Coding::Plain);
    if title.is_empty() {
        return Err("it has no title".to_owned());
    }
    let id = id_of(address);
    let mut paper = Paper {
        title: Marked { source: title, ..Marked::default() },
        authors: children(entry, (ATOM, "author")).filter_map(author).collect(),
        abstract_: abstract_of(&raw(entry, (ATOM, "summary"))),
        date: date(entry, "published"),
        arxiv: id.to_owned(),
        doi: identifier::doi(raw(entry, (ARXIV, "doi")).split_whitespace().next().unwrap_or_default())
            .unwrap_or_default()
            .to_owned(),
        ..Paper::default()
    };
    subjects(&mut paper, entry);
    version(&mut paper, entry, address);
    links(&mut paper, entry);
    for (key, name) in [("comment", "comment"), ("journal-ref", "journal_ref")] {
        let text = line(&raw(entry, (ARXIV, name)), Coding::Plain);
        if !text.is_empty() {
            paper.extra.insert(key.to_owned(), Value::String(text));
        }
    }
    let source_id = id.to_owned();
    Ok(Record { paper, source_id, ..Record::default() })
}

/// The id in the address of a page at arXiv, without its version; empty where there is none.
fn id_of(address: &str) -> &str {
    let inner = address.split_once("/abs/").map_or(address, |(_, inner)| inner);
    identifier::arxiv(inner).unwrap_or_default()
}

fn author(node: Node<'_, '_>) -> Option<Author> {
    let printed = line(&raw(node, (ATOM, "name")), Coding::Plain);
    // Some lists part a group from its members by a name that is a colon.
    if !printed.chars().any(char::is_alphanumeric) {
        return None;
    }
    let affiliations = children(node, (ARXIV, "affiliation")).map(|node| line(&content(node), Coding::Plain));
    let affiliations = affiliations.filter(|name| !name.is_empty());
    let affiliations = affiliations.map(|name| Affiliation { name, ..Affiliation::default() }).collect();
    let is_group = printed.rsplit(' ').next().is_some_and(|last| GROUPS.contains(&last));
    Some(match is_group {
        true => Author { literal: printed, affiliations, ..Author::default() },
        false => Author { name: Name::parse(&printed), affiliations, ..Author::default() },
    })
}

/// The abstract: lines are broken anywhere, and one that is indented begins a paragraph.
fn abstract_of(raw: &str) -> String {
    let plain = raw.replace("\r\n", "\n");
    paragraphs(&plain.trim().replace("\n  ", "\n\n"), Coding::Plain)
}

/// Categories of arXiv, the primary one first. Classes of mathematics and computing stand among them.
fn subjects(paper: &mut Paper, entry: Node<'_, '_>) {
    let term = |node: Node<'_, '_>| line(node.attribute("term").unwrap_or_default(), Coding::Plain);
    let primary = children(entry, (ARXIV, "primary_category")).map(term);
    let categories = children(entry, (ATOM, "category")).map(term);
    for term in primary.chain(categories).filter(|term| !term.is_empty()) {
        let scheme = if is_category(&term) { "arxiv" } else { "classes" };
        let known = paper.subjects.entry(scheme.to_owned()).or_default();
        if !known.contains(&term) {
            known.push(term);
        }
    }
}

/// Whether a text is a category of arXiv, such as `cs.CL`, `hep-th` or `cond-mat.mtrl-sci`.
pub fn is_category(text: &str) -> bool {
    let (archive, class) = text.split_once('.').unwrap_or((text, "X"));
    let named = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
    let archive_named = archive.len() > 1 && archive.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    archive_named && !archive.starts_with('-') && !class.is_empty() && named(class)
}

/// The latest version, where it is a later one than that of the date.
fn version(paper: &mut Paper, entry: Node<'_, '_>, address: &str) {
    let Some((_, number)) = address.rsplit_once('v') else { return };
    if number.parse::<u32>().is_ok_and(|number| number > 1) {
        let version = format!("v{number}");
        paper.versions.push(Version { version, date: date(entry, "updated"), ..Version::default() });
    }
}

/// What no identifier says already: the pages that the authors name. The PDF follows from the id.
fn links(paper: &mut Paper, entry: Node<'_, '_>) {
    for node in children(entry, (ATOM, "link")) {
        let Some(url) = url(node.attribute("href").unwrap_or_default()) else { continue };
        let (_, rest) = url.split_once("://").unwrap_or_default();
        let host = rest.split('/').next().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        match host {
            "arxiv.org" | "export.arxiv.org" => {}
            "doi.org" | "dx.doi.org" => {
                if let Some(doi) = identifier::doi(&url).filter(|_| paper.doi.is_empty()) {
                    paper.doi = doi.to_owned();
                }
            }
            _ => link(paper, "other", url),
        }
    }
}

fn date(entry: Node<'_, '_>, name: &'static str) -> Option<Date> {
    Date::parse(raw(entry, (ATOM, name)).trim())
}

fn children<'a, 'input>(
    node: Node<'a, 'input>,
    name: (&'static str, &'static str),
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| child.has_tag_name(name))
}

/// The text of the first child of a name; empty where there is none.
fn raw(node: Node<'_, '_>, name: (&'static str, &'static str)) -> String {
    children(node, name).next().map(content).unwrap_or_default()
}

/// All text of an element: it comes in pieces where it holds a comment or a section of characters.
fn content(node: Node<'_, '_>) -> String {
    node.children().filter(|child| child.is_text()).filter_map(|child| child.text()).collect()
}

/// The name of an element for a message.
fn name_of(node: Node<'_, '_>) -> String {
    node.tag_name().name().chars().take(40).collect()
}

#[cfg(test)]
mod tests;

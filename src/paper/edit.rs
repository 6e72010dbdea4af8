//! One entry with other values for some keys: nothing else in its file changes, not by a byte.
//!
//! The lines of a key are put in the place of those that it had, or where the canonical order wants them. The new text is
//! read again before it is handed out, and what says anything else than it should is refused. Nothing here touches the
//! disk.

use std::collections::BTreeMap;
use std::ops::Range;

use super::file::{Content, kind_of, parse, split};
use super::keys::PAPER;
use super::model::Paper;
use super::rules::Rules;
use super::write;
use crate::diagnostic::Severity;
use crate::yaml::outline::Unclear;
use crate::yaml::{Outline, Step, text_of};

/// Other values for a paper.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// Its number in the file's list of papers, if it stands in one.
    pub item: Option<u32>,
    /// Keys that shall say what `new` says.
    pub keys: Vec<&'a str>,
    /// The paper that says it.
    pub new: &'a Paper,
}

/// A file with what could be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// Its new text.
    pub text: String,
    /// Numbers of changes that were not made, and why, as the end of a sentence that begins with the file's name.
    pub refused: Vec<(usize, Unclear)>,
}

/// Changes papers of the file `path`.
///
/// # Errors
/// Why nothing in the file can be changed without loss, as the end of a sentence that begins with its name.
pub fn edit(path: &str, bytes: &[u8], changes: &[Change<'_>], rules: &Rules) -> Result<Edited, Unclear> {
    let whole = text_of(path, bytes).map_err(|error| error.message)?;
    let plain = whole.replace("\r\n", "\n");
    let old = read(path, &plain, rules)?;
    let (text, _) = split(path, &plain, path.ends_with(".md")).map_err(|error| error.message)?;
    let at = plain.find(text.yaml).unwrap_or(0);
    let outline = Outline::read(text.yaml)?;
    let (mut pieces, mut made, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for (number, change) in changes.iter().enumerate() {
        let wanted = write::keys(change.new);
        match replacements(text.yaml, &outline, change, &wanted) {
            Ok(found) => {
                pieces.extend(found);
                made.push((change, wanted));
            }
            Err(why) => refused.push((number, why)),
        }
    }
    let yaml = replaced(text.yaml, pieces);
    let edited = [&plain[..at], &yaml, &plain[at + text.yaml.len()..]].concat();
    verify(old, &read(path, &edited, rules)?, &made)?;
    let text = if whole.contains("\r\n") { edited.replace('\n', "\r\n") } else { edited };
    Ok(Edited { text, refused })
}

/// Each key of a paper with its lines.
type Lines = Vec<(String, String)>;

/// What the papers of a file say, by their place in its list.
fn read(path: &str, text: &str, rules: &Rules) -> Result<BTreeMap<Option<u32>, Lines>, Unclear> {
    let kind = kind_of(path).ok_or("it is no entry")?;
    let parsed = parse(kind, path, text.as_bytes(), rules);
    if let Some(error) = parsed.diagnostics.iter().find(|problem| problem.code.severity() == Severity::Error) {
        return Err(format!("it has an error: {}", error.message));
    }
    let Content::Papers(_, entries) = parsed.content else { return Err("it holds no paper".to_owned()) };
    let lines = |paper: &Paper| {
        let mut lines = write::keys(paper);
        lines.sort_by_key(|(key, _)| place_of(key));
        lines
    };
    Ok(entries.into_iter().map(|entry| (entry.item, lines(&entry.paper))).collect())
}

/// A stretch of a text, and what is to stand there.
type Piece = (Range<usize>, String);

/// The stretches of YAML that a change replaces.
fn replacements(yaml: &str, outline: &Outline<'_>, change: &Change<'_>, wanted: &Lines) -> Result<Vec<Piece>, Unclear> {
    let steps = change.item.map_or_else(Vec::new, |item| vec![Step::Named("papers".into()), Step::Nth(item)]);
    let paper = outline.find_node(&steps).ok_or("it does not hold the paper")?;
    let named = |node: &usize| match outline.step(*node) {
        Step::Named(name) => Some((*node, &**name)),
        _ => None,
    };
    let names: Vec<(usize, &str)> = outline.children(paper).iter().filter_map(named).collect();
    let mut keys = change.keys.clone();
    keys.sort_by_key(|key| place_of(key));
    keys.iter()
        .map(|key| {
            let lines = wanted.iter().find(|(known, _)| known == key).map(|(_, lines)| lines.trim_end());
            replacement(
                yaml,
                outline,
                &names,
                key,
                lines.ok_or_else(|| format!("there is nothing to say under `{key}`"))?,
            )
        })
        .collect()
}

/// Where a key stands in the canonical order.
fn place_of(name: &str) -> Option<usize> {
    PAPER.iter().position(|key| key.name == name)
}

/// The stretch that a key's lines take the place of: what it says now, or the end of what comes before it.
fn replacement(
    yaml: &str,
    outline: &Outline<'_>,
    names: &[(usize, &str)],
    key: &str,
    lines: &str,
) -> Result<Piece, Unclear> {
    let laid_out = || "its keys do not stand on lines of their own".to_owned();
    let column = |start: usize| start - yaml[..start].rfind('\n').map_or(0, |at| at + 1);
    if let Some((node, _)) = names.iter().find(|(_, name)| *name == key) {
        let range = outline.entry(*node).ok_or_else(laid_out)?;
        // Comments are in the order of the text.
        let first = outline.comments.partition_point(|comment| comment.start < range.start);
        if outline.comments.get(first).is_some_and(|comment| comment.start < range.end) {
            return Err(format!("its `{key}` has a comment within it"));
        }
        let indented = indented(lines, column(range.start));
        return Ok((range, indented));
    }
    let before = names.iter().rfind(|(_, name)| place_of(name) < place_of(key)).or(names.first());
    let range = before.and_then(|(node, _)| outline.entry(*node)).ok_or_else(laid_out)?;
    let end = yaml[range.end..].find('\n').map_or(yaml.len(), |at| range.end + at);
    let indent = column(range.start);
    Ok((end..end, format!("\n{}{}", " ".repeat(indent), indented(lines, indent))))
}

/// The text with other stretches; of several at one place the first comes first.
fn replaced(text: &str, mut pieces: Vec<Piece>) -> String {
    pieces.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, piece) in pieces {
        out.push_str(&text[at..range.start]);
        out.push_str(&piece);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Lines of which all but the first, and those that are empty, are moved to the right.
fn indented(lines: &str, by: usize) -> String {
    let mut out = String::with_capacity(lines.len());
    for (at, line) in lines.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', if line.is_empty() { 0 } else { by }));
        }
        out.push_str(line);
    }
    out
}

/// Whether the papers of a file say what they should after some changes, and of all else what they said before.
fn verify(
    mut old: BTreeMap<Option<u32>, Lines>,
    new: &BTreeMap<Option<u32>, Lines>,
    made: &[(&Change<'_>, Lines)],
) -> Result<(), Unclear> {
    for (change, wanted) in made {
        let Some(lines) = old.get_mut(&change.item) else { continue };
        lines.retain(|(key, _)| !change.keys.contains(&key.as_str()));
        lines.extend(wanted.iter().filter(|(key, _)| change.keys.contains(&key.as_str())).cloned());
        lines.sort_by_key(|(key, _)| place_of(key));
    }
    match old == *new {
        true => Ok(()),
        false => Err("it would not say the same but for that".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::paper::Marked;
    use crate::text::date::Date;

    fn edited(path: &str, text: &str, item: Option<u32>, keys: &[&str]) -> Result<String, Unclear> {
        let new = Paper {
            title: Marked { source: "New: title".to_owned(), ..Marked::default() },
            abstract_: "One.\n\nTwo.".to_owned(),
            date: Date::parse("2024-05"),
            keywords: vec!["a".to_owned(), "b".to_owned()],
            ..Paper::default()
        };
        let change = Change { item, keys: keys.to_vec(), new: &new };
        let edited = edit(path, text.as_bytes(), &[change], &Rules::new(&Settings::default()).0)?;
        edited.refused.into_iter().next().map_or(Ok(edited.text), |(_, why)| Err(why))
    }

    const PATH: &str = "content/papers/a.yaml";

    #[test]
    fn a_key_takes_the_place_of_what_it_said() {
        let text = "# Mine\ntitle:   'Old'  # for now\nid: a\nabstract: >\n  folded\n  text\n\n# dated\ndate: 2024\n";
        assert_eq!(
            edited(PATH, text, None, &["title"]).unwrap(),
            text.replace("title:   'Old'", "title: \"New: title\"")
        );
        let want = text.replace("abstract: >\n  folded\n  text\n", "abstract: |\n  One.\n\n  Two.\n");
        assert_eq!(edited(PATH, text, None, &["abstract"]).unwrap(), want);
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(edited(PATH, &crlf, None, &["date"]).unwrap(), crlf.replace("date: 2024", "date: 2024-05"));
    }

    #[test]
    fn a_key_that_is_missing_comes_where_it_belongs() {
        let text = "id: a\ntitle: T # x\nauthors:\n  - A B\nvenue: V\n";
        let want = "id: a\ntitle: T # x\nauthors:\n  - A B\nabstract: |\n  One.\n\n  Two.\ndate: 2024-05\nkeywords: [a, b]\nvenue: V\n";
        assert_eq!(edited(PATH, text, None, &["keywords", "date", "abstract"]).unwrap(), want);
    }

    #[test]
    fn a_paper_of_a_volume_is_changed_alone() {
        let text =
            "key: v\ntitle: V\npapers:\n  - id: a\n    title: A\n    authors: [X Y]\n\n  - title: B\n    id: b\n";
        let want =
            text.replace("    authors: [X Y]\n", "    authors: [X Y]\n    abstract: |\n      One.\n\n      Two.\n");
        assert_eq!(edited(PATH, text, Some(0), &["abstract"]).unwrap(), want);
        assert_eq!(edited(PATH, text, Some(1), &["title"]).unwrap(), text.replace("title: B", "title: \"New: title\""));
        let note = "---\nid: a\ntitle: T\n---\n\ntitle: T\n";
        let want = "---\nid: a\ntitle: \"New: title\"\n---\n\ntitle: T\n";
        assert_eq!(edited("content/papers/a.md", note, None, &["title"]).unwrap(), want);
    }

    #[test]
    fn what_cannot_be_done_without_loss_is_refused() {
        let refused = |text: &str, key: &str| edited(PATH, text, None, &[key]).unwrap_err();
        assert_eq!(refused("{id: a, title: T}\n", "title"), "its keys do not stand on lines of their own");
        assert_eq!(
            refused("id: a\ntitle: T\nkeywords:\n  - x # why\n  - y\n", "keywords"),
            "its `keywords` has a comment within it"
        );
        assert_eq!(refused("id: a\ntitle: T\n", "doi"), "there is nothing to say under `doi`");
        assert!(refused("id: a\ntitle: T\ndate: never\n", "title").starts_with("it has an error: "));
    }
}

//! One entry with other values for some keys: nothing else in its file changes, not by a byte.
//!
//! The lines of a key are put in the place of those that it had, or where the canonical order wants them. The new text is
//! read again before it is handed out, and what says anything else than it should is refused. Nothing here touches the
//! disk.

use super::file::{Content, kind_of, parse, split};
use super::keys::PAPER;
use super::model::Paper;
use super::rules::Rules;
use super::write;
use crate::diagnostic::Severity;
use crate::yaml::outline::Unclear;
use crate::yaml::{Outline, Step, text_of};

/// The file `path` in which the paper at `item` of its list, or the only one, says of these keys what `new` says.
///
/// # Errors
/// Why the file cannot be changed so without loss, as the end of a sentence that begins with its name.
pub fn edit(
    path: &str,
    bytes: &[u8],
    item: Option<u32>,
    keys: &[&str],
    new: &Paper,
    rules: &Rules,
) -> Result<String, Unclear> {
    let whole = text_of(path, bytes).map_err(|error| error.message)?;
    let line_end = if whole.lines().next().is_some_and(|_| whole.contains("\r\n")) { "\r\n" } else { "\n" };
    let plain = whole.replace("\r\n", "\n");
    let old = read(path, &plain, item, rules)?;
    let (text, _) = split(path, &plain, path.ends_with(".md")).map_err(|error| error.message)?;
    let at = plain.find(text.yaml).unwrap_or(0);
    let mut yaml = text.yaml.to_owned();
    let wanted = write::keys(new);
    for key in keys {
        let lines = wanted.iter().find(|(known, _)| known == key).map(|(_, lines)| lines.trim_end());
        yaml = change(&yaml, item, key, lines.ok_or_else(|| format!("there is nothing to say under `{key}`"))?)?;
    }
    let edited = [&plain[..at], &yaml, &plain[at + text.yaml.len()..]].concat();
    verify(&old, &read(path, &edited, item, rules)?, keys, &wanted)?;
    Ok(if line_end == "\n" { edited } else { edited.replace('\n', line_end) })
}

/// What a paper of a file says, as far as it is understood.
fn read(path: &str, text: &str, item: Option<u32>, rules: &Rules) -> Result<Vec<(String, String)>, Unclear> {
    let kind = kind_of(path).ok_or("it is no entry")?;
    let parsed = parse(kind, path, text.as_bytes(), rules);
    if let Some(error) = parsed.diagnostics.iter().find(|problem| problem.code.severity() == Severity::Error) {
        return Err(format!("it has an error: {}", error.message));
    }
    let Content::Papers(_, entries) = parsed.content else { return Err("it holds no paper".to_owned()) };
    let entry = entries.into_iter().find(|entry| entry.item == item).ok_or("it does not hold the paper")?;
    Ok(write::keys(&entry.paper))
}

/// The YAML with these lines under a key.
fn change(yaml: &str, item: Option<u32>, key: &str, lines: &str) -> Result<String, Unclear> {
    let outline = Outline::read(yaml)?;
    let steps: Vec<Step> = match item {
        Some(item) => vec![Step::Named("papers".into()), Step::Nth(item)],
        None => Vec::new(),
    };
    let paper = outline.find_node(&steps).ok_or("it does not hold the paper")?;
    let names: Vec<(usize, &str)> = outline
        .children(paper)
        .iter()
        .filter_map(|node| match outline.step(*node) {
            Step::Named(name) => Some((*node, &**name)),
            _ => None,
        })
        .collect();
    let laid_out = || "its keys do not stand on lines of their own".to_owned();
    let column = |start: usize| start - yaml[..start].rfind('\n').map_or(0, |at| at + 1);
    if let Some((node, _)) = names.iter().find(|(_, name)| *name == key) {
        let range = outline.entry(*node).ok_or_else(laid_out)?;
        if outline.comments.iter().any(|comment| range.contains(&comment.start)) {
            return Err(format!("its `{key}` has a comment within it"));
        }
        let indented = indented(lines, column(range.start));
        return Ok([&yaml[..range.start], &indented, &yaml[range.end..]].concat());
    }
    let order = |name: &str| PAPER.iter().position(|key| key.name == name);
    let before = names.iter().rfind(|(_, name)| order(name) < order(key)).or(names.first());
    let range = before.and_then(|(node, _)| outline.entry(*node)).ok_or_else(laid_out)?;
    let end = yaml[range.end..].find('\n').map_or(yaml.len(), |at| range.end + at);
    let indent = column(range.start);
    Ok([&yaml[..end], "\n", &" ".repeat(indent), &indented(lines, indent), &yaml[end..]].concat())
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

/// Whether a paper says what it should after a change, and of everything else what it said before.
fn verify(
    old: &[(String, String)],
    new: &[(String, String)],
    keys: &[&str],
    wanted: &[(String, String)],
) -> Result<(), Unclear> {
    let of = |list: &[(String, String)], key: &str| list.iter().find(|(known, _)| known == key).cloned();
    let is_kept = |list: &[(String, String)], other: &[(String, String)]| {
        list.iter()
            .filter(|(key, _)| !keys.contains(&key.as_str()))
            .all(|(key, lines)| of(other, key).is_some_and(|(_, other)| other == *lines))
    };
    let is_changed = keys.iter().all(|key| of(new, key) == of(wanted, key));
    match is_changed && is_kept(old, new) && is_kept(new, old) {
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
        edit(path, text.as_bytes(), item, keys, &new, &Rules::new(&Settings::default()).0)
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

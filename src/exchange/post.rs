//! Posts of Jekyll, of which proceedings (PMLR) and home pages keep one for each paper: YAML front matter and a text.
//!
//! PMLR's front matter is CSL in YAML, with some keys of its own; that of home pages has a few more names for the same
//! things. So it is rewritten as an item of CSL-JSON, and what that has no place for goes to `extra`.

use serde_json::{Map, Value, json};

use super::foreign::{Coding, marked_line};
use super::json::{link, raw, url};
use super::{Found, Options, ReadError, Record, csl, said};
use crate::paper::Marked;
use crate::paper::identifier::is_path;
use crate::text::date::Date;
use crate::yaml;

/// Keys that say how Jekyll shows the post, or say what others say already.
const OF_JEKYLL: &[&str] = &[
    "bibtex_author",
    "bibtex_editor",
    "citeproc",
    "cycles",
    "firstpage",
    "genre",
    "issued",
    "lastpage",
    "layout",
    "month",
    "tex_title",
];

/// Other names for what CSL has.
const NAMES: &[(&str, &str)] = &[
    ("authors", "author"),
    ("booktitle", "container-title"),
    ("categories", "keyword"),
    ("doi", "DOI"),
    ("editors", "editor"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("issue", "issue"),
    ("journal", "container-title"),
    ("keywords", "keyword"),
    ("pages", "page"),
    ("paperurl", "URL"),
    ("series", "collection-title"),
    ("tags", "keyword"),
    ("url", "URL"),
    ("venue", "container-title"),
];

/// Keys of links, with the kind of link each is.
const LINKS: &[(&str, &str)] = &[
    ("pdf", "pdf"),
    ("software", "code"),
    ("code", "code"),
    ("supplementary", "supplement"),
    ("video", "video"),
    ("slides", "slides"),
    ("slidesurl", "slides"),
    ("poster", "poster"),
    ("project", "project"),
    ("url_pdf", "pdf"),
    ("url_code", "code"),
    ("url_dataset", "dataset"),
    ("url_poster", "poster"),
    ("url_project", "project"),
    ("url_slides", "slides"),
    ("url_source", "other"),
    ("url_video", "video"),
];

/// Whether a text is of this format.
pub(super) fn is_text(text: &str) -> bool {
    front(text).is_some_and(|(front, _)| front.lines().any(|line| line.starts_with("title:")))
}

/// Reads a post.
///
/// # Errors
/// Where its front matter is no YAML.
pub(super) fn read(text: &str, options: &Options) -> Result<Vec<Found>, ReadError> {
    let Some((front, body)) = front(text) else {
        return Err(ReadError::Syntax {
            line: 1,
            column: 1,
            message: "expected front matter between lines of `---`".to_owned(),
        });
    };
    let node = yaml::read(front, "", 1).map_err(|problem| {
        let at = problem.span.map_or((1, 1), |span| (span.line as usize, span.column as usize));
        ReadError::Syntax { line: at.0, column: at.1, message: problem.message.clone() }
    })?;
    let Value::Object(fields) = node.into_json() else {
        return Err(ReadError::Syntax { line: 2, column: 1, message: "expected keys with values".to_owned() });
    };
    Ok(vec![Found { place: "line 1".to_owned(), record: record(fields, body.trim(), options) }])
}

/// The front matter and what follows it.
fn front(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---")?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let end = rest.find("\n---").map(|end| end + 1)?;
    let after = &rest[end + 3..];
    Some((&rest[..end], after.split_once('\n').map_or("", |(_, body)| body)))
}

fn record(mut fields: Map<String, Value>, body: &str, options: &Options) -> Result<Record, String> {
    let mut item = Map::new();
    let is_paper = ["layout", "genre"].iter().any(|key| raw(&fields, key) == "inproceedings");
    let issued = fields.get("issued").cloned();
    for key in OF_JEKYLL {
        fields.remove(*key);
    }
    for (name, key) in NAMES {
        if !item.contains_key(*key)
            && let Some(value) = fields.remove(*name)
        {
            item.insert((*key).to_owned(), value);
        }
    }
    for key in [
        "id",
        "title",
        "abstract",
        "author",
        "container-title",
        "publisher",
        "volume",
        "page",
        "language",
        "editor",
        "number",
    ] {
        if let Some(value) = fields.remove(key) {
            item.insert(key.to_owned(), value);
        }
    }
    if !item.contains_key("container-title")
        && let Some(place) = place(&fields)
    {
        fields.remove("publication");
        item.insert("container-title".to_owned(), json!(place));
    }
    people(&mut item);
    item.insert("issued".to_owned(), date(issued, &fields.remove("date"), options));
    if is_paper || item.contains_key("container-title") {
        item.insert("type".to_owned(), json!("paper-conference"));
    }
    let mut record = csl::record(&Value::Object(item), options)?;
    links(&mut record, &mut fields);
    for key in ["excerpt", "summary"] {
        let summary = marked_line(&raw(&fields, key), Coding::Html);
        if !summary.is_empty() && record.paper.summary.is_empty() {
            record.paper.summary = Marked { source: summary, ..Marked::default() };
            fields.remove(key);
        }
    }
    if !body.is_empty() {
        record.paper.notes = format!("{body}\n");
    }
    let rest = fields.into_iter().filter(|(_, value)| !value.is_null() && value.as_str() != Some(""));
    record.paper.extra.extend(rest);
    Ok(record)
}

/// Where it appeared, as Hugo's pages of publications have it: *Journal of Mud*, or In *Proceedings on Mud*. What is
/// more than a name is left as it is.
fn place(fields: &Map<String, Value>) -> Option<String> {
    let text = raw(fields, "publication");
    let text = text.trim().strip_prefix("In ").unwrap_or(&text).trim();
    let name = ['*', '_'].iter().find_map(|mark| text.strip_prefix(*mark)?.strip_suffix(*mark)).unwrap_or(text).trim();
    (!name.is_empty() && !name.contains(['*', '_'])).then(|| name.to_owned())
}

/// Authors in one text, as some write them: "Ada Lovelace, Charles Babbage and Jane Roe".
fn people(item: &mut Map<String, Value>) {
    for key in ["author", "editor"] {
        if let Some(Value::String(text)) = item.get(key) {
            let names = text
                .split(" and ")
                .flat_map(|part| part.split(','))
                .map(|name| name.trim().trim_start_matches("and "))
                .filter(|name| !name.is_empty());
            let names: Vec<Value> = names.map(|name| json!(name)).collect();
            item.insert(key.to_owned(), Value::Array(names));
        }
    }
}

/// The day: PMLR's parts, which may or may not stand in a list of their own, else the post's date or its file's.
fn date(issued: Option<Value>, date: &Option<Value>, options: &Options) -> Value {
    let parts = issued.as_ref().and_then(|issued| issued.get("date-parts")).and_then(Value::as_array);
    if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
        let parts = if parts[0].is_array() { parts[0].clone() } else { json!(parts) };
        return json!({"date-parts": [parts]});
    }
    let text = date.as_ref().map(super::json::text).unwrap_or_default();
    let day = Date::parse(text.get(..10).unwrap_or(&text)).or_else(|| said::year_in(&text)).or(options.day);
    day.map_or(Value::Null, |day| json!({"raw": day.to_string()}))
}

fn links(record: &mut Record, fields: &mut Map<String, Value>) {
    let paper = &mut record.paper;
    for (key, kind) in LINKS {
        if let Some(url) = url(&raw(fields, key)) {
            fields.remove(*key);
            link(paper, kind, url);
        }
    }
    let openreview = raw(fields, "openreview");
    if !openreview.is_empty() {
        fields.remove("openreview");
        let id = openreview.rsplit("id=").next().unwrap_or(&openreview).to_owned();
        paper.identifiers.insert("openreview".to_owned(), id);
    }
    if let Some(Value::Array(extras)) = fields.get_mut("extras") {
        extras.retain(|extra| {
            let address = extra.get("link").and_then(Value::as_str).and_then(url);
            let label = extra.get("label").and_then(Value::as_str).unwrap_or_default();
            let Some(address) = address else { return true };
            link(paper, if label.starts_with("Supp") { "supplement" } else { "other" }, address);
            label != "Supplementary PDF" && !label.starts_with("Supp")
        });
        if extras.is_empty() {
            fields.remove("extras");
        }
    }
    super::links::sort(paper);
    let permalink = raw(fields, "permalink");
    if permalink.starts_with('/') && is_path(&permalink) {
        fields.remove("permalink");
        paper.aliases.push(permalink);
    }
    if let Some(Value::Array(aliases)) = fields.get_mut("aliases") {
        aliases.retain(|alias| match alias.as_str() {
            Some(alias) if alias.starts_with('/') && is_path(alias) => {
                paper.aliases.push(alias.to_owned());
                false
            }
            _ => true,
        });
        if aliases.is_empty() {
            fields.remove("aliases");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Format;

    fn written(text: &str, options: &Options) -> String {
        let mut imported = crate::exchange::read(text.as_bytes(), None, options).unwrap();
        assert_eq!(imported.skipped, [""; 0]);
        crate::paper::write::paper(&imported.records.remove(0).paper)
    }

    #[test]
    fn proceedings_of_machine_learning_research() {
        let post = "---\ntitle: On $\\ell_1$ Mud\nabstract: We wade.\npdf: https://proceedings.example/v28/roe13.pdf\nlayout: inproceedings\nid: roe13\nmonth: 0\ntex_title: On Mud\nfirstpage: 1\nlastpage: 9\npage: 1-9\norder: 1\ncycles: false\nauthor:\n- given: Jane\n  family: Roe\ndate: 2013-02-13\naddress: Atlanta\npublisher: PMLR\ncontainer-title: Proceedings of the 30th Conference on Mud\nvolume: '28'\ngenre: inproceedings\nissued:\n  date-parts:\n  - 2013\n  - 2\n  - 13\nextras:\n- label: Supplementary PDF\n  link: https://proceedings.example/v28/roe13-supp.pdf\n# Format based on citeproc\n---\n";
        let want = r#"title: On $\ell_1$ Mud
authors:
  - Jane Roe
abstract: |
  We wade.
date: 2013-02-13
venue: conference-on-mud
volume: "28"
pages: 1-9
publisher: PMLR
links:
  pdf: https://proceedings.example/v28/roe13.pdf
  supplement: https://proceedings.example/v28/roe13-supp.pdf
extra:
  address: Atlanta
  order: 1
"#;
        assert_eq!(written(post, &Options::default()), want);
        assert_eq!(Format::of_text(post), Some(Format::Jekyll));
        assert_eq!(Format::of_text("---\nname: x\n---\n"), None);
    }

    #[test]
    fn a_post_of_a_home_page() {
        let post = "---\ntitle: \"Mud: A Study\"\nauthors: Jane Roe, Ada Poe and Kim Doe\nvenue: Journal of Mud\npermalink: /publication/mud\npaperurl: https://example.org/mud.pdf\nexcerpt: It is <i>wet</i>.\ntags: [mud, water]\n---\nMore on mud.\n";
        let options = Options { day: Date::parse("2020-05-06"), ..Options::default() };
        let imported = crate::exchange::read(post.as_bytes(), None, &options).unwrap();
        assert_eq!(imported.records[0].paper.notes, "More on mud.\n");
        let text = written(post, &options);
        for line in [
            "  - Kim Doe\n",
            "date: 2020-05-06\n",
            "  pdf: https://example.org/mud.pdf\n",
            "summary: It is *wet*.\n",
            "keywords: [mud, water]\n",
            "aliases: [/publication/mud]\n",
        ] {
            assert!(text.contains(line), "{line:?} is not in\n{text}");
        }
    }

    #[test]
    fn a_page_of_a_publication() {
        let post = "---\ntitle: Mud\nauthors:\n- Jane Roe\ndate: \"2021-04-01T00:00:00Z\"\npublication: In *Proceedings on Mud*\nsummary: Wet.\nurl_pdf: https://example.org/mud.pdf\nurl_code: ''\naliases: [/mud/, mud]\nfeatured: false\n---\n";
        let want = "title: Mud\nauthors:\n  - Jane Roe\nsummary: Wet.\ndate: 2021-04-01\nvenue: proceedings-on-mud\nlinks:\n  \
                    pdf: https://example.org/mud.pdf\naliases: [/mud/]\nextra:\n  aliases: [mud]\n  featured: false\n";
        assert_eq!(written(post, &Options::default()), want);
        let place = |text: &str| place(&Map::from_iter([("publication".to_owned(), json!(text))]));
        assert_eq!(place("Journal of Mud").as_deref(), Some("Journal of Mud"));
        assert_eq!((place("*Journal of Mud, 7*(2)"), place(""), place("**")), (None, None, None));
    }

    #[test]
    fn what_is_no_post_is_told() {
        let error = |text: &str| read(text, &Options::default()).unwrap_err().to_string();
        assert_eq!(error("title: x"), "line 1, column 1: expected front matter between lines of `---`");
        assert!(error("---\ntitle: \"x\n---\n").starts_with("line "));
    }
}

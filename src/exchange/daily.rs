//! The JSON of the Daily Papers API: `https://huggingface.co/api/daily_papers`.
//!
//! A list of wrappers with a `paper` each, or of papers alone. Its papers are preprints of arXiv, and its texts are plain
//! text with TeX. It has two days: that of the preprint, and that on which the list featured it.

use serde_json::Value;

use super::foreign::{Coding, line, marked_line, paragraphs};
use super::json::{Fields, count, date, fields, link, raw, url};
use super::{Options, Record, csl};
use crate::paper::{Author, Marked, Paper, Target, Thumbnail, identifier};
use crate::text::name::Name;
use crate::text::slug;

/// Whether an item is clearly one of this format.
pub(super) fn is_item(item: &Value) -> bool {
    let has = |key: &str| item.get(key).is_some();
    item.get("paper").is_some_and(Value::is_object)
        || (!csl::is_item(item) && (has("summary") || has("publishedAt") || has("authors")))
}

/// Reads one item of the list.
///
/// # Errors
/// Says why the item is of no use.
pub(super) fn record(item: &Value, options: &Options) -> Result<Record, String> {
    let outer = fields(item)?;
    let inner = match outer.get("paper") {
        Some(paper) => fields(paper).map_err(|reason| format!("its `paper` is wrong: {reason}"))?,
        None => outer,
    };
    let title = [inner, outer].iter().map(|f| marked_line(&raw(f, "title"), Coding::Plain)).find(|t| !t.is_empty());
    let Some(title) = title else { return Err("it has no title".to_owned()) };
    let source_id = raw(inner, "id").trim().to_owned();
    let topics = topics(inner);
    let mut paper = Paper {
        title: Marked { source: title, ..Marked::default() },
        authors: authors(inner),
        abstract_: paragraphs(&raw(inner, "summary"), Coding::Plain),
        summary: Marked { source: marked_line(&raw(inner, "ai_summary"), Coding::Plain), ..Marked::default() },
        date: date(inner, "publishedAt"),
        topics: topics.iter().map(|(key, _)| key.clone()).collect(),
        arxiv: identifier::arxiv(&source_id).unwrap_or_default().to_owned(),
        ..Paper::default()
    };
    // The wrapper's day is that of the list; a paper alone has only the day of the preprint.
    let wrapped = outer.get("paper").is_some().then(|| date(outer, "publishedAt")).flatten();
    let day = date(inner, "submittedOnDailyAt").or(date(outer, "submittedOnDailyAt")).or(wrapped);
    *(if options.calendar_added { &mut paper.added } else { &mut paper.available }) = day;
    counts(&mut paper, inner, outer);
    links(&mut paper, inner, outer);
    Ok(Record { paper, venue: None, topics, source_id })
}

fn authors(paper: &Fields) -> Vec<Author> {
    let Some(Value::Array(authors)) = paper.get("authors") else { return Vec::new() };
    let name = |author: &Value| match author {
        Value::Object(fields) if fields.get("hidden") == Some(&Value::Bool(true)) => String::new(),
        Value::Object(fields) => line(&raw(fields, "name"), Coding::Plain),
        Value::String(name) => line(name, Coding::Plain),
        _ => String::new(),
    };
    let names = authors.iter().map(|author| Name::parse(&name(author))).filter(|name| !name.is_empty());
    names.map(|name| Author { name, ..Author::default() }).collect()
}

/// Keys of topics with their names, each once.
fn topics(paper: &Fields) -> Vec<(String, String)> {
    let mut topics: Vec<(String, String)> = Vec::new();
    let Some(Value::Array(words)) = paper.get("ai_keywords") else { return topics };
    for word in words.iter().filter_map(Value::as_str) {
        let name = line(word, Coding::Plain);
        if let Some(key) = topic_key(&name)
            && topics.iter().all(|(known, _)| *known != key)
        {
            topics.push((key, name));
        }
    }
    topics
}

/// The key of a topic's name. Keys begin with a letter, and some are addresses of the site.
pub(super) fn topic_key(name: &str) -> Option<String> {
    let slug = slug(name);
    let week = slug.len() == 3 && slug.starts_with('w') && slug[1..].bytes().all(|b| b.is_ascii_digit());
    let key = match slug.bytes().next()? {
        b'a'..=b'z' if slug != "part" && !week => slug,
        _ => format!("topic-{slug}"),
    };
    Some(key[..key.len().min(100)].trim_end_matches('-').to_owned())
}

fn counts(paper: &mut Paper, inner: &Fields, outer: &Fields) {
    let counts = [
        ("upvotes", count(inner, "upvotes")),
        ("comments", count(outer, "numComments").or(count(inner, "numComments"))),
        ("stars", count(inner, "githubStars")),
    ];
    paper.metrics.counts.extend(counts.into_iter().filter_map(|(name, count)| Some((name.to_owned(), count?))));
}

fn links(paper: &mut Paper, inner: &Fields, outer: &Fields) {
    for (kind, key) in [("code", "githubRepo"), ("project", "projectPage")] {
        if let Some(url) = url(&raw(inner, key)) {
            link(paper, kind, url);
        }
    }
    // The title stands beside the picture wherever it is shown, so there is nothing to tell of it.
    paper.thumbnail = [outer, inner]
        .iter()
        .find_map(|fields| url(&raw(fields, "thumbnail")))
        .map(|src| Thumbnail { src: Target::Url(src), alt: String::new() });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sample() -> Value {
        json!({
            "paper": {
                "id": "2401.01234v2",
                "title": "A* with  $\\ell_1$:\n snake_case",
                "summary": "One\ntwo.\n\nThree & *four*.",
                "ai_summary": "It is _short_.",
                "authors": [
                    {"name": "Ada King Lovelace", "user": {"fullname": "Ada"}},
                    {"name": "Nobody", "hidden": true},
                    {"name": "Bo van der Berg", "hidden": false}
                ],
                "publishedAt": "2024-01-02T18:00:00.000Z",
                "submittedOnDailyAt": "2024-01-04T00:59:00.000Z",
                "upvotes": 12,
                "ai_keywords": ["Deep Learning", "3D Reconstruction", "deep  learning", "!"],
                "githubRepo": "https://github.com/a/b",
                "githubStars": 5,
                "projectPage": "javascript:alert(1)"
            },
            "publishedAt": "2024-01-03T00:00:00.000Z",
            "title": "other",
            "thumbnail": "https://example.org/t.png",
            "numComments": 2
        })
    }

    #[test]
    fn a_record_in_full() {
        let record = record(&sample(), &Options::default()).unwrap();
        let want = r#"title: 'A\* with $\ell_1$: snake_case'
authors:
  - Ada King Lovelace
  - Bo van der Berg
abstract: |
  One two.

  Three & \*four\*.
summary: It is \_short\_.
date: 2024-01-02
available: 2024-01-04
topics: [deep-learning, topic-3d-reconstruction]
arxiv: "2401.01234"
links:
  code: https://github.com/a/b
thumbnail: https://example.org/t.png
metrics: {upvotes: 12, comments: 2, stars: 5}
"#;
        assert_eq!(crate::paper::write::paper(&record.paper), want);
        assert_eq!(record.source_id, "2401.01234v2");
        assert_eq!(record.topics[1], ("topic-3d-reconstruction".into(), "3D Reconstruction".into()));
    }

    #[test]
    fn the_day_of_the_list_goes_where_the_calendar_wants_it() {
        let options = Options { calendar_added: true, ..Options::default() };
        let mut item = sample();
        let paper = record(&item, &options).unwrap().paper;
        assert_eq!((paper.added.map(|d| d.to_string()), paper.available), (Some("2024-01-04".into()), None));
        item["paper"].as_object_mut().unwrap().remove("submittedOnDailyAt");
        let paper = record(&item, &Options::default()).unwrap().paper;
        assert_eq!(paper.available.map(|d| d.to_string()), Some("2024-01-03".into()));
        let alone = record(&item["paper"], &options).unwrap().paper;
        assert_eq!((alone.added, alone.date.map(|d| d.to_string())), (None, Some("2024-01-02".into())));
    }

    #[test]
    fn what_is_missing_or_odd_does_no_harm() {
        let odd = json!({"paper": {"id": 7, "title": "T", "authors": "x", "publishedAt": "soon", "upvotes": "9", "ai_keywords": {}}});
        let record = record(&odd, &Options::default()).unwrap();
        assert_eq!((record.source_id.as_str(), record.paper.arxiv.as_str(), record.paper.date), ("7", "", None));
        assert_eq!(record.paper.metrics.counts["upvotes"], 9);
        assert_eq!(
            super::record(&json!({"paper": []}), &Options::default()).unwrap_err(),
            "its `paper` is wrong: it is a list, not an object"
        );
    }
}

use super::*;
use crate::paper::{NoticeKind, Paper};

fn date(text: &str) -> Option<Date> {
    Some(Date::parse(text).unwrap())
}

fn notice(date: Option<Date>) -> crate::paper::Notice {
    crate::paper::Notice {
        kind: NoticeKind::Retraction,
        date,
        url: String::new(),
        doi: String::new(),
        note: String::new(),
    }
}

#[test]
fn a_paper_changed_when_it_was_last_touched_in_the_archive() {
    let mut paper = Paper { date: date("2024"), ..Paper::default() };
    assert_eq!(updated(&paper), "2024-01-01T00:00:00Z", "the first instant of its year");
    paper.available = date("2023-09-07");
    assert_eq!(updated(&paper), "2024-01-01T00:00:00Z");
    paper.added = date("2023-09-09");
    assert_eq!(updated(&paper), "2023-09-09T00:00:00Z", "what the archive says of itself comes before the date");
    paper.updated = date("2023-10");
    assert_eq!(updated(&paper), "2023-10-01T00:00:00Z");
    paper.notices = vec![notice(date("2025-02-03")), notice(None), notice(date("2024-12-31"))];
    assert_eq!(updated(&paper), "2025-02-03T00:00:00Z");
    assert_eq!(updated(&Paper::default()), "1970-01-01T00:00:00Z");
}

#[test]
fn a_paper_appeared_on_the_date_that_places_it_and_never_after_it_changed() {
    let mut paper = Paper { date: date("2024"), available: date("2023-09-07"), ..Paper::default() };
    assert_eq!(published(&paper, date("2023-09-09")), "2023-09-09T00:00:00Z");
    assert_eq!(published(&paper, None), "2023-09-07T00:00:00Z");
    paper.added = date("2023-09-08");
    assert_eq!(published(&paper, date("2024")), "2023-09-08T00:00:00Z");
    assert_eq!(published(&Paper::default(), None), "1970-01-01T00:00:00Z");
}

#[test]
fn ids_are_tags_of_a_stem_that_no_address_changes() {
    let id = |own: &str, title: &str| Stem::new(own, title).id("paper/x.1");
    assert_eq!(id("offprint-daily", "Any"), "tag:offprint-daily,2026:paper/x.1");
    assert_eq!(id("example.org,2024", "Any"), "tag:example.org,2024:paper/x.1");
    assert_eq!(id("Ada@Example.org,2024-09-07", "Any"), "tag:ada@example.org,2024-09-07:paper/x.1");
    assert_eq!(id("Papers & more, 2024", "Any"), "tag:papers-more-2024,2026:paper/x.1");
    assert_eq!(id("https://example.org/", "Any"), "tag:https-example-org,2026:paper/x.1");
    assert_eq!(id("", "Café Papers"), "tag:cafe-papers,2026:paper/x.1");
    assert_eq!(id("", "!"), "tag:papers,2026:paper/x.1");
    assert_eq!(Stem::new("a", "").id("topics/a b\n\"é"), "tag:a,2026:topics/a%20b%0A%22%C3%A9");
    assert_eq!(Stem::new("ada@example.org,2024", "").word(), "ada.example.org");
}

/// An entry in which everything is hostile.
fn hostile() -> Entry {
    let text = "a <b>&\"' ]]> \u{0}\u{8}\u{b}\u{1b}\u{fffe} \u{1f600}\r\nz";
    Entry {
        id: "tag:a,2026:paper/x".into(),
        title: text.into(),
        url: "https://example.org/x?a=1&b='\"".into(),
        authors: vec![
            Person { name: text.into(), url: text.into() },
            Person { name: "Ada".into(), url: String::new() },
        ],
        categories: vec![Category { term: text.into(), scheme: text.into(), label: text.into() }],
        content_html: "<p>a &lt; b</p>\u{1}".into(),
        content_text: text.into(),
        updated: "2023-09-07T00:00:00Z".into(),
        published: "2023-09-07T00:00:00Z".into(),
        pdf: "https://example.org/x.pdf".into(),
        arxiv_url: "https://arxiv.org/abs/2309.1".into(),
        doi_url: "https://doi.org/10.1/x".into(),
        links: vec![("code", "https://example.org/code".into())],
        ..Entry::default()
    }
}

fn feed(entries: Vec<&Written>) -> Feed<'_> {
    Feed {
        id: "tag:a,2026:feed".into(),
        title: "A & B".into(),
        author: "A".into(),
        language: "en".into(),
        page: "https://example.org/".into(),
        atom: "https://example.org/feed.xml".into(),
        json: "https://example.org/feed.json".into(),
        generator: "Offprint",
        entries,
        ..Feed::default()
    }
}

#[test]
fn nothing_in_an_entry_breaks_the_xml() {
    let entry = hostile().write();
    let atom = feed(vec![&entry]).write(FeedFormat::Atom);
    assert!(atom.contains("<title>A &amp; B</title>"));
    let title = "<title type=\"html\">a &amp;lt;b&amp;gt;&amp;amp;&amp;quot;' ]]&amp;gt;  \u{1f600}";
    assert!(atom.contains(title), "{atom}");
    assert!(atom.contains("<name>a &lt;b&gt;&amp;&quot;' ]]&gt;  \u{1f600}&#13;\nz</name>"), "{atom}");
    assert!(atom.contains("href=\"https://example.org/x?a=1&amp;b='&quot;\""), "{atom}");
    assert!(atom.contains("<content type=\"html\">&lt;p&gt;a &amp;lt; b&lt;/p&gt;</content>"), "{atom}");
    assert!(!atom.chars().any(|c| c < ' ' && c != '\n' || c == '\u{fffe}'), "{atom:?}");
    for link in [
        "rel=\"related\" type=\"text/html\" href=\"https://arxiv",
        "rel=\"via\"",
        "rel=\"enclosure\" type=\"application/pdf\"",
    ] {
        assert!(atom.contains(link), "{link}\n{atom}");
    }
    for (tag, count) in [("author", 3), ("entry", 1), ("category", 1), ("summary", 1)] {
        assert_eq!(
            atom.matches(&format!("<{tag}>")).count() + atom.matches(&format!("<{tag} ")).count(),
            count,
            "{tag}"
        );
    }
}

#[test]
fn an_entry_reads_the_same_as_json() {
    let entry = hostile().write();
    let json: serde_json::Value = serde_json::from_str(&feed(vec![&entry]).write(FeedFormat::Json)).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    let item = &json["items"][0];
    assert_eq!(item["id"], "tag:a,2026:paper/x");
    assert_eq!(item["title"], "a <b>&\"' ]]>  \u{1f600}\r\nz");
    assert_eq!(item["content_html"], "<p>a &lt; b</p>");
    assert_eq!(item["external_url"], "https://doi.org/10.1/x");
    assert_eq!(item["attachments"][0]["mime_type"], "application/pdf");
    assert_eq!(item["authors"].as_array().unwrap().len(), 2);
    assert_eq!(item["authors"][1], serde_json::json!({"name": "Ada"}));
    assert_eq!(item["_offprint"]["links"][0], serde_json::json!({"kind": "code", "url": "https://example.org/code"}));
    assert!(item.get("image").is_none() && item.get("summary").is_none(), "what is not known is not there");
}

#[test]
fn a_feed_changed_when_its_latest_entry_did() {
    let old = Entry { updated: "2023-09-07T00:00:00Z".into(), ..hostile() }.write();
    let new = Entry { updated: "2024-01-01T00:00:00Z".into(), ..hostile() }.write();
    assert_eq!(feed(vec![&old, &new, &old]).updated(), "2024-01-01T00:00:00Z");
    assert_eq!(feed(Vec::new()).updated(), "1970-01-01T00:00:00Z");
}

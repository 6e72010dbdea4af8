//! JSON Feed 1.1, <https://www.jsonfeed.org/version/1.1/>.

use serde_json::{Map, Value, json};

use super::{Entry, Feed, legal};

/// A feed as JSON. What the specification has no names for stands under `_offprint`.
pub fn write(feed: &Feed<'_>) -> String {
    let mut out = Map::new();
    out.insert("version".to_owned(), json!("https://jsonfeed.org/version/1.1"));
    text(&mut out, "title", &feed.title);
    text(&mut out, "home_page_url", &feed.page);
    text(&mut out, "feed_url", &feed.json);
    text(&mut out, "description", &feed.description);
    text(&mut out, "icon", &feed.icon);
    list(&mut out, "authors", vec![person(&feed.author, "")]);
    text(&mut out, "language", &feed.language);
    let own = json!({"id": feed.id, "generator": feed.generator, "updated": feed.updated()});
    out.insert("_offprint".to_owned(), own);
    // Texts under texts can always be written.
    let mut text = serde_json::to_string(&out).unwrap_or_default();
    text.truncate(text.len().saturating_sub(1));
    text.push_str(",\"items\":[");
    for (at, entry) in feed.entries.iter().enumerate() {
        text.push_str(if at > 0 { "," } else { "" });
        text.push_str(&entry.json);
    }
    text + "]}\n"
}

/// An item as an object.
pub fn item(entry: &Entry) -> String {
    let mut out = Map::new();
    text(&mut out, "id", &entry.id);
    text(&mut out, "url", &entry.url);
    text(&mut out, "external_url", if entry.doi_url.is_empty() { &entry.arxiv_url } else { &entry.doi_url });
    text(&mut out, "title", &entry.title);
    // An item must have one of the two, even if there is nothing to read.
    out.insert("content_html".to_owned(), plain(&entry.content_html));
    text(&mut out, "content_text", &entry.content_text);
    text(&mut out, "summary", &entry.summary);
    text(&mut out, "image", &entry.image);
    text(&mut out, "date_published", &entry.published);
    text(&mut out, "date_modified", &entry.updated);
    list(&mut out, "authors", entry.authors.iter().map(|author| person(&author.name, &author.url)).collect());
    list(&mut out, "tags", entry.categories.iter().map(|category| plain(&category.label)).collect());
    text(&mut out, "language", &entry.language);
    let pdf = |url: &String| json!({"url": url, "mime_type": "application/pdf", "title": "PDF"});
    list(&mut out, "attachments", Some(&entry.pdf).filter(|url| !url.is_empty()).into_iter().map(pdf).collect());
    let mut own = Map::new();
    text(&mut own, "doi", &entry.doi);
    text(&mut own, "arxiv", &entry.arxiv);
    text(&mut own, "venue", &entry.venue);
    text(&mut own, "license", &entry.rights);
    list(&mut own, "topics", entry.categories.iter().map(|category| json!(category.term)).collect());
    list(&mut own, "links", entry.links.iter().map(|(kind, url)| json!({"kind": kind, "url": url})).collect());
    if !own.is_empty() {
        out.insert("_offprint".to_owned(), own.into());
    }
    serde_json::to_string(&out).unwrap_or_default()
}

fn person(name: &str, url: &str) -> Value {
    let mut out = Map::new();
    text(&mut out, "name", name);
    text(&mut out, "url", url);
    out.into()
}

fn text(out: &mut Map<String, Value>, key: &str, value: &str) {
    if !value.is_empty() {
        out.insert(key.to_owned(), plain(value));
    }
}

/// A text without characters that no document should hold.
fn plain(value: &str) -> Value {
    Value::String(legal(value).into_owned())
}

fn list(out: &mut Map<String, Value>, key: &str, items: Vec<Value>) {
    if !items.is_empty() {
        out.insert(key.to_owned(), items.into());
    }
}

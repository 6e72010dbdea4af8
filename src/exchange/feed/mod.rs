//! Feeds: the newest papers of a group as programs follow them, in Atom (RFC 4287) and as JSON Feed 1.1.
//!
//! A feed is a plain value with all of its addresses given; which groups have one, and of which papers, is not known
//! here. Ids are tag URIs (RFC 4151) made of a stem that the archive keeps for ever, never of an address. There is no
//! clock: every instant is the first of a date that an entry says.

mod atom;
mod json;

use std::borrow::Cow;

use crate::paper::Paper;
use crate::text::date::Date;
use crate::text::slug;

/// A format of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedFormat {
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
}

impl FeedFormat {
    /// Every format.
    pub const ALL: [FeedFormat; 2] = [FeedFormat::Atom, FeedFormat::Json];

    /// The name of its files.
    pub fn file(self) -> &'static str {
        match self {
            FeedFormat::Atom => "feed.xml",
            FeedFormat::Json => "feed.json",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            FeedFormat::Atom => "application/atom+xml",
            FeedFormat::Json => "application/feed+json",
        }
    }
}

/// A feed. Texts are plain unless they say so, addresses absolute; what is empty is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed<'a> {
    /// What names it for ever.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// Who makes it.
    pub author: String,
    /// BCP 47 tag.
    pub language: String,
    /// The page that shows the same papers.
    pub page: String,
    /// Its own address as Atom.
    pub atom: String,
    /// Its own address as JSON.
    pub json: String,
    /// A square picture.
    pub icon: String,
    /// Name and version of the program.
    pub generator: &'static str,
    /// The papers, newest first.
    pub entries: Vec<&'a Written>,
}

/// A paper as feeds hold it, in each format: what many feeds share is written once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// When it last changed.
    updated: String,
    atom: Box<str>,
    json: Box<str>,
}

/// A paper in a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What names it for ever.
    pub id: String,
    /// Its title, with a warning where a reader must not miss its state.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// Its topics.
    pub categories: Vec<Category>,
    /// What there is to read, as HTML.
    pub content_html: String,
    /// The same as plain text.
    pub content_text: String,
    /// One sentence, or empty.
    pub summary: String,
    /// When it appeared, as RFC 3339.
    pub published: String,
    /// When it last changed.
    pub updated: String,
    /// BCP 47 tag, or empty where it is the feed's.
    pub language: String,
    /// Its page at arXiv.
    pub arxiv_url: String,
    /// Its DOI as an address.
    pub doi_url: String,
    /// Its PDF.
    pub pdf: String,
    /// Its picture.
    pub image: String,
    /// Its licence.
    pub rights: String,
    /// Bare DOI.
    pub doi: String,
    /// arXiv id.
    pub arxiv: String,
    /// Where it appeared.
    pub venue: String,
    /// Other links to it: kind and address.
    pub links: Vec<(&'static str, String)>,
}

/// Somebody who wrote a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The name as it is printed.
    pub name: String,
    /// ORCID as an address, else a home page, else empty.
    pub url: String,
}

/// A topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Category {
    /// Its key.
    pub term: String,
    /// The list of all topics, to which the key belongs.
    pub scheme: String,
    /// Its name.
    pub label: String,
}

impl Entry {
    /// The entry in each format.
    pub fn write(&self) -> Written {
        Written { updated: self.updated.clone(), atom: atom::entry(self).into(), json: json::item(self).into() }
    }
}

impl Feed<'_> {
    /// The feed as a file of a format.
    pub fn write(&self, format: FeedFormat) -> String {
        match format {
            FeedFormat::Atom => atom::write(self),
            FeedFormat::Json => json::write(self),
        }
    }

    /// When its latest entry changed; the beginning of time where it has none.
    fn updated(&self) -> &str {
        self.entries.iter().map(|entry| entry.updated.as_str()).max().unwrap_or(BEGINNING)
    }
}

/// What a paper without any date is dated by, since a feed must say something.
const BEGINNING: &str = "1970-01-01T00:00:00Z";

/// The year that stands in ids whose stem names none. It only ever has to be the same.
const YEAR: &str = "2026";

/// What all ids of an archive begin with, as [`Stem::id`] continues it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stem(String);

impl Stem {
    /// The stem of an archive: `own`, where the archive says one, else made of its title.
    ///
    /// An authority with a date, such as `example.org,2024`, is taken as RFC 4151 has it; of anything else the letters
    /// and digits are kept.
    pub fn new(own: &str, title: &str) -> Stem {
        let own = own.trim();
        let (authority, year) = own.split_once(',').unwrap_or((own, YEAR));
        if is_authority(authority) && is_tag_date(year) {
            return Stem(format!("{},{year}", authority.to_ascii_lowercase()));
        }
        let kept = [slug(own), slug(title)].into_iter().find(|kept| !kept.is_empty());
        Stem(format!("{},{YEAR}", kept.as_deref().unwrap_or("papers")))
    }

    /// The id of a thing: a path such as `paper/x`, of which every character that an id cannot have is encoded.
    pub fn id(&self, path: &str) -> String {
        let mut id = format!("tag:{}:", self.0);
        for byte in path.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => id.push(char::from(byte)),
                _ => id.push_str(&format!("%{byte:02X}")),
            }
        }
        id
    }

    /// The same as one word for headers of mails: `offprint-daily`.
    pub fn word(&self) -> String {
        let authority = self.0.split_once(',').map_or(self.0.as_str(), |(authority, _)| authority);
        authority.replace('@', ".")
    }
}

/// Whether a text is a host or a mail address, as a tag URI begins with one.
fn is_authority(text: &str) -> bool {
    let host = text.split_once('@').map_or(text, |(_, host)| host);
    let user = text.split_once('@').is_none_or(|(user, _)| !user.is_empty());
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'@'));
    let label = |label: &str| {
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && !label.contains(['_', '@'])
    };
    plain && user && host.split('.').all(label)
}

/// Whether a text is a year, a month or a day.
fn is_tag_date(text: &str) -> bool {
    Date::parse(text).is_some_and(|date| date.to_string() == text)
}

/// When a paper appeared: the first instant of the date that places it in its archive, and never after it last changed.
pub fn published(paper: &Paper, when: Option<Date>) -> String {
    let published = when.or_else(|| paper.published()).map(instant);
    published.map_or_else(|| updated(paper), |published| published.min(updated(paper)))
}

/// When a paper last changed: the first instant of the latest of added, updated and notices, else of its date.
pub fn updated(paper: &Paper) -> String {
    paper.last_change().map_or_else(|| BEGINNING.to_owned(), instant)
}

/// The first instant of a day, a month or a year, in UTC.
fn instant(date: Date) -> String {
    let (month, day) = (date.month().unwrap_or(1), date.day().unwrap_or(1));
    format!("{:04}-{month:02}-{day:02}T00:00:00Z", date.year())
}

/// A text without the characters that XML 1.0 cannot hold (production 2, `Char`).
fn legal(text: &str) -> Cow<'_, str> {
    let strange =
        |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(strange) { text.replace(strange, "").into() } else { text.into() }
}

#[cfg(test)]
mod tests;

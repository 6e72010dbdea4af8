//! The content model as plain values: what an entry, a volume, a topic, a venue, a person, a page and a collection say.
//!
//! Values here are what was written, read and checked, but not resolved: a venue is still the spelling that the entry
//! used. They know no YAML, no addresses and no other paper.

mod around;
mod related;

use std::collections::BTreeMap;

pub use around::*;
pub use related::*;

use crate::text::date::Date;
use crate::text::name::Name;

/// One work, as its entry describes it. Field for field the keys of the content model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paper {
    /// The paper's address in the archive; from the key `id`, else the file's stem.
    pub id: String,
    /// Whether the entry says `id` itself.
    pub id_written: bool,
    /// Ids it had before; each is redirected.
    pub former_ids: Vec<String>,
    /// The kind of work, where the entry says it.
    pub kind: Option<Kind>,
    /// Title, as inline Markdown and TeX.
    pub title: Marked,
    /// Short title.
    pub title_short: String,
    /// BCP 47 language tag, or empty.
    pub language: String,
    /// Title and abstract in other languages.
    pub translations: Vec<Translation>,
    /// Authors in order.
    pub authors: Vec<Author>,
    /// How many authors there are, where their names are not known.
    pub author_count: Option<u32>,
    /// Whether there are more authors than are named.
    pub et_al: bool,
    /// Editors in order.
    pub editors: Vec<Author>,
    /// The authors' abstract, as Markdown and TeX.
    pub abstract_: String,
    /// One sentence for lists and cards.
    pub summary: Marked,
    /// Published: the date one would cite.
    pub date: Option<Date>,
    /// First online.
    pub available: Option<Date>,
    /// Featured in this archive.
    pub added: Option<Date>,
    /// Last changed in this archive.
    pub updated: Option<Date>,
    /// Who added it.
    pub added_by: Option<Login>,
    /// Topic keys.
    pub topics: Vec<String>,
    /// The authors' free words.
    pub keywords: Vec<String>,
    /// Scheme to subjects, such as `arxiv` to `cs.CL`.
    pub subjects: BTreeMap<String, Vec<String>>,
    /// Key of its volume.
    pub volume_key: String,
    /// Key of its section in the volume.
    pub section: String,
    /// Place in the volume.
    pub order: Option<u32>,
    /// Venue key, or any spelling.
    pub venue: String,
    /// The title of what it appeared in, as it is cited.
    pub container: String,
    /// Volume number as cited.
    pub volume: String,
    /// Issue number as cited.
    pub issue: String,
    /// Page range as cited.
    pub pages: String,
    /// Article number, where there are no pages.
    pub article_number: String,
    /// Series.
    pub series: String,
    /// Publisher.
    pub publisher: String,
    /// The meeting it was presented at.
    pub event: Option<Event>,
    /// ISSN.
    pub issn: String,
    /// ISBN.
    pub isbn: String,
    /// Bare DOI.
    pub doi: String,
    /// arXiv id without version.
    pub arxiv: String,
    /// Other identifiers by scheme.
    pub identifiers: BTreeMap<String, String>,
    /// BibTeX key, where it is not the id.
    pub citation_key: String,
    /// Links in the order of the content model.
    pub links: Vec<Link>,
    /// A picture for lists.
    pub thumbnail: Option<Thumbnail>,
    /// SPDX licence.
    pub license: String,
    /// `open` or another word on access.
    pub access: String,
    /// Awards.
    pub awards: Vec<Award>,
    /// Versions.
    pub versions: Vec<Version>,
    /// Corrections, retractions and the like.
    pub notices: Vec<Notice>,
    /// Related works.
    pub related: Vec<Related>,
    /// Counts.
    pub metrics: Metrics,
    /// Other old paths.
    pub aliases: Vec<String>,
    /// Built only with `--drafts`.
    pub draft: bool,
    /// Built, but in no list.
    pub hidden: bool,
    /// Handed to the theme untouched.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// Reading notes: the Markdown body, empty for YAML entries.
    pub notes: String,
}

/// A short text with markup, with what was derived from it when the entry was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marked {
    /// As it was written.
    pub source: String,
    /// As HTML, where that differs from the source.
    pub html: Option<Box<str>>,
    /// Without markup, where that differs from the source.
    pub plain: Option<Box<str>>,
}

impl Marked {
    /// A text whose HTML and plain form are known.
    pub fn new(source: String, html: String, plain: String) -> Marked {
        let differs = |text: String| (text != source).then(|| text.into_boxed_str());
        Marked { html: differs(html), plain: differs(plain), source }
    }

    /// Inline HTML.
    pub fn html(&self) -> &str {
        self.html.as_deref().unwrap_or(&self.source)
    }

    /// Unicode text without markup.
    pub fn plain(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.source)
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.source.is_empty()
    }
}

/// Somebody in the role of author or editor of one paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Author {
    /// The name in parts; empty for an organisation.
    pub name: Name,
    /// The name in its own script.
    pub native: String,
    /// An organisation's name.
    pub literal: String,
    /// Checked ORCID, or empty.
    pub orcid: String,
    /// Affiliations.
    pub affiliations: Vec<Affiliation>,
    /// Key of a file in people/.
    pub person: String,
    /// Home page.
    pub url: String,
    /// Corresponding author.
    pub corresponding: bool,
    /// Contributed equally.
    pub equal_contribution: bool,
}

impl Author {
    /// Whether `printed` is the name as it is printed, told without making it.
    pub fn is_displayed_as(&self, printed: &str) -> bool {
        if self.literal.is_empty() { self.name.is_displayed_as(printed) } else { self.literal == printed }
    }

    /// The name as it is printed.
    pub fn display(&self) -> String {
        if self.literal.is_empty() { self.name.display() } else { self.literal.clone() }
    }
}

/// Where an author works.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Affiliation {
    /// Name.
    pub name: String,
    /// ROR id, or empty.
    pub ror: String,
    /// Country, or empty.
    pub country: String,
}

/// Who added an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Login {
    /// Name, or empty.
    pub name: String,
    /// GitHub login, or empty.
    pub github: String,
}

/// Title and abstract in another language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Translation {
    /// BCP 47 tag.
    pub language: String,
    /// Title.
    pub title: Marked,
    /// Abstract.
    pub abstract_: String,
}

/// A meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Event {
    /// Name.
    pub name: String,
    /// Place.
    pub place: String,
    /// First day.
    pub start: Option<Date>,
    /// Last day, where it is another.
    pub end: Option<Date>,
}

/// A link to a URL or to a file beside the entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// One of [`LINK_KINDS`].
    pub kind: &'static str,
    /// Where to.
    pub target: Target,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// An http or https URL.
    Url(String),
    /// A file beside the entry: a relative path with `/`.
    File(String),
}

impl Target {
    /// As it was written.
    pub fn as_str(&self) -> &str {
        match self {
            Target::Url(text) | Target::File(text) => text,
        }
    }
}

/// Kinds of links, in the order they are shown and written.
pub const LINK_KINDS: &[&str] = &[
    "pdf",
    "html",
    "code",
    "project",
    "video",
    "slides",
    "poster",
    "supplement",
    "dataset",
    "model",
    "demo",
    "blog",
    "review",
    "discussion",
    "press",
    "errata",
    "other",
];

/// Schemes of other identifiers.
pub const IDENTIFIERS: &[&str] =
    &["openreview", "acl", "dblp", "pmid", "pmcid", "hal", "semantic-scholar", "openalex", "wikidata"];

/// A picture for lists.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Thumbnail {
    /// File beside the entry, or URL.
    pub src: Target,
    /// Alternative text.
    pub alt: String,
}

/// An award.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Award {
    /// What for.
    pub title: String,
    /// By whom.
    pub by: String,
    /// When.
    pub date: Option<Date>,
    /// Where it is told.
    pub url: String,
}

/// A version of a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Version {
    /// Its name, such as `v2`.
    pub version: String,
    /// When.
    pub date: Option<Date>,
    /// Where.
    pub url: String,
    /// What changed.
    pub note: String,
}

/// A correction, a retraction or the like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Notice {
    /// Which.
    pub kind: NoticeKind,
    /// When.
    pub date: Option<Date>,
    /// Where.
    pub url: String,
    /// Its DOI.
    pub doi: String,
    /// What it says.
    pub note: String,
}

/// Counts of a paper, each where it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Metrics {
    /// The day they were counted.
    pub as_of: Option<Date>,
    /// Name to count, such as `upvotes`.
    pub counts: BTreeMap<String, u64>,
}

/// Names of counts that the content model has.
pub const COUNTS: &[&str] = &["upvotes", "comments", "citations", "stars"];

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }
        impl $name {
            /// Every word, in the order of the content model.
            pub const WORDS: &'static [&'static str] = &[$($word),*];
            /// The word for it.
            pub fn word(self) -> &'static str { match self { $($name::$variant => $word),* } }
            /// What the word stands for.
            pub fn from_word(word: &str) -> Option<Self> { match word { $($word => Some($name::$variant),)* _ => None } }
        }
    };
}

words! {
    /// What kind of work a paper is.
    Kind {
        /// In a journal.
        Article "article",
        /// In the proceedings of a conference.
        Conference "conference",
        /// Not yet published elsewhere.
        Preprint "preprint",
        /// In a book.
        Chapter "chapter",
        /// A book.
        Book "book",
        /// A thesis.
        Thesis "thesis",
        /// A technical report.
        Report "report",
        /// Data.
        Dataset "dataset",
        /// Software.
        Software "software",
        /// Anything else.
        Other "other",
    }
}

words! {
    /// What a notice says of a paper, mildest first.
    NoticeKind {
        /// The publisher's error.
        Erratum "erratum",
        /// The authors' error.
        Corrigendum "corrigendum",
        /// An expression of concern.
        Concern "concern",
        /// Withdrawn by its authors.
        Withdrawal "withdrawal",
        /// Retracted.
        Retraction "retraction",
        /// Removed: only a tombstone is left.
        Removal "removal",
    }
}

words! {
    /// A paper's standing, derived from its notices.
    Status {
        /// Nothing to report.
        Published "published",
        /// Corrected.
        Corrected "corrected",
        /// Under concern.
        Concern "concern",
        /// Withdrawn.
        Withdrawn "withdrawn",
        /// Retracted.
        Retracted "retracted",
        /// Removed.
        Removed "removed",
    }
}

impl Paper {
    /// The gravest of what its notices say.
    pub fn status(&self) -> Status {
        self.notices.iter().map(|notice| notice.kind).max().map_or(Status::Published, |kind| match kind {
            NoticeKind::Erratum | NoticeKind::Corrigendum => Status::Corrected,
            NoticeKind::Concern => Status::Concern,
            NoticeKind::Withdrawal => Status::Withdrawn,
            NoticeKind::Retraction => Status::Retracted,
            NoticeKind::Removal => Status::Removed,
        })
    }

    /// The day first online, else the date one would cite.
    pub fn published(&self) -> Option<Date> {
        self.available.or(self.date)
    }

    /// The day its page last changed: the latest of added, updated and notices, else the date one would cite or the day
    /// first online, whichever is later.
    pub fn last_change(&self) -> Option<Date> {
        let told = [self.added, self.updated].into_iter().chain(self.notices.iter().map(|notice| notice.date));
        told.flatten().max().or(self.available.max(self.date))
    }

    /// How many authors there are, as far as that is known.
    pub fn author_total(&self) -> usize {
        self.authors.len().max(self.author_count.unwrap_or(0) as usize)
    }
}

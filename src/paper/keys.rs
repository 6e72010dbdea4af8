//! The tables of a paper: every key, what its value looks like and means, and how it is read.
//!
//! A key stands in exactly one table; an unknown key is one that no table has. Errors, documentation in editors and
//! JSON Schema all come from here.

use super::decode::*;
use super::model::*;
use super::shapes::*;
use crate::yaml::{Key, Shape};

use Shape::{Boolean, Date, Identifier, Text};

/// Every key of a paper.
pub const PAPER: &[Key<Paper>] = &[
    Key::new(
        "id",
        ID,
        "The paper's address in the archive, unique and never reused: letters, digits, dots, underscores and hyphens.",
        |p, f| {
            p.id_written = !f.is_blank();
            p.id = id(f);
        },
    ),
    Key::new(
        "former-ids",
        Shape::Several(&ID),
        "Ids it had before; references to them and their addresses keep working.",
        |p, f| p.former_ids = ids(f),
    ),
    Key::new(
        "type",
        Shape::Word(Kind::WORDS),
        "The kind of work; unless written, it follows from volume and venue.",
        |p, f| p.kind = f.word(Kind::WORDS, Kind::from_word),
    ),
    Key::new("title", Text, "The title, with inline Markdown and TeX between $ signs.", |p, f| p.title = marked(f)),
    Key::new("title-short", Text, "A short title, such as the system's name.", |p, f| p.title_short = f.line()),
    Key::new("language", LANGUAGE, "The paper's language as a BCP 47 tag: en, pt-BR, zh-Hans.", |p, f| {
        p.language = language(f)
    }),
    Key::new("translations", TRANSLATIONS, "Title and abstract in other languages.", |p, f| {
        p.translations = maps(f, TRANSLATION)
    }),
    Key::new(
        "authors",
        AUTHORS,
        "The authors in order: names, as Given Family or Family, Given, or maps with parts, ORCID and affiliations.",
        |p, f| p.authors = authors(f),
    ),
    Key::new(
        "author-count",
        Shape::Count(0),
        "How many authors there are, where their names are not known.",
        |p, f| p.author_count = f.count().map(|n| n.min(u64::from(u32::MAX)) as u32),
    ),
    Key::new("et-al", Boolean, "Whether there are more authors than are named.", |p, f| p.et_al = f.boolean()),
    Key::new("editors", EDITORS, "The editors in order, written as authors are.", |p, f| p.editors = authors(f)),
    Key::new("abstract", Text, "The authors' own abstract, with Markdown and TeX between $ signs.", |p, f| {
        p.abstract_ = f.text()
    }),
    Key::new("summary", Text, "One sentence for lists and cards.", |p, f| p.summary = marked(f)),
    Key::new("date", Date, "Published: the date one would cite, as 2023, 2023-09 or 2023-09-07.", |p, f| {
        p.date = f.date()
    }),
    Key::new("available", Date, "First online: the preprint's day, where the proceedings came later.", |p, f| {
        p.available = f.date()
    }),
    Key::new("added", Date, "The day it was featured in this archive.", |p, f| p.added = f.date()),
    Key::new("updated", Date, "The day its entry was last changed in earnest.", |p, f| p.updated = f.date()),
    Key::new("added-by", ADDED_BY, "Who added it: a login of GitHub, or a map of name and github.", |p, f| {
        p.added_by = login(f)
    }),
    Key::new("topics", Shape::Several(&TOPIC), "Keys of the archive's topics, those of topics.yaml.", |p, f| {
        p.topics = topic_keys(f)
    }),
    Key::new("keywords", LINES, "The authors' own free words.", |p, f| p.keywords = f.lines()),
    Key::new("subjects", SUBJECTS, "Subjects by their scheme, such as arxiv: [cs.CL].", |p, f| {
        f.entries(|map, key, field| drop(map.insert(key.to_owned(), field.identifiers())), &mut p.subjects);
    }),
    Key::new(
        "in",
        VOLUME,
        "Key of the volume it appeared in, which hands down venue, year, publisher and more.",
        |p, f| p.volume_key = f.identifier(),
    ),
    Key::new("section", Identifier, "Key of its section in the volume.", |p, f| p.section = f.identifier()),
    Key::new("order", Shape::Count(0), "Its place in its section of the volume.", |p, f| {
        p.order = f.count().map(|n| n.min(u64::from(u32::MAX)) as u32)
    }),
    Key::new(
        "venue",
        VENUE,
        "Where it appeared, without a volume: a key or any spelling of venues.yaml, or a name.",
        |p, f| p.venue = f.line(),
    ),
    Key::new(
        "container",
        Text,
        "The title of what it appeared in, as it is cited; unless written, the volume's title or the venue's name.",
        |p, f| p.container = f.line(),
    ),
    Key::new("volume", Text, "The number of the volume, as it is cited.", |p, f| p.volume = f.line()),
    Key::new("issue", Text, "The number of the issue, as it is cited.", |p, f| p.issue = f.line()),
    Key::new("pages", Text, "The printed pages: 1-30.", |p, f| p.pages = f.line()),
    Key::new("article-number", Text, "The article's number, where it has no pages: e12345.", |p, f| {
        p.article_number = f.line()
    }),
    Key::new("series", Text, "The series it appeared in, such as PMLR.", |p, f| p.series = f.line()),
    Key::new("publisher", Text, "The publisher's name.", |p, f| p.publisher = f.line()),
    Key::new(
        "event",
        MEETING,
        "The meeting it was presented at: its name, or a map of name, place and date.",
        |p, f| p.event = event(f),
    ),
    Key::new("issn", Text, "The ISSN of what it appeared in.", |p, f| p.issn = f.line()),
    Key::new("isbn", Text, "The ISBN of what it appeared in, or of the book that it is.", |p, f| p.isbn = f.line()),
    Key::new("doi", DOI, "The DOI: 10.48550/arXiv.2309.03905.", |p, f| p.doi = doi(f)),
    Key::new(
        "arxiv",
        ARXIV,
        "The arXiv id, in quotes since a number would lose its last zero: \"2309.03905\".",
        |p, f| p.arxiv = arxiv(f),
    ),
    Key::new("identifiers", SCHEMES, "Other identifiers by their scheme, such as openreview or acl.", |p, f| {
        p.identifiers = identifiers(f)
    }),
    Key::new("citation-key", Identifier, "The key in BibTeX; unless written, the id.", |p, f| {
        p.citation_key = f.identifier()
    }),
    Key::new("links", LINKS, "Links by their kind: each a URL, a file beside the entry, or a list of them.", |p, f| {
        p.links = links(f)
    }),
    Key::new(
        "thumbnail",
        PICTURE,
        "A picture for lists: a file beside the entry or a URL, or a map of src and alt.",
        |p, f| p.thumbnail = thumbnail(f),
    ),
    Key::new("license", Text, "The licence by its SPDX name: CC-BY-4.0.", |p, f| p.license = f.line()),
    Key::new("access", Text, "Who can read it: open, or another word.", |p, f| p.access = f.line()),
    Key::new("awards", AWARDS, "Prizes it won.", |p, f| p.awards = maps(f, AWARD)),
    Key::new("versions", VERSIONS, "Its versions, and what changed in each.", |p, f| p.versions = maps(f, VERSION)),
    Key::new(
        "notices",
        NOTICES,
        "Corrections, concerns, withdrawals, retractions and removal; its status follows from them.",
        |p, f| p.notices = notices(f),
    ),
    Key::new("related", RELATIONS, "Related works, each with its relation and an id, DOI, arXiv id or URL.", |p, f| {
        p.related = maps(f, RELATED)
    }),
    Key::new("metrics", METRICS, "Counts, with the day of the counts as as-of.", |p, f| p.metrics = metrics(f)),
    Key::new("aliases", PATHS, "Other old paths of its page: /p/2309.03905/.", |p, f| p.aliases = paths(f)),
    Key::new("draft", Boolean, "Whether it is built only with --drafts.", |p, f| p.draft = f.boolean()),
    Key::new("hidden", Boolean, "Whether its page stands in no list, feed, index or sitemap.", |p, f| {
        p.hidden = f.boolean()
    }),
    Key::new("extra", EXTRA, "Keys of your own, handed to the theme untouched.", |p, f| p.extra = extra(f)),
];

pub(super) const TRANSLATION: &[Key<Translation>] = &[
    Key::new("language", LANGUAGE, "Its language as a BCP 47 tag: zh-Hans.", |t, f| t.language = language(f)),
    Key::new("title", Text, "The title in this language.", |t, f| t.title = marked(f)),
    Key::new("abstract", Text, "The abstract in this language.", |t, f| t.abstract_ = f.text()),
];

pub(super) const AWARD: &[Key<Award>] = &[
    Key::new("title", Text, "What it won: Best paper.", |a, f| a.title = f.line()),
    Key::new("by", Text, "Who gave it.", |a, f| a.by = f.line()),
    Key::new("date", Date, "When: 2023, 2023-09 or 2023-09-07.", |a, f| a.date = f.date()),
    Key::new("url", URL, "Where it is told: an http or https URL.", |a, f| a.url = f.url()),
];

pub(super) const VERSION: &[Key<Version>] = &[
    Key::new("version", Text, "The version's name: v2.", |v, f| v.version = f.line()),
    Key::new("date", Date, "When: 2023, 2023-09 or 2023-09-07.", |v, f| v.date = f.date()),
    Key::new("url", URL, "Where it is: an http or https URL.", |v, f| v.url = f.url()),
    Key::new("note", Text, "What changed.", |v, f| v.note = f.line()),
];

pub(super) const RELATED: &[Key<Related>] = &[
    Key::new(
        "relation",
        RELATION,
        "What this paper is to the other, as DataCite says it in kebab case: is-preprint-of.",
        |r, f| r.relation = f.line(),
    ),
    Key::new("id", PAPER_ID, "The other's id, where it is in this archive.", |r, f| r.id = id(f)),
    Key::new("doi", DOI, "The other's DOI.", |r, f| r.doi = doi(f)),
    Key::new("arxiv", ARXIV, "The other's arXiv id, in quotes.", |r, f| r.arxiv = arxiv(f)),
    Key::new("url", URL, "The other's http or https URL.", |r, f| r.url = f.url()),
];

pub(super) const AUTHOR: &[Key<Parts>] = &[
    Key::new("name", Text, "The whole name: Given Family, or Family, Given.", |a, f| a.whole = f.line()),
    Key::new("family", Text, "The family name.", |a, f| a.author.name.family = f.line()),
    Key::new("given", Text, "The given names.", |a, f| a.author.name.given = f.line()),
    Key::new("particle", Text, "What stands before the family name: van der.", |a, f| {
        a.author.name.particle = f.line()
    }),
    Key::new("suffix", Text, "What stands after the name: Jr.", |a, f| a.author.name.suffix = f.line()),
    Key::new("native", Text, "The name in its own script.", |a, f| a.author.native = f.line()),
    Key::new("literal", Text, "An organisation's name, in place of a person's.", |a, f| a.author.literal = f.line()),
    Key::new("orcid", ORCID, "The ORCID: 0000-0002-1825-0097.", |a, f| a.author.orcid = orcid(f)),
    Key::new(
        "affiliations",
        AFFILIATIONS,
        "Where the author works: names, or maps of name, ror and country.",
        |a, f| a.author.affiliations = f.list(affiliation),
    ),
    Key::new(
        "person",
        PERSON,
        "Key of a file in people/, needed only to tell two people of one name apart.",
        |a, f| a.author.person = f.identifier(),
    ),
    Key::new("url", URL, "The author's page: an http or https URL.", |a, f| a.author.url = f.url()),
    Key::new("corresponding", Boolean, "Whether this is the author to write to.", |a, f| {
        a.author.corresponding = f.boolean()
    }),
    Key::new("equal-contribution", Boolean, "Whether this is one of those who contributed equally.", |a, f| {
        a.author.equal_contribution = f.boolean()
    }),
];

pub(super) const AFFILIATION: &[Key<Affiliation>] = &[
    Key::new("name", Text, "The institution's name.", |a, f| a.name = f.line()),
    Key::new("ror", Text, "Its ROR id.", |a, f| a.ror = f.line()),
    Key::new("country", Text, "Its country.", |a, f| a.country = f.line()),
];

pub(super) const LOGIN: &[Key<Login>] = &[
    Key::new("name", Text, "The name of who added it.", |l, f| l.name = f.line()),
    Key::new("github", Identifier, "The login at GitHub.", |l, f| l.github = f.identifier()),
];

pub(super) const EVENT: &[Key<Event>] = &[
    Key::new("name", Text, "The meeting's name.", |e, f| e.name = f.line()),
    Key::new("place", Text, "Where it was.", |e, f| e.place = f.line()),
    Key::new("date", Shape::Days, "Its first and last day: 2023-12-10/2023-12-16, or one date.", |e, f| {
        (e.start, e.end) = days(f)
    }),
];

pub(super) const THUMBNAIL: &[Key<(Option<Target>, String)>] = &[
    Key::new("src", TARGET, "The picture: a file beside the entry, or a URL.", |t, f| t.0 = target(f)),
    Key::new("alt", Text, "What is to be seen, for those who cannot see it.", |t, f| t.1 = f.line()),
];

pub(super) const NOTICE: &[Key<NoticeParts>] = &[
    Key::new("type", NOTICE_KIND, "What the notice is, from an erratum to the paper's removal.", |n, f| {
        n.kind = f.word(NoticeKind::WORDS, NoticeKind::from_word)
    }),
    Key::new("date", Date, "When: 2023, 2023-09 or 2023-09-07.", |n, f| n.date = f.date()),
    Key::new("url", URL, "Where it is: an http or https URL.", |n, f| n.url = f.url()),
    Key::new("doi", DOI, "The notice's own DOI.", |n, f| n.doi = doi(f)),
    Key::new("note", Text, "What it says, in a sentence.", |n, f| n.note = f.line()),
];

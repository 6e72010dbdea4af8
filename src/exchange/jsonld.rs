//! JSON-LD in the words of schema.org: what a page says of itself to search engines and to who gathers metadata.
//!
//! It is equal to what the page shows. All addresses come in, and are absolute; where the site has none, what would need
//! one is left out and the rest is said all the same.

mod pages;
mod writer;

pub use pages::{Archive, List, Profile, free, home, list, profile};

use super::cited::{family, kind_of};
use super::{Work, arxiv_url, doi_url, identifier_url};
use crate::paper::{Author, Kind, Metrics, Status, Target};
use writer::{Object, script};

/// A step of the way to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its address.
    pub url: String,
}

/// What the page of a work knows beyond the work.
#[derive(Clone, Debug, Default)]
pub struct Around<'a> {
    /// The way from the first page to this one, with both.
    pub trail: Vec<Step<'a>>,
    /// Pages of its authors, in their order, as links within the site; nothing where there is none.
    pub authors: Vec<Option<&'a str>>,
    /// What makes such a link an address: the scheme and the host of the site.
    pub origin: &'a str,
    /// Its topics, by key and name.
    pub topics: Vec<(&'a str, &'a str)>,
    /// The page of all topics.
    pub all_topics: Option<String>,
    /// Its picture.
    pub image: Option<&'a str>,
    /// Where it is discussed.
    pub discussion: Option<&'a str>,
    /// Its counts.
    pub metrics: Option<&'a Metrics>,
    /// The first page of the archive.
    pub home: Option<String>,
}

/// What schema.org calls a kind of work.
pub(super) fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Article | Kind::Conference | Kind::Preprint => "ScholarlyArticle",
        Kind::Chapter => "Chapter",
        Kind::Book => "Book",
        Kind::Thesis => "Thesis",
        Kind::Report => "Report",
        Kind::Dataset => "Dataset",
        Kind::Software => "SoftwareSourceCode",
        Kind::Other => "CreativeWork",
    }
}

/// Writes the script element of a work's page.
pub fn work(work: &Work<'_>, abstract_text: &str, around: &Around<'_>, html: &mut String) {
    script(
        |page| {
            page.text("@context", "https://schema.org");
            let parts = [true, false].into_iter().filter(|is_work| *is_work || around.trail.len() > 1);
            page.objects("@graph", parts, |part, is_work| match is_work {
                true => described(work, abstract_text, around, part),
                false => breadcrumbs(&around.trail, part),
            });
        },
        html,
    );
}

/// The way to a page.
fn breadcrumbs(trail: &[Step<'_>], out: &mut Object<'_>) {
    out.text("@type", "BreadcrumbList");
    out.objects("itemListElement", trail.iter().zip(1..), |item, (step, position)| {
        item.text("@type", "ListItem");
        item.number("position", position);
        item.text("name", step.name);
        item.text("item", &step.url);
    });
}

fn described(work: &Work<'_>, abstract_text: &str, around: &Around<'_>, out: &mut Object<'_>) {
    let paper = work.paper;
    let page = work.url.as_deref().unwrap_or_default();
    out.text("@type", type_of(work.kind));
    if !page.is_empty() {
        out.joined("@id", &[page, "#paper"]);
    }
    out.text("url", page);
    out.text("mainEntityOfPage", page);
    out.text("headline", paper.title.plain());
    out.text("name", paper.title.plain());
    let translated = paper.translations.iter().map(|translation| translation.title.plain());
    out.texts("alternateName", [paper.title_short.as_str()].into_iter().chain(translated));
    let is_plain_preprint = work.kind == Kind::Preprint && work.status() == Status::Published;
    out.text("creativeWorkStatus", if is_plain_preprint { "Preprint" } else { work.standing() });
    let pages = around.authors.iter().copied().chain(std::iter::repeat(None));
    out.objects("author", work.authors().zip(pages), |out, ((author, orcid), page)| {
        person(author, orcid, page.map(|page| [around.origin, page]), out);
    });
    if matches!(work.kind, Kind::Book) {
        out.objects("editor", &paper.editors, |out, editor| person(editor, &editor.orcid, None, out));
    }
    let date = |date: Option<crate::text::date::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    out.text("datePublished", &date(work.cited()));
    out.text("dateModified", &date(paper.updated.max(paper.notices.iter().filter_map(|notice| notice.date).max())));
    out.text("abstract", abstract_text);
    out.text("description", paper.summary.plain());
    out.text("inLanguage", work.language);
    out.texts("keywords", &paper.keywords);
    out.objects("about", &around.topics, |topic, (key, name)| {
        topic.text("@type", "DefinedTerm");
        topic.text("name", name);
        topic.text("termCode", key);
        topic.text("inDefinedTermSet", around.all_topics.as_deref().unwrap_or_default());
    });
    published(work, out);
    identified(work, out);
    available(work, around, out);
    befallen(work, out);
    counted(around, out);
}

/// An author or editor, who may have a `page` in the archive, and one elsewhere.
fn person(author: &Author, orcid: &str, page: Option<[&str; 2]>, out: &mut Object<'_>) {
    let is_person = author.literal.is_empty();
    out.text("@type", if is_person { "Person" } else { "Organization" });
    if !orcid.is_empty() {
        out.joined("@id", &["https://orcid.org/", orcid]);
    }
    out.text("name", &author.display());
    out.text("alternateName", &author.native);
    if is_person && !author.name.given.is_empty() {
        out.text("givenName", &author.name.given);
        out.text("familyName", &family(author));
        out.text("honorificSuffix", &author.name.suffix);
    }
    out.objects("affiliation", &author.affiliations, |out, affiliation| {
        out.text("@type", "Organization");
        if !affiliation.ror.is_empty() {
            let ror = affiliation.ror.rsplit('/').next().unwrap_or_default();
            out.text("@id", &format!("https://ror.org/{ror}"));
        }
        out.text("name", &affiliation.name);
    });
    match page {
        Some(page) => {
            out.joined("url", &page);
            out.text("sameAs", &author.url);
        }
        None => out.text("url", &author.url),
    }
}

/// What it appeared in and who published it, which is never the archive.
fn published(work: &Work<'_>, out: &mut Object<'_>) {
    let paper = work.paper;
    let publisher =
        if matches!(work.kind, Kind::Thesis | Kind::Report) { work.institution() } else { &paper.publisher };
    match work.kind {
        Kind::Article => periodical(work, out),
        Kind::Conference | Kind::Chapter => {
            let is_volume = !paper.volume.is_empty();
            out.object("isPartOf", if is_volume { "PublicationVolume" } else { "Book" }, |whole| {
                whole.text("name", work.container());
                whole.text("volumeNumber", &paper.volume);
                whole.text("isbn", if is_volume { "" } else { &paper.isbn });
                whole.objects("editor", &paper.editors, |out, editor| person(editor, &editor.orcid, None, out));
                series(work, whole);
            });
        }
        Kind::Preprint | Kind::Dataset | Kind::Software | Kind::Other | Kind::Report | Kind::Thesis => {
            if !work.container().is_empty() && work.container() != publisher {
                out.object("isPartOf", "CreativeWork", |whole| whole.text("name", work.container()));
            }
        }
        Kind::Book => {
            out.text("isbn", &paper.isbn);
            series(work, out);
        }
    }
    if matches!(work.kind, Kind::Article | Kind::Conference | Kind::Preprint | Kind::Chapter) {
        let (first, last) = work.page_range();
        out.text("pageStart", first);
        out.text("pageEnd", last);
        out.text("pagination", &paper.pages);
    }
    if !publisher.is_empty() {
        out.object("publisher", "Organization", |out| out.text("name", publisher));
    }
}

/// An issue in a volume in a journal, as far as each is known.
fn periodical(work: &Work<'_>, out: &mut Object<'_>) {
    let paper = work.paper;
    let journal = |out: &mut Object<'_>| {
        if !work.container().is_empty() || !paper.issn.is_empty() {
            out.object("isPartOf", "Periodical", |journal| {
                journal.text("name", work.container());
                journal.text("issn", &paper.issn);
            });
        }
    };
    let volume = |out: &mut Object<'_>| match paper.volume.as_str() {
        "" => journal(out),
        volume => out.object("isPartOf", "PublicationVolume", |out| {
            out.text("volumeNumber", volume);
            journal(out);
        }),
    };
    match paper.issue.as_str() {
        "" => volume(out),
        issue => out.object("isPartOf", "PublicationIssue", |out| {
            out.text("issueNumber", issue);
            volume(out);
        }),
    }
}

fn series(work: &Work<'_>, out: &mut Object<'_>) {
    let (series, issn) = (work.paper.series.as_str(), work.paper.issn.as_str());
    if !series.is_empty() || !issn.is_empty() {
        out.object("isPartOf", "Periodical", |out| {
            out.text("name", series);
            out.text("issn", issn);
        });
    }
}

/// Its DOI, arXiv id and the like, each with its address, and these addresses once more as the places that are the same.
fn identified(work: &Work<'_>, out: &mut Object<'_>) {
    let paper = work.paper;
    let mut known: Vec<(&str, &str, Option<String>)> = Vec::new();
    if !paper.doi.is_empty() {
        known.push(("doi", &paper.doi, Some(doi_url(&paper.doi))));
    }
    if !paper.arxiv.is_empty() {
        known.push(("arxiv", &paper.arxiv, Some(arxiv_url(&paper.arxiv))));
    }
    let others = paper.identifiers.iter();
    known.extend(others.map(|(scheme, value)| (scheme.as_str(), value.as_str(), identifier_url(scheme, value))));
    out.objects("identifier", &known, |out, (scheme, value, _)| {
        out.text("@type", "PropertyValue");
        out.text("propertyID", scheme);
        out.text("value", value);
    });
    out.texts("sameAs", known.iter().filter_map(|(.., url)| url.as_deref()));
}

/// Where it and what belongs to it can be had, and on what terms.
fn available(work: &Work<'_>, around: &Around<'_>, out: &mut Object<'_>) {
    let paper = work.paper;
    out.objects("encoding", &work.pdf, |out, pdf| {
        out.text("@type", "MediaObject");
        out.text("contentUrl", &pdf.url);
        out.text("encodingFormat", "application/pdf");
    });
    out.text("license", &work.license_url());
    if work.is_free() {
        out.yes("isAccessibleForFree");
    }
    out.text("image", around.image.unwrap_or_default());
    let linked = |kind: &'static str| {
        paper.links.iter().filter(move |link| link.kind == kind).filter_map(|link| match &link.target {
            Target::Url(url) => Some(url.as_str()),
            Target::File(_) => None,
        })
    };
    let shown = linked("video").map(|url| ("VideoObject", url));
    let shown = shown.chain(linked("slides").map(|url| ("PresentationDigitalDocument", url)));
    out.objects("subjectOf", shown, |out, (kind, url)| {
        out.text("@type", kind);
        out.text("name", paper.title.plain());
        out.text("url", url);
    });
    let code = linked("code").map(|url| ("SoftwareSourceCode", "codeRepository", url));
    out.objects(
        "mentions",
        code.chain(linked("dataset").map(|url| ("Dataset", "url", url))),
        |out, (kind, key, url)| {
            out.text("@type", kind);
            out.text(key, url);
        },
    );
    out.text("discussionUrl", around.discussion.unwrap_or_default());
    if let (Kind::Dataset, Some(home)) = (work.kind, &around.home) {
        out.object("includedInDataCatalog", "DataCatalog", |out| {
            out.text("@id", &pages::catalog_id(home));
            out.text("name", work.archive);
        });
    }
}

/// Its version, its notices and its awards.
fn befallen(work: &Work<'_>, out: &mut Object<'_>) {
    let paper = work.paper;
    out.text("version", paper.versions.last().map_or("", |version| &version.version));
    out.objects("correction", &paper.notices, |out, notice| {
        let doi = if notice.doi.is_empty() { String::new() } else { doi_url(&notice.doi) };
        out.text("@type", "CorrectionComment");
        out.text("name", kind_of(notice));
        out.text("text", &notice.note);
        out.text("datePublished", &notice.date.map(|date| date.to_string()).unwrap_or_default());
        out.text("url", if notice.url.is_empty() { &doi } else { &notice.url });
    });
    let awards = paper.awards.iter();
    out.texts(
        "award",
        awards.map(|award| match (award.title.as_str(), award.by.as_str()) {
            (title, "") => title.to_owned(),
            (title, by) => format!("{title}, {by}").trim_start_matches(", ").to_owned(),
        }),
    );
}

fn counted(around: &Around<'_>, out: &mut Object<'_>) {
    let count = |name: &str| around.metrics.and_then(|metrics| metrics.counts.get(name)).copied().unwrap_or(0);
    if count("comments") > 0 {
        out.number("commentCount", count("comments"));
    }
    let liked = Some(count("upvotes")).filter(|upvotes| *upvotes > 0);
    out.objects("interactionStatistic", liked, |out, upvotes| {
        out.text("@type", "InteractionCounter");
        out.text("interactionType", "https://schema.org/LikeAction");
        out.number("userInteractionCount", upvotes);
    });
}

#[cfg(test)]
mod tests;

//! JSON-LD of the pages that are no work's: the first page, lists and people.

use super::Step;
use super::breadcrumbs;
use super::writer::{Object, script};

/// The archive, for its first page.
#[derive(Clone, Debug)]
pub struct Archive<'a> {
    /// Its title.
    pub name: &'a str,
    /// What it is in a sentence, or empty.
    pub description: &'a str,
    /// BCP 47 tag.
    pub language: &'a str,
    /// Its first page.
    pub url: Option<&'a str>,
    /// The address of search, to which a query is added.
    pub search: Option<&'a str>,
    /// The records of all its works in one file.
    pub dump: Option<&'a str>,
}

/// A list of papers or of groups.
#[derive(Clone, Debug)]
pub struct List<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What it is in a sentence, or empty.
    pub description: &'a str,
    /// BCP 47 tag.
    pub language: &'a str,
    /// Its page.
    pub url: Option<&'a str>,
    /// The way from the first page to it, with both.
    pub trail: Vec<Step<'a>>,
    /// How many papers it has, where its page says so.
    pub count: Option<u64>,
    /// Pages of the papers that it shows, as links within the site.
    pub papers: Vec<&'a str>,
    /// What makes such a link an address: the scheme and the host of the site.
    pub origin: &'a str,
}

/// Somebody who wrote papers.
#[derive(Clone, Debug)]
pub struct Profile<'a> {
    /// The page, as a list without papers.
    pub page: List<'a>,
    /// Whether it is an organisation.
    pub is_organisation: bool,
    /// The name in its own script, or empty.
    pub native: &'a str,
    /// Other spellings.
    pub spellings: &'a [String],
    /// ORCID, or empty.
    pub orcid: &'a str,
    /// Home page, or empty.
    pub homepage: &'a str,
    /// Affiliation, or empty.
    pub affiliation: &'a str,
}

/// Writes the script element of the first page.
pub fn home(archive: &Archive<'_>, html: &mut String) {
    let url = archive.url.unwrap_or_default();
    graph(html, ["WebSite", "DataCatalog"], |out, kind| {
        out.text("@type", kind);
        if !url.is_empty() {
            out.text("@id", &if kind == "WebSite" { site_id(url) } else { catalog_id(url) });
        }
        out.text("name", archive.name);
        out.text("url", url);
        out.text("description", archive.description);
        out.text("inLanguage", archive.language);
        if let (Some(search), "WebSite") = (archive.search, kind) {
            out.object("potentialAction", "SearchAction", |action| {
                action.object("target", "EntryPoint", |target| {
                    target.text("urlTemplate", &format!("{search}?q={{search_term_string}}"));
                });
                action.text("query-input", "required name=search_term_string");
            });
        }
        if let (Some(dump), "DataCatalog") = (archive.dump, kind) {
            out.object("dataset", "Dataset", |dataset| {
                dataset.text("name", archive.name);
                dataset.text("description", archive.description);
                dataset.text("url", url);
                dataset.object("distribution", "DataDownload", |download| {
                    download.text("contentUrl", dump);
                    download.text("encodingFormat", "application/gzip");
                });
            });
        }
    });
}

/// Writes the script element of a list.
pub fn list(list: &List<'_>, html: &mut String) {
    page(html, list, "CollectionPage", |out| {
        if list.count.is_some() || !list.papers.is_empty() {
            out.object("mainEntity", "ItemList", |items| {
                if let Some(count) = list.count {
                    items.number("numberOfItems", count);
                }
                items.objects("itemListElement", &list.papers, |paper, url| {
                    paper.joined("@id", &[list.origin, url, "#paper"]);
                });
            });
        }
    });
}

/// Writes the script element of a free page.
pub fn free(list: &List<'_>, html: &mut String) {
    page(html, list, "WebPage", |_| {});
}

/// Writes the script element of an author's page.
pub fn profile(profile: &Profile<'_>, html: &mut String) {
    page(html, &profile.page, "ProfilePage", |out| {
        out.object("mainEntity", if profile.is_organisation { "Organization" } else { "Person" }, |who| {
            if !profile.orcid.is_empty() {
                who.text("@id", &format!("https://orcid.org/{}", profile.orcid));
            }
            who.text("name", profile.page.name);
            who.texts(
                "alternateName",
                [profile.native].into_iter().chain(profile.spellings.iter().map(String::as_str)),
            );
            if !profile.affiliation.is_empty() {
                who.object("affiliation", "Organization", |out| out.text("name", profile.affiliation));
            }
            who.text("url", profile.page.url.unwrap_or_default());
            who.text("sameAs", profile.homepage);
        });
    });
}

/// What the catalogue of an archive's works goes by.
pub(super) fn catalog_id(home: &str) -> String {
    format!("{home}#catalog")
}

fn site_id(home: &str) -> String {
    format!("{home}#site")
}

/// A page with what is on it, and the way to it.
fn page(html: &mut String, list: &List<'_>, kind: &str, fill: impl Fn(&mut Object<'_>)) {
    let parts = [kind, "BreadcrumbList"].into_iter().take(if list.trail.len() > 1 { 2 } else { 1 });
    graph(html, parts, |out, part| {
        if part != kind {
            return breadcrumbs(&list.trail, out);
        }
        out.text("@type", kind);
        out.text("url", list.url.unwrap_or_default());
        out.text("name", list.name);
        out.text("description", list.description);
        out.text("inLanguage", list.language);
        fill(out);
    });
}

fn graph<'k>(html: &mut String, kinds: impl IntoIterator<Item = &'k str>, fill: impl Fn(&mut Object<'_>, &'k str)) {
    script(
        |page| {
            page.text("@context", "https://schema.org");
            page.objects("@graph", kinds, fill);
        },
        html,
    );
}

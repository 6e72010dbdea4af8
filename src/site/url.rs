//! The only place where an address is spelled: route → path, and path → route.
//!
//! Paths begin with `/` and are relative to the root of the site; [`href`] and [`absolute`] put the base-url before
//! them. Whether a key exists is the archive's to say; thresholds decide existence, never spelling.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use super::api::{ApiFile, Document};
use super::{Facet, Group, Period, Redirect, Route, Scope, Site};
use crate::archive::{Archive, Owner};
use crate::config::{BaseUrl, ExportFormat, Piece};
use crate::exchange::feed::FeedFormat;
use crate::paper::Paper;
use crate::search::File;
use crate::text::date::{Date, Week};
use crate::text::version::versioned;

/// The folder of what people write.
const CONTENT: &str = "content/";

/// Where the API is; the version is part of its address.
const API: &str = "/api/v1/";

/// The path of a route, from the root of the site: `/papers/x/`, `/404.html`.
pub fn path(site: &Site, route: Route) -> String {
    let archive = &*site.archive;
    match route {
        Route::Home => "/".to_owned(),
        Route::Paper(index) => paper(archive, index, &archive.paper(index).paper.id),
        Route::Group(group, 0) => self::group(archive, group),
        Route::Group(group, part) => format!("{}part/{part}/", self::group(archive, group)),
        Route::Index(facet) => format!("/{}/", facet.segment()),
        Route::Page(index) => format!("/{}/", archive.pages[index as usize].value.key),
        Route::File(index) => {
            let file = &archive.files[index as usize];
            let owner = match file.owner {
                Owner::Paper(index) => path(site, Route::Paper(index)),
                Owner::Volume(index) => path(site, Route::Group(Group::Volume(index), 0)),
            };
            format!("{}/{}", folder(&owner), file.name)
        }
        Route::PaperExport(index, format) => {
            let page = path(site, Route::Paper(index));
            format!("{}/{}{}", folder(&page), archive.paper(index).paper.id, format.suffix())
        }
        Route::GroupExport(scope, format) => {
            let page = match scope {
                Scope::Archive => "/".to_owned(),
                scope => group(archive, scope.group()),
            };
            format!("{page}papers{}", format.suffix())
        }
        Route::Feed(Scope::Archive, format) => format!("/{}", format.file()),
        Route::Feed(scope, format) => format!("{}{}", self::group(archive, scope.group()), format.file()),
        Route::OldFeed(index, format) => format!("{}{}", site.redirects()[index as usize].from, format.file()),
        Route::Digest(period) => format!("/digest/{period}/"),
        Route::Api(file) => api(file),
        Route::CitationCff => "/CITATION.cff".to_owned(),
        Route::Redirect(index) => site.redirects()[index as usize].from.clone(),
        Route::Static(index) => format!("/{}", site.statics[index as usize]),
        Route::Asset(index) => {
            let (name, digest) = &site.assets[index as usize];
            versioned(&format!("/assets/{name}"), *digest)
        }
        Route::SearchFile(file) => format!("/search/{}", file.name()),
        Route::Search => "/search/".to_owned(),
        Route::Client => versioned("/search/search.js", site.client().digest),
        Route::ClientLater => versioned("/search/later.js", site.client().digest),
        Route::ClientWords => versioned("/search/words.json", site.client().digest),
        Route::Submit => "/submit/".to_owned(),
        Route::SubmitScript => versioned("/submit/submit.js", site.submit().digest()),
        Route::SubmitSchema => "/submit/paper.schema.json".to_owned(),
        Route::NotFound => "/404.html".to_owned(),
        Route::Sitemap => "/sitemap.xml".to_owned(),
        Route::SitemapPart(part) => format!("/sitemap-{part}.xml"),
        Route::Robots => "/robots.txt".to_owned(),
        Route::NoJekyll => "/.nojekyll".to_owned(),
        Route::Cname => "/CNAME".to_owned(),
    }
}

fn api(file: ApiFile) -> String {
    let name = match file {
        ApiFile::Index => "index",
        ApiFile::PapersIndex => "papers/index",
        ApiFile::Papers(part) => return format!("{API}papers/{part}.json"),
        ApiFile::Dates(year) => return format!("{API}dates/{year:04}.json"),
        ApiFile::Topics => "topics",
        ApiFile::Venues => "venues",
        ApiFile::Volumes => "volumes",
        ApiFile::AuthorsIndex => "authors/index",
        ApiFile::Authors(part) => return format!("{API}authors/{part}.json"),
        ApiFile::Changes => "changes",
        ApiFile::Dump => return format!("{API}papers.jsonl.gz"),
        ApiFile::Schema(document) => return format!("{API}schemas/{}.json", document.name()),
    };
    format!("{API}{name}.json")
}

/// The file of the API at a path.
fn api_route(path: &str) -> Option<Route> {
    let inner = path.strip_prefix(API)?;
    if inner == "papers.jsonl.gz" {
        return Some(Route::Api(ApiFile::Dump));
    }
    let part = |text: &str| canonical(text).then(|| text.parse().ok())?;
    let file = match inner.strip_suffix(".json")?.split_once('/') {
        None => match inner {
            "index.json" => ApiFile::Index,
            "topics.json" => ApiFile::Topics,
            "venues.json" => ApiFile::Venues,
            "volumes.json" => ApiFile::Volumes,
            "changes.json" => ApiFile::Changes,
            _ => return None,
        },
        Some(("papers", "index")) => ApiFile::PapersIndex,
        Some(("papers", number)) => ApiFile::Papers(part(number)?),
        Some(("authors", "index")) => ApiFile::AuthorsIndex,
        Some(("authors", number)) => ApiFile::Authors(part(number)?),
        Some(("dates", year)) => ApiFile::Dates(number(year, 4)?),
        Some(("schemas", name)) => ApiFile::Schema(Document::ALL.into_iter().find(|kind| kind.name() == name)?),
        Some(_) => return None,
    };
    Some(Route::Api(file))
}

/// The folder that a page or its file stands in, without a slash at its end.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path of a paper's page, with this id in place of its own: also for former ids.
pub fn paper(archive: &Archive, index: u32, id: &str) -> String {
    let record = archive.paper(index);
    let mut out = String::with_capacity(id.len() + 10);
    for piece in &archive.settings.paper_url.pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Id => out.push_str(id),
            Piece::Volume => out.push_str(or_dash(&record.paper.volume_key)),
            Piece::Venue => out.push_str(record.venue.map_or("-", |venue| &archive.venues[venue as usize].key)),
            Piece::Year => out.push_str(&year_of(&record.paper)),
        }
    }
    out
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

fn year_of(paper: &Paper) -> String {
    paper.date.or(paper.available).map_or_else(|| "-".to_owned(), |date| date.year().to_string())
}

/// The path of a group's own page.
pub fn group(archive: &Archive, group: Group) -> String {
    let topic = |index: u32| archive.topics[index as usize].key.as_str();
    let venue = |index: u32| archive.venues[index as usize].key.as_str();
    match group {
        Group::All => "/papers/".to_owned(),
        Group::Year(year) => format!("/{year:04}/"),
        Group::Month(year, month) => format!("/{year:04}/{month:02}/"),
        Group::Week(week) => format!("/{:04}/w{:02}/", week.year, week.number),
        Group::Day(date) => format!("/{}/", date.to_string().replace('-', "/")),
        Group::Topic(index) => format!("/topics/{}/", topic(index)),
        Group::TopicYear(index, year) => format!("/topics/{}/{year:04}/", topic(index)),
        Group::TopicMonth(index, year, month) => format!("/topics/{}/{year:04}/{month:02}/", topic(index)),
        Group::Author(index) => format!("/authors/{}/", archive.authors().list()[index as usize].key),
        Group::Letter(Some(letter)) => format!("/authors/{letter}/"),
        Group::Letter(None) => "/authors/other/".to_owned(),
        Group::Venue(index) => format!("/venues/{}/", venue(index)),
        Group::VenueYear(index, year) => format!("/venues/{}/{year:04}/", venue(index)),
        Group::Volume(index) => format!("/volumes/{}/", archive.volumes[index as usize].value.key),
        Group::Collection(index) => format!("/collections/{}/", archive.collections[index as usize].value.key),
        Group::List(index) => format!("/lists/{}/", archive.settings.lists[index as usize].name),
    }
}

/// The path of a key of a facet, which may be one that the archive no longer has.
pub fn of_key(facet: Facet, key: &str) -> String {
    format!("/{}/{key}/", facet.segment())
}

/// The file of a path, relative to the output folder: `papers/x/index.html`.
pub fn file(path: &str) -> String {
    let inner = path.strip_prefix('/').unwrap_or(path);
    if inner.is_empty() || inner.ends_with('/') { format!("{inner}index.html") } else { inner.to_owned() }
}

/// What a link in a page says: the base-url's path before the path, percent-encoded.
pub fn href(base: Option<&BaseUrl>, path: &str) -> String {
    let mut out = base.map_or_else(String::new, |base| base.path.clone());
    encode(path, &mut out);
    out
}

/// The absolute address, where there is a base-url.
pub fn absolute(base: Option<&BaseUrl>, path: &str) -> Option<String> {
    let base = base?;
    let mut out = format!("{}{}", base.origin, base.path);
    encode(path, &mut out);
    Some(out)
}

fn encode(path: &str, out: &mut String) {
    const PLAIN: &[u8] = b"/-._~";
    if path.bytes().all(|b| b.is_ascii_alphanumeric() || PLAIN.contains(&b)) {
        out.push_str(path);
        return;
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$'()*+,;=:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

impl Site {
    /// The link to a route, with the sub-path.
    pub fn href(&self, route: Route) -> String {
        if let Some(address) = self.elsewhere(route) {
            return address;
        }
        href(self.archive.settings.base_url.as_ref(), &path(self, route))
    }

    /// The link to a paper's page, spelled once for all the cards that hold it.
    pub fn paper_href(&self, paper: u32) -> &str {
        self.paper_links[paper as usize].get_or_init(|| self.href(Route::Paper(paper)).into())
    }

    /// The link to an author's page, spelled once for all the cards that hold it; `None` where there is no page.
    pub fn author_href(&self, author: u32) -> Option<&str> {
        let links = self.author_links.get_or_init(|| vec![OnceLock::new(); self.archive.authors().list().len()]);
        let spelled = || self.href(Route::Group(Group::Author(author), 0)).into();
        self.has_author(author).then(|| &**links[author as usize].get_or_init(spelled))
    }

    /// The absolute address of a route, where there is a base-url.
    pub fn absolute(&self, route: Route) -> Option<String> {
        let here = || absolute(self.archive.settings.base_url.as_ref(), &path(self, route));
        self.elsewhere(route).or_else(here)
    }

    /// The address of a file beside an entry that is kept elsewhere.
    fn elsewhere(&self, route: Route) -> Option<String> {
        let (base, Route::File(at)) = (self.archive.settings.files_url.as_ref()?, route) else { return None };
        let source = &self.archive.files[at as usize].source;
        absolute(Some(base), &format!("/{}", source.strip_prefix(CONTENT).unwrap_or(source)))
    }

    /// The route of a path (without the base-url's path), if the site has it. A page is found under the path of its
    /// file too: `/papers/x/index.html`.
    pub fn route(&self, path: &str) -> Option<Route> {
        let page = match path.strip_suffix("index.html") {
            Some(folder) if folder.ends_with('/') => folder,
            _ => path,
        };
        // In the order of the plan, where the first of two that have one path is the one that is written.
        let has = |route: &Route| self.exists(*route);
        let found = self.page_route(page).filter(has).or_else(|| self.file_route(page).filter(has));
        let found = found.or_else(|| self.export_route(path).filter(has));
        let found = found.or_else(|| self.feed_route(path).filter(has));
        found.or_else(|| made_route(path).filter(has))
    }

    fn page_route(&self, path: &str) -> Option<Route> {
        let archive = &*self.archive;
        let inner = path.strip_prefix('/')?;
        if inner.is_empty() {
            return Some(Route::Home);
        }
        let segments: Vec<&str> = inner.strip_suffix('/').unwrap_or(inner).split('/').collect();
        let (own, part) = match segments[..] {
            [ref own @ .., "part", number] => (own, number.parse().ok().filter(|n| *n > 0 && canonical(number))?),
            _ => (&segments[..], 0),
        };
        if let Some(route) = paper_route(archive, path) {
            return Some(route);
        }
        if !path.ends_with('/') {
            return None;
        }
        let group = |group| Some(Route::Group(group, part));
        match *own {
            ["papers"] => group(Group::All),
            ["search"] if part == 0 => Some(Route::Search),
            ["submit"] if part == 0 => Some(Route::Submit),
            ["digest", period] if part == 0 => Period::parse(period).map(Route::Digest),
            ["topics", key] => group(Group::Topic(archive.topic(key)?)),
            ["topics", key, year] => group(Group::TopicYear(archive.topic(key)?, number(year, 4)?)),
            ["topics", key, year, month] => {
                group(Group::TopicMonth(archive.topic(key)?, number(year, 4)?, number(month, 2)? as u8))
            }
            ["authors", "other"] => group(Group::Letter(None)),
            ["authors", letter] if letter.len() == 1 => group(Group::Letter(letter.chars().next())),
            ["authors", key] => group(Group::Author(archive.authors().find(key)?)),
            ["venues", key] => group(Group::Venue(archive.venue(key)?)),
            ["venues", key, year] => group(Group::VenueYear(archive.venue(key)?, number(year, 4)?)),
            ["volumes", key] => group(Group::Volume(archive.volume(key)?)),
            ["collections", key] => group(Group::Collection(archive.collection(key)?)),
            ["lists", name] => group(Group::List(archive.list(name)?)),
            [segment] if part == 0 && facet(segment).is_some() => facet(segment).map(Route::Index),
            [year] if number(year, 4).is_some() => group(Group::Year(number(year, 4)?)),
            [year, week] if week.starts_with('w') && number(year, 4).is_some() => {
                group(Group::Week(Week::new(number(year, 4)?, number(&week[1..], 2)? as u8)?))
            }
            [year, month] if number(year, 4).is_some() => {
                group(Group::Month(number(year, 4)?, number(month, 2)? as u8))
            }
            [year, month, day] if number(year, 4).is_some() => {
                group(Group::Day(Date::from_day(number(year, 4)?, number(month, 2)? as u8, number(day, 2)? as u8)?))
            }
            _ if part == 0 => archive.page(&segments.join("/")).map(Route::Page),
            _ => None,
        }
    }

    fn export_route(&self, path: &str) -> Option<Route> {
        let (folder, name) = path.rsplit_once('/')?;
        // The longer suffix first, since the shorter one is its end.
        let mut formats = ExportFormat::ALL;
        formats.sort_by_key(|format| std::cmp::Reverse(format.suffix().len()));
        formats.into_iter().find_map(|format| {
            let stem = name.strip_suffix(format.suffix())?;
            let group = || match self.page_route(&format!("{folder}/"))? {
                Route::Home => Some(Scope::Archive),
                Route::Group(group, 0) => Scope::of(group).filter(|scope| *scope != Scope::Archive),
                _ => None,
            };
            let paper = self.archive.find(stem).map(|paper| Route::PaperExport(paper, format));
            let group = (stem == "papers").then(group).flatten().map(|scope| Route::GroupExport(scope, format));
            paper.into_iter().chain(group).find(|route| self::path(self, *route) == path)
        })
    }

    /// The feed of a path, under the group's own address or an old one.
    fn feed_route(&self, path: &str) -> Option<Route> {
        let (folder, name) = path.rsplit_once('/')?;
        let format = FeedFormat::ALL.into_iter().find(|format| format.file() == name)?;
        let page = format!("{folder}/");
        let scope = match self.page_route(&page) {
            Some(Route::Home) => Some(Scope::Archive),
            Some(Route::Group(group, 0)) => Scope::of(group).filter(|scope| *scope != Scope::Archive),
            _ => None,
        };
        match scope {
            Some(scope) => Some(Route::Feed(scope, format)),
            None => self.redirect_from(&page).map(|at| Route::OldFeed(at, format)),
        }
    }

    /// The old address of a path.
    fn redirect_from(&self, path: &str) -> Option<u32> {
        let redirects = self.redirects();
        let at = redirects.partition_point(|Redirect { from, .. }| from.as_str() < path);
        redirects.get(at).filter(|redirect| redirect.from == path).map(|_| at as u32)
    }

    fn file_route(&self, path: &str) -> Option<Route> {
        if path == "/404.html" {
            return Some(Route::NotFound);
        }
        let file = file(path);
        if let Some(route) = self.static_route(&file) {
            return Some(route);
        }
        if let Some(file) = path.strip_prefix("/search/").and_then(File::from_name) {
            return Some(Route::SearchFile(file));
        }
        if let Some(route) = self.versioned_route(path) {
            return Some(route);
        }
        if let Some(at) = self.files().get(path) {
            return Some(Route::File(*at));
        }
        self.redirect_from(path).map(Route::Redirect)
    }

    /// The route of a file of static/, relative to it.
    pub fn static_route(&self, file: &str) -> Option<Route> {
        self.statics.binary_search_by(|name| (**name).cmp(file)).ok().map(|at| Route::Static(at as u32))
    }

    /// Files beside entries by the paths that they have in the site, or would have.
    pub(super) fn files(&self) -> &HashMap<String, u32> {
        self.files.get_or_init(|| {
            let mut files = HashMap::new();
            for at in 0..self.archive.files.len() as u32 {
                files.entry(self::path(self, Route::File(at))).or_insert(at);
            }
            files
        })
    }
}

/// The file that the program makes at a path.
fn made_route(path: &str) -> Option<Route> {
    match path {
        "/submit/paper.schema.json" => Some(Route::SubmitSchema),
        "/sitemap.xml" => Some(Route::Sitemap),
        "/robots.txt" => Some(Route::Robots),
        "/.nojekyll" => Some(Route::NoJekyll),
        "/CNAME" => Some(Route::Cname),
        "/CITATION.cff" => Some(Route::CitationCff),
        _ if path.starts_with(API) => api_route(path),
        _ => {
            let number = path.strip_prefix("/sitemap-")?.strip_suffix(".xml")?;
            number.parse().ok().filter(|_| canonical(number)).map(Route::SitemapPart)
        }
    }
}

/// The paper whose page has this path: what stands in the place of the id must lead back to the whole path.
fn paper_route(archive: &Archive, path: &str) -> Option<Route> {
    let pieces = &archive.settings.paper_url.pieces;
    let id_at = pieces.iter().position(|piece| *piece == Piece::Id)?;
    let slashes = |pieces: &[Piece]| {
        let count = |piece: &Piece| if let Piece::Text(text) = piece { text.matches('/').count() } else { 0 };
        pieces.iter().map(count).sum::<usize>()
    };
    let segment = path.split('/').nth(slashes(&pieces[..id_at]))?;
    let before = match id_at.checked_sub(1).map(|at| &pieces[at]) {
        Some(Piece::Text(text)) => text.rsplit('/').next().unwrap_or(text),
        _ => "",
    };
    let after = match pieces.get(id_at + 1) {
        Some(Piece::Text(text)) => text.split('/').next().unwrap_or(text),
        _ => "",
    };
    let id = segment.strip_prefix(before)?.strip_suffix(after)?;
    let index = archive.find(id)?;
    (paper(archive, index, &archive.paper(index).paper.id) == path).then_some(Route::Paper(index))
}

fn facet(segment: &str) -> Option<Facet> {
    Facet::ALL.into_iter().find(|facet| facet.segment() == segment)
}

fn number(text: &str, digits: usize) -> Option<i16> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Whether a number is spelled the one way it is.
fn canonical(number: &str) -> bool {
    number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0')
}

//! What only the finished pages show: links of templates that lead nowhere, places on pages that are not there, tags that
//! Google Scholar and Zotero miss, and what a host does not take.
//!
//! Pages are rendered as a build renders them, and thrown away when they were looked at. Nothing here is written, and no
//! rule is told twice: what entries show by themselves is told where they are read.

pub mod budget;
mod page;
mod urls;

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

pub use urls::{listed, vanished};

use crate::archive::Owner;
use crate::diagnostic::{self, Code, Diagnostic, Span};
use crate::edition::Edition;
use crate::site::view::template;
use crate::site::{Route, links, url};
use crate::source::SETTINGS;
use crate::theme::render::Body;
use budget::{HOST_FILE, Weight};
use page::Page;

/// The largest PDF that Google Scholar indexes (its inclusion guidelines), in bytes.
const SCHOLAR_PDF: u64 = 5_000_000;

/// What was found on the pages of a site.
#[derive(Debug, Default)]
pub struct Inspection {
    /// Problems, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// Bytes by kind of file, the most first.
    pub sizes: Vec<(&'static str, u64)>,
}

/// Renders these routes of an edition and looks at what comes out; calls `done` after each. Where they are all that the
/// site has, its size is looked at too.
pub fn pages(edition: &Edition, routes: &[Route], done: impl Fn() + Sync) -> Inspection {
    let inspector = Inspector::new(edition);
    let renderer = edition.renderer();
    let looks: Vec<Look> = routes
        .par_iter()
        .fold(Look::default, |mut look, route| {
            inspector.look(*route, &renderer, &mut look);
            done();
            look
        })
        .collect();
    let mut all = Look::default();
    looks.into_iter().for_each(|look| all.append(look));
    inspector.conclude(all, routes.len() == edition.site.plan().routes.len())
}

/// Looks at pages of one site.
struct Inspector<'a> {
    edition: &'a Edition,
    /// Digests of all paths.
    paths: HashSet<u64>,
    /// The path of the base-url.
    base: &'a str,
    /// Links of entries that are told already: the entry's file and the link.
    told: HashSet<(String, String)>,
}

/// What was seen on some pages.
#[derive(Default)]
struct Look {
    /// Digests of a page and of an id on it.
    ids: Vec<u64>,
    /// Places on pages that links lead to, with the page of the link.
    wanted: HashMap<u64, Wanted>,
    /// Problems with where they were seen first and how often.
    problems: BTreeMap<Fault, (Route, usize)>,
    weight: Weight,
    large: Vec<(Route, u64)>,
    buffer: Vec<u8>,
}

/// A link to a place on a page.
struct Wanted {
    from: Route,
    link: String,
    count: usize,
}

/// A problem of pages. Those of one template are told once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fault {
    code: Code,
    /// The file that is told.
    path: String,
    /// The link, where it is one.
    link: String,
    message: String,
    help: Option<String>,
}

impl Look {
    fn append(&mut self, other: Look) {
        self.ids.extend(other.ids);
        for (key, wanted) in other.wanted {
            self.wanted.entry(key).and_modify(|known| known.take(&wanted)).or_insert(wanted);
        }
        for (fault, (route, count)) in other.problems {
            let known = self.problems.entry(fault).or_insert((route, 0));
            *known = (known.0.min(route), known.1 + count);
        }
        self.weight.append(other.weight);
        self.large.extend(other.large);
    }

    fn tell(&mut self, fault: Fault, route: Route) {
        let known = self.problems.entry(fault).or_insert((route, 0));
        *known = (known.0.min(route), known.1 + 1);
    }
}

impl Wanted {
    fn take(&mut self, other: &Wanted) {
        self.count += other.count;
        if other.from < self.from {
            self.from = other.from;
            self.link.clone_from(&other.link);
        }
    }
}

impl<'a> Inspector<'a> {
    fn new(edition: &'a Edition) -> Inspector<'a> {
        let site = &edition.site;
        let paths = site.plan().routes.par_iter().map(|route| xxh3_64(url::path(site, *route).as_bytes())).collect();
        let base = edition.archive().settings.base_url.as_ref().map_or("", |base| base.path.as_str());
        let told = links::check(site).texts.into_iter().filter_map(|problem| match problem.spot {
            crate::archive::Spot::Text(link) => Some((problem.path, link)),
            crate::archive::Spot::Bytes(_) => None,
        });
        Inspector { edition, paths, base, told: told.collect() }
    }

    fn look(&self, route: Route, renderer: &crate::theme::render::Renderer<'_>, look: &mut Look) {
        let mut buffer = std::mem::take(&mut look.buffer);
        // A template that fails is told by the survey.
        let size = match renderer.body(route, &mut buffer) {
            Err(_) => 0,
            Ok(Body::Rendered) => {
                if route.is_page() {
                    self.page(route, &buffer, look);
                }
                buffer.len() as u64
            }
            Ok(Body::Ready(bytes)) => bytes.len() as u64,
            Ok(Body::Copied(path)) => self.edition.sources.get(&path).map_or(0, |source| source.size),
        };
        look.weight.add(&self.edition.site, route, size);
        if size > HOST_FILE {
            look.large.push((route, size));
        }
        look.buffer = buffer;
    }

    fn page(&self, route: Route, html: &[u8], look: &mut Look) {
        let Ok(html) = std::str::from_utf8(html) else { return };
        let site = &self.edition.site;
        let path = url::path(site, route);
        let page = Page::read(html);
        look.ids.extend(page.ids.iter().map(|id| place(&path, id)));
        for link in &page.links {
            let Some((target, fragment)) = self.resolve(&path, link) else { continue };
            if !target.is_empty() && !self.has(&target) {
                self.dead(route, link, &target, look);
            } else if !fragment.is_empty()
                && let Some(target) = self.page_of(&path, &target)
            {
                let wanted = Wanted { from: route, link: link.to_string(), count: 1 };
                let known = look.wanted.entry(place(&target, &fragment));
                known.and_modify(|known| known.take(&wanted)).or_insert(wanted);
            }
        }
        let archive = self.edition.archive();
        let missing = match route {
            Route::Paper(paper) => page::of_paper(&page, archive.paper(paper)),
            Route::Group(..) | Route::Home => page::of_list(&page),
            _ => Vec::new(),
        };
        for (message, help) in missing {
            let (path, link, help) = (self.template(route), String::new(), help.map(str::to_owned));
            look.tell(Fault { code: Code::MissingMetadata, path, link, message, help }, route);
        }
    }

    /// The path and the fragment that a link leads to, both decoded; an empty path is the page itself. `None` where it
    /// leads elsewhere.
    fn resolve(&self, page: &str, link: &str) -> Option<(String, String)> {
        let (target, fragment) = link.split_once('#').unwrap_or((link, ""));
        let target = target.split('?').next().unwrap_or(target);
        let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        // `#:~:text=` and the like are for the browser alone, and `#top` is always there.
        let fragment = if fragment.starts_with(':') || fragment == "top" { String::new() } else { decode(fragment) };
        if target.is_empty() {
            return Some((String::new(), fragment));
        }
        if let Some(rest) = target.strip_prefix('/') {
            if rest.starts_with('/') {
                return None;
            }
            let inner = target.strip_prefix(self.base).filter(|inner| inner.is_empty() || inner.starts_with('/'));
            let inner = inner.map(|inner| if inner.is_empty() { "/" } else { inner });
            // What lies beside the site on its host is not the site's to know.
            return inner.map(|inner| (decode(inner), fragment));
        }
        links::resolve(page, target).map(|target| (decode(&target), fragment))
    }

    /// The path of the page that a link leads to, as it is spelled everywhere. `None` where a fragment is no place on a
    /// page: that of a PDF names a page of it, and a file of static/ is not read.
    fn page_of(&self, own: &str, target: &str) -> Option<String> {
        if target.is_empty() || target == own {
            return Some(own.to_owned());
        }
        let site = &self.edition.site;
        site.route(target).filter(|route| route.is_page()).map(|route| url::path(site, route))
    }

    fn has(&self, path: &str) -> bool {
        self.paths.contains(&xxh3_64(path.as_bytes())) || self.edition.site.route(path).is_some()
    }

    fn dead(&self, route: Route, link: &str, target: &str, look: &mut Look) {
        let (origin, ..) = self.edition.site.origin(route);
        let lost = target.trim_end_matches('/').rsplit('/').next();
        let is_lost = lost.is_some_and(|id| self.edition.archive().has_lost(id));
        if is_lost || self.told.contains(&(origin, link.to_owned())) {
            return;
        }
        let (path, written) = self.place_of(route, link);
        let message = format!("the link `{written}` leads to no page of the site");
        look.tell(Fault { code: Code::BrokenLink, path, link: written, message, help: None }, route);
    }

    /// Where a link of a page is written, and how: in the entry, the settings, a template, with or without the path of the
    /// base-url. One that a template puts together is told at the template of the page.
    fn place_of(&self, route: Route, link: &str) -> (String, String) {
        let (origin, ..) = self.edition.site.origin(route);
        let sources = &self.edition.sources;
        let inner = link.strip_prefix(self.base).filter(|inner| inner.starts_with('/')).unwrap_or(link);
        let holds = |path: &str, link: &str| {
            let quoted = |quote: char| format!("{quote}{link}{quote}");
            let text = std::str::from_utf8(sources.bytes(path)).unwrap_or_default();
            // In an attribute alone, `#` or `/x/` is a link.
            text.contains(link) && (link.len() > 3 || text.contains(&quoted('"')) || text.contains(&quoted('\'')))
        };
        let own = [origin.as_str(), SETTINGS].into_iter();
        let folders = ["templates/", "themes/"].into_iter().flat_map(|folder| sources.below(folder));
        let paths = own.chain(folders.map(|(path, _)| &**path));
        for path in paths {
            if let Some(link) = [link, inner].into_iter().find(|link| holds(path, link)) {
                return (path.to_owned(), link.to_owned());
            }
        }
        (self.template(route), link.to_owned())
    }

    fn template(&self, route: Route) -> String {
        self.edition.template_file(template(route))
    }

    fn conclude(&self, look: Look, is_whole: bool) -> Inspection {
        let Look { ids, wanted, problems, weight, large, .. } = look;
        let ids: HashSet<u64> = ids.into_iter().collect();
        let mut found = Vec::new();
        let mut dead: BTreeMap<(String, String), (Route, usize)> = BTreeMap::new();
        for (_, Wanted { from, link, count }) in wanted.into_iter().filter(|(key, _)| !ids.contains(key)) {
            if is_whole || self.lacks(from, &link) {
                dead.entry(self.place_of(from, &link)).or_insert((from, 0)).1 += count;
            }
        }
        for ((path, link), (route, count)) in dead {
            let message = format!("the link `{link}` leads to a place that its page does not have");
            found.push(self.diagnostic(
                Fault { code: Code::DeadFragment, path, link, message, help: None },
                route,
                count,
            ));
        }
        for (fault, (route, count)) in once_each(problems) {
            found.push(self.diagnostic(fault, route, count));
        }
        found.extend(self.large_files(&large));
        found.extend(self.large_pdfs());
        if is_whole {
            found.extend(self.large_site(&weight));
        }
        diagnostic::sort(&mut found);
        Inspection { diagnostics: found, sizes: weight.sizes() }
    }

    /// Whether a page that was not among those looked at lacks the place that a link leads to.
    fn lacks(&self, from: Route, link: &str) -> bool {
        let site = &self.edition.site;
        let page = url::path(site, from);
        let Some((target, fragment)) = self.resolve(&page, link) else { return false };
        let target = if target.is_empty() { page } else { target };
        let mut html = Vec::new();
        let Some(route) = site.route(&target).filter(|route| route.is_page()) else { return false };
        let Ok(Body::Rendered) = self.edition.renderer().body(route, &mut html) else { return false };
        std::str::from_utf8(&html).is_ok_and(|html| !Page::read(html).ids.iter().any(|id| *id == fragment.as_str()))
    }

    fn diagnostic(&self, fault: Fault, route: Route, count: usize) -> Diagnostic {
        let Fault { code, path, link, message, help } = fault;
        let page = url::path(&self.edition.site, route);
        let where_ = match count {
            1 => format!("on the page {page}"),
            2 => format!("on the page {page} and another"),
            many => format!("on the page {page} and {} others", many - 1),
        };
        let help = help.map_or(where_.clone(), |help| format!("{help}; {where_}"));
        let text = std::str::from_utf8(self.edition.sources.bytes(&path)).unwrap_or_default();
        let at = if link.is_empty() { None } else { text.find(&link) };
        match at {
            Some(at) => {
                let span = Span::of(text, at, at + link.len());
                Diagnostic::at(code, &path, text, span, message).help(help)
            }
            None => Diagnostic::of_file(code, &path, message).help(help),
        }
    }

    fn large_files(&self, large: &[(Route, u64)]) -> Vec<Diagnostic> {
        let is_host = budget::is_github(self.edition);
        let tell = |(route, size): &(Route, u64)| {
            let (origin, ..) = self.edition.site.origin(*route);
            let name = url::path(&self.edition.site, *route);
            let message = format!("`{name}` has {} MB, and GitHub takes files of 100", size / 1_000_000);
            Diagnostic::of_file(Code::LargeFile, &origin, message)
        };
        large.iter().filter(|_| is_host).map(tell).collect()
    }

    fn large_pdfs(&self) -> Vec<Diagnostic> {
        let archive = self.edition.archive();
        let of_papers = archive.files.iter().filter(|file| matches!(file.owner, Owner::Paper(_)));
        let is_large = |source: &str| {
            let size = self.edition.sources.get(source).map_or(0, |source| source.size);
            (source.to_ascii_lowercase().ends_with(".pdf") && size > SCHOLAR_PDF).then_some(size)
        };
        let tell = |(source, size): (&String, u64)| {
            let message = format!("the PDF has {:.1} MB, and Google Scholar indexes none above 5", size as f64 / 1e6);
            Diagnostic::of_file(Code::LargePdf, source, message)
        };
        of_papers.filter_map(|file| Some((&file.source, is_large(&file.source)?))).map(tell).collect()
    }

    fn large_site(&self, weight: &Weight) -> Option<Diagnostic> {
        if !weight.is_over() || !budget::is_github(self.edition) {
            return None;
        }
        let size = weight.packed() as f64 / 1e9;
        let message = format!("the site has {size:.2} GB as it is uploaded, and GitHub Pages takes 1");
        Some(Diagnostic::of_file(Code::LargeSite, SETTINGS, message).help(weight.in_short()))
    }
}

/// Problems that many templates have from a common one are told at the first of them.
fn once_each(problems: BTreeMap<Fault, (Route, usize)>) -> Vec<(Fault, (Route, usize))> {
    let mut kept: Vec<(Fault, (Route, usize))> = Vec::new();
    for (fault, (route, count)) in problems {
        let is_same = |other: &Fault| {
            (other.code, &other.link, &other.message) == (fault.code, &fault.link, &fault.message)
                && other.path.ends_with(".html")
                && fault.path.ends_with(".html")
        };
        match kept.iter_mut().find(|(other, _)| is_same(other)) {
            Some((_, (first, total))) => (*first, *total) = ((*first).min(route), *total + count),
            None => kept.push((fault, (route, count))),
        }
    }
    kept
}

/// Digest of a place on a page.
fn place(path: &str, id: &str) -> u64 {
    xxh3_64_with_seed(id.as_bytes(), xxh3_64(path.as_bytes()))
}

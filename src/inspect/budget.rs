//! What takes the room of a site, against what its host takes, and which settings give some of it back.
//!
//! Sizes are counted as they travel: a site goes to GitHub Pages as one tar archive, in which every file and folder has a
//! head of 512 bytes and ends on a multiple of that. Many small files weigh more in it than they do by themselves.

use std::collections::{BTreeMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use crate::edition::Edition;
use crate::search;
use crate::site::api::ApiFile;
use crate::site::{Group, Route, Scope, Site, url};

/// The largest file that GitHub takes, in bytes (docs.github.com, "About large files on GitHub").
pub const HOST_FILE: u64 = 100_000_000;
/// The largest site that GitHub Pages publishes, in bytes (docs.github.com, "GitHub Pages limits").
pub const HOST_SITE: u64 = 1_000_000_000;

/// Of so many papers one is looked at for what its page carries.
const SAMPLE: u32 = 64;

/// What a tar archive counts in.
const BLOCK: u64 = 512;
/// Advice that gives back less than this part of a site is not worth a line, in percent.
const LEAST: u64 = 1;

/// What a site weighs.
#[derive(Clone, Debug, Default)]
pub struct Weight {
    /// Bytes and number of files by kind.
    kinds: BTreeMap<&'static str, (u64, u64)>,
    /// Bytes on the way to the host that a setting would give back.
    cuts: BTreeMap<Cut, u64>,
    /// Bytes of all files on the way to the host.
    packed: u64,
    /// Digests of the folders.
    folders: HashSet<u64>,
}

/// Something that a setting leaves out, the least missed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    Records,
    Digests,
    PaperExports,
    Formats,
    Feeds,
    AuthorFiles,
    AuthorsOfOne,
    GroupExports,
    DaysAndWeeks,
    AuthorsOfTwo,
    Abstracts,
    Files,
}

impl Cut {
    const ALL: [Cut; 12] = [
        Cut::Records,
        Cut::Digests,
        Cut::PaperExports,
        Cut::Formats,
        Cut::Feeds,
        Cut::AuthorFiles,
        Cut::AuthorsOfOne,
        Cut::GroupExports,
        Cut::DaysAndWeeks,
        Cut::AuthorsOfTwo,
        Cut::Abstracts,
        Cut::Files,
    ];

    /// The setting, and what the site then does without.
    fn setting(self) -> (&'static str, &'static str) {
        match self {
            Cut::Records => ("api: dump", "records of papers in parts, which the dump has too"),
            Cut::Digests => ("thresholds.digests: off", "the letters of days and weeks as pages"),
            Cut::PaperExports => ("exports.paper: []", "files to cite a paper, which its page offers all the same"),
            Cut::Formats => ("exports.page: [bibtex]", "BibLaTeX, RIS and CSL-JSON on papers' pages"),
            Cut::AuthorsOfOne => ("thresholds.author-pages: 2", "pages of authors of one paper"),
            Cut::AuthorFiles => ("thresholds.exports.authors: 100", "files of the papers of an author"),
            Cut::GroupExports => ("exports.group: []", "files of the papers of a list"),
            Cut::Feeds => ("thresholds.feeds.authors: 100", "feeds of authors"),
            Cut::AuthorsOfTwo => ("thresholds.author-pages: 3", "pages of authors of two papers as well"),
            Cut::Abstracts => ("search.abstracts: false", "excerpts and exact phrases in search"),
            Cut::DaysAndWeeks => ("periods: [year, month]", "pages of days and weeks"),
            Cut::Files => ("files.base-url", "files beside entries, which are kept elsewhere"),
        }
    }

    /// What would leave out a file; the first of several.
    fn of(site: &Site, route: Route) -> Option<Cut> {
        let members = |group| site.members(group).len();
        Some(match route {
            Route::Api(ApiFile::Papers(_) | ApiFile::PapersIndex) => Cut::Records,
            Route::Digest(_) => Cut::Digests,
            Route::PaperExport(..) => Cut::PaperExports,
            Route::Group(group @ Group::Author(_), _) if members(group) <= 1 => Cut::AuthorsOfOne,
            Route::Group(group @ Group::Author(_), _) if members(group) == 2 => Cut::AuthorsOfTwo,
            Route::GroupExport(Scope::Author(author), _) if members(Group::Author(author)) < 100 => Cut::AuthorFiles,
            Route::Feed(Scope::Author(author), _) if members(Group::Author(author)) < 100 => Cut::Feeds,
            Route::GroupExport(..) => Cut::GroupExports,
            Route::SearchFile(search::File::Papers(_)) if site.archive.settings.search.abstracts => Cut::Abstracts,
            Route::Group(Group::Day(_) | Group::Week(_), _) => Cut::DaysAndWeeks,
            Route::File(_) => Cut::Files,
            _ => return None,
        })
    }
}

impl Weight {
    /// Adds a file of so many bytes.
    pub fn add(&mut self, site: &Site, route: Route, size: u64) {
        let (bytes, files) = self.kinds.entry(kind(route)).or_default();
        (*bytes, *files) = (*bytes + size, *files + 1);
        let path = url::file(&url::path(site, route));
        let mut packed = BLOCK + size.next_multiple_of(BLOCK);
        self.packed += packed;
        let mut folder = path.as_str();
        while let Some((outer, _)) = folder.rsplit_once('/') {
            if !self.folders.insert(xxh3_64(outer.as_bytes())) {
                break;
            }
            folder = outer;
        }
        if let Route::Paper(paper) = route
            && paper.is_multiple_of(SAMPLE)
        {
            *self.cuts.entry(Cut::Formats).or_default() += site.weight_of_formats(paper) as u64 * u64::from(SAMPLE);
        }
        let Some(cut) = Cut::of(site, route) else { return };
        if path.ends_with("/index.html") {
            packed += BLOCK;
        }
        // Authors, titles and the like stay when abstracts go.
        *self.cuts.entry(cut).or_default() += if cut == Cut::Abstracts { packed * 4 / 5 } else { packed };
    }

    /// Adds what was weighed apart.
    pub fn append(&mut self, other: Weight) {
        for (kind, (bytes, files)) in other.kinds {
            let known = self.kinds.entry(kind).or_default();
            *known = (known.0 + bytes, known.1 + files);
        }
        for (cut, bytes) in other.cuts {
            *self.cuts.entry(cut).or_default() += bytes;
        }
        self.packed += other.packed;
        self.folders.extend(other.folders);
    }

    /// Bytes on the way to the host.
    pub fn packed(&self) -> u64 {
        self.packed + self.folders.len() as u64 * BLOCK
    }

    /// Bytes by kind of file, the most first.
    pub fn sizes(&self) -> Vec<(&'static str, u64)> {
        let mut sizes: Vec<_> = self.kinds.iter().map(|(kind, (bytes, _))| (*kind, *bytes)).collect();
        sizes.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        sizes
    }

    /// Whether it is more than GitHub Pages takes.
    pub fn is_over(&self) -> bool {
        self.packed() > HOST_SITE
    }

    /// What to say of a site for GitHub Pages, in lines; nothing where it is well below what is taken.
    pub fn lines(&self) -> Vec<String> {
        let files: u64 = self.kinds.values().map(|(_, files)| files).sum();
        if self.packed() * 2 < HOST_SITE {
            return Vec::new();
        }
        let bytes: u64 = self.kinds.values().map(|(bytes, _)| bytes).sum();
        let mut lines = vec![format!(
            "GitHub Pages takes 1 GB and 10 minutes to publish it. This site has {} in {files} files, {} as it is uploaded:",
            gigabytes(bytes),
            gigabytes(self.packed())
        )];
        for (kind, size) in self.sizes().into_iter().filter(|(_, size)| size * 100 >= bytes * LEAST) {
            lines.push(format!("  {:>9}  {kind}, {}", megabytes(size), counted(self.kinds[kind].1)));
        }
        let advice = self.advice();
        if !advice.is_empty() {
            lines.push("What gives room back, in offprint.yaml, least missed first:".to_owned());
        }
        lines.extend(advice.iter().map(|(cut, saved)| {
            let (setting, lost) = cut.setting();
            format!("  {:>9}  {setting:32} without {lost}", megabytes(*saved))
        }));
        lines.extend(self.enough(&advice));
        lines
    }

    /// What gives back something, the least missed first.
    fn advice(&self) -> Vec<(Cut, u64)> {
        let saved = |cut: Cut| self.cuts.get(&cut).copied().unwrap_or(0);
        let worth = Cut::ALL.into_iter().map(|cut| (cut, saved(cut)));
        worth.filter(|(_, saved)| saved * 100 >= self.packed() * LEAST).collect()
    }

    /// How much of the advice brings the site down to what is taken.
    fn enough(&self, advice: &[(Cut, u64)]) -> Option<String> {
        if !self.is_over() {
            return None;
        }
        let mut left = self.packed();
        let mut settings = Vec::new();
        for (cut, saved) in advice {
            left = left.saturating_sub(*saved);
            settings.push(format!("`{}`", cut.setting().0));
            if left <= HOST_SITE {
                return Some(format!("With {} it has {}.", settings.join(", "), gigabytes(left)));
            }
        }
        Some("That is not enough for GitHub Pages: the guide's page on publishing has other places.".to_owned())
    }

    /// The kinds that have most, and the settings that give most back, in one line.
    pub fn in_short(&self) -> String {
        let most: Vec<String> =
            self.sizes().iter().take(4).map(|(kind, size)| format!("{kind} {}", gigabytes(*size))).collect();
        let settings: Vec<String> = self.advice().iter().map(|(cut, _)| format!("`{}`", cut.setting().0)).collect();
        match settings.is_empty() {
            true => format!("most of it are {}", most.join(", ")),
            false => format!("most of it are {}; room is given back by {}", most.join(", "), settings.join(", ")),
        }
    }
}

fn counted(files: u64) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}

fn gigabytes(bytes: u64) -> String {
    format!("{:.2} GB", bytes as f64 / 1e9)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// Whether a site is most likely published from GitHub.
pub fn is_github(edition: &Edition) -> bool {
    let settings = &edition.archive().settings;
    let host = settings.base_url.as_ref().map(|base| base.host());
    !settings.repository.is_empty() || host.is_none_or(|host| host.ends_with(".github.io"))
}

/// What kind of file stands at a route, as a summary of sizes names it.
fn kind(route: Route) -> &'static str {
    match route {
        Route::Paper(_) => "pages of papers",
        Route::Group(Group::Author(_) | Group::Letter(_), _) => "pages of authors",
        Route::Digest(_) => "digests",
        route if route.is_page() => "other pages",
        Route::PaperExport(..) => "exports of papers",
        Route::GroupExport(..) => "exports of lists",
        Route::Feed(..) | Route::OldFeed(..) => "feeds",
        Route::Api(_) => "the API",
        Route::SearchFile(_) | Route::Client | Route::ClientLater | Route::ClientWords => "the search index",
        Route::File(_) => "files beside entries",
        Route::Static(_) => "static files",
        _ => "the rest",
    }
}

//! What a page says of itself to machines, ready-made, so that no theme can get it wrong.
//!
//! How each format says it is `exchange`'s; here it is put together for a page, with the addresses that it needs. Pages
//! that nobody would link to (of search, old addresses, what is not there) say nothing.

use super::paper::PaperView;
use super::{Builder, Card, GroupView, Link, Meta, View};
use crate::exchange::jsonld::{self, Around, List, Profile, Step};
use crate::exchange::{Work, highwire, signposting};
use crate::site::api::ApiFile;
use crate::site::{Facet, Group, Route};

impl<'a> View<'a> {
    /// What the page says of itself, if it is one that somebody would link to.
    fn shown(&mut self) -> Option<&mut Meta> {
        let is_shown = !matches!(self, View::Search(_) | View::Redirect(_) | View::NotFound(_));
        is_shown.then(|| self.meta())
    }

    /// Every card of the page.
    fn cards(&mut self) -> Vec<&mut Card<'a>> {
        match self {
            View::Home(view) => {
                let own = view.sections.iter_mut().flat_map(|section| &mut section.cards);
                own.chain(view.lists.iter_mut().flat_map(|list| &mut list.cards)).collect()
            }
            View::Group(view) => view.sections.iter_mut().flat_map(|section| &mut section.cards).collect(),
            View::Page(view) => view.lists.iter_mut().flat_map(|list| &mut list.cards).collect(),
            _ => Vec::new(),
        }
    }

    /// Leaves each paper to reference managers once, and none where it is alone: they would take the page for the paper's.
    fn thin_out(&mut self) {
        let repeats = !matches!(self, View::Group(_));
        let mut cards = self.cards();
        for at in 0..if repeats { cards.len() } else { 0 } {
            if cards[..at].iter().any(|before| before.id == cards[at].id) {
                cards[at].coins_html = "";
            }
        }
        if cards.iter().filter(|card| !card.coins_html.is_empty()).take(2).count() < 2 {
            cards.iter_mut().for_each(|card| card.coins_html = "");
        }
    }
}

impl<'a> Builder<'a> {
    /// Adds to a view what it says of itself to machines.
    pub(super) fn introduce(&self, route: Route, view: &mut View<'a>) {
        view.thin_out();
        let Some(page) = view.shown() else { return };
        if let Route::Paper(index) = route {
            page.image = self.page_image(index);
        }
        let work = if let Route::Paper(index) = route { Some(self.site.work(index)) } else { None };
        let mut html = String::with_capacity(if work.is_some() { 8192 } else { 2048 });
        self.open_graph(page, work.as_ref(), &mut html);
        match view {
            View::Home(view) => self.home_head(&view.page, &mut html),
            View::Paper(view) => {
                if let (Route::Paper(index), Some(work)) = (route, &work) {
                    self.paper_head(index, work, view, &mut html);
                }
            }
            View::Group(view) => {
                if let Route::Group(group, _) = route {
                    self.group_head(group, view, &mut html);
                }
            }
            View::Index(view) => jsonld::list(&self.page_list(&view.page, view.title), &mut html),
            View::Digest(view) => jsonld::list(&self.page_list(&view.page, &view.page.title), &mut html),
            View::Page(view) => jsonld::free(&self.page_list(&view.page, &view.page.title), &mut html),
            View::Submit(view) => jsonld::free(&self.page_list(&view.page, &view.page.title), &mut html),
            View::Search(_) | View::Redirect(_) | View::NotFound(_) => {}
        }
        if let Some(page) = view.shown() {
            page.head_html = html;
        }
    }

    fn home_head(&self, page: &Meta, html: &mut String) {
        let search = self.site.absolute(Route::Search);
        let dump = Route::Api(ApiFile::Dump);
        let dump = self.site.absolute(dump).filter(|_| self.site.exists(dump));
        let archive = jsonld::Archive {
            name: &page.title,
            description: &page.description,
            language: &self.site.archive.settings.language,
            url: page.canonical.as_deref(),
            search: search.as_deref(),
            dump: dump.as_deref(),
        };
        jsonld::home(&archive, html);
    }

    fn paper_head(&self, index: u32, work: &Work<'_>, view: &PaperView<'_>, html: &mut String) {
        let site = self.site;
        let archive = &*site.archive;
        let record = archive.paper(index);
        let abstract_text = work.abstract_text();
        highwire::write(work, &abstract_text, archive.settings.external_pdf, html);
        let collection = record.volume.map_or(Group::All, Group::Volume);
        signposting::write(work, site.absolute(Route::Group(collection, 0)).as_deref(), html);
        self.describing_files(index, html);
        let origin = self.origin();
        let author_page = |author: &u32| site.author_href(*author).filter(|_| origin.is_some());
        let around = Around {
            trail: self.steps(&view.page, &view.page.title),
            authors: archive.authors().of(index).iter().map(author_page).collect(),
            origin: origin.unwrap_or_default(),
            topics: record.topics.iter().map(|at| &archive.topics[*at as usize]).map(|t| (&*t.key, &*t.name)).collect(),
            all_topics: site.absolute(Route::Index(Facet::Topics)),
            image: view.page.image.as_ref().map(|image| image.url.as_str()),
            discussion: view.paper.discuss_url.as_deref(),
            metrics: Some(record.metrics()),
            home: site.absolute(Route::Home),
        };
        jsonld::work(work, &abstract_text, &around, html);
    }

    /// Links to the files that describe a paper in formats for others.
    fn describing_files(&self, index: u32, html: &mut String) {
        for format in self.site.exports_of_paper(index) {
            let file = self.site.absolute(Route::PaperExport(index, *format));
            signposting::described_by(&file.unwrap_or_default(), format.media_type(), html);
        }
    }

    fn group_head(&self, group: Group, view: &GroupView<'_>, html: &mut String) {
        let list = self.page_list(&view.page, &view.page.title);
        let authors = self.site.archive.authors();
        let author = match group {
            Group::Author(at) if view.count.is_some() => Some((at, &authors.list()[at as usize])),
            _ => None,
        };
        if let Some((at, author)) = author.filter(|(_, author)| author.namesakes.is_empty()) {
            let profile = Profile {
                page: list,
                is_organisation: self.is_organisation(at),
                native: &author.native,
                spellings: &author.spellings,
                orcid: &author.orcid,
                homepage: &author.url,
                affiliation: &author.affiliation,
            };
            return jsonld::profile(&profile, html);
        }
        let cards = view.sections.iter().flat_map(|section| &section.cards);
        let papers = cards.map(|card| card.url).filter(|_| self.origin().is_some()).collect();
        let count = view.count.filter(|_| !matches!(group, Group::Letter(_)));
        jsonld::list(&List { count, papers, ..list }, html);
    }

    /// Whether an author is an organisation, as the first of its papers says.
    fn is_organisation(&self, author: u32) -> bool {
        let archive = &*self.site.archive;
        let Some(paper) = archive.authors().papers.get(author).first() else { return false };
        let of_paper = archive.authors().of(*paper).iter().zip(&archive.paper(*paper).paper.authors);
        of_paper.into_iter().any(|(at, name)| *at == author && !name.literal.is_empty())
    }

    /// A page as a list without papers.
    fn page_list<'v>(&'v self, page: &'v Meta, name: &'v str) -> List<'v> {
        List {
            name,
            description: &page.description,
            language: &self.site.archive.settings.language,
            url: page.canonical.as_deref(),
            trail: self.steps(page, name),
            count: None,
            papers: Vec::new(),
            origin: self.origin().unwrap_or_default(),
        }
    }

    /// The way to a page, as its trail shows it, where there is one and it has addresses.
    fn steps<'v>(&'v self, page: &'v Meta, name: &'v str) -> Vec<Step<'v>> {
        let (Some(home), Some(own), false) =
            (self.site.absolute(Route::Home), page.canonical.clone(), page.trail.is_empty())
        else {
            return Vec::new();
        };
        let step = |link: &'v Link| Some(Step { name: &link.name, url: self.beyond(link.url.as_deref()?)? });
        let first = Step { name: self.words.get("home"), url: home };
        [first].into_iter().chain(page.trail.iter().filter_map(step)).chain([Step { name, url: own }]).collect()
    }

    /// The absolute address of a link within the site, where there is a base-url.
    fn beyond(&self, href: &str) -> Option<String> {
        self.origin().map(|origin| format!("{origin}{href}"))
    }

    /// The scheme and the host of the site, where there is a base-url.
    fn origin(&self) -> Option<&'a str> {
        self.site.archive.settings.base_url.as_ref().map(|base| base.origin.as_str())
    }
}

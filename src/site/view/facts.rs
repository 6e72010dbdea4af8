//! What is known of an author, a venue, a volume or a list beside its papers.

use super::group::Fact;
use super::{Builder, Link};
use crate::archive::Owner;
use crate::paper::Target;
use crate::site::{Group, Route};

impl<'a> Builder<'a> {
    pub(super) fn facts(&self, group: Group) -> Vec<Fact<'a>> {
        let archive = &*self.site.archive;
        let plain = |text: &str| Link { name: text.to_owned(), url: None };
        let away = |url: &str| Link { name: url.to_owned(), url: Some(url.to_owned()) };
        let mut facts = Vec::new();
        let words = self.words;
        let mut add = |label: &'a str, values: Vec<Link>| {
            let values: Vec<Link> = values.into_iter().filter(|value| !value.name.is_empty()).collect();
            if !values.is_empty() {
                facts.push(Fact { label, values });
            }
        };
        match group {
            Group::Author(at) => {
                let author = &archive.authors().list()[at as usize];
                add(words.get("native-name"), vec![plain(&author.native)]);
                add(words.get("affiliation"), vec![plain(&author.affiliation)]);
                let orcid =
                    Link { name: author.orcid.clone(), url: Some(format!("https://orcid.org/{}", author.orcid)) };
                add("ORCID", vec![orcid]);
                add(words.get("home-page"), vec![away(&author.url)]);
                add(words.get("also-written"), author.spellings.iter().map(|name| plain(name)).collect());
            }
            Group::Venue(at) => {
                let venue = &archive.venues[at as usize];
                add(
                    words.get("short-name"),
                    vec![plain(&venue.short)].into_iter().filter(|s| s.name != venue.name).collect(),
                );
                add(words.get("home-page"), vec![away(&venue.url)]);
                add("ISSN", vec![plain(&venue.issn)]);
            }
            Group::Volume(at) => self.volume_facts(at, &mut add),
            Group::List(at) => {
                add(words.get("query"), vec![plain(&archive.settings.lists[at as usize].query)]);
                add(words.get("order"), self.order_note(at).map(|note| plain(&note)).into_iter().collect());
            }
            _ => {}
        }
        facts
    }

    fn volume_facts(&self, at: u32, add: &mut impl FnMut(&'a str, Vec<Link>)) {
        let words = self.words;
        let archive = &*self.site.archive;
        let volume = &archive.volumes[at as usize].value;
        let plain = |text: &str| vec![Link { name: text.to_owned(), url: None }];
        add(words.get("editors"), volume.editors.iter().flat_map(|editor| plain(&editor.display())).collect());
        if let Some(event) = &volume.event {
            let date = event.start.map_or_else(String::new, |start| match event.end {
                Some(end) if end != start => words.span(start, end),
                _ => words.date(start),
            });
            let parts = [event.name.as_str(), &event.place, &date];
            add(
                words.get("event"),
                plain(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")),
            );
        }
        add(words.get("published"), plain(&volume.date.map_or_else(String::new, |date| words.date(date))));
        let series = [volume.series.as_str(), &volume.volume].into_iter().filter(|part| !part.is_empty());
        add(words.get("series"), plain(&series.collect::<Vec<_>>().join(" ")));
        add(words.get("publisher"), plain(&volume.publisher));
        add("ISBN", plain(&volume.isbn));
        add("ISSN", plain(&volume.issn));
        add("DOI", vec![Link { name: volume.doi.clone(), url: Some(crate::exchange::doi_url(&volume.doi)) }]);
        if let Some(front) = &volume.front_matter {
            let file = archive.files_of(Owner::Volume(at)).next().map(|file| self.site.href(Route::File(file)));
            let url = match &front.pdf {
                Some(Target::Url(url)) => Some(url.clone()),
                _ => file,
            };
            let pages = Some(words.fill("pages", &[("n", &front.pages)])).filter(|_| !front.pages.is_empty());
            let name = [Some(words.get("link-pdf").to_owned()), pages].into_iter().flatten().collect::<Vec<_>>();
            add(words.get("front-matter"), vec![Link { name: name.join(", "), url }]);
        }
    }
}

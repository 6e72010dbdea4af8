//! What is known of an author, a venue or a volume beside its papers.

use super::group::Fact;
use super::{Builder, Link};
use crate::archive::Owner;
use crate::paper::Target;
use crate::site::{Group, Route};
use crate::text::date::Date;

impl Builder<'_> {
    pub(super) fn facts(&self, group: Group) -> Vec<Fact> {
        let archive = &*self.site.archive;
        let plain = |text: &str| Link { name: text.to_owned(), url: None };
        let away = |url: &str| Link { name: url.to_owned(), url: Some(url.to_owned()) };
        let mut facts = Vec::new();
        let mut add = |label, values: Vec<Link>| {
            let values: Vec<Link> = values.into_iter().filter(|value| !value.name.is_empty()).collect();
            if !values.is_empty() {
                facts.push(Fact { label, values });
            }
        };
        match group {
            Group::Author(at) => {
                let author = &archive.authors().list()[at as usize];
                add("In its own script", vec![plain(&author.native)]);
                add("Affiliation", vec![plain(&author.affiliation)]);
                let orcid =
                    Link { name: author.orcid.clone(), url: Some(format!("https://orcid.org/{}", author.orcid)) };
                add("ORCID", vec![orcid]);
                add("Home page", vec![away(&author.url)]);
                add("Also written", author.spellings.iter().map(|name| plain(name)).collect());
            }
            Group::Venue(at) => {
                let venue = &archive.venues[at as usize];
                add("Short name", vec![plain(&venue.short)].into_iter().filter(|s| s.name != venue.name).collect());
                add("Home page", vec![away(&venue.url)]);
                add("ISSN", vec![plain(&venue.issn)]);
            }
            Group::Volume(at) => self.volume_facts(at, &mut add),
            _ => {}
        }
        facts
    }

    fn volume_facts(&self, at: u32, add: &mut impl FnMut(&'static str, Vec<Link>)) {
        let archive = &*self.site.archive;
        let volume = &archive.volumes[at as usize].value;
        let plain = |text: &str| vec![Link { name: text.to_owned(), url: None }];
        add("Editors", volume.editors.iter().flat_map(|editor| plain(&editor.display())).collect());
        if let Some(event) = &volume.event {
            let date = event.start.map_or_else(String::new, |start| match event.end {
                Some(end) if end != start => format!("{} to {}", start.long(), end.long()),
                _ => start.long(),
            });
            let parts = [event.name.as_str(), &event.place, &date];
            add("Event", plain(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")));
        }
        add("Published", plain(&volume.date.map_or_else(String::new, Date::long)));
        let series = [volume.series.as_str(), &volume.volume].into_iter().filter(|part| !part.is_empty());
        add("Series", plain(&series.collect::<Vec<_>>().join(" ")));
        add("Publisher", plain(&volume.publisher));
        add("ISBN", plain(&volume.isbn));
        add("ISSN", plain(&volume.issn));
        add("DOI", vec![Link { name: volume.doi.clone(), url: Some(super::paper::doi_url(&volume.doi)) }]);
        if let Some(front) = &volume.front_matter {
            let file = archive.files_of(Owner::Volume(at)).next().map(|file| self.site.href(Route::File(file)));
            let url = match &front.pdf {
                Some(Target::Url(url)) => Some(url.clone()),
                _ => file,
            };
            let pages = if front.pages.is_empty() { String::new() } else { format!(", pp. {}", front.pages) };
            add("Front matter", vec![Link { name: format!("PDF{pages}"), url }]);
        }
    }
}

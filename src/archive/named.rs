//! What a paper names: topics, people, a venue, a volume and a section of it, each looked up in what the archive declares.

use super::Filed;
use super::check::{self, Findings, did_you_mean};
use super::lost::Lost;
use super::resolve::{Topics, Venues};
use crate::diagnostic::Code;
use crate::paper::{Facts, Paper, Person, Volume};
use crate::yaml::Step;

/// What papers can name.
pub struct Names {
    pub(super) topics: Topics,
    pub(super) venues: Venues,
    pub(super) volumes: Vec<Filed<Volume>>,
    pub(super) people: Vec<Filed<Person>>,
}

impl Names {
    /// The topics and the volume a paper names; what does not exist is noted.
    pub(super) fn resolve(
        &self,
        paper: &Paper,
        facts: &Facts,
        lost: &Lost,
        findings: &mut Findings<'_>,
    ) -> (Box<[u32]>, Option<u32>) {
        let mut found = Vec::with_capacity(paper.topics.len());
        for (at, key) in paper.topics.iter().enumerate() {
            let steps = || vec![Step::Key("topics"), Step::Nth(at as u32)];
            match self.topics.find(key) {
                Some(topic) if !found.contains(&topic) => found.push(topic),
                Some(_) => {}
                None if check::reserved(key) => {
                    findings.note(
                        steps(),
                        Code::ReservedKey,
                        format!("`{key}` is an address of the site itself"),
                        None,
                    );
                }
                None => {
                    let message = format!("there is no topic `{key}`");
                    let help = findings.suggest(|| self.topics.suggest(key));
                    findings.note(steps(), Code::UndeclaredTopic, message, help);
                }
            }
        }
        let authors = if facts.has_people { paper.authors.as_slice() } else { &[] };
        for (at, author) in authors.iter().enumerate().filter(|(_, author)| !author.person.is_empty()) {
            let known = self.people.binary_search_by(|person| person.value.key.cmp(&author.person)).is_ok();
            if !known && !lost.stems.contains(&author.person) {
                let steps = vec![Step::Key("authors"), Step::Nth(at as u32), Step::Key("person")];
                let keys = self.people.iter().map(|person| person.value.key.as_str());
                let help = findings.suggest(|| did_you_mean(&author.person, keys));
                findings.note(steps, Code::UndeclaredPerson, format!("there is no person `{}`", author.person), help);
            }
        }
        if paper.volume_key.is_empty() {
            if !paper.section.is_empty() {
                let message = format!("the section `{}` is of no volume", paper.section);
                let help = Some("add `in:` with the key of the volume".to_owned());
                findings.note(vec![Step::Key("section")], Code::UndeclaredSection, message, help);
            }
            return (found.into(), None);
        }
        let volume = self.volumes.binary_search_by(|volume| volume.value.key.cmp(&paper.volume_key)).ok();
        if let Some(at) = volume {
            self.section(paper, &self.volumes[at].value, findings);
        } else if !lost.stems.contains(&paper.volume_key) {
            let keys = self.volumes.iter().map(|volume| volume.value.key.as_str());
            let help = findings.suggest(|| did_you_mean(&paper.volume_key, keys));
            let message = format!("there is no volume `{}`", paper.volume_key);
            findings.note(vec![Step::Key("in")], Code::UndeclaredVolume, message, help);
        }
        (found.into(), volume.map(|at| at as u32))
    }
}

impl Names {
    /// The venue a paper names, itself or by its volume.
    pub(super) fn venue(&self, paper: &Paper, volume: Option<u32>, findings: &mut Findings<'_>) -> Option<u32> {
        if paper.venue.is_empty() {
            return None;
        }
        let is_own = volume.is_none_or(|at| self.volumes[at as usize].value.venue != paper.venue);
        self.venues.look_up(&paper.venue, is_own, findings)
    }

    /// Whether the volume has the section that the paper names.
    fn section(&self, paper: &Paper, volume: &Volume, findings: &mut Findings<'_>) {
        let sections = || volume.sections.iter().map(|section| section.key.as_str());
        if paper.section.is_empty() || volume.sections.is_empty() || sections().any(|key| key == paper.section) {
            return;
        }
        let message = format!("the volume `{}` has no section `{}`", volume.key, paper.section);
        let help = findings.suggest(|| did_you_mean(&paper.section, sections()));
        findings.note(vec![Step::Key("section")], Code::UndeclaredSection, message, help);
    }
}

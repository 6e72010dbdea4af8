//! An archive and its preview side by side, and the law of the preview: it answers what `build` would write.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use offprint::text::version::unversioned;

use super::Archive;
use super::http::{Answer, Connection, encode};
use super::server::{PATIENCE, Server, within};

/// An archive with its preview.
pub struct Preview {
    pub archive: Archive,
    pub server: Server,
    /// What a build has to be told, to be the same as this preview.
    options: Vec<String>,
    /// Every file that the site ever had.
    seen: RefCell<BTreeSet<String>>,
}

impl Preview {
    pub fn of(archive: Archive) -> Preview {
        Preview::with(archive, &[])
    }

    /// A preview with options that `build` has not, such as `--poll`.
    pub fn with(archive: Archive, options: &[&str]) -> Preview {
        let server = Server::start_with(&archive, options);
        Preview { archive, server, options: Vec::new(), seen: RefCell::default() }
    }

    /// A preview with options that `build` has too.
    pub fn built_with(archive: Archive, options: &[&str]) -> Preview {
        let preview = Preview::with(archive, options);
        Preview { options: options.iter().map(|option| (*option).to_owned()).collect(), ..preview }
    }

    /// Waits until every answer is what a build from nothing writes, and what was there before is not found.
    pub fn agrees(&self) {
        let built = self.built();
        let mut last = Vec::new();
        let agreed = within(PATIENCE, || {
            last = self.differences(&built);
            last.is_empty().then_some(())
        });
        assert!(agreed.is_some(), "{}\n{}{}", last.join("\n"), self.server.stdout(), self.server.stderr());
    }

    /// What the preview answers at this moment that is not what a build from nothing writes.
    pub fn disagrees(&self) -> Vec<String> {
        self.differences(&self.built())
    }

    /// Writes a file after all others, and waits until the preview has it: then it has all that was written before.
    pub fn settle(&self, step: usize) {
        let text = format!("step {step}\n");
        self.archive.write("static/step.txt", &text);
        self.server.until_has(&self.url_of("step.txt"), &text);
    }

    /// Where a file of the site stands on the server.
    pub fn url_of(&self, file: &str) -> String {
        let page = file.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
        format!("{}/{}", self.base(), encode(page.unwrap_or(file)))
    }

    /// The path of the base-url, as the settings have it now.
    pub fn base(&self) -> String {
        let settings = fs::read_to_string(self.archive.root().join("offprint.yaml")).unwrap_or_default();
        let given = self.options.iter().skip_while(|option| *option != "--base-url").nth(1).cloned();
        let set = || settings.lines().find_map(|line| line.strip_prefix("base-url: ")).map(str::to_owned);
        let url = given.or_else(set).unwrap_or_default();
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        let path = path.trim_matches('/');
        if path.is_empty() { String::new() } else { format!("/{path}") }
    }

    /// What a build from nothing writes.
    pub fn built(&self) -> BTreeMap<String, Vec<u8>> {
        let options: Vec<&str> = self.options.iter().map(String::as_str).collect();
        let built = self.archive.built_afresh(&options);
        self.seen.borrow_mut().extend(built.keys().cloned());
        built
    }

    fn differences(&self, built: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
        let mut asked = Asked { server: &self.server, connection: None };
        let mut found = Vec::new();
        // A page that is still open asks for the assets that it was made with, and gets those that there are now.
        let current: BTreeMap<String, &Vec<u8>> =
            built.iter().filter_map(|(file, bytes)| Some((unversioned(file)?, bytes))).collect();
        for file in self.seen.borrow().iter() {
            let url = self.url_of(file);
            let answer = asked.get(&url);
            let earlier = || unversioned(file).and_then(|plain| current.get(&plain).copied());
            match built.get(file).or_else(earlier) {
                None if answer.status != 404 => found.push(format!("{url} is {}, and not built", answer.status)),
                None => {}
                Some(_) if answer.status != 200 => found.push(format!("{url} is {}, and built", answer.status)),
                Some(bytes) => {
                    let page = answer.page();
                    if page != *bytes {
                        found.push(format!("{url} differs: {}", first_difference(bytes, &page)));
                    }
                }
            }
        }
        found
    }
}

/// Asks on one connection for as long as the server keeps it.
struct Asked<'a> {
    server: &'a Server,
    connection: Option<Connection>,
}

impl Asked<'_> {
    fn get(&mut self, url: &str) -> Answer {
        if let Some(connection) = &mut self.connection
            && let Ok(answer) = connection.get(url)
        {
            return answer;
        }
        let mut connection = self.server.connect();
        let answer = connection.get(url).unwrap_or_else(|error| panic!("{url}: {error}\n{}", self.server.stderr()));
        self.connection = Some(connection);
        answer
    }
}

/// Where two texts part, with some of each.
fn first_difference(built: &[u8], served: &[u8]) -> String {
    let at = built.iter().zip(served).take_while(|(a, b)| a == b).count();
    let around =
        |bytes: &[u8]| String::from_utf8_lossy(&bytes[at.saturating_sub(60)..bytes.len().min(at + 60)]).into_owned();
    format!("built {:?}, served {:?}", around(built), around(served))
}

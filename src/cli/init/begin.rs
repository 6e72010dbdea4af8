//! The files of a new archive, made of what somebody wishes. What nobody said is taken from the folder and its repository.

use std::fs;
use std::path::{Path, PathBuf};

use super::files::{File, Kept};
use super::repository;
use crate::cli::{Failure, git};
use crate::config::{self, BaseUrl, fresh};
use crate::exchange;
use crate::paper::identifier::is_topic_key;
use crate::paper::{Marked, Topic, write};
use crate::source::SETTINGS;
use crate::text::slug;

/// The largest JSON file that is read to know what it holds.
const LARGEST_GUESSED: u64 = 64 << 20;

/// What a new archive shall be.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct Wishes {
    /// The name of a new archive [default: its folder's]
    #[arg(long, value_name = "TEXT", value_parser = title)]
    pub title: Option<String>,
    /// Its repository on GitHub [default: that of the remote `origin`]
    #[arg(long, value_name = "OWNER/NAME", value_parser = repository)]
    pub repository: Option<String>,
    /// Where its site will be published [default: where GitHub Pages publishes the repository]
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Which day counts: that of publication, or that on which a paper is featured here
    #[arg(long, value_name = "WHICH", value_parser = ["published", "added"])]
    pub calendar: Option<String>,
    /// Its topics, parted by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = topic)]
    pub topics: Vec<String>,
    /// Its theme: `default`, or a folder of themes/
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
    /// Take papers in from a file in any format that `import` reads, in place of two examples
    #[arg(long, value_name = "FILE")]
    pub import: Vec<PathBuf>,
    /// Write no example entries
    #[arg(long)]
    pub no_examples: bool,
}

/// What stands in the folder already, and what follows from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// A title made of the folder's name.
    pub title: String,
    /// `owner/name`, where the remote `origin` is at GitHub.
    pub repository: Option<String>,
    /// The way from the repository's root to the folder: empty, or with a `/` at its end.
    pub folder: String,
    /// The branch that is published, where it is not `main`.
    pub branch: Option<String>,
    /// Files with papers to import.
    pub papers: Vec<PathBuf>,
    /// Whether there is content already, beside which examples have no place.
    pub has_content: bool,
}

/// A title in one line.
pub fn title(text: &str) -> Result<String, String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { Err("a title is wanted".to_owned()) } else { Ok(text) }
}

/// The address of a site.
pub fn base_url(text: &str) -> Result<String, String> {
    match BaseUrl::parse(text) {
        Some(url) => Ok(format!("{}{}/", url.origin, url.path)),
        None => Err("the address of a site is wanted, such as https://user.github.io/repo/".to_owned()),
    }
}

/// The name of a topic whose key can be made of it.
pub fn topic(text: &str) -> Result<String, String> {
    let name = title(text)?;
    let key = slug(&name);
    if is_topic_key(&key) && key != "part" {
        Ok(name)
    } else {
        Err(format!("`{name}` is no topic: one begins with a letter"))
    }
}

/// `owner/name` of an address at GitHub, as git has it.
fn at_github(url: &str) -> Option<String> {
    let forms = ["https://github.com/", "git@github.com:", "ssh://git@github.com/"];
    let name = forms.iter().find_map(|form| url.trim().strip_prefix(form))?;
    repository(name.trim_end_matches('/').trim_end_matches(".git")).ok()
}

/// Where GitHub Pages publishes a repository.
pub fn pages_of(repository: &str) -> Option<String> {
    let (owner, name) = repository.split_once('/')?;
    let host = format!("{}.github.io", owner.to_lowercase());
    Some(if name.to_lowercase() == host { format!("https://{host}/") } else { format!("https://{host}/{name}/") })
}

/// Looks at the folder of an archive to be.
pub fn look(root: &Path) -> Found {
    let name = root.canonicalize().ok().and_then(|root| Some(root.file_name()?.to_str()?.to_owned()));
    let folder = git::prefix(root).unwrap_or_default();
    Found {
        title: name.map(|name| words(&name)).filter(|words| !words.is_empty()).unwrap_or_else(|| "Papers".to_owned()),
        repository: git::origin(root).and_then(|url| at_github(&url)),
        folder,
        branch: git::branch(root).filter(|branch| branch != "main"),
        papers: papers_in(root),
        has_content: root.join("content").exists(),
    }
}

/// Whether an archive that is there says, or its repository does, that it is at GitHub.
pub fn is_at_github(root: &Path) -> bool {
    let bytes = fs::read(root.join(SETTINGS)).unwrap_or_default();
    !config::read(SETTINGS, &bytes).0.repository.is_empty()
        || git::origin(root).is_some_and(|url| at_github(&url).is_some())
}

/// A folder's name or a key as words: `reading-group` is "Reading group".
fn words(name: &str) -> String {
    let words: Vec<&str> = name.split(['-', '_', '.', ' ']).filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Files of a folder that hold papers, by their names and, where these say little, by how they begin.
fn papers_in(root: &Path) -> Vec<PathBuf> {
    let is_list = |path: &Path| {
        let is_small = fs::metadata(path).is_ok_and(|file| file.len() <= LARGEST_GUESSED);
        let bytes = if is_small { fs::read(path).unwrap_or_default() } else { Vec::new() };
        exchange::read(&bytes, None, &exchange::Options::default()).is_ok_and(|found| !found.records.is_empty())
    };
    let holds_papers = |path: &Path| match path.extension().and_then(|ending| ending.to_str()) {
        Some("bib" | "ris") => path.is_file(),
        Some("json") => path.is_file() && is_list(path),
        _ => false,
    };
    let entries = fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut papers: Vec<PathBuf> = entries.filter(|path| holds_papers(path)).collect();
    papers.sort();
    papers
}

/// The topics of an archive whose topics nobody named: they fit any field.
const TOPICS: [(&str, &str); 2] =
    [("Methods", "New ways of doing something."), ("Surveys", "What is known about a subject.")];

impl Wishes {
    /// What is wished and not said, as far as the folder tells it.
    pub fn or_found(mut self, found: &Found) -> Wishes {
        self.title.get_or_insert_with(|| found.title.clone());
        self.repository = self.repository.or_else(|| found.repository.clone());
        self.base_url = self.base_url.or_else(|| pages_of(self.repository.as_ref()?));
        self
    }

    /// Whether anything is wished of the archive itself.
    pub fn is_any(&self) -> bool {
        let said = [&self.title, &self.repository, &self.base_url, &self.calendar, &self.theme];
        said.iter().any(|wish| wish.is_some()) || !self.topics.is_empty() || !self.import.is_empty()
    }

    /// Tells what cannot be had, before anything is written.
    ///
    /// # Errors
    /// Where there is no such theme, or no such file.
    pub fn check(&self, root: &Path) -> Result<(), Failure> {
        if let Some(theme) = &self.theme
            && theme != "default"
            && !(slug(theme) == *theme && root.join("themes").join(theme).is_dir())
        {
            return Err(format!("there is no theme `{theme}`: put it in the folder themes/{theme} first"));
        }
        match self.import.iter().find(|file| !file.is_file()) {
            Some(file) => Err(format!("{}: there is no such file", file.display())),
            None => Ok(()),
        }
    }

    /// The files of the archive, from its root.
    pub fn files(&self, found: &Found) -> Vec<File> {
        let file = |path: &str, text: String| File { path: path.to_owned(), text, kept: Kept::Untouched };
        let mut files = vec![file(SETTINGS, fresh(&self.settings(found)))];
        let has_examples = self.import.is_empty() && !self.no_examples && !found.has_content;
        let topics = self.topics(has_examples);
        if !topics.is_empty() {
            files.push(file("content/topics.yaml", write::topics(&topics)));
        }
        if has_examples {
            // Each topic has a paper, the first one those with an odd number.
            let keys = |odd: usize| {
                let of_it = topics.iter().enumerate().filter(|(at, _)| at % 2 == odd || topics.len() == 1);
                of_it.map(|(_, topic)| topic.key.as_str()).collect::<Vec<_>>().join(", ")
            };
            let fill = |text: &str, odd: usize, day: &str| {
                let added =
                    if self.calendar.as_deref() == Some("added") { format!("added: {day}\n") } else { String::new() };
                text.replace("%TOPICS%", &keys(odd)).replace("%ADDED%", &added)
            };
            let entry = fill(include_str!("begin/example-tide-tables.yaml"), 0, "2024-03-15");
            files.push(file("content/papers/2024/example-tide-tables.yaml", entry));
            let notes = fill(include_str!("begin/example-harbour-notes.md"), 1, "2025-01-21");
            files.push(file("content/papers/2025/example-harbour-notes.md", notes));
        }
        files.push(file("content/pages/about.md", include_str!("begin/about.md").to_owned()));
        files.push(file(".gitignore", "public/\n.offprint/\n".to_owned()));
        files
    }

    fn topics(&self, has_examples: bool) -> Vec<Topic> {
        let topic = |name: &str, description: &str| Topic {
            key: slug(name),
            name: if is_topic_key(name) { words(name) } else { name.to_owned() },
            description: Marked { source: description.to_owned(), ..Marked::default() },
            ..Topic::default()
        };
        if self.topics.is_empty() && has_examples {
            return TOPICS.map(|(name, description)| topic(name, description)).to_vec();
        }
        let mut topics: Vec<Topic> = Vec::new();
        for name in &self.topics {
            if topics.iter().all(|known| known.key != slug(name)) {
                topics.push(topic(name, ""));
            }
        }
        topics
    }

    /// Settings that are not left at their defaults, as YAML.
    fn settings(&self, found: &Found) -> Vec<(&'static str, String)> {
        let title = self.title.as_deref().unwrap_or("Papers");
        let mut settings = vec![("title", write::text(title))];
        let stem = [self.repository.as_deref().unwrap_or_default(), title].map(slug);
        let stem = stem.into_iter().find(|stem| !stem.is_empty()).unwrap_or_else(|| "papers".to_owned());
        settings.push(("feed-id", write::text(&stem)));
        match &self.base_url {
            Some(url) => settings.push(("base-url", write::text(url))),
            // Nobody need be told each time until there is an address.
            None => settings.push(("diagnostics", "{no-base-url: 'off'}".to_owned())),
        }
        if let Some(repository) = &self.repository {
            let place = format!("{repository}/{}", found.folder);
            settings.push(("repository", write::text(place.trim_end_matches('/'))));
        }
        let rest = [("branch", &found.branch), ("calendar", &self.calendar), ("theme", &self.theme)];
        settings.extend(rest.into_iter().filter_map(|(key, wish)| Some((key, write::text(wish.as_ref()?)))));
        settings
    }
}

/// What to do with an archive that has just been made.
pub fn next_steps(wishes: &Wishes, found: &Found, root: &Path, has_github: bool) -> Vec<String> {
    let mut steps = vec![String::new(), "Look at it:".to_owned()];
    if root != Path::new(".") {
        steps.push(format!("  cd {}", word(&root.display().to_string())));
    }
    steps.push("  offprint serve --open".to_owned());
    steps.push("Then:".to_owned());
    if wishes.import.is_empty() && !found.papers.is_empty() {
        let names: Vec<String> =
            found.papers.iter().filter_map(|path| Some(word(path.file_name()?.to_str()?))).collect();
        steps.push(format!("  offprint import {}    takes in what is here", names.join(" ")));
    }
    steps.push("  offprint new              writes an entry".to_owned());
    steps.push("  offprint build            writes the site into public/".to_owned());
    if !has_github {
        steps.push("  offprint init --github    prepares what publishes it on GitHub".to_owned());
    }
    if wishes.base_url.is_none() {
        steps.push("  base-url in offprint.yaml, once it is known; with it come feeds and the sitemap".to_owned());
    }
    steps
}

/// A path as one word of a command line, which somebody may copy.
fn word(path: &str) -> String {
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    let is_plain = |c: char| c.is_alphanumeric() || "-_./\\:+@".contains(c);
    match (path.chars().all(|c| is_plain(c) && (c != '\\' || cfg!(windows))), cfg!(windows)) {
        (true, _) => path,
        (false, true) => format!("\"{path}\""),
        (false, false) => format!("'{}'", path.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_has_an_address_of_its_own() {
        for url in [
            "https://github.com/Ada/papers.git",
            "https://github.com/Ada/papers/",
            "git@github.com:Ada/papers.git",
            "ssh://git@github.com/Ada/papers\n",
        ] {
            assert_eq!(at_github(url).as_deref(), Some("Ada/papers"), "{url}");
        }
        for url in ["https://gitlab.com/a/b", "/srv/git/a/b", "git@github.com:a", "https://github.com/a/b/c", ""] {
            assert_eq!(at_github(url), None, "{url}");
        }
        assert_eq!(pages_of("Ada/papers").as_deref(), Some("https://ada.github.io/papers/"));
        assert_eq!(pages_of("Ada/ada.GitHub.io").as_deref(), Some("https://ada.github.io/"));
    }

    #[test]
    fn what_was_not_said_is_found() {
        let found = Found {
            title: "Reading group".into(),
            repository: Some("ada/papers".into()),
            folder: "archive/".into(),
            branch: Some("trunk".into()),
            ..Found::default()
        };
        let wishes = Wishes::default().or_found(&found);
        let settings = wishes.settings(&found);
        let line = |key: &str| settings.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str());
        assert_eq!((line("title"), line("branch")), (Some("Reading group"), Some("trunk")));
        assert_eq!(line("repository"), Some("ada/papers/archive"));
        assert_eq!(line("base-url"), Some("https://ada.github.io/papers/"));
        assert_eq!((line("feed-id"), line("diagnostics"), line("calendar")), (Some("ada-papers"), None, None));
        assert_eq!(words("reading-group_2"), "Reading group 2");
        assert!(topic("part").is_err() && topic("3d").is_err() && topic(" Graph  learning ").is_ok());
    }
}

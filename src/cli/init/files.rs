//! Every file that `init --github` writes: the one list of them.

use super::place::Place;
use super::{Arguments, contributing, form};
use crate::archive::Archive;

/// A file of the repository.
pub struct File {
    /// Where it stands, from the repository's root.
    pub path: String,
    /// What it holds when it is new.
    pub text: String,
    /// What becomes of it when it is there already.
    pub kept: Kept,
}

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is whoever's wrote it.
    Untouched,
    /// It is made again, while its first line says that it was made.
    Made,
    /// The part between two marks is made again.
    Part,
}

/// Where new papers come from each day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The Daily Papers of Hugging Face.
    DailyPapers,
    /// A category of arXiv.
    Arxiv(String),
}

impl std::str::FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Source, String> {
        let is_category = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '.')
        };
        match text.strip_prefix("arxiv:") {
            _ if text == "daily-papers" => Ok(Source::DailyPapers),
            Some(category) if is_category(category) => Ok(Source::Arxiv(category.to_owned())),
            _ => Err("daily-papers or a category of arXiv is wanted, such as arxiv:cs.CL".to_owned()),
        }
    }
}

impl Source {
    /// What `fetch` is told.
    fn command(&self) -> String {
        match self {
            Source::DailyPapers => "daily-papers".to_owned(),
            Source::Arxiv(category) => format!("arxiv --category {category}"),
        }
    }
}

/// The files that are asked for, in the order in which they are told.
pub fn all(arguments: &Arguments, place: &Place, archive: &Archive) -> Vec<File> {
    let file = |path: &str, text: String| File { path: path.to_owned(), text, kept: Kept::Untouched };
    let fill = |text: &str| text.replace("%ROOT%", &place.root_option()).replace("%FOLDER%", &place.folder);
    let action = match arguments.from_source {
        true => include_str!("github/action-from-source.yml"),
        false => include_str!("github/action.yml"),
    };
    let branch = serde_json::json!(archive.settings.branch).to_string();
    let mut files = vec![
        file(".github/workflows/check.yml", fill(include_str!("github/check.yml"))),
        file(".github/workflows/add-paper.yml", fill(include_str!("github/add-paper.yml"))),
        file(".github/workflows/pages.yml", fill(include_str!("github/pages.yml")).replace("%BRANCH%", &branch)),
    ];
    if let Some(source) = &arguments.fetch {
        let other = match source {
            Source::DailyPapers => Source::Arxiv("cs.CL".to_owned()),
            Source::Arxiv(_) => Source::DailyPapers,
        };
        let text = fill(include_str!("github/fetch.yml")).replace("%SOURCE%", &source.command());
        let other = format!("Or: offprint fetch{} {}", place.root_option(), other.command());
        files.push(file(".github/workflows/fetch.yml", text.replace("%OTHER%", &other)));
    }
    if let Some(previews) = &arguments.preview {
        let (owner, name) = previews.split_once('/').unwrap_or_default();
        let text = fill(include_str!("github/preview.yml")).replace("%PREVIEWS%", previews).replace("%NAME%", name);
        let text = text.replace("%HOST%", &format!("{}.github.io", owner.to_lowercase()));
        files.push(file(".github/workflows/preview.yml", text));
    }
    let version = env!("CARGO_PKG_VERSION");
    files.push(file(".github/actions/offprint/action.yml", action.replace("%VERSION%", version)));
    files.push(file(".github/ISSUE_TEMPLATE/problem.yml", include_str!("github/problem.yml").to_owned()));
    files.push(file(".github/ISSUE_TEMPLATE/config.yml", form::config(archive)));
    let template = include_str!("github/pull_request_template.md");
    files.push(file(".github/pull_request_template.md", template.to_owned()));
    if let Some(owner) = owner(arguments, archive) {
        let text = fill(include_str!("github/CODEOWNERS")).replace("%OWNER%", &owner);
        files.push(file(".github/CODEOWNERS", text));
    }
    files.extend(made(place, archive));
    files
}

/// The files that follow from the settings and topics alone.
pub fn made(place: &Place, archive: &Archive) -> Vec<File> {
    let form = File {
        path: ".github/ISSUE_TEMPLATE/add-paper.yml".to_owned(),
        text: form::add_paper(&place.folder, archive),
        kept: Kept::Made,
    };
    let contributing =
        File { path: "CONTRIBUTING.md".to_owned(), text: contributing::text(&place.folder, archive), kept: Kept::Part };
    vec![form, contributing]
}

/// Who reviews.
fn owner(arguments: &Arguments, archive: &Archive) -> Option<String> {
    let of_repository = || archive.settings.repository.split_once('/').map(|(owner, _)| format!("@{owner}"));
    arguments.owner.clone().or_else(of_repository)
}

/// What is left to do on GitHub itself.
pub fn next_steps(arguments: &Arguments, archive: &Archive) -> Vec<String> {
    let mut steps = vec![
        String::new(),
        "Then, once:".to_owned(),
        "  gh label create paper     the label by which the form's issues are known".to_owned(),
        "  Settings > Actions > General > Allow GitHub Actions to create and approve pull requests".to_owned(),
        "  Settings > Pages > Source: GitHub Actions".to_owned(),
    ];
    if let Some(previews) = &arguments.preview {
        steps.push(format!(
            "  Make the repository {previews}, publish its main branch in its settings of Pages, give it a"
        ));
        steps.push("  deploy key that may write, and keep its private half here as the secret PREVIEW_KEY".to_owned());
    }
    if archive.settings.repository.is_empty() {
        steps.push("  repository: OWNER/NAME in offprint.yaml, for links; then run this again".to_owned());
    }
    if owner(arguments, archive).is_none() {
        steps.push("  There is no CODEOWNERS: say with --owner @LOGIN who reviews".to_owned());
    }
    steps
}

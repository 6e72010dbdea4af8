//! The issue form "Add a paper", made of the fields that `exchange::issue` reads back, and the list of forms.

use serde_json::json;

use crate::archive::Archive;
use crate::exchange::issue::{FIELDS, Field, Input};

/// Topics that a list to choose from may have; beyond that nobody finds theirs, and they are written.
const MOST_TOPICS: usize = 100;

/// The form, whose first line says that it is made.
pub fn add_paper(folder: &str, archive: &Archive) -> String {
    let title = &archive.settings.title;
    let mut out = format!(
        "# Made by `offprint init --github` from {folder}offprint.yaml and {folder}content/topics.yaml, and made again by it.\n"
    );
    let description = format!("Propose a paper for {title}");
    let help = "An arXiv id or a DOI is enough, and so is BibTeX, or a title with its authors. A pull request with the entry \
                follows within minutes.";
    out += &format!("name: Add a paper\ndescription: {}\n", json!(description));
    out += "title: \"Add a paper: \"\nlabels: [paper]\nbody:\n";
    out += &format!("  - type: markdown\n    attributes:\n      value: {}\n", json!(help));
    FIELDS.iter().for_each(|field| out += &element(field, archive));
    out
}

fn element(field: &Field, archive: &Archive) -> String {
    let topics = choices(archive);
    let (kind, more) = match field.input {
        Input::Line => ("input", String::new()),
        Input::Text => ("textarea", String::new()),
        Input::Bibtex => ("textarea", "      render: bibtex\n".to_owned()),
        Input::Topics if topics.is_empty() => ("input", String::new()),
        Input::Topics => {
            let options: String = topics.iter().map(|key| format!("        - {}\n", json!(key))).collect();
            ("dropdown", format!("      multiple: true\n      options:\n{options}"))
        }
    };
    let description = match field.input {
        Input::Topics if topics.is_empty() => format!("{} Parted by commas.", field.description),
        _ => field.description.to_owned(),
    };
    format!(
        "  - type: {kind}\n    id: {}\n    attributes:\n      label: {}\n      description: {}\n{more}",
        field.id,
        json!(field.label),
        json!(description),
    )
}

/// The topics to choose from; none where others may be written, or there are too many.
fn choices(archive: &Archive) -> Vec<&str> {
    // GitHub keeps `none` for itself.
    let keys: Vec<&str> = archive.topics.iter().map(|topic| topic.key.as_str()).filter(|key| *key != "none").collect();
    if archive.topics_are_closed && keys.len() <= MOST_TOPICS { keys } else { Vec::new() }
}

/// The list of forms, with a way to the site's own page where there is one.
pub fn config(archive: &Archive) -> String {
    let mut out = "blank_issues_enabled: true\n".to_owned();
    if let Some(address) = submit_page(archive) {
        out += &format!(
            "contact_links:\n  - name: Add a paper on the site\n    url: {}\n    about: {}\n",
            json!(address),
            json!("A form that writes the entry as you type, and opens GitHub with it"),
        );
    }
    out
}

/// The address of the site's page for new papers, which exists where the repository is known.
pub fn submit_page(archive: &Archive) -> Option<String> {
    let base = archive.settings.base_url.as_ref().filter(|_| !archive.settings.repository.is_empty())?;
    Some(format!("{}{}/submit/", base.origin, base.path))
}

//! CONTRIBUTING.md: how papers come into this archive, made of its settings.

use std::fmt::Write as _;

use super::form::submit_page;
use crate::archive::Archive;
use crate::config::Calendar;
use crate::site::github;

/// What the made part ends with.
pub const END: &str = "<!-- offprint:end -->";

/// Topics that are named.
const MOST_TOPICS: usize = 30;

/// The part that is made, between its marks.
pub fn text(folder: &str, archive: &Archive) -> String {
    let settings = &archive.settings;
    let mut out = format!(
        "<!-- offprint:begin {folder}offprint.yaml: made by `offprint init --github`, which rewrites what stands before \
         offprint:end -->\n\n# Contributing to {}\n\n",
        settings.title
    );
    out += "Everybody may propose a paper or correct one. Papers come in by pull request, and there are three ways to one.\n";
    out += &ways(folder, archive);
    out += &entry(folder, archive);
    out += &rules(folder, archive);
    let _ = write!(
        out,
        "\n## What happens then\n\nEach pull request is checked: problems are shown beside their lines, and the summary of the \
         check lists the new entries and the pages of authors, topics and venues that they join. The pages that change are kept \
         with it as `changed-pages`. Only what the pull request brings is looked at, so older mistakes are not yours to mend.\n\n\
         ## Correct a paper\n\n{} Corrections by the authors of a paper are especially welcome.\n\n{END}\n",
        correct(archive)
    );
    out
}

fn ways(folder: &str, archive: &Archive) -> String {
    let settings = &archive.settings;
    let form = match github::form(settings, "add-paper.yml") {
        None => "Open an issue with the form *Add a paper*".to_owned(),
        Some(address) => format!("[Fill in the form]({address})"),
    };
    let mut out = format!(
        "\n- **By an issue.** {form}: an arXiv id, a DOI or BibTeX is enough. A pull request with the entry follows by itself.\n"
    );
    match (submit_page(archive), github::new(settings)) {
        (Some(address), _) => {
            let _ = writeln!(
                out,
                "- **In the browser.** [The submit page]({address}) writes the entry as you type, and opens GitHub with it."
            );
        }
        (None, None) => {
            out +=
                "- **In the browser.** Add a file on GitHub, as below; GitHub makes the copy and the pull request.\n";
        }
        (None, Some(new)) => {
            let _ = writeln!(
                out,
                "- **In the browser.** [Add a file]({new}/{folder}content/papers), as below; GitHub makes the copy and the pull \
                 request."
            );
        }
    }
    out += "- **In a copy of the repository**, with the program `offprint` installed. `offprint new --arxiv 2309.03905` and \
            `offprint new --doi 10.1145/3292500.3330701` write the entry, and so does `offprint new`, which asks. \
            `offprint check` tells what is wrong with it, and `offprint serve --open` shows it.\n";
    out
}

/// An entry as this archive wants it.
fn entry(folder: &str, archive: &Archive) -> String {
    let added = match archive.settings.calendar {
        Calendar::Added => "added: 2026-01-31\n",
        Calendar::Published => "",
    };
    let topic = archive.topics.first().map_or_else(String::new, |topic| format!("topics: [{}]\n", topic.key));
    let venue = archive.venues.first().map_or_else(String::new, |venue| format!("venue: {}\n", venue.key));
    let mut out = format!(
        "\n## An entry\n\nA paper is one small file, `{folder}content/papers/YEAR/ID.yaml`:\n\n```yaml\nid: lovelace1843notes\n\
         title: Notes on the Analytical Engine\nauthors: [Ada Lovelace, \"Menabrea, Luigi Federico\"]\n\
         summary: Explains the machine, and gives the first program for it.\ndate: 1843-09\n{added}{topic}{venue}```\n\n"
    );
    out += "`id` is the file's name and the address of the page, so it never changes. `date` is the date one would cite, as exact as \
            you know it";
    out += match archive.settings.calendar {
        Calendar::Added => "; `added` is the day on which the paper is featured here, and every entry needs it.",
        Calendar::Published => {
            "; `available: 2023-02-13` is the day the paper was first online, where that is another."
        }
    };
    out += " Put a title that holds a colon in double quotes, and an arXiv id too: `arxiv: \"2309.03905\"`.\n";
    out
}

fn rules(folder: &str, archive: &Archive) -> String {
    let keys: Vec<String> = archive.topics.iter().take(MOST_TOPICS).map(|topic| format!("`{}`", topic.key)).collect();
    let more = if archive.topics.len() > MOST_TOPICS { " and others" } else { "" };
    let file = format!("`{folder}content/topics.yaml`");
    let topics = match (archive.topics_are_closed, keys.is_empty()) {
        (_, true) => "Topics are words of your choice in lower case, such as `graph-learning`.".to_owned(),
        (true, false) => format!(
            "Topics are those of {file}: {}{more}. If none fits, add one there and say why in the pull request.",
            keys.join(", ")
        ),
        (false, false) => {
            format!("Take topics of {file} where they fit ({}{more}); others may be used.", keys.join(", "))
        }
    };
    format!(
        "\n## What is asked for\n\n- {topics}\n- A summary is in your own words; an abstract is the authors', word for word.\n\
         - Leave out what you do not know. A gap is better than a guess.\n\
         - One pull request may bring several papers. A paper that is here already is corrected, not added again.\n"
    )
}

fn correct(archive: &Archive) -> String {
    match github::form(&archive.settings, "problem.yml") {
        None => {
            "Change its file and send it the same way, or open an issue with the form *Report a problem*.".to_owned()
        }
        Some(address) => format!("*Edit* on its page opens its file; or [report the problem]({address})."),
    }
}

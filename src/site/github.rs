//! Where an archive is worked on at GitHub: the addresses at which a file is edited or made, and a problem is told.
//!
//! Nobody needs the right to write there: GitHub makes a copy for whoever has none, and offers a pull request. Paths are
//! those of the archive; that it may stand in a folder of its repository is known here alone.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::config::Settings;

/// What is encoded in a path.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What is encoded in a value of a query.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where a file of the archive is edited; `None` without a repository.
pub fn edit(settings: &Settings, path: &str) -> Option<String> {
    let path = in_repository(settings, path);
    let at = format!("edit/{}/{}", encoded(&settings.branch), encoded(&path));
    repository(settings).map(|repository| format!("{repository}/{at}"))
}

/// Where a new file is begun, which takes a query of `filename` and `value`; `None` without a repository.
pub fn new(settings: &Settings) -> Option<String> {
    repository(settings).map(|repository| format!("{repository}/new/{}", encoded(&settings.branch)))
}

/// Where a new file is begun with this path and text; `None` without a repository.
pub fn new_file(settings: &Settings, path: &str, text: &str) -> Option<String> {
    let path = in_repository(settings, path);
    let (name, text) = (utf8_percent_encode(&path, VALUE), utf8_percent_encode(text, VALUE));
    new(settings).map(|new| format!("{new}?filename={name}&value={text}"))
}

/// Where a problem is told, with these words to begin with; `None` without a repository.
pub fn issue(settings: &Settings, title: &str, body: &str) -> Option<String> {
    let (title, body) = (utf8_percent_encode(title, VALUE), utf8_percent_encode(body, VALUE));
    repository(settings).map(|repository| format!("{repository}/issues/new?title={title}&body={body}"))
}

/// Where the form of a template is filled in; `None` without a repository.
pub fn form(settings: &Settings, template: &str) -> Option<String> {
    repository(settings).map(|repository| format!("{repository}/issues/new?template={template}"))
}

/// Where a pull request of a branch is opened; `None` without a repository.
pub fn compare(settings: &Settings, branch: &str) -> Option<String> {
    let branches = format!("{}...{}", encoded(&settings.branch), encoded(branch));
    repository(settings).map(|repository| format!("{repository}/compare/{branches}"))
}

/// A path of the archive as the repository has it.
pub fn in_repository(settings: &Settings, path: &str) -> String {
    if settings.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", settings.folder) }
}

fn repository(settings: &Settings) -> Option<String> {
    let is_there = !settings.repository.is_empty();
    is_there.then(|| format!("https://github.com/{}", settings.repository))
}

fn encoded(path: &str) -> percent_encoding::PercentEncode<'_> {
    utf8_percent_encode(path, PATH)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(folder: &str) -> Settings {
        let (repository, branch) = ("o/n".to_owned(), "a b/c".to_owned());
        Settings { repository, branch, folder: folder.to_owned(), ..Settings::default() }
    }

    #[test]
    fn what_would_end_an_address_is_encoded() {
        let found = edit(&settings(""), "content/papers/a b#1?é.yaml");
        assert_eq!(found.unwrap(), "https://github.com/o/n/edit/a%20b/c/content/papers/a%20b%231%3F%C3%A9.yaml");
        let found = new_file(&settings(""), "a&b.yaml", "title: \"A\"\n# +");
        let wanted = "https://github.com/o/n/new/a%20b/c?filename=a%26b.yaml&value=title%3A%20%22A%22%0A%23%20%2B";
        assert_eq!(found.unwrap(), wanted);
        let found = issue(&settings(""), "A & b (x)", "1\n2");
        assert_eq!(found.unwrap(), "https://github.com/o/n/issues/new?title=A%20%26%20b%20%28x%29&body=1%0A2");
    }

    #[test]
    fn an_archive_may_stand_in_a_folder_of_its_repository() {
        let found = edit(&settings("sub/papers"), "content/x.yaml");
        assert_eq!(found.unwrap(), "https://github.com/o/n/edit/a%20b/c/sub/papers/content/x.yaml");
    }

    #[test]
    fn without_a_repository_there_is_no_address() {
        assert_eq!(edit(&Settings::default(), "x"), None);
        assert_eq!(new_file(&Settings::default(), "x", ""), None);
        assert_eq!(issue(&Settings::default(), "x", ""), None);
    }
}

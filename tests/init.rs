//! `offprint init`: from an empty folder to a site that has no problem, and nobody's work overwritten.

mod support;

use std::path::Path;
use std::process::Command;

use support::{Archive, Run};

const BEGUN: [&str; 6] = [
    "offprint.yaml",
    "content/topics.yaml",
    "content/papers/2024/example-tide-tables.yaml",
    "content/papers/2025/example-harbour-notes.md",
    "content/pages/about.md",
    ".gitignore",
];

/// A folder without an archive.
fn empty() -> Archive {
    let archive = Archive::new();
    archive.remove("offprint.yaml");
    archive
}

fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git").args(arguments).current_dir(folder).output().expect("git runs");
    assert!(done.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&done.stderr));
}

fn text(archive: &Archive, path: &str) -> String {
    std::fs::read_to_string(archive.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn told(run: &Run) -> Vec<String> {
    run.stdout().lines().take_while(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Asserts that an archive has no problem at all, stands in its canonical form and can be built.
fn is_sound(archive: &Archive, root: &str) {
    let run = archive.run(&["check", "--deny", "warnings", "--root", root]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let run = archive.run(&["fmt", "--check", "--root", root]);
    assert_eq!(run.code(), 0, "{}{}", run.stdout(), run.stderr());
    let run = archive.run(&["build", "--root", root]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
}

#[test]
fn two_commands_lead_from_an_empty_folder_to_a_site() {
    let archive = empty();
    let run = archive.run(&["init", "reading-group"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    assert_eq!(told(&run), BEGUN.map(|path| format!("{path:44} written")));
    let steps = "\n\nLook at it:\n  cd reading-group\n  offprint serve --open\nThen:\n  \
                 offprint new              writes an entry\n  \
                 offprint build            writes the site into public/\n  \
                 offprint init --github    prepares what publishes it on GitHub\n  \
                 base-url in offprint.yaml, once it is known; with it come feeds and the sitemap\n";
    assert!(run.stdout().ends_with(steps), "{}", run.stdout());
    is_sound(&archive, "reading-group");
    let page = |path: &str| text(&archive, &format!("reading-group/public/{path}"));
    assert!(page("index.html").contains("Reading group") && page("about/index.html").contains("How it is made"));
    let notes = page("papers/example-harbour-notes/index.html");
    assert!(notes.contains("<math") && notes.contains("/papers/example-tide-tables/") && notes.contains("<table"));
    assert!(page("topics/methods/index.html").contains("Example: Tide Tables from a Harbour Wall"));
    assert!(!archive.root().join("reading-group/.github").exists());
}

#[test]
fn what_is_said_stands_in_the_archive() {
    let archive = empty();
    let said = [
        "init",
        "--title",
        "Mud: a reading list",
        "--repository",
        "Ada/mud",
        "--calendar",
        "added",
        "--topics",
        "Tides, graph-learning,3-D mud,tides",
        "--github",
        "--theme",
        "default",
    ];
    let run = archive.run(&said);
    assert_eq!(run.code(), 2, "{}", run.stderr());
    assert!(run.stderr().contains("`3-D mud` is no topic"), "{}", run.stderr());
    assert!(!archive.root().join("offprint.yaml").exists());
    let said = said.map(|word| if word.starts_with("Tides") { "Tides, graph-learning,mud,tides" } else { word });
    let run = archive.run(&said);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let settings = text(&archive, "offprint.yaml");
    for line in [
        "title: \"Mud: a reading list\"",
        "repository: Ada/mud",
        "base-url: https://ada.github.io/mud/",
        "feed-id: ada-mud",
        "calendar: added",
        "theme: default",
        "#parts: 50",
    ] {
        assert!(settings.contains(&format!("\n{line}\n")), "{line}\n{settings}");
    }
    let topics = text(&archive, "content/topics.yaml");
    assert!(
        topics.contains("tides:") && topics.contains("name: Graph learning") && topics.matches("name:").count() == 3
    );
    is_sound(&archive, ".");
    assert!(text(&archive, ".github/workflows/pages.yml").contains("branches: [\"main\"]\n"));
    assert!(run.stdout().contains("writes an entry") && !run.stdout().contains("init --github"), "{}", run.stdout());
    assert!(text(&archive, ".github/CODEOWNERS").contains("@Ada"));
    let page = archive.build();
    page.has("index.html", &["https://ada.github.io/mud/", "/mud/papers/example-tide-tables/"]);
}

#[test]
fn repository_and_branch_are_those_of_git() {
    let archive = empty();
    git(archive.root(), &["init", "-q", "-b", "trunk"]);
    git(archive.root(), &["remote", "add", "origin", "git@github.com:ada/ada.github.io.git"]);
    let run = archive.run(&["init", "papers", "--github"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    let settings = text(&archive, "papers/offprint.yaml");
    for line in ["repository: ada/ada.github.io/papers", "branch: trunk", "base-url: https://ada.github.io/"] {
        assert!(settings.contains(&format!("\n{line}\n")), "{line}\n{settings}");
    }
    let workflow = text(&archive, ".github/workflows/pages.yml");
    assert!(workflow.contains("branches: [\"trunk\"]\n") && workflow.contains("offprint build --root papers "));
    is_sound(&archive, "papers");
    // What has no remote at GitHub has no repository.
    let archive = empty();
    git(archive.root(), &["init", "-q"]);
    git(archive.root(), &["remote", "add", "origin", "https://git.example.org/ada/papers.git"]);
    assert_eq!(archive.run(&["init"]).code(), 0);
    assert!(text(&archive, "offprint.yaml").contains("\n#repository: owner/name\n"));
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let archive = empty().file(".gitignore", "ours\n").file("content/pages/about.md", "---\ntitle: Ours\n---\nOurs.\n");
    let run = archive.run(&["init", "--title", "T"]);
    let left = "there already, and left as it is";
    let want = [("offprint.yaml", "written"), ("content/pages/about.md", left), (".gitignore", left)];
    assert_eq!(told(&run), want.map(|(path, told)| format!("{path:44} {told}")));
    assert_eq!(text(&archive, ".gitignore"), "ours\n");
    is_sound(&archive, ".");
    let before = support::tree(archive.root());
    let run = archive.run(&["init", "--title", "Other"]);
    assert_eq!(run.code(), 0);
    assert_eq!(run.stderr(), "ROOT/offprint.yaml is there already, and left as it is: change it there\n");
    assert!(run.stdout().contains("`offprint init --github` adds"), "{}", run.stdout());
    assert_eq!(support::tree(archive.root()), before);
    // Of an archive that says it is at GitHub no flag is needed.
    archive.write("offprint.yaml", "title: T\nrepository: ada/t\ndiagnostics: {no-base-url: off}\n");
    assert!(archive.run(&["init"]).stdout().contains(".github/workflows/pages.yml                  written\n"));
}

#[test]
fn papers_that_are_there_are_taken_in() {
    let bib = "@article{mud, title = {Mud}, author = {Okonkwo, Wanda}, year = 2021, journal = {Journal of Mud}, \
               keywords = {tides}}\n";
    let archive = empty().file("our.bib", bib).file("package.json", "{\"name\": \"x\", \"version\": \"1\"}\n");
    let run = archive.run(&["init", "--title", "T"]);
    assert!(run.stdout().contains("\n  offprint import our.bib    takes in what is here\n"), "{}", run.stdout());
    let archive = empty().file("our.bib", bib);
    let run = archive.run(&["init", "--title", "T", "--import", "our.bib"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    assert!(run.stdout().contains("1 paper imported into content/papers"), "{}", run.stdout());
    assert!(!archive.root().join("content/papers/2024").exists(), "there are examples");
    is_sound(&archive, ".");
    let archive = empty();
    let run = archive.run(&["init", "new", "--import", "none.bib"]);
    assert_eq!((run.code(), run.stderr()), (2, "error: none.bib: there is no such file\n".to_owned()));
    assert_eq!(archive.run(&["init", "new", "--theme", "../x"]).code(), 2);
    assert!(!archive.root().join("new").exists());
}

#[test]
fn commands_to_copy_name_any_folder_and_file() {
    for (folder, named) in [
        ("reading group (2024)", "'reading group (2024)'"),
        ("ada's", r"'ada'\''s'"),
        ("-x", "./-x"),
        ("研究会", "研究会"),
        ("a/b_c.d", "a/b_c.d"),
    ] {
        let archive = empty();
        let run = archive.run(&["init", "--", folder]);
        assert!(run.stdout().contains(&format!("\n  cd {named}\n")), "{}", run.stdout());
        let folder = if folder.starts_with('-') { "./-x" } else { folder };
        is_sound(&archive, folder);
    }
    let archive = empty().file("our papers.bib", "@misc{mud, title = {Mud}, year = 2021}\n");
    let run = archive.run(&["init", "--title", "T"]);
    assert!(run.stdout().contains("\n  offprint import 'our papers.bib'    takes in"), "{}", run.stdout());
}

#[test]
fn a_folder_that_cannot_be_one_is_told() {
    let archive = empty().file("papers", "a file\n");
    let run = archive.run(&["init", "papers"]);
    assert_eq!((run.code(), run.stderr()), (2, "error: papers: this is no folder: name another one\n".to_owned()));
    let run = archive.run(&["init", "papers/2024"]);
    assert_eq!(run.code(), 2);
    assert!(run.stderr().starts_with("error: papers/2024: "), "{}", run.stderr());
    assert_eq!(support::tree(archive.root()).len(), 1);
}

/// One who may write anywhere is never refused, so the test tells nothing there.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_told_by_its_name() {
    use std::os::unix::fs::PermissionsExt as _;
    let archive = empty();
    let folder = archive.root().join("shared");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    let is_refused = std::fs::write(folder.join("x"), "").is_err();
    let run = archive.run(&["init", "shared"]);
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    if is_refused {
        assert_eq!(run.code(), 2);
        assert!(run.stderr().starts_with("error: shared/offprint.yaml: Permission denied"), "{}", run.stderr());
    }
}

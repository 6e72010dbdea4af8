//! The guide and the README, run as they are written: every command in an archive such as the page speaks of, and every file
//! that they show. What cannot be run stands in one list, with its reason; that its options exist is held by
//! `cli::reference`. The papers are invented.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use serde_json::Value;
use support::Archive;
use support::elsewhere::{Asked, Reply, Site};

/// Lines of commands that no test can run, without the remark behind them.
const NOT_RUN: [(&str, &str); 11] = [
    ("pip install offprint", "fetches a package"),
    ("cargo install offprint", "fetches a package"),
    ("offprint serve --open", "never ends, and opens a browser"),
    ("offprint new", "asks on a terminal"),
    ("offprint check --links", "asks other sites"),
    ("OFFPRINT_SMTP_URL='smtps://user:password@mail.example.org' offprint digest --send", "needs a mail server"),
    (
        "curl -s https://example.org/api/v1/papers.jsonl.gz | gunzip | jq -r 'select(.status == \"retracted\") | [.id, .title] | @tsv'",
        "asks another site",
    ),
    ("rclone sync public remote:my-papers --checksum", "needs a place to send to"),
    ("cargo run --release -- serve --open", "never ends, and opens a browser"),
    ("cargo run --release -- check", "builds the program"),
    ("./tests/run", "runs this test"),
];

/// Files that commands leave behind, so that it shows where one succeeds and does nothing.
const LEFT: [(&str, &str); 9] = [
    ("offprint build --root reading-group", "reading-group/public/index.html"),
    ("offprint init --github", ".github/workflows/pages.yml"),
    ("offprint new --arxiv 2309.03905", "content/papers/2023/2309.03905.yaml"),
    ("offprint fetch daily-papers", "content/metrics/daily-papers.yaml"),
    ("offprint import papers.bib", "content/papers/2021/okonkwo2021tides.yaml"),
    ("offprint export 'topic:vision year:2023..' --format biblatex > vision.bib", "vision.bib"),
    ("offprint build --overlay FETCH_HEAD --keep-going", "public/papers/buoys/index.html"),
    ("offprint schema --vscode", ".vscode/settings.json"),
    ("cp -r shards/*/. public/", "public/papers/tabpfn/index.html"),
];

/// Languages of blocks that are neither run nor read by the program.
const ONLY_SHOWN: [&str; 3] = ["text", "lua", "toml"];

/// A block of code of a page.
struct Block {
    page: String,
    section: String,
    line: usize,
    language: String,
    body: String,
}

impl Block {
    fn place(&self) -> String {
        format!("{}:{}", self.page, self.line)
    }

    /// Whether it is one of those that `tests/moving.rs` runs, each section of that page in the folder of a site.
    fn is_of_moving(&self) -> bool {
        self.page.ends_with("guide/moving.md") && self.section != "Moving out"
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages that show commands to users.
fn pages() -> Vec<String> {
    let mut pages: Vec<String> =
        ["README.md", "content/pages/guide.md", "content/pages/contribute.md"].map(str::to_owned).to_vec();
    let folder = fs::read_dir(repository().join("content/pages/guide")).unwrap().map(|entry| entry.unwrap().path());
    let files: BTreeSet<PathBuf> = folder.filter(|path| path.is_file()).collect();
    pages
        .extend(files.iter().map(|path| path.strip_prefix(repository()).unwrap().to_str().unwrap().replace('\\', "/")));
    pages
}

fn blocks() -> Vec<Block> {
    let mut found = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(repository().join(&page)).unwrap();
        let (mut section, mut open): (String, Option<(String, Block)>) = Default::default();
        for (at, line) in text.lines().enumerate() {
            let words = line.trim_start();
            match &mut open {
                Some((fence, _)) if words == fence.as_str() => found.extend(open.take().map(|(_, block)| block)),
                Some((_, block)) => block.body += &format!("{line}\n"),
                None if words.starts_with("```") => {
                    let language = words.trim_start_matches('`');
                    let fence = words[..words.len() - language.len()].to_owned();
                    let (language, section) = (language.to_owned(), section.clone());
                    open = Some((
                        fence,
                        Block { page: page.clone(), section, line: at + 1, language, body: String::new() },
                    ));
                }
                None => section = line.strip_prefix("## ").map_or(section, str::to_owned),
            }
        }
        assert!(open.is_none(), "{page} has a block without an end");
    }
    found
}

/// A line of commands without the remark behind it.
fn command_of(line: &str) -> &str {
    line.split(" #").next().unwrap_or_default().trim()
}

fn is_run(line: &str) -> bool {
    NOT_RUN.iter().all(|(known, _)| *known != command_of(line))
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    let done = command.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]).args(arguments);
    let done = done.current_dir(folder).output().expect("git runs");
    assert!(done.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&done.stderr));
}

/// An archive in the state of which a page speaks: in git, with `main` at its remote and a contribution that was fetched.
fn archive(page: &str) -> Archive {
    let archive = Archive::from_fixture("guide");
    let root = archive.root();
    if page.ends_with("guide/start.md") {
        // There is no archive yet.
        archive.remove("offprint.yaml");
        archive.remove_folder("content");
        return archive;
    }
    archive.write(".gitignore", "public/\n.offprint/\n");
    git(root, &["init", "--quiet", "--initial-branch=main"]);
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "--message=Begin"]);
    git(root, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    git(root, &["switch", "--quiet", "--create=contribution"]);
    archive.write("content/papers/2022/buoys.yaml", "id: buoys\ntitle: Buoys\nauthors: [Bo Li]\ndate: 2022\n");
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "--message=Add a paper"]);
    git(root, &["switch", "--quiet", "main"]);
    git(root, &["fetch", "--quiet", ".", "contribution"]);
    if page.ends_with("guide/search.md") {
        // It is the built site that is asked.
        archive.build();
    }
    archive
}

/// arXiv, a publisher and Daily Papers, each with one paper.
fn elsewhere() -> Site {
    let authors = "<author><name>Wanda Okonkwo</name></author>";
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>http://arxiv.org/abs/2309.03905v1</id>\
         <published>2023-09-07T17:59:45Z</published><updated>2023-09-07T17:59:45Z</updated>\
         <title>Tides in One Dimension</title><summary>We tabulate tides.</summary>{authors}</entry></feed>"
    );
    let csl = r#"{"type": "article-journal", "title": "Mud", "author": [{"given": "Wanda", "family": "Okonkwo"}],
        "issued": {"date-parts": [[2021, 4]]}, "DOI": "10.1000/182"}"#;
    let daily = r#"[{"paper": {"id": "2401.00002", "title": "Ropes", "authors": [{"name": "Bo Li"}], "summary": "We study ropes.",
        "publishedAt": "2024-01-09T18:00:00.000Z", "submittedOnDailyAt": "2024-01-11T02:10:00.000Z", "upvotes": 12},
        "publishedAt": "2024-01-09T18:00:00.000Z", "title": "Ropes", "numComments": 2}]"#;
    Site::start(move |asked: &Asked, _| match asked.path.split(['/', '?']).nth(1) {
        Some("arxiv") => Reply::ok("application/atom+xml", atom.clone()),
        Some("doi") => Reply::ok("application/vnd.citationstyles.csl+json", csl),
        _ => Reply::ok("application/json", daily),
    })
}

#[test]
fn every_command_is_run_as_it_is_written() {
    let site = elsewhere();
    let program = Path::new(env!("CARGO_BIN_EXE_offprint")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let blocks = blocks();
    blocks.par_iter().filter(|block| block.language == "sh" && !block.is_of_moving()).for_each(|block| {
        let script: Vec<&str> = block.body.lines().filter(|line| is_run(line)).collect();
        if script.is_empty() {
            return;
        }
        let archive = archive(&block.page);
        let mut command = Command::new("sh");
        command.args(["-euxc", &script.join("\n")]).current_dir(archive.root()).env("PATH", &path).env("NO_COLOR", "1");
        command
            .env("HOME", archive.root())
            .env("GITHUB_BASE_REF", "main")
            .env("GITHUB_STEP_SUMMARY", "step-summary.md");
        for (name, address) in [("ARXIV", "arxiv"), ("DOI", "doi"), ("DAILY_PAPERS", "daily")] {
            command.env(format!("OFFPRINT_{name}_URL"), format!("{}/{address}", site.url));
        }
        let done = command.env("OFFPRINT_PAUSE", "0").output().expect("sh runs");
        let said = [done.stdout, done.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
        assert!(done.status.success(), "{}:\n{said}", block.place());
        for (line, path) in LEFT {
            let is_missed = script.iter().any(|run| command_of(run) == line) && !archive.root().join(path).exists();
            assert!(!is_missed, "{}: {line} leaves no {path}:\n{said}", block.place());
        }
    });
}

#[test]
fn lines_that_are_named_here_are_still_there() {
    let blocks = blocks();
    let lines: BTreeSet<&str> = blocks
        .iter()
        .filter(|block| block.language == "sh")
        .flat_map(|block| block.body.lines())
        .map(command_of)
        .collect();
    for (line, _) in NOT_RUN.iter().chain(&LEFT) {
        assert!(lines.contains(line), "{line} is shown nowhere");
    }
}

/// What `check` tells of a file that a page shows, once it is in the archive.
fn problems(block: &Block, path: &str) -> Vec<String> {
    let archive = Archive::from_fixture("guide");
    if path == "offprint.yaml" {
        let is_said = |line: &&str| {
            line.split_once(':')
                .is_some_and(|(key, _)| block.body.lines().all(|line| !line.starts_with(&format!("{key}:"))))
        };
        let before = fs::read_to_string(archive.root().join(path)).unwrap();
        let kept: Vec<&str> = before.lines().filter(is_said).collect();
        archive.write(path, format!("{}\n{}", kept.join("\n"), block.body));
    } else {
        // The entry that it takes the place of may have another ending.
        let _ = fs::remove_file(archive.root().join(path).with_extension("yaml"));
        archive.write(path, &block.body);
    }
    let run = archive.run(&["check", "--format", "json"]);
    let is_missed = |problem: &Value| {
        // A file around the papers may speak of what these few have not.
        problem["file"] == path && !problem["code"].as_str().unwrap().starts_with("unused-")
    };
    let problems =
        run.stdout().lines().map(|line| serde_json::from_str(line).unwrap()).filter(is_missed).collect::<Vec<_>>();
    problems.iter().map(|problem| format!("{}: {}", problem["code"], problem["message"])).collect()
}

#[test]
fn every_file_that_is_shown_is_understood() {
    for block in blocks().iter().filter(|block| !block.is_of_moving()) {
        let place = block.place();
        let first = match block.language.as_str() {
            "sh" => continue,
            "yaml" => block.body.lines().next(),
            "markdown" => block.body.strip_prefix("---\n").and_then(|body| body.lines().next()),
            shown => {
                assert!(ONLY_SHOWN.contains(&shown), "{place}: what is to be done with `{shown}`?");
                continue;
            }
        };
        let name = first.and_then(|line| line.strip_prefix("# "));
        match name.unwrap_or_else(|| panic!("{place}: the block begins with no comment that names its file")) {
            path if path == "offprint.yaml" || path.starts_with("content/") => {
                assert_eq!(problems(block, path), Vec::<String>::new(), "{place}");
            }
            // An entry that is shown in part, for the sake of this line.
            line if line.starts_with("yaml-language-server: ") => {
                let problems = problems(block, "content/papers/stitchable.yaml");
                assert!(problems.iter().all(|problem| problem.starts_with("\"missing-")), "{place}: {problems:?}");
            }
            workflow => {
                assert!(workflow.starts_with(".github/workflows/") || workflow == "a step of a workflow", "{place}");
                let read: Value = serde_yaml::from_str(&block.body).unwrap_or_else(|error| panic!("{place}: {error}"));
                takes_what_the_action_takes(&read, &place);
            }
        }
    }
}

/// Asserts that a step which uses the action of this repository names no input that the action lacks.
fn takes_what_the_action_takes(value: &Value, place: &str) {
    let Some(steps) = value.as_array() else { return };
    let action = fs::read_to_string(repository().join("action.yml")).unwrap();
    let action: Value = serde_yaml::from_str(&action).unwrap();
    for step in steps {
        assert!(step["uses"].as_str().unwrap().starts_with("OWNER/offprint@v"), "{place}");
        for (input, _) in step["with"].as_object().unwrap() {
            assert!(action["inputs"].get(input).is_some(), "{place}: the action takes no `{input}`");
        }
    }
}

/// The fragments of a page in Markdown.
fn fragments(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let slug = |heading: &str| {
        let letters = heading.to_lowercase();
        let kept = letters.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
        kept.collect::<String>().replace(' ', "-")
    };
    headings.map(slug).collect()
}

#[test]
fn links_between_files_lead_to_files_and_headings() {
    for file in ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "themes/default/README.md"] {
        let from = repository().join(file);
        let text = fs::read_to_string(&from).unwrap();
        let links = text.split("](").skip(1).map(|rest| rest.split([')', ' ']).next().unwrap());
        for link in links.filter(|link| !link.contains("://") && !link.starts_with('/')) {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let to = if path.is_empty() { from.clone() } else { from.parent().unwrap().join(path) };
            assert!(to.exists(), "{file}: {link}");
            let is_there = || fragments(&fs::read_to_string(&to).unwrap()).contains(fragment);
            assert!(fragment.is_empty() || is_there(), "{file}: {link}");
        }
    }
}

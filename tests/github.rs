//! Contributing by pull request: a stranger's entries laid over the archive, the pages that they change, what is told of
//! them, and the files that `init --github` writes.

mod support;

use std::io::Write as _;
use std::process::{Command, Stdio};

use support::Archive;

/// What nothing of a stranger's may bring into a preview.
const MARK: &str = "STRANGER";

/// Two papers on the branch `main`, and the theme's own parts that a stranger might wish to change.
fn committed() -> Archive {
    let archive = Archive::new()
        .paper("first", "2023", "topics: [nlp]\n")
        .paper("second", "2024", "")
        .file("content/topics.yaml", "nlp: {name: Language, description: Words}\n")
        .file("content/pages/about.md", "---\ntitle: About\n---\nAbout.\n")
        .file("static/site.js", "// ours\n")
        .file(".gitignore", "public\n.offprint\n");
    git(&archive, &["init", "-q"]);
    commit(&archive, "Begin");
    archive
}

fn git(archive: &Archive, arguments: &[&str]) -> String {
    git_with(archive, arguments, "")
}

/// Runs git with an input; its answer without the end of the line.
fn git_with(archive: &Archive, arguments: &[&str], input: &str) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]);
    command.args(arguments).current_dir(archive.root());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("git runs");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn commit(archive: &Archive, message: &str) {
    git(archive, &["add", "-A"]);
    git(archive, &["commit", "-qm", message]);
}

/// Begins a branch, as a fork would be.
fn branch(archive: &Archive, name: &str) {
    git(archive, &["checkout", "-q", "main"]);
    git(archive, &["checkout", "-qb", name]);
}

/// Adds to the index what no editor writes: a file of any mode and name.
fn stage(archive: &Archive, mode: &str, path: &str, content: &str) {
    let object = match mode {
        "160000" => git(archive, &["rev-parse", "HEAD"]),
        _ => git_with(archive, &["hash-object", "-w", "--stdin"], content),
    };
    git(archive, &["update-index", "--add", "--cacheinfo", &format!("{mode},{object},{path}")]);
}

/// A commit on top of another whose `content/papers` also holds a folder `..` with an entry in it.
fn with_dots(archive: &Archive, parent: &str) -> String {
    let evil = git_with(archive, &["hash-object", "-w", "--stdin"], &format!("title: {MARK}\n"));
    let mut inner = git_with(archive, &["mktree"], &format!("100644 blob {evil}\tevil.yaml\n"));
    let mut name = "..";
    for (folder, outer) in [("content/papers", "papers"), ("content", "content"), ("", "")] {
        let listed = git(archive, &["ls-tree", &format!("{parent}:{folder}")]);
        let others = listed.lines().filter(|line| line.split('\t').nth(1) != Some(name));
        let tree =
            others.map(|line| format!("{line}\n")).collect::<String>() + &format!("040000 tree {inner}\t{name}\n");
        inner = git_with(archive, &["mktree"], &tree);
        name = outer;
    }
    git(archive, &["commit-tree", &inner, "-p", parent, "-m", "Dots"])
}

#[test]
fn of_a_stranger_come_entries_and_no_byte_of_anything_else() {
    let archive = committed();
    branch(&archive, "fork");
    archive.write("content/papers/2025/new.yaml", "title: A welcome paper\nauthors: [Bo Berg]\ndate: 2025\n");
    archive.write("content/papers/first.yaml", "title: The first, corrected\nauthors: [Ada Lovelace]\ndate: 2023\n");
    archive.remove("content/papers/second.yaml");
    for path in [
        "content/papers/2025/x.js",
        "content/papers/2025/x.svg",
        "content/papers/2025/x.html",
        "content/papers/2025/x.txt",
        "content/papers/2025/x.yml",
        "content/pages/evil.md",
        "content/pages/about.md",
        "content/words.yaml",
        "content/people/ada-lovelace.yaml",
        "content/topics.yaml",
        "static/x.js",
        "static/site.js",
        "static/custom.css",
        "templates/paper.html",
        "templates/base.html",
        "themes/evil/theme.yaml",
        ".github/workflows/check.yml",
        "build.rs",
    ] {
        archive.write(path, format!("---\ntitle: {MARK}\nname: {MARK}\n---\n{MARK} <script>{MARK}</script>\n"));
    }
    let settings = format!("title: {MARK}\nbase-url: https://example.net/\ntheme: evil\n");
    archive.write("offprint.yaml", settings);
    git(&archive, &["add", "-A"]);
    stage(&archive, "120000", "content/papers/link.yaml", "../../secret.yaml");
    stage(&archive, "120000", "content/papers/2025/passwd.md", "/etc/passwd");
    stage(&archive, "160000", "content/papers/module", "");
    stage(&archive, "160000", "content/papers/module.yaml", "");
    let entry = format!("title: {MARK}\n");
    stage(&archive, "100644", "content/papers/a\nb.yaml", &entry);
    stage(&archive, "100644", "content/papers/a\\..\\b.yaml", &entry);
    stage(&archive, "100644", "content/papers/.hidden/b.yaml", &entry);
    stage(&archive, "100644", "content/papers/large.yaml", &format!("{entry}abstract: {}\n", MARK.repeat(200_000)));
    git(&archive, &["commit", "-qm", "Add a paper"]);
    let tip = with_dots(&archive, "fork");
    git(&archive, &["checkout", "-qf", "main"]);
    git(&archive, &["clean", "-qfd", "."]);
    archive.write("secret.yaml", format!("title: {MARK}\n"));
    let run = archive.build_with(&["--overlay", &tip, "--keep-going"]);
    run.has("papers/new/index.html", &["A welcome paper", "Bo Berg"]);
    run.has("papers/first/index.html", &["The first, corrected"]);
    run.misses("papers/second/index.html").has("about/index.html", &["About."]).has("site.js", &["// ours"]);
    for (path, bytes) in run.tree() {
        let is_marked = bytes.windows(MARK.len()).any(|part| part.eq_ignore_ascii_case(MARK.as_bytes()));
        assert!(!is_marked && !path.to_uppercase().contains(MARK), "{path}");
        let expected = ["html", "css", "js", "json", "xml", "txt", "bib", "cff", "woff2", "svg", "ico", "gz", "bin"];
        let extension = path.rsplit('.').next().unwrap();
        assert!(
            expected.contains(&extension) || path == ".nojekyll" || path == "CNAME" || path.starts_with("search/"),
            "{path}"
        );
    }
    assert!(!run.stderr().contains(MARK), "{}", run.stderr());
    let told = "2 entries laid over those here, 1 taken away, 28 other files left out, all since ";
    assert!(run.stdout().starts_with(told), "{}", run.stdout());
    let said = run.stderr();
    assert!(said.contains("left out: .github/workflows/check.yml: it is not below content/papers\n"), "{said}");
    assert!(said.contains("left out: content/papers/a\\nb.yaml: an entry cannot have this name\n"), "{said}");
    assert!(said.contains("left out: content/papers/../evil.yaml: an entry cannot have this name\n"), "{said}");
    assert!(said.contains("left out: 8 more\n"), "{said}");
}

#[test]
fn an_overlay_says_what_it_cannot_do() {
    let archive = committed();
    let run = archive.run(&["build", "--overlay", "no-such-branch"]);
    assert_eq!(
        (run.code(), run.stderr()),
        (2, "error: git knows no revision `no-such-branch`: fetch it first, with its history\n".into())
    );
    assert_eq!(archive.run(&["build", "--overlay", "--output=x"]).code(), 2);
    branch(&archive, "pdf");
    archive.write("content/papers/with.yaml", "title: With\nauthors: [Bo Berg]\ndate: 2025\nlinks: {pdf: paper.pdf}\n");
    archive.write("content/papers/paper.pdf", "%PDF-1.4");
    commit(&archive, "Add a paper and its PDF");
    git(&archive, &["checkout", "-q", "main"]);
    let run = archive.build_with(&["--overlay", "pdf"]);
    run.has("papers/with/index.html", &["With"]).misses("papers/with/paper.pdf");
    assert!(run.stderr().contains("warning[missing-file]: there is no file `paper.pdf`"), "{}", run.stderr());
    branch(&archive, "broken");
    archive.write("content/papers/bad.yaml", "titel: Bad\n");
    archive.write("content/papers/good.yaml", "title: Good\nauthors: [Bo Berg]\ndate: 2025\n");
    commit(&archive, "Add papers");
    git(&archive, &["checkout", "-q", "main"]);
    let run = archive.run(&["build", "--overlay", "broken"]);
    assert!(run.code() == 1 && run.stderr().contains("error[unknown-key]"), "{}", run.stderr());
    let run = archive.build_with(&["--overlay", "broken", "--keep-going"]);
    run.has("papers/good/index.html", &["Good"]).misses("papers/bad/index.html");
    assert_eq!(git(&archive, &["status", "--porcelain"]), "", "the working tree is as it was");
}

#[test]
fn what_a_branch_changes_is_written_and_nothing_else() {
    let archive = committed();
    archive.write("static/custom.css", "/* ours */\n");
    archive.write("static/data.csv", "a,b\n");
    archive.write("content/papers/far.yaml", "title: Far from all\nauthors: [Zoe Quist]\ndate: 1999-01-01\n");
    commit(&archive, "Style");
    branch(&archive, "more");
    archive.write("content/papers/third.yaml", "title: The third\nauthors: [Ada Lovelace]\ndate: 2024\n");
    archive.remove("content/papers/second.yaml");
    let run = archive.build_with(&["--changed", "main", "--out", "preview"]);
    run.has("papers/third/index.html", &["The third"]).has("authors/ada-lovelace/index.html", &["The third"]);
    run.has("custom.css", &["ours"]).has("2024/index.html", &["The third"]).has("index.html", &["The third"]);
    run.misses("papers/far/index.html").misses("papers/second/index.html").misses("about/index.html");
    run.misses("topics/nlp/index.html").misses("data.csv").misses("sitemap.xml").misses("feed.xml");
    assert!(
        run.tree().keys().any(|path| path.ends_with(".css") && path.starts_with("assets/")),
        "{:?}",
        run.tree().keys()
    );
    let said = run.stdout();
    assert!(said.contains("new      /papers/third/\n") && said.contains("changed  /authors/ada-lovelace/\n"), "{said}");
    assert!(said.contains(" gone; with what they need"), "{said}");
    // A branch that changes nothing has no pages.
    git(&archive, &["stash", "-qu"]);
    let run = archive.build_with(&["--changed", "main", "--out", "preview"]);
    assert!(run.stdout().contains("0 new, 0 changed, 0 gone"), "{}", run.stdout());
    run.misses("index.html").misses("papers/third/index.html");
}

#[test]
fn a_reviewer_is_told_what_comes() {
    let archive = committed();
    archive.write("summary.md", "Before.\n");
    branch(&archive, "more");
    let hostile = "a|b <img src=x> @someone `code` [x](https://evil.example)";
    archive.write(
        "content/papers/new.yaml",
        format!("title: \"{hostile}\"\nauthors: [Ada Lovelace, A. Lovelace, Bo Berg]\ndate: 2025-02\ntopics: [nlp]\nvenue: A | B\n"),
    );
    archive
        .write("content/papers/first.yaml", "title: The first.\nauthors: [Ada Lovelace]\ndate: 2023\ntopics: [nlp]\n");
    archive.remove("content/papers/second.yaml");
    let run = archive.run(&["check", "--changed", "main", "--summary", "summary.md"]);
    assert_eq!(run.code(), 1, "an address has vanished");
    let text = std::fs::read_to_string(archive.root().join("summary.md")).unwrap();
    assert!(
        text.starts_with("Before.\n## 1 error and 2 warnings\n\n|  | code | problem | where |\n|---|---|---|---|\n"),
        "{text}"
    );
    assert!(
        text.contains("| error | vanished-url | the address &#96;&#47;papers&#47;second&#47;&#96; would be gone"),
        "{text}"
    );
    let entry = "\n### New entries (1)\n\n| title | authors | id | date | topics |\n|---|---|---|---|---|\n| a&#124;b &#60;img src&#61;x&#62; &#64;&#8203;someone";
    assert!(text.contains(entry), "{text}");
    assert!(text.contains("| Ada Lovelace, A&#46; Lovelace, Bo Berg | new | 2025-02 | Language |\n"), "{text}");
    assert!(
        text.contains("### Changed entries (1)") && text.contains("| The first&#46; | Ada Lovelace | first | 2023 |"),
        "{text}"
    );
    assert!(
        text.contains("### Removed entries (1)") && text.contains("| The second | Ada Lovelace | second |"),
        "{text}"
    );
    assert!(text.contains("| author | Ada Lovelace | beside 1 other paper |\n"), "{text}");
    assert!(text.contains("| author | A&#46; Lovelace | the first paper; is this Ada Lovelace? |\n"), "{text}");
    assert!(
        text.contains("| author | Bo Berg | the first paper |\n| topic | Language | beside 1 other paper |\n"),
        "{text}"
    );
    assert!(text.contains("| venue | A &#124; B | the first paper |\n"), "{text}");
    assert!(
        !text.contains("<img") && !text.contains("@someone") && !text.contains("](") && !text.contains("http"),
        "{text}"
    );
    assert_eq!(archive.run(&["check", "--summary", "summary.md"]).code(), 2, "it is of changes");
}

/// What `init --github` is told to write where it is told no more.
const FILES: [&str; 9] = [
    ".github/workflows/check.yml",
    ".github/workflows/add-paper.yml",
    ".github/workflows/pages.yml",
    ".github/actions/offprint/action.yml",
    ".github/ISSUE_TEMPLATE/problem.yml",
    ".github/ISSUE_TEMPLATE/config.yml",
    ".github/pull_request_template.md",
    ".github/ISSUE_TEMPLATE/add-paper.yml",
    "CONTRIBUTING.md",
];

/// Lines of the result, up to what is left to do.
fn told(run: &support::Run) -> Vec<String> {
    run.stdout().lines().take_while(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn read(archive: &Archive, path: &str) -> String {
    std::fs::read_to_string(archive.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn files_are_written_once_and_nobodys_work_is_overwritten() {
    let archive = committed();
    let run = archive.run(&["init", "--github"]);
    assert_eq!((run.code(), run.stderr()), (0, String::new()));
    assert_eq!(told(&run), FILES.map(|path| format!("{path:44} written")));
    let steps = "\n\nThen, once:\n  gh label create paper     the label by which the form's issues are known\n  \
                 Settings > Actions > General > Allow GitHub Actions to create and approve pull requests\n  \
                 Settings > Pages > Source: GitHub Actions\n  \
                 repository: OWNER/NAME in offprint.yaml, for links; then run this again\n  \
                 There is no CODEOWNERS: say with --owner @LOGIN who reviews\n";
    assert!(run.stdout().ends_with(steps), "{}", run.stdout());
    assert_eq!(told(&archive.run(&["init", "--github"])), FILES.map(|path| format!("{path:44} as it was")));
    for path in FILES {
        archive.write(path, "ours\n");
    }
    let kept = FILES.map(|path| format!("{path:44} there already, and left as it is"));
    assert_eq!(told(&archive.run(&["init", "--github"])), kept);
    assert!(FILES.iter().all(|path| read(&archive, path) == "ours\n"));
    assert_eq!(archive.run(&["check"]).stderr(), "", "what others wrote is theirs");
    // A file that is asked for later is added.
    let run =
        archive.run(&["init", "--github", "--owner", "ada", "--preview", "Ada/previews", "--fetch", "arxiv:cs.CL"]);
    assert!(run.stdout().contains(".github/CODEOWNERS                           written\n"), "{}", run.stdout());
    assert!(read(&archive, ".github/CODEOWNERS").ends_with("\n* @ada\n/content/ @ada\n"));
    assert!(read(&archive, ".github/workflows/fetch.yml").contains("run: offprint fetch arxiv --category cs.CL\n"));
    assert!(read(&archive, ".github/workflows/preview.yml").contains("https://ada.github.io/previews/pr-"));
}

#[test]
fn init_says_what_it_cannot_do() {
    let archive = committed();
    let error = |arguments: &[&str]| {
        let run = archive.run(arguments);
        assert_eq!(run.code(), 2);
        run.stderr()
    };
    assert!(error(&["init", "--github", "--owner", "a b"]).contains("a login or a team is wanted"));
    assert!(error(&["init", "--github", "--preview", "$(x)/y"]).contains("a repository on GitHub is wanted"));
    assert!(error(&["init", "--github", "--fetch", "arxiv:cs.CL; x"]).contains("daily-papers or a category of arXiv"));
    assert!(!archive.root().join(".github").exists());
    let outer = Archive::new().file("a b/offprint.yaml", "title: T\n");
    git(&outer, &["init", "-q"]);
    let run = outer.run(&["init", "--github", "--root", "a b"]);
    assert!(run.code() == 2 && run.stderr().contains("workflows cannot name the folder `a b/`"), "{}", run.stderr());
}

#[test]
fn what_is_made_of_settings_is_kept_in_step() {
    let archive = committed();
    archive.run(&["init", "--github"]);
    assert_eq!(archive.run(&["check"]).stderr(), "");
    let text = read(&archive, "CONTRIBUTING.md");
    archive.write("CONTRIBUTING.md", format!("Read this first.\n\n{text}\n## Ours\n"));
    assert_eq!(archive.run(&["check"]).stderr(), "", "what stands around it is anybody's");
    commit(&archive, "Take papers");
    branch(&archive, "topic");
    let topics = "nlp: {name: Language, description: Words}\nvision: {name: Vision, description: Pictures}\n";
    archive.write("content/topics.yaml", topics);
    archive.write("content/papers/third.yaml", "title: Third\nauthors: [Bo Berg]\ndate: 2024\ntopics: [vision]\n");
    let stale = "warning[stale-contributing]: this is not what the settings and topics make of it now\n  \
                 .github/ISSUE_TEMPLATE/add-paper.yml\n  run `offprint init --github`, which rewrites the part that it made\n";
    for arguments in [["check", "--quiet", "--changed", "main"], ["check", "--quiet", "--color", "never"]] {
        let said = archive.run(&arguments).stderr();
        assert!(said.contains(stale) && said.matches("warning[").count() == 2, "{said}");
    }
    assert_eq!(archive.run(&["check", "--base-url", "https://example.net/"]).stderr(), "", "of other settings");
    let run = archive.run(&["init", "--github"]);
    assert_eq!(
        told(&run)[7..],
        [
            ".github/ISSUE_TEMPLATE/add-paper.yml         renewed",
            "CONTRIBUTING.md                              renewed",
        ]
    );
    let text = read(&archive, "CONTRIBUTING.md");
    assert!(
        text.starts_with("Read this first.\n\n<!-- offprint:begin offprint.yaml: ") && text.ends_with("\n## Ours\n")
    );
    assert!(
        text.contains("`nlp`, `vision`")
            && read(&archive, ".github/ISSUE_TEMPLATE/add-paper.yml").contains("- \"vision\"\n")
    );
    assert_eq!(archive.run(&["check"]).stderr(), "");
    // Line ends are those of whoever checked the file out.
    archive.write("CONTRIBUTING.md", text.replace('\n', "\r\n"));
    assert_eq!(archive.run(&["check"]).stderr(), "");
}

#[test]
fn an_archive_in_a_folder_has_its_files_where_github_looks() {
    let outer = Archive::new();
    outer.remove("offprint.yaml");
    git(&outer, &["init", "-q"]);
    outer.write("archive/offprint.yaml", "title: T\nbase-url: https://example.org/\nrepository: ada/papers\n");
    outer.write("archive/content/papers/p.yaml", "title: T\nauthors: [Ada Lovelace]\ndate: 2023\n");
    let run = outer.run(&["init", "--github", "--root", "archive"]);
    assert_eq!(run.code(), 0, "{}", run.stderr());
    assert!(!outer.root().join("archive/.github").exists() && !outer.root().join("archive/CONTRIBUTING.md").exists());
    assert!(read(&outer, ".github/workflows/check.yml").contains("run: offprint check --root archive --format github"));
    assert!(read(&outer, ".github/CODEOWNERS").ends_with("\n* @ada\n/archive/content/ @ada\n"));
    let text = read(&outer, "CONTRIBUTING.md");
    assert!(
        text.contains("`archive/content/papers/YEAR/ID.yaml`") && text.contains("(https://example.org/submit/)"),
        "{text}"
    );
    assert_eq!(outer.run(&["check", "--root", "archive"]).stderr(), "");
    outer.write("archive/offprint.yaml", "title: Other\nbase-url: https://example.org/\nrepository: ada/papers\n");
    let said = outer.run(&["check", "--root", "archive"]).stderr();
    assert!(said.contains("\n  ../CONTRIBUTING.md\n  run `offprint init --github`"), "{said}");
    // Another archive of the repository is not what they were made of.
    outer.write("second/offprint.yaml", "title: Second\nbase-url: https://example.org/\n");
    assert_eq!(outer.run(&["check", "--root", "second"]).stderr(), "");
}

#[test]
fn this_projects_own_files_are_what_init_writes() {
    let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let archive = Archive::new();
    for path in ["offprint.yaml", "content/topics.yaml", "content/venues.yaml"] {
        archive.write(path, std::fs::read(own.join(path)).unwrap());
    }
    let run = archive.run(&["init", "--github", "--from-source"]);
    assert_eq!(told(&run), FILES.map(|path| format!("{path:44} written")));
    for path in FILES {
        let (made, kept) = (read(&archive, path), std::fs::read_to_string(own.join(path)).unwrap());
        assert!(
            kept == made || (path == "CONTRIBUTING.md" && kept.contains(&made)),
            "{path}: run `offprint init --github`"
        );
    }
}

/// A list of Daily Papers with one paper, which has a topic of its own.
fn daily(id: &str, title: &str, topic: &str) -> String {
    format!(
        "[{{\"paper\": {{\"id\": \"{id}\", \"title\": \"{title}\", \"authors\": [{{\"name\": \"Bo Berg\"}}], \
         \"publishedAt\": \"2024-01-02T00:00:00.000Z\", \"ai_keywords\": [\"{topic}\"]}}}}]"
    )
}

/// Each brings two papers, a topic and a venue that the archive does not have. Two papers that get one id would clash, as they
/// must: an id is an address.
#[test]
fn two_pull_requests_from_one_base_merge() {
    let archive = committed();
    let topics = "a: {name: A}\n\nm:\n  name: M\n\nnlp: {name: Language}\n";
    archive.write("content/topics.yaml", topics);
    archive.write("content/venues.yaml", "aaai: {name: AAAI}\n\nmlsys: {name: MLSys}\n");
    commit(&archive, "Name venues");
    let article = |title: &str, venue: &str| {
        format!(
            "[{{\"type\": \"paper-conference\", \"title\": \"{title}\", \"container-title\": \"{venue}\", \
             \"author\": [{{\"family\": \"Berg\"}}], \"issued\": {{\"date-parts\": [[2024]]}}}}]"
        )
    };
    for (name, id, topic, venue) in
        [("one", "2401.00001", "Hypernetworks", "CVPR"), ("two", "2401.00002", "Tabular Data", "NeurIPS")]
    {
        branch(&archive, name);
        archive.write(".git/daily.json", daily(id, &format!("Paper {name}"), topic));
        archive.write(".git/csl.json", article(&format!("{name} article"), venue));
        let run = archive.run(&["import", ".git/daily.json", ".git/csl.json"]);
        assert_eq!(run.code(), 0, "{}", run.stderr());
        commit(&archive, name);
    }
    git(&archive, &["checkout", "-q", "main"]);
    git(&archive, &["merge", "-q", "--no-edit", "one"]);
    git(&archive, &["merge", "-q", "--no-edit", "two"]);
    assert_eq!(archive.run(&["check", "--quiet"]).code(), 0);
    let topics = read(&archive, "content/topics.yaml");
    let keys: Vec<&str> = topics.lines().filter(|line| line.contains(':') && !line.starts_with(' ')).collect();
    assert_eq!(keys, ["a: {name: A}", "hypernetworks:", "m:", "nlp: {name: Language}", "tabular-data:"]);
    archive
        .build()
        .has("papers/2401.00001/index.html", &["Paper one"])
        .has("papers/2401.00002/index.html", &["Paper two"]);
}

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

//! Entries in their canonical form: what `fmt` writes, what it leaves alone, and what it says.

mod support;

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use support::Archive;

fn archive() -> Archive {
    Archive::new()
        .file("content/papers/2023/tides.yaml", "title: 'On Tides'   # as printed\nauthors: Ada Lovelace\ndate: 2023\n")
        .file("content/papers/2024/mud.yaml", "id: mud\ntitle: Mud\nauthors:\n  - Ada Lovelace\ndate: 2024\n")
        .file("content/papers/notes.md", "---\ntitle: \"Notes\"\ndate: 2024\n---\n\n* One \n* [@mud]\r\n")
}

fn text(archive: &Archive, path: &str) -> String {
    fs::read_to_string(archive.root().join(path)).unwrap()
}

#[test]
fn entries_become_canonical_and_stay_so() {
    let archive = archive();
    let run = archive.run(&["fmt"]);
    assert_eq!(
        (run.code(), run.stderr(), run.stdout().as_str()),
        (0, String::new(), "2 files formatted, 1 unchanged.\n")
    );
    let tides = "id: tides\ntitle: On Tides # as printed\nauthors:\n  - Ada Lovelace\ndate: 2023\n";
    assert_eq!(text(&archive, "content/papers/2023/tides.yaml"), tides);
    let notes = "---\nid: notes\ntitle: Notes\ndate: 2024\n---\n\n* One \n* [@mud]\r\n";
    assert_eq!(text(&archive, "content/papers/notes.md"), notes);
    let run = archive.run(&["fmt"]);
    assert_eq!((run.code(), run.stdout().as_str()), (0, "0 files formatted, 3 unchanged.\n"));
    assert_eq!(archive.run(&["fmt", "--quiet"]).stdout(), "");
    let left: Vec<_> =
        fs::read_dir(archive.root().join("content/papers")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
    archive.build();
}

#[test]
fn a_check_writes_nothing() {
    let archive = archive();
    let before = text(&archive, "content/papers/2023/tides.yaml");
    let run = archive.run(&["fmt", "--check"]);
    let listed = "content/papers/2023/tides.yaml\ncontent/papers/notes.md\n2 files to be formatted, 1 unchanged.\n";
    assert_eq!((run.code(), run.stderr(), run.stdout().as_str()), (1, String::new(), listed));
    assert_eq!(text(&archive, "content/papers/2023/tides.yaml"), before);
    archive.run(&["fmt"]);
    let run = archive.run(&["fmt", "--check"]);
    assert_eq!((run.code(), run.stdout().as_str()), (0, "0 files to be formatted, 3 unchanged.\n"));
}

#[test]
fn what_is_broken_or_would_change_is_left_alone() {
    let broken = "title: Waves\nautors: [Ada]\ndate: 2023\n";
    let alias = "title: &t Wakes\nauthors: [Ada]\ndate: 2023\nextra: {again: *t}\n";
    let archive = archive().file("content/papers/waves.yaml", broken).file("content/papers/wakes.yaml", alias);
    let run = archive.run(&["fmt"]);
    assert_eq!(run.code(), 1);
    assert_eq!(run.stdout(), "2 files formatted, 1 unchanged, 2 left as they are.\n");
    let said = "\
error: content/papers/wakes.yaml is left as it is: its canonical form would not say the same
error[unknown-key]: there is no key `autors`
  content/papers/waves.yaml:2:1
  2 │ autors: [Ada]
    │ ^^^^^^ did you mean `authors`?

error: content/papers/waves.yaml is left as it is: it has errors
";
    assert_eq!(run.stderr(), said);
    assert_eq!(text(&archive, "content/papers/waves.yaml"), broken);
    assert_eq!(text(&archive, "content/papers/wakes.yaml"), alias);
}

#[test]
fn files_and_folders_are_named_from_here_or_from_the_root() {
    let archive = archive();
    let run = archive.run(&["fmt", "--check", "content/papers/2023"]);
    assert_eq!(run.stdout(), "content/papers/2023/tides.yaml\n1 file to be formatted, 0 unchanged.\n");
    let here = |folder: &str, arguments: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(arguments)
            .current_dir(archive.root().join(folder))
            .output()
            .unwrap();
        (run.status.code(), String::from_utf8(run.stdout).unwrap() + &String::from_utf8(run.stderr).unwrap())
    };
    let one = "content/papers/notes.md\n1 file to be formatted, 0 unchanged.\n".to_owned();
    assert_eq!(here("content/papers/2023", &["fmt", "--check", "../notes.md"]), (Some(1), one.clone()));
    assert_eq!(here("content/papers/2023", &["fmt", "--check", "content/papers/notes.md"]), (Some(1), one));
    let none = "0 files to be formatted, 0 unchanged.\n".to_owned();
    assert_eq!(here(".", &["fmt", "--check", "offprint.yaml"]), (Some(0), none));
    let missing = "error: there is no file or folder content/paper\n".to_owned();
    assert_eq!(here(".", &["fmt", "content/paper"]), (Some(2), missing));
    let outside = "error: .. is not in the archive's folder\n".to_owned();
    assert_eq!(here(".", &["fmt", ".."]), (Some(2), outside));
}

#[test]
fn line_ends_are_kept() {
    let archive = Archive::new().file("content/papers/a.yaml", "title: 'A'\r\nabstract: |\r\n  One\r\n  two\r\n");
    assert_eq!(archive.run(&["fmt"]).code(), 0);
    assert_eq!(text(&archive, "content/papers/a.yaml"), "id: a\r\ntitle: A\r\nabstract: |\r\n  One\r\n  two\r\n");
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let archive = archive();
    let path = archive.root().join("content/papers/2023/tides.yaml");
    let link = archive.root().join("content/papers/link.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("2023/tides.yaml", &link).unwrap();
    let run = archive.run(&["fmt"]);
    assert_eq!((run.code(), run.stdout().as_str()), (0, "2 files formatted, 1 unchanged.\n"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    fs::write(&path, "title: 'A'\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
    let run = archive.run(&["fmt"]);
    assert_eq!(
        run.stderr(),
        "error: content/papers/2023/tides.yaml is left as it is: it cannot be written: permission denied\n"
    );
    assert_eq!((run.code(), text(&archive, "content/papers/2023/tides.yaml").as_str()), (1, "title: 'A'\n"));
}

#[test]
fn an_editor_may_hand_over_what_is_not_saved_yet() {
    let archive = archive();
    let through = |arguments: &[&str], text: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(arguments)
            .current_dir(archive.root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let path = "content/papers/new.yaml";
    let done = through(&["fmt", "--stdin-path", path, "-"], "title: 'A' # new\n");
    assert_eq!(done, (Some(0), "id: new\ntitle: A # new\n".to_owned(), String::new()));
    assert_eq!(through(&["fmt", "--check", "--stdin-path", path, "-"], "title: 'A'\n").0, Some(1));
    let (code, out, said) = through(&["fmt", "--stdin-path", path, "-"], "titel: A\n");
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(said.ends_with("error: content/papers/new.yaml cannot be formatted: it has errors\n"), "{said}");
    let (code, _, said) = through(&["fmt", "-"], "");
    assert_eq!(code, Some(2));
    assert_eq!(said, "error: `-` stands alone, and --stdin-path says which entry it is, as in content/papers/a.yaml\n");
    assert!(!archive.root().join(path).exists());
}

use super::*;
use crate::config::Settings;

fn rules() -> Rules {
    Rules::new(&Settings::default()).0
}

fn formatted(path: &str, text: &str) -> Formatted {
    let rules = rules();
    let first = format(path, text.as_bytes(), &rules);
    if let Formatted::Changed(new) = &first {
        assert_eq!(format(path, new.as_bytes(), &rules), Formatted::Same, "formatted twice:\n{new}");
    }
    first
}

/// What an entry becomes; itself if it is canonical.
#[track_caller]
fn becomes(before: &str, after: &str) {
    let found = match formatted("content/papers/a.yaml", before) {
        Formatted::Same => before.to_owned(),
        Formatted::Changed(text) => text,
        other => panic!("{other:?}"),
    };
    assert_eq!(found, after);
}

#[test]
fn smoke() {
    becomes(
        "# top\ntitle: 'A'\nauthors: Ada # x\nextra:\n    z: 036 # y\n    # w\n\n",
        "# top\nid: a\ntitle: A\n# x\nauthors:\n  - Ada\nextra:\n  z: 036 # y\n  # w\n",
    );
}

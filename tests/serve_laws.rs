//! The law of the preview, as a property of random archives: after any edits it answers what a build from nothing
//! writes, and nothing else.

mod support;

use std::fs;

use proptest::prelude::*;
use support::Archive;
use support::edits::{Edit, apply, edit};
use support::preview::Preview;

/// One change of an archive while it is previewed.
#[derive(Clone, Debug)]
enum Change {
    Edit(Edit),
    /// An entry is saved as editors do it.
    Saved(Edit),
    MoveFolder(u8, u8),
    DropFolder(u8),
    DropContent,
    Theme(bool),
    Style(u8),
    Title(u8),
    /// An entry with a file beside it, which may not be there.
    Linked(u8),
    Copied(u8, Option<u8>),
}

/// Changes that come at once, and whether a file that is written last tells when they are known.
type Step = (Vec<Change>, bool);

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        12 => edit().prop_map(Change::Edit),
        3 => edit().prop_map(Change::Saved),
        2 => (0u8..5, 0u8..5).prop_map(|(from, to)| Change::MoveFolder(from, to)),
        1 => (0u8..5).prop_map(Change::DropFolder),
        1 => Just(Change::DropContent),
        2 => any::<bool>().prop_map(Change::Theme),
        1 => any::<u8>().prop_map(Change::Style),
        1 => (0u8..4).prop_map(Change::Title),
        1 => (0u8..4).prop_map(Change::Linked),
        2 => (0u8..4, prop::option::of(0u8..3)).prop_map(|(at, text)| Change::Copied(at, text)),
    ]
}

/// Entries stand in the folders 0 to 2; the others are where whole folders are moved to.
fn folder(at: u8) -> String {
    format!("content/papers/{at}")
}

fn make(archive: &Archive, change: &Change) {
    let there = |path: &str| archive.root().join(path).exists();
    match change {
        Change::Edit(edit) => apply(archive, edit),
        Change::Saved(edit) => {
            let aside = Archive::new();
            apply(&aside, edit);
            for (path, bytes) in support::tree(aside.root()) {
                if path != "offprint.yaml" || matches!(edit, Edit::Settings(_)) {
                    archive.save(&path, bytes);
                }
            }
        }
        Change::MoveFolder(from, to) => {
            if there(&folder(*from)) && !there(&folder(*to)) {
                archive.rename(&folder(*from), &folder(*to));
            }
        }
        Change::DropFolder(at) if there(&folder(*at)) => archive.remove_folder(&folder(*at)),
        Change::DropContent if there("content") => archive.remove_folder("content"),
        Change::DropFolder(_) | Change::DropContent => {}
        Change::Theme(plain) => set_theme(archive, *plain),
        Change::Style(at) => archive.write("themes/plain/assets/style.css", format!("p {{ margin: {at}px }}\n")),
        Change::Title(at) => archive.write(
            "themes/plain/templates/paper.html",
            format!(
                "{{% extends \"default/paper.html\" %}}{{% block main %}}{at}: {{{{ page.title }}}}{{% endblock %}}"
            ),
        ),
        Change::Linked(at) => archive.write(
            &format!("content/papers/{}/p{at}.yaml", at % 3),
            format!("title: Linked {at}\nauthors: [Madonna]\ndate: 2024\nlinks: {{pdf: p{at}.pdf}}\n"),
        ),
        Change::Copied(at, text) => {
            let path = format!("content/papers/{}/p{at}.pdf", at % 3);
            match text {
                Some(text) => archive.write(&path, format!("%PDF-{text}")),
                None if there(&path) => archive.remove(&path),
                None => {}
            }
        }
    }
}

/// Takes the theme of the archive or leaves it. Its folder stays, so that a change of it is then none of the site.
fn set_theme(archive: &Archive, plain: bool) {
    if plain && !archive.root().join("themes/plain/theme.yaml").exists() {
        archive.write("themes/plain/theme.yaml", "name: Plain\napi: 1\n");
    }
    let settings = fs::read_to_string(archive.root().join("offprint.yaml")).unwrap();
    let mut settings = settings.replace("theme: plain\n", "");
    if plain {
        settings.push_str("theme: plain\n");
    }
    archive.save("offprint.yaml", settings);
}

/// Runs the steps against one server, and says where it was first wrong.
fn follow(steps: &[Step], options: &[&str]) -> Result<(), TestCaseError> {
    let preview = Preview::with(Archive::new(), options);
    prop_assert_eq!(preview.disagrees(), [""; 0]);
    for (at, (changes, is_marked)) in steps.iter().enumerate() {
        changes.iter().for_each(|change| make(&preview.archive, change));
        // Without the mark nothing but the changes themselves can make the preview look, so a missed one is found.
        // With it the preview has looked since; but files that are written while it looks may be seen the next time.
        if *is_marked {
            preview.settle(at);
        }
        preview.agrees();
    }
    Ok(())
}

fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(cases), max_shrink_iters: 20, ..ProptestConfig::default() }
}

fn steps(number: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((prop::collection::vec(change(), 1..6), any::<bool>()), number)
}

proptest! {
    #![proptest_config(config(8))]

    #[test]
    fn after_any_edits_the_preview_answers_what_a_build_writes(steps in steps(8..14)) {
        follow(&steps, &[])?;
    }
}

proptest! {
    #![proptest_config(config(2))]

    #[test]
    fn so_it_does_without_events(steps in steps(3..6)) {
        follow(&steps, &["--poll"])?;
    }
}

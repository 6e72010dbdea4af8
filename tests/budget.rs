//! What a build says of a site that comes near to what its host takes.

mod support;

use offprint::archive::Options;
use offprint::edition::Press;
use offprint::inspect::budget::{Weight, is_github};
use support::Archive;

/// What is said of an archive whose files have `size` bytes each.
fn said(archive: &Archive, size: u64) -> Vec<String> {
    let edition = Press::new(archive.root(), Options::default()).unwrap().edition();
    assert!(is_github(&edition));
    let mut weight = Weight::default();
    edition.site.plan().routes.iter().for_each(|route| weight.add(&edition.site, *route, size));
    weight.lines()
}

fn archive() -> Archive {
    let archive = Archive::new().file("offprint.yaml", "title: T\nbase-url: https://somebody.github.io/papers/\n");
    archive.paper("one", "2023-09-07", "").paper("two", "2023-09-08", "").paper("three", "2024", "")
}

#[test]
fn a_small_site_is_no_matter_of_its_host() {
    assert_eq!(said(&archive(), 1_000_000), [""; 0]);
    let run = archive().build();
    assert_eq!(run.stdout().lines().count(), 1, "{}", run.stdout());
}

#[test]
fn a_site_that_comes_near_is_told_what_takes_its_room() {
    let lines = said(&archive(), 8_000_000);
    assert!(
        lines[0].starts_with("GitHub Pages takes 1 GB and 10 minutes to publish it. This site has 0."),
        "{lines:#?}"
    );
    assert!(lines.contains(&"    24.0 MB  pages of papers, 3 files".to_owned()), "{lines:#?}");
    let advice = "    24.0 MB  exports.paper: []                without files to cite a paper, which its page offers all the same";
    assert!(lines.contains(&advice.to_owned()), "{lines:#?}");
    assert!(!lines.last().unwrap().starts_with("With "), "{lines:#?}");
}

#[test]
fn a_site_that_is_too_large_is_told_what_is_enough() {
    let lines = said(&archive(), 16_000_000);
    let last = lines.last().unwrap();
    assert!(last.starts_with("With `api: dump`, `thresholds.digests: off`") && last.ends_with(" GB."), "{lines:#?}");
    let lines = said(&archive(), 200_000_000);
    assert!(lines.last().unwrap().starts_with("That is not enough for GitHub Pages"), "{lines:#?}");
}

#[test]
fn other_hosts_have_other_limits() {
    let archive = archive().file("offprint.yaml", "title: T\nbase-url: https://papers.example.org/\n");
    assert!(!is_github(&Press::new(archive.root(), Options::default()).unwrap().edition()));
}

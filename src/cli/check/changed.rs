//! `check --changed REV`: what a pull request is answerable for.
//!
//! The archive is read twice, as it stands and as it was at the merge base, and what is told is what only the first has,
//! wherever it stands: a topic that was deleted breaks files that did not change. So no rule needs to know of it.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use super::Found;
use crate::cli::git::{self, Since};
use crate::cli::load::Reading;
use crate::cli::{Common, Failure, init, load, report};
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::inspect;
use crate::site::Route;
use crate::site::view::template;
use crate::source::SETTINGS;

/// Pages of each kind that are looked at where what makes all pages has changed.
const OF_EACH_KIND: usize = 50;

/// What is wrong now and was not at the merge base with `revision`.
pub fn find(common: &Common, reading: &Reading, revision: &str) -> Result<Found, Failure> {
    let mut press = load::press_of(common, reading)?;
    let Since { base, before } = git::since(press.sources().root(), revision)?;
    let changed: BTreeSet<String> = before.keys().cloned().collect();
    let after = press.edition();
    press.turn_to(after.sources.with(before));
    let before = press.edition();
    let is_gone = |path: &str| before.sources.get(path).is_some() && after.sources.get(path).is_none();
    let mut problems = fewer(all(&after, &changed), &all(&before, &changed), is_gone);
    problems.extend(inspect::vanished(&before, &after));
    if reading.is_as_set() {
        let stale = |edition: &Edition| init::stale(edition.sources.root(), edition.archive());
        problems.extend(fewer(stale(&after), &stale(&before), |_| false));
    }
    let own = changed.iter().filter(|path| after.sources.get(path).or(before.sources.get(path)).is_some()).count();
    let scope = format!(", {} changed since {}", report::counted(own, "file"), &base[..base.len().min(9)]);
    Ok(Found { edition: after, problems, scope, changed: Some(changed), before: Some(before) })
}

/// Every problem of an edition but for those of pages that have not changed.
fn all(edition: &Edition, changed: &BTreeSet<String>) -> Vec<Diagnostic> {
    let mut problems = edition.problems();
    if edition.has_templates() {
        problems.extend(inspect::pages(edition, &pages(edition, changed), || ()).diagnostics);
    }
    problems
}

/// The pages of what has changed; where settings or theme have, some of each kind besides, since whatever those break
/// they break on all pages of a kind.
fn pages(edition: &Edition, changed: &BTreeSet<String>) -> Vec<Route> {
    let is_of_all = |path: &String| path == SETTINGS || path.starts_with("templates/") || path.starts_with("themes/");
    let is_broad = changed.iter().any(is_of_all);
    let mut kinds: HashMap<&str, usize> = HashMap::new();
    let routes = edition.site.plan().routes.iter().copied().filter(|route| route.is_page());
    let wanted = routes.filter(|route| {
        let seen = kinds.entry(template(*route)).or_default();
        *seen += 1;
        (is_broad && *seen <= OF_EACH_KIND) || changed.contains(&edition.site.origin(*route).0)
    });
    wanted.collect()
}

/// What `now` has more of than `before`. Lines come and go above a problem, so its place does not count; nor does its file,
/// where that has been moved: one that `is_gone`.
fn fewer(now: Vec<Diagnostic>, before: &[Diagnostic], is_gone: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let in_file = |problem: &Diagnostic| (problem.code, problem.path.clone(), problem.message.clone());
    let moved = |problem: &Diagnostic| (problem.code, problem.excerpt.clone(), problem.message.clone());
    let mut known = counted(before.iter().map(in_file));
    let mut known_elsewhere = counted(before.iter().filter(|problem| is_gone(&problem.path)).map(moved));
    let mut is_new =
        |problem: &Diagnostic| !take(&mut known, &in_file(problem)) && !take(&mut known_elsewhere, &moved(problem));
    now.into_iter().filter(|problem| is_new(problem)).collect()
}

/// How often each stands in a list.
fn counted<K: Eq + Hash>(list: impl Iterator<Item = K>) -> HashMap<K, usize> {
    let mut counts = HashMap::new();
    for key in list {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// Takes one of the counted, if there is one left.
fn take<K: Eq + Hash>(counts: &mut HashMap<K, usize>, key: &K) -> bool {
    match counts.get_mut(key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

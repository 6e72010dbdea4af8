//! The parts of a long list, and the way from one to another.

use super::group::{PartLink, Parts};
use super::{Builder, Link};
use crate::site::{Group, Route};

impl Builder<'_> {
    /// Where a part stands; `None` where the list is not divided.
    pub(super) fn parts(&self, group: Group, part: u32) -> Option<Parts> {
        let last = self.site.parts(group);
        if last == 0 {
            return None;
        }
        let in_order = self.site.in_order(group);
        let link = |part: u32| {
            let route = Route::Group(group, if in_order && part == 1 { 0 } else { part });
            self.link(part.to_string(), route)
        };
        let own = Link { name: if in_order { "1" } else { self.words.get("newest") }.to_owned(), ..link(1) };
        let own = Link { url: Some(self.site.href(Route::Group(group, 0))), ..own };
        let (previous, next) = match (in_order, part) {
            (true, 0) => (None, Some(link(2))),
            (true, part) => (Some(link(part - 1)), (part < last).then(|| link(part + 1))),
            (false, 0) => (None, Some(link(last))),
            (false, part) => {
                (Some(if part < last { link(part + 1) } else { own.clone() }), (part > 1).then(|| link(part - 1)))
            }
        };
        let mut near: Vec<PartLink> = Vec::new();
        if part > 0 {
            let label = if in_order { self.part_name(1) } else { own.name.clone() };
            near.push(PartLink { name: own.name, label, url: self.site.href(Route::Group(group, 0)) });
        }
        near.extend(near_parts(part, last, in_order).into_iter().map(|part| PartLink {
            name: part.to_string(),
            label: self.part_name(part),
            url: self.site.href(Route::Group(group, part)),
        }));
        Some(Parts { number: part, name: self.part_name(part), previous, next, near })
    }

    fn part_name(&self, part: u32) -> String {
        self.words.fill("part", &[("n", &part.to_string())])
    }
}

/// Which parts a page links to. From a group's own page, the first few and every tenth (hundredth …) beyond; from a
/// part, those a few steps further on: with both, no paper is more than a few clicks away.
fn near_parts(part: u32, last: u32, in_order: bool) -> Vec<u32> {
    if part > 0 {
        let steps = [1, 2, 5, 10, 20, 50, 100];
        let on =
            steps.iter().filter_map(|step| if in_order { part.checked_add(*step) } else { part.checked_sub(*step) });
        return on.filter(|n| (1..=last).contains(n)).collect();
    }
    let mut step = 1;
    while last / step > 60 {
        step *= 10;
    }
    let first = |n: u32| if in_order { n <= 6 } else { n + 6 > last };
    let mut near: Vec<u32> = (1..=last).filter(|n| first(*n) || n % step == 0 || *n == 1 || *n == last).collect();
    if in_order {
        near.remove(0);
    } else {
        near.reverse()
    }
    near
}

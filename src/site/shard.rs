//! A part of a site, for one of several machines that build it together.
//!
//! Which part a route belongs to depends on the route's address and on nothing else, so that machines that never meet
//! agree, and what they wrote is put together by copying. A page and the files beside it stay together, since they are
//! made from the same things. What needs the whole archive belongs to the first part alone: the search index, the
//! API, the sitemap and the files of all papers. For that the first part has fewer pages than the others.

use std::str::FromStr;

use xxhash_rust::xxh3::xxh3_64;

use super::{Group, Route, Scope, Site, url};
use crate::archive::Owner;

/// Parts that a site is made of at most.
const MOST: u32 = 1000;

/// What of the work on a site is for the first part alone, in percent, by `benches/stages.rs`.
const FOR_THE_FIRST: u64 = 20;

/// The part of a site with this number, of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    count: u32,
}

impl Shard {
    /// Whether it has a route.
    pub fn has(self, site: &Site, route: Route) -> bool {
        let number = match page(site, route) {
            Some(page) => self.of(&url::path(site, page)),
            None => 1,
        };
        number == self.number
    }

    /// The number of the part that has a page with this path.
    fn of(self, path: &str) -> u32 {
        let count = u64::from(self.count);
        if count == 1 {
            return 1;
        }
        // In hundredths of a part: all, what every part has to do, and what is left to the first after its own.
        let all = (100 - FOR_THE_FIRST) * count;
        let first = 100_u64.saturating_sub(FOR_THE_FIRST * count);
        let slot = xxh3_64(path.as_bytes()) % all;
        if slot < first { 1 } else { 2 + ((slot - first) * (count - 1) / (all - first)) as u32 }
    }
}

/// The page that a route goes with; `None` where it is for the first part.
fn page(site: &Site, route: Route) -> Option<Route> {
    match route {
        Route::Paper(_) | Route::Group(..) | Route::Page(_) | Route::Index(_) => Some(route),
        Route::Digest(_) | Route::Redirect(_) | Route::Static(_) => Some(route),
        Route::PaperExport(paper, _) => Some(Route::Paper(paper)),
        Route::GroupExport(Scope::Archive, _) | Route::Feed(Scope::Archive, _) => None,
        Route::GroupExport(scope, _) | Route::Feed(scope, _) => Some(Route::Group(scope.group(), 0)),
        Route::OldFeed(at, _) => Some(Route::Redirect(at)),
        Route::File(file) => Some(match site.archive.files[file as usize].owner {
            Owner::Paper(paper) => Route::Paper(paper),
            Owner::Volume(volume) => Route::Group(Group::Volume(volume), 0),
        }),
        _ => None,
    }
}

/// As the command line spells it: `2/3`.
impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let number = |text: &str| text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
        let read = text.split_once('/').and_then(|(a, b)| Some((number(a)?, number(b)?)));
        match read {
            Some((number, count)) if (1..=count).contains(&number) && count <= MOST => Ok(Shard { number, count }),
            Some((_, count)) if (1..=MOST).contains(&count) => {
                Err(format!("of {count} parts the first is 1/{count} and the last {count}/{count}"))
            }
            Some(_) => Err(format!("a site has 1 to {MOST} parts")),
            None => Err("write the number of a part and how many there are, such as 2/3".into()),
        }
    }
}

/// As the folder is called that it is written to: `2-of-3`.
impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-of-{}", self.number, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_spelled_in_one_way() {
        for text in ["1/1", "2/3", "1000/1000"] {
            assert_eq!(text.parse::<Shard>().unwrap().to_string(), text.replace('/', "-of-"));
        }
        let refused = |text: &str| text.parse::<Shard>().unwrap_err();
        assert_eq!(refused("0/3"), "of 3 parts the first is 1/3 and the last 3/3");
        assert_eq!(refused("4/3"), refused("0/3"));
        assert_eq!(refused("1/0"), "a site has 1 to 1000 parts");
        assert_eq!(refused("1/1001"), refused("1/0"));
        for text in ["", "x", "3", "1/", "/3", "+1/3", "1/-3", "1/3/3", " 1/3", "99999999999/3"] {
            assert_eq!(refused(text), "write the number of a part and how many there are, such as 2/3", "{text}");
        }
    }

    #[test]
    fn every_page_has_one_part_and_the_first_has_fewer_pages() {
        for count in [2_u32, 3, 5, 7, 100] {
            let shard = Shard { number: 1, count };
            let mut pages = vec![0_u32; count as usize];
            (0..100_000).for_each(|at| pages[shard.of(&format!("/papers/{at}/")) as usize - 1] += 1);
            let (first, others) = pages.split_first().unwrap();
            let [least, most] = [others.iter().min().unwrap(), others.iter().max().unwrap()];
            assert!(first < least && *most < 100_000 / (count - 1) + 500, "{pages:?}");
            assert!(*most < *least + 1_500, "{pages:?}");
        }
    }
}

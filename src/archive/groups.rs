//! Groups of papers by a key, compactly: sorted keys, and for each a run of indices into one list.

/// Papers grouped by a key. A paper's index is its place in the archive's sorted list, so a group's papers are in the
/// order of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups<K> {
    keys: Vec<K>,
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl<K> Default for Groups<K> {
    fn default() -> Groups<K> {
        Groups { keys: Vec::new(), starts: vec![0], members: Vec::new() }
    }
}

impl<K: Ord + Copy> Groups<K> {
    /// Groups pairs of key and paper; a pair that occurs twice counts once.
    pub fn from_pairs(mut pairs: Vec<(K, u32)>) -> Groups<K> {
        pairs.sort_unstable();
        pairs.dedup();
        let mut groups = Groups { keys: Vec::new(), starts: vec![0], members: Vec::with_capacity(pairs.len()) };
        for (key, paper) in pairs {
            if groups.keys.last() != Some(&key) {
                if !groups.keys.is_empty() {
                    groups.starts.push(groups.members.len() as u32);
                }
                groups.keys.push(key);
            }
            groups.members.push(paper);
        }
        if !groups.keys.is_empty() {
            groups.starts.push(groups.members.len() as u32);
        }
        groups
    }

    /// The keys, ascending.
    pub fn keys(&self) -> &[K] {
        &self.keys
    }

    /// The papers of a key; none where the key has no group.
    pub fn get(&self, key: K) -> &[u32] {
        match self.keys.binary_search(&key) {
            Ok(at) => self.nth(at),
            Err(_) => &[],
        }
    }

    /// Every group in ascending order of its key.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (K, &[u32])> {
        self.keys.iter().enumerate().map(|(at, key)| (*key, self.nth(at)))
    }

    /// Every group from `first` to `last`, both included.
    pub fn between(&self, first: K, last: K) -> impl DoubleEndedIterator<Item = (K, &[u32])> {
        let from = self.keys.partition_point(|key| *key < first);
        let to = self.keys.partition_point(|key| *key <= last).max(from);
        self.keys[from..to].iter().enumerate().map(move |(at, key)| (*key, self.nth(from + at)))
    }

    /// The nearest keys below and above `key`, whether or not it has a group itself.
    pub fn neighbours(&self, key: K) -> (Option<K>, Option<K>) {
        let (below, above) = match self.keys.binary_search(&key) {
            Ok(at) => (at, at + 1),
            Err(at) => (at, at),
        };
        (below.checked_sub(1).map(|at| self.keys[at]), self.keys.get(above).copied())
    }

    fn nth(&self, at: usize) -> &[u32] {
        &self.members[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

impl Groups<u32> {
    /// Groups papers by keys below `keys`; list by list the keys of paper 0, 1, 2 …, each of which counts once.
    pub fn from_lists<'a>(keys: usize, lists: impl Iterator<Item = &'a [u32]> + Clone) -> Groups<u32> {
        const NONE: u32 = u32::MAX;
        let pairs = || {
            let mut last = vec![NONE; keys];
            lists
                .clone()
                .enumerate()
                .flat_map(|(paper, keys)| keys.iter().map(move |key| (*key, paper as u32)))
                .filter(move |(key, paper)| std::mem::replace(&mut last[*key as usize], *paper) != *paper)
        };
        let mut counts = vec![0u32; keys];
        pairs().for_each(|(key, _)| counts[key as usize] += 1);
        let mut groups = Groups::default();
        // Where the next paper of each key goes.
        let mut next = vec![0u32; keys];
        let mut total = 0;
        for (key, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            next[key] = total;
            total += count;
            groups.keys.push(key as u32);
            groups.starts.push(total);
        }
        groups.members = vec![0; total as usize];
        for (key, paper) in pairs() {
            groups.members[next[key as usize] as usize] = paper;
            next[key as usize] += 1;
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::Groups;

    #[test]
    fn groups_are_sorted_runs_and_know_their_neighbours() {
        let groups = Groups::from_pairs(vec![(2020, 3), (2022, 0), (2022, 1), (2020, 2), (2022, 1)]);
        assert_eq!(groups.keys(), [2020, 2022]);
        assert_eq!(groups.get(2022), [0, 1]);
        assert_eq!(groups.get(2021), [0u32; 0]);
        assert_eq!(groups.between(2021, 2030).collect::<Vec<_>>(), [(2022, &[0, 1][..])]);
        assert_eq!(groups.between(2030, 2021).count(), 0);
        assert_eq!(groups.neighbours(2021), (Some(2020), Some(2022)));
        assert_eq!(groups.neighbours(2022), (Some(2020), None));
        assert_eq!(Groups::<u8>::from_pairs(Vec::new()).iter().count(), 0);
    }

    #[test]
    fn lists_of_keys_group_as_their_pairs_do() {
        let lists: [&[u32]; 4] = [&[3, 1, 3], &[], &[1], &[0, 3]];
        let pairs = vec![(3, 0), (1, 0), (3, 0), (1, 2), (0, 3), (3, 3)];
        assert_eq!(Groups::from_lists(5, lists.into_iter()), Groups::from_pairs(pairs));
        assert_eq!(Groups::from_lists(0, [].into_iter()), Groups::from_pairs(Vec::new()));
    }
}

//! Results of pure functions, remembered by content, so that a rebuild is a build that has less to do.
//!
//! Nothing here knows what is computed. A function is a plain `fn`, which captures nothing: whatever its result depends
//! on stands in its argument, and the argument's digest is the key. So what is remembered can never be out of date.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

/// An argument that is known by a digest of all that it holds.
pub trait Digest {
    /// Equal digests are equal arguments.
    fn digest(&self) -> u128;
}

/// Hashes digests, which are as uniform as they can be.
pub type Uniform = BuildHasherDefault<Truncation>;

/// Takes the lower half of a digest for its hash.
#[derive(Debug, Default)]
pub struct Truncation(u64);

impl Hasher for Truncation {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u128(&mut self, digest: u128) {
        self.0 = digest as u64;
    }
}

/// Results of one function.
#[derive(Debug)]
pub struct Memo<V> {
    known: HashMap<u128, (Arc<V>, u32), Uniform>,
    round: u32,
}

impl<V> Default for Memo<V> {
    fn default() -> Memo<V> {
        Memo { known: HashMap::default(), round: 0 }
    }
}

impl<V: Send + Sync> Memo<V> {
    /// The results for all arguments, in their order. What was not known is computed, by all threads; what was known
    /// and is not asked for is forgotten.
    pub fn round<A: Digest + Sync>(&mut self, function: fn(&A) -> V, arguments: &[A]) -> Vec<Arc<V>> {
        self.round = self.round.wrapping_add(1);
        let round = self.round;
        let mut results: Vec<Option<Arc<V>>> = Vec::with_capacity(arguments.len());
        let mut unknown = Vec::new();
        let mut asked = 0;
        for (at, argument) in arguments.iter().enumerate() {
            let known = self.known.get_mut(&argument.digest()).map(|(value, last)| {
                asked += usize::from(*last != round);
                *last = round;
                Arc::clone(value)
            });
            if known.is_none() {
                unknown.push(at);
            }
            results.push(known);
        }
        let computed: Vec<(usize, Arc<V>)> =
            unknown.into_par_iter().map(|at| (at, Arc::new(function(&arguments[at])))).collect();
        for (at, value) in computed {
            let known = self.known.insert(arguments[at].digest(), (Arc::clone(&value), round));
            asked += usize::from(known.is_none());
            results[at] = Some(value);
        }
        if self.known.len() > asked {
            self.known.retain(|_, (_, last)| *last == round);
        }
        results.into_iter().flatten().collect()
    }
}

/// Results of one function that are asked for one by one, from any thread; so many of them at most are remembered.
#[derive(Debug)]
pub struct Kept<V> {
    known: Mutex<HashMap<u128, Arc<V>, Uniform>>,
    most: usize,
}

impl<V> Kept<V> {
    /// Remembers `most` results; where there would be more, it begins anew.
    pub fn new(most: usize) -> Kept<V> {
        Kept { known: Mutex::default(), most }
    }

    /// The result for an argument. Two threads that ask for the same at once may both compute it.
    pub fn get<A: Digest>(&self, function: fn(&A) -> V, argument: &A) -> Arc<V> {
        let digest = argument.digest();
        // A map that a panic left is whole: nothing is computed while it is locked.
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known().get(&digest) {
            return Arc::clone(value);
        }
        let value = Arc::new(function(argument));
        let mut known = known();
        if known.len() >= self.most {
            known.clear();
        }
        known.insert(digest, Arc::clone(&value));
        value
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    struct Square<'a>(u64, &'a AtomicUsize);

    impl Digest for Square<'_> {
        fn digest(&self) -> u128 {
            u128::from(self.0)
        }
    }

    fn square(argument: &Square<'_>) -> u64 {
        argument.1.fetch_add(1, Ordering::Relaxed);
        argument.0 * argument.0
    }

    #[test]
    fn only_what_is_new_is_computed_and_what_is_gone_is_forgotten() {
        let calls = AtomicUsize::new(0);
        let mut memo = Memo::default();
        let mut round = |numbers: &[u64]| {
            let arguments: Vec<_> = numbers.iter().map(|number| Square(*number, &calls)).collect();
            let results: Vec<u64> = memo.round(square, &arguments).iter().map(|result| **result).collect();
            (results, calls.swap(0, Ordering::Relaxed), memo.known.len())
        };
        assert_eq!(round(&[1, 2, 3]), (vec![1, 4, 9], 3, 3));
        assert_eq!(round(&[3, 1, 4, 4]), (vec![9, 1, 16, 16], 2, 3));
        assert_eq!(round(&[2]), (vec![4], 1, 1));
    }

    #[test]
    fn what_was_asked_for_is_kept_until_there_is_too_much() {
        let calls = AtomicUsize::new(0);
        let kept = Kept::new(2);
        let asked = |number| (*kept.get(square, &Square(number, &calls)), calls.swap(0, Ordering::Relaxed));
        assert_eq!([1, 1, 2, 1, 3, 3, 1].map(asked), [(1, 1), (1, 0), (4, 1), (1, 0), (9, 1), (9, 0), (1, 1)]);
    }
}

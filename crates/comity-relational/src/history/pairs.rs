//! From ordered pairs of actors to numbers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Multiplies the key by an odd constant: pairs are spread well and hashed quickly.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PairHasher(u64);

impl Hasher for PairHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.write_u64(u64::from(b));
        }
    }

    fn write_u64(&mut self, key: u64) {
        let mixed = (self.0 ^ key).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// Pairs of at most this many actors are numbered in a table, others in a hash map.
const TABLE: usize = 12_000;
const NONE: u32 = u32::MAX;

/// A number for some ordered pairs.
#[derive(Clone, Debug)]
pub(crate) enum PairMap {
    /// Row by row.
    Table(usize, Vec<u32>),
    /// By hash.
    Map(HashMap<u64, u32, BuildHasherDefault<PairHasher>>),
}

impl PairMap {
    /// Of no pair yet. `many` says whether most pairs may get a number.
    pub(crate) fn new(actors: usize, many: bool) -> Self {
        if many && actors <= TABLE || actors <= 512 {
            Self::Table(actors, vec![NONE; actors * actors])
        } else {
            Self::Map(HashMap::default())
        }
    }

    #[inline]
    pub(crate) fn get(&self, i: u32, j: u32) -> Option<u32> {
        match self {
            Self::Table(n, t) => t.get(i as usize * n + j as usize).copied().filter(|&k| k != NONE),
            Self::Map(m) => m.get(&(u64::from(i) << 32 | u64::from(j))).copied(),
        }
    }

    #[inline]
    pub(crate) fn insert(&mut self, i: u32, j: u32, number: u32) {
        match self {
            Self::Table(n, t) => {
                if let Some(cell) = t.get_mut(i as usize * *n + j as usize) {
                    *cell = number;
                }
            }
            Self::Map(m) => {
                m.insert(u64::from(i) << 32 | u64::from(j), number);
            }
        }
    }
}

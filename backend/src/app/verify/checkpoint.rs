//! A checkpoint: the heads of all chains, kept elsewhere. A cut tail or a deleted stream shows only against it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The heads of all chains at a time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// Length and last hash of each chain.
    heads: BTreeMap<String, Head>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    length: usize,
    hash: String,
}

/// The chains of a walk, compared with a checkpoint as they grow.
#[derive(Debug, Default)]
pub(super) struct Chains {
    now: Checkpoint,
    then: Checkpoint,
    /// Chains that were, at the length of the checkpoint, what it says.
    holding: BTreeSet<String>,
}

impl Chains {
    pub(super) fn against(then: Checkpoint) -> Self {
        Self { then, ..Self::default() }
    }

    /// A chain grows by a link.
    pub(super) fn link(&mut self, chain: &str, hash: &str) {
        if !self.now.heads.contains_key(chain) {
            self.now.heads.insert(chain.to_owned(), Head { length: 0, hash: String::new() });
        }
        let Some(head) = self.now.heads.get_mut(chain) else { return };
        head.length += 1;
        hash.clone_into(&mut head.hash);
        if self.then.heads.get(chain) == Some(head) {
            self.holding.insert(chain.to_owned());
        }
    }

    /// The heads as they are.
    pub(super) const fn checkpoint(&self) -> &Checkpoint {
        &self.now
    }

    /// Chains that are shorter than the checkpoint says, or were other ones at that length.
    pub(super) fn differing(&self) -> impl Iterator<Item = &String> {
        self.then.heads.keys().filter(|chain| !self.holding.contains(*chain))
    }
}

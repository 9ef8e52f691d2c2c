//! A checkpoint: the heads of all chains, kept elsewhere. A cut tail or a deleted stream shows only against it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Fault, Report};

/// The heads of all chains at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl Checkpoint {
    pub(super) fn of(chains: &BTreeMap<String, Vec<String>>) -> Self {
        let head = |hashes: &Vec<String>| Some(Head { length: hashes.len(), hash: hashes.last()?.clone() });
        Self { heads: chains.iter().filter_map(|(name, hashes)| Some((name.clone(), head(hashes)?))).collect() }
    }

    /// Every chain must be at least as long as it was, with the same hash at the place of the old head.
    pub(super) fn compare(&self, report: &mut Report) {
        for (name, head) in &self.heads {
            let then = head.length.checked_sub(1).and_then(|at| report.chains.get(name)?.get(at));
            let holds = then == Some(&head.hash);
            report.must(holds, name, Fault::NotAsInCheckpoint);
        }
    }
}

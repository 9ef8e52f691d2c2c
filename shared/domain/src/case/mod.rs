//! What several people do in turn and nobody rewrites: a case is a list of facts, each decided by its kind's rules and folded to where the
//! case stands (docs/adr/0320). What is hashed is specified in `docs/CHAINS.md`.

mod by;
mod entry;
mod fold;
mod refusal;
mod standing;
mod text;

use serde::Serialize;
use serde::de::DeserializeOwned;

use base::finding::Refusal;
use base::id::{CaseId, FactId};
use base::time::Instant;

use crate::event::Hash;

pub use by::{By, Channel};
pub use entry::Entry;
pub use fold::{Decided, Earlier, Folded, Unfolded, judge};
pub use refusal::{CaseRefusal, Misplaced};
pub use standing::{Acts, Link, Relation, Standing};
pub use text::{MAX_TEXT, Made, Text, VERSION, Written, read, write};

/// A kind of case: what can happen in it, who may do it when, and where it stands then. Its default is a case in which nothing happened yet.
pub trait Case: Default {
    /// The kind's name: in texts of facts, tables, addresses and words. Never changed.
    const KIND: &'static str;
    /// What can happen: a closed enum, its variants named by `type`.
    type Fact: Serialize + DeserializeOwned + Send + Sync;
    /// What a decision needs to know beside the case. What was not loaded grants nothing.
    type Context<'a>: Send + Sync;
    /// Why something may not happen.
    type Refusal: Refusal + Send;
    /// What its list shows of it.
    type Summary: Serialize + DeserializeOwned;

    /// Whether this may happen now.
    ///
    /// # Errors
    /// Names the rule.
    fn decide(&self, context: &Self::Context<'_>, by: &By, fact: &Self::Fact) -> Result<(), Self::Refusal>;

    /// It happened. Facts that were decided are applied in their order, and nothing else is.
    fn apply(&mut self, made: &Stamp, fact: Self::Fact);

    /// Where the case stands.
    fn standing(&self) -> Standing;

    /// What its list shows; `None` before the first fact.
    fn summary(&self) -> Option<Self::Summary>;
}

/// What a fold knows of a fact beside what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The case.
    pub case: CaseId,
    /// The fact.
    pub id: FactId,
    /// Who made it.
    pub by: By,
    /// When.
    pub at: Instant,
    /// Hash of its text; [`Hash::ZERO`] for one that was written before there were cases.
    pub hash: Hash,
}

#[cfg(test)]
mod tests;

//! Cases: load, decide with the kind's own rules, write the fact with its audit entry in one transaction (docs/adr/0320).
//!
//! A kind is an enum of facts with `decide`, `apply` and `standing` in `shared`, an implementation of [`Kept`] here, and a line in [`kinds`],
//! in `contract::access::case` and in the office's pages; its words stand in the languages' files.

mod asking;
pub mod kinds;
pub mod lift;
pub mod say;
pub mod view;
mod write;

use base::id::CaseId;
use base::time::Instant;
use domain::case::{By, Case, CaseRefusal, Earlier, Folded, Link, Unfolded};

pub use write::{Fact, Place, add, append};

use crate::app::{Error, Result};
use crate::store::{Tx, case as store};

/// In the audit trail: the noun of every case.
pub const NOUN: &str = "cases";

/// A kind of case, as the server keeps it.
pub trait Kept: Case + Send + Sync + 'static {
    /// What a decision about what is said by the common route rests on, as it is loaded.
    type Loaded: Send + Sync;

    /// Loads it.
    fn loaded(tx: &mut Tx, id: CaseId, by: &By, fact: &Self::Fact, now: Instant) -> impl Future<Output = Result<Self::Loaded>> + Send;

    /// The same as the kind's rules take it.
    fn around(loaded: &Self::Loaded) -> Self::Context<'_>;

    /// The identity of the case that a first fact begins: that of an object, where there is one case of each; another than any otherwise.
    fn identity(fact: &Self::Fact) -> Option<CaseId>;

    /// What kind of problem a refusal is.
    fn problem(refusal: &Self::Refusal) -> Error;

    /// What was written of a case of this kind before there were cases.
    fn earlier(_tx: &mut Tx, _id: CaseId) -> impl Future<Output = Result<Option<Earlier<Self::Fact>>>> + Send {
        async { Ok(None) }
    }

    /// The cases of which something was written before, after this one.
    fn earlier_ids(_tx: &mut Tx, _after: &str, _limit: i64) -> impl Future<Output = Result<Vec<String>>> + Send {
        async { Ok(Vec::new()) }
    }
}

/// A case; `None` where nothing happened in one of this identity.
///
/// # Errors
/// 409 where a newer program wrote a fact that this one cannot read.
pub async fn load<C: Kept>(tx: &mut Tx, id: CaseId) -> Result<Option<Folded<C>>> {
    let earlier = C::earlier(tx, id).await?;
    let entries = store::facts(tx, id).await?;
    if earlier.is_none() && entries.is_empty() {
        return Ok(None);
    }
    Folded::of(earlier, &entries).map(Some).map_err(unread)
}

/// The case of this kind that is open about an object, the oldest one.
pub async fn open_about<C: Kept>(tx: &mut Tx, about: &Link) -> Result<Option<(CaseId, Folded<C>)>> {
    let Some(id) = store::open_about(tx, C::KIND, about).await?.first().copied() else { return Ok(None) };
    let folded = load(tx, id).await?.ok_or_else(|| Error::corrupt(format!("case {id} has no facts")))?;
    Ok(Some((id, folded)))
}

fn unread(unfolded: Unfolded) -> Error {
    tracing::error!(seq = unfolded.seq, why = ?unfolded.why, "a fact of a case cannot be read");
    Error::conflict(&CaseRefusal::Newer)
}

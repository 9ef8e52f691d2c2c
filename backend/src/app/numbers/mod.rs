//! Numbers of issued documents, by a pattern of the body: one after the other without a gap, each once (C-5.4.1 a). A number is given in the
//! transaction that issues, and undone with it; the sequence's row is sealed. What is not issued has codes of its own and no such number.

pub mod after_restore;

use base::time::Instant;
use domain::certificate::number::{Pattern, ReadsLike, like_in};

use super::{Error, Result};
use crate::store::{Tx, certificate, sequence as store};

/// How many numbers that an earlier pattern gave already are passed over before the pattern is taken to be used up.
const PASSED_OVER: u32 = 1_000;

/// Whether a document was issued with this number.
async fn is_given(tx: &mut Tx, number: &str) -> Result<bool> {
    Ok(certificate::by_number(tx, number).await?.is_some())
}

/// The names of the sequences that numbers were taken from.
pub async fn sequences(tx: &mut Tx) -> Result<Vec<String>> {
    Ok(store::sequences(tx).await?.into_iter().map(|(name, _)| name).collect())
}

/// The next number of a pattern; where numbers were found to `meet`, one that an earlier pattern gave is passed over.
pub async fn next(tx: &mut Tx, pattern: &Pattern, year: i16, meet: bool, at: Instant) -> Result<String> {
    for _ in 0..PASSED_OVER {
        let number = pattern.number(year, store::next(tx, &pattern.sequence(year), at).await?);
        if !meet || !is_given(tx, &number).await? {
            return Ok(number);
        }
    }
    Err(Error::refused(409, "number_pattern_exhausted"))
}

/// The number given already that this one reads like, by the sequences that numbers were taken from: it is not given (C-5.4.1 a).
pub async fn like(tx: &mut Tx, sequences: &[String], number: &str) -> Result<Option<ReadsLike>> {
    for given in sequences.iter().filter_map(|sequence| like_in(sequence, number)) {
        if is_given(tx, &given).await? {
            return Ok(Some(ReadsLike { number: number.to_owned(), given }));
        }
    }
    Ok(None)
}

/// The same for the next number of a pattern.
pub async fn next_like(tx: &mut Tx, pattern: &Pattern, year: i16) -> Result<Option<ReadsLike>> {
    let (names, lasts): (Vec<_>, Vec<_>) = store::sequences(tx).await?.into_iter().unzip();
    let own = pattern.sequence(year);
    let last = names.iter().position(|name| *name == own).and_then(|at| lasts.get(at)).copied().unwrap_or_default();
    like(tx, &names, &pattern.number(year, last.saturating_add(1))).await
}

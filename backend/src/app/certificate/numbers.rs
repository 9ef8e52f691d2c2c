//! Numbers that read like ones that were given already: none of them is given (C-5.4.1 a).

use domain::certificate::number::{Pattern, ReadsLike, like_in};

use crate::app::Result;
use crate::store::{Tx, certificate as store};

/// The certificate's number that this one reads like, by the sequences that numbers were taken from.
pub(super) async fn like(tx: &mut Tx, sequences: &[String], number: &str) -> Result<Option<ReadsLike>> {
    for given in sequences.iter().filter_map(|sequence| like_in(sequence, number)) {
        if store::by_number(tx, &given).await?.is_some() {
            return Ok(Some(ReadsLike { number: number.to_owned(), given }));
        }
    }
    Ok(None)
}

/// The same for the next number of a pattern.
pub(in crate::app) async fn next_like(tx: &mut Tx, pattern: &Pattern, year: i16) -> Result<Option<ReadsLike>> {
    let (names, lasts): (Vec<_>, Vec<_>) = store::sequences(tx).await?.into_iter().unzip();
    let own = pattern.sequence(year);
    let last = names.iter().position(|name| *name == own).and_then(|at| lasts.get(at)).copied().unwrap_or_default();
    like(tx, &names, &pattern.number(year, last.saturating_add(1))).await
}

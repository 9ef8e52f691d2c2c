//! Whether what an issued certificate rests on still holds when it is handed over (C-4.5.2, C-4.5.3, C-5.1.2).

use std::collections::BTreeSet;

use base::finding::{Finding, Severity};
use base::id::{PersonId, RecordId};
use base::time::Instant;
use domain::conditions::{self, Act, Unmet};

use super::situation;
use crate::app::affected::doubts;
use crate::app::{Error, Result};
use crate::store::Tx;

/// The conditions of the hand-over that hold no more, as plain notices. A standard that failed is named only if it puts this record in
/// doubt: what was measured before its last good check stands. What the checker or the signatory has answered is not told again.
pub(super) async fn no_longer_met(tx: &mut Tx, record: RecordId, who: PersonId, now: Instant) -> Result<Vec<Finding>> {
    let situation = match situation::load(tx, record, who, now).await {
        Ok(situation) => situation,
        // A certificate is shown even where the register has lost what its record needs.
        Err(Error::Refused(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let basis = situation.basis(Act::HandOver, &situation.known);
    let unmet: Vec<_> = conditions::unmet(&basis).into_iter().filter(|unmet| !conditions::is_answered(&basis, unmet)).collect();
    let mut sound = BTreeSet::new();
    for entry in situation.record.equipment.iter().filter(|_| !unmet.is_empty()) {
        if !doubts(tx, entry.standard.id, &situation.record).await? {
            sound.insert(entry.standard.standard.number.clone());
        }
    }
    let is_sound = |unmet: &Unmet| unmet.name == "standards_sound" && unmet.spot.params.get("number").is_some_and(|n| sound.contains(n));
    let told = unmet.iter().filter(|unmet| !is_sound(unmet));
    Ok(told.map(|unmet| Finding { severity: Severity::Notice, ..unmet.finding() }).collect())
}

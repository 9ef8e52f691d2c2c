//! What submission, check and issue rest on: one table that names each condition once, with when it must hold and what happens if
//! it does not (`docs/adr/0230-conditions-stand-in-one-table.md`).
//!
//! Each of them goes through the same table again, with the record as it was on the day of the work and the registers as they are
//! now. A condition that does not hold refuses the act, asks the signer for an answer in writing, or is only shown.

pub mod act;
mod afterwards;
mod agreed;
mod answer;
mod apart;
mod authorised;
pub mod basis;
mod begun_again;
mod body;
mod calibrated;
mod certified;
mod entered;
pub mod facts;
mod method;
mod people;
mod place;
mod rebound;
mod replaced;
mod restated;
mod revalued;
mod site;
mod standards;
mod stated;
mod stood;
mod table;
#[cfg(test)]
mod tests;
mod worked;

pub use act::{Act, Weight, When};
pub use agreed::{Agreed, agreed};
pub use answer::{ConditionView, Seen, Unanswered, is_answered, settled, view};
pub use basis::{Basis, Condition, Spot, Unmet};
pub use begun_again::order_of;
pub use facts::{Answer, Answered, Attached, OtherCertified, OtherStart, Twin};
pub use replaced::is_misnamed;
pub use table::TABLE;

/// Every condition of the act that does not hold, in the order of the table.
pub fn unmet(basis: &Basis<'_>) -> Vec<Unmet> {
    let of = |condition: &Condition| {
        let Some(weight) = condition.weight(basis.act) else { return Vec::new() };
        let Condition { name, code, clause, .. } = *condition;
        (condition.unmet)(basis).into_iter().map(|spot| Unmet { name, code, clause, weight, spot }).collect::<Vec<_>>()
    };
    TABLE.iter().flat_map(of).collect()
}

/// The sign-in name of who acts, if they have declared a conflict of interest concerning the record's customer (C-4.1.2.1).
pub fn conflict(basis: &Basis<'_>) -> Option<String> {
    people::signer_in_conflict(basis).pop()?.params.remove("person")
}

/// Whether nothing refuses the act. Findings that need an answer are checked by [`settled`].
///
/// # Errors
/// The first condition that refuses it.
pub fn hold(basis: &Basis<'_>) -> Result<(), Unmet> {
    refusals(basis).into_iter().next().map_or(Ok(()), Err)
}

/// Whether a condition, by its name, is about the signer rather than about the work.
pub fn is_of_signer(name: &str) -> bool {
    name.starts_with("signer_")
}

/// Everything that refuses the act.
pub fn refusals(basis: &Basis<'_>) -> Vec<Unmet> {
    unmet(basis).into_iter().filter(|unmet| unmet.weight == Weight::Refuses).collect()
}

//! The original record: rules over its stream and the fold of it (C-5.5).

mod amend;
mod cell;
pub mod check;
#[cfg(test)]
mod computed_tests;
pub mod context;
pub mod differences;
pub mod enter;
mod entry;
pub mod equip;
pub mod facts;
pub mod finding;
pub mod fit;
pub mod fold;
pub mod limits;
pub mod media;
pub mod notice;
mod observations;
pub mod office;
mod open;
pub mod path;
pub mod people;
pub mod permit;
pub mod refusal;
pub mod rule;
pub mod selection;
pub mod signatures;
mod signed;
pub mod site;
pub mod snapshot;
pub mod submit;
mod terms;
#[cfg(test)]
mod tests;
pub mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::event::Hash;
use crate::event::body::Opened;
use base::id::{EventId, PersonId, RecordId};
use base::text::Bilingual;
use base::time::Instant;
pub use cell::{Cell, CellEntry, SetAsideEntry};
pub use entry::{
    AdjustmentEntry, Answer, AttachmentEntry, CheckEntry, ConfirmationEntry, DeviationEntry, EquipmentEntry, FindingEntry, RemarkEntry,
    ReopenedEntry, SealEntry, SubmissionEntry,
};
pub use people::{AbandonedEntry, TakenOffEntry};
pub use signed::{Signed, Strike, standing};

/// An original record: a pure fold over the effective events of its stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Record {
    /// Identity; the stream's.
    pub id: RecordId,
    /// Where it stands.
    pub status: RecordStatus,
    /// How it began.
    pub opened: Box<Opened>,
    /// Who began it.
    #[serde(default)]
    pub opened_by: Option<PersonId>,
    /// When it began, by the device.
    pub opened_at: Instant,
    /// Server time minus device time then, in milliseconds.
    #[serde(default)]
    pub opened_offset: i64,
    /// Calibrators, including those who joined.
    pub calibrators: Vec<Calibrating>,
    /// Former calibrators, who recorded nothing and were taken off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_off: Vec<Signed<TakenOffEntry>>,
    /// Standards put in slots, in order.
    pub equipment: Vec<EquipmentEntry>,
    /// Recorded values by path; each with its history.
    pub cells: BTreeMap<String, Cell>,
    /// The adjustment between as found and as left.
    pub adjustments: Vec<Signed<AdjustmentEntry>>,
    /// Seals put on adjusters, with an adjustment or without one.
    #[serde(default)]
    pub seals: Vec<Signed<SealEntry>>,
    /// Departures from the method.
    pub deviations: Vec<Signed<DeviationEntry>>,
    /// Attachments.
    pub attachments: Vec<Signed<AttachmentEntry>>,
    /// Remarks.
    pub remarks: Vec<Signed<RemarkEntry>>,
    /// The customer's confirmations on site, the latest last; each stays.
    #[serde(default)]
    pub confirmations: Vec<Signed<ConfirmationEntry>>,
    /// Submissions, the latest last.
    pub submissions: Vec<Signed<SubmissionEntry>>,
    /// Findings with their answers.
    pub findings: Vec<FindingEntry>,
    /// The check in force; voided by a return or a reopening.
    pub check: Option<Signed<CheckEntry>>,
    /// Correction cases this record was opened for again.
    pub reopened: Vec<Signed<ReopenedEntry>>,
    /// Why it was given up; `None` while it is not.
    pub abandoned: Option<Signed<AbandonedEntry>>,
    /// Earlier times it was given up; each was struck through when it was taken up again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given_up: Vec<Signed<AbandonedEntry>>,
    /// Authentic events that do not count, with the code of the rule; visible until resolved.
    pub set_aside: Vec<SetAsideEntry>,
    /// Rolling hash over the effective events (`docs/CHAINS.md`); what a submission signs.
    pub head: Hash,
}

impl Record {
    /// The standard in a slot now.
    pub fn in_slot(&self, slot: &str) -> Option<&EquipmentEntry> {
        self.equipment.iter().rev().find(|entry| entry.slot == slot)
    }

    /// Standards in force now: slot to the `Equipped` event.
    pub fn equipment_in_force(&self) -> BTreeMap<String, EventId> {
        self.equipment.iter().map(|entry| (entry.slot.clone(), entry.event)).collect()
    }

    /// The value an event recorded, with its path and cell.
    pub fn find_entry(&self, event: EventId) -> Option<(&str, &Cell, &CellEntry)> {
        self.cells.iter().find_map(|(path, cell)| {
            let entry = cell.entries.iter().find(|entry| entry.event == event)?;
            Some((path.as_str(), cell, entry))
        })
    }

    /// Standards in force now that were entered to correct wrong ones: slot to the event.
    fn corrected_equipment(&self) -> BTreeMap<String, EventId> {
        let now = self.equipment.iter().map(|entry| (&entry.slot, entry)).collect::<BTreeMap<_, _>>();
        now.into_values().filter(|entry| !entry.reason.is_empty()).map(|entry| (entry.slot.clone(), entry.event)).collect()
    }

    /// Departures from the method that the customer has not agreed to and that were not withdrawn (C-5.1.2). A departure that was
    /// agreed to later in the same words counts as agreed.
    pub fn unagreed_deviations(&self) -> impl Iterator<Item = &Signed<DeviationEntry>> {
        let same = |a: &DeviationEntry, b: &DeviationEntry| a.what.trim() == b.what.trim();
        let agreed = move |entry: &Signed<DeviationEntry>| {
            standing(&self.deviations).any(|other| other.what.is_agreed() && same(&other.what, &entry.what))
        };
        standing(&self.deviations).filter(move |entry| !agreed(entry))
    }

    /// The path of a value, whether it counts or is set aside.
    fn path_of(&self, event: EventId) -> Option<String> {
        let counted = self.find_entry(event).map(|(path, ..)| path.to_owned());
        counted.or_else(|| self.set_aside.iter().find(|entry| entry.event == event)?.path.clone())
    }

    fn sign(&mut self, person: PersonId) {
        self.calibrators.iter_mut().filter(|c| c.person == person).for_each(|c| c.signed = true);
    }

    fn unsign(&mut self, person: PersonId) {
        self.calibrators.iter_mut().filter(|c| c.person == person).for_each(|c| c.signed = false);
    }

    /// Open again: the check is void, everyone signs again.
    fn open_again(&mut self, status: RecordStatus) {
        self.status = status;
        self.check = None;
        self.calibrators.iter_mut().for_each(|calibrator| calibrator.signed = false);
    }
}

/// A calibrator of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Calibrating {
    /// Who.
    pub person: PersonId,
    /// Name, as printed.
    pub name: Bilingual,
    /// Whether this person has signed since their own entries last changed.
    pub signed: bool,
}

/// Where a record stands. `docs/states/record.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecordStatus {
    /// Being recorded.
    Draft,
    /// Signed by the calibrator; waits for the checker.
    Submitted,
    /// Returned with findings.
    Returned,
    /// Signed by the checker; waits for the signatory.
    Checked,
    /// Opened again for a correction case.
    Reopened,
    /// Given up.
    Abandoned,
}

impl RecordStatus {
    /// Whether values may be recorded and amended.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned | Self::Reopened)
    }
}

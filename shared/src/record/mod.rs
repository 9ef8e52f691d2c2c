//! The original record: rules over its stream and the fold of it (C-5.5).

mod amend;
pub mod check;
pub mod clock;
pub mod enter;
pub mod equip;
pub mod facts;
pub mod finding;
pub mod fit;
pub mod fold;
pub mod limits;
pub mod media;
pub mod notice;
mod open;
pub mod path;
pub mod people;
pub mod refusal;
pub mod rule;
pub mod site;
pub mod snapshot;
pub mod submit;
mod terms;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::event::body::{Opened, Value};
use crate::event::{Device, Event, Hash};
use crate::id::Id;
use crate::library::person::Person;
use crate::measurement::Results;
use crate::text::Bilingual;
use crate::time::Instant;
use finding::RecordFinding;
pub use people::{AbandonedEntry, TakenOffEntry};
use snapshot::StandardSnapshot;

/// An original record: a pure fold over the effective events of its stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Identity; the stream's.
    pub id: Id<Record>,
    /// Where it stands.
    pub status: RecordStatus,
    /// How it began.
    pub opened: Box<Opened>,
    /// Who began it.
    #[serde(default)]
    pub opened_by: Option<Id<Person>>,
    /// When it began, by the device.
    pub opened_at: Instant,
    /// Server time minus device time then, in milliseconds.
    #[serde(default)]
    pub opened_offset: i64,
    /// Calibrators, the joined ones included.
    pub calibrators: Vec<Calibrating>,
    /// Who was a calibrator of it, recorded nothing and was taken off.
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
    /// Givings up after which it was taken up again, each struck through by that.
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
    pub fn equipment_in_force(&self) -> BTreeMap<String, Id<Event>> {
        self.equipment.iter().map(|entry| (entry.slot.clone(), entry.event)).collect()
    }

    /// The value an event recorded, with its path and cell.
    pub fn find_entry(&self, event: Id<Event>) -> Option<(&str, &Cell, &CellEntry)> {
        self.cells.iter().find_map(|(path, cell)| {
            let entry = cell.entries.iter().find(|entry| entry.event == event)?;
            Some((path.as_str(), cell, entry))
        })
    }

    /// Standards that were put in the place of wrong ones and are in force now: slot to the event.
    fn corrected_equipment(&self) -> BTreeMap<String, Id<Event>> {
        let now = self.equipment.iter().map(|entry| (&entry.slot, entry)).collect::<BTreeMap<_, _>>();
        now.into_values().filter(|entry| !entry.reason.is_empty()).map(|entry| (entry.slot.clone(), entry.event)).collect()
    }

    /// Departures from the method that the customer has not agreed to, and that were not withdrawn (C-5.1.2). Agreed later in
    /// the same words is agreed.
    pub fn unagreed_deviations(&self) -> impl Iterator<Item = &Signed<DeviationEntry>> {
        let same = |a: &DeviationEntry, b: &DeviationEntry| a.what.trim() == b.what.trim();
        let agreed = move |entry: &Signed<DeviationEntry>| {
            standing(&self.deviations).any(|other| other.what.is_agreed() && same(&other.what, &entry.what))
        };
        standing(&self.deviations).filter(move |entry| !agreed(entry))
    }

    /// The path of a value, whether it counts or is set aside.
    fn path_of(&self, event: Id<Event>) -> Option<String> {
        let counted = self.find_entry(event).map(|(path, ..)| path.to_owned());
        counted.or_else(|| self.set_aside.iter().find(|entry| entry.event == event)?.path.clone())
    }

    fn sign(&mut self, person: Id<Person>) {
        self.calibrators.iter_mut().filter(|c| c.person == person).for_each(|c| c.signed = true);
    }

    fn unsign(&mut self, person: Id<Person>) {
        self.calibrators.iter_mut().filter(|c| c.person == person).for_each(|c| c.signed = false);
    }

    /// Open again: the check is void, everyone signs again.
    fn open_again(&mut self, status: RecordStatus) {
        self.status = status;
        self.check = None;
        self.calibrators.iter_mut().for_each(|calibrator| calibrator.signed = false);
    }
}

/// Where a record stands. `docs/states/record.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

/// Something with who did it and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signed<T> {
    /// The event.
    pub event: Id<Event>,
    /// Who.
    pub by: Id<Person>,
    /// When, by the device.
    pub at: Instant,
    /// Server time minus device time then, in milliseconds.
    #[serde(default)]
    pub clock_offset: i64,
    /// What.
    #[serde(flatten)]
    pub what: T,
    /// Struck through: by whom, when, why (C-5.5.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub struck: Option<Strike>,
}

/// What was not struck through.
pub fn standing<T>(entries: &[Signed<T>]) -> impl Iterator<Item = &Signed<T>> {
    entries.iter().filter(|entry| entry.struck.is_none())
}

impl<T> Signed<T> {
    /// When, corrected by the clock's offset.
    pub const fn when(&self) -> Instant {
        self.at.plus_millis(self.clock_offset)
    }
}

/// A calibrator of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calibrating {
    /// Who.
    pub person: Id<Person>,
    /// Name, as printed.
    pub name: Bilingual,
    /// Whether this person has signed since the last change of their own entries.
    pub signed: bool,
}

/// A standard in a slot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EquipmentEntry {
    /// The event.
    pub event: Id<Event>,
    /// The slot.
    pub slot: String,
    /// The standard, as it was.
    pub standard: Box<StandardSnapshot>,
    /// Who.
    pub by: Id<Person>,
    /// When.
    pub at: Instant,
    /// Why it takes the place of the one written down before, in values amended from then on; empty where it is for what
    /// is read from then on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Everything recorded at a path: the first entry and its amendments, oldest first. Never empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Entries; all but the last are struck through, the last too where it was withdrawn.
    pub entries: Vec<CellEntry>,
}

impl Cell {
    /// The value in force: the last entry, unless it was withdrawn.
    pub fn in_force(&self) -> Option<&CellEntry> {
        self.entries.last().filter(|entry| entry.struck.is_none())
    }

    /// Who made the observation: the author of the first entry, the only one who may amend (C-5.5.4).
    pub fn observer(&self) -> Option<Id<Person>> {
        self.entries.first().map(|entry| entry.by)
    }
}

/// A value of a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellEntry {
    /// The event.
    pub event: Id<Event>,
    /// The value.
    pub value: Value,
    /// Who.
    pub by: Id<Person>,
    /// When, by the device.
    pub at: Instant,
    /// Server time minus device time then, in milliseconds.
    #[serde(default)]
    pub clock_offset: i64,
    /// On which device it was made.
    pub device: Id<Device>,
    /// Place in that device's chain.
    #[serde(default)]
    pub device_seq: u64,
    /// Standards in force: slot to the `Equipped` event.
    pub equipment: BTreeMap<String, Id<Event>>,
    /// Adjustments made before it was observed.
    #[serde(default)]
    pub adjustments: usize,
    /// Why it took the place of the entry before; `None` for the first.
    pub reason: Option<String>,
    /// Struck through: by whom, when, why.
    pub struck: Option<Strike>,
}

impl CellEntry {
    /// When, corrected by the clock's offset.
    pub const fn when(&self) -> Instant {
        self.at.plus_millis(self.clock_offset)
    }
}

/// How a value was struck through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strike {
    /// The striking event.
    pub event: Id<Event>,
    /// Who.
    pub by: Id<Person>,
    /// When, by the device.
    pub at: Instant,
    /// Why.
    pub reason: String,
}

/// An adjustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustmentEntry {
    /// Who consented for the customer.
    pub consent: String,
    /// What was done.
    pub what: String,
    /// The seal.
    pub seal: String,
}

/// A seal on an adjuster (C-5.3.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealEntry {
    /// Which adjuster.
    pub what: String,
    /// The seal.
    pub seal: String,
}

/// A departure from the method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviationEntry {
    /// What.
    pub what: String,
    /// Who consented for the customer; empty until agreed.
    pub consent: String,
    /// The reading it speaks of; empty for the method as a whole.
    #[serde(default)]
    pub path: String,
}

impl DeviationEntry {
    /// Whether the customer consented.
    pub fn is_agreed(&self) -> bool {
        !self.consent.trim().is_empty()
    }
}

/// An attached file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentEntry {
    /// Address in the form, or `record`.
    pub path: String,
    /// Content.
    pub sha256: Hash,
    /// Media type.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// Name.
    pub name: String,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkEntry {
    /// Address in the form, or `record`.
    pub path: String,
    /// Text.
    pub text: String,
}

/// The customer's confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmationEntry {
    /// Name.
    pub name: String,
    /// Drawn signature.
    pub signature: String,
    /// Whether a value was written or the item adjusted after it: what was confirmed is not what the record says now.
    #[serde(default)]
    pub outdated: bool,
}

/// A submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SubmissionEntry {
    /// The record's head before it.
    pub head: Hash,
    /// What the device computed.
    pub results: Box<Results>,
    /// Version of the engine.
    pub engine_version: String,
    /// What the signature says.
    pub statement: String,
}

/// A finding of the checker or the signatory, with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingEntry {
    /// The finding.
    pub finding: RecordFinding,
    /// Who found it.
    pub by: Id<Person>,
    /// When.
    pub at: Instant,
    /// The answer.
    pub answer: Option<Answer>,
}

/// An answer to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Text.
    pub text: String,
    /// Who.
    pub by: Id<Person>,
    /// When.
    pub at: Instant,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckEntry {
    /// What the signature says.
    pub statement: String,
}

/// An authentic event that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAsideEntry {
    /// The event.
    pub event: Id<Event>,
    /// On which device it was made.
    pub device: Id<Device>,
    /// Who.
    pub by: Id<Person>,
    /// When, by the device.
    pub at: Instant,
    /// Server time minus device time then, in milliseconds.
    #[serde(default)]
    pub clock_offset: i64,
    /// How often the item had been adjusted when it was made.
    #[serde(default)]
    pub adjustments: usize,
    /// Code of the rule that was broken.
    pub code: String,
    /// Kind of the body ("entered").
    pub kind: String,
    /// Address in the form, where it has one.
    pub path: Option<String>,
    /// Value, where it has one.
    pub value: Option<Value>,
    /// Standards in force when it was made: slot to the `Equipped` event.
    pub equipment: BTreeMap<String, Id<Event>>,
    /// Whether the person has chosen it since; its value then stands in the cell as an amendment.
    pub chosen: bool,
}

impl SetAsideEntry {
    /// When, corrected by the clock's offset.
    pub const fn when(&self) -> Instant {
        self.at.plus_millis(self.clock_offset)
    }
}

/// A reopening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReopenedEntry {
    /// The case.
    pub case: Id<crate::certificate::correction::Correction>,
    /// Why.
    pub reason: String,
}

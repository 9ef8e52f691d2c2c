//! Who calibrates a record, and who ends it: joining, being taken off, giving up, taking up again.

use base::seeded::in_force;
use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::event::Event;
use crate::library::person::{Activity, Person};
use crate::record::context::Context;
use crate::record::permit::{calibrator, explained, may_record};
use crate::record::refusal::RecordRefusal;
use crate::record::{Record, RecordStatus, terms};
use base::id::PersonId;
use base::text::Bilingual;

/// Most calibrators of one record.
pub(super) const MAX_CALIBRATORS: usize = 8;

/// A giving up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AbandonedEntry {
    /// Why.
    pub reason: String,
    /// Where the record stood.
    #[serde(default = "draft")]
    pub before: RecordStatus,
}

const fn draft() -> RecordStatus {
    RecordStatus::Draft
}

/// A calibrator taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TakenOffEntry {
    /// Who.
    pub person: PersonId,
    /// Name, as it would have been printed.
    pub name: Bilingual,
    /// Why.
    pub reason: String,
}

impl Record {
    /// Whether a person is a calibrator of it.
    pub fn is_calibrated_by(&self, person: PersonId) -> bool {
        self.calibrators.iter().any(|calibrator| calibrator.person == person)
    }

    /// Whose record it is: who began it, or the first calibrator where that one was taken off.
    pub fn opener(&self) -> Option<PersonId> {
        let began = self.opened_by.filter(|person| self.is_calibrated_by(*person));
        began.or_else(|| self.calibrators.first().map(|calibrator| calibrator.person))
    }

    /// Whether a person did some of the calibration by what is written down: observed a value, adjusted, sealed, or attached a file.
    pub fn is_observed_by(&self, person: PersonId) -> bool {
        let values = self.cells.values().flat_map(|cell| &cell.entries).map(|entry| entry.by);
        let adjusted = self.adjustments.iter().map(|entry| entry.by).chain(self.seals.iter().map(|entry| entry.by));
        values.chain(adjusted).chain(self.attachments.iter().map(|entry| entry.by)).any(|by| by == person)
    }

    /// Whether a person wrote anything on it that has to be answered for, struck through or not (C-5.5.4). A signature that the record's
    /// return has made void is nothing of that kind.
    pub fn has_recorded(&self, person: PersonId) -> bool {
        let values = self.cells.values().flat_map(|cell| &cell.entries).map(|entry| entry.by);
        let answers = self.findings.iter().filter_map(|finding| finding.answer.as_ref()).map(|answer| answer.by);
        let waiting = self.set_aside.iter().filter(|entry| entry.can_be_chosen() && !entry.chosen).map(|entry| entry.by);
        let mut wrote = values
            .chain(self.equipment.iter().map(|entry| entry.by))
            .chain(self.adjustments.iter().map(|entry| entry.by))
            .chain(self.seals.iter().map(|entry| entry.by))
            .chain(self.deviations.iter().map(|entry| entry.by))
            .chain(self.attachments.iter().map(|entry| entry.by))
            .chain(self.remarks.iter().map(|entry| entry.by))
            .chain(self.confirmations.iter().map(|entry| entry.by))
            .chain(self.calibrators.iter().filter(|calibrator| calibrator.signed).map(|calibrator| calibrator.person))
            .chain(answers)
            .chain(waiting);
        wrote.any(|by| by == person)
    }
}

/// With the consent of who calibrates here already, or of the office, whose task names the person. Nobody joins unasked: every
/// calibrator must sign, and so could block the record for ever.
pub(super) fn joined(record: &Record, context: &Context<'_>, event: &Event, person: PersonId) -> Result<(), RecordRefusal> {
    if event.author != person && !record.is_calibrated_by(event.author) {
        return Err(RecordRefusal::NotACalibrator);
    }
    if !record.status.is_open() {
        return Err(RecordRefusal::NotOpen);
    }
    if record.is_calibrated_by(person) || record.calibrators.len() >= MAX_CALIBRATORS {
        return Err(RecordRefusal::AlreadyACalibrator);
    }
    if event.author == person && !is_asked(record, context, person) && in_force("record.joined_with_consent") {
        return Err(RecordRefusal::JoinNotConsented);
    }
    terms::free(context, event, person, &record.opened)?;
    let moment = context.moment(event, &record.opened.place);
    if context.facts.authorised(person, Activity::Calibrate, record.opened.edition.method, moment) {
        Ok(())
    } else {
        Err(RecordRefusal::NotAuthorised)
    }
}

/// Whether the office ever gave the record's task to a person. Who was taken off comes back by another's hand only.
fn is_asked(record: &Record, context: &Context<'_>, person: PersonId) -> bool {
    let task = record.opened.task.and_then(|task| context.facts.tasks.get(&task));
    let named = task.is_some_and(|task| task.all().any(|version| version.calibrators.contains(&person)));
    named && !record.taken_off.iter().any(|entry| entry.what.person == person)
}

/// A calibrator who recorded nothing is taken off: by whose record it is, by the person, by the office. What was recorded has to be
/// signed for by who recorded it.
pub(super) fn taken_off(
    record: &Record,
    context: &Context<'_>,
    event: &Event,
    person: PersonId,
    reason: &str,
) -> Result<(), RecordRefusal> {
    let may = record.opener() == Some(event.author) || person == event.author;
    if !may && !of_office(context, event, &[Role::Office, Role::TechnicalManager]) {
        return Err(RecordRefusal::NotTheOpener);
    }
    if !record.status.is_open() && record.status != RecordStatus::Submitted {
        return Err(RecordRefusal::NotOpen);
    }
    explained(context, "reason", reason)?;
    if !record.is_calibrated_by(person) {
        return Err(RecordRefusal::NotACalibrator);
    }
    if record.has_recorded(person) && in_force("record.who_recorded_stays") {
        return Err(RecordRefusal::HasRecorded);
    }
    if record.calibrators.len() == 1 && in_force("record.one_calibrator_stays") { Err(RecordRefusal::LastCalibrator) } else { Ok(()) }
}

/// By whose record it is, on the spot, or by the technical manager. What has a certificate is not given up.
pub(super) fn abandoned(record: &Record, context: &Context<'_>, event: &Event, reason: &str) -> Result<(), RecordRefusal> {
    // Once reopened it has a certificate, whatever came after: its record is not given up (C-5.4.2).
    if context.office.is_some() {
        if !of_office(context, event, &[Role::TechnicalManager]) {
            return Err(RecordRefusal::NotTheOpener);
        }
        if !record.reopened.is_empty() {
            return Err(RecordRefusal::Issued);
        }
        // One that waits for a signature that never comes is given up by the office alone.
        if !record.status.is_open() && record.status != RecordStatus::Submitted {
            return Err(RecordRefusal::NotOpen);
        }
        return explained(context, "reason", reason);
    }
    if !record.reopened.is_empty() {
        calibrator(record, context, event)?;
        return Err(RecordRefusal::Issued);
    }
    may_record(record, context, event)?;
    if record.opener() != Some(event.author) {
        return Err(RecordRefusal::NotTheOpener);
    }
    explained(context, "reason", reason)
}

/// A given-up record goes on where it stood, until one that took its place is checked.
pub(super) fn taken_up(record: &Record, context: &Context<'_>, event: &Event, reason: &str) -> Result<(), RecordRefusal> {
    if context.office.is_some() {
        if !of_office(context, event, &[Role::TechnicalManager]) {
            return Err(RecordRefusal::NotTheOpener);
        }
    } else {
        calibrator(record, context, event)?;
        if record.opener() != Some(event.author) {
            return Err(RecordRefusal::NotTheOpener);
        }
    }
    explained(context, "reason", reason)?;
    // A record that never began to count has nothing to go on with.
    let began = record.abandoned.as_ref().is_some_and(|entry| record.set_aside.iter().all(|aside| aside.event != entry.event));
    if record.status != RecordStatus::Abandoned || !began {
        return Err(RecordRefusal::NotGivenUp);
    }
    if context.facts.succeeded.contains(&record.id) { Err(RecordRefusal::Succeeded) } else { Ok(()) }
}

/// Whether this is an act of the office by somebody with one of these roles.
fn of_office(context: &Context<'_>, event: &Event, roles: &[Role]) -> bool {
    let holds = |person: &Person| roles.iter().any(|role| person.roles.contains(role));
    context.office.is_some() && context.facts.person(event.author).is_some_and(holds)
}

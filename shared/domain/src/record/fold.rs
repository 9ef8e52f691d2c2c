//! The fold: a record is what its stream's events make of it, in the ledger's order. Nothing is ever taken away.

use std::collections::BTreeMap;

use crate::event::body::{Body, Opened, Value};
use crate::event::chain::WrittenEvent;
use crate::event::ledger::Verdict;
use crate::event::{Event, Hash};
use crate::record::snapshot::StandardSnapshot;
use crate::record::{
    AbandonedEntry, AdjustmentEntry, Answer, AttachmentEntry, Calibrating, Cell, CellEntry, CheckEntry, ConfirmationEntry, DeviationEntry,
    EquipmentEntry, FindingEntry, Record, RecordStatus, RemarkEntry, ReopenedEntry, SealEntry, SetAsideEntry, Signed, Strike,
    SubmissionEntry, TakenOffEntry,
};
use base::id::{EventId, Id, PersonId};

/// Folds a stream's events with their verdicts and the clock's offset at their exchange.
pub fn fold<'a>(events: impl IntoIterator<Item = (&'a WrittenEvent, &'a Verdict, i64)>) -> Option<Record> {
    let mut record = None;
    for (written, verdict, clock_offset) in events {
        apply(&mut record, written, verdict, clock_offset);
    }
    record
}

/// An event with the clock's offset at its exchange: server time minus device time, in milliseconds.
#[derive(Clone, Copy)]
struct Made<'e> {
    event: &'e Event,
    clock_offset: i64,
}

impl std::ops::Deref for Made<'_> {
    type Target = Event;
    fn deref(&self) -> &Event {
        self.event
    }
}

/// The next event of the stream.
pub fn apply(record: &mut Option<Record>, written: &WrittenEvent, verdict: &Verdict, clock_offset: i64) {
    let event = Made { event: &written.event, clock_offset };
    match (record.as_mut(), verdict, &event.body) {
        (None, Verdict::Effective, Body::Opened(opened)) => *record = Some(begin(event, opened)),
        (Some(record), Verdict::Effective, _) => effective(record, event),
        (Some(record), Verdict::SetAside { code }, _) => set_aside(record, event, code),
        (None, Verdict::SetAside { code }, Body::Opened(opened)) => *record = Some(never_begun(event, opened, code)),
        (None, ..) => return,
    }
    if let (Some(record), Verdict::Effective) = (record, verdict) {
        record.head = roll(record.head, written.hash);
    }
}

/// A record that may not be: visible with everything that was written on it, but none of it counts.
fn never_begun(event: Made<'_>, opened: &Opened, code: &str) -> Record {
    let mut record = begin(event, opened);
    record.status = RecordStatus::Abandoned;
    record.abandoned = Some(signed(event, AbandonedEntry { reason: code.to_owned(), before: RecordStatus::Draft }));
    set_aside(&mut record, event, code);
    record
}

/// The record's head after one more effective event (`docs/CHAINS.md`).
fn roll(head: Hash, event: Hash) -> Hash {
    Hash::of(format!("etalon-record-1\n{head}\n{event}\n").as_bytes())
}

fn begin(event: Made<'_>, opened: &Opened) -> Record {
    let calibrators = opened.calibrators.iter();
    Record {
        id: Id::from_uuid(event.stream.id),
        status: RecordStatus::Draft,
        opened: Box::new(opened.clone()),
        opened_by: Some(event.author),
        opened_at: event.at,
        opened_offset: event.clock_offset,
        calibrators: calibrators.map(|c| Calibrating { person: c.person, name: c.name.clone(), signed: false }).collect(),
        taken_off: Vec::new(),
        equipment: Vec::new(),
        cells: BTreeMap::new(),
        adjustments: Vec::new(),
        seals: Vec::new(),
        deviations: Vec::new(),
        attachments: Vec::new(),
        remarks: Vec::new(),
        confirmations: Vec::new(),
        submissions: Vec::new(),
        findings: Vec::new(),
        check: None,
        reopened: Vec::new(),
        abandoned: None,
        given_up: Vec::new(),
        set_aside: Vec::new(),
        head: Hash::ZERO,
    }
}

fn signed<T>(event: Made<'_>, what: T) -> Signed<T> {
    Signed { event: event.id, by: event.author, at: event.at, clock_offset: event.clock_offset, what, struck: None }
}

fn effective(record: &mut Record, event: Made<'_>) {
    match &event.body {
        Body::Joined { person, name } => {
            record.calibrators.push(Calibrating { person: *person, name: name.clone(), signed: false });
        }
        Body::Equipped { slot, standard } => equip(record, event, slot, standard, ""),
        Body::Reequipped { slot, standard, reason } => equip(record, event, slot, standard, reason),
        Body::Entered { .. } | Body::Amended { .. } | Body::Withdrawn { .. } | Body::Chosen { .. } => observation(record, event),
        Body::Submitted { head, results, engine_version, statement } => {
            let (head, results) = (*head, results.clone());
            let what = SubmissionEntry { head, results, engine_version: engine_version.clone(), statement: statement.clone() };
            record.submissions.push(signed(event, what));
            record.sign(event.author);
            record.status = RecordStatus::Submitted;
        }
        Body::Returned { findings } => {
            let entries =
                findings.iter().map(|finding| FindingEntry { finding: finding.clone(), by: event.author, at: event.at, answer: None });
            record.findings.extend(entries);
            record.open_again(RecordStatus::Returned);
        }
        Body::Answered { finding, text } => {
            if let Some(entry) = record.findings.iter_mut().find(|entry| entry.finding.id == *finding) {
                entry.answer = Some(Answer { text: text.clone(), by: event.author, at: event.at });
            }
        }
        Body::Checked { statement } => {
            record.check = Some(signed(event, CheckEntry { statement: statement.clone() }));
            record.status = RecordStatus::Checked;
        }
        Body::Reopened { case, reason } => {
            record.reopened.push(signed(event, ReopenedEntry { case: *case, reason: reason.clone() }));
            record.open_again(RecordStatus::Reopened);
        }
        Body::Abandoned { reason } => {
            record.abandoned = Some(signed(event, AbandonedEntry { reason: reason.clone(), before: record.status }));
            record.status = RecordStatus::Abandoned;
        }
        Body::TakenUp { reason } => {
            if let Some(mut given_up) = record.abandoned.take() {
                given_up.struck = Some(strike_of(event, reason));
                record.status = given_up.what.before;
                record.given_up.push(given_up);
            }
        }
        Body::TakenOff { person, reason } => take_off(record, event, *person, reason),
        _ => note(record, event),
    }
}

fn take_off(record: &mut Record, event: Made<'_>, person: PersonId, reason: &str) {
    if let Some(at) = record.calibrators.iter().position(|calibrator| calibrator.person == person) {
        let Calibrating { name, .. } = record.calibrators.remove(at);
        record.taken_off.push(signed(event, TakenOffEntry { person, name, reason: reason.to_owned() }));
    }
}

fn equip(record: &mut Record, event: Made<'_>, slot: &str, standard: &StandardSnapshot, reason: &str) {
    record.equipment.push(EquipmentEntry {
        event: event.id,
        slot: slot.to_owned(),
        standard: Box::new(standard.clone()),
        by: event.author,
        at: event.at,
        reason: reason.to_owned(),
    });
}

/// What stands beside the values.
fn note(record: &mut Record, event: Made<'_>) {
    match &event.body {
        Body::Adjusted { consent, what, seal } => {
            let what = AdjustmentEntry { consent: consent.clone(), what: what.clone(), seal: seal.clone() };
            record.adjustments.push(signed(event, what));
            outdate_confirmation(record);
        }
        Body::Sealed { what, seal } => {
            record.seals.push(signed(event, SealEntry { what: what.clone(), seal: seal.clone() }));
        }
        Body::Deviation { what, consent, path } => {
            let what = DeviationEntry { what: what.clone(), consent: consent.clone(), path: path.clone() };
            record.deviations.push(signed(event, what));
        }
        Body::Attached { path, sha256, media_type, size, name } => {
            let (path, media_type, name) = (path.clone(), media_type.clone(), name.clone());
            record.attachments.push(signed(event, AttachmentEntry { path, sha256: *sha256, media_type, size: *size, name }));
        }
        Body::Remarked { path, text } => {
            record.remarks.push(signed(event, RemarkEntry { path: path.clone(), text: text.clone() }));
        }
        Body::CustomerConfirmed { name, signature } => {
            let what = ConfirmationEntry { name: name.clone(), signature: signature.clone(), outdated: false };
            record.confirmations.push(signed(event, what));
        }
        _ => {}
    }
}

/// The customer confirmed what stood there before.
fn outdate_confirmation(record: &mut Record) {
    record.confirmations.iter_mut().for_each(|confirmation| confirmation.what.outdated = true);
}

fn observation(record: &mut Record, event: Made<'_>) {
    record.unsign(event.author);
    outdate_confirmation(record);
    let equipment = record.equipment_in_force();
    let adjustments = record.adjustments.len();
    let corrected = record.corrected_equipment();
    match &event.body {
        Body::Entered { path, value } => {
            let entry = CellEntry {
                event: event.id,
                value: value.clone(),
                by: event.author,
                at: event.at,
                clock_offset: event.clock_offset,
                device: event.device,
                device_seq: event.device_seq,
                equipment,
                adjustments,
                reason: None,
                struck: None,
            };
            record.cells.entry(path.clone()).or_insert_with(|| Cell { entries: Vec::new() }).entries.push(entry);
        }
        Body::Amended { amends, after, reason } => {
            let Made { clock_offset, .. } = event;
            let beside = Beside { event: event.id, value: after.clone(), at: event.at, clock_offset, equipment, corrected, adjustments };
            strike(record, event, *amends, reason, Some(beside));
        }
        Body::Withdrawn { amends, reason } => {
            strike_note(record, event, *amends, reason);
            strike(record, event, *amends, reason, None);
        }
        Body::Chosen { event: chosen, reason } => choose(record, event, *chosen, reason),
        _ => {}
    }
}

/// What is set beside a struck value.
struct Beside {
    event: EventId,
    value: Value,
    at: base::time::Instant,
    clock_offset: i64,
    equipment: BTreeMap<String, EventId>,
    adjustments: usize,
    /// Standards put in the place of wrong ones.
    corrected: BTreeMap<String, EventId>,
}

fn strike_of(event: Made<'_>, reason: &str) -> Strike {
    Strike { event: event.id, by: event.author, at: event.at, reason: reason.to_owned() }
}

/// A deviation, a remark, an adjustment, a seal or an attachment, where the event is one.
fn strike_note(record: &mut Record, event: Made<'_>, amends: EventId, reason: &str) {
    fn of<T>(entries: &mut [Signed<T>], amends: EventId) -> Option<&mut Option<Strike>> {
        entries.iter_mut().find(|entry| entry.event == amends).map(|entry| &mut entry.struck)
    }
    let Record { deviations, remarks, adjustments, seals, attachments, .. } = record;
    let found = of(deviations, amends).or_else(|| of(remarks, amends)).or_else(|| of(adjustments, amends)).or_else(|| of(seals, amends));
    let found = found.or_else(|| of(attachments, amends));
    if let Some(struck) = found {
        struck.get_or_insert_with(|| strike_of(event, reason));
    }
}

fn strike(record: &mut Record, event: Made<'_>, amends: EventId, reason: &str, beside: Option<Beside>) {
    let cell = record.cells.values_mut().find(|cell| cell.entries.iter().any(|entry| entry.event == amends));
    let Some((cell, last)) = cell.and_then(|cell| cell.entries.len().checked_sub(1).map(|last| (cell, last))) else {
        return;
    };
    let before = &mut cell.entries[last];
    before.struck.get_or_insert_with(|| strike_of(event, reason));
    let kept = before.value.number().map(|_| (before.equipment.clone(), before.adjustments));
    let Some(Beside { event: id, value, at, clock_offset, equipment, corrected, adjustments }) = beside else {
        return;
    };
    // A corrected number was observed with the standards of the first one, unless a wrong one was written down, and when that
    // was.
    let (equipment, adjustments) = match kept {
        Some((mut kept, adjustments)) => {
            kept.extend(corrected);
            (kept, adjustments)
        }
        None => (equipment, adjustments),
    };
    cell.entries.push(CellEntry {
        event: id,
        value,
        by: event.author,
        at,
        clock_offset,
        device: event.device,
        device_seq: event.device_seq,
        equipment,
        adjustments,
        reason: Some(reason.to_owned()),
        struck: None,
    });
}

fn choose(record: &mut Record, event: Made<'_>, chosen: EventId, reason: &str) {
    let Some(waiting) = record.set_aside.iter_mut().find(|entry| entry.event == chosen) else {
        return;
    };
    waiting.chosen = true;
    let waiting = waiting.clone();
    let (Some(path), Some(value)) = (waiting.path, waiting.value) else {
        return;
    };
    let last = record.cells.get(&path).and_then(|cell| cell.entries.last()).map(|entry| entry.event);
    if let Some(last) = last {
        let SetAsideEntry { event: id, at, clock_offset, equipment, adjustments, .. } = waiting;
        let corrected = BTreeMap::new();
        let beside = Beside { event: id, value, at, clock_offset, equipment, corrected, adjustments };
        strike(record, event, last, reason, Some(beside));
    }
}

/// Kept and shown, without effect. Its place and value are lifted, so that it can be chosen.
fn set_aside(record: &mut Record, event: Made<'_>, code: &str) {
    let (path, value) = match &event.body {
        Body::Entered { path, value } => (Some(path.clone()), Some(value.clone())),
        Body::Amended { amends, after, .. } => (record.path_of(*amends), Some(after.clone())),
        Body::Withdrawn { amends, .. } => (record.path_of(*amends), None),
        Body::Remarked { path, .. } | Body::Attached { path, .. } => (Some(path.clone()), None),
        _ => (None, None),
    };
    let entry = SetAsideEntry {
        event: event.id,
        device: event.device,
        by: event.author,
        at: event.at,
        clock_offset: event.clock_offset,
        adjustments: record.adjustments.len(),
        code: code.to_owned(),
        kind: event.body.kind().to_owned(),
        path,
        value,
        equipment: record.equipment_in_force(),
        chosen: false,
    };
    record.set_aside.push(entry);
}

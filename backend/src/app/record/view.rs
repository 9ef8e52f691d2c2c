//! A record with everything the checker looks at.

use std::collections::BTreeSet;

use shared::api::record::{ActionView, NameView, RecordView};
use shared::event::body::Body;
use shared::event::chain::{self, WrittenEvent};
use shared::event::ledger::LedgerEntry;
use shared::event::{Event, Hash, Stream, VERSION};
use shared::finding::Finding;
use shared::id::Id;
use shared::library::person::Person;
use shared::record::check::{self, STATEMENT, missing_files};
use shared::record::finding::RecordFinding;
use shared::record::{Record, clock, doubt, notice, path};
use shared::time::Instant;

use super::office::{self, Desk};
use super::queue;
use crate::app::{Actor, Error, Result, reading, simulate};
use crate::random;
use crate::state::App;
use crate::store::{Tx, event as events, record as records};

/// The view of a record for the person signed in. Whoever is no calibrator of it leaves a note of having read it.
pub async fn view(app: &App, actor: &Actor, id: Id<Record>) -> Result<RecordView> {
    let (person, now) = (actor.person, app.now());
    let (desk, names, visit, before, twins) = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let desk = office::load(tx, id, person).await?;
                let record = desk.record(id)?;
                let visit = match record.opened.visit {
                    Some(visit) => crate::app::visit::load(tx, visit).await?,
                    None => None,
                };
                let names = names(tx, record).await?;
                let before = before(tx, &desk.entries).await?;
                let twins = records::find(tx, id).await?.is_some_and(|row| row.twins > 0);
                Ok::<_, Error>((desk, names, visit, before, twins))
            })
        })
        .await?;
    let record = desk.record(id)?.clone();
    let own = record.calibrators.iter().any(|calibrator| calibrator.person == person);
    if !queue::sees_all(actor) && !own {
        return Err(Error::not_found());
    }
    if !own {
        reading::note(app, actor, record.opened.customer.id, "records", &id.to_string()).await?;
    }
    let (recomputed, derivations) = simulate::derived(record.clone()).await?;
    let mut findings = check::differences(&record, &recomputed);
    findings.extend(notice::notices(&record));
    findings.extend(doubt::findings(&record, &desk.facts));
    findings.extend(clock::findings(&desk.entries, &before));
    findings.extend(check::doubtful_files(&record, &desk.office));
    findings.extend(twins.then(|| Finding::warning("task_recorded_twice", path::WHOLE)));
    let missing = missing_files(&record, &desk.office).iter().map(Hash::to_string).collect();
    let actions = actions(&desk, id, person, now);
    let visit = visit.map(Box::new);
    Ok(RecordView { record, entries: desk.entries, names, visit, recomputed, derivations, findings, actions, missing_files: missing })
}

/// What the devices of these entries wrote just before, on whatever stream.
async fn before(tx: &mut Tx, entries: &[LedgerEntry]) -> Result<Vec<WrittenEvent>> {
    let mut before = Vec::new();
    for (device, seq) in clock::places_before(entries) {
        let text = events::text_at(tx, device, seq).await?;
        before.extend(text.and_then(|text| chain::read(&text).ok()));
    }
    Ok(before)
}

/// What this person may do with the record now, asked of the rules themselves.
fn actions(desk: &Desk, id: Id<Record>, person: Id<Person>, now: Instant) -> Vec<ActionView> {
    let finding = RecordFinding { id: random::id(now), path: "record".to_owned(), text: "…".to_owned() };
    let bodies = [("check", Body::Checked { statement: STATEMENT.to_owned() }), ("return", Body::Returned { findings: vec![finding] })];
    let ask = |(action, body): (&str, Body)| {
        let refused = desk.refusal(&asked(id, person, now, body), now).map(|refusal| {
            let mut finding = Finding::error(refusal.code(), refusal.path());
            finding.params = refusal.params();
            finding
        });
        ActionView { action: action.to_owned(), refused }
    };
    bodies.into_iter().map(ask).collect()
}

/// An event that is never made: what would be said of it.
fn asked(id: Id<Record>, author: Id<Person>, at: Instant, body: Body) -> Event {
    let (event, device) = (random::id(at), random::id(at));
    Event { v: VERSION, id: event, stream: Stream::record(id), author, device, device_seq: 0, prev: Hash::ZERO, at, elapsed: 0, body }
}

/// Names of everyone who wrote on the record.
async fn names(tx: &mut Tx, record: &Record) -> Result<Vec<NameView>> {
    let mut people: BTreeSet<Id<Person>> = record.calibrators.iter().map(|calibrator| calibrator.person).collect();
    people.extend(record.findings.iter().map(|finding| finding.by));
    people.extend(record.check.iter().map(|check| check.by));
    people.extend(record.reopened.iter().map(|reopened| reopened.by));
    people.extend(record.set_aside.iter().map(|entry| entry.by));
    crate::app::visit::names(tx, people).await
}

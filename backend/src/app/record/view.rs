//! A record with everything the checker looks at.

use std::collections::BTreeSet;

use base::finding::Finding;
use base::id::{PersonId, RecordId};
use base::time::Instant;
use contract::api::name::NameView;
use contract::api::record::{ActionView, RecordView};
use contract::sync::Way;
use contract::sync::clock::{self, Brought};
use contract::sync::signed::Statement;
use domain::access::Role;
use domain::conditions::{self, Answered};
use domain::event::body::Body;
use domain::event::chain::{self, WrittenEvent};
use domain::event::ledger::LedgerEntry;
use domain::event::{Event, Hash, Stream};
use domain::record::check::{STATEMENT, missing_files};
use domain::record::finding::RecordFinding;
use domain::record::{Record, notice};

use super::office::{self, Desk};
use super::{queue, settle};
use crate::app::{Actor, Error, Result, reading, simulate};
use crate::random;
use crate::state::App;
use crate::store::{Tx, event as events};

/// The view of a record for the person signed in. Whoever is no calibrator of it leaves a note of having read it.
pub async fn view(app: &App, actor: &Actor, id: RecordId) -> Result<RecordView> {
    let (person, now) = (actor.person, app.now());
    let (mut desk, names, visit, (before, earlier, brought), lines) = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let desk = office::load(tx, id, person, now).await?;
                let record = desk.record(id)?;
                let visit = match record.opened.visit {
                    Some(visit) => crate::app::visit::load(tx, visit).await?,
                    None => None,
                };
                let names = names(tx, record, &desk.office.answers).await?;
                let entries = &desk.entries;
                let before = (before(tx, entries).await?, earlier(tx, entries).await?, brought(tx, entries).await?);
                let agreed = settle::agreed(record, &desk.facts, &desk.office);
                let lines = match agreed {
                    Some(_) => Vec::new(),
                    None => settle::fitting(tx, record, &desk.facts, desk.office.issued).await?,
                };
                Ok::<_, Error>((desk, names, visit, before, (agreed, lines)))
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
    desk.office.computed = Some(recomputed.clone());
    let basis = desk.basis(conditions::Act::Check, &record, person, now);
    // Whether this person may sign is said with the action.
    let unmet = conditions::unmet(&basis).into_iter().filter(|unmet| !conditions::is_of_signer(unmet.name));
    let mut findings: Vec<Finding> = unmet.map(|unmet| unmet.finding()).collect();
    // What the calibrator reads on the tablet is asked of the checker in other words.
    findings.extend(notice::notices(&record).into_iter().filter(|notice| notice.code != notice::AS_LEFT_EARLIER));
    findings.extend(clock::findings(&desk.entries, &before, &brought));
    let behind = clock::behind(&desk.entries, &earlier).filter(|found| findings.iter().all(|known| known.code != found.code));
    findings.extend(behind);
    let checks = actor.roles.contains(&Role::Checker);
    let conditions = conditions::view(&basis).into_iter().filter(|line| checks || !conditions::is_of_signer(&line.name)).collect();
    let missing = missing_files(&record, &desk.office).iter().map(Hash::to_string).collect();
    let actions = actions(&desk, id, person, now);
    let visit = visit.map(Box::new);
    let (agreed, lines) = lines;
    Ok(RecordView {
        record,
        entries: desk.entries,
        names,
        visit,
        recomputed,
        derivations,
        findings,
        actions,
        missing_files: missing,
        conditions,
        agreed,
        lines,
        afresh: desk.office.afresh,
        answers: desk.office.answers,
    })
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

/// Earlier entries of these devices whose times may be later; those received before the first entry was made cannot have later times.
async fn earlier(tx: &mut Tx, entries: &[LedgerEntry]) -> Result<Vec<(WrittenEvent, i64)>> {
    let mut earlier = Vec::new();
    for (device, (place, made)) in clock::devices(entries) {
        let texts = events::earlier(tx, device, place, made).await?;
        earlier.extend(texts.into_iter().filter_map(|(text, offset)| Some((chain::read(&text).ok()?, offset))));
    }
    Ok(earlier)
}

/// How the exchanges with these entries arrived.
async fn brought(tx: &mut Tx, entries: &[LedgerEntry]) -> Result<Vec<Brought>> {
    let mut brought = Vec::new();
    for (device, received_at) in clock::exchanges(entries) {
        for (signed, offset_before, carried) in events::brought(tx, device, received_at).await? {
            let way = if carried.is_some() { Way::Carried } else { Way::Sent };
            let stated = signed.as_deref().and_then(Statement::read);
            brought.push(Brought { device, received_at, way, stated, offset_before });
        }
    }
    Ok(brought)
}

/// Stands for the words that an act needs, until somebody writes them.
const UNWRITTEN: &str = "to be written";

/// What this person may do with the record now, asked of the rules themselves.
fn actions(desk: &Desk, id: RecordId, person: PersonId, now: Instant) -> Vec<ActionView> {
    let finding = RecordFinding { id: random::id(now), path: "record".to_owned(), text: UNWRITTEN.to_owned() };
    let reason = || UNWRITTEN.to_owned();
    let bodies = [
        ("check", Body::Checked { statement: STATEMENT.to_owned() }),
        ("return", Body::Returned { findings: vec![finding] }),
        ("give_up", Body::Abandoned { reason: reason() }),
        ("take_up", Body::TakenUp { reason: reason() }),
    ];
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
fn asked(id: RecordId, author: PersonId, at: Instant, body: Body) -> Event {
    let (event, device) = (random::id(at), random::id(at));
    Event {
        v: body.version(),
        id: event,
        stream: Stream::record(id),
        author,
        device,
        device_seq: 0,
        prev: Hash::ZERO,
        at,
        elapsed: 0,
        body,
    }
}

/// Names of everyone who wrote on the record.
async fn names(tx: &mut Tx, record: &Record, answers: &[Answered]) -> Result<Vec<NameView>> {
    let mut people: BTreeSet<PersonId> = record.calibrators.iter().map(|calibrator| calibrator.person).collect();
    people.extend(record.findings.iter().map(|finding| finding.by));
    people.extend(record.check.iter().map(|check| check.by));
    people.extend(record.reopened.iter().map(|reopened| reopened.by));
    people.extend(answers.iter().map(|answered| answered.by));
    people.extend(record.set_aside.iter().map(|entry| entry.by));
    people.extend(record.taken_off.iter().flat_map(|entry| [entry.by, entry.what.person]));
    people.extend(record.abandoned.iter().chain(&record.given_up).map(|entry| entry.by));
    people.extend(record.given_up.iter().filter_map(|entry| entry.struck.as_ref()).map(|strike| strike.by));
    crate::app::visit::names(tx, people).await
}

//! Streams loaded from the ledger, the facts their rules need, and who is told of what was appended.

use std::collections::BTreeSet;

use shared::event::{Stream, StreamKind};
use shared::id::Id;
use shared::library::person::Person;
use shared::library::place::Place;
use shared::record::Record;
use shared::record::facts::Facts;
use shared::sync::judge::{Needs, StreamState, Streams};
use shared::sync::snapshot::History;
use shared::time::Instant;

use crate::app::{Error, Result, zone};
use crate::store::{Tx, facts as store, ledger, record};

/// The streams as they stand.
pub async fn load(tx: &mut Tx, wanted: impl IntoIterator<Item = Stream>) -> Result<Streams> {
    let mut streams = Streams::new();
    for stream in wanted {
        let state = StreamState::of(&ledger::stream(tx, stream).await?);
        streams.insert(stream, state);
    }
    Ok(streams)
}

/// The streams of the visits that records belong to.
pub async fn load_visits(tx: &mut Tx, needs: &Needs, streams: &mut Streams) -> Result<()> {
    for visit in &needs.visits {
        let stream = Stream::visit(*visit);
        if !streams.contains_key(&stream) {
            streams.extend(load(tx, [stream]).await?);
        }
    }
    Ok(())
}

/// One record, as its stream makes it.
pub async fn one(tx: &mut Tx, id: Id<Record>) -> Result<Record> {
    let stream = Stream::record(id);
    let mut streams = load(tx, [stream]).await?;
    streams.remove(&stream).and_then(|state| state.record).ok_or_else(Error::not_found)
}

/// Notes the files of every record again.
pub async fn add_files(tx: &mut Tx) -> Result<()> {
    for id in record::all(tx).await? {
        match one(tx, id.parse().map_err(Error::corrupt)?).await {
            Ok(found) => record::add_files(tx, &found).await?,
            // A record without a stream: what verifies names it.
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What the registers know of what is needed.
pub async fn facts(tx: &mut Tx, needs: &Needs) -> Result<Facts> {
    let mut facts = Facts::default();
    for id in &needs.people {
        facts.people.extend(store::current(tx, *id).await?.map(|person| (*id, person)));
    }
    for id in &needs.editions {
        facts.editions.extend(store::current(tx, *id).await?.map(|edition| (*id, edition)));
    }
    for id in &needs.methods {
        facts.services.extend(store::current(tx, *id).await?.map(|method| (*id, method.service)));
    }
    for id in &needs.standards {
        let versions = store::versions(tx, *id).await?;
        if !versions.is_empty() {
            facts.standards.insert(*id, versions);
        }
    }
    for id in &needs.visits {
        facts.visits.extend(store::current(tx, *id).await?.map(|visit| (*id, visit)));
    }
    for id in &needs.tasks {
        facts.tasks.extend(store::current(tx, *id).await?.map(|task| (*id, task)));
    }
    Ok(facts)
}

/// What the registers ever said of what records begin with.
pub async fn history(tx: &mut Tx, needs: &Needs, now: Instant) -> Result<History> {
    let mut history = History::default();
    for id in &needs.items {
        history.items.insert(*id, store::versions(tx, *id).await?);
    }
    for id in &needs.customers {
        history.customers.insert(*id, store::versions(tx, *id).await?);
    }
    for id in &needs.places {
        let versions = store::versions(tx, *id).await?;
        history
            .offsets
            .extend(versions.iter().map(|place: &Place| (place.time_zone.clone(), zone::offsets_of_year(&place.time_zone, now))));
        history.places.insert(*id, versions);
    }
    for id in &needs.orders {
        history.orders.insert(*id, store::versions(tx, *id).await?);
    }
    for id in needs.tasks.iter().filter(|_| !needs.orders.is_empty()) {
        history.tasks.insert(*id, store::versions(tx, *id).await?);
    }
    Ok(history)
}

/// Writes the projection of a stream that grew, and puts what is new into the feeds of those concerned.
pub async fn spread(tx: &mut Tx, stream: Stream, streams: &Streams, facts: &Facts, now: Instant) -> Result<()> {
    let Some(state) = streams.get(&stream) else { return Ok(()) };
    let mut concerned: BTreeSet<Id<Person>> = BTreeSet::new();
    if let (StreamKind::Record, Some(found)) = (stream.kind, &state.record) {
        record::put(tx, found, state.next_seq, now).await?;
        concerned.extend(found.calibrators.iter().map(|calibrator| calibrator.person));
        // Who joined on site needs the standards' checks, whether planned for the visit or not.
        if let Some(visit) = found.opened.visit {
            for person in &concerned {
                ledger::tell(tx, *person, Stream::visit(visit)).await?;
            }
        }
    }
    if stream.kind == StreamKind::Visit {
        let visit = facts.visits.get(&Id::from_uuid(stream.id));
        concerned.extend(visit.into_iter().flat_map(|visit| visit.people.clone()));
    }
    for person in concerned {
        ledger::tell(tx, person, stream).await?;
    }
    Ok(())
}

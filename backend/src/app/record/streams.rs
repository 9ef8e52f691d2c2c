//! Streams loaded from the ledger, the facts their rules need, and who is told of what was appended.

use domain::library::method::Method;
use domain::order::Order;
use std::collections::{BTreeMap, BTreeSet};

use base::id::{Id, IdOf, ItemId, PersonId, PlaceId, RecordId, VisitId};
use base::time::{Date, Instant};
use domain::event::{Stream, StreamKind};
use domain::item::Hand;
use domain::item::Item;
use domain::library::body::Body;
use domain::library::place::Place;
use domain::order::OrderStatus;
use domain::order::task::Task;
use domain::record::Record;
use domain::record::facts::Facts;
use domain::register::Entry;
use domain::register::versions::Versions;
use domain::stream::judge::{Needs, StreamState, Streams};
use domain::stream::snapshot::History;
use domain::visit::Visit;
use jiff::ToSpan;

use crate::app::{Error, Result, correction, zone};
use crate::store::{Tx, facts as store, ledger, record, register};

/// So far at most a visit is moved from the day on which it took place.
const MOVED_DAYS: i32 = 60;

/// The streams as they stand.
pub async fn load(tx: &mut Tx, wanted: impl IntoIterator<Item = Stream>) -> Result<Streams> {
    let mut streams = Streams::new();
    for stream in wanted {
        let state = StreamState::of(&ledger::stream(tx, stream).await?);
        streams.insert(stream, state);
    }
    Ok(streams)
}

/// The streams that events are judged by beside their own.
pub async fn load_needed(tx: &mut Tx, needs: &Needs, streams: &mut Streams) -> Result<()> {
    for stream in needs.streams() {
        if !streams.contains_key(&stream) {
            streams.extend(load(tx, [stream]).await?);
        }
    }
    Ok(())
}

/// Adds the visits on which items may have been found or corrected: those to their customers, planned about these moments or not long
/// before or after.
pub async fn add_visits(tx: &mut Tx, needs: &mut Needs, made: impl Iterator<Item = Instant>) -> Result<()> {
    let days: Vec<Date> = made.filter(|at| at.is_dated()).map(|at| at.date_at(0)).collect();
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Ok(()) };
    let mut owners = needs.owners.clone();
    for item in &needs.in_hand {
        let versions = store::versions::<Item>(tx, *item).await?;
        owners.extend(versions.iter().flat_map(Versions::all).map(|item| item.customer));
    }
    let from = first.checked_sub(MOVED_DAYS.days()).unwrap_or(Date::MIN);
    let until = last.checked_add(MOVED_DAYS.days()).unwrap_or(Date::MAX);
    for owner in owners.into_iter().filter(|_| !needs.in_hand.is_empty()) {
        let visits = register::all_of_customer::<Visit>(tx, owner).await?;
        needs.visits.extend(visits.iter().filter(|row| (from..=until).contains(&row.body.day)).map(|row| row.id));
    }
    Ok(())
}

/// One record, as its stream makes it.
pub async fn one(tx: &mut Tx, id: RecordId) -> Result<Record> {
    let stream = Stream::record(id);
    let mut streams = load(tx, [stream]).await?;
    streams.remove(&stream).and_then(|state| state.record).ok_or_else(Error::not_found)
}

/// Rebuilds the index of files and standards of every record.
pub async fn add_links(tx: &mut Tx) -> Result<()> {
    for id in record::all(tx).await? {
        match one(tx, id.parse().map_err(Error::corrupt)?).await {
            Ok(found) => record::add_links(tx, &found).await?,
            // A record without a stream: what verifies names it.
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What the registers know, and ever knew, of what is needed.
pub async fn facts(tx: &mut Tx, needs: &Needs, now: Instant) -> Result<Facts> {
    let visits: BTreeMap<VisitId, Versions<Visit>> = known(tx, &needs.visits).await?;
    let sites = visits.values().flat_map(Versions::all).map(|visit| visit.place);
    let places: BTreeMap<PlaceId, Versions<Place>> = known(tx, &needs.places.iter().copied().chain(sites).collect()).await?;
    let mut facts = Facts {
        people: known(tx, &needs.people).await?,
        editions: known(tx, &needs.editions).await?,
        standards: known(tx, &needs.standards).await?,
        offsets: places.iter().map(|(id, place)| (*id, zone::offset_minutes(&place.latest().time_zone, now))).collect(),
        on_visit: on_visit(tx, &needs.visits).await?,
        places,
        visits,
        tasks: known(tx, &needs.tasks).await?,
        items: known(tx, &needs.items).await?,
        ..Facts::default()
    };
    for id in &needs.in_hand {
        facts.in_hand.insert(*id, in_hand(tx, *id).await?);
    }
    for id in &needs.succeeded {
        if record::is_succeeded(tx, *id).await? {
            facts.succeeded.insert(*id);
        }
    }
    for id in &needs.methods {
        facts.services.extend(store::current::<Method>(tx, *id).await?.map(|method| (*id, method.service)));
    }
    let zones = facts.places.values().flat_map(Versions::all).map(|place| place.time_zone.clone());
    facts.zones = zones.map(|zone_name| (zone_name.clone(), zone::table(&zone_name))).collect();
    Ok(facts)
}

/// What else acts of the office rest on: methods and their services with every version, orders, customers, the body's profile.
pub async fn add_of_office(tx: &mut Tx, needs: &Needs, facts: &mut Facts) -> Result<()> {
    facts.methods = known(tx, &needs.methods).await?;
    facts.orders = known(tx, &needs.orders).await?;
    // Whom somebody declared a conflict with may be the record's customer under another entry.
    let declared = facts.people.values().flat_map(Versions::all).flat_map(|person| &person.conflicts).map(|conflict| conflict.customer);
    facts.customers = known(tx, &needs.customers.iter().copied().chain(declared).collect()).await?;
    facts.offers = known(tx, &facts.services.values().copied().collect()).await?;
    if let Some(body) = register::by_code::<Body>(tx, "body").await? {
        facts.body = store::versions(tx, body.id).await?;
    }
    Ok(())
}

/// Who has, or had, an item in hand: by records of it, and by tasks for it until they were called off or their order was done with.
async fn in_hand(tx: &mut Tx, item: ItemId) -> Result<Vec<Hand>> {
    let mut hands = record::hands(tx, item).await?;
    for task in register::naming::<Task>(tx, item).await?.into_iter().filter(|task| task.body.item == item) {
        let order = register::find::<Order>(tx, task.body.order).await?;
        let done = order.filter(|order| matches!(order.body.status, OrderStatus::Completed | OrderStatus::Declined));
        let over = if task.body.cancelled { Some(task.updated_at) } else { done.map(|order| order.updated_at) };
        let versions = store::versions::<Task>(tx, task.id).await?;
        let ever: BTreeSet<PersonId> = versions.iter().flat_map(Versions::all).flat_map(|task| task.calibrators.clone()).collect();
        hands.extend(ever.into_iter().map(|person| {
            let until = if task.body.calibrators.contains(&person) { over } else { Some(over.unwrap_or(task.updated_at)) };
            Hand { person, until }
        }));
    }
    Ok(hands)
}

/// Who calibrates on each visit: everybody its tasks were ever assigned to, and the calibrators of its records.
async fn on_visit(tx: &mut Tx, visits: &BTreeSet<VisitId>) -> Result<BTreeMap<VisitId, BTreeSet<PersonId>>> {
    let mut people = BTreeMap::new();
    for visit in visits {
        let mut here: BTreeSet<PersonId> = record::people_of_visit(tx, *visit).await?.into_iter().collect();
        for task in register::naming::<Task>(tx, *visit).await? {
            let versions = store::versions::<Task>(tx, task.id).await?;
            let given = versions.iter().flat_map(Versions::all).filter(|task| task.visit == Some(*visit));
            here.extend(given.flat_map(|task| task.calibrators.clone()));
        }
        people.insert(*visit, here);
    }
    Ok(people)
}

async fn known<T: Entry>(tx: &mut Tx, ids: &BTreeSet<IdOf<T>>) -> Result<BTreeMap<IdOf<T>, Versions<T>>> {
    let mut known = BTreeMap::new();
    for id in ids {
        known.extend(store::versions(tx, *id).await?.map(|versions| (*id, versions)));
    }
    Ok(known)
}

/// What else the registers ever said of what records begin with.
pub async fn history(tx: &mut Tx, needs: &Needs, facts: &Facts) -> Result<History> {
    Ok(History {
        customers: known(tx, &needs.customers).await?,
        orders: known(tx, &needs.orders).await?,
        offsets: facts.zones.keys().map(|zone_name| (zone_name.clone(), zone::offsets(zone_name))).collect(),
    })
}

/// Writes the projection of a stream that grew, and puts what is new into the feeds of those concerned.
pub async fn spread(tx: &mut Tx, stream: Stream, streams: &Streams, facts: &Facts, now: Instant) -> Result<()> {
    let Some(state) = streams.get(&stream) else { return Ok(()) };
    let mut concerned: BTreeSet<PersonId> = BTreeSet::new();
    if let (StreamKind::Record, Some(found)) = (stream.kind, &state.record) {
        record::put(tx, found, state.next_seq, now).await?;
        correction::follow(tx, found, now).await?;
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
        concerned.extend(visit.into_iter().flat_map(|visit| visit.latest().people.clone()));
    }
    for person in concerned {
        ledger::tell(tx, person, stream).await?;
    }
    Ok(())
}

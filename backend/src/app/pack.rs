//! The job pack of a person: everything a tablet needs to work alone.

use std::collections::{BTreeMap, BTreeSet};

use base::id::{CustomerId, IdOf, Identified, PersonId};
use base::time::{Date, Instant};
use contract::api::register::Row;
use domain::event::Hash;
use domain::item::Item;
use domain::library::body::Body;
use domain::library::edition::Edition;
use domain::library::method::Method;
use domain::library::person::{Activity, Person};
use domain::library::place::Place;
use domain::library::service::CalibrationService;
use domain::library::standard::{Standard, StandardStatus};
use domain::order::task::Task;
use domain::order::{Order, OrderStatus};
use domain::pack::{JobPack, Known, LastCertificate, PackPlace, PackTask};
use domain::record::snapshot::{OrderSnapshot, PlaceSnapshot};
use domain::register::Entry;
use domain::visit::Visit;

use super::register::load;
use super::{Error, Result, zone};
use crate::store::{Tx, certificate, record, register};

/// Builds the pack as of now. Its version changes with its content alone.
pub async fn build(tx: &mut Tx, person: PersonId, now: Instant) -> Result<JobPack> {
    let me = load(tx, person).await?;
    let body = register::by_code::<Body>(tx, "body").await?.ok_or_else(|| Error::refused(409, "body_missing"))?;
    let places = register::all::<Place>(tx).await?;
    let mut tasks = tasks(tx, person).await?;
    let visits = visits(tx, person, &tasks, &places, now).await?;
    begun(tx, person, &mut tasks, &visits).await?;
    let customers: BTreeSet<CustomerId> =
        tasks.iter().map(|task| task.task.customer).chain(visits.iter().map(|visit| visit.body.customer)).collect();
    let today = zone::date(&body.body.time_zone, now);
    let mut pack = JobPack {
        version: String::new(),
        made_at: Instant::default(),
        body: body.body,
        colleagues: colleagues(tx).await?,
        items: items(tx, &customers).await?,
        places: places.into_iter().filter(|place| needed(&place.body, &customers)).map(|place| packed(place, now)).collect(),
        services: register::all::<CalibrationService>(tx).await?.into_iter().map(known).collect(),
        methods: register::all::<Method>(tx).await?.into_iter().map(known).collect(),
        editions: editions(tx, &me.body, &tasks, today).await?,
        standards: standards(tx, &visits).await?,
        last_certificates: last_certificates(tx, &customers).await?,
        customers: some(tx, &customers).await?,
        person: known(me),
        visits,
        tasks,
    };
    let text = serde_json::to_vec(&pack).map_err(Error::corrupt)?;
    pack.version = Hash::of(&text).to_string();
    pack.made_at = now;
    Ok(pack)
}

fn known<T: Identified>(row: Row<T>) -> Known<T> {
    Known { id: row.id, body: row.body }
}

async fn some<T: Entry>(tx: &mut Tx, ids: &BTreeSet<IdOf<T>>) -> Result<Vec<Known<T>>> {
    let mut found = Vec::new();
    for id in ids {
        found.push(known(load(tx, *id).await?));
    }
    Ok(found)
}

/// The person's open tasks of orders that were agreed; one that is to be reviewed again goes on meanwhile.
async fn tasks(tx: &mut Tx, person: PersonId) -> Result<Vec<PackTask>> {
    let mut packed = Vec::new();
    for row in register::naming::<Task>(tx, person).await? {
        if !row.body.cancelled && row.body.calibrators.contains(&person) {
            let order = load(tx, row.body.order).await?.body;
            packed.extend(packed_task(row, &order));
        }
    }
    Ok(packed)
}

/// Puts the records begun beside their tasks. What is signed and not of a visit at hand is off the tablet's list.
async fn begun(tx: &mut Tx, person: PersonId, tasks: &mut Vec<PackTask>, visits: &[Known<Visit>]) -> Result<()> {
    let begun = record::begun(tx, person).await?;
    let of = |task: &PackTask| begun.iter().find(|(id, ..)| *id == task.id);
    let signed = |status: &str| status == "checked";
    tasks.retain(|task| {
        let at_hand = task.task.visit.is_some_and(|visit| visits.iter().any(|known| known.id == visit));
        at_hand || of(task).is_none_or(|(_, _, status)| !signed(status))
    });
    for task in tasks {
        task.record = of(task).map(|(_, record, _)| *record);
    }
    Ok(())
}

fn packed_task(row: Row<Task>, order: &Order) -> Option<PackTask> {
    if !matches!(order.status, OrderStatus::Accepted | OrderStatus::ReviewAgain) {
        return None;
    }
    let line = order.lines.get(usize::from(row.body.line));
    let snapshot = OrderSnapshot {
        id: row.body.order,
        number: order.number.clone(),
        received_on: order.received_on,
        decision_rule: row.body.decision_rule.clone(),
        recalibration_months: line.and_then(|line| line.recalibration_months),
    };
    Some(PackTask { id: row.id, order_id: row.body.order, place: order.place, order: snapshot, record: None, task: row.body })
}

/// The person's visits from yesterday on, by the day at the site: planned ones, and those of records joined on site.
async fn visits(tx: &mut Tx, person: PersonId, tasks: &[PackTask], places: &[Row<Place>], now: Instant) -> Result<Vec<Known<Visit>>> {
    let yesterday = |visit: &Visit| {
        let zone_name = places.iter().find(|place| place.id == visit.place).map_or("UTC", |place| &place.body.time_zone);
        zone::date(zone_name, now).yesterday().unwrap_or(visit.day)
    };
    let joined = record::visits_of(tx, person).await?;
    let mine = |row: &Row<Visit>| {
        row.body.people.contains(&person) || joined.contains(&row.id) || tasks.iter().any(|task| task.task.visit == Some(row.id))
    };
    let rows = register::all::<Visit>(tx).await?.into_iter();
    Ok(rows.filter(|row| mine(row) && row.body.day >= yesterday(&row.body)).map(known).collect())
}

/// Colleagues by name and role; what is between them and the body stays there.
async fn colleagues(tx: &mut Tx) -> Result<Vec<Known<Person>>> {
    let staff = register::all::<Person>(tx).await?.into_iter().filter(|row| row.body.active && row.body.customer.is_none());
    let bare = |person: Person| Person { email: String::new(), ..person.seen(false, &[]) };
    Ok(staff.map(|row| Known { id: row.id, body: bare(row.body) }).collect())
}

async fn items(tx: &mut Tx, customers: &BTreeSet<CustomerId>) -> Result<Vec<Known<Item>>> {
    let mut items = Vec::new();
    for customer in customers {
        items.extend(register::all_of_customer::<Item>(tx, *customer).await?.into_iter().map(known));
    }
    Ok(items)
}

/// The last certificate in force of each item.
async fn last_certificates(tx: &mut Tx, customers: &BTreeSet<CustomerId>) -> Result<Vec<LastCertificate>> {
    let mut last = BTreeMap::new();
    for customer in customers {
        for (item, number, issued_at) in certificate::in_force(tx, *customer).await? {
            let item = item.parse().map_err(Error::corrupt)?;
            last.insert(item, LastCertificate { item, number, issued_at: Instant(issued_at) });
        }
    }
    Ok(last.into_values().collect())
}

/// The body's own laboratories, and the sites of the customers concerned.
fn needed(place: &Place, customers: &BTreeSet<CustomerId>) -> bool {
    place.customer.is_none_or(|customer| customers.contains(&customer))
}

fn packed(row: Row<Place>, now: Instant) -> PackPlace {
    let Place { name, address, time_zone, limits, .. } = row.body.clone();
    let offset_minutes = zone::offset_minutes(&time_zone, now);
    let offsets = zone::for_pack(&time_zone, now);
    PackPlace { snapshot: PlaceSnapshot { id: row.id, name, address, time_zone, offset_minutes, offsets, limits }, place: known(row) }
}

/// Editions in force of the services the person may calibrate, and those of the tasks.
async fn editions(tx: &mut Tx, person: &Person, tasks: &[PackTask], today: Date) -> Result<Vec<Known<Edition>>> {
    let methods = register::all::<Method>(tx).await?;
    let service = |edition: &Edition| methods.iter().find(|method| method.id == edition.method).map(|method| method.body.service);
    let authorised = |edition: &Edition| service(edition).is_some_and(|service| person.authorised(service, Activity::Calibrate, today));
    let wanted =
        |row: &Row<Edition>| tasks.iter().any(|task| task.task.edition == row.id) || (row.body.in_force_on(today) && authorised(&row.body));
    Ok(register::all::<Edition>(tx).await?.into_iter().filter(wanted).map(known).collect())
}

/// Standards in use; and failed ones of the visits, which are not used but can be checked again (C-4.5.3).
async fn standards(tx: &mut Tx, visits: &[Known<Visit>]) -> Result<Vec<Known<Standard>>> {
    let taken = |id| visits.iter().any(|visit| visit.body.standards.contains(&id));
    let wanted = |row: &Row<Standard>| match row.body.status {
        StandardStatus::InUse => true,
        StandardStatus::Failed => taken(row.id),
        StandardStatus::AtCalibration | StandardStatus::Retired => false,
    };
    Ok(register::all::<Standard>(tx).await?.into_iter().filter(wanted).map(known).collect())
}

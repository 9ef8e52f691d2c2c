//! Office facts for a draft: from the record's snapshots, the certificate in force, or the registers.

use std::collections::{BTreeMap, BTreeSet};

use shared::certificate::correction::Origin;
use shared::certificate::document::CertificateDocument;
use shared::certificate::office::{OfficeFacts, Registers};
use shared::id::Id;
use shared::library::body::Body;
use shared::library::standard::Standard;
use shared::order::Order;
use shared::order::cover::Calibration;
use shared::record::Record;

use crate::app::Result;
use crate::store::{Tx, facts, register};

/// A first certificate: the record's snapshots, gaps filled from the registers. A correction of the record: what the
/// certificate in force says. A correction of office facts: the registers.
pub(super) async fn facts(tx: &mut Tx, record: &Record, body: &Body, case: Option<(Origin, &CertificateDocument)>) -> Result<OfficeFacts> {
    let now = registers(tx, record, body).await?;
    let snapshot = OfficeFacts::of_record(record, body);
    Ok(match (case, now) {
        (Some((Origin::Record, in_force)), now) => {
            let kept = OfficeFacts::of_certificate(in_force, record);
            now.map_or(kept.clone(), |now| kept.standards_filled_from(&now))
        }
        // An order that is not agreed at the moment takes nothing away from what was stated of it.
        (Some((Origin::Office, in_force)), Some(now)) => now.with_order_of(&OfficeFacts::of_certificate(in_force, record)),
        (None, Some(now)) => snapshot.filled_from(&now),
        (_, None) => snapshot,
    })
}

/// `None` where an entry is not there: an item found on site that the office has not taken over yet.
async fn registers(tx: &mut Tx, record: &Record, body: &Body) -> Result<Option<OfficeFacts>> {
    let opened = &record.opened;
    let customer = facts::current(tx, opened.customer.id).await?;
    let item = facts::current(tx, opened.item.id).await?;
    let place = facts::current(tx, opened.place.id).await?;
    let (Some(customer), Some(item), Some(place)) = (customer, item, place) else { return Ok(None) };
    let standards = standards(tx, record).await?;
    let calibration = calibration(tx, record).await?;
    let order = order(tx, record, calibration).await?;
    let order = order.as_ref().and_then(|order| Some((order, calibration?.line_of(order)?)));
    let now = Registers { body, customer: &customer, item: &item, place: &place, order, standards: &standards };
    Ok(Some(OfficeFacts::of_registers(record, now)))
}

async fn standards(tx: &mut Tx, record: &Record) -> Result<BTreeMap<Id<Standard>, Vec<Standard>>> {
    let used: BTreeSet<Id<Standard>> = record.equipment.iter().map(|entry| entry.standard.id).collect();
    let mut versions = BTreeMap::new();
    for standard in used {
        versions.extend(facts::versions(tx, standard).await?.map(|known| (standard, known.all().cloned().collect())));
    }
    Ok(versions)
}

/// The calibration, as its line of an order is looked for.
async fn calibration(tx: &mut Tx, record: &Record) -> Result<Option<Calibration>> {
    let opened = &record.opened;
    let Some(method) = facts::current(tx, opened.edition.method).await? else { return Ok(None) };
    let task = match opened.task {
        Some(task) => facts::current(tx, task).await?,
        None => None,
    };
    let day = record.opened_at.date_at(opened.place.offset_minutes);
    let (item, edition, line) = (opened.item.id, opened.edition_id, task.map(|task| task.line));
    Ok(Some(Calibration { item, edition, service: method.service, line, day }))
}

/// The record's order; for what was not planned, the customer's agreed order that covers it.
async fn order(tx: &mut Tx, record: &Record, calibration: Option<Calibration>) -> Result<Option<Order>> {
    if let Some(snapshot) = &record.opened.order {
        return Ok(facts::current(tx, snapshot.id).await?);
    }
    let of_customer = register::all_of_customer::<Order>(tx, record.opened.customer.id).await?;
    let orders: Vec<Order> = of_customer.into_iter().map(|row| row.body).collect();
    Ok(calibration.and_then(|calibration| calibration.order_among(&orders).cloned()))
}

/// The register entries that office facts are taken from, by identity.
pub(super) async fn entries(tx: &mut Tx, record: &Record, body: &str) -> Result<Vec<String>> {
    let opened = &record.opened;
    let mut entries = vec![body.to_owned(), opened.customer.id.to_string(), opened.item.id.to_string(), opened.place.id.to_string()];
    entries.extend(record.equipment.iter().map(|entry| entry.standard.id.to_string()));
    match &opened.order {
        Some(order) => entries.push(order.id.to_string()),
        None => {
            let orders = register::all_of_customer::<Order>(tx, opened.customer.id).await?;
            let naming = orders.iter().filter(|row| row.body.lines.iter().any(|line| line.item == opened.item.id));
            entries.extend(naming.map(|row| row.id.to_string()));
        }
    }
    Ok(entries)
}

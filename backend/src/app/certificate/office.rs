//! Office facts for a draft: from the record's snapshots, the certificate in force, or the registers.

use std::collections::{BTreeMap, BTreeSet};

use base::id::{OrderId, StandardId};
use domain::certificate::document::CertificateDocument;
use domain::certificate::office::{OfficeFacts, Registers};
use domain::certificate::origin::Origin;
use domain::library::body::Body;
use domain::library::standard::Standard;
use domain::order::OrderLine;
use domain::record::Record;

use crate::app::{Result, zone};
use crate::store::{Tx, facts};

/// First certificate: the record's snapshots, with gaps filled from the registers, unless the office chose the register's facts; what was
/// agreed comes from the order as it is now. Correction of the record: what the certificate in force says. Correction of office facts: the
/// registers.
pub(super) async fn facts(
    tx: &mut Tx,
    record: &Record,
    body: &Body,
    line: Option<&OrderLine>,
    afresh: bool,
    case: Option<(Origin, &CertificateDocument)>,
) -> Result<OfficeFacts> {
    let now = registers(tx, record, body, line).await?;
    let snapshot = OfficeFacts::of_record(record, body);
    Ok(match (case, now) {
        (Some((Origin::Record, in_force)), now) => {
            let kept = OfficeFacts::of_certificate(in_force, record);
            now.map_or(kept.clone(), |now| kept.standards_filled_from(&now))
        }
        // If the order no longer exists, what was stated of it remains.
        (Some((Origin::Office, in_force)), Some(now)) => now.with_order_of(&OfficeFacts::of_certificate(in_force, record)),
        // The record says which standards were used and how they were calibrated: later calibrations are not part of this work.
        (None, Some(now)) if afresh => OfficeFacts { standards: snapshot.standards.clone(), ..now.clone() }.standards_filled_from(&now),
        (None, Some(now)) => snapshot.filled_from(&now),
        (_, None) => snapshot,
    })
}

/// `None` where an entry is not there: an item found on site that the office has not taken over yet.
async fn registers(tx: &mut Tx, record: &Record, body: &Body, order: Option<&OrderLine>) -> Result<Option<OfficeFacts>> {
    let opened = &record.opened;
    let customer = facts::current(tx, opened.customer.id).await?;
    let item = facts::current(tx, opened.item.id).await?;
    let place = facts::current(tx, opened.place.id).await?;
    let (Some(customer), Some(item), Some(place)) = (customer, item, place) else { return Ok(None) };
    let standards = standards(tx, record).await?;
    let zone = zone::table(&opened.place.time_zone);
    let now = Registers { body, customer: &customer, item: &item, place: &place, order, standards: &standards, zone: &zone };
    Ok(Some(OfficeFacts::of_registers(record, now)))
}

async fn standards(tx: &mut Tx, record: &Record) -> Result<BTreeMap<StandardId, Vec<Standard>>> {
    let used: BTreeSet<StandardId> = record.equipment.iter().map(|entry| entry.standard.id).collect();
    let mut versions = BTreeMap::new();
    for standard in used {
        versions.extend(facts::versions(tx, standard).await?.map(|known| (standard, known.all().cloned().collect())));
    }
    Ok(versions)
}

/// The register entries that office facts are taken from, by identity.
pub(super) fn entries(record: &Record, body: &str, order: Option<OrderId>) -> Vec<String> {
    let opened = &record.opened;
    let mut entries = vec![body.to_owned(), opened.customer.id.to_string(), opened.item.id.to_string(), opened.place.id.to_string()];
    entries.extend(record.equipment.iter().map(|entry| entry.standard.id.to_string()));
    entries.extend(order.map(|order| order.to_string()));
    entries
}

//! What was measured with a standard since it was last known to be good: records and certificates to be reviewed (C-4.5.3).

use std::collections::BTreeSet;

use base::id::{StandardId, VisitId};
use base::time::Instant;
use contract::api::ListQuery;
use contract::api::record::{AffectedRecord, AffectedView};
use domain::event::Stream;
use domain::library::affected::{failed_at, last_good, measured_since};
use domain::record::Record;
use domain::visit::{CheckDone, Visit};

use super::record::{queue, streams};
use super::{Actor, Error, Result, reading};
use crate::state::App;
use crate::store::{Tx, facts, record, register};

/// The list of a standard. It shows records of every customer, so reading it is logged (C-4.1.2.2).
pub async fn affected(app: &App, actor: &Actor, id: StandardId) -> Result<AffectedView> {
    let now = app.now();
    let view = app.db.read(move |tx| Box::pin(async move { load(tx, id, now).await })).await?;
    let shown = view.records.iter().map(|affected| affected.record.id.to_string()).collect();
    reading::note_page(app, actor, "records", &ListQuery::default(), shown).await?;
    Ok(view)
}

/// The same within a transaction.
pub(super) async fn load(tx: &mut Tx, id: StandardId, now: Instant) -> Result<AffectedView> {
    let versions = facts::versions(tx, id).await?.ok_or_else(Error::not_found)?;
    let failed_at = failed_at(&versions);
    let (mut found, mut visits) = (Vec::new(), BTreeSet::new());
    for record in record::with_standard(tx, id).await? {
        let record = streams::one(tx, record).await?;
        visits.extend(record.opened.visit);
        found.push(record);
    }
    visits.extend(register::naming::<Visit>(tx, id).await?.into_iter().map(|row| row.id));
    let checks = checks(tx, visits).await?;
    let last_good = last_good(id, &versions, &checks, failed_at.unwrap_or(now));
    let mut records = Vec::new();
    for made in found {
        let Some(measured_at) = measured_since(&made, id, last_good.unwrap_or(Instant(i64::MIN))) else { continue };
        if let Some(row) = record::find(tx, made.id).await? {
            records.push(AffectedRecord { record: queue::row(row)?, measured_at });
        }
    }
    records.sort_by_key(|affected| std::cmp::Reverse((affected.measured_at, affected.record.id)));
    Ok(AffectedView { failed_at, last_good, records })
}

/// Whether a standard passed a check since a moment.
pub(super) async fn passed_since(tx: &mut Tx, id: StandardId, since: Instant) -> Result<bool> {
    let passed = |done: &CheckDone| done.check.standard == id && done.check.is_good() && done.when() > since;
    Ok(checks_of(tx, id).await?.iter().any(passed))
}

/// Whether a standard is failed and puts the record in doubt: readings were taken with it since it was last known to be good.
pub(super) async fn doubts(tx: &mut Tx, id: StandardId, made: &Record) -> Result<bool> {
    let Some(versions) = facts::versions(tx, id).await? else { return Ok(false) };
    let Some(failed_at) = failed_at(&versions) else { return Ok(false) };
    let good = last_good(id, &versions, &checks_of(tx, id).await?, failed_at);
    Ok(measured_since(made, id, good.unwrap_or(Instant(i64::MIN))).is_some())
}

/// The checks on every visit that the standard was planned for or used on.
async fn checks_of(tx: &mut Tx, id: StandardId) -> Result<Vec<CheckDone>> {
    let mut visits: BTreeSet<_> = register::naming::<Visit>(tx, id).await?.into_iter().map(|row| row.id).collect();
    visits.extend(record::visits_with_standard(tx, id).await?);
    checks(tx, visits).await
}

async fn checks(tx: &mut Tx, visits: BTreeSet<VisitId>) -> Result<Vec<CheckDone>> {
    let streams = streams::load(tx, visits.into_iter().map(Stream::visit)).await?;
    Ok(streams.into_values().flat_map(|state| state.visit.checks).collect())
}

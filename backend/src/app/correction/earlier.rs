//! Corrections of before there were cases: their rows stay where they are, closed, and a case goes on from them (docs/adr/0320).

use base::id::{CaseId, Id};
use base::time::Instant;
use domain::case::{By, Earlier, Stamp};
use domain::certificate::correction::{Around, CorrectionCase, CorrectionRefused, Fact};
use domain::event::Hash;

use crate::app::case::Kept;
use crate::app::{Error, Result};
use crate::store::correction::{self as store, Check, Row};
use crate::store::{Tx, hash, seal};

impl Kept for CorrectionCase {
    type Loaded = ();

    /// Each of its facts has a command of its own, which loads what that needs.
    async fn loaded(_: &mut Tx, _: CaseId, _: &By, _: &Fact, _: Instant) -> Result<()> {
        Ok(())
    }

    fn around((): &()) -> Around<'static> {
        Around::default()
    }

    fn identity(_: &Fact) -> Option<CaseId> {
        None
    }

    fn problem(refusal: &CorrectionRefused) -> Error {
        super::refused(refusal)
    }

    async fn earlier(tx: &mut Tx, id: CaseId) -> Result<Option<Earlier<Fact>>> {
        let Some(row) = store::find(tx, id.cast()).await? else { return Ok(None) };
        let checks = store::checks(tx, id.cast()).await?;
        let digest = digest(tx, &row, &checks).await?;
        let mut facts = vec![(stamp(id, id.to_string(), &row.by_person, row.at)?, opened(&row)?)];
        for check in &checks {
            let stated = hash(&check.stated)?;
            facts.push((stamp(id, check.id.clone(), &check.by_person, check.at)?, Fact::Checked { stated }));
        }
        if let Some((by, at)) = row.ended_by.as_ref().zip(row.ended_at) {
            facts.push((stamp(id, id.to_string(), by, at)?, ended(&row)?));
        }
        Ok(Some(Earlier { facts, digest }))
    }

    async fn earlier_ids(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<String>> {
        Ok(store::some(tx, after, limit).await?)
    }
}

fn stamp(case: CaseId, id: String, by: &str, at: i64) -> Result<Stamp> {
    Ok(Stamp { case, id: parsed(&id)?, by: By::Person { person: parsed(by)? }, at: Instant(at), hash: Hash::ZERO })
}

fn opened(row: &Row) -> Result<Fact> {
    Ok(Fact::Opened {
        certificate: parsed(&row.certificate_id)?,
        number: row.number.clone(),
        record: parsed(&row.record_id)?,
        customer: parsed(&row.customer_id)?,
        reason: row.reason.clone(),
        origin: serde_json::from_value(serde_json::Value::String(row.origin.clone())).map_err(Error::corrupt)?,
    })
}

fn ended(row: &Row) -> Result<Fact> {
    match (&row.closed_by, &row.closed_by_number) {
        (Some(certificate), Some(number)) => Ok(Fact::Closed { certificate: parsed(certificate)?, number: number.clone() }),
        _ => Ok(Fact::Withdrawn { reason: String::new() }),
    }
}

/// The digest of the rows: `etalon-case-earlier-1`, then each row by its table and key with its hash, as it was sealed.
async fn digest(tx: &mut Tx, row: &Row, checks: &[Check]) -> Result<Hash> {
    let mut rows = vec![("corrections", row.id.as_str())];
    rows.extend(checks.iter().map(|check| ("correction_checks", check.id.as_str())));
    rows.extend(row.ended.iter().map(|_| ("correction_events", row.id.as_str())));
    let mut text = "etalon-case-earlier-1\n".to_owned();
    for (table, key) in rows {
        let hash = seal::now(tx, table, &[key]).await?;
        text.push_str(&format!("{table} {key} {hash}\n"));
    }
    Ok(Hash::of(text.as_bytes()))
}

fn parsed<K>(text: &str) -> Result<Id<K>> {
    text.parse().map_err(Error::corrupt)
}

//! Certificate numbers after a restore. What was issued since the backup is not in it, but its numbers are on paper: none is given a second
//! time, so nothing is issued until somebody says which number was given out last (C-5.4.1 a).

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use base::time::Instant;
use domain::certificate::number::Pattern;
use domain::event::Hash;
use domain::library::body::Body;
use serde_json::Value;

use crate::app::{Error, Result, authority};
use crate::state::App;
use crate::store::{Tx, audit, register, sequence as store};

/// What to say if nothing was issued since the backup.
pub const NONE: &str = "none";
/// How many numbers may have been given out since a backup: more is taken for a slip.
const MOST: u64 = 10_000;

/// In the audit trail: what is said of a backup, and by which field of `restored` its numbers are open.
pub(in crate::app) const BACKUPS: &str = "backups";
pub(in crate::app) const RESTORED: &str = "restored";
const SETTLED: &str = "numbers_settled";
const OPEN: &str = "numbers_open";

/// Which places of which sequence an audit entry says were given out before the server was lost: they have no certificate here.
pub(in crate::app) fn given_before(noun: &str, action: &str, detail: &Value) -> Option<(String, RangeInclusive<u64>)> {
    let raised = detail.get("raised").filter(|_| (noun, action) == (BACKUPS, SETTLED))?;
    let (from, to) = (raised["from"].as_u64()?, raised["to"].as_u64()?);
    // Nobody was let raise it by more.
    (to.checked_sub(from)? < MOST).then_some((raised["sequence"].as_str()?.to_owned(), from..=to))
}

/// The backups that were restored here, in the order of time, each with whether its numbers are open.
async fn restored(tx: &mut Tx) -> Result<Vec<(String, bool)>> {
    let mut found: BTreeMap<String, (i64, bool)> = BTreeMap::new();
    for entry in audit::of_noun(tx, BACKUPS).await? {
        let detail: Value = serde_json::from_str(&entry.detail).map_err(Error::corrupt)?;
        match entry.action.as_str() {
            RESTORED => drop(found.insert(entry.object, (entry.at, detail.get(OPEN).is_some()))),
            SETTLED => drop(found.insert(entry.object, (entry.at, false))),
            _ => {}
        }
    }
    let mut found: Vec<_> = found.into_iter().map(|(backup, (at, open))| (at, backup, open)).collect();
    found.sort();
    Ok(found.into_iter().map(|(_, backup, open)| (backup, open)).collect())
}

/// Whether nothing may be issued yet.
pub async fn unsettled(tx: &mut Tx) -> Result<bool> {
    Ok(restored(tx).await?.iter().any(|(_, open)| *open))
}

/// Says which number was given out last before the server was lost, or [`NONE`]; the next one comes after it. Returns the number after which
/// it goes on.
///
/// # Errors
/// If no backup was restored, and if it cannot be that number.
pub async fn settle(app: &App, last: &str) -> Result<Option<String>> {
    let (last, now) = (last.trim().to_owned(), app.now());
    app.db
        .write(move |tx| {
            let last = last.clone();
            Box::pin(async move { settled(tx, &last, now).await })
        })
        .await
}

async fn settled(tx: &mut Tx, last: &str, now: Instant) -> Result<Option<String>> {
    let backups = restored(tx).await?;
    let Some((latest, _)) = backups.last() else { return Err(said("no backup was restored here")) };
    let mut of: Vec<&String> = backups.iter().filter(|(_, open)| *open).map(|(backup, _)| backup).collect();
    if of.is_empty() {
        of.push(latest);
    }
    let (number, raised) = if last == NONE { (None, None) } else { raise(tx, last, now).await.map(|(number, by)| (Some(number), by))? };
    for backup in of {
        let backup = Hash::parse(backup).ok_or_else(|| Error::corrupt(backup))?;
        let said = audit::Backup::NumbersSettled { last: number.as_deref(), raised: raised.as_ref() };
        audit::append(tx, now, None, audit::Act::Backup(backup, said)).await?;
    }
    Ok(number)
}

/// Raises the sequence of a number until it is reached, one by one: each step is sealed. Returns the number, and which places of the sequence
/// have no certificate here by it.
async fn raise(tx: &mut Tx, last: &str, now: Instant) -> Result<(String, Option<audit::Raised>)> {
    let body = register::by_code::<Body>(tx, "body").await?.ok_or_else(|| Error::refused(409, "body_missing"))?.body;
    let pattern = Pattern::parse(&body.number_pattern).map_err(|error| Error::rule(&error))?;
    let year = authority::known::today(tx, now).await?.year();
    let place = pattern.place(last, year).or_else(|| Some((year, last.parse().ok()?)));
    let (year, place) = place.ok_or_else(|| said(&format!("{last} is no number of the pattern {}", body.number_pattern)))?;
    let sequence = pattern.sequence(year);
    let from = store::last(tx, &sequence).await?;
    if place < from {
        let had = pattern.number(year, from);
        return Err(said(&format!("{had} is in the backup already; say {NONE} if nothing was issued since")));
    }
    if place - from > MOST {
        return Err(said(&format!("{last} would leave out more than {MOST} numbers")));
    }
    for _ in from..place {
        store::next(tx, &sequence, now).await?;
    }
    let raised = (place > from).then(|| audit::Raised { sequence, from: from + 1, to: place });
    Ok((pattern.number(year, place), raised))
}

fn said(what: &str) -> Error {
    Error::Internal(what.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    // C-5.4.1 a: nobody covers erased certificates with one entry that says of any number that it was given out before.
    #[test]
    fn an_entry_says_of_no_more_numbers_that_they_were_given_out_than_anybody_was_let() {
        let of = |from: u64, to: u64| json!({"raised": {"sequence": "EC2026-#", "from": from, "to": to}});
        for (from, to, counts) in [(2, 2, true), (2, 1 + MOST, true), (2, 2 + MOST, false), (1, u64::MAX, false), (3, 2, false)] {
            let given = given_before(BACKUPS, SETTLED, &of(from, to));
            assert_eq!(given, counts.then(|| ("EC2026-#".to_owned(), from..=to)), "{from} {to}");
        }
        assert_eq!(given_before(BACKUPS, RESTORED, &of(2, 2)), None);
        assert_eq!(given_before("certificates", SETTLED, &of(2, 2)), None);
    }
}

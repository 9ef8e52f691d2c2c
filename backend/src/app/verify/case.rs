//! Cases: each chain holds, each text is the one that was hashed and says what its row says, and its audit entry tells of it. What lists are
//! searched by is folded again and compared.

use std::collections::{BTreeMap, BTreeSet};

use base::id::CaseId;
use base::time::Instant;
use domain::case::{Entry, Text};
use domain::event::Hash;
use domain::event::ledger::Verdict;
use serde_json::Value;

use super::audit::{Act, Audited};
use super::event::Events;
use super::facts::{Facts, Read};
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot, print};
use crate::app::case::kinds::{KINDS, by_kind};
use crate::app::case::{Kept, NOUN, load};
use crate::app::{Error, Result};
use crate::store::dump::Cell;
use crate::store::{DbError, case as store};

/// The case before the row that is looked at.
struct Last {
    case: String,
    seq: i64,
    hash: String,
}

/// Walks every case; gives back what facts say that other rows must say too.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, events: &Events, audited: &mut Audited, report: &mut Report) -> Result<Facts> {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let mut starts = BTreeMap::new();
    for kind in KINDS {
        by_kind!(kind, begun, (snapshot, &mut starts, &mut ids))?;
    }
    let mut facts = Facts::default();
    let mut named: BTreeMap<u128, String> = BTreeMap::new();
    let mut last = Last { case: String::new(), seq: 0, hash: String::new() };
    let each = |row: Fields| {
        let (case, kind) = (row.text("case_id").to_owned(), row.text("kind").to_owned());
        if last.case != case {
            let hash = starts.get(&case).copied().unwrap_or(Hash::ZERO).to_string();
            last = Last { case: case.clone(), seq: 0, hash };
        }
        let place = format!("case {kind} {case} fact {}", row.int("seq"));
        report.must(row.int("seq") == last.seq, &place, Fault::Gap);
        report.must(row.text("prev") == last.hash, &place, Fault::LinkBroken);
        let hash = entry(&row).map(|entry| entry.hash().to_string()).unwrap_or_default();
        match read(&row, &place, report) {
            Some(read) => {
                let told = act(&read, &case, &hash, audited);
                report.must(told, &place, Fault::NotAudited);
                named.extend(read.says.by.event().ok().map(|event| (print(&[&event.to_string()]), place.clone())));
                facts.take(&case, &read);
            }
            None => report.broken(&place, Fault::Unreadable),
        }
        report.link("facts of cases", &format!("case {kind} {case}"), &hash);
        ids.entry(case).or_insert(kind);
        (last.seq, last.hash) = (last.seq + 1, hash);
    };
    snapshot.each("case_facts", "case_id, seq", each).await?;
    for event in events.values() {
        named.remove(&print(&[&event.hash.to_string()]));
    }
    for place in named.into_values() {
        report.broken(format!("event of {place}"), Fault::Missing);
    }
    listed(snapshot, ids, report).await?;
    Ok(facts)
}

/// Where the chains of the cases begin of which something was written before there were cases.
async fn begun<C: Kept>(
    snapshot: &mut Snapshot<'_>,
    starts: &mut BTreeMap<String, Hash>,
    ids: &mut BTreeMap<String, String>,
) -> Result<()> {
    let mut after = String::new();
    loop {
        let some = C::earlier_ids(snapshot.tx, &after, 1_000).await?;
        let Some(last) = some.last() else { return Ok(()) };
        after.clone_from(last);
        for id in some {
            // What cannot be read is named where its own rows are walked.
            let Ok(case) = id.parse() else { continue };
            if let Ok(Some(earlier)) = C::earlier(snapshot.tx, case).await {
                starts.insert(id.clone(), earlier.digest);
            }
            ids.insert(id, C::KIND.to_owned());
        }
    }
}

/// The entry that the row makes, for its hash.
fn entry(row: &Fields) -> Option<Entry> {
    let verdict = match row.text("verdict") {
        "" => Verdict::Effective,
        code => Verdict::SetAside { code: code.to_owned() },
    };
    Some(Entry {
        case: row.text("case_id").parse().ok()?,
        kind: row.text("kind").to_owned(),
        seq: u64::try_from(row.int("seq")).ok()?,
        prev: Hash::parse(row.text("prev"))?,
        fact: row.text("fact_id").parse().ok()?,
        fact_hash: Hash::parse(row.text("fact_hash"))?,
        received_at: Instant(row.int("received_at")),
        verdict,
        signature: Some(row.text("signature").to_owned()).filter(|signature| !signature.is_empty()),
        text: String::new(),
    })
}

/// What the text says, compared with its hash and its row.
fn read(row: &Fields, place: &str, report: &mut Report) -> Option<Read> {
    let text = row.text("text");
    report.must(Hash::of(text.as_bytes()).to_string() == row.text("fact_hash"), place, Fault::HashDiffers);
    let says: Text<Value> = serde_json::from_str(text).ok()?;
    let lifted = store::Lifted::of(&says.by, says.key);
    let same = says.case.to_string() == row.text("case_id")
        && says.kind == row.text("kind")
        && says.id.to_string() == row.text("fact_id")
        && says.head.to_string() == row.text("prev")
        && lifted.event.unwrap_or_default() == row.text("event")
        && lifted.key.unwrap_or_default() == row.text("key_id");
    report.must(same, place, Fault::Differs);
    // No key of a person signs facts yet: whatever stands there was put there.
    report.must(row.is_null("key_id") && row.is_null("signature"), place, Fault::SignatureWrong);
    Some(Read { says, received_at: row.int("received_at"), counts: row.text("verdict").is_empty() })
}

/// Whether the audit trail tells of the fact.
fn act(read: &Read, case: &str, hash: &str, audited: &mut Audited) -> bool {
    let by = read.says.by.person().map(|person| person.to_string()).unwrap_or_default();
    let action = read.says.fact.get("type").and_then(Value::as_str).unwrap_or_default();
    audited.found(&Act { action, noun: NOUN, object: case, by: &by, at: read.received_at, hash })
}

/// The rows of every case that anything says of.
async fn listed(snapshot: &mut Snapshot<'_>, mut ids: BTreeMap<String, String>, report: &mut Report) -> Result<()> {
    let mut rows: BTreeMap<String, Fields> = BTreeMap::new();
    let each = |row: Fields| {
        ids.entry(row.text("id").to_owned()).or_insert_with(|| row.text("kind").to_owned());
        rows.insert(row.text("id").to_owned(), row);
    };
    snapshot.each("cases", "id", each).await?;
    for (id, kind) in ids {
        let place = format!("cases {id}");
        let Some(row) = rows.remove(&id) else {
            report.broken(place, Fault::Missing);
            continue;
        };
        let Ok(case) = id.parse::<CaseId>() else {
            report.broken(place, Fault::Unreadable);
            continue;
        };
        if !KINDS.contains(&kind.as_str()) {
            report.broken(place, Fault::Unreadable);
            continue;
        }
        by_kind!(kind.as_str(), compared, (snapshot, case, &row, report))?;
        report.count("cases");
    }
    Ok(())
}

/// What lists show of a case is what its facts make.
async fn compared<C: Kept>(snapshot: &mut Snapshot<'_>, id: CaseId, row: &Fields, report: &mut Report) -> Result<()> {
    let place = format!("cases {id}");
    let folded = match load::<C>(snapshot.tx, id).await {
        Ok(Some(folded)) => folded,
        Ok(None) => {
            report.broken(place, Fault::Missing);
            return Ok(());
        }
        Err(Error::Database(error)) if !matches!(error, DbError::Decode(_)) => return Err(Error::Database(error)),
        Err(_) => {
            report.broken(place, Fault::Unreadable);
            return Ok(());
        }
    };
    let expected = store::row(id, &folded)?;
    let same = expected.cells().iter().all(|(name, cell)| match (row.get(*name), cell) {
        // Where nothing is, SQLite takes it for either type.
        (None | Some(Cell::Int(None) | Cell::Text(None)), Cell::Text(None)) => true,
        (found, cell) => found == Some(cell),
    });
    report.must(same, &place, Fault::Differs);
    let links: Option<BTreeSet<_>> = match store::links(snapshot.tx, id).await {
        Ok(links) => Some(links),
        Err(DbError::Decode(_)) => None,
        Err(error) => return Err(error.into()),
    };
    report.must(links == Some(store::links_of(&folded.case.standing())), format!("case_links {id}"), Fault::Differs);
    Ok(())
}

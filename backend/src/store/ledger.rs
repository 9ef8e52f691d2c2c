//! The ledger of each stream, and the feed of each person over it.

use base::id::PersonId;
use base::time::Instant;
use domain::event::ledger::{LedgerEntry, Verdict};
use domain::event::{Hash, Stream, StreamKind};

use super::{Tx, corrupt, counted};

const STREAM: &str = "SELECT l.stream_kind, l.stream_id, l.seq, l.prev, l.event_id, l.event_hash, l.received_at, l.clock_offset, \
    l.verdict, e.text FROM ledger l JOIN events e ON e.id = l.event_id WHERE l.stream_kind = $1 AND l.stream_id = $2 ORDER BY l.seq";
const LAST_EFFECTIVE: &str = "SELECT event_hash FROM ledger WHERE stream_kind = $1 AND stream_id = $2 AND verdict = '' \
    ORDER BY seq DESC LIMIT 1";
const APPEND: &str = "INSERT INTO ledger (stream_kind, stream_id, seq, prev, event_id, event_hash, received_at, clock_offset, verdict) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const TELL: &str = "INSERT INTO feed (person_id, position, stream_kind, stream_id, seq) \
    SELECT CAST($1 AS TEXT), COALESCE(MAX(position), 0) + 1, CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT) FROM feed WHERE person_id = $1 \
    ON CONFLICT (person_id, stream_kind, stream_id, seq) DO NOTHING";
const UNTOLD: &str = "SELECT l.seq FROM ledger l WHERE l.stream_kind = $2 AND l.stream_id = $3 AND NOT EXISTS \
    (SELECT 1 FROM feed f WHERE f.person_id = $1 AND f.stream_kind = $2 AND f.stream_id = $3 AND f.seq = l.seq) ORDER BY l.seq";
const LAST: &str = "SELECT position FROM feed WHERE person_id = $1 ORDER BY position DESC LIMIT 1";
const NEWS: &str = "SELECT f.position, l.stream_kind, l.stream_id, l.seq, l.prev, l.event_id, l.event_hash, l.received_at, \
    l.clock_offset, l.verdict, e.text FROM feed f \
    JOIN ledger l ON l.stream_kind = f.stream_kind AND l.stream_id = f.stream_id AND l.seq = f.seq \
    JOIN events e ON e.id = l.event_id WHERE f.person_id = $1 AND f.position > $2 ORDER BY f.position LIMIT $3";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[STREAM, LAST_EFFECTIVE, APPEND, TELL, UNTOLD, LAST, NEWS];

#[derive(sqlx::FromRow)]
struct Row {
    stream_kind: String,
    stream_id: String,
    seq: i64,
    prev: String,
    event_id: String,
    event_hash: String,
    received_at: i64,
    clock_offset: i64,
    verdict: String,
    text: String,
}

#[derive(sqlx::FromRow)]
struct News {
    position: i64,
    #[sqlx(flatten)]
    row: Row,
}

const fn kind(kind: StreamKind) -> &'static str {
    match kind {
        StreamKind::Record => "record",
        StreamKind::Visit => "visit",
        StreamKind::Item => "item",
    }
}

fn entry(row: Row) -> sqlx::Result<LedgerEntry> {
    let kind = match row.stream_kind.as_str() {
        "record" => StreamKind::Record,
        "visit" => StreamKind::Visit,
        "item" => StreamKind::Item,
        other => return Err(corrupt(format!("stream kind {other}"))),
    };
    let verdict = if row.verdict.is_empty() { Verdict::Effective } else { Verdict::SetAside { code: row.verdict } };
    Ok(LedgerEntry {
        stream: Stream { kind, id: row.stream_id.parse().map_err(corrupt)? },
        seq: u64::try_from(row.seq).map_err(corrupt)?,
        prev: super::hash(&row.prev)?,
        event: row.event_id.parse().map_err(corrupt)?,
        event_hash: super::hash(&row.event_hash)?,
        received_at: Instant(row.received_at),
        clock_offset: row.clock_offset,
        verdict,
        text: row.text,
    })
}

/// Every entry of a stream, in order.
pub async fn stream(tx: &mut Tx, stream: Stream) -> sqlx::Result<Vec<LedgerEntry>> {
    let rows = fetch_all!(tx, Row, STREAM, kind(stream.kind), stream.id.to_string())?;
    rows.into_iter().map(entry).collect()
}

/// The hash of the last event of a stream that counts.
pub async fn last_effective(tx: &mut Tx, stream: Stream) -> sqlx::Result<Option<Hash>> {
    let row = fetch_optional!(tx, (String,), LAST_EFFECTIVE, kind(stream.kind), stream.id.to_string())?;
    row.map(|(event,)| super::hash(&event)).transpose()
}

/// Appends an entry; its event is stored already.
pub async fn append(tx: &mut Tx, entry: &LedgerEntry) -> sqlx::Result<()> {
    let verdict = match &entry.verdict {
        Verdict::Effective => "",
        Verdict::SetAside { code } => code,
    };
    execute!(
        tx,
        APPEND,
        kind(entry.stream.kind),
        entry.stream.id.to_string(),
        counted(entry.seq)?,
        entry.prev.to_string(),
        entry.event.to_string(),
        entry.event_hash.to_string(),
        entry.received_at.0,
        entry.clock_offset,
        verdict
    )
    .map(|_| ())
}

/// Adds one entry to the end of a person's feed, unless it is there.
pub async fn tell_one(tx: &mut Tx, person: PersonId, stream: Stream, seq: u64) -> sqlx::Result<()> {
    execute!(tx, TELL, person.to_string(), kind(stream.kind), stream.id.to_string(), counted(seq)?).map(|_| ())
}

/// Adds what a person has not been told of a stream to the end of the person's feed.
pub async fn tell(tx: &mut Tx, person: PersonId, stream: Stream) -> sqlx::Result<()> {
    let (person, kind, id) = (person.to_string(), kind(stream.kind), stream.id.to_string());
    let untold = fetch_all!(tx, (i64,), UNTOLD, &person, kind, &id)?;
    for (seq,) in untold {
        execute!(tx, TELL, &person, kind, &id, seq)?;
    }
    Ok(())
}

/// The last position of a person's feed.
pub async fn last_position(tx: &mut Tx, person: PersonId) -> sqlx::Result<u64> {
    let row = fetch_optional!(tx, (i64,), LAST, person.to_string())?;
    row.map_or(Ok(0), |(position,)| u64::try_from(position).map_err(corrupt))
}

/// What comes after a position of a person's feed, with the positions.
pub async fn news(tx: &mut Tx, person: PersonId, after: u64, limit: u32) -> sqlx::Result<Vec<(u64, LedgerEntry)>> {
    let rows = fetch_all!(tx, News, NEWS, person.to_string(), counted(after)?, i64::from(limit))?;
    rows.into_iter().map(|news| Ok((u64::try_from(news.position).map_err(corrupt)?, entry(news.row)?))).collect()
}

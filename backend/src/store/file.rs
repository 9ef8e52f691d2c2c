//! Which files are stored, who has sent their bytes, which attachments name them, and which were removed.

use std::collections::BTreeSet;

use base::id::{Id, PersonId, RecordId};
use base::time::Instant;
use domain::event::{Event, Hash};
use domain::library::person::Person;
use domain::record::office::StoredFile;
use sqlx::AssertSqlSafe;

use super::{Tx, corrupt, counted, seal};
use crate::random;

/// A step of a file's removal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One server claims it; meanwhile no bytes are accepted under its hash.
    Claimed,
    /// Its bytes are removed.
    Removed,
}

impl Step {
    /// Its name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Removed => "removed",
        }
    }
}

const PUT: &str = "INSERT INTO files (sha256, media_type, size, stored_at, stored_by) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (sha256) DO NOTHING";
const FIND: &str = "SELECT media_type, size FROM files f WHERE sha256 = $1 AND NOT EXISTS (SELECT 1 FROM file_removals r \
    WHERE r.sha256 = f.sha256 AND r.at >= (SELECT MAX(s.at) FROM file_senders s WHERE s.sha256 = f.sha256))";
const SENDERS: &str = "SELECT DISTINCT person_id FROM file_senders WHERE sha256 = $1";
const SEND: &str = "INSERT INTO file_senders (sha256, person_id, sent_by, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
const CARRIED_FOR: &str = "SELECT person_id FROM file_carried WHERE sha256 = $1 AND carried_by = $2";
const CARRY: &str = "INSERT INTO file_carried (sha256, person_id, carried_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const MENTION: &str = "INSERT INTO file_mentions (event_id, sha256, record_id, person_id, at) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (event_id) DO NOTHING";
const IS_NEEDED: &str = "SELECT record_id FROM record_files WHERE sha256 = $1 UNION ALL SELECT m.record_id FROM file_mentions m \
    JOIN record_people p ON p.record_id = m.record_id AND p.person_id = m.person_id WHERE m.sha256 = $1 LIMIT 1";
const MENTIONED: &str = "SELECT event_id FROM file_mentions LIMIT 1";
const SENT: &str = "SELECT person_id FROM file_senders LIMIT 1";
const UNATTACHED: &str = "SELECT f.size FROM files f WHERE f.sha256 IN (SELECT s.sha256 FROM file_senders s WHERE s.sent_by = $1) \
    AND f.sha256 <> $2 AND NOT EXISTS (SELECT 1 FROM record_files a WHERE a.sha256 = f.sha256) AND NOT EXISTS \
    (SELECT 1 FROM file_mentions m JOIN record_people p ON p.record_id = m.record_id AND p.person_id = m.person_id \
    WHERE m.sha256 = f.sha256) AND NOT EXISTS (SELECT 1 FROM file_removals r WHERE r.sha256 = f.sha256 \
    AND r.at >= (SELECT MAX(t.at) FROM file_senders t WHERE t.sha256 = f.sha256))";
/// Nothing names it, neither an attachment nor a certificate, and it was not sent recently.
const FORGOTTEN: &str = "SELECT f.sha256 FROM files f WHERE ($1 = '' OR f.sha256 = $1) \
    AND NOT EXISTS (SELECT 1 FROM file_senders s WHERE s.sha256 = f.sha256 AND s.at > $2) \
    AND NOT EXISTS (SELECT 1 FROM file_mentions m WHERE m.sha256 = f.sha256) \
    AND NOT EXISTS (SELECT 1 FROM record_files a WHERE a.sha256 = f.sha256) \
    AND NOT EXISTS (SELECT 1 FROM certificate_events c WHERE c.sha256 = f.sha256) \
    AND NOT EXISTS (SELECT 1 FROM file_removals r WHERE r.sha256 = f.sha256 AND r.at >= \
    (SELECT COALESCE(MAX(t.at), 0) FROM file_senders t WHERE t.sha256 = f.sha256)) ORDER BY f.sha256 LIMIT $3";
const REMOVE: &str = "INSERT INTO file_removals (id, sha256, at, step) VALUES ($1, $2, $3, $4)";
const LAST_REMOVAL: &str = "SELECT step, at FROM file_removals WHERE sha256 = $1 ORDER BY at DESC, step DESC LIMIT 1";
const UNFINISHED: &str = "SELECT r.sha256 FROM file_removals r WHERE r.step = 'claimed' AND r.at <= $1 AND NOT EXISTS \
    (SELECT 1 FROM file_removals d WHERE d.sha256 = r.sha256 AND d.step = 'removed' AND d.at >= r.at) ORDER BY r.sha256";

/// `AT` stands for the engine's own function to find a text in another.
const MENTION_ALL: &str = "INSERT INTO file_mentions (event_id, sha256, record_id, person_id, at) \
    SELECT e.id, substr(e.text, AT(e.text, '\"sha256\":\"') + 10, 64), l.stream_id, \
    substr(e.text, AT(e.text, '\"author\":\"') + 10, 36), e.received_at \
    FROM ledger l JOIN events e ON e.id = l.event_id WHERE l.stream_kind = 'record' \
    AND AT(e.text, '\"type\":\"attached\"') > 0 AND AT(e.text, '\"sha256\":\"') > 0";
const SEND_ALL: &str =
    "INSERT INTO file_senders (sha256, person_id, sent_by, at) SELECT sha256, stored_by, stored_by, stored_at FROM files";
const SEND_ATTACHED: &str = "INSERT INTO file_senders (sha256, person_id, sent_by, at) \
    SELECT DISTINCT f.sha256, m.person_id, f.stored_by, f.stored_at FROM files f \
    JOIN file_mentions m ON m.sha256 = f.sha256 JOIN record_files r ON r.sha256 = m.sha256 AND r.record_id = m.record_id \
    WHERE m.person_id <> f.stored_by";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[
    PUT,
    FIND,
    SENDERS,
    SEND,
    CARRIED_FOR,
    CARRY,
    MENTION,
    IS_NEEDED,
    MENTIONED,
    SENT,
    SEND_ALL,
    SEND_ATTACHED,
    UNATTACHED,
    FORGOTTEN,
    REMOVE,
    LAST_REMOVAL,
    UNFINISHED,
];

/// Notes that a file's bytes are stored; whether that is new.
pub async fn put(tx: &mut Tx, sha256: Hash, media_type: &str, size: u64, at: Instant, by: PersonId) -> sqlx::Result<bool> {
    let sha256 = sha256.to_string();
    let new = execute!(tx, PUT, &sha256, media_type, counted(size)?, at.0, by.to_string())? == 1;
    if new {
        seal::seal(tx, "files", &[&sha256], at).await?;
    }
    Ok(new)
}

/// A file, if its bytes are stored.
pub async fn find(tx: &mut Tx, sha256: Hash) -> sqlx::Result<Option<StoredFile>> {
    let Some((media_type, size)) = fetch_optional!(tx, (String, i64), FIND, sha256.to_string())? else { return Ok(None) };
    Ok(Some(StoredFile { media_type, size: u64::try_from(size).map_err(corrupt)?, by: senders(tx, sha256).await? }))
}

/// Who has sent the bytes, or had them carried.
pub async fn senders(tx: &mut Tx, sha256: Hash) -> sqlx::Result<BTreeSet<PersonId>> {
    fetch_all!(tx, (String,), SENDERS, sha256.to_string())?.into_iter().map(|(id,)| id.parse().map_err(corrupt)).collect()
}

/// Stores that somebody sent a file's bytes: for themselves, and for the people whose carried drafts name it.
pub async fn sent(tx: &mut Tx, sha256: Hash, by: PersonId, at: Instant) -> sqlx::Result<()> {
    let (sha256, by) = (sha256.to_string(), by.to_string());
    let carried = fetch_all!(tx, (String,), CARRIED_FOR, &sha256, &by)?;
    for person in carried.into_iter().map(|row| row.0).chain([by.clone()]) {
        execute!(tx, SEND, &sha256, person, &by, at.0)?;
    }
    Ok(())
}

/// Stores that somebody carried a person's drafts that name a file.
pub async fn carried(tx: &mut Tx, sha256: Hash, person: PersonId, by: PersonId) -> sqlx::Result<()> {
    execute!(tx, CARRY, sha256.to_string(), person.to_string(), by.to_string()).map(|_| ())
}

/// Stores that an event attaches a file to a record, whether or not the event counts.
pub async fn mention(tx: &mut Tx, event: &Event, sha256: Hash, at: Instant) -> sqlx::Result<()> {
    let record: RecordId = Id::from_uuid(event.stream.id);
    execute!(tx, MENTION, event.id.to_string(), sha256.to_string(), record.to_string(), event.author.to_string(), at.0).map(|_| ())
}

/// Whether a record needs the file: an attachment that counts names it, or one that was set aside, by a calibrator of the record. Whatever
/// else names it is kept, but counts as its sender's.
pub async fn is_needed(tx: &mut Tx, sha256: Hash) -> sqlx::Result<bool> {
    fetch_optional!(tx, (String,), IS_NEEDED, sha256.to_string()).map(|row| row.is_some())
}

/// Rebuilds which files attachments name and who sent them, if these tables are empty: after restoring a backup from before they existed.
pub async fn index_all(tx: &mut Tx) -> sqlx::Result<()> {
    if fetch_optional!(tx, (String,), MENTIONED)?.is_some() || fetch_optional!(tx, (String,), SENT)?.is_some() {
        return Ok(());
    }
    let at = if matches!(tx, Tx::Sqlite(_)) { "instr" } else { "strpos" };
    execute!(tx, AssertSqlSafe(MENTION_ALL.replace("AT(", &format!("{at}("))))?;
    execute!(tx, SEND_ALL)?;
    execute!(tx, SEND_ATTACHED).map(|_| ())
}

/// Bytes that a person has sent and no record needs, not counting one file.
pub async fn unattached(tx: &mut Tx, by: PersonId, aside: Hash) -> sqlx::Result<u64> {
    let sizes = fetch_all!(tx, (i64,), UNATTACHED, by.to_string(), aside.to_string())?;
    u64::try_from(sizes.into_iter().map(|row| row.0).sum::<i64>()).map_err(corrupt)
}

/// Files that nothing names and that were not sent since then; `only` restricts it to one.
pub async fn forgotten(tx: &mut Tx, only: Option<Hash>, since: Instant, most: u32) -> sqlx::Result<Vec<Hash>> {
    let only = only.map(|hash| hash.to_string()).unwrap_or_default();
    let rows = fetch_all!(tx, (String,), FORGOTTEN, only, since.0, i64::from(most))?;
    rows.into_iter().map(|(hash,)| super::hash(&hash)).collect()
}

/// Notes a step of a file's removal.
pub async fn remove(tx: &mut Tx, sha256: Hash, step: Step, at: Instant) -> sqlx::Result<()> {
    let id = random::id::<Person>(at).to_string();
    execute!(tx, REMOVE, &id, sha256.to_string(), at.0, step.name())?;
    seal::seal(tx, "file_removals", &[&id], at).await
}

/// The last step of a file's removal and when it was taken.
pub async fn last_removal(tx: &mut Tx, sha256: Hash) -> sqlx::Result<Option<(String, Instant)>> {
    Ok(fetch_optional!(tx, (String, i64), LAST_REMOVAL, sha256.to_string())?.map(|(step, at)| (step, Instant(at))))
}

/// Files claimed before then whose removal was not finished because the server was stopped.
pub async fn unfinished(tx: &mut Tx, before: Instant) -> sqlx::Result<Vec<Hash>> {
    fetch_all!(tx, (String,), UNFINISHED, before.0)?.into_iter().map(|(hash,)| super::hash(&hash)).collect()
}

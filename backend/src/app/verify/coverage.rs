//! What is evidence and what is not: every column of every table is walked, sealed, or listed here with a reason.

use crate::store::seal::SEALED;

/// How a changed value shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    /// A hash over it, or what it was derived from, is computed again.
    Walked,
    /// The audit trail carries the hash of its row.
    Sealed,
    /// It is no evidence; why.
    Open(&'static str),
}

/// Columns that a walk of their own looks at.
const WALKED: &[(&str, &[&str])] = &[
    ("audit", &["id", "noun", "object_id", "seq", "at", "actor", "action", "revision", "object_hash", "detail", "prev", "hash"]),
    (
        "case_facts",
        &["case_id", "seq", "fact_id", "kind", "prev", "fact_hash", "received_at", "verdict", "event", "key_id", "signature", "text"],
    ),
    ("case_links", &["case_id", "relation", "noun", "object_id"]),
    (
        "cases",
        &[
            "id",
            "kind",
            "status",
            "is_open",
            "due_on",
            "customer_id",
            "label",
            "search",
            "acts",
            "summary",
            "facts",
            "head",
            "opened_at",
            "updated_at",
        ],
    ),
    ("events", &["id", "device_id", "device_seq", "hash", "received_at", "refused", "text"]),
    ("file_mentions", &["event_id", "sha256", "record_id", "person_id", "at"]),
    ("read_log_customers", &["customer_id", "reading_id"]),
    ("feed", &["person_id", "position", "stream_kind", "stream_id", "seq"]),
    ("ledger", &["stream_kind", "stream_id", "seq", "prev", "event_id", "event_hash", "received_at", "clock_offset", "verdict"]),
    ("record_files", &["record_id", "sha256"]),
    ("record_standards", &["record_id", "standard_id"]),
    ("record_people", &["record_id", "person_id"]),
    ("sessions", &["token_hash", "person_id", "created_at", "expires_at", "browser", "address"]),
    (
        "records",
        &[
            "id",
            "status",
            "customer_id",
            "customer",
            "item_id",
            "item",
            "method",
            "edition_id",
            "order_id",
            "order_number",
            "task_id",
            "visit_id",
            "calibrators",
            "opened_at",
            "updated_at",
            "entries",
            "set_aside",
            "certificate",
            "search",
            "issued_check",
        ],
    ),
    ("list_blocks", &["block", "noun", "place", "id", "used"]),
    ("list_rows", &["noun", "id", "place", "spot", "made", "words"]),
    ("list_terms", &["block", "term", "slots"]),
    ("register_keys", &["noun", "key", "entry_id"]),
    ("register_entries", &["id", "noun", "revision", "code", "label", "search", "customer_id", "status", "updated_at", "body"]),
    ("register_links", &["entry_id", "refers_to"]),
    ("register_versions", &["entry_id", "revision", "at", "by_person", "reason", "body", "hash"]),
];

const SENT: &str = "who may read a file because they sent it; each sending is in the audit trail";

const CLOCK: &str = "what the server does next by the clock, rewritten each time; what it did is in the rows that it wrote";
const STEPS: &str = "which upgrade steps ran; what they made is compared with what it was made of";

const BROWSER: &str = "which browsers are exempt from the limit for unknown ones; it cannot be used to sign in";

/// Columns that are no evidence.
const OPEN: &[(&str, &str, &str)] = &[
    ("devices", "last_seen_at", "a convenience of the list of devices, rewritten by each exchange; arrivals stand in the ledger"),
    ("devices", "clock_offset", "a convenience of the list of devices; what an entry is dated by rests on what its device signed"),
    ("file_carried", "sha256", SENT),
    ("file_carried", "person_id", SENT),
    ("file_carried", "carried_by", SENT),
    ("file_senders", "sha256", SENT),
    ("file_senders", "person_id", SENT),
    ("file_senders", "sent_by", SENT),
    ("file_senders", "at", SENT),
    ("jobs", "kind", CLOCK),
    ("jobs", "key", CLOCK),
    ("jobs", "due", CLOCK),
    ("jobs", "failures", CLOCK),
    ("jobs", "failure", CLOCK),
    ("known_browsers", "token_hash", BROWSER),
    ("known_browsers", "person_id", BROWSER),
    ("known_browsers", "known_at", BROWSER),
    ("leases", "name", CLOCK),
    ("leases", "holder", CLOCK),
    ("leases", "until", CLOCK),
    ("upgrade_steps", "number", STEPS),
    ("upgrade_steps", "name", STEPS),
    ("upgrade_steps", "ran_at", STEPS),
    ("sessions", "last_used_at", "when a session was last used, to end idle ones; its opening is in the audit trail"),
];

/// How a changed value of this column shows; `None` where nobody has said.
pub fn cover(table: &str, column: &str) -> Option<Cover> {
    if let Some((_, _, why)) = OPEN.iter().find(|(t, c, _)| *t == table && *c == column) {
        return Some(Cover::Open(why));
    }
    if SEALED.iter().any(|sealed| sealed.table == table && !sealed.open.contains(&column)) {
        return Some(Cover::Sealed);
    }
    let walked = WALKED.iter().any(|(t, columns)| *t == table && columns.contains(&column));
    walked.then_some(Cover::Walked)
}

/// Every column that is named here.
pub fn named() -> impl Iterator<Item = (&'static str, &'static str)> {
    let walked = WALKED.iter().flat_map(|(table, columns)| columns.iter().map(move |column| (*table, *column)));
    walked.chain(OPEN.iter().map(|(table, column, _)| (*table, *column)))
}

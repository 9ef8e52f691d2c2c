//! Records as lists show them: a projection of the ledger, written with it.

use base::id::{EditionId, EventId, ItemId, OrderId, PersonId, RecordId, StandardId, TaskId, VisitId};
use base::text::Bilingual;
use base::text::search::folded;
use base::time::Instant;
use domain::event::Hash;
use domain::item::Hand;
use domain::record::Record;

use super::dump::{self, Cell};
use super::list::{self, Found, Wanted, of_cases, of_records};
use super::many;
use super::seal::{self, Cells};
use super::{Tx, corrupt, counted};

const PUT: &str = "INSERT INTO records (id, status, customer_id, customer, item_id, item, method, edition_id, order_id, order_number, \
    task_id, visit_id, calibrators, opened_at, entries, set_aside, search, updated_at, certificate, issued_check) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, '', '') \
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, calibrators = excluded.calibrators, updated_at = excluded.updated_at, \
    entries = excluded.entries, set_aside = excluded.set_aside";
const ADD_PERSON: &str = "INSERT INTO record_people (record_id, person_id) VALUES ($1, $2) ON CONFLICT (record_id, person_id) DO NOTHING";
const REMOVE_PERSON: &str = "DELETE FROM record_people WHERE record_id = $1 AND person_id = $2";
const ADD_FILE: &str = "INSERT INTO record_files (record_id, sha256) VALUES ($1, $2) ON CONFLICT (record_id, sha256) DO NOTHING";
const ADD_STANDARD: &str =
    "INSERT INTO record_standards (record_id, standard_id) VALUES ($1, $2) ON CONFLICT (record_id, standard_id) DO NOTHING";
const VISITS_WITH_STANDARD: &str = "SELECT DISTINCT r.visit_id FROM record_standards s JOIN records r ON r.id = s.record_id \
    WHERE s.standard_id = $1 AND r.visit_id IS NOT NULL ORDER BY r.visit_id";
const WITH_STANDARD: &str = "SELECT record_id FROM record_standards WHERE standard_id = $1 ORDER BY record_id";
const WITH_FILE: &str = "SELECT f.record_id, r.customer_id, (SELECT COUNT(*) FROM record_people p WHERE p.record_id = r.id \
    AND p.person_id = $2) AS own FROM record_files f JOIN records r ON r.id = f.record_id WHERE f.sha256 = $1 \
    AND EXISTS (SELECT 1 FROM file_mentions m JOIN file_senders s ON s.sha256 = m.sha256 AND s.person_id = m.person_id \
    WHERE m.sha256 = f.sha256 AND m.record_id = f.record_id) ORDER BY f.record_id";
/// Records as lists show them.
macro_rules! rows {
    ($which:literal) => {
        concat!(
            "SELECT id, status, customer, item, method, calibrators, order_number, updated_at, entries, set_aside, certificate, ",
            "issued_check, customer_id, (SELECT COUNT(*) FROM records o WHERE o.task_id = records.task_id AND o.id <> records.id ",
            "AND o.status <> 'abandoned' AND records.status <> 'abandoned') AS twins FROM records WHERE ",
            $which
        )
    };
}
/// Records that wait for something, the longest waiting first; of one person alone where one is given.
macro_rules! waits {
    ($what:literal) => {
        concat!(
            rows!($what),
            " AND ($1 = '' OR EXISTS (SELECT 1 FROM record_people p WHERE p.record_id = records.id AND p.person_id = $1)) \
            ORDER BY updated_at, id LIMIT $2"
        )
    };
}
const FIND: &str = rows!("id = $1");
const THESE: &str = rows!("id IN ({places})");
const SUBMITTED: &str = waits!("status = 'submitted'");
const CHECKED: &str = waits!("status = 'checked' AND certificate = ''");
const WITHOUT_ORDER: &str = waits!(
    "order_id IS NULL AND certificate = '' AND status <> 'abandoned' AND NOT EXISTS (SELECT 1 FROM case_links l \
    WHERE l.case_id = records.id AND l.relation = 'about' AND l.noun = 'orders')"
);
const LEFT_OPEN: &str = waits!(
    "certificate <> '' AND status <> 'checked' AND status <> 'abandoned' AND NOT EXISTS (SELECT 1 FROM case_links l \
    JOIN cases c ON c.id = l.case_id WHERE l.object_id = records.id AND l.noun = 'records' AND l.relation = 'about' \
    AND c.kind = 'correction' AND c.is_open = 1)"
);
const BEGUN: &str = "SELECT r.task_id, r.id, r.status FROM register_links l JOIN register_entries t ON t.id = l.entry_id AND t.noun = 'tasks' \
    JOIN records r ON r.task_id = t.id WHERE l.refers_to = $1 AND r.status <> 'abandoned' AND t.status = 'open' ORDER BY r.id";
const OF_ORDER: &str =
    "SELECT task_id, id, certificate FROM records WHERE order_id = $1 AND task_id IS NOT NULL AND status <> 'abandoned' ORDER BY id";
const OF_PERSON: &str = "SELECT record_id FROM record_people WHERE record_id = $1 AND person_id = $2";
const WITH_EDITION: &str = "SELECT id FROM records WHERE edition_id = $1 LIMIT 1";
const SUCCEEDED: &str = "SELECT o.id FROM records r JOIN records o ON o.id <> r.id AND o.item_id = r.item_id \
    AND COALESCE(o.task_id, '') = COALESCE(r.task_id, '') WHERE r.id = $1 AND (r.task_id IS NOT NULL OR o.opened_at >= r.opened_at) \
    AND (o.status IN ('checked', 'reopened') OR o.issued_check <> '') LIMIT 1";
const OF_VISIT: &str = "SELECT DISTINCT p.person_id FROM records r JOIN record_people p ON p.record_id = r.id WHERE r.visit_id = $1";
const OF_ITEM: &str = "SELECT p.person_id, r.status, r.certificate, r.updated_at FROM records r \
    JOIN record_people p ON p.record_id = r.id WHERE r.item_id = $1 ORDER BY r.id, p.person_id";
const VISITS_OF: &str = "SELECT DISTINCT r.visit_id FROM record_people p JOIN records r ON r.id = p.record_id \
    WHERE p.person_id = $1 AND r.visit_id IS NOT NULL ORDER BY r.visit_id";
const EVERY: &str = "SELECT id FROM records ORDER BY id";
const ISSUED: &str = "UPDATE records SET certificate = $2, issued_check = $3, updated_at = $4 WHERE id = $1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[
    SUBMITTED,
    CHECKED,
    WITHOUT_ORDER,
    LEFT_OPEN,
    PUT,
    ADD_PERSON,
    REMOVE_PERSON,
    ADD_FILE,
    ADD_STANDARD,
    VISITS_WITH_STANDARD,
    WITH_STANDARD,
    WITH_FILE,
    FIND,
    BEGUN,
    OF_ORDER,
    OF_PERSON,
    WITH_EDITION,
    SUCCEEDED,
    OF_VISIT,
    OF_ITEM,
    VISITS_OF,
    EVERY,
    ISSUED,
];

/// A record as listed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identity.
    pub id: String,
    /// State.
    pub status: String,
    /// The customer's name, JSON.
    pub customer: String,
    /// The item, in words.
    pub item: String,
    /// Method code.
    pub method: String,
    /// Calibrators' names, JSON.
    pub calibrators: String,
    /// The order's number.
    pub order_number: String,
    /// Last change.
    pub updated_at: i64,
    /// Entries of its stream.
    pub entries: i64,
    /// Those set aside.
    pub set_aside: i64,
    /// Number of its certificate in force; empty before issue.
    pub certificate: String,
    /// The check the last certificate was issued on; empty before issue.
    pub issued_check: String,
    /// The customer.
    pub customer_id: String,
    /// Other records of the same task that are not given up.
    pub twins: i64,
}

/// What the list shows of a record with this many entries, by column: all that its stream makes.
pub fn projected(record: &Record, entries: u64) -> sqlx::Result<Vec<(&'static str, Cell)>> {
    let opened = &record.opened;
    let names: Vec<_> = record.calibrators.iter().map(|calibrator| &calibrator.name).collect();
    let order = opened.order.as_ref();
    let item = domain::register::Entry::label(&opened.item.item);
    let number = order.map(|order| order.number.clone()).unwrap_or_default();
    let Bilingual { zh, en } = &opened.customer.name;
    let search = format!("{zh} {en} {item} {} {} {number}", opened.item.item.identification, opened.edition.code);
    let text = |text: String| Cell::Text(Some(text));
    Ok(vec![
        ("id", text(record.id.to_string())),
        ("status", text(json(&record.status)?.trim_matches('"').to_owned())),
        ("customer_id", text(opened.customer.id.to_string())),
        ("customer", text(json(&opened.customer.name)?)),
        ("item_id", text(opened.item.id.to_string())),
        ("item", text(item)),
        ("method", text(opened.edition.code.clone())),
        ("edition_id", text(opened.edition_id.to_string())),
        ("order_id", Cell::Text(order.map(|order| order.id.to_string()))),
        ("order_number", text(number)),
        ("task_id", Cell::Text(opened.task.map(|task| task.to_string()))),
        ("visit_id", Cell::Text(opened.visit.map(|visit| visit.to_string()))),
        ("calibrators", text(json(&names)?)),
        ("opened_at", Cell::Int(Some(record.opened_at.0))),
        ("entries", Cell::Int(Some(counted(entries)?))),
        ("set_aside", Cell::Int(Some(counted(record.set_aside.len() as u64)?))),
        ("search", text(folded(&search))),
    ])
}

/// Writes the projection of a record with this many entries.
pub async fn put(tx: &mut Tx, record: &Record, entries: u64, at: Instant) -> sqlx::Result<()> {
    let cells = projected(record, entries)?.into_iter().map(|(_, cell)| cell);
    dump::run(tx, PUT, cells.chain([Cell::Int(Some(at.0))]).collect()).await?;
    let mut others = 0;
    for calibrator in &record.calibrators {
        others += execute!(tx, ADD_PERSON, record.id.to_string(), calibrator.person.to_string())?;
    }
    // A calibrator who was taken off no longer has access (C-4.1.2.2).
    for gone in record.taken_off.iter().map(|entry| entry.what.person).filter(|person| !record.is_calibrated_by(*person)) {
        others += execute!(tx, REMOVE_PERSON, record.id.to_string(), gone.to_string())?;
    }
    of_records::follow_record(tx, &record.id.to_string()).await?;
    if others > 0 {
        of_records::follow_certificates_of(tx, &record.id.to_string()).await?;
        of_cases::follow_of_record(tx, &record.id.to_string()).await?;
    }
    add_links(tx, record).await
}

/// Stores which files are attached to a record and which standards it names.
pub async fn add_links(tx: &mut Tx, record: &Record) -> sqlx::Result<()> {
    for attachment in &record.attachments {
        execute!(tx, ADD_FILE, record.id.to_string(), attachment.what.sha256.to_string())?;
    }
    for entry in &record.equipment {
        execute!(tx, ADD_STANDARD, record.id.to_string(), entry.standard.id.to_string())?;
    }
    Ok(())
}

/// The records that name a standard.
pub async fn with_standard(tx: &mut Tx, standard: StandardId) -> sqlx::Result<Vec<RecordId>> {
    let rows = fetch_all!(tx, (String,), WITH_STANDARD, standard.to_string())?;
    rows.into_iter().map(|(record,)| record.parse().map_err(corrupt)).collect()
}

/// The visits whose records name a standard.
pub async fn visits_with_standard(tx: &mut Tx, standard: StandardId) -> sqlx::Result<Vec<VisitId>> {
    let rows = fetch_all!(tx, (String,), VISITS_WITH_STANDARD, standard.to_string())?;
    rows.into_iter().map(|(visit,)| visit.parse().map_err(corrupt)).collect()
}

/// A record that a file is attached to.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WithFile {
    /// The record.
    pub record_id: String,
    /// Whose.
    pub customer_id: String,
    /// 1 where the person who asks is a calibrator of it.
    pub own: i64,
}

/// The records to which somebody who sent the file's bytes attached it, as a person sees them. Anybody can attach a hash to their own
/// record, but that alone does not let them read the file.
pub async fn with_file(tx: &mut Tx, sha256: Hash, person: PersonId) -> sqlx::Result<Vec<WithFile>> {
    fetch_all!(tx, WithFile, WITH_FILE, sha256.to_string(), person.to_string())
}

/// A record's line with every column, for whoever verifies it.
pub async fn cells_of(tx: &mut Tx, record: &str) -> sqlx::Result<Cells> {
    seal::read(tx, "records", &["id"], &[record]).await
}

fn json(value: &impl serde::Serialize) -> sqlx::Result<String> {
    serde_json::to_string(value).map_err(corrupt)
}

/// One record's line.
pub async fn find(tx: &mut Tx, record: RecordId) -> sqlx::Result<Option<Row>> {
    fetch_optional!(tx, Row, FIND, record.to_string())
}

/// A page of records, the latest change first.
pub async fn list(tx: &mut Tx, wanted: &Wanted) -> sqlx::Result<(Vec<Row>, Found)> {
    let found = list::page(tx, of_records::RECORDS, wanted).await?;
    Ok((many::these(tx, THESE, &[], &found.ids, |row: &Row| &row.id).await?, found))
}

/// What records wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// The checker.
    Check,
    /// Checked, and without a certificate: the signatory.
    Issue,
    /// An order to belong to.
    Order,
    /// Somebody to finish them: they have a certificate but are not checked, and there is no open correction case.
    LeftOpen,
}

/// Records that wait, the longest waiting first; of one person alone where one is given.
pub async fn waiting(tx: &mut Tx, what: Waiting, person: Option<PersonId>, limit: u32) -> sqlx::Result<Vec<Row>> {
    let person = person.map(|person| person.to_string()).unwrap_or_default();
    let sql = match what {
        Waiting::Check => SUBMITTED,
        Waiting::Issue => CHECKED,
        Waiting::Order => WITHOUT_ORDER,
        Waiting::LeftOpen => LEFT_OPEN,
    };
    fetch_all!(tx, Row, sql, person, i64::from(limit))
}

/// A task with a record begun for it by anyone: task, record, and the record's state.
pub type Begun = (TaskId, RecordId, String);

/// The records begun for the open tasks of a person.
pub async fn begun(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<Begun>> {
    read_begun(fetch_all!(tx, (String, String, String), BEGUN, person.to_string())?)
}

/// The records of an order's tasks that are not given up: task, record, and the number of its certificate (empty before issue).
pub async fn of_order(tx: &mut Tx, order: OrderId) -> sqlx::Result<Vec<Begun>> {
    read_begun(fetch_all!(tx, (String, String, String), OF_ORDER, order.to_string())?)
}

fn read_begun(rows: Vec<(String, String, String)>) -> sqlx::Result<Vec<Begun>> {
    let read =
        |(task, record, state): (String, String, String)| Ok((task.parse().map_err(corrupt)?, record.parse().map_err(corrupt)?, state));
    rows.into_iter().map(read).collect()
}

/// Every record.
pub async fn all(tx: &mut Tx) -> sqlx::Result<Vec<String>> {
    Ok(fetch_all!(tx, (String,), EVERY)?.into_iter().map(|(id,)| id).collect())
}

/// Whether a person is a calibrator of a record.
pub async fn is_of(tx: &mut Tx, record: RecordId, person: PersonId) -> sqlx::Result<bool> {
    fetch_optional!(tx, (String,), OF_PERSON, record.to_string(), person.to_string()).map(|row| row.is_some())
}

/// The visits on which a person calibrates.
pub async fn visits_of(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<VisitId>> {
    let rows = fetch_all!(tx, (String,), VISITS_OF, person.to_string())?;
    rows.into_iter().map(|(visit,)| visit.parse().map_err(corrupt)).collect()
}

/// Whether another record of the same task was checked; without a task, a later one of the same item.
pub async fn is_succeeded(tx: &mut Tx, record: RecordId) -> sqlx::Result<bool> {
    fetch_optional!(tx, (String,), SUCCEEDED, record.to_string()).map(|row| row.is_some())
}

/// Everybody who calibrates on a visit.
pub async fn people_of_visit(tx: &mut Tx, visit: VisitId) -> sqlx::Result<Vec<PersonId>> {
    let rows = fetch_all!(tx, (String,), OF_VISIT, visit.to_string())?;
    rows.into_iter().map(|(person,)| person.parse().map_err(corrupt)).collect()
}

/// Who has, or had, an item in hand by a record of it: until it was issued or given up.
pub async fn hands(tx: &mut Tx, item: ItemId) -> sqlx::Result<Vec<Hand>> {
    let rows = fetch_all!(tx, (String, String, String, i64), OF_ITEM, item.to_string())?;
    let hand = |(person, status, certificate, updated_at): (String, String, String, i64)| {
        let over = status == "abandoned" || (status == "checked" && !certificate.is_empty());
        Ok(Hand { person: person.parse().map_err(corrupt)?, until: over.then_some(Instant(updated_at)) })
    };
    rows.into_iter().map(hand).collect()
}

/// Whether any record was opened with an edition.
pub async fn with_edition(tx: &mut Tx, edition: EditionId) -> sqlx::Result<bool> {
    fetch_optional!(tx, (String,), WITH_EDITION, edition.to_string()).map(|row| row.is_some())
}

/// Notes the certificate issued on a check.
pub async fn issued(tx: &mut Tx, record: RecordId, number: &str, check: EventId, at: Instant) -> sqlx::Result<()> {
    execute!(tx, ISSUED, record.to_string(), number, check.to_string(), at.0)?;
    of_records::follow_record(tx, &record.to_string()).await
}

//! Cases of every kind: their facts, and what lists are searched by.

use std::collections::BTreeSet;

use base::id::{CaseId, DeviceId};
use base::text::search::folded as folded_text;
use base::time::{Date, Instant};
use domain::case::{By, Case, Entry, Folded, Link, Standing};
use domain::event::ledger::Verdict;

use super::dump::{self, Cell};
use super::list::{self, Found, List, Wanted, of_cases};
use super::{Tx, corrupt, counted, many};

/// The due day of a case that has none: it comes last.
const NEVER: &str = "9999-12-31";

/// A case as lists have it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identity.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// The kind's word for where it stands.
    pub status: String,
    /// 1 while anything is still to happen.
    pub is_open: i64,
    /// The day by which the next step is due; [`Row::due`] reads it.
    pub due_on: String,
    /// The customer it is about.
    pub customer_id: Option<String>,
    /// What it is called in lists.
    pub label: String,
    /// What it is found by, folded.
    pub search: String,
    /// Who is to act, JSON.
    pub acts: String,
    /// What the kind's list shows, JSON.
    pub summary: String,
    /// How many facts it has.
    pub facts: i64,
    /// Hash of its last entry.
    pub head: String,
    /// When the first fact came.
    pub opened_at: i64,
    /// When the last came.
    pub updated_at: i64,
}

impl Row {
    /// The day by which the next step is due.
    ///
    /// # Errors
    /// If that is no day.
    pub fn due(&self) -> sqlx::Result<Option<Date>> {
        if self.due_on == NEVER { Ok(None) } else { self.due_on.parse().map(Some).map_err(corrupt) }
    }
}

macro_rules! rows {
    ($from:literal) => {
        concat!(
            "SELECT c.id, c.kind, c.status, c.is_open, c.due_on, c.customer_id, c.label, c.search, c.acts, c.summary, c.facts, c.head, c.opened_at, ",
            "c.updated_at FROM ",
            $from
        )
    };
}

const FIND: &str = rows!("cases c WHERE c.id = $1");
const THESE: &str = rows!("cases c WHERE c.id IN ({places})");
const OPEN: &str = rows!("cases c WHERE c.kind = $1 AND c.is_open = 1 ORDER BY c.due_on, c.id LIMIT $2");
const OPEN_OWN: &str = rows!(
    "cases c WHERE c.kind = $1 AND c.is_open = 1 AND c.id IN (SELECT l.case_id FROM record_people p \
     JOIN case_links l ON l.object_id = p.record_id AND l.noun = 'records' AND l.relation = 'about' WHERE p.person_id = $3) \
     ORDER BY c.due_on, c.id LIMIT $2"
);
const OPEN_ABOUT: &str = "SELECT c.id FROM case_links l JOIN cases c ON c.id = l.case_id \
    WHERE l.object_id = $1 AND l.noun = $2 AND l.relation = 'about' AND c.kind = $3 AND c.is_open = 1 ORDER BY c.id";
const IS_OWN: &str = "SELECT l.case_id FROM case_links l JOIN record_people p ON p.record_id = l.object_id \
    WHERE l.case_id = $1 AND l.noun = 'records' AND l.relation = 'about' AND p.person_id = $2 LIMIT 1";
const FACTS: &str = "SELECT case_id, seq, fact_id, kind, prev, fact_hash, received_at, verdict, signature, text FROM case_facts \
    WHERE case_id = $1 ORDER BY seq";
const APPEND: &str = "INSERT INTO case_facts \
    (case_id, seq, fact_id, kind, prev, fact_hash, received_at, verdict, event, key_id, signature, text) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const PUT: &str = "INSERT INTO cases (id, kind, status, is_open, due_on, customer_id, label, search, acts, summary, facts, head, opened_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO UPDATE SET status = excluded.status, \
    is_open = excluded.is_open, due_on = excluded.due_on, customer_id = excluded.customer_id, label = excluded.label, search = excluded.search, \
    acts = excluded.acts, summary = excluded.summary, facts = excluded.facts, head = excluded.head, opened_at = excluded.opened_at, \
    updated_at = excluded.updated_at";
const LINKS: &str = "SELECT relation, noun, object_id FROM case_links WHERE case_id = $1";
const LINK: &str = "INSERT INTO case_links (case_id, relation, noun, object_id) VALUES ($1, $2, $3, $4)";
const UNLINK: &str = "DELETE FROM case_links WHERE case_id = $1 AND relation = $2 AND noun = $3 AND object_id = $4";
const EVERY: &str = "SELECT id FROM cases WHERE kind = $1 AND id > $2 ORDER BY id LIMIT $3";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[FIND, OPEN, OPEN_OWN, OPEN_ABOUT, IS_OWN, FACTS, APPEND, PUT, LINKS, LINK, UNLINK, EVERY];

#[derive(sqlx::FromRow)]
struct FactRow {
    case_id: String,
    seq: i64,
    fact_id: String,
    kind: String,
    prev: String,
    fact_hash: String,
    received_at: i64,
    verdict: String,
    signature: Option<String>,
    text: String,
}

impl FactRow {
    fn read(self) -> sqlx::Result<Entry> {
        let verdict = if self.verdict.is_empty() { Verdict::Effective } else { Verdict::SetAside { code: self.verdict } };
        Ok(Entry {
            case: self.case_id.parse().map_err(corrupt)?,
            kind: self.kind,
            seq: u64::try_from(self.seq).map_err(corrupt)?,
            prev: super::hash(&self.prev)?,
            fact: self.fact_id.parse().map_err(corrupt)?,
            fact_hash: super::hash(&self.fact_hash)?,
            received_at: Instant(self.received_at),
            verdict,
            signature: self.signature,
            text: self.text,
        })
    }
}

/// What a fact's row has beside its entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lifted {
    /// Hash of the event that it follows from.
    pub event: Option<String>,
    /// The key that signed it.
    pub key: Option<String>,
}

impl Lifted {
    /// What is lifted from who made a fact.
    pub fn of(by: &By, key: Option<DeviceId>) -> Self {
        Self { event: by.event().ok().map(|event| event.to_string()), key: key.map(|key| key.to_string()) }
    }
}

/// A case as lists have it.
pub async fn find(tx: &mut Tx, id: CaseId) -> sqlx::Result<Option<Row>> {
    fetch_optional!(tx, Row, FIND, id.to_string())
}

/// The facts of a case, in their order.
pub async fn facts(tx: &mut Tx, id: CaseId) -> sqlx::Result<Vec<Entry>> {
    fetch_all!(tx, FactRow, FACTS, id.to_string())?.into_iter().map(FactRow::read).collect()
}

/// A page of a list of cases, the newest first.
pub async fn list(tx: &mut Tx, of: List, wanted: &Wanted) -> sqlx::Result<(Vec<Row>, Found)> {
    let found = list::page(tx, of, wanted).await?;
    Ok((many::these(tx, THESE, &[], &found.ids, |row: &Row| &row.id).await?, found))
}

/// Open cases of a kind, those due first before the others; of one calibrator's records alone where one is given.
pub async fn open(tx: &mut Tx, kind: &str, limit: u32, own: Option<&str>) -> sqlx::Result<Vec<Row>> {
    let limit = i64::from(limit);
    match own {
        None => fetch_all!(tx, Row, OPEN, kind, limit),
        Some(own) => fetch_all!(tx, Row, OPEN_OWN, kind, limit, own),
    }
}

/// The open cases of a kind about an object, the oldest first.
pub async fn open_about(tx: &mut Tx, kind: &str, about: &Link) -> sqlx::Result<Vec<CaseId>> {
    let rows = fetch_all!(tx, (String,), OPEN_ABOUT, &about.id, &about.noun, kind)?;
    rows.into_iter().map(|(id,)| id.parse().map_err(corrupt)).collect()
}

/// Whether a case is about a record that this person is a calibrator of.
pub async fn is_own(tx: &mut Tx, id: CaseId, person: &str) -> sqlx::Result<bool> {
    Ok(fetch_optional!(tx, (String,), IS_OWN, id.to_string(), person)?.is_some())
}

/// Appends a fact.
pub async fn append(tx: &mut Tx, entry: &Entry, lifted: &Lifted) -> sqlx::Result<()> {
    let verdict = match &entry.verdict {
        Verdict::Effective => "",
        Verdict::SetAside { code } => code,
    };
    execute!(
        tx,
        APPEND,
        entry.case.to_string(),
        counted(entry.seq)?,
        entry.fact.to_string(),
        &entry.kind,
        entry.prev.to_string(),
        entry.fact_hash.to_string(),
        entry.received_at.0,
        verdict,
        &lifted.event,
        &lifted.key,
        &entry.signature,
        &entry.text
    )
    .map(|_| ())
}

/// A case as its facts make it, for lists.
pub fn row<C: Case>(id: CaseId, folded: &Folded<C>) -> sqlx::Result<Row> {
    let Standing { status, open, due, acts, customer, label, search, .. } = folded.case.standing();
    let at = |at: Option<Instant>| at.map_or(0, |at| at.0);
    Ok(Row {
        id: id.to_string(),
        kind: C::KIND.to_owned(),
        status: status.to_owned(),
        is_open: i64::from(open),
        due_on: due.map_or_else(|| NEVER.to_owned(), |due| due.to_string()),
        customer_id: customer.map(|customer| customer.to_string()),
        search: folded_text(&format!("{label} {search}")),
        label,
        acts: serde_json::to_string(&acts).map_err(corrupt)?,
        summary: serde_json::to_string(&folded.case.summary()).map_err(corrupt)?,
        facts: counted(folded.facts)?,
        head: folded.head.to_string(),
        opened_at: at(folded.opened_at),
        updated_at: at(folded.updated_at),
    })
}

impl Row {
    /// The row as a verifier compares it.
    pub fn cells(&self) -> Vec<(&'static str, Cell)> {
        let Self { id, kind, status, is_open, due_on, customer_id, label, search, acts, summary, facts, head, opened_at, updated_at } =
            self;
        let text = |text: &String| Cell::Text(Some(text.clone()));
        vec![
            ("id", text(id)),
            ("kind", text(kind)),
            ("status", text(status)),
            ("is_open", Cell::Int(Some(*is_open))),
            ("due_on", text(due_on)),
            ("customer_id", Cell::Text(customer_id.clone())),
            ("label", text(label)),
            ("search", text(search)),
            ("acts", text(acts)),
            ("summary", text(summary)),
            ("facts", Cell::Int(Some(*facts))),
            ("head", text(head)),
            ("opened_at", Cell::Int(Some(*opened_at))),
            ("updated_at", Cell::Int(Some(*updated_at))),
        ]
    }
}

/// Writes what lists are searched by, as the facts make it.
pub async fn put<C: Case>(tx: &mut Tx, id: CaseId, folded: &Folded<C>) -> sqlx::Result<()> {
    let cells = row(id, folded)?.cells().into_iter().map(|(_, cell)| cell);
    dump::run(tx, PUT, cells.collect()).await?;
    link(tx, id, &folded.case.standing()).await?;
    of_cases::follow(tx, &id.to_string()).await
}

/// What hangs on a case: relation, noun, object.
pub async fn links(tx: &mut Tx, id: CaseId) -> sqlx::Result<BTreeSet<(String, String, String)>> {
    Ok(fetch_all!(tx, (String, String, String), LINKS, id.to_string())?.into_iter().collect())
}

/// What hangs on a case as its facts say it, as rows have it.
pub fn links_of(standing: &Standing) -> BTreeSet<(String, String, String)> {
    standing.links().into_iter().map(|(relation, link)| (relation.name().to_owned(), link.noun, link.id)).collect()
}

/// Writes what hangs on a case.
async fn link(tx: &mut Tx, id: CaseId, standing: &Standing) -> sqlx::Result<()> {
    let (there, wanted, id) = (links(tx, id).await?, links_of(standing), id.to_string());
    for (relation, noun, object) in there.difference(&wanted) {
        execute!(tx, UNLINK, &id, relation, noun, object)?;
    }
    for (relation, noun, object) in wanted.difference(&there) {
        execute!(tx, LINK, &id, relation, noun, object)?;
    }
    Ok(())
}

/// A part of the cases of a kind, by identity.
pub async fn some(tx: &mut Tx, kind: &str, after: &str, limit: i64) -> sqlx::Result<Vec<String>> {
    Ok(fetch_all!(tx, (String,), EVERY, kind, after, limit)?.into_iter().map(|(id,)| id).collect())
}

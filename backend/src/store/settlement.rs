//! What stands beside a record: the order line it is put under, other records of the same work, and the answers to findings.

use base::id::{ItemId, OrderId, RecordId, TaskId};
use base::time::Instant;
use domain::conditions::{Act, Answer, Answered};
use domain::event::Hash;
use domain::order::settlement::SettledRow;
use serde_json::{Value, json};

use super::{Tx, corrupt, seal};
use crate::random;

const EARLIER: &str = "SELECT s.id, s.record_id, s.kind, s.order_id, s.line, s.by_person, s.at, r.customer_id FROM record_settlements s \
    JOIN records r ON r.id = s.record_id WHERE s.record_id = $1 ORDER BY s.seq";
const SOME: &str = "SELECT DISTINCT record_id FROM record_settlements WHERE record_id > $1 ORDER BY record_id LIMIT $2";
const UNDER_ORDER: &str = "SELECT c.id, c.summary, r.item_id, r.certificate FROM case_links l JOIN cases c ON c.id = l.case_id \
    JOIN records r ON r.id = c.id WHERE l.object_id = $1 AND l.noun = 'orders' AND l.relation = 'about' AND c.kind = 'settlement' \
    AND r.status <> 'abandoned' ORDER BY c.id";
const OF_TASK: &str = "SELECT id, certificate FROM records WHERE task_id = $1 AND status <> 'abandoned' ORDER BY id";
const WITHOUT_OUTCOME: &str = "SELECT id FROM records WHERE item_id = $1 AND certificate = '' ORDER BY id";
const CERTIFIED: &str = "SELECT id, certificate FROM records WHERE item_id = $1 AND certificate <> '' ORDER BY id";
const SPELLED: &str = "SELECT id, item, certificate FROM records WHERE updated_at >= $1 AND item_id <> $2 AND search LIKE $3 ORDER BY id";
const ANSWER: &str = "INSERT INTO answers (id, act, act_id, record_id, code, path, params, text, by_person, at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const ANSWERS: &str = "SELECT act, act_id, code, path, params, text, by_person, at FROM answers WHERE record_id = $1 ORDER BY id";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[EARLIER, SOME, UNDER_ORDER, OF_TASK, WITHOUT_OUTCOME, CERTIFIED, SPELLED, ANSWER, ANSWERS];

/// What was settled before there were cases.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identity.
    pub id: String,
    /// The record.
    pub record_id: String,
    /// "order", "afresh" or "as_recorded".
    pub kind: String,
    /// The order.
    pub order_id: Option<String>,
    /// The line's place in it, from 0.
    pub line: Option<i64>,
    /// Who.
    pub by_person: String,
    /// When.
    pub at: i64,
    /// Whose the record is.
    pub customer_id: String,
}

/// What was settled of a record before there were cases, in its order.
pub async fn earlier(tx: &mut Tx, record: RecordId) -> sqlx::Result<Vec<Row>> {
    fetch_all!(tx, Row, EARLIER, record.to_string())
}

/// A part of the records of which something was settled before, by identity.
pub async fn some(tx: &mut Tx, after: &str, limit: i64) -> sqlx::Result<Vec<String>> {
    Ok(fetch_all!(tx, (String,), SOME, after, limit)?.into_iter().map(|(id,)| id).collect())
}

/// A record that is under an order line and not given up.
#[derive(Debug, Clone)]
pub struct Under {
    /// Which.
    pub record: RecordId,
    /// The line's place in the order, from 0.
    pub line: u16,
    /// What it calibrates.
    pub item: ItemId,
    /// The number of its certificate; empty before the issue.
    pub certificate: String,
}

/// The records that the office put under an order, in their present state.
pub async fn under_order(tx: &mut Tx, order: OrderId) -> sqlx::Result<Vec<Under>> {
    let rows = fetch_all!(tx, (String, String, String, String), UNDER_ORDER, order.to_string())?;
    let read = |(record, summary, item, certificate): (String, String, String, String)| {
        let settled: SettledRow = serde_json::from_str(&summary).map_err(corrupt)?;
        let line = settled.attached.filter(|attached| attached.order == order).ok_or_else(|| corrupt("under another order"))?.line;
        Ok(Under { record: record.parse().map_err(corrupt)?, line, item: item.parse().map_err(corrupt)?, certificate })
    };
    rows.into_iter().map(read).collect()
}

/// A pattern for texts that have these letters and digits in this order, whatever stands between them.
fn scattered(bare: &str) -> String {
    bare.chars().filter(|c| c.is_alphanumeric()).fold("%".to_owned(), |pattern, c| format!("{pattern}{c}%"))
}

/// A record that is not given up, with the number of its certificate (empty before issue).
pub type Standing = (RecordId, String);

/// The records of a task that are not given up.
pub async fn of_task(tx: &mut Tx, task: TaskId) -> sqlx::Result<Vec<Standing>> {
    let rows = fetch_all!(tx, (String, String), OF_TASK, task.to_string())?;
    rows.into_iter().map(|(id, certificate)| Ok((id.parse().map_err(corrupt)?, certificate))).collect()
}

/// The records of an item that have no certificate.
pub async fn without_outcome(tx: &mut Tx, item: ItemId) -> sqlx::Result<Vec<RecordId>> {
    let rows = fetch_all!(tx, (String,), WITHOUT_OUTCOME, item.to_string())?;
    rows.into_iter().map(|(id,)| id.parse().map_err(corrupt)).collect()
}

/// The records of an item that have a certificate, with its number.
pub async fn certified(tx: &mut Tx, item: ItemId) -> sqlx::Result<Vec<Standing>> {
    let rows = fetch_all!(tx, (String, String), CERTIFIED, item.to_string())?;
    rows.into_iter().map(|(id, certificate)| Ok((id.parse().map_err(corrupt)?, certificate))).collect()
}

/// Records of other entries of the register that were changed since a moment and whose item, as they state it in words, has these letters
/// and digits in it, whatever stands between them; each with the number of its certificate.
pub async fn spelled(tx: &mut Tx, but: ItemId, serial: &str, since: Instant) -> sqlx::Result<Vec<(Standing, String)>> {
    let rows = fetch_all!(tx, (String, String, String), SPELLED, since.0, but.to_string(), scattered(serial))?;
    let read = |(id, item, certificate): (String, String, String)| Ok(((id.parse().map_err(corrupt)?, certificate), item));
    rows.into_iter().map(read).collect()
}

/// The answers that were given with an act, as its audit entry names them.
#[derive(Debug, Clone)]
pub struct AnswersOf {
    act: String,
    hash: Hash,
}

impl AnswersOf {
    /// In the detail of the act's audit entry.
    pub fn detail(&self) -> Value {
        json!({ "act": self.act, "answers": self.hash })
    }
}

/// Stores the answers given with an act; returns what the act's audit entry says of them.
pub async fn answer(tx: &mut Tx, record: RecordId, act_id: &str, given: &[Answered]) -> sqlx::Result<AnswersOf> {
    let mut lines = Vec::new();
    for Answered { answer, act, by, at } in given {
        let id = random::id::<Answer>(*at).to_string();
        let (act, params) = (name(*act)?, serde_json::to_string(&answer.params).map_err(corrupt)?);
        let (record, by) = (record.to_string(), by.to_string());
        execute!(tx, ANSWER, &id, act, act_id, record, &answer.code, &answer.path, &params, &answer.text, by, at.0)?;
        seal::seal(tx, "answers", &[&id], *at).await?;
        lines.push(answer_line(&answer.code, &answer.path, &params, &answer.text));
    }
    Ok(AnswersOf { act: act_id.to_owned(), hash: answers_hash(lines) })
}

/// An answer as [`answers_hash`] takes it, by its columns.
pub fn answer_line(code: &str, path: &str, params: &str, text: &str) -> String {
    json!([code, path, params, text]).to_string()
}

/// The hash of the answers given with an act: `etalon-answers-1`, then a line for each, in ascending order.
pub fn answers_hash(mut lines: Vec<String>) -> Hash {
    lines.sort();
    let lines: String = lines.into_iter().map(|line| line + "\n").collect();
    Hash::of(format!("etalon-answers-1\n{lines}").as_bytes())
}

fn name(act: Act) -> sqlx::Result<String> {
    Ok(serde_json::to_string(&act).map_err(corrupt)?.trim_matches('"').to_owned())
}

#[derive(sqlx::FromRow)]
struct Given {
    act: String,
    act_id: String,
    code: String,
    path: String,
    params: String,
    text: String,
    by_person: String,
    at: i64,
}

/// All answers ever given about a record, each with its act.
pub async fn answers(tx: &mut Tx, record: RecordId) -> sqlx::Result<Vec<(String, Answered)>> {
    let read = |row: Given| {
        let Given { act, act_id, code, path, params, text, by_person, at } = row;
        let params = serde_json::from_str(&params).map_err(corrupt)?;
        let act = serde_json::from_value(serde_json::Value::String(act)).map_err(corrupt)?;
        let answer = Answer { code, path, params, text };
        Ok((act_id, Answered { answer, act, by: by_person.parse().map_err(corrupt)?, at: Instant(at) }))
    };
    fetch_all!(tx, Given, ANSWERS, record.to_string())?.into_iter().map(read).collect()
}

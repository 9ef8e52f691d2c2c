//! What the office and the signers decide beside a record: the order line it is put under, which facts the certificate states, and the
//! answers to findings.

use base::id::{ItemId, OrderId, PersonId, RecordId, TaskId};
use base::time::Instant;
use domain::conditions::{Act, Answer, Answered, Attached};
use domain::event::Hash;
use serde_json::{Value, json};

use super::{Tx, corrupt, seal};
use crate::random;

const SETTLE: &str = "INSERT INTO record_settlements (id, record_id, seq, kind, order_id, line, by_person, at) \
    VALUES ($1, $2, (SELECT COUNT(*) FROM record_settlements WHERE record_id = $2), $3, $4, $5, $6, $7)";
const OF_RECORD: &str = "SELECT kind, order_id, line FROM record_settlements WHERE record_id = $1 ORDER BY seq";
const UNDER_ORDER: &str = "SELECT s.record_id, s.line, r.item_id, r.certificate FROM record_settlements s \
    JOIN records r ON r.id = s.record_id WHERE s.order_id = $1 AND r.status <> 'abandoned' AND NOT EXISTS \
    (SELECT 1 FROM record_settlements t WHERE t.record_id = s.record_id AND t.kind = 'order' AND t.seq > s.seq) ORDER BY s.record_id";
const OF_TASK: &str = "SELECT id, certificate FROM records WHERE task_id = $1 AND status <> 'abandoned' ORDER BY id";
const WITHOUT_OUTCOME: &str = "SELECT id FROM records WHERE item_id = $1 AND certificate = '' ORDER BY id";
const CERTIFIED: &str = "SELECT id, certificate FROM records WHERE item_id = $1 AND certificate <> '' ORDER BY id";
const SPELLED: &str = "SELECT id, item, certificate FROM records WHERE updated_at >= $1 AND item_id <> $2 AND search LIKE $3 ORDER BY id";
const ANSWER: &str = "INSERT INTO answers (id, act, act_id, record_id, code, path, params, text, by_person, at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const ANSWERS: &str = "SELECT act, act_id, code, path, params, text, by_person, at FROM answers WHERE record_id = $1 ORDER BY id";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[SETTLE, OF_RECORD, UNDER_ORDER, OF_TASK, WITHOUT_OUTCOME, CERTIFIED, SPELLED, ANSWER, ANSWERS];

/// What the office settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// The record is put under this line.
    Order(Attached),
    /// The certificate takes the register's facts.
    Afresh,
    /// The certificate states what the record began with.
    AsRecorded,
}

impl Settlement {
    /// Its name in the table and in the audit trail.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Order(_) => "order",
            Self::Afresh => "afresh",
            Self::AsRecorded => "as_recorded",
        }
    }
}

/// Notes what the office settled.
pub async fn settle(tx: &mut Tx, record: RecordId, what: Settlement, by: PersonId, at: Instant) -> sqlx::Result<()> {
    let id = random::id::<Settlement>(at).to_string();
    let attached = match what {
        Settlement::Order(attached) => Some(attached),
        Settlement::Afresh | Settlement::AsRecorded => None,
    };
    let (order, line) = (attached.map(|to| to.order.to_string()), attached.map(|to| i64::from(to.line)));
    execute!(tx, SETTLE, &id, record.to_string(), what.kind(), order, line, by.to_string(), at.0)?;
    seal::seal(tx, "record_settlements", &[&id], at).await
}

/// What is settled of a record: the line it is put under, and whether the certificate takes the register's facts.
pub async fn of_record(tx: &mut Tx, record: RecordId) -> sqlx::Result<(Option<Attached>, bool)> {
    let (mut attached, mut afresh) = (None, false);
    for (kind, order, line) in fetch_all!(tx, (String, Option<String>, Option<i64>), OF_RECORD, record.to_string())? {
        match (kind.as_str(), order, line) {
            ("order", Some(order), Some(line)) => {
                attached = Some(Attached { order: order.parse().map_err(corrupt)?, line: u16::try_from(line).map_err(corrupt)? });
            }
            ("afresh", ..) => afresh = true,
            ("as_recorded", ..) => afresh = false,
            (other, ..) => return Err(corrupt(format!("a settlement of kind {other}"))),
        }
    }
    Ok((attached, afresh))
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
    let rows = fetch_all!(tx, (String, i64, String, String), UNDER_ORDER, order.to_string())?;
    let read = |(record, line, item, certificate): (String, i64, String, String)| {
        let (record, item) = (record.parse().map_err(corrupt)?, item.parse().map_err(corrupt)?);
        Ok(Under { record, line: u16::try_from(line).map_err(corrupt)?, item, certificate })
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
struct Row {
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
    let read = |row: Row| {
        let Row { act, act_id, code, path, params, text, by_person, at } = row;
        let params = serde_json::from_str(&params).map_err(corrupt)?;
        let act = serde_json::from_value(serde_json::Value::String(act)).map_err(corrupt)?;
        let answer = Answer { code, path, params, text };
        Ok((act_id, Answered { answer, act, by: by_person.parse().map_err(corrupt)?, at: Instant(at) }))
    };
    fetch_all!(tx, Row, ANSWERS, record.to_string())?.into_iter().map(read).collect()
}

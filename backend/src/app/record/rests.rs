//! What the office knows of a record that acts on it rest on: its files, its case, its order, other records of the same work, what
//! was answered.

use shared::api::Problem;
use shared::certificate::correction::Origin;
use shared::conditions::{self, Act, Answer, Answered, Attached, Basis, Twin, Unmet};
use shared::event::Stream;
use shared::id::Id;
use shared::order::task::Task;
use shared::record::Record;
use shared::record::facts::Office;
use shared::sync::judge::StreamState;

use crate::app::{Error, Result};
use crate::store::{Tx, correction, facts, file, ledger, record as store, register, settlement};

/// What the office knows of a record.
pub(super) async fn office(tx: &mut Tx, record: &Record) -> Result<Office> {
    let mut office = Office::default();
    for attachment in &record.attachments {
        let sha256 = attachment.what.sha256;
        office.stored.extend(file::find(tx, sha256).await?.map(|stored| (sha256, stored)));
    }
    let issued = store::find(tx, record.id).await?.map(|row| row.issued_check).unwrap_or_default();
    let check = record.check.as_ref().map(|check| check.event.to_string());
    office.issued = !issued.is_empty();
    office.issued_on_check = check.as_ref().is_some_and(|check| *check == issued);
    let case = correction::open_of_record(tx, record.id).await?;
    office.case = case.map(|row| if row.origin == "office" { Origin::Office } else { Origin::Record });
    (office.attached, office.afresh) = settlement::of_record(tx, record.id).await?;
    office.twins = twins(tx, record, office.attached).await?;
    let stands = |act: Act, id: &String| act != Act::Check || check.as_ref() == Some(id);
    let answers = settlement::answers(tx, record.id).await?.into_iter();
    office.answers = answers.filter(|(id, answered)| stands(answered.act, id)).map(|(_, answered)| answered).collect();
    Ok(office)
}

/// Other records of the same line of the same order that are not given up: of its tasks, and those that the office put there.
async fn twins(tx: &mut Tx, record: &Record, attached: Option<Attached>) -> Result<Vec<Twin>> {
    let task = match record.opened.task {
        Some(task) => facts::current::<Task>(tx, task).await?.map(|body| Attached { order: body.order, line: body.line }),
        None => None,
    };
    let Some(line) = task.or(attached) else { return Ok(Vec::new()) };
    let (item, customer) = (record.opened.item.id, record.opened.customer.id);
    let tasks = register::all_of_customer::<Task>(tx, customer).await?;
    let same = |task: &Task| task.order == line.order && task.line == line.line && task.item == item;
    let mut found = Vec::new();
    for task in tasks.iter().filter(|row| same(&row.body) || record.opened.task == Some(row.id)) {
        found.extend(settlement::of_task(tx, task.id).await?);
    }
    for (other, _) in settlement::under_order(tx, line.order).await?.into_iter().filter(|(_, of)| *of == line.line) {
        found.extend(settlement::standing(tx, other).await?);
    }
    let mut twins = Vec::new();
    for (other, certificate) in found.into_iter().filter(|(other, _)| *other != record.id) {
        twins.push(Twin { record: other, certificate, instead_of: instead_of(tx, other).await? });
    }
    Ok(twins)
}

async fn instead_of(tx: &mut Tx, record: Id<Record>) -> Result<Option<Id<Record>>> {
    let state = StreamState::of(&ledger::stream(tx, Stream::record(record)).await?);
    Ok(state.record.and_then(|record| record.opened.instead_of))
}

/// The answers that go with an act.
///
/// # Errors
/// 409 with every finding that waits for an answer.
pub fn settled(basis: &Basis<'_>, given: &[Answer]) -> Result<Vec<Answered>> {
    let kept = conditions::settled(basis, given).map_err(|unanswered| {
        let findings = unanswered.open.iter().map(Unmet::finding).collect();
        Error::Refused(Box::new(Problem { findings, ..Problem::of(409, &unanswered) }))
    })?;
    let (act, by, at) = (basis.act, basis.who, basis.at);
    Ok(kept.into_iter().map(|answer| Answered { answer, act, by, at }).collect())
}

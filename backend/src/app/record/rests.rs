//! What acts on a record rest on, from the office: its files, its case, its order, other records of the same work, the answers given.

use base::id::{OrderId, ServiceId};
use base::time::Instant;
use contract::api::Problem;
use domain::certificate::origin::Origin;
use domain::conditions::{self, Act, Answer, Answered, Attached, Basis, Twin, Unmet};
use domain::event::Stream;
use domain::order::Order;
use domain::order::cover::Calibration;
use domain::order::settlement::Settled;
use domain::order::task::Task;
use domain::record::Record;
use domain::record::office::Office;
use domain::stream::judge::StreamState;

use super::others::{others, service};
use super::streams;
use crate::app::{Error, Result, case, correction};
use crate::store::settlement::{Standing, Under};
use crate::store::{Tx, certificate, facts, file, ledger, record as store, register, settlement};

/// What the office knows of a record.
pub(super) async fn office(tx: &mut Tx, record: &Record) -> Result<Office> {
    let mut office = Office { first_issue: certificate::first_issue(tx).await?, ..Office::default() };
    for attachment in &record.attachments {
        let sha256 = attachment.what.sha256;
        office.stored.extend(file::find(tx, sha256).await?.map(|stored| (sha256, stored)));
    }
    let issued = store::find(tx, record.id).await?.map(|row| row.issued_check).unwrap_or_default();
    let check = record.check.as_ref().map(|check| check.event.to_string());
    office.issued = !issued.is_empty();
    office.issued_on_check = check.as_ref().is_some_and(|check| *check == issued);
    let open = correction::of_record(tx, record.id).await?;
    let case = open.as_ref().and_then(|(_, open)| open.case.correction());
    office.case = case.map(|case| case.origin);
    if let Some(case) = case.filter(|case| case.origin == Origin::Record) {
        let corrected = certificate::find(tx, case.certificate).await?;
        office.corrects = corrected.map(|of| (of.stored.number, Instant(of.stored.issued_at)));
    }
    let settled = case::load::<Settled>(tx, record.id.cast()).await?.unwrap_or_default().case;
    (office.attached, office.afresh) = (settled.attached(), settled.afresh());
    let others = others(tx, record).await?;
    office.twins = twins(tx, record, office.attached).await?;
    office.twins.extend(others.iter().filter_map(|other| other.as_twin(record, office.attached)));
    office.other_starts = others.iter().filter_map(|other| other.as_start(record, office.attached)).collect();
    office.certified = others.iter().filter_map(|other| other.as_certified(record)).collect();
    office.misnamed = misnamed(tx, record).await?;
    office.item_found = StreamState::of(&ledger::stream(tx, Stream::item(record.opened.item.id)).await?).item.found.is_some();
    let stands = |act: Act, id: &String| act != Act::Check || check.as_ref() == Some(id);
    let answers = settlement::answers(tx, record.id).await?.into_iter();
    office.answers = answers.filter(|(id, answered)| stands(answered.act, id)).map(|(_, answered)| answered).collect();
    Ok(office)
}

/// Other records of the same work that are not given up: those of the order's tasks, and those the office put under the order.
async fn twins(tx: &mut Tx, record: &Record, attached: Option<Attached>) -> Result<Vec<Twin>> {
    let task = match record.opened.task {
        Some(task) => facts::current::<Task>(tx, task).await?.map(|body| Attached { order: body.order, line: body.line }),
        None => None,
    };
    let Some(under) = task.or(attached) else { return Ok(Vec::new()) };
    let Some(order) = facts::current::<Order>(tx, under.order).await? else { return Ok(Vec::new()) };
    let Some(service) = service(tx, record).await? else { return Ok(Vec::new()) };
    let own = calibration(record, service, under.line);
    let mut others = of_tasks(tx, record, own, under.order).await?;
    others.extend(put_under(tx, own, under.order).await?);
    others.retain(|(_, (other, _))| *other != record.id);
    let others = others.into_iter().map(|(of, standing)| (of, !standing.1.is_empty(), standing)).collect();
    let mut twins = Vec::new();
    for (other, certificate) in own.same_work(&order, others) {
        twins.push(Twin { record: other, certificate, instead_of: streams::one(tx, other).await?.opened.instead_of });
    }
    Ok(twins)
}

/// The records of the record's own task, and of the order's tasks for the same item by the same service.
async fn of_tasks(tx: &mut Tx, record: &Record, own: Calibration, order: OrderId) -> Result<Vec<(Calibration, Standing)>> {
    let mut found = Vec::new();
    for row in register::all_of_customer::<Task>(tx, record.opened.customer.id).await? {
        let Task { item, edition, service, line, .. } = row.body;
        let is_own = record.opened.task == Some(row.id);
        if is_own || (row.body.order == order && item == own.item && service == own.service) {
            let of = if is_own { own } else { Calibration { item, edition, service, line: Some(line) } };
            found.extend(settlement::of_task(tx, row.id).await?.into_iter().map(|standing| (of, standing)));
        }
    }
    Ok(found)
}

/// The records of the same item that the office put under the order.
async fn put_under(tx: &mut Tx, own: Calibration, order: OrderId) -> Result<Vec<(Calibration, Standing)>> {
    let mut found = Vec::new();
    for Under { record, line, certificate, .. } in
        settlement::under_order(tx, order).await?.into_iter().filter(|other| other.item == own.item)
    {
        let other = streams::one(tx, record).await?;
        let of = service(tx, &other).await?.map(|service| calibration(&other, service, line));
        found.extend(of.map(|of| (of, (record, certificate))));
    }
    Ok(found)
}

/// What a record calibrates, under this line of an order.
const fn calibration(record: &Record, service: ServiceId, line: u16) -> Calibration {
    Calibration { item: record.opened.item.id, edition: record.opened.edition_id, service, line: Some(line) }
}

/// Whether the record says that it replaces one, and does not (C-5.5.3).
async fn misnamed(tx: &mut Tx, record: &Record) -> Result<bool> {
    let Some(named) = record.opened.instead_of else { return Ok(false) };
    let other = StreamState::of(&ledger::stream(tx, Stream::record(named)).await?).record;
    Ok(conditions::is_misnamed(record, other.as_ref()))
}

/// The answers given with an act.
///
/// # Errors
/// 409 with every finding that has no answer.
pub fn settled(basis: &Basis<'_>, given: &[Answer]) -> Result<Vec<Answered>> {
    let kept = conditions::settled(basis, given).map_err(|unanswered| {
        let findings = unanswered.open.iter().map(Unmet::finding).collect();
        Error::Refused(Box::new(Problem { findings, ..Problem::of(409, &unanswered) }))
    })?;
    let (act, by, at) = (basis.act, basis.who, basis.at);
    Ok(kept.into_iter().map(|answer| Answered { answer, act, by, at }).collect())
}

//! Correction cases (C-5.4.2): opened with a reason, closed by a supplement or a replacement, or withdrawn.

use base::id::{CertificateId, CorrectionId, PersonId};
use base::time::Instant;
use contract::api::certificate::{CorrectionRow, OpenCorrection, WithdrawCorrection};
use contract::api::{ListQuery, Page};
use domain::certificate::compare::DifferenceKind;
use domain::certificate::correction::{self as rule, Correction, Standing, Under, Withdrawing};
use domain::certificate::origin::Origin;
use domain::conditions;
use domain::event::body::Body;
use domain::record::RecordStatus;
use domain::record::refusal::RecordRefusal;

use super::situation::{self, Situation, Worked};
use super::{check, narrowed, parsed};
use crate::app::authority::hold;
use crate::app::documents;
use crate::app::paging::{page, wanted};
use crate::app::record::office::{self, Act};
use crate::app::{Actor, Error, Result, reading};
use crate::state::App;
use crate::store::{Tx, audit, certificate as certificates, correction as store};

/// A case as stored.
pub(super) fn case(row: &store::Row) -> Result<Correction> {
    let origin = serde_json::from_value(serde_json::Value::String(row.origin.clone())).map_err(Error::corrupt)?;
    Ok(Correction {
        id: parsed(&row.id)?,
        certificate: parsed(&row.certificate_id)?,
        record: parsed(&row.record_id)?,
        reason: row.reason.clone(),
        origin,
        by: parsed(&row.by_person)?,
        at: Instant(row.at),
        closed_by: row.closed_by.as_deref().map(parsed).transpose()?,
    })
}

/// Opens a case; where the error is in the record, the record is opened again for its calibrator in the same transaction.
pub async fn open(app: &App, actor: &Actor, certificate: CertificateId, command: OpenCorrection) -> Result<Correction> {
    let (id, by, now) = (app.new_id(), actor.person, app.now());
    app.db
        .write(move |tx| {
            let command = command.clone();
            Box::pin(async move {
                hold::free(tx, by).await?;
                let row = certificates::find(tx, certificate).await?.ok_or_else(Error::not_found)?;
                let record = parsed(&row.stored.record_id)?;
                let standing = Standing {
                    void: row.void_by.is_some(),
                    supplemented: row.supplemented_by.is_some(),
                    case_open: store::open_of_record(tx, record).await?.is_some(),
                };
                rule::open(&command.reason, standing).map_err(|refusal| match refusal {
                    rule::CorrectionRefused::ReasonMissing => Error::rule(&refusal),
                    _ => Error::conflict(&refusal),
                })?;
                let OpenCorrection { reason, origin } = command;
                let case = Correction { id, certificate, record, reason, origin, by, at: now, closed_by: None };
                store::insert(tx, &case).await?;
                if origin == Origin::Record {
                    let body = Body::Reopened { case: id, reason: case.reason.clone() };
                    office::act(tx, &Act { record, by, seen: None, body, check: None, now }).await?;
                }
                let opened = audit::CorrectionAct::Opened { certificate, origin, reason: &case.reason };
                audit::append(tx, now, by, audit::Act::Correction(id, opened)).await?;
                Ok(case)
            })
        })
        .await
}

/// Withdraws a case that was opened by mistake. If it reopened the record, the record must be checked again and say what the certificate
/// says. If the registers say something else than the certificate, a second person says why it is right as it is.
pub async fn withdraw(app: &App, actor: &Actor, id: CorrectionId, command: WithdrawCorrection) -> Result<()> {
    let (by, now) = (actor.person, app.now());
    let before = app.db.read(move |tx| Box::pin(async move { over(tx, id, by, now).await })).await?;
    // Outside the transaction, because it takes as long as the edition's computation.
    let (seen, worked) = match before {
        Some(situation) => (Some((situation.head, situation.office.clone())), documents::blocking(move || Ok(situation.work_out())).await?),
        None => (None, Worked::default()),
    };
    app.db
        .write(move |tx| {
            let (worked, seen, reason) = (worked.clone(), seen.clone(), command.reason.clone());
            Box::pin(async move {
                hold::free(tx, by).await?;
                let row = store::find(tx, id).await?.ok_or_else(Error::not_found)?;
                let situation = over(tx, id, by, now).await?;
                let as_seen = |now: &Situation| seen.as_ref().is_some_and(|(head, office)| (*head, office) == (now.head, &now.office));
                if situation.as_ref().is_some_and(|now| !as_seen(now)) {
                    return Err(Error::refused(409, "record_changed"));
                }
                if let Some(person) =
                    situation.as_ref().and_then(|now| conditions::conflict(&now.basis(conditions::Act::CheckCorrection, &now.known)))
                {
                    return Err(Error::conflict(&RecordRefusal::ConflictOfInterest { person }));
                }
                let under = situation.as_ref().map_or(Under::Untouched, |situation| under(situation, &worked));
                let had_part = match &situation {
                    Some(situation) => row.by_person == by.to_string() || check::changed_by(tx, situation).await?.contains(&by),
                    None => false,
                };
                rule::withdraw(row.ended.is_some(), under, Withdrawing { reason: &reason, had_part })
                    .map_err(|refusal| refused(&refusal))?;
                store::end(tx, id, None, by, now).await?;
                Ok(audit::append(tx, now, by, audit::Act::Correction(id, audit::CorrectionAct::Withdrawn(reason.trim()))).await?)
            })
        })
        .await
}

fn refused(refusal: &rule::CorrectionRefused) -> Error {
    match refusal {
        rule::CorrectionRefused::WithdrawalUnexplained => Error::rule(refusal),
        _ => Error::conflict(refusal),
    }
}

/// The situation of an open case's record; `None` once the case has ended.
async fn over(tx: &mut Tx, id: CorrectionId, by: PersonId, now: Instant) -> Result<Option<Situation>> {
    let row = store::find(tx, id).await?.ok_or_else(Error::not_found)?;
    if row.ended.is_some() {
        return Ok(None);
    }
    situation::load(tx, parsed(&row.record_id)?, by, now).await.map(Some)
}

/// The state of the record and of the registers under the certificate.
fn under(situation: &Situation, worked: &Worked) -> Under {
    let of_record = situation.case.as_ref().is_some_and(|case| case.origin == Origin::Record);
    if situation.record.status != RecordStatus::Checked {
        // A case about office facts leaves the record as it is, also one that an earlier case left open.
        return if of_record { Under::Open } else { Under::Untouched };
    }
    match situation.difference(&situation.draft(worked)) {
        Some((_, difference)) if difference.kind() != DifferenceKind::Nothing && of_record => Under::Differs,
        Some((_, difference)) if difference.kind() != DifferenceKind::Nothing => Under::FactsDiffer,
        _ => Under::Same,
    }
}

/// A page of cases, the newest first.
pub async fn list(app: &App, actor: &Actor, query: ListQuery) -> Result<Page<CorrectionRow>> {
    let (limit, person, asked) = (wanted(query.limit), narrowed(actor), query.clone());
    let found = app
        .db
        .read(move |tx| Box::pin(async move { Ok::<_, Error>(store::list(tx, &query.after, &query.status, limit + 1, person).await?) }))
        .await?;
    let page = page(found.iter().map(row).collect::<Result<Vec<_>>>()?, limit, |row| row.case.id.to_string());
    if person.is_none() {
        reading::note_page(app, actor, "corrections", &asked, page.rows.iter().map(|row| row.case.id.to_string()).collect()).await?;
    }
    Ok(page)
}

/// A case as lists show it.
pub(in crate::app) fn row(row: &store::Row) -> Result<CorrectionRow> {
    Ok(CorrectionRow {
        case: case(row)?,
        number: row.number.clone(),
        closed_by: row.closed_by_number.clone(),
        checked: row.checks > 0,
        withdrawn: row.ended.as_deref() == Some("withdrawn"),
    })
}

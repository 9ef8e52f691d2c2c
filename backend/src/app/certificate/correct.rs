//! Corrections (C-5.4.2): opened with a reason, closed by a supplement or a replacement, or withdrawn. A correction is a case.

use base::id::{CertificateId, CorrectionId, PersonId};
use base::time::Instant;
use contract::api::certificate::{CorrectionRow, OpenCorrection, WithdrawCorrection};
use contract::api::{ListQuery, Page};
use domain::case::{By, Case, Folded};
use domain::certificate::compare::DifferenceKind;
use domain::certificate::correction::{Around, Correction, CorrectionCase, Fact, Standing, Under};
use domain::certificate::origin::Origin;
use domain::conditions;
use domain::event::body::Body;
use domain::record::RecordStatus;
use domain::record::refusal::RecordRefusal;

use super::situation::{self, Situation, Worked};
use super::{check, narrowed, parsed};
use crate::app::correction::{happens, of_record, one};
use crate::app::documents;
use crate::app::paging::wanted;
use crate::app::record::office::{self, Act};
use crate::app::{Actor, Error, Result, case, lists, reading};
use crate::state::App;
use crate::store::list::of_cases::list as list_of;
use crate::store::{Tx, case as cases, certificate as certificates};

/// Opens a case; where the error is in the record, the record is opened again for its calibrator in the same transaction.
pub async fn open(app: &App, actor: &Actor, certificate: CertificateId, command: OpenCorrection) -> Result<Correction> {
    let (id, by, now) = (app.new_id(), actor.person, app.now());
    app.db
        .write(move |tx| {
            let OpenCorrection { reason, origin } = command.clone();
            Box::pin(async move {
                let row = certificates::find(tx, certificate).await?.ok_or_else(Error::not_found)?;
                let (number, record) = (row.stored.number.clone(), parsed(&row.stored.record_id)?);
                let standing = Standing {
                    void: row.void_by.is_some(),
                    supplemented: row.supplemented_by.is_some(),
                    case_open: of_record(tx, record).await?.is_some(),
                };
                let (customer, body) = (parsed(&row.stored.customer_id)?, Body::Reopened { case: id, reason: reason.clone() });
                let fact = Fact::Opened { certificate, number, record, customer, reason, origin };
                let around = Around { certificate: standing, ..Around::default() };
                let mut folded = Folded::default();
                happens(tx, &mut folded, &around, case::Fact::new(id.cast(), By::Person { person: by }, fact, now)).await?;
                if origin == Origin::Record {
                    office::act(tx, &Act { record, by, seen: None, body, check: None, now }).await?;
                }
                folded.case.correction().cloned().ok_or_else(|| Error::corrupt("a case without its beginning"))
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
            let (worked, seen, reason) = (worked.clone(), seen.clone(), command.reason.trim().to_owned());
            Box::pin(async move {
                let mut folded = one(tx, id).await?;
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
                    Some(situation) => check::changed_by(tx, situation).await?.contains(&by),
                    None => false,
                };
                let around = Around { under, had_part, ..Around::default() };
                let fact = case::Fact::new(id.cast(), By::Person { person: by }, Fact::Withdrawn { reason }, now);
                happens(tx, &mut folded, &around, fact).await
            })
        })
        .await
}

/// The situation of an open case's record; `None` once the case has ended.
async fn over(tx: &mut Tx, id: CorrectionId, by: PersonId, now: Instant) -> Result<Option<Situation>> {
    let folded = one(tx, id).await?;
    match folded.case.correction().filter(|_| folded.case.ended().is_none()) {
        Some(correction) => situation::load(tx, correction.record, by, now).await.map(Some),
        None => Ok(None),
    }
}

/// The state of the record and of the registers under the certificate.
fn under(situation: &Situation, worked: &Worked) -> Under {
    let of_record = situation.case().is_some_and(|case| case.origin == Origin::Record);
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
    let person = narrowed(actor);
    let by = person.map(|person| person.to_string());
    let wanted = lists::wanted(&query, wanted(query.limit), by)?;
    let Some((of, wanted)) = list_of(CorrectionCase::KIND).zip(wanted) else { return Ok(Page { rows: Vec::new(), next: None }) };
    let (rows, found) = app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(cases::list(tx, of, &wanted).await?) })).await?;
    lists::tidy(app, of, &found);
    if person.is_none() {
        reading::note_page(app, actor, "corrections", &query, found.ids.clone()).await?;
    }
    Ok(lists::page(rows.iter().map(row).collect::<Result<_>>()?, &found))
}

/// A case as lists show it.
pub(in crate::app) fn row(row: &cases::Row) -> Result<CorrectionRow> {
    serde_json::from_str(&row.summary).map_err(Error::corrupt)
}

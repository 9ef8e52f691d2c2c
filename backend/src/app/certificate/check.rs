//! A second person checks a correction of office facts: what would be stated, as it is now (C-5.4.2).

use std::collections::BTreeSet;

use base::finding::{Finding, Refusal};
use base::id::{CorrectionId, PersonId};
use base::time::Instant;
use contract::api::certificate::{CaseCheckView, CheckCorrection};
use domain::certificate::correction::{self as rule, CaseCheck, Checking, CorrectionRefused};
use domain::certificate::differing::differing;
use domain::certificate::document::CertificateDocument;
use domain::certificate::origin::Origin;
use domain::conditions::Act;

use domain::library::body::Body;

use super::situation::{self, Situation, Worked};
use super::{office, parsed};
use crate::app::authority::hold;
use crate::app::documents;
use crate::app::record::rests::settled;
use crate::app::{Actor, Error, Result, account};
use crate::random;
use crate::state::App;
use crate::store::{Tx, audit, certificate, correction as store, register, settlement};

/// Checks a case; the password is asked again. What was seen must be what is stated.
pub async fn check(app: &App, actor: &Actor, id: CorrectionId, command: CheckCorrection) -> Result<()> {
    account::verify_password(app, actor, command.password).await?;
    let (by, now, seen, answers) = (actor.person, app.now(), command.stated, command.answers);
    let situation = app.db.read(move |tx| Box::pin(async move { of_case(tx, id, by, now).await })).await?;
    // Outside the transaction, because it takes as long as the edition's computation.
    let facts = situation.office.clone();
    let worked = documents::blocking(move || Ok(situation.work_out())).await?;
    app.db
        .write(move |tx| {
            let (worked, facts, answers) = (worked.clone(), facts.clone(), answers.clone());
            Box::pin(async move {
                hold::free(tx, by).await?;
                let situation = of_case(tx, id, by, now).await?;
                let draft = situation.draft(&worked);
                if situation.office != facts || draft.stated.hash() != seen {
                    return Err(Error::conflict(&CorrectionRefused::DraftChanged));
                }
                decide(tx, &situation, by, &draft, &worked).await?.map_err(|refusal| refused(&refusal))?;
                let (check, known) = (random::id(now), situation.known_of(&draft, &worked));
                let kept = settled(&situation.basis(Act::CheckCorrection, &known), &answers)?;
                store::check(tx, check, id, CaseCheck { by, at: now, stated: seen }).await?;
                let answers = settlement::answer(tx, situation.record.id, &check.to_string(), &kept).await?;
                Ok(audit::append(tx, now, by, audit::Act::Correction(id, audit::CorrectionAct::Checked(seen, &answers))).await?)
            })
        })
        .await
}

/// The situation of an open case's record.
async fn of_case(tx: &mut Tx, id: CorrectionId, by: PersonId, now: Instant) -> Result<Situation> {
    let row = store::find(tx, id).await?.ok_or_else(Error::not_found)?;
    if row.ended.is_some() {
        return Err(Error::conflict(&CorrectionRefused::CaseClosed));
    }
    situation::load(tx, parsed(&row.record_id)?, by, now).await
}

/// Whether this person may check the draft of the open case.
async fn decide(
    tx: &mut Tx,
    situation: &Situation,
    who: PersonId,
    draft: &CertificateDocument,
    worked: &Worked,
) -> Result<std::result::Result<(), CorrectionRefused>> {
    let Some(case) = &situation.case else { return Ok(Err(CorrectionRefused::CaseClosed)) };
    let Some(person) = &situation.asking else { return Ok(Err(CorrectionRefused::CheckerNotAuthorised)) };
    let changed_by = changed_by(tx, situation).await?;
    Ok(rule::check(Checking {
        who,
        person,
        case,
        record: &situation.record,
        service: situation.service,
        today: situation.today(),
        changed_by: &changed_by,
        checks: &situation.checks,
        stated: draft.stated.hash(),
        unmet: &situation.refused(Act::CheckCorrection, draft, worked),
    }))
}

/// Who changed an entry that the certificate is composed from, since the one in force was issued; and who wrote before that what the
/// registers say now and it does not.
pub(super) async fn changed_by(tx: &mut Tx, situation: &Situation) -> Result<BTreeSet<PersonId>> {
    let Some(in_force) = situation.standing.last() else { return Ok(BTreeSet::new()) };
    let issued = certificate::find(tx, in_force.id).await?.map_or(Instant::default(), |row| Instant(row.stored.issued_at));
    let body = register::by_code::<Body>(tx, "body").await?.map(|row| row.id.to_string()).unwrap_or_default();
    let mut people = BTreeSet::new();
    for entry in office::entries(&situation.record, &body, situation.order()) {
        people.extend(store::changed_by(tx, &entry, issued).await?);
    }
    for (entry, at) in differing(&situation.record, &in_force.document, &situation.facts) {
        people.extend(store::written_by(tx, &entry, at).await?);
    }
    Ok(people)
}

/// How the open case of a draft is checked, for the person who asks; nothing where it is checked with the record.
pub(super) async fn view(tx: &mut Tx, situation: &Situation, worked: &Worked, who: PersonId) -> Result<Option<CaseCheckView>> {
    let Some(case) = situation.case.as_ref().filter(|case| case.origin == Origin::Office) else { return Ok(None) };
    let draft = situation.draft(worked);
    let refused = decide(tx, situation, who, &draft, worked).await?.err();
    let check = situation.checked(&draft);
    let name = |by| situation.people.get(&by).map(|person| person.name.clone());
    Ok(Some(CaseCheckView {
        case: case.id,
        by: check.and_then(|check| name(check.by)),
        at: check.map(|check| check.at),
        refused: refused.map(|refusal| Finding::error(refusal.code(), refusal.path()).with("clause", refusal.clause().unwrap_or_default())),
    }))
}

fn refused(refusal: &CorrectionRefused) -> Error {
    use CorrectionRefused::{CheckerCalibrated, CheckerChanged, CheckerNotAuthorised, CheckerOpened};
    match refusal {
        CheckerCalibrated | CheckerChanged | CheckerNotAuthorised | CheckerOpened => Error::forbidden(refusal),
        _ => Error::conflict(refusal),
    }
}

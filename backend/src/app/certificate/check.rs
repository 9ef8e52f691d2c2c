//! A second person checks a correction of office facts: what would be stated, as it is now (C-5.4.2).

use std::collections::BTreeSet;

use base::finding::{Finding, Refusal};
use base::id::{CorrectionId, PersonId};
use base::time::Instant;
use contract::api::certificate::{CaseCheckView, CheckCorrection};
use domain::case::{By, Case, judge};
use domain::certificate::correction::{Around, Checker, CorrectionRefused, Fact};
use domain::certificate::differing::differing;
use domain::certificate::document::CertificateDocument;
use domain::certificate::origin::Origin;
use domain::conditions::{Act, Unmet};
use domain::event::Hash;
use domain::library::body::Body;

use super::office;
use super::situation::{self, Situation, Worked};
use crate::app::correction::{one, refused};
use crate::app::documents;
use crate::app::record::rests::settled;
use crate::app::{Actor, Result, account, case};
use crate::state::App;
use crate::store::{Tx, certificate, correction as store, register, settlement};

/// Checks a case; the password is asked again. What was seen must be what is stated.
pub async fn check(app: &App, actor: &Actor, id: CorrectionId, command: CheckCorrection) -> Result<()> {
    account::verify_password(app, actor, command.password).await?;
    let (by, now, stated, answers) = (actor.person, app.now(), command.stated, command.answers);
    let situation = app.db.read(move |tx| Box::pin(async move { of_case(tx, id, by, now).await })).await?;
    // Outside the transaction, because it takes as long as the edition's computation.
    let facts = situation.office.clone();
    let worked = documents::blocking(move || Ok(situation.work_out())).await?;
    app.db
        .write(move |tx| {
            let (worked, facts, answers) = (worked.clone(), facts.clone(), answers.clone());
            Box::pin(async move {
                let situation = of_case(tx, id, by, now).await?;
                if situation.office != facts {
                    return Err(refused(&CorrectionRefused::DraftChanged));
                }
                let (draft, mut folded) = (situation.draft(&worked), one(tx, id).await?);
                let seen = Seen::of(tx, &situation, &draft, &worked).await?;
                let fact = case::Fact::new(id.cast(), By::Person { person: by }, Fact::Checked { stated }, now);
                let decided = judge(&folded.case, &seen.around(&situation), fact.by, fact.fact).map_err(|refusal| refused(&refusal))?;
                let known = situation.known_of(&draft, &worked);
                let kept = settled(&situation.basis(Act::CheckCorrection, &known), &answers)?;
                let answers = settlement::answer(tx, situation.record.id, &fact.id.to_string(), &kept).await?;
                case::append(tx, &mut folded, decided, case::Place { id: fact.id, case: fact.case, now }, Some(&answers)).await
            })
        })
        .await
}

/// The situation of an open case's record.
async fn of_case(tx: &mut Tx, id: CorrectionId, by: PersonId, now: Instant) -> Result<Situation> {
    let folded = one(tx, id).await?;
    let open = folded.case.correction().filter(|_| folded.case.ended().is_none());
    let correction = open.ok_or_else(|| refused(&CorrectionRefused::CaseClosed))?;
    situation::load(tx, correction.record, by, now).await
}

/// What whoever checks a draft of a correction sees, and what their check rests on.
struct Seen {
    changed_by: BTreeSet<PersonId>,
    stated: Hash,
    unmet: Vec<Unmet>,
}

impl Seen {
    async fn of(tx: &mut Tx, situation: &Situation, draft: &CertificateDocument, worked: &Worked) -> Result<Self> {
        let changed_by = changed_by(tx, situation).await?;
        Ok(Self { changed_by, stated: draft.stated.hash(), unmet: situation.refused(Act::CheckCorrection, draft, worked) })
    }

    fn around<'s>(&'s self, situation: &'s Situation) -> Around<'s> {
        let Self { changed_by, stated, unmet } = self;
        let (record, service, today) = (&situation.record, situation.service, situation.today());
        let checker =
            situation.asking.as_ref().map(|person| Checker { person, record, service, today, changed_by, stated: *stated, unmet });
        Around { checker, ..Around::default() }
    }
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
    let Some(open) = situation.open.as_ref() else { return Ok(None) };
    let Some(case) = situation.case().filter(|case| case.origin == Origin::Office) else { return Ok(None) };
    let draft = situation.draft(worked);
    let seen = Seen::of(tx, situation, &draft, worked).await?;
    let fact = Fact::Checked { stated: seen.stated };
    let refused = open.case.decide(&seen.around(situation), &By::Person { person: who }, &fact).err();
    let check = situation.checked(&draft);
    let name = |by| situation.people.get(&by).map(|person| person.name.clone());
    Ok(Some(CaseCheckView {
        case: case.id,
        by: check.and_then(|check| name(check.by)),
        at: check.map(|check| check.at),
        refused: refused.map(|refusal| Finding::error(refusal.code(), refusal.path()).with("clause", refusal.clause().unwrap_or_default())),
    }))
}

//! The draft: composed on every look, never stored.

use std::collections::BTreeSet;

use base::finding::{Finding, Refusal};
use base::id::{PersonId, RecordId};
use contract::api::certificate::{Change, DifferenceView, DraftView};
use contract::api::name::NameView;
use domain::access::Role;
use domain::certificate::compare::{self, Difference};
use domain::certificate::issue::{self, IssueRefused, Signatory};
use domain::certificate::number::Pattern;
use domain::conditions::{self, Act};

use super::situation::{self, Situation, Standing, Worked};
use super::{check, reading};
use crate::app::documents::{self, Document};
use crate::app::numbers;
use crate::app::{Actor, Error, Result};
use crate::state::App;

/// The draft of a record with what is missing and what keeps this person from issuing it.
pub async fn view(app: &App, actor: &Actor, record: RecordId) -> Result<DraftView> {
    let person = actor.person;
    let situation = load(app, actor, record).await?;
    let (situation, worked) = documents::blocking(move || {
        let worked = situation.work_out();
        Ok((situation, worked))
    })
    .await?;
    let checked = (situation.clone(), worked.clone());
    let (check, numbered) = app
        .db
        .read(move |tx| {
            let (situation, worked) = checked.clone();
            Box::pin(async move {
                let unsettled = numbers::after_restore::unsettled(tx).await?.then_some(IssueRefused::NumbersUnsettled);
                let like = match Pattern::parse(&situation.body.number_pattern) {
                    Ok(pattern) => numbers::next_like(tx, &pattern, situation.today().year()).await?,
                    Err(_) => None,
                };
                let unsettled = unsettled.as_ref().map(|refusal| finding(refusal));
                let numbered: Vec<_> = unsettled.into_iter().chain(like.as_ref().map(|refusal| finding(refusal))).collect();
                Ok::<_, Error>((check::view(tx, &situation, &worked, person).await?, numbered))
            })
        })
        .await?;
    let signs = actor.roles.contains(&Role::Signatory);
    let mut view = DraftView { check, ..assemble(&situation, &worked, person, signs) };
    view.refusals.extend(numbered);
    Ok(view)
}

/// The draft with a watermark.
pub async fn pdf(app: &App, actor: &Actor, record: RecordId) -> Result<Vec<u8>> {
    let situation = load(app, actor, record).await?;
    documents::blocking(move || situation.draft(&situation.work_out()).render()).await
}

async fn load(app: &App, actor: &Actor, record: RecordId) -> Result<Situation> {
    let (person, now) = (actor.person, app.now());
    let situation = app.db.read(move |tx| Box::pin(async move { situation::load(tx, record, person, now).await })).await?;
    reading::note(app, actor, situation.record.opened.customer.id, "records", &record.to_string()).await?;
    Ok(situation)
}

fn assemble(situation: &Situation, worked: &Worked, id: PersonId, signs: bool) -> DraftView {
    let document = situation.draft(worked);
    let mut refusals = match &situation.asking {
        Some(person) => issue::refusals(Signatory { id, person }, &situation.record, situation.service, situation.today()),
        None => vec![IssueRefused::NotSignatory],
    };
    refusals.extend(situation.refused(Act::Issue, &document, worked).into_iter().map(IssueRefused::Unmet));
    let known = situation.known_of(&document, worked);
    let conditions = conditions::view(&situation.basis(Act::Issue, &known));
    let conditions = conditions.into_iter().filter(|condition| signs || !conditions::is_of_signer(&condition.name)).collect();
    let before = situation.before(&document);
    refusals.extend(issue::kind(&before).err());
    refusals.extend(issue::checked(&before, id).err());
    DraftView {
        missing: situation.missing(&document),
        refusals: refusals.iter().map(|refusal| finding(refusal)).collect(),
        difference: situation.difference(&document).and_then(|(in_force, difference)| shown(situation, in_force, &difference)),
        stated: document.stated.hash(),
        document,
        seen: situation.entries,
        check: None,
        conditions,
        names: names(situation),
    }
}

/// Names of the people who answered.
fn names(situation: &Situation) -> Vec<NameView> {
    let by: BTreeSet<_> = situation.known.answers.iter().map(|answered| answered.by).collect();
    let named = by.into_iter().filter_map(|person| Some(NameView { person, name: situation.facts.person(person)?.name.clone() }));
    named.collect()
}

fn finding(refusal: &dyn Refusal) -> Finding {
    let clause = refusal.clause().unwrap_or_default();
    let base = Finding::error(refusal.code(), refusal.path()).with("clause", clause);
    refusal.params().iter().fold(base, |finding, (name, value)| finding.with(name, value))
}

fn shown(situation: &Situation, in_force: &Standing, difference: &Difference) -> Option<DifferenceView> {
    let change = |c: &compare::Change| Change { path: c.path.clone(), before: c.before.clone(), after: c.after.clone() };
    Some(DifferenceView {
        case: situation.case()?.id,
        number: in_force.number.clone(),
        kind: difference.kind().name().to_owned(),
        changed: difference.changed.iter().map(change).collect(),
        added: difference.added.iter().map(change).collect(),
    })
}

/// A refusal as a problem: who may not, 403; what is in the way, 409 or 422.
pub(super) fn refused(refusal: &IssueRefused) -> Error {
    match refusal {
        IssueRefused::NotSignatory
        | IssueRefused::NotActive
        | IssueRefused::NotAuthorised
        | IssueRefused::TitleTooLow
        | IssueRefused::OwnCalibration
        | IssueRefused::OwnCheck => Error::forbidden(refusal),
        IssueRefused::NumbersUnsettled
        | IssueRefused::NotChecked
        | IssueRefused::RecordChanged
        | IssueRefused::DraftChanged
        | IssueRefused::CorrectionNotChecked
        | IssueRefused::Unmet(_)
        | IssueRefused::AlreadyIssued { .. } => Error::conflict(refusal),
        _ => Error::rule(refusal),
    }
}

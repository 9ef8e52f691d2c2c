//! What happened on a visit: checks of its standards, acknowledged briefings (C-5.2.2.2, C-5.2.2.3).

use domain::library::standard::Standard;
use std::collections::BTreeSet;

use base::id::{PersonId, VisitId};
use contract::api::name::NameView;
use contract::api::visit::{StandardName, VisitView};
use domain::event::Stream;
use domain::library::person::Person;
use domain::visit::Visit;

use super::record::streams;
use super::{Error, Result};
use crate::state::App;
use crate::store::{Tx, facts};

/// The visit as planned and as it went.
pub async fn view(app: &App, id: VisitId) -> Result<VisitView> {
    app.db.read(move |tx| Box::pin(async move { load(tx, id).await?.ok_or_else(Error::not_found) })).await
}

/// The same within a transaction; `None` where there is no such visit.
pub(super) async fn load(tx: &mut Tx, id: VisitId) -> Result<Option<VisitView>> {
    let Some(visit) = facts::current::<Visit>(tx, id).await? else { return Ok(None) };
    let stream = Stream::visit(id);
    let state = streams::load(tx, [stream]).await?.remove(&stream).unwrap_or_default().visit;
    let checked = state.checks.iter().map(|done| done.check.standard);
    let mut standards = Vec::new();
    for id in visit.standards.iter().copied().chain(checked).collect::<BTreeSet<_>>() {
        if let Some(standard) = facts::current::<Standard>(tx, id).await? {
            standards.push(StandardName { id, number: standard.number, name: standard.name });
        }
    }
    let mut people: BTreeSet<PersonId> = visit.people.iter().copied().collect();
    people.extend(state.checks.iter().map(|done| done.by));
    people.extend(state.briefings.iter().map(|briefed| briefed.person));
    let names = names(tx, people).await?;
    Ok(Some(VisitView { id, visit, state, standards, names }))
}

/// Names of these people, as they are now.
pub(super) async fn names(tx: &mut Tx, people: BTreeSet<PersonId>) -> Result<Vec<NameView>> {
    let mut names = Vec::new();
    for id in people {
        if let Some(person) = facts::current::<Person>(tx, id).await? {
            names.push(NameView { person: id, name: person.name });
        }
    }
    Ok(names)
}

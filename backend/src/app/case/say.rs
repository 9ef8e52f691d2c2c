//! What a person of the body says in a case by the common route: decided by the kind's rules like everything else.

use base::id::CaseId;
use base::time::Instant;
use contract::api::case::{AddFact, BeginCase};
use domain::case::{By, CaseRefusal, Folded};
use domain::event::Hash;
use serde_json::Value;

use super::asking::Asking;
use super::kinds::by_kind;
use super::view::reached;
use super::{Fact, Kept, add, load};
use crate::app::account::at;
use crate::app::{Actor, Error, Result};
use crate::random;
use crate::state::App;
use crate::store::Tx;

/// Begins a case by its first fact; where there is one case of each object and it is there, the fact is added to it.
pub async fn begin(app: &App, actor: &Actor, command: BeginCase) -> Result<CaseId> {
    let (asking, now) = (Asking::new(app, actor), app.now());
    app.db
        .write(move |tx| {
            let (asking, BeginCase { kind, fact }) = (asking.clone(), command.clone());
            Box::pin(async move {
                asking.reach(&kind).ok_or_else(Error::not_found)?;
                asking.may_say(&kind)?;
                by_kind!(kind.as_str(), begun, (tx, &asking.actor, fact, now))
            })
        })
        .await
}

/// Adds a fact to a case that this person reaches.
pub async fn say(app: &App, actor: &Actor, id: CaseId, command: AddFact) -> Result<()> {
    let (asking, now) = (Asking::new(app, actor), app.now());
    app.db
        .write(move |tx| {
            let (asking, AddFact { head, fact }) = (asking.clone(), command.clone());
            Box::pin(async move {
                let row = reached(tx, &asking, id).await?;
                asking.may_say(&row.kind)?;
                by_kind!(row.kind.as_str(), added, (tx, &asking.actor, (id, head), fact, now))
            })
        })
        .await
}

fn read<C: Kept>(fact: Value) -> Result<C::Fact> {
    serde_json::from_value(fact).map_err(|_| at(Error::rule(&CaseRefusal::Malformed), "fact"))
}

async fn begun<C: Kept>(tx: &mut Tx, actor: &Actor, fact: Value, now: Instant) -> Result<CaseId> {
    let fact = read::<C>(fact)?;
    let id = C::identity(&fact).unwrap_or_else(|| random::id(now));
    let folded = load::<C>(tx, id).await?.unwrap_or_default();
    said(tx, folded, id, By::Person { person: actor.person }, fact, now).await?;
    Ok(id)
}

async fn added<C: Kept>(tx: &mut Tx, actor: &Actor, (id, head): (CaseId, Hash), fact: Value, now: Instant) -> Result<()> {
    let fact = read::<C>(fact)?;
    let folded = load::<C>(tx, id).await?.ok_or_else(Error::not_found)?;
    if folded.head != head {
        return Err(Error::conflict(&CaseRefusal::Changed));
    }
    said(tx, folded, id, By::Person { person: actor.person }, fact, now).await
}

/// Loads what the kind's rules need, decides and writes.
pub async fn said<C: Kept>(tx: &mut Tx, mut folded: Folded<C>, id: CaseId, by: By, fact: C::Fact, now: Instant) -> Result<()> {
    let loaded = C::loaded(tx, id, &by, &fact, now).await?;
    add(tx, &mut folded, &C::around(&loaded), Fact::new(id, by, fact, now)).await?.map_err(|refusal| C::problem(&refusal))
}

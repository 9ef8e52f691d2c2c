//! Cases as they are read: a list, and a case with what happened in it.

use std::collections::BTreeSet;

use base::id::{CaseId, PersonId};
use base::text::index::{Piece, mark};
use base::time::Instant;
use contract::access::table::Reach;
use contract::api::Page;
use contract::api::case::{CaseQuery, CaseRow, CaseView, FactView};
use contract::api::name::NameView;
use domain::case::{By, Case, Entry, Folded, Stamp, read};
use domain::event::ledger::Verdict;
use domain::library::person::Person;
use serde_json::Value;

use super::asking::Asking;
use super::kinds::by_kind;
use super::{Kept, unread};
use crate::app::{Actor, Error, Result, lists, paging, reading};
use crate::state::App;
use crate::store::case::{self as store, Row};
use crate::store::list::OF;
use crate::store::list::of_cases::{acts, list as list_of};
use crate::store::{Tx, facts as registers};

/// A page of cases of a kind, the newest first. Of a kind that is not theirs to read, nobody finds any.
pub async fn list(app: &App, actor: &Actor, query: CaseQuery) -> Result<Page<CaseRow>> {
    let reach = Asking::new(app, actor).reach(&query.kind);
    let Some((of, reach)) = list_of(&query.kind).zip(reach) else { return Ok(Page { rows: Vec::new(), next: None }) };
    let own = (reach != Reach::All).then(|| actor.person.to_string());
    let asked = query.asked();
    let Some(mut wanted) = lists::wanted(&asked, paging::wanted(query.limit), own)? else {
        return Ok(Page { rows: Vec::new(), next: None });
    };
    if !query.acts.is_empty() {
        wanted.pieces.push(Piece::Is(mark(OF, &acts(&query.acts))));
    }
    let (rows, found) = app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(store::list(tx, of, &wanted).await?) })).await?;
    lists::tidy(app, of, &found);
    if reach == Reach::All {
        reading::note_page(app, actor, super::NOUN, &asked, found.ids.clone()).await?;
    }
    Ok(lists::page(rows.iter().map(row).collect::<Result<_>>()?, &found))
}

/// One case; its reading is noted (C-4.1.2.2).
pub async fn get(app: &App, actor: &Actor, id: CaseId) -> Result<CaseView> {
    let asking = Asking::new(app, actor);
    let view = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let row = reached(tx, &asking, id).await?;
                by_kind!(row.kind.as_str(), view, (tx, id, &row))
            })
        })
        .await?;
    reading::note(app, actor, view.row.customer, super::NOUN, &id.to_string()).await?;
    Ok(view)
}

/// A case that this person reaches; another's is not found (C-4.1.2.2).
pub(super) async fn reached(tx: &mut Tx, asking: &Asking, id: CaseId) -> Result<Row> {
    let row = store::find(tx, id).await?.ok_or_else(Error::not_found)?;
    match asking.reach(&row.kind) {
        Some(Reach::All) => Ok(row),
        Some(_) if store::is_own(tx, id, &asking.actor.person.to_string()).await? => Ok(row),
        _ => Err(Error::not_found()),
    }
}

async fn view<C: Kept>(tx: &mut Tx, id: CaseId, listed: &Row) -> Result<CaseView> {
    let earlier = C::earlier(tx, id).await?;
    let entries = store::facts(tx, id).await?;
    let mut facts = Vec::new();
    for (stamp, fact) in earlier.iter().flat_map(|earlier| &earlier.facts) {
        facts.push(before(stamp, serde_json::to_value(fact).map_err(Error::corrupt)?));
    }
    for entry in &entries {
        facts.push(since::<C>(entry)?);
    }
    let folded = Folded::<C>::of(earlier, &entries).map_err(unread)?;
    let standing = folded.case.standing();
    let people = named(&facts, &standing.named);
    Ok(CaseView {
        row: row(listed)?,
        about: standing.about.into_iter().collect(),
        files: standing.files.into_iter().collect(),
        names: names(tx, people).await?,
        facts,
        head: folded.head,
    })
}

fn before(stamp: &Stamp, fact: Value) -> FactView {
    FactView { id: stamp.id, by: stamp.by.clone(), at: stamp.at, fact, set_aside: None, signed: false, earlier: true }
}

fn since<C: Case>(entry: &Entry) -> Result<FactView> {
    let says = read::<C>(&entry.text).map_err(|why| Error::conflict(&why))?.says;
    let set_aside = match &entry.verdict {
        Verdict::Effective => None,
        Verdict::SetAside { code } => Some(code.clone()),
    };
    let fact = serde_json::to_value(&says.fact).map_err(Error::corrupt)?;
    Ok(FactView { id: says.id, by: says.by, at: says.at, fact, set_aside, signed: entry.signature.is_some(), earlier: false })
}

/// The people whose names a time-line shows.
fn named(facts: &[FactView], named: &BTreeSet<PersonId>) -> BTreeSet<PersonId> {
    let makers = facts.iter().filter_map(|fact| match &fact.by {
        By::Person { person } => Some(*person),
        _ => None,
    });
    makers.chain(named.iter().copied()).collect()
}

async fn names(tx: &mut Tx, people: BTreeSet<PersonId>) -> Result<Vec<NameView>> {
    let mut names = Vec::new();
    for person in people {
        names.extend(registers::current::<Person>(tx, person).await?.map(|entry| NameView { person, name: entry.name }));
    }
    Ok(names)
}

fn id_of(row: &Row) -> Result<CaseId> {
    row.id.parse().map_err(Error::corrupt)
}

/// A row as the list shows it.
fn row(row: &Row) -> Result<CaseRow> {
    Ok(CaseRow {
        id: id_of(row)?,
        kind: row.kind.clone(),
        status: row.status.clone(),
        open: row.is_open == 1,
        due: row.due()?,
        acts: serde_json::from_str(&row.acts).map_err(Error::corrupt)?,
        customer: row.customer_id.as_deref().map(|id| id.parse().map_err(Error::corrupt)).transpose()?,
        label: row.label.clone(),
        opened_at: Instant(row.opened_at),
        updated_at: Instant(row.updated_at),
        summary: serde_json::from_str(&row.summary).map_err(Error::corrupt)?,
    })
}

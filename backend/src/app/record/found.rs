//! What was found out on site reaches the registers: new items, corrected ones, orders to be reviewed again (C-5.1.2).

use base::id::{Id, ItemId, StandardId};
use base::text::fault::has_letter_or_digit;
use base::time::Instant;
use domain::event::Event;
use domain::event::body::Body;
use domain::item::fold::{ItemState, Taken, taken};
use domain::item::{Item, twice};
use domain::library::standard::{Standard, StandardStatus};
use domain::order::noted::{Unplanned, What};
use domain::order::task::Task;
use domain::record::Record;
use domain::register::entry::cleaned;
use domain::stream::judge::StreamState;
use domain::visit::CheckDone;

use crate::app::Result;
use crate::app::noted::Noted;
use crate::app::order::{Touched, review_again};
use crate::app::register::{Change, load, write};
use crate::store::{Tx, ledger, reading, register};

/// Reason of the versions that events from the site make.
pub(in crate::app) const REASON: &str = "on_site";
/// Reason of the version that a failed check of a standard makes.
const FAILED: &str = "check_failed";

/// Takes an effective event over into the registers; `state` is its stream after it.
pub async fn take_over(tx: &mut Tx, event: &Event, state: &StreamState, now: Instant) -> Result<()> {
    let noted = Noted { by: event.author, at: now };
    match (&event.body, &state.record) {
        (Body::ItemFound(found), _) => add(tx, Id::from_uuid(event.stream.id), found, &state.item, noted).await,
        (Body::ItemCorrected { field, before, after }, _) => {
            correct(tx, Id::from_uuid(event.stream.id), field, (before, after), noted).await
        }
        (Body::Equipped { standard, .. } | Body::Reequipped { standard, .. }, Some(record)) => {
            swapped(tx, record, standard.id, noted).await
        }
        // A calibrator who is taken off gets this entry, and nothing after it.
        (Body::TakenOff { person, .. }, _) => Ok(ledger::tell(tx, *person, event.stream).await?),
        (Body::StandardChecked(check), _) if check.takes_out_of_use(before_last(&state.visit.checks)) => {
            fail(tx, check.standard, noted).await
        }
        // Whoever joins is sent the whole record from now on (C-4.1.2.2).
        (Body::Joined { person, .. }, Some(record)) => {
            let customer = record.opened.customer.id;
            Ok(reading::note(tx, *person, Some(customer), "records", &record.id.to_string(), now).await?)
        }
        (Body::Opened(opened), _) if opened.order.is_none() => {
            let touched = opened.visit.map_or(Touched::Site, Touched::Visit);
            let what = What::RecordBegun { item: opened.item.id, record: Id::from_uuid(event.stream.id) };
            review_again(tx, opened.customer.id, touched, &saw(what, noted)).await
        }
        _ => Ok(()),
    }
}

/// The checks before the one just made.
fn before_last(checks: &[CheckDone]) -> &[CheckDone] {
    checks.split_last().map_or(&[], |(_, before)| before)
}

/// A standard that fails a check goes out of use at once (C-4.5.3); the technical manager decides what follows.
async fn fail(tx: &mut Tx, id: StandardId, Noted { by, at }: Noted) -> Result<()> {
    let row = load::<Standard>(tx, id).await?;
    if matches!(row.body.status, StandardStatus::Failed | StandardStatus::Retired) {
        return Ok(());
    }
    let body = Standard { status: StandardStatus::Failed, ..row.body };
    write(tx, Change { id, revision: row.revision, body: &body, at, by: Some(by), reason: FAILED }).await?;
    Ok(())
}

const fn saw(what: What, Noted { by, at }: Noted) -> Unplanned {
    Unplanned { what, by, at }
}

/// Another standard than the task was given: the order was agreed with the planned ones in mind.
async fn swapped(tx: &mut Tx, record: &Record, standard: StandardId, noted: Noted) -> Result<()> {
    let Some(task) = record.opened.task else { return Ok(()) };
    let task = load::<Task>(tx, task).await?.body;
    if task.standards.is_empty() || task.standards.contains(&standard) {
        return Ok(());
    }
    let what = What::StandardSwapped { item: record.opened.item.id, standard, record: record.id };
    review_again(tx, task.customer, Touched::Order(task.order), &saw(what, noted)).await
}

async fn add(tx: &mut Tx, id: ItemId, found: &Item, state: &ItemState, noted: Noted) -> Result<()> {
    if register::find::<Item>(tx, id).await?.is_some() {
        return Ok(());
    }
    let body = cleaned(state.corrected(free(tx, id, found).await?));
    write(tx, Change { id, revision: 0, body: &body, at: noted.at, by: Some(noted.by), reason: REASON }).await?;
    review_again(tx, body.customer, Touched::Site, &saw(What::ItemFound { item: id }, noted)).await?;
    // What another build of the app let through, or what a tablet does not refuse because maker or model differ, stays and is told: the
    // record of it states what was seen.
    let known = register::all_of_customer::<Item>(tx, body.customer).await?;
    match known.into_iter().find(|row| row.id != id && twice::may_be_one(&row.body, &body)) {
        Some(like) => review_again(tx, body.customer, Touched::Site, &saw(What::ItemAlike { item: id, like: like.id }, noted)).await,
        None => Ok(()),
    }
}

/// This field alone, and only if the register still says what was struck through on site: what the office or another tablet has
/// corrected since stays, and the review is told (C-5.5.4).
async fn correct(tx: &mut Tx, id: ItemId, field: &str, (before, after): (&str, &str), noted: Noted) -> Result<()> {
    let Some(row) = register::find::<Item>(tx, id).await? else { return Ok(()) };
    let customer = row.body.customer;
    let kept = match taken(&row.body, field, (before, after)) {
        Taken::Changed(body) => {
            write(tx, Change { id, revision: row.revision, body: &*body, at: noted.at, by: Some(noted.by), reason: REASON }).await?;
            None
        }
        Taken::Already => None,
        Taken::Kept(says) => Some(says),
    };
    let what = What::ItemCorrected { item: id, field: field.to_owned(), before: before.to_owned(), after: after.to_owned(), kept };
    review_again(tx, customer, Touched::Item(id), &saw(what, noted)).await
}

/// An identification that another item has got meanwhile, or that nobody can read out, is told apart; the office gives the right one.
async fn free(tx: &mut Tx, id: ItemId, found: &Item) -> Result<Item> {
    let mut item = found.clone();
    if !has_letter_or_digit(&item.identification) || register::by_code_alike::<Item>(tx, &item.identification).await?.is_some() {
        item.identification = format!("{}-{}", item.identification, id);
    }
    Ok(item)
}

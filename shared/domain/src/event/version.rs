//! The lowest version of the event format that can say something: one table. A tablet of an older build is sent an event only
//! where it reads its version, so that whatever version 1 does not know must answer 2 here wherever it is present.

use crate::event::body::{Body, Opened, Value};
use crate::item::Item;
use crate::library::edition::Edition;
use crate::record::finding::RecordFinding;
use crate::record::snapshot::{CustomerSnapshot, OrderSnapshot, PlaceSnapshot, StandardSnapshot};
use crate::visit::StandardCheck;
use measurement::Results;

/// The first released version.
const FIRST: u16 = 1;
/// What came after it.
const SECOND: u16 = 2;

impl Body {
    /// The lowest version of the event format that can say this: 2 for kinds and fields that version 1 does not have, by the
    /// table in `event/version.rs`.
    pub fn version(&self) -> u16 {
        of_body(self)
    }
}

/// Of a body. A new kind gets a line `Body::New { .. } => SECOND`; a new field of a kind is asked for in its line, one of a
/// snapshot in the snapshot's function below.
fn of_body(body: &Body) -> u16 {
    match body {
        Body::Opened(opened) => of_opened(opened),
        Body::Equipped { standard, .. } | Body::Reequipped { standard, .. } => of_standard(standard),
        Body::Submitted { results, .. } => of_results(results),
        Body::Entered { value, .. } | Body::Amended { after: value, .. } => of_value(value),
        Body::Returned { findings } => findings.iter().map(of_finding).max().unwrap_or(FIRST),
        Body::StandardChecked(check) => of_check(check),
        Body::ItemFound(item) => of_item(item),
        Body::TakenUp { .. } | Body::TakenOff { .. } => SECOND,
        _ => FIRST,
    }
}

/// The second version where something is present that the first does not know.
pub(super) const fn second_if(present: bool) -> u16 {
    if present { SECOND } else { FIRST }
}

fn of_opened(opened: &Opened) -> u16 {
    let order = opened.order.as_ref().map_or(FIRST, of_order);
    let parts = [of_edition(&opened.edition), of_item(&opened.item.item), of_place(&opened.place), of_customer(&opened.customer), order];
    parts.into_iter().max().unwrap_or(FIRST)
}

/// Fields of an edition that version 1 does not have: `second_if(edition.new.is_some())`, the greatest of several.
fn of_edition(edition: &Edition) -> u16 {
    second_if(edition.says_more())
}

const fn of_item(_: &Item) -> u16 {
    FIRST
}

const fn of_place(place: &PlaceSnapshot) -> u16 {
    second_if(!place.offsets.is_empty())
}

const fn of_customer(_: &CustomerSnapshot) -> u16 {
    FIRST
}

const fn of_order(_: &OrderSnapshot) -> u16 {
    FIRST
}

const fn of_standard(snapshot: &StandardSnapshot) -> u16 {
    second_if(snapshot.standard.says_more())
}

/// Cautions that version 1 does not know.
fn of_results(results: &Results) -> u16 {
    second_if(results.points.iter().flat_map(|point| &point.cautions).any(|caution| caution.is_later()))
}

const fn of_value(_: &Value) -> u16 {
    FIRST
}

const fn of_finding(_: &RecordFinding) -> u16 {
    FIRST
}

const fn of_check(_: &StandardCheck) -> u16 {
    FIRST
}

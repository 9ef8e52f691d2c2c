//! What the office settled about records (C-5.1.1, C-5.4.1): each row has its entry in the record's audit chain, each entry its row, and both
//! say the same, in the same order.

use super::audit::{Act, Audited, said};
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;

/// Walks every settlement.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, audited: &mut Audited, report: &mut Report) -> Result<()> {
    let take = |row: Fields| {
        let (action, object, by, at) = (row.text("kind"), row.text("record_id"), row.text("by_person"), row.int("at"));
        let what = said(row.int("seq"), row.text("order_id"), row.int("line"));
        let act = Act { action, noun: "records", object, by, at, hash: &what };
        report.must(audited.found(&act), format!("record_settlements {}", row.text("id")), Fault::NotAudited);
    };
    snapshot.each("record_settlements", "record_id, seq", take).await
}

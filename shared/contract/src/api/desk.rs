//! The desk: what waits, the longest waiting first, and whether there is more of it. Nobody counts everything that waits.

use serde::{Deserialize, Serialize};

use super::certificate::CorrectionRow;
use super::record::RecordRow;
use super::register::Row;
use domain::item::Item;
use domain::library::standard::Standard;
use domain::order::Order;

/// Rows of a card; it says whether there are others.
pub const ROWS: u32 = 20;
/// Days before a standard's end at which it is shown.
pub const WARNED_DAYS: i32 = 60;

/// Days for which a change made on site is shown.
pub const CHANGED_DAYS: i64 = 60;

/// What waits. A card is empty for who may not read what would stand on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DeskView {
    /// Records that wait for the checker.
    pub to_check: Card<RecordRow>,
    /// Checked records without a certificate.
    pub to_issue: Card<RecordRow>,
    /// Orders to be reviewed: those to be reviewed again, then drafts.
    pub orders: Card<Row<Order>>,
    /// Records that belong to no order yet.
    #[serde(default)]
    pub to_place: Card<RecordRow>,
    /// Items found or corrected on site that no review of an order is told of: their orders are done with, or there is none
    /// (C-5.3.3). Saving the entry, changed or not, takes it off.
    #[serde(default)]
    pub items: Card<Row<Item>>,
    /// Records that stand open under a certificate without a case: left so by a case that was withdrawn.
    #[serde(default)]
    pub left_open: Card<RecordRow>,
    /// Open correction cases.
    pub corrections: Card<CorrectionRow>,
    /// Standards in use that are out of date, or soon will be; the first to end first.
    pub standards: Card<Row<Standard>>,
    /// Standards out of use after a failed check: what was measured with them waits (C-4.5.3).
    #[serde(default)]
    pub failed: Card<Row<Standard>>,
}

/// A card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Card_of_{T}"))]
pub struct Card<T> {
    /// The first [`ROWS`] of what waits.
    pub rows: Vec<T>,
    /// Whether more waits.
    #[serde(default)]
    pub more: bool,
}

impl<T> Default for Card<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), more: false }
    }
}

impl<T> Card<T> {
    /// A card of all that waits, or of one more than it has room for.
    pub fn of(mut waiting: Vec<T>) -> Self {
        let more = waiting.len() > ROWS as usize;
        waiting.truncate(ROWS as usize);
        Self { rows: waiting, more }
    }
}

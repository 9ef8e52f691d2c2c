//! Lists as they are asked for: what of a query the index is asked, and the page that is answered.

use base::text::index::{Piece, mark, pieces};
use contract::api::{ListQuery, Page, QueryRefusal};

use super::{Error, Result};
use crate::state::App;
use crate::store::list::bring_up::settled;
use crate::store::list::{CUSTOMER, Found, Key, List, OF, STATUS, Wanted};

/// New rows after which somebody who read them has them put into the index.
const MANY: usize = 128;

/// What a query asks of a list; `by` is the one person whose rows alone are shown. `None` where nothing is found by its words.
pub(super) fn wanted(query: &ListQuery, limit: u32, by: Option<String>) -> Result<Option<Wanted>> {
    let Some(words) = pieces(&query.search) else { return Ok(None) };
    let unknown = || Error::rule(&QueryRefusal::PageUnknown);
    let after = if query.after.is_empty() { None } else { Some(Key::of_token(&query.after).ok_or_else(unknown)?) };
    let by = by.unwrap_or_default();
    let marks = [(OF, &by), (OF, &query.names), (CUSTOMER, &query.customer), (STATUS, &query.status)];
    let marks = marks.into_iter().filter(|(_, value)| !value.is_empty()).map(|(kind, value)| Piece::Is(mark(kind, value)));
    Ok(Some(Wanted { pieces: marks.chain(words).collect(), after, until: None, limit: limit as usize }))
}

/// The page that was found.
pub(super) fn page<T>(rows: Vec<T>, found: &Found) -> Page<T> {
    Page { rows, next: found.next.as_ref().map(Key::token) }
}

/// Has new rows put into the index where a search had to read many of them. Nobody waits for it.
pub(super) fn tidy(app: &App, list: List, found: &Found) {
    if found.new < MANY {
        return;
    }
    let Ok(turn) = app.settling.clone().try_lock_owned() else { return };
    let db = app.db.clone();
    tokio::spawn(async move {
        if let Err(error) = settled(&db, list.noun).await {
            tracing::warn!(%error, noun = list.noun, "new rows of a list are not in its index yet");
        }
        drop(turn);
    });
}

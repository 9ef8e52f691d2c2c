//! Pages of lists, by key.

use contract::api::Page;

/// Default and maximum number of rows on a page.
const ROWS: (u32, u32) = (50, 200);

/// How many rows a page has, where so many are asked for; 0 leaves it to the server.
pub(super) fn wanted(limit: u32) -> u32 {
    if limit == 0 { ROWS.0 } else { limit.min(ROWS.1) }
}

/// A page out of one row more than wanted.
pub(super) fn page<T>(mut rows: Vec<T>, wanted: u32, key: impl Fn(&T) -> String) -> Page<T> {
    let more = rows.len() > wanted as usize;
    rows.truncate(wanted as usize);
    let next = rows.last().filter(|_| more).map(key);
    Page { rows, next }
}

//! What is new for a person since their tablet's cursor.

use base::id::PersonId;
use base::time::Instant;
use domain::event::VERSION;
use domain::event::ledger::LedgerEntry;

use super::Result;
use super::numbers::after_restore;
use crate::store::{Tx, audit, ledger};

/// Most ledger entries in one answer.
const NEWS: u32 = 400;

/// Positions that a cursor can count: enough for a person's lifetime, and small enough that a cursor stays below 2^53, the largest whole
/// number that every reader of JSON keeps.
const POSITIONS: u64 = 1 << 27;

const MINUTE: i64 = 60_000;

/// Where a tablet stands in a person's feed. Positions count anew after a restore, because what the backup did not have is lost: a cursor
/// says in which count it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    /// The minute of the latest restore; 0 if there was none.
    count: u64,
    /// The last position that the tablet was told.
    position: u64,
}

impl Cursor {
    const fn of(number: u64) -> Self {
        Self { count: number / POSITIONS, position: number % POSITIONS }
    }

    /// As the tablet keeps it.
    const fn number(self) -> u64 {
        self.count * POSITIONS + self.position
    }

    /// From where the tablet is told on: from the beginning if it stands in another count, or beyond the end, where a database that was put
    /// back by hand has it. A tablet knows an entry again.
    const fn within(self, count: u64, last: u64) -> Self {
        let known = self.count == count && self.position <= last;
        Self { count, position: if known { self.position } else { 0 } }
    }
}

fn counted_since(restored: Option<Instant>) -> u64 {
    restored.and_then(|at| u64::try_from(at.0 / MINUTE).ok()).unwrap_or(0)
}

/// What is new for a person after a cursor, up to the first entry of a version that the tablet cannot read; the next cursor; and whether
/// there is more. The rest waits until the tablet is updated, and the tablet does not ask again at once.
pub(super) async fn news(tx: &mut Tx, person: PersonId, cursor: u64, reads: u16) -> Result<(Vec<LedgerEntry>, u64, bool)> {
    let count = counted_since(audit::latest(tx, after_restore::BACKUPS, after_restore::RESTORED).await?);
    let last = ledger::last_position(tx, person).await?;
    let from = Cursor::of(cursor).within(count, last);
    let found = ledger::news(tx, person, from.position, NEWS).await?;
    let all = found.len();
    let read: Vec<_> = found.into_iter().take_while(|(_, entry)| reads >= VERSION || entry.is_read_by(reads)).collect();
    let position = read.last().map_or(from.position, |(position, _)| *position);
    let more = read.len() == all && position < last;
    Ok((read.into_iter().map(|(_, entry)| entry).collect(), Cursor { count, position }.number(), more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_before_a_restore_is_told_everything_again() {
        let restored = counted_since(Some(Instant(1_795_000_000_000)));
        let at = |count, position| Cursor { count, position };
        let from = |cursor: Cursor, count, last| Cursor::of(cursor.number()).within(count, last).position;
        assert_eq!((from(at(0, 7), 0, 9), from(at(0, 9), 0, 9), from(at(0, 10), 0, 9)), (7, 9, 0));
        assert_eq!((from(at(0, 7), restored, 9), from(at(restored, 7), restored, 9)), (0, 7));
        assert_eq!((from(at(restored, 7), restored + 1, 9), from(at(restored, 7), 0, 9)), (0, 0));
        assert_eq!(counted_since(None), 0);
        assert_eq!(at(0, 7).number(), 7, "as it always was where nothing was restored");
        assert!(at(restored * 2, POSITIONS - 1).number() < 1 << 53, "until 2083");
    }
}

//! The index: which rows of a block have a term.

use std::collections::{BTreeMap, BTreeSet};

use base::text::index::{self, Piece};

use super::MARKS;
use super::slots::{Slots, sign};
use crate::store::Tx;
use crate::store::many::{self, int, listed, text};

const ADD: &str = "INSERT INTO list_terms (block, term, slots) {values} \
    ON CONFLICT (block, term) DO UPDATE SET slots = list_terms.slots || excluded.slots";
const CLEAR: &str = "DELETE FROM list_terms WHERE block = $1";
/// Where terms between two bounds stand, up to so many.
pub const FEW: &str = "SELECT block FROM list_terms WHERE term >= $1 AND term < $2 ORDER BY term LIMIT $3";
/// The slots of terms between two bounds; the list of blocks stands at `{places}`.
pub const READ: &str = "SELECT block, slots FROM list_terms WHERE block IN ({places}) AND term >= $1 AND term < $2";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[CLEAR, FEW];

/// Terms that stand in so few places that these are read at once.
const FEW_MOST: usize = 256;

/// The terms of a row's words and marks, as they are stored.
pub fn of(words: &str) -> BTreeSet<String> {
    let terms = |word: &str| if word.starts_with(MARKS) { BTreeSet::from([word.to_owned()]) } else { index::terms(word) };
    words.split(' ').filter(|word| !word.is_empty()).flat_map(terms).collect()
}

/// Whether a row with these words and marks is found by every piece.
pub fn meets(words: &str, pieces: &[Piece]) -> bool {
    let met = |piece: &Piece| match piece {
        Piece::Is(mark) if mark.starts_with(MARKS) => words.split(' ').any(|word| word == mark),
        piece => words.split(' ').any(|word| !word.starts_with(MARKS) && piece.meets(word)),
    };
    pieces.iter().all(met)
}

/// Adds rows to a block that has none of them yet.
pub async fn add(tx: &mut Tx, block: i64, rows: impl Iterator<Item = (u16, &str)>) -> sqlx::Result<()> {
    let mut terms: BTreeMap<String, Slots> = BTreeMap::new();
    for (slot, words) in rows {
        for term in of(words) {
            terms.entry(term).or_default().add(slot);
        }
    }
    let signs = |slots: &Slots| slots.each().map(sign).collect::<String>();
    let rows: Vec<_> = terms.iter().map(|(term, slots)| vec![int(block), text(term), text(signs(slots))]).collect();
    many::run_all(tx, ADD, &rows).await
}

/// Writes a block afresh.
pub async fn write(tx: &mut Tx, block: i64, rows: impl Iterator<Item = (u16, &str)>) -> sqlx::Result<()> {
    execute!(tx, CLEAR, block)?;
    let mut terms: BTreeMap<String, Slots> = BTreeMap::new();
    for (slot, words) in rows {
        for term in of(words) {
            terms.entry(term).or_default().add(slot);
        }
    }
    let rows: Vec<_> = terms.iter().map(|(term, slots)| vec![int(block), text(term), text(slots.text())]).collect();
    many::run_all(tx, ADD, &rows).await
}

/// The rows of these blocks that every piece is met by, as far as the index knows.
pub async fn met(tx: &mut Tx, blocks: &[i64], pieces: &[Piece]) -> sqlx::Result<BTreeMap<i64, Slots>> {
    let mut left: BTreeMap<i64, Option<Slots>> = blocks.iter().map(|block| (*block, None)).collect();
    for piece in pieces {
        let mut found: BTreeMap<i64, Slots> = BTreeMap::new();
        let wanted: Vec<i64> = left.keys().copied().collect();
        for some in wanted.chunks(many::MOST) {
            for (block, slots) in read(tx, some, piece).await? {
                found.entry(block).or_default().read(&slots)?;
            }
        }
        left = found.into_iter().map(|(block, slots)| (block, Some(both(left.remove(&block).flatten(), slots)))).collect();
        left.retain(|_, slots| slots.as_ref().is_some_and(|slots| slots.count() > 0));
    }
    Ok(left.into_iter().filter_map(|(block, slots)| Some((block, slots?))).collect())
}

fn both(before: Option<Slots>, mut now: Slots) -> Slots {
    if let Some(before) = before {
        now.keep(&before);
    }
    now
}

async fn read(tx: &mut Tx, blocks: &[i64], piece: &Piece) -> sqlx::Result<Vec<(i64, String)>> {
    let (from, to) = piece.bounds();
    let (places, blocks) = listed(2, blocks.iter().map(|block| int(*block)).collect());
    many::fetch(tx, READ.replace("{places}", &places), &[vec![text(from), text(to)], blocks].concat()).await
}

/// The blocks, of whatever list, that have a term which meets the piece; `None` where there are many.
pub async fn few(tx: &mut Tx, piece: &Piece) -> sqlx::Result<Option<BTreeSet<i64>>> {
    let (from, to) = piece.bounds();
    let rows = fetch_all!(tx, (i64,), FEW, from, to, FEW_MOST as i64)?;
    Ok((rows.len() < FEW_MOST).then(|| rows.into_iter().map(|(block,)| block).collect()))
}

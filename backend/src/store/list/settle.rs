//! New rows are put into blocks, many at a time: apart from whoever wrote them, who so waits for nobody.

use super::find::spot;
use super::slots::SLOTS;
use super::{Key, terms};
use crate::store::Tx;
use crate::store::dump::Cell;
use crate::store::many::{self, int, text};

const NEW: &str = "SELECT id, place, words FROM list_rows WHERE noun = $1 AND spot = 0 ORDER BY place, id LIMIT $2";
const BLOCKS: &str = "SELECT block, place, id, used FROM list_blocks WHERE noun = $1 ORDER BY place, id";
const HELD: &str = "SELECT id, place, words FROM list_rows WHERE noun = $1 AND spot >= $2 AND spot < $3 ORDER BY place, id";
const NEXT: &str = "SELECT COALESCE(MAX(block), 0) + 1 FROM list_blocks";
const BEGIN: &str = "INSERT INTO list_blocks (block, noun, place, id, used) VALUES ($1, $2, $3, $4, 0)";
const USE: &str = "UPDATE list_blocks SET used = $2 WHERE block = $1";
const PLACE: &str = "UPDATE list_rows SET spot = v.column2 FROM ({values}) v WHERE list_rows.noun = v.column3 AND list_rows.id = v.column1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[NEW, BLOCKS, HELD, NEXT, BEGIN, USE];

/// Rows that a full block keeps when rows come that follow all of its own, and that a new one gets: there is room for those that come
/// in between.
pub const FILLED: usize = SLOTS as usize / 4 * 3;

/// A row that is to lie in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    key: Key,
    words: String,
}

/// A block and how many of its slots are taken.
#[derive(Debug, Clone)]
struct Block {
    number: i64,
    low: Key,
    used: usize,
}

/// Puts new rows of a list into blocks, at most so many; how many it were.
pub async fn settle(tx: &mut Tx, noun: &str, most: usize) -> sqlx::Result<usize> {
    let new = rows(fetch_all!(tx, (String, String, String), NEW, noun, most as i64)?);
    let count = new.len();
    let blocks = if new.is_empty() { Vec::new() } else { blocks(tx, noun).await? };
    for (block, rows) in by_block(&blocks, new) {
        if block.used + rows.len() <= usize::from(SLOTS) {
            added(tx, noun, block, rows).await?;
        } else {
            divided(tx, noun, block, rows).await?;
        }
    }
    Ok(count)
}

fn rows(rows: Vec<(String, String, String)>) -> Vec<Row> {
    rows.into_iter().map(|(id, place, words)| Row { key: Key { place, id }, words }).collect()
}

/// The blocks of a list in ascending order; the first begins before every row.
async fn blocks(tx: &mut Tx, noun: &str) -> sqlx::Result<Vec<Block>> {
    let rows = fetch_all!(tx, (i64, String, String, i64), BLOCKS, noun)?;
    if rows.is_empty() {
        return Ok(vec![begun(tx, noun, Key::start()).await?]);
    }
    let block = |(number, place, id, used): (i64, String, String, i64)| {
        let used = usize::try_from(used).unwrap_or(usize::from(SLOTS));
        Block { number, low: Key { place, id }, used }
    };
    Ok(rows.into_iter().map(block).collect())
}

/// A new block from behind a place on.
async fn begun(tx: &mut Tx, noun: &str, low: Key) -> sqlx::Result<Block> {
    let number = fetch_optional!(tx, (i64,), NEXT)?.map_or(1, |(next,)| next);
    execute!(tx, BEGIN, number, noun, &low.place, &low.id)?;
    Ok(Block { number, low, used: 0 })
}

/// Each block that gets some of these rows, which are in ascending order.
fn by_block(blocks: &[Block], rows: Vec<Row>) -> Vec<(&Block, Vec<Row>)> {
    let mut parts: Vec<(&Block, Vec<Row>)> = Vec::new();
    for row in rows {
        let at = blocks.partition_point(|block| block.low < row.key).saturating_sub(1);
        let Some(block) = blocks.get(at) else { continue };
        match parts.last_mut() {
            Some((last, part)) if last.number == block.number => part.push(row),
            _ => parts.push((block, vec![row])),
        }
    }
    parts
}

/// Adds rows behind those of a block.
async fn added(tx: &mut Tx, noun: &str, block: &Block, rows: Vec<Row>) -> sqlx::Result<()> {
    let slots = |rows: usize| (block.used..).take(rows).map(|slot| slot as u16);
    terms::add(tx, block.number, slots(rows.len()).zip(rows.iter().map(|row| row.words.as_str()))).await?;
    placed(tx, noun, block.number, slots(rows.len()).zip(&rows)).await?;
    used(tx, block.number, block.used + rows.len()).await
}

/// Writes a block afresh.
async fn written(tx: &mut Tx, noun: &str, block: i64, rows: &[Row]) -> sqlx::Result<()> {
    let slots = || (0..).zip(rows);
    terms::write(tx, block, slots().map(|(slot, row)| (slot, row.words.as_str()))).await?;
    placed(tx, noun, block, slots()).await?;
    used(tx, block, rows.len()).await
}

async fn used(tx: &mut Tx, block: i64, used: usize) -> sqlx::Result<()> {
    execute!(tx, USE, block, used as i64).map(|_| ())
}

async fn placed(tx: &mut Tx, noun: &str, block: i64, rows: impl Iterator<Item = (u16, &Row)>) -> sqlx::Result<()> {
    let cells: Vec<Vec<Cell>> = rows.map(|(slot, row)| vec![text(&row.key.id), int(spot(block, slot)), text(noun)]).collect();
    many::run_all(tx, PLACE, &cells).await
}

/// Makes room for rows in a full block: its slots of rows that have left are freed, and it is divided where that is not enough.
async fn divided(tx: &mut Tx, noun: &str, block: &Block, new: Vec<Row>) -> sqlx::Result<()> {
    let held = rows(fetch_all!(tx, (String, String, String), HELD, noun, spot(block.number, 0), spot(block.number + 1, 0))?);
    let follow = new.first().zip(held.last()).is_some_and(|(first, last)| first.key > last.key);
    let (kept, parts) = parts(held, new, follow);
    let mut last = kept.last().map(|row| row.key.clone());
    let mut parts = parts.into_iter();
    if kept.is_empty() {
        let first = parts.next().unwrap_or_default();
        last = first.last().map(|row| row.key.clone());
        written(tx, noun, block.number, &first).await?;
    }
    for part in parts {
        let low = last.as_ref().map_or_else(Key::start, Key::behind);
        last = part.last().map(|row| row.key.clone());
        let begun = begun(tx, noun, low).await?;
        written(tx, noun, begun.number, &part).await?;
    }
    Ok(())
}

/// What a block keeps as it is, and the parts that are written afresh. Where what is new follows a block that is well filled, that block
/// stays; otherwise all of it is divided evenly.
fn parts(held: Vec<Row>, new: Vec<Row>, follow: bool) -> (Vec<Row>, Vec<Vec<Row>>) {
    let chunks = |rows: Vec<Row>, most: usize| rows.chunks(most.max(1)).map(<[Row]>::to_vec).collect();
    if follow && held.len() >= FILLED {
        return (held, chunks(new, FILLED));
    }
    let mut all = [held, new].concat();
    all.sort_by(|one, other| one.key.cmp(&other.key));
    let count = all.len().div_ceil(FILLED).max(1);
    let even = all.len().div_ceil(count);
    (Vec::new(), chunks(all, even))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(numbers: impl Iterator<Item = usize>) -> Vec<Row> {
        numbers.map(|n| Row { key: Key { place: format!("{n:06}"), id: String::new() }, words: String::new() }).collect()
    }

    fn sizes(held: Vec<Row>, new: Vec<Row>, follow: bool) -> (usize, Vec<usize>) {
        let (kept, parts) = parts(held, new, follow);
        assert!(parts.concat().is_sorted_by_key(|row| row.key.place.clone()));
        (kept.len(), parts.iter().map(Vec::len).collect())
    }

    #[test]
    fn a_full_block_is_divided_evenly_or_followed_by_another() {
        let full = usize::from(SLOTS);
        assert_eq!(sizes(rows(0..full), rows(full..full + 10), true), (full, vec![10]));
        assert_eq!(sizes(rows(0..full), rows(full..full + FILLED + 1), true), (full, vec![FILLED, 1]));
        assert_eq!(sizes(rows((0..full).map(|n| n * 2)), rows(std::iter::once(5)), false), (0, vec![2049, 2048]));
        assert_eq!(sizes(rows(0..100), rows(100..110), true), (0, vec![110]), "the others have left");
        assert_eq!(sizes(Vec::new(), rows(0..FILLED * 2), false), (0, vec![FILLED, FILLED]));
    }

    #[test]
    fn a_row_goes_into_the_block_that_begins_before_it() {
        let block = |number, place: &str| Block { number, low: Key { place: place.to_owned(), id: String::new() }, used: 0 };
        let blocks = [block(7, ""), block(9, "000002~"), block(8, "000005~")];
        let parts: Vec<_> = by_block(&blocks, rows(0..8)).into_iter().map(|(block, rows)| (block.number, rows.len())).collect();
        assert_eq!(parts, [(7, 3), (9, 3), (8, 2)]);
    }
}

//! A page of a list: from the index where something is looked for, by key where nothing is.

use base::text::index::Piece;

use super::slots::{SLOTS, Slots};
use super::{Key, List, terms};
use crate::store::Tx;
use crate::store::many::{self, int, listed, text};

/// Rows between two places, from either end.
macro_rules! between {
    ($order:literal) => {
        concat!(
            "SELECT place, id, spot FROM list_rows WHERE noun = $1 AND (place, id) > ($2, $3) AND (place, id) < ($4, $5) ",
            "ORDER BY place ",
            $order,
            ", id ",
            $order,
            " LIMIT $6"
        )
    };
}

const BETWEEN: &str = between!("ASC");
const BETWEEN_BACK: &str = between!("DESC");
const NEW: &str = "SELECT place, id, words FROM list_rows WHERE noun = $1 AND spot = 0";
const FROM: &str = "SELECT place, id FROM list_blocks WHERE noun = $1 AND (place, id) <= ($2, $3) ORDER BY place DESC, id DESC LIMIT 1";
const BLOCKS: &str = "SELECT block, place, id FROM list_blocks WHERE noun = $1 AND (place, id) >= ($2, $3) ORDER BY place, id LIMIT $4";
const BLOCKS_BACK: &str =
    "SELECT block, place, id FROM list_blocks WHERE noun = $1 AND (place, id) < ($2, $3) ORDER BY place DESC, id DESC LIMIT $4";

/// Rows by their spots; the list of these stands at `{places}`.
pub const LOOK_UP: &str = "SELECT place, id FROM list_rows WHERE noun = $1 AND spot IN ({places})";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[BETWEEN, BETWEEN_BACK, NEW, FROM, BLOCKS, BLOCKS_BACK];

/// Blocks that are looked at first: they hold a page of what is frequent.
const FIRST: i64 = 2;
/// More blocks than these are looked at only if no piece says which of them.
const NARROWED: usize = 16;
/// Blocks that are looked at together.
const TOGETHER: usize = many::MOST;
/// Rows that are read together on the way through a block.
const STRIDE: i64 = 256;

/// What is asked of a list.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// All of which a row meets.
    pub pieces: Vec<Piece>,
    /// Only what comes after this place.
    pub after: Option<Key>,
    /// Only what comes before this place.
    pub until: Option<Key>,
    /// How many rows.
    pub limit: usize,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Identities, in the list's order.
    pub ids: Vec<String>,
    /// The last of them, where more follow.
    pub next: Option<Key>,
    /// How many rows were read because they are in no block yet.
    pub new: usize,
}

/// A page of a list.
pub async fn page(tx: &mut Tx, list: List, wanted: &Wanted) -> sqlx::Result<Found> {
    let from = wanted.after.clone().unwrap_or_else(|| Key::first(list));
    let until = wanted.until.clone().unwrap_or_else(|| Key::first(List { newest_first: !list.newest_first, ..list }));
    let most = wanted.limit + 1;
    let (mut keys, new) = if wanted.pieces.is_empty() {
        (turned(tx, list, (&from, &until), most).await?, 0)
    } else {
        searched(tx, list, &wanted.pieces, (&from, &until), most).await?
    };
    let more = keys.len() > wanted.limit;
    keys.truncate(wanted.limit);
    let next = keys.last().filter(|_| more).cloned();
    Ok(Found { ids: keys.into_iter().map(|key| key.id).collect(), next, new })
}

/// The rows between two places.
async fn turned(tx: &mut Tx, list: List, within: (&Key, &Key), most: usize) -> sqlx::Result<Vec<Key>> {
    let rows = between(tx, list, within, most as i64).await?;
    Ok(rows.into_iter().map(|(key, _)| key).collect())
}

/// The rows between two places in the order of the list, with their spots.
async fn between(tx: &mut Tx, list: List, (from, until): (&Key, &Key), most: i64) -> sqlx::Result<Vec<(Key, i64)>> {
    let (sql, low, high) = if list.newest_first { (BETWEEN_BACK, until, from) } else { (BETWEEN, from, until) };
    let rows = fetch_all!(tx, (String, String, i64), sql, list.noun, &low.place, &low.id, &high.place, &high.id, most)?;
    Ok(rows.into_iter().map(|(place, id, spot)| (Key { place, id }, spot)).collect())
}

/// The rows between two places that meet every piece, and how many new rows were read for that.
async fn searched(tx: &mut Tx, list: List, pieces: &[Piece], within: (&Key, &Key), most: usize) -> sqlx::Result<(Vec<Key>, usize)> {
    let rows = fetch_all!(tx, (String, String, String), NEW, list.noun)?;
    let (new, (from, until)) = (rows.len(), within);
    let mut keys = indexed(tx, list, pieces, within, most).await?;
    let met = rows.into_iter().filter(|(.., words)| terms::meets(words, pieces)).map(|(place, id, _)| Key { place, id });
    keys.extend(met.filter(|key| key.comes_after(from, list) && until.comes_after(key, list)));
    keys.sort_by(|one, other| one.in_order(other, list));
    keys.truncate(most);
    Ok((keys, new))
}

/// The same of the rows that lie in blocks: at least as many as are wanted, if there are.
async fn indexed(tx: &mut Tx, list: List, pieces: &[Piece], (from, until): (&Key, &Key), most: usize) -> sqlx::Result<Vec<Key>> {
    let mut search = Search { list, pieces, from, until, most, found: Vec::new() };
    let first = blocks(tx, list, from, FIRST).await?;
    search.look(tx, &first).await?;
    let Some(last) = first.last().filter(|_| first.len() as i64 == FIRST && !search.is_full()) else { return Ok(search.found) };
    let behind = last.far_end(list).clone();
    let mut left = blocks(tx, list, &behind, i64::MAX).await?;
    // Behind the end of the list its last block is met again.
    left.retain(|block| until.comes_after(block.near_end(list), list) && !behind.comes_after(block.near_end(list), list));
    let left = narrowed(tx, left, pieces).await?;
    for some in left.chunks(TOGETHER) {
        search.look(tx, some).await?;
        if search.is_full() {
            break;
        }
    }
    Ok(search.found)
}

/// A block, from behind a place on, to before another.
#[derive(Debug, Clone)]
struct Block {
    number: i64,
    low: Key,
    high: Key,
}

impl Block {
    /// Where the list enters it.
    const fn near_end(&self, list: List) -> &Key {
        if list.newest_first { &self.high } else { &self.low }
    }

    /// Where the list leaves it.
    const fn far_end(&self, list: List) -> &Key {
        if list.newest_first { &self.low } else { &self.high }
    }
}

/// The blocks that a list gets to from a place on.
async fn blocks(tx: &mut Tx, list: List, from: &Key, most: i64) -> sqlx::Result<Vec<Block>> {
    if list.newest_first {
        let rows = fetch_all!(tx, (i64, String, String), BLOCKS_BACK, list.noun, &from.place, &from.id, most)?;
        return Ok(ends_before(from, starts(rows)));
    }
    let before = fetch_optional!(tx, (String, String), FROM, list.noun, &from.place, &from.id)?;
    let (place, id) = before.unwrap_or_default();
    // One more tells where the last one ends.
    let rows = fetch_all!(tx, (i64, String, String), BLOCKS, list.noun, place, id, most.saturating_add(1))?;
    Ok(begins_after(starts(rows), most))
}

fn starts(rows: Vec<(i64, String, String)>) -> Vec<(i64, Key)> {
    rows.into_iter().map(|(block, place, id)| (block, Key { place, id })).collect()
}

/// Each block with its end, which is where the one before it in a list that is read backwards began.
fn ends_before(from: &Key, starts: Vec<(i64, Key)>) -> Vec<Block> {
    let ends: Vec<Key> = std::iter::once(from.clone()).chain(starts.iter().map(|(_, low)| low.clone())).collect();
    starts.into_iter().zip(ends).map(|((number, low), high)| Block { number, low, high }).collect()
}

/// Each block with its end, which is where the next one begins.
fn begins_after(starts: Vec<(i64, Key)>, most: i64) -> Vec<Block> {
    let ends: Vec<Key> = starts.iter().skip(1).map(|(_, low)| low.clone()).chain([Key::end()]).collect();
    let blocks = starts.into_iter().zip(ends).map(|((number, low), high)| Block { number, low, high });
    blocks.take(usize::try_from(most).unwrap_or(usize::MAX)).collect()
}

/// The blocks that every piece leaves, where a piece stands in few.
async fn narrowed(tx: &mut Tx, mut blocks: Vec<Block>, pieces: &[Piece]) -> sqlx::Result<Vec<Block>> {
    for piece in pieces {
        if blocks.len() <= NARROWED {
            break;
        }
        if let Some(few) = terms::few(tx, piece).await? {
            blocks.retain(|block| few.contains(&block.number));
        }
    }
    Ok(blocks)
}

/// A search on its way through the blocks of a list.
struct Search<'a> {
    list: List,
    pieces: &'a [Piece],
    from: &'a Key,
    until: &'a Key,
    most: usize,
    found: Vec<Key>,
}

impl Search<'_> {
    const fn is_full(&self) -> bool {
        self.found.len() >= self.most
    }

    /// Looks through these blocks, which follow each other, until enough is found.
    async fn look(&mut self, tx: &mut Tx, blocks: &[Block]) -> sqlx::Result<()> {
        let numbers: Vec<i64> = blocks.iter().map(|block| block.number).collect();
        let mut met = terms::met(tx, &numbers, self.pieces).await?;
        let mut spots = Vec::new();
        for block in blocks {
            let Some(slots) = met.remove(&block.number) else { continue };
            if spots.len() + slots.count() > many::MOST {
                self.look_up(tx, std::mem::take(&mut spots)).await?;
            }
            if self.is_full() {
                return Ok(());
            }
            if slots.count() > many::MOST {
                self.walk(tx, block, &slots).await?;
            } else {
                spots.extend(slots.each().map(|slot| spot(block.number, slot)));
            }
        }
        self.look_up(tx, spots).await
    }

    /// Finds the rows at these spots, all of which follow what is found already. A row that was written anew has left its spot.
    async fn look_up(&mut self, tx: &mut Tx, spots: Vec<i64>) -> sqlx::Result<()> {
        if spots.is_empty() {
            return Ok(());
        }
        let (places, spots) = listed(1, spots.into_iter().map(int).collect());
        let rows: Vec<(String, String)> =
            many::fetch(tx, LOOK_UP.replace("{places}", &places), &[vec![text(self.list.noun)], spots].concat()).await?;
        let keys = rows.into_iter().map(|(place, id)| Key { place, id });
        let is_within = |key: &Key| key.comes_after(self.from, self.list) && self.until.comes_after(key, self.list);
        let mut keys: Vec<Key> = keys.filter(is_within).collect();
        keys.sort_by(|one, other| one.in_order(other, self.list));
        self.found.extend(keys);
        Ok(())
    }

    /// Finds rows by going through a block that has many of them.
    async fn walk(&mut self, tx: &mut Tx, block: &Block, slots: &Slots) -> sqlx::Result<()> {
        let (near, far) = (block.near_end(self.list), block.far_end(self.list));
        let mut at = if self.from.comes_after(near, self.list) { self.from.clone() } else { near.clone() };
        let end = if far.comes_after(self.until, self.list) { self.until } else { far };
        while !self.is_full() {
            let rows = between(tx, self.list, (&at, end), STRIDE).await?;
            let Some((last, _)) = rows.last() else { break };
            at = last.clone();
            let has = |at: i64| at / i64::from(SLOTS) == block.number && slots.has((at % i64::from(SLOTS)) as u16);
            self.found.extend(rows.into_iter().filter(|(_, spot)| has(*spot)).map(|(key, _)| key));
        }
        Ok(())
    }
}

/// The spot of a row in a block. Blocks are counted from 1.
pub const fn spot(block: i64, slot: u16) -> i64 {
    block * SLOTS as i64 + slot as i64
}

//! Whether the lists say what the tables say, for whoever verifies them.

use std::collections::{BTreeMap, BTreeSet};

use super::find::spot;
use super::of_records::{self, CERTIFICATES, RECORDS};
use super::rows::NewRow;
use super::slots::{SLOTS, Slots};
use super::{Key, of_cases, of_readings, of_register, terms};
use crate::store::many::{self, listed, text};
use crate::store::{Tx, corrupt};

const STRAY: &str = "SELECT r.noun || ' ' || r.id FROM list_rows r WHERE NOT EXISTS (SELECT 1 FROM register_entries e WHERE e.id = r.id \
    AND e.noun = r.noun) AND NOT (r.noun = 'records' AND EXISTS (SELECT 1 FROM records c WHERE c.id = r.id)) \
    AND NOT (r.noun = 'certificates' AND EXISTS (SELECT 1 FROM certificates c WHERE c.id = r.id)) \
    AND NOT (r.noun = 'readings' AND EXISTS (SELECT 1 FROM read_log c WHERE c.id = r.id)) \
    AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = r.id AND c.kind = r.noun) ORDER BY 1";
const BLOCKS: &str = "SELECT noun, block, place, id, used FROM list_blocks ORDER BY noun, place, id";
const HELD: &str = "SELECT place, id, spot, words FROM list_rows WHERE noun = $1 AND spot >= $2 AND spot < $3";
const TERMS: &str = "SELECT term, slots FROM list_terms WHERE block = $1";
const NOWHERE: &str = "SELECT noun || ' ' || id FROM list_rows r WHERE spot <> 0 AND NOT EXISTS \
    (SELECT 1 FROM list_blocks b WHERE b.noun = r.noun AND b.block = r.spot / 4096) \
    UNION ALL SELECT 'block ' || CAST(block AS TEXT) FROM (SELECT DISTINCT block FROM list_terms) t \
    WHERE NOT EXISTS (SELECT 1 FROM list_blocks b WHERE b.block = t.block) ORDER BY 1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[STRAY, BLOCKS, HELD, TERMS, NOWHERE];

/// Which rows are made from which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The registers' entries.
    Registers,
    /// Records.
    Records,
    /// Certificates.
    Certificates,
    /// Readings.
    Readings,
    /// Cases of every kind.
    Cases,
}

impl Source {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Registers, Self::Records, Self::Certificates, Self::Readings, Self::Cases];

    /// What is read there.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registers => "registers",
            Self::Records => "records",
            Self::Certificates => "certificates",
            Self::Readings => "readings",
            Self::Cases => "cases",
        }
    }
}

/// The rows of some of a table's lines behind an identity, as they ought to be.
pub async fn expected(tx: &mut Tx, source: Source, after: &str) -> sqlx::Result<Vec<NewRow>> {
    match source {
        Source::Registers => of_register::some(tx, after).await,
        Source::Records => of_records::some(tx, RECORDS, after).await,
        Source::Certificates => of_records::some(tx, CERTIFICATES, after).await,
        Source::Readings => of_readings::some(tx, after).await,
        Source::Cases => of_cases::some(tx, after).await,
    }
}

/// Those of these rows that are not stored as they ought to be.
pub async fn differing(tx: &mut Tx, rows: &[NewRow]) -> sqlx::Result<Vec<String>> {
    let mut differing = Vec::new();
    for some in rows.chunks(many::MOST) {
        let (places, ids) = listed(0, some.iter().map(|row| text(&row.key.id)).collect());
        let sql = format!("SELECT noun, id, place, made, words FROM list_rows WHERE id IN ({places})");
        let stored: Vec<(String, String, String, i64, String)> = many::fetch(tx, sql, &ids).await?;
        let stored: BTreeSet<_> = stored.into_iter().collect();
        let as_stored = |row: &NewRow| (row.noun.to_owned(), row.key.id.clone(), row.key.place.clone(), row.made, row.text());
        let wrong = some.iter().filter(|row| !stored.contains(&as_stored(row)));
        differing.extend(wrong.map(|row| format!("{} {}", row.noun, row.key.id)));
    }
    Ok(differing)
}

/// Rows of nothing, rows in no block, terms of no block.
pub async fn stray(tx: &mut Tx) -> sqlx::Result<Vec<String>> {
    let mut stray: Vec<String> = fetch_all!(tx, (String,), STRAY)?.into_iter().map(|(row,)| row).collect();
    stray.extend(fetch_all!(tx, (String,), NOWHERE)?.into_iter().map(|(row,)| row));
    Ok(stray)
}

/// A block with where it ends.
#[derive(Debug, Clone)]
pub struct Block {
    noun: String,
    number: i64,
    low: Key,
    high: Key,
    used: i64,
}

impl std::fmt::Display for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} block {}", self.noun, self.number)
    }
}

/// Every block.
pub async fn blocks(tx: &mut Tx) -> sqlx::Result<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    for (noun, number, place, id, used) in fetch_all!(tx, (String, i64, String, String, i64), BLOCKS)? {
        let low = Key { place, id };
        if let Some(last) = blocks.last_mut().filter(|last| last.noun == noun) {
            last.high = low.clone();
        }
        blocks.push(Block { noun, number, low, high: Key::end(), used });
    }
    Ok(blocks)
}

/// Whether a block has the terms of its rows, and each row its own slot and a place within the block.
pub async fn is_right(tx: &mut Tx, block: &Block) -> sqlx::Result<bool> {
    let (from, to) = (spot(block.number, 0), spot(block.number + 1, 0));
    let (mut live, mut expected) = (Slots::default(), BTreeMap::<String, Slots>::new());
    let rows = fetch_all!(tx, (String, String, i64, String), HELD, &block.noun, from, to)?;
    let count = rows.len();
    for (place, id, at, words) in rows {
        let (key, slot) = (Key { place, id }, u16::try_from(at - from).map_err(corrupt)?);
        if key <= block.low || key >= block.high || i64::from(slot) >= block.used {
            return Ok(false);
        }
        live.add(slot);
        terms::of(&words).into_iter().for_each(|term| expected.entry(term).or_default().add(slot));
    }
    let mut stored = BTreeMap::new();
    for (term, text) in fetch_all!(tx, (String, String), TERMS, block.number)? {
        let mut slots = Slots::default();
        if slots.read(&text).is_err() {
            return Ok(false);
        }
        slots.keep(&live);
        if slots.count() > 0 {
            stored.insert(term, slots);
        }
    }
    Ok(live.count() == count && block.used <= i64::from(SLOTS) && stored == expected)
}

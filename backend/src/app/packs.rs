//! Job packs that were built: what they were made of, so that an exchange builds none where nothing changed.

use std::collections::HashMap;
use std::sync::Mutex;

use base::id::PersonId;
use base::time::Instant;
use domain::event::Hash;

use super::{Error, Result};
use crate::store::{Tx, record, stamp};

/// Zones change their offsets, and days begin, at whole quarters of an hour.
const QUARTER: i64 = 15 * 60_000;

/// What each person's last pack was made of, and its version.
#[derive(Debug, Default)]
pub struct Packs(Mutex<HashMap<PersonId, (Hash, String)>>);

impl Packs {
    /// Whether the pack that a device holds is the one made of this.
    pub fn holds(&self, person: PersonId, made_of: Hash, held: &str) -> bool {
        self.0.lock().is_ok_and(|packs| packs.get(&person).is_some_and(|(known, version)| *known == made_of && version == held))
    }

    /// A pack was built.
    pub fn built(&self, person: PersonId, made_of: Hash, version: String) {
        if let Ok(mut packs) = self.0.lock() {
            packs.insert(person, (made_of, version));
        }
    }
}

/// A stand-in for everything a pack is made of: how much the registers and certificates ever grew, the records begun for the
/// person's tasks, the visits the person calibrates on, and the time as far as it matters.
pub async fn made_of(tx: &mut Tx, person: PersonId, now: Instant) -> Result<Hash> {
    let text =
        (stamp::written(tx).await?, record::begun(tx, person).await?, record::visits_of(tx, person).await?, now.0.div_euclid(QUARTER));
    Ok(Hash::of(&serde_json::to_vec(&text).map_err(Error::corrupt)?))
}

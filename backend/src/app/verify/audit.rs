//! The audit trail: a chain per object; and what it vouches for.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;
use shared::event::Hash;

use super::rows::{Fields, Snapshot, print};
use super::{Fault, Report};
use crate::app::Result;
use crate::store::audit::Row;
use crate::store::seal::{self, REFUSED, SEALED, SESSIONS, Sealed};

/// What the audit trail contains only since authority takes two people: each sign-in leaves one of these.
const TRACES: [&str; 5] = ["confirmations", "signing_holds", "account_notices", "authority_settled", SESSIONS.table];

/// What an audit entry tells of a version of a register's entry.
#[derive(Debug, Clone)]
pub(super) struct Version<'a> {
    /// The register.
    pub(super) noun: &'a str,
    /// The entry.
    pub(super) object: &'a str,
    /// Its revision.
    pub(super) revision: i64,
    /// Server time.
    pub(super) at: i64,
    /// Who.
    pub(super) by: &'a str,
    /// Why.
    pub(super) reason: &'a str,
    /// Hash of its text.
    pub(super) hash: &'a str,
}

impl Version<'_> {
    fn print(&self) -> u128 {
        let (revision, at) = (self.revision.to_string(), self.at.to_string());
        print(&["version", self.noun, self.object, &revision, &at, self.by, self.reason, self.hash])
    }
}

/// What an audit entry says about a person's act.
#[derive(Debug, Clone)]
pub(super) struct Act<'a> {
    /// What was done.
    pub(super) action: &'a str,
    /// The kind of object.
    pub(super) noun: &'a str,
    /// The object.
    pub(super) object: &'a str,
    /// Who.
    pub(super) by: &'a str,
    /// Server time.
    pub(super) at: i64,
    /// Hash of what was written.
    pub(super) hash: &'a str,
}

impl Act<'_> {
    fn print(&self) -> u128 {
        print(&["did", self.action, self.noun, self.object, self.by, &self.at.to_string(), self.hash])
    }
}

/// What audit entries tell: which hashes objects had, and the seals of rows.
#[derive(Debug, Default)]
pub(super) struct Audited {
    told: HashSet<u128>,
    /// Who enrolled each device, and the hash of its key, from its first entry.
    enrolled: BTreeMap<String, (String, String)>,
    /// Every seal of a password, by person and place in the chain of seals.
    set: HashSet<u128>,
    /// Where a password was used, and the seal it must have: the first occurrence of each.
    used: BTreeMap<u128, String>,
    /// When each person first had a password.
    passwords: BTreeMap<String, i64>,
    /// Passwords that were reset: whose, and when.
    resets: Vec<(String, i64)>,
    /// The first trace of a release in which authority takes two people.
    two_since: Option<i64>,
    /// The last seal of each row, until the row is found.
    seals: BTreeMap<(String, String), Hash>,
}

impl Audited {
    /// Whether an entry says that the object had this hash.
    pub(super) fn had(&self, noun: &str, object: &str, hash: &str) -> bool {
        self.told.contains(&print(&["had", noun, object, hash]))
    }

    /// Whether an entry tells of this version.
    pub(super) fn wrote(&self, version: &Version<'_>) -> bool {
        self.told.contains(&version.print())
    }

    /// Whether this person enrolled the device with a key of this hash, and no other key was enrolled since.
    pub(super) fn enrolled(&self, device: &str, person: &str, key: &str) -> bool {
        self.enrolled.get(device).is_some_and(|(by, hash)| by == person && hash == key)
    }

    /// Whether this person did this to the object at this time, when it had this hash.
    pub(super) fn did(&self, act: &Act<'_>) -> bool {
        self.told.contains(&act.print())
    }

    /// Uses of passwords that the server had not set.
    pub(super) fn not_set(&self) -> impl Iterator<Item = &String> {
        self.used.iter().filter(|(used, _)| !self.set.contains(used)).map(|(_, place)| place)
    }

    /// Since when authority takes two people here: a server of before that left no such trace. `None` where nobody has signed in since.
    pub(super) const fn two_since(&self) -> Option<i64> {
        self.two_since
    }

    /// Resets of passwords of people who had one already: whose, and when.
    pub(super) fn resets(&self) -> impl Iterator<Item = (&str, i64)> {
        let had_one = |person: &str, at: i64| self.passwords.get(person).is_some_and(|first| *first < at);
        self.resets.iter().map(|(person, at)| (person.as_str(), *at)).filter(move |(person, at)| had_one(person, *at))
    }

    fn take(&mut self, row: &Row) {
        if TRACES.contains(&row.noun.as_str()) {
            self.two_since = Some(self.two_since.map_or(row.at, |since| since.min(row.at)));
        }
        if row.action == seal::ACTION {
            if row.noun == "credentials" {
                self.passwords.entry(row.object_id.clone()).or_insert(row.at);
                self.set.insert(print(&["set", &row.object_id, &row.seq.to_string(), &row.object_hash]));
            }
            let hash = Hash::parse(&row.object_hash).unwrap_or(Hash::ZERO);
            self.seals.insert((row.noun.clone(), row.object_id.clone()), hash);
            return;
        }
        self.told.insert(print(&["had", &row.noun, &row.object_id, &row.object_hash]));
        let (noun, object, hash) = (row.noun.as_str(), row.object_id.as_str(), row.object_hash.as_str());
        self.told.insert(Act { action: &row.action, noun, object, by: &row.actor, at: row.at, hash }.print());
        if noun == "devices" && row.action == "enrolled" {
            self.enrolled.entry(row.object_id.clone()).or_insert_with(|| (row.actor.clone(), row.object_hash.clone()));
        }
        if noun == "accounts" && row.action == "password_reset" {
            self.resets.push((row.object_id.clone(), row.at));
        }
        let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
        let used = ["opened", "password_entered"].contains(&row.action.as_str()) && ["accounts", SESSIONS.table].contains(&noun);
        if let Some(credential) = detail.get("credential").and_then(Value::as_str).filter(|_| used) {
            let set = detail.get("set").and_then(Value::as_i64).unwrap_or(-1);
            let place = || format!("audit {} {} {}", row.noun, row.object_id, row.seq);
            self.used.entry(print(&["set", &row.actor, &set.to_string(), credential])).or_insert_with(place);
        }
        let version = Version {
            noun: &row.noun,
            object: &row.object_id,
            revision: row.revision,
            at: row.at,
            by: &row.actor,
            reason: detail.get("reason").and_then(Value::as_str).unwrap_or_default(),
            hash: &row.object_hash,
        };
        self.told.insert(version.print());
    }

    /// Whether the row is as it was sealed last. Each row is asked for once.
    pub(super) fn sealed(&mut self, sealed: &Sealed, row: &Fields) -> bool {
        let key = (sealed.table.to_owned(), sealed.object(row));
        self.seals.remove(&key) == Some(sealed.hash(row))
    }
}

/// Walks every object's chain.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, report: &mut Report) -> Result<Audited> {
    let mut audited = Audited::default();
    let mut last = (String::new(), 0, Hash::ZERO.to_string());
    let each = |row: Fields| {
        let row = stored(&row);
        let chain = format!("audit {} {}", row.noun, row.object_id);
        if last.0 != chain {
            last = (chain.clone(), 0, Hash::ZERO.to_string());
        }
        let place = format!("{chain} {}", row.seq);
        report.must(row.seq == last.1, &place, Fault::Gap);
        report.must(row.prev == last.2, &place, Fault::LinkBroken);
        report.must(row.hashed().to_string() == row.hash, &place, Fault::HashDiffers);
        report.link("audit entries", &chain, &row.hash);
        audited.take(&row);
        last = (chain, last.1 + 1, row.hash);
    };
    snapshot.each("audit", "noun, object_id, seq", each).await?;
    Ok(audited)
}

/// Compares every sealed row with its seal; a seal whose row is gone is named too.
pub(super) async fn seals(snapshot: &mut Snapshot<'_>, audited: &mut Audited, report: &mut Report) -> Result<()> {
    for sealed in SEALED {
        let each = |row: Fields| {
            let place = format!("{} {}", sealed.table, sealed.object(&row));
            report.must(audited.sealed(sealed, &row), &place, Fault::SealBroken);
            report.count(sealed.table);
        };
        snapshot.each(sealed.table, &sealed.key.join(", "), each).await?;
    }
    for (table, object) in audited.seals.keys().filter(|(table, _)| table != REFUSED.table) {
        report.broken(format!("{table} {object}"), Fault::Missing);
    }
    audited.seals.retain(|(table, _), _| table == REFUSED.table);
    Ok(())
}

fn stored(row: &Fields) -> Row {
    let text = |name| row.text(name).to_owned();
    Row {
        id: text("id"),
        noun: text("noun"),
        object_id: text("object_id"),
        seq: row.int("seq"),
        at: row.int("at"),
        actor: text("actor"),
        action: text("action"),
        revision: row.int("revision"),
        object_hash: text("object_hash"),
        detail: text("detail"),
        prev: text("prev"),
        hash: text("hash"),
    }
}

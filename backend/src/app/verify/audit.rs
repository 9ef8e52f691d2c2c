//! The audit trail: a chain per object; and what it vouches for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shared::event::Hash;

use super::rows::{Fields, Tables};
use super::{Fault, Report};
use crate::store::audit::Row;

/// What an audit entry tells of a version of a register's entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    /// The entry.
    pub(super) object: String,
    /// Its revision.
    pub(super) revision: i64,
    /// Server time.
    pub(super) at: i64,
    /// Who.
    pub(super) by: String,
    /// Why.
    pub(super) reason: String,
    /// Hash of its text.
    pub(super) hash: String,
}

/// Who did it, and what more is told.
#[derive(Debug)]
pub(super) struct Act {
    /// Who; empty for the system itself.
    pub(super) by: String,
    detail: Value,
}

impl Act {
    /// A text of the detail; empty where there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.detail.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A number of the detail; -1 where there is none.
    pub(super) fn int(&self, name: &str) -> i64 {
        self.detail.get(name).and_then(Value::as_i64).unwrap_or(-1)
    }
}

/// What audit entries tell: object and its hash afterwards, and the whole of each entry that a version needs.
#[derive(Debug, Default)]
pub(super) struct Audited {
    hashes: BTreeSet<(String, String, String)>,
    versions: BTreeSet<Version>,
    acts: BTreeMap<(String, String, String, i64), Act>,
}

impl Audited {
    /// Whether an entry says that the object had this hash.
    pub(super) fn had(&self, noun: &str, object: &str, hash: &str) -> bool {
        self.hashes.contains(&(noun.to_owned(), object.to_owned(), hash.to_owned()))
    }

    /// Whether an entry tells of this version.
    pub(super) fn wrote(&self, version: &Version) -> bool {
        self.versions.contains(version)
    }

    /// What an entry tells of this act at this time.
    pub(super) fn act(&self, noun: &str, object: &str, action: &str, at: i64) -> Option<&Act> {
        self.acts.get(&(noun.to_owned(), object.to_owned(), action.to_owned(), at))
    }

    /// Whether an entry tells of this act at this time.
    pub(super) fn did(&self, noun: &str, object: &str, action: &str, at: i64) -> bool {
        self.act(noun, object, action, at).is_some()
    }
}

/// Walks every object's chain.
pub(super) fn walk(tables: &Tables, report: &mut Report) -> Audited {
    let mut audited = Audited::default();
    let groups = tables.grouped("audit", |row| format!("audit {} {}", row.text("noun"), row.text("object_id")), "seq");
    for (chain, rows) in groups {
        let mut prev = Hash::ZERO.to_string();
        for (at, row) in (0_i64..).zip(rows.into_iter().map(stored)) {
            let place = format!("{chain} {}", row.seq);
            report.must(row.seq == at, &place, Fault::Gap);
            report.must(row.prev == prev, &place, Fault::LinkBroken);
            report.must(row.hashed().to_string() == row.hash, &place, Fault::HashDiffers);
            report.link("audit entries", chain.clone(), &row.hash);
            prev.clone_from(&row.hash);
            audited.hashes.insert((row.noun.clone(), row.object_id.clone(), row.object_hash.clone()));
            audited.versions.insert(version(&row));
            let act = Act { by: row.actor, detail: serde_json::from_str(&row.detail).unwrap_or_default() };
            audited.acts.insert((row.noun, row.object_id, row.action, row.at), act);
        }
    }
    audited
}

fn version(row: &Row) -> Version {
    let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
    Version {
        object: row.object_id.clone(),
        revision: row.revision,
        at: row.at,
        by: row.actor.clone(),
        reason: detail.get("reason").and_then(Value::as_str).unwrap_or_default().to_owned(),
        hash: row.object_hash.clone(),
    }
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

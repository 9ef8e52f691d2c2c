//! The audit trail: a chain per object; and what it vouches for.

use std::collections::{BTreeMap, HashSet};
use std::ops::RangeInclusive;

use base::time::Instant;
use domain::authority::{Entrance, Outcome};
use domain::event::Hash;
use serde_json::Value;

use super::details::Details;
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot, print};
use crate::app::Result;
use crate::app::case;
use crate::app::numbers::after_restore;
use crate::store::account::entrance;
use crate::store::audit::Row;
use crate::store::reading::CUSTOMERS;
use crate::store::seal::{self, Again, SESSIONS, Sealed};

/// What the audit trail contains only since authority takes two people: each sign-in leaves one of these.
const TRACES: [&str; 5] = ["confirmations", "signing_holds", "account_notices", "authority_settled", SESSIONS.table];

/// Acts of which a row remains: by the kind of object.
const ACTS: [(&str, &[&str]); 3] = [
    ("certificates", &["issued", "stored", "supplemented", "void", "recall_asked", "recall_returned"]),
    ("corrections", &["opened", "checked", "withdrawn"]),
    ("confirmations", &[ASKED, Outcome::Confirmed.name(), Outcome::Alone.name(), Outcome::Declined.name(), Outcome::Withdrawn.name()]),
];
const ASKED: &str = "asked";

/// What extends a stream's ledger: the audit entry has the hash of the ledger's last entry. From a tablet, and on records by the office.
const RECEIVED: &str = "received";
const OF_OFFICE: [&str; 6] = ["returned", "checked", "reopened", "abandoned", "taken_up", "taken_off"];

/// What the office settles about a record.
const SETTLES: [&str; 3] = ["order", "afresh", "as_recorded"];

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

/// How far the enrolment of a device is from its person's password at most: one command asks for both.
const WITH_PASSWORD: i64 = 600_000;

/// Who enrolled a device and when, and the hash of its key.
#[derive(Debug)]
struct Enrolled {
    by: String,
    key: String,
    at: i64,
}

/// What audit entries tell: which hashes objects had, and the seals of rows.
#[derive(Debug, Default)]
pub(super) struct Audited {
    told: HashSet<u128>,
    /// Each device's enrolment, from its first entry.
    enrolled: BTreeMap<String, Enrolled>,
    /// The head of each device's chain after its last exchange that brought something.
    exchanged: BTreeMap<String, Hash>,
    /// When each person entered their password again, since it is noted which password that was.
    entered: BTreeMap<String, Vec<i64>>,
    /// When that was noted first.
    entered_since: Option<i64>,
    /// Acts of which a row remains, each with its place here, until the row is found.
    acts: BTreeMap<u128, String>,
    /// The head of a ledger that each entry names, with the entry's place here, until the ledger is found to have had it.
    heads: BTreeMap<u128, String>,
    /// How many settlements each record's entries tell of.
    settled: BTreeMap<String, i64>,
    /// Each check of a record: of which, by whom, when.
    checks: HashSet<u128>,
    /// Every seal of a password, by person and place in the chain of seals.
    set: HashSet<u128>,
    /// Where a password was used, and the seal it must have: the first occurrence of each.
    used: BTreeMap<u128, String>,
    /// When each person first had a password.
    passwords: BTreeMap<String, i64>,
    /// Passwords that were reset: whose, and when.
    resets: Vec<(String, i64)>,
    /// Each person's sign-ins and choices of a password.
    entrances: BTreeMap<String, Vec<(Instant, Entrance)>>,
    /// Places of sequences that were given out before a restore, by sequence.
    given_before: Vec<(String, RangeInclusive<u64>)>,
    /// The first trace of a release in which authority takes two people.
    two_since: Option<i64>,
    /// The seals of each row, until the row is found.
    seals: BTreeMap<(String, String), Seals>,
    /// The hash of whose results a reading showed, by reading: from its first seal.
    shown: BTreeMap<String, String>,
    /// What entries say in their details.
    pub(super) details: Details,
}

/// The seals of one row.
#[derive(Debug)]
struct Seals {
    /// The hash of the row when it was new.
    first: Hash,
    /// Its hash after the last change.
    last: Hash,
    /// How many there are.
    count: i64,
    /// Whether each seal of a row that counts is over the next number.
    counted: bool,
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
        self.enrolled.get(device).is_some_and(|enrolled| enrolled.by == person && enrolled.key == key)
    }

    /// Whether the person who enrolled the device entered their password then. Enrolments of before that was noted need not show it.
    pub(super) fn enrolled_with_password(&self, device: &str) -> bool {
        let (Some(enrolled), Some(since)) = (self.enrolled.get(device), self.entered_since) else { return true };
        let near = |entered: &i64| (entered - enrolled.at).abs() <= WITH_PASSWORD;
        enrolled.at <= since || self.entered.get(&enrolled.by).is_some_and(|times| times.iter().any(near))
    }

    /// The devices that brought something, each with the head of its chain after the last time.
    pub(super) fn exchanged(&self) -> impl Iterator<Item = (&String, &Hash)> {
        self.exchanged.iter()
    }

    /// Whether this person did this to the object at this time, when it had this hash.
    pub(super) fn did(&self, act: &Act<'_>) -> bool {
        self.told.contains(&act.print())
    }

    /// Whether an entry tells of the act that this row is left of.
    pub(super) fn found(&mut self, act: &Act<'_>) -> bool {
        self.acts.remove(&act.print());
        self.did(act)
    }

    /// A stream's ledger had this head.
    pub(super) fn reached(&mut self, noun: &str, object: &str, head: &str) {
        self.heads.remove(&print(&["had", noun, object, head]));
    }

    /// The entries whose heads no ledger was found to have had.
    pub(super) fn without_head(&mut self) -> impl Iterator<Item = String> + use<> {
        std::mem::take(&mut self.heads).into_values()
    }

    /// The entries of acts whose rows were not found.
    pub(super) fn without_row(&mut self) -> impl Iterator<Item = String> + use<> {
        std::mem::take(&mut self.acts).into_values()
    }

    /// Whether this person checked this record then.
    pub(super) fn checked(&self, record: &str, by: &str, at: i64) -> bool {
        self.checks.contains(&print(&["checked", record, by, &at.to_string()]))
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

    /// The places of a sequence that were given out before a restore.
    pub(super) fn given_before(&self, sequence: &str) -> impl Iterator<Item = u64> {
        self.given_before.iter().filter(move |(of, _)| of == sequence).flat_map(|(_, places)| places.clone())
    }

    /// A person's sign-ins and choices of a password, in their order.
    pub(super) fn entrances(&self, person: &str) -> Vec<(Instant, Entrance)> {
        let mut entrances = self.entrances.get(person).cloned().unwrap_or_default();
        entrances.sort_unstable();
        entrances
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
            return self.seal(row);
        }
        self.told.insert(print(&["had", &row.noun, &row.object_id, &row.object_hash]));
        let (noun, object, hash) = (row.noun.as_str(), row.object_id.as_str(), row.object_hash.as_str());
        let act = Act { action: &row.action, noun, object, by: &row.actor, at: row.at, hash }.print();
        self.told.insert(act);
        // Every entry of a case tells of a fact.
        if noun == case::NOUN || ACTS.iter().any(|(of, actions)| *of == noun && actions.contains(&row.action.as_str())) {
            self.acts.insert(act, format!("audit {noun} {object} {}", row.seq));
        }
        if row.action == RECEIVED || (noun == "records" && OF_OFFICE.contains(&row.action.as_str())) {
            self.heads.insert(print(&["had", noun, object, hash]), format!("audit {noun} {object} {}", row.seq));
        }
        if noun == "records" && row.action == "checked" {
            self.checks.insert(print(&["checked", object, &row.actor, &row.at.to_string()]));
        }
        if noun == "devices" && row.action == "enrolled" {
            let enrolled = || Enrolled { by: row.actor.clone(), key: row.object_hash.clone(), at: row.at };
            self.enrolled.entry(row.object_id.clone()).or_insert_with(enrolled);
        }
        if noun == "accounts" && row.action == "password_reset" {
            self.resets.push((row.object_id.clone(), row.at));
        }
        let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
        if noun == "devices" && row.action == "exchanged" {
            let head = detail.get("head").and_then(Value::as_str).and_then(Hash::parse);
            self.exchanged.extend(head.map(|head| (row.object_id.clone(), head)));
        }
        if noun == "records" && SETTLES.contains(&row.action.as_str()) {
            self.settlement(row, &detail);
        }
        self.given_before.extend(after_restore::given_before(noun, &row.action, &detail));
        self.details.take(row, &detail);
        let used = ["opened", "password_entered"].contains(&row.action.as_str()) && ["accounts", SESSIONS.table].contains(&noun);
        if let Some(credential) = detail.get("credential").and_then(Value::as_str).filter(|_| used) {
            let set = detail.get("set").and_then(Value::as_i64).unwrap_or(-1);
            let place = || format!("audit {} {} {}", row.noun, row.object_id, row.seq);
            if row.action == "password_entered" {
                self.entered.entry(row.actor.clone()).or_default().push(row.at);
                self.entered_since = Some(self.entered_since.map_or(row.at, |since| since.min(row.at)));
            }
            self.used.entry(print(&["set", &row.actor, &set.to_string(), credential])).or_insert_with(place);
        }
        let own = noun == SESSIONS.table || (noun == "accounts" && row.actor == row.object_id);
        if let Some(found) = entrance(&row.action, &detail).filter(|_| own) {
            self.entrances.entry(row.actor.clone()).or_default().push((Instant(row.at), found));
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

    fn settlement(&mut self, row: &Row, detail: &Value) {
        let seq = self.settled.entry(row.object_id.clone()).or_default();
        let (order, line) = (detail.get("order").and_then(Value::as_str), detail.get("line").and_then(Value::as_i64));
        let said = said(*seq, order.unwrap_or_default(), line.unwrap_or(-1));
        *seq += 1;
        let act = Act { action: &row.action, noun: "records", object: &row.object_id, by: &row.actor, at: row.at, hash: &said }.print();
        self.told.insert(act);
        self.acts.insert(act, format!("audit records {} {}", row.object_id, row.seq));
    }

    fn seal(&mut self, row: &Row) {
        let hash = Hash::parse(&row.object_hash).unwrap_or(Hash::ZERO);
        let new = Seals { first: hash, last: hash, count: 0, counted: true };
        let seals = self.seals.entry((row.noun.clone(), row.object_id.clone())).or_insert(new);
        seals.last = hash;
        seals.count += 1;
        let counted = seal::find(&row.noun).and_then(|sealed| sealed.hash_at(&row.object_id, seals.count));
        seals.counted &= counted.is_none_or(|expected| expected == hash);
        if row.noun == "read_log" && seals.count == 1 {
            let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
            let shown = detail.get(CUSTOMERS).map(|shown| shown.as_str().unwrap_or_default().to_owned());
            self.shown.extend(shown.map(|shown| (row.object_id.clone(), shown)));
        }
    }

    /// What is wrong with the seals of a row: it is sealed as it is, was sealed as it was when it was new, and only as often as its table
    /// allows. Each row is asked for once.
    pub(super) fn unsealed(&mut self, sealed: &Sealed, row: &Fields) -> Option<Fault> {
        let Some(seals) = self.seals.remove(&(sealed.table.to_owned(), sealed.object(row))) else { return Some(Fault::SealBroken) };
        let first = sealed.again == Again::Whole || matches!(sealed.again, Again::Counted(_)) || seals.first == sealed.hash_at_first(row);
        if seals.last != sealed.hash(row) || !first || !seals.counted {
            return Some(Fault::SealBroken);
        }
        (sealed.again == Again::Never && seals.count > 1).then_some(Fault::SealedAgain)
    }

    /// The hash of whose results this reading showed, as sealed with it; `None` where its seal does not say. Each is asked for once.
    pub(super) fn shown(&mut self, reading: &str) -> Option<String> {
        self.shown.remove(reading)
    }

    /// The readings that were not asked for.
    pub(super) fn shown_left(&self) -> impl Iterator<Item = (&String, &String)> {
        self.shown.iter()
    }

    /// The seals whose rows were not asked for.
    pub(super) fn seals_left(&self) -> impl Iterator<Item = &(String, String)> {
        self.seals.keys()
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

/// What was settled, as the row and the audit entry both have it: its place among the record's settlements, the order and the line.
pub(super) fn said(seq: i64, order: &str, line: i64) -> String {
    format!("{seq} {order} {line}")
}

//! Verifying what is stored: every chain is walked, every hash computed again, every file read. What is hashed is
//! specified in `docs/CHAINS.md`.

mod access;
mod acts;
mod answers;
mod audit;
mod authority;
mod certificate;
mod checkpoint;
pub mod coverage;
mod details;
mod event;
mod feed;
mod file;
mod given;
mod hold;
mod ledger;
mod links;
mod numbers;
mod record;
mod register;
mod reopened;
mod requests;
mod rows;
mod schema;
mod seals;
mod settled;
mod vault;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub use checkpoint::Checkpoint;

use super::Result;
use super::vault::Keys;
use crate::state::App;
use crate::store::{Tx, schema as made};
use checkpoint::Chains;
use rows::Snapshot;

/// How far apart two times of the server may be, in milliseconds, and still have been the other way round: somebody may have set its clock
/// back.
const CLOCKS: i64 = 86_400_000;

/// What is wrong at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The hash stored beside it is not the hash of what is stored.
    HashDiffers,
    /// It does not carry the hash of the one before it.
    LinkBroken,
    /// One before it is missing.
    Gap,
    /// Two places that must say the same do not.
    Differs,
    /// No audit entry tells of it.
    NotAudited,
    /// What it refers to is not there.
    Missing,
    /// It cannot be read.
    Unreadable,
    /// The row is not as the audit trail sealed it.
    SealBroken,
    /// The row was sealed again, and its table's rows are never changed.
    SealedAgain,
    /// The signature does not hold.
    SignatureWrong,
    /// The checkpoint knows more of it, or another of it.
    NotAsInCheckpoint,
    /// No signature of the device's key covers it.
    NotSigned,
    /// The device's key is not the one that was enrolled.
    KeyReplaced,
    /// It was not issued by somebody who could issue it.
    NotIssued,
    /// The password that was used is not the one that was set.
    CredentialNotSet,
    /// No sign-in made this session.
    SessionNotMade,
    /// A trigger or an index that guards the tables is missing, disabled or altered.
    GuardMissing,
    /// A table, a column, a key or a reference is missing or altered.
    SchemaDiffers,
    /// It is not made by the migrations.
    SchemaAdded,
    /// A calibrator's signature stands over other entries than those that count, or counts although it was held back.
    VerdictDiffers,
    /// Authority was given that no two people requested and confirmed.
    NotConfirmed,
    /// An index disagrees with its table, or a reference points to nothing.
    IndexDiffers,
}

impl Fault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::HashDiffers => "hash_differs",
            Self::LinkBroken => "link_broken",
            Self::Gap => "gap",
            Self::Differs => "differs",
            Self::NotAudited => "not_audited",
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
            Self::SealBroken => "seal_broken",
            Self::SealedAgain => "sealed_again",
            Self::SignatureWrong => "signature_wrong",
            Self::NotAsInCheckpoint => "not_as_in_checkpoint",
            Self::NotSigned => "not_signed",
            Self::KeyReplaced => "key_replaced",
            Self::NotIssued => "not_issued",
            Self::CredentialNotSet => "credential_not_set",
            Self::SessionNotMade => "session_not_made",
            Self::GuardMissing => "guard_missing",
            Self::SchemaDiffers => "schema_differs",
            Self::SchemaAdded => "schema_added",
            Self::VerdictDiffers => "verdict_differs",
            Self::NotConfirmed => "not_confirmed",
            Self::IndexDiffers => "index_differs",
        }
    }
}

/// A broken place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Where: table, identity, place in the chain.
    pub place: String,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.fault.code())
    }
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Report {
    /// Broken places, in the order of the walk.
    pub broken: Vec<Broken>,
    /// Links walked, by kind.
    pub walked: BTreeMap<&'static str, u64>,
    /// Whether the engine was unable to compare indexes with tables.
    pub indexes_not_compared: bool,
    chains: Chains,
    /// Files that the database names.
    files: BTreeSet<String>,
    /// Of those that somebody sent, the media type and the size that their rows say.
    sent: BTreeMap<String, (String, i64)>,
    /// How many of these had their bytes removed.
    removed: BTreeSet<String>,
}

impl Report {
    /// The heads of all chains, to be kept off the server.
    pub fn checkpoint(&self) -> Checkpoint {
        self.chains.checkpoint().clone()
    }

    fn broken(&mut self, place: impl fmt::Display, fault: Fault) {
        self.broken.push(Broken { place: place.to_string(), fault });
    }

    fn must(&mut self, holds: bool, place: impl fmt::Display, fault: Fault) {
        if !holds {
            self.broken(place, fault);
        }
    }

    fn count(&mut self, kind: &'static str) {
        *self.walked.entry(kind).or_default() += 1;
    }

    /// A link of a chain was walked.
    fn link(&mut self, kind: &'static str, chain: &str, hash: &str) {
        self.count(kind);
        self.chains.link(chain, hash);
    }
}

/// Walks everything, in one snapshot; compares with a checkpoint where there is one.
pub async fn verify(app: &App, against: Option<&Checkpoint>) -> Result<Report> {
    let mut report = Report { chains: Chains::against(against.cloned().unwrap_or_default()), ..Report::default() };
    let keys = app.config.vault.clone();
    let mut report = app
        .db
        .read(|tx| {
            Box::pin(async move {
                walk(tx, &keys, &mut report).await?;
                Ok::<_, super::Error>(report)
            })
        })
        .await?;
    file::walk(&app.files, &mut report).await?;
    let differing: Vec<String> = report.chains.differing().cloned().collect();
    for chain in differing {
        report.broken(chain, Fault::NotAsInCheckpoint);
    }
    Ok(report)
}

async fn walk(tx: &mut Tx, keys: &Keys, report: &mut Report) -> Result<()> {
    let expected = made::expected(tx).await?;
    let mut snapshot = Snapshot::of(tx, expected.tables.clone());
    // If a table or column is missing, rows cannot be read: this is reported, and the walk ends.
    if !schema::walk(&mut snapshot, &expected, report).await? {
        return Ok(());
    }
    let mut audited = audit::walk(&mut snapshot, report).await?;
    seals::walk(&mut snapshot, &mut audited, report).await?;
    access::walk(&mut snapshot, &audited, report).await?;
    let decided = authority::walk(&mut snapshot, &audited.details, report).await?;
    requests::walk(&mut snapshot, &audited.details, report).await?;
    given::walk(&mut snapshot, &audited, &decided, report).await?;
    register::walk(&mut snapshot, &audited, report).await?;
    links::walk(&mut snapshot, report).await?;
    let held = hold::walk(&mut snapshot, &audited, report).await?;
    let made = event::walk(&mut snapshot, &mut audited, report).await?;
    let streams = ledger::walk(&mut snapshot, (&made.events, &made.offsets), &mut audited, report).await?;
    feed::walk(&mut snapshot, &streams, report).await?;
    file::removed(&mut snapshot, made.attached, report).await?;
    let certificates = certificate::walk(&mut snapshot, &audited, report).await?;
    file::stored(&mut snapshot, &audited.details, report).await?;
    vault::walk(&mut snapshot, keys, report).await?;
    numbers::walk(&mut snapshot, &audited, &certificates, report).await?;
    acts::walk(&mut snapshot, &mut audited, report).await?;
    record::walk(&mut snapshot, &streams, (&certificates, &held), &audited.details, report).await
}

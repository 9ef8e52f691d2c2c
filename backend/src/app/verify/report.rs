//! What a walk found: broken places, and how much was walked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::checkpoint::{Chains, Checkpoint};

/// How far apart two times of the server may be, in milliseconds, and still have been the other way round: somebody may have set its clock
/// back.
pub(super) const CLOCKS: i64 = 86_400_000;

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
    pub(super) chains: Chains,
    /// Files that the database names.
    pub(super) files: BTreeSet<String>,
    /// Of those that somebody sent, the media type and the size that their rows say.
    pub(super) sent: BTreeMap<String, (String, i64)>,
    /// How many of these had their bytes removed.
    pub(super) removed: BTreeSet<String>,
}

impl Report {
    /// The heads of all chains, to be kept off the server.
    pub fn checkpoint(&self) -> Checkpoint {
        self.chains.checkpoint().clone()
    }

    pub(super) fn broken(&mut self, place: impl fmt::Display, fault: Fault) {
        self.broken.push(Broken { place: place.to_string(), fault });
    }

    pub(super) fn must(&mut self, holds: bool, place: impl fmt::Display, fault: Fault) {
        if !holds {
            self.broken(place, fault);
        }
    }

    pub(super) fn count(&mut self, kind: &'static str) {
        *self.walked.entry(kind).or_default() += 1;
    }

    /// A link of a chain was walked.
    pub(super) fn link(&mut self, kind: &'static str, chain: &str, hash: &str) {
        self.count(kind);
        self.chains.link(chain, hash);
    }
}

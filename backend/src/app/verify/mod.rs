//! Verifying what is stored: every chain is walked, every hash computed again, every file read. What is hashed is
//! specified in `docs/CHAINS.md`.

mod audit;
mod certificate;
mod checkpoint;
mod event;
mod file;
mod ledger;
mod register;
mod rows;

use std::collections::BTreeMap;
use std::fmt;

pub use checkpoint::Checkpoint;

use super::Result;
use crate::state::App;
use rows::Tables;

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
    /// The signature does not hold.
    SignatureWrong,
    /// The checkpoint knows more of it, or another of it.
    NotAsInCheckpoint,
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
            Self::SignatureWrong => "signature_wrong",
            Self::NotAsInCheckpoint => "not_as_in_checkpoint",
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
    /// The hashes of each chain, oldest first.
    chains: BTreeMap<String, Vec<String>>,
}

impl Report {
    /// The heads of all chains, to be kept off the server.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint::of(&self.chains)
    }

    fn broken(&mut self, place: impl fmt::Display, fault: Fault) {
        self.broken.push(Broken { place: place.to_string(), fault });
    }

    fn must(&mut self, holds: bool, place: impl fmt::Display, fault: Fault) {
        if !holds {
            self.broken(place, fault);
        }
    }

    /// A link of a chain was walked.
    fn link(&mut self, kind: &'static str, chain: String, hash: &str) {
        *self.walked.entry(kind).or_default() += 1;
        self.chains.entry(chain).or_default().push(hash.to_owned());
    }
}

/// Walks everything, in one snapshot; compares with a checkpoint where there is one.
pub async fn verify(app: &App, against: Option<&Checkpoint>) -> Result<Report> {
    let tables = app.db.read(|tx| Box::pin(Tables::load(tx))).await?;
    let mut report = Report::default();
    let audited = audit::walk(&tables, &mut report);
    register::walk(&tables, &audited, &mut report);
    event::walk(&tables, &audited, &mut report);
    ledger::walk(&tables, &audited, &mut report);
    certificate::walk(&tables, &audited, &mut report);
    file::walk(&app.files, &tables, &audited, &mut report).await?;
    if let Some(checkpoint) = against {
        checkpoint.compare(&mut report);
    }
    Ok(report)
}

//! What is done to which object: every act that the audit trail tells of. Its words (`noun`, `action` and the names in its detail) are hashed
//! with the entry and read by verifiers (`docs/CHAINS.md`), so they never change; `words` has them.

use base::hash::Hash;
use base::id::{CertificateId, DeviceId, PersonId, RecordId};
use base::time::Instant;
use domain::authority::{Confirmation, Outcome};
use domain::case;
use domain::event::EventKind;
use domain::event::ledger::LedgerEntry;
use serde_json::Value;

use crate::store::certificate::Happening;
use crate::store::settlement::AnswersOf;

/// An act, and the object that it was done to.
#[derive(Debug, Clone)]
pub enum Act<'a> {
    /// To somebody's account.
    Account(PersonId, Account),
    /// To a session, by the hash of its token.
    Session(Hash, Session),
    /// To a request that takes a second person.
    Request(&'a Confirmation, Request<'a>),
    /// To a backup, by its hash.
    Backup(Hash, Backup<'a>),
    /// A fact was added to a case.
    Fact(FactAdded<'a>),
    /// To a certificate.
    Certificate(CertificateId, CertificateAct<'a>),
    /// To a device.
    Device(DeviceId, DeviceAct<'a>),
    /// A tablet's texts reached a stream: its last entry.
    Received(&'a LedgerEntry),
    /// To a record, in the office.
    Record(RecordId, RecordAct<'a>),
    /// To a file, by its hash.
    File(Hash, File<'a>),
    /// A register's entry was written.
    Entry(EntryWritten<'a>),
    /// A row was written: its table, its key, its hash, and what else its seal says.
    Sealed {
        /// The table.
        table: &'static str,
        /// The row's key, joined with `/`.
        key: &'a str,
        /// The row's hash.
        hash: Hash,
        /// More that the seal vouches for.
        detail: Value,
    },
}

/// What is done to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// One session was ended by its person.
    SessionEnded,
    /// All were ended, or all but one.
    SessionsEnded,
    /// The person chose another password.
    PasswordChanged,
    /// It was reset by two people.
    PasswordReset,
    /// It was reset by one, where there is no second.
    PasswordResetAlone,
    /// An earlier device released the person's signing.
    SigningReleased,
    /// The person entered the password again.
    PasswordEntered(PasswordUsed),
}

/// The password that was used: the hash of its row, and which of the row's seals has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordUsed {
    /// The hash of the row.
    pub credential: Hash,
    /// The place of the seal in its chain.
    pub set: Option<i64>,
    /// Whether it is a one-time password.
    pub one_time: bool,
}

/// What is done to a session.
#[derive(Debug, Clone, Copy)]
pub enum Session {
    /// It was opened: the hash of its row, and with which password.
    Opened(Hash, PasswordUsed),
    /// It was ended.
    Closed,
}

/// What is done to a request.
#[derive(Debug, Clone, Copy)]
pub enum Request<'a> {
    /// It was made, with this reason.
    Asked(&'a str),
    /// It ended, with this reason.
    Ended(Outcome, &'a str),
}

/// What is done with a backup.
#[derive(Debug, Clone)]
pub enum Backup<'a> {
    /// It was restored here.
    Restored {
        /// When it was made.
        made_at: Instant,
        /// Whether nothing may be issued until somebody says which number was given out last.
        numbers_open: bool,
    },
    /// It was said which number was given out last.
    NumbersSettled {
        /// The number; `None` where nothing was issued since.
        last: Option<&'a str>,
        /// The places of a sequence that have no certificate here by it.
        raised: Option<&'a Raised>,
    },
}

/// Places of a sequence that were given out before the server was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The sequence.
    pub sequence: String,
    /// The first place.
    pub from: u64,
    /// The last place.
    pub to: u64,
}

/// A fact of a case.
#[derive(Debug, Clone, Copy)]
pub struct FactAdded<'a> {
    /// Its entry.
    pub entry: &'a case::Entry,
    /// What its text calls what happened.
    pub what: &'a str,
    /// What was answered with it.
    pub answers: Option<&'a AnswersOf>,
}

/// What is done to a certificate.
#[derive(Debug, Clone, Copy)]
pub enum CertificateAct<'a> {
    /// It was issued.
    Issued {
        /// The hash of its document.
        document: Hash,
        /// Its number.
        number: &'a str,
        /// Original, supplement or replacement.
        kind: &'a str,
        /// The record it was made from.
        record: &'a str,
        /// What the signatory answered.
        answers: &'a AnswersOf,
    },
    /// Another certificate followed it.
    Followed(Happening<'a>, CertificateId),
    /// Its PDF was stored, and with that it was released.
    Stored(Hash),
    /// The paper original came back.
    Returned(&'a str),
}

/// What is done to a device.
#[derive(Debug, Clone, Copy)]
pub enum DeviceAct<'a> {
    /// Something that is about its key.
    Key(DeviceKey, &'a str),
    /// It brought events of its own.
    Exchanged(Brought),
    /// Somebody imported its events from a file.
    Imported(Brought),
}

/// What is done about a device's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceKey {
    /// It counts from now on.
    Enrolled,
    /// It no longer counts.
    Revoked,
    /// Its person may choose a new PIN.
    NewPinAllowed,
    /// Its recovery key is kept.
    RecoveryKept,
    /// The recovery key was handed out.
    RecoveryHandedOut,
}

/// What an exchange brought.
#[derive(Debug, Clone, Copy)]
pub struct Brought {
    /// How many events.
    pub events: usize,
    /// The last one's hash.
    pub head: Hash,
}

/// What the office does about a record.
#[derive(Debug, Clone, Copy)]
pub enum RecordAct<'a> {
    /// It wrote an event of this kind, the ledger's entry; a check has answers.
    Wrote(EventKind, &'a LedgerEntry, Option<&'a AnswersOf>),
}

/// What is done to a file.
#[derive(Debug, Clone, Copy)]
pub enum File<'a> {
    /// Its bytes came for the first time.
    Stored(Sent<'a>),
    /// They came again, from somebody.
    Sent(Sent<'a>),
    /// A server claims it, to remove what nothing names.
    Claimed,
    /// Its bytes were removed.
    Removed,
}

/// A file as it was sent.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// What it is.
    pub media_type: &'a str,
    /// How many bytes.
    pub size: u64,
}

/// A version of a register's entry.
#[derive(Debug, Clone, Copy)]
pub struct EntryWritten<'a> {
    /// The register.
    pub noun: &'static str,
    /// The entry.
    pub id: &'a str,
    /// Its revision now.
    pub revision: u64,
    /// The hash of its text.
    pub hash: Hash,
    /// Why.
    pub reason: &'a str,
    /// The file and the row that it was imported from.
    pub import: Option<(Hash, u64)>,
}

//! Acts in the words of the table.

use base::hash::Hash;
use base::id::{CertificateId, DeviceId, RecordId};
use domain::authority::Confirmation;
use domain::event::ledger::Verdict;
use serde_json::{Value, json};

use super::act::*;
use crate::store::settlement::AnswersOf;

/// An act as the table holds it.
#[derive(Debug)]
pub(super) struct Words<'a> {
    pub(super) noun: &'static str,
    pub(super) object: String,
    pub(super) action: &'a str,
    pub(super) revision: u64,
    pub(super) hash: Hash,
    pub(super) detail: Value,
}

impl Act<'_> {
    /// The act in the words of the table.
    pub(super) fn words(&self) -> Words<'_> {
        match self {
            Self::Account(person, act) => words("accounts", person, act.action(), Hash::ZERO, act.detail()),
            Self::Session(token, act) => act.words(*token),
            Self::Request(request, act) => act.words(request),
            Self::Backup(backup, act) => words("backups", backup, act.action(), *backup, act.detail()),
            Self::Fact(added) => added.words(),
            Self::Certificate(certificate, act) => act.words(*certificate),
            Self::Device(device, act) => act.words(*device),
            Self::Received(last) => {
                let words = words(last.stream.kind.noun(), last.stream.id, "received", last.hash(), json!({}));
                Words { revision: last.seq, ..words }
            }
            Self::Record(record, act) => act.words(*record),
            Self::File(sha256, act) => words("files", sha256, act.action(), *sha256, act.detail()),
            Self::Entry(written) => written.words(),
            Self::Sealed { table, key, hash, detail } => words(table, key, super::SEALED, *hash, detail.clone()),
        }
    }
}

fn words<'a>(noun: &'static str, object: impl ToString, action: &'a str, hash: Hash, detail: Value) -> Words<'a> {
    Words { noun, object: object.to_string(), action, revision: 0, hash, detail }
}

impl Account {
    const fn action(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::SessionEnded => "session_ended",
            Self::SessionsEnded => "sessions_ended",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset => "password_reset",
            Self::PasswordResetAlone => "password_reset_alone",
            Self::SigningReleased => "signing_released",
            Self::PasswordEntered(_) => "password_entered",
        }
    }

    fn detail(self) -> Value {
        match self {
            Self::PasswordEntered(used) => used.detail(),
            _ => json!({}),
        }
    }
}

impl PasswordUsed {
    fn detail(self) -> Value {
        json!({ "credential": self.credential.to_string(), "set": self.set })
    }
}

impl Session {
    fn words(self, token: Hash) -> Words<'static> {
        match self {
            Self::Opened(row, used) => {
                let mut detail = used.detail();
                if used.one_time {
                    detail[super::ONE_TIME] = json!(true);
                }
                words("sessions", token, "opened", row, detail)
            }
            Self::Closed => words("sessions", token, "closed", Hash::ZERO, json!({})),
        }
    }
}

impl Request<'_> {
    fn words(self, request: &Confirmation) -> Words<'static> {
        let (action, reason) = match self {
            Self::Asked(reason) => ("asked", reason),
            Self::Ended(outcome, reason) => (outcome.name(), reason),
        };
        let kind = request.content.kind().name();
        let detail = json!({ "kind": kind, "subject": request.subject, "until": request.expires_at, "reason": reason });
        words("confirmations", request.id, action, request.hash, detail)
    }
}

impl Backup<'_> {
    const fn action(&self) -> &'static str {
        match self {
            Self::Restored { .. } => "restored",
            Self::NumbersSettled { .. } => "numbers_settled",
        }
    }

    fn detail(&self) -> Value {
        match self {
            Self::Restored { made_at, numbers_open: true } => json!({ "at": made_at, "numbers_open": true }),
            Self::Restored { made_at, numbers_open: false } => json!({ "at": made_at }),
            Self::NumbersSettled { last, raised } => {
                let raised = raised.map(|Raised { sequence, from, to }| json!({ "sequence": sequence, "from": from, "to": to }));
                json!({ "last": last.unwrap_or("none"), "raised": raised })
            }
        }
    }
}

impl<'a> FactAdded<'a> {
    fn words(self) -> Words<'a> {
        let Self { entry, what, answers } = self;
        let mut detail = answers.map_or_else(|| json!({}), AnswersOf::detail);
        (detail["kind"], detail["fact"]) = (json!(entry.kind), json!(entry.fact));
        if let Verdict::SetAside { code } = &entry.verdict {
            detail["set_aside"] = json!(code);
        }
        Words { revision: entry.seq, ..words("cases", entry.case, what, entry.hash(), detail) }
    }
}

impl CertificateAct<'_> {
    fn words(self, certificate: CertificateId) -> Words<'static> {
        let of = |action, hash, detail| words("certificates", certificate, action, hash, detail);
        match self {
            Self::Issued { document, number, kind, record, answers } => {
                let mut detail = answers.detail();
                (detail["number"], detail["kind"], detail["record"]) = (json!(number), json!(kind), json!(record));
                of("issued", document, detail)
            }
            Self::Followed(what, by) => of(what.kind(), Hash::ZERO, json!({ "by": by })),
            Self::Stored(pdf) => of("stored", pdf, json!({})),
            Self::Returned(note) => of("recall_returned", Hash::of(note.as_bytes()), json!({ "note": note })),
        }
    }
}

impl DeviceAct<'_> {
    fn words(self, device: DeviceId) -> Words<'static> {
        let brought = |action, Brought { events, head }| {
            let detail = json!({ "events": events, "head": head });
            words("devices", device, action, Hash::of(detail.to_string().as_bytes()), detail)
        };
        match self {
            Self::Key(act, key) => words("devices", device, act.action(), Hash::of(key.as_bytes()), json!({})),
            Self::Exchanged(what) => brought("exchanged", what),
            Self::Imported(what) => brought("imported", what),
        }
    }
}

impl DeviceKey {
    const fn action(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Revoked => "revoked",
            Self::NewPinAllowed => "new_pin_allowed",
            Self::RecoveryKept => "recovery_kept",
            Self::RecoveryHandedOut => "recovery_handed_out",
        }
    }
}

impl RecordAct<'_> {
    fn words(self, record: RecordId) -> Words<'static> {
        match self {
            Self::Wrote(kind, entry, answers) => {
                let detail = answers.map_or_else(|| json!({}), AnswersOf::detail);
                Words { revision: entry.seq, ..words("records", record, kind.name(), entry.hash(), detail) }
            }
        }
    }
}

impl File<'_> {
    const fn action(self) -> &'static str {
        match self {
            Self::Stored(_) => "stored",
            Self::Sent(_) => "sent",
            Self::Claimed => "claimed",
            Self::Removed => "removed",
        }
    }

    fn detail(self) -> Value {
        match self {
            Self::Stored(Sent { media_type, size }) | Self::Sent(Sent { media_type, size }) => {
                json!({ "media_type": media_type, "size": size })
            }
            Self::Claimed | Self::Removed => json!({}),
        }
    }
}

impl EntryWritten<'_> {
    fn words(&self) -> Words<'static> {
        let mut detail = json!({ "reason": self.reason });
        if let Some((file, row)) = self.import {
            detail["import"] = json!({ "file": file.to_string(), "row": row });
        }
        let action = if self.revision == 1 { "created" } else { "changed" };
        Words { revision: self.revision, ..words(self.noun, self.id, action, self.hash, detail) }
    }
}

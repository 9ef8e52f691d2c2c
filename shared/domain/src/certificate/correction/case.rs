//! A correction as a case: what happens in it, and where it stands (C-5.4.2).

use std::collections::BTreeSet;

use base::id::{CertificateId, CustomerId, Id, PersonId, RecordId, ServiceId};
use base::time::Date;
use serde::{Deserialize, Serialize};

use super::{CaseCheck, Checking, Correction, CorrectionRefused, Standing as OfCertificate, Under, Withdrawing};
use crate::access::Role;
use crate::case::{Acts, By, Case, Link, Misplaced, Stamp, Standing};
use crate::certificate::origin::Origin;
use crate::conditions::basis::Unmet;
use crate::event::Hash;
use crate::library::person::Person;
use crate::record::{Record, RecordStatus};

/// What happens in a correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// Somebody opened it.
    Opened {
        /// The certificate to correct.
        certificate: CertificateId,
        /// Its number.
        number: String,
        /// Its record.
        record: RecordId,
        /// Whose it is.
        customer: CustomerId,
        /// Why.
        reason: String,
        /// Where the error is.
        origin: Origin,
    },
    /// The record that was opened again for it is now in this state: follows from an event of the record.
    RecordStands {
        /// The state.
        status: RecordStatus,
    },
    /// A second person has seen what would be stated.
    Checked {
        /// Hash of what is stated.
        stated: Hash,
    },
    /// A certificate was issued for it.
    Closed {
        /// The certificate.
        certificate: CertificateId,
        /// Its number.
        number: String,
    },
    /// The certificate is left as it is.
    Withdrawn {
        /// Why, where the registers say something else.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
}

/// A correction, as its facts make it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CorrectionCase {
    of: Option<Of>,
    record: Option<RecordStatus>,
    checks: Vec<CaseCheck>,
    ended: Option<Ended>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Of {
    correction: Correction,
    number: String,
    customer: CustomerId,
}

/// How a correction ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// By a certificate with this number.
    Closed {
        /// The number.
        number: String,
    },
    /// By leaving the certificate as it is.
    Withdrawn,
}

/// A row of corrections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CorrectionRow {
    /// The case.
    pub case: Correction,
    /// Number of the certificate to correct.
    pub number: String,
    /// Number of the certificate that closed it.
    pub closed_by: Option<String>,
    /// Whether a second person has checked it, in whatever form it had then.
    #[serde(default)]
    pub checked: bool,
    /// Withdrawn.
    pub withdrawn: bool,
}

/// What a decision about a correction needs to know beside it. Only what the fact in question needs is loaded; the rest refuses.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// To open: how the certificate stands.
    pub certificate: OfCertificate,
    /// To check: who wants to, and what they see.
    pub checker: Option<Checker<'a>>,
    /// To close: the certificate that is being issued for it in this very transaction.
    pub issued: Option<CertificateId>,
    /// To withdraw: how the record stands and what the registers say.
    pub under: Under,
    /// To withdraw: whether the person wrote something that the certificate does not say.
    pub had_part: bool,
}

impl Default for Around<'_> {
    fn default() -> Self {
        let certificate = OfCertificate { void: true, supplemented: true, case_open: true };
        Self { certificate, checker: None, issued: None, under: Under::Open, had_part: true }
    }
}

/// Who wants to check a correction of office facts, and what they see.
#[derive(Debug, Clone, Copy)]
pub struct Checker<'a> {
    /// As the register knows them.
    pub person: &'a Person,
    /// The record.
    pub record: &'a Record,
    /// The service.
    pub service: ServiceId,
    /// The day, in the office's time zone.
    pub today: Date,
    /// Who changed what the certificate states, since the one in force was issued.
    pub changed_by: &'a BTreeSet<PersonId>,
    /// Hash of what is stated now.
    pub stated: Hash,
    /// What refuses the check by the conditions that it rests on.
    pub unmet: &'a [Unmet],
}

impl From<Misplaced> for CorrectionRefused {
    fn from(_: Misplaced) -> Self {
        Self::Misplaced
    }
}

impl CorrectionCase {
    /// What it is about; `None` before it was opened.
    pub fn correction(&self) -> Option<&Correction> {
        self.of.as_ref().map(|of| &of.correction)
    }

    /// Its checks by a second person, the latest last.
    pub fn checks(&self) -> &[CaseCheck] {
        &self.checks
    }

    /// How it ended; `None` while it is open.
    pub const fn ended(&self) -> Option<&Ended> {
        self.ended.as_ref()
    }

    /// How its record stood when that was told last.
    pub const fn record_stands(&self) -> Option<RecordStatus> {
        self.record
    }

    fn open(&self) -> Result<&Correction, CorrectionRefused> {
        self.correction().filter(|_| self.ended.is_none()).ok_or(CorrectionRefused::CaseClosed)
    }

    fn opens(&self, around: &Around<'_>, reason: &str) -> Result<(), CorrectionRefused> {
        if self.of.is_some() { Err(CorrectionRefused::CaseOpen) } else { super::open(reason, around.certificate) }
    }

    fn checks_it(&self, around: &Around<'_>, who: PersonId, seen: Hash) -> Result<(), CorrectionRefused> {
        let case = self.open()?;
        let Checker { person, record, service, today, changed_by, stated, unmet } =
            around.checker.ok_or(CorrectionRefused::CheckerNotAuthorised)?;
        if seen != stated {
            return Err(CorrectionRefused::DraftChanged);
        }
        super::check(Checking { who, person, case, record, service, today, changed_by, checks: &self.checks, stated, unmet })
    }

    /// Nobody says that a certificate was issued: its issue does.
    fn closes(&self, around: &Around<'_>, certificate: CertificateId) -> Result<(), CorrectionRefused> {
        self.open()?;
        if around.issued == Some(certificate) { Ok(()) } else { Err(CorrectionRefused::Misplaced) }
    }

    fn moves(&self) -> Result<(), CorrectionRefused> {
        if self.open()?.origin == Origin::Record { Ok(()) } else { Err(CorrectionRefused::Misplaced) }
    }

    fn withdraws(&self, around: &Around<'_>, who: PersonId, reason: &str) -> Result<(), CorrectionRefused> {
        let opened = self.correction().is_some_and(|case| case.by == who);
        let by = Withdrawing { reason, had_part: opened || around.had_part };
        super::withdraw(self.open().is_err(), around.under, by)
    }

    /// Whose turn it is.
    fn acts(&self) -> Option<Role> {
        let case = self.open().ok()?;
        Some(match (case.origin, self.record) {
            (Origin::Office, _) if self.checks.is_empty() => Role::Checker,
            (Origin::Record, Some(RecordStatus::Submitted)) => Role::Checker,
            (Origin::Office, _) | (Origin::Record, Some(RecordStatus::Checked)) => Role::Signatory,
            (Origin::Record, Some(RecordStatus::Abandoned)) => Role::TechnicalManager,
            (Origin::Record, _) => Role::Calibrator,
        })
    }
}

impl Case for CorrectionCase {
    const KIND: &'static str = "correction";
    type Fact = Fact;
    type Context<'a> = Around<'a>;
    type Refusal = CorrectionRefused;
    type Summary = CorrectionRow;

    fn decide(&self, around: &Around<'_>, by: &By, fact: &Fact) -> Result<(), CorrectionRefused> {
        match fact {
            Fact::Opened { reason, .. } => by.person().map(|_| self.opens(around, reason))?,
            Fact::RecordStands { .. } => by.event().map(|_| self.moves())?,
            Fact::Checked { stated } => self.checks_it(around, by.person()?, *stated),
            Fact::Closed { certificate, .. } => by.person().map(|_| self.closes(around, *certificate))?,
            Fact::Withdrawn { reason } => self.withdraws(around, by.person()?, reason),
        }
    }

    fn apply(&mut self, made: &Stamp, fact: Fact) {
        // What was decided was made by a person, but for what follows from the record.
        let by = made.by.person().unwrap_or(Id::from_uuid(uuid::Uuid::nil()));
        match fact {
            Fact::Opened { certificate, number, record, customer, reason, origin } => {
                let id = made.case.cast();
                let correction = Correction { id, certificate, record, reason, origin, by, at: made.at, closed_by: None };
                self.of = Some(Of { correction, number, customer });
            }
            Fact::RecordStands { status } => self.record = Some(status),
            Fact::Checked { stated } => self.checks.push(CaseCheck { by, at: made.at, stated }),
            Fact::Closed { certificate, number } => {
                self.ended = Some(Ended::Closed { number });
                self.of.iter_mut().for_each(|of| of.correction.closed_by = Some(certificate));
            }
            Fact::Withdrawn { .. } => self.ended = Some(Ended::Withdrawn),
        }
    }

    fn standing(&self) -> Standing {
        let Some(Of { correction, number, customer }) = &self.of else { return Standing::default() };
        let status = match &self.ended {
            None => "open",
            Some(Ended::Closed { .. }) => "closed",
            Some(Ended::Withdrawn) => "withdrawn",
        };
        let certificates = [Some(correction.certificate), correction.closed_by].into_iter().flatten();
        let closed_by = match &self.ended {
            Some(Ended::Closed { number }) => number.as_str(),
            _ => "",
        };
        let about = certificates.map(|certificate| Link::to("certificates", certificate)).chain([Link::to("records", correction.record)]);
        Standing {
            status,
            open: self.ended.is_none(),
            acts: self.acts().map(|role| Acts::Role { role }).into_iter().collect(),
            about: about.collect(),
            customer: Some(*customer),
            label: number.clone(),
            search: format!("{} {closed_by}", correction.reason),
            ..Standing::default()
        }
    }

    fn summary(&self) -> Option<CorrectionRow> {
        let Of { correction, number, .. } = self.of.as_ref()?;
        let closed_by = match &self.ended {
            Some(Ended::Closed { number }) => Some(number.clone()),
            _ => None,
        };
        let withdrawn = self.ended == Some(Ended::Withdrawn);
        Some(CorrectionRow { case: correction.clone(), number: number.clone(), closed_by, checked: !self.checks.is_empty(), withdrawn })
    }
}

#[cfg(test)]
#[path = "case_tests.rs"]
mod tests;

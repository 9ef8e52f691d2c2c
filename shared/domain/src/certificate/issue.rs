//! Who may issue what (C-3, C-4.3.2, C-5.4.2), and the fixing of a draft by the issue.

use base::seeded::in_force;
use std::collections::BTreeMap;

use crate::access::Role;
use crate::certificate::compare::{Difference, DifferenceKind};
use crate::certificate::document::{CertificateDocument, Kind, Signature, SignatureRole};
use crate::certificate::number::check_url;
use crate::conditions::basis::Unmet;
use crate::event::Hash;
use crate::library::person::{Activity, Person, TitleLevel};
use crate::record::{Record, RecordStatus};
use base::finding::{Finding, Refusal, Severity};
use base::id::{CertificateId, PersonId, ServiceId};
use base::time::{Date, Instant};

/// Why a certificate is not issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueRefused {
    /// Not an authorised signatory: no other role can issue, the administrator's included.
    NotSignatory,
    /// No longer at work here.
    NotActive,
    /// No authorisation to sign for this service on this day.
    NotAuthorised,
    /// The professional title is below intermediate and no equivalent ability was assessed.
    TitleTooLow,
    /// Calibrated it.
    OwnCalibration,
    /// Checked it.
    OwnCheck,
    /// Something that the issue rests on does not hold.
    Unmet(Unmet),
    /// A backup was restored, and nobody has said which number was given out last.
    NumbersUnsettled,
    /// The record is not checked.
    NotChecked,
    /// The record has other entries than the person has seen.
    RecordChanged,
    /// The certificate would state something else than the person has seen.
    DraftChanged,
    /// The correction of office facts is not checked as it is now.
    CorrectionNotChecked,
    /// Something that C-5.4.1 asks for is missing.
    Incomplete {
        /// How much.
        missing: usize,
    },
    /// The record has a certificate and no correction case is open.
    AlreadyIssued {
        /// Its number.
        number: String,
    },
    /// The correction changes nothing that the certificate states.
    NothingDiffers,
    /// A supplement was expected, but a stated value is changed or gone.
    SupplementChangesValue {
        /// The first such value.
        path: String,
    },
    /// Another kind was expected.
    OtherKind {
        /// The kind that follows.
        kind: &'static str,
    },
}

impl Refusal for IssueRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotSignatory => "issue_not_signatory",
            Self::NotActive => "issue_not_active",
            Self::NotAuthorised => "issue_not_authorised",
            Self::TitleTooLow => "issue_title_too_low",
            Self::OwnCalibration => "issue_own_calibration",
            Self::OwnCheck => "issue_own_check",
            Self::Unmet(unmet) => unmet.code(),
            Self::NumbersUnsettled => "numbers_unsettled",
            Self::NotChecked => "issue_not_checked",
            Self::RecordChanged => "record_changed",
            Self::DraftChanged => "draft_changed",
            Self::CorrectionNotChecked => "correction_not_checked",
            Self::Incomplete { .. } => "issue_incomplete",
            Self::AlreadyIssued { .. } => "issue_already_issued",
            Self::NothingDiffers => "issue_nothing_differs",
            Self::SupplementChangesValue { .. } => "supplement_changes_value",
            Self::OtherKind { .. } => "issue_other_kind",
        }
    }
    fn path(&self) -> String {
        match self {
            Self::Unmet(unmet) => unmet.path(),
            Self::SupplementChangesValue { path } => path.clone(),
            Self::OtherKind { .. } => "kind".to_owned(),
            Self::RecordChanged => "seen".to_owned(),
            Self::DraftChanged => "stated".to_owned(),
            _ => String::new(),
        }
    }
    fn params(&self) -> BTreeMap<String, String> {
        let one = |name: &str, value: String| BTreeMap::from([(name.to_owned(), value)]);
        match self {
            Self::Unmet(unmet) => unmet.params(),
            Self::Incomplete { missing } => one("missing", missing.to_string()),
            Self::AlreadyIssued { number } => one("number", number.clone()),
            Self::SupplementChangesValue { path } => one("path", path.clone()),
            Self::OtherKind { kind } => one("kind", (*kind).to_owned()),
            _ => BTreeMap::new(),
        }
    }
    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::Unmet(unmet) => unmet.clause(),
            Self::NotSignatory | Self::NotActive | Self::NotAuthorised | Self::TitleTooLow => Some("C-4.3.2"),
            Self::OwnCalibration | Self::OwnCheck | Self::NumbersUnsettled | Self::Incomplete { .. } => Some("C-5.4.1"),
            Self::AlreadyIssued { .. } | Self::NothingDiffers | Self::CorrectionNotChecked => Some("C-5.4.2"),
            Self::SupplementChangesValue { .. } => Some("C-5.4.2.1"),
            Self::NotChecked | Self::RecordChanged | Self::DraftChanged | Self::OtherKind { .. } => None,
        }
    }
}

/// A person who wants to issue.
#[derive(Debug, Clone, Copy)]
pub struct Signatory<'a> {
    /// Who.
    pub id: PersonId,
    /// As the register knows them.
    pub person: &'a Person,
}

/// Everything that keeps this person from issuing for this record on this day.
pub fn refusals(who: Signatory<'_>, record: &Record, service: ServiceId, today: Date) -> Vec<IssueRefused> {
    let person = who.person;
    let sign =
        |a: &crate::library::person::Authorisation| a.activity == Activity::Sign && a.service == service && a.validity.holds_on(today);
    let rules = [
        (!person.roles.contains(&Role::Signatory), IssueRefused::NotSignatory),
        (!person.active, IssueRefused::NotActive),
        (!person.authorisations.iter().any(sign) && in_force("certificate.authorised"), IssueRefused::NotAuthorised),
        (matches!(person.title_level, TitleLevel::None | TitleLevel::Junior) && in_force("certificate.title"), IssueRefused::TitleTooLow),
        (observed(record, who.id) && in_force("certificate.not_of_own_calibration"), IssueRefused::OwnCalibration),
        (record.check.as_ref().is_some_and(|check| check.by == who.id) && in_force("certificate.not_of_own_check"), IssueRefused::OwnCheck),
        (record.status != RecordStatus::Checked, IssueRefused::NotChecked),
    ];
    rules.into_iter().filter_map(|(broken, refusal)| broken.then_some(refusal)).collect()
}

/// Whether this person is a calibrator of the record, or made any entry in its form.
fn observed(record: &Record, person: PersonId) -> bool {
    record.calibrators.iter().any(|calibrator| calibrator.person == person)
        || record.cells.values().flat_map(|cell| &cell.entries).any(|entry| entry.by == person)
}

/// What stands before the issue: nothing, or a certificate with or without an open correction case.
#[derive(Debug, Clone, PartialEq)]
pub enum Before {
    /// The record has no certificate.
    Nothing,
    /// It has one in force and no case is open.
    Issued {
        /// Its number.
        number: String,
    },
    /// A correction case is open.
    Case {
        /// The certificate in force.
        certificate: CertificateId,
        /// Its number.
        number: String,
        /// Numbers of those it supplements.
        supplemented: Vec<String>,
        /// What the new document changes and adds.
        difference: Difference,
        /// How the case was checked.
        check: Check,
    },
}

/// How a correction is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// With the record, which is corrected.
    WithRecord,
    /// Nobody has checked the office facts as they are now.
    Missing,
    /// By this person.
    By(PersonId),
}

/// Whether the correction, where it is one, was checked by a second person, who is not the one to issue (C-5.4.2).
///
/// # Errors
/// [`IssueRefused::CorrectionNotChecked`] and [`IssueRefused::OwnCheck`].
pub fn checked(before: &Before, who: PersonId) -> Result<(), IssueRefused> {
    match before {
        Before::Case { check: Check::Missing, .. } if in_force("certificate.correction_checked") => Err(IssueRefused::CorrectionNotChecked),
        Before::Case { check: Check::By(checker), .. } if *checker == who => Err(IssueRefused::OwnCheck),
        _ => Ok(()),
    }
}

/// The kind that follows from what stands before.
///
/// # Errors
/// [`IssueRefused::AlreadyIssued`] and [`IssueRefused::NothingDiffers`].
pub fn kind(before: &Before) -> Result<Kind, IssueRefused> {
    match before {
        Before::Nothing => Ok(Kind::Original),
        Before::Issued { number } => Err(IssueRefused::AlreadyIssued { number: number.clone() }),
        Before::Case { certificate, number, supplemented, difference, .. } => match difference.kind() {
            DifferenceKind::Nothing => Err(IssueRefused::NothingDiffers),
            DifferenceKind::Supplement => Ok(Kind::Supplement { to: *certificate, number: number.clone() }),
            DifferenceKind::Replacement => Ok(Kind::Replacement { of: *certificate, number: number.clone(), also: supplemented.clone() }),
        },
    }
}

/// What a person asks to issue.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Who.
    pub who: Signatory<'a>,
    /// The service.
    pub service: ServiceId,
    /// The day, in the office's time zone.
    pub today: Date,
    /// What refuses the issue by the conditions that it rests on.
    pub unmet: &'a [Unmet],
    /// Entries the person has seen.
    pub seen: u64,
    /// Entries there are.
    pub entries: u64,
    /// Hash of what the person has seen stated.
    pub stated_seen: Hash,
    /// Hash of what is stated.
    pub stated: Hash,
    /// The kind expected.
    pub expected: &'a str,
}

/// Decides on an issue: the kind, or the first rule that stops it.
///
/// # Errors
/// Names the rule.
pub fn decide(request: Request<'_>, record: &Record, missing: &[Finding], before: &Before) -> Result<Kind, IssueRefused> {
    if let Some(refusal) = refusals(request.who, record, request.service, request.today).into_iter().next() {
        return Err(refusal);
    }
    if request.seen != request.entries {
        return Err(IssueRefused::RecordChanged);
    }
    if let Some(first) = request.unmet.first() {
        return Err(IssueRefused::Unmet(first.clone()));
    }
    if request.stated_seen != request.stated && in_force("certificate.issued_as_seen") {
        return Err(IssueRefused::DraftChanged);
    }
    let stopping = missing.iter().filter(|finding| finding.severity == Severity::Error).count();
    if stopping > 0 && in_force("certificate.complete") {
        return Err(IssueRefused::Incomplete { missing: stopping });
    }
    let kind = kind(before)?;
    if kind.name() == request.expected {
        return checked(before, request.who.id).map(|()| kind);
    }
    Err(match before {
        Before::Case { difference, .. } if request.expected == "supplement" => {
            IssueRefused::SupplementChangesValue { path: difference.changed.first().map(|change| change.path.clone()).unwrap_or_default() }
        }
        _ => IssueRefused::OtherKind { kind: kind.name() },
    })
}

/// What the issue fixes.
#[derive(Debug, Clone)]
pub struct Issue<'a> {
    /// Number.
    pub number: String,
    /// Check code.
    pub check_code: String,
    /// Kind.
    pub kind: Kind,
    /// Day of issue, in the office's time zone.
    pub issued_on: Date,
    /// The signatory.
    pub by: Signatory<'a>,
    /// The moment.
    pub at: Instant,
    /// Web address of the public check.
    pub website: &'a str,
}

/// The draft with number, check code, kind, day and the approver's signature: what is stored and never changed.
pub fn fix(mut draft: CertificateDocument, issue: Issue<'_>) -> CertificateDocument {
    let envelope = &mut draft.envelope;
    envelope.check_url = check_url(issue.website, &issue.number, &issue.check_code);
    envelope.number = issue.number;
    envelope.check_code = issue.check_code;
    envelope.kind = issue.kind;
    envelope.issued_on = Some(issue.issued_on);
    envelope.signatures.push(Signature {
        role: SignatureRole::Approver,
        person: issue.by.id,
        name: issue.by.person.name.clone(),
        title: issue.by.person.title.clone(),
        at: issue.at,
    });
    draft
}

#[cfg(test)]
#[path = "issue_tests.rs"]
mod tests;

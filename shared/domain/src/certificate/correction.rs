//! Correction cases (C-5.4.2.1, C-5.4.2.2).

mod case;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::case::Misplaced;
use crate::certificate::document::Kind;
use crate::certificate::origin::Origin;
use crate::conditions::basis::Unmet;
use crate::event::Hash;
use crate::library::person::{Activity, Person};
use crate::record::Record;
use base::finding::Refusal;
use base::id::{CertificateId, CorrectionId, PersonId, RecordId, ServiceId};
use base::seeded::in_force;
use base::text::says_something;
use base::time::{Date, Instant};

pub use case::{Around, Checker, CorrectionCase, CorrectionRow, Ended, Fact};

/// A correction case: why a certificate must be supplemented or replaced, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Identity.
    pub id: CorrectionId,
    /// The certificate to correct.
    pub certificate: CertificateId,
    /// Its record.
    pub record: RecordId,
    /// Why.
    pub reason: String,
    /// Where the error is.
    pub origin: Origin,
    /// Who opened the case.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// The certificate that closed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<CertificateId>,
}

/// Why a correction case is not opened or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorrectionRefused {
    /// Something that the check rests on does not hold.
    Unmet(Unmet),
    /// No reason was given.
    ReasonMissing,
    /// The certificate is void: correct the one that replaced it.
    Void,
    /// A later certificate supplements it: correct that one.
    Supplemented,
    /// A case is open for this record.
    CaseOpen,
    /// The case is closed or withdrawn.
    CaseClosed,
    /// The record was opened again for the case and is not checked again: the certificate would stand over an open record.
    RecordOpen,
    /// The record says something else now than the certificate: it is corrected, not left.
    RecordDiffers,
    /// The registers say something else now than the certificate, and the person opened the case or wrote what differs.
    FactsDiffer,
    /// The registers say something else now than the certificate, and nobody has said why the certificate is right as it is.
    WithdrawalUnexplained,
    /// The certificate is not void: nothing is asked back.
    NotAskedBack,
    /// What came back is noted already.
    CameBack,
    /// Nothing is said of what came back.
    NoteMissing,
    /// The error is in the record: it is checked there.
    CheckedInRecord,
    /// The correction is checked as it is.
    AlreadyChecked,
    /// Not authorised to check for this service today, or no longer at work here.
    CheckerNotAuthorised,
    /// Opened the case.
    CheckerOpened,
    /// Changed something that the certificate states.
    CheckerChanged,
    /// Calibrated the item.
    CheckerCalibrated,
    /// The certificate would state something else than the person has seen.
    DraftChanged,
    /// It follows from something else, and is not for whoever says it.
    Misplaced,
}

impl Refusal for CorrectionRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Unmet(unmet) => unmet.code(),
            Self::RecordOpen => "correction_record_open",
            Self::RecordDiffers => "correction_record_differs",
            Self::FactsDiffer => "correction_facts_differ",
            Self::WithdrawalUnexplained => "correction_withdrawal_unexplained",
            Self::ReasonMissing => "correction_reason_missing",
            Self::Void => "correction_of_void",
            Self::Supplemented => "correction_of_supplemented",
            Self::CaseOpen => "correction_case_open",
            Self::CaseClosed => "correction_case_closed",
            Self::NotAskedBack => "recall_not_asked",
            Self::CameBack => "recall_came_back",
            Self::NoteMissing => "recall_note_missing",
            Self::CheckedInRecord => "correction_checked_in_record",
            Self::AlreadyChecked => "correction_checked",
            Self::CheckerNotAuthorised => "correction_checker_not_authorised",
            Self::CheckerOpened => "correction_checker_opened",
            Self::CheckerChanged => "correction_checker_changed",
            Self::CheckerCalibrated => "checker_is_calibrator",
            Self::DraftChanged => "draft_changed",
            Self::Misplaced => Misplaced.code(),
        }
    }
    fn path(&self) -> String {
        match self {
            Self::Unmet(unmet) => return unmet.path(),
            Self::ReasonMissing | Self::WithdrawalUnexplained => "reason",
            Self::NoteMissing => "note",
            Self::DraftChanged => "stated",
            _ => "",
        }
        .to_owned()
    }
    fn params(&self) -> BTreeMap<String, String> {
        match self {
            Self::Unmet(unmet) => unmet.params(),
            _ => BTreeMap::new(),
        }
    }
    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::Unmet(unmet) => unmet.clause(),
            Self::NotAskedBack | Self::CameBack | Self::NoteMissing => Some("C-5.4.2.2"),
            Self::CheckerNotAuthorised => Some("C-4.3.1"),
            _ => Some("C-5.4.2"),
        }
    }
}

/// How the certificate to be corrected stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Void.
    pub void: bool,
    /// Supplemented by a certificate that is not void.
    pub supplemented: bool,
    /// A case of its record is open.
    pub case_open: bool,
}

/// Whether a case may be opened.
///
/// # Errors
/// Names the rule.
pub fn open(reason: &str, standing: Standing) -> Result<(), CorrectionRefused> {
    let rules = [
        (!says_something(reason), CorrectionRefused::ReasonMissing),
        (standing.void && in_force("certificate.no_case_of_a_void_one"), CorrectionRefused::Void),
        (standing.supplemented, CorrectionRefused::Supplemented),
        (standing.case_open && in_force("certificate.one_case_at_a_time"), CorrectionRefused::CaseOpen),
    ];
    rules.into_iter().find_map(|(broken, refusal)| broken.then_some(refusal)).map_or(Ok(()), Err)
}

/// How the record stands that a case was opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// As it was when the certificate was issued: it was never opened again for this case.
    Untouched,
    /// Open, or not checked again.
    Open,
    /// Checked again, and the certificate would state the same.
    Same,
    /// Checked again, and the certificate would state something else.
    Differs,
    /// Untouched, and by the registers the certificate would state something else.
    FactsDiffer,
}

/// Who withdraws a case, and why.
#[derive(Debug, Clone, Copy)]
pub struct Withdrawing<'a> {
    /// Why; empty where nothing is said.
    pub reason: &'a str,
    /// Whether the person opened the case or wrote something that the certificate does not say.
    pub had_part: bool,
}

/// Whether a case may be withdrawn: while it is open, and only where the certificate is left over a record that is checked and
/// says what the certificate says (C-5.4.2, C-5.5.2). If the registers say something else, a second person says why the certificate
/// is right as it is: an entry can have changed for a good reason since the issue.
///
/// # Errors
/// Names the rule.
pub fn withdraw(closed: bool, under: Under, by: Withdrawing<'_>) -> Result<(), CorrectionRefused> {
    match (closed, under) {
        (true, _) => Err(CorrectionRefused::CaseClosed),
        (false, Under::Open) => Err(CorrectionRefused::RecordOpen),
        (false, Under::Differs) => Err(CorrectionRefused::RecordDiffers),
        (false, Under::FactsDiffer) if by.had_part => Err(CorrectionRefused::FactsDiffer),
        (false, Under::FactsDiffer) if !says_something(by.reason) => Err(CorrectionRefused::WithdrawalUnexplained),
        (false, Under::Untouched | Under::Same | Under::FactsDiffer) => Ok(()),
    }
}

/// Whether the return of a paper original may be noted: once, for what was asked back, with what came.
///
/// # Errors
/// Names the rule.
pub fn recall(note: &str, asked: bool, returned: bool) -> Result<(), CorrectionRefused> {
    match (says_something(note), asked, returned) {
        (false, ..) => Err(CorrectionRefused::NoteMissing),
        (_, false, _) => Err(CorrectionRefused::NotAskedBack),
        (_, _, true) => Err(CorrectionRefused::CameBack),
        _ => Ok(()),
    }
}

/// A check of a correction of office facts: who has seen exactly what would be stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCheck {
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// Hash of what is stated.
    pub stated: Hash,
}

/// A person who wants to check a correction of office facts.
#[derive(Debug, Clone, Copy)]
pub struct Checking<'a> {
    /// Who.
    pub who: PersonId,
    /// As the register knows them.
    pub person: &'a Person,
    /// The case, which is open.
    pub case: &'a Correction,
    /// Its record.
    pub record: &'a Record,
    /// The service.
    pub service: ServiceId,
    /// The day, in the office's time zone.
    pub today: Date,
    /// Who changed what the certificate states, since the one in force was issued.
    pub changed_by: &'a BTreeSet<PersonId>,
    /// Checks made.
    pub checks: &'a [CaseCheck],
    /// Hash of what is stated now.
    pub stated: Hash,
    /// What refuses the check by the conditions that it rests on.
    pub unmet: &'a [Unmet],
}

/// Whether a person may check a correction of office facts: a second person, authorised to check for the service, who
/// neither opened the case nor changed anything for it (C-5.4.2, C-4.3.1).
///
/// # Errors
/// Names the rule.
pub fn check(of: Checking<'_>) -> Result<(), CorrectionRefused> {
    use CorrectionRefused::{AlreadyChecked, CheckedInRecord, CheckerCalibrated, CheckerChanged, CheckerNotAuthorised, CheckerOpened};
    let authorised = of
        .person
        .authorisations
        .iter()
        .any(|held| held.activity == Activity::Check && held.service == of.service && held.validity.holds_on(of.today));
    let rules = [
        (of.case.origin == Origin::Record, CheckedInRecord),
        (!of.person.active || !authorised, CheckerNotAuthorised),
        (of.record.calibrators.iter().any(|calibrator| calibrator.person == of.who), CheckerCalibrated),
        (of.case.by == of.who && in_force("certificate.case_checked_by_another"), CheckerOpened),
        (of.changed_by.contains(&of.who) && in_force("certificate.change_checked_by_another"), CheckerChanged),
        (of.checks.iter().any(|check| check.stated == of.stated), AlreadyChecked),
    ];
    let unmet = of.unmet.iter().cloned().map(CorrectionRefused::Unmet);
    rules.into_iter().filter_map(|(broken, refusal)| broken.then_some(refusal)).chain(unmet).next().map_or(Ok(()), Err)
}

/// Certificates of one record in the order in which they follow one another, whatever the clock said when they were issued.
pub fn in_order<T>(mut unordered: Vec<T>, id: impl Fn(&T) -> String, follows: impl Fn(&T) -> Option<String>) -> Vec<T> {
    let mut ordered = Vec::with_capacity(unordered.len());
    let mut last = None;
    while let Some(at) = unordered.iter().position(|certificate| follows(certificate) == last) {
        let next = unordered.remove(at);
        last = Some(id(&next));
        ordered.push(next);
    }
    // What follows nothing that is here cannot be; it is not left out.
    ordered.append(&mut unordered);
    ordered
}

/// What the issue of a certificate makes of one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// Supplemented.
    Supplemented,
    /// Void, with its paper original asked back.
    Void,
}

/// What became of the certificates of one record, issued in this order: of which, what, by which (C-5.4.2.1, C-5.4.2.2).
pub fn became(kinds: &[Kind]) -> Vec<(usize, Became, usize)> {
    let (mut standing, mut became) = (Vec::new(), Vec::new());
    for (new, kind) in kinds.iter().enumerate() {
        match kind {
            Kind::Original => {}
            Kind::Supplement { .. } => became.extend(standing.last().map(|old| (*old, Became::Supplemented, new))),
            Kind::Replacement { .. } => became.extend(standing.drain(..).map(|old| (old, Became::Void, new))),
        }
        standing.push(new);
    }
    became
}

#[cfg(test)]
#[path = "correction_tests.rs"]
mod tests;

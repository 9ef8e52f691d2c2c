//! Correction cases (C-5.4.2.1, C-5.4.2.2).

use serde::{Deserialize, Serialize};

use crate::finding::Refusal;
use crate::id::Id;
use crate::library::person::Person;
use crate::record::Record;
use crate::time::Instant;

/// An issued certificate's identity kind.
#[derive(Debug, Clone, Copy)]
pub struct Certificate;

/// A correction case: why a certificate must be supplemented or replaced, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Identity.
    pub id: Id<Correction>,
    /// The certificate to correct.
    pub certificate: Id<Certificate>,
    /// Its record.
    pub record: Id<Record>,
    /// Why.
    pub reason: String,
    /// Where the error is.
    pub origin: Origin,
    /// Who opened the case.
    pub by: Id<Person>,
    /// When.
    pub at: Instant,
    /// The certificate that closed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<Id<Certificate>>,
}

/// Where the error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// In the original record: reopened for its calibrator.
    Record,
    /// In office facts: corrected there, snapshot afresh for the case.
    Office,
}

/// Why a correction case is not opened or withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionRefused {
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
    /// The certificate is not void: nothing is asked back.
    NotAskedBack,
    /// What came back is noted already.
    CameBack,
    /// Nothing is said of what came back.
    NoteMissing,
}

impl Refusal for CorrectionRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::ReasonMissing => "correction_reason_missing",
            Self::Void => "correction_of_void",
            Self::Supplemented => "correction_of_supplemented",
            Self::CaseOpen => "correction_case_open",
            Self::CaseClosed => "correction_case_closed",
            Self::NotAskedBack => "recall_not_asked",
            Self::CameBack => "recall_came_back",
            Self::NoteMissing => "recall_note_missing",
        }
    }
    fn path(&self) -> String {
        match self {
            Self::ReasonMissing => "reason",
            Self::NoteMissing => "note",
            _ => "",
        }
        .to_owned()
    }
    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::NotAskedBack | Self::CameBack | Self::NoteMissing => Some("C-5.4.2.2"),
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
        (reason.trim().is_empty(), CorrectionRefused::ReasonMissing),
        (standing.void, CorrectionRefused::Void),
        (standing.supplemented, CorrectionRefused::Supplemented),
        (standing.case_open, CorrectionRefused::CaseOpen),
    ];
    rules.into_iter().find_map(|(broken, refusal)| broken.then_some(refusal)).map_or(Ok(()), Err)
}

/// Whether a case may be withdrawn: only while it is open. A record reopened for it goes its way to a new check.
///
/// # Errors
/// Names the rule.
pub fn withdraw(closed: bool) -> Result<(), CorrectionRefused> {
    if closed { Err(CorrectionRefused::CaseClosed) } else { Ok(()) }
}

/// Whether the return of a paper original may be noted: once, for what was asked back, with what came.
///
/// # Errors
/// Names the rule.
pub fn recall(note: &str, asked: bool, returned: bool) -> Result<(), CorrectionRefused> {
    match (note.trim().is_empty(), asked, returned) {
        (true, ..) => Err(CorrectionRefused::NoteMissing),
        (_, false, _) => Err(CorrectionRefused::NotAskedBack),
        (_, _, true) => Err(CorrectionRefused::CameBack),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_opened_for_a_certificate_in_force_with_a_reason_once() {
        // C-5.4.2
        let good = Standing { void: false, supplemented: false, case_open: false };
        assert_eq!(open("Serial number wrong", good), Ok(()));
        assert_eq!(open(" ", good), Err(CorrectionRefused::ReasonMissing));
        assert_eq!(open("x", Standing { void: true, ..good }), Err(CorrectionRefused::Void));
        assert_eq!(open("x", Standing { supplemented: true, ..good }), Err(CorrectionRefused::Supplemented));
        assert_eq!(open("x", Standing { case_open: true, ..good }), Err(CorrectionRefused::CaseOpen));
        assert_eq!(withdraw(true), Err(CorrectionRefused::CaseClosed));
        assert_eq!(withdraw(false), Ok(()));
    }

    #[test]
    fn the_return_of_a_paper_original_is_noted_once_and_only_where_it_was_asked_back() {
        // C-5.4.2.2
        assert_eq!(recall("original", true, false), Ok(()));
        assert_eq!(recall(" ", true, false), Err(CorrectionRefused::NoteMissing));
        assert_eq!(recall("original", false, false), Err(CorrectionRefused::NotAskedBack));
        assert_eq!(recall("original", true, true), Err(CorrectionRefused::CameBack));
    }
}

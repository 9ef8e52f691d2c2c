//! Why a rule of the original record refuses an event.

use std::collections::BTreeMap;

use crate::finding::Refusal;

/// Refusals of the record's rules. On a tablet the event is not made; on the server it is set aside with the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordRefusal {
    /// The body does not belong on this kind of stream.
    BodyNotForStream,
    /// The record has not been opened.
    NotOpened,
    /// The record was opened already.
    AlreadyOpened,
    /// The record's state does not allow it (`docs/states/record.md`).
    NotOpen,
    /// The author is not a calibrator of the record.
    NotACalibrator,
    /// The person is one already.
    AlreadyACalibrator,
    /// The author is not authorised for this on the day.
    NotAuthorised,
    /// The edition is unknown.
    EditionUnknown,
    /// The edition is not the one the register has under this identity.
    EditionDiffers,
    /// The edition is not in force on the day.
    EditionNotInForce,
    /// The visit is unknown.
    VisitUnknown,
    /// Work on a customer's site needs a visit.
    VisitMissing,
    /// The visit was never planned for about this day.
    VisitOtherDay,
    /// The person declared a conflict of interest for the customer.
    ConflictOfInterest {
        /// Name to sign in with.
        person: String,
    },
    /// Another calibration body employs the person on the day.
    EmployedElsewhere {
        /// Name to sign in with.
        person: String,
        /// Who.
        employer: String,
    },
    /// The task never was to be done by this method edition.
    TaskEditionDiffers,
    /// The task is called off.
    TaskCancelled,
    /// By the office's register the standard was not in order when readings were taken with it.
    StandardNotInOrder {
        /// Its number.
        number: String,
    },
    /// The task is unknown.
    TaskUnknown,
    /// Item, customer, order and task do not belong together.
    OpenedInconsistent {
        /// The field.
        path: &'static str,
    },
    /// The form has no such place.
    PathUnknown {
        /// The path.
        path: String,
    },
    /// The method fixes another unit.
    UnitFixed {
        /// The path.
        path: String,
        /// The method's unit.
        unit: &'static str,
    },
    /// Not the kind of value that belongs here.
    ValueKind {
        /// The path.
        path: String,
    },
    /// The inspection has no such choice.
    ChoiceUnknown {
        /// The path.
        path: String,
    },
    /// A value stands there already: it can only be amended.
    AlreadyEntered {
        /// The path.
        path: String,
    },
    /// The same person entered a value there on another device: it waits for a choice.
    AlreadyEnteredElsewhere {
        /// The path.
        path: String,
    },
    /// The value was struck through on another device meanwhile.
    AmendedElsewhere {
        /// The path.
        path: String,
    },
    /// There is no such value to strike through.
    AmendsUnknown,
    /// The value is struck through already.
    AlreadyStruck {
        /// The path.
        path: String,
    },
    /// Only who made the observation may amend it.
    AmendOnlyObserver {
        /// The path.
        path: String,
    },
    /// A text that must be given is empty.
    TextMissing {
        /// The field.
        path: &'static str,
    },
    /// A text is too long.
    TextTooLong {
        /// The field.
        path: &'static str,
    },
    /// The form has no such slot.
    SlotUnknown {
        /// The slot.
        slot: String,
    },
    /// No standard is in a required slot.
    StandardMissing {
        /// The slot.
        slot: String,
    },
    /// The standard is unknown.
    StandardUnknown,
    /// No version of the standard in the register says what the snapshot says.
    StandardDiffers,
    /// The standard is not in use.
    StandardNotInUse {
        /// Its number.
        number: String,
    },
    /// The standard's traceability does not hold on the day.
    StandardOutOfDate {
        /// Its number.
        number: String,
    },
    /// The standard has not passed its arrival check on this visit.
    ArrivalCheckMissing {
        /// Its number.
        number: String,
    },
    /// As left only after an adjustment.
    NotAdjusted,
    /// As found only before an adjustment.
    AdjustedAlready,
    /// The method does not let the item be adjusted.
    NotAdjustable,
    /// The file's kind or size is not allowed.
    FileNotAllowed,
    /// Something that must be filled in is not.
    Incomplete {
        /// The first such path.
        path: String,
        /// How many there are.
        missing: usize,
    },
    /// Findings wait for an answer.
    FindingsUnanswered,
    /// The record is not what the signer saw.
    HeadDiffers,
    /// The author has signed already.
    AlreadySigned,
    /// There is no such finding.
    FindingUnknown,
    /// The finding is answered already.
    FindingAnswered,
    /// A return needs findings.
    FindingsMissing,
    /// Only in the office, with the password.
    OfficeOnly,
    /// Only on the spot, with the person's key.
    TabletOnly,
    /// The checker is a calibrator of the record.
    CheckerIsCalibrator,
    /// Not every calibrator has signed.
    SignaturesMissing,
    /// Environment outside the method's limits without an agreed deviation.
    DeviationMissing {
        /// The first such reading.
        path: String,
    },
    /// A deviation stands that the customer has not agreed to.
    DeviationNotAgreed {
        /// What it is.
        what: String,
    },
    /// Readings were taken after the only adjustment: it cannot be withdrawn.
    LastAdjustment,
    /// The bytes of attachments have not arrived.
    FilesMissing {
        /// How many.
        missing: usize,
    },
    /// A certificate was issued: corrections go through a case.
    Issued,
    /// No certificate was issued: there is nothing to correct.
    NotIssued,
    /// There is nothing to choose.
    NothingToChoose,
}

impl Refusal for RecordRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::BodyNotForStream => "body_not_for_stream",
            Self::NotOpened => "record_not_opened",
            Self::AlreadyOpened => "record_already_opened",
            Self::NotOpen => "record_not_open",
            Self::NotACalibrator => "not_a_calibrator",
            Self::AlreadyACalibrator => "already_a_calibrator",
            Self::NotAuthorised => "not_authorised",
            Self::EditionUnknown => "edition_unknown",
            Self::EditionDiffers => "edition_differs",
            Self::EditionNotInForce => "edition_not_in_force",
            Self::VisitUnknown => "visit_unknown",
            Self::VisitMissing => "visit_missing",
            Self::VisitOtherDay => "visit_other_day",
            Self::ConflictOfInterest { .. } => "conflict_of_interest",
            Self::EmployedElsewhere { .. } => "employed_by_other_body",
            Self::TaskEditionDiffers => "task_edition_differs",
            Self::TaskCancelled => "task_cancelled",
            Self::StandardNotInOrder { .. } => "standard_not_in_order",
            Self::TaskUnknown => "task_unknown",
            Self::OpenedInconsistent { .. } => "opened_inconsistent",
            Self::PathUnknown { .. } => "path_unknown",
            Self::UnitFixed { .. } => "unit_fixed",
            Self::ValueKind { .. } => "value_kind",
            Self::ChoiceUnknown { .. } => "choice_unknown",
            Self::AlreadyEntered { .. } => "already_entered",
            Self::AlreadyEnteredElsewhere { .. } => "already_entered_elsewhere",
            Self::AmendedElsewhere { .. } => "amended_elsewhere",
            Self::AmendsUnknown => "amends_unknown",
            Self::AlreadyStruck { .. } => "already_struck",
            Self::AmendOnlyObserver { .. } => "amend_only_observer",
            Self::TextMissing { .. } => "text_missing",
            Self::TextTooLong { .. } => "text_too_long",
            Self::SlotUnknown { .. } => "slot_unknown",
            Self::StandardMissing { .. } => "standard_missing",
            Self::StandardUnknown => "standard_unknown",
            Self::StandardDiffers => "standard_differs",
            Self::StandardNotInUse { .. } => "standard_not_in_use",
            Self::StandardOutOfDate { .. } => "standard_out_of_date",
            Self::ArrivalCheckMissing { .. } => "arrival_check_missing",
            Self::NotAdjusted => "not_adjusted",
            Self::AdjustedAlready => "adjusted_already",
            Self::NotAdjustable => "not_adjustable",
            Self::FileNotAllowed => "file_not_allowed",
            Self::Incomplete { .. } => "record_incomplete",
            Self::FindingsUnanswered => "findings_unanswered",
            Self::HeadDiffers => "head_differs",
            Self::AlreadySigned => "already_signed",
            Self::FindingUnknown => "finding_unknown",
            Self::FindingAnswered => "finding_answered",
            Self::FindingsMissing => "findings_missing",
            Self::OfficeOnly => "office_only",
            Self::TabletOnly => "tablet_only",
            Self::CheckerIsCalibrator => "checker_is_calibrator",
            Self::SignaturesMissing => "signatures_missing",
            Self::DeviationMissing { .. } => "deviation_missing",
            Self::DeviationNotAgreed { .. } => "deviation_not_agreed",
            Self::LastAdjustment => "adjustment_last",
            Self::FilesMissing { .. } => "files_missing",
            Self::Issued => "record_issued",
            Self::NotIssued => "record_not_issued",
            Self::NothingToChoose => "nothing_to_choose",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::PathUnknown { path }
            | Self::UnitFixed { path, .. }
            | Self::ValueKind { path }
            | Self::ChoiceUnknown { path }
            | Self::AlreadyEntered { path }
            | Self::AlreadyEnteredElsewhere { path }
            | Self::AmendedElsewhere { path }
            | Self::AlreadyStruck { path }
            | Self::AmendOnlyObserver { path }
            | Self::Incomplete { path, .. }
            | Self::DeviationMissing { path } => path.clone(),
            Self::TextMissing { path } | Self::TextTooLong { path } | Self::OpenedInconsistent { path } => (*path).to_owned(),
            _ => String::new(),
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        let named: Vec<(&str, String)> = match self {
            Self::UnitFixed { unit, .. } => vec![("unit", (*unit).to_owned())],
            Self::SlotUnknown { slot } | Self::StandardMissing { slot } => vec![("slot", slot.clone())],
            Self::StandardNotInUse { number }
            | Self::StandardOutOfDate { number }
            | Self::StandardNotInOrder { number }
            | Self::ArrivalCheckMissing { number } => vec![("number", number.clone())],
            Self::DeviationNotAgreed { what } => vec![("what", what.clone())],
            Self::ConflictOfInterest { person } => vec![("person", person.clone())],
            Self::EmployedElsewhere { person, employer } => vec![("person", person.clone()), ("employer", employer.clone())],
            Self::Incomplete { missing, .. } | Self::FilesMissing { missing } => vec![("missing", missing.to_string())],
            _ => Vec::new(),
        };
        named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::ConflictOfInterest { .. } => Some("C-4.1.2.1"),
            Self::EditionNotInForce | Self::EditionUnknown | Self::EditionDiffers | Self::TaskEditionDiffers => Some("C-4.2"),
            Self::NotAuthorised => Some("C-4.3.1"),
            Self::EmployedElsewhere { .. } => Some("C-4.3.4"),
            Self::DeviationMissing { .. } => Some("C-4.4"),
            Self::StandardMissing { .. }
            | Self::StandardNotInUse { .. }
            | Self::StandardOutOfDate { .. }
            | Self::StandardNotInOrder { .. } => Some("C-4.5.2"),
            Self::TaskCancelled | Self::DeviationNotAgreed { .. } => Some("C-5.1.2"),
            Self::VisitMissing | Self::VisitOtherDay | Self::ArrivalCheckMissing { .. } => Some("C-5.2.2.2"),
            Self::AlreadyEntered { .. } | Self::UnitFixed { .. } => Some("C-5.5.3"),
            Self::Incomplete { .. } | Self::SignaturesMissing => Some("C-5.5.2"),
            Self::AmendOnlyObserver { .. } => Some("C-5.5.4"),
            _ => None,
        }
    }
}

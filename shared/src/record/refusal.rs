//! Why a rule of the original record refuses an event.

use std::collections::BTreeMap;

use crate::conditions::Unmet;
use crate::finding::Refusal;
use crate::library::edition_check::size::TooLarge;
use crate::text::fault::TextFault;

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
    /// Nobody who calibrates the record, and no task of the office, asked the person to join.
    JoinNotConsented,
    /// Only who began the record, or the technical manager.
    NotTheOpener,
    /// The calibrator recorded something, and has to sign for it.
    HasRecorded,
    /// A record has at least one calibrator.
    LastCalibrator,
    /// The record was not given up.
    NotGivenUp,
    /// A record that took its place was checked.
    Succeeded,
    /// The author has not acknowledged the site's rules and safety briefing.
    BriefingMissing,
    /// The environment has not been read at the start.
    EnvironmentMissing {
        /// The first such path.
        path: String,
    },
    /// The author is not authorised for this on the day.
    NotAuthorised,
    /// The edition is unknown.
    EditionUnknown,
    /// The edition is not the one the register has under this identity.
    EditionDiffers,
    /// The edition is not in force on the day.
    EditionNotInForce,
    /// The edition has more points than a record can hold: it could not be signed.
    EditionTooLarge(TooLarge),
    /// The visit is unknown.
    VisitUnknown,
    /// Work on a customer's site needs a visit.
    VisitMissing,
    /// The task is to be done on site.
    TaskOnSite,
    /// The task is to be done in the laboratory.
    TaskInLaboratory,
    /// The visit was never planned for about this day.
    VisitOtherDay,
    /// The person declared a conflict of interest for the customer.
    ConflictOfInterest {
        /// Name to sign in with.
        person: String,
    },
    /// Another calibration body employs the person on the day.
    EmployedElsewhere {
        /// Name to sign in with; the employer stays between the person and the body.
        person: String,
    },
    /// Something that the act rests on does not hold.
    Unmet(Unmet),
    /// The record has a certificate and no correction case is open: what it is checked for, nobody has said.
    CaseMissing,
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
    /// A text reads otherwise than it is stored, or holds what no document can carry.
    TextFaulty {
        /// The field.
        path: &'static str,
        /// The character, and why it does not belong there.
        fault: TextFault,
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
    /// The slot takes other kinds of standard.
    StandardOtherKind {
        /// Its number.
        number: String,
        /// The slot.
        slot: String,
    },
    /// A reading goes beyond the standard's range.
    StandardOutOfRange {
        /// Its number.
        number: String,
        /// The point's nominal value.
        point: String,
    },
    /// The standard covers nothing of what is measured with it.
    StandardRangeMissing {
        /// Its number.
        number: String,
        /// The slot.
        slot: String,
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
    /// What the signature says is not what the product has signed.
    StatementUnknown,
    /// What computed the results is named by no version.
    EngineVersionMalformed,
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
            Self::JoinNotConsented => "join_not_consented",
            Self::NotTheOpener => "not_the_opener",
            Self::HasRecorded => "calibrator_has_recorded",
            Self::LastCalibrator => "calibrator_last",
            Self::NotGivenUp => "record_not_given_up",
            Self::Succeeded => "record_succeeded",
            Self::BriefingMissing => "briefing_missing",
            Self::EnvironmentMissing { .. } => "environment_missing",
            Self::NotAuthorised => "not_authorised",
            Self::EditionUnknown => "edition_unknown",
            Self::EditionDiffers => "edition_differs",
            Self::EditionNotInForce => "edition_not_in_force",
            Self::EditionTooLarge(_) => "edition_too_large",
            Self::VisitUnknown => "visit_unknown",
            Self::VisitMissing => "visit_missing",
            Self::TaskOnSite => "task_on_site",
            Self::TaskInLaboratory => "task_in_laboratory",
            Self::VisitOtherDay => "visit_other_day",
            Self::ConflictOfInterest { .. } => "conflict_of_interest",
            Self::EmployedElsewhere { .. } => "employed_by_other_body",
            Self::Unmet(unmet) => unmet.code(),
            Self::CaseMissing => "correction_case_missing",
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
            Self::TextFaulty { fault, .. } => fault.code(),
            Self::SlotUnknown { .. } => "slot_unknown",
            Self::StandardMissing { .. } => "standard_missing",
            Self::StandardUnknown => "standard_unknown",
            Self::StandardDiffers => "standard_differs",
            Self::StandardNotInUse { .. } => "standard_not_in_use",
            Self::StandardOutOfDate { .. } => "standard_out_of_date",
            Self::StandardOtherKind { .. } => "standard_other_kind",
            Self::StandardOutOfRange { .. } => "standard_out_of_range",
            Self::StandardRangeMissing { .. } => "standard_range_missing",
            Self::ArrivalCheckMissing { .. } => "arrival_check_missing",
            Self::NotAdjusted => "not_adjusted",
            Self::AdjustedAlready => "adjusted_already",
            Self::NotAdjustable => "not_adjustable",
            Self::FileNotAllowed => "file_not_allowed",
            Self::Incomplete { .. } => "record_incomplete",
            Self::FindingsUnanswered => "findings_unanswered",
            Self::HeadDiffers => "head_differs",
            Self::StatementUnknown => "statement_unknown",
            Self::EngineVersionMalformed => "engine_version_malformed",
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
            | Self::DeviationMissing { path }
            | Self::EnvironmentMissing { path } => path.clone(),
            Self::Unmet(unmet) => unmet.path(),
            Self::StatementUnknown => "statement".to_owned(),
            Self::EngineVersionMalformed => "engine_version".to_owned(),
            Self::TextMissing { path } | Self::TextTooLong { path } | Self::TextFaulty { path, .. } | Self::OpenedInconsistent { path } => {
                (*path).to_owned()
            }
            _ => String::new(),
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        let named: Vec<(&str, String)> = match self {
            Self::Unmet(unmet) => return unmet.params(),
            Self::UnitFixed { unit, .. } => vec![("unit", (*unit).to_owned())],
            Self::SlotUnknown { slot } | Self::StandardMissing { slot } => vec![("slot", slot.clone())],
            Self::StandardNotInUse { number } | Self::StandardOutOfDate { number } | Self::ArrivalCheckMissing { number } => {
                vec![("number", number.clone())]
            }
            Self::StandardOtherKind { number, slot } | Self::StandardRangeMissing { number, slot } => {
                vec![("number", number.clone()), ("slot", slot.clone())]
            }
            Self::StandardOutOfRange { number, point } => vec![("number", number.clone()), ("point", point.clone())],
            Self::TextFaulty { fault, .. } => return fault.params(),
            Self::EditionTooLarge(TooLarge { points, most }) => vec![("points", points.to_string()), ("most", most.to_string())],
            Self::OpenedInconsistent { path } => vec![("what", (*path).to_owned())],
            Self::DeviationNotAgreed { what } => vec![("what", what.clone())],
            Self::ConflictOfInterest { person } | Self::EmployedElsewhere { person } => vec![("person", person.clone())],
            Self::Incomplete { missing, .. } | Self::FilesMissing { missing } => vec![("missing", missing.to_string())],
            _ => Vec::new(),
        };
        named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::Unmet(unmet) => unmet.clause(),
            Self::ConflictOfInterest { .. } => Some("C-4.1.2.1"),
            Self::EditionNotInForce | Self::EditionUnknown | Self::EditionDiffers => Some("C-4.2"),
            Self::NotAuthorised | Self::JoinNotConsented => Some("C-4.3.1"),
            Self::EmployedElsewhere { .. } => Some("C-4.3.4"),
            Self::DeviationMissing { .. } => Some("C-4.4"),
            Self::StandardMissing { .. }
            | Self::StandardNotInUse { .. }
            | Self::StandardOutOfDate { .. }
            | Self::StandardOtherKind { .. }
            | Self::StandardOutOfRange { .. }
            | Self::StandardRangeMissing { .. } => Some("C-4.5.2"),
            Self::DeviationNotAgreed { .. } => Some("C-5.1.2"),
            Self::CaseMissing | Self::Issued => Some("C-5.4.2"),
            Self::TaskOnSite | Self::TaskInLaboratory => Some("C-5.2.2.3"),
            Self::VisitMissing | Self::VisitOtherDay | Self::ArrivalCheckMissing { .. } => Some("C-5.2.2.2"),
            Self::AlreadyEntered { .. } | Self::UnitFixed { .. } => Some("C-5.5.3"),
            Self::Incomplete { .. } | Self::SignaturesMissing | Self::EditionTooLarge(_) => Some("C-5.5.2"),
            Self::EnvironmentMissing { .. } => Some("C-5.2.2.1"),
            Self::BriefingMissing => Some("C-5.2.2.3"),
            Self::NotTheOpener | Self::NotGivenUp | Self::Succeeded => Some("C-5.5.1"),
            Self::AmendOnlyObserver { .. } | Self::HasRecorded | Self::LastCalibrator => Some("C-5.5.4"),
            _ => None,
        }
    }
}

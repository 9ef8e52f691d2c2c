//! Code, path, values and requirement of each refusal of the record's rules.

use std::collections::BTreeMap;

use super::RecordRefusal;
use crate::library::edition_check::size::TooLarge;
use base::finding::Refusal;

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
            Self::Wordless { .. } => "reason_without_words",
            Self::Unsaid { .. } => "text_without_words",
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
            Self::TextMissing { path }
            | Self::Wordless { path }
            | Self::Unsaid { path }
            | Self::TextTooLong { path }
            | Self::TextFaulty { path, .. }
            | Self::OpenedInconsistent { path } => (*path).to_owned(),
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

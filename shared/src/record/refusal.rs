//! Why a rule of the original record refuses an event.

mod code;

use crate::conditions::Unmet;
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

//! Why a rule of the original record refuses an event.

mod code;

use crate::conditions::basis::Unmet;
use crate::library::edition_check::size::TooLarge;
use base::text::fault::TextFault;

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
    /// The person is a calibrator of the record already.
    AlreadyACalibrator,
    /// Neither a calibrator of the record nor a task asked the person to join.
    JoinNotConsented,
    /// Only the person who began the record or the technical manager may do this.
    NotTheOpener,
    /// The calibrator recorded something and has to sign for it.
    HasRecorded,
    /// A record has at least one calibrator.
    LastCalibrator,
    /// The record was not given up.
    NotGivenUp,
    /// A record that replaced it was checked.
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
    /// The visit was never planned for this day, the day before or the day after.
    VisitOtherDay,
    /// The person declared a conflict of interest concerning the customer.
    ConflictOfInterest {
        /// The person's sign-in name.
        person: String,
    },
    /// Another calibration body employs the person on the day.
    EmployedElsewhere {
        /// The person's sign-in name; the employer is not shown.
        person: String,
    },
    /// A condition of the act does not hold.
    Unmet(Unmet),
    /// The record has a certificate but no correction case is open: there is nothing to check it for.
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
    /// There is a value already: it can only be amended.
    AlreadyEntered {
        /// The path.
        path: String,
    },
    /// The same person entered a value there on another device and has to choose between the two.
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
    /// A reason has no words: a full stop or a dash does not say why.
    Wordless {
        /// Which.
        path: &'static str,
    },
    /// A text says nothing: a full stop for a consent, a name or a seal.
    Unsaid {
        /// Which.
        path: &'static str,
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
    /// A text displays differently from how it is stored, or contains characters that no document can carry.
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
    /// The standard's traceability is not valid on the day.
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
    /// The standard has no range for what is measured with it.
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
    /// As-left readings are taken only after an adjustment.
    NotAdjusted,
    /// As-found readings are taken only before an adjustment.
    AdjustedAlready,
    /// The method does not let the item be adjusted.
    NotAdjustable,
    /// The file's kind or size is not allowed.
    FileNotAllowed,
    /// Not everything that must be filled in is.
    Incomplete {
        /// The first such path.
        path: String,
        /// How many there are.
        missing: usize,
    },
    /// Findings wait for an answer.
    FindingsUnanswered,
    /// The record is not as the signer saw it.
    HeadDiffers,
    /// The signed statement is not one of the product's.
    StatementUnknown,
    /// The version of the engine that computed the results is malformed.
    EngineVersionMalformed,
    /// The author has signed already.
    AlreadySigned,
    /// There is no such finding.
    FindingUnknown,
    /// The finding is answered already.
    FindingAnswered,
    /// A return needs findings.
    FindingsMissing,
    /// This is done only in the office, with the password.
    OfficeOnly,
    /// This is done only on a tablet, with the person's key.
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
    /// The customer has not agreed to a deviation, and it was not withdrawn.
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

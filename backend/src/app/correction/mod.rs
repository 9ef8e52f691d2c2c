//! Corrections as cases (C-5.4.2): the one of a record, what happens in it, and what follows from the record.

mod earlier;

use base::id::{CaseId, CorrectionId, RecordId};
use base::time::Instant;
use domain::case::{By, Folded, Link};
use domain::certificate::correction::{Around, CorrectionCase, CorrectionRefused, Fact};
use domain::certificate::origin::Origin;
use domain::event::Stream;
use domain::record::Record;

use crate::app::{Error, Result, case};
use crate::store::{Tx, ledger};

/// The correction that is open for a record.
pub async fn of_record(tx: &mut Tx, record: RecordId) -> Result<Option<(CaseId, Folded<CorrectionCase>)>> {
    case::open_about(tx, &Link::to("records", record)).await
}

/// A correction, ended or not.
pub async fn one(tx: &mut Tx, id: CorrectionId) -> Result<Folded<CorrectionCase>> {
    case::load(tx, id.cast()).await?.ok_or_else(Error::not_found)
}

/// A fact of a correction is decided and written.
pub async fn happens(tx: &mut Tx, folded: &mut Folded<CorrectionCase>, around: &Around<'_>, new: case::Fact<Fact>) -> Result<()> {
    case::add(tx, folded, around, new).await?.map_err(|refusal| refused(&refusal))
}

/// What kind of problem a refusal is.
pub fn refused(refusal: &CorrectionRefused) -> Error {
    use CorrectionRefused::{
        CheckerCalibrated, CheckerChanged, CheckerNotAuthorised, CheckerOpened, Misplaced, ReasonMissing, WithdrawalUnexplained,
    };
    match refusal {
        ReasonMissing | WithdrawalUnexplained => Error::rule(refusal),
        CheckerCalibrated | CheckerChanged | CheckerNotAuthorised | CheckerOpened | Misplaced => Error::forbidden(refusal),
        _ => Error::conflict(refusal),
    }
}

/// Tells the correction that opened a record again how the record stands now: it follows from the record's last event that counts.
pub async fn follow(tx: &mut Tx, record: &Record, now: Instant) -> Result<()> {
    let Some((id, mut folded)) = of_record(tx, record.id).await? else { return Ok(()) };
    let of_record = folded.case.correction().is_some_and(|case| case.origin == Origin::Record);
    if !of_record || folded.case.record_stands() == Some(record.status) {
        return Ok(());
    }
    let Some(event) = ledger::last_effective(tx, Stream::record(record.id)).await? else { return Ok(()) };
    let fact = case::Fact::new(id, By::Event { event }, Fact::RecordStands { status: record.status }, now);
    happens(tx, &mut folded, &Around::default(), fact).await
}

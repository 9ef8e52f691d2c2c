//! Other records of a record's item by the same service: of its entry in the register, or of another entry that may describe the same
//! instrument (C-5.3.3, C-5.5.3).

use base::id::ServiceId;
use base::text::search::bare;
use domain::conditions::{Attached, OtherCertified, OtherStart, Twin, order_of};
use domain::item::twice;
use domain::library::method::Method;
use domain::order::settlement::Settled;
use domain::record::Record;

use super::streams;
use crate::app::{Result, case};
use crate::store::settlement::Standing;
use crate::store::{Tx, facts, settlement};

/// How long before the record other work is looked for under other entries. It counts if it began within 31 days; the office may have
/// heard of it later, but not earlier, by more than clocks differ.
const BEFORE: i64 = 33 * 86_400_000;

/// Another record of the item.
#[derive(Debug)]
pub(super) struct Other {
    record: Record,
    /// The number of its certificate; empty before the issue.
    certificate: String,
    /// The line that the office put it under.
    under: Option<Attached>,
    /// Whether it is of another entry of the register.
    elsewhere: bool,
}

/// The others of a record, whatever their order.
pub(super) async fn others(tx: &mut Tx, record: &Record) -> Result<Vec<Other>> {
    let (item, own) = (&record.opened.item, service(tx, record).await?);
    let without = settlement::without_outcome(tx, item.id).await?.into_iter().map(|id| (id, String::new()));
    let mut standing: Vec<(Standing, bool)> = without.map(|standing| (standing, false)).collect();
    standing.extend(settlement::certified(tx, item.id).await?.into_iter().map(|standing| (standing, false)));
    standing.extend(of_other_entries(tx, record).await?.into_iter().map(|standing| (standing, true)));
    let mut found = Vec::new();
    for ((id, certificate), elsewhere) in standing.into_iter().filter(|((id, _), _)| *id != record.id) {
        let other = streams::one(tx, id).await?;
        let is_other = elsewhere && !twice::may_be_one(&item.item, &other.opened.item.item);
        if is_other || service(tx, &other).await? != own {
            continue;
        }
        let under = case::load::<Settled>(tx, id.cast()).await?.and_then(|settled| settled.case.attached());
        found.push(Other { record: other, certificate, under, elsewhere });
    }
    Ok(found)
}

/// The calibration service of a record's method.
pub(super) async fn service(tx: &mut Tx, record: &Record) -> Result<Option<ServiceId>> {
    Ok(facts::current::<Method>(tx, record.opened.edition.method).await?.map(|method| method.service))
}

/// Records of entries with this serial number. The words of an item end with it.
async fn of_other_entries(tx: &mut Tx, record: &Record) -> Result<Vec<Standing>> {
    let item = &record.opened.item;
    let Some(serial) = twice::serial(&item.item) else { return Ok(Vec::new()) };
    let since = record.opened_at.plus_millis(record.opened_offset).plus_millis(-BEFORE);
    let found = settlement::spelled(tx, item.id, &serial, since).await?;
    Ok(found.into_iter().filter(|(_, words)| bare(words).ends_with(&serial)).map(|(standing, _)| standing).collect())
}

impl Other {
    /// As another start of the same work.
    pub(super) fn as_start(&self, record: &Record, attached: Option<Attached>) -> Option<OtherStart> {
        let found = self.certificate.is_empty().then(|| OtherStart::beside((record, attached), (&self.record, self.under)));
        found.flatten()
    }

    /// As a record that has a certificate.
    pub(super) fn as_certified(&self, record: &Record) -> Option<OtherCertified> {
        let found = (!self.certificate.is_empty()).then(|| OtherCertified::beside(record, &self.record, &self.certificate));
        found.flatten()
    }

    /// As an open record of the instrument under another line of the same order: lines name entries, so that nothing else finds it.
    pub(super) fn as_twin(&self, record: &Record, attached: Option<Attached>) -> Option<Twin> {
        let order = order_of(record, attached);
        let same = order.is_some() && order == order_of(&self.record, self.under);
        let open = self.elsewhere && self.certificate.is_empty() && self.record.abandoned.is_none();
        let (record, instead_of) = (self.record.id, self.record.opened.instead_of);
        (same && open).then(|| Twin { record, certificate: String::new(), instead_of })
    }
}

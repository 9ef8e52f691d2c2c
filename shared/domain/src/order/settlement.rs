//! What the office settles beside a record, as a case: the line of an order that unplanned work is put under, and which facts its certificate
//! states (C-5.1.1, C-5.4.1). The case has the record's identity.

use std::collections::BTreeMap;

use base::finding::Refusal;
use base::id::{CustomerId, OrderId, RecordId, ServiceId};
use serde::{Deserialize, Serialize};

use super::Order;
use super::attach::{AttachRefusal, attach};
use crate::case::{By, Case, Link, Misplaced, Stamp, Standing};
use crate::conditions::facts::Attached;
use crate::record::Record;
use crate::record::refusal::RecordRefusal;

/// What is settled of a record, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// The record is put under this line.
    Order {
        /// The record.
        record: RecordId,
        /// Its customer.
        customer: CustomerId,
        /// The order.
        order: OrderId,
        /// The line's place, from 0.
        line: u16,
    },
    /// The certificate takes the register's facts.
    Afresh {
        /// The record.
        record: RecordId,
        /// Its customer.
        customer: CustomerId,
    },
    /// The certificate states what the record began with.
    AsRecorded {
        /// The record.
        record: RecordId,
        /// Its customer.
        customer: CustomerId,
    },
}

impl Fact {
    /// The record, and its customer.
    pub const fn of(&self) -> (RecordId, CustomerId) {
        match self {
            Self::Order { record, customer, .. } | Self::Afresh { record, customer } | Self::AsRecorded { record, customer } => {
                (*record, *customer)
            }
        }
    }

    /// The order that it is put under.
    pub const fn order(&self) -> Option<OrderId> {
        match self {
            Self::Order { order, .. } => Some(*order),
            Self::Afresh { .. } | Self::AsRecorded { .. } => None,
        }
    }
}

/// What is settled of a record; the latest of each counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    of: Option<(RecordId, CustomerId)>,
    attached: Option<Attached>,
    afresh: bool,
}

/// What a list shows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettledRow {
    /// The line that the record is under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached: Option<Attached>,
    /// Whether the certificate takes the register's facts.
    pub afresh: bool,
}

/// What it is decided by. What was not loaded grants nothing.
#[derive(Debug, Clone, Default)]
pub struct Around<'a> {
    /// The record, with the service of its method and whether it has a certificate.
    pub record: Option<(&'a Record, ServiceId, bool)>,
    /// The order that it is to be put under.
    pub order: Option<&'a Order>,
    /// The person of the conflict of interest that is declared with the record's customer (C-4.1.2.1).
    pub conflict: Option<String>,
}

/// Why something is not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettlementRefused {
    /// It is not for whoever says it, or of another record.
    Misplaced,
    /// The person declared a conflict of interest.
    Conflict(RecordRefusal),
    /// The record and the order do not go together.
    Attach(AttachRefusal),
}

impl From<Misplaced> for SettlementRefused {
    fn from(_: Misplaced) -> Self {
        Self::Misplaced
    }
}

impl SettlementRefused {
    fn inner(&self) -> &dyn Refusal {
        match self {
            Self::Misplaced => &Misplaced,
            Self::Conflict(refusal) => refusal,
            Self::Attach(refusal) => refusal,
        }
    }
}

impl Refusal for SettlementRefused {
    fn code(&self) -> &'static str {
        self.inner().code()
    }
    fn path(&self) -> String {
        self.inner().path()
    }
    fn params(&self) -> BTreeMap<String, String> {
        self.inner().params()
    }
    fn clause(&self) -> Option<&'static str> {
        self.inner().clause()
    }
}

impl Settled {
    /// The line that the record is under.
    pub const fn attached(&self) -> Option<Attached> {
        self.attached
    }

    /// Whether the certificate takes the register's facts.
    pub const fn afresh(&self) -> bool {
        self.afresh
    }
}

impl Case for Settled {
    const KIND: &'static str = "settlement";
    type Fact = Fact;
    type Context<'a> = Around<'a>;
    type Refusal = SettlementRefused;
    type Summary = SettledRow;

    fn decide(&self, around: &Around<'_>, by: &By, fact: &Fact) -> Result<(), SettlementRefused> {
        by.person()?;
        let loaded = around.record.filter(|(record, ..)| fact.of() == (record.id, record.opened.customer.id));
        let (record, service, issued) = loaded.ok_or(SettlementRefused::Misplaced)?;
        if let Some(person) = around.conflict.clone() {
            return Err(SettlementRefused::Conflict(RecordRefusal::ConflictOfInterest { person }));
        }
        match fact {
            Fact::Order { order, line, .. } => {
                let found = around.order.ok_or(SettlementRefused::Misplaced)?;
                attach(record, service, issued, found, Attached { order: *order, line: *line }).map_err(SettlementRefused::Attach)
            }
            Fact::Afresh { .. } | Fact::AsRecorded { .. } if issued => Err(SettlementRefused::Attach(AttachRefusal::Issued)),
            Fact::Afresh { .. } | Fact::AsRecorded { .. } => Ok(()),
        }
    }

    fn apply(&mut self, _: &Stamp, fact: Fact) {
        self.of = Some(fact.of());
        match fact {
            Fact::Order { order, line, .. } => self.attached = Some(Attached { order, line }),
            Fact::Afresh { .. } => self.afresh = true,
            Fact::AsRecorded { .. } => self.afresh = false,
        }
    }

    /// Nothing is waited for: what is settled can be settled otherwise until the certificate is issued.
    fn standing(&self) -> Standing {
        let Some((record, customer)) = self.of else { return Standing::default() };
        let order = self.attached.map(|attached| Link::to("orders", attached.order));
        let about = order.into_iter().chain([Link::to("records", record)]).collect();
        Standing { status: "settled", about, customer: Some(customer), ..Standing::default() }
    }

    fn summary(&self) -> Option<SettledRow> {
        self.of.map(|_| SettledRow { attached: self.attached, afresh: self.afresh })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::tests::samples;
    use crate::event::Hash;
    use crate::order::tests::example::{line, order};
    use base::time::Instant;

    fn person() -> By {
        By::Person { person: samples::id(7) }
    }

    fn put_under(record: &Record, line: u16) -> Fact {
        Fact::Order { record: record.id, customer: record.opened.customer.id, order: samples::id(60), line }
    }

    // C-5.1.1, C-5.4.1, C-4.1.2.1
    #[test]
    fn a_record_is_settled_by_people_without_a_conflict_until_its_certificate_is_issued() {
        let mut record = samples::record();
        (record.opened.order, record.status) = (None, crate::record::RecordStatus::Submitted);
        let service = samples::service();
        let mut fitting = order();
        fitting.customer = record.opened.customer.id;
        let fits = crate::order::OrderLine { item: record.opened.item.id, service, edition: record.opened.edition_id, ..line(7) };
        fitting.lines = vec![fits.clone(), crate::order::OrderLine { item: samples::id(99), ..fits }];
        let around = |issued| Around { record: Some((&record, service, issued)), order: Some(&fitting), conflict: None };
        let settled = Settled::default();
        let afresh = || Fact::Afresh { record: record.id, customer: record.opened.customer.id };
        assert_eq!(settled.decide(&around(false), &person(), &put_under(&record, 0)), Ok(()));
        assert_eq!(settled.decide(&around(false), &person(), &afresh()), Ok(()));
        let other_work = Err(SettlementRefused::Attach(AttachRefusal::OtherWork));
        assert_eq!(settled.decide(&around(false), &person(), &put_under(&record, 1)), other_work);
        for fact in [put_under(&record, 0), afresh()] {
            assert_eq!(settled.decide(&around(true), &person(), &fact), Err(SettlementRefused::Attach(AttachRefusal::Issued)));
            let conflict = Around { conflict: Some("Zhao".to_owned()), ..around(false) };
            assert_eq!(settled.decide(&conflict, &person(), &fact).map_err(|refusal| refusal.code()), Err("conflict_of_interest"));
            assert_eq!(settled.decide(&Around::default(), &person(), &fact), Err(SettlementRefused::Misplaced));
            assert_eq!(settled.decide(&around(false), &By::Clock {}, &fact), Err(SettlementRefused::Misplaced));
        }
        let elsewhere = Fact::Afresh { record: samples::id(98), customer: record.opened.customer.id };
        assert_eq!(settled.decide(&around(false), &person(), &elsewhere), Err(SettlementRefused::Misplaced));
        let another = Fact::Afresh { record: record.id, customer: samples::id(97) };
        assert_eq!(settled.decide(&around(false), &person(), &another), Err(SettlementRefused::Misplaced));
    }

    #[test]
    fn the_latest_that_was_settled_counts() {
        let record = samples::record();
        let (mut settled, customer) = (Settled::default(), record.opened.customer.id);
        let stamp = Stamp { case: record.id.cast(), id: samples::id(1), by: person(), at: Instant(0), hash: Hash::ZERO };
        for fact in [put_under(&record, 0), Fact::Afresh { record: record.id, customer }, put_under(&record, 2)] {
            settled.apply(&stamp, fact);
        }
        assert_eq!((settled.attached(), settled.afresh()), (Some(Attached { order: samples::id(60), line: 2 }), true));
        settled.apply(&stamp, Fact::AsRecorded { record: record.id, customer });
        assert!(!settled.afresh());
        let about = settled.standing().about;
        assert!(about.contains(&Link::to("records", record.id)) && about.contains(&Link::to("orders", samples::id::<Order>(60))));
    }
}

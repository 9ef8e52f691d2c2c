//! The office puts a record of unplanned work under an order line. That is kept by the office, beside the record (C-5.1.1).

use crate::conditions::facts::Attached;
use crate::order::{Order, OrderStatus};
use crate::record::{Record, RecordStatus};
use base::finding::Refusal;
use base::id::ServiceId;
use base::seeded::in_force;

/// Why a record is not put under a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttachRefusal {
    /// The record was made for a task and names its order.
    Planned,
    /// It has a certificate, and what that rests on does not change.
    Issued,
    /// It was given up.
    Abandoned,
    /// It is checked, and the checker saw the line that it was under then, with its decision rule.
    Checked,
    /// The order is another customer's.
    OtherCustomer,
    /// The order was declined.
    Declined,
    /// The order has no such line, or the line is for another item, service or method edition.
    OtherWork,
}

impl Refusal for AttachRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Planned => "attach_planned",
            Self::Issued => "record_issued",
            Self::Abandoned => "record_not_open",
            Self::Checked => "attach_checked",
            Self::OtherCustomer => "attach_other_customer",
            Self::Declined => "order_declined",
            Self::OtherWork => "attach_other_work",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::OtherCustomer | Self::Declined => "order".to_owned(),
            Self::OtherWork => "line".to_owned(),
            Self::Planned | Self::Issued | Self::Abandoned | Self::Checked => String::new(),
        }
    }

    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::Planned | Self::OtherCustomer | Self::OtherWork => Some("C-5.1.1"),
            Self::Declined => Some("C-5.1.2"),
            Self::Issued => Some("C-5.4.2"),
            Self::Checked => Some("C-5.5.2"),
            Self::Abandoned => None,
        }
    }
}

/// Whether the record may be put under this line of the order. Whether the order is accepted is asked at check and issue.
///
/// # Errors
/// Names the rule.
pub fn attach(record: &Record, service: ServiceId, issued: bool, order: &Order, to: Attached) -> Result<(), AttachRefusal> {
    let opened = &record.opened;
    let line = order.lines.get(usize::from(to.line));
    let fits = line.is_some_and(|line| line.item == opened.item.id && line.service == service && line.edition == opened.edition_id);
    let rules = [
        (opened.order.is_some(), AttachRefusal::Planned),
        (issued, AttachRefusal::Issued),
        (record.status == RecordStatus::Abandoned, AttachRefusal::Abandoned),
        (record.status == RecordStatus::Checked, AttachRefusal::Checked),
        (order.customer != opened.customer.id && in_force("order.record_of_its_customer"), AttachRefusal::OtherCustomer),
        (order.status == OrderStatus::Declined, AttachRefusal::Declined),
        (!fits && in_force("order.record_of_its_line"), AttachRefusal::OtherWork),
    ];
    rules.into_iter().find_map(|(broken, refusal)| broken.then_some(refusal)).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::tests::samples;
    use crate::order::OrderLine;
    use crate::order::tests::example::{line, order};

    /// C-5.1.1
    #[test]
    fn only_the_line_of_the_same_work_takes_a_record_that_was_not_planned() {
        let mut record = samples::record();
        record.opened.order = None;
        record.status = RecordStatus::Submitted;
        let fitting = OrderLine { item: record.opened.item.id, service: samples::service(), edition: record.opened.edition_id, ..line(0) };
        let order = Order { customer: record.opened.customer.id, lines: vec![line(1), fitting], ..order() };
        let to = |line| Attached { order: samples::id(70), line };
        let asked = |record: &Record, order: &Order, line| attach(record, samples::service(), false, order, to(line));
        assert_eq!(asked(&record, &order, 1), Ok(()));
        assert_eq!(asked(&record, &order, 0), Err(AttachRefusal::OtherWork));
        assert_eq!(asked(&record, &order, 2), Err(AttachRefusal::OtherWork));
        assert_eq!(attach(&record, samples::id(99), false, &order, to(1)), Err(AttachRefusal::OtherWork), "another service");
        assert_eq!(attach(&record, samples::service(), true, &order, to(1)), Err(AttachRefusal::Issued));
        assert_eq!(asked(&samples::record(), &order, 1), Err(AttachRefusal::Planned));
        let foreign = Order { customer: samples::id(98), ..order.clone() };
        assert_eq!(asked(&record, &foreign, 1), Err(AttachRefusal::OtherCustomer));
        let declined = Order { status: OrderStatus::Declined, ..order.clone() };
        assert_eq!(asked(&record, &declined, 1), Err(AttachRefusal::Declined));
        for (status, expected) in [
            (RecordStatus::Draft, Ok(())),
            (RecordStatus::Returned, Ok(())),
            (RecordStatus::Checked, Err(AttachRefusal::Checked)),
            (RecordStatus::Abandoned, Err(AttachRefusal::Abandoned)),
        ] {
            record.status = status;
            assert_eq!(asked(&record, &order, 1), expected, "{status:?}");
        }
    }
}

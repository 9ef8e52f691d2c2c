//! Contract review (C-5.1.2, C-5.1.3).

use base::seeded::in_force;
use std::collections::BTreeMap;

use crate::library::service::CalibrationService;
use crate::order::complete::{only_corrects, same_rules};
use crate::order::noted::{Ability, Outcome, Review};
use crate::order::{MethodAgreement, Order, OrderLine, OrderStatus};
use base::finding::Refusal;
use base::id::{PersonId, ServiceId};
use base::text::says_something;
use base::time::Instant;

/// Why an order is not reviewed, changed or turned into tasks as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderRefusal {
    /// Its status comes from its review alone; it is not edited.
    StatusByReview,
    /// It is completed: only what its certificates say is corrected.
    Completed,
    /// It is reviewed already and has not changed since.
    NothingToReview,
    /// It is declined without a word on why, or on what was said to the customer (C-5.1.3).
    DeclinedWithoutWords,
    /// Acceptance needs all four abilities (C-5.1.2).
    NotAble(&'static str),
    /// A requirement that C-5.1.1 asks for is not written down, with its field.
    RequirementMissing(String),
    /// The customer has neither named a line's method nor consented to the body's choice (C-4.2).
    MethodNotAgreed(usize),
    /// A line asks for a service that the body does not offer (C-5.1.2).
    ServiceNotOffered {
        /// The line, from 0.
        line: usize,
        /// The service's code.
        service: String,
    },
    /// Tasks are made from accepted orders only (C-5.1.2).
    NotAccepted,
    /// The method of a line's edition serves another service than the line orders (C-4.2).
    EditionOfAnotherService(usize),
    /// A line orders another service than its item's entry names, and does not say why (C-5.1.1).
    ServiceDiffersFromItem(usize),
    /// Work in the laboratory at a customer's place, or work on site at the laboratory (C-5.1.1).
    PlaceNotOfLocation,
    /// Who reviews it has declared a conflict of interest concerning the customer (C-4.1.2.1).
    ConflictOfInterest {
        /// Their sign-in name.
        person: String,
    },
}

impl Refusal for OrderRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::StatusByReview => "order_status_by_review",
            Self::Completed => "order_completed",
            Self::NothingToReview => "order_nothing_to_review",
            Self::DeclinedWithoutWords => "order_declined_without_words",
            Self::NotAble(_) => "order_not_able",
            Self::RequirementMissing(_) => "order_requirement_missing",
            Self::MethodNotAgreed(_) => "method_not_agreed",
            Self::ServiceNotOffered { .. } => "service_not_offered",
            Self::NotAccepted => "order_not_accepted",
            Self::EditionOfAnotherService(_) => "line_edition_of_another_service",
            Self::ServiceDiffersFromItem(_) => "line_service_differs_from_item",
            Self::PlaceNotOfLocation => "order_place_not_of_location",
            Self::ConflictOfInterest { .. } => "conflict_of_interest",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::StatusByReview => "status".to_owned(),
            Self::DeclinedWithoutWords => "discussion".to_owned(),
            Self::NotAble(what) => format!("able/{what}"),
            Self::RequirementMissing(path) => path.clone(),
            Self::MethodNotAgreed(line) => format!("lines/{line}/method_agreement"),
            Self::EditionOfAnotherService(line) => format!("lines/{line}/edition"),
            Self::ServiceDiffersFromItem(line) => format!("lines/{line}/service_reason"),
            Self::ServiceNotOffered { line, .. } => format!("lines/{line}/service"),
            Self::PlaceNotOfLocation => "place".to_owned(),
            Self::Completed | Self::NothingToReview | Self::NotAccepted | Self::ConflictOfInterest { .. } => String::new(),
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        match self {
            Self::ServiceNotOffered { service, .. } => BTreeMap::from([("service".to_owned(), service.clone())]),
            Self::ConflictOfInterest { person } => BTreeMap::from([("person".to_owned(), person.clone())]),
            _ => BTreeMap::new(),
        }
    }

    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::RequirementMissing(_) | Self::ServiceDiffersFromItem(_) | Self::PlaceNotOfLocation => Some("C-5.1.1"),
            Self::ConflictOfInterest { .. } => Some("C-4.1.2.1"),
            Self::MethodNotAgreed(_) | Self::EditionOfAnotherService(_) => Some("C-4.2"),
            Self::StatusByReview | Self::NotAble(_) | Self::NothingToReview | Self::NotAccepted | Self::ServiceNotOffered { .. } => {
                Some("C-5.1.2")
            }
            Self::DeclinedWithoutWords => Some("C-5.1.3"),
            Self::Completed => None,
        }
    }
}

/// A review to be written down.
#[derive(Debug, Clone)]
pub struct Reviewing {
    /// Who reviews.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// Outcome.
    pub outcome: Outcome,
    /// What was found of the body's ability.
    pub able: Ability,
    /// Discussion (C-5.1.3).
    pub discussion: String,
}

/// Lines whose service the body does not offer (C-5.1.2); a service that is not known is said elsewhere.
pub fn not_offered(order: &Order, services: &Services) -> Vec<OrderRefusal> {
    let lines = order.lines.iter().enumerate();
    let closed = lines.filter_map(|(line, of)| Some((line, services.get(&of.service).filter(|service| !service.offered)?)));
    closed.map(|(line, service)| OrderRefusal::ServiceNotOffered { line, service: service.code.clone() }).collect()
}

/// Services by identity, as they are now.
pub type Services = BTreeMap<ServiceId, CalibrationService>;

/// The order after a review, or everything that stops it.
///
/// # Errors
/// Acceptance is refused while a requirement of C-5.1.1 is open, a method is not agreed, an ability is lacking, or a service is
/// not offered; declining without a word on why (C-5.1.3).
pub fn review(order: &Order, services: &Services, reviewing: Reviewing) -> Result<Order, Vec<OrderRefusal>> {
    match order.status {
        OrderStatus::Draft | OrderStatus::ReviewAgain => {}
        OrderStatus::Accepted | OrderStatus::Declined => {
            return Err(vec![OrderRefusal::NothingToReview]);
        }
        OrderStatus::Completed => return Err(vec![OrderRefusal::Completed]),
    }
    let status = match reviewing.outcome {
        Outcome::Accepted => {
            let mut missing = missing_for_acceptance(order, reviewing.able);
            missing.extend(not_offered(order, services));
            if !missing.is_empty() {
                return Err(missing);
            }
            OrderStatus::Accepted
        }
        Outcome::Declined if !says_something(&reviewing.discussion) => return Err(vec![OrderRefusal::DeclinedWithoutWords]),
        Outcome::Declined => OrderStatus::Declined,
    };
    let Reviewing { by, at, outcome, able, discussion } = reviewing;
    let unplanned = order.unplanned.clone();
    Ok(Order { status, review: Some(Review { by, at, outcome, able, discussion, unplanned }), unplanned: Vec::new(), ..order.clone() })
}

fn missing_for_acceptance(order: &Order, able: Ability) -> Vec<OrderRefusal> {
    let mut missing = Vec::new();
    let mut require = |given: bool, path: &str| {
        if !given {
            missing.push(OrderRefusal::RequirementMissing(path.to_owned()));
        }
    };
    require(!order.lines.is_empty(), "lines");
    require(order.place.is_some(), "place");
    require(order.agreed_on.is_some(), "agreed_on");
    for (n, line) in order.lines.iter().enumerate() {
        require(says_something(&line.range), &format!("lines/{n}/range"));
    }
    for (n, line) in order.lines.iter().enumerate() {
        if line.method_agreement == MethodAgreement::Open && in_force("order.method_agreed") {
            missing.push(OrderRefusal::MethodNotAgreed(n));
        }
    }
    let abilities = [(able.people, "people"), (able.standards, "standards"), (able.method, "method"), (able.environment, "environment")];
    let lacking = |(able, _): &(bool, &str)| !able && in_force("order.able");
    missing.extend(abilities.into_iter().filter(lacking).map(|(_, what)| OrderRefusal::NotAble(what)));
    missing
}

/// The order as it is to be kept after an edit: what was agreed and then changed is to be reviewed again (C-5.1.2).
/// Notes alone (discussions, C-5.1.3) change nothing that was agreed.
///
/// # Errors
/// Status and review are never edited; of a completed order only what its certificates say is corrected.
pub fn edited(before: Option<&Order>, after: Order) -> Result<Order, OrderRefusal> {
    let Some(before) = before else {
        let fresh = after.status == OrderStatus::Draft && after.review.is_none() && after.unplanned.is_empty();
        return if fresh { Ok(after) } else { Err(OrderRefusal::StatusByReview) };
    };
    if after.status != before.status || after.review != before.review || after.unplanned != before.unplanned {
        return Err(OrderRefusal::StatusByReview);
    }
    if before.status == OrderStatus::Completed {
        return match (only_corrects(before, &after), same_rules(before, &after)) {
            (false, _) => Err(OrderRefusal::Completed),
            (true, true) => Ok(after),
            // What conformity is stated by is agreed with the customer, after issue as before (C-5.1.2).
            (true, false) => Ok(to_review_again(after)),
        };
    }
    Ok(if same_but_notes(before, &after) { after } else { to_review_again(after) })
}

/// Whether the edit changes notes alone: the words beside the order, and the days on which its items came.
fn same_but_notes(before: &Order, after: &Order) -> bool {
    let bare = |order: &Order| Order {
        notes: String::new(),
        lines: order.lines.iter().map(|line| OrderLine { received_on: None, ..line.clone() }).collect(),
        ..order.clone()
    };
    bare(before) == bare(after)
}

/// The order with what was decided about it open again: it changed (C-5.1.2).
fn to_review_again(order: Order) -> Order {
    let status = match order.status {
        OrderStatus::Accepted | OrderStatus::Declined | OrderStatus::Completed => OrderStatus::ReviewAgain,
        other => other,
    };
    Order { status, ..order }
}

#[cfg(test)]
mod tests;

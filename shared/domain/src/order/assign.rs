//! Who and what may be put on a task (C-4.3.1, C-4.5.2, C-4.2).

use base::seeded::in_force;
use std::collections::{BTreeMap, BTreeSet};

use crate::access::Role;
use crate::library::edition::Edition;
use crate::library::edition_check::size::{self, TooLarge};
use crate::library::fitness::{self, Fitness, Met};
use crate::library::method::Method;
use crate::library::person::{Activity, Person};
use crate::library::service::CalibrationService;
use crate::library::standard::{Standard, StandardStatus};
use crate::order::task::Task;
use crate::order::{MethodAgreement, Order, OrderStatus};
use crate::visit::Visit;
use base::finding::{Finding, Refusal};
use base::id::{CustomerId, ServiceId};
use base::time::Date;

/// What an assignment is judged on.
#[derive(Debug, Clone)]
pub struct Assignment<'a> {
    /// The task.
    pub task: &'a Task,
    /// The entries under which its customer stands.
    pub customer: &'a BTreeSet<CustomerId>,
    /// Its order.
    pub order: &'a Order,
    /// Its method edition.
    pub edition: &'a Edition,
    /// The edition's method.
    pub method: &'a Method,
    /// The service.
    pub service: &'a CalibrationService,
    /// Who is to do it.
    pub calibrators: &'a [Person],
    /// What is to be taken.
    pub standards: &'a [Standard],
    /// The visit it is to be part of.
    pub visit: Option<&'a Visit>,
    /// Today at the place of the work.
    pub today: Date,
}

/// Why an assignment is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssignRefusal {
    /// The task is called off.
    TaskCancelled,
    /// The order is not reviewed and accepted, or changed since (C-5.1.2).
    OrderNotAccepted,
    /// The customer has neither named the method nor consented to the body's choice (C-4.2).
    MethodNotAgreed,
    /// The method edition is not in force on the day (C-4.2).
    EditionNotInForce {
        /// Its code and name.
        edition: String,
        /// The day.
        day: Date,
    },
    /// The edition has more points than a record can hold: nothing done by it could be signed (C-5.5.2).
    EditionTooLarge(TooLarge),
    /// The method of the edition serves another calibration service (C-4.2).
    EditionOfAnotherService {
        /// Its code and name.
        edition: String,
    },
    /// The method is not approved on the day (C-4.2).
    MethodNotApproved(Date),
    /// The service is not offered any more (C-5.1.2).
    ServiceNotOffered {
        /// Its code.
        service: String,
    },
    /// The visit is to another customer.
    VisitOfAnotherCustomer,
    /// Nobody is named.
    NoCalibrator,
    /// The person is not at work here.
    PersonInactive(Who),
    /// The person has not the role.
    NotACalibrator(Who),
    /// The person is not authorised for the service on the day (C-4.3.1).
    NotAuthorised(Who, Date),
    /// The person works for another calibration body on the day (C-4.3.4).
    EmployedElsewhere(Who),
    /// The person declared a conflict of interest for the customer (C-4.1.2.1).
    ConflictOfInterest(Who),
    /// The standard is not in use (C-4.5.2).
    StandardNotInUse(Which),
    /// The standard's certificate does not count on the day (C-4.5.2).
    StandardOutOfDate(Which, Date),
    /// No slot of the edition takes the standard's kind (C-4.5.2).
    StandardOtherKind(Which),
    /// The standard covers nothing of what is to be measured with it (C-4.5.2).
    StandardOutOfRange(Which),
}

/// The calibrator a refusal speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// Place in the list.
    pub at: usize,
    /// Name to sign in with.
    pub sign_in: String,
}

/// The standard a refusal speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    /// Place in the list.
    pub at: usize,
    /// The body's number of it.
    pub number: String,
}

impl Refusal for AssignRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::TaskCancelled => "task_cancelled",
            Self::OrderNotAccepted => "order_not_accepted",
            Self::MethodNotAgreed => "method_not_agreed",
            Self::EditionNotInForce { .. } => "edition_not_in_force",
            Self::EditionTooLarge(_) => "edition_too_large",
            Self::EditionOfAnotherService { .. } => "edition_of_another_service",
            Self::MethodNotApproved(_) => "method_not_approved_on",
            Self::ServiceNotOffered { .. } => "service_not_offered",
            Self::VisitOfAnotherCustomer => "visit_of_another_customer",
            Self::NoCalibrator => "calibrator_missing",
            Self::PersonInactive(_) => "person_inactive",
            Self::NotACalibrator(_) => "person_not_calibrator",
            Self::NotAuthorised(..) => "person_not_authorised",
            Self::EmployedElsewhere(..) => "employed_by_other_body",
            Self::ConflictOfInterest(_) => "conflict_of_interest",
            Self::StandardNotInUse(_) => "standard_not_in_use",
            Self::StandardOutOfDate(..) => "standard_out_of_date",
            Self::StandardOtherKind(_) => "standard_fits_no_slot",
            Self::StandardOutOfRange(_) => "standard_covers_nothing",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::NoCalibrator => "calibrators".to_owned(),
            Self::VisitOfAnotherCustomer => "visit".to_owned(),
            Self::PersonInactive(who)
            | Self::NotACalibrator(who)
            | Self::NotAuthorised(who, _)
            | Self::EmployedElsewhere(who)
            | Self::ConflictOfInterest(who) => format!("calibrators/{}", who.at),
            Self::StandardNotInUse(which)
            | Self::StandardOutOfDate(which, _)
            | Self::StandardOtherKind(which)
            | Self::StandardOutOfRange(which) => {
                format!("standards/{}", which.at)
            }
            Self::TaskCancelled
            | Self::OrderNotAccepted
            | Self::MethodNotAgreed
            | Self::EditionNotInForce { .. }
            | Self::EditionTooLarge(_)
            | Self::EditionOfAnotherService { .. }
            | Self::MethodNotApproved(_)
            | Self::ServiceNotOffered { .. } => String::new(),
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        let named: Vec<(&str, String)> = match self {
            Self::EditionNotInForce { edition, day } => {
                vec![("edition", edition.clone()), ("day", day.to_string())]
            }
            Self::EditionTooLarge(TooLarge { points, most }) => vec![("points", points.to_string()), ("most", most.to_string())],
            Self::EditionOfAnotherService { edition } => vec![("edition", edition.clone())],
            Self::MethodNotApproved(day) => vec![("day", day.to_string())],
            Self::ServiceNotOffered { service } => vec![("service", service.clone())],
            Self::PersonInactive(who) | Self::NotACalibrator(who) | Self::ConflictOfInterest(who) | Self::EmployedElsewhere(who) => {
                vec![("person", who.sign_in.clone())]
            }
            Self::NotAuthorised(who, day) => {
                vec![("person", who.sign_in.clone()), ("day", day.to_string())]
            }
            Self::StandardNotInUse(which) | Self::StandardOtherKind(which) | Self::StandardOutOfRange(which) => {
                vec![("number", which.number.clone())]
            }
            Self::StandardOutOfDate(which, day) => {
                vec![("number", which.number.clone()), ("day", day.to_string())]
            }
            _ => Vec::new(),
        };
        named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn clause(&self) -> Option<&'static str> {
        match self {
            Self::OrderNotAccepted | Self::ServiceNotOffered { .. } => Some("C-5.1.2"),
            Self::MethodNotAgreed | Self::EditionNotInForce { .. } | Self::EditionOfAnotherService { .. } | Self::MethodNotApproved(_) => {
                Some("C-4.2")
            }
            Self::EditionTooLarge(_) => Some("C-5.5.2"),
            Self::PersonInactive(_) | Self::NotACalibrator(_) | Self::NotAuthorised(..) => Some("C-4.3.1"),
            Self::EmployedElsewhere(..) => Some("C-4.3.4"),
            Self::ConflictOfInterest(_) => Some("C-4.1.2.1"),
            Self::StandardNotInUse(_) | Self::StandardOutOfDate(..) | Self::StandardOtherKind(_) | Self::StandardOutOfRange(_) => {
                Some("C-4.5.2")
            }
            Self::TaskCancelled | Self::VisitOfAnotherCustomer | Self::NoCalibrator => None,
        }
    }
}

/// The day the work is planned for: the visit's, else the order's, else today.
pub fn day_of(assignment: &Assignment) -> Date {
    let planned = assignment.visit.map(|v| v.day).or(assignment.order.agreed_on);
    planned.unwrap_or(assignment.today).max(assignment.today)
}

/// Everything that stops an assignment; empty where it may be made.
pub fn refusals(assignment: &Assignment) -> Vec<AssignRefusal> {
    let day = day_of(assignment);
    let mut found = order_refusals(assignment, day);
    if assignment.calibrators.is_empty() {
        found.push(AssignRefusal::NoCalibrator);
    }
    for (at, person) in assignment.calibrators.iter().enumerate() {
        found.extend(person_refusal(assignment, at, person, day));
    }
    for (at, standard) in assignment.standards.iter().enumerate() {
        found.extend(against_standard(assignment.edition, at, standard, day));
    }
    found
}

fn order_refusals(assignment: &Assignment, day: Date) -> Vec<AssignRefusal> {
    let mut found = Vec::new();
    let Assignment { task, order, edition, .. } = assignment;
    if task.cancelled {
        found.push(AssignRefusal::TaskCancelled);
    }
    if order.status != OrderStatus::Accepted {
        found.push(AssignRefusal::OrderNotAccepted);
    }
    let line = order.lines.get(usize::from(task.line));
    if line.is_none_or(|line| line.method_agreement == MethodAgreement::Open) {
        found.push(AssignRefusal::MethodNotAgreed);
    }
    if !edition.in_force_on(day) {
        found.push(AssignRefusal::EditionNotInForce { edition: format!("{} {}", edition.code, edition.name), day });
    }
    found.extend(size::too_large(edition).map(AssignRefusal::EditionTooLarge));
    if assignment.method.service != task.service {
        found.push(AssignRefusal::EditionOfAnotherService { edition: format!("{} {}", edition.code, edition.name) });
    }
    // An approval that is to come is none yet, whenever the work is planned.
    if !assignment.method.is_approved(assignment.today) {
        found.push(AssignRefusal::MethodNotApproved(assignment.today));
    }
    if !assignment.service.offered {
        found.push(AssignRefusal::ServiceNotOffered { service: assignment.service.code.clone() });
    }
    if assignment.visit.is_some_and(|visit| visit.customer != task.customer) {
        found.push(AssignRefusal::VisitOfAnotherCustomer);
    }
    found
}

/// The first rule that keeps a person off a task.
fn person_refusal(assignment: &Assignment, at: usize, person: &Person, day: Date) -> Option<AssignRefusal> {
    let who = Who { at, sign_in: person.sign_in.clone() };
    if !person.active {
        Some(AssignRefusal::PersonInactive(who))
    } else if !person.roles.contains(&Role::Calibrator) {
        Some(AssignRefusal::NotACalibrator(who))
    } else if person.employed_elsewhere(day).is_some() {
        Some(AssignRefusal::EmployedElsewhere(who))
    } else if !person.authorised(assignment.task.service, Activity::Calibrate, day) && in_force("order.calibrator_authorised") {
        Some(AssignRefusal::NotAuthorised(who, day))
    } else if person.conflict_among(assignment.customer).is_some() && in_force("order.no_conflict_of_interest") {
        Some(AssignRefusal::ConflictOfInterest(who))
    } else {
        None
    }
}

/// The first rule that keeps a standard from being taken for an edition on a day; `at` is its place in the list.
pub fn against_standard(edition: &Edition, at: usize, standard: &Standard, day: Date) -> Option<AssignRefusal> {
    standard_refusal(at, standard, day).or_else(|| misfit(edition, at, standard))
}

fn standard_refusal(at: usize, standard: &Standard, day: Date) -> Option<AssignRefusal> {
    let which = Which { at, number: standard.number.clone() };
    if standard.status != StandardStatus::InUse {
        Some(AssignRefusal::StandardNotInUse(which))
    } else if !standard.valid_on(day) && in_force("order.standard_in_date") {
        Some(AssignRefusal::StandardOutOfDate(which, day))
    } else {
        None
    }
}

/// A standard that can stand in no slot, by what it and the slots say (C-4.5.2).
fn misfit(edition: &Edition, at: usize, standard: &Standard) -> Option<AssignRefusal> {
    let which = || Which { at, number: standard.number.clone() };
    match fits(edition, standard)? {
        Fitness { kind: Met::No, .. } => Some(AssignRefusal::StandardOtherKind(which())),
        Fitness { range: Met::No, .. } => Some(AssignRefusal::StandardOutOfRange(which())),
        _ => None,
    }
}

/// How a standard fits into the slot that it fits best; `None` where the edition has no slots.
pub fn fits(edition: &Edition, standard: &Standard) -> Option<Fitness> {
    let all = edition.form.slots.iter().map(|slot| fitness::of(&edition.form, slot, standard));
    let weight = |met: Met| match met {
        Met::Yes => 2,
        Met::Unknown => 1,
        Met::No => 0,
    };
    all.max_by_key(|fitness| (weight(fitness.kind), weight(fitness.range)))
}

/// What does not stop an assignment but is to be seen: standards short of the edition's slots, and those of which nobody said
/// whether they fit.
pub fn warnings(assignment: &Assignment) -> Vec<Finding> {
    let needed = assignment.edition.form.slots.iter().filter(|slot| slot.required).count();
    let short = assignment.standards.len() < needed;
    let finding = || Finding::warning("standards_fewer_than_slots", "standards").with("needed", needed);
    let unsaid = |(at, standard): (usize, &Standard)| {
        let certain = fits(assignment.edition, standard).is_none_or(Fitness::certain);
        let finding = || Finding::warning("standard_fitness_unsaid", format!("standards/{at}")).with("number", &standard.number);
        (!certain).then(finding)
    };
    short.then(finding).into_iter().chain(assignment.standards.iter().enumerate().filter_map(unsaid)).collect()
}

/// The warning that a service has fewer than two authorised calibrators on a day (C-4.3.1).
pub fn too_few_calibrators<'a>(service: ServiceId, people: impl IntoIterator<Item = &'a Person>, day: Date) -> Option<Finding> {
    let able = |person: &&Person| {
        person.active
            && person.roles.contains(&Role::Calibrator)
            && person.employed_elsewhere(day).is_none()
            && person.authorised(service, Activity::Calibrate, day)
    };
    let count = people.into_iter().filter(able).count();
    (count < 2).then(|| Finding::warning("fewer_than_two_calibrators", "service").with("count", count))
}

#[cfg(test)]
mod tests;

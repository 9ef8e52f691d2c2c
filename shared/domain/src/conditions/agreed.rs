//! Conditions on what was agreed with the customer: the order, its line, the task (C-4.2, C-5.1.1, C-5.1.2).

use crate::conditions::basis::{Basis, Spot};
use crate::conditions::worked;
use crate::library::service::CalibrationService;
use crate::order::cover::Calibration;
use crate::order::task::Task;
use crate::order::{Location, Order, OrderLine, OrderStatus};
use crate::record::Record;
use crate::record::facts::Facts;
use crate::record::office::Office;
use crate::register::versions::Versions;
use base::id::{OrderId, ServiceId, TaskId};
use base::time::Instant;
use measurement::method::DecisionRule;

/// The order that a record was made for.
#[derive(Debug, Clone, Copy)]
pub struct Agreed<'a> {
    /// Which.
    pub id: OrderId,
    /// With every version.
    pub order: &'a Versions<Order>,
    /// The line it was planned or put under.
    planned: Option<u16>,
}

/// What was agreed for a record: the order of its task, or else the order that the office put it under.
pub fn agreed<'a>(record: &Record, facts: &'a Facts, office: Option<&Office>) -> Option<Agreed<'a>> {
    let (id, planned) = match (&record.opened.order, office.and_then(|office| office.attached)) {
        (Some(order), _) => {
            let task = record.opened.task.and_then(|task| facts.tasks.get(&task)).map(Versions::latest);
            (order.id, task.map(|task| task.line))
        }
        (None, Some(attached)) => (attached.order, Some(attached.line)),
        (None, None) => return None,
    };
    facts.orders.get(&id).map(|order| Agreed { id, order, planned })
}

impl<'a> Agreed<'a> {
    /// The index of that line in the order, from 0.
    pub fn line_number(&self, record: &Record, facts: &Facts) -> Option<u16> {
        u16::try_from(self.calibration(record, facts)?.place_in(self.order.latest())?).ok()
    }

    /// The record's line in the order as it is now.
    pub fn line(&self, record: &Record, facts: &Facts) -> Option<&'a OrderLine> {
        self.line_in(self.order.latest(), record, facts)
    }

    /// The record's line in a version of the order.
    fn line_in(&self, order: &'a Order, record: &Record, facts: &Facts) -> Option<&'a OrderLine> {
        self.calibration(record, facts)?.line_of(order)
    }

    /// When the order first had a line for this work; `None` if it never had one.
    pub(super) fn line_entered(&self, record: &Record, facts: &Facts) -> Option<Instant> {
        self.order.first(|order| self.line_in(order, record, facts).is_some())
    }

    fn calibration(&self, record: &Record, facts: &Facts) -> Option<Calibration> {
        let service = *facts.services.get(&record.opened.edition.method)?;
        Some(Calibration { item: record.opened.item.id, edition: record.opened.edition_id, service, line: self.planned })
    }
}

pub(super) fn of<'b>(basis: &Basis<'b>) -> Option<Agreed<'b>> {
    agreed(basis.record, basis.facts, basis.office)
}

pub(super) fn task<'b>(basis: &Basis<'b>) -> Option<(TaskId, &'b Versions<Task>)> {
    let id = basis.record.opened.task?;
    basis.facts.tasks.get(&id).map(|task| (id, task))
}

/// The record belongs to no order: nobody agreed on this work with the customer.
pub(super) fn missing(basis: &Basis<'_>) -> Vec<Spot> {
    if of(basis).is_some() { Vec::new() } else { vec![Spot::at("order").settled_at("records", basis.record.id)] }
}

/// The order, if its status now is one of these.
fn stands(basis: &Basis<'_>, is: impl Fn(OrderStatus) -> bool) -> Vec<Spot> {
    let found = of(basis).filter(|agreed| is(agreed.order.latest().status));
    let spot = |agreed: Agreed<'_>| Spot::at("order").with("number", &agreed.order.latest().number).settled_at("orders", agreed.id);
    found.map(spot).into_iter().collect()
}

/// The order was declined.
pub(super) fn declined(basis: &Basis<'_>) -> Vec<Spot> {
    stands(basis, |status| status == OrderStatus::Declined)
}

/// The order as it is now has not been reviewed and accepted.
pub(super) fn not_accepted(basis: &Basis<'_>) -> Vec<Spot> {
    stands(basis, |status| matches!(status, OrderStatus::Draft | OrderStatus::ReviewAgain))
}

/// The order no longer has a line for this item and service.
pub(super) fn line_gone(basis: &Basis<'_>) -> Vec<Spot> {
    let gone = of(basis).filter(|agreed| agreed.line(basis.record, basis.facts).is_none());
    let spot = |agreed: Agreed<'_>| Spot::at("order").with("number", &agreed.order.latest().number).settled_at("orders", agreed.id);
    gone.map(spot).into_iter().collect()
}

/// The order line now asks for a different method edition from the one the record was made by.
pub(super) fn edition_differs(basis: &Basis<'_>) -> Vec<Spot> {
    let made_by = basis.record.opened.edition_id;
    let line = of(basis).and_then(|agreed| Some((agreed.id, agreed.line(basis.record, basis.facts)?)));
    let other = line.filter(|(_, line)| line.edition != made_by);
    other.map(|(id, _)| Spot::at("method").settled_at("orders", id)).into_iter().collect()
}

/// The decision rule agreed when the work began; for unplanned work, the one that the checker saw.
fn rule_known<'b>(basis: &Basis<'b>, agreed: &Agreed<'b>) -> Option<&'b Option<DecisionRule>> {
    match &basis.record.opened.order {
        Some(stated) => Some(&stated.decision_rule),
        None => agreed.line_in(known_then(basis, agreed)?, basis.record, basis.facts).map(|line| &line.decision_rule),
    }
}

/// The order as it was when the work began; for unplanned work, as the checker saw it.
fn known_then<'b>(basis: &Basis<'b>, agreed: &Agreed<'b>) -> Option<&'b Order> {
    match basis.record.opened.order {
        Some(_) => Some(agreed.order.at(basis.began_at())),
        None => as_checked(basis, agreed),
    }
}

/// The order as the checker saw it.
fn as_checked<'b>(basis: &Basis<'b>, agreed: &Agreed<'b>) -> Option<&'b Order> {
    basis.record.check.as_ref().map(|check| agreed.order.at(check.when()))
}

/// The order, until a certificate is issued. After that, changes are corrected and checked in a case.
fn before_issue<'b>(basis: &Basis<'b>) -> Option<Agreed<'b>> {
    of(basis).filter(|_| basis.office.is_none_or(|office| !office.issued))
}

/// The same with the version that the work was done under.
fn then_and_now<'b>(basis: &Basis<'b>) -> Option<(Agreed<'b>, &'b Order)> {
    let agreed = before_issue(basis)?;
    let then = known_then(basis, &agreed)?;
    Some((agreed, then))
}

/// The order now names a different place of calibration from when the work began, or from where the work was done.
pub(super) fn place_changed(basis: &Basis<'_>) -> Vec<Spot> {
    let place = |order: &Order| (order.location, order.place);
    let other = |then: &Order, now: &Order| then.location != now.location || (then.place.is_some() && then.place != now.place);
    let Some(agreed) = before_issue(basis) else { return Vec::new() };
    let now = agreed.order.latest();
    if !known_then(basis, &agreed).is_some_and(|then| other(then, now)) && is_here(basis.record, now) {
        return Vec::new();
    }
    let since = agreed.order.became(|order| place(order) == place(now));
    vec![Spot::at("place").with("number", &now.number).since(since).settled_at("orders", agreed.id)]
}

/// Whether the work was done where an order says: on site or in the laboratory, and at its place, where it names one.
fn is_here(record: &Record, order: &Order) -> bool {
    let on_site = record.opened.visit.is_some();
    on_site == (order.location == Location::Site) && order.place.is_none_or(|place| place == record.opened.place.id)
}

/// The text, or a dash where it is empty.
fn or_dash(text: &str) -> &str {
    if text.is_empty() { "\u{2013}" } else { text }
}

/// The order line now asks for a different range from when the work began.
pub(super) fn range_changed(basis: &Basis<'_>) -> Vec<Spot> {
    let Some((agreed, then)) = then_and_now(basis) else { return Vec::new() };
    let line = |order| agreed.line_in(order, basis.record, basis.facts);
    let Some((before, after)) = line(then).zip(line(agreed.order.latest())).filter(|(then, now)| then.range != now.range) else {
        return Vec::new();
    };
    let since = agreed.order.dated().rev().take_while(|(_, order)| line(order).is_some_and(|line| line.range == after.range)).last();
    let spot = Spot::at("order").with("before", or_dash(&before.range)).with("after", or_dash(&after.range));
    vec![spot.since(since.map(|(since, _)| *since)).settled_at("orders", agreed.id)]
}

/// Something that the certificate states from the order line was changed after the check: the day of receipt, the recalibration
/// interval or the annex with the uncertainty budgets. Entering a day of receipt that was missing is not a change.
pub(super) fn facts_changed(basis: &Basis<'_>) -> Vec<Spot> {
    let Some(agreed) = before_issue(basis) else { return Vec::new() };
    let line = |order| agreed.line_in(order, basis.record, basis.facts);
    let Some((then, now)) = as_checked(basis, &agreed).and_then(line).zip(line(agreed.order.latest())) else { return Vec::new() };
    let day = |line: &OrderLine| line.received_on.map(|day| day.to_string()).unwrap_or_default();
    let months = |line: &OrderLine| line.recalibration_months.map(|months| months.to_string()).unwrap_or_default();
    let annex = |line: &OrderLine| if line.budget_annex { "\u{2713}".to_owned() } else { String::new() };
    let said = [
        ("received_on", day(then), day(now)),
        ("recalibration_months", months(then), months(now)),
        ("budget_annex", annex(then), annex(now)),
    ];
    let changed = said.into_iter().filter(|(path, before, after)| before != after && !(*path == "received_on" && before.is_empty()));
    let spot = |(path, before, after): (&str, String, String)| {
        Spot::at(path).with("before", or_dash(&before)).with("after", or_dash(&after)).settled_at("orders", agreed.id)
    };
    changed.map(spot).collect()
}

/// The order line now states a different decision rule from the one that the work began with or was checked under (C-5.4.1 m).
pub(super) fn rule_changed(basis: &Basis<'_>) -> Vec<Spot> {
    let Some(agreed) = of(basis) else { return Vec::new() };
    let Some((known, line)) = rule_known(basis, &agreed).zip(agreed.line(basis.record, basis.facts)) else { return Vec::new() };
    // A correction of office facts takes the order's rule; a second person has checked that difference.
    let shown = basis.office.is_some_and(|office| office.case == Some(crate::certificate::origin::Origin::Office));
    if shown || line.decision_rule == *known {
        return Vec::new();
    }
    let like = |order| agreed.line_in(order, basis.record, basis.facts).is_some_and(|of| of.decision_rule == line.decision_rule);
    let since = agreed.order.dated().rev().take_while(|(_, order)| like(order)).last().map(|(since, _)| *since);
    vec![Spot::at("decision/rule").since(since).settled_at("orders", agreed.id)]
}

/// The body did not offer the service when the work began, or stopped offering it since, whether or not it offers it again: the
/// review of the order found it offered (C-5.1.2).
pub(super) fn service_not_offered(basis: &Basis<'_>) -> Vec<Spot> {
    let known = basis.service().and_then(|id| Some((id, basis.facts.offers.get(&id)?)));
    let not = |service: &CalibrationService| !service.offered;
    let began = basis.began_at();
    let off = known.filter(|(_, known)| not(known.at(began)) || known.since(began).any(not));
    let spot = |(id, known): (ServiceId, &Versions<CalibrationService>)| {
        Spot::at("method").with("service", &known.latest().code).since(known.last_began(not)).settled_at("services", id)
    };
    off.map(spot).into_iter().collect()
}

/// No version of the task names this method edition.
pub(super) fn edition_never_agreed(basis: &Basis<'_>) -> Vec<Spot> {
    let edition = basis.record.opened.edition_id;
    let never = task(basis).filter(|(_, task)| !task.all().any(|version| version.edition == edition));
    never.map(|(id, _)| Spot::default().settled_at("tasks", id)).into_iter().collect()
}

/// The task was cancelled.
pub(super) fn called_off(basis: &Basis<'_>) -> Vec<Spot> {
    let off = task(basis).filter(|(_, task)| task.latest().cancelled);
    off.map(|(id, _)| Spot::default().settled_at("tasks", id)).into_iter().collect()
}

/// The record was made on another visit, or on none, than the task's when the work began and now.
pub(super) fn other_visit(basis: &Basis<'_>) -> Vec<Spot> {
    let visit = basis.record.opened.visit;
    let said = |task: &Versions<Task>| [task.at(basis.began_at()), task.latest()].iter().any(|version| version.visit == visit);
    let other = task(basis).filter(|(_, task)| !said(task));
    other.map(|(id, _)| Spot::at("visit").settled_at("tasks", id)).into_iter().collect()
}

/// The place's limits had been changed in the register before the work began or before a reading, but the record has the earlier
/// ones (C-4.4).
pub(super) fn limits_changed(basis: &Basis<'_>) -> Vec<Spot> {
    let place = &basis.record.opened.place;
    let Some(known) = basis.facts.places.get(&place.id) else { return Vec::new() };
    let other = worked::moments(basis).any(|when| known.at(when).limits != place.limits);
    if other { vec![Spot::at("place").settled_at("places", place.id)] } else { Vec::new() }
}

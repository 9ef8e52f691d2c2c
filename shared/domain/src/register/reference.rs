//! The entries an entry names.

use crate::item::Item;
use crate::library::edition::Edition;
use crate::library::method::Method;
use crate::library::person::Person;
use crate::library::place::Place;
use crate::library::service::CalibrationService;
use crate::library::standard::Standard;
use crate::order::Order;
use crate::order::customer::Customer;
use crate::order::task::Task;
use crate::register::entry::{Entry, Reference};
use crate::visit::Visit;
use base::id::IdOf;

fn to<T: Entry>(path: impl Into<String>, id: IdOf<T>) -> Reference {
    Reference { path: path.into(), noun: T::NOUN, id: id.uuid() }
}

fn each<T: Entry>(list: &str, ids: &[IdOf<T>]) -> Vec<Reference> {
    ids.iter().enumerate().map(|(n, id)| to::<T>(format!("{list}/{n}"), *id)).collect()
}

pub fn person(person: &Person) -> Vec<Reference> {
    let mut named: Vec<_> = person.customer.map(|id| to::<Customer>("customer", id)).into_iter().collect();
    let services = person.authorisations.iter().enumerate();
    named.extend(services.map(|(n, a)| to::<CalibrationService>(format!("authorisations/{n}/service"), a.service)));
    let conflicts = person.conflicts.iter().enumerate();
    named.extend(conflicts.map(|(n, c)| to::<Customer>(format!("conflicts/{n}/customer"), c.customer)));
    named
}

pub fn place(place: &Place) -> Vec<Reference> {
    place.customer.map(|id| to::<Customer>("customer", id)).into_iter().collect()
}

pub fn item(item: &Item) -> Vec<Reference> {
    let mut named = vec![to::<Customer>("customer", item.customer)];
    named.extend(item.service.map(|id| to::<CalibrationService>("service", id)));
    named
}

pub fn method(method: &Method) -> Vec<Reference> {
    vec![to::<CalibrationService>("service", method.service)]
}

pub fn edition(edition: &Edition) -> Vec<Reference> {
    vec![to::<Method>("method", edition.method)]
}

pub fn order(order: &Order) -> Vec<Reference> {
    let mut named = vec![to::<Customer>("customer", order.customer)];
    named.extend(order.place.map(|id| to::<Place>("place", id)));
    for (n, line) in order.lines.iter().enumerate() {
        named.push(to::<Item>(format!("lines/{n}/item"), line.item));
        named.push(to::<CalibrationService>(format!("lines/{n}/service"), line.service));
        named.push(to::<Edition>(format!("lines/{n}/edition"), line.edition));
    }
    named
}

pub fn task(task: &Task) -> Vec<Reference> {
    let mut named = vec![
        to::<Order>("order", task.order),
        to::<Item>("item", task.item),
        to::<Customer>("customer", task.customer),
        to::<CalibrationService>("service", task.service),
        to::<Edition>("edition", task.edition),
    ];
    named.extend(each::<Person>("calibrators", &task.calibrators));
    named.extend(each::<Standard>("standards", &task.standards));
    named.extend(task.visit.map(|id| to::<Visit>("visit", id)));
    named
}

pub fn visit(visit: &Visit) -> Vec<Reference> {
    let mut named = vec![to::<Customer>("customer", visit.customer), to::<Place>("place", visit.place)];
    named.extend(each::<Person>("people", &visit.people));
    named.extend(each::<Standard>("standards", &visit.standards));
    named
}

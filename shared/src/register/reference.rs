//! The entries an entry names.

use uuid::Uuid;

use crate::id::Id;
use crate::item::Item;
use crate::library::edition::Edition;
use crate::library::method::Method;
use crate::library::person::Person;
use crate::library::place::Place;
use crate::order::Order;
use crate::order::task::Task;
use crate::register::Entry;
use crate::visit::Visit;

/// A named entry, and the field that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The field.
    pub path: String,
    /// The noun it is an entry of.
    pub noun: &'static str,
    /// Its identity.
    pub id: Uuid,
}

fn to<T: Entry>(path: impl Into<String>, id: Id<T>) -> Reference {
    Reference { path: path.into(), noun: T::NOUN, id: id.uuid() }
}

fn each<T: Entry>(list: &str, ids: &[Id<T>]) -> Vec<Reference> {
    ids.iter().enumerate().map(|(n, id)| to(format!("{list}/{n}"), *id)).collect()
}

pub fn person(person: &Person) -> Vec<Reference> {
    let mut named: Vec<_> = person.customer.map(|id| to("customer", id)).into_iter().collect();
    let services = person.authorisations.iter().enumerate();
    named.extend(services.map(|(n, a)| to(format!("authorisations/{n}/service"), a.service)));
    let conflicts = person.conflicts.iter().enumerate();
    named.extend(conflicts.map(|(n, c)| to(format!("conflicts/{n}/customer"), c.customer)));
    named
}

pub fn place(place: &Place) -> Vec<Reference> {
    place.customer.map(|id| to("customer", id)).into_iter().collect()
}

pub fn item(item: &Item) -> Vec<Reference> {
    let mut named = vec![to("customer", item.customer)];
    named.extend(item.service.map(|id| to("service", id)));
    named
}

pub fn method(method: &Method) -> Vec<Reference> {
    vec![to("service", method.service)]
}

pub fn edition(edition: &Edition) -> Vec<Reference> {
    vec![to("method", edition.method)]
}

pub fn order(order: &Order) -> Vec<Reference> {
    let mut named = vec![to("customer", order.customer)];
    named.extend(order.place.map(|id| to("place", id)));
    for (n, line) in order.lines.iter().enumerate() {
        named.push(to(format!("lines/{n}/item"), line.item));
        named.push(to(format!("lines/{n}/service"), line.service));
        named.push(to(format!("lines/{n}/edition"), line.edition));
    }
    named
}

pub fn task(task: &Task) -> Vec<Reference> {
    let mut named = vec![
        to("order", task.order),
        to("item", task.item),
        to("customer", task.customer),
        to("service", task.service),
        to("edition", task.edition),
    ];
    named.extend(each("calibrators", &task.calibrators));
    named.extend(each("standards", &task.standards));
    named.extend(task.visit.map(|id| to("visit", id)));
    named
}

pub fn visit(visit: &Visit) -> Vec<Reference> {
    let mut named = vec![to("customer", visit.customer), to("place", visit.place)];
    named.extend(each("people", &visit.people));
    named.extend(each("standards", &visit.standards));
    named
}

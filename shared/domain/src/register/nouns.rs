//! The nouns of the registers.

use crate::register::check;
use crate::register::entry::Entry;
use crate::register::entry::Kept;
use crate::register::entry::Reference;
use crate::register::entry::state;
use crate::register::reference;

use crate::access::{Role, declared};
use crate::item::{Item, twice};
use crate::library::body::Body;
use crate::library::edition::Edition;
use crate::library::method::Method;
use crate::library::person::Person;
use crate::library::place::Place;
use crate::library::service::CalibrationService;
use crate::library::standard::Standard;
use crate::order::Order;
use crate::order::customer::{self, Customer};
use crate::order::task::Task;
use crate::visit::Visit;
use base::finding::Finding;
use base::id::{CustomerId, kind};

impl Entry for Body {
    const NOUN: &'static str = "body";
    fn code(&self) -> String {
        "body".to_owned()
    }
    fn label(&self) -> String {
        self.name.both()
    }
    fn findings(&self) -> Vec<Finding> {
        check::body(self)
    }
}
impl Entry for Person {
    const NOUN: &'static str = "people";
    const CODE_FIELD: &'static str = "sign_in";
    fn code(&self) -> String {
        self.sign_in.clone()
    }
    fn label(&self) -> String {
        self.name.both()
    }
    fn search_text(&self) -> String {
        format!("{} {}", self.email, self.title)
    }
    fn customer(&self) -> Option<CustomerId> {
        self.customer
    }
    fn status(&self) -> String {
        if self.active { "active" } else { "inactive" }.to_owned()
    }
    fn findings(&self) -> Vec<Finding> {
        check::person(self)
    }
    fn references(&self) -> Vec<Reference> {
        reference::person(self)
    }
    fn links(&self) -> Vec<Reference> {
        // A list of who names a customer would tell who has a conflict of interest with it.
        reference::person(&declared::seen(self.clone(), false, &[]))
    }
    fn seen(self, own: bool, roles: &[Role]) -> Self {
        declared::seen(self, own, roles)
    }
}
impl Entry for Customer {
    const NOUN: &'static str = "customers";
    fn code(&self) -> String {
        self.code.clone()
    }
    fn label(&self) -> String {
        self.name.both()
    }
    fn search_text(&self) -> String {
        let contacts: Vec<_> = self.contacts.iter().map(|c| format!("{} {}", c.name, c.email)).collect();
        format!("{} {}", self.address.both(), contacts.join(" "))
    }
    fn known_by(&self) -> Vec<String> {
        customer::marks(self)
    }
    fn findings(&self) -> Vec<Finding> {
        check::customer(self)
    }
}
impl Entry for Place {
    const NOUN: &'static str = "places";
    fn code(&self) -> String {
        String::new()
    }
    fn label(&self) -> String {
        self.name.both()
    }
    fn search_text(&self) -> String {
        self.address.both()
    }
    fn customer(&self) -> Option<CustomerId> {
        self.customer
    }
    fn findings(&self) -> Vec<Finding> {
        check::place(self)
    }
    fn references(&self) -> Vec<Reference> {
        reference::place(self)
    }
}
impl Entry for Item {
    const NOUN: &'static str = "items";
    const CODE_FIELD: &'static str = "identification";
    fn code(&self) -> String {
        self.identification.clone()
    }
    fn label(&self) -> String {
        format!("{} {} {}", self.name.both(), self.model, self.serial_number)
    }
    fn search_text(&self) -> String {
        format!("{} {}", self.manufacturer, self.location)
    }
    fn known_by(&self) -> Vec<String> {
        twice::serial(self).into_iter().collect()
    }
    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }
    fn findings(&self) -> Vec<Finding> {
        check::item(self)
    }
    fn references(&self) -> Vec<Reference> {
        reference::item(self)
    }
}
impl Entry for Standard {
    const NOUN: &'static str = "standards";
    const CODE_FIELD: &'static str = "number";
    fn code(&self) -> String {
        self.number.clone()
    }
    fn label(&self) -> String {
        format!("{} {}", self.name.both(), self.model)
    }
    fn search_text(&self) -> String {
        format!("{} {} {}", self.serial_number, self.traceability.certificate, self.location)
    }
    fn status(&self) -> String {
        state(&self.status)
    }
    fn findings(&self) -> Vec<Finding> {
        check::standard(self)
    }
}
impl Entry for CalibrationService {
    const NOUN: &'static str = "services";
    fn code(&self) -> String {
        self.code.clone()
    }
    fn label(&self) -> String {
        self.name.both()
    }
    fn findings(&self) -> Vec<Finding> {
        check::service(self)
    }
}
impl Entry for Method {
    const NOUN: &'static str = "methods";
    fn code(&self) -> String {
        self.code.clone()
    }
    fn label(&self) -> String {
        self.title.both()
    }
    fn findings(&self) -> Vec<Finding> {
        check::method(self)
    }
    fn references(&self) -> Vec<Reference> {
        reference::method(self)
    }
}
impl Entry for Edition {
    const NOUN: &'static str = "editions";
    const CODE_FIELD: &'static str = "name";
    fn code(&self) -> String {
        format!("{}/{}", self.code, self.name)
    }
    fn label(&self) -> String {
        format!("{} {}", self.code, self.title.both())
    }
    fn status(&self) -> String {
        state(&self.status)
    }
    fn findings(&self) -> Vec<Finding> {
        check::edition(self)
    }
    fn references(&self) -> Vec<Reference> {
        reference::edition(self)
    }
}
impl Entry for Order {
    const NOUN: &'static str = "orders";
    const NEWEST_FIRST: bool = true;
    const CODE_FIELD: &'static str = "number";
    fn code(&self) -> String {
        self.number.clone()
    }
    fn label(&self) -> String {
        self.number.clone()
    }
    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }
    fn status(&self) -> String {
        state(&self.status)
    }
    fn findings(&self) -> Vec<Finding> {
        check::order(self)
    }
    fn references(&self) -> Vec<Reference> {
        reference::order(self)
    }
}
impl Entry for Task {
    const NOUN: &'static str = "tasks";
    const NEWEST_FIRST: bool = true;
    fn code(&self) -> String {
        String::new()
    }
    fn label(&self) -> String {
        String::new()
    }
    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }
    fn status(&self) -> String {
        if self.cancelled { "cancelled" } else { "open" }.to_owned()
    }
    fn references(&self) -> Vec<Reference> {
        reference::task(self)
    }
}
impl Entry for Visit {
    const NOUN: &'static str = "visits";
    const NEWEST_FIRST: bool = true;
    const CODE_FIELD: &'static str = "number";
    fn code(&self) -> String {
        self.number.clone()
    }
    fn label(&self) -> String {
        format!("{} {}", self.day, self.number)
    }
    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }
    fn findings(&self) -> Vec<Finding> {
        check::visit(self)
    }
    fn references(&self) -> Vec<Reference> {
        reference::visit(self)
    }
}

impl Kept for kind::Body {
    type Entry = Body;
}
impl Kept for kind::Customer {
    type Entry = Customer;
}
impl Kept for kind::Edition {
    type Entry = Edition;
}
impl Kept for kind::Item {
    type Entry = Item;
}
impl Kept for kind::Method {
    type Entry = Method;
}
impl Kept for kind::Order {
    type Entry = Order;
}
impl Kept for kind::Person {
    type Entry = Person;
}
impl Kept for kind::Place {
    type Entry = Place;
}
impl Kept for kind::Service {
    type Entry = CalibrationService;
}
impl Kept for kind::Standard {
    type Entry = Standard;
}
impl Kept for kind::Task {
    type Entry = Task;
}
impl Kept for kind::Visit {
    type Entry = Visit;
}

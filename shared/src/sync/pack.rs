//! The job pack: what a tablet needs to work alone.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::item::Item;
use crate::library::body::Body;
use crate::library::edition::Edition;
use crate::library::method::Method;
use crate::library::person::Person;
use crate::library::place::Place;
use crate::library::service::CalibrationService;
use crate::library::standard::Standard;
use crate::order::Order;
use crate::order::customer::Customer;
use crate::order::task::Task;
use crate::record::Record;
use crate::record::snapshot::{OrderSnapshot, PlaceSnapshot};
use crate::time::Instant;
use crate::visit::Visit;

/// Something with its identity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(serialize = "T: Serialize", deserialize = "T: Deserialize<'de>"))]
pub struct Known<T> {
    /// Identity.
    pub id: Id<T>,
    /// The thing.
    pub body: T,
}

/// A person's job pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobPack {
    /// Hash of its content, as the server computed it.
    pub version: String,
    /// When it was made.
    pub made_at: Instant,
    /// The person, with authorisations.
    pub person: Known<Person>,
    /// The body.
    pub body: Body,
    /// Names of colleagues, for "who" beside a value.
    pub colleagues: Vec<Known<Person>>,
    /// Visits from yesterday on.
    pub visits: Vec<Known<Visit>>,
    /// Tasks of this person.
    pub tasks: Vec<PackTask>,
    /// Customers of those.
    pub customers: Vec<Known<Customer>>,
    /// Items: those of the tasks, and the others at the same customers, for what was not planned.
    pub items: Vec<Known<Item>>,
    /// Places, each with its zone's offset in minutes on the day the pack was made.
    pub places: Vec<PackPlace>,
    /// Services.
    pub services: Vec<Known<CalibrationService>>,
    /// Methods of the editions: which service each serves.
    #[serde(default)]
    pub methods: Vec<Known<Method>>,
    /// Editions in force of the services this person is authorised for.
    pub editions: Vec<Known<Edition>>,
    /// Standards in use.
    pub standards: Vec<Known<Standard>>,
    /// Last certificate of each item.
    pub last_certificates: Vec<LastCertificate>,
}

/// A task with what its order says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackTask {
    /// Identity.
    pub id: Id<Task>,
    /// The task.
    pub task: Task,
    /// The order's facts for the record.
    pub order: OrderSnapshot,
    /// The order's identity.
    pub order_id: Id<Order>,
    /// The record already begun for it, by anyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Id<Record>>,
}

/// A place, and its snapshot for records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackPlace {
    /// The place.
    pub place: Known<Place>,
    /// Its snapshot.
    pub snapshot: PlaceSnapshot,
}

/// An item's last certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastCertificate {
    /// The item.
    pub item: Id<Item>,
    /// Number.
    pub number: String,
    /// When.
    pub issued_at: Instant,
}

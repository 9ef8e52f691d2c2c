//! The job pack: what a tablet needs to work alone.

use serde::{Deserialize, Serialize};

use crate::item::Item;
use crate::library::body::Body;
use crate::library::edition::Edition;
use crate::library::method::Method;
use crate::library::person::Person;
use crate::library::place::Place;
use crate::library::service::CalibrationService;
use crate::library::standard::{Standard, StandardStatus};
use crate::order::customer::Customer;
use crate::order::task::Task;
use crate::record::snapshot::{OrderSnapshot, PlaceSnapshot};
use crate::visit::Visit;
use base::id::{CustomerId, IdOf, Identified, ItemId, OrderId, PlaceId, RecordId, StandardId, TaskId, VisitId};
use base::time::{Date, Instant};

/// Something with its identity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Known_of_{T}"))]
#[serde(deny_unknown_fields, bound(serialize = "T: Serialize", deserialize = "T: Deserialize<'de>"))]
pub struct Known<T: Identified> {
    /// Identity.
    pub id: IdOf<T>,
    /// The thing.
    pub body: T,
}

/// A person's job pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
    /// Standards in use, and failed ones of the visits, which can be checked again.
    pub standards: Vec<Known<Standard>>,
    /// Last certificate of each item.
    pub last_certificates: Vec<LastCertificate>,
}

impl JobPack {
    /// Whether it holds what a visit and its tasks name, or the tasks of the laboratory: place, customers, items, methods and the
    /// standards to be taken (C-4.5.2). What is missing must be fetched before leaving for where there is no network.
    pub fn is_whole(&self, visit: Option<&Visit>, tasks: &[PackTask]) -> bool {
        let placed = match visit {
            Some(visit) => self.places.iter().any(|known| known.place.id == visit.place),
            None => self.places.iter().any(|known| known.place.body.customer.is_none()),
        };
        let customer = |wanted| self.customers.iter().any(|known| known.id == wanted);
        let in_use = |known: &Known<Standard>| known.body.status == StandardStatus::InUse;
        let standard = |wanted: &StandardId| self.standards.iter().any(|known| known.id == *wanted && in_use(known));
        let holds = |task: &Task| {
            self.items.iter().any(|known| known.id == task.item)
                && self.editions.iter().any(|known| known.id == task.edition)
                && customer(task.customer)
                && task.standards.iter().all(standard)
        };
        placed
            && visit.is_none_or(|visit| customer(visit.customer) && visit.standards.iter().all(standard))
            && tasks.iter().all(|known| holds(&known.task))
    }

    /// The civil day at a place at an instant; `None` where the pack does not know the place.
    pub fn day_at(&self, place: PlaceId, at: Instant) -> Option<Date> {
        let known = self.places.iter().find(|known| known.place.id == place)?;
        Some(known.snapshot.day_at(&[], at))
    }

    /// Visits to a customer whose day it is at their place: what was not planned joins one of them (C-5.1.2).
    pub fn visits_on_the_day(&self, customer: CustomerId, at: Instant) -> impl Iterator<Item = &Known<Visit>> {
        let on_its_day = move |visit: &Visit| self.day_at(visit.place, at) == Some(visit.day);
        self.visits.iter().filter(move |known| known.body.customer == customer && on_its_day(&known.body))
    }

    /// Where a record begins: on the site of its visit; else where the task's order says; else in the body's first laboratory
    /// (C-5.1.1, C-5.4.1 i).
    pub fn place_of(&self, task: Option<&PackTask>, visit: Option<VisitId>) -> Option<&PackPlace> {
        let of_visit = visit.map(|id| self.visits.iter().find(|known| known.id == id).map(|known| known.body.place));
        let agreed = of_visit.or_else(|| task.and_then(|task| task.place).map(Some));
        match agreed {
            Some(place) => self.places.iter().find(|known| Some(known.place.id) == place),
            None => self.places.iter().find(|known| known.place.body.customer.is_none()),
        }
    }
}

/// A task with what its order says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PackTask {
    /// Identity.
    pub id: TaskId,
    /// The task.
    pub task: Task,
    /// The order's facts for the record.
    pub order: OrderSnapshot,
    /// The order's identity.
    pub order_id: OrderId,
    /// The place that the order names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// The record already begun for it, by anyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordId>,
}

/// A place, and its snapshot for records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PackPlace {
    /// The place.
    pub place: Known<Place>,
    /// Its snapshot.
    pub snapshot: PlaceSnapshot,
}

/// An item's last certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LastCertificate {
    /// The item.
    pub item: ItemId,
    /// Number.
    pub number: String,
    /// When.
    pub issued_at: Instant,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::JobPack;
    use crate::library::standard::StandardStatus;

    /// What is taken out of a pack, and whether it is whole then for the site and for the laboratory.
    type Without = (&'static str, fn(&mut JobPack), (bool, bool));

    fn id(n: u32) -> String {
        format!("00000000-0000-0000-0000-{n:012}")
    }

    fn known(n: u32, body: &Value) -> Value {
        json!({ "id": id(n), "body": body })
    }

    fn standard(n: u32) -> Value {
        let traceability = json!({ "traced_to": name(), "certificate": "C", "validity": { "from": "2025-01-01", "until": "2030-01-01" } });
        let number = format!("S-{n}");
        known(
            n,
            &json!({ "name": name(), "number": number, "model": "", "range": "", "characteristic": "", "status": "in_use",
                "traceability": traceability }),
        )
    }

    fn name() -> Value {
        json!({ "zh": "名", "en": "Name" })
    }

    /// A visit of standard 6 with a task of standard 7, and a task of standard 7 in the laboratory.
    fn pack() -> JobPack {
        let mut edition: Value = serde_json::from_str(include_str!("../../../backend/demo/editions/calliper.json")).unwrap();
        edition["method"] = json!(id(20));
        let place = |n: u32, customer: Value| {
            let snapshot = json!({ "id": id(n), "name": name(), "address": name(), "time_zone": "Asia/Shanghai", "offset_minutes": 480,
                "limits": [] });
            let mut place = json!({ "name": name(), "address": name(), "time_zone": "Asia/Shanghai" });
            if !customer.is_null() {
                place["customer"] = customer;
            }
            json!({ "place": known(n, &place), "snapshot": snapshot })
        };
        let task = |n: u32, visit: Option<u32>| {
            let mut task = json!({ "order": id(8), "line": 0, "item": id(3), "customer": id(2), "service": id(9), "edition": id(4),
                "standards": [id(7)] });
            if let Some(visit) = visit {
                task["visit"] = json!(id(visit));
            }
            let order = json!({ "id": id(8), "number": "O", "received_on": "2026-11-20" });
            json!({ "id": id(n), "task": task, "order": order, "order_id": id(8) })
        };
        let body = json!({ "name": name(), "address": name(), "telephone": "", "email": "", "website": "", "seal": name(),
            "number_pattern": "EC{year}-{seq:5}", "certificate_language": "bilingual", "time_zone": "Asia/Shanghai" });
        let person = json!({ "name": name(), "sign_in": "lin", "title_level": "senior", "active": true });
        let item =
            json!({ "customer": id(2), "identification": "HD-1", "name": name(), "model": "", "manufacturer": "", "serial_number": "1" });
        let visit = json!({ "number": "V", "customer": id(2), "place": id(5), "day": "2026-11-20", "people": [], "standards": [id(6)] });
        let customer = json!({ "code": "C", "name": name(), "address": name(), "contacts": [] });
        let pack = json!({
            "version": "1", "made_at": 0, "person": known(10, &person), "body": body, "colleagues": [], "services": [],
            "visits": [known(1, &visit)], "tasks": [task(11, Some(1)), task(12, None)], "customers": [known(2, &customer)],
            "items": [known(3, &item)], "places": [place(5, json!(id(2))), place(15, Value::Null)], "editions": [known(4, &edition)],
            "standards": [standard(6), standard(7)], "last_certificates": [],
        });
        serde_json::from_value(pack).unwrap()
    }

    // C11, C-4.5.2: the screen must not say "whole" before a standard to be taken is known on the tablet.
    #[test]
    fn a_pack_is_whole_with_everything_named_and_not_without() {
        let judged = |pack: &JobPack| {
            let visit = pack.visits[0].body.clone();
            let (at_site, in_laboratory) = pack.tasks.split_at(1);
            (pack.is_whole(Some(&visit), at_site), pack.is_whole(None, in_laboratory))
        };
        assert_eq!(judged(&pack()), (true, true));
        let without: [Without; 8] = [
            ("the visit's standard", |pack| drop(pack.standards.remove(0)), (false, true)),
            ("the visit's standard in use", |pack| pack.standards[0].body.status = StandardStatus::Failed, (false, true)),
            ("the tasks' standard", |pack| drop(pack.standards.remove(1)), (false, false)),
            ("the item", |pack| pack.items.clear(), (false, false)),
            ("the edition", |pack| pack.editions.clear(), (false, false)),
            ("the customer", |pack| pack.customers.clear(), (false, false)),
            ("the site", |pack| drop(pack.places.remove(0)), (false, true)),
            ("the laboratory", |pack| drop(pack.places.remove(1)), (true, false)),
        ];
        for (what, take, left) in without {
            let mut pack = pack();
            take(&mut pack);
            assert_eq!(judged(&pack), left, "without {what}");
        }
    }
}

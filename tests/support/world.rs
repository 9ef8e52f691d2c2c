//! What a calibration needs, written straight into the registers: people, a customer with an item and a site, a method
//! with an edition, a standard, a visit for today.

use backend::app::register::{Change, write};
use backend::app::{Error, password};
use backend::store::{Tx, account};
use base::id::{
    CustomerId, EditionId, Id, ItemId, MethodId, OrderId, PersonId, PlaceId, RecordId, ServiceId, StandardId, TaskId, VisitId, kind,
};
use domain::access::Role;
use domain::case::By;
use domain::order::Location;
use domain::order::settlement::{Fact, Settled};
use domain::register::{Entry, Kept};
use serde_json::{Value, json};

use crate::Lab;
use crate::case::written;
use crate::lab::PASSWORD;

/// Lines of the order: each takes one record.
pub const LINES: usize = 60;

/// Identities of what was written.
pub struct World {
    pub service: ServiceId,
    pub method: MethodId,
    pub edition: EditionId,
    pub customer: CustomerId,
    pub item: ItemId,
    pub site: PlaceId,
    pub laboratory: PlaceId,
    pub standard: StandardId,
    /// Out of date since yesterday.
    pub stale: StandardId,
    pub visit: VisitId,
    /// Accepted, on the customer's site, with lines for the item by the edition.
    pub order: OrderId,
    /// Two calibrators, a checker, a signatory.
    pub lin: PersonId,
    pub sun: PersonId,
    pub chen: PersonId,
    pub qian: PersonId,
}

impl World {
    /// Everything, into a laboratory with its first administrator.
    pub async fn new(lab: &Lab) -> Self {
        let id = || lab.app.new_id::<()>();
        let (service, method, edition, customer) = (id().cast(), id().cast(), id().cast(), id().cast());
        let (item, site, laboratory, standard, stale, visit) =
            (id().cast(), id().cast(), id().cast(), id().cast(), id().cast(), id().cast());
        let order = id().cast();
        let (lin, sun, chen, qian) = (id().cast(), id().cast(), id().cast(), id().cast());
        let world =
            Self { service, method, edition, customer, item, site, laboratory, standard, stale, visit, order, lin, sun, chen, qian };
        world.write(lab).await;
        world
    }

    async fn write(&self, lab: &Lab) {
        put(lab, self.service, json!({"code": "L-01", "name": both("卡尺", "Callipers"), "offered": true})).await;
        put(
            lab,
            self.method,
            json!({"code": "JJG 30-2012", "title": both("卡尺", "Callipers"), "kind": "published", "service": self.service}),
        )
        .await;
        put(lab, self.edition, edition(self.method)).await;
        put(lab, self.customer, json!({"code": "HD", "name": both("恒达阀门", "Hengda Valves"), "address": both("杭州", "Hangzhou")}))
            .await;
        let item = json!({"customer": self.customer, "identification": "EC-0001", "name": both("游标卡尺", "Vernier calliper"),
            "model": "0-150", "manufacturer": "Mitutoyo", "serial_number": "7741", "service": self.service});
        put(lab, self.item, item).await;
        let site = json!({"name": both("二车间", "Hall 2"), "address": both("杭州", "Hangzhou"), "customer": self.customer, "time_zone": "Asia/Shanghai"});
        put(lab, self.site, site).await;
        let laboratory =
            json!({"name": both("一号实验室", "Laboratory 1"), "address": both("苏州", "Suzhou"), "time_zone": "Asia/Shanghai"});
        put(lab, self.laboratory, laboratory).await;
        put(lab, self.standard, standard("S-01", "2030-01-01")).await;
        put(lab, self.stale, standard("S-02", "2026-11-19")).await;
        for (id, name, roles, activity) in [
            (self.lin, "lin", &[Role::Calibrator][..], "calibrate"),
            (self.sun, "sun", &[Role::Calibrator], "calibrate"),
            (self.chen, "chen", &[Role::Checker, Role::Calibrator], "check"),
            (self.qian, "qian", &[Role::Signatory], "sign"),
        ] {
            self.person(lab, id, name, roles, activity).await;
        }
        let visit = json!({"number": "V-1", "customer": self.customer, "place": self.site, "day": "2026-11-20",
            "people": [self.lin, self.sun], "standards": [self.standard]});
        put(lab, self.visit, visit).await;
        let mut line = self.line(self.item);
        line.as_object_mut().expect("a line").remove("received_on");
        put(lab, self.order, self.accepted("O-0", Location::Site, vec![line; LINES])).await;
    }

    /// An order line for an item by the world's edition.
    pub fn line(&self, item: ItemId) -> Value {
        json!({"item": item, "service": self.service, "edition": self.edition, "method_agreement": "consented",
            "range": "all of it", "received_on": "2026-11-18"})
    }

    /// An order of the world's customer, accepted, for work in the laboratory or on the customer's site.
    pub fn accepted(&self, number: &str, location: Location, lines: Vec<Value>) -> Value {
        let place = if location == Location::Site { self.site } else { self.laboratory };
        json!({"number": number, "customer": self.customer, "received_as": "written", "received_on": "2026-11-10",
            "lines": lines, "location": location, "place": place, "agreed_on": "2026-11-20", "status": "accepted"})
    }

    /// Enters an order for the world's item, with its task for Lin.
    pub async fn planned(&self, lab: &Lab, number: &str) -> (OrderId, TaskId) {
        let (order, task) = (lab.app.new_id(), lab.app.new_id());
        put::<kind::Order>(lab, order, self.accepted(number, Location::Laboratory, vec![self.line(self.item)])).await;
        let body = json!({"order": order, "line": 0, "item": self.item, "customer": self.customer, "service": self.service,
            "edition": self.edition, "calibrators": [self.lin]});
        put::<kind::Task>(lab, task, body).await;
        (order, task)
    }

    /// The office puts an unplanned record under a line of the order.
    pub async fn place_under(&self, lab: &Lab, record: RecordId, line: u16) {
        let fact = Fact::Order { record, customer: self.customer, order: self.order, line };
        written::<Settled>(lab, record.cast(), By::Person { person: self.qian }, fact).await;
    }

    async fn person(&self, lab: &Lab, id: PersonId, name: &str, roles: &[Role], activity: &str) {
        let authorisation = json!({"service": self.service, "activity": activity, "validity": {"from": "2020-01-01"}});
        let person = json!({"name": both(name, name), "sign_in": name, "title_level": "senior", "roles": roles,
            "authorisations": [authorisation], "active": true});
        put(lab, id, person).await;
        let hash = password::hash(&lab.app, PASSWORD.to_owned()).await.expect("a hash");
        let now = lab.now();
        let entered = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
            let hash = hash.clone();
            Box::pin(async move { Ok(account::put_password(tx, id, &hash, false, now).await?) })
        });
        entered.await.expect("a password");
    }
}

/// A name in both languages.
pub fn both(zh: &str, en: &str) -> Value {
    json!({"zh": zh, "en": en})
}

/// Writes a register entry as it is.
pub async fn put<K: Kept>(lab: &Lab, id: Id<K>, body: Value) {
    put_over(lab, id, 0, body).await;
}

/// The same over the revision that stands there, whatever the rules of its noun say.
pub async fn put_over<K: Kept>(lab: &Lab, id: Id<K>, revision: u64, body: Value) {
    let body: K::Entry = serde_json::from_value(body).unwrap_or_else(|error| panic!("{}: {error}", K::Entry::NOUN));
    let at = lab.now();
    let written = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        let body = body.clone();
        Box::pin(async move { write(tx, Change { id, revision, body: &body, at, by: None, reason: "" }).await })
    });
    written.await.expect("the entry is written");
}

fn standard(number: &str, until: &str) -> Value {
    json!({"name": both("量块", "Gauge blocks"), "number": number, "model": "83", "kind": "gauge_blocks",
        "range": "0.5 mm to 100 mm", "ranges": [{"low": "0.5", "high": "100", "unit": "mm"}],
        "characteristic": "grade 1", "status": "in_use",
        "traceability": {"traced_to": both("中国计量院", "NIM"), "certificate": "CDjc2026", "validity": {"from": "2025-01-01", "until": until}}})
}

/// The demo's calliper with two readings at one point, and adjustable.
fn edition(method: MethodId) -> Value {
    let mut edition: Value = serde_json::from_str(include_str!("../../backend/demo/editions/calliper.json")).expect("the demo's calliper");
    edition["method"] = json!(method);
    edition["form"]["adjustable"] = json!(true);
    edition["form"]["quantities"][0]["readings"] = json!(2);
    edition["form"]["inspections"] = json!([]);
    let point = edition["form"]["points"][0].clone();
    edition["form"]["points"] = json!([point]);
    edition
}

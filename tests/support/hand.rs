//! A calibrator who does a task of the job pack from beginning to end, whatever its method.

use base::id::{EventId, RecordId, VisitId};
use base::time::Instant;
use domain::event::Stream;
use domain::event::body::{Body, Calibrator, Opened, Value};
use domain::pack::{JobPack, PackTask};
use domain::record::path::{self, MOMENTS};
use domain::record::snapshot::{CustomerSnapshot, ItemSnapshot, StandardSnapshot};
use domain::visit::{CheckMoment, StandardCheck};
use measurement::method::{Form, Point, Quantity, Stage};

use crate::Tablet;
use crate::tablet::{enter, submission};

/// A record being made on a tablet at a moment.
pub struct Hand<'a> {
    pub tablet: &'a mut Tablet,
    pub now: Instant,
    pub record: RecordId,
    pub form: Form,
}

impl<'a> Hand<'a> {
    /// Opens the record of the task for this item, with every standard of the task that has a slot, checked on arrival.
    pub fn begin(tablet: &'a mut Tablet, now: Instant, identification: &str) -> Self {
        let record = tablet.new_id(now);
        let planned = planned(tablet.pack(), identification);
        let edition = tablet.pack().editions.iter().find(|known| known.id == planned.task.edition).expect("its method").body.clone();
        if let Some(visit) = planned.task.visit {
            arrive(tablet, now, visit, &planned);
        }
        let opened = opening(tablet.pack(), &planned);
        let mut hand = Self { tablet, now, record, form: edition.form };
        hand.make(opened);
        for (slot, standard) in hand.form.slots.clone().into_iter().zip(planned.task.standards) {
            let known = hand.tablet.pack().standards.iter().find(|known| known.id == standard).expect("a standard of the pack");
            let standard = Box::new(StandardSnapshot { id: known.id, standard: known.body.clone() });
            hand.make(Body::Equipped { slot: slot.key, standard });
        }
        hand
    }

    /// Whatever the rules allow.
    pub fn make(&mut self, body: Body) -> EventId {
        let said = format!("{body:?}");
        let made = self.tablet.make(Stream::record(self.record), self.now, body);
        made.unwrap_or_else(|code| panic!("{code}: {said}"))
    }

    /// Environment within the limits, and the first answer to each inspection.
    pub fn looks_around(&mut self) {
        for (field, moment) in self.form.environment.clone().iter().flat_map(|field| MOMENTS.map(|moment| (field, moment))) {
            let value = if field.key == "temperature" { if moment == "start" { "20.1" } else { "20.4" } } else { "48" };
            self.make(enter(&path::environment(moment, &field.key), value, field.unit.symbol()));
        }
        for field in self.form.inspections.clone() {
            let key = field.choices[0].key.clone();
            self.make(Body::Entered { path: path::inspection(&field.key), value: Value::Choice { key } });
        }
    }

    /// Every reading of a stage: the nominal value and `off` times the resolution, a little else with every repetition.
    pub fn reads(&mut self, stage: Stage, off: i32) {
        for point in self.form.points.clone() {
            for quantity in self.form.quantities.clone() {
                for n in 1..=quantity.readings {
                    let at = path::reading(stage, &point.key, &quantity.key, n);
                    let value = reading(&point, &quantity, off + i32::from(n % 2));
                    self.make(enter(&at, &value, quantity.unit.symbol()));
                }
            }
        }
    }

    /// Signs; gives back the record's identity.
    pub fn signs(mut self) -> RecordId {
        let shown = self.tablet.record(self.record).expect("the record");
        self.make(submission(&shown));
        self.record
    }
}

/// With the digits that the resolution has.
fn reading(point: &Point, quantity: &Quantity, steps: i32) -> String {
    let own = point.parameters.iter().find(|parameter| parameter.symbol == "resolution").map(|parameter| parameter.value.clone());
    let resolution = own.or_else(|| quantity.resolution.clone()).expect("a resolution");
    let places = resolution.as_str().split_once('.').map_or(0, |(_, digits)| digits.len());
    format!("{:.places$}", point.nominal.to_f64() + resolution.to_f64() * f64::from(steps))
}

/// The opening of the record of the task for this item.
pub fn begins(pack: &JobPack, identification: &str) -> Body {
    opening(pack, &planned(pack, identification))
}

fn planned(pack: &JobPack, identification: &str) -> PackTask {
    let item = pack.items.iter().find(|known| known.body.identification == identification).expect("the item is in the pack");
    pack.tasks.iter().find(|known| known.task.item == item.id).expect("a task for it").clone()
}

fn arrive(tablet: &mut Tablet, now: Instant, visit: VisitId, planned: &PackTask) {
    tablet.make(Stream::visit(visit), now, Body::BriefingAcknowledged).expect("a briefing");
    for standard in planned.task.standards.clone() {
        for moment in [CheckMoment::Departure, CheckMoment::Arrival] {
            let check = StandardCheck { standard, moment, working: true, protected_or_settled: true, passed: true, remark: String::new() };
            tablet.make(Stream::visit(visit), now, Body::StandardChecked(check)).expect("a check of a standard");
        }
    }
}

fn opening(pack: &JobPack, planned: &PackTask) -> Body {
    let task = &planned.task;
    let item = pack.items.iter().find(|known| known.id == task.item).expect("its item");
    let edition = pack.editions.iter().find(|known| known.id == task.edition).expect("its method");
    let customer = pack.customers.iter().find(|known| known.id == task.customer).expect("its customer");
    let contact = customer.body.contacts.first().map(|contact| format!("{} {}", contact.name, contact.telephone)).unwrap_or_default();
    Body::Opened(Box::new(Opened {
        edition_id: edition.id,
        edition: edition.body.clone(),
        item: ItemSnapshot { id: item.id, item: item.body.clone() },
        place: pack.place_of(Some(planned), task.visit).expect("a place").snapshot.clone(),
        customer: CustomerSnapshot { id: customer.id, name: customer.body.name.clone(), address: customer.body.address.clone(), contact },
        order: Some(planned.order.clone()),
        task: Some(planned.id),
        visit: task.visit,
        calibrators: vec![Calibrator { person: pack.person.id, name: pack.person.body.name.clone() }],
        instead_of: None,
    }))
}

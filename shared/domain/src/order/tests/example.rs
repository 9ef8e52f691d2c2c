//! An accepted order with everything that assigning its work depends on, for tests.

use base::id::Id;
use uuid::Uuid;

use crate::access::Role;
use crate::library::edition::{Edition, EditionStatus};
use crate::library::person::{Activity, Authorisation, Person, TitleLevel};
use crate::library::standard::{Standard, StandardStatus, Traceability};
use crate::order::task::Task;
use crate::order::*;
use base::text::Bilingual;
use base::time::Validity;
use base::unit::Unit;
use measurement::method::{Computation, Coverage, CoverageRule, Form, Rounding, RoundingMode, Slot};

pub fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn year(year: i16) -> Validity {
    Validity { from: Date::constant(year, 1, 1), until: Some(Date::constant(year, 12, 31)) }
}

pub fn order() -> Order {
    Order {
        number: "O-1".to_owned(),
        customer: id(1),
        received_as: ReceivedAs::Written,
        received_on: day("2026-03-01"),
        lines: vec![line(10), line(11)],
        location: Location::Site,
        place: Some(id(2)),
        agreed_on: Some(day("2026-03-10")),
        notes: String::new(),
        status: OrderStatus::Accepted,
        review: None,
        unplanned: Vec::new(),
    }
}

pub fn line(item: u128) -> OrderLine {
    OrderLine {
        item: id(item),
        service: id(3),
        service_reason: String::new(),
        edition: id(4),
        method_agreement: MethodAgreement::Consented,
        received_on: None,
        range: "0 mm to 150 mm".to_owned(),
        decision_rule: None,
        recalibration_months: None,
        budget_annex: false,
    }
}

pub fn task() -> Task {
    Task {
        order: id(5),
        line: 0,
        item: id(10),
        customer: id(1),
        service: id(3),
        edition: id(4),
        calibrators: Vec::new(),
        standards: Vec::new(),
        visit: None,
        decision_rule: None,
        cancelled: false,
    }
}

pub fn person() -> Person {
    Person {
        name: Bilingual::new("王伟", "Wang Wei"),
        sign_in: "wang".to_owned(),
        email: String::new(),
        title: String::new(),
        title_level: TitleLevel::Intermediate,
        roles: vec![Role::Calibrator],
        customer: None,
        employment: Vec::new(),
        authorisations: vec![Authorisation {
            service: id(3),
            activity: Activity::Calibrate,
            validity: year(2026),
            scope: String::new(),
            given_at: None,
            paper: None,
        }],
        conflicts: Vec::new(),
        active: true,
    }
}

pub fn standard() -> Standard {
    Standard {
        name: Bilingual::new("量块", "Gauge blocks"),
        number: "S-1".to_owned(),
        model: String::new(),
        manufacturer: String::new(),
        serial_number: String::new(),
        kind: String::new(),
        range: String::new(),
        ranges: Vec::new(),
        characteristic: "grade 1".to_owned(),
        traceability: Traceability {
            traced_to: Bilingual::default(),
            certificate: "C-77".to_owned(),
            validity: year(2026),
            calibrated_on: None,
        },
        characteristics: Vec::new(),
        location: String::new(),
        status: StandardStatus::InUse,
    }
}

pub fn edition() -> Edition {
    Edition {
        method: id(6),
        code: "JJF 1".to_owned(),
        title: Bilingual::default(),
        name: "2026".to_owned(),
        status: EditionStatus::InForce,
        validity: year(2026),
        form: Form {
            environment: Vec::new(),
            inspections: Vec::new(),
            slots: vec![Slot { key: "blocks".to_owned(), label: Bilingual::default(), required: true, kinds: Vec::new(), covers: None }],
            adjustable: false,
            quantities: Vec::new(),
            points: Vec::new(),
        },
        computation: Computation {
            measurand: Bilingual::default(),
            unit: Unit::find("mm").unwrap(),
            model: "x".to_owned(),
            constants: Vec::new(),
            inputs: Vec::new(),
            correlations: Vec::new(),
            second_order: false,
            coverage: Coverage { rule: CoverageRule::T, probability: base::decimal::DecimalText::parse("0.95").unwrap(), places: 2 },
            rounding: Rounding { digits: 2, mode: RoundingMode::HalfEven, step: 1 },
            cmc: None,
            decision: None,
            further: Vec::new(),
        },
    }
}

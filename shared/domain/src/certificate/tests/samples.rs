//! A checked record of a calliper with its people, body and results, for tests.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::certificate::compose::{Sources, compose};
use crate::certificate::document::CertificateDocument;
use crate::certificate::office::OfficeFacts;
use crate::event::Hash;
use crate::library::body::Body;
use crate::library::person::Person;
use crate::record::Record;
use base::id::{Id, PersonId, ServiceId};
use base::time::{Date, Instant};
use measurement::Results;

pub const TODAY: Date = Date::constant(2026, 11, 22);
const NOON: i64 = 1_795_348_800_000;

pub fn id<K>(n: u8) -> Id<K> {
    Id::new(Instant(NOON), [n; 10])
}

pub const CALIBRATOR: u8 = 1;
pub const CHECKER: u8 = 2;
pub const SIGNATORY: u8 = 3;

pub fn service() -> ServiceId {
    id(40)
}

pub fn body() -> Body {
    parse(json!({
        "name": {"zh": "恒测校准有限公司", "en": "Hengce Calibration Co."}, "address": {"zh": "苏州", "en": "Suzhou"},
        "telephone": "+86 512 0000", "email": "lab@example.com", "website": "https://lab.example",
        "seal": {"zh": "校准专用章", "en": "Calibration seal"}, "number_pattern": "EC{year}-{seq:5}",
        "certificate_language": "bilingual", "time_zone": "Asia/Shanghai"
    }))
}

pub fn person(name: &str, n: u8) -> Person {
    parse(json!({
        "name": {"zh": name, "en": name}, "sign_in": format!("p{n}"), "title": "Engineer", "title_level": "intermediate",
        "roles": ["signatory"], "active": true,
        "authorisations": [{"service": service(), "activity": "sign", "validity": {"from": "2026-01-01", "until": "2026-12-31"}}]
    }))
}

pub fn people() -> BTreeMap<PersonId, Person> {
    [("王", CALIBRATOR), ("李", CHECKER), ("张", SIGNATORY)].into_iter().map(|(name, n)| (id(n), person(name, n))).collect()
}

fn edition() -> Json {
    json!({
        "method": id::<crate::library::method::Method>(41), "code": "JJF 1587-2016", "title": {"zh": "游标卡尺校准规范", "en": "Callipers"},
        "name": "2016", "status": "in_force", "validity": {"from": "2016-01-01"},
        "form": {
            "environment": [{"key": "temperature", "label": {"zh": "温度", "en": "Temperature"}, "unit": "°C"}],
            "inspections": [{"key": "appearance", "label": {"zh": "外观", "en": "Appearance"},
                "choices": [{"key": "good", "label": {"zh": "良好", "en": "good"}}]}],
            "slots": [{"key": "blocks", "label": {"zh": "量块", "en": "Gauge blocks"}, "required": true}],
            "adjustable": true,
            "quantities": [{"key": "readings", "symbol": "x", "label": {"zh": "示值", "en": "Indication"}, "unit": "mm", "readings": 1}],
            "points": [{"key": "p1", "nominal": "150", "unit": "mm"}, {"key": "p2", "nominal": "100", "unit": "mm"}]
        },
        "computation": {
            "measurand": {"zh": "示值误差", "en": "Error of indication"}, "unit": "mm", "model": "x - nominal", "inputs": [],
            "coverage": {"rule": {"by": "dominant_terms"}, "probability": "0.95"}, "rounding": {"digits": 1, "mode": "half_even"}
        }
    })
}

fn standard() -> Json {
    json!({
        "id": id::<crate::library::standard::Standard>(30),
        "standard": {
            "name": {"zh": "量块", "en": "Gauge blocks"}, "number": "S-01", "model": "83 pcs", "range": "0.5 mm to 150 mm",
            "characteristic": "grade 1", "status": "in_use",
            "traceability": {"traced_to": {"zh": "中国计量科学研究院", "en": "NIM"}, "certificate": "NIM-1",
                "validity": {"from": "2026-01-01", "until": "2027-01-01"}}
        }
    })
}

/// One after the other, a second apart.
fn cell(n: u8, value: Json) -> Json {
    json!({"entries": [{
        "event": id::<base::id::kind::Event>(n), "value": value, "by": id::<Person>(CALIBRATOR), "at": NOON + i64::from(n) * 1000, "device_seq": n, "device": id::<base::id::kind::Device>(90),
        "equipment": {"blocks": id::<base::id::kind::Event>(60)}, "reason": null, "struck": null
    }]})
}

fn number(text: &str, unit: &str) -> Json {
    json!({"kind": "number", "text": text, "unit": unit})
}

pub fn record() -> Record {
    let by = |n: u8| json!({"event": id::<base::id::kind::Event>(n), "by": id::<Person>(n), "at": NOON + 3_600_000});
    let mut submission = by(CALIBRATOR);
    submission["head"] = json!(Hash::ZERO);
    submission["results"] = json!({"points": []});
    submission["engine_version"] = json!("1.0.0");
    submission["statement"] = json!("signed");
    let mut check = by(CHECKER);
    check["statement"] = json!("checked");
    parse(json!({
        "id": id::<Record>(9), "status": "checked", "opened_at": NOON,
        "opened": {
            "edition_id": id::<crate::library::edition::Edition>(42), "edition": edition(),
            "item": {"id": id::<crate::item::Item>(20), "item": {
                "customer": id::<crate::order::customer::Customer>(21), "identification": "I-1", "name": {"zh": "游标卡尺", "en": "Calliper"},
                "model": "0-150", "manufacturer": "Mitutoyo", "serial_number": "7741", "range": "0 mm to 150 mm"}},
            "place": {"id": id::<crate::library::place::Place>(22), "name": {"zh": "二号车间", "en": "Hall 2"},
                "address": {"zh": "苏州", "en": "Suzhou"}, "time_zone": "Asia/Shanghai", "offset_minutes": 480},
            "customer": {"id": id::<crate::order::customer::Customer>(21), "name": {"zh": "恒达阀门", "en": "Hengda Valves"},
                "address": {"zh": "苏州", "en": "Suzhou"}, "contact": "Zhao 123"},
            "order": {"id": id::<crate::order::Order>(23), "number": "O-1", "received_on": "2026-11-20"},
            "calibrators": [{"person": id::<Person>(CALIBRATOR), "name": {"zh": "王", "en": "Wang"}}]
        },
        "calibrators": [{"person": id::<Person>(CALIBRATOR), "name": {"zh": "王", "en": "Wang"}, "signed": true}],
        "equipment": [
            {"event": id::<base::id::kind::Event>(59), "slot": "blocks", "standard": standard(), "by": id::<Person>(CALIBRATOR), "at": NOON},
            {"event": id::<base::id::kind::Event>(60), "slot": "blocks", "standard": standard(), "by": id::<Person>(CALIBRATOR), "at": NOON}
        ],
        "cells": {
            "environment/start/temperature": cell(50, number("20.10", "°C")),
            "environment/end/temperature": cell(54, number("19.9", "°C")),
            "inspection/appearance": cell(52, json!({"kind": "choice", "key": "good"})),
            "as_found/points/p1/readings/r1": cell(53, number("150.10", "mm")),
            "as_found/points/p2/readings/r1": cell(51, json!({"kind": "not_observed", "reason": "jaw damaged"}))
        },
        "adjustments": [], "deviations": [], "attachments": [], "remarks": [], "confirmations": [],
        "submissions": [submission], "findings": [], "check": check, "reopened": [], "abandoned": null, "set_aside": [], "head": Hash::ZERO
    }))
}

/// The record with a point at this nominal value, read with a standard that states this uncertainty.
pub fn certified(nominal: &str, uncertainty: &str) -> Record {
    let mut record = serde_json::to_value(record()).unwrap();
    let edition = &mut record["opened"]["edition"];
    edition["form"]["points"][0]["nominal"] = json!(nominal);
    edition["form"]["points"][0]["parameters"] = json!([{"symbol": "mpe_weight", "value": "0.3"}]);
    edition["computation"]["inputs"] = json!([{"symbol": "d", "label": {"zh": "标准器", "en": "Standard"}, "unit": "mm",
        "estimate": {"from": "standard", "slot": "blocks", "characteristic": "length"},
        "uncertainty": {"type": "certificate", "slot": "blocks", "characteristic": "length"}}]);
    for entry in record["equipment"].as_array_mut().unwrap() {
        entry["standard"]["standard"]["characteristics"] =
            json!([{"key": "length", "value": "0", "expanded_uncertainty": uncertainty, "coverage_factor": "2", "unit": "mm"}]);
    }
    parse(record)
}

pub fn results() -> Results {
    parse(json!({"points": [
        {"stage": "as_found", "point": "p1", "nominal": "150", "nominal_unit": "mm", "unit": "mm",
            "means": [{"quantity": "readings", "value": "150.10", "unit": "mm"}],
            "outcome": {"value": "0.10", "standard_uncertainty": "0.0323", "coverage_factor": "1.83", "expanded_uncertainty": "0.06",
                "coverage_by": "trapezoidal", "raised_to_cmc": false,
                "conformity": {"tolerance": "0.05", "verdict": "fail", "probability": "0.061"}}},
        {"stage": "as_found", "point": "p2", "nominal": "100", "nominal_unit": "mm", "unit": "mm", "means": [], "refused": "not_observed"}
    ]}))
}

pub fn office() -> OfficeFacts {
    OfficeFacts { received_on: Some(Date::constant(2026, 11, 20)), ..OfficeFacts::of_record(&record(), &body()) }
}

pub fn draft_of(record: &Record, office: &OfficeFacts) -> CertificateDocument {
    let (results, people) = (results(), people());
    compose(Sources {
        record,
        head: Hash::of(b"head"),
        results: &results,
        derivations: &[],
        office,
        checks: &[],
        people: &people,
        language: body().certificate_language,
        offset_minutes: 480,
        offsets: &[],
        zone: &[],
    })
}

pub fn draft() -> CertificateDocument {
    draft_of(&record(), &office())
}

pub fn parse<T: serde::de::DeserializeOwned>(value: Json) -> T {
    serde_json::from_value(value).unwrap()
}

//! Small editions for tests: any model, any inputs, one point.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::method::{Computation, Form, Procedure};
use crate::{MeasurementError, Outcome, Preview, Sample, Simulator, at_once, preview};

/// What an edition states that the engine needs; the rest of its text is passed over.
#[derive(serde::Deserialize)]
pub struct Stated {
    pub code: String,
    pub form: Form,
    pub computation: Computation,
}

impl Stated {
    pub fn procedure(&self) -> Procedure<'_> {
        Procedure { form: &self.form, computation: &self.computation }
    }
}

/// A type B input known to be about `estimate`.
pub fn input(symbol: &str, estimate: &str, magnitude: &str, distribution: Json) -> Json {
    json!({
        "symbol": symbol, "label": {"zh": "", "en": ""}, "unit": "V",
        "estimate": {"from": "formula", "formula": estimate},
        "uncertainty": {"type": "type_b", "source": "other", "magnitude": magnitude, "distribution": distribution}
    })
}

pub fn normal(symbol: &str, estimate: &str, u: &str) -> Json {
    input(symbol, estimate, u, json!({"shape": "normal"}))
}

/// An input with one more field.
pub fn with(mut input: Json, field: &str, value: &str) -> Json {
    input[field] = json!(value);
    input
}

pub fn monte_carlo() -> Json {
    json!({"by": "monte_carlo", "trials": 200_000, "seed": 7})
}

/// The multimeter's form at 100 V with another computation; `change` may say more.
pub fn edition(model: &str, inputs: &[Json], rule: &Json, change: impl FnOnce(&mut Json)) -> Stated {
    let mut json: Json = serde_json::from_str(include_str!("../../../../backend/demo/editions/multimeter.json")).unwrap();
    json["computation"] = json!({
        "measurand": {"zh": "", "en": ""}, "unit": "V", "model": model, "inputs": inputs,
        "coverage": {"rule": rule, "probability": "0.95", "places": 2},
        "rounding": {"digits": 2, "mode": "half_even"}
    });
    change(&mut json);
    serde_json::from_value(json).unwrap()
}

pub fn shown(edition: &Stated, simulate: Simulator<'_>) -> Result<Preview, MeasurementError> {
    let standards = BTreeMap::new();
    preview(edition.procedure(), "100", &Sample { standards, ..Sample::default() }, simulate)
}

pub fn result(model: &str, inputs: &[Json], rule: &Json) -> Outcome {
    shown(&edition(model, inputs, rule, |_| ()), &at_once).unwrap().result.outcome.unwrap()
}

pub fn refused(edition: &Stated) -> MeasurementError {
    shown(edition, &at_once).unwrap_err()
}

pub fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

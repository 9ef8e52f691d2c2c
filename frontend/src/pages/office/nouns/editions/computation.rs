//! The computation of an edition, as a form.

use measurement::monte_carlo::{MAX_TRIALS, MIN_TRIALS};
use serde_json::{Value, json};

use super::super::no_name;
use super::super::orders::DECISION_RULES;
use super::shape::{PARAMETER, keyed, parameter};
use crate::pages::office::form::{Kind, Spec, Variant};

const QUANTITY_KEY: Spec = Spec::new("quantity", "edition.quantity_key", Kind::Code).needed();
const SLOT_KEY: Spec = Spec::new("slot", "edition.slot_key", Kind::Code).needed();
const CHARACTERISTIC_KEY: Spec = Spec::new("characteristic", "edition.characteristic_key", Kind::Code).needed();

const ESTIMATES: &[Variant] = &[
    Variant { code: "zero", fields: &[] },
    Variant { code: "readings", fields: &[QUANTITY_KEY] },
    Variant { code: "formula", fields: &[Spec::new("formula", "edition.formula", Kind::Code).needed()] },
    Variant { code: "standard", fields: &[SLOT_KEY, CHARACTERISTIC_KEY] },
    Variant { code: "environment", fields: &[Spec::new("field", "edition.environment_key", Kind::Code).needed()] },
];

const DISTRIBUTIONS: &[Variant] = &[
    Variant { code: "rectangular", fields: &[] },
    Variant { code: "normal", fields: &[] },
    Variant { code: "expanded", fields: &[Spec::new("k", "edition.k", Kind::Decimal).needed()] },
    Variant { code: "triangular", fields: &[] },
    Variant { code: "trapezoidal", fields: &[Spec::new("beta", "edition.beta", Kind::Decimal).needed()] },
    Variant { code: "u_shaped", fields: &[] },
    Variant { code: "t", fields: &[] },
];

const UNCERTAINTIES: &[Variant] = &[
    Variant { code: "none", fields: &[] },
    Variant { code: "type_a", fields: &[QUANTITY_KEY, Spec::new("pooled", "edition.pooled", Kind::Code).optional()] },
    Variant {
        code: "type_b",
        fields: &[
            Spec::new(
                "source",
                "edition.source",
                Kind::Choice("source", &["standard", "resolution", "mpe", "drift", "environment", "other"]),
            )
            .needed(),
            Spec::new("magnitude", "edition.magnitude", Kind::Code).needed(),
            Spec::new("distribution", "edition.distribution", Kind::Shape("shape", DISTRIBUTIONS)),
        ],
    },
    Variant { code: "certificate", fields: &[SLOT_KEY, CHARACTERISTIC_KEY] },
];

const INPUT: &[Spec] = &[
    Spec::new("symbol", "edition.symbol", Kind::Code).needed(),
    Spec::new("label", "field.label", Kind::Bilingual),
    Spec::new("unit", "field.unit", Kind::Unit).needed(),
    Spec::new("estimate", "edition.estimate", Kind::Shape("from", ESTIMATES)),
    Spec::new("uncertainty", "edition.uncertainty", Kind::Shape("type", UNCERTAINTIES)),
    Spec::new("degrees_of_freedom", "edition.degrees_of_freedom", Kind::Decimal).optional(),
    Spec::new("sensitivity", "edition.sensitivity", Kind::Code).optional(),
];

const COVERAGE_RULES: &[Variant] = &[
    Variant { code: "dominant_terms", fields: &[] },
    Variant { code: "t", fields: &[] },
    Variant { code: "fixed", fields: &[Spec::new("k", "edition.k", Kind::Decimal).needed()] },
    Variant { code: "convolution", fields: &[] },
    Variant {
        code: "monte_carlo",
        fields: &[
            Spec::new("trials", "edition.trials", Kind::Integer(MIN_TRIALS as i64, MAX_TRIALS as i64)).needed(),
            Spec::new("seed", "edition.seed", Kind::Integer(0, i64::MAX)).needed(),
            Spec::new("interval", "edition.interval", Kind::Choice("interval", &["symmetric", "shortest"])).optional(),
            Spec::new("digits", "edition.settled_digits", Kind::Integer(1, 2)).optional(),
        ],
    },
];

const COVERAGE: &[Spec] = &[
    Spec::new("rule", "edition.coverage_rule", Kind::Shape("by", COVERAGE_RULES)),
    Spec::new("probability", "edition.probability", Kind::Decimal).needed(),
    Spec::new("places", "edition.places", Kind::Integer(0, 6)).needed(),
];

const ROUNDING: &[Spec] = &[
    Spec::new("digits", "edition.digits", Kind::Integer(1, 2)).needed(),
    Spec::new("mode", "edition.mode", Kind::Choice("rounding", &["half_even", "up"])),
    Spec::new("step", "edition.step", Kind::Integer(1, 5)).optional(),
];

const CORRELATION: &[Spec] = &[
    Spec::new("a", "edition.symbol", Kind::Code).needed(),
    Spec::new("b", "edition.symbol", Kind::Code).needed(),
    Spec::new("r", "edition.correlation", Kind::Decimal).needed(),
];

const FURTHER: &[Spec] = &[
    Spec::new("key", "field.key", Kind::Code).needed(),
    Spec::new("measurand", "edition.measurand", Kind::Bilingual).needed(),
    Spec::new("unit", "edition.result_unit", Kind::Unit).needed(),
    Spec::new("model", "edition.model", Kind::Code).needed(),
    Spec::new("cmc", "edition.cmc", Kind::Code).optional(),
];

const DECISION: &[Spec] = &[
    Spec::new("tolerance", "edition.tolerance", Kind::Code).needed(),
    Spec::new("rule", "field.decision_rule", Kind::Shape("rule", DECISION_RULES)),
    Spec::new("ratio", "edition.ratio", Kind::Decimal).optional(),
];

pub const COMPUTATION: &[Spec] = &[
    Spec::new("measurand", "edition.measurand", Kind::Bilingual).needed(),
    Spec::new("unit", "edition.result_unit", Kind::Unit).needed(),
    Spec::new("model", "edition.model", Kind::Code).needed().wide(),
    Spec::new("constants", "edition.constants", Kind::List(PARAMETER, parameter)),
    Spec::new("inputs", "edition.inputs", Kind::List(INPUT, input)),
    Spec::new("correlations", "edition.correlations", Kind::List(CORRELATION, |_| json!({ "a": "", "b": "", "r": "" }))),
    Spec::new("second_order", "edition.second_order", Kind::Flag),
    Spec::new("coverage", "edition.coverage", Kind::Group(COVERAGE)),
    Spec::new("rounding", "edition.rounding", Kind::Group(ROUNDING)),
    Spec::new("cmc", "edition.cmc", Kind::Code).optional(),
    Spec::new(
        "decision",
        "edition.decision",
        Kind::Part(DECISION, || json!({ "tolerance": "", "rule": { "rule": "simple" }, "ratio": "3" })),
    ),
    Spec::new("further", "edition.further", Kind::List(FURTHER, further)),
];

pub fn blank() -> Value {
    json!({
        "measurand": no_name(), "unit": "mm", "model": "", "constants": [], "inputs": [],
        "coverage": { "rule": { "by": "dominant_terms" }, "probability": "0.95", "places": 2 },
        "rounding": { "digits": 2, "mode": "half_even" }
    })
}

fn input(_: &[Value]) -> Value {
    json!({ "symbol": "", "label": no_name(), "unit": "mm", "estimate": { "from": "zero" }, "uncertainty": { "type": "none" } })
}

fn further(present: &[Value]) -> Value {
    keyed("further", present, json!({ "measurand": no_name(), "unit": "mm", "model": "" }))
}

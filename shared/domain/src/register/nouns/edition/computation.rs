//! The computation of an edition, as a form.

use super::form::PARAMETER;
use crate::register::field::{Field, Variant};
use crate::register::nouns::order::DECISION_RULES;
use measurement::monte_carlo::{MAX_TRIALS, MIN_TRIALS};

const QUANTITY_KEY: Field = Field::code("quantity").words("edition.quantity_key").asked();
const SLOT_KEY: Field = Field::code("slot").words("edition.slot_key").asked();
const CHARACTERISTIC_KEY: Field = Field::code("characteristic").words("edition.characteristic_key").asked();
const K: &[Field] = &[Field::decimal("k").words("edition.k").asked()];

const ESTIMATES: &[Variant] = &[
    Variant { code: "zero", fields: &[] },
    Variant { code: "readings", fields: &[QUANTITY_KEY] },
    Variant { code: "formula", fields: &[Field::code("formula").words("edition.formula").asked()] },
    Variant { code: "standard", fields: &[SLOT_KEY, CHARACTERISTIC_KEY] },
    Variant { code: "environment", fields: &[Field::code("field").words("edition.environment_key").asked()] },
];

const DISTRIBUTIONS: &[Variant] = &[
    Variant { code: "rectangular", fields: &[] },
    Variant { code: "normal", fields: &[] },
    Variant { code: "expanded", fields: K },
    Variant { code: "triangular", fields: &[] },
    Variant { code: "trapezoidal", fields: &[Field::decimal("beta").words("edition.beta").asked()] },
    Variant { code: "u_shaped", fields: &[] },
    Variant { code: "t", fields: &[] },
];

const SOURCES: &[&str] = &["standard", "resolution", "mpe", "drift", "environment", "other"];

const TYPE_B: &[Field] = &[
    Field::choice("source", "source", SOURCES).words("edition.source").asked(),
    Field::code("magnitude").words("edition.magnitude").asked(),
    Field::shape("distribution", "shape", DISTRIBUTIONS).words("edition.distribution"),
];

const UNCERTAINTIES: &[Variant] = &[
    Variant { code: "none", fields: &[] },
    Variant { code: "type_a", fields: &[QUANTITY_KEY, Field::code("pooled").words("edition.pooled").optional()] },
    Variant { code: "type_b", fields: TYPE_B },
    Variant { code: "certificate", fields: &[SLOT_KEY, CHARACTERISTIC_KEY] },
];

const INPUT: &[Field] = &[
    Field::code("symbol").words("edition.symbol").asked(),
    Field::name("label"),
    Field::unit("unit").asked().begins("mm"),
    Field::shape("estimate", "from", ESTIMATES).words("edition.estimate"),
    Field::shape("uncertainty", "type", UNCERTAINTIES).words("edition.uncertainty"),
    Field::decimal("degrees_of_freedom").words("edition.degrees_of_freedom").optional(),
    Field::code("sensitivity").words("edition.sensitivity").optional(),
];

const MONTE_CARLO: &[Field] = &[
    Field::integer("trials", MIN_TRIALS as i64, MAX_TRIALS as i64).words("edition.trials").asked(),
    Field::integer("seed", 0, i64::MAX).words("edition.seed").asked(),
    Field::choice("interval", "interval", &["symmetric", "shortest"]).words("edition.interval").optional(),
    Field::integer("digits", 1, 2).words("edition.settled_digits").optional(),
];

const COVERAGE_RULES: &[Variant] = &[
    Variant { code: "dominant_terms", fields: &[] },
    Variant { code: "t", fields: &[] },
    Variant { code: "fixed", fields: K },
    Variant { code: "convolution", fields: &[] },
    Variant { code: "monte_carlo", fields: MONTE_CARLO },
];

const COVERAGE: &[Field] = &[
    Field::shape("rule", "by", COVERAGE_RULES).words("edition.coverage_rule"),
    Field::decimal("probability").words("edition.probability").asked().begins("0.95"),
    Field::integer("places", 0, 6).words("edition.places").asked().begins_at(2),
];

const ROUNDING: &[Field] = &[
    Field::integer("digits", 1, 2).words("edition.digits").asked().begins_at(2),
    Field::choice("mode", "rounding", &["half_even", "up"]).words("edition.mode"),
    Field::integer("step", 1, 5).words("edition.step").optional(),
];

const CORRELATION: &[Field] = &[
    Field::code("a").words("edition.symbol").asked(),
    Field::code("b").words("edition.symbol").asked(),
    Field::decimal("r").words("edition.correlation").asked(),
];

const FURTHER: &[Field] = &[
    Field::code("key").asked().keyed("further"),
    Field::name("measurand").words("edition.measurand").asked(),
    Field::unit("unit").words("edition.result_unit").asked().begins("mm"),
    Field::code("model").words("edition.model").asked(),
    Field::code("cmc").words("edition.cmc").optional(),
];

const DECISION: &[Field] = &[
    Field::code("tolerance").words("edition.tolerance").asked(),
    Field::shape("rule", "rule", DECISION_RULES).words("field.decision_rule"),
    Field::decimal("ratio").words("edition.ratio").optional().begins("3"),
];

pub const COMPUTATION: &[Field] = &[
    Field::name("measurand").words("edition.measurand").asked(),
    Field::unit("unit").words("edition.result_unit").asked().begins("mm"),
    Field::code("model").words("edition.model").asked().wide(),
    Field::list("constants", PARAMETER).words("edition.constants"),
    Field::list("inputs", INPUT).words("edition.inputs"),
    Field::list("correlations", CORRELATION).words("edition.correlations"),
    Field::flag("second_order").words("edition.second_order"),
    Field::group("coverage", COVERAGE).words("edition.coverage"),
    Field::group("rounding", ROUNDING).words("edition.rounding"),
    Field::code("cmc").words("edition.cmc").optional(),
    Field::part("decision", DECISION).words("edition.decision"),
    Field::list("further", FURTHER).words("edition.further"),
];

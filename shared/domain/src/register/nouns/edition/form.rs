//! The form of an original record, as a form.

use crate::register::field::{Field, Kind, Variant};
use crate::register::nouns::standard::RANGE;

const ENVIRONMENT: &[Field] = &[
    Field::code("key").asked().keyed("environment"),
    Field::name("label"),
    Field::unit("unit").asked().begins("°C"),
    Field::decimal("low").optional(),
    Field::decimal("high").optional(),
];

const CHOICE: &[Field] = &[Field::code("key").asked().keyed("choice"), Field::name("label")];

const INSPECTION: &[Field] =
    &[Field::code("key").asked().keyed("inspection"), Field::name("label"), Field::list("choices", CHOICE).words("edition.choices")];

const SLOT: &[Field] = &[
    Field::code("key").asked().keyed("standard"),
    Field::name("label"),
    Field::flag("required").words("edition.slot_required").yes(),
    Field::new("kinds", Kind::OfStandards).words("edition.slot_kinds"),
    Field::shape("covers", "what", COVERS).words("edition.slot_covers").optional().begins("points"),
];

const COVERS: &[Variant] =
    &[Variant { code: "points", fields: &[] }, Variant { code: "range", fields: RANGE }, Variant { code: "nothing", fields: &[] }];

const QUANTITY: &[Field] = &[
    Field::code("key").asked().keyed("readings"),
    Field::code("symbol").words("edition.symbol").asked().begins("x"),
    Field::name("label"),
    Field::unit("unit").asked().begins("mm"),
    Field::integer("readings", 1, 99).words("edition.readings").asked().begins_at(3),
    Field::decimal("resolution").words("edition.resolution").optional(),
    Field::code("plausible").words("edition.plausible").optional(),
];

/// A named value: of a point, or a constant.
pub const PARAMETER: &[Field] =
    &[Field::code("symbol").words("edition.symbol").asked(), Field::decimal("value").asked(), Field::unit("unit").optional()];

const POINT: &[Field] = &[
    Field::code("key").asked().keyed("p"),
    Field::decimal("nominal").words("record.nominal").asked(),
    Field::unit("unit").asked().begins("mm").like_last(),
    Field::name("label"),
    Field::list("parameters", PARAMETER).words("edition.parameters").like_last(),
];

pub const FORM: &[Field] = &[
    Field::flag("adjustable").words("edition.adjustable"),
    Field::list("environment", ENVIRONMENT).words("edition.environment"),
    Field::list("inspections", INSPECTION).words("edition.inspections"),
    Field::list("slots", SLOT).words("edition.slots"),
    Field::list("quantities", QUANTITY).words("edition.quantities"),
    Field::list("points", POINT).words("edition.points"),
];

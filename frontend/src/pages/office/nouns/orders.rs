//! Orders with what C-5.1.1 asks for.

use domain::order::Order;
use serde_json::{Value, json};

use super::{Column, Noun, choice_at, count_at, day_at, label_at};
use crate::pages::office::form::check;
use crate::pages::office::form::{Kind, Spec, Variant};

/// Decision rules, for orders and editions.
pub const DECISION_RULES: &[Variant] = &[
    Variant { code: "simple", fields: &[] },
    Variant { code: "guarded", fields: &[Spec::new("factor", "field.guard_factor", Kind::Decimal).needed()] },
    Variant { code: "non_binary", fields: &[] },
];

const LINE: &[Spec] = &[
    Spec::new("item", "field.item", Kind::Reference("items")).needed(),
    Spec::new("service", "field.service", Kind::Reference("services")).needed(),
    Spec::new("service_reason", "field.service_reason", Kind::Text).optional(),
    Spec::new("edition", "field.edition", Kind::Reference("editions")).needed(),
    Spec::new("method_agreement", "field.method_agreement", Kind::Choice("method_agreement", &["open", "named", "consented"])),
    Spec::new("received_on", "field.item_received_on", Kind::Date).optional(),
    Spec::new("range", "field.range", Kind::Text),
    Spec::new("decision_rule", "field.decision_rule", Kind::Shape("rule", DECISION_RULES)).optional(),
    Spec::new("recalibration_months", "field.recalibration_months", Kind::Integer(1, 600)).optional(),
    Spec::new("budget_annex", "field.budget_annex", Kind::Flag).optional(),
];

pub const NOUN: Noun = Noun {
    name: "orders",
    fields: &[
        Spec::new("number", "field.number", Kind::Code).needed(),
        Spec::new("customer", "field.customer", Kind::Reference("customers")).needed(),
        Spec::new("received_as", "field.received_as", Kind::Choice("received_as", &["written", "tender", "oral"])),
        Spec::new("received_on", "field.received_on", Kind::Date).needed(),
        Spec::new("location", "field.calibration_location", Kind::Choice("location", &["laboratory", "site"])),
        Spec::new("place", "field.place", Kind::Reference("places")).optional(),
        Spec::new("agreed_on", "field.agreed_on", Kind::Date).optional(),
        Spec::new("lines", "field.lines", Kind::List(LINE, line)),
        Spec::new("notes", "field.order_notes", Kind::Long),
    ],
    blank: || json!({ "number": "", "received_as": "written", "received_on": super::today(), "lines": [], "location": "site", "notes": "", "status": "draft" }),
    check: check::entry::<Order>,
    columns: &[
        Column { label: "field.customer", show: |body| label_at(body, "customer", "customers") },
        Column { label: "field.received_on", show: |body| day_at(body, "received_on") },
        Column { label: "field.agreed_on", show: |body| day_at(body, "agreed_on") },
        Column { label: "field.calibration_location", show: |body| choice_at(body, "location", "location") },
        Column { label: "field.lines", show: |body| count_at(body, "lines") },
    ],
    own: &["number", "status", "review", "unplanned", "received_on"],
    states: &["draft", "accepted", "review_again", "declined", "completed"],
    import: None,
    create: true,
};

fn line(_: &[Value]) -> Value {
    json!({ "method_agreement": "open", "range": "" })
}

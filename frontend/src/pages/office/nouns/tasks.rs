//! Tasks: one item of an order, for calibrators with standards. They come out of orders and are assigned there or here.

use domain::order::task::Task;
use serde_json::json;

use super::{Column, Noun, label_at};
use crate::data::labels;
use crate::pages::office::form::check;
use crate::pages::office::form::json::at;
use crate::pages::office::form::{Kind, Spec};

pub const NOUN: Noun = Noun {
    name: "tasks",
    fields: &[Spec::new("cancelled", "field.cancelled", Kind::Flag)],
    blank: || json!({}),
    check: check::entry::<Task>,
    columns: &[
        Column { label: "field.customer", show: |body| label_at(body, "customer", "customers") },
        Column { label: "field.order", show: |body| label_at(body, "order", "orders") },
        Column { label: "field.edition", show: |body| label_at(body, "edition", "editions") },
        Column { label: "field.calibrators", show: |body| calibrators(body) },
        Column { label: "field.visit", show: |body| label_at(body, "visit", "visits") },
    ],
    own: &[],
    states: &["open", "cancelled"],
    import: None,
    create: false,
};

fn calibrators(body: &serde_json::Value) -> String {
    let ids = at(body, "calibrators").and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
    ids.iter().map(|id| labels::label("people", &labels::id_in(Some(id)))).collect::<Vec<_>>().join(", ")
}

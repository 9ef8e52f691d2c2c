//! What happened in a case, in its order. The words of a fact stand under `fact.<kind>.<type>`, those of what it names under
//! `fact.<kind>.<field>.<value>`.

use contract::api::case::FactView;
use domain::case::{By, Channel};
use leptos::prelude::*;
use serde_json::Value;

use crate::components::{Icon, Names};
use crate::text::format::moment_exact;
use crate::text::{self, t, t_known, t_with, tr};

/// The time-line.
#[component]
pub fn Timeline(kind: String, facts: Vec<FactView>, names: Names) -> impl IntoView {
    let kind = StoredValue::new(kind);
    let line = |fact: FactView| view! { <Line kind=kind.get_value() fact=fact names=names.clone() /> };
    view! {
        <section class="card" data-test="timeline">
            <header><h2>{tr("case.timeline")}</h2></header>
            <div class="body"><ol class="stack">{facts.into_iter().map(line).collect_view()}</ol></div>
        </section>
    }
}

#[component]
fn Line(kind: String, fact: FactView, names: Names) -> impl IntoView {
    let FactView { by, at, fact, set_aside, signed, earlier, .. } = fact;
    let happened = fact["type"].as_str().unwrap_or_default().to_owned();
    let words = move || words(&kind, &fact);
    let aside = set_aside.map(|code| {
        view! { <p class="attention-text"><Icon name="alert" />{move || t("case.set_aside")}" "{move || text::verdict(&code)}</p> }
    });
    view! {
        <li data-fact=happened>
            <p class="soft small">
                {move || moment_exact(at)}" · "{who(by, names)}
                {signed.then(|| view! { " · "{tr("case.signed")} })}
                {earlier.then(|| view! { " · "{tr("case.earlier")} })}
            </p>
            <p>{words}</p>
            {aside}
        </li>
    }
}

/// What happened, in words.
fn words(kind: &str, fact: &Value) -> String {
    let fields = fact.as_object().into_iter().flatten().filter(|(name, _)| *name != "type");
    let said: Vec<(&str, String)> = fields.map(|(name, value)| (name.as_str(), said(kind, name, value))).collect();
    let values: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
    t_with(&format!("fact.{kind}.{}", fact["type"].as_str().unwrap_or_default()), &values)
}

fn said(kind: &str, name: &str, value: &Value) -> String {
    let Value::String(value) = value else { return value.to_string() };
    t_known(&format!("fact.{kind}.{name}.{value}")).unwrap_or_else(|| value.clone())
}

/// Who made it.
fn who(by: By, names: Names) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    move || match &by {
        By::Person { person } => names.of(*person),
        By::Clock {} => t("fact.by.clock"),
        By::Event { .. } => t("fact.by.event"),
        By::Outsider { channel: Channel::Portal, .. } => t("fact.by.portal"),
        By::Outsider { channel: Channel::Form, .. } => t("fact.by.form"),
        By::Outsider { channel: Channel::Link, .. } => t("fact.by.link"),
    }
}

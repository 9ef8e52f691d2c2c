//! Every entry of a record's ledger, in the only order that counts, with the times of both sides.

use std::collections::BTreeMap;

use base::id::EventId;
use domain::event::Event;
use domain::event::body::{Body, Value};
use domain::event::ledger::{LedgerEntry, Verdict};
use domain::record::path::{Address, find};
use leptos::prelude::*;
use measurement::method::Form;

use crate::components::badge::code_of;
use crate::components::cell_view::value_text;
use crate::components::{Names, StateBadge};
use crate::pages::office::records::path_words::path_words;
use crate::text::format::moment_exact;
use crate::text::{self, statement, t_known, t_with, tr, verdict};

/// An offset of the device's clock above this is flagged, in milliseconds.
const OFFSET_FLAGGED: u64 = 120_000;

/// The history, folded away until it is asked for; what was set aside always stands open.
#[component]
pub fn Entries(entries: Vec<LedgerEntry>, form: Form, names: Names) -> impl IntoView {
    let count = entries.len().to_string();
    let about = StoredValue::new(About { values: values(&entries), form });
    let lines = entries.into_iter().map(move |entry| view! { <Line entry=entry about=about names=names.clone() /> });
    view! {
        <details class="card history">
            <summary><h2>{move || t_with("record.history", &[("n", &count)])}</h2></summary>
            <div class="list flat">
                <table>
                    <thead><tr>
                        <th class="num">"#"</th><th>{tr("history.what")}</th><th>{tr("history.who")}</th><th>{tr("history.device_time")}</th><th>{tr("history.received")}</th><th>{tr("history.verdict")}</th>
                    </tr></thead>
                    <tbody>{lines.collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}

#[component]
fn Line(entry: LedgerEntry, about: StoredValue<About>, names: Names) -> impl IntoView {
    let event = serde_json::from_str::<Event>(&entry.text).ok();
    let author = event.as_ref().map(|event| names.follow(event.author));
    let at = event.as_ref().map(|event| event.at);
    let body = event.map(|event| event.body);
    let words = move || body.as_ref().map(|body| about.with_value(|about| describe(about, body))).unwrap_or_default();
    let offset = entry.clock_offset;
    let flagged = offset.unsigned_abs() > OFFSET_FLAGGED;
    let verdict = match &entry.verdict {
        Verdict::Effective => view! { <StateBadge state="effective" /> }.into_any(),
        Verdict::SetAside { code } => {
            let code = code.clone();
            view! { <StateBadge state="set_aside" />" "<span class="small">{move || verdict(&code)}</span> }.into_any()
        }
    };
    view! {
        <tr>
            <td class="num soft">{entry.seq}</td>
            <td>{words}</td>
            <td>{author}</td>
            <td class="nowrap">
                {move || at.map(moment_exact)}
                {flagged.then(|| view! { <span class="attention-text small">" "{move || t_with("history.offset", &[("seconds", &(offset / 1000).to_string())])}</span> })}
            </td>
            <td class="nowrap soft">{move || moment_exact(entry.received_at)}</td>
            <td>{verdict}</td>
        </tr>
    }
}

/// What entries speak of: the form, and where each value stands.
struct About {
    form: Form,
    values: BTreeMap<EventId, (String, Value)>,
}

/// Path and value of each entry that has one; an amended value stands where the one before it stood.
fn values(entries: &[LedgerEntry]) -> BTreeMap<EventId, (String, Value)> {
    let mut known: BTreeMap<EventId, (String, Value)> = BTreeMap::new();
    for event in entries.iter().filter_map(|entry| serde_json::from_str::<Event>(&entry.text).ok()) {
        let found = match event.body {
            Body::Entered { path, value } => Some((path, value)),
            Body::Amended { amends, after, .. } => known.get(&amends).map(|(path, _)| (path.clone(), after)),
            _ => None,
        };
        known.extend(found.map(|found| (event.id, found)));
    }
    known
}

/// An event in words: its kind, where it belongs, and what it says.
fn describe(about: &About, body: &Body) -> String {
    let (kind, form) = (kind_of(body), &about.form);
    let stood = |amends: &EventId| {
        about
            .values
            .get(amends)
            .map(|(path, value)| format!("{}: {}", path_words(form, path), recorded(form, path, value)))
            .unwrap_or_default()
    };
    let said = match body {
        Body::Entered { path, value } => format!("{} = {}", path_words(form, path), recorded(form, path, value)),
        Body::Amended { amends, after, reason } => format!("{} → {} ({reason})", stood(amends), value_text(after)),
        Body::Withdrawn { amends, reason } => format!("{} ({reason})", stood(amends)),
        Body::Abandoned { reason } | Body::Reopened { reason, .. } => reason.clone(),
        Body::Equipped { slot, standard } => format!("{}: {}", slot_words(form, slot), standard.standard.number),
        Body::Sealed { what, seal } => format!("{what}: {seal}"),
        Body::Reequipped { slot, standard, reason } => format!("{slot}: {} ({reason})", standard.standard.number),
        Body::Adjusted { what, .. } | Body::Deviation { what, .. } => what.clone(),
        Body::Attached { path, name, .. } => format!("{}: {name}", path_words(form, path)),
        Body::Remarked { path, text } => format!("{}: {text}", path_words(form, path)),
        Body::CustomerConfirmed { name, .. } => name.clone(),
        Body::Submitted { statement: said, .. } | Body::Checked { statement: said } => statement(said),
        Body::Returned { findings } => findings.iter().map(|finding| finding.text.as_str()).collect::<Vec<_>>().join("; "),
        Body::Answered { text, .. } => text.clone(),
        _ => String::new(),
    };
    if said.is_empty() { kind } else { format!("{kind}: {said}") }
}

/// A value as the form calls it: a choice by its label.
fn recorded(form: &Form, path: &str, value: &Value) -> String {
    match (find(form, path), value) {
        (Some(Address::Inspection(field)), Value::Choice { key }) => {
            field.choices.iter().find(|choice| choice.key == *key).map_or_else(|| key.clone(), |choice| text::name(&choice.label))
        }
        _ => value_text(value),
    }
}

fn slot_words(form: &Form, slot: &str) -> String {
    let known = form.slots.iter().find(|known| known.key == slot).map(|known| text::name(&known.label));
    known.filter(|label| !label.is_empty()).unwrap_or_else(|| slot.to_owned())
}

fn kind_of(body: &Body) -> String {
    let code = serde_json::to_value(body).ok().and_then(|value| value.get("type").map(code_of)).unwrap_or_default();
    t_known(&format!("event.{code}")).unwrap_or(code)
}

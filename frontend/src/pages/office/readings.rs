//! Who read which customer's results (C-4.1.2.2): by customer, person and days.

use contract::api::reading::{Listed, ReadingQuery, ReadingRow};
use domain::library::person::Person;
use domain::order::customer::Customer;
use domain::register::Entry;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::form::pick::{Chip, Search};
use super::paged::Paged;
use crate::components::{ClauseLink, EmptyState, Field, TextField};
use crate::data::{labels, readings};
use crate::text::format::moment_exact;
use crate::text::{t_known, t_with, tr};

/// The list, the latest first.
#[component]
pub fn ReadingsPage() -> impl IntoView {
    let text = || RwSignal::new(String::new());
    let (customer, person, from, until) = (text(), text(), text(), text());
    let found = Paged::new("", move |query| {
        let wanted = ReadingQuery {
            customer: customer.get_untracked(),
            person: person.get_untracked(),
            from: from.get_untracked().parse().ok(),
            until: until.get_untracked().parse().ok(),
            after: query.after,
            limit: query.limit,
            ..ReadingQuery::default()
        };
        Box::pin(async move { readings::page(&wanted).await })
    });
    Effect::new(move |before: Option<()>| {
        for filter in [customer, person, from, until] {
            filter.track();
        }
        if before.is_some() {
            found.ask(false);
        }
    });
    let nothing = || view! { <EmptyState text=tr("readings.none") /> }.into_any();
    let rows = found.rows;
    let list = move || {
        view! {
            <div class="list"><table data-test="readings">
                <thead><tr><th>{tr("readings.at")}</th><th>{tr("readings.who")}</th><th>{tr("readings.whose")}</th><th>{tr("readings.what")}</th></tr></thead>
                <tbody>{move || rows.get().into_iter().map(|row| view! { <Reading row=row /> }).collect_view()}</tbody>
            </table></div>
        }
        .into_any()
    };
    view! {
        <div class="page-head"><h1>{tr("nav.readings")}</h1></div>
        <div class="stack">
            <p class="soft">{tr("readings.about")}" "<ClauseLink clause="C-4.1.2.2".to_owned() /></p>
            <div class="card"><div class="body grid2">
                <Filter label=tr("readings.whose") noun=Customer::NOUN chosen=customer />
                <Filter label=tr("readings.who") noun=Person::NOUN chosen=person />
                <TextField label=tr("readings.from") value=from name="from" kind="date" />
                <TextField label=tr("readings.until") value=until name="until" kind="date" />
            </div></div>
            {found.frame(nothing, list)}
        </div>
    }
}

/// A filter by one entry, or none.
#[component]
fn Filter(#[prop(into)] label: TextProp, noun: &'static str, chosen: RwSignal<String>) -> impl IntoView {
    let away = Callback::new(move |_: String| chosen.set(String::new()));
    let choose = Callback::new(move |id: String| chosen.set(id));
    view! {
        <Field label=label group=true>
            {move || { let id = chosen.get(); (!id.is_empty()).then(|| view! { <Chip noun=noun id=id on_away=away /> }) }}
            <Show when=move || chosen.with(String::is_empty)><Search noun=noun on_choose=choose /></Show>
        </Field>
    }
}

#[component]
fn Reading(row: ReadingRow) -> impl IntoView {
    let ReadingRow { at, person, person_name, customers, noun, object, listed, .. } = row;
    let whose = customers
        .into_iter()
        .map(|customer| {
            let (id, name) = (customer.id, customer.name);
            let href = format!("/office/customers/{id}");
            view! { <li><a href=href>{move || labels::name(id, &name)}</a></li> }
        })
        .collect_view();
    let who = move || labels::name(person, &person_name);
    let words = {
        let noun = noun.clone();
        move || ["readings.noun", "noun"].iter().find_map(|group| t_known(&format!("{group}.{noun}"))).unwrap_or_else(|| noun.clone())
    };
    let what = match (listed, noun.as_str()) {
        (Some(listed), _) => view! { <span>{words}</span>{tr("text.colon")}<span>{move || shown(&listed)}</span> }.into_any(),
        (None, "records" | "certificates") if object != "list" => {
            view! { <a href=format!("/office/{noun}/{object}")>{words}</a> }.into_any()
        }
        (None, _) => view! { <span>{words}</span> }.into_any(),
    };
    view! {
        <tr data-test="reading">
            <td class="nowrap">{move || moment_exact(at)}</td>
            <td><a href=format!("/office/people/{person}")>{who}</a></td>
            <td><ul class="stack tight">{whose}</ul></td>
            <td>{what}</td>
        </tr>
    }
}

/// What a list showed, in words.
fn shown(listed: &Listed) -> String {
    if !listed.format.is_empty() {
        return t_with("readings.export", &[("format", &listed.format.to_uppercase())]);
    }
    let list = t_with("readings.list", &[("count", &listed.objects.len().to_string())]);
    if listed.search.is_empty() { list } else { format!("{list}, {}", t_with("readings.search", &[("words", &listed.search)])) }
}

//! What is late, on top: records to check and to issue, orders to review, cases to close, standards that run out.

use contract::access::table::Verb;
use contract::api::authority::AuthorityView;
use contract::api::certificate::CorrectionRow;
use contract::api::desk::{Card as Waiting, DeskView};
use contract::api::path;
use contract::api::record::RecordRow;
use contract::api::register::Row;
use domain::item::Item;
use domain::library::standard::Standard;
use domain::order::Order;
use leptos::prelude::*;

use super::authority::{Authority, Request};
use crate::components::badge::code_of;
use crate::components::{StateBadge, loaded};
use crate::data::session::Session;
use crate::data::{authority, desk, labels};
use crate::text::format::{ago, day, now, today};
use crate::text::{self, t_count, t_with, tr};

/// A line of a desk card; its words follow the language.
#[derive(Clone)]
struct Line {
    href: String,
    words: Callback<(), String>,
    state: String,
    aside: Callback<(), String>,
}

/// The desk.
#[component]
pub fn DeskPage() -> impl IntoView {
    let waits = LocalResource::new(|| async { desk::waits().await });
    let session = Session::here();
    view! {
        <div class="page-head"><h1>{tr("nav.desk")}</h1></div>
        <Show when=move || session.may(Verb::Get, path::CONFIRMATIONS, "")><ForSecondPerson /></Show>
        {loaded(waits, |view| view! { <Cards view=view /> })}
    }
}

/// Requests that wait for a second person, holds on signing, and account events (C-4.3.2); empty if there are none. The person's own
/// requests wait for somebody else, so they are listed separately.
#[component]
fn ForSecondPerson() -> impl IntoView {
    let session = Session::here();
    let found = LocalResource::new(|| async { authority::desk().await });
    let reload = Callback::new(move |()| found.refetch());
    loaded(found, move |view| {
        let me = session.view().map(|view| view.person);
        let AuthorityView { requests, holds, notices } = view;
        let (own, requests): (Vec<_>, Vec<_>) = requests.into_iter().partition(|request| me == Some(request.asked_by));
        let view = AuthorityView { requests, holds, notices };
        let nothing = view.requests.is_empty() && view.holds.is_empty() && view.notices.is_empty();
        let (waiting, asked) = (view.requests.len(), own.len());
        let for_me = (!nothing).then(|| {
            view! {
                <section class="card ahead" data-test="authority">
                    <header><h2>{tr("desk.authority")}</h2><span class="soft">{move || t_count("list.rows", waiting)}</span></header>
                    <div class="body stack"><Authority view=view on_change=reload /></div>
                </section>
            }
        });
        let for_others = (asked > 0).then(|| {
            view! {
                <section class="card ahead" data-test="own-requests">
                    <header><h2>{tr("desk.own_requests")}</h2><span class="soft">{move || t_count("list.rows", asked)}</span></header>
                    <div class="body stack">
                        {own.into_iter().map(|request| view! { <Request request=request of_one=false on_change=reload /> }).collect_view()}
                    </div>
                </section>
            }
        });
        view! { {for_me}{for_others} }
    })
}

#[component]
fn Cards(view: DeskView) -> impl IntoView {
    let DeskView { to_check, to_issue, orders, to_place, items, left_open, corrections, standards, failed } = view;
    let any_failed = !failed.rows.is_empty();
    let left = (!left_open.rows.is_empty()).then(|| {
        view! { <Card title="desk.left_open" all="/office/records" waiting=lines(left_open, |row| record(row, "")) /> }
    });
    let without = (!to_place.rows.is_empty()).then(|| {
        view! { <Card title="desk.to_place" all="/office/records" waiting=lines(to_place, |row| record(row, "")) /> }
    });
    let changed = (!items.rows.is_empty()).then(|| {
        view! { <Card title="desk.items" all="/office/items" waiting=lines(items, item) ends="desk.items_saved" /> }
    });
    view! {
        <div class="grid2">
            <Card title="desk.to_check" all="/office/records?state=submitted" waiting=lines(to_check, |row| record(row, "")) />
            <Card title="desk.to_issue" all="/office/records?state=checked" waiting=lines(to_issue, |row| record(row, "/draft")) />
            <Card title="desk.orders" all="/office/orders" waiting=lines(orders, order) />
            {without}
            {changed}
            {left}
            <Card title="desk.corrections" all="/office/corrections" waiting=lines(corrections, case) />
            {any_failed.then(|| view! { <Card title="desk.failed" all="/office/standards?state=failed" waiting=lines(failed, failed_standard) /> })}
            <Card title="desk.standards" all="/office/standards?state=in_use" waiting=lines(standards, standard) />
        </div>
    }
}

fn lines<T>(waiting: Waiting<T>, line: impl Fn(T) -> Line) -> Waiting<Line> {
    Waiting { more: waiting.more, rows: waiting.rows.into_iter().map(line).collect() }
}

fn record(row: RecordRow, leads_to: &str) -> Line {
    let (item, customer, at) = (row.item, row.customer, row.updated_at);
    Line {
        href: format!("/office/records/{}{leads_to}", row.id),
        words: Callback::new(move |()| format!("{item} · {}", text::name(&customer))),
        state: code_of(&row.status),
        aside: Callback::new(move |()| ago(at, now())),
    }
}

fn order(row: Row<Order>) -> Line {
    let (number, customer, at) = (row.body.number, row.body.customer, row.updated_at);
    Line {
        href: format!("/office/orders/{}", row.id),
        words: Callback::new(move |()| format!("{number} · {}", labels::of(customer))),
        state: code_of(&row.body.status),
        aside: Callback::new(move |()| ago(at, now())),
    }
}

/// An item that says what was found on site (C-5.3.3).
fn item(row: Row<Item>) -> Line {
    let (words, customer, at) = (format!("{} · {}", row.code, row.body.serial_number), row.body.customer, row.updated_at);
    Line {
        href: format!("/office/items/{}", row.id),
        words: Callback::new(move |()| format!("{words} · {}", labels::of(customer))),
        state: "open".to_owned(),
        aside: Callback::new(move |()| ago(at, now())),
    }
}

fn case(row: CorrectionRow) -> Line {
    let (words, at) = (format!("{} · {}", row.number, row.case.reason), row.case.at);
    Line {
        href: format!("/office/records/{}/draft", row.case.record),
        words: Callback::new(move |()| words.clone()),
        state: "open".to_owned(),
        aside: Callback::new(move |()| ago(at, now())),
    }
}

/// A standard out of use after a failed check (C-4.5.3).
fn failed_standard(row: Row<Standard>) -> Line {
    let (number, name, at) = (row.body.number, row.body.name, row.updated_at);
    Line {
        href: format!("/office/standards/{}", row.id),
        words: Callback::new(move |()| format!("{number} · {}", text::name(&name))),
        state: "failed".to_owned(),
        aside: Callback::new(move |()| ago(at, now())),
    }
}

/// Standards out of date, or soon (C-4.5.2).
fn standard(row: Row<Standard>) -> Line {
    let (number, name, until) = (row.body.number, row.body.name, row.body.traceability.validity.until);
    Line {
        href: format!("/office/standards/{}", row.id),
        words: Callback::new(move |()| format!("{number} · {}", text::name(&name))),
        state: if until.is_some_and(|until| until < today()) { "expired" } else { "expires" }.to_owned(),
        aside: Callback::new(move |()| until.map(|until| t_with("record.valid_until", &[("day", &day(until))])).unwrap_or_default()),
    }
}

/// A card; `ends` is the text that says how its lines are dealt with, where that is not plain from the title.
#[component]
fn Card(title: &'static str, all: &'static str, waiting: Waiting<Line>, #[prop(optional)] ends: Option<&'static str>) -> impl IntoView {
    let (shown, more) = (waiting.rows.len(), waiting.more);
    let count = move || if more { t_with("list.rows_more", &[("n", &shown.to_string())]) } else { t_count("list.rows", shown) };
    let line = |line: Line| {
        view! { <li><StateBadge state=line.state /><a class="grow" href=line.href>{move || line.words.run(())}</a><span class="soft small nowrap">{move || line.aside.run(())}</span></li> }
    };
    view! {
        <section class="card">
            <header><h2>{tr(title)}</h2><a href=all>{count}</a></header>
            <div class="body">
                {ends.map(|ends| view! { <p class="soft small">{tr(ends)}</p> })}
                {if waiting.rows.is_empty() {
                    view! { <p class="soft">{tr("desk.nothing")}</p> }.into_any()
                } else {
                    view! { <ul class="desk-lines">{waiting.rows.into_iter().map(line).collect_view()}</ul> }.into_any()
                }}
            </div>
        </section>
    }
}

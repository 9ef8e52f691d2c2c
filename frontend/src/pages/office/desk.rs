//! What is late, on top: records to check and to issue, orders to review, cases to close, standards that run out.

use leptos::prelude::*;
use shared::api::ListQuery;
use shared::library::standard::Standard;

use crate::components::{StateBadge, loaded};
use crate::data::{certificates, labels, records, register};
use crate::failure::Failure;
use crate::text::format::{ago, day, now, today};
use crate::text::{self, t_count, t_with, tr};

/// Days before a standard's end at which it is shown.
const WARNED_DAYS: i64 = 60;

type Lines = Result<Vec<Line>, Failure>;

/// A line of a desk card.
#[derive(Clone)]
struct Line {
    href: String,
    words: String,
    state: String,
    aside: String,
}

/// The desk.
#[component]
pub fn DeskPage() -> impl IntoView {
    view! {
        <div class="page-head"><h1>{tr("nav.desk")}</h1></div>
        <div class="grid2">
            <Card title="desk.to_check" all="/office/records?state=submitted" lines=LocalResource::new(|| in_state("submitted", "")) />
            <Card title="desk.to_issue" all="/office/records?state=checked" lines=LocalResource::new(|| in_state("checked", "/draft")) />
            <Card title="desk.orders" all="/office/orders" lines=LocalResource::new(orders) />
            <Card title="desk.corrections" all="/office/corrections" lines=LocalResource::new(cases) />
            <Card title="desk.standards" all="/office/standards" lines=LocalResource::new(standards) />
        </div>
    }
}

async fn in_state(state: &'static str, leads_to: &'static str) -> Lines {
    let page = records::search(&ListQuery { status: state.to_owned(), limit: 20, ..ListQuery::default() }).await?;
    let mut rows = page.rows;
    rows.retain(|row| row.certificate.is_empty() || state != "checked");
    rows.sort_by_key(|row| row.updated_at);
    let line = |row: shared::api::record::RecordRow| Line {
        href: format!("/office/records/{}{leads_to}", row.id),
        words: format!("{} · {}", row.item, text::name(&row.customer)),
        state: state.to_owned(),
        aside: ago(row.updated_at, now()),
    };
    Ok(rows.into_iter().map(line).collect())
}

async fn orders() -> Lines {
    let mut lines = Vec::new();
    for state in ["review_again", "draft"] {
        let page = register::search("orders", &ListQuery { status: state.to_owned(), limit: 20, ..ListQuery::default() }).await?;
        lines.extend(page.rows.into_iter().map(|row| Line {
            href: format!("/office/orders/{}", row.id),
            words: labels::words(&row),
            state: row.status.clone(),
            aside: ago(row.updated_at, now()),
        }));
    }
    Ok(lines)
}

async fn cases() -> Lines {
    let page = certificates::corrections().await?;
    let open = page.rows.into_iter().filter(|row| !row.withdrawn && row.closed_by.is_none());
    let line = |row: shared::api::certificate::CorrectionRow| Line {
        href: format!("/office/records/{}/draft", row.case.record),
        words: format!("{} · {}", row.number, row.case.reason),
        state: "open".to_owned(),
        aside: ago(row.case.at, now()),
    };
    Ok(open.map(line).collect())
}

/// Standards out of date, or soon.
async fn standards() -> Lines {
    let page = register::search("standards", &ListQuery { status: "in_use".to_owned(), limit: 200, ..ListQuery::default() }).await?;
    let ends = |row: &register::Entry| {
        serde_json::from_value::<Standard>(row.body.clone()).ok().and_then(|standard| standard.traceability.validity.until)
    };
    let mut rows: Vec<_> = page.rows.into_iter().filter_map(|row| Some((ends(&row)?, row))).collect();
    rows.retain(|(until, _)| days_to(*until) <= WARNED_DAYS);
    rows.sort_by_key(|(until, _)| *until);
    let line = |(until, row): (shared::time::Date, register::Entry)| Line {
        href: format!("/office/standards/{}", row.id),
        words: labels::words(&row),
        state: if days_to(until) < 0 { "expired" } else { "expires" }.to_owned(),
        aside: t_with("record.valid_until", &[("day", &day(until))]),
    };
    Ok(rows.into_iter().map(line).collect())
}

fn days_to(day: shared::time::Date) -> i64 {
    today().until(day).map_or(0, |span| i64::from(span.get_days()))
}

#[component]
fn Card(title: &'static str, all: &'static str, lines: LocalResource<Lines>) -> impl IntoView {
    let count = move || lines.get().and_then(Result::ok).map(|lines| lines.len());
    view! {
        <section class="card">
            <header><h2>{tr(title)}</h2><a href=all>{move || count().map(|n| t_count("list.rows", n))}</a></header>
            <div class="body">
                {loaded(lines, |lines: Vec<Line>| if lines.is_empty() {
                    view! { <p class="soft">{tr("desk.nothing")}</p> }.into_any()
                } else {
                    view! { <ul class="desk-lines">{lines.into_iter().map(|line| view! {
                        <li><StateBadge state=line.state /><a class="grow" href=line.href>{line.words}</a><span class="soft small nowrap">{line.aside}</span></li>
                    }).collect_view()}</ul> }.into_any()
                })}
            </div>
        </section>
    }
}

//! What an import does, cell by cell, a page of rows at a time, with its errors.

use base::finding::{Finding, Severity};
use contract::api::register::{ImportCell, ImportRow, ImportView};
use domain::register::noun::stops;
use leptos::prelude::*;

use crate::components::{Button, FailureView, Icon, Notice};
use crate::failure::Failure;
use crate::text::{self, t_with, tr};

/// How many rows are shown before more are requested.
const PAGE: usize = 50;

/// What a file would change, or has changed.
#[component]
pub fn Outcome(view: ImportView, words: &'static str) -> impl IntoView {
    let (created, changed, unchanged) = (view.created.to_string(), view.changed.to_string(), view.unchanged.to_string());
    let wrong = stops(&view.findings);
    let tone = if wrong {
        "bad"
    } else if view.findings.is_empty() {
        "good"
    } else {
        "attention"
    };
    let source = [view.sheet, view.encoding].concat();
    // Changed entries come before new ones.
    let (mut rows, new): (Vec<_>, Vec<_>) = view.rows.into_iter().partition(|row| row.revision > 0);
    rows.extend(new);
    view! {
        <Notice tone=tone>
            <p>{move || t_with(words, &[("created", &created), ("changed", &changed), ("unchanged", &unchanged)])}</p>
            {(!source.is_empty()).then(|| view! { <p class="soft small">{move || t_with("import.source", &[("source", &source)])}</p> })}
            <Founds findings=view.findings />
        </Notice>
        {(!rows.is_empty()).then(|| view! { <Rows rows=rows /> })}
    }
}

#[component]
fn Rows(rows: Vec<ImportRow>) -> impl IntoView {
    let all = rows.len();
    let shown = RwSignal::new(PAGE.min(all));
    let rows = StoredValue::new(rows);
    let lines = move || rows.with_value(|rows| rows.iter().take(shown.get()).cloned().map(|row| view! { <Line row=row /> }).collect_view());
    view! {
        <div class="list" data-test="import-rows">
            <table>
                <thead><tr><th>{tr("import.row")}</th><th>{tr("import.entry")}</th><th>{tr("import.column")}</th><th>{tr("import.before")}</th><th>{tr("import.after")}</th></tr></thead>
                {lines}
            </table>
        </div>
        <div class="pager">
            <span>{move || t_with("import.shown", &[("shown", &shown.get().to_string()), ("all", &all.to_string())])}</span>
            {move || (shown.get() < all).then(|| view! { <Button label=tr("list.more") look="small" on_press=move |()| shown.update(|n| *n = (*n + PAGE).min(all)) /> })}
        </div>
    }
}

/// A row of the file: a line for each cell that changes.
#[component]
fn Line(row: ImportRow) -> impl IntoView {
    let ImportRow { row: number, code, revision, cells } = row;
    let many = cells.len().max(1).to_string();
    let kind = if revision == 0 { "import.new" } else { "import.changes" };
    let head = view! {
        <td rowspan=many.clone()>{number}</td>
        <td rowspan=many.clone()><span class="strong">{code}</span><br /><span class="soft small">{tr(kind)}</span></td>
    };
    let mut cells = cells.into_iter();
    let first = cells.next().map(|cell| view! { <Cell cell=cell /> });
    view! {
        <tbody data-row=number.to_string()>
            <tr>{head}{first}</tr>
            {cells.map(|cell| view! { <tr><Cell cell=cell /></tr> }).collect_view()}
        </tbody>
    }
}

#[component]
fn Cell(cell: ImportCell) -> impl IntoView {
    let ImportCell { column, before, after } = cell;
    let nothing = || view! { <span class="soft">{tr("import.nothing")}</span> }.into_any();
    let old = if before.is_empty() { nothing() } else { view! { <del class="struck-text">{before}</del> }.into_any() };
    let new = if after.is_empty() { nothing() } else { view! { <ins>{after}</ins> }.into_any() };
    view! { <td data-column=column.clone()><code>{column.clone()}</code></td><td>{old}</td><td>{new}</td> }
}

/// The server's refusal, with the rows it names, if any.
#[component]
pub fn Refused(failure: Failure) -> impl IntoView {
    match failure {
        Failure::Problem(problem) if !problem.findings.is_empty() => {
            let (code, findings) = (problem.code.clone(), problem.findings.clone());
            view! {
                <Notice tone="bad">
                    <p data-code=code>{move || text::code(&problem.code, &problem.params)}</p>
                    <Founds findings=findings />
                </Notice>
            }
            .into_any()
        }
        other => view! { <FailureView failure=other /> }.into_any(),
    }
}

/// Findings, the first of them and how many more.
#[component]
fn Founds(findings: Vec<Finding>) -> impl IntoView {
    let more = findings.len().saturating_sub(PAGE);
    let more = (more > 0).then(|| view! { <p class="soft">{move || t_with("import.more_findings", &[("count", &more.to_string())])}</p> });
    view! {
        <ul class="stack tight">{findings.into_iter().take(PAGE).map(|finding| view! { <Found finding=finding /> }).collect_view()}</ul>
        {more}
    }
}

/// What is wrong, with the row as a spreadsheet counts it and the column.
#[component]
fn Found(finding: Finding) -> impl IntoView {
    let (row, column) = finding.path.split_once('/').map(|(row, column)| (row.to_owned(), column.to_owned())).unwrap_or_default();
    let (at_row, at_column) = (row.clone(), column.clone());
    let place = move || match (row.is_empty(), column.is_empty()) {
        (true, _) => String::new(),
        (false, true) => t_with("import.at_row", &[("row", &row)]),
        (false, false) => t_with("import.at", &[("row", &row), ("column", &column)]),
    };
    let code = finding.code.to_string();
    let (class, icon) = if finding.severity == Severity::Error { ("bad-text", "cross") } else { ("attention-text", "alert") };
    view! {
        <li class="finding" data-row=at_row data-column=at_column data-code=code>
            <span class=class><Icon name=icon /></span>
            <span class="grow"><span class="strong">{place}</span>" "{move || text::finding(&finding)}</span>
        </li>
    }
}

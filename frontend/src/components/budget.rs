//! The uncertainty budget: a line per input, and the shares as a picture.

use leptos::prelude::*;
use measurement::{BudgetLine, BudgetTable, CorrelationLine};
use plot::shares;

use super::badge::code_of;
use crate::text::format::written;
use crate::text::{self, t, tr};

/// The table. Where there is little room it keeps symbol, u, c, what they make and its share.
#[component]
pub fn Budget(table: BudgetTable) -> impl IntoView {
    let unit = table.unit.symbol();
    let combined = table.outcome.standard_uncertainty.clone();
    let freedom = table.outcome.degrees_of_freedom.clone().unwrap_or_else(|| "∞".to_owned());
    let lines = table.lines.clone();
    view! {
        <div class="list budget">
            <table>
                <thead><tr>
                    <th>{tr("edition.symbol")}</th><th class="roomy">{tr("field.label")}</th><th class="num roomy">{tr("edition.estimate")}</th>
                    <th class="roomy">{tr("budget.type")}</th><th class="roomy">{tr("edition.distribution")}</th>
                    <th class="num">"u"</th><th class="num roomy">"ν"</th><th class="num">"c"</th><th class="num">"|c|·u / "{unit}</th><th class="num">{tr("budget.share")}</th>
                </tr></thead>
                <tbody>
                    {table.lines.into_iter().map(|line| view! { <Line line=line /> }).collect_view()}
                    {table.correlations.into_iter().map(|line| view! { <Together line=line /> }).collect_view()}
                </tbody>
                <tfoot><tr>
                    <th class="mono">"y"</th><td class="roomy" colspan="4"></td><td></td><td class="num roomy">{freedom}</td><td></td>
                    <td class="num strong">{move || written(&combined)}</td><td></td>
                </tr></tfoot>
            </table>
        </div>
        <Shares lines=lines />
    }
}

/// Where the uncertainty comes from, the largest share first; the numbers stand in the table too.
#[component]
fn Shares(lines: Vec<BudgetLine>) -> impl IntoView {
    let picture = move || shares::chart(lines.iter().map(|line| (line.symbol.as_str(), line.share.as_str())), written);
    view! {
        <figure class="shares-chart">
            <figcaption class="small soft">{tr("budget.shares")}</figcaption>
            <div aria-hidden="true" inner_html=picture></div>
        </figure>
    }
}

#[component]
fn Line(line: BudgetLine) -> impl IntoView {
    let exact = line.kind == "exact";
    let number = |text: String| move || written(&text);
    // What is exact has no uncertainty, and adds none.
    let part = move |text: String| move || if exact { "–".to_owned() } else { written(&text) };
    let unit = line.unit.symbol();
    let (kind, shape) = (format!("budget.kind.{}", line.kind), format!("choice.shape.{}", line.distribution));
    let source = line.source.map(|source| format!("choice.source.{}", code_of(&source)));
    view! {
        <tr>
            <td class="mono strong">{line.symbol}</td>
            <td class="roomy">{move || text::name(&line.label)}{source.map(|source| view! { <span class="soft small">" · "{move || t(&source)}</span> })}</td>
            <td class="num roomy">{number(line.estimate)}"\u{a0}"{unit}</td>
            <td class="roomy">{move || t(&kind)}</td>
            <td class="roomy">{(!exact).then(|| view! { {move || t(&shape)} })}</td>
            <td class="num">{part(line.standard_uncertainty)}{(!exact).then(|| view! { "\u{a0}"{unit} })}</td>
            <td class="num roomy">{part(line.degrees_of_freedom.unwrap_or_else(|| "∞".to_owned()))}</td>
            <td class="num">{number(line.sensitivity)}</td>
            <td class="num">{part(line.contribution)}</td>
            <td class="num">{part(line.share)}{(!exact).then_some("\u{a0}%")}</td>
        </tr>
    }
}

/// What two inputs add or take away together.
#[component]
fn Together(line: CorrelationLine) -> impl IntoView {
    let (pair, r, share) = (format!("{}, {}", line.a, line.b), line.r, line.share);
    view! {
        <tr>
            <td class="mono">{pair}</td>
            <td colspan="4" class="roomy soft">{tr("budget.correlation")}</td>
            <td class="num">"r = "{move || written(&r)}</td>
            <td class="roomy"></td>
            <td colspan="2"></td>
            <td class="num">{move || written(&share)}"\u{a0}%"</td>
        </tr>
    }
}

//! The table of points: the same on the tablet, at the checker's and in the certificate's order.

use std::collections::BTreeMap;

use domain::library::edition::Edition;
use domain::record::{Cell, path};
use leptos::prelude::*;
use measurement::method::{FurtherOutput, Point, Quantity, Stage};
use measurement::{FurtherResult, Outcome, PointResult, Results};

use super::badge::{StateBadge, code_of};
use super::cell_view::{CellView, Names};
use super::error_bar::ErrorBar;
use super::outcome::{StageNotes, u_text, value_text};
use crate::text::format::written;
use crate::text::{self, t, tr};

/// Cells by path, as in the record's fold.
pub type Cells = BTreeMap<String, Cell>;

/// Numbers of a point's readings of one quantity: the planned ones, then the extra ones.
pub fn reading_numbers(cells: &Cells, stage: Stage, point: &str, quantity: &Quantity) -> Vec<u8> {
    let planned = 1..=quantity.readings;
    let extra = (quantity.readings.saturating_add(1)..=path::MAX_READING)
        .filter(|n| cells.contains_key(&path::reading(stage, point, &quantity.key, *n)));
    planned.chain(extra).collect()
}

/// Whether anything stands at a stage.
pub fn has_stage(cells: &Cells, stage: Stage) -> bool {
    let prefix = format!("{}/", stage.key());
    cells.range(prefix.clone()..).next().is_some_and(|(path, _)| path.starts_with(&prefix))
}

/// One stage's table.
#[component]
pub fn RecordTable(
    edition: Edition,
    stage: Stage,
    #[prop(into)] cells: Signal<Cells>,
    /// What counts: on the tablet its own, at the office the server's.
    #[prop(into)]
    results: Signal<Results>,
    /// What the tablet computed, shown where it differs.
    #[prop(optional, into)]
    beside: Option<Signal<Option<Results>>>,
    #[prop(into)] names: Signal<Names>,
    /// A press on a reading, with its path.
    #[prop(optional, into)]
    on_choose: Option<Callback<String>>,
) -> impl IntoView {
    let quantities = StoredValue::new(edition.form.quantities.clone());
    let head = edition.form.quantities.iter().map(quantity_head).collect_view();
    let unit = edition.computation.unit;
    let further = StoredValue::new(edition.computation.further.iter().map(|output| output.key.clone()).collect::<Vec<_>>());
    let further_heads = edition.computation.further.iter().map(further_head).collect_view();
    let rows = edition.form.points.clone().into_iter().map(move |point| {
        let point = StoredValue::new(point);
        let readings = move || {
            let cells = cells.get();
            let names = names.get();
            quantities.with_value(|all| {
                all.iter()
                    .map(|quantity| point.with_value(|point| readings_cell(&cells, stage, point, quantity, &names, on_choose)))
                    .collect_view()
            })
        };
        let result = move || {
            let key = point.with_value(|point| point.key.clone());
            let own = find(&results.get(), stage, &key);
            let other = beside.and_then(|beside| beside.get()).map(|beside| find(&beside, stage, &key));
            further.with_value(|further| result_cells(own, other, further))
        };
        view! {
            <tr>
                <th scope="row" class="num">{point.with_value(point_name)}</th>
                {readings}
                {result}
            </tr>
        }
    });
    let measurand = edition.computation.measurand.clone();
    let of_stage = Signal::derive(move || results.with(|all| all.points.iter().filter(|point| point.stage == stage).cloned().collect()));
    view! {
        <div class="record-table" data-stage=stage.key()>
            <table>
                <caption>{move || t(&format!("stage.{}", stage.key()))}</caption>
                <thead>
                    <tr>
                        <th class="num">{tr("record.nominal")}</th>
                        {head}
                        <th class="num">{move || text::name(&measurand)}<span class="unit">{unit.symbol()}</span></th>
                        <th class="num">"U"<span class="unit">{unit.symbol()}</span></th>
                        <th class="num">"k"</th>
                        {further_heads}
                        <th>{tr("record.conformity")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            <StageNotes results=of_stage />
        </div>
    }
}

fn quantity_head(quantity: &Quantity) -> impl IntoView + use<> {
    let label = quantity.label.clone();
    view! { <th>{move || text::name(&label)}<span class="unit">{quantity.unit.symbol()}</span></th> }
}

fn point_name(point: &Point) -> impl IntoView + use<> {
    let (nominal, unit, label) = (point.nominal.to_string(), point.unit, point.label.clone());
    view! {
        {move || written(&nominal)}"\u{a0}"{unit.symbol()}
        {(!label.is_empty()).then(|| view! { <span class="point-label">{move || text::name(&label)}</span> })}
    }
}

fn readings_cell(
    cells: &Cells,
    stage: Stage,
    point: &Point,
    quantity: &Quantity,
    names: &Names,
    on_choose: Option<Callback<String>>,
) -> impl IntoView + use<> {
    let readings = reading_numbers(cells, stage, &point.key, quantity).into_iter().map(|number| {
        let path = path::reading(stage, &point.key, &quantity.key, number);
        let shown = match cells.get(&path) {
            Some(cell) => view! { <CellView cell=cell.clone() names=names.clone() /> }.into_any(),
            None => view! { <span class="blank">"·"</span> }.into_any(),
        };
        match on_choose {
            Some(choose) => {
                let chosen = path.clone();
                view! { <button type="button" class="reading" data-path=path on:click=move |_| choose.run(chosen.clone())>{shown}</button> }
                    .into_any()
            }
            None => view! { <span class="reading" data-path=path>{shown}</span> }.into_any(),
        }
    });
    view! { <td class="readings">{readings.collect_view()}</td> }
}

fn find(results: &Results, stage: Stage, point: &str) -> Option<PointResult> {
    results.points.iter().find(|result| result.stage == stage && result.point == point).cloned()
}

fn further_head(output: &FurtherOutput) -> impl IntoView + use<> {
    let (measurand, unit) = (output.measurand.clone(), output.unit.symbol());
    view! {
        <th class="num">{move || text::name(&measurand)}<span class="unit">{unit}</span></th>
        <th class="num">"U"<span class="unit">{unit}</span></th>
    }
}

/// Value and U of a further output; why there is none.
fn further_cells(result: Option<&FurtherResult>) -> AnyView {
    match result.map(|result| (&result.outcome, &result.refused)) {
        Some((Some(outcome), _)) => {
            let (value, u) = (outcome.clone(), outcome.clone());
            view! { <td class="num">{move || value_text(&value)}</td><td class="num">{move || u_text(&u)}</td> }.into_any()
        }
        found => {
            let why = found.and_then(|(_, refused)| refused.clone());
            view! { <td colspan="2" class="soft">{move || why.as_ref().map(|code| t(&format!("code.{code}")))}</td> }.into_any()
        }
    }
}

/// Result, U, k, further outputs and conformity; where the tablet computed something else, that stands beside it.
fn result_cells(own: Option<PointResult>, other: Option<Option<PointResult>>, further: &[String]) -> AnyView {
    let outcome = |result: &Option<PointResult>| result.as_ref().and_then(|result| result.outcome.clone());
    let refused = own.as_ref().and_then(|result| result.refused.clone());
    let differs = other.map(|other| outcome(&other)).filter(|other| *other != outcome(&own));
    match outcome(&own) {
        Some(outcome) => {
            let found = |key: &String| own.as_ref().and_then(|own| own.further.iter().find(|result| result.key == *key));
            let further = further.iter().map(|key| further_cells(found(key))).collect_view();
            outcome_cells(&outcome, differs, further).into_any()
        }
        None => {
            let why = move || refused.as_ref().map(|code| t(&format!("code.{code}")));
            view! { <td colspan=4 + 2 * further.len() class="soft">{why}</td> }.into_any()
        }
    }
}

fn outcome_cells<F: IntoView + 'static>(outcome: &Outcome, differs: Option<Option<Outcome>>, further: F) -> impl IntoView + use<F> {
    let was = |pick: fn(&Outcome) -> &String| {
        differs.as_ref().map(|other| {
            let text = other.as_ref().map(|other| pick(other).clone()).unwrap_or_default();
            view! { <span class="tablet-said" title=tr("record.tablet_said")>{move || written(&text)}</span> }
        })
    };
    let number = |read: fn(&Outcome) -> String| {
        let outcome = outcome.clone();
        move || read(&outcome)
    };
    let verdict = outcome.conformity.as_ref().map(|conformity| code_of(&conformity.verdict));
    view! {
        <td class="num strong">{number(value_text)}{was(|o| &o.value)}</td>
        <td class="num">
            {number(u_text)}{was(|o| &o.expanded_uncertainty)}
            {outcome.raised_to_cmc.then(|| view! { <abbr title=tr("record.raised_to_cmc")>"*"</abbr> })}
        </td>
        <td class="num">{number(|o| written(&o.coverage_factor))}{was(|o| &o.coverage_factor)}</td>
        {further}
        <td><span class="row">{verdict.map(|state| view! { <StateBadge state=state /> })}<ErrorBar outcome=outcome.clone() /></span></td>
    }
}

//! How a result came about, step by step: the same on the tablet, at the checker's and on the printed record (C-5.5.2).

use base::unit::Unit;
use leptos::prelude::*;
use measurement::{Derivation, ReadingsStep};

use super::badge::{StateBadge, code_of};
use super::budget::Budget;
use crate::text::format::written;
use crate::text::{self, t, t_with, tr};

/// The steps at one point.
#[component]
pub fn DerivationView(derivation: Derivation) -> impl IntoView {
    let unit = derivation.budget.unit;
    let outcome = derivation.budget.outcome.clone();
    let model = derivation.budget.model.clone();
    let (substituted, value) = (derivation.substituted.clone(), derivation.value.clone());
    let coverage = {
        let (k, by) = (outcome.coverage_factor.clone(), format!("coverage_by.{}", outcome.coverage_by));
        let freedom = outcome.degrees_of_freedom.clone().unwrap_or_else(|| "∞".to_owned());
        move || t_with("derivation.factor", &[("k", &written(&k)), ("by", &t(&by)), ("freedom", &freedom)])
    };
    let expanded = {
        let (k, u) = (outcome.coverage_factor.clone(), outcome.standard_uncertainty.clone());
        let (whole, raised, capability) = (derivation.expanded.clone(), outcome.raised_to_cmc, derivation.capability.clone());
        move || {
            let product = t_with(
                "derivation.product",
                &[("k", &written(&k)), ("u", &written(&u)), ("product", &written(&whole)), ("unit", unit.symbol())],
            );
            match &capability {
                Some(least) if raised => {
                    format!("{product}; {}", t_with("derivation.raised", &[("value", &written(least)), ("unit", unit.symbol())]))
                }
                _ => product,
            }
        }
    };
    let rounding = {
        let (digits, mode) = (derivation.digits.to_string(), format!("choice.rounding.{}", code_of(&derivation.mode)));
        let (value, u) = (outcome.value.clone(), outcome.expanded_uncertainty.clone());
        move || {
            let rule = t_with("derivation.rounding_rule", &[("digits", &digits), ("mode", &t(&mode))]);
            format!("{rule}: U = {} {unit}, y = {} {unit}", written(&u), written(&value))
        }
    };
    let conformity = outcome.conformity.clone().map(|conformity| {
        let (tolerance, probability) = (conformity.tolerance.clone(), conformity.probability.clone());
        // "> 0.999" is no equation.
        let equals = if probability.starts_with(['>', '<']) { "" } else { "= " };
        let words = move || format!("±{} {unit}, P {equals}{}", written(&tolerance), written(&probability));
        view! { <li><span class="soft">{tr("derivation.conformity")}</span><span class="row">{words}<StateBadge state=code_of(&conformity.verdict) /></span></li> }
    });
    let budget = derivation.budget;
    view! {
        <ol class="derivation" data-test="derivation">
            <li><span class="soft">{tr("derivation.readings")}</span><div class="stack tight">{derivation.readings.into_iter().map(readings).collect_view()}</div></li>
            <li>
                <span class="soft">{tr("derivation.model")}</span>
                <div class="stack tight mono">
                    <span>"y = "{model}</span>
                    <span data-test="derivation-model">{move || format!("= {} = {} {unit}", written(&substituted), written(&value))}</span>
                </div>
            </li>
            <li><span class="soft">{tr("derivation.budget")}</span><div class="stack"><Budget table=budget /></div></li>
            <li><span class="soft">{tr("derivation.coverage")}</span><span>{coverage}</span></li>
            <li><span class="soft">{tr("derivation.expanded")}</span><span>{expanded}</span></li>
            <li><span class="soft">{tr("derivation.rounding")}</span><span>{rounding}</span></li>
            {conformity}
        </ol>
    }
}

/// Readings, their mean and standard deviation.
fn readings(step: ReadingsStep) -> impl IntoView {
    let unit: Unit = step.unit;
    let (label, symbol) = (step.label, step.symbol);
    let words = move || {
        let values = step.values.iter().map(|value| written(value)).collect::<Vec<_>>().join("; ");
        match &step.deviation {
            Some(s) => format!(": {values} {unit} → {symbol} = {} {unit}, s = {} {unit}", written(&step.mean), written(s)),
            None => format!(": {symbol} = {values} {unit}"),
        }
    };
    view! { <span>{move || text::name(&label)}{words}</span> }
}

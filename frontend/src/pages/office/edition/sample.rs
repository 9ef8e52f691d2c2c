//! Sample values as typed: readings parted by spaces or semicolons, environment, what the standards state.

use std::collections::BTreeMap;

use base::decimal::DecimalText;
use base::unit::Unit;
use domain::library::edition::Edition;
use leptos::prelude::*;
use measurement::Sample;
use measurement::method::Characteristic;
use measurement::method::{Estimate, Uncertainty};

use crate::components::Field;
use crate::text::{self, t, tr};

/// What stands in the fields, by `<kind>/<key>`; readings also by point.
#[derive(Clone, Copy, Default)]
pub struct Typed(RwSignal<BTreeMap<String, String>>);

impl Typed {
    fn text(self, key: &str) -> String {
        self.0.with(|typed| typed.get(key).cloned().unwrap_or_default())
    }

    fn number(self, key: &str) -> Option<DecimalText> {
        DecimalText::parse(&self.text(key)).ok()
    }

    /// The sample they make. What is empty is left to the engine: the nominal value, zero.
    pub fn sample(self, edition: &Edition, _point: &str) -> Sample {
        let readings = edition.form.quantities.iter().filter_map(|quantity| {
            let text = self.text(&format!("readings/{}", quantity.key));
            let numbers: Vec<DecimalText> = text.split([' ', ';', '\n', '；']).filter_map(|word| DecimalText::parse(word).ok()).collect();
            (!numbers.is_empty()).then(|| (quantity.key.clone(), numbers))
        });
        let environment = edition.form.environment.iter().filter_map(|field| {
            Some((field.key.clone(), self.number(&format!("environment/{}", field.key)).or_else(|| field.low.clone())?))
        });
        Sample { readings: readings.collect(), environment: environment.collect(), standards: self.standards(edition) }
    }

    fn standards(self, edition: &Edition) -> BTreeMap<String, Vec<Characteristic>> {
        let mut standards: BTreeMap<String, Vec<Characteristic>> = BTreeMap::new();
        for (slot, key, unit) in stated(edition) {
            let at = |part: &str| format!("standard/{slot}/{key}/{part}");
            let or = |part: &str, otherwise: &str| self.number(&at(part)).or_else(|| DecimalText::parse(otherwise).ok());
            if let (Some(value), Some(coverage_factor)) = (or("value", "0"), or("k", "2")) {
                let u = self.text(&at("u"));
                let expanded_uncertainty = if u.trim().is_empty() { "0".to_owned() } else { u };
                standards.entry(slot).or_default().push(Characteristic { key, value, expanded_uncertainty, coverage_factor, unit });
            }
        }
        standards
    }
}

/// Characteristics that the computation names: slot, key, and the unit of the input that uses it.
fn stated(edition: &Edition) -> Vec<(String, String, Unit)> {
    let mut found: Vec<(String, String, Unit)> = Vec::new();
    for input in &edition.computation.inputs {
        let estimate = match &input.estimate {
            Estimate::Standard { slot, characteristic } => Some((slot, characteristic)),
            _ => None,
        };
        let uncertainty = match &input.uncertainty {
            Uncertainty::Certificate { slot, characteristic } => Some((slot, characteristic)),
            _ => None,
        };
        for (slot, key) in estimate.into_iter().chain(uncertainty) {
            if !found.iter().any(|(known, of, _)| known == slot && of == key) {
                found.push((slot.clone(), key.clone(), input.unit));
            }
        }
    }
    found
}

/// The fields.
#[component]
pub fn SampleFields(edition: Edition, typed: Typed) -> impl IntoView {
    let input = move |key: String, label: Signal<String>, hint: String| {
        let read = key.clone();
        view! {
            <Field label=move || label.get()>
                <input class="input mono" type="text" autocomplete="off" name=key.clone() placeholder=hint prop:value=typed.0.with_untracked(|all| all.get(&read).cloned().unwrap_or_default())
                    on:input:target=move |event| typed.0.update(|all| drop(all.insert(key.clone(), event.target().value()))) />
            </Field>
        }
    };
    let readings = edition.form.quantities.iter().map(|quantity| {
        let (label, unit, n) = (quantity.label.clone(), quantity.unit, quantity.readings);
        input(format!("readings/{}", quantity.key), Signal::derive(move || format!("{} / {unit} ({n})", text::name(&label))), String::new())
    });
    let environment = edition.form.environment.iter().map(|field| {
        let (label, unit) = (field.label.clone(), field.unit);
        let hint = field.low.as_ref().map(ToString::to_string).unwrap_or_default();
        input(format!("environment/{}", field.key), Signal::derive(move || format!("{} / {unit}", text::name(&label))), hint)
    });
    let standards = stated(&edition).into_iter().map(|(slot, key, unit)| {
        let part = |part: &'static str, word: &'static str, hint: &str| {
            let name = key.clone();
            // A coverage factor has no unit.
            let unit = if part == "k" { String::new() } else { format!(" / {unit}") };
            let label = Signal::derive(move || format!("{name}: {}{unit}", t(word)));
            input(format!("standard/{slot}/{key}/{part}"), label, hint.to_owned())
        };
        view! { {part("value", "field.value", "0")}{part("u", "field.expanded_uncertainty", "0")}{part("k", "field.coverage_factor", "2")} }
    });
    view! {
        <p class="small soft">{tr("preview.about")}</p>
        <div class="form">{readings.collect_view()}{environment.collect_view()}{standards.collect_view()}</div>
    }
}

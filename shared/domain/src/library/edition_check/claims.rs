//! What an edition claims for every result made by it: the capability below which nobody states an uncertainty, what is measured and
//! what is only said (C-4.2, C-4.4, C-5.5.3).

use std::collections::BTreeSet;

use super::points::sample;
use crate::library::edition::Edition;
use base::decimal::DecimalText;
use base::finding::{Finding, Severity};
use base::unit::Unit;
use measurement::method::{CoverageRule, EnvironmentField};
use measurement::{Sample, at_points, probe};

/// What keeps an edition from coming into force.
pub(super) fn errors(edition: &Edition) -> Vec<Finding> {
    let mut findings = formulas(edition);
    for (n, field) in edition.form.environment.iter().enumerate() {
        for (end, limit) in [("low", &field.low), ("high", &field.high)] {
            if limit.as_ref().is_some_and(|limit| is_below_absolute_zero(field, limit)) {
                findings.push(Finding::error("below_absolute_zero", format!("form/environment/{n}/{end}")));
            }
        }
    }
    if probe(edition.procedure(), &samples(edition)).follows_readings == Some(false) {
        findings.push(Finding::error("model_without_readings", "computation/model"));
    }
    findings
}

/// The same as warnings, while it is written or in force already; and what somebody may mean.
pub(super) fn findings(edition: &Edition) -> Vec<Finding> {
    let stops = errors(edition).into_iter().map(|finding| Finding { severity: Severity::Warning, ..finding });
    stops.chain(doubts(edition)).collect()
}

/// Formulas of what must lie above zero: nowhere below it, and not zero everywhere. A share of the nominal value is zero at zero.
fn formulas(edition: &Edition) -> Vec<Finding> {
    let plausible = edition.form.quantities.iter().enumerate().map(|(n, quantity)| {
        let path = format!("form/quantities/{n}/plausible");
        (path, &quantity.plausible)
    });
    let further = edition.computation.further.iter().enumerate().map(|(n, output)| (format!("computation/further/{n}/cmc"), &output.cmc));
    let all = plausible.chain(further).chain([("computation/cmc".to_owned(), &edition.computation.cmc)]);
    let wrong = |formula: &str| {
        let values = at_points(edition.procedure(), formula);
        values.iter().any(|value| *value < 0.0) || (!values.is_empty() && values.iter().all(|value| *value <= 0.0))
    };
    let stated = all.filter_map(|(path, formula)| Some((path, formula.as_deref()?)));
    stated.filter(|(_, formula)| wrong(formula)).map(|(path, _)| Finding::error("not_positive", path)).collect()
}

/// What stands beside the readings: certified values and environment at zero, and at one. A model may multiply by either.
fn samples(edition: &Edition) -> [Sample; 2] {
    let zeros = sample(edition);
    let mut ones = zeros.clone();
    if let Ok(one) = DecimalText::parse("1") {
        ones.standards.values_mut().flatten().for_each(|stated| stated.value = one.clone());
        ones.environment.values_mut().for_each(|value| *value = one.clone());
    }
    [zeros, ones]
}

fn is_below_absolute_zero(field: &EnvironmentField, limit: &DecimalText) -> bool {
    let kelvin = Unit::find("K").and_then(|kelvin| field.unit.convert_f64(limit.to_f64(), kelvin));
    kelvin.is_some_and(|kelvin| kelvin < 0.0)
}

/// What somebody may mean, and has to look at.
fn doubts(edition: &Edition) -> Vec<Finding> {
    let (form, computation) = (&edition.form, &edition.computation);
    let mut findings = Vec::new();
    let mut warn = |holds: bool, code: &'static str, path: String| findings.extend(holds.then(|| Finding::warning(code, path)));
    warn(computation.cmc.is_none(), "cmc_unsaid", "computation/cmc".to_owned());
    warn(form.environment.is_empty(), "environment_unsaid", "form/environment".to_owned());
    let optional = !form.slots.is_empty() && form.slots.iter().all(|slot| !slot.required);
    warn(optional, "slots_optional", "form/slots".to_owned());
    let one = matches!(&computation.coverage.rule, CoverageRule::Fixed { k } if (k.to_f64() - 1.0).abs() < f64::EPSILON);
    warn(one, "coverage_factor_one", "computation/coverage/rule/k".to_owned());
    for n in probe(edition.procedure(), &samples(edition)).certain {
        warn(true, "magnitude_zero", format!("computation/inputs/{n}/uncertainty/magnitude"));
    }
    let mut seen = BTreeSet::new();
    for (n, point) in form.points.iter().enumerate() {
        let (zh, en) = (point.label.zh.trim(), point.label.en.trim());
        let nominal = (point.nominal.to_f64().to_bits(), point.unit.symbol());
        warn(!seen.insert((nominal, zh, en)), "point_repeated", format!("form/points/{n}"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::library::edition::EditionStatus;
    use crate::library::edition_check::{findings as all, must_say};

    const SOUND: &str = include_str!("../../../../../backend/demo/editions/pressure_gauge.json");

    fn with(changes: &[(&str, Value)]) -> Edition {
        let mut json: Value = serde_json::from_str(SOUND).unwrap();
        json["status"] = json!("in_force");
        for (pointer, value) in changes {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            let parent = json.pointer_mut(parent).unwrap();
            match (parent, name.parse::<usize>()) {
                (Value::Array(rows), Ok(n)) => rows[n] = value.clone(),
                (parent, _) => parent[name] = value.clone(),
            }
        }
        serde_json::from_value(json).unwrap()
    }

    fn told(findings: &[Finding]) -> Vec<(&str, &str)> {
        findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect()
    }

    // C-4.2, C-4.4, C-5.5.3: errors where the edition comes into force, warnings where it stands already.
    #[test]
    fn what_no_result_can_rest_on_does_not_come_into_force() {
        let same = "(p_up + p_down)/2 - (p_up + p_down)/2 + d_reading";
        for (pointer, value, code, path) in [
            ("/computation/cmc", json!("0"), "not_positive", "computation/cmc"),
            ("/computation/cmc", json!("-1"), "not_positive", "computation/cmc"),
            ("/computation/cmc", json!("0.5 - nominal"), "not_positive", "computation/cmc"),
            ("/form/quantities/1/plausible", json!("-1"), "not_positive", "form/quantities/1/plausible"),
            ("/form/quantities/0/plausible", json!("nominal - nominal"), "not_positive", "form/quantities/0/plausible"),
            ("/form/environment/0/low", json!("-300"), "below_absolute_zero", "form/environment/0/low"),
            ("/computation/model", json!(same), "model_without_readings", "computation/model"),
            ("/computation/model", json!("d_reading - d_drift"), "model_without_readings", "computation/model"),
        ] {
            let edition = with(&[(pointer, value.clone())]);
            let stopped = must_say(None, &edition);
            assert_eq!(told(&stopped), [(code, path)], "{pointer} {value}");
            assert!(stopped.iter().all(|finding| finding.severity == Severity::Error));
            let stands = all(&edition);
            assert!(told(&stands).contains(&(code, path)), "{pointer} {value}: {stands:?}");
            assert!(stands.iter().all(|finding| finding.severity < Severity::Error), "what is in force goes on: {stands:?}");
            assert_eq!(must_say(Some(&edition), &edition), [], "{pointer} {value}");
            let draft = Edition { status: EditionStatus::Draft, ..edition };
            assert_eq!(must_say(None, &draft), []);
        }
    }

    // What follows the readings by a share, at one point only, or through an input, follows them; what is zero at zero is stated.
    #[test]
    fn what_is_measured_and_stated_comes_into_force() {
        for (pointer, value) in [
            ("/computation/model", json!("(p_up + p_down) / 2e9 - nominal + c_s + d_reading + d_hysteresis - d_drift")),
            ("/computation/model", json!("p_up - (nominal + c_s) + d_reading + d_hysteresis - d_drift")),
            ("/computation/model", json!("min(p_up, p_down) - nominal + c_s + d_reading + d_hysteresis - d_drift")),
            ("/computation/model", json!("(p_up + p_down) * c_s + d_reading + d_hysteresis - d_drift - nominal")),
            ("/computation/cmc", json!("0.001 * nominal")),
            ("/computation/cmc", json!("1e-9")),
            ("/form/quantities/0/plausible", json!("0.05 * abs(nominal)")),
            ("/form/environment/0/low", json!("-40")),
        ] {
            assert_eq!(must_say(None, &with(&[(pointer, value.clone())])), [], "{pointer} {value}");
        }
        assert_eq!(all(&with(&[])), []);
    }

    // C-4.2, C-4.4
    #[test]
    fn what_somebody_may_mean_is_warned_of_and_stops_nothing() {
        let first: Value = serde_json::from_str::<Value>(SOUND).unwrap()["form"]["points"][0].clone();
        let mut again = first.clone();
        again["key"] = json!("again");
        let mut labelled = again.clone();
        labelled["label"] = json!({"zh": "回程", "en": "return"});
        let drift = "computation/inputs/5/uncertainty/magnitude";
        for (pointer, value, code, path) in [
            ("/computation/cmc", Value::Null, "cmc_unsaid", "computation/cmc"),
            ("/form/environment", json!([]), "environment_unsaid", "form/environment"),
            ("/form/slots/0/required", json!(false), "slots_optional", "form/slots"),
            ("/computation/coverage/rule", json!({"by": "fixed", "k": "1"}), "coverage_factor_one", "computation/coverage/rule/k"),
            ("/computation/inputs/5/uncertainty/magnitude", json!("0"), "magnitude_zero", drift),
            ("/computation/inputs/5/uncertainty/magnitude", json!("p_up - p_up"), "magnitude_zero", drift),
            ("/form/points/1", again, "point_repeated", "form/points/1"),
        ] {
            let edition = with(&[(pointer, value.clone())]);
            let found = all(&edition);
            assert_eq!(told(&found), [(code, path)], "{pointer} {value}");
            assert!(found.iter().all(|finding| finding.severity == Severity::Warning));
            assert_eq!(must_say(None, &edition), [], "{pointer} {value}");
        }
        assert_eq!(all(&with(&[("/form/points/1", labelled)])), [], "told apart by its label");
    }
}

//! Published examples, and the editions of the demo body.

use std::collections::BTreeMap;

use super::edition_examples::Stated;
use crate::method::Characteristic;
use crate::{Caution, ConformityVerdict, Outcome, Preview, Sample, at_once, preview};
use base::decimal::DecimalText;
use base::unit::Unit;

/// The calliper of EA-4/02 S10, with a budget that no laboratory would have today.
const PUBLISHED_CALLIPER: &str = include_str!("../published/calliper.json");

const EDITIONS: [&str; 7] = [
    include_str!("../../../../backend/demo/editions/calliper.json"),
    include_str!("../../../../backend/demo/editions/multimeter.json"),
    include_str!("../../../../backend/demo/editions/pressure_gauge.json"),
    include_str!("../../../../backend/demo/editions/thermometer.json"),
    include_str!("../../../../backend/demo/editions/balance.json"),
    include_str!("../../../../backend/demo/editions/torque_wrench.json"),
    include_str!("../../../../backend/demo/editions/digital_thermometer.json"),
];

fn edition(n: usize) -> Stated {
    serde_json::from_str(EDITIONS[n]).unwrap()
}

fn d(text: &str) -> DecimalText {
    DecimalText::parse(text).unwrap()
}

fn characteristic(key: &str, value: &str, expanded: &str, unit: &str) -> Characteristic {
    Characteristic {
        key: key.to_owned(),
        value: d(value),
        expanded_uncertainty: expanded.to_owned(),
        coverage_factor: d("2"),
        unit: Unit::find(unit).unwrap(),
    }
}

/// The standards that `backend/demo/editions/README.md` asks for.
fn standards() -> BTreeMap<String, Vec<Characteristic>> {
    [
        ("calibrator", characteristic("dc_voltage", "0", "2e-5 * abs(nominal)", "V")),
        ("gauge", characteristic("deviation", "0", "0.0004", "MPa")),
        ("reference", characteristic("correction", "0.01", "0.008", "°C")),
        ("weights", characteristic("mass_deviation", "0", "mpe_weight / 3", "mg")),
        ("transducer", characteristic("torque_deviation", "0", "0.3", "%")),
    ]
    .into_iter()
    .map(|(slot, stated)| (slot.to_owned(), vec![stated]))
    .collect()
}

fn at(n: usize, point: &str, readings: &[(&str, &[&str])]) -> Preview {
    by(&edition(n), point, readings)
}

fn by(edition: &Stated, point: &str, readings: &[(&str, &[&str])]) -> Preview {
    let readings = readings.iter().map(|(key, values)| ((*key).to_owned(), values.iter().map(|v| d(v)).collect())).collect();
    preview(edition.procedure(), point, &Sample { readings, standards: standards(), ..Sample::default() }, &at_once).unwrap()
}

fn outcome(preview: &Preview) -> &Outcome {
    preview.result.outcome.as_ref().unwrap()
}

fn stated(outcome: &Outcome) -> [&str; 5] {
    [&outcome.value, &outcome.standard_uncertainty, &outcome.coverage_by, &outcome.coverage_factor, &outcome.expanded_uncertainty]
}

#[test]
fn the_calliper_of_ea_4_02_comes_out_as_published() {
    let published = serde_json::from_str(PUBLISHED_CALLIPER).unwrap();
    let preview = by(&published, "150", &[("indication", &["150.10"])]);
    // U is larger than the tolerance of 0.05 mm, so a statement of conformity comes with a caution.
    assert_eq!(preview.result.cautions, [Caution::AboveTolerance]);
    assert_eq!(stated(outcome(&preview)), ["0.10", "0.0323", "trapezoidal", "1.83", "0.06"]);
    assert_eq!(preview.result.means[0].value, "150.10");
    let budget = preview.budget.unwrap();
    let contributions: Vec<&str> = budget.lines.iter().map(|line| line.contribution.as_str()).collect();
    assert_eq!(contributions, ["0.00", "0.000462", "0.00199", "0.0144", "0.0289"]);
    assert_eq!(budget.lines[2].sensitivity, "0.00172");
}

#[test]
fn the_multimeter_of_ea_4_02_comes_out_as_published() {
    let preview = at(1, "100", &[("indication", &["100.1"])]);
    assert_eq!(stated(outcome(&preview)), ["0.10", "0.0296", "rectangular", "1.65", "0.05"]);
    let conformity = outcome(&preview).conformity.clone().unwrap();
    assert_eq!((conformity.tolerance.as_str(), conformity.verdict), ("0.7", ConformityVerdict::Pass));
}

#[test]
fn every_point_of_every_edition_has_a_result() {
    for n in 0..EDITIONS.len() {
        let edition = edition(n);
        for point in &edition.form.points {
            let preview = at(n, &point.key, &[]);
            let outcome = outcome(&preview);
            assert!(!outcome.raised_to_cmc, "{} {}: {outcome:?}", edition.code, point.key);
            let share: f64 = preview.budget.unwrap().lines.iter().map(|line| line.share.parse::<f64>().unwrap()).sum();
            assert!((share - 100.0).abs() < 0.5, "{share}");
        }
    }
}

/// JJF 1094: where conformity is stated, U is at most a third of the tolerance.
#[test]
fn the_demos_budgets_keep_the_ratio_that_its_editions_ask_for() {
    for n in 0..EDITIONS.len() {
        let edition = edition(n);
        assert_eq!(edition.computation.decision.as_ref().unwrap().ratio, Some(d("3")), "{}", edition.code);
        for point in &edition.form.points {
            let preview = at(n, &point.key, &[]);
            assert!(!preview.result.cautions.iter().any(|caution| caution.asks()), "{} {}: {preview:?}", edition.code, point.key);
        }
    }
}

/// C-5.4.1 m: by what is printed, to the last digit.
#[test]
fn an_uncertainty_beyond_its_share_of_the_tolerance_is_cautioned() {
    let cautions = |tolerance: &str, ratio: Option<&str>| {
        let mut edition = edition(0);
        let decision = edition.computation.decision.as_mut().unwrap();
        (decision.tolerance, decision.ratio) = (tolerance.to_owned(), ratio.map(d));
        let preview = by(&edition, "150", &[("indication", &["150.00"])]);
        assert_eq!(outcome(&preview).expanded_uncertainty, "0.012");
        preview.result.cautions
    };
    for (tolerance, ratio, expected) in [
        ("0.036", Some("3"), None),
        ("0.0359", Some("3"), Some(Caution::AboveRatio)),
        ("0.012", Some("1"), None),
        ("0.0119", Some("3"), Some(Caution::AboveTolerance)),
        ("0.012", None, None),
        ("0.0119", None, Some(Caution::AboveTolerance)),
        ("0.047", Some("4"), Some(Caution::AboveRatio)),
    ] {
        assert_eq!(cautions(tolerance, ratio), Vec::from_iter(expected), "{tolerance} {ratio:?}");
    }
}

#[test]
fn results_with_scatter_have_degrees_of_freedom() {
    let preview = at(4, "200", &[("indication", &["200.001", "200.002", "200.002"])]);
    assert_eq!(preview.result.means[0].value, "200.0017");
    assert_eq!(stated(outcome(&preview)), ["0.0017", "0.000603", "t", "2.13", "0.0013"]);
}

//! Whether what is recorded by an edition fits into the events of a record: the opening holds the whole edition, the signature all
//! results. Told while the edition is written, not when somebody signs (C-5.5.2).

use crate::event::chain;
use crate::library::edition::Edition;
use base::finding::Finding;
use measurement::method::{CoverageRule, FurtherOutput, Point, Quantity, Stage};
use measurement::{
    Caution, Conformity, ConformityVerdict, FurtherResult, Interval, Mean, Outcome, OutputCorrelation, PointResult, Results,
};

/// What an opening holds beside the edition, in bytes: item, place, customer, order, calibrators, with long names.
const BESIDE_EDITION: usize = 32 * 1024;
/// What a signature holds beside the results, in bytes.
const BESIDE_RESULTS: usize = 2 * 1024;
/// A number as long as results are written, with sign, decimal sign and leading zeros.
const NUMBER: &str = "-1234.567890";

/// The bytes that the largest events of a record by an edition take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Of its opening.
    pub opening: usize,
    /// Of a signature, with results of every stage and point.
    pub signature: usize,
}

/// The sizes, from the form alone.
pub fn of(edition: &Edition) -> Sizes {
    let opening = written(edition) + BESIDE_EDITION;
    let stages = if edition.form.adjustable { 2 } else { 1 };
    let results = Results { points: edition.form.points.iter().map(|point| largest(edition, point)).collect() };
    Sizes { opening, signature: stages * written(&results) + BESIDE_RESULTS }
}

/// More points than a record can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    /// The edition's points.
    pub points: usize,
    /// About so many fit.
    pub most: usize,
}

/// Whether nobody could sign, or even open, a record by the edition: as found and as left are signed together. Asked of an edition
/// that is written, of one that is assigned, and of one that a record begins with (C-5.5.2).
pub fn too_large(edition: &Edition) -> Option<TooLarge> {
    let points = edition.form.points.len();
    let Sizes { opening, signature } = of(edition);
    let largest = opening.max(signature);
    // What is beside does not grow with the points: so many fit, about.
    let most = points * (chain::MAX_TEXT - BESIDE_EDITION) / largest.saturating_sub(BESIDE_RESULTS).max(1);
    (largest > chain::MAX_TEXT).then_some(TooLarge { points, most })
}

/// That the edition is too large: a warning, since what is in force can still be ended.
pub(super) fn finding(edition: &Edition) -> Option<Finding> {
    let TooLarge { points, most } = too_large(edition)?;
    Some(Finding::warning("edition_too_large", "form/points").with("points", points).with("most", most))
}

fn written<T: serde::Serialize>(value: &T) -> usize {
    serde_json::to_vec(value).map_or(usize::MAX / 4, |text| text.len())
}

/// A result at a point with everything that it can say.
fn largest(edition: &Edition, point: &Point) -> PointResult {
    let mean = |quantity: &Quantity| Mean { quantity: quantity.key.clone(), value: number(), unit: quantity.unit };
    let further = &edition.computation.further;
    let result = |output: &FurtherOutput| FurtherResult {
        key: output.key.clone(),
        unit: output.unit,
        outcome: Some(outcome(edition, false)),
        refused: None,
    };
    let keys: Vec<&str> = std::iter::once("").chain(further.iter().map(|output| output.key.as_str())).collect();
    let pairs = keys.iter().enumerate().flat_map(|(n, a)| keys[n + 1..].iter().map(move |b| (*a, *b)));
    let correlation = |(a, b): (&str, &str)| OutputCorrelation { a: a.to_owned(), b: b.to_owned(), r: "-0.999".to_owned() };
    PointResult {
        stage: Stage::AsFound,
        point: point.key.clone(),
        nominal: point.nominal.to_string(),
        nominal_unit: point.unit,
        means: edition.form.quantities.iter().map(mean).collect(),
        outcome: Some(outcome(edition, true)),
        refused: None,
        unit: edition.computation.unit,
        cautions: vec![Caution::FewReadings, Caution::FewDegreesOfFreedom, Caution::AboveTolerance],
        further: further.iter().map(result).collect(),
        correlations: pairs.map(correlation).collect(),
    }
}

fn number() -> String {
    NUMBER.to_owned()
}

fn outcome(edition: &Edition, main: bool) -> Outcome {
    let computation = &edition.computation;
    let simulated = matches!(computation.coverage.rule, CoverageRule::MonteCarlo { .. });
    let conformity = || Conformity { tolerance: number(), verdict: ConformityVerdict::ConditionalPass, probability: "> 0.999".to_owned() };
    let interval = || Interval { low: number(), high: number() };
    Outcome {
        value: number(),
        standard_uncertainty: number(),
        degrees_of_freedom: Some("100".to_owned()),
        coverage_factor: "2.00".to_owned(),
        expanded_uncertainty: number(),
        coverage_by: "trapezoidal".to_owned(),
        raised_to_cmc: false,
        conformity: computation.decision.as_ref().filter(|_| main).map(|_| conformity()),
        interval: simulated.then(interval),
        shift: computation.second_order.then(number),
        gum_validated: simulated.then_some(false),
        scaled: None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::library::edition_check::findings;
    use measurement::{at_once, preview};

    /// The demo's balance with so many points, and adjustable or not.
    pub(crate) fn balance(points: usize, adjustable: bool) -> Edition {
        let mut json: Value = serde_json::from_str(include_str!("../../../../../backend/demo/editions/balance.json")).unwrap();
        let parameters = json["form"]["points"][0]["parameters"].clone();
        let point = |n: usize| json!({"key": n.to_string(), "nominal": n.to_string(), "unit": "g", "parameters": parameters});
        json["form"]["points"] = (1..=points).map(point).collect();
        json["form"]["adjustable"] = json!(adjustable);
        serde_json::from_value(json).unwrap()
    }

    fn said(edition: &Edition) -> Option<String> {
        let found = findings(edition).into_iter().find(|finding| finding.code == "edition_too_large");
        found.map(|finding| finding.params["most"].clone())
    }

    // C-5.5.2: what can be recorded can be signed.
    #[test]
    fn an_edition_of_more_points_than_a_record_can_hold_is_refused_with_how_many_can() {
        for (adjustable, points) in [(true, 610), (false, 1_300), (true, 1_200)] {
            let most: usize = said(&balance(points, adjustable)).unwrap().parse().unwrap();
            assert!(most < points && most > points / 8, "{most}");
            assert_eq!(said(&balance(most * 9 / 10, adjustable)), None, "{most}");
        }
        assert_eq!(said(&balance(200, true)), None);
    }

    // The sizes are of results as they come: never smaller than those.
    #[test]
    fn no_result_of_an_edition_is_larger_than_it_was_taken_to_be() {
        for text in [
            include_str!("../../../../../backend/demo/editions/calliper.json"),
            include_str!("../../../../../backend/demo/editions/multimeter.json"),
            include_str!("../../../../../backend/demo/editions/pressure_gauge.json"),
            include_str!("../../../../../backend/demo/editions/thermometer.json"),
            include_str!("../../../../../backend/demo/editions/balance.json"),
            include_str!("../../../../../backend/demo/editions/torque_wrench.json"),
        ] {
            let edition: Edition = serde_json::from_str(text).unwrap();
            let sample = super::super::points::sample(&edition);
            for point in &edition.form.points {
                let shown = preview(edition.procedure(), &point.key, &sample, &at_once).unwrap_or_else(|_| panic!("{}", edition.code));
                assert!(written(&shown.result) <= written(&largest(&edition, point)), "{} {}", edition.code, point.key);
            }
        }
    }
}

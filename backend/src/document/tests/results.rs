//! Results on a certificate: figures, how the uncertainty was evaluated, and the budgets.

use base::text::Bilingual;
use domain::certificate::document::StatedMeasurand;
use domain::library::body::CertificateLanguage;
use measurement::{Interval, OutputCorrelation, Scaled};
use serde_json::json;

use super::{multimeter, record, renderer, sample, states, text_of, together};

// C-5.4.1 j, C-5.5.3
#[test]
fn an_interval_a_raised_uncertainty_and_a_power_of_ten_are_stated_in_words_and_figures() {
    let mut document = sample();
    let results = &mut document.stated.results[0];
    let interval = Interval { low: "0.38".into(), high: "2.66".into() };
    let key = || "phase".to_owned();
    results.further = vec![StatedMeasurand { key: key(), measurand: Bilingual::new("相位", "Phase"), unit: results.unit }];
    for (n, row) in results.rows.iter_mut().enumerate() {
        let further =
            json!({"key": key(), "value": format!("7.{n}"), "expanded_uncertainty": "0.3", "coverage_factor": "2.00", "coverage_by": "t"});
        row.further = vec![serde_json::from_value(further).unwrap()];
        row.correlations = vec![OutputCorrelation { a: String::new(), b: key(), r: "-0.485".into() }];
    }
    let row = &mut results.rows[0];
    (row.value, row.expanded_uncertainty, row.coverage_by) = ("1.13".into(), "1.53".into(), "monte_carlo".into());
    row.interval = Some(interval);
    results.rows[1].raised_to_cmc = true;
    let row = &mut results.rows[2];
    (row.value, row.expanded_uncertainty) = ("12300".into(), "1200".into());
    row.scaled = Some(Scaled { value: "12.3".into(), expanded_uncertainty: "1.2".into(), interval: None, power: 3 });
    let text = text_of("stated.pdf", &renderer().certificate(&document).unwrap());
    states(&text, &["1.13", "1.53", "[0.38; 2.66]", "12.3", "Phase", "7.0", "7.1", "−0.485"]);
    assert!(!text.contains("12300") && !text.contains("1200"), "no zero that means nothing");
    states(
        &text,
        &["was raised to the smallest one that this body can claim (CMC)", "propagation of distributions (Monte Carlo, JCGM 101)"],
    );
    let plain = text_of("plain.pdf", &renderer().certificate(&sample()).unwrap());
    assert!(!plain.contains("CMC") && !plain.contains("Monte Carlo"));
}

/// The text of the sample in this language, its results covered by these shapes in turn and raised to the CMC or not.
fn stated_by(shapes: &[&str], raised: bool, language: CertificateLanguage) -> String {
    let mut document = sample();
    document.envelope.language = language;
    for results in &mut document.stated.results {
        for (row, shape) in results.rows.iter_mut().filter(|row| !row.value.is_empty()).zip(shapes.iter().cycle()) {
            (row.coverage_by, row.raised_to_cmc) = ((*shape).to_owned(), raised);
        }
    }
    squeezed(&text_of("evaluated.pdf", &renderer().certificate(&document).unwrap()))
}

/// Without blanks, because a line can break anywhere.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

// C-5.4.1 j: the statement of how the uncertainty was evaluated is true of these results, in each language.
#[test]
fn the_statement_of_how_the_uncertainty_was_evaluated_is_true_of_the_results() {
    use CertificateLanguage::{Bilingual, Chinese, English};
    for language in [Bilingual, English] {
        let classic = stated_by(&["trapezoidal", "t"], false, language);
        assert!(classic.contains("inaccordancewithJJF1059.1,GB/T27418andEA-4/02."), "{classic}");
        let simulated = stated_by(&["monte_carlo"], false, language);
        assert!(simulated.contains("inaccordancewithJJF1059.2andGB/T27419(MonteCarlomethod;JCGM101)."), "{simulated}");
        assert!(!simulated.contains("EA-4/02") && !simulated.contains("multipliedby"), "{simulated}");
        let numerical = stated_by(&["convolution"], false, language);
        assert!(numerical.contains("inaccordancewithJJF1059.1andGB/T27418.") && !numerical.contains("EA-4/02"), "{numerical}");
        let both = stated_by(&["t", "monte_carlo"], false, language);
        assert!(both.contains("EA-4/02;thatofsimulatedresultsinaccordancewithJJF1059.2"), "{both}");
        let raised = stated_by(&["trapezoidal"], true, language);
        assert!(raised.contains("Everyexpandeduncertaintyreported(marked*)wasraised"), "{raised}");
        assert!(!raised.contains("multipliedby") && !raised.contains("derivedfromtheassumed"), "no U here is k times u: {raised}");
    }
    let simulated = stated_by(&["monte_carlo"], false, Chinese);
    assert!(simulated.contains("JJF1059.2") && !simulated.contains("EA-4/02") && !simulated.contains("accordance"), "{simulated}");
    assert!(stated_by(&["t"], false, Chinese).contains("EA-4/02"));
    let mut beyond = sample();
    beyond.stated.coverage.second_order = true;
    let text = squeezed(&text_of("second.pdf", &renderer().certificate(&beyond).unwrap()));
    assert!(text.contains("EA-4/02,withthetermsofthesecondorder."), "{text}");
}

// On the customer's request the certificate carries the budgets, each with a picture of the shares.
#[test]
fn the_annex_states_each_budget_before_the_end_mark() {
    let record = record();
    let mut derivation = multimeter();
    derivation.point = record.opened.edition.form.points[0].key.clone();
    derivation.budget.correlations = vec![together()];
    let mut document = sample();
    document.stated.budgets = domain::certificate::annex::budgets(&record, &[derivation]);
    let text = text_of("annex.pdf", &renderer().certificate(&document).unwrap());
    states(&text, &["Annex: uncertainty budgets", "V_ix \u{2212} V_s + dV_ix \u{2212} dV_s", "0.0289 V", "95.3 %", "rectangular", "1.65"]);
    // What correlated inputs contribute together has its own line, or the shares would not add up.
    states(&text, &["V_s, dV_s", "Correlated, r = 0.50", "12.3 %"]);
    assert!(text.rfind("End of certificate") > text.rfind("Annex: uncertainty budgets"), "the end is at the end");
    let plain = text_of("plain.pdf", &renderer().certificate(&sample()).unwrap());
    assert!(!plain.contains("Annex"), "only where it is asked for");
}

//! The printed record: values, corrections, calculations, and records of very many values.

use domain::event::Hash;
use domain::record::{Record, SealEntry, Signed};
use measurement::Results;
use serde_json::json;

use super::{multimeter, print, record, renderer, sample, states, text_of, together};
use crate::document::{DocumentError, RecordPrint};

// C-5.5.3
#[test]
fn the_printed_record_shows_what_is_to_be_borne_in_mind_of_a_result() {
    let (mut record, document) = (record(), sample());
    let mut edition = serde_json::to_value(&record.opened.edition).unwrap();
    edition["computation"]["further"] = json!([{"key": "phase", "measurand": {"zh": "相位", "en": "Phase"}, "unit": "mm", "model": "1"}]);
    record.opened.edition = serde_json::from_value(edition).unwrap();
    let outcome = json!({
        "value": "1.13", "standard_uncertainty": "0.604", "coverage_factor": "2.53", "expanded_uncertainty": "1.53",
        "coverage_by": "monte_carlo", "raised_to_cmc": false, "gum_validated": false, "interval": {"low": "0.38", "high": "2.66"}
    });
    let further = json!({"key": "phase", "unit": "mm", "outcome": {
        "value": "12300", "standard_uncertainty": "600", "coverage_factor": "2.00", "expanded_uncertainty": "1200", "coverage_by": "t",
        "raised_to_cmc": true, "scaled": {"value": "12.3", "expanded_uncertainty": "1.2", "power": 3}
    }});
    let results: Results = serde_json::from_value(json!({"points": [{
        "stage": "as_found", "point": "p1", "nominal": "100", "nominal_unit": "mm", "means": [], "unit": "mm", "outcome": outcome,
        "cautions": ["few_readings", "no_finite_uncertainty"], "further": [further], "correlations": [{"a": "", "b": "phase", "r": "-0.485"}]
    }]}))
    .unwrap();
    let names = document.envelope.signatures.iter().map(|s| (s.person, s.name.clone())).collect();
    let text = text_of("record-results.pdf", &renderer().record(print(&record, &names, &document, &results)).unwrap());
    states(&text, &["[0.38; 2.66]", "the law of propagation gives another interval", "two or three readings", "Phase", "12.3", "−0.485"]);
    assert!(!text.contains("12300"), "{text}");
}

#[test]
fn the_printed_record_shows_struck_values_beside_the_new_ones_with_who_when_and_why() {
    // C-5.5.2, C-5.5.4, C-5.3.4
    let (mut record, document, results) = (record(), sample(), Results::default());
    // No font has it; it is drawn over a digit; it is a form of nothing.
    record.remarks[0].what.text.push_str("\u{1F600} 7\u{336}7 1\u{fe0f}");
    let Signed { event, by, at, .. } = record.remarks[0];
    let what = SealEntry { what: "zero screw".to_owned(), seal: "HZ-78".to_owned() };
    record.seals.push(Signed { event, by, at, clock_offset: 0, what, struck: None });
    record.confirmations[0].what.outdated = true;
    let names = document.envelope.signatures.iter().map(|s| (s.person, s.name.clone())).collect();
    let pdf = renderer().record(print(&record, &names, &document, &results)).unwrap();
    let text = text_of("record.pdf", &pdf);
    states(
        &text,
        &[
            "100.02 100.01 100.03",
            "misread the last digit",
            "2026-11-22 14:55:40",
            "王建国 Wang Jianguo",
            "赵丽 Zhao Li",
            "jaw.jpg",
            "not observed (jaw damaged)",
            "The jaw is chipped; agreed with the customer.",
            "[U+1F600]",
            "7[U+0336]7",
            "1[U+FE0F]",
            "zero screw · HZ-78",
            "The record was changed after it",
            &Hash::of(b"head").to_string(),
        ],
    );
    assert_eq!(pdf, renderer().record(print(&record, &names, &document, &results)).unwrap());
}

// C-5.5.2: the printed record shows the whole calculation, from the readings to what is stated (EA-4/02 S9).
#[test]
fn the_printed_record_shows_how_a_result_came_about() {
    let (record, document, results) = (record(), sample(), Results::default());
    let names = document.envelope.signatures.iter().map(|s| (s.person, s.name.clone())).collect();
    let mut derivation = multimeter();
    derivation.point = record.opened.edition.form.points[0].key.clone();
    derivation.budget.correlations = vec![together()];
    let derivations = [derivation];
    let print = RecordPrint { derivations: &derivations, ..print(&record, &names, &document, &results) };
    let text = text_of("record-derived.pdf", &renderer().record(print).unwrap());
    states(
        &text,
        &[
            "V_ix \u{2212} V_s + dV_ix \u{2212} dV_s",
            "100.1 \u{2212} 100",
            "0.0289 V",
            "95.3 %",
            "= 1.65",
            "0.05 V",
            "Correlated, r = 0.50",
            "Who wrote each value, and when",
        ],
    );
}

/// The sample record with an edition of this many points, each read three times, with a budget like the multimeter's.
fn of_points(points: usize) -> (Record, Vec<measurement::Derivation>) {
    let mut json = serde_json::to_value(record()).unwrap();
    let stage_paths: Vec<String> = json["cells"].as_object().unwrap().keys().filter(|path| path.contains("/points/")).cloned().collect();
    let cell = json["cells"][&stage_paths[0]].clone();
    let quantity = json["opened"]["edition"]["form"]["quantities"][0]["key"].as_str().unwrap().to_owned();
    stage_paths.iter().for_each(|path| drop(json["cells"].as_object_mut().unwrap().remove(path)));
    let first = json["opened"]["edition"]["form"]["points"][0].clone();
    let mut all = Vec::new();
    for n in 1..=points {
        let mut point = first.clone();
        (point["key"], point["nominal"]) = (json!(n.to_string()), json!(n.to_string()));
        all.push(point);
        for reading in 1..=3 {
            json["cells"][format!("as_found/points/{n}/{quantity}/r{reading}")] = cell.clone();
        }
    }
    json["opened"]["edition"]["form"]["points"] = json!(all);
    let derivation = |n: usize| measurement::Derivation { point: n.to_string(), ..multimeter() };
    (serde_json::from_value(json).unwrap(), (1..=points).map(derivation).collect())
}

// A record of very many points is printed within bounds of memory, time and paper, and says where to find what is left out.
#[test]
fn a_record_of_very_many_points_is_printed_within_bounds() {
    let many: usize = std::env::var("ETALON_POINTS").ok().and_then(|text| text.parse().ok()).unwrap_or(300);
    let ((record, derivations), document, results) = (of_points(many), sample(), Results::default());
    let names = document.envelope.signatures.iter().map(|s| (s.person, s.name.clone())).collect();
    let print = RecordPrint { derivations: &derivations, ..print(&record, &names, &document, &results) };
    let pdf = renderer().record(print).unwrap();
    let text = text_of("record-long.pdf", &pdf);
    let others = format!("The other {} results were calculated by the same model", many - 100);
    states(&text, &["Who wrote each value, and when", &others, "calculations.json"]);
    let last = text.rsplit("Page ").next().and_then(|rest| rest.split(' ').next()?.parse::<usize>().ok()).unwrap();
    assert!(last < 50 + many / 4 && pdf.len() < 20 * 1024 * 1024, "{last} pages, {} bytes", pdf.len());
}

// C-5.5.2: of very many values the first are listed on paper and the others in the file; a record with far too many is refused.
#[test]
fn a_record_of_very_many_values_is_listed_in_part_or_refused() {
    let (document, results) = (sample(), Results::default());
    let names = document.envelope.signatures.iter().map(|s| (s.person, s.name.clone())).collect();
    let with = |entries: usize| {
        let mut record = of_points(20).0;
        for cell in record.cells.values_mut() {
            let last = cell.entries.last().unwrap().clone();
            cell.entries = vec![domain::record::CellEntry { struck: None, reason: None, ..last }; entries];
        }
        let values = record.cells.len() * entries;
        (values, renderer().record(print(&record, &names, &document, &results)))
    };
    let (values, pdf) = with(35);
    let text = text_of("record-values.pdf", &pdf.unwrap());
    states(&text, &[&format!("Who wrote the other {} values, and when", values - 2_000), "record.json"]);
    let (values, refused) = with(400);
    assert_eq!(refused, Err(DocumentError::TooLarge { values, most: 12_000 }));
}

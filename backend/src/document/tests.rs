use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use serde_json::json;
use shared::certificate::document::{CertificateDocument, Kind, StatedMeasurand};
use shared::event::Hash;
use shared::id::Id;
use shared::library::body::CertificateLanguage;
use shared::measurement::{CorrelationLine, Interval, OutputCorrelation, Results, Scaled};
use shared::record::{Record, SealEntry, Signed};
use shared::text::Bilingual;
use shared::time::Instant;

use super::{DocumentError, Label, RecordPrint, Renderer, xml};

fn sample() -> CertificateDocument {
    serde_json::from_str(include_str!("sample.json")).unwrap()
}

fn record() -> Record {
    serde_json::from_str(include_str!("sample-record.json")).unwrap()
}

fn renderer() -> &'static Renderer {
    Renderer::get().unwrap()
}

/// The text of a PDF, as a reader of the document copies it; the file stays in `target/documents` for looking at.
fn text_of(name: &str, pdf: &[u8]) -> String {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/documents"));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, pdf).unwrap();
    let out = Command::new("pdftotext").args(["-layout", path.to_str().unwrap(), "-"]).output().unwrap();
    String::from_utf8(out.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn states(text: &str, stated: &[&str]) {
    for part in stated {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn the_certificate_states_number_values_uncertainty_and_coverage_factor_on_marked_pages() {
    // C-5.4.1 a, h, j, k, l
    let text = text_of("certificate.pdf", &renderer().certificate(&sample()).unwrap());
    states(
        &text,
        &[
            "EC2026-00017",
            "7KQ2M9XWRT",
            "150 150.10 0.10 0.06 1.83",
            "25.00 \u{2212}0.02",
            "trapezoidal",
            "CDjc2026-01234",
            "relate only to the items calibrated",
            "以下空白 End of certificate",
            "第 1 页 共 4 页 Page 1 of 4",
            "第 4 页 共 4 页",
            "not observed: 量爪损伤 jaw damaged",
            "As left, after adjustment",
            "Conditional pass",
        ],
    );
    assert_eq!(text.matches("EC2026-00017").count(), 8, "once on the cover, in the head and foot of each page");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = renderer().certificate(&sample()).unwrap();
    assert_eq!(first, renderer().certificate(&sample()).unwrap());
    assert!(first.starts_with(b"%PDF-1."));
    assert!(String::from_utf8_lossy(&first).contains("pdfaid:part>3<"), "PDF/A-3");
}

#[test]
fn every_font_is_in_the_file_and_so_is_the_machine_readable_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("certificate.pdf");
    std::fs::write(&path, renderer().certificate(&sample()).unwrap()).unwrap();
    let out = Command::new("pdffonts").arg(&path).output().unwrap();
    let fonts = String::from_utf8(out.stdout).unwrap();
    let embedded = |line: &str| line.split_whitespace().rev().nth(4).map(str::to_owned);
    let lines: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(lines.len() > 2 && lines.iter().all(|line| embedded(line).as_deref() == Some("yes")), "{fonts}");
    let xml_path = folder.path().join("out.xml");
    let mut detach = Command::new("pdfdetach");
    assert!(detach.args(["-save", "1", "-o"]).arg(&xml_path).arg(&path).status().unwrap().success());
    assert_eq!(std::fs::read(&xml_path).unwrap(), xml(&sample()).unwrap());
}

#[test]
fn another_process_gives_the_same_bytes() {
    const TO: &str = "ETALON_TEST_RENDER_TO";
    let here = renderer().certificate(&sample()).unwrap();
    if let Some(to) = std::env::var_os(TO) {
        std::fs::write(to, here).unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("there.pdf");
    let mut other = Command::new(std::env::current_exe().unwrap());
    other.args(["--exact", "document::tests::another_process_gives_the_same_bytes"]).env(TO, &to);
    assert!(other.output().unwrap().status.success());
    assert!(here == std::fs::read(to).unwrap(), "not the same bytes");
}

/// The sample with that many points, and names as long as they come.
fn long(points: usize) -> CertificateDocument {
    let mut document = sample();
    document.envelope.kind = Kind::Original;
    document.stated.customer.name = Bilingual::new(
        "中国航空工业集团公司第六二三研究所苏州工业园区精密机械与自动化装备联合实验中心有限责任公司计量测试分公司",
        "Suzhou Industrial Park Joint Experimental Centre for Precision Machinery and Automation Equipment, Metrology and Testing Branch",
    );
    document.stated.item.name = Bilingual::new(
        "高精度数字式多通道温度、湿度与压力综合测量仪",
        "High-precision digital multi-channel instrument for temperature, humidity and pressure",
    );
    document.stated.item.serial_number = "SN-2026-0000-1111-2222-3333-4444-5555-6666".into();
    let standard = document.stated.standards[0].clone();
    document.stated.standards =
        (1..=6).map(|n| shared::certificate::document::StatedStandard { number: format!("HZ-L-{n:03}"), ..standard.clone() }).collect();
    let results = &mut document.stated.results[0];
    let row = results.rows[0].clone();
    results.rows = (1..=points)
        .map(|n| shared::certificate::document::StatedRow {
            point: format!("p{n}"),
            nominal: format!("{n}.5"),
            value: format!("{n}.61"),
            ..row.clone()
        })
        .collect();
    document
}

#[test]
fn many_points_run_over_pages_with_the_head_on_each_and_the_mark_at_the_end() {
    // C-5.4.1 j, l
    let text = text_of("long.pdf", &renderer().certificate(&long(75)).unwrap());
    let pages: usize = text.split("Page 1 of ").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap().parse().unwrap();
    assert!(pages >= 4, "{pages} pages");
    for page in 1..=pages {
        states(&text, &[&format!("第 {page} 页 共 {pages} 页 Page {page} of {pages}")]);
    }
    assert_eq!(text.matches("Certificate No. EC2026-00017").count(), 2 * pages, "once on the cover, in the head and foot of each page");
    assert!(text.matches("校准点").count() > 3, "a table's head stands on each of its pages");
    for n in 1..=75 {
        states(&text, &[&format!("{n}.5"), &format!("{n}.61")]);
    }
    assert!(text.rfind("End of certificate") > text.rfind("75.61"), "the end is at the end");
    assert_eq!(text.matches("End of certificate").count(), 1);
}

#[test]
fn a_replacement_and_a_supplement_say_so_in_the_words_of_the_standard() {
    // C-5.4.2.1, C-5.4.2.2
    let text = text_of("replacement.pdf", &renderer().certificate(&sample()).unwrap());
    let replaces = "This certificate replaces calibration certificate No. EC2026-00009; certificate No. EC2026-00009 is void.";
    states(&text, &[replaces, "本证书代替证书编号 EC2026-00009 的校准证书，原编号 EC2026-00009 的校准证书作废。"]);
    let mut supplement = sample();
    let to = Id::from_uuid(supplement.envelope.record.uuid());
    supplement.envelope.kind = Kind::Supplement { to, number: "EC2026-00009".into() };
    let text = text_of("supplement.pdf", &renderer().certificate(&supplement).unwrap());
    states(&text, &["Supplement to calibration certificate No. EC2026-00009.", "对序号为 EC2026-00009 的校准证书的补充文件"]);
}

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

/// The sample with every result by this shape, raised to the capability or not, in a language.
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

/// Without blanks: a line of the page ends anywhere.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

// C-5.4.1 j: what is said of how the uncertainty was evaluated is true of these results, in each language.
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

#[test]
fn a_draft_carries_a_watermark_and_no_seal_and_no_code() {
    let mut draft = sample();
    draft.envelope.number.clear();
    draft.envelope.check_code.clear();
    draft.envelope.issued_on = None;
    draft.stated.body.seal = Bilingual::new("印文", "Imprint");
    draft.envelope.signatures.retain(|s| s.role != shared::certificate::document::SignatureRole::Approver);
    let text = text_of("draft.pdf", &renderer().certificate(&draft).unwrap());
    states(&text, &["Certificate No. （草稿） (draft)", "Approved by"]);
    assert!(!text.contains("7KQ2M9XWRT") && !text.contains("印文"), "{text}");
}

#[test]
fn a_certificate_in_one_language_has_no_word_of_the_other_in_its_fixed_text() {
    let mut document = sample();
    document.envelope.language = CertificateLanguage::English;
    let text = text_of("english.pdf", &renderer().certificate(&document).unwrap());
    states(&text, &["Calibration Certificate", "End of certificate"]);
    assert!(!text.contains("校准证书") && !text.contains("以下空白"));
    document.envelope.language = CertificateLanguage::Chinese;
    let text = text_of("chinese.pdf", &renderer().certificate(&document).unwrap());
    states(&text, &["以下空白"]);
    assert!(!text.contains("End of certificate") && !text.contains("Calibrated by"));
}

#[test]
fn a_stated_text_that_no_font_shows_is_refused_and_named() {
    let mut document = sample();
    document.stated.remarks.push("bell \u{7}, emoji \u{1F600}".into());
    assert_eq!(renderer().certificate(&document), Err(DocumentError::Characters("U+0007, U+1F600".into())));
}

#[test]
fn markup_in_stated_texts_is_only_text() {
    let mut document = sample();
    let hostile = "*bold* #read(\"x\") $x$ <b> \\ [a]";
    document.stated.remarks = vec![hostile.into()];
    states(&text_of("hostile.pdf", &renderer().certificate(&document).unwrap()), &[hostile]);
}

#[test]
fn the_xml_holds_every_stated_value_and_escapes_markup() {
    let mut document = sample();
    document.stated.item.model = "A<B&C".into();
    let text = String::from_utf8(xml(&document).unwrap()).unwrap();
    states(&text, &["<number>EC2026-00017</number>", "<value>0.10</value>", "<model>A&lt;B&amp;C</model>", "urn:etalon:certificate:1"]);
    let mut reader = quick_xml::Reader::from_str(&text);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
}

fn print<'a>(
    record: &'a Record,
    names: &'a BTreeMap<Id<shared::library::person::Person>, Bilingual>,
    body: &'a CertificateDocument,
    results: &'a Results,
) -> RecordPrint<'a> {
    RecordPrint {
        record,
        body: &body.stated.body,
        names,
        head: Hash::of(b"head"),
        answers: &[],
        entries: 31,
        results,
        derivations: &[],
        at: Instant(1_795_334_000_000),
    }
}

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
    record.remarks[0].what.text.push('\u{1F600}');
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
            "zero screw · HZ-78",
            "The record was changed after it",
            &Hash::of(b"head").to_string(),
        ],
    );
    assert_eq!(pdf, renderer().record(print(&record, &names, &document, &results)).unwrap());
}

#[test]
fn the_label_shows_the_items_identification() {
    // C-5.3.3
    let (record, document) = (record(), sample());
    let item = &record.opened.item.item;
    let label = Label { item, customer: &record.opened.customer.name, body: &document.stated.body.name, at: Instant(1_795_334_000_000) };
    states(&text_of("label.pdf", &renderer().label(label).unwrap()), &["HC-26-00417", "SN 7741-A0932"]);
}

fn multimeter() -> shared::measurement::Derivation {
    let edition: shared::library::edition::Edition = serde_json::from_str(include_str!("../../demo/editions/multimeter.json")).unwrap();
    let calibrator =
        json!([{"key": "dc_voltage", "value": "0", "expanded_uncertainty": "2e-5 * abs(nominal)", "coverage_factor": "2", "unit": "V"}]);
    let sample = json!({"readings": {"indication": ["100.1"]}, "standards": {"calibrator": calibrator}});
    shared::measurement::trial(&edition, "100", &serde_json::from_value(sample).unwrap()).unwrap()
}

// C-5.5.2: the calculation stands on the printed record, from the readings to what is stated (EA-4/02 S9).
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

fn together() -> CorrelationLine {
    CorrelationLine { a: "V_s".to_owned(), b: "dV_s".to_owned(), r: "0.50".to_owned(), share: "12.3".to_owned() }
}

// On the customer's request the certificate carries the budgets, each with a picture of the shares.
#[test]
fn the_annex_states_each_budget_before_the_end_mark() {
    let record = record();
    let mut derivation = multimeter();
    derivation.point = record.opened.edition.form.points[0].key.clone();
    derivation.budget.correlations = vec![together()];
    let mut document = sample();
    document.stated.budgets = shared::certificate::annex::budgets(&record, &[derivation]);
    let text = text_of("annex.pdf", &renderer().certificate(&document).unwrap());
    states(&text, &["Annex: uncertainty budgets", "V_ix \u{2212} V_s + dV_ix \u{2212} dV_s", "0.0289 V", "95.3 %", "rectangular", "1.65"]);
    // What correlated inputs add together is a line too, or the shares would not add up.
    states(&text, &["V_s, dV_s", "Correlated, r = 0.50", "12.3 %"]);
    assert!(text.rfind("End of certificate") > text.rfind("Annex: uncertainty budgets"), "the end is at the end");
    let plain = text_of("plain.pdf", &renderer().certificate(&sample()).unwrap());
    assert!(!plain.contains("Annex"), "only where it is asked for");
}

/// The sample record by an edition of so many points, each read three times, with a budget like the multimeter's.
fn of_points(points: usize) -> (Record, Vec<shared::measurement::Derivation>) {
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
    let derivation = |n: usize| shared::measurement::Derivation { point: n.to_string(), ..multimeter() };
    (serde_json::from_value(json).unwrap(), (1..=points).map(derivation).collect())
}

// A record of very many points is printed within bounds of memory, time and paper; what is left out says where it is.
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

// C-5.5.2: of very many values the first are listed on paper, the others in the file; beyond all reason nothing is set at all.
#[test]
fn a_record_of_very_many_values_is_listed_in_part_or_refused() {
    let (document, results) = (sample(), Results::default());
    let names = document.envelope.signatures.iter().map(|s| (s.person, s.name.clone())).collect();
    let with = |entries: usize| {
        let mut record = of_points(20).0;
        for cell in record.cells.values_mut() {
            let last = cell.entries.last().unwrap().clone();
            cell.entries = vec![shared::record::CellEntry { struck: None, reason: None, ..last }; entries];
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

/// How far to the right and down any word of a PDF stands, in points, with the width and height of its page.
fn reach(name: &str, pdf: &[u8]) -> ([f64; 2], [f64; 2]) {
    text_of(name, pdf);
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/documents")).join(name);
    let out = Command::new("pdftotext").args(["-bbox", path.to_str().unwrap(), "-"]).output().unwrap();
    let html = String::from_utf8(out.stdout).unwrap();
    let most = |tag: &str, name: &str| {
        let lines = html.lines().filter(|line| line.trim().starts_with(tag));
        let value = |line: &str| line.split_once(&format!("{name}=\""))?.1.split('"').next()?.parse::<f64>().ok();
        lines.filter_map(value).fold(0.0, f64::max)
    };
    ([most("<word", "xMax"), most("<word", "yMax")], [most("<page", "width"), most("<page", "height")])
}

// ISO/IEC 17025, 7.8.2.1 g: what identifies the item is printed whole.
#[test]
fn a_word_longer_than_a_line_is_printed_to_its_last_character() {
    let (model, serial) = ("ABCDEFGHIJ0123456789".repeat(5), "1234567890".repeat(12));
    let (mut record, mut document) = (record(), sample());
    (document.stated.item.model, document.stated.item.serial_number) = (model.clone(), serial.clone());
    document.stated.remarks = vec![model.clone()];
    (record.opened.item.item.model, record.opened.item.item.serial_number) = (model.clone(), serial.clone());
    let names = document.envelope.signatures.iter().map(|s| (s.person, s.name.clone())).collect();
    let results = Results::default();
    let label = Label {
        item: &record.opened.item.item,
        customer: &record.opened.customer.name,
        body: &document.stated.body.name,
        at: Instant(1_795_334_000_000),
    };
    for (name, pdf, margin) in [
        ("words.pdf", renderer().certificate(&document).unwrap(), 60.0),
        ("record-words.pdf", renderer().record(print(&record, &names, &document, &results)).unwrap(), 30.0),
        ("label-words.pdf", renderer().label(label).unwrap(), 5.0),
    ] {
        let text: String = text_of(name, &pdf).split_whitespace().collect();
        for word in [&model, &serial] {
            assert!(text.contains(word.as_str()), "{name}: {word} is not whole in\n{text}");
        }
        let ([right, bottom], [width, height]) = reach(name, &pdf);
        assert!(right <= width - margin && bottom <= height, "{name}: {right} of {width}, {bottom} of {height}");
    }
}

// UAX 9: texts that were stored before there was a rule are read in the order in which they are kept.
#[test]
fn no_mark_turns_the_order_of_a_line() {
    let mut document = sample();
    document.stated.item.serial_number = "12\u{202e}43\u{200b}5".into();
    let pdf = renderer().certificate(&document).unwrap();
    states(&text_of("marks.pdf", &pdf), &["12435"]);
    let text = String::from_utf8(xml(&document).unwrap()).unwrap();
    states(&text, &["<serial_number>12435</serial_number>"]);
    document.stated.item.serial_number = "1\u{ffff}2".into();
    assert!(!String::from_utf8(xml(&document).unwrap()).unwrap().contains('\u{ffff}'));
}

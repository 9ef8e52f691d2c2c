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
    record.confirmation.as_mut().unwrap().what.outdated = true;
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

//! Certificates: what stands on each page, in which language, and in the file.

use std::process::Command;

use base::id::Id;
use base::text::Bilingual;
use domain::certificate::document::{CertificateDocument, Kind};
use domain::library::body::CertificateLanguage;

use super::{renderer, sample, states, text_of};
use crate::document::xml;

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
    other.args(["--exact", "document::tests::certificates::another_process_gives_the_same_bytes"]).env(TO, &to);
    assert!(other.output().unwrap().status.success());
    assert!(here == std::fs::read(to).unwrap(), "not the same bytes");
}

/// The sample with this many points and very long names.
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
        (1..=6).map(|n| domain::certificate::document::StatedStandard { number: format!("HZ-L-{n:03}"), ..standard.clone() }).collect();
    let results = &mut document.stated.results[0];
    let row = results.rows[0].clone();
    results.rows = (1..=points)
        .map(|n| domain::certificate::document::StatedRow {
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

#[test]
fn a_draft_carries_a_watermark_and_no_seal_and_no_code() {
    let mut draft = sample();
    draft.envelope.number.clear();
    draft.envelope.check_code.clear();
    draft.envelope.issued_on = None;
    draft.stated.body.seal = Bilingual::new("印文", "Imprint");
    draft.envelope.signatures.retain(|s| s.role != domain::certificate::document::SignatureRole::Approver);
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

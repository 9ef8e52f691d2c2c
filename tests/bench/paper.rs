//! A certificate's PDF, beside the smallest document the same renderer sets: an item's label.

use std::time::{Duration, Instant};

use backend::document::{Label, Renderer};
use base::text::Bilingual;
use domain::certificate::document::CertificateDocument;
use domain::item::Item;
use serde_json::json;
use support::lab::MORNING;

use crate::figure::{Figure, median};

const TIMES: usize = 20;

/// The figure.
pub fn figures() -> Vec<Figure> {
    let document: CertificateDocument =
        serde_json::from_str(include_str!("../../backend/src/document/sample.json")).expect("the sample certificate");
    let renderer = Renderer::get().expect("the fonts: scripts/setup.sh installs them");
    let measured = timed(|| renderer.certificate(&document).map(|pdf| pdf.len()));
    let (item, name) = (item(), Bilingual { zh: "恒达阀门".into(), en: "Hengda Valves".into() });
    let label = Label { item: &item, customer: &name, body: &name, at: MORNING };
    let baseline = timed(|| renderer.label(label).map(|pdf| pdf.len()));
    vec![Figure { what: "a certificate's PDF (baseline: an item's label)".to_owned(), measured, baseline }]
}

fn item() -> Item {
    let item = json!({
        "customer": uuid::Uuid::nil(), "identification": "HD-0001", "name": {"zh": "游标卡尺", "en": "Vernier calliper"},
        "model": "0-150", "manufacturer": "Shanggong", "serial_number": "7741",
    });
    serde_json::from_value(item).expect("an item")
}

fn timed<E: std::fmt::Debug>(work: impl Fn() -> Result<usize, E>) -> Duration {
    let times = (0..TIMES).map(|_| {
        let started = Instant::now();
        assert!(work().expect("a document") > 0);
        started.elapsed()
    });
    median(times.collect())
}

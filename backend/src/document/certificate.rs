//! The certificate.

use base::text::fault;
use base::time::Instant;
use domain::certificate::annex::{StatedBudget, StatedBudgets};
use domain::certificate::document::CertificateDocument;
use plot::shares::chart;
use serde_json::{Value, json};

use super::pdf::{self, Identity};
use super::{DocumentError, Renderer, qr, xml};

impl Renderer {
    /// The certificate as PDF/A-3 with its XML attached. A document without number is set as a draft with a watermark.
    ///
    /// # Errors
    /// [`DocumentError::Characters`] if a stated text cannot be shown; characters are never replaced. Invisible marks are left out, so that
    /// a line reads in the order in which it is stored.
    pub fn certificate(&self, document: &CertificateDocument) -> Result<Vec<u8>, DocumentError> {
        let envelope = &document.envelope;
        let value = serde_json::to_value(document).map_err(|error| DocumentError::Template(error.to_string()))?;
        let value = read_in_order(value);
        let unprinted = self.unprinted(&texts(&value));
        if !unprinted.is_empty() {
            return Err(DocumentError::Characters(unprinted.join(", ")));
        }
        let signed: Vec<String> = envelope.signatures.iter().map(|s| envelope.day_at(s.at).to_string()).collect();
        let draft = envelope.number.is_empty();
        let data = json!({ "document": value, "draft": draft, "signed": signed });
        let check = if draft { None } else { qr::svg(&envelope.check_url) };
        let mut files = vec![
            ("data.json".to_owned(), data.to_string().into_bytes()),
            ("check.svg".to_owned(), check.unwrap_or_else(qr::empty).into_bytes()),
            ("certificate.xml".to_owned(), xml(document)?),
        ];
        files.extend(pictures(document));
        let at = envelope.signatures.iter().map(|signature| signature.at).max().unwrap_or(Instant(0));
        let ident = format!("certificate:{}:{}", envelope.number, envelope.record_head);
        pdf::render(self, "certificate.typ", files, Identity { ident, at })
    }

    /// The characters of a text that no font shows, by their numbers ("U+1F600").
    pub fn unprinted(&self, text: &str) -> Vec<String> {
        self.fonts.uncovered(&fault::shown(text)).iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect()
    }
}

/// The shares of each budget of the annex, as the template names them.
fn pictures(document: &CertificateDocument) -> Vec<(String, Vec<u8>)> {
    let of_stage = |budgets: &StatedBudgets| {
        let picture = |budget: &StatedBudget| {
            let shares = budget.lines.iter().map(|line| (line.symbol.as_str(), line.share.as_str()));
            (format!("shares-{}-{}.svg", budgets.stage.key(), budget.point), chart(shares, str::to_owned).into_bytes())
        };
        budgets.points.iter().map(picture).collect::<Vec<_>>()
    };
    document.stated.budgets.iter().flat_map(of_stage).collect()
}

/// The same with its texts as they are printed.
pub(super) fn read_in_order(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(fault::shown(&text).into_owned()),
        Value::Array(rows) => rows.into_iter().map(read_in_order).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, field)| (name, read_in_order(field))).collect(),
        other => other,
    }
}

/// Every text of a JSON value.
fn texts(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(rows) => rows.iter().map(texts).collect(),
        Value::Object(fields) => fields.values().map(texts).collect(),
        _ => String::new(),
    }
}

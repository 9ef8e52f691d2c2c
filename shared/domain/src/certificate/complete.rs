//! What C-5.4.1 asks for and a draft does not have, each with where it is entered.

use crate::certificate::document::{CertificateDocument, SignatureRole, Stated, StatedRow, StatedStandard};
use crate::certificate::number::Pattern;
use crate::library::body::CertificateLanguage;
use crate::record::Record;
use base::finding::{Finding, Refusal};
use base::id::EventId;
use base::text::Bilingual;
use base::time::Date;
use measurement::method::Stage;
use measurement::{Caution, beside};

/// Pages of the app where things are entered.
struct Places<'a>(&'a Record);

impl Places<'_> {
    fn body(&self) -> String {
        "/office/body".to_owned()
    }
    fn customer(&self) -> String {
        format!("/office/customers/{}", self.0.opened.customer.id)
    }
    fn item(&self) -> String {
        format!("/office/items/{}", self.0.opened.item.id)
    }
    fn place(&self) -> String {
        format!("/office/places/{}", self.0.opened.place.id)
    }
    fn order(&self) -> String {
        self.0.opened.order.as_ref().map_or_else(|| "/office/orders".to_owned(), |order| format!("/office/orders/{}", order.id))
    }
    fn edition(&self) -> String {
        format!("/office/editions/{}", self.0.opened.edition_id)
    }
    /// The register's entry of the standard that these events put in a slot.
    fn standard(&self, events: Option<&Vec<EventId>>) -> String {
        let used = self.0.equipment.iter().find(|entry| events.is_some_and(|events| events.contains(&entry.event)));
        used.map_or_else(|| self.record(), |entry| format!("/office/standards/{}", entry.standard.id))
    }
    fn record(&self) -> String {
        format!("/office/records/{}", self.0.id)
    }
}

struct List {
    found: Vec<Finding>,
}

impl List {
    fn add(&mut self, finding: Finding, item: char, href: String) {
        self.found.push(finding.with("item", item).with("href", href));
    }

    fn unless(&mut self, there: bool, code: &'static str, path: &str, item: char, href: String) {
        if !there {
            self.add(Finding::error(code, path), item, href);
        }
    }
}

/// Everything missing from a draft, by letter. Items k (the statement) and l (page marks, end) stand on every rendering;
/// n is stated on request only.
pub fn complete(draft: &CertificateDocument, record: &Record, number_pattern: &str) -> Vec<Finding> {
    let stated = &draft.stated;
    let at = Places(record);
    let mut list = List { found: Vec::new() };
    // (a) The number is given by the issue; without a pattern there can be none.
    if let Err(error) = Pattern::parse(number_pattern) {
        list.add(Finding::error(error.code(), "number_pattern"), 'a', at.body());
    }
    parties(&mut list, stated, &at);
    signatures(&mut list, draft, &at);
    dates_and_method(&mut list, stated, &at);
    standards(&mut list, draft, &at);
    circumstances(&mut list, stated, &at);
    results(&mut list, stated, &at);
    translations(&mut list, draft, &at);
    list.found
}

/// Received, calibrated, issued: in this order (C-5.4.1 f). Days that the certificate in force states already are not asked again:
/// it can still be supplemented.
pub fn days_in_order(draft: &CertificateDocument, record: &Record, today: Date, in_force: Option<&Stated>) -> Vec<Finding> {
    let Stated { received_on, calibrated_on, .. } = &draft.stated;
    let (at, mut list) = (Places(record), List { found: Vec::new() });
    let out_of_order =
        |path: &str, before: Date, after: Date| Finding::error("dates_out_of_order", path).with("before", before).with("after", after);
    if let (Some(received), Some(first)) = (*received_on, calibrated_on.first())
        && received > *first
        && in_force.is_none_or(|stated| stated.received_on != *received_on)
    {
        list.add(out_of_order("received_on", received, *first), 'f', at.order());
    }
    let stated = in_force.is_some_and(|stated| stated.calibrated_on == *calibrated_on);
    if let Some(last) = calibrated_on.last().filter(|last| **last > today && !stated) {
        list.add(out_of_order("calibrated_on", *last, today), 'f', at.record());
    }
    list.found
}

/// (b), (c), (d).
fn parties(list: &mut List, stated: &Stated, at: &Places<'_>) {
    let Stated { body, customer, item, .. } = stated;
    list.unless(!body.name.is_empty(), "missing_body_name", "body/name", 'b', at.body());
    list.unless(!body.address.is_empty(), "missing_body_address", "body/address", 'b', at.body());
    let reachable = !body.telephone.is_empty() || !body.email.is_empty();
    list.unless(reachable, "missing_body_contact", "body/telephone", 'b', at.body());
    list.unless(!body.seal.is_empty(), "missing_seal", "body/seal", 'b', at.body());
    list.unless(!customer.name.is_empty(), "missing_customer_name", "customer/name", 'c', at.customer());
    let reachable = !customer.address.is_empty() || !customer.contact.is_empty();
    list.unless(reachable, "missing_customer_contact", "customer/contact", 'c', at.customer());
    list.unless(!item.name.is_empty(), "missing_item_name", "item/name", 'd', at.item());
    list.unless(!item.model.is_empty(), "missing_item_model", "item/model", 'd', at.item());
    list.unless(!item.manufacturer.is_empty(), "missing_item_manufacturer", "item/manufacturer", 'd', at.item());
    list.unless(!item.serial_number.is_empty(), "missing_item_serial_number", "item/serial_number", 'd', at.item());
}

/// (e) Every calibrator's signature and the checker's; the approver's is given by the issue.
fn signatures(list: &mut List, draft: &CertificateDocument, at: &Places<'_>) {
    let signed = &draft.envelope.signatures;
    let calibrators = &at.0.calibrators;
    let all = !calibrators.is_empty()
        && calibrators.iter().all(|c| signed.iter().any(|s| s.role == SignatureRole::Calibrator && s.person == c.person));
    list.unless(all, "missing_calibrator_signature", "signatures", 'e', at.record());
    let checked = signed.iter().any(|s| s.role == SignatureRole::Checker);
    list.unless(checked, "missing_checker_signature", "signatures", 'e', at.record());
}

/// (f), (g).
fn dates_and_method(list: &mut List, stated: &Stated, at: &Places<'_>) {
    list.unless(stated.received_on.is_some(), "missing_receipt_date", "received_on", 'f', at.order());
    list.unless(!stated.calibrated_on.is_empty(), "missing_calibration_date", "calibrated_on", 'f', at.record());
    list.unless(!stated.method.code.is_empty(), "missing_method_code", "method/code", 'g', at.edition());
    list.unless(!stated.method.title.is_empty(), "missing_method_title", "method/title", 'g', at.edition());
}

/// (h) Every field of every main standard.
fn standards(list: &mut List, draft: &CertificateDocument, at: &Places<'_>) {
    let stated = &draft.stated;
    list.unless(!stated.standards.is_empty(), "missing_standards", "standards", 'h', at.record());
    for (n, standard) in stated.standards.iter().enumerate() {
        for field in missing_fields(standard) {
            let finding = Finding::error("missing_standard_field", format!("standards/[{}]/{field}", standard.number));
            let finding = finding.with("number", &standard.number).with("field", field);
            list.add(finding, 'h', at.standard(draft.envelope.equipment.get(n)));
        }
    }
}

fn missing_fields(standard: &StatedStandard) -> Vec<&'static str> {
    let fields = [
        ("name", standard.name.is_empty()),
        ("number", standard.number.is_empty()),
        ("model", standard.model.is_empty()),
        ("range", standard.range.is_empty()),
        ("characteristic", standard.characteristic.is_empty()),
        ("traced_to", standard.traced_to.is_empty()),
        ("certificate", standard.certificate.is_empty()),
        ("valid_until", standard.valid_until.is_none()),
    ];
    fields.into_iter().filter_map(|(field, missing)| missing.then_some(field)).collect()
}

/// (i).
fn circumstances(list: &mut List, stated: &Stated, at: &Places<'_>) {
    let place = !stated.place.name.is_empty() || !stated.place.address.is_empty();
    list.unless(place, "missing_place", "place/name", 'i', at.place());
    let fields = &at.0.opened.edition.form.environment;
    for field in fields.iter().filter(|field| !stated.environment.iter().any(|e| e.key == field.key)) {
        let finding = Finding::error("missing_environment", format!("environment/[{}]", field.key));
        list.add(finding.with("zh", &field.label.zh).with("en", &field.label.en), 'i', at.record());
    }
    list.unless(!stated.environment.is_empty() || !fields.is_empty(), "missing_environment_any", "environment", 'i', at.edition());
}

/// (j) A result with uncertainty, or the reason there is none, at every point; after an adjustment, before and after.
/// (m) A statement at every result where a rule was agreed.
fn results(list: &mut List, stated: &Stated, at: &Places<'_>) {
    list.unless(!stated.results.is_empty(), "missing_results", "results", 'j', at.record());
    for stage in &stated.results {
        for row in &stage.rows {
            let path = format!("results/[{}]/rows/[{}]", stage.stage.key(), row.point);
            list.unless(is_stated(row), "missing_result", &path, 'j', at.record());
            if !row.value.is_empty() && row.further.iter().any(|output| output.value.is_empty()) {
                list.add(Finding::warning("missing_further", path.clone()), 'j', at.record());
            }
            let conformity = stated.decision.is_none() || row.value.is_empty() || row.conformity.is_some();
            list.unless(conformity, "missing_conformity", &path, 'm', at.edition());
            if let Some(caution) = beside_tolerance(row, at.0) {
                list.add(Finding::warning(caution.code(), path), 'm', at.record());
            }
        }
    }
    let has = |stage: Stage| stated.results.iter().any(|results| results.stage == stage);
    if !stated.adjustments.is_empty() {
        list.unless(has(Stage::AsLeft), "missing_as_left", "results/[as_left]", 'j', at.record());
        if !has(Stage::AsFound) {
            list.add(Finding::warning("missing_as_found", "results/[as_found]"), 'j', at.record());
        }
    }
}

/// Whether U is small enough beside the tolerance for what is stated of conformity.
fn beside_tolerance(row: &StatedRow, record: &Record) -> Option<Caution> {
    let decision = record.opened.edition.computation.decision.as_ref()?;
    beside(decision, &row.expanded_uncertainty, &row.conformity.as_ref()?.tolerance)
}

fn is_stated(row: &StatedRow) -> bool {
    let whole = !row.value.is_empty() && !row.expanded_uncertainty.is_empty() && !row.coverage_factor.is_empty();
    whole || (row.value.is_empty() && !row.note.is_empty())
}

/// Names in every language the body chose.
fn translations(list: &mut List, draft: &CertificateDocument, at: &Places<'_>) {
    let stated = &draft.stated;
    let names = [
        (&stated.body.name, "body/name", 'b', at.body()),
        (&stated.customer.name, "customer/name", 'c', at.customer()),
        (&stated.item.name, "item/name", 'd', at.item()),
        (&stated.method.title, "method/title", 'g', at.edition()),
        (&stated.place.name, "place/name", 'i', at.place()),
    ];
    for (name, path, item, href) in names {
        for language in untranslated(name, draft.envelope.language) {
            // A method's title stands in the record and is not entered again: shown, not stopping.
            let make = if item == 'g' { Finding::warning } else { Finding::error };
            list.add(make("missing_translation", path.to_owned()).with("language", language), item, href.clone());
        }
    }
}

fn untranslated(name: &Bilingual, language: CertificateLanguage) -> Vec<&'static str> {
    if name.is_empty() {
        return Vec::new();
    }
    let needs = |of: CertificateLanguage| language == CertificateLanguage::Bilingual || language == of;
    let missing = [
        ("zh-CN", needs(CertificateLanguage::Chinese) && name.zh.is_empty()),
        ("en", needs(CertificateLanguage::English) && name.en.is_empty()),
    ];
    missing.into_iter().filter_map(|(language, missing)| missing.then_some(language)).collect()
}

#[cfg(test)]
#[path = "complete_tests.rs"]
mod tests;

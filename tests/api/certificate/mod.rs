//! Certificates: issued, delivered, checked by anybody, supplemented, replaced (C-5.4).

mod cases;
mod checking;
mod clocks;
mod correcting;
mod delivering;
mod issuing;
mod methods;
mod numbering;
mod releasing;
mod seen;
mod simulating;
mod standards;
mod stating;

use axum::http::Method;
use backend::app::{Error, password};
use backend::store::{Tx, account};
use base::id::{CustomerId, Id, PersonId, RecordId};
use contract::api::certificate::{CertificateView, CheckCorrection, DraftView, IssueCertificate, IssuedView, OpenCorrection};
use contract::api::path;
use contract::api::record::CheckRecord;
use contract::api::register::{Put, Row, Written};
use domain::access::Role;
use domain::certificate::origin::Origin;
use domain::conditions::{Answer as Words, ConditionView, Weight};
use domain::library::body::Body;
use domain::library::person::Person;
use domain::register::{Entry, Kept};
use serde_json::{Value, json};
use support::lab::PASSWORD;
use support::world::{both, put};
use support::{Answer, Client, Lab, authority};

use crate::record::{Site, check, view};

/// A laboratory whose body can print certificates, with a checked record and everybody around it.
pub struct Desk {
    pub site: Site,
    pub record: RecordId,
    pub chen: Client,
    pub qian: Client,
    pub wu: Client,
    pub pan: Client,
}

impl Desk {
    pub async fn new(lab: &Lab) -> Self {
        let mut site = Self::site(lab).await;
        let record = site.submitted(lab).await;
        Self::around(lab, site, record).await
    }

    /// Everybody is there and nothing is recorded yet.
    pub async fn site(lab: &Lab) -> Site {
        let site = Site::new(lab).await;
        Self::peopled(lab, &site).await;
        site
    }

    /// The same around a site that was prepared otherwise.
    pub async fn at(lab: &Lab, mut site: Site) -> Self {
        Self::peopled(lab, &site).await;
        let record = site.submitted(lab).await;
        Self::around(lab, site, record).await
    }

    async fn peopled(lab: &Lab, site: &Site) {
        fill_in_the_body(lab).await;
        employ(lab, "wu", &[Role::Office], None).await;
        employ(lab, "pan", &[Role::Customer], Some(site.world.customer)).await;
    }

    /// With this record of the site, which is at the office; the checker signs it.
    pub async fn around(lab: &Lab, site: Site, record: RecordId) -> Self {
        let (chen, qian) = (lab.person("chen").await, lab.person("qian").await);
        let (wu, pan) = (lab.person("wu").await, lab.person("pan").await);
        let desk = Self { site, record, chen, qian, wu, pan };
        desk.checked().await;
        desk
    }

    /// The checker signs the record as it is now.
    pub async fn checked(&self) {
        let seen = view(&self.chen, self.record).await.entries.len();
        assert!(check(&self.chen, self.record, seen).await.status.is_success());
    }

    /// The same, with an answer to whatever asks for one; returns the codes of what asked.
    pub async fn checked_with_words(&self) -> Vec<String> {
        let seen = view(&self.chen, self.record).await;
        let answers = words_for(&seen.conditions);
        let asked = answers.iter().map(|answer| answer.code.clone()).collect();
        let command = CheckRecord { seen: seen.entries.len() as u64, password: PASSWORD.to_owned(), answers };
        let checked = self.chen.send(Method::POST, &path::with(path::RECORD_CHECK, self.record), &command).await;
        assert!(checked.status.is_success(), "{}", checked.text());
        asked
    }

    pub async fn draft(&self) -> DraftView {
        self.qian.get(&path::with(path::RECORD_DRAFT, self.record)).await
    }

    /// Checks the correction of office facts that is open, as it is now.
    pub async fn check_case(&self, by: &Client) -> Answer {
        let draft = self.draft().await;
        check_case(by, &draft).await
    }

    /// The checker checks the correction of office facts that is open.
    pub async fn case_checked(&self) {
        let checked = self.check_case(&self.chen).await;
        assert!(checked.status.is_success(), "{}", checked.text());
    }

    /// Opens a correction case for a certificate.
    pub async fn open(&self, certificate: &CertificateView, origin: Origin) -> Answer {
        let command = OpenCorrection { reason: "told by the customer".to_owned(), origin };
        self.wu.send(Method::POST, &path::with(path::CERTIFICATE_CORRECT, certificate.row.id), &command).await
    }

    pub async fn issue(&self, by: &Client, kind: &str) -> Answer {
        issue(by, self.record, &self.draft().await, kind).await
    }

    /// The same, with an answer to whatever asks for one.
    pub async fn issued_with_words(&self, kind: &str) -> CertificateView {
        let draft = self.draft().await;
        let (seen, stated, password) = (draft.seen, draft.stated, PASSWORD.to_owned());
        let command = IssueCertificate { seen, stated, kind: kind.to_owned(), password, answers: words_for(&draft.conditions) };
        let issued: IssuedView = self.qian.post(&path::with(path::RECORD_ISSUE, self.record), &command).await;
        self.certificate(&issued).await
    }

    /// Issued, rendered and released.
    pub async fn issued(&self, kind: &str) -> CertificateView {
        let issued: IssuedView = self.issue(&self.qian, kind).await.success();
        self.certificate(&issued).await
    }

    pub async fn certificate(&self, issued: &IssuedView) -> CertificateView {
        self.wu.get(&path::with(path::CERTIFICATE, issued.id)).await
    }
}

/// An answer to each finding that asks for one.
pub fn words_for(conditions: &[ConditionView]) -> Vec<Words> {
    let found = conditions.iter().flat_map(|condition| &condition.found);
    let open = found.filter(|seen| seen.weight == Weight::Asks && seen.answered.is_none());
    let answer = |seen: &domain::conditions::Seen| {
        let finding = seen.finding.clone();
        Words { code: finding.code.into_owned(), path: finding.path, params: finding.params, text: "looked into: it stands".to_owned() }
    };
    open.map(answer).collect()
}

/// Checks the correction that this draft shows.
pub async fn check_case(by: &Client, draft: &DraftView) -> Answer {
    let case = draft.check.as_ref().expect("a correction of office facts").case;
    let command = CheckCorrection { stated: draft.stated, password: PASSWORD.to_owned(), answers: Vec::new() };
    by.send(Method::POST, &path::with(path::CORRECTION_CHECK, case), &command).await
}

/// Issues what this draft shows.
pub async fn issue(by: &Client, record: RecordId, draft: &DraftView, kind: &str) -> Answer {
    let (seen, stated) = (draft.seen, draft.stated);
    let command = IssueCertificate { seen, stated, kind: kind.to_owned(), password: PASSWORD.to_owned(), answers: Vec::new() };
    by.send(Method::POST, &path::with(path::RECORD_ISSUE, record), &command).await
}

/// Writes a new version of an entry, with some fields changed. What of a person's entry gives authority, the first administrator
/// gives alone.
pub async fn change<K: Kept>(by: &Client, id: Id<K>, fields: Value) {
    let guarded = |name: &String| authority::GUARDED.contains(&name.as_str());
    if K::Entry::NOUN == Person::NOUN && fields.as_object().expect("fields").keys().any(guarded) {
        return authority::give(by, None, id.cast(), fields).await;
    }
    let row: Row<K::Entry> = by.get(&path::with2(path::REGISTER_ENTRY, K::Entry::NOUN, id)).await;
    let mut body = serde_json::to_value(&row.body).expect("an entry");
    let fields = fields.as_object().expect("fields").clone();
    body.as_object_mut().expect("an object").extend(fields);
    let body: K::Entry = serde_json::from_value(body).expect("an entry");
    let command = Put { revision: row.revision, reason: "corrected".to_owned(), body };
    let _: Written<K::Entry> = by.put(&path::with2(path::REGISTER_ENTRY, K::Entry::NOUN, id), &command).await;
}

/// The language of the certificates to come.
pub async fn language(lab: &Lab, language: &str) {
    let admin = lab.person("admin").await;
    let bodies: contract::api::Page<Row<Body>> = admin.get(&path::with(path::REGISTER, Body::NOUN)).await;
    change(&admin, bodies.rows[0].id, json!({ "certificate_language": language })).await;
}

async fn fill_in_the_body(lab: &Lab) {
    let admin = lab.person("admin").await;
    let bodies: contract::api::Page<Row<Body>> = admin.get(&path::with(path::REGISTER, Body::NOUN)).await;
    let fields = json!({"address": both("杭州", "Hangzhou"), "telephone": "+86 571 0000", "email": "lab@example.com",
        "website": "https://lab.example", "seal": both("校准专用章", "Calibration seal"), "number_pattern": "EC{year}-{seq:5}",
        "time_zone": "Asia/Shanghai"});
    change(&admin, bodies.rows[0].id, fields).await;
}

pub async fn employ(lab: &Lab, name: &str, roles: &[Role], customer: Option<CustomerId>) {
    let id: PersonId = lab.app.new_id();
    let mut person = json!({"name": both(name, name), "sign_in": name, "title_level": "none", "roles": roles, "active": true});
    if let Some(customer) = customer {
        person["customer"] = json!(customer);
    }
    put(lab, id, person).await;
    let hash = password::hash(&lab.app, PASSWORD.to_owned()).await.expect("a hash");
    let now = lab.now();
    let entered = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        let hash = hash.clone();
        Box::pin(async move { Ok(account::put_password(tx, id, &hash, false, now).await?) })
    });
    entered.await.expect("a password");
}

/// The text of a PDF, as a reader copies it.
pub fn text_of(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("document.pdf");
    std::fs::write(&file, pdf).expect("a file");
    let out = std::process::Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output().expect("pdftotext");
    String::from_utf8_lossy(&out.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

//! Customers get their certificates, anybody can check one, and readings are attributable (C-4.1.2.2, E22).

use axum::http::Method;
use backend::app::Error;
use backend::store::reading;
use serde_json::json;
use shared::access::Role;
use shared::api::certificate::{CertificateState, MessageView};
use shared::api::portal::{PortalCertificate, PortalItem, PublicCheck, PublicCheckView};
use shared::api::{Page, path};
use support::world::{both, put};
use support::{Lab, on_both_engines};

use super::{Desk, change, employ};

// C-4.1.2.2: the own, and nothing of anybody else.
on_both_engines!(a_customer_sees_the_own_certificates_and_no_others, Lab::new_on);
async fn a_customer_sees_the_own_certificates_and_no_others(lab: Lab) {
    let desk = Desk::new(&lab).await;
    change(&desk.wu, desk.site.world.customer, json!({"contacts": [{"name": "Pan", "telephone": "1", "email": "pan@hengda.example"}]}))
        .await;
    let certificate = desk.issued("original").await;
    let id = certificate.row.id;
    let own: Vec<PortalCertificate> = desk.pan.get(path::PORTAL_CERTIFICATES).await;
    assert_eq!((own[0].id, own[0].state, own[0].pdf_hash), (id, CertificateState::Valid, certificate.pdf_hash));
    let items: Vec<PortalItem> = desk.pan.get(path::PORTAL_ITEMS).await;
    assert_eq!(items[0].certificate.as_deref(), Some("EC2026-00001"));
    assert!(desk.pan.download(&path::with(path::PORTAL_PDF, id)).await.starts_with(b"%PDF"));
    assert!(desk.pan.download(path::PORTAL_ARCHIVE).await.starts_with(b"PK"));
    let stranger = lab.app.new_id();
    put::<shared::order::customer::Customer>(&lab, stranger, json!({"code": "X", "name": both("别家", "Other"), "address": both("", "")}))
        .await;
    employ(&lab, "zhou", &[Role::Customer], Some(stranger)).await;
    let zhou = lab.person("zhou").await;
    let none: Vec<PortalCertificate> = zhou.get(path::PORTAL_CERTIFICATES).await;
    assert!(none.is_empty());
    zhou.bytes(Method::GET, &path::with(path::PORTAL_PDF, id), None).await.refused("not_found");
    zhou.bytes(Method::GET, &path::with(path::CERTIFICATE_PDF, id), None).await.refused("not_for_role");
    let outbox: Page<MessageView> = desk.wu.get(path::OUTBOX).await;
    assert_eq!((outbox.rows[0].to.as_str(), outbox.rows[0].sent_at), ("pan@hengda.example", None));
    assert!(outbox.rows[0].subject.contains("EC2026-00001"));
    let customer = desk.site.world.customer;
    let read = lab.app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(reading::of_customer(tx, customer).await?) })).await;
    let pan = desk.pan.session().await.person.to_string();
    assert!(
        read.expect("the log").iter().any(|(person, noun, object)| *person == pan && noun == "certificates" && *object == id.to_string())
    );
}

// E22: a wrong pair gets one uniform answer.
on_both_engines!(anybody_can_check_a_certificate_by_number_and_code, Lab::new_on);
async fn anybody_can_check_a_certificate_by_number_and_code(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let certificate = desk.issued("original").await;
    let code = certificate.document.envelope.check_code.clone();
    let ask = |number: &str, code: &str| PublicCheck { number: number.to_owned(), code: code.to_owned() };
    let nobody = lab.nobody();
    let typed = format!(" {} {}", code[..5].to_lowercase(), &code[5..]);
    let found: PublicCheckView = nobody.post(path::PUBLIC_CHECK, &ask("EC2026-00001", &typed)).await;
    assert_eq!((found.state, found.pdf_hash), (CertificateState::Valid, certificate.pdf_hash));
    let wrong = nobody.send(Method::POST, path::PUBLIC_CHECK, &ask("EC2026-00001", "AAAAAAAAAA")).await;
    let unknown = nobody.send(Method::POST, path::PUBLIC_CHECK, &ask("EC2026-00002", &code)).await;
    assert_eq!((wrong.status, wrong.text()), (unknown.status, unknown.text()));
    wrong.refused("certificate_not_found");
    assert!(certificate.document.envelope.check_url.ends_with(&format!("/check?n=EC2026-00001&c={code}")));
}

//! Customers get their certificates, anybody can check one, and readings are attributable (C-4.1.2.2, E22).

use base::id::kind;
use std::collections::BTreeSet;

use axum::http::Method;
use backend::app::Error;
use backend::store::reading;
use contract::api::certificate::{CertificateState, MessageView};
use contract::api::portal::{PortalCertificate, PortalItem, PortalOrder, PublicCheck, PublicCheckView};
use contract::api::{Page, path};
use domain::access::Role;
use domain::certificate::origin::Origin;
use domain::event::Hash;
use serde_json::json;
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
    put::<kind::Customer>(&lab, stranger, json!({"code": "X", "name": both("别家", "Other"), "address": both("", "")})).await;
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
    // Typed from paper, in whatever case.
    // However it is typed from paper.
    for number in ["ec2026-00001", "EC2026\u{ff0d}00001", "EC2026\u{2013}00001"] {
        let found: PublicCheckView = nobody.post(path::PUBLIC_CHECK, &ask(number, &code)).await;
        assert_eq!(found.number, "EC2026-00001");
    }
    let wrong = nobody.send(Method::POST, path::PUBLIC_CHECK, &ask("EC2026-00001", "AAAAAAAAAA")).await;
    let unknown = nobody.send(Method::POST, path::PUBLIC_CHECK, &ask("EC2026-00002", &code)).await;
    assert_eq!((wrong.status, wrong.text()), (unknown.status, unknown.text()));
    wrong.refused("certificate_not_found");
    assert!(certificate.document.envelope.check_url.ends_with(&format!("/check?n=EC2026-00001&c={code}")));
}

// C-4.1.2.2, E22: nobody else's orders and items; one archive of what counts; what is void is shown as void.
on_both_engines!(the_portal_shows_own_orders_and_items_and_an_archive_of_what_counts, Lab::demo_on);
async fn the_portal_shows_own_orders_and_items_and_an_archive_of_what_counts(lab: Lab) {
    use backend::demo::names;
    let (hengda, hospital) = (lab.person(names::CUSTOMER).await, lab.person(names::SECOND_CUSTOMER).await);
    let orders = |portal: Vec<PortalOrder>| portal.into_iter().map(|order| order.number).collect::<BTreeSet<_>>();
    let own = orders(hengda.get(path::PORTAL_ORDERS).await);
    let theirs = orders(hospital.get(path::PORTAL_ORDERS).await);
    assert!(own.contains("HZ-O-1001") && theirs.contains("HZ-O-1002") && own.is_disjoint(&theirs), "{own:?} {theirs:?}");
    let items = |portal: Vec<PortalItem>| portal.into_iter().map(|row| row.item.identification).collect::<Vec<_>>();
    let (own, theirs) = (items(hengda.get(path::PORTAL_ITEMS).await), items(hospital.get(path::PORTAL_ITEMS).await));
    assert!(!own.is_empty() && own.iter().all(|label| label.starts_with("HD-")), "{own:?}");
    assert!(!theirs.is_empty() && theirs.iter().all(|label| label.starts_with("HP-")), "{theirs:?}");
    // Nobody of the body has a portal, nobody of a customer an office.
    lab.person(names::OFFICE).await.bytes(Method::GET, path::PORTAL_ORDERS, None).await.refused("not_for_role");
    for office in [path::CERTIFICATES, path::RECORDS, path::CORRECTIONS, path::OUTBOX] {
        hengda.bytes(Method::GET, office, None).await.refused("not_for_role");
    }
}

// E22, C-5.4.2.2: after a replacement the archive holds the new one alone; the old one can still be read, as void.
on_both_engines!(the_archive_holds_what_is_not_void, Lab::new_on);
async fn the_archive_holds_what_is_not_void(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    assert_eq!(last_in_pack(&mut desk, &lab).await, None);
    let original = desk.issued("original").await;
    assert_eq!(last_in_pack(&mut desk, &lab).await.as_deref(), Some("EC2026-00001"));
    let opened = desk.open(&original, Origin::Office).await;
    assert!(opened.status.is_success(), "{}", opened.text());
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    let replacement = desk.issued("replacement").await;
    let archive = desk.pan.download(path::PORTAL_ARCHIVE).await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive.to_vec())).expect("an archive");
    assert_eq!(archive.len(), 1, "the new one alone");
    let mut inside = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_name("EC2026-00002.pdf").expect("a file"), &mut inside).expect("its bytes");
    assert_eq!(Some(Hash::of(&inside)), replacement.pdf_hash);
    let shown: Vec<PortalCertificate> = desk.pan.get(path::PORTAL_CERTIFICATES).await;
    let old = shown.iter().find(|row| row.id == original.row.id).expect("the void one");
    assert_eq!((old.state, old.followed_by.as_deref()), (CertificateState::Void, Some("EC2026-00002")));
    assert_eq!(
        Some(Hash::of(&desk.pan.download(&(path::with(path::PORTAL_PDF, original.row.id) + "?void=true")).await)),
        original.pdf_hash
    );
    assert_eq!(last_in_pack(&mut desk, &lab).await.as_deref(), Some("EC2026-00002"), "the void one is the last no more");
}

/// The number of the item's last certificate, as the calibrator's tablet has it without a network.
async fn last_in_pack(desk: &mut Desk, lab: &Lab) -> Option<String> {
    desk.site.send(lab).await;
    let last = desk.site.tablet.pack().last_certificates.iter().find(|last| last.item == desk.site.world.item);
    last.map(|last| last.number.clone())
}

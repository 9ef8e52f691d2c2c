//! What goes on after the issue: the PDF is rendered whatever happens meanwhile, and the customer is told (E21, E22).

use axum::http::Method;
use backend::app::documents::{self, Document};
use backend::app::messages;
use backend::state::Smtp;
use contract::api::certificate::{CertificateView, IssuedView, MessageView};
use contract::api::portal::{PortalCertificate, PublicCheck};
use contract::api::{Page, path};
use domain::certificate::correction::Correction;
use domain::certificate::document::CertificateDocument;
use domain::certificate::origin::Origin;
use domain::event::Hash;
use serde_json::json;
use support::mail::MailServer;
use support::{Client, Lab, hours, minutes, on_both_engines};

use super::numbering::beside;
use super::{Desk, change};

// E21: the server ends between the issue and the rendering; the next start renders and releases.
on_both_engines!(a_rendering_cut_short_is_taken_up_by_the_next_start, Lab::new_on);
async fn a_rendering_cut_short_is_taken_up_by_the_next_start(mut lab: Lab) {
    let desk = Desk::new(&lab).await;
    let files = lab.folder().join("files");
    let aside = lab.folder().join("aside");
    // The disk takes nothing: the issue is fixed, the PDF is not stored.
    std::fs::rename(&files, &aside).expect("the folder goes");
    std::fs::write(&files, b"").expect("a file in its place");
    let issued: IssuedView = desk.issue(&desk.qian, "original").await.success();
    let before = desk.certificate(&issued).await;
    assert_eq!((before.row.number.as_str(), before.row.released, before.pdf_hash), ("EC2026-00001", false, None));
    desk.qian.bytes(Method::GET, &path::with(path::CERTIFICATE_PDF, issued.id), None).await.refused("certificate_not_released");
    assert!(desk.pan.get::<Vec<PortalCertificate>>(path::PORTAL_CERTIFICATES).await.is_empty(), "not before it is released");
    let envelope = &before.document.envelope;
    let pair = PublicCheck { number: envelope.number.clone(), code: envelope.check_code.clone() };
    lab.nobody().send(Method::POST, path::PUBLIC_CHECK, &pair).await.refused("certificate_not_found");
    std::fs::remove_file(&files).expect("the file goes");
    std::fs::rename(&aside, &files).expect("the folder is back");

    lab.restart().await;
    documents::resume::<CertificateDocument>(&lab.app).await.expect("the rendering is taken up");
    documents::resume::<CertificateDocument>(&lab.app).await.expect("nothing more to do");
    let pan = desk.pan.moved(&lab.router);
    let after: CertificateView = desk.qian.moved(&lab.router).get(&path::with(path::CERTIFICATE, issued.id)).await;
    assert_eq!((after.row.released, &after.document), (true, &before.document), "the document is the one that was issued");
    let pdf = pan.download(&path::with(path::PORTAL_PDF, issued.id)).await;
    assert_eq!(Some(Hash::of(&pdf)), after.pdf_hash);
    assert_eq!(before.document.render().expect("the same again"), pdf.to_vec());
}

async fn outbox(office: &Client) -> Vec<MessageView> {
    office.get::<Page<MessageView>>(path::OUTBOX).await.rows
}

// E22: told by e-mail of issue, supplement and replacement; what cannot be sent waits, visibly, and is tried again.
on_both_engines!(customers_are_told_by_mail_and_what_fails_is_tried_again, Lab::new_on);
async fn customers_are_told_by_mail_and_what_fails_is_tried_again(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let contacts = json!({"contacts": [{"name": "Pan", "telephone": "1", "email": "pan@hengda.example"}]});
    change(&desk.wu, desk.site.world.customer, contacts).await;
    desk.issued("original").await;
    let server = MailServer::start().await;
    let smtp = Smtp { url: server.url(), from: "Laboratory <lab@lab.example>".to_owned() };
    let nowhere = Smtp { url: format!("smtp://127.0.0.1:{}", closed_port().await), ..smtp.clone() };

    messages::send_waiting(&lab.app, &nowhere).await.expect("the outbox is gone through");
    let waiting = outbox(&desk.wu).await;
    assert!(waiting[0].sent_at.is_none() && waiting[0].failure.is_some(), "{waiting:?}");
    lab.advance(minutes(1));
    server.refuse(true);
    messages::send_waiting(&lab.app, &smtp).await.expect("the outbox is gone through");
    let waiting = outbox(&desk.wu).await;
    assert!(waiting[0].failure.as_ref().is_some_and(|why| why.contains("451") || why.contains("try again later")), "{waiting:?}");
    server.refuse(false);
    messages::send_waiting(&lab.app, &smtp).await.expect("the outbox is gone through");
    assert_eq!(server.received().len(), 0, "not again at once");
    lab.advance(hours(1));
    for _ in 0..2 {
        messages::send_waiting(&lab.app, &smtp).await.expect("the outbox is gone through");
    }
    let sent = outbox(&desk.wu).await;
    assert_eq!((sent[0].sent_at, sent[0].failure.as_deref()), (Some(lab.now()), None));
    let received = server.received();
    assert_eq!(received.iter().map(|message| message.to.as_str()).collect::<Vec<_>>(), ["pan@hengda.example"], "once");
    let data = received[0].data.to_lowercase();
    assert!(data.contains("content-type: text/plain; charset=utf-8"), "{data}");
    assert!(data.contains("from: ") && data.contains("lab@lab.example"), "{data}");
    let text = support::mail::body(&received[0].data);
    assert!(text.contains("校准证书 EC2026-00001") && text.contains("https://lab.example/portal"), "{text}");
}

// E22: of two servers on one database one sends a message, and once.
on_both_engines!(two_servers_tell_a_customer_once, Lab::new_on);
async fn two_servers_tell_a_customer_once(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let contacts: Vec<_> = (0..4).map(|n| json!({"name": "Pan", "telephone": "1", "email": format!("pan{n}@hengda.example")})).collect();
    change(&desk.wu, desk.site.world.customer, json!({ "contacts": contacts })).await;
    desk.issued("original").await;
    let server = MailServer::start().await;
    let smtp = Smtp { url: server.url(), from: "lab@lab.example".to_owned() };
    let other = if lab.database_url().starts_with("sqlite:") { lab.beside(lab.app.clone()) } else { beside(&lab).await };
    let (here, there) = tokio::join!(messages::send_waiting(&lab.app, &smtp), messages::send_waiting(&other.app, &smtp));
    assert!(here.is_ok() && there.is_ok(), "{here:?} {there:?}");
    let mut told: Vec<_> = server.received().into_iter().map(|message| message.to).collect();
    told.sort();
    assert_eq!(told, (0..4).map(|n| format!("pan{n}@hengda.example")).collect::<Vec<_>>());
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// E22, C-5.4.2.1, C-5.4.2.2: each contact with an address is told of the issue, of what supplements and of what replaces it.
on_both_engines!(every_contact_is_told_of_issue_supplement_and_replacement, Lab::new_on);
async fn every_contact_is_told_of_issue_supplement_and_replacement(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let contact = |name: &str, email: &str| json!({"name": name, "telephone": "1", "email": email});
    let contacts = json!({"contacts": [contact("Pan", "pan@hengda.example"), contact("Qi", ""), contact("Ren", "ren@hengda.example")]});
    change(&desk.wu, desk.site.world.customer, contacts).await;
    let original = desk.issued("original").await;
    desk.open(&original, Origin::Office).await.success::<Correction>();
    change(&desk.wu, desk.site.world.item, json!({"range": "0 mm to 150 mm"})).await;
    desk.case_checked().await;
    let supplement = desk.issued("supplement").await;
    desk.open(&supplement, Origin::Office).await.success::<Correction>();
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    desk.issued("replacement").await;
    let server = MailServer::start().await;
    let smtp = Smtp { url: server.url(), from: "Laboratory <lab@lab.example>".to_owned() };
    messages::send_waiting(&lab.app, &smtp).await.expect("the outbox is gone through");
    let mut told: Vec<_> = server.received().iter().map(|message| (support::mail::body(&message.data), message.to.clone())).collect();
    assert!(outbox(&desk.wu).await.iter().all(|message| message.sent_at.is_some()));
    told.sort_by_key(|(_, to)| to.clone());
    for (number, words) in [
        ("EC2026-00001", None),
        ("EC2026-00002", Some("It supplements calibration certificate EC2026-00001.")),
        ("EC2026-00003", Some("It replaces calibration certificate EC2026-00002, which is void: please return the original.")),
    ] {
        let of = told.iter().filter(|(text, _)| text.contains(&format!("校准证书 {number}"))).collect::<Vec<_>>();
        assert_eq!(of.iter().map(|(_, to)| to.as_str()).collect::<Vec<_>>(), ["pan@hengda.example", "ren@hengda.example"], "{number}");
        for (text, _) in of {
            assert!(words.is_none_or(|words| text.contains(words)), "{text}");
            assert_eq!(words.is_none(), !text.contains("It supplements") && !text.contains("It replaces"), "{text}");
        }
    }
}

async fn closed_port() -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("its address").port()
}

//! Documents that are void or incomplete, handed out as if they were not.

use axum::http::{Method, StatusCode, header};
use contract::api::Problem;
use contract::api::path;
use domain::certificate::origin::Origin;
use serde_json::json;
use support::{Client, Lab, on_both_engines};

use crate::certificate::{Desk, change};

// C-5.4.2.2: the bytes stay as they were issued; nobody is handed a void certificate that looks like one in force.
on_both_engines!(a_void_certificate_is_handed_out_as_void_alone, Lab::new_on);
async fn a_void_certificate_is_handed_out_as_void_alone(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let first = desk.issued("original").await;
    let (office, portal) = (path::with(path::CERTIFICATE_PDF, first.row.id), path::with(path::PORTAL_PDF, first.row.id));
    let xml = path::with(path::CERTIFICATE_XML, first.row.id);
    let bytes = desk.wu.download(&office).await;
    let document = desk.wu.download(&xml).await;
    assert!(desk.open(&first, Origin::Office).await.status.is_success());
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    desk.issued("replacement").await;

    for (client, href) in [(&desk.wu, &office), (&desk.pan, &portal), (&desk.wu, &xml), (&desk.qian, &office)] {
        for query in ["", "?void=false", "?"] {
            let refused = client.bytes(Method::GET, &format!("{href}{query}"), None).await;
            assert_eq!((refused.status, code(&refused.bytes)), (StatusCode::CONFLICT, "certificate_void".to_owned()), "{href}{query}");
        }
        assert_eq!(client.bytes(Method::HEAD, href, None).await.status, StatusCode::CONFLICT);
    }
    for (client, href, kept) in [(&desk.wu, &office, &bytes), (&desk.pan, &portal, &bytes), (&desk.wu, &xml, &document)] {
        let (name, handed_out) = void(client, href).await;
        assert!(name.contains("filename=\"VOID-"), "{name}");
        assert_eq!(handed_out, kept, "a void certificate is what was issued, byte for byte");
    }
}

fn code(bytes: &[u8]) -> String {
    serde_json::from_slice::<Problem>(bytes).map(|problem| problem.code).unwrap_or_default()
}

async fn void(client: &Client, href: &str) -> (String, axum::body::Bytes) {
    let answer = client.bytes(Method::GET, &format!("{href}?void=true"), None).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    let name = answer.headers.get(header::CONTENT_DISPOSITION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    (name, answer.bytes)
}

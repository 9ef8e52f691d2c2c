//! Reading what is not one's own: what people declared, and results through lists and exports.

use axum::http::Method;
use base::id::{CustomerId, kind};
use contract::api::desk::DeskView;
use contract::api::reading::ReadingRow;
use contract::api::record::AffectedView;
use contract::api::{Page, path};
use domain::access::Role;
use domain::certificate::origin::Origin;
use domain::event::Hash;
use serde_json::{Value, json};
use support::world::{both, put, put_over};
use support::{Client, Lab, Tablet, World, minutes, on_both_engines};

use super::files::PICTURE;
use crate::certificate::Desk;
use crate::people;
use crate::record::{Site, view};

/// What only the person, administrators and the technical manager may read.
const PRIVATE: [&str; 3] = ["brother-in-law", "Geheim Calibrations", "declared on request"];

/// Gives lin a conflict of interest and an employment; returns the customer of the conflict.
async fn declared(lab: &Lab, world: &World) -> CustomerId {
    let customer = lab.app.new_id();
    put::<kind::Customer>(lab, customer, json!({"code": "GV", "name": both("格力", "Gelifa Valves"), "address": both("", "")})).await;
    let lin = |conflicts: Value, employment: Value| {
        json!({"name": both("lin", "lin"), "sign_in": "lin", "title_level": "senior", "roles": ["calibrator"], "active": true,
            "authorisations": [{"service": world.service, "activity": "calibrate", "validity": {"from": "2020-01-01"}}],
            "conflicts": conflicts, "employment": employment})
    };
    let conflicts = json!([{"customer": customer, "reason": PRIVATE[0]}]);
    let employment = json!([{"employer": PRIVATE[1], "calibration_body": false, "validity": {"from": "2026-01-01"}}]);
    put_over::<kind::Person>(lab, world.lin, 1, lin(conflicts, employment)).await;
    // A later version drops the employment: what was declared stays private, and so does the reason for the change.
    let admin = lab.person("admin").await;
    let route = path::with2(path::REGISTER_ENTRY, "people", world.lin);
    let body = lin(json!([{"customer": customer, "reason": PRIVATE[0]}]), json!([]));
    let written = admin.send(Method::PUT, &route, &json!({"revision": 2, "reason": PRIVATE[2], "body": body})).await;
    assert!(written.status.is_success(), "{}", written.text());
    customer
}

on_both_engines!(declarations_are_read_by_whom_they_concern, Lab::new_on);
async fn declarations_are_read_by_whom_they_concern(lab: Lab) {
    let world = World::new(&lab).await;
    let customer = declared(&lab, &world).await;
    let mut readers: Vec<(&str, bool, Client)> = vec![("lin", true, lab.person("lin").await), ("sun", false, lab.person("sun").await)];
    for (name, role, reads) in [
        ("administrator", Role::Administrator, true),
        ("technical", Role::TechnicalManager, true),
        ("office", Role::Office, false),
        ("checker", Role::Checker, false),
        ("signatory", Role::Signatory, false),
    ] {
        readers.push((name, reads, people::person(&lab, name, &[role]).await));
    }
    let list = path::with(path::REGISTER, "people");
    for (name, reads, client) in &readers {
        let entry = path::with2(path::REGISTER_ENTRY, "people", world.lin);
        let history = path::with2(path::REGISTER_HISTORY, "people", world.lin);
        let mut told = String::new();
        for path in [&entry, &history, &list, &format!("{list}?search=lin"), &format!("{list}?limit=1")] {
            told += &client.bytes(Method::GET, path, None).await.text();
        }
        for word in PRIVATE {
            assert_eq!(told.contains(word), *reads, "{name} and {word}");
        }
        assert_eq!(told.contains(&customer.to_string()), *reads, "{name} and whom the conflict is with");
        // Searching for the customer, its name, the employer or the reason finds nobody either.
        for asked in [format!("names={customer}"), "search=Gelifa".to_owned(), "search=Geheim".to_owned(), "search=brother".to_owned()] {
            let found: Value = client.get(&format!("{list}?{asked}&limit=1")).await;
            assert_eq!((found["rows"].as_array().map(Vec::len), found.get("next")), (Some(0), None), "{name}: {asked}");
        }
    }
    // Lin's own job pack contains it, a colleague's does not.
    for (name, client) in [("lin", lab.person("lin").await), ("sun", lab.person("sun").await)] {
        let mut tablet = Tablet::enrol(&lab, &client, if name == "lin" { 1 } else { 2 }).await;
        tablet.exchange(&client, lab.now()).await;
        let pack = serde_json::to_string(tablet.pack()).expect("JSON");
        assert_eq!(pack.contains(PRIVATE[0]), name == "lin", "{name}");
    }
}

// The rules use what was declared, but do not give the reason away.
on_both_engines!(a_refusal_names_the_conflict_and_not_the_reason, Lab::new_on);
async fn a_refusal_names_the_conflict_and_not_the_reason(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let lin = json!({"name": both("lin", "lin"), "sign_in": "lin", "title_level": "senior", "roles": ["calibrator"], "active": true,
        "authorisations": [{"service": site.world.service, "activity": "calibrate", "validity": {"from": "2020-01-01"}}],
        "conflicts": [{"customer": site.world.customer, "reason": PRIVATE[0]}],
        "employment": [{"employer": PRIVATE[1], "calibration_body": true, "validity": {"from": "2026-01-01"}}]});
    put_over::<kind::Person>(&lab, site.world.lin, 1, lin).await;
    let chen = lab.person("chen").await;
    let shown = chen.bytes(Method::GET, &path::with(path::RECORD, record), None).await.text();
    assert!(shown.contains("employed_by_other_body") && shown.contains("conflict_declared_since"), "{shown}");
    let entries = view(&chen, record).await.entries.len();
    let refused = crate::record::check(&chen, record, entries).await.text();
    for word in PRIVATE {
        assert!(!shown.contains(word) && !refused.contains(word), "{word}: {shown} {refused}");
    }
}

// The same where the signatory is stopped by the conflicts of two people.
on_both_engines!(the_signatory_is_told_of_conflicts_and_of_nobodys_reason, Lab::new_on);
async fn the_signatory_is_told_of_conflicts_and_of_nobodys_reason(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let admin = lab.person("admin").await;
    for (who, reason) in [desk.site.world.lin, desk.site.world.chen].into_iter().zip(PRIVATE) {
        let conflicts = json!({"conflicts": [{"customer": desk.site.world.customer, "reason": reason}]});
        crate::certificate::change(&admin, who, conflicts).await;
    }
    let shown = desk.qian.bytes(Method::GET, &path::with(path::RECORD_DRAFT, desk.record), None).await.text();
    let refused = desk.issue(&desk.qian, "original").await.text();
    for code in ["checker_conflict_since", "conflict_declared_since"] {
        assert!(shown.contains(code) && refused.contains(code), "{code}: {shown} {refused}");
    }
    for word in PRIVATE {
        assert!(!shown.contains(word) && !refused.contains(word), "{word}: {shown} {refused}");
    }
}

async fn readings(client: &Client, asked: &str) -> Page<ReadingRow> {
    client.get(&format!("{}?{asked}", path::READINGS)).await
}

// C-4.1.2.2: records of every customer are shown on the desk and in what a standard puts in doubt, too.
on_both_engines!(records_that_wait_for_an_order_or_hang_on_a_standard_are_noted, Lab::new_on);
async fn records_that_wait_for_an_order_or_hang_on_a_standard_are_noted(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    lab.advance(minutes(5));
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    site.send_only(&lab).await;
    let manager = people::person(&lab, "manager", &[Role::TechnicalManager]).await;
    let reader = people::person(&lab, "reader", &[Role::Checker]).await;
    let (person, customer) = (reader.session().await.person, site.world.customer);
    let noted = async || readings(&manager, &format!("person={person}&customer={customer}&noun=records")).await.rows.len();
    let desk: DeskView = reader.get(path::DESK).await;
    assert_eq!(desk.to_place.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [record]);
    assert_eq!(noted().await, 1);
    let affected: AffectedView = reader.get(&path::with(path::STANDARD_AFFECTED, site.world.standard)).await;
    assert_eq!(affected.records.iter().map(|row| row.record.id).collect::<Vec<_>>(), [record]);
    assert_eq!(noted().await, 2);
}

on_both_engines!(what_is_read_is_noted_and_seen_by_who_answers_for_it, Lab::new_on);
async fn what_is_read_is_noted_and_seen_by_who_answers_for_it(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    desk.site.attached(&lab, PICTURE).await;
    let certificate = desk.issued("original").await;
    assert!(desk.open(&certificate, Origin::Record).await.status.is_success());
    let (customer, id) = (desk.site.world.customer, certificate.row.id);
    let manager = people::person(&lab, "manager", &[Role::TechnicalManager]).await;
    let reader = people::person(&lab, "reader", &[Role::Checker, Role::Office]).await;
    let person = reader.session().await.person;
    for (path, noun) in [
        (path::RECORDS.to_owned(), "records"),
        (format!("{}?search=EC-0001", path::RECORDS), "records"),
        (path::with(path::RECORD, desk.record), "records"),
        (path::with(path::RECORD_PDF, desk.record), "records"),
        (path::with(path::RECORD_DRAFT, desk.record), "records"),
        (path::with(path::RECORD_DRAFT_PDF, desk.record), "records"),
        (path::CERTIFICATES.to_owned(), "certificates"),
        (format!("{}?search=Hengda", path::CERTIFICATES), "certificates"),
        (path::with(path::CERTIFICATE, id), "certificates"),
        (path::with(path::CERTIFICATE_PDF, id), "certificates"),
        (path::with(path::CERTIFICATE_XML, id), "certificates"),
        (path::CORRECTIONS.to_owned(), "corrections"),
        (path::DESK.to_owned(), "corrections"),
        (format!("{}?kind=correction", path::CASES), "cases"),
        (format!("{}?kind=correction&about=records/{}", path::CASES, desk.record), "cases"),
        (path::with(path::FILE, Hash::of(PICTURE)), "files"),
        (format!("{}?format=csv", path::with(path::REGISTER_EXPORT, "items")), "items"),
        (format!("{}?format=xlsx", path::with(path::REGISTER_EXPORT, "customers")), "customers"),
    ] {
        let before = readings(&manager, &format!("person={person}&customer={customer}&noun={noun}")).await.rows.len();
        let answer = reader.bytes(Method::GET, &path, None).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.text());
        let after = readings(&manager, &format!("person={person}&customer={customer}&noun={noun}")).await.rows;
        assert!(after.len() > before, "{path} is noted");
        assert_eq!((after[0].person, after[0].customers.iter().any(|read| read.id == customer)), (person, true), "{path}");
        assert!(!path.contains("search") || after[0].listed.as_ref().is_some_and(|listed| path.contains(&listed.search)), "{path}");
    }
    // Customers reading their own archive are noted as well, and so are standards, which belong to no customer.
    desk.pan.download(path::PORTAL_ARCHIVE).await;
    let pan = desk.pan.session().await.person;
    assert_eq!(readings(&manager, &format!("person={pan}")).await.rows.len(), 1);
    reader.download(&format!("{}?format=csv", path::with(path::REGISTER_EXPORT, "standards"))).await;
    assert_eq!(readings(&manager, "noun=standards").await.rows[0].object, "export");
    // A list that shows nothing is not noted.
    let count = readings(&manager, &format!("person={person}&limit=200")).await.rows.len();
    reader.bytes(Method::GET, &format!("{}?search=nothing-like-it", path::CERTIFICATES), None).await;
    assert_eq!(readings(&manager, &format!("person={person}&limit=200")).await.rows.len(), count);

    // Only those responsible see the log, by day and page by page.
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = readings(&manager, &format!("person={person}&limit=3&after={after}")).await;
        seen.extend(page.rows.into_iter().map(|row| row.id));
        match page.next {
            Some(next) => after = next,
            None => break,
        }
    }
    assert_eq!(seen.len(), count);
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "the latest first, none twice");
    assert_eq!(readings(&manager, &format!("person={person}&from=2026-11-20&until=2026-11-20&limit=200")).await.rows.len(), count);
    for asked in ["until=2026-11-19", "from=2026-11-21"] {
        assert_eq!(readings(&manager, &format!("person={person}&{asked}")).await.rows.len(), 0, "{asked}");
    }
    assert!(!readings(&lab.person("admin").await, "").await.rows.is_empty());
    for client in [&reader, &desk.pan, &desk.qian, &desk.site.lin] {
        client.bytes(Method::GET, path::READINGS, None).await.refused("not_for_role");
        assert!(client.bytes(Method::HEAD, path::READINGS, None).await.status.is_client_error());
    }
    let refused = manager.bytes(Method::GET, &format!("{}?from=yesterday", path::READINGS), None).await.refused("malformed_query");
    assert_eq!((refused.path.as_str(), refused.params["field"].as_str()), ("from", "from"));
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

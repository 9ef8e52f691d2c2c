//! One value written in two ways inside a signed text.

use axum::http::Method;
use backend::demo::names;
use backend::store::Tx;
use contract::api::path;
use contract::api::register::{Put, Row};
use contract::sync::{EventOutcome, ExchangeRequest, ExchangeResponse};
use domain::event::{Hash, Stream};
use domain::item::Item;
use domain::register::Entry;
use support::tablet::enter;
use support::{Lab, on_both_engines};

use crate::record::{READING, Site, view};
use crate::registers::{entry, preview};

/// What of a text is written otherwise.
type Otherwise = (&'static str, fn(&str) -> String);

const SPELLINGS: [Otherwise; 14] = [
    ("full-width digits", |text| text.replacen("\"20.05\"", "\"２０.０５\"", 1)),
    ("a decimal comma", |text| text.replacen("\"20.05\"", "\"20,05\"", 1)),
    ("blanks around a number", |text| text.replacen("\"20.05\"", "\" 20.05 \"", 1)),
    ("an escaped digit", |text| text.replacen("\"20.05\"", "\"20.0\\u0035\"", 1)),
    ("an escaped letter of a name", |text| text.replacen("\"text\"", "\"te\\u0078t\"", 1)),
    ("urn:uuid:", |text| text.replacen("\"author\":\"", "\"author\":\"urn:uuid:", 1)),
    ("capitals in an identity", |text| {
        let at = text.find("\"id\":\"").expect("an identity") + 6;
        format!("{}{}{}", &text[..at], text[at..at + 36].to_uppercase(), &text[at + 36..])
    }),
    ("an identity without hyphens", |text| {
        let at = text.find("\"id\":\"").expect("an identity") + 6;
        format!("{}{}{}", &text[..at], text[at..at + 36].replace('-', ""), &text[at + 36..])
    }),
    ("another order of fields", |text| text.replacen("{\"v\":1,", "{", 1).replacen(",\"body\"", ",\"v\":1,\"body\"", 1)),
    ("a version that says no more", |text| text.replacen("\"v\":1", "\"v\":2", 1)),
    ("a blank after a colon", |text| text.replacen("\"at\":", "\"at\": ", 1)),
    ("a line end", |text| format!("{text}\n")),
    ("an empty field", |text| text.replacen("\"elapsed\"", "\"more\":null,\"elapsed\"", 1)),
    ("a field said twice", |text| text.replacen("\"elapsed\"", "\"v\":1,\"elapsed\"", 1)),
];

on_both_engines!(one_number_and_one_identity_have_one_spelling, Lab::new_on);
async fn one_number_and_one_identity_have_one_spelling(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    site.send(&lab).await;
    for (at, (named, otherwise)) in (0..).zip(SPELLINGS) {
        let lab = &lab;
        site = Site::again(lab, site.world, at).await;
        let record = site.open(lab);
        site.looks_around(lab, record, "20.1");
        site.send(lab).await;
        let entered = site.make(lab, record, enter(READING, "20.05", "mm")).expect("a reading");
        let (token, request) = site.tablet.request(lab.now()).expect("a request");
        let text = otherwise(&request.events[0]);
        assert_ne!(text, request.events[0], "{named}");
        let mut other = ExchangeRequest { events: vec![text.clone()], ..request.clone() };
        site.tablet.sign(&mut other);
        let response: ExchangeResponse = site.lin.post(path::SYNC, &other).await;
        let codes = ["event_not_canonical", "event_malformed"];
        let refused = |outcome: &EventOutcome| matches!(outcome, EventOutcome::Refused { code } if codes.contains(&&**code));
        assert!(refused(&response.answers[0].outcome), "{named}: {:?}", response.answers);
        assert_eq!(response.next_seq, request_place(&request) + 1, "{named}: it keeps its place, the chain goes on");
        let seen = view(&site.lin, record).await;
        assert!(!seen.record.cells.contains_key(READING) && seen.entries.iter().all(|entry| entry.event != entered), "{named}");
        site.tablet.answer(token, None, lab.now());
    }
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

/// Order of the curve's group.
const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

/// r and n − s: the other signature that holds where this one does.
fn other(signature: &str) -> String {
    let bytes =
        |text: &str| -> Vec<i32> { (0..64).step_by(2).map(|at| i32::from_str_radix(&text[at..at + 2], 16).expect("hex")).collect() };
    let (order, s) = (bytes(ORDER), bytes(&signature[64..]));
    let mut borrowed = 0;
    let mut less: Vec<String> = Vec::new();
    for (n, s) in order.into_iter().zip(s).rev() {
        let digit = n - s - borrowed;
        borrowed = i32::from(digit < 0);
        less.push(format!("{:02x}", digit + 256 * borrowed));
    }
    less.reverse();
    format!("{}{}", &signature[..64], less.concat())
}

/// The signatures that the server keeps.
async fn kept(lab: &Lab) -> Vec<String> {
    let read = lab.app.db.read::<_, sqlx::Error, _>(|tx: &mut Tx| {
        Box::pin(async move { backend::fetch_all!(tx, (String,), "SELECT signature FROM exchange_signatures ORDER BY received_at, head") })
    });
    read.await.expect("signatures").into_iter().map(|(signature,)| signature).collect()
}

// In capitals it was taken, and with the other s; each was kept as it came.
on_both_engines!(a_signature_is_kept_in_one_spelling, Lab::new_on);
async fn a_signature_is_kept_in_one_spelling(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.send(&lab).await;
    site.looks_around(&lab, record, "20.1");
    let (token, request) = site.tablet.request(lab.now()).expect("a request");
    let with = |signature: String| ExchangeRequest { signature, ..request.clone() };
    for wrong in [request.signature.to_uppercase(), format!("00{}", request.signature)] {
        site.lin.send(Method::POST, path::SYNC, &with(wrong)).await.refused("signature_wrong");
    }
    let before = kept(&lab).await;
    // Tablets of earlier releases sign with either s.
    let response: ExchangeResponse = site.lin.post(path::SYNC, &with(other(&request.signature))).await;
    assert!(response.answers.iter().all(|answer| !matches!(answer.outcome, EventOutcome::Refused { .. })), "{:?}", response.answers);
    let new: Vec<String> = kept(&lab).await.into_iter().filter(|signature| !before.contains(signature)).collect();
    assert_eq!(new, std::slice::from_ref(&request.signature), "and the server keeps the one");
    site.tablet.answer(token, None, lab.now());
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

on_both_engines!(a_code_with_another_dash_is_the_same_code, Lab::demo_on);
async fn a_code_with_another_dash_is_the_same_code(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let known: Row<Item> = office.get(&entry::<Item>("hd_calliper_1")).await;
    for dash in ['\u{2010}', '\u{2011}', '\u{2013}', '\u{2212}', '\u{ff0d}', '\u{fe63}'] {
        let identification = known.body.identification.replace('-', &dash.to_string());
        assert_ne!(identification, known.body.identification);
        let put = Put { revision: 0, reason: String::new(), body: Item { identification: identification.clone(), ..known.body.clone() } };
        let refused = office.send(Method::POST, &path::with(path::REGISTER, Item::NOUN), &put).await.refused("code_taken");
        assert_eq!(refused.path, "identification", "{dash:?}");
        let told = preview(&office, Item::NOUN, format!("identification,notes\n{identification},x\n")).await;
        assert_eq!(told.findings[0].code, "import_code_alike", "{dash:?}");
    }
}

on_both_engines!(what_cannot_be_read_is_named, Lab::new_on);
async fn what_cannot_be_read_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let admin = lab.person("admin").await;
    for (address, code, field) in [
        ("/api/people/nobody/authority", "malformed_path", "id"),
        ("/api/registers/items?limit=many", "malformed_query", "limit"),
        ("/api/registers/items?colour=red", "malformed_query", "colour"),
    ] {
        let refused = admin.bytes(Method::GET, address, None).await.refused(code);
        assert_eq!((refused.path.as_str(), refused.params["field"].as_str()), (field, field), "{address}: {:?}", refused.params);
        assert!(!refused.params["reason"].is_empty(), "{address}");
    }
    site.arrive(&lab, true);
    let (token, request) = site.tablet.request(lab.now()).expect("a request");
    let mut nameless = ExchangeRequest { events: vec!["{}".to_owned()], head: Hash::of(b"{}"), ..request };
    site.tablet.sign(&mut nameless);
    let refused = site.lin.send(Method::POST, path::SYNC, &nameless).await.refused("event_malformed");
    assert_eq!(refused.path, "events/0");
    assert!(refused.params["reason"].contains("missing field"), "{:?}", refused.params);
    site.tablet.answer(token, None, lab.now());
}

fn request_place(request: &ExchangeRequest) -> u64 {
    domain::event::chain::read(&request.events[0]).expect("an event").event.device_seq
}

// What is stored already is read for ever, however it is written.
on_both_engines!(what_is_stored_already_is_read_however_it_is_written, Lab::new_on);
async fn what_is_stored_already_is_read_however_it_is_written(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.looks_around(&lab, record, "20.1");
    let entered = site.make(&lab, record, enter(READING, "20.05", "mm")).expect("a reading");
    let own = site.tablet.disk.own.values().find(|own| own.event == entered).expect("the event").clone();
    let loose = own.text.replacen("\"20.05\"", "\" 20.05 \"", 1);
    let read = domain::event::chain::read(&loose).expect("an event of an older server");
    assert_eq!((read.hash, read.event.stream), (Hash::of(loose.as_bytes()), Stream::record(record)));
}

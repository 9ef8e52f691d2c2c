//! One value written in two ways inside a signed text.

use shared::api::path;
use shared::event::{Hash, Stream};
use shared::sync::{EventOutcome, ExchangeRequest, ExchangeResponse};
use support::tablet::enter;
use support::{Lab, on_both_engines};

use crate::record::{READING, Site, view};

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

fn request_place(request: &ExchangeRequest) -> u64 {
    shared::event::chain::read(&request.events[0]).expect("an event").event.device_seq
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
    let read = shared::event::chain::read(&loose).expect("an event of an older server");
    assert_eq!((read.hash, read.event.stream), (Hash::of(loose.as_bytes()), Stream::record(record)));
}

use base::id::Id;
use uuid::Uuid;

use super::*;
use domain::event::Stream;
use domain::event::body::Body;
use domain::event::chain::{Draft, write};
use domain::event::signature;

const SECRET: [u8; 32] = [7; 32];

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn device() -> DeviceState {
    let public_key = signature::public_key(&SECRET).unwrap();
    let (enrolled_at, signs, clock_offset) = (Instant(0), Form::First, None);
    DeviceState { id: id(1), person: id(2), public_key, revoked: false, head: DeviceHead::START, enrolled_at, signs, clock_offset }
}

fn next(head: &mut DeviceHead, n: u128, author: u128) -> String {
    let body = Body::Remarked { path: "record".to_owned(), text: n.to_string() };
    let draft = Draft { id: id(n), stream: Stream::record(id(9)), author: id(author), at: Instant(0), elapsed: 0, body };
    let written = write(*head, id(1), draft).unwrap();
    *head = head.after(&written.text);
    written.text
}

fn chain(authors: &[u128]) -> Vec<String> {
    let mut head = DeviceHead::START;
    authors.iter().zip(100..).map(|(author, n)| next(&mut head, n, *author)).collect()
}

fn told(device: &DeviceState, known: &BTreeMap<EventId, KnownEvent>, texts: &[String]) -> Vec<String> {
    let (arrivals, _) = arrivals(device, known, texts).unwrap();
    let tell = |arrival: &Arrival| match &arrival.kind {
        ArrivalKind::Known => "known".to_owned(),
        ArrivalKind::New(_) => "new".to_owned(),
        ArrivalKind::Refused { code, placed } => format!("{code}{}", if placed.is_some() { " in its place" } else { "" }),
    };
    arrivals.iter().map(tell).collect()
}

/// What the server has after these texts.
fn after(texts: &[String]) -> (DeviceState, BTreeMap<EventId, KnownEvent>) {
    let head = texts.iter().fold(DeviceHead::START, |head, text| head.after(text));
    let known = texts.iter().map(|text| (chain::claimed_id(text).unwrap(), KnownEvent { hash: Hash::of(text.as_bytes()), refused: None }));
    (DeviceState { head, ..device() }, known.collect())
}

#[test]
fn what_is_sent_again_is_known_wherever_it_stands() {
    let texts = chain(&[2, 2, 2]);
    assert_eq!(told(&device(), &BTreeMap::new(), &texts), ["new", "new", "new"]);
    let (device, known) = after(&texts[..2]);
    assert_eq!(told(&device, &known, &texts), ["known", "known", "new"]);
    let doubled: Vec<_> = texts.iter().chain(&texts).cloned().collect();
    assert_eq!(told(&device, &known, &doubled), ["known", "known", "new", "known", "known", "known"]);
}

#[test]
fn what_comes_too_early_waits_and_what_does_not_fit_is_refused() {
    let texts = chain(&[2, 2, 2]);
    assert_eq!(told(&device(), &BTreeMap::new(), &texts[1..]), ["chain_gap", "chain_gap"]);
    let (device, known) = after(&texts);
    let mut other = DeviceHead::START;
    let forked = next(&mut other, 200, 2);
    assert_eq!(told(&device, &known, &[forked]), ["chain_forked"]);
    let mut head = device.head;
    let reused = next(&mut head, 100, 2);
    assert_eq!(told(&device, &known, &[reused]), ["event_id_reused"]);
}

#[test]
fn a_refused_text_keeps_its_place_and_the_chain_goes_on_after_it() {
    let texts = chain(&[2, 3, 2]);
    assert_eq!(told(&device(), &BTreeMap::new(), &texts), ["new", "event_other_author in its place", "new"]);
    let mut head = DeviceHead::START;
    let strange = next(&mut head, 100, 2).replace("\"path\":\"record\"", "\"path\":7");
    let mut head = DeviceHead::START.after(&strange);
    let rest = next(&mut head, 101, 2);
    assert_eq!(told(&device(), &BTreeMap::new(), &[strange.clone(), rest]), ["event_malformed in its place", "new"]);
    let refused = KnownEvent { hash: Hash::of(strange.as_bytes()), refused: Some("event_malformed".to_owned()) };
    assert_eq!(told(&device(), &BTreeMap::from([(id(100), refused)]), &[strange]), ["event_malformed"]);
    let nameless = arrivals(&device(), &BTreeMap::new(), &["{}".to_owned()]);
    let Some(ExchangeRefusal::NotAnEvent { at: 0, reason }) = nameless.err() else { panic!("it is no event") };
    assert!(reason.contains("missing field `v`"), "{reason}");
}

#[test]
fn an_exchange_is_signed_by_the_devices_person_over_all_of_it() {
    let events = chain(&[2, 2]);
    let head = Hash::of(events[1].as_bytes());
    let (now, signature, pack) = (Instant(0), String::new(), String::new());
    let mut request = ExchangeRequest { device: id(1), now, events, head, signature, cursor: 0, pack, answered: None, clock_offset: None };
    request.sign(&SECRET).unwrap();
    let ask = |request: &ExchangeRequest, person| admit(request, id(person), &device()).err();
    assert_eq!(ask(&request, 2), None);
    assert_eq!(ask(&request, 3), Some(ExchangeRefusal::DeviceOfAnother));
    let cut = ExchangeRequest { events: request.events[..1].to_vec(), ..request.clone() };
    assert_eq!(ask(&cut, 2), Some(ExchangeRefusal::HeadWrong));
    let first_gone = ExchangeRequest { events: request.events[1..].to_vec(), ..request.clone() };
    assert_eq!(ask(&first_gone, 2), Some(ExchangeRefusal::SignatureWrong));
    request.sign(&[8; 32]).unwrap();
    assert_eq!(ask(&request, 2), Some(ExchangeRefusal::SignatureWrong));
}

#[test]
fn what_has_its_place_is_not_taken_under_a_signature_over_something_that_has_not() {
    let texts = chain(&[2, 2, 2]);
    let ask = |texts: &[String]| arrivals(&device(), &BTreeMap::new(), texts).err();
    assert_eq!(ask(&[texts[0].clone(), texts[2].clone()]), Some(ExchangeRefusal::HeadUnplaced));
    assert_eq!(ask(&[texts[0].clone(), texts[1].clone(), texts[0].clone()]), Some(ExchangeRefusal::HeadUnplaced));
    assert_eq!(ask(&texts), None);
    assert_eq!(ask(&texts[1..]), None, "nothing of it is kept, and each is answered");
    let (device, known) = after(&texts);
    assert_eq!(arrivals(&device, &known, &texts[..2]).err(), None, "an old request that arrives late");
}

#[test]
fn a_device_that_says_an_impossible_time_is_not_heard() {
    let mut request = ExchangeRequest {
        device: id(1),
        now: Instant(i64::MAX),
        events: vec![],
        head: Hash::ZERO,
        signature: String::new(),
        cursor: 0,
        pack: String::new(),
        answered: None,
        clock_offset: None,
    };
    request.sign(&SECRET).unwrap();
    assert_eq!(admit(&request, id(2), &device()), Err(ExchangeRefusal::TimeImpossible));
    request.now = Instant(0);
    assert_eq!(admit(&request, id(2), &device()), Err(ExchangeRefusal::SignatureWrong), "its time is signed");
    request.sign(&SECRET).unwrap();
    assert_eq!(admit(&request, id(2), &device()), Ok(Form::Second));
}

#[test]
fn what_only_a_newer_program_reads_is_refused_with_its_place_and_nothing_is_kept() {
    let texts = chain(&[2, 2, 2]);
    let ask = |texts: &[String]| arrivals(&device(), &BTreeMap::new(), texts).err();
    let newer = [("\"v\":1", "\"v\":9"), ("\"type\":\"remarked\"", "\"type\":\"sung\""), ("\"kind\":\"record\"", "\"kind\":\"batch\"")];
    for (known, unknown) in newer {
        let strange = texts[1].replacen(known, unknown, 1);
        assert_eq!(ask(&[texts[0].clone(), strange.clone()]), Some(ExchangeRefusal::ServerOlder { at: 1 }), "{unknown}");
        // Even one that calls its identity otherwise.
        assert_eq!(ask(&[strange.replacen("\"id\"", "\"uid\"", 1)]), Some(ExchangeRefusal::ServerOlder { at: 0 }));
    }
    assert_eq!(ask(&["{\"v\":9}".to_owned()]), Some(ExchangeRefusal::ServerOlder { at: 0 }));
    assert_eq!(ask(&texts[..1]), None, "what precedes it goes alone");
}

// D 17: of all texts that say the same, one is taken; any other keeps its place and says nothing.
#[test]
fn one_event_has_one_text() {
    let mut head = DeviceHead::START;
    let text = next(&mut head, 0xab, 2);
    assert_eq!(told(&device(), &BTreeMap::new(), std::slice::from_ref(&text)), ["new"]);
    let identity = "\"id\":\"00000000-0000-0000-0000-0000000000ab\"";
    assert!(text.contains(identity));
    let others = [
        text.replacen(identity, &identity.to_uppercase().replacen("\"ID\"", "\"id\"", 1), 1),
        text.replacen("\"00000000-0000-0000-0000-0000000000ab", "\"urn:uuid:00000000-0000-0000-0000-0000000000ab", 1),
        text.replacen(identity, "\"id\":\"{00000000-0000-0000-0000-0000000000ab}\"", 1),
        text.replacen("\"v\":1,", "", 1).replacen("\"body\"", "\"v\":1,\"body\"", 1),
        text.replacen("\"v\":1", "\"v\":2", 1),
        text.replacen(':', ": ", 1),
        format!("{text}\n"),
        format!(" {text}"),
        text.replacen("\"record\"", "\"\\u0072ecord\"", 1),
        text.replacen("\"path\":\"record\"", "\"path\":\"rec\\/ord\"", 1),
    ];
    for other in others {
        let mut after = DeviceHead::START.after(&other);
        let rest = next(&mut after, 300, 2);
        let told = told(&device(), &BTreeMap::new(), &[other.clone(), rest]);
        assert!(["event_not_canonical in its place", "event_malformed in its place"].contains(&&*told[0]), "{other}: {told:?}");
        assert_eq!(told[1], "new", "{other}");
    }
}

#[test]
fn one_number_has_one_spelling() {
    let number = |text: &str| {
        let value = serde_json::json!({"kind": "number", "text": "20.50", "unit": "mm"});
        let body = Body::Entered { path: "as_found".to_owned(), value: serde_json::from_value(value).unwrap() };
        let draft = Draft { id: id(5), stream: Stream::record(id(9)), author: id(2), at: Instant(0), elapsed: 0, body };
        write(DeviceHead::START, id(1), draft).unwrap().text.replacen("20.50", text, 1)
    };
    for text in ["20.50", "20.5", "+20.5", "-0.00", "1e3"] {
        assert_eq!(told(&device(), &BTreeMap::new(), &[number(text)]), ["new"], "{text} is what a person wrote");
    }
    for text in ["２０.50", "20,50", " 20.50", "20.50 ", "\u{2212}20.50", "1E3", "＋20.50", "20．50"] {
        assert_eq!(told(&device(), &BTreeMap::new(), &[number(text)]), ["event_not_canonical in its place"], "{text}");
    }
}

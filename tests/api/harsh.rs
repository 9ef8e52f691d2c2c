//! Whatever is sent, nothing fails: any text, number and day in any place of any command, any search of any list (F26).

use std::collections::BTreeSet;

use axum::http::Method;
use base::text::Bilingual;
use contract::access::table::Verb;
use contract::api::path;
use domain::access::Role;
use domain::event::Stream;
use domain::event::body::Body;
use domain::item::Item;
use serde_json::{Value, json};
use support::{Client, Lab, on_both_engines};

use crate::input::content;
use crate::mutants::{commands, places, with};
use crate::people;
use crate::record::{Site, set_aside, view};

/// Places tried of one command.
const TRIED: usize = 30;

/// Numbers out of a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("it fits") % end
    }

    /// Characters of a range, none of them foreseen: no index can press them together.
    fn text(&mut self, length: usize, from: u32, to: u32) -> String {
        let span = usize::try_from(to - from).expect("it fits");
        (0..length).filter_map(|_| char::from_u32(from + u32::try_from(self.below(span)).expect("it fits"))).collect()
    }
}

/// A value that nobody sends who means well.
fn harsh(dice: &mut Dice, before: &Value) -> Value {
    let texts: [fn(&mut Dice) -> String; 14] = [
        |_| "_".repeat(25_001),
        |dice| dice.text(201, 0x4e00, 0x9fff),
        |dice| dice.text(3_000, 0x4e00, 0x9fff),
        |dice| dice.text(9_999, 0x20, 0x7e),
        |dice| dice.text(40_000, 0x20, 0x7e),
        |dice| dice.text(900_000, 0x20, 0x7e),
        |dice| dice.text(40, 0x1, 0x20),
        |dice| dice.text(60, 0x1_f300, 0x1_f5ff),
        |_| format!("{}1", "0".repeat(100_000)),
        |_| format!("{}e99", "9".repeat(28)),
        |_| "9999-12-31".to_owned(),
        |_| "-009999-01-01".to_owned(),
        |_| "=HYPERLINK(\"http://x\")".to_owned(),
        |_| String::new(),
    ];
    let numbers =
        [json!(0), json!(-1), json!(255), json!(65_535), json!(u64::MAX), json!(i64::MAX), json!(i64::MIN), json!(1e18), json!(0.5)];
    match before {
        Value::Number(_) => numbers[dice.below(numbers.len())].clone(),
        _ => json!(texts[dice.below(texts.len())](dice)),
    }
}

on_both_engines!(whatever_is_sent_nothing_fails_and_what_is_refused_is_not_written, Lab::demo_on);
async fn whatever_is_sent_nothing_fails_and_what_is_refused_is_not_written(lab: Lab) {
    let client = everything(&lab).await;
    let mut dice = Dice(std::env::var("ETALON_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(2026));
    let commands = commands(&lab).await;
    let mut before = content(&lab).await;
    for (method, path, body) in commands.iter().filter(|(_, path, _)| *path != path::PASSWORD) {
        let mut all = Vec::new();
        places(body, "", &mut all);
        all.retain(|place| body.pointer(place).is_some_and(|value| value.is_string() || value.is_number()));
        let step = all.len().div_ceil(TRIED).max(1);
        let mut written = false;
        for place in all.iter().step_by(step) {
            let value = harsh(&mut dice, body.pointer(place).expect("the place"));
            let sent = Some(("application/json", with(body, place, &value.to_string())));
            let answer = client.bytes(method.clone(), path, sent).await;
            let told: String = value.to_string().chars().take(80).collect();
            assert!(!answer.status.is_server_error(), "{method} {path} with {told} at {place}: {} {}", answer.status, answer.text());
            written |= answer.status.is_success();
        }
        let after = content(&lab).await;
        assert!(written || after == before, "{method} {path}: nothing was written");
        before = after;
    }
    everything_is_still_given(&client).await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

async fn everything(lab: &Lab) -> Client {
    let staff: Vec<Role> = Role::ALL.into_iter().filter(|role| *role != Role::Customer).collect();
    people::enter_with(lab, "everything", &staff, backend::demo::names::PASSWORD).await;
    lab.person("everything").await
}

/// What was let in spoils nothing for others: lists, histories, exports.
async fn everything_is_still_given(client: &Client) {
    let nouns: BTreeSet<&str> =
        ["body", "people", "customers", "places", "items", "standards", "services", "methods", "editions", "orders"].into();
    for noun in nouns {
        client.get::<Value>(&format!("{}?limit=500", path::with(path::REGISTER, noun))).await;
    }
    for noun in ["customers", "items", "standards"] {
        for format in ["csv", "xlsx"] {
            client.download(&format!("{}?format={format}", path::with(path::REGISTER_EXPORT, noun))).await;
        }
    }
}

on_both_engines!(no_search_is_longer_than_a_search, Lab::new_on);
async fn no_search_is_longer_than_a_search(lab: Lab) {
    let client = people::person(&lab, "everything", &Role::ALL).await;
    let mut refused = 0;
    for (verb, template) in backend::http::routes().listed() {
        if *verb != Verb::Get {
            continue;
        }
        let route = template.replace("{noun}", "items").replace("{id}", &lab.app.new_id::<()>().to_string());
        for long in ["_".repeat(25_001), "%25".repeat(20_000), "x".repeat(201), "校".repeat(201).replace('校', "%E6%A0%A1")] {
            let answer = client.bytes(Method::GET, &format!("{}?search={long}", route.replace("{sha256}", &"0".repeat(64))), None).await;
            assert!(!answer.status.is_server_error(), "{route}: {} {}", answer.status, answer.text());
            refused += usize::from(answer.text().contains("search_too_long"));
        }
        let answer = client.bytes(Method::GET, &format!("{route}?search={}", "_".repeat(200)), None).await;
        assert!(!answer.status.is_server_error() && !answer.text().contains("search_too_long"), "{route}: {}", answer.text());
    }
    assert!(refused >= 4 * 5, "every list refuses: {refused}");
}

// C-5.3.3: an item found on site whose identification no index holds is set aside; the tablet goes on.
on_both_engines!(an_item_found_with_a_book_for_its_identification_stops_no_tablet, Lab::new_on);
async fn an_item_found_with_a_book_for_its_identification_stops_no_tablet(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let mut dice = Dice(7);
    for odd in [dice.text(20_000, 0x4e00, 0x9fff), "A\u{1b}[2J".to_owned()] {
        let item: Item = serde_json::from_value(json!({"customer": site.world.customer, "identification": odd,
            "name": Bilingual::new("卡尺", "Calliper"), "model": "", "manufacturer": "", "serial_number": ""}))
        .expect("an item");
        let stream = Stream::item(lab.app.new_id());
        site.tablet.force(stream, lab.now(), Body::ItemFound(Box::new(item)));
        site.send(&lab).await;
    }
    let codes: Vec<_> = site.tablet.disk.outcomes.values().map(|outcome| format!("{outcome:?}")).collect();
    assert!(codes.len() == 2 && codes.iter().all(|code| code.contains("item_invalid")), "{codes:?}");
    let record = site.submitted(&lab).await;
    assert_eq!(view(&lab.person("chen").await, record).await.record.set_aside, []);
}

// What no clock shows is kept, without effect, and the record prints.
on_both_engines!(a_time_that_no_clock_shows_spoils_no_document, Lab::new_on);
async fn a_time_that_no_clock_shows_spoils_no_document(lab: Lab) {
    const YEAR_12000: i64 = 316_516_204_800_000;
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let remark = || Body::Remarked { path: "record".to_owned(), text: "from afar".to_owned() };
    let mut late = Vec::new();
    for clock in [YEAR_12000, i64::MAX / 2, i64::MIN / 2] {
        site.tablet.clock = clock;
        late.push(site.tablet.force(Stream::record(record), lab.now(), remark()));
        let (token, request) = site.tablet.request(lab.now()).expect("a request");
        site.lin.send(Method::POST, path::SYNC, &request).await.refused("time_impossible");
        site.tablet.answer(token, None, lab.now());
    }
    site.tablet.clock = 0;
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    for event in late {
        assert_eq!(set_aside(&seen, event).as_deref(), Some("time_impossible"));
    }
    assert!(chen.download(&path::with(path::RECORD_PDF, record)).await.starts_with(b"%PDF"));
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// F25: the signature over an exchange stands for what the exchange brought; one that does not is not taken.
on_both_engines!(an_exchange_whose_last_text_has_no_place_in_the_chain_poisons_nothing, Lab::new_on);
async fn an_exchange_whose_last_text_has_no_place_in_the_chain_poisons_nothing(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    let remark = Body::Remarked { path: "record".to_owned(), text: "noted".to_owned() };
    site.make(&lab, record, remark).expect("a remark");
    let (token, request) = site.tablet.request(lab.now()).expect("a request");
    let mut poisoned = request.clone();
    poisoned.events.remove(1);
    site.tablet.sign(&mut poisoned);
    let before = content(&lab).await;
    site.lin.send(Method::POST, path::SYNC, &poisoned).await.refused("exchange_head_unplaced");
    assert_eq!(content(&lab).await, before, "nothing was written");
    site.tablet.answer(token, None, lab.now());
    site.send(&lab).await;
    assert_eq!(view(&site.lin, record).await.entries.len(), 3, "nothing was lost");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

//! Marks drawn over other text, blanks and selectors that nobody sees, numbers without a letter or a digit: each text was taken, and
//! a certificate or a list read otherwise than what was kept.

use axum::http::Method;
use backend::demo::names;
use base::finding::Severity;
use base::id::{ItemId, kind};
use contract::api::path;
use contract::api::register::{Put, Row, Written};
use domain::event::Stream;
use domain::event::body::Body;
use domain::item::Item;
use domain::library::standard::Standard;
use domain::register::Entry;
use serde_json::Value;
use support::world::put_over;
use support::{Answer, Client, Lab, minutes, on_both_engines};

use crate::certificate::{Desk, text_of};
use crate::record::{READING, Site};
use crate::registers::{change, entry, preview};

/// What stops an entry, by code and place.
#[track_caller]
fn stopped(answer: Answer) -> Vec<(String, String)> {
    let problem = answer.refused("entry_invalid");
    problem
        .findings
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| (finding.code.into_owned(), finding.path))
        .collect()
}

fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

/// A new item like one of the demo's, under this identification.
async fn entered(office: &Client, identification: &str) -> Answer {
    let mut body = office.get::<Row<Item>>(&entry::<Item>("hd_calliper_1")).await.body;
    body.identification = identification.to_owned();
    let put = Put { revision: 0, reason: String::new(), body };
    office.send(Method::POST, &path::with(path::REGISTER, Item::NOUN), &put).await
}

// C-5.4.1, C-5.5.4: sixty accents on one letter rose over the customer's name and the number of the certificate.
on_both_engines!(no_name_is_written_over_what_stands_beside_it, Lab::demo_on);
async fn no_name_is_written_over_what_stands_beside_it(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let named = async |name: String| change::<Item>(&office, "hd_calliper_1", |item| item.name.en = name).await;
    for over in ["\u{301}".repeat(60), "\u{301}".repeat(4), "\u{336}".to_owned(), "\u{338}".to_owned(), "\u{20dd}".to_owned()] {
        assert_eq!(stopped(named(format!("Gauge a{over}")).await), one("text_mark", "name/en"), "{over:?}");
    }
    assert_eq!(stopped(named("\u{301}Gauge".to_owned()).await), one("text_mark", "name/en"));
    for sound in ["Đồng hồ đo áp suất", "за́мок", "เครื่องมือวัด", "नई दिल्ली"] {
        named(sound.to_owned()).await.success::<Value>();
    }
    let told = preview(&office, Item::NOUN, "identification,serial_number\nHD-0001,77\u{336}41\n").await;
    assert_eq!((told.findings[0].code.as_ref(), told.findings[0].path.as_str()), ("text_mark", "2/serial_number"));
}

// C-5.3.3: two identifications that look the same, and identifications that nobody can read out.
on_both_engines!(an_identification_is_told_from_another_by_what_is_seen, Lab::demo_on);
async fn an_identification_is_told_from_another_by_what_is_seen(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    entered(&office, "TW-1").await.success::<Written<Item>>();
    for odd in ['\u{fe00}', '\u{fe0f}', '\u{e0100}', '\u{2800}', '\u{1680}'] {
        assert_eq!(stopped(entered(&office, &format!("TW-1{odd}")).await), one("text_invisible", "identification"), "{odd:?}");
    }
    assert_eq!(stopped(entered(&office, "TW-1\u{336}").await), one("text_mark", "identification"));
    let nameless = || one("number_without_letters", "identification");
    for sign in [".", "-", "№"] {
        assert_eq!(stopped(entered(&office, sign).await), nameless(), "{sign}");
        let told = preview(&office, Item::NOUN, format!("identification,customer,name_en\n{sign},HENGDA,x\n")).await;
        assert_eq!((told.findings[0].code.as_ref(), told.findings[0].path.as_str()), ("number_without_letters", "2/identification"));
    }
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let numbered = change::<Standard>(&technical, "gauge", |standard| standard.serial_number = "№".to_owned()).await;
    assert_eq!(stopped(numbered), one("number_without_letters", "serial_number"));
    // What stood there before stays until it is changed.
    let row: Row<Item> = office.get(&entry::<Item>("hd_calliper_1")).await;
    let mut earlier = serde_json::to_value(&row.body).expect("an item");
    earlier["serial_number"] = "//".into();
    put_over::<kind::Item>(&lab, row.id, row.revision, earlier).await;
    change::<Item>(&office, "hd_calliper_1", |item| item.location = "Hall 3".to_owned()).await.success::<Value>();
    let changed = change::<Item>(&office, "hd_calliper_1", |item| item.serial_number = "..".to_owned()).await;
    assert_eq!(stopped(changed), one("number_without_letters", "serial_number"));
}

// An item’s model with a blank of Ogham, and a remark with sixty accents: the draft of the certificate was a failure of the server,
// or was written over. What is kept already is printed so that it can be read.
on_both_engines!(what_was_kept_before_there_was_a_rule_is_printed_and_written_over_nothing, Lab::new_on);
async fn what_was_kept_before_there_was_a_rule_is_printed_and_written_over_nothing(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let admin = lab.person("admin").await;
    let row: Row<Item> = admin.get(&path::with2(path::REGISTER_ENTRY, Item::NOUN, site.world.item)).await;
    let mut body = serde_json::to_value(&row.body).expect("an item");
    body["model"] = "0-150\u{1680}B".into();
    body["serial_number"] = format!("7741a{}", "\u{301}".repeat(60)).into();
    put_over::<kind::Item>(&lab, row.id, row.revision, body).await;
    lab.advance(minutes(5));
    site.send(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let remark = Body::Remarked { path: READING.to_owned(), text: format!("struck 7\u{336}7, a{}", "\u{301}".repeat(60)) };
    site.make(&lab, record, remark).expect("a tablet keeps what was typed");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let desk = Desk::around(&lab, site, record).await;
    let pdf = desk.qian.download(&path::with(path::RECORD_DRAFT_PDF, record)).await;
    let text = text_of(&pdf);
    assert!(text.contains("0-150 B"), "{text}");
    // Read from the page, a letter and its marks come once for each of their glyphs.
    assert!(!text.contains(&"\u{301}".repeat(4)), "{text}");
    desk.issued("original").await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.5.4: on the tablet it stays what was written down; the register has what can be read.
on_both_engines!(an_item_that_was_found_is_kept_without_what_is_drawn_over_other_text, Lab::new_on);
async fn an_item_that_was_found_is_kept_without_what_is_drawn_over_other_text(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let item: ItemId = site.tablet.new_id(lab.now());
    let mut found = site.tablet.pack().items[0].body.clone();
    found.identification = "NEW-1".to_owned();
    found.serial_number = format!("90\u{336}01a{}", "\u{301}".repeat(9));
    site.tablet.make(Stream::item(item), lab.now(), Body::ItemFound(Box::new(found))).expect("an item is found");
    site.send(&lab).await;
    let kept = lab.person("admin").await.get::<Row<Item>>(&path::with2(path::REGISTER_ENTRY, Item::NOUN, item)).await.body;
    assert_eq!((kept.identification.as_str(), kept.serial_number.as_str()), ("NEW-1", "9001a\u{301}\u{301}\u{301}"));
    assert_eq!(kept.all_findings(), []);
}

//! What people and other programs do to a tablet: numbers as typed, photos as phones take them, manufacturers' numbers, a store that the
//! browser closes.

use std::time::{Duration, Instant};

use backend::demo::names;
use serde_json::json;

use crate::office::Desk;
use crate::server::Server;
use crate::tablet::Tablet;

const VISIT: &str = "HZ-V-0501";
const ITEM: &str = "HD-0001";
const TEMPERATURE: &str = "environment/start/temperature";
const HUMIDITY: &str = "environment/start/humidity";
/// A photo labelled JPEG whose content is HEIC.
const HEIC: &str = "const bytes = new Uint8Array(5000); bytes.set([0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69, 0x63]);\
    const files = new DataTransfer(); files.items.add(new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));\
    const input = document.querySelector('[data-test=photo]'); input.files = files.files;\
    input.dispatchEvent(new Event('change', { bubbles: true })); return true";
/// Presses every "force close" of the browser's own page on its stores.
const FORCE_CLOSE: &str = "const found = []; const look = root => { for (const e of root.querySelectorAll('*')) {\
      if (e.shadowRoot) look(e.shadowRoot);\
      if (e.children.length === 0 && /force close/i.test(e.textContent)) found.push(e); } };\
    look(document); found.forEach(e => e.click()); return found.length";

#[tokio::test(flavor = "multi_thread")]
async fn what_people_type_attach_and_look_for_is_taken_as_they_meant_it() {
    let mut server = Server::with_demo().await;
    two_makers_number_alike(&server).await;
    let tablet = Tablet::enrolled(&server, names::CALIBRATOR).await;
    both_are_offered(&tablet).await;
    tablet.prepares_visit(VISIT, &["HZ-L-001"]).await;
    tablet.begins(ITEM, &[("blocks", "HZ-L-001")]).await;
    a_number_read_in_two_ways_is_asked_about(&tablet).await;
    a_photo_that_nobody_can_show_is_refused_at_once(&tablet).await;
    server.kill();
    a_store_closed_by_the_browser_is_opened_again(&tablet).await;
    an_age_goes_on(&tablet).await;
    server.start().await;
    tablet.waits_until_uploaded().await;
}

/// The office has entered them with their manufacturers' numbers.
async fn two_makers_number_alike(server: &Server) {
    let office = Desk::of(server, names::OFFICE, "/office/items").await;
    let enter = "return fetch('/api/registers/items?search=HD-0001').then(r => r.json()).then(page => page.rows[0].body.customer)\
        .then(customer => Promise.all([['MIN-N1', 'Sartorius', 'MSE'], ['MIN-N2', 'Mettler', 'XPR']].map(([identification, manufacturer, model]) =>\
          fetch('/api/registers/items', { method: 'POST', headers: { 'content-type': 'application/json', 'x-etalon': '1' }, body: JSON.stringify({ revision: 0, body: {\
            customer, identification, name: { zh: '天平', en: 'Balance' }, model, manufacturer, serial_number: '5150', range: '',\
            location: '', notes: '' }, reason: '' }) }).then(r => r.status))))";
    let answers = office.screen().ask(enter).await;
    assert!(answers.as_array().is_some_and(|all| all.iter().all(|status| (200..300).contains(&status.as_u64().unwrap_or(0)))), "{answers}");
}

/// C-5.3.3: serial numbers are unique per manufacturer only: a search shows every item that has the number.
async fn both_are_offered(tablet: &Tablet) {
    let screen = tablet.screen();
    screen.press("nav-scan").await;
    screen.write_css("[name=identification]", "5150").await;
    for (item, maker) in [("MIN-N1", "Sartorius"), ("MIN-N2", "Mettler")] {
        let hit = screen.see(&format!("hit-{item}")).await.text().await.unwrap_or_default();
        assert!(hit.contains(maker), "{hit}");
    }
    assert_eq!(screen.small_targets().await, Vec::<String>::new());
    screen.press("hit-MIN-N2").await;
    screen.reads("Mettler · XPR").await;
}

/// C-5.5.3: nothing is stored before the person has said which of the two is meant.
async fn a_number_read_in_two_ways_is_asked_about(tablet: &Tablet) {
    let screen = tablet.screen();
    tablet.goes_to("prepare").await;
    tablet.starts_typing(TEMPERATURE, false, "20,125").await;
    screen.see_css(&format!("[data-path='{TEMPERATURE}'] [data-code=decimal_ambiguous]")).await;
    assert!(!screen.sees(&format!("cell-{TEMPERATURE}")).await, "not before it is answered");
    assert_eq!(screen.small_targets().await, Vec::<String>::new());
    screen.press("meant-decimal").await;
    let stored = screen.see(&format!("amend-{TEMPERATURE}")).await.text().await.unwrap_or_default();
    assert_eq!(stored, "20.125");
    // The other decimal sign, in the other language.
    screen.choose("select[name=language]", "uk").await;
    tablet.starts_typing(HUMIDITY, false, "45.125").await;
    screen.see_css(&format!("[data-path='{HUMIDITY}'] [data-code=decimal_ambiguous]")).await;
    assert_eq!(screen.see("meant-decimal").await.text().await.unwrap_or_default(), "45,125");
    screen.choose("select[name=language]", "en").await;
    tablet.enters(HUMIDITY, "45").await;
}

async fn a_photo_that_nobody_can_show_is_refused_at_once(tablet: &Tablet) {
    let screen = tablet.screen();
    tablet.goes_to("finish").await;
    screen.ask(HEIC).await;
    screen.see_css("[data-code=file_heic]").await;
    assert!(!screen.sees("attachment").await, "nothing of it is in the record");
}

/// The browser's internal page closes the connections of every store, as a failing disk would.
async fn a_store_closed_by_the_browser_is_opened_again(tablet: &Tablet) {
    let driver = tablet.screen().0;
    let here = driver.window().await.expect("a tab");
    let other = driver.new_tab().await.expect("another tab");
    driver.switch_to_window(other).await.expect("the other tab");
    tablet.screen().goto("chrome://indexeddb-internals").await;
    let deadline = Instant::now() + Duration::from_secs(20);
    while tablet.screen().ask(FORCE_CLOSE).await == json!(0) {
        assert!(Instant::now() < deadline, "the browser's page of stores: {}", tablet.screen().page_text().await);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    driver.close_window().await.expect("the other tab closes");
    driver.switch_to_window(here).await.expect("the first tab");
    tablet.enters("environment/end/temperature", "20.3").await;
    assert!(!tablet.screen().sees("failing").await);
}

/// The line at the bottom says how long an entry has been waiting, and keeps this up to date.
async fn an_age_goes_on(tablet: &Tablet) {
    let screen = tablet.screen();
    let first = screen.see("age").await.text().await.unwrap_or_default();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let then = screen.see("age").await.text().await.unwrap_or_default();
    assert_ne!(first, then);
}

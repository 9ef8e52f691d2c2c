//! A tablet of several people: each has a PIN and work of their own (C-5.5.1), and a forgotten PIN loses nothing.

use backend::demo::names;

use crate::office::Desk;
use crate::recording::PHOTO;
use crate::server::Server;
use crate::tablet::Tablet;

const WANG_S_ITEM: &str = "HD-0001";
const CHEN_S_ITEM: &str = "PJ-0301";

/// C11
#[tokio::test(flavor = "multi_thread")]
async fn none_of_a_shared_tablet_sees_another_s_work() {
    let mut server = Server::with_demo().await;
    let mut tablet = Tablet::enrolled(&server, names::CALIBRATOR).await;
    tablet.prepares_visit("HZ-V-0501", &["HZ-L-001"]).await;
    tablet.begins(WANG_S_ITEM, &[("blocks", "HZ-L-001")]).await;
    tablet.waits_until_uploaded().await;
    tablet.signs_out().await;

    tablet.passes_to(&server, names::SECOND_CALIBRATOR).await;
    sees_only_own_work(&tablet).await;
    locked_without_signing_out(&mut tablet, &server).await;
    server.kill();
    tablet.device.close().await;
    opens_cold(&mut tablet, &server).await;
    tablet.begins(CHEN_S_ITEM, &[("calibrator", "HZ-E-001")]).await;
    knows_what_is_stored(&tablet).await;

    server.start().await;
    new_pin_for_wang(&mut tablet, &server).await;
    revoked_while_away(&mut tablet, &mut server).await;
}

async fn sees_only_own_work(tablet: &Tablet) {
    let screen = tablet.screen();
    screen.see(&format!("task-{CHEN_S_ITEM}")).await;
    screen.see_css("[data-test=laboratory] [data-test=pack-whole]").await;
    assert!(!screen.sees("visit-HZ-V-0501").await && !screen.sees(&format!("record-{WANG_S_ITEM}")).await);
    screen.press("nav-scan").await;
    screen.write_css("[name=identification]", WANG_S_ITEM).await;
    screen.see_css(".empty").await;
}

/// C11: the lock keeps the session. Under Chen's, nothing of Wang's goes out; who is signed in can be seen and ended at the gate.
async fn locked_without_signing_out(tablet: &mut Tablet, server: &Server) {
    let screen = tablet.screen();
    screen.press("lock").await;
    screen.see("signed-in").await;
    screen.press("person-wang").await;
    tablet.types("314159").await;
    screen.see_css("[data-test=halted][data-code=not_signed_in]").await;
    screen.press("nav-today").await;
    screen.press(&format!("record-{WANG_S_ITEM}")).await;
    tablet.goes_to("finish").await;
    screen.ask(PHOTO).await;
    screen.see_css("[data-test=attachment] [data-test=thumbnail]").await;
    screen.see_css("[data-test=halted][data-code=not_signed_in]").await;
    assert_eq!(screen.attribute("waiting", "data-waiting").await, "1");
    screen.see("uploads").await;
    let asked = "return performance.getEntriesByType('resource').filter(e => e.name.includes('/api/files/')).length";
    assert_eq!(screen.ask(asked).await, 0, "no photo of Wang's under the session of Chen");
    assert_eq!(screen.small_targets().await, Vec::<String>::new());

    screen.press("lock").await;
    screen.press("gate-sign-out").await;
    screen.misses("signed-in").await;
    tablet.sign_in = names::CALIBRATOR;
    tablet.signs_in_again(server).await;
    tablet.waits_until_uploaded().await;
    tablet.screen().misses("uploads").await;
    tablet.signs_out().await;
    tablet.sign_in = names::SECOND_CALIBRATOR;
    tablet.signs_in_again(server).await;
}

/// Without a server, from nothing: everybody's name, nobody's work; wrong PINs pause, the right one opens.
async fn opens_cold(tablet: &mut Tablet, server: &Server) {
    tablet.device.open().await;
    let screen = tablet.screen();
    screen.goto(&server.url("/today")).await;
    screen.press("person-wang").await;
    assert_eq!(screen.small_targets().await, Vec::<String>::new());
    for _ in 0..3 {
        tablet.types("000000").await;
        screen.see_css("[data-code=pin_wrong]").await;
    }
    tablet.types("314159").await;
    screen.see_css("[data-code=pin_throttled]").await;
    screen.press("other-person").await;
    tablet.unlocks().await;
}

async fn knows_what_is_stored(tablet: &Tablet) {
    let screen = tablet.screen();
    screen.press("nav-storage").await;
    let granted = screen.attribute("persistent", "data-granted").await;
    assert!(["true", "false"].contains(&granted.as_str()), "{granted}");
    let room = screen.see("room").await.text().await.unwrap_or_default();
    assert!(room.contains("MB"), "{room}");
    let waiting = screen.see("not-uploaded").await.text().await.unwrap_or_default();
    assert!(waiting.starts_with("2 ") && waiting.contains(" · "), "two entries, and since when: {waiting}");
    assert_eq!(screen.small_targets().await, Vec::<String>::new());
}

/// The office lets Wang choose a new PIN; what he wrote is there.
async fn new_pin_for_wang(tablet: &mut Tablet, server: &Server) {
    let office = Desk::of(server, names::ADMINISTRATOR, "/office/devices").await;
    let button = "//tbody/tr[contains(., 'Wang')]//button[not(contains(@class, 'danger'))]";
    office.screen().press_xpath(button).await;
    office.screen().press_css("dialog footer button.primary").await;
    office.screen().see("new-pin-until").await;

    tablet.signs_out().await;
    tablet.sign_in = names::CALIBRATOR;
    let screen = tablet.screen();
    screen.goto(&server.url("/sign-in?to=/today")).await;
    screen.press_css("[data-demo=wang]").await;
    screen.press("person-wang").await;
    screen.press("pin-forgotten").await;
    screen.write_css("[data-test=forgotten] [name=password]", names::PASSWORD).await;
    screen.write_css("[name=renewed_pin]", "271828").await;
    screen.write_css("[name=renewed_pin_again]", "271828").await;
    screen.press_css("[data-test=renew-pin] button").await;
    screen.see(&format!("record-{WANG_S_ITEM}")).await;
    tablet.signs_out().await;
    screen.press("person-wang").await;
    tablet.types("271828").await;
    screen.press("nav-today").await;
    screen.see(&format!("record-{WANG_S_ITEM}")).await;
    tablet.signs_out().await;
}

/// A revoked device says so on every screen and records nothing more, even without a network; unsent entries can be exported.
async fn revoked_while_away(tablet: &mut Tablet, server: &mut Server) {
    tablet.sign_in = names::SECOND_CALIBRATOR;
    tablet.signs_in_again(server).await;
    tablet.waits_until_uploaded().await;
    let office = Desk::of(server, names::ADMINISTRATOR, "/office/devices").await;
    office.screen().press_xpath("//tbody/tr[contains(., 'Chen')]//button[contains(@class, 'danger')]").await;
    office.screen().press_css("dialog footer button.danger").await;
    office.screen().see_css("[data-state=revoked]").await;
    tablet.screen().press("nav-today").await;
    tablet.screen().ask("return window.dispatchEvent(new Event('focus'))").await;
    for page in ["nav-today", "nav-scan", "nav-storage"] {
        tablet.screen().press(page).await;
        tablet.screen().see("revoked").await;
    }
    assert!(tablet.screen().sees("export").await, "what is not sent is taken along from there");
    assert_eq!(tablet.screen().small_targets().await, Vec::<String>::new());
    // It knows without the office.
    server.kill();
    tablet.device.close().await;
    tablet.device.open().await;
    let screen = tablet.screen();
    screen.goto(&server.url("/today")).await;
    tablet.chooses_and_types_pin().await;
    screen.see("revoked").await;
    assert!(!screen.sees("task-PJ-0302").await);
}

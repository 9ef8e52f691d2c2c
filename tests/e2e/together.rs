//! Several hands on one record: a second calibrator, a second tablet, a second tab, the office meanwhile.

use backend::demo::names;

use crate::office::Desk;
use crate::recording::PHOTO;
use crate::server::Server;
use crate::tablet::Tablet;

const VISIT: &str = "HZ-V-0501";
const ITEM: &str = "HD-0001";
const FIRST: &str = "as_found/points/20/indication/r1";
const SECOND: &str = "as_found/points/50/indication/r1";
const THIRD: &str = "as_found/points/100/indication/r1";
const FOURTH: &str = "as_found/points/150/indication/r1";

/// C14, C15, C-5.5.4: each strikes through own values only, and each signs.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_calibrator_joins_records_and_signs() {
    let server = Server::with_demo().await;
    let wang = Tablet::enrolled(&server, names::CALIBRATOR).await;
    wang.prepares_visit(VISIT, &["HZ-L-001"]).await;
    wang.begins(ITEM, &[("blocks", "HZ-L-001")]).await;
    wang.enters("environment/start/temperature", "20.1").await;
    wang.enters("environment/start/humidity", "45").await;
    wang.answers("appearance", "good").await;
    wang.answers("movement", "works").await;
    wang.screen().press_option("[data-test=join-who] option", "Chen").await;
    wang.screen().press("join").await;
    wang.screen().see_css("[data-test=calibrator]:nth-of-type(2)").await;
    wang.goes_to("as_found").await;
    wang.reads("as_found", "20", "indication", "20.00").await;
    wang.waits_until_uploaded().await;

    let chen = Tablet::enrolled(&server, names::SECOND_CALIBRATOR).await;
    // C-5.2.2.3: everybody acknowledges for themselves, planned or not.
    chen.acknowledges(VISIT).await;
    chen.screen().press(&format!("record-{ITEM}")).await;
    chen.goes_to("as_found").await;
    chen.screen().press("point-20").await;
    assert!(!enabled(&chen, FIRST).await, "another's value cannot be struck through");
    for (point, value) in [("50", "50.00"), ("100", "100.02"), ("150", "150.05")] {
        chen.reads("as_found", point, "indication", value).await;
    }
    assert!(enabled(&chen, FOURTH).await, "one's own can");
    chen.waits_until_uploaded().await;

    wang.hears_from_the_office().await;
    wang.screen().press("nav-today").await;
    wang.screen().press(&format!("record-{ITEM}")).await;
    wang.goes_to("finish").await;
    wang.enters("environment/end/temperature", "20.3").await;
    wang.enters("environment/end/humidity", "46").await;
    wang.submits().await;
    wang.waits_until_uploaded().await;
    chen.hears_from_the_office().await;
    chen.screen().press("nav-scan").await;
    chen.screen().press("nav-today").await;
    chen.screen().press(&format!("record-{ITEM}")).await;
    chen.goes_to("finish").await;
    chen.screen().press("submit").await;
    chen.types("314159").await;
    chen.screen().see_css("[data-test=signed] ~ [data-test=signed]").await;
}

async fn enabled(tablet: &Tablet, path: &str) -> bool {
    tablet.screen().see(&format!("amend-{path}")).await.is_enabled().await.unwrap_or(false)
}

/// C15, C16: nothing wins by being last; the person chooses, and what a tablet cannot send is carried.
#[tokio::test(flavor = "multi_thread")]
async fn two_tablets_of_one_person_and_two_tabs_of_one_tablet() {
    let mut server = Server::with_demo().await;
    let first = Tablet::enrolled(&server, names::CALIBRATOR).await;
    first.prepares_visit(VISIT, &["HZ-L-001"]).await;
    first.begins(ITEM, &[("blocks", "HZ-L-001")]).await;
    first.enters("environment/start/temperature", "20.1").await;
    first.enters("environment/start/humidity", "45").await;
    first.goes_to("as_found").await;
    first.waits_until_uploaded().await;
    let mut second = Tablet::enrolled(&server, names::CALIBRATOR).await;
    second.screen().press(&format!("record-{ITEM}")).await;
    second.goes_to("as_found").await;

    server.kill();
    first.enters(FIRST, "20.00").await;
    second.enters(FIRST, "20.01").await;
    // Whose entry the office gets first is the one that counts: the other tablet stays shut until then.
    second.device.close().await;
    server.start().await;
    first.waits_until_uploaded().await;
    second.opens_again(&server).await;
    second.waits_until_uploaded().await;
    second.screen().press(&format!("record-{ITEM}")).await;
    second.goes_to("as_found").await;
    chooses_the_other_value(&second).await;
    first.hears_from_the_office().await;
    first.screen().press("nav-today").await;
    first.screen().press(&format!("record-{ITEM}")).await;
    first.goes_to("as_found").await;
    first.screen().see(&format!("history-{FIRST}")).await;

    two_tabs(&first).await;
    the_office_moves_the_visit(&first, &server).await;
    carried_to_the_office(&mut second, &mut server).await;
}

/// What the second tablet wrote is explained, and becomes an amendment once it is chosen.
async fn chooses_the_other_value(tablet: &Tablet) {
    let screen = tablet.screen();
    screen.see_css("[data-test=set-aside][data-code=already_entered_elsewhere]").await;
    assert_eq!(screen.small_targets().await, Vec::<String>::new());
    screen.press("choose").await;
    screen.misses("set-aside").await;
    screen.see(&format!("history-{FIRST}")).await;
    let counts = screen.see(&format!("amend-{FIRST}")).await.text().await.unwrap_or_default();
    assert_eq!(counts, "20.01");
    tablet.waits_until_uploaded().await;
}

/// Both tabs write to one chain; neither loses a value.
async fn two_tabs(tablet: &Tablet) {
    let driver = tablet.screen().0;
    let here = driver.window().await.expect("a tab");
    let record = driver.current_url().await.expect("an address");
    tablet.reads("as_found", "50", "indication", "50.00").await;
    let other = driver.new_tab().await.expect("another tab");
    driver.switch_to_window(other).await.expect("the other tab");
    tablet.screen().goto(record.as_str()).await;
    tablet.chooses_and_types_pin().await;
    tablet.goes_to("as_found").await;
    tablet.reads("as_found", "100", "indication", "100.00").await;
    driver.close_window().await.expect("the other tab closes");
    driver.switch_to_window(here).await.expect("the first tab");
    tablet.reads("as_found", "150", "indication", "150.00").await;
    for (point, path) in [("50", SECOND), ("100", THIRD), ("150", FOURTH)] {
        tablet.screen().press(&format!("point-{point}")).await;
        tablet.screen().see(&format!("cell-{path}")).await;
    }
    tablet.waits_until_uploaded().await;
}

/// C16: what the office changes reaches the tablet.
async fn the_office_moves_the_visit(tablet: &Tablet, server: &Server) {
    let office = Desk::of(server, names::OFFICE, "/office/visits").await;
    office.changes("visits", VISIT, "body.starts = '10:30'").await;
    tablet.hears_from_the_office().await;
    tablet.screen().press("nav-today").await;
    tablet.screen().reads("10:30").await;
}

/// C15: a tablet that cannot reach the office any more; its entries are in a file, once.
async fn carried_to_the_office(tablet: &mut Tablet, server: &mut Server) {
    server.kill();
    tablet.goes_to("finish").await;
    tablet.screen().write_css("[name=remark]", "carried by hand").await;
    tablet.screen().press_css("[data-test=store-remark] button").await;
    tablet.screen().reads("carried by hand").await;
    tablet.screen().ask(PHOTO).await;
    tablet.screen().see_css("[data-test=attachment] [data-test=thumbnail]").await;
    tablet.screen().press("nav-storage").await;
    tablet.screen().press_css("[data-test=export] button").await;
    tablet.screen().press_css("[data-test=save-export] button").await;
    tablet.screen().see("exported").await;
    let file = tablet.device.downloaded("json").await;
    tablet.device.kill();
    server.start().await;
    let office = Desk::of(server, names::OFFICE, "/office/devices").await;
    for counted in ["2 ", "0 "] {
        office.screen().press_css("[data-test=import-drafts] button").await;
        office.screen().give_file("[data-test=drafts-file]", &file).await;
        let told = office.screen().see("drafts-imported").await.text().await.unwrap_or_default();
        assert!(told.starts_with(counted), "{told}");
        let files = office.screen().see("files-imported").await.text().await.unwrap_or_default();
        assert!(files.starts_with("1 ") && files.contains(" 0 "), "the photo comes with the entries: {files}");
        office.screen().press_css("dialog header button").await;
    }
}

//! The whole way, in the browser: the office prepares the order, a tablet without network records, a checker, a signatory and a customer
//! do their part, and the certificate is supplemented and replaced. Every step is done on a screen.

use backend::demo::names;

use crate::office::Desk;
use crate::preparing::{Job, prepares};
use crate::server::Server;
use crate::tablet::Tablet;

const JOB: Job = Job {
    item: "HD-0101",
    serial: "88120",
    order: "HZ-O-3001",
    visit: "HZ-V-0601",
    customer: "HENGDA",
    place: "hall 2",
    calibrator: "Wang",
    standard: "HZ-L-001",
    edition: "JJG 30",
};
const LAST_READING: &str = "as_found/points/150/indication/r1";

#[tokio::test(flavor = "multi_thread")]
async fn from_the_office_over_a_tablet_without_network_to_a_certificate() {
    let mut server = Server::with_demo().await;
    prepares(&server, &JOB).await;
    let mut tablet = Tablet::enrolled(&server, names::CALIBRATOR).await;

    server.kill();
    tablet.device.close().await;
    tablet.opens_again(&server).await;
    records_a_calliper(&tablet).await;
    server.start().await;
    tablet.waits_until_uploaded().await;
    drop(tablet);

    let original = check_and_issue(&server, true).await;
    let customer = Desk::of(&server, names::CUSTOMER, "/portal").await;
    // C-5.4.1 j: the amended value, U and k, as EA-4/02 S10 states them.
    let text = certificate_text(&server, &customer, &original).await;
    for stated in [original.as_str(), "150.10", "0.012", "1.83", JOB.serial] {
        assert!(text.contains(stated), "{stated} is not stated:\n{text}");
    }

    // C-5.4.2.1: the interval is stated too; nothing that is stated changes.
    corrects(&server, &original, "orders", JOB.order, ("lines/0/recalibration_months", "12")).await;
    let supplement = check_and_issue(&server, false).await;
    assert!(certificate_text(&server, &customer, &supplement).await.contains(&original), "it names the one it supplements");

    // C-5.4.2.2: a stated value changes; the old certificate is void at once, and the new one says so.
    corrects(&server, &supplement, "customers", "HENGDA", ("contacts/0/telephone", "0512-6500 0008")).await;
    let replacement = check_and_issue(&server, false).await;
    assert!(certificate_text(&server, &customer, &replacement).await.contains(&supplement), "it names the one it replaces");
    customer.screen().see_css(&format!("[data-number='{supplement}'].void")).await;
}

/// C-5.5.3, C-5.5.4, C-5.2.2.2
async fn records_a_calliper(tablet: &Tablet) {
    tablet.prepares_visit(JOB.visit, &[JOB.standard]).await;
    tablet.begins(JOB.item, &[("blocks", JOB.standard)]).await;
    tablet.enters("environment/start/temperature", "20.1").await;
    tablet.enters("environment/start/humidity", "45").await;
    tablet.answers("appearance", "good").await;
    tablet.answers("movement", "works").await;
    tablet.goes_to("as_found").await;
    for (point, value) in [("20", "20.00"), ("50", "50,00"), ("100", "100.05"), ("150", "150.15")] {
        tablet.reads("as_found", point, "indication", value).await;
    }
    tablet.amends(LAST_READING, "150.10").await;
    another_language(tablet).await;
    tablet.goes_to("finish").await;
    tablet.enters("environment/end/temperature", "20.3").await;
    tablet.enters("environment/end/humidity", "46").await;
    tablet.submits().await;
}

/// A5: another language with no network: its decimal sign, and every digit as it was typed.
async fn another_language(tablet: &Tablet) {
    let screen = tablet.screen();
    screen.press("point-50").await;
    for (language, u, digits) in [("uk", "U = 0,012", "50,00"), ("zh-CN", "U = 0.012", "50.00"), ("en", "U = 0.012", "50.00")] {
        screen.choose("select[name=language]", language).await;
        screen.reads(u).await;
        let typed = screen.see("cell-as_found/points/50/indication/r1").await.text().await.expect("what was typed");
        assert!(typed.contains(digits), "{typed}");
    }
}

/// C-5.2-A, C-4.3.2: a second person checks, a third one issues.
async fn check_and_issue(server: &Server, to_check: bool) -> String {
    if to_check {
        let checker = Desk::of(server, names::CHECKER, "/office/records?state=submitted").await;
        checker.opens_row(JOB.serial).await;
        checker.signs().await;
    }
    if !to_check {
        // C-5.4.2: what the office corrected is checked by a second person too.
        let checker = Desk::of(server, names::CHECKER, "/office/records?state=checked").await;
        checker.opens_row(JOB.serial).await;
        checker.screen().press_css(".page-head a.button.primary[href$='/draft']").await;
        checker.checks_case().await;
    }
    let signatory = Desk::of(server, names::SIGNATORY, "/office/records?state=checked").await;
    signatory.opens_row(JOB.serial).await;
    signatory.screen().press_css(".page-head a.button.primary[href$='/draft']").await;
    signatory.issues().await
}

/// C-5.4.2: a case with a reason, and the office's facts corrected.
async fn corrects(server: &Server, number: &str, noun: &str, entry: &str, (field, value): (&str, &str)) {
    let office = Desk::of(server, names::OFFICE, "/office/certificates").await;
    office.opens_row(number).await;
    office.opens_case("the customer's facts were wrong").await;
    office.corrects(server, noun, entry, field, value).await;
}

/// C-4.1.2.2: the customer opens what was issued and presses the button that downloads it.
async fn certificate_text(server: &Server, customer: &Desk, number: &str) -> String {
    let screen = customer.screen();
    screen.goto(&server.url("/portal")).await;
    screen.press_css(&format!("[data-number='{number}'] a.button")).await;
    support::pdf::text(&customer.downloaded("pdf").await)
}

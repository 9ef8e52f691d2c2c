//! A date is that of the place, or of the office, at that instant: not the browser's, the server's or UTC's.

use backend::demo::names;

use crate::around_midnights;
use crate::office::Desk;
use crate::paperwork::TODAY;
use crate::server::Server;
use crate::tablet::Tablet;

const VISIT: &str = "HZ-V-0501";

around_midnights!(what_asks_for_a_day_asks_the_place);
async fn what_asks_for_a_day_asks_the_place() {
    let server = Server::with_demo().await;
    the_office_s_day(&server).await;
    joins_the_visit_of_the_day(&server).await;
}

/// The desk shows what is new by the office's date.
async fn the_office_s_day(server: &Server) {
    let office = Desk::of(server, names::OFFICE, "/office/visits/new").await;
    let screen = office.screen();
    screen.see_css("input[name=day]").await;
    let today = screen.ask(TODAY).await;
    assert_eq!(screen.ask("return document.querySelector('input[name=day]').value").await, today);
}

/// C-5.1.2: an unplanned item that is scanned belongs to that day's visit at its owner's place.
async fn joins_the_visit_of_the_day(server: &Server) {
    let tablet = Tablet::enrolled(server, names::CALIBRATOR).await;
    let screen = tablet.screen();
    // The visit of the day is shown with its time only.
    let shown = screen.see_css(&format!("[data-test='visit-{VISIT}'] .tb-when")).await.text().await.unwrap_or_default();
    assert_eq!(shown, "09:00", "it is today's");
    screen.press("nav-scan").await;
    screen.write_css("[name=identification]", "HD-0008").await;
    screen.see("scan-unplanned").await;
    let offered = screen.ask("return document.querySelector('[data-test=scan-where] option').textContent").await;
    assert!(offered.as_str().is_some_and(|words| words.contains(VISIT)), "{offered}");
    screen.press_option("[data-test=scan-unplanned] [data-test=edition] option", "JJG 52").await;
    screen.press_css("[data-test=scan-unplanned] [data-test=begin-record]").await;
    screen.see("slot-gauge").await;
    tablet.waits_until_uploaded().await;
    // The office's rules agree about the date.
    assert!(!screen.sees("set-aside").await, "{}", screen.page_text().await);
    screen.press("nav-today").await;
    screen.press(&format!("visit-{VISIT}")).await;
    screen.see("record-HD-0008").await;
}

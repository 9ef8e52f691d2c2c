//! A method whose results are simulated on the tablet: beside the screen, with a way out; and how each result came about (C-5.5.2, C-5.5.3).

use std::time::{Duration, Instant};

use backend::demo::names;

use crate::office::Desk;
use crate::paperwork::saves;
use crate::preparing::{Job, prepares};
use crate::server::Server;
use crate::tablet::Tablet;

const JOB: Job = Job {
    item: "HD-0102",
    serial: "88121",
    order: "HZ-O-3002",
    visit: "HZ-V-0602",
    customer: "HENGDA",
    place: "hall 2",
    calibrator: "Wang",
    standard: "HZ-L-001",
    edition: "2012-S",
};
/// Enough that it is still running when it is stopped.
const TRIALS: &str = "3000000";
/// Four results are simulated, one after the other, maybe beside two other stories.
const SIMULATING: Duration = Duration::from_secs(240);
/// Presses the button that stops the simulation whenever it is there: on a fast machine it is gone before a driver finds it.
const STOPS: &str = "window.stops = setInterval(() => document.querySelector('[data-test=stop]')?.click(), 5); return true";
const STOPS_NO_MORE: &str = "clearInterval(window.stops); return true";

#[tokio::test(flavor = "multi_thread")]
async fn results_are_simulated_beside_the_screen() {
    let server = Server::with_demo().await;
    an_edition_that_simulates(&server).await;
    prepares(&server, &JOB).await;
    let tablet = Tablet::enrolled(&server, names::CALIBRATOR).await;
    tablet.prepares_visit(JOB.visit, &[JOB.standard]).await;
    tablet.begins(JOB.item, &[("blocks", JOB.standard)]).await;
    tablet.enters("environment/start/temperature", "20.1").await;
    tablet.enters("environment/start/humidity", "45").await;
    // Inspections are on the way.
    tablet.screen().press("next-reading").await;
    tablet.screen().see_css("[data-test^='choice-appearance']:focus").await;
    tablet.answers("appearance", "good").await;
    tablet.answers("movement", "works").await;
    tablet.goes_to("as_found").await;
    stopped_and_begun_again(&tablet).await;
    // The screen takes values meanwhile.
    for (point, value) in [("50", "50.00"), ("100", "100.05"), ("150", "150.10")] {
        tablet.reads("as_found", point, "indication", value).await;
    }
    told_step_by_step(&tablet).await;
    tablet.goes_to("finish").await;
    tablet.enters("environment/end/temperature", "20.3").await;
    tablet.enters("environment/end/humidity", "46").await;
    tablet.submits().await;
    tablet.waits_until_uploaded().await;
    the_checker_sees_the_same(&server).await;
}

/// C-4.2: a successor of the calliper's edition, with another coverage rule.
async fn an_edition_that_simulates(server: &Server) {
    let desk = Desk::of(server, names::TECHNICAL_MANAGER, "/office/editions").await;
    let screen = desk.screen();
    desk.opens_row("JJG 30-2012").await;
    screen.press_css(".page-head a[href*='like=']").await;
    screen.write_css("input[name=name]", JOB.edition).await;
    screen.choose("select[name='computation/coverage/rule/by']", "monte_carlo").await;
    screen.write_css("input[name='computation/coverage/rule/trials']", TRIALS).await;
    screen.write_css("input[name='computation/coverage/rule/seed']", "1").await;
    screen.choose("select[name=status]", "in_force").await;
    saves(&screen).await;
}

async fn stopped_and_begun_again(tablet: &Tablet) {
    let screen = tablet.screen();
    screen.ask(STOPS).await;
    tablet.reads("as_found", "20", "indication", "20.00").await;
    screen.see("simulate").await;
    screen.ask(STOPS_NO_MORE).await;
    assert!(!screen.sees("result").await, "no result that was not simulated");
    screen.press("simulate").await;
    is_simulated(tablet).await;
}

async fn is_simulated(tablet: &Tablet) {
    let deadline = Instant::now() + SIMULATING;
    while !tablet.screen().sees("result").await {
        assert!(Instant::now() < deadline, "no result");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

async fn told_step_by_step(tablet: &Tablet) {
    let screen = tablet.screen();
    screen.press("point-150").await;
    is_simulated(tablet).await;
    screen.press("how-it-came").await;
    screen.see("derivation").await;
    // EA-4/02 S10: the model with this point's values, down to the error of indication.
    let model = screen.see("derivation-model").await.text().await.expect("the model");
    assert!(model.contains("150.10") && model.contains("0.1"), "{model}");
}

async fn the_checker_sees_the_same(server: &Server) {
    let checker = Desk::of(server, names::CHECKER, "/office/records?state=submitted").await;
    checker.opens_row(JOB.serial).await;
    let screen = checker.screen();
    screen.press_css("[data-test=derived] > summary").await;
    screen.press_css("[data-test=derived] details:last-of-type summary").await;
    screen.see_css("[data-test=derived] [data-test=derivation-model]").await;
    assert!(!screen.page_text().await.contains("differs"), "the server computes what the tablet computed");
}

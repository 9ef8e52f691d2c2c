//! The office prepares a job on its screens: item, order, review, visit, task (C-5.1.1, C-5.1.2, C-5.2-B).

use backend::demo::names;

use crate::office::Desk;
use crate::paperwork::{TODAY, has_edition, picks, saves, sets_day};
use crate::server::Server;

/// A job of one item on a customer's site.
pub struct Job {
    /// Identification of the item.
    pub item: &'static str,
    /// Its serial number.
    pub serial: &'static str,
    /// Number of the order.
    pub order: &'static str,
    /// Number of the visit.
    pub visit: &'static str,
    /// Code of the customer.
    pub customer: &'static str,
    /// Part of the place's name.
    pub place: &'static str,
    /// Part of the calibrator's name.
    pub calibrator: &'static str,
    /// Number of the standard.
    pub standard: &'static str,
    /// Part of the method edition's name.
    pub edition: &'static str,
}

/// Everything from the item to the task that is given to somebody.
pub async fn prepares(server: &Server, job: &Job) {
    let office = Desk::of(server, names::OFFICE, "/office").await;
    item(server, &office, job).await;
    order(server, &office, job).await;
    visit(server, &office, job).await;
    reviews(server, &office, job).await;
    assigns(&office, job).await;
}

/// C-5.4.1 d, C-5.3.3
async fn item(server: &Server, office: &Desk, job: &Job) {
    let screen = office.screen();
    screen.goto(&server.url("/office/items/new")).await;
    for (name, text) in [
        ("identification", job.item),
        ("name/en", "Vernier calliper"),
        ("name/zh", "游标卡尺"),
        ("model", "0-150"),
        ("manufacturer", "Shanggong"),
        ("serial_number", job.serial),
        ("range", "0 mm to 150 mm"),
    ] {
        screen.write_css(&format!("input[name='{name}']"), text).await;
    }
    picks(&screen, "customers", job.customer).await;
    picks(&screen, "services", "L-01").await;
    saves(&screen).await;
}

async fn order(server: &Server, office: &Desk, job: &Job) {
    let screen = office.screen();
    screen.goto(&server.url("/office/orders/new")).await;
    screen.write_css("input[name=number]", job.order).await;
    picks(&screen, "customers", job.customer).await;
    picks(&screen, "places", job.place).await;
    let day = screen.ask(TODAY).await;
    sets_day(&screen, "agreed_on", day.as_str().expect("a day")).await;
    screen.press_css("fieldset.group .subforms > div:last-child button").await;
    picks(&screen, "items", job.item).await;
    screen.reads("L-01").await;
    has_edition(&screen, job.edition).await;
    screen.choose("select[name='lines/0/method_agreement']", "consented").await;
    screen.write_css("input[name='lines/0/range']", "0 mm to 150 mm").await;
    saves(&screen).await;
}

async fn visit(server: &Server, office: &Desk, job: &Job) {
    let screen = office.screen();
    screen.goto(&server.url("/office/visits/new")).await;
    screen.write_css("input[name=number]", job.visit).await;
    picks(&screen, "customers", job.customer).await;
    picks(&screen, "places", job.place).await;
    picks(&screen, "people", job.calibrator).await;
    picks(&screen, "standards", job.standard).await;
    saves(&screen).await;
}

async fn reviews(server: &Server, office: &Desk, job: &Job) {
    let screen = office.screen();
    screen.goto(&server.url("/office/orders")).await;
    office.opens_row(job.order).await;
    screen.press_css(".card > header button:not(.primary)").await;
    for able in ["people", "standards", "method", "environment"] {
        screen.press_css(&format!("dialog input[name={able}]")).await;
    }
    screen.press_css("dialog footer button.primary").await;
    screen.see_css(".page-head [data-state=accepted]").await;
    screen.press_css(".card > header button.primary").await;
    screen.press_css(".card a[href^='/office/tasks/']").await;
}

async fn assigns(office: &Desk, job: &Job) {
    let screen = office.screen();
    picks(&screen, "people", job.calibrator).await;
    picks(&screen, "standards", job.standard).await;
    picks(&screen, "visits", job.visit).await;
    screen.press_css(".card > header button.primary").await;
    screen.see_css(".notice.good").await;
}

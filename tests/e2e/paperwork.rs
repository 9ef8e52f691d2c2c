//! What the office does all day, on its screens: customers, items, files of them, orders, their review, who does them.

use backend::demo::names;

use crate::office::Desk;
use crate::screen::Screen;
use crate::server::Server;

const CUSTOMER: &str = "Kunshan Precision Tools";
const FILE: &str = "code,name_en,contact_name,contact_email\nKSA,Kunshan A,Li,li@a.example\nKSB,Kunshan B,Wu,no address\n";

/// C-5.1.1, C-5.1.2, C-5.3.3, C-4.3.1
#[tokio::test(flavor = "multi_thread")]
async fn the_office_takes_an_order_and_gives_it_to_somebody() {
    let server = Server::with_demo().await;
    let office = Desk::of(&server, names::OFFICE, "/office").await;
    let screen = office.screen();
    a_customer_with_contacts(&server, &screen).await;
    a_customer_entered_twice(&server, &screen).await;
    a_site(&server, &screen).await;
    an_item(&server, &screen).await;
    an_order(&server, &screen).await;
    its_review_and_its_task(&screen).await;
    refused_and_assigned(&screen).await;
    found_and_labelled(&server, &screen).await;
    nothing_is_left_by_accident(&server, &screen).await;
}

/// A file with one bad row says which row and which column, writes nothing; mended, it is taken in.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_customers_is_taken_in_once_it_is_right() {
    let server = Server::with_demo().await;
    let office = Desk::of(&server, names::OFFICE, "/office/customers/import").await;
    let screen = office.screen();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("customers.csv");
    std::fs::write(&path, FILE).expect("a file");
    let field = screen.see_css("input[type=file]").await;
    field.send_keys(path.to_string_lossy().as_ref()).await.expect("a file is chosen");
    let wrong = screen.see_css(".notice.bad [data-row='3']").await;
    assert_eq!(wrong.attr("data-column").await.ok().flatten().as_deref(), Some("contact_email"));
    let take_in = screen.see_css(".page-head .actions button.primary").await;
    assert!(!take_in.is_enabled().await.unwrap_or(true), "what is wrong is mended first");

    std::fs::write(&path, FILE.replace("no address", "wu@b.example")).expect("a file");
    screen.goto(&server.url("/office/customers/import")).await;
    screen.see_css("input[type=file]").await.send_keys(path.to_string_lossy().as_ref()).await.expect("a file is chosen");
    screen.see_css(".notice.good").await;
    screen.press_css(".page-head .actions button.primary").await;
    screen.goto(&server.url("/office/customers")).await;
    for code in ["KSA", "KSB"] {
        screen.reads(code).await;
    }
}

/// B: a register goes out as a workbook and comes in again; what was changed meanwhile is what comes in.
#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_of_items_is_taken_in() {
    let server = Server::with_demo().await;
    let office = Desk::of(&server, names::OFFICE, "/office/items").await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("items.xlsx");
    std::fs::write(&path, office.downloads("/api/registers/items/export?format=xlsx").await).expect("a file");
    office.corrects(&server, "items", "HD-0007", "serial_number", "7761").await;

    let screen = office.screen();
    screen.goto(&server.url("/office/items/import")).await;
    screen.give_file("input[type=file]", &path).await;
    screen.see_css(".notice.good").await;
    screen.reads_css("[data-test='import-rows'] del", "7761").await;
    screen.reads_css("[data-test='import-rows'] ins", "7760").await;
    let take_in = screen.see_css(".page-head .actions button.primary").await;
    assert!(!take_in.is_enabled().await.unwrap_or(true), "what changes has a reason");
    screen.write_css("input[name=reason]", "as on the plate").await;
    screen.press_css(".page-head .actions button.primary").await;
    screen.reads("0 created, 1 changed").await;
    screen.goto(&server.url("/office/items")).await;
    office.opens_row("HD-0007").await;
    let serial = screen.see_css("input[name=serial_number]").await.prop("value").await.ok().flatten();
    assert_eq!(serial.as_deref(), Some("7760"), "as the workbook says");
}

/// C-4.2: what records were made with stays as it is, and its successor begins as its copy.
#[tokio::test(flavor = "multi_thread")]
async fn an_edition_is_tried_while_it_is_written() {
    let server = Server::with_demo().await;
    let desk = Desk::of(&server, names::TECHNICAL_MANAGER, "/office/editions").await;
    let screen = desk.screen();
    desk.opens_row("JJG 30-2012").await;
    screen.write_css(".preview input[name='readings/indication']", "20.05").await;
    // The form is the copy's own: the preview follows what is typed into it.
    let before = screen.see_css(".preview .figure").await.text().await.expect("a figure");
    assert_eq!(before, "0.050");
    screen.write_css("input[name='computation/model']", "l_ix - l_s + 1").await;
    screen.reads_css(".preview .figure", "1.050").await;
}

async fn a_customer_with_contacts(server: &Server, screen: &Screen<'_>) {
    screen.goto(&server.url("/office/customers/new")).await;
    screen.write_css("input[name=code]", "KSP").await;
    screen.write_css("input[name='name/en']", CUSTOMER).await;
    screen.write_css("input[name='name/zh']", "昆山精密工具有限公司").await;
    screen.write_css("input[name='address/en']", "1 Qianjin Road, Kunshan").await;
    for (n, name) in ["Sun Ping", "Gu Lei"].iter().enumerate() {
        screen.press_css("fieldset.group .subforms > div:last-child button").await;
        screen.write_css(&format!("input[name='contacts/{n}/name']"), name).await;
    }
    saves(screen).await;
}

/// C-4.1.2.1: whoever enters a customer a second time reads of the first entry once it is saved.
async fn a_customer_entered_twice(server: &Server, screen: &Screen<'_>) {
    screen.goto(&server.url("/office/customers/new")).await;
    screen.write_css("input[name=code]", "WJM").await;
    screen.write_css("input[name='name/en']", "wuxi jinggong machinery co ltd").await;
    screen.write_css("input[name='address/en']", "21 Changjiang Road, Wuxi").await;
    saves(screen).await;
    screen.see_css(".notice.attention .finding").await;
    screen.reads("The customer JINGGONG has the same name").await;
}

async fn a_site(server: &Server, screen: &Screen<'_>) {
    screen.goto(&server.url("/office/places/new")).await;
    screen.write_css("input[name='name/en']", "Kunshan hall 1").await;
    screen.write_css("input[name='address/en']", "1 Qianjin Road, Kunshan").await;
    picks(screen, "customers", "KSP").await;
    saves(screen).await;
}

async fn an_item(server: &Server, screen: &Screen<'_>) {
    screen.goto(&server.url("/office/items/new")).await;
    screen.write_css("input[name=identification]", "KSP-0001").await;
    screen.write_css("input[name='name/en']", "Vernier calliper").await;
    screen.write_css("input[name='name/zh']", "游标卡尺").await;
    screen.write_css("input[name=serial_number]", "K-77").await;
    picks(screen, "customers", "KSP").await;
    picks(screen, "services", "L-01").await;
    saves(screen).await;
    screen.goto(&server.url("/office/items")).await;
    screen.write_css(".search input", "k-77").await;
    screen.reads("KSP-0001").await;
}

/// The items offered are the customer's own; the service comes with the item.
async fn an_order(server: &Server, screen: &Screen<'_>) {
    screen.goto(&server.url("/office/orders/new")).await;
    screen.write_css("input[name=number]", "HZ-O-2001").await;
    picks(screen, "customers", "KSP").await;
    picks(screen, "places", "Kunshan").await;
    let day = screen.ask(TODAY).await;
    sets_day(screen, "agreed_on", day.as_str().expect("a day")).await;
    screen.press_css("fieldset.group .subforms > div:last-child button").await;
    screen.press_css("input[data-noun=items]").await;
    screen.see_css(".pick .options button").await;
    let offered = screen.ask("return document.querySelectorAll('.pick .options button').length").await;
    assert_eq!(offered, 1, "nobody else's items are offered");
    screen.press_css(".pick .options button").await;
    screen.reads("L-01").await;
    has_edition(screen, "JJG 30").await;
    screen.choose("select[name='lines/0/method_agreement']", "consented").await;
    screen.write_css("input[name='lines/0/range']", "0 mm to 150 mm").await;
    saves(screen).await;
}

async fn its_review_and_its_task(screen: &Screen<'_>) {
    screen.press_css(".card > header button:not(.primary)").await;
    for able in ["people", "standards", "method"] {
        screen.press_css(&format!("dialog input[name={able}]")).await;
    }
    screen.press_css("dialog footer button.primary").await;
    // C-5.1.2: what is lacking is named.
    screen.see_css("dialog [data-code=order_not_able]").await;
    screen.press_css("dialog input[name=environment]").await;
    screen.press_css("dialog footer button.primary").await;
    screen.see_css(".page-head [data-state=accepted]").await;
    screen.press_css(".card > header button.primary").await;
    screen.press_css(".card a[href^='/office/tasks/']").await;
}

/// C-4.3.1: who is not authorised gets no task, and the screen says by which rule.
async fn refused_and_assigned(screen: &Screen<'_>) {
    picks(screen, "people", "Qian").await;
    screen.press_css(".card > header button.primary").await;
    screen.see_css(".notice.bad a[href='/clauses#C-4.3.1'], .notice.bad .finding").await;
    screen.press_css(".chip button").await;
    picks(screen, "people", "Wang").await;
    picks(screen, "standards", "HZ-L-001").await;
    screen.press_css(".card > header button.primary").await;
    screen.see_css(".notice.good").await;
}

/// What belongs together is found by either name; labels come from the item and from a choice in the list (C-5.3.3).
async fn found_and_labelled(server: &Server, screen: &Screen<'_>) {
    screen.goto(&server.url("/office/orders")).await;
    screen.see_css("nav a[href='/office/devices']").await;
    screen.write_css(".search input", CUSTOMER).await;
    screen.reads("HZ-O-2001").await;
    screen.goto(&server.url("/office/customers")).await;
    screen.write_css(".search input", "KSP").await;
    screen.press_xpath("//tbody/tr[contains(., 'KSP')]//a").await;
    screen.see_css("[data-named=places] a[href^='/office/places/']").await;
    let title = screen.ask("return document.title").await;
    assert!(title.as_str().is_some_and(|title| title.contains("KSP")), "{title}");
    screen.goto(&server.url("/office/items")).await;
    screen.write_css(".search input", "k-77").await;
    screen.reads("KSP-0001").await;
    screen.press_xpath("//tbody/tr[contains(., 'KSP-0001')]//input[@type='checkbox']").await;
    screen.press_css("[data-test=labels]").await;
    screen.reads_css(".item-label .item-label-code", "KSP-0001").await;
}

/// A form that was begun is not lost by a press on a link.
async fn nothing_is_left_by_accident(server: &Server, screen: &Screen<'_>) {
    screen.goto(&server.url("/office/customers")).await;
    screen.press_css("tbody tr a").await;
    screen.write_css("input[name='name/en']", "half a word").await;
    screen.press_css("a.crumbs").await;
    screen.press_css("dialog footer button.primary").await;
    let kept = screen.ask("return document.querySelector(\"input[name='name/en']\").value").await;
    assert_eq!(kept, "half a word");
    screen.press_css("a.crumbs").await;
    screen.press_css("dialog footer button.danger").await;
    screen.see_css(".search input").await;
    // Who cannot save cannot begin to write either.
    screen.goto(&server.url("/office/services")).await;
    screen.press_css("tbody tr a").await;
    let field = screen.see_css("input[name=range]").await;
    assert!(!field.is_enabled().await.unwrap_or(true), "the office writes no services");
}

pub async fn saves(screen: &Screen<'_>) {
    screen.press_css(".page-head .actions button.primary").await;
    // A new entry is on its own page from then on, with a history.
    screen.see_css(".page-head a[href$='/history']").await;
}

pub async fn picks(screen: &Screen<'_>, noun: &str, text: &str) {
    screen.write_css(&format!("input[data-noun={noun}]"), text).await;
    screen
        .press_xpath(&format!("//input[@data-noun='{noun}']/following-sibling::div[@class='options']/button[contains(., '{text}')]"))
        .await;
}

/// If the service has only one edition, it is filled in (C-4.2); otherwise this one is chosen.
pub async fn has_edition(screen: &Screen<'_>, text: &str) {
    let chosen = "const chip = document.querySelector(\".chip a[href^='/office/editions/']\"); return chip ? chip.textContent : ''";
    for _ in 0..20 {
        if screen.ask(chosen).await.as_str().is_some_and(|words| words.contains(text)) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    picks(screen, "editions", text).await;
}

/// The date at the demo's office, wherever the browser is.
pub const TODAY: &str = "return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())";

/// A browser's own day field takes its value, not its keys.
pub async fn sets_day(screen: &Screen<'_>, name: &str, day: &str) {
    let script = format!(
        "const field = document.querySelector(\"input[name='{name}']\"); field.value = '{day}'; field.dispatchEvent(new Event('input', {{bubbles: true}}))"
    );
    screen.ask(&script).await;
}

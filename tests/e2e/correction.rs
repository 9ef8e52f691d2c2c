//! What goes wrong and is put right, in the browser: a record returned and answered, an error in the record found after the
//! issue, the replacement, the paper original that comes back, and what anybody sees of it.

use backend::demo::names;

use crate::office::Desk;
use crate::server::Server;
use crate::tablet::Tablet;

const VISIT: &str = "HZ-V-0501";
const ITEM: &str = "HD-0007";
const SERIAL: &str = "7760";
const AT_100: &str = "as_found/points/100/indication/r1";
const AT_150: &str = "as_found/points/150/indication/r1";

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_returned_answered_issued_corrected_by_its_calibrator_and_replaced() {
    let server = Server::with_demo().await;
    let tablet = Tablet::enrolled(&server, names::CALIBRATOR).await;
    records(&tablet).await;

    // E18: returned with findings at their places; answered on the tablet; then signed.
    let checker = Desk::of(&server, names::CHECKER, "/office/records?state=submitted").await;
    checker.opens_row(SERIAL).await;
    returns(&checker, &[(AT_100, "which jaws?"), (AT_150, "two divisions off?")]).await;
    answers(&tablet, &["the outside jaws", "misread, amended"]).await;
    let signed = sign_again(&server, &checker).await;
    assert!(signed.contains("the outside jaws") && signed.contains("misread, amended"), "each answer stands beside its finding:\n{signed}");
    let original = issues(&server).await;

    // C-5.4.2.2, C-5.5.4: the error is in the record: it goes back to its calibrator, who strikes the value through.
    let office = Desk::of(&server, names::OFFICE, "/office/certificates").await;
    office.opens_row(&original).await;
    office.opens_record_case("the reading at 100 mm was taken at 99 mm").await;
    let screen = tablet.screen();
    screen.press("nav-today").await;
    tablet.waits_for_record(ITEM).await;
    tablet.goes_to("as_found").await;
    screen.press("point-100").await;
    tablet.amends(AT_100, "100.10").await;
    tablet.goes_to("finish").await;
    tablet.submits().await;
    tablet.waits_until_uploaded().await;
    checker.screen().goto(&server.url("/office/records?state=submitted")).await;
    checker.opens_row(SERIAL).await;
    checker.signs().await;
    let replacement = issues(&server).await;
    void_and_recalled(&server, &office, &original, &replacement).await;
    anybody_checks(&server, &office, &original, &replacement).await;
}

async fn records(tablet: &Tablet) {
    tablet.prepares_visit(VISIT, &["HZ-L-001"]).await;
    tablet.begins(ITEM, &[("blocks", "HZ-L-001")]).await;
    tablet.enters("environment/start/temperature", "20.1").await;
    tablet.enters("environment/start/humidity", "45").await;
    tablet.answers("appearance", "good").await;
    tablet.answers("movement", "works").await;
    tablet.goes_to("as_found").await;
    for (point, value) in [("20", "20.00"), ("50", "50.00"), ("100", "100.05"), ("150", "150.15")] {
        tablet.reads("as_found", point, "indication", value).await;
    }
    tablet.goes_to("finish").await;
    tablet.enters("environment/end/temperature", "20.3").await;
    tablet.enters("environment/end/humidity", "46").await;
    tablet.submits().await;
    tablet.waits_until_uploaded().await;
}

/// A finding for each place that is pressed in the record.
async fn returns(checker: &Desk, findings: &[(&str, &str)]) {
    let screen = checker.screen();
    screen.picture("checker.png").await;
    screen.press_css(".page-head .actions .button-with-reason:first-of-type button").await;
    for (n, (path, text)) in findings.iter().enumerate() {
        if n > 0 {
            screen.press_css("dialog .body .button-with-reason .button.small").await;
        }
        let form = format!("dialog .subform:nth-of-type({})", n + 1);
        screen.choose(&format!("{form} select"), path).await;
        screen.write_css(&format!("{form} textarea"), text).await;
    }
    screen.picture("return.png").await;
    screen.press_css("dialog footer button.primary").await;
    screen.see_css(".page-head [data-state=returned]").await;
}

async fn answers(tablet: &Tablet, words: &[&str]) {
    let screen = tablet.screen();
    screen.press("nav-today").await;
    tablet.waits_for_record(ITEM).await;
    screen.picture("answer.png").await;
    for word in words {
        screen.write("answer", word).await;
        screen.press("store-answer").await;
        screen.reads(word).await;
    }
    tablet.goes_to("as_found").await;
    screen.press("point-150").await;
    tablet.amends(AT_150, "150.10").await;
    tablet.goes_to("finish").await;
    tablet.submits().await;
    tablet.waits_until_uploaded().await;
}

/// Gives back what the checker reads before signing.
async fn sign_again(server: &Server, checker: &Desk) -> String {
    let screen = checker.screen();
    screen.goto(&server.url("/office/records?state=submitted")).await;
    checker.opens_row(SERIAL).await;
    screen.see_css(".page-head .actions .button.primary").await;
    screen.picture("answered.png").await;
    let read = screen.page_text().await;
    checker.signs().await;
    read
}

async fn issues(server: &Server) -> String {
    let signatory = Desk::of(server, names::SIGNATORY, "/office/records?state=checked").await;
    signatory.opens_row(SERIAL).await;
    signatory.screen().press_css(".page-head a.button.primary[href$='/draft']").await;
    signatory.screen().see_css(".page-head .actions button.primary").await;
    signatory.screen().picture("draft.png").await;
    signatory.issues().await
}

/// C-5.4.2.2: void at once; the paper original is asked back and ticked off.
async fn void_and_recalled(server: &Server, office: &Desk, original: &str, replacement: &str) {
    let screen = office.screen();
    screen.goto(&server.url("/office/certificates")).await;
    office.opens_row(original).await;
    screen.reads(replacement).await;
    screen.picture("void.png").await;
    screen.write_css("input[name=note]", "the original, torn through").await;
    screen.press_css(".card .body button.primary").await;
    screen.reads("the original, torn through").await;
    screen.picture("recalled.png").await;
    screen.goto(&server.url("/office/corrections")).await;
    screen.reads(replacement).await;
    screen.picture("corrections.png").await;
}

/// E22: valid and void, a wrong pair, and a file hashed in the page.
async fn anybody_checks(server: &Server, office: &Desk, original: &str, replacement: &str) {
    let (old, old_code) = certificate(office, original).await;
    let (new, new_code) = certificate(office, replacement).await;
    let visitor = Desk::nobody(server, "/check").await;
    let screen = visitor.screen();
    screen.write_css("input[name=number]", replacement).await;
    screen.write_css("input[name=code]", "AAAAAAAAAA").await;
    screen.press_css("form button.primary").await;
    screen.see_css(".notice.bad").await;
    screen.picture("check-wrong.png").await;
    screen.goto(&server.url(&format!("/check?n={original}&c={old_code}"))).await;
    screen.reads(replacement).await;
    screen.picture("check-void.png").await;
    screen.goto(&server.url(&format!("/check?n={replacement}&c={new_code}"))).await;
    screen.see_css("input[type=file]").await;
    for (bytes, outcome) in [(&new, "good"), (&old, "bad")] {
        let file = tempfile::Builder::new().suffix(".pdf").tempfile().expect("a file");
        std::fs::write(file.path(), bytes).expect("its bytes");
        screen.drops_file(file.path()).await;
        screen.see_css(&format!(".drop ~ .notice.{outcome}")).await;
        screen.picture(&format!("check-{outcome}.png")).await;
    }
}

/// The PDF and the check code of a certificate, as the office has them.
async fn certificate(office: &Desk, number: &str) -> (Vec<u8>, String) {
    let script = format!(
        "return fetch('/api/certificates?search={number}').then(r => r.json())\
         .then(page => fetch('/api/certificates/' + page.rows.find(row => row.number === '{number}').id)).then(r => r.json())\
         .then(view => [view.row.id, view.document.envelope.check_code])"
    );
    let answer = office.screen().ask(&script).await;
    let text = |n: usize| answer[n].as_str().expect("a text").to_owned();
    (office.downloads(&format!("/api/certificates/{}/certificate.pdf?void=true", text(0))).await, text(1))
}

//! On site, without a network: checks gate readings, codes are scanned, and what was not planned is done all the same.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use backend::demo::names;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::browser::Device;
use crate::office::Desk;
use crate::server::Server;
use crate::tablet::Tablet;

const VISIT: &str = "HZ-V-0501";
const READING: &str = "as_found/points/20/indication/r1";

/// C12, C-5.2.2.2, C-4.4, C-5.1.2
#[tokio::test(flavor = "multi_thread")]
async fn a_visit_goes_otherwise_than_planned() {
    let folder = tempfile::tempdir().expect("a folder for the film");
    let film = folder.path().join("label.y4m");
    film_of("HD-0007", &film).expect("a film of a label");
    let mut server = Server::with_demo().await;
    // The other gauge blocks come back from their calibration just in time.
    let technical = Desk::of(&server, names::TECHNICAL_MANAGER, "/office/standards").await;
    technical.changes("standards", "HZ-L-002", "body.traceability.validity.until = '2030-12-31'").await;
    drop(technical);
    let tablet = Tablet::enrolled_on(Device::seeing(Some(film)).await, &server, names::CALIBRATOR).await;
    let screen = tablet.screen();
    screen.press("nav-today").await;
    screen.see_css(&format!("[data-test='visit-{VISIT}'] [data-test=pack-whole]")).await;
    assert_eq!(screen.small_targets().await, Vec::<String>::new());
    server.kill();

    no_reading_before_the_arrival_check(&tablet).await;
    environment_outside_its_limits(&tablet).await;
    another_standard_in_its_place(&tablet).await;
    items_nobody_planned(&tablet).await;
    a_wrong_serial_number(&tablet).await;

    server.start().await;
    tablet.waits_until_uploaded().await;
    let office = Desk::of(&server, names::OFFICE, "/office/orders").await;
    let badge = office.screen().0.find(thirtyfour::By::XPath("//tr[contains(., 'HZ-O-1001')]//*[@data-state='review_again']")).await;
    assert!(badge.is_ok(), "the order is to be reviewed: {}", office.screen().page_text().await);
    // The review is told what it is about.
    office.opens_row("HZ-O-1001").await;
    for kind in ["standard_swapped", "record_begun", "item_found", "item_corrected"] {
        office.screen().see_css(&format!("[data-unplanned={kind}]")).await;
    }
    // C-5.2.2.2: what the tablet checked is seen in the office.
    office.screen().goto(&server.url("/office/visits")).await;
    office.opens_row(VISIT).await;
    office.screen().see_css("[data-test=checks] [data-check=passed]").await;
}

/// The item is found by its label; a standard that has not passed its arrival check takes no reading.
async fn no_reading_before_the_arrival_check(tablet: &Tablet) {
    let screen = tablet.screen();
    screen.press("nav-scan").await;
    screen.press("camera").await;
    screen.press_css("[data-test='task-HD-0007'] [data-test=begin-record]").await;
    tablet.equips("blocks", "HZ-L-001").await;
    screen.see("arrival-missing").await;
    assert_eq!(screen.small_targets().await, Vec::<String>::new());
    tablet.goes_to("as_found").await;
    tablet.starts_typing(READING, false, "20.00").await;
    screen.see_css("[data-code=arrival_check_missing]").await;
    assert!(!screen.sees(&format!("cell-{READING}")).await);
    tablet.prepares_visit(VISIT, &["HZ-L-001", "HZ-L-002"]).await;
    screen.press("nav-today").await;
    screen.press("record-HD-0007").await;
    // C-5.2.2.1: the app says what must still be read before a reading is typed.
    tablet.goes_to("as_found").await;
    screen.see("environment-missing").await;
    assert_eq!(screen.small_targets().await, Vec::<String>::new());
}

/// Recorded and marked; the deviation is agreed there and then.
async fn environment_outside_its_limits(tablet: &Tablet) {
    let screen = tablet.screen();
    tablet.goes_to("prepare").await;
    tablet.enters("environment/start/humidity", "45").await;
    tablet.enters("environment/start/temperature", "25.4").await;
    screen.see_css("[data-path='environment/start/temperature'] [data-test=warning]").await;
    screen.see("deviation-needed").await;
    screen.press("deviation").await;
    screen.write_css("[name=deviation_what]", "Hall at 25.4 °C").await;
    screen.write_css("[name=deviation_consent]", "Ma Jun").await;
    screen.press_css("dialog footer button.primary").await;
    screen.misses("deviation-needed").await;
    screen.reads("Ma Jun").await;
    tablet.goes_to("as_found").await;
    screen.misses("environment-missing").await;
    tablet.enters(READING, "20.00").await;
}

async fn another_standard_in_its_place(tablet: &Tablet) {
    tablet.goes_to("prepare").await;
    tablet.equips("blocks", "HZ-L-002").await;
    tablet.screen().reads("38 pieces · grade 1").await;
    tablet.screen().see_css("[data-test=in-slot]").await;
    tablet.goes_to("as_found").await;
    tablet.reads("as_found", "50", "indication", "50.00").await;
}

/// One whose label is scanned, one that the office knows, and one that nobody knew of.
async fn items_nobody_planned(tablet: &Tablet) {
    let screen = tablet.screen();
    screen.press("nav-scan").await;
    screen.write_css("[name=identification]", "HD-0008").await;
    screen.see("scan-unplanned").await;
    screen.press_option("[data-test=scan-unplanned] [data-test=edition] option", "JJG 52").await;
    assert_eq!(screen.small_targets().await, Vec::<String>::new());
    screen.press_css("[data-test=scan-unplanned] [data-test=begin-record]").await;
    screen.see("slot-gauge").await;
    // It belongs to today's visit to its owner.
    screen.press("nav-today").await;
    screen.press(&format!("visit-{VISIT}")).await;
    screen.see("record-HD-0008").await;

    screen.press("nav-today").await;
    screen.press(&format!("visit-{VISIT}")).await;
    screen.press("tab-visit.unplanned").await;
    screen.press_option("[data-test=known-items] [data-test=edition] option", "JJG 52").await;
    screen.press_css("[data-test=known-items] [data-test=begin-record]").await;
    screen.see("slot-gauge").await;

    screen.press("nav-today").await;
    screen.press(&format!("visit-{VISIT}")).await;
    screen.press("tab-visit.unplanned").await;
    for (field, value) in
        [("identification", "HD-0099"), ("name_zh", "游标卡尺"), ("name_en", "Vernier calliper"), ("serial_number", "99123")]
    {
        screen.write_css(&format!("[data-test=new-item] [name={field}]"), value).await;
    }
    screen.press_option("[data-test=new-item] [data-test=edition] option", "JJG 30").await;
    screen.press_css("[data-test=new-item] .button.primary").await;
    screen.see("slot-blocks").await;
    screen.reads("SN 99123").await;
}

async fn a_wrong_serial_number(tablet: &Tablet) {
    let screen = tablet.screen();
    screen.press("nav-today").await;
    screen.press(&format!("visit-{VISIT}")).await;
    screen.press_css("[data-test='correct-HD-0002']").await;
    screen.write_css("dialog [name=serial_number]", "B21044518").await;
    screen.press_css("dialog footer button.primary").await;
    screen.reads("SN B21044518").await;
}

/// A camera's film of a label: one picture, again and again (YUV4MPEG2, brightness alone).
fn film_of(text: &str, path: &Path) -> std::io::Result<()> {
    const WIDTH: usize = 640;
    const HEIGHT: usize = 480;
    const DOT: usize = 10;
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("it fits");
    let size = usize::try_from(code.size()).expect("a size") * DOT;
    let (left, top) = ((WIDTH - size) / 2, (HEIGHT - size) / 2);
    let module = |pixel: usize, from: usize| pixel.checked_sub(from).and_then(|inside| i32::try_from(inside / DOT).ok());
    let dark = |x: usize, y: usize| module(x, left).zip(module(y, top)).is_some_and(|(x, y)| code.get_module(x, y));
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420mpeg2")?;
    for _ in 0..5 {
        writeln!(file, "FRAME")?;
        let brightness: Vec<u8> = (0..WIDTH * HEIGHT).map(|at| if dark(at % WIDTH, at / WIDTH) { 20 } else { 235 }).collect();
        file.write_all(&brightness)?;
        file.write_all(&vec![128; WIDTH * HEIGHT / 2])?;
    }
    file.flush()
}

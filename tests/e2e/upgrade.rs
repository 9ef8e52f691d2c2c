//! A tablet of an earlier release, with drafts that were never sent, meets this server (tests/fixtures/README.md).

use std::path::Path;
use std::process::Command;

use backend::demo::names;
use tempfile::TempDir;

use crate::browser::Device;
use crate::fixtures::PORT;
use crate::office::Desk;
use crate::server::{Server, binary};
use crate::tablet::Tablet;

/// Whether the page is from a build that lists its files: those of the first release did not.
const OF_A_LATER_BUILD: &str = "return document.getElementById('files-of-the-build') !== null";

fn left_by_the_first_release(archive: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/1").join(archive);
    let status = Command::new("tar").arg("-xf").arg(&archive).arg("-C").arg(folder.path()).status().expect("tar runs");
    assert!(status.success(), "{}", archive.display());
    folder
}

fn verifies_clean(server: &Server) {
    let walked = Command::new(binary()).args(["verify", "--data"]).arg(server.folder()).env_remove("DATABASE_URL").output();
    let walked = walked.expect("etalon verify runs");
    assert!(walked.status.success(), "{}{}", String::from_utf8_lossy(&walked.stdout), String::from_utf8_lossy(&walked.stderr));
}

/// What the tablet had and the office did not: one record continued, another from its opening to its signature.
async fn the_office_has_everything(server: &Server) {
    let office = Desk::of(server, names::CHECKER, "/office/records").await;
    let screen = office.screen();
    // The balance's serial number: it waits to be checked.
    screen.reads("B835120476").await;
    let begun = "return fetch('/api/records?status=draft&search=7741').then(answer => answer.json()).then(page => page.rows[0].id)";
    let begun = screen.ask(begun).await;
    screen.goto(&server.url(&format!("/office/records/{}", begun.as_str().expect("a record")))).await;
    for written in ["100.03", "The jaws were cleaned first"] {
        screen.reads(written).await;
    }
}

/// C11, C15: everything that waited is sent by the build that wrote it; then the tablet updates to this build and goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_of_the_first_release_sends_its_drafts_is_updated_and_goes_on() {
    let mut server = Server::at(PORT, left_by_the_first_release("sqlite.tar.gz"), &["demo", "--plain"]).await;
    verifies_clean(&server);
    let mut tablet = Tablet { device: Device::keeping(left_by_the_first_release("tablet.tar.gz")).await, sign_in: names::CALIBRATOR };
    // Without a network it opens in the state it was left in.
    server.kill();
    tablet.opens_again(&server).await;
    let screen = tablet.screen();
    assert_eq!(screen.ask(OF_A_LATER_BUILD).await, false, "the build it was left with");
    assert_ne!(screen.attribute("waiting", "data-waiting").await, "0", "drafts wait");
    server.start().await;
    tablet.signs_in_again(&server).await;
    tablet.waits_until_uploaded().await;
    the_office_has_everything(&server).await;

    let screen = tablet.screen();
    screen.press("update").await;
    tablet.unlocks().await;
    assert_eq!(screen.ask(OF_A_LATER_BUILD).await, true, "this build");
    the_worker_is_replaced(&tablet).await;
    goes_on(&tablet).await;
    tablet.waits_until_uploaded().await;
    verifies_clean(&server);
}

/// The first release's worker answered to the end; once this build is in use, it lets its own replace it.
async fn the_worker_is_replaced(tablet: &Tablet) {
    const AT_WORK: &str = "return caches.keys().then(async names => {\
         const build = names.find(name => name.startsWith('etalon-build-'));\
         const found = await navigator.serviceWorker.getRegistration();\
         return !found.waiting && Boolean(build && await (await caches.open(build)).match('/whole')) })";
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while tablet.screen().ask(AT_WORK).await != true {
        assert!(std::time::Instant::now() < deadline, "the first release's worker is still in use");
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
}

async fn goes_on(tablet: &Tablet) {
    let screen = tablet.screen();
    screen.press_css("[data-test='record-HD-0001']").await;
    tablet.goes_to("finish").await;
    screen.reads("The jaws were cleaned first").await;
    screen.write_css("[name=remark]", "Written by the next build").await;
    screen.press_css("[data-test=store-remark] button").await;
    screen.reads("Written by the next build").await;
}

/// C15: this server accepts the file with the same drafts that was carried to the office.
#[tokio::test(flavor = "multi_thread")]
async fn drafts_that_the_first_release_carried_are_taken_in() {
    let server = Server::with_demo_left(left_by_the_first_release("sqlite.tar.gz")).await;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/1/carried.json");
    let office = Desk::of(&server, names::OFFICE, "/office/devices").await;
    office.screen().press_css("[data-test=import-drafts] button").await;
    office.screen().give_file("[data-test=drafts-file]", &file).await;
    let told = office.screen().see("drafts-imported").await.text().await.unwrap_or_default();
    assert!(!told.starts_with("0 "), "{told}");
    let files = office.screen().see("files-imported").await.text().await.unwrap_or_default();
    assert!(files.starts_with("1 "), "the photo comes with the entries: {files}");
    the_office_has_everything(&server).await;
    verifies_clean(&server);
}

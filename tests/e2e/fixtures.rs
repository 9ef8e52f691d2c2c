//! The fixtures of a released build: what a laboratory and its tablets hold on the day of an update. Every later build upgrades them,
//! verifies them and continues from them. Made once per release by `scripts/make-fixtures.sh`, never again.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use backend::demo::names;
use support::cluster::cluster;

use crate::recording::PHOTO;
use crate::server::{Server, binary};
use crate::tablet::Tablet;

/// The port that the tablet's store belongs to: browsers keep stores by origin.
pub const PORT: u16 = 47_311;

const CALLIPERS: &str = "HZ-V-0501";
const BALANCES: &str = "HZ-V-0502";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes the fixtures of this build: scripts/make-fixtures.sh"]
async fn the_fixtures_of_this_build_are_made() {
    let out = PathBuf::from(std::env::var_os("ETALON_FIXTURES").expect("ETALON_FIXTURES names a folder"));
    std::fs::create_dir_all(&out).expect("the folder for the fixtures");
    let data = tempfile::tempdir().expect("a folder for the data");
    let mut server = Server::at(PORT, data, &["demo"]).await;
    let mut tablet = Tablet::enrolled(&server, names::CALIBRATOR).await;
    begun_with_the_office(&tablet).await;
    server.kill();
    gone_on_alone(&tablet).await;
    finished_alone(&tablet).await;
    carried(&tablet, &out).await;
    tablet.device.close().await;
    pack(tablet.device.profile(), &KEPT, &out.join("tablet.tar.gz"));
    of_the_office(server.folder(), &out);
}

/// A calliper's record whose beginning the office already has.
async fn begun_with_the_office(tablet: &Tablet) {
    tablet.prepares_visit(CALLIPERS, &["HZ-L-001"]).await;
    tablet.begins("HD-0001", &[("blocks", "HZ-L-001")]).await;
    tablet.enters("environment/start/temperature", "20.1").await;
    tablet.enters("environment/start/humidity", "45").await;
    tablet.answers("appearance", "good").await;
    tablet.answers("movement", "works").await;
    tablet.goes_to("as_found").await;
    tablet.reads("as_found", "20", "indication", "20.00").await;
    tablet.waits_until_uploaded().await;
}

/// The same record without a network: a value amended, a photo, a remark; not finished.
async fn gone_on_alone(tablet: &Tablet) {
    let screen = tablet.screen();
    tablet.reads("as_found", "50", "indication", "50.00").await;
    tablet.reads("as_found", "100", "indication", "100.02").await;
    tablet.amends("as_found/points/100/indication/r1", "100.03").await;
    tablet.goes_to("finish").await;
    screen.write_css("[name=remark]", "The jaws were cleaned first").await;
    screen.press_css("[data-test=store-remark] button").await;
    screen.reads("The jaws were cleaned first").await;
    screen.ask(PHOTO).await;
    screen.see_css("[data-test=attachment] [data-test=thumbnail]").await;
}

/// A balance's record from its opening to the signature, without a network.
async fn finished_alone(tablet: &Tablet) {
    tablet.prepares_visit(BALANCES, &["HZ-M-001"]).await;
    tablet.begins("HP-0103", &[("weights", "HZ-M-001")]).await;
    tablet.answers("appearance", "good").await;
    tablet.answers("levelling", "works").await;
    tablet.enters("environment/start/temperature", "20.5").await;
    tablet.enters("environment/start/humidity", "45").await;
    tablet.goes_to("as_found").await;
    tablet.enters_all("as_found", &["10", "50", "100", "200"], &["1", "2", "2"]).await;
    tablet.goes_to("finish").await;
    tablet.enters("environment/end/temperature", "20.7").await;
    tablet.enters("environment/end/humidity", "46").await;
    tablet.submits().await;
}

/// The same drafts in the file that is carried to the office.
async fn carried(tablet: &Tablet, out: &Path) {
    let screen = tablet.screen();
    screen.press("nav-storage").await;
    screen.press_css("[data-test=export] button").await;
    screen.press_css("[data-test=save-export] button").await;
    screen.see("exported").await;
    let file = tablet.device.downloaded("json").await;
    std::fs::copy(file, out.join("carried.json")).expect("the carried file");
}

/// Database and files of both engines, and a backup.
fn of_the_office(data: &Path, out: &Path) {
    let data = data.display().to_string();
    let backup = out.join("backup.etalon").display().to_string();
    etalon(&["backup", "--data", &data, &backup], None);
    pack(Path::new(&data), &["etalon.db", "files"], &out.join("sqlite.tar.gz"));
    let name = "fixtures";
    let _ = Command::new("psql").args([&cluster().owner_url("postgres"), "-c", &format!("CREATE DATABASE {name}")]).status();
    let restored = tempfile::tempdir().expect("a folder for the restored files");
    let folder = restored.path().display().to_string();
    etalon(&["restore", "--last-number", "none", "--data", &folder, &backup], Some(&cluster().owner_url(name)));
    let dump = Command::new("pg_dump").args(["--no-owner", "--no-privileges", &cluster().owner_url(name)]).output().expect("pg_dump runs");
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    std::fs::write(out.join("postgres.sql"), dump.stdout).expect("the dump");
    run(Command::new("gzip").arg("-9f").arg(out.join("postgres.sql")));
}

fn etalon(args: &[&str], database: Option<&str>) {
    let mut command = Command::new(binary());
    command.args(args).env_remove("DATABASE_URL");
    if let Some(url) = database {
        command.env("DATABASE_URL", url);
    }
    run(&mut command);
}

/// The part of a profile that belongs to the app's origin; the rest are the browser's own caches.
const KEPT: [&str; 4] = ["Default/IndexedDB", "Default/Service Worker", "Default/Local Storage", "Default/Preferences"];

fn pack(folder: &Path, names: &[&str], archive: &Path) {
    let there = names.iter().filter(|name| folder.join(name).exists());
    run(Command::new("tar").arg("-czf").arg(archive).arg("-C").arg(folder).args(there));
}

fn run(command: &mut Command) {
    let status = command.stdin(Stdio::null()).status().expect("the program is there");
    assert!(status.success(), "{command:?}");
}

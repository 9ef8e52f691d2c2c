//! The app works without a network: with exactly the files that are served, through the worker served with them.
//!
//! The quick build goes through the same steps as the release (scripts/build-app.sh); with `ETALON_APP=dist`, the same stories run on the
//! release.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use backend::demo::names;
use domain::event::Hash;
use serde_json::json;
use tempfile::TempDir;

use crate::browser::Device;
use crate::office::Desk;
use crate::screen::Screen;
use crate::server::{self, Server};
use crate::tablet::Tablet;

/// The worker of the first release, which found its files by a pattern and stayed even if nobody was enrolled.
const FIRST_WORKER: &str = include_str!("released/sw.js");
const LIST: &str = "<script type=\"application/json\" id=\"files-of-the-build\">";
/// Files of the build that cannot be loaded, and style sheets without rules.
const NOT_HAD: &str = "const files = Object.keys(JSON.parse(document.getElementById('files-of-the-build').textContent));\
    const answers = files.map(path => fetch(path).then(answer => answer.ok ? [] : [path], () => [path]));\
    const bare = [...document.styleSheets].filter(sheet => sheet.cssRules.length === 0).map(sheet => sheet.href);\
    const none = document.styleSheets.length === 0 || files.length < 10 ? ['no styles or no files'] : [];\
    return Promise.all(answers).then(found => found.flat().concat(bare, none))";
const WORKERS: &str = "return navigator.serviceWorker.getRegistrations().then(found => found.length)";
const CACHES: &str = "return caches.keys().then(names => names.filter(name => name.startsWith('etalon-')).length)";

/// A copy of the built app, from which the story makes releases.
struct Releases(TempDir);

impl Releases {
    fn of_the_built_app() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the app");
        copy(&server::app(), folder.path());
        Self(folder)
    }

    fn folder(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.path().join(name), text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    /// As the first release was: its worker, and an index without a list.
    fn first(&self) {
        let index = self.read("index.html");
        let (before, after) = index.split_once(LIST).expect("a list of files");
        let (_, after) = after.split_once("</script>").expect("its end");
        self.write("index.html", &format!("{before}{after}"));
        self.write("sw.js", FIRST_WORKER);
    }

    /// Another release: each style sheet has another name, and the index uses it.
    fn next(&self) {
        copy(&server::app(), self.0.path());
        let mut index = self.read("index.html");
        let sheets = std::fs::read_dir(self.0.path()).expect("the app").flatten().filter_map(|entry| entry.file_name().into_string().ok());
        for old in sheets.filter(|name| name.ends_with(".css")).collect::<Vec<_>>() {
            let new = format!("next-{old}");
            std::fs::rename(self.0.path().join(&old), self.0.path().join(&new)).expect("renamed");
            index = index.replace(&format!("/{old}"), &format!("/{new}"));
        }
        self.write("index.html", &format!("{index}<!-- the next release -->"));
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

async fn clears_http_cache(screen: &Screen<'_>) {
    screen.0.cdp().send_raw("Network.clearBrowserCache", json!({})).await.expect("the cache is cleared");
}

async fn has_everything(screen: &Screen<'_>) {
    assert_eq!(screen.ask(NOT_HAD).await, json!([]), "files of the build, and styles");
    let shown = screen.ask("return getComputedStyle(document.querySelector('.tb-top')).display").await;
    assert_eq!(shown, "flex", "the screen is styled");
}

/// C11: enrolled, the browser's own cache cleared, no network, a cold start: everything that was built is there.
#[tokio::test(flavor = "multi_thread")]
async fn it_starts_cold_without_a_network_with_every_file_of_the_build() {
    let mut server = Server::with_demo().await;
    let mut tablet = Tablet::enrolled(&server, names::CALIBRATOR).await;
    clears_http_cache(&tablet.screen()).await;
    server.kill();
    tablet.device.close().await;
    tablet.opens_again(&server).await;
    has_everything(&tablet.screen()).await;
    // The root address leads there too.
    tablet.screen().goto(&server.url("/")).await;
    tablet.unlocks().await;
    has_everything(&tablet.screen()).await;
}

/// C11: a new release downloaded with a network is complete when it is put into use without one.
#[tokio::test(flavor = "multi_thread")]
async fn a_release_prepared_online_is_taken_offline() {
    let releases = Releases::of_the_built_app();
    let mut server = Server::with_demo_and_app(releases.folder()).await;
    let mut tablet = Tablet::enrolled(&server, names::CALIBRATOR).await;
    takes_the_next_release_offline(&releases, &mut server, &mut tablet).await;
}

/// The same from the first release, whose worker found its files by a pattern.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_release_takes_the_next_one_whole() {
    let releases = Releases::of_the_built_app();
    releases.first();
    let mut server = Server::with_demo_and_app(releases.folder()).await;
    let mut tablet = Tablet::enrolled(&server, names::CALIBRATOR).await;
    takes_the_next_release_offline(&releases, &mut server, &mut tablet).await;
}

async fn takes_the_next_release_offline(releases: &Releases, server: &mut Server, tablet: &mut Tablet) {
    server.kill();
    releases.next();
    server.start().await;
    tablet.device.close().await;
    tablet.opens_again(server).await;
    tablet.screen().see("update").await;
    tablet.waits_until_uploaded().await;
    clears_http_cache(&tablet.screen()).await;
    server.kill();
    tablet.screen().press("update").await;
    tablet.unlocks().await;
    let screen = tablet.screen();
    let names = screen.ask("return [...document.styleSheets].filter(sheet => !sheet.href.includes('/next-')).length").await;
    assert_eq!(names, 0, "the next release is in use");
    has_everything(&screen).await;
}

/// A browser in which nobody is enrolled caches nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_public_check_and_the_office_leave_no_worker_behind() {
    let server = Server::with_demo().await;
    let mut device = Device::fresh().await;
    let screen = Screen(device.open().await);
    for page in ["/check", "/sign-in?to=/today"] {
        screen.goto(&server.url(page)).await;
        screen.see_css("form").await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!((screen.ask(WORKERS).await, screen.ask(CACHES).await), (json!(0), json!(0)), "{page}");
    }
    let office = Desk::of(&server, names::OFFICE, "/office").await;
    assert_eq!((office.screen().ask(WORKERS).await, office.screen().ask(CACHES).await), (json!(0), json!(0)));
}

/// If the first release's worker answers such a browser from its cache, the new worker hands it back to the network.
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_once_opened_the_public_check_sees_what_is_served_now() {
    const OLD: &str = "<!doctype html><title>first release</title>";
    let releases = Releases::of_the_built_app();
    let built = releases.read("index.html");
    releases.write("index.html", OLD);
    releases.write("sw.js", FIRST_WORKER);
    let mut server = Server::with_demo_and_app(releases.folder()).await;
    let mut device = Device::fresh().await;
    let screen = Screen(device.open().await);
    screen.goto(&server.url("/check")).await;
    let build: String = Hash::of(OLD.as_bytes()).to_string().chars().take(16).collect();
    let keep = format!(
        "const ask = (worker, question) => new Promise(done => {{ const channel = new MessageChannel();\
           channel.port1.onmessage = heard => done(heard.data.done); worker.postMessage(question, [channel.port2]); }});\
         return navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)\
           .then(found => ask(found.active, {{ prepare: '{build}', use: '{build}' }}))"
    );
    assert_eq!(screen.ask(&keep).await, true, "the first release keeps itself");

    server.kill();
    releases.write("index.html", &built);
    server.start().await;
    screen.goto(&server.url("/check")).await;
    assert_eq!(screen.ask("return document.title").await, "first release", "as it was: answered from the cache");
    // The release with the new worker.
    std::fs::copy(server::app().join("sw.js"), releases.folder().join("sw.js")).expect("copied");
    let deadline = Instant::now() + Duration::from_secs(60);
    while screen.ask("return document.title").await == "first release" {
        assert!(Instant::now() < deadline, "what is served now is seen");
        // The browser looks for a new worker when the page has been idle for a while.
        tokio::time::sleep(Duration::from_secs(5)).await;
        screen.goto(&server.url("/check")).await;
    }
    screen.see_css("form").await;
    assert_eq!((screen.ask(WORKERS).await, screen.ask(CACHES).await), (json!(0), json!(0)));
}

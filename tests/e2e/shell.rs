//! The app opens, speaks three languages, and opens again without a server.

use backend::demo::names;
use serde_json::json;

use crate::browser::Device;
use crate::screen::Screen;
use crate::server::{SETUP_TOKEN, Server};
use crate::tablet::Tablet;

#[tokio::test(flavor = "multi_thread")]
async fn the_app_opens_and_speaks_three_languages() {
    let server = Server::with_demo().await;
    let mut device = Device::fresh().await;
    let screen = Screen(device.open().await);
    screen.goto(&server.url("/sign-in")).await;
    for (language, word) in [("zh-CN", "登录"), ("uk", "Увійти"), ("en", "Sign in")] {
        screen.choose("select[name=language]", language).await;
        screen.reads(word).await;
        assert_eq!(screen.ask("return document.documentElement.lang").await, language);
    }
}

/// A2: an empty database asks for the body and its first administrator, who is signed in then; nobody is asked twice.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_laboratory_asks_for_its_first_administrator() {
    let server = Server::empty().await;
    let mut device = Device::fresh().await;
    let screen = Screen(device.open().await);
    screen.goto(&server.url("/")).await;
    for (name, text) in [
        ("token", SETUP_TOKEN),
        ("body_zh", "杭州校准"),
        ("body_en", "Hangzhou Calibration"),
        ("name_zh", "赵敏"),
        ("name_en", "Zhao Min"),
        ("sign_in", "zhao"),
        ("password", "a long enough word"),
    ] {
        screen.write_css(&format!("input[name={name}]"), text).await;
    }
    screen.press_css("button[type=submit]").await;
    screen.reads("Hangzhou Calibration").await;
    screen.see_css(".page-head").await;
    screen.press_css("nav a[href='/office/people']").await;
    screen.reads("Zhao Min").await;
    screen.goto(&server.url("/setup")).await;
    // There is one.
    screen.see_css(".page-head").await;
}

/// C11: the browser would install it, and says whether what is stored is kept when room gets scarce.
#[tokio::test(flavor = "multi_thread")]
async fn the_app_installs_and_asks_for_storage_that_is_kept() {
    let server = Server::with_demo().await;
    let tablet = Tablet::enrolled(&server, names::CALIBRATOR).await;
    let screen = tablet.screen();
    let browser = screen.0.cdp();
    let errors = browser.send_raw("Page.getInstallabilityErrors", json!({})).await.expect("the browser says what keeps it");
    assert_eq!(errors, json!({ "installabilityErrors": [] }));
    let manifest = browser.send_raw("Page.getAppManifest", json!({})).await.expect("a manifest");
    assert_eq!(manifest["errors"], json!([]));

    screen.press("nav-storage").await;
    let before = screen.attribute("persistent", "data-granted").await;
    let grant = json!({ "permission": { "name": "persistent-storage" }, "setting": "granted", "origin": server.url("") });
    browser.send_raw("Browser.setPermission", grant).await.expect("the permission of an installed app");
    if before == "false" {
        screen.press("ask-persistent").await;
    }
    screen.see_css("[data-test=persistent][data-granted=true]").await;
}

//! The app opens, speaks three languages, and opens again without a server.

use crate::browser::Device;
use crate::screen::Screen;
use crate::server::Server;

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

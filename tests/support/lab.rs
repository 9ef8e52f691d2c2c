//! A laboratory: the router in process over a database of its own, with a clock that stands until it is moved.

use std::sync::Arc;

use axum::Router;
use backend::app::limit::Rates;
use backend::app::upgrade;
use backend::state::{App, AppState, Clock, Config, PasswordCost};
use backend::store::Db;
use backend::store::files::Files;
use base::text::Bilingual;
use base::time::Instant;
use contract::api::account::Setup;
use contract::api::path;
use domain::event::Hash;

use crate::client::Client;
use crate::database::{Engine, Scratch};

/// 2026-11-20, 09:00 in Shanghai.
pub const MORNING: Instant = Instant(1_795_136_400_000);

/// The password of everybody in a story.
pub const PASSWORD: &str = "correct horse battery";

/// The one-time token that the stories' servers require from their first administrator.
pub const SETUP_TOKEN: &str = "the token of stories";

/// A laboratory.
pub struct Lab {
    pub app: AppState,
    pub router: Router,
    scratch: Arc<Scratch>,
    password: &'static str,
}

impl Lab {
    /// With every table and nothing in them.
    pub async fn empty_on(engine: Engine) -> Self {
        Self::over(Scratch::new(engine).await).await
    }

    async fn over(scratch: Scratch) -> Self {
        let app = open(&scratch, MORNING).await;
        Self { router: backend::serve::router(app.clone()), app, scratch: Arc::new(scratch), password: PASSWORD }
    }

    /// For the demo body, which is not there yet.
    pub async fn demo_to_be(engine: Engine) -> Self {
        Self { password: backend::demo::names::PASSWORD, ..Self::empty_on(engine).await }
    }

    /// With the demo body; its people are in [`backend::demo::names`].
    pub async fn demo_on(engine: Engine) -> Self {
        let load = async |scratch: &Scratch| {
            let app = open(scratch, MORNING).await;
            backend::demo::load(&app).await.expect("the demo body loads");
            app.db.close().await;
        };
        Self { password: backend::demo::names::PASSWORD, ..Self::over(Scratch::prepared(engine, "demo", load).await).await }
    }

    /// With its first administrator, `admin`.
    pub async fn new_on(engine: Engine) -> Self {
        Self::over(Scratch::prepared(engine, "administrator", set_up).await).await
    }

    /// A browser with nobody signed in.
    pub fn nobody(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A browser with this person signed in.
    pub async fn person(&self, sign_in: &str) -> Client {
        Client::signed_in(&self.router, sign_in, self.password).await
    }

    /// The password of everybody here.
    pub const fn password(&self) -> &'static str {
        self.password
    }

    /// Server time.
    pub fn now(&self) -> Instant {
        self.app.now()
    }

    /// Lets time pass.
    pub fn advance(&self, millis: i64) {
        self.app.clock.set(self.now().plus_millis(millis));
    }

    /// Another server beside this one, on the same data.
    pub fn beside(&self, app: AppState) -> Self {
        Self { router: backend::serve::router(app.clone()), app, scratch: self.scratch.clone(), password: self.password }
    }

    /// The server ends and starts again on the data it has. Sessions and data stay; clients of before speak to the old one.
    pub async fn restart(&mut self) {
        let now = self.now();
        self.app.db.close().await;
        self.app = open(&self.scratch, now).await;
        self.router = backend::serve::router(self.app.clone());
    }

    /// Where the database is.
    pub fn database_url(&self) -> &str {
        &self.scratch.url
    }

    /// Where the database is, for who owns its tables.
    pub fn owner_url(&self) -> &str {
        &self.scratch.owner_url
    }

    /// Where the files are.
    pub fn folder(&self) -> &std::path::Path {
        self.scratch.folder.path()
    }
}

/// Minutes as milliseconds, for [`Lab::advance`].
pub const fn minutes(n: i64) -> i64 {
    n * 60_000
}

/// Hours as milliseconds.
pub const fn hours(n: i64) -> i64 {
    minutes(n * 60)
}

/// Days as milliseconds.
pub const fn days(n: i64) -> i64 {
    hours(n * 24)
}

/// Makes the first administrator, as the setup page does.
async fn set_up(scratch: &Scratch) {
    let app = open(scratch, MORNING).await;
    let setup = Setup {
        body: Bilingual { zh: "衡准".into(), en: "Hengzhun".into() },
        name: Bilingual { zh: "赵敏".into(), en: "Zhao Min".into() },
        sign_in: "admin".into(),
        password: PASSWORD.into(),
        token: SETUP_TOKEN.into(),
    };
    let nobody = Client::new(backend::serve::router(app.clone()));
    let answer = nobody.send(axum::http::Method::POST, path::SETUP, &setup).await;
    assert!(answer.status.is_success(), "{answer:?}");
    app.db.close().await;
}

async fn open(scratch: &Scratch, now: Instant) -> AppState {
    let db = Db::open(&scratch.url).await.expect("the database opens");
    upgrade::run(&db, now).await.expect("the upgrade steps run");
    let files = Files::local(&scratch.folder.path().join("files")).expect("a folder for files");
    let rates = Rates { account: 10_000, address: 10_000 };
    // Stories run over days with one session; a separate story shows that an idle session ends.
    let setup_token = Some(Hash::of(SETUP_TOKEN.as_bytes()));
    // Their passwords are no secrets, and there are thousands of sign-ins.
    let password_cost = PasswordCost { kib: 8, passes: 1 };
    let config = Config { rates, setup_token, idle_millis: days(7), password_cost, ..Config::default() };
    App::new(db, files, Clock::manual(now), config)
}

/// Tells a story on both engines: a test `sqlite` and a test `postgres` in a module of the story's name.
///
/// `on_both_engines!(a_story, Lab::new_on);  async fn a_story(lab: Lab) { … }`
#[macro_export]
macro_rules! on_both_engines {
    ($story:ident, $lab:path) => {
        mod $story {
            use super::*;
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$story($lab($crate::database::Engine::Sqlite).await).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$story($lab($crate::database::Engine::Postgres).await).await;
            }
        }
    };
}

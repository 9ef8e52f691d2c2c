//! What every use case can reach.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use shared::id::Id;
use shared::time::Instant;
use tokio::sync::Semaphore;

use crate::app::packs::Packs;
use crate::http::limit::Limits;
use crate::random;
use crate::store::Db;
use crate::store::files::Files;

/// What every use case can reach. Cloned freely.
pub type AppState = Arc<App>;

/// The application: where it stores, what time it is, how it is set up.
pub struct App {
    /// The database.
    pub db: Db,
    /// Attachments and documents.
    pub files: Files,
    /// The time.
    pub clock: Clock,
    /// How it is set up.
    pub config: Config,
    /// How often one may try.
    pub limits: Limits,
    /// Job packs that were built.
    pub packs: Packs,
    /// Password hashing takes memory: only so many at once.
    pub hashing: Semaphore,
}

impl App {
    /// Puts the parts together.
    pub fn new(db: Db, files: Files, clock: Clock, config: Config) -> AppState {
        let limits = Limits::new(&config.rates);
        Arc::new(Self { db, files, clock, config, limits, packs: Packs::default(), hashing: Semaphore::new(4) })
    }

    /// Server time.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A new identity.
    pub fn new_id<K>(&self) -> Id<K> {
        random::id(self.now())
    }
}

/// The time, which tests set.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    System,
    /// Set by hand.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands until it is set.
    pub fn manual(at: Instant) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(at.0)))
    }

    /// The time.
    pub fn now(&self) -> Instant {
        match self {
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Self::Manual(at) => Instant(at.load(Ordering::Relaxed)),
        }
    }

    /// Sets a manual clock; the machine's stays as it is.
    pub fn set(&self, at: Instant) {
        if let Self::Manual(held) = self {
            held.store(at.0, Ordering::Relaxed);
        }
    }
}

/// How the server is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Whether browsers reach it by HTTPS: secure cookies, strict transport.
    pub https: bool,
    /// Whether a proxy in front names the caller's address in `X-Forwarded-For`.
    pub trust_proxy: bool,
    /// Folder with the built app; `None` serves the API alone.
    pub app: Option<std::path::PathBuf>,
    /// How often one may try.
    pub rates: Rates,
    /// How long a session lives, in milliseconds.
    pub session_millis: i64,
    /// Whether the sign-in page lists the demo's accounts.
    pub demo: bool,
    /// The public address in e-mails and QR codes; empty takes the body's website.
    pub public_url: String,
    /// Where e-mail goes; `None` keeps messages in the outbox.
    pub smtp: Option<Smtp>,
    /// How long a request may take, the sending of its body included.
    pub longest_request: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            https: false,
            trust_proxy: false,
            app: None,
            rates: Rates::default(),
            session_millis: 7 * 24 * 3_600_000,
            demo: false,
            public_url: String::new(),
            smtp: None,
            // A photo over a poor line takes minutes.
            longest_request: Duration::from_secs(600),
        }
    }
}

/// Where e-mail goes.
#[derive(Debug, Clone)]
pub struct Smtp {
    /// `smtp://` or `smtps://` address, with user and password where needed.
    pub url: String,
    /// Sender.
    pub from: String,
}

/// Tries allowed a minute.
#[derive(Debug, Clone)]
pub struct Rates {
    /// Sign-ins and re-entered passwords of one account.
    pub account: u32,
    /// Sign-ins and public checks from one address.
    pub address: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self { account: 10, address: 60 }
    }
}

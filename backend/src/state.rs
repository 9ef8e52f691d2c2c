//! What every use case can reach.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base::id::Id;
use base::time::Instant;
use domain::access::wing::Wing;
use domain::event::Hash;
use tokio::sync::{Mutex, Semaphore};

use crate::app::limit::{Limits, Rates};
use crate::app::packs::Packs;
use crate::app::vault::Keys;
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
    /// How many of these unknown browsers may use, so that known ones do not have to wait.
    pub strangers: Semaphore,
    /// How many of them may wait.
    pub strangers_waiting: Semaphore,
    /// Typesetting an original record also takes memory, more for longer ones: one at a time.
    pub printing: Semaphore,
    /// Who puts new rows of lists into their index: one at a time.
    pub settling: Arc<Mutex<()>>,
}

impl App {
    /// Puts the parts together.
    pub fn new(db: Db, files: Files, clock: Clock, config: Config) -> AppState {
        let limits = Limits::new(&config.rates);
        Arc::new(Self {
            db,
            files,
            clock,
            config,
            limits,
            packs: Packs::default(),
            hashing: Semaphore::new(4),
            strangers: Semaphore::new(2),
            strangers_waiting: Semaphore::new(64),
            printing: Semaphore::new(1),
            settling: Arc::default(),
        })
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
    /// How many milliseconds the clock is ahead of the machine's, to run the demo at another hour of the day.
    Ahead(i64),
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
            Self::System => machine(),
            Self::Ahead(millis) => machine().plus_millis(*millis),
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

fn machine() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
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
    /// How long a session lives at most, in milliseconds.
    pub session_millis: i64,
    /// How long it may be idle, in milliseconds: a day in the field without network, and the way back.
    pub idle_millis: i64,
    /// How long a one-time password is valid, in milliseconds.
    pub one_time_millis: i64,
    /// Whether the sign-in page lists the demo's accounts.
    pub demo: bool,
    /// The public address in e-mails and QR codes; empty takes the body's website.
    pub public_url: String,
    /// Where e-mail goes; `None` keeps messages in the outbox.
    pub smtp: Option<Smtp>,
    /// Most bytes of one person's files that no record names.
    pub unattached_most: u64,
    /// How long such a file is kept, in milliseconds.
    pub unattached_millis: i64,
    /// The keys of the vault.
    pub vault: Keys,
    /// How fast a request's body must come.
    pub pace: Pace,
    /// How long a request may take, the sending of its body included.
    pub longest_request: Duration,
    /// Hash of the one-time token needed to create the first administrator; without it none can be created.
    pub setup_token: Option<Hash>,
    /// The wings that are shown.
    pub wings: Vec<Wing>,
    /// What hashing a password costs.
    pub password_cost: PasswordCost,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            https: false,
            trust_proxy: false,
            app: None,
            rates: Rates::default(),
            session_millis: 7 * 24 * 3_600_000,
            idle_millis: 24 * 3_600_000,
            one_time_millis: 24 * 3_600_000,
            demo: false,
            public_url: String::new(),
            smtp: None,
            unattached_most: 100 << 20,
            // Drafts stay on tablets for weeks at most, and they name their photos before sending them.
            unattached_millis: 30 * 24 * 3_600_000,
            vault: Keys::default(),
            pace: Pace::default(),
            // A photo over a poor line takes minutes.
            longest_request: Duration::from_secs(600),
            setup_token: None,
            wings: Wing::finished(),
            password_cost: PasswordCost::default(),
        }
    }
}

/// What hashing a password costs. No flag of the server changes it; stories, whose passwords are no secrets, take the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory, in KiB.
    pub kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for PasswordCost {
    /// OWASP's recommendation for argon2id.
    fn default() -> Self {
        Self { kib: 19_456, passes: 2 }
    }
}

/// How fast a body must come.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How long it may take to begin.
    pub grace: Duration,
    /// Bytes per second after that, on average.
    pub bytes_a_second: u64,
}

impl Default for Pace {
    /// A poor mobile connection is ten times as fast.
    fn default() -> Self {
        Self { grace: Duration::from_secs(15), bytes_a_second: 1_024 }
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

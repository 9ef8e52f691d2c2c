//! The real server: the built binary on a port of its own, with its data in a folder of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::browser::free_port;
use crate::here::Here;

/// The one-time token that makes the first administrator of an empty server.
pub const SETUP_TOKEN: &str = "the token of stories";

/// The server's folder and port, and its process while it runs.
pub struct Server {
    data: TempDir,
    port: u16,
    process: Option<Child>,
    /// What it is started as: a laboratory of its own, or the demo's.
    command: &'static [&'static str],
    /// The built app.
    app: PathBuf,
}

impl Server {
    /// A server with the demo body.
    pub async fn with_demo() -> Self {
        Self::running(&["demo", "--plain"], app()).await
    }

    /// The same, serving the app from this folder.
    pub async fn with_demo_and_app(app: PathBuf) -> Self {
        Self::running(&["demo", "--plain"], app).await
    }

    /// The demo's server, with the data another one left in this folder.
    pub async fn with_demo_left(data: TempDir) -> Self {
        Self::on(free_port(), data, &["demo", "--plain"], app()).await
    }

    /// A server on an empty database.
    pub async fn empty() -> Self {
        Self::running(&["serve", "--setup-token", SETUP_TOKEN], app()).await
    }

    async fn running(command: &'static [&'static str], app: PathBuf) -> Self {
        Self::on(free_port(), tempfile::tempdir().expect("a folder for the data"), command, app).await
    }

    /// A server on the port that a browser's profile knows, with the data in the folder.
    pub async fn at(port: u16, data: TempDir, command: &'static [&'static str]) -> Self {
        Self::on(port, data, command, app()).await
    }

    async fn on(port: u16, data: TempDir, command: &'static [&'static str], app: PathBuf) -> Self {
        let mut server = Self { data, port, process: None, command, app };
        server.start().await;
        server
    }

    /// The folder of its data.
    pub fn folder(&self) -> &Path {
        self.data.path()
    }

    /// Starts it, on the data it has.
    pub async fn start(&mut self) {
        let here = Here::now();
        let log = File::options().create(true).append(true).open(self.log()).expect("the server's log");
        let child = Command::new(binary())
            .args(self.command)
            .args(["--listen", &format!("127.0.0.1:{}", self.port)])
            .arg("--data")
            .arg(self.data.path())
            .arg("--app")
            .arg(&self.app)
            .env_remove("DATABASE_URL")
            .envs(here.map(|here| [("TZ", here.zone.to_owned()), ("ETALON_DEMO_AHEAD", here.ahead.to_string())]).into_iter().flatten())
            .stdout(log.try_clone().expect("the server's log"))
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .expect("the server's binary: cargo build -p backend --bin etalon");
        self.process = Some(child);
        self.wait_until_up().await;
    }

    /// Kills it: no goodbye, nothing flushed.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Its address; `localhost`, since a browser trusts that without HTTPS.
    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    fn log(&self) -> PathBuf {
        self.data.path().join("server.log")
    }

    async fn wait_until_up(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(120);
        while tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
            let ended = self.process.as_mut().and_then(|process| process.try_wait().ok().flatten());
            let log = || std::fs::read_to_string(self.log()).unwrap_or_default();
            assert!(ended.is_none(), "the server ended: {}", log());
            assert!(Instant::now() < deadline, "the server listens: {}", log());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("--- the server's log\n{}", std::fs::read_to_string(self.log()).unwrap_or_default());
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent")
}

/// Beside the test's own binary: `target/<profile>/etalon`.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    test.ancestors().nth(2).expect("target/<profile>/deps/test").join("etalon")
}

/// The built app's folder.
pub fn app() -> PathBuf {
    let built = [std::env::var_os("ETALON_APP").map(PathBuf::from), Some(root().join("target/app-quick")), Some(root().join("dist"))];
    let found = built.into_iter().flatten().find(|folder| folder.join("index.html").is_file());
    found.expect("the built app: scripts/build-app.sh quick")
}

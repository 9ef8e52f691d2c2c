//! A device with a browser on it: one profile on disk, so that closing, killing and opening again find what was stored.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};

use crate::here::Here;

/// Sets a clock ahead of the machine's for every page that is opened.
const CLOCK: &str = "(() => { const Machine = Date; const now = () => Machine.now() + AHEAD;\
    globalThis.Date = class Date extends Machine { constructor(...of) { if (of.length) super(...of); else super(now()); }\
      static now() { return now(); } }; })()";

/// A device. Its profile lives as long as this value.
pub struct Device {
    profile: TempDir,
    driver: Child,
    driver_port: u16,
    session: Option<WebDriver>,
    camera: Option<PathBuf>,
}

impl Device {
    /// A device that was never used.
    pub async fn fresh() -> Self {
        Self::seeing(None).await
    }

    /// The folder of the browser's profile.
    pub fn profile(&self) -> &std::path::Path {
        self.profile.path()
    }

    /// A device whose camera sees this film.
    pub async fn seeing(camera: Option<PathBuf>) -> Self {
        Self::with(camera, tempfile::tempdir().expect("a folder for the profile")).await
    }

    /// A device whose browser uses this existing profile.
    pub async fn keeping(profile: TempDir) -> Self {
        Self::with(None, profile).await
    }

    async fn with(camera: Option<PathBuf>, profile: TempDir) -> Self {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .envs(Here::now().map(|here| ("TZ", here.zone)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver on PATH: scripts/setup.sh test installs it");
        let device = Self { profile, driver, driver_port: port, session: None, camera };
        device.wait_for_driver().await;
        device
    }

    /// Opens the browser, with everything that the profile keeps.
    pub async fn open(&mut self) -> &WebDriver {
        let browser = WebDriver::new(format!("http://127.0.0.1:{}", self.driver_port), self.capabilities()).await;
        let browser = self.session.insert(browser.expect("Chromium starts"));
        if let Some(here) = Here::now() {
            let source = CLOCK.replace("AHEAD", &here.ahead.to_string());
            let told = browser.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
            told.expect("the browser's clock is set");
        }
        browser
    }

    /// The open browser.
    pub fn browser(&self) -> &WebDriver {
        self.session.as_ref().expect("the browser is open")
    }

    /// Closes the browser as a person would.
    pub async fn close(&mut self) {
        if let Some(session) = self.session.take() {
            session.quit().await.expect("the browser closes");
        }
    }

    /// Ends the browser at once, as an empty battery would: SIGKILL to each of its processes.
    pub fn kill(&mut self) {
        if let Some(session) = self.session.take() {
            let _ = session.leak();
        }
        for pid in self.processes() {
            let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).stderr(Stdio::null()).status();
        }
        // What a killed browser leaves behind, and would stop the next one.
        for lock in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
            let _ = std::fs::remove_file(self.profile.path().join(lock));
        }
    }

    /// Ids of the processes that run on this profile: those this device started, and theirs.
    fn processes(&self) -> Vec<u32> {
        let profile = self.profile.path().to_string_lossy().into_owned();
        let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
        let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        pids.filter(|pid| *pid != self.driver.id() && names(*pid, &profile)).collect()
    }

    /// Where downloads come to lie.
    fn downloads(&self) -> PathBuf {
        self.profile.path().join("downloads")
    }

    /// The file of this kind that was downloaded, waited for.
    pub async fn downloaded(&self, kind: &str) -> PathBuf {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let files = std::fs::read_dir(self.downloads()).into_iter().flatten().flatten().map(|entry| entry.path());
            if let Some(file) = files.into_iter().find(|file| file.extension().is_some_and(|extension| extension == kind)) {
                return file;
            }
            assert!(Instant::now() < deadline, "a file is downloaded");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    fn capabilities(&self) -> Capabilities {
        let mut args = vec![
            "--headless=new".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--window-size=1280,900".to_owned(),
            format!("--user-data-dir={}", self.profile.path().display()),
        ];
        if std::env::var("USER").is_ok_and(|user| user == "root") || std::path::Path::new("/root/.cargo").exists() {
            args.push("--no-sandbox".to_owned());
        }
        if let Some(film) = &self.camera {
            args.push("--use-fake-ui-for-media-stream".to_owned());
            args.push("--use-fake-device-for-media-stream".to_owned());
            args.push(format!("--use-file-for-fake-video-capture={}", film.display()));
        }
        let prefs = json!({
            "intl.accept_languages": "en",
            "download.default_directory": self.downloads(),
            // A file that is opened is a file that is downloaded: no viewer in between.
            "plugins.always_open_pdf_externally": true,
        });
        let options = json!({ "args": args, "prefs": prefs });
        let capabilities = json!({ "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } });
        Capabilities::from(capabilities.as_object().cloned().unwrap_or_default())
    }

    async fn wait_for_driver(&self) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while tokio::net::TcpStream::connect(("127.0.0.1", self.driver_port)).await.is_err() {
            assert!(Instant::now() < deadline, "chromedriver listens");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.kill();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A port nobody listens on right now.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

fn names(pid: u32, profile: &str) -> bool {
    std::fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| String::from_utf8_lossy(&line).contains(profile))
}

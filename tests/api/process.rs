//! The program as people start it: a process with flags and environment, told to stop by a signal.

use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use backend::demo::names;
use contract::api::{REQUEST_HEADER, path};
use serde_json::{Value, json};
use support::Engine;
use support::database::Scratch;
use support::lab::{PASSWORD, SETUP_TOKEN};

/// Beside the test's own binary: `target/<profile>/etalon`, built before the tests are run.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    let binary = test.ancestors().nth(2).expect("target/<profile>/deps/test").join("etalon");
    assert!(binary.is_file(), "cargo build --bin etalon comes first");
    binary
}

/// A place for data: a folder and a database that nobody has opened yet.
pub struct Place {
    scratch: Scratch,
}

impl Place {
    pub async fn new(engine: Engine) -> Self {
        Self { scratch: Scratch::unmade(engine).await }
    }

    /// The database's address for who owns its tables.
    pub fn owner_url(&self) -> &str {
        &self.scratch.owner_url
    }

    pub fn folder(&self) -> &Path {
        self.scratch.folder.path()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(words).arg("--data").arg(self.folder()).env("DATABASE_URL", &self.scratch.url);
        if self.scratch.owner_url != self.scratch.url {
            command.env("DATABASE_OWNER_URL", &self.scratch.owner_url);
        }
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the program starts")
    }

    /// Runs to its end, though nobody reads what it prints (`etalon verify | head -1`).
    fn does_unread(&self, words: &[&str]) {
        let mut process = self.command(words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
        drop(process.stdout.take());
        assert!(process.wait().expect("its end").success(), "{words:?}");
    }

    /// Runs and must succeed.
    pub fn does(&self, words: &[&str]) -> String {
        let done = self.run(words);
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success(), "{words:?}: {said}{}", String::from_utf8_lossy(&done.stderr));
        said
    }
}

/// A serving process; stopped by force if a test ends before it was told to stop.
pub struct Serving {
    process: Child,
    port: u16,
}

impl Serving {
    pub async fn start(place: &Place, flags: &[&str]) -> Self {
        Self::of(place, "serve", flags, Duration::from_secs(60)).await
    }

    /// A laboratory of its own or the demo's; it must listen within this time.
    async fn of(place: &Place, command: &str, flags: &[&str], within: Duration) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let listen = format!("127.0.0.1:{port}");
        let app = place.folder().display().to_string();
        let words = [&[command, "--listen", &listen, "--app", &app], flags].concat();
        let process = place.command(&words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        let mut serving = Self { process, port };
        let deadline = Instant::now() + within;
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            assert!(serving.process.try_wait().expect("its state").is_none() && Instant::now() < deadline, "it listens");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        serving
    }

    fn terminate(&self) {
        let told = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        assert!(told.expect("kill").success());
    }

    /// Waits for its end; whether it ended well.
    async fn ended(&mut self) -> bool {
        for _ in 0..300 {
            if let Some(status) = self.process.try_wait().expect("its state") {
                return status.success();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it does not stop");
    }

    /// Reads a route as the person whom the browser is signed in for; it must answer well.
    pub async fn get(&self, browser: &reqwest::Client, path: &str) -> reqwest::Response {
        let answer = browser.get(format!("http://127.0.0.1:{}{path}", self.port)).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer
    }

    pub async fn post(&self, browser: &reqwest::Client, path: &str, body: &Value) -> reqwest::Result<reqwest::Response> {
        let request = browser.post(format!("http://127.0.0.1:{}{path}", self.port)).json(body);
        request.header(REQUEST_HEADER, "1").header("sec-fetch-site", "same-origin").send().await
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn person(n: usize) -> Value {
    json!({"revision": 0, "reason": "", "body": {"name": {"zh": "", "en": format!("Person {n}")}, "sign_in": format!("person.{n}"),
        "title_level": "none", "roles": [], "active": true}})
}

/// F25, F26: set up on an empty database, written to while a backup is taken, told to stop, restored on the other engine.
async fn its_whole_life(engine: Engine, other: Engine) {
    let place = Place::new(engine).await;
    let mut serving = Serving::start(&place, &["--rate-account", "1000", "--setup-token", SETUP_TOKEN]).await;
    let browser = reqwest::Client::builder().cookie_store(true).build().expect("a client");
    let setup = json!({"body": {"zh": "衡准", "en": "Hengzhun"}, "name": {"zh": "赵敏", "en": "Zhao Min"}, "sign_in": "admin", "password": PASSWORD,
        "token": SETUP_TOKEN});
    assert!(serving.post(&browser, path::SETUP, &setup).await.expect("an answer").status().is_success());
    let sign_in = json!({"sign_in": "admin", "password": PASSWORD});
    assert!(serving.post(&browser, path::SESSION, &sign_in).await.expect("an answer").status().is_success());
    let people = path::with(path::REGISTER, "people");
    for n in 0..5 {
        let written = serving.post(&browser, &people, &person(n)).await.expect("an answer");
        assert!(written.status().is_success(), "{}", written.text().await.unwrap_or_default());
    }
    let checkpoint = place.folder().join("checkpoint.json").display().to_string();
    assert!(place.does(&["verify", "--write-checkpoint", &checkpoint]).contains("nothing is broken"));

    // The writer goes on while the backup is taken by a process of its own.
    let file = place.folder().join("one.backup").display().to_string();
    let backup = place.command(&["backup", &file]).stdout(Stdio::null()).spawn();
    let mut backup = backup.expect("the program starts");
    let mut written = 5;
    while backup.try_wait().expect("its state").is_none() {
        assert!(serving.post(&browser, &people, &person(written)).await.expect("an answer").status().is_success());
        written += 1;
    }
    assert!(backup.wait().expect("its end").success() && written > 5, "{written}");

    // A request under way when the signal comes is answered; hashing a password takes its time.
    let under_way = serving.post(&browser, path::SESSION, &sign_in);
    let signal = async {
        tokio::time::sleep(Duration::from_millis(60)).await;
        serving.terminate();
    };
    let (answered, ()) = tokio::join!(under_way, signal);
    assert!(answered.expect("an answer all the same").status().is_success());
    assert!(serving.ended().await, "it ends well");
    assert!(tokio::net::TcpStream::connect(("127.0.0.1", serving.port)).await.is_err(), "nobody listens");

    let copy = Place::new(other).await;
    copy.does(&["restore", &file]);
    assert!(copy.does(&["verify", "--checkpoint", &checkpoint]).contains("nothing is broken"));
    copy.does_unread(&["verify"]);
    assert!(!copy.run(&["restore", &file]).status.success(), "a place that is not empty is left alone");
    assert!(!place.run(&["backup", &file]).status.success(), "a backup is never overwritten");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_an_empty_sqlite_file_to_a_restored_postgres_database() {
    its_whole_life(Engine::Sqlite, Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_an_empty_postgres_database_to_a_restored_sqlite_file() {
    its_whole_life(Engine::Postgres, Engine::Sqlite).await;
}

// With all its past work: months of orders, records and certificates, made by the commands that people use.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_is_served_within_ninety_seconds() {
    let place = Place::new(Engine::Sqlite).await;
    let mut serving = Serving::of(&place, "demo", &[], Duration::from_secs(90)).await;
    let browser = reqwest::Client::builder().cookie_store(true).build().expect("a client");
    let sign_in = json!({"sign_in": names::OFFICE, "password": names::PASSWORD});
    assert!(serving.post(&browser, path::SESSION, &sign_in).await.expect("an answer").status().is_success());
    let certificates: Value = serving.get(&browser, path::CERTIFICATES).await.json().await.expect("JSON");
    assert!(certificates["rows"].as_array().is_some_and(|rows| rows.len() > 10 && rows.iter().all(|row| row["released"] == true)));
    serving.terminate();
    assert!(serving.ended().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_speaks_https_with_a_certificate_and_sets_cookies_for_https_alone() {
    let place = Place::new(Engine::Sqlite).await;
    let (cert, key) = (place.folder().join("cert.pem"), place.folder().join("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost", "-keyout"])
        .arg(&key)
        .arg("-out")
        .arg(&cert)
        .stderr(Stdio::null())
        .status();
    assert!(made.expect("openssl").success());
    let (cert, key) = (cert.display().to_string(), key.display().to_string());
    assert!(!place.run(&["serve", "--tls-cert", &cert]).status.success(), "a certificate without its key is refused");
    let mut serving = Serving::start(&place, &["--tls-cert", &cert, "--tls-key", &key]).await;
    let mut client = Command::new("openssl")
        .args(["s_client", "-quiet", "-verify_return_error", "-CAfile", &cert, "-servername", "localhost", "-connect"])
        .arg(format!("127.0.0.1:{}", serving.port))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("openssl");
    let mut input = client.stdin.take().expect("its input");
    input.write_all(b"GET /api/setup HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("sent");
    let answer = client.wait_with_output().expect("an answer");
    let text = String::from_utf8_lossy(&answer.stdout).to_lowercase();
    assert!(text.starts_with("http/1.1 200") && text.contains("\"needed\":true"), "{text}");
    assert!(text.contains("strict-transport-security: max-age="), "{text}");
    drop(input);
    serving.terminate();
    assert!(serving.ended().await);
}

// What is shipped asks nothing whether a rule is in force: the variable that turns one off has no name in it (docs/adr/0331).
#[test]
fn no_rule_can_be_turned_off_in_the_built_program() {
    let named = |name: &str| Command::new("grep").args(["-q", "-a", "-F", name]).arg(binary()).status().expect("grep").success();
    assert!(named("ETALON_LISTEN") && !named("ETALON_SEEDED"));
}

#[test]
fn every_command_tells_what_it_does_and_what_it_takes() {
    let help = |words: &[&str]| {
        let done = Command::new(binary()).args(words).output().expect("the program starts");
        assert!(done.status.success(), "{words:?}");
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    let all = help(&["--help"]);
    for (command, flags) in [
        ("serve", &["--listen", "--tls-cert", "--tls-key", "--database-owner", "DATABASE_URL", "--behind-proxy"][..]),
        ("demo", &["--listen", "--data"]),
        ("backup", &["--data", "DATABASE_URL"]),
        ("restore", &["--data", "DATABASE_URL"]),
        ("verify", &["--checkpoint", "--write-checkpoint"]),
        ("admin", &["password", "role"]),
        ("compute", &["--check"]),
    ] {
        assert!(all.contains(command), "{all}");
        let text = help(&[command, "--help"]);
        for flag in flags {
            assert!(text.contains(flag), "{command}: {flag} is not told\n{text}");
        }
    }
    let role = help(&["admin", "role", "--help"]);
    assert!(role.contains("--technical-manager") && role.contains("--title"), "{role}");
    let unknown = Command::new(binary()).args(["serve", "--no-such-flag"]).output().expect("the program starts");
    assert!(!unknown.status.success());
}

//! A Postgres server of the tests' own: started when the first test asks, shared by all test processes of this checkout,
//! stopped and wiped half a minute after the last of them has ended.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The running server; its socket lies in its folder.
pub struct Cluster {
    folder: PathBuf,
    /// Held, shared, while this process lives: the watchdog stops the server only when nobody holds it.
    _in_use: File,
}

/// The server, started if it does not run yet.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::join)
}

impl Cluster {
    /// The address of a database on it, for who owns its tables.
    pub fn owner_url(&self, database: &str) -> String {
        format!("postgres:///{database}?host={}&user={USER}", self.folder.display())
    }

    /// The address of a database on it, for the server: a role that owns nothing.
    pub fn url(&self, database: &str) -> String {
        format!("postgres:///{database}?host={}&user={SERVER}", self.folder.display())
    }

    /// Runs `work` while no other test process runs this.
    pub fn alone<T>(&self, work: impl FnOnce() -> T) -> T {
        let _lock = self.lock("template");
        work()
    }

    /// Keeps other test processes waiting that ask for the lock of this name, until it is dropped.
    pub fn lock(&self, name: &str) -> File {
        let lock = open_lock(&self.folder.with_extension(name));
        lock.lock().expect("a lock beside the cluster");
        lock
    }

    fn join() -> Self {
        let folder = folder();
        let in_use = open_lock(&folder.with_extension("in-use"));
        in_use.lock_shared().expect("the cluster's lock");
        let starting = open_lock(&folder.with_extension("starting"));
        starting.lock().expect("the cluster's starting lock");
        if !runs(&folder) {
            start(&folder);
        }
        Self { folder, _in_use: in_use }
    }
}

const USER: &str = "etalon";
/// The role that serves.
pub const SERVER: &str = "etalon_server";

/// One folder per checkout; short, since a socket's path may hold a hundred bytes only.
fn folder() -> PathBuf {
    let checkout = domain::event::Hash::of(env!("CARGO_MANIFEST_DIR").as_bytes()).to_string();
    std::env::temp_dir().join(format!("etalon-postgres-{}", &checkout[..12]))
}

fn open_lock(path: &Path) -> File {
    OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path).expect("a lock file beside the cluster")
}

fn runs(folder: &Path) -> bool {
    let status = server_program("pg_ctl", folder).arg("status").arg("-D").arg(folder).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

fn start(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).expect("the cluster's folder");
    if is_root() {
        must(Command::new("chown").arg("postgres").arg(folder));
    }
    must(
        server_program("initdb", folder).args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", USER, "-D"]).arg(folder),
    );
    // A test's database is thrown away: nothing has to survive a power cut.
    let settings = format!(
        "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB",
        folder.display()
    );
    let log = folder.join("server.log");
    must(server_program("pg_ctl", folder).args(["start", "--wait", "-o", &settings, "-l"]).arg(log).arg("-D").arg(folder));
    watch(folder);
}

/// A process of its own that outlives the tests and stops the server when no test process holds the lock any more.
#[expect(clippy::zombie_processes, reason = "it is meant to outlive whoever started it")]
fn watch(folder: &Path) {
    let stop = server_program("pg_ctl", folder);
    let words: Vec<String> =
        std::iter::once(stop.get_program()).chain(stop.get_args()).map(|word| word.to_string_lossy().into_owned()).collect();
    let script = format!(
        "while sleep 30; do flock --nonblock --exclusive '{0}.in-use' sh -c \"{1} stop -m immediate -D '{0}'; rm -rf '{0}'\" && break; done",
        folder.display(),
        words.join(" ")
    );
    let spawned =
        Command::new("setsid").args(["sh", "-c", &script]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    spawned.expect("the cluster's watchdog");
}

/// A Postgres program, run as the user postgres where this is root, since the server refuses root.
fn server_program(name: &str, folder: &Path) -> Command {
    let path = program_path(name);
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(path);
        command
    } else {
        Command::new(path)
    };
    if folder.is_dir() {
        command.current_dir(folder);
    }
    command
}

fn program_path(name: &str) -> PathBuf {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin").join(name)).filter(|path| path.is_file()).collect())
        .unwrap_or_default();
    versions.sort();
    versions.pop().unwrap_or_else(|| PathBuf::from(name))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn must(command: &mut Command) {
    // Postgres leaves its server running with our pipes open: only a file or nothing can be waited for.
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    assert!(status.as_ref().is_ok_and(std::process::ExitStatus::success), "{command:?}: {status:?}");
}

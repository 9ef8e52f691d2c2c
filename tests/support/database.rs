//! A database of a test's own, on either engine, copied from one that was made once, and dropped with the test.

use std::fs::File;
use std::path::{Path, PathBuf};

use backend::app::upgrade;
use backend::store::Db;
use domain::event::Hash;
use sqlx::{Connection, Executor, PgConnection, SqlSafeStr};
use tempfile::TempDir;

use crate::cluster::{SERVER, cluster};

/// The two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub const BOTH: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

/// A database that ends with this value.
pub struct Scratch {
    /// Files beside the database: what a server would keep under `data/`.
    pub folder: TempDir,
    /// Where it is, as `DATABASE_URL` says it.
    pub url: String,
    /// The same for who owns the tables.
    pub owner_url: String,
    engine: Engine,
    name: String,
}

impl Scratch {
    /// An empty database with every table.
    pub async fn new(engine: Engine) -> Self {
        let (folder, name) = (folder(), name());
        let (url, owner_url) = match engine {
            Engine::Sqlite => {
                let url = sqlite(folder.path()).await;
                (url.clone(), url)
            }
            Engine::Postgres => postgres(&name).await,
        };
        Self { folder, url, owner_url, engine, name }
    }
}

impl Scratch {
    /// A database with what `make` writes into a new one, which it closes. That is made once for each build of the tests, and copied.
    pub async fn prepared(engine: Engine, what: &str, make: impl AsyncFnOnce(&Self)) -> Self {
        match engine {
            Engine::Sqlite => {
                let (folder, name) = (folder(), name());
                let url = copied(&prepared_file(what, make).await, folder.path());
                Self { folder, url: url.clone(), owner_url: url, engine, name }
            }
            Engine::Postgres => {
                let template = prepared_database(what, make).await;
                let (folder, name) = (folder(), name());
                statement(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
                Self { folder, url: cluster().url(&name), owner_url: cluster().owner_url(&name), engine, name }
            }
        }
    }

    /// A database without any table; on SQLite not even a file.
    pub async fn unmade(engine: Engine) -> Self {
        let (folder, name) = (folder(), name());
        let (url, owner_url) = match engine {
            Engine::Sqlite => {
                let url = format!("sqlite:{}", folder.path().join("etalon.db").display());
                (url.clone(), url)
            }
            Engine::Postgres => {
                // The template's making makes the role that serves.
                drop(Self::new(engine).await);
                statement(&format!("CREATE DATABASE {name}")).await;
                (cluster().url(&name), cluster().owner_url(&name))
            }
        };
        Self { folder, url, owner_url, engine, name }
    }
}

fn name() -> String {
    format!("t_{}", backend::random::id::<Scratch>(base::time::Instant(0)).uuid().simple())
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.engine == Engine::Postgres {
            let name = std::mem::take(&mut self.name);
            // A destructor cannot await: the statement runs on a thread of its own.
            let dropped = std::thread::spawn(move || block_on(statement(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))));
            let _ = dropped.join();
        }
    }
}

/// In memory where the system offers that: what a test wrote is thrown away with it.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a folder for the test")
}

async fn sqlite(folder: &Path) -> String {
    copied(&template_file().await, folder)
}

/// A copy of a template as the database in a folder; its address.
fn copied(template: &Path, folder: &Path) -> String {
    let file = folder.join("etalon.db");
    std::fs::copy(template, &file).expect("a copy of the template");
    format!("sqlite:{}", file.display())
}

/// Where the files are that tests copy.
fn templates() -> PathBuf {
    let target = std::env::current_exe().expect("the test's own path");
    let folder = target.ancestors().nth(3).unwrap_or(Path::new(".")).join("templates");
    std::fs::create_dir_all(&folder).expect("a folder for templates");
    folder
}

/// The build of the tests that this process is: what it writes may differ from what another one does.
fn build() -> String {
    let own = std::env::current_exe().and_then(|path| Ok((path.clone(), path.metadata()?)));
    let (path, file) = own.expect("the test's own file");
    let made = file.modified().expect("the time of the build");
    Hash::of(format!("{path:?} {} {made:?}", file.len()).as_bytes()).to_string()[..12].to_owned()
}

/// The file with what `make` writes; others wait while it is made. Those of earlier builds go.
async fn prepared_file(what: &str, make: impl AsyncFnOnce(&Scratch)) -> PathBuf {
    let folder = templates();
    let file = folder.join(format!("{what}-{}.db", build()));
    if file.is_file() {
        return file;
    }
    let lock = File::create(folder.join(format!("{what}.lock"))).expect("a lock file beside the template");
    lock.lock().expect("the template's lock");
    if file.is_file() {
        return file;
    }
    let scratch = Scratch::new(Engine::Sqlite).await;
    make(&scratch).await;
    remove_older(&folder, what);
    let making = file.with_extension("making");
    std::fs::copy(scratch.folder.path().join("etalon.db"), &making).expect("a copy of the database");
    std::fs::rename(&making, &file).expect("the template takes its place");
    file
}

/// Files that builds of more than a day ago have left.
fn remove_older(folder: &Path, what: &str) {
    let old = |file: &std::fs::DirEntry| {
        let age = file.metadata().ok().and_then(|file| file.modified().ok()?.elapsed().ok());
        file.file_name().to_string_lossy().starts_with(&format!("{what}-")) && age.is_some_and(|age| age.as_secs() > 86_400)
    };
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten().filter(old) {
        // Another process may have been quicker.
        let _ = std::fs::remove_file(file.path());
    }
}

/// The same as a database of the cluster.
async fn prepared_database(what: &str, make: impl AsyncFnOnce(&Scratch)) -> String {
    let template = format!("template_{what}_{}", build());
    let _alone = cluster().lock("prepared");
    if !is_there(&template).await {
        let scratch = Scratch::new(Engine::Postgres).await;
        make(&scratch).await;
        statement(&format!("ALTER DATABASE {} RENAME TO {template}", scratch.name)).await;
    }
    template
}

/// Whether the cluster has this database.
async fn is_there(database: &str) -> bool {
    let known: Option<i32> = sqlx::query_scalar("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(database)
        .fetch_optional(&mut connect().await)
        .await
        .expect("the list of databases");
    known.is_some()
}

/// The migrated file that tests copy; made once per state of the migrations.
async fn template_file() -> PathBuf {
    let folder = templates();
    let file = folder.join(format!("{}.db", migrations("sqlite")));
    if !file.is_file() {
        let making = tempfile::tempdir_in(&folder).expect("a folder for the template");
        let path = making.path().join("etalon.db");
        let db = Db::open(&format!("sqlite:{}", path.display())).await.expect("an SQLite database");
        upgraded(&db).await;
        db.close().await;
        std::fs::rename(&path, &file).expect("the template takes its place");
    }
    file
}

async fn postgres(name: &str) -> (String, String) {
    let template = format!("template_{}", migrations("postgres"));
    let making = {
        let template = template.clone();
        std::thread::spawn(move || cluster().alone(|| block_on(make_template(&template))))
    };
    making.join().expect("the template database");
    statement(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    (cluster().url(name), cluster().owner_url(name))
}

async fn make_template(template: &str) {
    if is_there(template).await {
        return;
    }
    let making = format!("{template}_making");
    statement(&format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)")).await;
    statement(&format!("CREATE DATABASE {making}")).await;
    let role = format!("DO $$ BEGIN CREATE ROLE {SERVER} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    statement(&role).await;
    let owned = Db::open_owned(&cluster().url(&making), Some(&cluster().owner_url(&making))).await;
    let owned = owned.expect("a Postgres database");
    upgraded(&owned).await;
    owned.close().await;
    statement(&format!("ALTER DATABASE {making} RENAME TO {template}")).await;
}

/// The steps run once here, not again in each copy.
async fn upgraded(db: &Db) {
    upgrade::run(db, base::time::Instant(0)).await.expect("the upgrade steps run");
}

async fn connect() -> PgConnection {
    PgConnection::connect(&cluster().owner_url("postgres")).await.expect("the cluster answers")
}

async fn statement(sql: &str) {
    let sql = sqlx::AssertSqlSafe(sql.to_owned()).into_sql_str();
    connect().await.execute(sql).await.expect("the statement runs");
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// Names the state of an engine's migrations.
fn migrations(engine: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/migrations").join(engine);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).map(|entries| entries.flatten().map(|e| e.path()).collect()).unwrap_or_default();
    files.sort();
    let content: Vec<u8> = files.iter().flat_map(|file| std::fs::read(file).unwrap_or_default()).collect();
    Hash::of(&content).to_string()[..12].to_owned()
}

//! What earlier releases left behind is upgraded, whole, and played on (tests/fixtures/README.md).

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use support::Engine;

use crate::process::Place;

/// A file of the fixtures of a release.
fn fixture(release: u16, name: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/{release}/{name}"));
    assert!(file.is_file(), "{}", file.display());
    file
}

fn unpack(archive: &Path, folder: &Path) {
    let status = Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(folder).status().expect("tar runs");
    assert!(status.success(), "{}", archive.display());
}

fn load(dump: &Path, database: &str) {
    let mut text = Command::new("gzip").arg("-dc").arg(dump).stdout(Stdio::piped()).spawn().expect("gzip runs");
    let loaded = Command::new("psql")
        .args(["--quiet", "--set", "ON_ERROR_STOP=1", database])
        .stdin(text.stdout.take().expect("its output"))
        .stdout(Stdio::null())
        .status()
        .expect("psql runs");
    assert!(loaded.success() && text.wait().expect("gzip ends").success(), "{}", dump.display());
}

/// The first release's laboratory, as its server left it.
async fn left_by_the_first_release(engine: Engine) -> Place {
    let place = Place::new(engine).await;
    unpack(&fixture(1, "sqlite.tar.gz"), place.folder());
    if engine == Engine::Postgres {
        load(&fixture(1, "postgres.sql.gz"), place.owner_url());
    }
    place
}

#[tokio::test(flavor = "multi_thread")]
async fn databases_of_the_first_release_are_upgraded_and_verify_clean() {
    for engine in Engine::BOTH {
        let place = left_by_the_first_release(engine).await;
        place.does(&["verify"]);
        place.does(&["verify"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_the_first_release_is_restored_into_either_engine_and_verifies_clean() {
    let backup = fixture(1, "backup.etalon").display().to_string();
    for engine in Engine::BOTH {
        let place = Place::new(engine).await;
        place.does(&["restore", &backup]);
        place.does(&["verify"]);
    }
}

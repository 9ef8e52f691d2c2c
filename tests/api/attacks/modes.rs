//! Somebody with another account on the server's machine (C-4.1.2.2).

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use backend::app::backup;
use backend::state::{App, Clock, Config};
use backend::store::files::Files;
use backend::store::{Db, private};
use base::time::Instant;

/// A folder that everybody may pass through, as a machine has them.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    set(folder.path(), 0o755);
    folder
}

fn set(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("its mode");
}

fn mode(path: &Path) -> u32 {
    path.metadata().expect("it is there").permissions().mode() & 0o777
}

/// Every file below.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries: Vec<PathBuf> = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_on_the_machine_reads_the_database_the_files_and_the_backups() {
    let folder = folder();
    let (data, file) = (folder.path().join("data"), folder.path().join("one.backup"));
    // What a backup that broke off left behind keeps nothing open.
    let partial = file.with_added_extension("partial");
    std::fs::write(&partial, "{}").expect("a partial one");
    set(&partial, 0o644);
    let store = Files::local(&data.join("files")).expect("files");
    let database = format!("sqlite:{}", data.join("etalon.db").display());
    let db = Db::open(&database).await.expect("the database opens");
    store.put(b"a photo".to_vec().into()).await.expect("stored");
    let app = App::new(db, store, Clock::manual(Instant(0)), Config::default());
    backup::backup(&app, &file).await.expect("a backup");

    assert_eq!([mode(&data), mode(&data.join("files")), mode(&file)], [0o700, 0o700, 0o600]);
    let there = files(&data);
    assert!(there.len() >= 3, "the database, what SQLite puts beside it, and the photo: {there:?}");
    for file in &there {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    assert_eq!(backup::backup(&app, &file).await.map_err(|_| ()), Err(()), "a backup is not written over another");
    app.db.close().await;
}

// What an earlier release made stays as it is, and the server says so.
#[tokio::test(flavor = "multi_thread")]
async fn what_others_can_read_already_is_named_and_not_changed() {
    let folder = folder();
    let (data, file) = (folder.path().join("data"), folder.path().join("data/etalon.db"));
    std::fs::create_dir(&data).expect("a folder");
    std::fs::write(&file, "").expect("a file");
    let open = || private::open_to_all([file.clone(), data.join("files")]);
    for (of_folder, of_file, named) in [(0o755, 0o644, true), (0o700, 0o644, false), (0o755, 0o600, false), (0o750, 0o640, false)] {
        set(&data, of_folder);
        set(&file, of_file);
        let expected: Vec<PathBuf> = if named { vec![file.clone()] } else { Vec::new() };
        assert_eq!(open(), expected, "{of_folder:o} {of_file:o}");
    }
    set(&data, 0o755);
    set(&file, 0o644);
    let db = Db::open(&format!("sqlite:{}", file.display())).await.expect("the database opens");
    db.close().await;
    assert_eq!((mode(&data), mode(&file)), (0o755, 0o644));
}

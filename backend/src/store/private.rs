//! Folders and files that nobody else on the machine may read: the database, what customers sent, backups (C-4.1.2.2).

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Once;

const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;
/// Everybody may read it.
const OTHERS_READ: u32 = 0o004;
/// Everybody may pass through the folder.
const OTHERS_PASS: u32 = 0o001;

/// That a file could not be taken from everybody else is said once, not of every file.
static TOLD: Once = Once::new();

/// Makes a folder, with those above it, if it is not there. What is there stays as it is.
pub(crate) fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER).create(path)
}

/// Makes a file that is not there yet.
pub(crate) fn file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(FILE).open(path)
}

/// Takes a file that was just made by other means from everybody else. Some file systems keep no modes, or not the server's (CIFS, NFS):
/// how they are mounted says who reads them, and whoever runs the server is told once.
pub(crate) fn close(path: &Path) -> io::Result<()> {
    match std::fs::set_permissions(path, Permissions::from_mode(FILE)) {
        Err(error) if keeps_no_modes(&error) => {
            let file = path.display();
            TOLD.call_once(|| tracing::warn!(%file, %error, "this file system takes no modes: mount it so that nobody else reads it"));
            Ok(())
        }
        done => done,
    }
}

/// Whether a file that is one's own cannot be given a mode because of where it is.
fn keeps_no_modes(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported)
}

/// Those of the files and folders that everybody on the machine can read: they and all folders above them are open.
pub fn open_to_all(paths: impl IntoIterator<Item = PathBuf>) -> Vec<PathBuf> {
    paths.into_iter().filter(|path| is_open(path).unwrap_or(false)).collect()
}

fn is_open(path: &Path) -> io::Result<bool> {
    let path = path.canonicalize()?;
    let mode = |path: &Path| Ok::<_, io::Error>(path.metadata()?.mode());
    let mut open = mode(&path)? & OTHERS_READ != 0;
    for above in path.ancestors().skip(1) {
        open &= mode(above)? & OTHERS_PASS != 0;
    }
    Ok(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    // CIFS and NFS say EPERM or EOPNOTSUPP, as the files of /proc do, whose modes nobody changes.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_whose_mode_nobody_changes_stops_nothing() {
        close(Path::new("/proc/self/comm")).expect("a warning");
    }

    #[test]
    fn a_file_system_that_takes_no_modes_stops_nothing() {
        for (error, passes) in [(1, true), (13, true), (95, true), (38, true), (5, false), (28, false), (30, false)] {
            assert_eq!(keeps_no_modes(&io::Error::from_raw_os_error(error)), passes, "{error}");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("photo");
        assert_eq!(close(&file).map_err(|error| error.kind()), Err(io::ErrorKind::NotFound));
        std::fs::write(&file, "").expect("a file");
        close(&file).expect("its own");
        assert_eq!(file.metadata().expect("a file").mode() & 0o777, FILE);
    }
}

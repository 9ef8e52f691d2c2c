//! Folders and files that nobody else on the machine may read: the database, what customers sent, backups (C-4.1.2.2).

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;
/// Everybody may read it.
const OTHERS_READ: u32 = 0o004;
/// Everybody may pass through the folder.
const OTHERS_PASS: u32 = 0o001;

/// Makes a folder, with those above it, if it is not there. What is there stays as it is.
pub(crate) fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER).create(path)
}

/// Makes a file that is not there yet.
pub(crate) fn file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(FILE).open(path)
}

/// Takes a file that was just made by other means from everybody else.
pub(crate) fn close(path: &Path) -> io::Result<()> {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(FILE))
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

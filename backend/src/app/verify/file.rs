//! Files: each has the content its name says, and each that the database names is there.

use shared::event::Hash;

use super::{Fault, Report};
use crate::app::Result;
use crate::store::files::Files;

/// Reads every file.
pub(super) async fn walk(files: &Files, report: &mut Report) -> Result<()> {
    let mut wanted = std::mem::take(&mut report.files);
    for name in files.list().await? {
        let content = files.get(name).await?.unwrap_or_default();
        report.must(Hash::of(&content) == name, format!("file {name}"), Fault::HashDiffers);
        report.link("files", &format!("file {name}"), &name.to_string());
        wanted.remove(&name.to_string());
    }
    for name in wanted {
        report.broken(format!("file {name}"), Fault::Missing);
    }
    Ok(())
}

//! Files: each has the content its name says, and each that the database names is there.

use std::collections::BTreeMap;

use shared::event::Hash;

use super::rows::Snapshot;
use super::{Fault, Report};
use crate::app::Result;
use crate::store::file::REMOVED;
use crate::store::files::Files;

/// The files that were removed. A file that an attachment named by then is not among them: it is missing.
pub(super) async fn removed(snapshot: &mut Snapshot<'_>, report: &mut Report) -> Result<()> {
    let mut named: BTreeMap<String, i64> = BTreeMap::new();
    let each = |row: super::rows::Fields| {
        let first = named.entry(row.text("sha256").to_owned()).or_insert(i64::MAX);
        *first = row.int("at").min(*first);
    };
    snapshot.each("file_mentions", "event_id", each).await?;
    let each = |row: super::rows::Fields| {
        let early = named.get(row.text("sha256")).is_some_and(|first| *first <= row.int("at"));
        if row.text("step") == REMOVED && !early {
            report.removed.insert(row.text("sha256").to_owned());
        }
    };
    snapshot.each("file_removals", "id", each).await
}

/// Reads every file.
pub(super) async fn walk(files: &Files, report: &mut Report) -> Result<()> {
    let mut wanted = std::mem::take(&mut report.files);
    for name in files.list().await? {
        let content = files.get(name).await?.unwrap_or_default();
        report.must(Hash::of(&content) == name, format!("file {name}"), Fault::HashDiffers);
        report.link("files", &format!("file {name}"), &name.to_string());
        wanted.remove(&name.to_string());
    }
    let removed = std::mem::take(&mut report.removed);
    for name in wanted {
        // A file that nothing named and the server removed, with its entry: an earlier checkpoint still contains it.
        if removed.contains(&name) {
            report.link("removed files", &format!("file {name}"), &name);
        } else {
            report.broken(format!("file {name}"), Fault::Missing);
        }
    }
    Ok(())
}

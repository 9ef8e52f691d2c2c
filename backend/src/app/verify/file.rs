//! Files: each has the content its name says, and each that the database names is there.

use std::collections::BTreeSet;

use shared::event::Hash;

use super::audit::Audited;
use super::rows::Tables;
use super::{Fault, Report};
use crate::app::Result;
use crate::store::files::Files;

/// Reads every file.
pub(super) async fn walk(files: &Files, tables: &Tables, audited: &Audited, report: &mut Report) -> Result<()> {
    let names = files.list().await?;
    for name in &names {
        let content = files.get(*name).await?.unwrap_or_default();
        report.must(Hash::of(&content) == *name, format!("file {name}"), Fault::HashDiffers);
        report.link("files", format!("file {name}"), &name.to_string());
    }
    let names: BTreeSet<String> = names.iter().map(ToString::to_string).collect();
    for row in tables.of("files") {
        let name = row.text("sha256");
        let told = audited.act("files", name, "stored", row.int("stored_at")).is_some_and(|act| {
            let same = act.text("media_type") == row.text("media_type") && act.int("size") == row.int("size");
            same && act.by == row.text("stored_by")
        });
        report.must(told, format!("file {name}"), Fault::NotAudited);
    }
    let stored = tables.of("certificate_events").iter().filter(|row| !row.text("sha256").is_empty());
    for row in tables.of("files").iter().chain(stored) {
        let name = row.text("sha256");
        report.must(names.contains(name), format!("file {name}"), Fault::Missing);
    }
    Ok(())
}

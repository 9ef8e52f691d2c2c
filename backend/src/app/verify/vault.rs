//! The vault: that its rows are as they were written is vouched for by their seals, without the key. With it, each entry opens where it stands.

use crate::app::Result;
use crate::app::vault::{Keys, opened};
use crate::store::vault::Row;

use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};

/// Entries that are walked without being read.
const UNREAD: &str = "vault entries that cannot be read here: their key is not on this server";

/// Opens each entry whose key is here; the others are counted. Their files are among those that must be there.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, keys: &Keys, report: &mut Report) -> Result<()> {
    let each = |fields: Fields| {
        let row = row(&fields);
        if let Some(sha256) = &row.sha256 {
            report.files.insert(sha256.clone());
        }
        match opened(keys, &row) {
            Ok(clear) => report.must(clear.is_some(), format!("vault_entries {}", row.id), Fault::Unreadable),
            Err(_) => report.count(UNREAD),
        }
    };
    snapshot.each("vault_entries", "id", each).await
}

fn row(fields: &Fields) -> Row {
    let text = |name: &str| fields.text(name).to_owned();
    Row {
        id: text("id"),
        kind: text("kind"),
        object_id: text("object_id"),
        key_id: text("key_id"),
        sealed: text("sealed"),
        sha256: (!fields.is_null("sha256")).then(|| text("sha256")),
        at: fields.int("at"),
        by_person: text("by_person"),
    }
}

//! Files: each has the content its name says, and each that the database names is there.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::Hash;
use domain::record::media::sniff;

use super::details::Details;
use super::event::Attached;
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;
use crate::store::file::Step;
use crate::store::files::Files;

/// Walks what attachments name, compared with their events' texts, and what was removed. A file that an attachment named by then is not
/// among the removed ones: it is missing.
pub(super) async fn removed(snapshot: &mut Snapshot<'_>, mut attached: BTreeMap<String, Attached>, report: &mut Report) -> Result<()> {
    let mut named: BTreeMap<String, i64> = BTreeMap::new();
    for one in attached.values() {
        let first = named.entry(one.sha256.clone()).or_insert(i64::MAX);
        *first = one.at.min(*first);
    }
    let each = |row: Fields| {
        let found = attached.remove(row.text("event_id"));
        report.must(found.is_some_and(|found| says(&row, &found)), format!("file_mentions {}", row.text("event_id")), Fault::Differs);
        report.count("attachments");
    };
    snapshot.each("file_mentions", "event_id", each).await?;
    for (event, _) in attached.iter().filter(|(_, one)| one.on_record) {
        report.broken(format!("file_mentions {event}"), Fault::Missing);
    }
    let each = |row: Fields| {
        let early = named.get(row.text("sha256")).is_some_and(|first| *first <= row.int("at"));
        if row.text("step") == Step::Removed.name() && !early {
            report.removed.insert(row.text("sha256").to_owned());
        }
    };
    snapshot.each("file_removals", "id", each).await
}

/// Walks the files that are stored: each row says what the audit trail says of its first storing. Nobody has sent a file that was never
/// stored: even one whose bytes were removed keeps its row.
pub(super) async fn stored(snapshot: &mut Snapshot<'_>, details: &Details, report: &mut Report) -> Result<()> {
    let each = |row: Fields| {
        let sha256 = row.text("sha256").to_owned();
        match details.stored.get(&sha256) {
            Some(told) => report.must(told.says(&row), format!("files {sha256}"), Fault::Differs),
            None => report.broken(format!("files {sha256}"), Fault::NotAudited),
        }
        report.sent.insert(sha256.clone(), (row.text("media_type").to_owned(), row.int("size")));
        report.files.insert(sha256);
    };
    snapshot.each("files", "sha256", each).await?;
    let mut unstored = BTreeSet::new();
    let each = |row: Fields| {
        if !report.files.contains(row.text("sha256")) {
            unstored.insert(row.text("sha256").to_owned());
        }
    };
    snapshot.each("file_senders", "sha256, person_id, sent_by, at", each).await?;
    for sha256 in unstored {
        report.broken(format!("files {sha256}"), Fault::Missing);
    }
    Ok(())
}

fn says(row: &Fields, attached: &Attached) -> bool {
    row.text("sha256") == attached.sha256
        && row.text("record_id") == attached.record
        && row.text("person_id") == attached.person
        && row.int("at") == attached.at
}

/// Files that no row names.
const UNNAMED: &str = "files that nothing names";

/// Reads every file.
pub(super) async fn walk(files: &Files, report: &mut Report) -> Result<()> {
    let (mut wanted, sent) = (std::mem::take(&mut report.files), std::mem::take(&mut report.sent));
    for name in files.list().await? {
        let content = files.get(name).await?.unwrap_or_default();
        let whole = Hash::of(&content) == name;
        report.must(whole, format!("file {name}"), Fault::HashDiffers);
        if let Some((media_type, size)) = sent.get(&name.to_string()).filter(|_| whole) {
            let same = sniff(&content) == Some(media_type.as_str()) && i64::try_from(content.len()) == Ok(*size);
            report.must(same, format!("files {name} of its bytes"), Fault::Differs);
        }
        report.link("files", &format!("file {name}"), &name.to_string());
        // A server that was stopped before the row was written leaves its bytes: they are counted.
        if !wanted.remove(&name.to_string()) {
            report.count(UNNAMED);
        }
    }
    for _ in 0..files.foreign().await? {
        report.count(UNNAMED);
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

//! The devices' chains, byte for byte, and the signatures over their heads.

use std::collections::BTreeMap;

use shared::event::signature;
use shared::event::{Hash, chain};
use shared::sync::ExchangeRequest;

use super::audit::Audited;
use super::rows::{Fields, Tables};
use super::{Fault, Report};

/// Walks every device's chain.
pub(super) fn walk(tables: &Tables, audited: &Audited, report: &mut Report) {
    let all = tables.of("devices").iter().chain(tables.of("office_devices"));
    // A device of the office has no identity of its own: its row names it.
    let id = |row: &'_ Fields| if row.is_null("device_id") { "id" } else { "device_id" };
    let owners: BTreeMap<&str, &str> = all.map(|row| (row.text(id(row)), row.text("person_id"))).collect();
    for (device, rows) in tables.grouped("events", |row| row.text("device_id").to_owned(), "device_seq") {
        let owner = owners.get(device.as_str()).copied().unwrap_or_default();
        let mut prev = Hash::ZERO.to_string();
        for (seq, row) in (0_i64..).zip(rows) {
            event_holds(&device, owner, seq, &prev, row, report);
            row.text("hash").clone_into(&mut prev);
        }
    }
    devices(tables, audited, report);
    signatures(tables, report);
}

fn event_holds(device: &str, owner: &str, seq: i64, prev: &str, row: &Fields, report: &mut Report) {
    let place = format!("device {device} event {seq}");
    let (text, hash) = (row.text("text"), row.text("hash"));
    report.must(row.int("device_seq") == seq, &place, Fault::Gap);
    report.must(Hash::of(text.as_bytes()).to_string() == hash, &place, Fault::HashDiffers);
    match chain::read(text) {
        Ok(written) => {
            let event = written.event;
            report.must(event.prev.to_string() == prev, &place, Fault::LinkBroken);
            let same =
                event.id.to_string() == row.text("id") && event.device.to_string() == device && i64::try_from(event.device_seq) == Ok(seq);
            report.must(same, &place, Fault::Differs);
            // A text of somebody else on this device is kept as refused.
            let own = event.author.to_string() == owner || !row.is_null("refused");
            report.must(own, &place, Fault::Differs);
        }
        // A text that was refused keeps its place; the one after it carries its hash.
        Err(_) => report.must(!row.is_null("refused"), &place, Fault::Unreadable),
    }
    report.link("events", format!("device {device}"), hash);
}

/// A device's key is the one it was enrolled with.
fn devices(tables: &Tables, audited: &Audited, report: &mut Report) {
    for row in tables.of("devices") {
        let id = row.text("id");
        let place = format!("device {id}");
        let key = Hash::of(row.text("public_key").as_bytes()).to_string();
        let enrolled = audited.had("devices", id, &key) && audited.did("devices", id, "enrolled", row.int("enrolled_at"));
        report.must(enrolled, &place, Fault::NotAudited);
        let revoked = row.is_null("revoked_at") || audited.did("devices", id, "revoked", row.int("revoked_at"));
        report.must(revoked, &place, Fault::NotAudited);
    }
}

fn signatures(tables: &Tables, report: &mut Report) {
    let keys: BTreeMap<&str, &str> = tables.of("devices").iter().map(|row| (row.text("id"), row.text("public_key"))).collect();
    let heads: Vec<(&str, &str)> = tables.of("events").iter().map(|row| (row.text("device_id"), row.text("hash"))).collect();
    for row in tables.of("exchange_signatures") {
        let (device, head) = (row.text("device_id"), row.text("head"));
        let place = format!("device {device} signature over {head}");
        report.must(heads.contains(&(device, head)), &place, Fault::Missing);
        let key = keys.get(device).copied().unwrap_or_default();
        let events = usize::try_from(row.int("events")).unwrap_or(usize::MAX);
        let holds = match (device.parse(), Hash::parse(head)) {
            (Ok(device), Some(head)) => {
                signature::verify(key, &ExchangeRequest::signed_text(device, events, head), row.text("signature")).is_ok()
            }
            _ => false,
        };
        report.must(holds, &place, Fault::SignatureWrong);
    }
}

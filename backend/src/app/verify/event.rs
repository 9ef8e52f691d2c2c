//! The devices' chains, byte for byte, and the signatures over their heads: every text in a tablet's chain is covered by a signature of its
//! key.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use shared::event::signature;
use shared::event::{Hash, chain};
use shared::sync::signed::Statement;
use shared::sync::{ExchangeRequest, Way, timing};
use shared::time::Instant;

use super::audit::Audited;
use super::rows::{Fields, Snapshot, print};
use super::{Fault, Report};
use crate::app::Result;
use crate::store::seal::REFUSED;

/// A device, as the walk needs it.
#[derive(Debug, Clone)]
struct Known {
    person: Arc<str>,
    key: String,
}

/// What the ledger's walk needs of an event.
#[derive(Debug, Clone)]
pub(super) struct Made {
    /// Hash of its text.
    pub(super) hash: Hash,
    /// Server time.
    pub(super) received_at: i64,
    /// Whether it is in no ledger.
    pub(super) refused: bool,
    /// Where it stands: device and place in its chain.
    pub(super) at: (Arc<str>, i64),
    /// Whose tablet made it; `None` for a device of the office.
    pub(super) tablet_of: Option<Arc<str>>,
    /// Who did what on an office device: no key signs it, so the audit trail must contain it.
    pub(super) office_act: Option<(Arc<str>, &'static str)>,
}

/// Events by the stand-in of their identity.
pub(super) type Events = HashMap<u128, Made>;

/// The clock offsets that entries may have according to what their device signed, by a hash of device and time of receipt.
pub(super) type Offsets = HashMap<u128, Vec<i64>>;

/// The key in [`Offsets`] for a device's exchanges at a moment.
pub(super) fn exchange(device: &str, received_at: i64) -> u128 {
    print(&[device, &received_at.to_string()])
}

/// Walks every device's chain.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, audited: &mut Audited, report: &mut Report) -> Result<(Events, Offsets)> {
    let (mut tablets, mut desks) = (BTreeMap::new(), BTreeMap::new());
    let known = |row: &Fields| Known { person: row.text("person_id").into(), key: row.text("public_key").to_owned() };
    snapshot.each("devices", "id", |row| drop(tablets.insert(row.text("id").to_owned(), known(&row)))).await?;
    snapshot.each("office_devices", "person_id", |row| drop(desks.insert(row.text("device_id").to_owned(), known(&row)))).await?;
    let mut events = Events::new();
    let mut heads = HashMap::new();
    let mut unsigned: BTreeMap<Arc<str>, i64> = BTreeMap::new();
    let mut last: (Arc<str>, i64, String) = ("".into(), 0, Hash::ZERO.to_string());
    let each = |row: Fields| {
        let device = row.text("device_id");
        if *last.0 != *device {
            last = (device.into(), 0, Hash::ZERO.to_string());
        }
        let tablet = tablets.get(device);
        let owner = tablet.or(desks.get(device)).map_or("", |known| &known.person);
        event_holds(device, owner, last.1, &last.2, &row, report);
        let refused = !row.is_null("refused");
        if refused {
            report.must(audited.sealed(&REFUSED, &row), format!("device {device} event {}", last.1), Fault::SealBroken);
        }
        heads.insert(print(&[device, row.text("hash")]), last.1);
        if tablet.is_some() {
            unsigned.insert(last.0.clone(), last.1);
        }
        let made = Made {
            hash: Hash::parse(row.text("hash")).unwrap_or(Hash::ZERO),
            received_at: row.int("received_at"),
            refused,
            at: (last.0.clone(), last.1),
            tablet_of: tablet.map(|known| known.person.clone()),
            office_act: desks
                .get(device)
                .and_then(|known| Some((known.person.clone(), chain::read(row.text("text")).ok()?.event.body.kind()))),
        };
        events.insert(print(&[row.text("id")]), made);
        last = (last.0.clone(), last.1 + 1, row.text("hash").to_owned());
    };
    snapshot.each("events", "device_id, device_seq", each).await?;
    let mut covered: BTreeMap<String, i64> = BTreeMap::new();
    let (mut offsets, mut untimed) = (Offsets::new(), HashSet::new());
    let each = |row: Fields| {
        if let Some(seq) = signed(&row, &tablets, &heads, report) {
            let upto = covered.entry(row.text("device_id").to_owned()).or_insert(seq);
            *upto = seq.max(*upto);
        }
        let place = exchange(row.text("device_id"), row.int("received_at"));
        match stated(&row) {
            Some(found) => offsets.entry(place).or_default().extend(found),
            None => drop(untimed.insert(place)),
        }
    };
    snapshot.each("exchange_signatures", "device_id, head, events", each).await?;
    for (device, last) in unsigned {
        let upto = covered.get(&*device).copied().unwrap_or(-1);
        report.must(last <= upto, format!("device {device} event {}", upto + 1), Fault::NotSigned);
    }
    for (device, known) in &tablets {
        let enrolled = audited.enrolled(device, &known.person, &Hash::of(known.key.as_bytes()).to_string());
        report.must(enrolled, format!("device {device}"), Fault::KeyReplaced);
    }
    // The first form does not sign the time.
    offsets.retain(|place, _| !untimed.contains(place));
    Ok((events, offsets))
}

/// The offsets that follow from a signed statement.
fn stated(row: &Fields) -> Option<Vec<i64>> {
    let way = if row.is_null("carried") { Way::Sent } else { Way::Carried };
    let before = (!row.is_null("offset_before")).then(|| row.int("offset_before"));
    Some(timing::offsets(&Statement::read(row.text("signed"))?, way, Instant(row.int("received_at")), before))
}

fn event_holds(device: &str, owner: &str, seq: i64, prev: &str, row: &Fields, report: &mut Report) {
    let place = format!("device {device} event {seq} {}", row.text("id"));
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
    report.link("events", &format!("device {device}"), hash);
}

/// Verifies a stored signature; if it is valid, returns the place in the chain up to which it reaches.
fn signed(row: &Fields, tablets: &BTreeMap<String, Known>, heads: &HashMap<u128, i64>, report: &mut Report) -> Option<i64> {
    let (device, head) = (row.text("device_id"), row.text("head"));
    let place = format!("device {device} signature over {head}");
    let reaches = heads.get(&print(&[device, head])).copied();
    report.must(reaches.is_some(), &place, Fault::Missing);
    let key = tablets.get(device).map_or("", |known| known.key.as_str());
    let events = usize::try_from(row.int("events")).unwrap_or(usize::MAX);
    let holds = match (device.parse(), Hash::parse(head)) {
        (Ok(device), Some(head)) => match row.text("signed") {
            "" => signature::verify(key, &ExchangeRequest::first_text(device, events, head), row.text("signature")).is_ok(),
            text => {
                let same = |stated: Statement| (stated.device, stated.events, stated.head) == (device, events, head);
                Statement::read(text).is_some_and(same) && signature::verify(key, text.as_bytes(), row.text("signature")).is_ok()
            }
        },
        _ => false,
    };
    report.must(holds, &place, Fault::SignatureWrong);
    reaches.filter(|_| holds)
}

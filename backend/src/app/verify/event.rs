//! The devices' chains, byte for byte, and the signatures over their heads: every text in a tablet's chain is covered by a signature of its
//! key, and no office device, which has none, has what only a tablet makes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use base::time::Instant;
use contract::sync::signed::Statement;
use contract::sync::{ExchangeRequest, Way, timing};
use domain::access::event::is_of_office;
use domain::event::chain::WrittenEvent;
use domain::event::signature;
use domain::event::{Body, Hash, StreamKind, chain};

use super::audit::Audited;
use super::report::{CLOCKS, Fault, Report};
use super::rows::{Fields, Snapshot, print};
use crate::app::Result;
use crate::store::seal::REFUSED;

/// A device, as the walk needs it.
#[derive(Debug, Clone)]
struct Known {
    person: Arc<str>,
    key: String,
    revoked_at: Option<i64>,
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

/// What the walk of the devices' chains found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Every event.
    pub(super) events: Events,
    /// The clock offsets that their entries may have.
    pub(super) offsets: Offsets,
    /// Every attachment, by its event.
    pub(super) attached: BTreeMap<String, Attached>,
}

/// An attachment, as its event's text says.
#[derive(Debug, Clone)]
pub(super) struct Attached {
    /// The file.
    pub(super) sha256: String,
    /// The record.
    pub(super) record: String,
    /// Who attached it.
    pub(super) person: String,
    /// When the office received it.
    pub(super) at: i64,
    /// Whether it stands in a record's stream. One that was sent to another stream counts nowhere; older releases did not index it.
    pub(super) on_record: bool,
}

/// A tablet's chain: when each text came, and how far each valid signature reaches, with the time it came.
#[derive(Debug, Default)]
struct Arrivals {
    texts: Vec<i64>,
    signatures: Vec<(i64, i64)>,
}

/// The key in [`Offsets`] for a device's exchanges at a moment.
pub(super) fn exchange(device: &str, received_at: i64) -> u128 {
    print(&[device, &received_at.to_string()])
}

/// Walks every device's chain.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, audited: &mut Audited, report: &mut Report) -> Result<Walked> {
    let (mut tablets, mut desks) = (BTreeMap::new(), BTreeMap::new());
    let known = |row: &Fields| Known {
        person: row.text("person_id").into(),
        key: row.text("public_key").to_owned(),
        revoked_at: (!row.is_null("revoked_at")).then(|| row.int("revoked_at")),
    };
    snapshot.each("devices", "id", |row| drop(tablets.insert(row.text("id").to_owned(), known(&row)))).await?;
    snapshot.each("office_devices", "person_id", |row| drop(desks.insert(row.text("device_id").to_owned(), known(&row)))).await?;
    let (mut walked, mut heads) = (Walked::default(), HashMap::new());
    let mut arrivals: BTreeMap<String, Arrivals> = BTreeMap::new();
    let mut last: (Arc<str>, i64, String) = ("".into(), 0, Hash::ZERO.to_string());
    let each = |row: Fields| {
        let device = row.text("device_id");
        if *last.0 != *device {
            last = (device.into(), 0, Hash::ZERO.to_string());
        }
        let (tablet, desk) = (tablets.get(device), desks.get(device));
        let owner = tablet.or(desk).map_or("", |known| &known.person);
        let read = chain::read(row.text("text")).ok();
        event_holds((device, last.1, &last.2), owner, &row, read.as_ref(), report);
        let refused = !row.is_null("refused");
        if refused {
            if let Some(fault) = audited.unsealed(&REFUSED, &row) {
                report.broken(format!("device {device} event {}", last.1), fault);
            }
        } else if let Some(found) = read.as_ref().and_then(|written| attached(written, row.int("received_at"))) {
            walked.attached.insert(row.text("id").to_owned(), found);
        }
        if !refused && desk.is_some() && read.as_ref().is_some_and(|written| !is_of_office(written.event.body.event_kind())) {
            report.broken(format!("device {device} event {}", last.1), Fault::NotSigned);
        }
        heads.insert(print(&[device, row.text("hash")]), last.1);
        if tablet.is_some() {
            arrivals.entry(device.to_owned()).or_default().texts.push(row.int("received_at"));
        }
        let made = Made {
            hash: Hash::parse(row.text("hash")).unwrap_or(Hash::ZERO),
            received_at: row.int("received_at"),
            refused,
            at: (last.0.clone(), last.1),
            tablet_of: tablet.map(|known| known.person.clone()),
            office_act: desk.and_then(|known| Some((known.person.clone(), read.as_ref()?.event.body.kind()))),
        };
        walked.events.insert(print(&[row.text("id")]), made);
        last = (last.0.clone(), last.1 + 1, row.text("hash").to_owned());
    };
    snapshot.each("events", "device_id, device_seq", each).await?;
    let mut untimed = HashSet::new();
    let each = |row: Fields| {
        let device = row.text("device_id");
        if let Some(seq) = signed(&row, &tablets, &heads, report) {
            arrivals.entry(device.to_owned()).or_default().signatures.push((seq, row.int("received_at")));
        }
        let place = exchange(device, row.int("received_at"));
        match stated(&row) {
            Some(found) => walked.offsets.entry(place).or_default().extend(found),
            None => drop(untimed.insert(place)),
        }
    };
    snapshot.each("exchange_signatures", "device_id, head, events", each).await?;
    for (device, arrived) in arrivals {
        arrived.signed(&device, report);
    }
    for (device, head) in audited.exchanged() {
        let brought = heads.contains_key(&print(&[device, &head.to_string()]));
        report.must(brought, format!("device {device} exchanged {head}"), Fault::Missing);
    }
    for (device, known) in &tablets {
        let enrolled = audited.enrolled(device, &known.person, &Hash::of(known.key.as_bytes()).to_string());
        report.must(enrolled, format!("device {device}"), Fault::KeyReplaced);
        report.must(audited.enrolled_with_password(device), format!("device {device}"), Fault::NotAudited);
    }
    // The first form does not sign the time.
    walked.offsets.retain(|place, _| !untimed.contains(place));
    Ok(walked)
}

impl Arrivals {
    /// Each text came with the first signature that reaches it: every exchange that brought something was stored with its own. Of the texts
    /// that one signature should have brought, the first that came at another time is named.
    fn signed(mut self, device: &str, report: &mut Report) {
        self.signatures.sort_unstable();
        let mut from = 0;
        for (upto, received_at) in self.signatures {
            let end = usize::try_from(upto + 1).unwrap_or(0).min(self.texts.len());
            let brought = self.texts.get(from..end).unwrap_or_default();
            if let Some(odd) = brought.iter().position(|at| *at != received_at) {
                report.broken(format!("device {device} event {}", from + odd), Fault::NotSigned);
            }
            from = from.max(end);
        }
        report.must(from >= self.texts.len(), format!("device {device} event {from}"), Fault::NotSigned);
    }
}

/// What an attachment's text says.
fn attached(written: &WrittenEvent, received_at: i64) -> Option<Attached> {
    let event = &written.event;
    match &event.body {
        Body::Attached { sha256, .. } => Some(Attached {
            sha256: sha256.to_string(),
            record: event.stream.id.to_string(),
            person: event.author.to_string(),
            at: received_at,
            on_record: event.stream.kind == StreamKind::Record,
        }),
        _ => None,
    }
}

/// The offsets that follow from a signed statement.
fn stated(row: &Fields) -> Option<Vec<i64>> {
    let way = if row.is_null("carried") { Way::Sent } else { Way::Carried };
    let before = (!row.is_null("offset_before")).then(|| row.int("offset_before"));
    Some(timing::offsets(&Statement::read(row.text("signed"))?, way, Instant(row.int("received_at")), before))
}

/// Whether a signature in the second form came just after it was made. A revoked device hands in what it has, however old it is.
fn came_when_signed(row: &Fields, revoked_at: Option<i64>) -> bool {
    let received_at = row.int("received_at");
    if !row.is_null("carried") || revoked_at.is_some_and(|revoked| revoked <= received_at + CLOCKS) {
        return true;
    }
    Statement::read(row.text("signed")).is_none_or(|stated| timing::measured(&stated, Way::Sent, Instant(received_at)).is_some())
}

fn event_holds((device, seq, prev): (&str, i64, &str), owner: &str, row: &Fields, read: Option<&WrittenEvent>, report: &mut Report) {
    let place = format!("device {device} event {seq} {}", row.text("id"));
    let hash = row.text("hash");
    report.must(row.int("device_seq") == seq, &place, Fault::Gap);
    report.must(Hash::of(row.text("text").as_bytes()).to_string() == hash, &place, Fault::HashDiffers);
    match read.map(|written| &written.event) {
        Some(event) => {
            report.must(event.prev.to_string() == prev, &place, Fault::LinkBroken);
            let same =
                event.id.to_string() == row.text("id") && event.device.to_string() == device && i64::try_from(event.device_seq) == Ok(seq);
            report.must(same, &place, Fault::Differs);
            // A text of somebody else on this device is kept as refused.
            let own = event.author.to_string() == owner || !row.is_null("refused");
            report.must(own, &place, Fault::Differs);
        }
        // A text that was refused keeps its place; the one after it carries its hash.
        None => report.must(!row.is_null("refused"), &place, Fault::Unreadable),
    }
    report.link("events", &format!("device {device}"), hash);
}

/// Verifies a stored signature, and that it came when the device signed it; if so, returns the place in the chain up to which it reaches.
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
    let known = tablets.get(device).and_then(|known| known.revoked_at);
    report.must(came_when_signed(row, known), &place, Fault::Differs);
    reaches.filter(|_| holds)
}

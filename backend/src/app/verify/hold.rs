//! What holds signing back: each reset of a password and each further device made a hold, and nothing was signed under one (C-4.3.2).

use std::collections::{BTreeMap, BTreeSet};

use domain::authority::HoldCause;

use super::audit::Audited;
use super::report::{CLOCKS, Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;
use crate::demo::names::PAST_TABLET;

/// Holds on devices: when each began, and when it was released.
#[derive(Debug, Default)]
pub(super) struct Held(BTreeMap<String, Vec<(i64, Option<i64>)>>);

impl Held {
    /// Whether what came from a device then was certainly held back, however the server's clock was set.
    pub(super) fn held(&self, device: &str, at: i64) -> bool {
        let holds = self.0.get(device).map_or(&[][..], Vec::as_slice);
        holds.iter().any(|(since, released)| *since < at && released.is_none_or(|released| released > at + CLOCKS))
    }
}

/// A device, as the walk needs it.
struct Enrolled {
    id: String,
    person: String,
    at: i64,
    past: bool,
}

/// Walks every hold. What happened before a release that makes them needs none.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, audited: &Audited, report: &mut Report) -> Result<Held> {
    let mut released: BTreeMap<String, i64> = BTreeMap::new();
    snapshot.each("signing_releases", "hold_id", |row| released.extend([(row.text("hold_id").to_owned(), row.int("at"))])).await?;
    let (mut held, mut passwords) = (Held::default(), BTreeSet::new());
    let each = |row: Fields| {
        let (person, at) = (row.text("person_id").to_owned(), row.int("at"));
        if row.text("cause") == HoldCause::Password.name() {
            passwords.insert((person, at));
        } else {
            let released = released.get(row.text("id")).copied();
            held.0.entry(row.text("device_id").to_owned()).or_default().push((at, released));
        }
    };
    snapshot.each("signing_holds", "id", each).await?;
    let Some(since) = audited.two_since() else { return Ok(held) };
    for (person, at) in audited.resets().filter(|(_, at)| *at > since) {
        report.must(passwords.contains(&(person.to_owned(), at)), format!("signing_holds of person {person}"), Fault::Missing);
    }
    let mut devices = Vec::new();
    let each = |row: Fields| {
        let text = |name| row.text(name).to_owned();
        devices.push(Enrolled {
            id: text("id"),
            person: text("person_id"),
            at: row.int("enrolled_at"),
            past: row.text("name") == PAST_TABLET,
        });
    };
    snapshot.each("devices", "id", each).await?;
    for device in devices.iter().filter(|device| device.at > since && !device.past) {
        let earlier = |other: &Enrolled| other.person == device.person && other.at < device.at && !other.past;
        let reset = |(person, at): &(String, i64)| *person == device.person && *at < device.at;
        if devices.iter().any(earlier) || passwords.iter().any(reset) {
            report.must(held.0.contains_key(&device.id), format!("signing_holds of device {}", device.id), Fault::Missing);
        }
    }
    Ok(held)
}

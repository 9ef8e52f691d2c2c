//! What a standard that failed puts in doubt: everything measured with it since it was last known to be good (C-4.5.3).

use crate::library::standard::{Standard, StandardStatus};
use crate::record::path::{self, Address};
use crate::record::{CellEntry, Record};
use crate::register::versions::Versions;
use crate::visit::CheckDone;
use base::id::{EventId, StandardId};
use base::time::{Date, Instant};

/// Since when the standard is failed in the register; `None` if it is not.
pub fn failed_at(versions: &Versions<Standard>) -> Option<Instant> {
    versions.became(|version| version.status == StandardStatus::Failed)
}

/// When the standard was last known to be good before a moment: at the last check that it passed, or on the first day of validity
/// of a certificate, whichever was later.
pub fn last_good<'c>(
    id: StandardId,
    versions: &Versions<Standard>,
    checks: impl IntoIterator<Item = &'c CheckDone>,
    before: Instant,
) -> Option<Instant> {
    let passed = checks.into_iter().filter(|done| done.check.standard == id && done.check.is_good()).map(CheckDone::when);
    let calibrated = versions.all().map(|version| start_of(version.traceability.validity.from));
    passed.chain(calibrated).filter(|good| *good < before).max()
}

/// Midnight UTC.
fn start_of(day: Date) -> Instant {
    let days = Date::constant(1970, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()));
    Instant(days * 86_400_000)
}

/// When a record's last reading with a standard was taken, if not before the given moment. Entries that were later amended,
/// withdrawn or bound to another standard count too.
pub fn measured_since(record: &Record, standard: StandardId, since: Instant) -> Option<Instant> {
    let with: Vec<_> = record.equipment.iter().filter(|entry| entry.standard.id == standard).map(|entry| entry.event).collect();
    let is_reading = |path: &str| matches!(path::find(&record.opened.edition.form, path), Some(Address::Reading { .. }));
    let mut last = None;
    for cell in record.cells.iter().filter(|(path, _)| is_reading(path)).map(|(_, cell)| cell) {
        for end in 1..=cell.entries.len() {
            let entries = cell.entries.get(..end).unwrap_or_default();
            last = last.max(observed(entries, &with).filter(|when| *when >= since));
        }
    }
    last
}

/// When the number that these entries end with was observed, if one of these standards was in its slot. A corrected number was
/// observed when the original was.
fn observed(entries: &[CellEntry], with: &[EventId]) -> Option<Instant> {
    entries.last().filter(|entry| entry.equipment.values().any(|event| with.contains(event)))?;
    entries.iter().rev().take_while(|entry| entry.value.number().is_some()).last().map(CellEntry::when)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::visit::CheckMoment;
    use crate::visit::tests::{check, done};
    use base::id::Id;

    const HOUR: i64 = 3_600_000;

    fn id<K>(n: u128) -> Id<K> {
        Id::from_uuid(Uuid::from_u128(n))
    }

    fn standard(status: &str, from: &str) -> Standard {
        let name = json!({"zh": "量块", "en": "Gauge blocks"});
        let standard = json!({"name": name, "number": "S-01", "model": "", "range": "", "characteristic": "", "status": status,
            "traceability": {"traced_to": name, "certificate": "C", "validity": {"from": from}}});
        serde_json::from_value(standard).unwrap()
    }

    fn checked(of: u128, moment: CheckMoment, good: bool, at: i64) -> CheckDone {
        done(check(id(of), moment, good), Instant(at))
    }

    // C-4.5.3
    #[test]
    fn a_standard_was_last_good_at_its_last_passed_check_or_calibration() {
        // 2026-11-20T00:00Z
        let day = 1_795_132_800_000;
        let versions = |from: &str| {
            Versions::of(vec![(Instant(0), standard("in_use", from)), (Instant(day + 9 * HOUR), standard("failed", from))]).unwrap()
        };
        let known = versions("2026-11-01");
        let failed = failed_at(&known).unwrap();
        assert_eq!(failed, Instant(day + 9 * HOUR));
        let checks = [
            checked(30, CheckMoment::Departure, true, day),
            checked(30, CheckMoment::Arrival, true, day + HOUR),
            checked(31, CheckMoment::Return, true, day + 2 * HOUR),
            checked(30, CheckMoment::Return, false, day + 8 * HOUR),
            checked(30, CheckMoment::Return, true, day + 10 * HOUR),
        ];
        assert_eq!(last_good(id(30), &known, &checks, failed), Some(Instant(day + HOUR)));
        assert_eq!(last_good(id(30), &versions("2026-11-20"), &[], failed), Some(Instant(day)), "calibrated that day");
        assert_eq!(last_good(id(30), &versions("2026-12-01"), &[], failed), None);
        assert_eq!(failed_at(&Versions::always(standard("in_use", "2026-11-01"))), None);
    }
}

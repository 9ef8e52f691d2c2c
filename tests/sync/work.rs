//! What a calibrator does meanwhile: whatever the tablet's own rules allow.

use shared::event::Stream;
use shared::event::body::Body;
use shared::id::Id;
use shared::record::Record;
use shared::time::Instant;
use support::Tablet;
use support::tablet::{enter, equip, number, opening, submission};

use crate::chance::Chance;

const PATHS: [(&str, &str); 6] = [
    ("environment/start/temperature", "°C"),
    ("environment/end/temperature", "°C"),
    ("environment/start/humidity", "% RH"),
    ("environment/end/humidity", "% RH"),
    ("as_found/points/20/indication/r1", "mm"),
    ("as_found/points/20/indication/r2", "mm"),
];

/// One act on a tablet. Records begun are added to `records`.
pub fn act(tablet: &mut Tablet, chance: &mut Chance, records: &mut Vec<Id<Record>>, now: Instant) {
    let known: Vec<Record> = records.iter().filter_map(|id| tablet.record(*id)).collect();
    if known.is_empty() || (records.len() < 3 && chance.one_in(12)) {
        let id = tablet.new_id(now);
        let opened = opening(tablet.pack(), None);
        tablet.make(Stream::record(id), now, opened).expect("a record begins");
        let standard = equip(tablet.pack(), "S-01");
        tablet.make(Stream::record(id), now, standard).expect("a standard");
        records.push(id);
        return;
    }
    let record = chance.one_of(&known);
    let body = choose(record, chance);
    // What the rules refuse on the tablet is not made; most of it is tried all the same.
    let _ = tablet.make(Stream::record(record.id), now, body);
}

fn choose(record: &Record, chance: &mut Chance) -> Body {
    let cells: Vec<_> = record.cells.values().filter_map(|cell| cell.entries.last()).collect();
    let waiting: Vec<_> = record.set_aside.iter().filter(|entry| entry.can_be_chosen() && !entry.chosen).collect();
    match chance.below(12) {
        0 | 1 if !cells.is_empty() => {
            let before = chance.one_of(&cells);
            let unit = before.value.number().map_or("mm", |(_, unit)| unit.symbol());
            Body::Amended { amends: before.event, after: value(chance, unit), reason: "misread".to_owned() }
        }
        2 if !cells.is_empty() => Body::Withdrawn { amends: chance.one_of(&cells).event, reason: "bumped".to_owned() },
        3 | 4 if !waiting.is_empty() => Body::Chosen { event: chance.one_of(&waiting).event, reason: "steadier".to_owned() },
        5 => Body::Remarked { path: "record".to_owned(), text: chance.next().to_string() },
        6 => submission(record),
        7 => Body::Adjusted { consent: "Ms Wu".to_owned(), what: "zero".to_owned(), seal: String::new() },
        _ => {
            let (path, unit) = *chance.one_of(&PATHS);
            enter(path, &format!("20.{:02}", chance.below(100)), unit)
        }
    }
}

fn value(chance: &mut Chance, unit: &str) -> shared::event::body::Value {
    number(&format!("21.{:02}", chance.below(100)), unit)
}

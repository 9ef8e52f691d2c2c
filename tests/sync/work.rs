//! What a calibrator does meanwhile: whatever the tablet's own rules allow.

use base::id::{RecordId, VisitId};
use base::time::Instant;
use domain::event::Stream;
use domain::event::body::{Body, Calibrator};
use domain::record::Record;
use domain::visit::{CheckMoment, StandardCheck};
use support::tablet::{enter, equip, number, opening, submission};
use support::{Tablet, World};

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
pub fn act(tablet: &mut Tablet, world: &World, visit: VisitId, chance: &mut Chance, records: &mut Vec<RecordId>, now: Instant) {
    if chance.one_in(6) {
        // On the visit's own stream, that both calibrators write.
        let _ = tablet.make(Stream::visit(visit), now, on_the_visit(world, chance));
        return;
    }
    let known: Vec<Record> = records.iter().filter_map(|id| tablet.record(*id)).collect();
    if known.is_empty() || (records.len() < 3 && chance.one_in(12)) {
        // The second calibrator joins what the first one begins.
        if tablet.person == world.lin {
            begin(tablet, chance.one_in(2).then_some(visit), records, now);
        }
        return;
    }
    let record = chance.one_of(&known);
    let body = if record.calibrators.len() == 1 && chance.one_in(4) { joined(tablet, world) } else { choose(record, chance) };
    // What the rules refuse on the tablet is not made; most of it is tried all the same.
    let _ = tablet.make(Stream::record(record.id), now, body);
}

fn begin(tablet: &mut Tablet, visit: Option<VisitId>, records: &mut Vec<RecordId>, now: Instant) {
    let id = tablet.new_id(now);
    let opened = opening(tablet.pack(), visit);
    tablet.make(Stream::record(id), now, opened).expect("a record begins");
    // A standard that failed is no longer in the pack; on a visit it must have passed its check on arrival.
    if tablet.pack().standards.iter().any(|known| known.body.number == "S-01") {
        let standard = equip(tablet.pack(), "S-01");
        let _ = tablet.make(Stream::record(id), now, standard);
    }
    records.push(id);
}

fn joined(tablet: &Tablet, world: &World) -> Body {
    let name = tablet.pack().colleagues.iter().find(|known| known.id == world.sun).map(|known| known.body.name.clone());
    let Calibrator { person, name } = Calibrator { person: world.sun, name: name.expect("a colleague") };
    Body::Joined { person, name }
}

fn on_the_visit(world: &World, chance: &mut Chance) -> Body {
    if chance.one_in(4) {
        return Body::BriefingAcknowledged;
    }
    Body::StandardChecked(StandardCheck {
        standard: world.standard,
        moment: CheckMoment::Arrival,
        working: true,
        protected_or_settled: true,
        passed: !chance.one_in(8),
        remark: String::new(),
    })
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

fn value(chance: &mut Chance, unit: &str) -> domain::event::body::Value {
    number(&format!("21.{:02}", chance.below(100)), unit)
}

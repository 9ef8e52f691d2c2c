use proptest::prelude::*;

use super::world::{CHEN, LIN, R1, R2, SUN, World, amended, entered, equip, id, opening};
use crate::event::body::{Body, Value};
use crate::record::{Record, fold};
use base::id::EventId;

/// One thing somebody tries.
#[derive(Debug, Clone)]
struct Try {
    who: u128,
    device: u128,
    kind: u8,
    /// Which earlier event it speaks of.
    of: usize,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = (prop::sample::select(vec![LIN, SUN, CHEN, 99]), 10..13_u128, 0..10_u8, any::<usize>());
    prop::collection::vec(one.prop_map(|(who, device, kind, of)| Try { who, device, kind, of }), 1..40)
}

fn body(world: &World, tried: &Try) -> Body {
    let earlier = &world.events[tried.of % world.events.len()].0.event;
    let (event, reason) = (earlier.id, "r".to_owned());
    let path = if tried.of.is_multiple_of(2) { R1 } else { R2 };
    match tried.kind {
        0..=2 => entered(path, &format!("20.{}", tried.of % 10), "mm"),
        3 | 4 => amended(event, &format!("21.{}", tried.of % 10)),
        5 => Body::Withdrawn { amends: event, reason },
        6 => Body::Chosen { event, reason },
        7 => Body::Entered { path: path.to_owned(), value: Value::NotObserved { reason } },
        8 => Body::Remarked { path: "record".to_owned(), text: reason },
        _ => Body::Submitted {
            head: world.record().head,
            results: Box::default(),
            engine_version: "1.2.0".to_owned(),
            statement: crate::record::submit::STATEMENT.to_owned(),
        },
    }
}

/// Every value ever recorded, by the event that recorded it.
fn values(record: &Record) -> Vec<(EventId, String, Value)> {
    let cells = record.cells.iter();
    cells.flat_map(|(path, cell)| cell.entries.iter().map(move |e| (e.event, path.clone(), e.value.clone()))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    // C-5.5.4: nobody but the observer ever changes a cell, and struck values never vanish.
    #[test]
    fn only_the_observer_changes_a_cell_and_no_value_ever_vanishes(tries in tries()) {
        let mut world = World::new();
        world.does(LIN, opening(&[LIN, SUN])).unwrap();
        world.does(LIN, equip(&world.facts, 30)).unwrap();
        for tried in tries {
            let before = world.record().clone();
            let _ = world.does_on(tried.who, tried.device, body(&world, &tried));
            let after = world.record();
            for value in values(&before) {
                prop_assert!(values(after).contains(&value));
            }
            for (path, cell) in &after.cells {
                let observer = before.cells.get(path).and_then(|cell| cell.observer()).unwrap_or(id(tried.who));
                if before.cells.get(path) != Some(cell) {
                    prop_assert_eq!(observer, id(tried.who));
                }
                let (last, struck) = cell.entries.split_last().unwrap();
                prop_assert!(struck.iter().all(|entry| entry.struck.is_some()));
                prop_assert!(cell.entries.iter().all(|entry| entry.by == observer));
                prop_assert!(last.struck.is_some() || cell.in_force() == Some(last));
            }
        }
    }

    #[test]
    fn the_fold_does_not_depend_on_how_the_stream_arrives(tries in tries(), cut in any::<prop::sample::Index>()) {
        let mut world = World::opened();
        for tried in tries {
            let _ = world.does_on(tried.who, tried.device, body(&world, &tried));
        }
        let events = &world.events;
        let (first, rest) = events.split_at(cut.index(events.len()));
        let mut record = fold::fold(first.iter().map(|(w, v)| (w, v, 0)));
        for (written, verdict) in rest {
            fold::apply(&mut record, written, verdict, 0);
        }
        prop_assert_eq!(record.as_ref(), world.record.as_ref());
        // What the fold gives goes through JSON unharmed.
        let text = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(serde_json::from_str::<Option<Record>>(&text).unwrap(), record);
    }
}

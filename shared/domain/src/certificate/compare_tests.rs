use super::*;
use crate::certificate::tests::samples;
use proptest::prelude::*;

fn stated() -> Stated {
    samples::draft().stated
}

#[test]
fn a_document_does_not_differ_from_itself() {
    assert_eq!(compare(&stated(), &stated()).kind(), DifferenceKind::Nothing);
}

#[test]
fn only_additions_make_a_supplement() {
    // C-5.4.2.1
    let additions: [fn(&mut Stated); 6] = [
        |s| s.recalibration_months = Some(12),
        |s| s.remarks.push("Scale hard to read".into()),
        |s| s.customer.contact.push_str(""),
        |s| s.environment.push(crate::certificate::document::StatedEnvironment { key: "humidity".into(), ..s.environment[0].clone() }),
        |s| s.standards.insert(0, crate::certificate::document::StatedStandard { number: "S-02".into(), ..s.standards[0].clone() }),
        |s| {
            let row = crate::certificate::document::StatedRow { point: "p0".into(), ..s.results[0].rows[0].clone() };
            s.results[0].rows.insert(0, row);
        },
    ];
    let kinds: Vec<_> = additions
        .iter()
        .map(|add| {
            let mut new = stated();
            add(&mut new);
            compare(&stated(), &new).kind()
        })
        .collect();
    use DifferenceKind::{Nothing, Supplement};
    assert_eq!(kinds, [Supplement, Supplement, Nothing, Supplement, Supplement, Supplement]);
}

#[test]
fn any_changed_or_removed_value_makes_a_replacement() {
    // C-5.4.2.2
    let errors: [fn(&mut Stated); 7] = [
        |s| s.item.serial_number = "7742".into(),
        |s| s.item.serial_number.clear(),
        |s| s.results[0].rows[0].value = "0.1".into(),
        |s| _ = s.results[0].rows.pop(),
        |s| s.results[0].rows[1].note.clear(),
        |s| s.standards.clear(),
        |s| {
            s.recalibration_months = Some(12);
            s.customer.name.en = "Hengda".into();
        },
    ];
    for (n, error) in errors.iter().enumerate() {
        let mut new = stated();
        error(&mut new);
        assert_eq!(compare(&stated(), &new).kind(), DifferenceKind::Replacement, "case {n}");
    }
}

/// A certificate with an adjustment and results as left, and one without.
fn adjusted() -> Stated {
    let mut new = stated();
    new.adjustments.push(crate::certificate::document::StatedAdjustment { what: "zero set".into(), seal: "HZ-1".into() });
    let as_left = crate::certificate::document::StatedResults { stage: measurement::method::Stage::AsLeft, ..new.results[0].clone() };
    new.results.push(as_left);
    new
}

#[test]
fn an_adjustment_that_was_not_stated_leaves_no_certificate_standing() {
    // C-5.4.2.1, C-5.4.2.2: without it, the old certificate says that the item is as it was found.
    type Part = (&'static str, fn(&mut Stated));
    let parts: [Part; 3] =
        [("both", |_| ()), ("the adjustment", |s| _ = s.results.pop()), ("the results as left", |s| s.adjustments.clear())];
    for (what, leave) in parts {
        let mut new = adjusted();
        leave(&mut new);
        let difference = compare(&stated(), &new);
        assert_eq!(difference.kind(), DifferenceKind::Replacement, "{what}");
        assert!(difference.changed.iter().all(|change| change.before.is_none() && change.after.is_some()), "{:?}", difference.changed);
        assert_eq!(difference.added, [], "{what}");
    }
    let mut second = adjusted();
    second.adjustments.push(crate::certificate::document::StatedAdjustment { what: "span set".into(), seal: "HZ-2".into() });
    assert_eq!(compare(&adjusted(), &second).kind(), DifferenceKind::Replacement, "another one");
    // What only completes what is stated of the adjustment supplements it.
    let mut old = adjusted();
    old.adjustments[0].seal.clear();
    old.results[1].rows.pop();
    assert_eq!(compare(&old, &adjusted()).kind(), DifferenceKind::Supplement);
}

#[test]
fn a_change_names_its_row_not_its_place_in_the_list() {
    let mut new = stated();
    new.results[0].rows[0].value = "0.12".into();
    let changed = compare(&stated(), &new).changed;
    assert_eq!(changed[0].path, "results/[as_found]/rows/[p1]/value");
    assert_eq!((changed[0].before.as_deref(), changed[0].after.as_deref()), (Some("0.10"), Some("0.12")));
}

#[test]
fn the_order_of_rows_is_no_stated_value() {
    let mut new = stated();
    new.results[0].rows.reverse();
    assert_eq!(compare(&stated(), &new).kind(), DifferenceKind::Nothing);
}

/// Writes another text into the `n`-th stated text of a document.
fn rewrite(value: &mut serde_json::Value, n: &mut usize, text: &str) -> bool {
    match value {
        Value::String(s) if !s.is_empty() => {
            if *n == 0 && s != text {
                text.clone_into(s);
                return true;
            }
            *n = n.saturating_sub(1);
            false
        }
        Value::Array(rows) => rows.iter_mut().any(|row| rewrite(row, n, text)),
        Value::Object(fields) => fields.values_mut().any(|field| rewrite(field, n, text)),
        _ => false,
    }
}

proptest! {
    #[test]
    fn whatever_stated_text_is_changed_it_is_never_a_supplement(at in 0usize..80, text in "[a-z]{1,8}") {
        // C-5.4.2.1
        let mut json = serde_json::to_value(stated()).unwrap();
        let mut n = at;
        if rewrite(&mut json, &mut n, &text) && let Ok(new) = serde_json::from_value::<Stated>(json) {
            prop_assert_eq!(compare(&stated(), &new).kind(), DifferenceKind::Replacement);
        }
    }

    #[test]
    fn the_difference_the_other_way_round_swaps_additions_and_removals(remarks in proptest::collection::vec("[a-c]{0,2}", 0..6)) {
        let mut new = stated();
        new.remarks = remarks;
        let (there, back) = (compare(&stated(), &new), compare(&new, &stated()));
        prop_assert_eq!(there.added.len(), back.changed.len());
        prop_assert!(there.changed.is_empty());
    }
}

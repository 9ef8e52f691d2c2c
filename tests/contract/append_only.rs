//! What was written down stays: the database itself refuses to change or to remove it (C-5.5.1, C-5.5.4).

use support::attack::{append_only_tables, change_what_was_written_down};
use support::{Lab, on_both_engines};

#[test]
fn the_tables_that_must_only_grow_do() {
    let tables = append_only_tables();
    for table in [
        "audit",
        "events",
        "ledger",
        "register_versions",
        "certificates",
        "certificate_events",
        "case_facts",
        "corrections",
        "correction_checks",
    ] {
        assert!(tables.iter().any(|named| named == table), "{table} has no trigger: {tables:?}");
    }
}

on_both_engines!(what_was_written_down_is_neither_changed_nor_removed, Lab::demo_on);
async fn what_was_written_down_is_neither_changed_nor_removed(lab: Lab) {
    let attacked = change_what_was_written_down(&lab).await;
    assert!(attacked.iter().any(|table| table == "register_versions"), "{attacked:?}");
}

//! Rows erased together with their seals, so that no chain has a gap: what stays speaks of them.

use backend::app::verify::Fault;
use support::tamper::Tamperer;
use support::{Lab, on_both_engines};

use super::insiders::{faults, named};
use crate::certificate::Desk;

// C-5.4.2, C-5.4.1 a: a certificate was erased, and its number stood in the sequence alone.
on_both_engines!(a_certificate_that_was_erased_is_missed_by_its_number, Lab::new_on);
async fn a_certificate_that_was_erased_is_missed_by_its_number(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let first = desk.issued("original").await;
    desk.record = desk.site.submitted(&lab).await;
    desk.checked_with_words().await;
    let second = desk.issued_with_words("original").await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let gone = first.row.id.to_string();
    let event = format!("(SELECT id FROM certificate_events WHERE certificate_id = '{gone}')");
    let erase = [
        format!("DELETE FROM audit WHERE noun = 'certificate_events' AND object_id IN {event}"),
        format!("DELETE FROM certificate_events WHERE certificate_id = '{gone}'"),
        format!("DELETE FROM audit WHERE noun = 'certificates' AND object_id = '{gone}'"),
        format!("DELETE FROM certificates WHERE id = '{gone}'"),
    ];
    for sql in erase {
        tamperer.run(&sql).await;
    }
    named(&lab, "certificates of number_sequences EC2026-# 1 to 1", Fault::Missing).await;
    // With the sequence gone too, the other one's number was given by nobody.
    tamperer.run("DELETE FROM number_sequences").await;
    tamperer.run("DELETE FROM audit WHERE noun = 'number_sequences'").await;
    let other = &second.row;
    named(&lab, &format!("number_sequences for certificate {} {}", other.number, other.id), Fault::Missing).await;
}

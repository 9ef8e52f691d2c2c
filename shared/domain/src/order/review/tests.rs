use super::*;
use crate::order::tests::example::{day, id, order};
use base::text::Bilingual;

const ABLE: Ability = Ability { people: true, standards: true, method: true, environment: true };

fn draft() -> Order {
    Order { status: OrderStatus::Draft, ..order() }
}

fn reviewing(outcome: Outcome, able: Ability) -> Reviewing {
    Reviewing { by: id(7), at: Instant(1), outcome, able, discussion: "agreed by telephone".to_owned() }
}

/// The service of the order's lines, which the body offers.
fn offered() -> Services {
    let service = CalibrationService { code: "L-01".to_owned(), name: Bilingual::default(), range: String::new(), offered: true };
    Services::from([(id(3), service)])
}

fn codes(result: Result<Order, Vec<OrderRefusal>>) -> Vec<(&'static str, String)> {
    result.err().into_iter().flatten().map(|r| (r.code(), r.path())).collect()
}

#[test]
fn a_complete_order_is_accepted_and_keeps_its_review() {
    // C-5.1.1, C-5.1.3
    let accepted = review(&draft(), &offered(), reviewing(Outcome::Accepted, ABLE)).unwrap();
    assert_eq!(accepted.status, OrderStatus::Accepted);
    assert_eq!(accepted.review.unwrap().discussion, "agreed by telephone");
}

#[test]
fn acceptance_needs_every_requirement_written_down() {
    type Spoil = fn(&mut Order);
    // C-5.1.1 and C-4.2
    let cases: Vec<(Spoil, &str, &str)> = vec![
        (|o| o.lines.clear(), "order_requirement_missing", "lines"),
        (|o| o.place = None, "order_requirement_missing", "place"),
        (|o| o.agreed_on = None, "order_requirement_missing", "agreed_on"),
        (|o| o.lines[1].range = " ".to_owned(), "order_requirement_missing", "lines/1/range"),
        (|o| o.lines[0].method_agreement = MethodAgreement::Open, "method_not_agreed", "lines/0/method_agreement"),
    ];
    for (spoil, code, path) in cases {
        let mut order = draft();
        spoil(&mut order);
        assert_eq!(codes(review(&order, &offered(), reviewing(Outcome::Accepted, ABLE))), vec![(code, path.to_owned())]);
        let declined = review(&order, &offered(), reviewing(Outcome::Declined, ABLE)).unwrap();
        assert_eq!(declined.status, OrderStatus::Declined);
    }
}

// C-5.1.3
#[test]
fn declining_needs_words_and_accepting_needs_none() {
    for (words, declined) in [("", false), (" ", false), (".", false), ("they went elsewhere", true), ("客户取消", true)] {
        let silent = |outcome| Reviewing { discussion: words.to_owned(), ..reviewing(outcome, ABLE) };
        let refused = codes(review(&draft(), &offered(), silent(Outcome::Declined)));
        let expected = if declined { vec![] } else { vec![("order_declined_without_words", "discussion".to_owned())] };
        assert_eq!(refused, expected, "{words}");
        assert_eq!(codes(review(&draft(), &offered(), silent(Outcome::Accepted))), [], "{words}");
    }
}

#[test]
fn acceptance_needs_people_standards_method_and_environment() {
    // C-5.1.2
    let lacking = Ability { standards: false, environment: false, ..ABLE };
    let refused = codes(review(&draft(), &offered(), reviewing(Outcome::Accepted, lacking)));
    assert_eq!(refused, vec![("order_not_able", "able/standards".to_owned()), ("order_not_able", "able/environment".to_owned())]);
}

#[test]
fn what_is_reviewed_and_unchanged_is_not_reviewed_again() {
    let refused = codes(review(&order(), &offered(), reviewing(Outcome::Accepted, ABLE)));
    assert_eq!(refused, vec![("order_nothing_to_review", String::new())]);
}

#[test]
fn a_changed_order_is_to_be_reviewed_again() {
    // C-5.1.2
    let before = order();
    let mut after = order();
    after.lines[0].range = "0 mm to 300 mm".to_owned();
    let kept = edited(Some(&before), after).unwrap();
    assert_eq!(kept.status, OrderStatus::ReviewAgain);
    assert!(review(&kept, &offered(), reviewing(Outcome::Accepted, ABLE)).is_ok());
}

#[test]
fn a_note_on_a_discussion_changes_nothing_that_was_agreed() {
    // C-5.1.3
    let after = Order { notes: "called, all as agreed".to_owned(), ..order() };
    assert_eq!(edited(Some(&order()), after).unwrap().status, OrderStatus::Accepted);
}

#[test]
fn nobody_edits_an_order_into_being_accepted() {
    // C-5.1.2
    assert_eq!(edited(None, order()), Err(OrderRefusal::StatusByReview));
    assert_eq!(edited(Some(&draft()), order()), Err(OrderRefusal::StatusByReview));
    let completed = Order { status: OrderStatus::Completed, ..order() };
    assert_eq!(edited(Some(&completed), order()), Err(OrderRefusal::StatusByReview));
}

/// C-5.4.2
#[test]
fn a_completed_order_is_corrected_and_stays_completed() {
    let completed = Order { status: OrderStatus::Completed, ..order() };
    let mut corrected = completed.clone();
    corrected.lines[0].recalibration_months = Some(12);
    assert_eq!(edited(Some(&completed), corrected.clone()), Ok(corrected));
    let mut another = completed.clone();
    another.lines.pop();
    assert_eq!(edited(Some(&completed), another), Err(OrderRefusal::Completed));
}

/// C-5.1.2
#[test]
fn what_the_body_does_not_offer_is_not_accepted() {
    let mut closed = offered();
    closed.get_mut(&id(3)).unwrap().offered = false;
    let refused = codes(review(&draft(), &closed, reviewing(Outcome::Accepted, ABLE)));
    assert_eq!(refused.first(), Some(&("service_not_offered", "lines/0/service".to_owned())));
    assert!(review(&draft(), &closed, reviewing(Outcome::Declined, ABLE)).is_ok());
}

/// C-5.1.2, C-5.4.1 f: the day an item came is a note; the rule of conformity is agreed, after issue as before.
#[test]
fn another_decision_rule_is_reviewed_and_a_day_of_receipt_is_not() {
    for status in [OrderStatus::Accepted, OrderStatus::Completed] {
        let before = Order { status, ..order() };
        let mut came = before.clone();
        came.lines[0].received_on = Some(day("2026-03-02"));
        assert_eq!(edited(Some(&before), came).unwrap().status, status);
        let mut other = before.clone();
        other.lines[0].decision_rule = Some(measurement::method::DecisionRule::Simple);
        let again = edited(Some(&before), other).unwrap();
        assert_eq!(again.status, OrderStatus::ReviewAgain);
        assert!(review(&again, &offered(), reviewing(Outcome::Accepted, ABLE)).is_ok());
    }
}

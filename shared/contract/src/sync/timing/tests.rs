use super::*;
use base::id::Id;
use domain::event::body::Body;
use domain::event::chain::{DeviceHead, Draft, write};
use domain::event::{Hash, Stream};
use domain::stream::span::Untimely;
use uuid::Uuid;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// When the office receives.
const RECEIVED: Instant = Instant(100 * DAY);

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn device(signs: Form, clock_offset: Option<i64>) -> DeviceState {
    let (head, enrolled_at) = (DeviceHead::START, RECEIVED.plus_millis(-10 * DAY));
    DeviceState { id: id(1), person: id(2), public_key: String::new(), revoked: false, head, enrolled_at, signs, clock_offset }
}

/// Signed at this time of the device, so long after the last answer.
fn request(now: Instant, answered: Option<Instant>, clock_offset: Option<i64>) -> ExchangeRequest {
    let (signature, pack) = (String::new(), String::new());
    ExchangeRequest { device: id(1), now, events: Vec::new(), head: Hash::ZERO, signature, cursor: 0, pack, answered, clock_offset }
}

fn event(at: Instant) -> Event {
    let body = Body::Remarked { path: "record".to_owned(), text: "x".to_owned() };
    let draft = Draft { id: id(5), stream: Stream::record(id(9)), author: id(2), at, elapsed: 0, body };
    write(DeviceHead::START, id(1), draft).unwrap().event
}

// C 11: an exchange that was kept back or is sent again later brings nothing; one that repeats is answered without asking this.
#[test]
fn only_what_was_signed_just_now_brings_something_new() {
    let second = device(Form::Second, None);
    let sent = |age: i64| {
        let answered = Some(RECEIVED.plus_millis(-age));
        vouched(&request(RECEIVED, answered, None), Way::Sent, Form::Second, &second, RECEIVED)
    };
    for age in [0, HOUR / 60, FRESH_MILLIS, -CLOCK_TOLERANCE_MILLIS] {
        assert_eq!(sent(age), Ok(()), "{age}");
    }
    for age in [FRESH_MILLIS + 1, 2 * DAY, -CLOCK_TOLERANCE_MILLIS - 1, -DAY] {
        assert_eq!(sent(age), Err(ExchangeRefusal::Stale), "{age}");
    }
    let never = request(RECEIVED, None, None);
    assert_eq!(vouched(&never, Way::Sent, Form::Second, &second, RECEIVED), Err(ExchangeRefusal::Stale));
    assert_eq!(vouched(&never, Way::Carried, Form::Second, &second, RECEIVED), Ok(()), "a file is old");
    let revoked = DeviceState { revoked: true, ..second };
    assert_eq!(vouched(&never, Way::Sent, Form::Second, &revoked, RECEIVED), Ok(()), "it is set aside");
}

// C-4.5.2: what is known of a clock rests on what the device signed when it was received.
#[test]
fn a_stored_statement_measures_a_clock_only_if_it_was_signed_just_now() {
    let stated = |answered| Statement::of(&request(RECEIVED.plus_millis(-HOUR), answered, None));
    assert_eq!(measured(&stated(Some(RECEIVED)), Way::Sent, RECEIVED), Some(HOUR));
    assert_eq!(measured(&stated(Some(RECEIVED)), Way::Carried, RECEIVED), None);
    assert_eq!(measured(&stated(Some(RECEIVED.plus_millis(-DAY))), Way::Sent, RECEIVED), None, "a revoked device hands in what is old");
    assert_eq!(measured(&stated(None), Way::Sent, RECEIVED), None);
}

#[test]
fn the_first_form_is_taken_until_the_second_was_signed() {
    let first = request(RECEIVED, None, None);
    for way in [Way::Sent, Way::Carried] {
        assert_eq!(vouched(&first, way, Form::First, &device(Form::First, None), RECEIVED), Ok(()));
        assert_eq!(vouched(&first, way, Form::First, &device(Form::Second, None), RECEIVED), Err(ExchangeRefusal::FormOutdated));
    }
}

#[test]
fn a_file_keeps_its_days_however_late_it_comes() {
    let made = RECEIVED.plus_millis(-2 * DAY);
    let carried = |stated: Option<i64>, form, known: Option<i64>| {
        clock(&request(made, None, stated), Way::Carried, form, &device(form, known), RECEIVED)
    };
    for (stated, form, known, offset) in [
        (Some(HOUR), Form::Second, None, HOUR),
        (Some(HOUR), Form::Second, Some(0), HOUR),
        (None, Form::Second, Some(-HOUR), -HOUR),
        (None, Form::Second, None, 0),
        (None, Form::First, Some(-HOUR), -HOUR),
        (None, Form::First, None, 0),
        // Nobody signed that.
        (Some(DAY), Form::First, None, 0),
        (Some(DAY), Form::First, Some(HOUR), HOUR),
    ] {
        assert_eq!(carried(stated, form, known), Clock { offset, before: known, measured: false });
    }
}

#[test]
fn an_exchange_measures_the_clock_where_it_is_fresh() {
    let answered = Some(RECEIVED.plus_millis(-1));
    for (answered, form, before, measured) in
        [(answered, Form::Second, DAY, true), (None, Form::Second, DAY, false), (None, Form::First, 5, true)]
    {
        let request = request(RECEIVED.plus_millis(-HOUR), answered, Some(DAY));
        let clock = clock(&request, Way::Sent, form, &device(form, Some(5)), RECEIVED);
        assert_eq!(clock, Clock { offset: HOUR, before: Some(before), measured });
    }
}

#[test]
fn nothing_was_made_before_its_device_or_after_its_receipt() {
    let span = Span { enrolled_at: RECEIVED.plus_millis(-10 * DAY), received_at: RECEIVED };
    let tolerance = CLOCK_TOLERANCE_MILLIS;
    for (made, holds) in [
        (0, Ok(())),
        (tolerance, Ok(())),
        (tolerance + 1, Err(Untimely::AfterReceipt { seconds: tolerance / 1_000 })),
        (DAY, Err(Untimely::AfterReceipt { seconds: DAY / 1_000 })),
        (-10 * DAY, Ok(())),
        (-10 * DAY - tolerance, Ok(())),
        (-10 * DAY - tolerance - 1, Err(Untimely::BeforeEnrolment)),
        (-20 * DAY, Err(Untimely::BeforeEnrolment)),
    ] {
        assert_eq!(span.holds(RECEIVED.plus_millis(made)), holds, "{made}");
    }
}

// A tablet's clock is put right by its network between two exchanges: what it wrote before keeps the day it had.
#[test]
fn a_clock_that_was_put_right_takes_no_entry_away() {
    let span = Span { enrolled_at: RECEIVED.plus_millis(-10 * DAY), received_at: RECEIVED };
    let clock = |offset, before| Clock { offset, before, measured: true };
    let offset = |at: i64, clock: Clock| clock.offset_of(&event(RECEIVED.plus_millis(at)), span);
    assert_eq!(offset(HOUR, clock(0, Some(-2 * HOUR))), -2 * HOUR, "it was fast by two hours");
    assert_eq!(offset(-HOUR, clock(0, Some(-2 * HOUR))), 0, "both are possible: the newer measure counts");
    assert_eq!(offset(-12 * DAY, clock(0, Some(3 * DAY))), 3 * DAY, "it was slow");
    assert_eq!(offset(HOUR, clock(0, None)), 0);
    assert_eq!(offset(3 * HOUR, clock(0, Some(-2 * HOUR))), 0, "neither is possible: it is set aside");
}

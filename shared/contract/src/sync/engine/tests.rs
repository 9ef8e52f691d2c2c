use super::*;
use crate::sync::{EventAnswer, EventOutcome};
use base::id::Id;
use domain::event::Hash;
use uuid::Uuid;

const NOW: Instant = Instant(1_000_000);

fn engine() -> Engine {
    let mut engine = Engine::restore(Meta::new(Id::from_uuid(Uuid::from_u128(1)), Id::from_uuid(Uuid::from_u128(2))), Vec::new());
    engine.answered = Some(Answered { by_server: NOW, by_device: NOW });
    engine
}

fn make(engine: &mut Engine, n: u128) -> (EventId, Vec<Output>) {
    let id = Id::from_uuid(Uuid::from_u128(100 + n));
    let stream = Stream::record(Id::from_uuid(Uuid::from_u128(7)));
    let body = Body::Remarked { path: "record".to_owned(), text: n.to_string() };
    let written = engine.prepare(id, stream, NOW, 0, body).unwrap();
    (id, engine.step(Input::Made(Box::new(written)), NOW))
}

fn sent(outputs: &[Output]) -> Option<(u64, ExchangeRequest)> {
    outputs.iter().find_map(|output| match output {
        Output::Send { token, request } => Some((*token, (**request).clone())),
        _ => None,
    })
}

fn answer(request: &ExchangeRequest, outcome: &EventOutcome, next_seq: u64) -> Box<ExchangeResponse> {
    let events = request.events.iter().map(|text| chain::read(text).unwrap().event.id);
    Box::new(ExchangeResponse {
        now: NOW,
        clock_offset: 0,
        answers: events.map(|event| EventAnswer { event, outcome: outcome.clone() }).collect(),
        entries: Vec::new(),
        cursor: 0,
        more: false,
        next_seq,
        pack: None,
    })
}

#[test]
fn an_event_leaves_the_outbox_only_with_its_acknowledgement() {
    let mut engine = engine();
    let (_, outputs) = make(&mut engine, 1);
    let (token, request) = sent(&outputs).unwrap();
    engine.step(Input::Failed { token, failure: Failure::Network }, NOW);
    assert_eq!(engine.outbox().len(), 1);
    assert_eq!(engine.due_at(), Some(NOW.plus_millis(1_000)));
    let (token, again) = sent(&engine.step(Input::Timer, NOW.plus_millis(1_000))).unwrap();
    assert_eq!(again.events, request.events);
    engine.step(Input::Response { token, response: answer(&again, &EventOutcome::Effective, 1) }, NOW);
    assert!(engine.outbox().is_empty());
    assert_eq!(engine.meta().acknowledged.next_seq, 1);
}

#[test]
fn a_late_answer_to_an_older_request_changes_nothing() {
    let mut engine = engine();
    let (_, outputs) = make(&mut engine, 1);
    let (old, request) = sent(&outputs).unwrap();
    engine.step(Input::Failed { token: old, failure: Failure::Network }, NOW);
    engine.step(Input::Response { token: old, response: answer(&request, &EventOutcome::Effective, 1) }, NOW);
    assert_eq!(engine.outbox().len(), 1);
}

#[test]
fn events_made_while_an_answer_is_awaited_go_with_the_next_request() {
    let mut engine = engine();
    let (_, outputs) = make(&mut engine, 1);
    let (token, request) = sent(&outputs).unwrap();
    let (_, outputs) = make(&mut engine, 2);
    assert_eq!(sent(&outputs), None);
    let outputs = engine.step(Input::Response { token, response: answer(&request, &EventOutcome::Effective, 1) }, NOW);
    let (_, request) = sent(&outputs).unwrap();
    assert_eq!(request.events.len(), 1);
    assert_eq!(request.head, engine.head().hash);
}

#[test]
fn a_refused_event_is_kept_with_its_code_and_the_chain_goes_on() {
    let mut engine = engine();
    let (id, outputs) = make(&mut engine, 1);
    let (token, request) = sent(&outputs).unwrap();
    let outcome = EventOutcome::Refused { code: "event_malformed".to_owned() };
    engine.step(Input::Response { token, response: answer(&request, &outcome, 1) }, NOW);
    assert_eq!(engine.meta().refused, vec![Refused { event: id, code: "event_malformed".to_owned() }]);
    assert_eq!(engine.head().next_seq, 1);
}

#[test]
fn a_gap_keeps_the_event_and_tries_again_later() {
    let mut engine = engine();
    let (_, outputs) = make(&mut engine, 1);
    let (token, request) = sent(&outputs).unwrap();
    let outcome = EventOutcome::Refused { code: "chain_gap".to_owned() };
    engine.step(Input::Response { token, response: answer(&request, &outcome, 0) }, NOW);
    assert_eq!(engine.outbox().len(), 1);
    assert_eq!(engine.due_at(), Some(NOW.plus_millis(1_000)));
}

#[test]
fn a_server_restored_from_a_backup_gets_the_events_again() {
    let mut engine = engine();
    let (_, outputs) = make(&mut engine, 1);
    let first = engine.outbox()[0].clone();
    let (token, request) = sent(&outputs).unwrap();
    engine.step(Input::Response { token, response: answer(&request, &EventOutcome::Effective, 1) }, NOW);
    let (token, request) = sent(&engine.step(Input::Timer, NOW.plus_millis(POLL_MILLIS))).unwrap();
    assert!(request.events.is_empty());
    let outputs = engine.step(Input::Response { token, response: answer(&request, &EventOutcome::Known, 0) }, NOW);
    assert!(outputs.contains(&Output::Recall { from: 0 }));
    let outputs = engine.step(Input::Recalled(vec![first.clone()]), NOW);
    assert_eq!(sent(&outputs).unwrap().1.events, vec![first.text]);
}

#[test]
fn a_restored_engine_goes_on_where_the_stored_one_stood() {
    let mut engine = engine();
    make(&mut engine, 1);
    make(&mut engine, 2);
    let mut rows = engine.outbox().to_vec();
    rows.reverse();
    let restored = Engine::restore(engine.meta().clone(), rows);
    assert_eq!(restored.head(), engine.head());
    assert_ne!(restored.head().hash, Hash::ZERO);
}

#[test]
fn signed_out_halts_until_woken_and_a_wrong_clock_is_flagged() {
    let mut engine = engine();
    let (_, outputs) = make(&mut engine, 1);
    let (token, _) = sent(&outputs).unwrap();
    engine.step(Input::Failed { token, failure: Failure::Refused { code: "not_signed_in".to_owned() } }, NOW);
    assert_eq!(engine.due_at(), None);
    let (token, request) = sent(&engine.step(Input::Wake, NOW)).unwrap();
    let mut response = answer(&request, &EventOutcome::Effective, 1);
    response.clock_offset = -120_001;
    engine.step(Input::Response { token, response }, NOW);
    assert!(engine.status().clock_flagged);
    // Without a network too: what is made now would seem to be made before.
    engine.meta.clock_offset = Some(0);
    engine.step(Input::Timer, NOW);
    assert!(!engine.status().clock_flagged);
    engine.step(Input::Timer, NOW.plus_millis(-CLOCK_TOLERANCE_MILLIS - 1));
    assert!(engine.status().clock_flagged);
}

#[test]
fn a_large_outbox_goes_in_parts() {
    let mut engine = engine();
    engine.in_flight = Some(0);
    for n in 0..(MAX_EVENTS as u128 + 5) {
        make(&mut engine, n);
    }
    engine.in_flight = None;
    let (_, request) = sent(&engine.step(Input::Wake, NOW)).unwrap();
    assert_eq!(request.events.len(), MAX_EVENTS);
}

#[test]
fn what_an_older_server_does_not_know_waits_and_what_precedes_it_goes_over_its_own_head() {
    let mut engine = engine();
    engine.in_flight = Some(0);
    for n in 0..3 {
        make(&mut engine, n);
    }
    engine.in_flight = None;
    let (token, request) = sent(&engine.step(Input::Wake, NOW)).unwrap();
    assert_eq!(request.events.len(), 3);
    let (token, before) = sent(&engine.step(Input::Failed { token, failure: Failure::ServerOlder { at: 1 } }, NOW)).unwrap();
    assert_eq!((&before.events, before.head), (&request.events[..1].to_vec(), engine.outbox()[0].hash));
    let outputs = engine.step(Input::Response { token, response: answer(&before, &EventOutcome::Effective, 1) }, NOW);
    assert_eq!(sent(&outputs), None, "it does not ask without end");
    assert_eq!((engine.status().waiting, engine.status().held, engine.status().halted), (2, 2, None));
    // News come as ever; what is made meanwhile waits behind.
    assert_eq!(sent(&make(&mut engine, 4).1), None);
    let later = NOW.plus_millis(POLL_MILLIS);
    let (token, poll) = sent(&engine.step(Input::Timer, later)).unwrap();
    assert_eq!((poll.events.len(), poll.head), (0, engine.meta().acknowledged.hash));
    engine.step(Input::Response { token, response: answer(&poll, &EventOutcome::Effective, 1) }, later);
    // In a while all of it is tried again.
    let later = NOW.plus_millis(HELD_MILLIS);
    let (token, asks) = sent(&engine.step(Input::Timer, later)).unwrap();
    let outputs = engine.step(Input::Response { token, response: answer(&asks, &EventOutcome::Effective, 1) }, later);
    let (token, again) = sent(&outputs).unwrap();
    assert_eq!((asks.events.len(), again.events.len()), (0, 3));
    let (_, none) = sent(&engine.step(Input::Failed { token, failure: Failure::ServerOlder { at: 0 } }, NOW)).unwrap();
    assert!(none.events.is_empty());
}

#[test]
fn a_place_that_the_server_was_not_sent_is_an_answer_like_none() {
    let mut engine = engine();
    let (_, outputs) = make(&mut engine, 1);
    let (token, _) = sent(&outputs).unwrap();
    assert_eq!(sent(&engine.step(Input::Failed { token, failure: Failure::ServerOlder { at: 7 } }, NOW)), None);
    assert_eq!((engine.status().failures, engine.status().held), (1, 0));
}

// C 11: what is sent is signed over an answer of the office that is not old.
#[test]
fn whoever_was_away_asks_for_the_time_before_anything_is_sent() {
    let mut engine = engine();
    let away = NOW.plus_millis(86_400_000);
    engine.in_flight = Some(0);
    make(&mut engine, 1);
    engine.in_flight = None;
    let (token, asks) = sent(&engine.step(Input::Wake, away)).unwrap();
    assert_eq!((asks.events.len(), asks.answered), (0, Some(NOW)));
    let mut response = answer(&asks, &EventOutcome::Effective, 0);
    response.now = away.plus_millis(7);
    let (_, sends) = sent(&engine.step(Input::Response { token, response }, away)).unwrap();
    assert_eq!((sends.events.len(), sends.answered, sends.clock_offset), (1, Some(away.plus_millis(7)), Some(0)));
}

#[test]
fn a_clock_that_was_set_back_is_measured_anew() {
    let mut engine = engine();
    engine.meta.clock_offset = Some(-9);
    engine.in_flight = Some(0);
    make(&mut engine, 1);
    engine.in_flight = None;
    let earlier = NOW.plus_millis(-1);
    let (token, asks) = sent(&engine.step(Input::Wake, earlier)).unwrap();
    assert!(asks.events.is_empty());
    let response = answer(&asks, &EventOutcome::Effective, 0);
    let (token, sends) = sent(&engine.step(Input::Response { token, response }, earlier)).unwrap();
    assert_eq!((sends.events.len(), sends.clock_offset), (1, Some(-9)), "what waits was made by the clock as it was");
    let response = answer(&sends, &EventOutcome::Effective, 1);
    engine.step(Input::Response { token, response }, earlier);
    assert_eq!(engine.carried(earlier).clock_offset, Some(0));
}

#[test]
fn what_the_server_finds_too_old_is_signed_again_and_never_in_a_hurry() {
    let mut engine = engine();
    let (_, outputs) = make(&mut engine, 1);
    let (mut token, _) = sent(&outputs).unwrap();
    let mut now = NOW;
    for pause in [1_000, 2_000, 4_000] {
        assert_eq!(sent(&engine.step(Input::Failed { token, failure: Failure::Stale }, now)), None);
        assert_eq!((engine.due_at(), engine.status().halted), (Some(now.plus_millis(pause)), None));
        now = now.plus_millis(pause);
        let (asking, asks) = sent(&engine.step(Input::Timer, now)).unwrap();
        assert!(asks.events.is_empty());
        let outputs = engine.step(Input::Response { token: asking, response: answer(&asks, &EventOutcome::Effective, 0) }, now);
        let (next, sends) = sent(&outputs).unwrap();
        assert_eq!(sends.events.len(), 1);
        token = next;
    }
}

#[test]
fn what_is_carried_says_what_the_clock_was_off_by() {
    let mut engine = engine();
    make(&mut engine, 1);
    engine.meta.clock_offset = Some(-7);
    let carried = engine.carried(NOW.plus_millis(3));
    assert_eq!((carried.events.len(), carried.now, carried.clock_offset), (1, NOW.plus_millis(3), Some(-7)));
    assert_eq!(carried.head, engine.head().hash);
}

#[test]
fn a_revoked_device_that_was_away_hands_in_what_it_has() {
    let mut engine = engine();
    let away = NOW.plus_millis(86_400_000);
    engine.in_flight = Some(0);
    make(&mut engine, 1);
    engine.in_flight = None;
    let revoked = || Failure::Refused { code: "device_revoked".to_owned() };
    let (token, asks) = sent(&engine.step(Input::Wake, away)).unwrap();
    assert!(asks.events.is_empty());
    let (token, sends) = sent(&engine.step(Input::Failed { token, failure: revoked() }, away)).unwrap();
    assert_eq!((sends.events.len(), engine.status().halted), (1, None));
    let outcome = EventOutcome::SetAside { code: "device_revoked".to_owned() };
    engine.step(Input::Response { token, response: answer(&sends, &outcome, 1) }, away);
    assert!(engine.outbox().is_empty());
    let (token, _) = sent(&engine.step(Input::Timer, away.plus_millis(POLL_MILLIS))).unwrap();
    engine.step(Input::Failed { token, failure: revoked() }, away.plus_millis(POLL_MILLIS));
    assert_eq!(engine.status().halted.as_deref(), Some("device_revoked"));
}

use super::*;
use crate::event::{Event, Hash};
use crate::sync::{EventAnswer, EventOutcome};
use uuid::Uuid;

const NOW: Instant = Instant(1_000_000);

fn engine() -> Engine {
    Engine::restore(Meta::new(Id::from_uuid(Uuid::from_u128(1)), Id::from_uuid(Uuid::from_u128(2))), Vec::new())
}

fn make(engine: &mut Engine, n: u128) -> (Id<Event>, Vec<Output>) {
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

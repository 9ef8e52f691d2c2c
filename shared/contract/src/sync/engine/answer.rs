//! What an answer of the server changes.

use std::collections::BTreeSet;

use super::{Answered, Engine, Output, POLL_MILLIS, Refused, Write, pause};
use crate::sync::{EventAnswer, EventOutcome, ExchangeResponse};
use base::finding::Refusal;
use base::time::Instant;
use domain::event::Stream;
use domain::event::chain::{ChainError, DeviceHead};

impl Engine {
    /// Takes in an answer. Safe to repeat: acknowledgements go by identity, entries by place.
    pub(super) fn answered(&mut self, response: ExchangeResponse, now: Instant, out: &mut Vec<Output>) {
        let mut writes = Vec::new();
        let mut changed: BTreeSet<Stream> = response.entries.iter().map(|entry| entry.stream).collect();
        let stuck = self.acknowledge(&response.answers, &mut writes, &mut changed);
        writes.extend(response.entries.into_iter().map(|entry| Write::Entry(Box::new(entry))));
        // Lower only where the server was restored: then everything comes again.
        self.meta.cursor = response.cursor;
        self.answered = Some(Answered { by_server: response.now, by_device: now });
        self.offset_before = if self.asking { self.offset_before.or(self.meta.clock_offset) } else { None };
        self.meta.clock_offset = Some(response.clock_offset);
        self.meta.last_exchange = Some(now);
        if let Some(pack) = &response.pack {
            self.meta.pack.clone_from(&pack.version);
            writes.push(Write::Pack(pack.clone()));
        }
        writes.push(Write::Meta(Box::new(self.meta.clone())));
        out.push(Output::Store(writes));
        if !changed.is_empty() {
            out.push(Output::Changed(changed.into_iter().collect()));
        }
        out.extend(response.pack.map(Output::Pack));
        self.go_on(stuck, response.next_seq, response.more, now, out);
    }

    /// Takes answered events out of the outbox, from its front, without a gap. What stopped it, where something did.
    fn acknowledge(&mut self, answers: &[EventAnswer], writes: &mut Vec<Write>, changed: &mut BTreeSet<Stream>) -> Option<String> {
        while let Some(first) = self.outbox.first() {
            let answer = answers.iter().find(|answer| answer.event == first.event)?;
            if let EventOutcome::Refused { code } = &answer.outcome {
                if breaks_chain(code) {
                    return Some(code.clone());
                }
                self.meta.refused.push(Refused { event: first.event, code: code.clone() });
            }
            let acknowledged = DeviceHead { next_seq: first.device_seq + 1, hash: first.hash };
            if acknowledged.next_seq > self.meta.acknowledged.next_seq {
                self.meta.acknowledged = acknowledged;
            }
            changed.insert(first.stream);
            writes.push(Write::Acknowledged { event: first.event, outcome: answer.outcome.clone() });
            self.outbox.remove(0);
        }
        None
    }

    /// Decides what comes next: more at once, news in a while, older events again, or a halt.
    fn go_on(&mut self, stuck: Option<String>, next_seq: u64, more: bool, now: Instant, out: &mut Vec<Output>) {
        let first = self.outbox.first().map_or(self.meta.acknowledged.next_seq, |outgoing| outgoing.device_seq);
        if next_seq < first {
            self.recalling = true;
            out.push(Output::Recall { from: next_seq });
            return;
        }
        match stuck {
            Some(code) if code == ChainError::Forked.code() => self.halted = Some(code),
            Some(_) => {
                self.failures = self.failures.saturating_add(1);
                self.due_at = now.plus_millis(pause(self.failures));
            }
            None => {
                // That the office tells its time says nothing yet of whether it takes what waits.
                self.failures = if self.asking { self.failures } else { 0 };
                let pending = more || !self.sendable().is_empty();
                self.due_at = if pending { now } else { now.plus_millis(POLL_MILLIS) };
            }
        }
    }
}

/// Whether the refusal speaks of the chain, so that the event must stay in the outbox.
fn breaks_chain(code: &str) -> bool {
    code == ChainError::Gap.code() || code == ChainError::Forked.code()
}

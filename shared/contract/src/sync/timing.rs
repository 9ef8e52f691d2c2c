//! When something was made: the device's time, corrected by what is known of its clock. Only a statement that the device signed
//! just now measures a clock; whatever is older rests on the last such measure (C-4.5.2, C-5.4.1 f).

#[cfg(test)]
mod tests;

use super::receive::{DeviceState, ExchangeRefusal};
use super::signed::{Form, Statement};
use super::{ExchangeRequest, Way};
use base::time::CLOCK_TOLERANCE_MILLIS;
use base::time::Instant;
use domain::event::Event;
use domain::stream::span::Span;

/// An exchange names the answer that its device had before. Older than this, it may have been kept back by anybody on its way: as
/// long as a slow line may take for a body.
pub const FRESH_MILLIS: i64 = 600_000;

/// What is known of a device's clock, in milliseconds of server minus device time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The offset to judge by.
    pub offset: i64,
    /// What was known before: the clock may have been set since.
    pub before: Option<i64>,
    /// Whether this exchange measured it.
    pub measured: bool,
}

/// Whether the exchange shows that it was signed just now.
pub fn is_fresh(request: &ExchangeRequest, received_at: Instant) -> bool {
    is_just_now(request.answered, received_at)
}

fn is_just_now(answered: Option<Instant>, received_at: Instant) -> bool {
    let age = answered.map(|answered| received_at.millis_since(answered));
    age.is_some_and(|age| (-CLOCK_TOLERANCE_MILLIS..=FRESH_MILLIS).contains(&age))
}

/// The clock offset that a stored statement measured: `None` where it was carried, or shows nothing of when it was signed.
pub fn measured(stated: &Statement, way: Way, received_at: Instant) -> Option<i64> {
    (way == Way::Sent && is_just_now(stated.answered, received_at)).then(|| received_at.millis_since(stated.now))
}

/// Whether an exchange may bring something new. One that brings nothing new is answered in any case: what it repeats is
/// acknowledged again.
///
/// # Errors
/// Why not.
pub fn vouched(request: &ExchangeRequest, way: Way, form: Form, device: &DeviceState, received_at: Instant) -> Result<(), ExchangeRefusal> {
    if device.revoked {
        // It hands in what it has, without effect.
        return Ok(());
    }
    match form {
        Form::First if device.signs == Form::Second => Err(ExchangeRefusal::FormOutdated),
        Form::Second if way == Way::Sent && !is_fresh(request, received_at) => Err(ExchangeRefusal::Stale),
        Form::First | Form::Second => Ok(()),
    }
}

/// What an exchange tells of its device's clock. A carried file was made at some time: it measures nothing.
pub fn clock(request: &ExchangeRequest, way: Way, form: Form, device: &DeviceState, received_at: Instant) -> Clock {
    let before = device.clock_offset;
    match (way, form) {
        (Way::Sent, form) => {
            let measured = form == Form::First || is_fresh(request, received_at);
            // The device knows best what its clock was off by when what it sends was made.
            let before = if form == Form::Second { request.clock_offset.or(before) } else { before };
            Clock { offset: received_at.millis_since(request.now), before, measured }
        }
        (Way::Carried, Form::Second) => Clock { offset: request.clock_offset.or(before).unwrap_or(0), before, measured: false },
        // Whatever an unsigned field of the file says.
        (Way::Carried, Form::First) => Clock { offset: before.unwrap_or(0), before, measured: false },
    }
}

/// The offsets that entries can have which came under this statement: the measured or stated one, or the one known before. For
/// whoever verifies a ledger.
pub fn offsets(stated: &Statement, way: Way, received_at: Instant, before: Option<i64>) -> Vec<i64> {
    let measured = (way == Way::Sent).then(|| received_at.millis_since(stated.now));
    let found: Vec<i64> = measured.into_iter().chain(stated.clock_offset).chain(before).collect();
    if found.is_empty() { vec![0] } else { found }
}

impl Clock {
    /// The offset for an event: the one measured now; the one known before, where only that one makes the event possible, as the
    /// clock was set in between.
    pub fn offset_of(self, event: &Event, span: Span) -> i64 {
        let possible = |offset: i64| span.holds(event.at.plus_millis(offset)).is_ok();
        match self.before {
            Some(before) if !possible(self.offset) && possible(before) => before,
            _ => self.offset,
        }
    }
}

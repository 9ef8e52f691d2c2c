//! Between which moments something of a device can have been made.

use std::collections::BTreeMap;

use base::finding::Refusal;
use base::time::{CLOCK_TOLERANCE_MILLIS, Instant};

/// Between which moments something of a device can have been made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// When the device was enrolled.
    pub enrolled_at: Instant,
    /// When the office received it.
    pub received_at: Instant,
}

impl Span {
    /// Whether something may have been made then, as exactly as clocks are known.
    ///
    /// # Errors
    /// On which side of the span it lies.
    pub fn holds(self, made: Instant) -> Result<(), Untimely> {
        if made.plus_millis(CLOCK_TOLERANCE_MILLIS) < self.enrolled_at {
            return Err(Untimely::BeforeEnrolment);
        }
        if made > self.received_at.plus_millis(CLOCK_TOLERANCE_MILLIS) {
            return Err(Untimely::AfterReceipt { seconds: made.millis_since(self.received_at) / 1_000 });
        }
        Ok(())
    }
}

/// What cannot have been made when it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untimely {
    /// Before the device was enrolled: its key was nobody's then.
    BeforeEnrolment,
    /// After the office had received it.
    AfterReceipt {
        /// By how much.
        seconds: i64,
    },
}

impl Refusal for Untimely {
    fn code(&self) -> &'static str {
        match self {
            Self::BeforeEnrolment => "made_before_enrolment",
            Self::AfterReceipt { .. } => "made_after_receipt",
        }
    }
    fn path(&self) -> String {
        "at".to_owned()
    }
    fn params(&self) -> BTreeMap<String, String> {
        match self {
            Self::AfterReceipt { seconds } => BTreeMap::from([("seconds".to_owned(), seconds.to_string())]),
            Self::BeforeEnrolment => BTreeMap::new(),
        }
    }
}

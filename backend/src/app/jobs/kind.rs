//! Kinds of jobs: what is done, and when.

use std::sync::Arc;

use base::time::Instant;

use crate::app::Result;
use crate::state::App;
use crate::store::Running;

/// When the jobs of a kind are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// This many milliseconds after it was done last, or earlier, as the job itself says or as somebody asks by [`super::wake`].
    Every(i64),
    /// Once for each day, from this many minutes after the day began where the laboratory is. A day on which no server ran is made up for,
    /// one after the other.
    Daily(u32),
    /// As somebody asks by [`super::at`], once.
    Once,
}

/// What a job does: with its key, at that time. It is safe to do twice, also at once. Answers when it is to be done again at the latest,
/// where that is earlier than its kind says.
pub type Doing = Arc<dyn for<'a> Fn(&'a App, &'a str, Instant) -> Running<'a, Result<Option<Instant>>> + Send + Sync>;

/// A kind of job.
#[derive(Clone)]
pub struct Kind {
    /// Its name in the table; it never changes.
    pub name: &'static str,
    /// When its jobs are due.
    pub when: When,
    /// What they do.
    pub doing: Doing,
}

impl Kind {
    /// A kind.
    pub fn new<F>(name: &'static str, when: When, doing: F) -> Self
    where
        F: for<'a> Fn(&'a App, &'a str, Instant) -> Running<'a, Result<Option<Instant>>> + Send + Sync + 'static,
    {
        Self { name, when, doing: Arc::new(doing) }
    }
}

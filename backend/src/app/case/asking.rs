//! Who asks for cases.

use contract::access::case::{case_reach, case_says};
use contract::access::table::Reach;
use domain::access::wing::Wing;
use domain::case::Misplaced;

use crate::app::{Actor, Error, Result};
use crate::state::App;

/// Somebody, on a server that shows these wings.
#[derive(Debug, Clone)]
pub(super) struct Asking {
    /// Who.
    pub(super) actor: Actor,
    shown: Vec<Wing>,
}

impl Asking {
    pub(super) fn new(app: &App, actor: &Actor) -> Self {
        Self { actor: actor.clone(), shown: app.config.wings.clone() }
    }

    /// Whose cases of a kind they read.
    pub(super) fn reach(&self, kind: &str) -> Option<Reach> {
        case_reach(kind, &self.actor.roles, &self.shown)
    }

    /// Refuses who reads cases of a kind and says nothing in them by the common route.
    ///
    /// # Errors
    /// 403.
    pub(super) fn may_say(&self, kind: &str) -> Result<()> {
        if case_says(kind, &self.actor.roles) { Ok(()) } else { Err(Error::forbidden(&Misplaced)) }
    }
}

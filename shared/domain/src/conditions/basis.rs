//! What a condition looks at, and where it does not hold.

use std::collections::BTreeMap;

use base::finding::{Finding, Refusal, Severity};
use base::id::{PersonId, ServiceId};
use base::time::{Date, Instant};

use crate::conditions::act::{Act, Weight, When};
use crate::record::Record;
use crate::record::facts::Facts;
use crate::record::office::Office;
use crate::visit::fold::VisitState;

/// One line of the table.
#[derive(Debug)]
pub struct Condition {
    /// Its name; `locales/` holds what must hold under `condition.<name>`.
    pub name: &'static str,
    /// The code of its finding; `locales/` holds the text under `code.<code>`.
    pub code: &'static str,
    /// When it must hold.
    pub when: When,
    /// The requirement behind it.
    pub clause: Option<&'static str>,
    /// What it does to each act; an act that is not listed does not depend on it.
    pub weighs: &'static [(Act, Weight)],
    /// Where it does not hold.
    pub unmet: fn(&Basis<'_>) -> Vec<Spot>,
}

impl Condition {
    /// What it does to an act; `None` if the act does not depend on it.
    pub fn weight(&self, act: Act) -> Option<Weight> {
        self.weighs.iter().find(|(of, _)| *of == act).map(|(_, weight)| *weight)
    }
}

/// Everything that an act rests on.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// The act.
    pub act: Act,
    /// The record.
    pub record: &'a Record,
    /// What the registers know, with every version.
    pub facts: &'a Facts,
    /// The visit the record belongs to, where its stream is known.
    pub visit: Option<&'a VisitState>,
    /// What the office knows; `None` on a tablet.
    pub office: Option<&'a Office>,
    /// Who acts.
    pub who: PersonId,
    /// When, by the server's clock as far as it is known.
    pub at: Instant,
    /// The day of it.
    pub today: Date,
}

/// What the register has had for this many milliseconds when the work begins is not asked about: 31 days.
pub(super) const RECENT: i64 = 31 * 86_400_000;

impl Basis<'_> {
    /// Whether what the register has had since a moment was recent when the work began, at a body that had issued certificates before it. What
    /// a new body enters before it issues anything is not recent, and nothing is asked once the record has its certificate.
    pub(super) fn is_recent(&self, since: Instant) -> bool {
        let office = self.office.filter(|office| !office.issued);
        let established = office.and_then(|office| office.first_issue).is_some_and(|first| first < since);
        established && since.plus_millis(RECENT) > self.began_at()
    }

    /// When the work began, by the server's clock.
    pub const fn began_at(&self) -> Instant {
        self.record.opened_at.plus_millis(self.record.opened_offset)
    }

    /// The day the work began, at the place.
    pub fn began_on(&self) -> Date {
        self.day(self.began_at())
    }

    /// The day of a moment, at the place of the work.
    pub fn day(&self, at: Instant) -> Date {
        self.facts.day_at(&self.record.opened.place, at)
    }

    /// The calibration service of the record's method.
    pub fn service(&self) -> Option<ServiceId> {
        self.facts.services.get(&self.record.opened.edition.method).copied()
    }
}

/// Where a condition does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spot {
    /// What it is about, as a path; empty for the record as a whole.
    pub path: String,
    /// Values its text names; `href` is the page on which it is settled.
    pub params: BTreeMap<String, String>,
}

impl Spot {
    /// At a path.
    pub fn at(path: impl Into<String>) -> Self {
        Self { path: path.into(), params: BTreeMap::new() }
    }

    /// The same with a value that its text names.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// The same with the page on which it is settled.
    #[must_use]
    pub fn settled_at(self, noun: &str, id: impl ToString) -> Self {
        self.with("href", format!("/office/{noun}/{}", id.to_string()))
    }

    /// The same with when it came about: an answer to one occurrence does not cover the next.
    #[must_use]
    pub fn since(self, since: Option<Instant>) -> Self {
        match since.filter(|since| since.is_dated()) {
            Some(since) => self.with("since", since.0),
            None => self,
        }
    }

    /// One spot for the record as a whole, unless the condition holds.
    pub fn unless(holds: bool) -> Vec<Self> {
        if holds { Vec::new() } else { vec![Self::default()] }
    }
}

/// A condition that does not hold for an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// The condition's name.
    pub name: &'static str,
    /// The condition's code.
    pub code: &'static str,
    /// The requirement.
    pub clause: Option<&'static str>,
    /// What it does.
    pub weight: Weight,
    /// Where.
    pub spot: Spot,
}

impl Unmet {
    /// As a finding: an error where it refuses, a warning where it asks or is shown.
    pub fn finding(&self) -> Finding {
        let severity = if self.weight == Weight::Refuses { Severity::Error } else { Severity::Warning };
        let mut params = self.spot.params.clone();
        params.extend(self.clause.map(|clause| ("clause".to_owned(), clause.to_owned())));
        Finding { severity, code: self.code.into(), path: self.spot.path.clone(), params }
    }
}

impl Refusal for Unmet {
    fn code(&self) -> &'static str {
        self.code
    }
    fn path(&self) -> String {
        self.spot.path.clone()
    }
    fn params(&self) -> BTreeMap<String, String> {
        self.spot.params.clone()
    }
    fn clause(&self) -> Option<&'static str> {
        self.clause
    }
}

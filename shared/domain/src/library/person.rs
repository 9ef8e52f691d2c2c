//! People: titles, employment, roles and authorisations (C-4.3.1 to C-4.3.4).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::access::Role;
use base::id::{CustomerId, ServiceId};
use base::text::Bilingual;
use base::time::{Date, Instant, Validity};

/// A person known to the body: staff, or a customer's contact with a sign-in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Name, as printed beside a signature.
    pub name: Bilingual,
    /// Name to sign in with; unique; lower case.
    pub sign_in: String,
    /// E-mail address; may be empty.
    #[serde(default)]
    pub email: String,
    /// Professional title.
    #[serde(default)]
    pub title: String,
    /// Level of the title.
    pub title_level: TitleLevel,
    /// Roles.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// The customer this person belongs to, for customers' people only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Employment here and elsewhere, as declared.
    #[serde(default)]
    pub employment: Vec<Employment>,
    /// Authorisations per calibration service.
    #[serde(default)]
    pub authorisations: Vec<Authorisation>,
    /// Conflicts of interest, as declared (C-4.1.2.1).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
    /// Whether the person is at work here.
    pub active: bool,
}

impl base::id::Identified for Person {
    type Kind = base::id::kind::Person;
}

impl Person {
    /// Whether the person is authorised for an activity of a service on a day (C-4.3.1).
    pub fn authorised(&self, service: ServiceId, activity: Activity, day: Date) -> bool {
        self.authorisations.iter().any(|a| a.service == service && a.activity == activity && a.validity.holds_on(day))
    }

    /// The authorisations for an activity of a service, whenever they are valid.
    pub fn held(&self, service: ServiceId, activity: Activity) -> impl Iterator<Item = &Authorisation> {
        self.authorisations.iter().filter(move |held| held.service == service && held.activity == activity)
    }

    /// What the authorisations for an activity of a service cover on a day, in their words; an empty one covers the whole service.
    pub fn scopes(&self, service: ServiceId, activity: Activity, day: Date) -> Vec<&str> {
        let held = self.authorisations.iter().filter(|a| a.service == service && a.activity == activity && a.validity.holds_on(day));
        held.map(|a| a.scope.trim()).collect()
    }

    /// The other calibration body the person works for on a day, as declared (C-4.3.4).
    pub fn employed_elsewhere(&self, day: Date) -> Option<&Employment> {
        self.employment.iter().find(|e| e.calibration_body && e.validity.holds_on(day))
    }

    /// Whether the other entry gives the same authority: roles, authorisations, and the title they rest on (C-4.3.1, C-4.3.2).
    pub fn same_authority(&self, other: &Self) -> bool {
        self.roles == other.roles && self.authorisations == other.authorisations && self.title_level == other.title_level
    }

    /// The conflict of interest declared for a customer (C-4.1.2.1).
    pub fn conflict_with(&self, customer: CustomerId) -> Option<&Conflict> {
        self.conflicts.iter().find(|c| c.customer == customer)
    }

    /// The same for a customer that stands under several entries.
    pub fn conflict_among(&self, entries: &BTreeSet<CustomerId>) -> Option<&Conflict> {
        self.conflicts.iter().find(|c| entries.contains(&c.customer))
    }
}

/// Level of a professional title (C-4.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TitleLevel {
    /// None.
    None,
    /// Junior.
    Junior,
    /// Intermediate.
    Intermediate,
    /// Senior.
    Senior,
    /// No title, but equivalent ability, as assessed.
    Equivalent,
}

/// A declared employment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Employment {
    /// Employer.
    pub employer: String,
    /// Whether the employer is another calibration body (C-4.3.4).
    pub calibration_body: bool,
    /// The days.
    pub validity: Validity,
}

/// A declared conflict of interest: no work for this customer (C-4.1.2.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The customer.
    pub customer: CustomerId,
    /// What the conflict is.
    #[serde(default)]
    pub reason: String,
}

/// An authorisation for a calibration service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Authorisation {
    /// The service.
    pub service: ServiceId,
    /// What may be done.
    pub activity: Activity,
    /// The days.
    pub validity: Validity,
    /// Scope, in words; empty for the whole service.
    #[serde(default)]
    pub scope: String,
    /// When it was given, by the server's clock. Absent in what was written down before this was kept: that counts as it is
    /// written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_at: Option<Instant>,
    /// The paper it was given on before it was entered here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
}

impl Authorisation {
    /// Whether it covers what was done on a day at a moment (C-4.3.1): what somebody is authorised for begins when it is given,
    /// or on the day of the paper that it was given on, whatever day its validity is written to begin on.
    pub fn covers(&self, day: Date, when: Instant) -> bool {
        self.validity.holds_on(day) && (self.given_by(when) || self.paper.as_ref().is_some_and(|paper| paper.on <= day))
    }

    /// Whether it had been given by then; of what does not say when, as it is written.
    pub fn given_by(&self, when: Instant) -> bool {
        self.given_at.is_none_or(|given| given <= when)
    }
}

/// The paper that an authorisation was given on before it was entered: the technical manager says so, a second person confirms it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Who signed it.
    pub by: String,
    /// Its number, or where it is kept.
    pub reference: String,
    /// The day it was signed on.
    pub on: Date,
}

/// What an authorisation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Carry out calibrations.
    Calibrate,
    /// Check records.
    Check,
    /// Sign and issue certificates.
    Sign,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::{day, id, person, year};

    // C-4.3.1: neither a validity from last year nor one to come makes what was done before count.
    #[test]
    fn an_authorisation_covers_what_is_done_from_when_it_was_given_or_from_the_day_of_its_paper() {
        let day_of = |text: &str| {
            (day(text), Instant(day(text).at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond()))
        };
        let held = |given: Option<&str>, paper: Option<&str>| Authorisation {
            service: id(3),
            activity: Activity::Calibrate,
            validity: year(2026),
            scope: String::new(),
            given_at: given.map(|given| day_of(given).1),
            paper: paper.map(|on| Paper { by: "Zheng".to_owned(), reference: "A-7".to_owned(), on: day(on) }),
        };
        let cases = [
            (held(None, None), "2026-01-01", true),
            (held(None, None), "2025-12-31", false),
            (held(Some("2026-05-02"), None), "2026-05-01", false),
            (held(Some("2026-05-02"), None), "2026-05-02", true),
            (held(Some("2025-05-02"), None), "2025-06-01", false),
            (held(Some("2026-05-02"), Some("2026-04-01")), "2026-03-31", false),
            (held(Some("2026-05-02"), Some("2026-04-01")), "2026-04-01", true),
            (held(Some("2026-05-02"), Some("2025-04-01")), "2025-06-01", false),
        ];
        for (held, on, expected) in cases {
            let (day, when) = day_of(on);
            assert_eq!(held.covers(day, when), expected, "{held:?} on {on}");
        }
    }

    /// C-4.3.1
    #[test]
    fn scopes_are_those_of_the_activity_on_the_day() {
        let held = |activity, scope: &str, validity| Authorisation {
            service: id(3),
            activity,
            validity,
            scope: scope.to_owned(),
            given_at: None,
            paper: None,
        };
        let authorisations = vec![
            held(Activity::Check, " to 300 mm ", year(2026)),
            held(Activity::Check, "", year(2026)),
            held(Activity::Check, "old", year(2025)),
            held(Activity::Sign, "all", year(2026)),
        ];
        let person = Person { authorisations, ..person() };
        assert_eq!(person.scopes(id(3), Activity::Check, day("2026-05-01")), ["to 300 mm", ""]);
        assert!(person.scopes(id(4), Activity::Check, day("2026-05-01")).is_empty());
    }
}

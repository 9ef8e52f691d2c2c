//! People: titles, employment, roles and authorisations (C-4.3.1 to C-4.3.4).

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::id::Id;
use crate::library::service::CalibrationService;
use crate::order::customer::Customer;
use crate::text::Bilingual;
use crate::time::{Date, Validity};

/// A person known to the body: staff, or a customer's contact with a sign-in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    pub customer: Option<Id<Customer>>,
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

impl Person {
    /// Whether the person is authorised for an activity of a service on a day (C-4.3.1).
    pub fn authorised(&self, service: Id<CalibrationService>, activity: Activity, day: Date) -> bool {
        self.authorisations.iter().any(|a| a.service == service && a.activity == activity && a.validity.holds_on(day))
    }

    /// What the authorisations for an activity of a service cover on a day, in their words; an empty one covers the whole service.
    pub fn scopes(&self, service: Id<CalibrationService>, activity: Activity, day: Date) -> Vec<&str> {
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
    pub fn conflict_with(&self, customer: Id<Customer>) -> Option<&Conflict> {
        self.conflicts.iter().find(|c| c.customer == customer)
    }
}

/// Level of a professional title (C-4.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The customer.
    pub customer: Id<Customer>,
    /// What the conflict is.
    #[serde(default)]
    pub reason: String,
}

/// An authorisation for a calibration service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authorisation {
    /// The service.
    pub service: Id<CalibrationService>,
    /// What may be done.
    pub activity: Activity,
    /// The days.
    pub validity: Validity,
    /// Scope, in words; empty for the whole service.
    #[serde(default)]
    pub scope: String,
}

/// What an authorisation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    use crate::order::example::{day, id, person, year};

    /// C-4.3.1
    #[test]
    fn scopes_are_those_of_the_activity_on_the_day() {
        let held = |activity, scope: &str, validity| Authorisation { service: id(3), activity, validity, scope: scope.to_owned() };
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

//! Who acts, and in whose name: what gives authority, or the means to act as somebody, takes two commands of two people
//! (C-4.3.1, C-4.3.2). One asks, another confirms exactly that; the very first administrator does both until a technical
//! manager has come.

mod came;
mod refusal;
mod request;
mod rule;
mod same;

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::library::person::{Authorisation, Conflict, Employment, Person, TitleLevel};
use base::id::CustomerId;
use base::text::Bilingual;
use base::time::{Date, Instant};

pub use came::{Entrance, came};
pub use refusal::AuthorityRefusal;
pub use request::{Confirmation, Content, Ended, Hold, HoldCause, Kind, Outcome, recovery_text, release_text};
pub use rule::{
    Around, Earlier, NewDevice, Person as Somebody, Posts, Way, keeps_posts, may_ask, may_confirm, may_end, may_release, others_could,
    two_could,
};
pub use same::{one_name, two_people, two_who_answer};

/// What of a person's entry gives authority, or says whose account it is: the rest of the entry is the register's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Name to sign in with.
    pub sign_in: String,
    /// E-mail address: whoever reads it can have a new password.
    #[serde(default)]
    pub email: String,
    /// Level of the title that roles rest on (C-4.3.2).
    pub title_level: TitleLevel,
    /// Roles.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// The customer whose things a customer's person sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Authorisations.
    #[serde(default)]
    pub authorisations: Vec<Authorisation>,
    /// Whether the person is at work here.
    pub active: bool,
    /// Name, which certificates and records print beside a signature. What is absent here stays as it is: requests of earlier
    /// versions say nothing of names, titles and declarations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Bilingual>,
    /// Professional title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Employment here and elsewhere, as declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment: Option<Vec<Employment>>,
    /// Conflicts of interest, as declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<Vec<Conflict>>,
}

impl Authority {
    /// What an entry gives.
    pub fn of(person: &Person) -> Self {
        Self {
            sign_in: person.sign_in.clone(),
            email: person.email.clone(),
            title_level: person.title_level,
            roles: person.roles.clone(),
            customer: person.customer,
            authorisations: person.authorisations.clone(),
            active: person.active,
            name: Some(person.name.clone()),
            title: Some(person.title.clone()),
            employment: Some(person.employment.clone()),
            conflicts: Some(person.conflicts.clone()),
        }
    }

    /// What an entry has that is just written down: its names, and nothing else.
    pub fn none(person: &Person) -> Self {
        let (sign_in, email) = (person.sign_in.clone(), person.email.clone());
        let (roles, authorisations) = (Vec::new(), Vec::new());
        Self {
            sign_in,
            email,
            title_level: TitleLevel::None,
            roles,
            customer: None,
            authorisations,
            active: true,
            name: None,
            title: None,
            employment: None,
            conflicts: None,
        }
    }

    /// The entry with this authority.
    #[must_use]
    pub fn onto(&self, person: &Person) -> Person {
        Person {
            sign_in: self.sign_in.clone(),
            email: self.email.clone(),
            title_level: self.title_level,
            roles: self.roles.clone(),
            customer: self.customer,
            authorisations: self.authorisations.clone(),
            active: self.active,
            name: self.name.clone().unwrap_or_else(|| person.name.clone()),
            title: self.title.clone().unwrap_or_else(|| person.title.clone()),
            employment: self.employment.clone().unwrap_or_else(|| person.employment.clone()),
            conflicts: self.conflicts.clone().unwrap_or_else(|| person.conflicts.clone()),
        }
    }

    /// The same, saying all that the other one says.
    #[must_use]
    pub fn filled(self, other: &Self) -> Self {
        Self {
            name: self.name.or_else(|| other.name.clone()),
            title: self.title.or_else(|| other.title.clone()),
            employment: self.employment.or_else(|| other.employment.clone()),
            conflicts: self.conflicts.or_else(|| other.conflicts.clone()),
            ..self
        }
    }

    /// The same without the declarations: they are between the person, the body and whoever confirms their end.
    #[must_use]
    pub fn undeclared(self) -> Self {
        Self { employment: None, conflicts: None, ..self }
    }

    /// Whether it says anything of declarations.
    pub fn declares(&self) -> bool {
        self.employment.is_some() || self.conflicts.is_some()
    }

    /// Both as a request tells them: a declaration stands there where it changes.
    pub fn told(mut self, mut after: Self) -> (Self, Self) {
        if self.employment == after.employment {
            (self.employment, after.employment) = (None, None);
        }
        if self.conflicts == after.conflicts {
            (self.conflicts, after.conflicts) = (None, None);
        }
        (self, after)
    }

    /// Whether records and certificates carry the person's name as that of somebody who answers for them.
    pub fn signs(&self) -> bool {
        let signing = [Role::Calibrator, Role::Checker, Role::Signatory, Role::TechnicalManager];
        !self.authorisations.is_empty() || signing.iter().any(|role| self.roles.contains(role))
    }

    /// Whether there is anything that somebody else could want.
    pub fn is_any(&self) -> bool {
        !self.roles.is_empty() || !self.authorisations.is_empty() || self.customer.is_some()
    }

    /// The fields in which `after` gives what this does not, or another account where there is authority to be had by it; the name
    /// of somebody who signs or `signed` before; what was declared and is not any more. Empty where authority is only taken away, or
    /// something more is declared.
    pub fn given(&self, after: &Self, signed: bool) -> Vec<String> {
        let new_role = |role: &Role| !self.roles.contains(role);
        let mut given = Vec::new();
        let mut note = |is: bool, path: &str| given.extend(is.then(|| path.to_owned()));
        note(after.roles.iter().any(new_role), "roles");
        note(is_raised(self.title_level, after.title_level), "title_level");
        note(after.customer.is_some() && after.customer != self.customer, "customer");
        note(after.active && !self.active, "active");
        note(self.is_any() && after.sign_in != self.sign_in, "sign_in");
        note(self.is_any() && after.email != self.email, "email");
        let both = self.name.as_ref().zip(after.name.as_ref());
        note((signed || self.signs()) && both.is_some_and(|(before, after)| before != after), "name");
        let both = self.title.as_ref().zip(after.title.as_ref());
        note(self.is_any() && both.is_some_and(|(before, after)| before != after && !after.trim().is_empty()), "title");
        note(gone(&self.employment, &after.employment, |employment| employment.calibration_body), "employment");
        note(gone(&self.conflicts, &after.conflicts, |_| true), "conflicts");
        let kept = |held: &Authorisation| self.authorisations.iter().any(|before| within(held, before));
        let new = after.authorisations.iter().enumerate().filter(|(_, held)| !kept(held));
        given.extend(new.map(|(n, _)| format!("authorisations/{n}")));
        given
    }

    /// Whether this, requested for somebody who held `before`, gives all that they hold `now`. When an authorisation was given is not
    /// part of a request.
    pub fn accounts_for(self, before: &Self, now: &Self, signed: bool) -> bool {
        self.filled(before).given(now, signed).is_empty()
    }

    /// The same with each new authorisation dated: it is given now, unless it goes on from one that is held without a break. What
    /// the command says of when it was given counts for nothing.
    #[must_use]
    pub fn dated(&self, mut after: Self, today: Date, now: Instant) -> Self {
        for held in &mut after.authorisations {
            let same = |before: &&Authorisation| within(held, before) || goes_on(before, held, today);
            let before = self.authorisations.iter().filter(same).max_by_key(|before| (*before == held, before.given_at));
            held.given_at = before.map_or(Some(now), |before| before.given_at);
        }
        after
    }
}

/// Whether a title is a higher one, or another word for it: an ability that counts as one is assessed by two (C-4.3.2, C-4.3.3).
fn is_raised(before: TitleLevel, after: TitleLevel) -> bool {
    after > before || (before == TitleLevel::Equivalent && !matches!(after, TitleLevel::None | TitleLevel::Equivalent))
}

/// Whether something that was declared is there no more, as it was.
fn gone<T: PartialEq>(before: &Option<Vec<T>>, after: &Option<Vec<T>>, counts: impl Fn(&T) -> bool) -> bool {
    let Some((before, after)) = before.as_ref().zip(after.as_ref()) else { return false };
    before.iter().any(|declared| counts(declared) && !after.contains(declared))
}

/// Whether the authorisation covers nothing that the other one does not.
fn within(held: &Authorisation, before: &Authorisation) -> bool {
    let bare = |of: &Authorisation| Authorisation { validity: before.validity, given_at: None, ..of.clone() };
    let ends = match (held.validity.until, before.validity.until) {
        (_, None) => true,
        (Some(until), Some(before)) => until <= before,
        (None, Some(_)) => false,
    };
    bare(held) == bare(before) && held.validity.from >= before.validity.from && ends
}

/// Whether it is the other one with a later end, which is still valid: nothing before today is covered that was not.
fn goes_on(before: &Authorisation, held: &Authorisation, today: Date) -> bool {
    let bare = |of: &Authorisation| Authorisation { validity: before.validity, given_at: None, ..of.clone() };
    bare(held) == bare(before) && held.validity.from >= before.validity.from && before.validity.holds_on(today)
}

#[cfg(test)]
mod decided_tests;
#[cfg(test)]
mod device_tests;
#[cfg(test)]
mod tests;

//! Who acts, and in whose name: what gives authority, or the means to act as somebody, takes two commands of two people
//! (C-4.3.1, C-4.3.2). One asks, another confirms exactly that; the very first administrator does both until a technical
//! manager has come.

mod refusal;
mod request;
mod rule;

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::id::Id;
use crate::library::person::{Authorisation, Person, TitleLevel};
use crate::order::customer::Customer;
use crate::time::{Date, Instant};

pub use refusal::AuthorityRefusal;
pub use request::{Confirmation, Content, Ended, Hold, HoldCause, Kind, Outcome, release_text};
pub use rule::{Around, Person as Somebody, Way, keeps_an_administrator, may_ask, may_confirm, may_end, may_release};

/// What of a person's entry gives authority, or says whose account it is: the rest of the entry is the register's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub customer: Option<Id<Customer>>,
    /// Authorisations.
    #[serde(default)]
    pub authorisations: Vec<Authorisation>,
    /// Whether the person is at work here.
    pub active: bool,
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
        }
    }

    /// What an entry has that is just written down: its names, and nothing else.
    pub fn none(person: &Person) -> Self {
        let (sign_in, email) = (person.sign_in.clone(), person.email.clone());
        let (roles, authorisations) = (Vec::new(), Vec::new());
        Self { sign_in, email, title_level: TitleLevel::None, roles, customer: None, authorisations, active: true }
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
            ..person.clone()
        }
    }

    /// Whether there is anything that somebody else could want.
    pub fn is_any(&self) -> bool {
        !self.roles.is_empty() || !self.authorisations.is_empty() || self.customer.is_some()
    }

    /// The fields in which `after` gives what this does not, or another account where there is authority to be had by it; empty
    /// where authority is only taken away.
    pub fn given(&self, after: &Self) -> Vec<String> {
        let new_role = |role: &Role| !self.roles.contains(role);
        let mut given = Vec::new();
        let mut note = |is: bool, path: &str| given.extend(is.then(|| path.to_owned()));
        note(after.roles.iter().any(new_role), "roles");
        note(!leads(self.title_level) && leads(after.title_level), "title_level");
        note(after.customer.is_some() && after.customer != self.customer, "customer");
        note(after.active && !self.active, "active");
        note(self.is_any() && after.sign_in != self.sign_in, "sign_in");
        note(self.is_any() && after.email != self.email, "email");
        let kept = |held: &Authorisation| self.authorisations.iter().any(|before| within(held, before));
        let new = after.authorisations.iter().enumerate().filter(|(_, held)| !kept(held));
        given.extend(new.map(|(n, _)| format!("authorisations/{n}")));
        given
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

/// Whether a title is the one that signatories and the technical manager need (C-4.3.2, C-4.3.3).
const fn leads(level: TitleLevel) -> bool {
    matches!(level, TitleLevel::Intermediate | TitleLevel::Senior | TitleLevel::Equivalent)
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
mod tests;

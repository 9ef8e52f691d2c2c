//! When a technical manager had come: from then on the first administrator does nothing alone.

use crate::access::Role;
use crate::library::person::Person;
use base::time::Instant;

/// What the audit trail says of a person's way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entrance {
    /// They signed in with a password that somebody else was shown.
    SignedInOnce,
    /// They signed in with a password of their own.
    SignedIn,
    /// They chose a password of their own.
    Chose,
}

/// When somebody first was at work here as technical manager and had a password of their own: by the versions of their entry and by their
/// entrances, both in their order. The server stores this in the same transaction, so that it need not be looked for.
///
/// A choice of password without a sign-in before it is older than the release that asks for two people, and says nothing.
pub fn came(versions: &[(Instant, &Person)], entrances: &[(Instant, Entrance)]) -> Option<Instant> {
    let managed = |at: Instant| {
        let then = versions.iter().rev().find(|(since, _)| *since < at);
        then.is_some_and(|(_, person)| person.active && person.roles.contains(&Role::TechnicalManager))
    };
    let signed_in = |until: usize| entrances[..until].iter().any(|(_, entrance)| *entrance != Entrance::Chose);
    let own = |n: usize, entrance: Entrance| match entrance {
        Entrance::SignedIn => true,
        Entrance::Chose => signed_in(n),
        Entrance::SignedInOnce => false,
    };
    entrances.iter().enumerate().find(|(n, (at, entrance))| own(*n, *entrance) && managed(*at)).map(|(_, (at, _))| *at)
}

#[cfg(test)]
mod tests {
    use super::Entrance::{Chose, SignedIn, SignedInOnce};
    use super::*;

    fn person(roles: &[Role], active: bool) -> Person {
        let person = serde_json::json!({"name": {"zh": "", "en": "Zheng"}, "sign_in": "zheng", "title_level": "senior", "roles": roles, "active": active});
        serde_json::from_value(person).unwrap()
    }

    #[test]
    fn a_technical_manager_has_come_with_their_own_password_while_they_held_the_post() {
        let manager = || person(&[Role::TechnicalManager], true);
        let versions = [
            (Instant(0), person(&[Role::Calibrator], true)),
            (Instant(10), manager()),
            (Instant(20), person(&[Role::TechnicalManager], false)),
            (Instant(30), person(&[], true)),
        ];
        type Case<'c> = (&'c [(i64, Entrance)], Option<i64>);
        let cases: [Case<'_>; 9] = [
            (&[], None),
            (&[(5, SignedIn)], None),
            (&[(10, SignedIn)], None),
            (&[(11, SignedInOnce)], None),
            (&[(11, SignedInOnce), (12, Chose), (13, SignedIn)], Some(12)),
            (&[(5, SignedIn), (15, SignedIn), (16, SignedIn)], Some(15)),
            (&[(12, Chose)], None),
            (&[(21, SignedIn)], None),
            (&[(31, SignedIn)], None),
        ];
        let versions: Vec<_> = versions.iter().map(|(at, person)| (*at, person)).collect();
        for (entrances, expected) in cases {
            let entrances: Vec<_> = entrances.iter().map(|(at, entrance)| (Instant(*at), *entrance)).collect();
            assert_eq!(came(&versions, &entrances), expected.map(Instant), "{entrances:?}");
        }
    }
}

//! What the rules of confirmation need to know about people.

use std::collections::BTreeMap;

use base::finding::Finding;
use base::id::PersonId;
use base::time::{Date, Instant};
use domain::authority::{Authority, Hold, HoldCause, Somebody, others_could};
use domain::library::body::Body;
use domain::library::person::Person;

use crate::app::register::load;
use crate::app::{Error, Result, zone};
use crate::store::{Tx, authority as store, register};

/// A person, with what the rules of confirmation need to know about them.
pub(super) struct Known {
    pub(super) id: PersonId,
    pub(super) revision: u64,
    pub(super) entry: Person,
    pub(super) holds: Vec<Hold>,
}

impl Known {
    pub(super) async fn load(tx: &mut Tx, id: PersonId) -> Result<Self> {
        let row = load::<Person>(tx, id).await?;
        Ok(Self { id, revision: row.revision, entry: row.body, holds: store::holds(tx, id).await? })
    }

    /// Who was shown a one-time password by which the person's signing is held back now.
    pub(super) async fn shown(&self, tx: &mut Tx) -> Result<Vec<PersonId>> {
        match self.holds.iter().filter(|hold| hold.cause == HoldCause::Password).map(|hold| hold.at).min() {
            Some(since) => Ok(store::shown_password(tx, self.id, since).await?),
            None => Ok(Vec::new()),
        }
    }

    pub(super) fn as_somebody(&self) -> Somebody<'_> {
        Somebody { id: self.id, entry: &self.entry, held: self.holds.iter().any(|hold| hold.cause == HoldCause::Password) }
    }
}

/// Who was shown a one-time password by which the person's signing is held back now, if two others could let them sign again.
pub(super) async fn kept_out(tx: &mut Tx, subject: &Known, entered_by: &[PersonId]) -> Result<Vec<PersonId>> {
    let shown = subject.shown(tx).await?;
    if shown.is_empty() {
        return Ok(shown);
    }
    let mut others = BTreeMap::new();
    for role in ["technical_manager", "office", "administrator"] {
        for (id, _) in store::can_sign_in(tx, role).await? {
            let known = Known::load(tx, id.parse().map_err(Error::corrupt)?).await?;
            others.insert(known.id, known);
        }
    }
    let people: Vec<_> = others.values().map(Known::as_somebody).collect();
    Ok(if others_could(&people, &shown, &subject.as_somebody(), entered_by) { shown } else { Vec::new() })
}

/// Who entered a person, and who last set the names of their account.
pub(super) async fn entered_by(tx: &mut Tx, person: PersonId) -> Result<Vec<PersonId>> {
    let mut versions = register::versions::<Person>(tx, person).await?;
    versions.reverse();
    let mut names = versions.first().and_then(|first| first.by);
    let mut people: Vec<PersonId> = names.into_iter().collect();
    for pair in versions.windows(2) {
        let same = pair[0].body.sign_in == pair[1].body.sign_in
            && pair[0].body.email == pair[1].body.email
            && pair[0].body.name == pair[1].body.name;
        if !same {
            names = pair[1].by;
        }
    }
    people.extend(names);
    Ok(people)
}

/// Whether a person ever had the authority to sign: certificates and records carry their name.
pub(super) async fn signed(tx: &mut Tx, person: PersonId) -> Result<bool> {
    let versions = register::versions::<Person>(tx, person).await?;
    Ok(versions.iter().any(|version| Authority::of(&version.body).signs()))
}

/// Whether a field holds a person's own declaration.
pub(super) fn is_declared(path: &str) -> bool {
    matches!(path, "conflicts" | "employment")
}

/// Who set a person's present e-mail address, and when.
pub(super) async fn mailbox_since(tx: &mut Tx, person: PersonId) -> Result<(Option<PersonId>, Instant)> {
    let versions = register::versions::<Person>(tx, person).await?;
    let now = versions.first().map(|version| version.body.email.clone()).unwrap_or_default();
    let first = versions.into_iter().take_while(|version| version.body.email == now).last();
    Ok(first.map_or((None, Instant::default()), |version| (version.by, version.at)))
}

/// Whether another person at work here has this mailbox: two accounts with one mailbox are one person.
pub(super) async fn mailbox_of_another(tx: &mut Tx, person: PersonId, email: &str) -> Result<bool> {
    let email = email.trim().to_lowercase();
    let all = register::all::<Person>(tx).await?;
    let same = |entry: &Person| entry.active && entry.customer.is_none() && entry.email.trim().to_lowercase() == email;
    Ok(!email.is_empty() && all.iter().any(|row| row.id != person && same(&row.body)))
}

/// Today at the body.
pub(in crate::app) async fn today(tx: &mut Tx, now: Instant) -> Result<Date> {
    let zone_name = register::by_code::<Body>(tx, "body").await?.map(|row| row.body.time_zone).unwrap_or_default();
    Ok(zone::date(&zone_name, now))
}

/// A person cannot be active here while another calibration body employs them (C-4.3.4).
pub(in crate::app) fn employed_elsewhere(person: &Person, today: Date) -> Result<()> {
    let elsewhere = person.employment.iter().position(|employment| employment.calibration_body && employment.validity.holds_on(today));
    match elsewhere.filter(|_| person.active) {
        Some(n) => Err(Error::findings("entry_invalid", vec![Finding::error("employed_by_other_body", format!("employment/{n}"))])),
        None => Ok(()),
    }
}

//! Acts that give authority, or the means to act as somebody, are requested by one person and confirmed by another (`domain::authority`).
//! Here they are loaded, decided and written.

pub mod ask;
pub mod command_line;
pub mod confirm;
mod done;
pub mod hold;
pub mod link;
mod notice;
pub mod restored;
pub mod view;

use std::collections::BTreeMap;

use base::finding::Finding;
use base::id::PersonId;
use base::time::{Date, Instant};
use domain::access::Role;
use domain::authority::{Authority, AuthorityRefusal, Hold, HoldCause, Posts, Somebody, came, keeps_posts, others_could};
use domain::library::body::Body;
use domain::library::person::Person;

use super::register::load;
use super::{Error, Result, zone};
use crate::store::{Tx, account, authority as store, register};
pub(in crate::app) use notice::is_notice;

/// A person, with what the rules of confirmation need to know about them.
struct Known {
    id: PersonId,
    revision: u64,
    entry: Person,
    holds: Vec<Hold>,
}

impl Known {
    async fn load(tx: &mut Tx, id: PersonId) -> Result<Self> {
        let row = load::<Person>(tx, id).await?;
        Ok(Self { id, revision: row.revision, entry: row.body, holds: store::holds(tx, id).await? })
    }

    /// Who was shown a one-time password by which the person's signing is held back now.
    async fn shown(&self, tx: &mut Tx) -> Result<Vec<PersonId>> {
        match self.holds.iter().filter(|hold| hold.cause == HoldCause::Password).map(|hold| hold.at).min() {
            Some(since) => Ok(store::shown_password(tx, self.id, since).await?),
            None => Ok(Vec::new()),
        }
    }

    fn as_somebody(&self) -> Somebody<'_> {
        Somebody { id: self.id, entry: &self.entry, held: self.holds.iter().any(|hold| hold.cause == HoldCause::Password) }
    }
}

/// Who was shown a one-time password by which the person's signing is held back now, if two others could let them sign again.
async fn kept_out(tx: &mut Tx, subject: &Known, entered_by: &[PersonId]) -> Result<Vec<PersonId>> {
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
async fn entered_by(tx: &mut Tx, person: PersonId) -> Result<Vec<PersonId>> {
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
async fn signed(tx: &mut Tx, person: PersonId) -> Result<bool> {
    let versions = register::versions::<Person>(tx, person).await?;
    Ok(versions.iter().any(|version| Authority::of(&version.body).signs()))
}

/// Whether a field holds a person's own declaration.
fn is_declared(path: &str) -> bool {
    matches!(path, "conflicts" | "employment")
}

/// Who set a person's present e-mail address, and when.
async fn mailbox_since(tx: &mut Tx, person: PersonId) -> Result<(Option<PersonId>, Instant)> {
    let versions = register::versions::<Person>(tx, person).await?;
    let now = versions.first().map(|version| version.body.email.clone()).unwrap_or_default();
    let first = versions.into_iter().take_while(|version| version.body.email == now).last();
    Ok(first.map_or((None, Instant::default()), |version| (version.by, version.at)))
}

/// The first administrator, while no technical manager has signed in yet: they give authority alone, and each such act is marked.
async fn alone(tx: &mut Tx) -> Result<Option<PersonId>> {
    if store::settled(tx).await? || technical_manager(tx).await?.is_some() || one_came(tx).await? {
        return Ok(None);
    }
    Ok(store::first(tx).await?)
}

/// Whether a technical manager had come, by the audit trail: that it is stored is one row, which may have been removed.
async fn one_came(tx: &mut Tx) -> Result<bool> {
    for person in store::ever_had(tx, "technical_manager").await? {
        let mut versions = register::versions::<Person>(tx, person).await?;
        versions.reverse();
        let versions: Vec<_> = versions.iter().map(|version| (version.at, &version.body)).collect();
        if came(&versions, &account::entrances(tx, &person.to_string()).await?).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn technical_manager(tx: &mut Tx) -> Result<Option<String>> {
    let found = store::can_sign_in(tx, "technical_manager").await?.into_iter();
    let mut found = found.filter(|(_, person)| person.active && person.roles.contains(&Role::TechnicalManager));
    Ok(found.next().map(|(id, _)| id))
}

/// Stores that a technical manager has signed in, if so: taking their role away later does not let the first administrator act alone again.
pub(super) async fn settle(tx: &mut Tx, now: Instant) -> Result<()> {
    if store::settled(tx).await? {
        return Ok(());
    }
    match technical_manager(tx).await? {
        Some(person) => Ok(store::settle(tx, &person, now).await?),
        None => Ok(()),
    }
}

/// Whether there is another administrator who can sign in.
async fn other_administrators(tx: &mut Tx, person: PersonId) -> Result<bool> {
    let found = store::can_sign_in(tx, "administrator").await?;
    let manages = |(id, entry): &(String, Person)| *id != person.to_string() && entry.active && entry.roles.contains(&Role::Administrator);
    Ok(found.iter().any(manages))
}

/// Who else holds the posts that are always to be filled. The caller has settled whether a technical manager had come.
async fn posts(tx: &mut Tx, person: PersonId) -> Result<Posts> {
    let holds = |row: &contract::api::register::Row<Person>| {
        row.id != person && row.body.active && row.body.roles.contains(&Role::TechnicalManager)
    };
    let technical_manager = !store::settled(tx).await? || register::all::<Person>(tx).await?.iter().any(holds);
    Ok(Posts { administrator: other_administrators(tx, person).await?, technical_manager })
}

/// Whether another person at work here has this mailbox: two accounts with one mailbox are one person.
async fn mailbox_of_another(tx: &mut Tx, person: PersonId, email: &str) -> Result<bool> {
    let email = email.trim().to_lowercase();
    let all = register::all::<Person>(tx).await?;
    let same = |entry: &Person| entry.active && entry.customer.is_none() && entry.email.trim().to_lowercase() == email;
    Ok(!email.is_empty() && all.iter().any(|row| row.id != person && same(&row.body)))
}

/// Today at the body.
pub(super) async fn today(tx: &mut Tx, now: Instant) -> Result<Date> {
    let zone_name = register::by_code::<Body>(tx, "body").await?.map(|row| row.body.time_zone).unwrap_or_default();
    Ok(zone::date(&zone_name, now))
}

/// A person cannot be active here while another calibration body employs them (C-4.3.4).
pub(super) fn employed_elsewhere(person: &Person, today: Date) -> Result<()> {
    let elsewhere = person.employment.iter().position(|employment| employment.calibration_body && employment.validity.holds_on(today));
    match elsewhere.filter(|_| person.active) {
        Some(n) => Err(Error::findings("entry_invalid", vec![Finding::error("employed_by_other_body", format!("employment/{n}"))])),
        None => Ok(()),
    }
}

/// What the register's form may change in a person's entry: it cannot give authority or remove the last administrator or
/// technical manager. Authorisations keep the time they were given at, whatever the form says.
pub(super) async fn admit(
    tx: &mut Tx,
    (by, now): (PersonId, Instant),
    id: PersonId,
    before: Option<&Person>,
    after: Person,
) -> Result<Person> {
    settle(tx, now).await?;
    let held = before.map_or_else(|| Authority::none(&after), Authority::of);
    let authority = held.dated(Authority::of(&after), today(tx, now).await?, now);
    let own = id == by;
    if own && before.is_some_and(|before| !before.same_authority(&after)) {
        return Err(Error::rule(&AuthorityRefusal::Own));
    }
    // People may change their own names.
    let given =
        held.given(&authority, signed(tx, id).await?).into_iter().find(|path| !own || !matches!(path.as_str(), "sign_in" | "email"));
    if let Some(path) = given {
        return Err(Error::rule(&AuthorityRefusal::ByRequest { path }));
    }
    let entry = authority.onto(&after);
    if let Some(before) = before {
        keeps_posts(before, &entry, posts(tx, id).await?).map_err(|refusal| Error::rule(&refusal))?;
        notice::of_change(tx, id, before, &entry, by, now).await?;
    }
    Ok(entry)
}

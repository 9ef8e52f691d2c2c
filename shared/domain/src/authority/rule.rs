//! Who asks, who confirms, and whose word is enough: one set of pure rules for every kind of request.

use super::{AuthorityRefusal, Confirmation, Hold, HoldCause, Kind, Outcome, two_people};
use crate::access::Role;
use crate::event::Hash;
use crate::library::person::Person as Entry;
use base::id::{DeviceId, PersonId};
use base::seeded::in_force;
use base::time::Instant;

/// Somebody who asks or confirms, or whom it is about.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// Who.
    pub id: PersonId,
    /// As the register has them now.
    pub entry: &'a Entry,
    /// Whether a reset password holds their signing back: until it is confirmed as theirs, nobody acts on their word.
    pub held: bool,
}

impl Person<'_> {
    fn has(&self, role: Role) -> bool {
        self.entry.active && self.entry.roles.contains(&role)
    }

    fn has_one(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// Whether the two are people of their own, as far as their entries tell.
    fn is(&self, other: &Self) -> Result<(), AuthorityRefusal> {
        if self.id == other.id { Ok(()) } else { two_people(self.entry, other.entry) }
    }
}

/// What a request is decided by, beside who asks or confirms.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Whom it is about.
    pub subject: Person<'a>,
    /// Who entered them, and who wrote their account's names as they are.
    pub entered_by: &'a [PersonId],
    /// Who was shown a one-time password that holds their signing back: who signs in with it may be the same. Nobody where no two others
    /// could decide ([`others_could`]).
    pub shown: &'a [PersonId],
    /// The first administrator, while no technical manager has come: who acts alone.
    pub alone: Option<PersonId>,
}

/// What becomes of what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is done, and marked as done by the first administrator alone.
    Alone,
    /// It waits for a second person.
    Waits,
}

/// Whether somebody may ask for this.
///
/// # Errors
/// Names the rule.
pub fn may_ask(kind: Kind, asker: &Person<'_>, around: &Around<'_>) -> Result<Way, AuthorityRefusal> {
    let alone = around.alone == Some(asker.id) && asker.has(Role::Administrator);
    if asker.id == around.subject.id && in_force("authority.not_of_oneself") {
        return Err(AuthorityRefusal::Own);
    }
    if !alone && !asker.has_one(askers(kind, &around.subject)) {
        return Err(AuthorityRefusal::NotAsking);
    }
    if asker.held {
        return Err(AuthorityRefusal::SigningHeld);
    }
    if !alone && was_shown(kind, asker, around) {
        return Err(AuthorityRefusal::ShownPassword);
    }
    asker.is(&around.subject)?;
    Ok(if alone && kind != Kind::Mailbox { Way::Alone } else { Way::Waits })
}

/// Who asks. Where it is about one of the two whose word is needed, an administrator stands in.
fn askers(kind: Kind, subject: &Person<'_>) -> &'static [Role] {
    match kind {
        Kind::Authority | Kind::Password | Kind::Mailbox => &[Role::Administrator, Role::TechnicalManager],
        Kind::Signing if stands_in(subject) => &[Role::Office, Role::TechnicalManager, Role::Administrator],
        Kind::Signing => &[Role::Office, Role::TechnicalManager],
    }
}

/// Who confirms. The authorised signatory stands in where it is about the technical manager: nobody is left without a second.
fn confirmers(kind: Kind, subject: &Person<'_>) -> &'static [Role] {
    match kind {
        Kind::Authority | Kind::Password if subject.has(Role::TechnicalManager) => {
            &[Role::Administrator, Role::TechnicalManager, Role::Signatory]
        }
        Kind::Authority | Kind::Password => &[Role::Administrator, Role::TechnicalManager],
        Kind::Signing => askers(kind, subject),
        Kind::Mailbox => &[],
    }
}

fn stands_in(subject: &Person<'_>) -> bool {
    subject.has_one(&[Role::Office, Role::TechnicalManager])
}

/// Whether somebody may confirm a request, having seen this.
///
/// # Errors
/// Names the rule.
pub fn may_confirm(
    request: &Confirmation,
    asker: &Person<'_>,
    confirmer: &Person<'_>,
    around: &Around<'_>,
    (seen, now): (Hash, Instant),
) -> Result<(), AuthorityRefusal> {
    waits(request, now)?;
    let kind = request.content.kind();
    let rules = [
        (kind == Kind::Mailbox, AuthorityRefusal::ByMailbox),
        (confirmer.id == request.asked_by && in_force("authority.confirmed_by_another"), AuthorityRefusal::Asker),
        (confirmer.id == request.subject, AuthorityRefusal::Subject),
        (!confirmer.has_one(confirmers(kind, &around.subject)), AuthorityRefusal::NotConfirming),
        (confirmer.held, AuthorityRefusal::SigningHeld),
        (around.entered_by.contains(&confirmer.id) && in_force("authority.not_confirmed_by_who_entered"), AuthorityRefusal::EnteredBy),
        (was_shown(kind, confirmer, around), AuthorityRefusal::ShownPassword),
        (asker.held || !asker.has_one(askers(kind, &around.subject)), AuthorityRefusal::AskerGone),
        (!together(kind, asker, confirmer, &around.subject), AuthorityRefusal::WithoutTechnicalManager),
        (seen != request.hash && in_force("authority.confirmed_as_seen"), AuthorityRefusal::Differs),
    ];
    for (broken, refusal) in rules {
        if broken {
            return Err(refusal);
        }
    }
    confirmer.is(asker)?;
    confirmer.is(&around.subject)
}

/// Whether somebody could themselves have signed in as the person whose signing is to be let go on: they were shown the password.
fn was_shown(kind: Kind, person: &Person<'_>, around: &Around<'_>) -> bool {
    kind == Kind::Signing && around.shown.contains(&person.id)
}

/// Whether these two, as the register had them, could decide a request about this person between them. For whoever verifies what was
/// decided; when it was decided, [`may_confirm`] asked for more.
pub fn two_could(kind: Kind, asker: &Person<'_>, confirmer: &Person<'_>, subject: &Person<'_>) -> bool {
    let one_each = asker.has_one(askers(kind, subject)) && confirmer.has_one(confirmers(kind, subject));
    one_each && together(kind, asker, confirmer, subject)
}

/// Whether two of these people, neither of whom is kept out of it, could let the subject sign again: nobody is locked out by who was shown
/// a password.
pub fn others_could(people: &[Person<'_>], out: &[PersonId], subject: &Person<'_>, entered_by: &[PersonId]) -> bool {
    let able = |person: &&Person<'_>| person.id != subject.id && !person.held && !out.contains(&person.id);
    let able: Vec<_> = people.iter().filter(able).collect();
    let decides = |asker: &Person<'_>, confirmer: &Person<'_>| {
        asker.id != confirmer.id && !entered_by.contains(&confirmer.id) && two_could(Kind::Signing, asker, confirmer, subject)
    };
    able.iter().any(|asker| able.iter().any(|confirmer| decides(asker, confirmer)))
}

/// Whether the two hold what is needed between them: one of them is technical manager, and for signing the other is of the
/// office. Where it is about one of those, an administrator stands in.
fn together(kind: Kind, asker: &Person<'_>, confirmer: &Person<'_>, subject: &Person<'_>) -> bool {
    let held = |role: Role| {
        let stands_in = subject.has(role);
        move |person: &Person<'_>| person.has(role) || (stands_in && person.has(Role::Administrator))
    };
    let (technical, office) = (held(Role::TechnicalManager), held(Role::Office));
    match kind {
        Kind::Authority => technical(asker) || technical(confirmer),
        Kind::Signing => technical(asker) && office(confirmer) || office(asker) && technical(confirmer),
        Kind::Password | Kind::Mailbox => true,
    }
}

/// Whether a request still waits.
///
/// # Errors
/// [`AuthorityRefusal::Over`] and [`AuthorityRefusal::Expired`].
pub fn waits(request: &Confirmation, now: Instant) -> Result<(), AuthorityRefusal> {
    match request.ended {
        Some(_) => Err(AuthorityRefusal::Over),
        None if request.expires_at < now && in_force("authority.in_time") => Err(AuthorityRefusal::Expired),
        None => Ok(()),
    }
}

/// Whether somebody may end a request without its being done: who asked withdraws it, anybody else who could confirm or whom it is
/// about declines it.
///
/// # Errors
/// Names the rule.
pub fn may_end(
    request: &Confirmation,
    person: &Person<'_>,
    around: &Around<'_>,
    how: Outcome,
    now: Instant,
) -> Result<(), AuthorityRefusal> {
    waits(request, now)?;
    if person.held && person.id != request.subject {
        return Err(AuthorityRefusal::SigningHeld);
    }
    let own = person.id == request.asked_by;
    let kind = request.content.kind();
    let declines = person.id == request.subject || person.has_one(confirmers(kind, &around.subject)) || person.has(Role::Administrator);
    match how {
        Outcome::Withdrawn if own => Ok(()),
        Outcome::Declined if !own && declines => Ok(()),
        Outcome::Confirmed | Outcome::Alone | Outcome::Withdrawn | Outcome::Declined => Err(AuthorityRefusal::NotConfirming),
    }
}

/// What is known when a person enrols a device.
#[derive(Debug, Clone, Copy)]
pub struct NewDevice {
    /// Whether the person had one before.
    pub has_other: bool,
    /// Whether their password was ever reset.
    pub ever_reset: bool,
    /// Whether the session was opened with a one-time password: somebody else was shown it, and may be who has signed in.
    pub one_time: bool,
}

impl NewDevice {
    /// Whether signing on it is held back until it is confirmed as the person's own.
    pub const fn is_held(self) -> bool {
        self.has_other || self.ever_reset || self.one_time
    }
}

/// A device by which its person wants to end what holds their signing back.
#[derive(Debug, Clone, Copy)]
pub struct Earlier {
    /// Which.
    pub device: DeviceId,
    /// Since when.
    pub enrolled_at: Instant,
    /// Until when a new PIN could be chosen on it; `None` if that was never allowed.
    pub new_pin_until: Option<Instant>,
    /// Whether somebody else was shown the person's first password: they may have enrolled it.
    pub first_shown: bool,
    /// Whether it was confirmed as the person's own itself.
    pub confirmed: bool,
}

/// Whether a person's device may end what holds their signing back: it was there before, nothing holds it back itself, and nobody but
/// the person can have enrolled it.
///
/// # Errors
/// [`AuthorityRefusal::NothingHeld`] and [`AuthorityRefusal::NotEarlierDevice`].
pub fn may_release(holds: &[Hold], earlier: &Earlier) -> Result<(), AuthorityRefusal> {
    let Some(first) = holds.iter().map(|hold| hold.at).min() else { return Err(AuthorityRefusal::NothingHeld) };
    let itself = holds.iter().any(|hold| hold.cause == HoldCause::Device && hold.device == Some(earlier.device));
    // Whoever was let choose a new PIN since may be somebody else.
    let reopened = earlier.new_pin_until.is_some_and(|until| until >= first);
    let unknown = earlier.first_shown && !earlier.confirmed;
    let later = earlier.enrolled_at > first;
    if itself || reopened || unknown || later { Err(AuthorityRefusal::NotEarlierDevice) } else { Ok(()) }
}

/// Who else holds a post that is always to be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posts {
    /// Somebody else who can sign in is administrator.
    pub administrator: bool,
    /// Somebody else at work here is technical manager. It does not matter before one had come: who was entered by mistake can be changed.
    pub technical_manager: bool,
}

/// Whether the posts that are always to be filled stay so: that of an administrator who can sign in, and that of a technical manager
/// (C-4.3.3). Who has not been there before is not missed.
///
/// # Errors
/// [`AuthorityRefusal::LastAdministrator`] and [`AuthorityRefusal::LastTechnicalManager`].
pub fn keeps_posts(before: &Entry, after: &Entry, others: Posts) -> Result<(), AuthorityRefusal> {
    let leaves = |role: Role| {
        let holds = |person: &Entry| person.active && person.roles.contains(&role);
        holds(before) && !holds(after)
    };
    if leaves(Role::Administrator) && !others.administrator && in_force("authority.an_administrator_stays") {
        return Err(AuthorityRefusal::LastAdministrator);
    }
    if leaves(Role::TechnicalManager) && !others.technical_manager {
        return Err(AuthorityRefusal::LastTechnicalManager);
    }
    Ok(())
}

//! The one entry to the record's rules: the tablet asks before it makes an event, the server asks for the verdict.

use crate::conditions;
use crate::conditions::act::Act;
use crate::event::body::Body;
use crate::event::{Event, StreamKind};
use crate::record::context::Context;
use crate::record::refusal::RecordRefusal;
use crate::record::{Record, amend, check, enter, equip, open, people, submit};

/// Whether the event may count, given the record as it stands.
///
/// # Errors
/// The rule that it breaks.
pub fn decide(record: Option<&Record>, context: &Context<'_>, event: &Event) -> Result<(), RecordRefusal> {
    if event.stream.kind != StreamKind::Record || !belongs(&event.body) {
        return Err(RecordRefusal::BodyNotForStream);
    }
    made_where_it_belongs(context, &event.body)?;
    if let Body::Opened(opened) = &event.body {
        return open::opened(record, context, event, opened);
    }
    let record = record.ok_or(RecordRefusal::NotOpened)?;
    impartial(record, context, event)?;
    match &event.body {
        Body::Joined { person, .. } => people::joined(record, context, event, *person),
        Body::TakenOff { person, reason } => people::taken_off(record, context, event, *person, reason),
        Body::Abandoned { reason } => people::abandoned(record, context, event, reason),
        Body::TakenUp { reason } => people::taken_up(record, context, event, reason),
        Body::Equipped { slot, standard } => equip::equipped(record, context, event, slot, standard),
        Body::Reequipped { slot, standard, reason } => equip::reequipped(record, context, event, (slot, standard), reason),
        Body::Entered { path, value } => enter::entered(record, context, event, path, value),
        Body::Adjusted { consent, what, seal } => enter::adjusted(record, context, event, [consent, what, seal]),
        Body::Sealed { what, seal } => enter::sealed(record, context, event, what, seal),
        Body::Deviation { what, consent, path } => enter::deviation(record, context, event, [what, consent], path),
        Body::Attached { path, media_type, size, name, .. } => enter::attached(record, context, event, path, (media_type, *size, name)),
        Body::Remarked { path, text } => enter::remarked(record, context, event, path, text),
        Body::CustomerConfirmed { name, signature } => enter::confirmed(record, context, event, name, signature),
        Body::Amended { amends, after, reason } => amend::amended(record, context, event, *amends, after, reason),
        Body::Withdrawn { amends, reason } => amend::withdrawn(record, context, event, *amends, reason),
        Body::Chosen { event: chosen, reason } => amend::chosen(record, context, event, *chosen, reason),
        Body::Submitted { head, statement, engine_version, .. } => {
            submit::submitted(record, context, event, *head, (statement, engine_version))
        }
        Body::Answered { finding, text } => submit::answered(record, context, event, *finding, text),
        Body::Returned { findings } => check::returned(record, context, event, findings),
        Body::Checked { statement } => check::checked(record, context, event, statement),
        Body::Reopened { reason, .. } => check::reopened(record, context, reason),
        _ => Err(RecordRefusal::BodyNotForStream),
    }
}

const fn belongs(body: &Body) -> bool {
    !matches!(body, Body::StandardChecked(_) | Body::BriefingAcknowledged | Body::ItemFound(_) | Body::ItemCorrected { .. })
}

/// The checker's and the signatory's acts are made in the office after the password; observations on a tablet with the
/// person's key. Neither can be made the other way. Who calibrates and whether it goes on is said in both.
const fn made_where_it_belongs(context: &Context<'_>, body: &Body) -> Result<(), RecordRefusal> {
    let of_office = matches!(body, Body::Returned { .. } | Body::Checked { .. } | Body::Reopened { .. });
    if matches!(body, Body::Abandoned { .. } | Body::TakenUp { .. } | Body::TakenOff { .. }) {
        return Ok(());
    }
    match (of_office, context.office.is_some()) {
        (true, false) => Err(RecordRefusal::OfficeOnly),
        (false, true) => Err(RecordRefusal::TabletOnly),
        _ => Ok(()),
    }
}

/// Whoever declared a conflict of interest with the customer decides nothing in the office about its records (C-4.1.2.1); a check asks by its
/// conditions. Everybody may say that a certificate is wrong.
fn impartial(record: &Record, context: &Context<'_>, event: &Event) -> Result<(), RecordRefusal> {
    if context.office.is_none() || matches!(event.body, Body::Checked { .. } | Body::Reopened { .. }) {
        return Ok(());
    }
    match conditions::conflict(&context.basis(Act::Check, record, event)) {
        Some(person) => Err(RecordRefusal::ConflictOfInterest { person }),
        None => Ok(()),
    }
}

//! Every kind of event with the roles that may make it: what is done by an event is allowed to whom the routes and the registers
//! allow it.

use super::Role::{self, Administrator, Calibrator, Checker, Office, Signatory, TechnicalManager};
use super::groups;
use super::register::register_writers;
use crate::event::EventKind;
use crate::item::Item;
use crate::register::Entry;
use crate::visit::CheckMoment;

/// What is observed, and what the observer says of it (C-5.5.4).
const OBSERVERS: &[Role] = &[Calibrator];
/// Who looks at standards before they leave and after they are back: who calibrates with them, who keeps them (C-5.2.2.2).
const KEEPERS: &[Role] = &[Calibrator, TechnicalManager];
/// Everybody who goes to a site acknowledges its rules (C-5.2.2.3).
const VISITORS: &[Role] = &[Administrator, Office, Calibrator, Checker, Signatory, TechnicalManager];

/// Whether somebody with these roles may make events of this kind.
pub fn may_make(roles: &[Role], kind: EventKind) -> bool {
    makers(kind).iter().any(|wanted| wanted.iter().any(|role| roles.contains(role)))
}

/// The roles that may make events of a kind: any of any of these.
fn makers(kind: EventKind) -> [&'static [Role]; 2] {
    let only = |roles| [roles, &[][..]];
    match kind {
        EventKind::Opened
        | EventKind::Joined
        | EventKind::Equipped
        | EventKind::Reequipped
        | EventKind::Entered
        | EventKind::Amended
        | EventKind::Withdrawn
        | EventKind::Adjusted
        | EventKind::Deviation
        | EventKind::Attached
        | EventKind::Remarked
        | EventKind::CustomerConfirmed
        | EventKind::Submitted
        | EventKind::Answered
        | EventKind::StandardChecked(CheckMoment::Arrival)
        | EventKind::Chosen
        | EventKind::Sealed => only(OBSERVERS),
        EventKind::StandardChecked(CheckMoment::Departure | CheckMoment::Return) => only(KEEPERS),
        EventKind::BriefingAcknowledged => only(VISITORS),
        EventKind::Abandoned => [OBSERVERS, groups::ENDERS],
        EventKind::TakenUp => [OBSERVERS, groups::ENDERS],
        EventKind::TakenOff => [OBSERVERS, groups::PLANNERS],
        // On site the calibrator says what the item is; else who writes the register of items (C-5.3.2).
        EventKind::ItemFound | EventKind::ItemCorrected => [OBSERVERS, register_writers(Item::NOUN)],
        EventKind::Returned => only(groups::JUDGES),
        EventKind::Checked => only(groups::CHECKERS),
        EventKind::Reopened => only(groups::KEEPERS),
    }
}

/// Whether the office does this by a route, on the person's office device. No key signs there, so every other kind stands on a tablet: what
/// was observed, and what the observer says of it (C-5.5.4).
pub const fn is_of_office(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Returned | EventKind::Checked | EventKind::Reopened | EventKind::Abandoned | EventKind::TakenUp | EventKind::TakenOff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_event_has_makers_and_a_customer_makes_none() {
        for kind in EventKind::ALL {
            assert!(may_make(&Role::ALL, kind), "{kind:?}");
            assert!(!may_make(&[Role::Customer], kind), "{kind:?}");
            assert!(!may_make(&[], kind), "{kind:?}");
        }
    }

    // C-5.5.4: administrators included.
    #[test]
    fn an_administrator_acknowledges_a_briefing_and_makes_nothing_else() {
        for kind in EventKind::ALL {
            assert_eq!(may_make(&[Administrator], kind), kind == EventKind::BriefingAcknowledged, "{kind:?}");
        }
    }

    #[test]
    fn an_item_is_corrected_by_calibrators_and_by_who_writes_the_register() {
        for role in Role::ALL {
            let writes = role == Calibrator || register_writers(Item::NOUN).contains(&role);
            assert_eq!(may_make(&[role], EventKind::ItemCorrected), writes, "{role:?}");
        }
    }

    // C-5.5.4: what is observed is signed by the tablet's key.
    #[test]
    fn only_what_a_route_of_the_office_does_stands_on_an_office_device() {
        let of_office: Vec<&str> = EventKind::ALL.into_iter().filter(|kind| is_of_office(*kind)).map(EventKind::name).collect();
        assert_eq!(of_office, ["returned", "checked", "reopened", "abandoned", "taken_up", "taken_off"]);
        for kind in EventKind::ALL {
            assert!(is_of_office(kind) || may_make(&[Calibrator], kind), "no tablet makes {kind:?}");
        }
    }
}

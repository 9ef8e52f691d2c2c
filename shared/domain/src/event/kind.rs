//! The kinds of event, without what they say.

use crate::visit::CheckMoment;

/// A kind of event. The checks of a standard are told apart by their moment: they are not for the same people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the kind of the body of its name")]
pub enum EventKind {
    Opened,
    Joined,
    Equipped,
    Reequipped,
    Entered,
    Amended,
    Withdrawn,
    Adjusted,
    Deviation,
    Attached,
    Remarked,
    CustomerConfirmed,
    Submitted,
    Returned,
    Answered,
    Checked,
    Reopened,
    Abandoned,
    TakenUp,
    TakenOff,
    StandardChecked(CheckMoment),
    BriefingAcknowledged,
    ItemFound,
    ItemCorrected,
    Chosen,
    Sealed,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 28] = [
        Self::Opened,
        Self::Joined,
        Self::Equipped,
        Self::Reequipped,
        Self::Entered,
        Self::Amended,
        Self::Withdrawn,
        Self::Adjusted,
        Self::Deviation,
        Self::Attached,
        Self::Remarked,
        Self::CustomerConfirmed,
        Self::Submitted,
        Self::Returned,
        Self::Answered,
        Self::Checked,
        Self::Reopened,
        Self::Abandoned,
        Self::TakenUp,
        Self::TakenOff,
        Self::StandardChecked(CheckMoment::Departure),
        Self::StandardChecked(CheckMoment::Arrival),
        Self::StandardChecked(CheckMoment::Return),
        Self::BriefingAcknowledged,
        Self::ItemFound,
        Self::ItemCorrected,
        Self::Chosen,
        Self::Sealed,
    ];

    /// Its name, as in `type`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Joined => "joined",
            Self::Equipped => "equipped",
            Self::Reequipped => "reequipped",
            Self::Entered => "entered",
            Self::Amended => "amended",
            Self::Withdrawn => "withdrawn",
            Self::Adjusted => "adjusted",
            Self::Deviation => "deviation",
            Self::Attached => "attached",
            Self::Remarked => "remarked",
            Self::CustomerConfirmed => "customer_confirmed",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Answered => "answered",
            Self::Checked => "checked",
            Self::Reopened => "reopened",
            Self::Abandoned => "abandoned",
            Self::TakenUp => "taken_up",
            Self::TakenOff => "taken_off",
            Self::StandardChecked(_) => "standard_checked",
            Self::BriefingAcknowledged => "briefing_acknowledged",
            Self::ItemFound => "item_found",
            Self::ItemCorrected => "item_corrected",
            Self::Chosen => "chosen",
            Self::Sealed => "sealed",
        }
    }
}

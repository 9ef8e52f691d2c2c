//! Roles, and what each may do with registers and by events. Routes: the crate `contract`.

pub mod declared;
pub mod event;
pub mod groups;
pub mod register;
pub mod vault;
pub mod wing;

use serde::{Deserialize, Serialize};

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Manages people, devices and settings; never records, amends, checks or issues by virtue of that.
    Administrator,
    /// Customers, orders, visits, tasks.
    Office,
    /// Carries out calibrations.
    Calibrator,
    /// Checks records.
    Checker,
    /// Authorised signatory.
    Signatory,
    /// Technical manager: methods, standards, authorisations.
    TechnicalManager,
    /// A customer's person.
    Customer,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] =
        [Self::Administrator, Self::Office, Self::Calibrator, Self::Checker, Self::Signatory, Self::TechnicalManager, Self::Customer];

    /// Its name, as it is written in JSON and in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Office => "office",
            Self::Calibrator => "calibrator",
            Self::Checker => "checker",
            Self::Signatory => "signatory",
            Self::TechnicalManager => "technical_manager",
            Self::Customer => "customer",
        }
    }
}

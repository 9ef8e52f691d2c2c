//! Roles that may do something together: said once for what is done by an event, by a route and in a register.

use super::Role::{self, Administrator, Calibrator, Checker, Office, Signatory, TechnicalManager};

/// Everyone who works here; a customer's people read through the portal only (C-4.1.2.2).
pub const STAFF: &[Role] = &[Administrator, Office, Calibrator, Checker, Signatory, TechnicalManager];
/// Who keeps the registers of the body itself and of its people.
pub const SETTERS: &[Role] = &[Administrator];
/// Who keeps the registers of methods and standards.
pub const TECHNICAL: &[Role] = &[TechnicalManager, Administrator];
/// Who keeps the registers of customers and of their work.
pub const CLERKS: &[Role] = &[Office];

/// Who sends a record back with findings.
pub const JUDGES: &[Role] = &[Checker, Signatory];
/// Who signs a record as its checker.
pub const CHECKERS: &[Role] = &[Checker];
/// Who keeps certificates after issue, and says that one is wrong (C-5.4.2).
pub const KEEPERS: &[Role] = &[Office, Signatory, TechnicalManager];
/// Who gives up somebody else's record, and takes it up again.
pub const ENDERS: &[Role] = &[TechnicalManager];
/// Who takes a calibrator off a record who recorded nothing.
pub const PLANNERS: &[Role] = &[Office, TechnicalManager];

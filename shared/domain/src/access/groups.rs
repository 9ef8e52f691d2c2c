//! Roles that may do something together: said once for what is done by an event and for what is done by a route.

use super::Role::{self, Checker, Office, Signatory, TechnicalManager};

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

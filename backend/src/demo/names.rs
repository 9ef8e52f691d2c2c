//! Names of the demo's people, for stories that sign in as them.

/// Manages people and settings.
pub const ADMINISTRATOR: &str = "admin";
/// Customers, orders, visits.
pub const OFFICE: &str = "office";
/// Calibrator of callipers, pressure gauges, torque wrenches, balances and thermometers; has today's visits.
pub const CALIBRATOR: &str = "wang";
/// Calibrator of callipers, multimeters and thermometers; works in the laboratory today.
pub const SECOND_CALIBRATOR: &str = "chen";
/// Calibrator with a declared conflict of interest for the customer `pujiang`.
pub const THIRD_CALIBRATOR: &str = "liu";
/// Checker of every service.
pub const CHECKER: &str = "sun";
/// Checker of callipers, pressure gauges and torque wrenches; a calibrator whose authorisation has run out.
pub const SECOND_CHECKER: &str = "zhou";
/// Authorised signatory of every service.
pub const SIGNATORY: &str = "qian";
/// Authorised signatory of callipers, pressure gauges and torque wrenches; for multimeters no longer.
pub const SECOND_SIGNATORY: &str = "wu";
/// Technical manager.
pub const TECHNICAL_MANAGER: &str = "zheng";
/// A person of the customer `hengda`.
pub const CUSTOMER: &str = "hengda";
/// A person of the customer `hospital`.
pub const SECOND_CUSTOMER: &str = "hospital";

/// Name of the tablets used for the demo's past work: they are no longer in use.
pub const PAST_TABLET: &str = "Tablet of past work";

/// The password of every demo account.
pub const PASSWORD: &str = "etalon-demo";

//! Names of jobs that others bring forward.

/// Letters of the outbox are sent.
pub const MESSAGES: &str = "messages";
/// Renderings that were cut short are taken up.
pub const DOCUMENTS: &str = "documents";

//! How large requests may be.

/// Bytes of an ordinary request.
pub const BODY_LIMIT: usize = 1024 * 1024;
/// Bytes of a file.
pub const FILE_LIMIT: usize = 20 * 1024 * 1024;

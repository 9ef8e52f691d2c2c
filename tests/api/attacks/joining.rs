//! Joining, signing and giving up somebody else's record.

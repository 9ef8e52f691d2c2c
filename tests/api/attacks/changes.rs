//! What changed between the work and the signature.

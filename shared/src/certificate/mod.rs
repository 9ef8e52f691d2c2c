//! Certificates: composed from a checked record's snapshots, fixed by issue, corrected only by a supplement or a
//! replacement (C-5.4).

pub mod correction;
pub mod document;

//! What the tests of certificates, and of what goes before them, are made with.

pub mod samples;

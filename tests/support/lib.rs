//! The vocabulary of the stories.

pub mod cluster;

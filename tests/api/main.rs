//! Stories.

mod access;
mod people;
mod session;

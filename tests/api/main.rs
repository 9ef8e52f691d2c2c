//! Stories.

mod access;
mod backup;
mod people;
mod session;

//! Stories.

mod access;
mod backup;
mod orders;
mod people;
mod registers;
mod record;
mod session;
mod verify;

//! Stories.

mod access;
mod backup;
mod orders;
mod people;
mod registers;
mod session;
mod verify;

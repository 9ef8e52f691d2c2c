//! Stories.

mod access;
mod backup;
mod certificate;
mod input;
mod orders;
mod past;
mod people;
mod record;
mod registers;
mod session;
mod story;
mod tampering;
mod verify;

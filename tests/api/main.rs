//! Stories.

mod access;
mod backup;
mod certificate;
mod doors;
mod input;
mod objects;
mod orders;
mod past;
mod people;
mod process;
mod record;
mod registers;
mod session;
mod story;
mod tampering;
mod verify;

//! Stories.

mod access;
mod backup;
mod certificate;
mod compute;
mod desk;
||||||| parent of 265a073 (Convolution follows the tails of few degrees of freedom; units that do not fit together in a model are warned of; a case that is none stops no other)
mod doors;
mod input;
mod mutants;
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

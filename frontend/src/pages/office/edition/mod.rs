//! Trying an edition while it is written: sample values, computed here by the very engine that the tablet and the server run.

mod preview;
mod sample;

pub use preview::Preview;

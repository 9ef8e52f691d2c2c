//! Published examples, the demo's editions, and what holds of any computation.

pub(super) mod edition_examples;
mod examples;
mod properties;

//! What the two sides say to each other: routes with who may call them, commands and views, the exchange between tablet and server.

pub mod access;
pub mod api;
pub mod sync;

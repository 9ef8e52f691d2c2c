//! The server of Etalon: `http → app → store`.

pub mod app;
pub mod cli;
pub mod demo;
pub mod document;
pub mod http;
pub mod random;
pub mod serve;
pub mod state;
pub mod store;

//! What the tests of orders, registers and people are made with.

pub mod example;

//! Clocks, days and the order of things.

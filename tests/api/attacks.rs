//! Attempts to get round a rule by another way than the one it guards: a change between the work and the signature, an event in
//! place of a route, an import, a reset, a second account or device, a carried file, a clock. Each of them succeeded once.

mod insiders;
mod paper;

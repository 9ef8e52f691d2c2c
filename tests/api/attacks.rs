//! Attempts to get round a rule by another way than the one it guards: a change between the work and the signature, an event in
//! place of a route, an import, a reset, a second account or device, a carried file, a clock. Each of them succeeded once.

mod access;
mod accounts;
mod around;
mod authority;
mod before;
mod cells;
pub(crate) mod changes;
mod confidential;
mod corrections;
mod days;
mod entries;
mod events;
mod files;
mod fitness;
mod imports;
mod insiders;
mod items;
mod joining;
mod marks;
mod moved;
mod notes;
mod paper;
mod restated;
mod sealed;
mod site;
mod spelling;
mod standards;
mod stood;
mod tables;
mod time;
mod told;
mod unseen;
mod versions;
mod visits;
mod wordless;
mod zones;

//! Stories in a real browser, against the real program.

mod browser;
mod correction;
mod days;
mod fixtures;
mod hands;
mod here;
mod kills;
mod office;
mod offline;
mod paperwork;
mod preparing;
mod recording;
mod screen;
mod server;
mod shared;
mod shell;
mod simulated;
mod site;
mod story;
mod tablet;
mod together;
mod upgrade;

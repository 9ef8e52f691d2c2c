//! Stories in a real browser, against the real program.

mod browser;
mod kills;
mod office;
mod screen;
mod server;
mod shell;
mod story;
mod tablet;

//! `etalon`: the command line.

fn main() {}

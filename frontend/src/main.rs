//! The app of Etalon.

fn main() {}
